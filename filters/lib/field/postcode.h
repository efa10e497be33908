#ifndef JIGSAW_FIELD_POSTCODE_H
#define JIGSAW_FIELD_POSTCODE_H

#include "base/text.h"
#include "field/rule.h"

/*
 * Parses postcodes of the United Kingdom, Channel Islands, Isle of Man and British
 * Forces. The standard form in a cell has no blank: LE14XX.
 */

/* The longest normal form: AA9A9AA. BFPO and up to four digits is longer. */
#define POSTCODE_LENGTH 8

/*
 * A postcode as received: any case, blanks anywhere (HES pads the outward part
 * to five characters). Valid are the shapes A9, A99, AA9, AA99, and in central
 * London A9A and AA9A, each with 9AA, of an area that exists, without C I K M
 * O V in the last two letters; GIR 0AA; and BFPO with a number.
 *
 * A zero for an O or a one for an I, or the reverse, is repaired if exactly one
 * reading is a postcode, and *repaired set: S01 4ZZ is SO1 4ZZ, LE1 OAA is
 * LE1 0AA.
 *
 * Writes the normal form to `out` and its length to *length when RULE_VALID.
 * Else RULE_POSTCODE, RULE_POSTCODE_AREA, or RULE_POSTCODE_PSEUDO for ZZ99
 * (no fixed abode, not known, countries abroad), its misprint Z99, NF1 1AB, NFA
 * and the like: they must never agree with anything.
 */
enum rule postcode_parse(struct text value, char out[POSTCODE_LENGTH], size_t *length,
			 bool *repaired);

/* The outward part alone ("LE1", "EC1A"). RULE_OUTCODE, RULE_POSTCODE_AREA or
 * RULE_POSTCODE_PSEUDO. */
enum rule outcode_parse(struct text value, char out[POSTCODE_LENGTH], size_t *length);

/* A sector ("LE1 4", "LE14"): outward part and first inward digit, written
 * without the blank. RULE_SECTOR, RULE_POSTCODE_AREA or RULE_POSTCODE_PSEUDO. */
enum rule sector_parse(struct text value, char out[POSTCODE_LENGTH], size_t *length);

/*
 * Parts of a cleaned postcode, as slices of it; empty when there is no such
 * part (an empty cell; for BFPO numbers all but the area and outcode are).
 * LE14XX: area LE, district LE1, outcode LE1, sector LE14. EC1A1BB: area EC,
 * district EC1, outcode EC1A, sector EC1A1.
 */
struct text postcode_area(struct text postcode);
struct text postcode_district(struct text postcode);
struct text postcode_outcode(struct text postcode);
struct text postcode_sector(struct text postcode);

#endif
