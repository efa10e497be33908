#ifndef JIGSAW_SYNTH_DISTORT_H
#define JIGSAW_SYNTH_DISTORT_H

#include "base/text.h"
#include "synth/random.h"

/*
 * Adds errors to names, dates and postcodes of artificial records. Each function
 * changes the value in place and draws from r. Names are UTF-8.
 */

/* One slip of the keys: a letter left out, doubled, changed for a neighbour
 * on the keyboard or swapped with the next one. The first letter is hit
 * seldom. Names of fewer than three letters are left alone. */
void distort_typing(struct random *r, struct buffer *name);
/* Latin letters without their marks: Łukasz to Lukasz, Zoë to Zoe. */
void distort_plain(struct buffer *name);
/* One half of a hyphenated name; others are left alone. */
void distort_halve(struct random *r, struct buffer *name);
/* Another spelling of a prefix or hyphen: O'Brien to OBrien or O Brien, Mc to
 * Mac, Al-Amin to Al Amin; names without one are left alone. */
void distort_prefix(struct random *r, struct buffer *name);
/* A birth date as it gets mistaken: day and month swapped, a day or month or
 * year next to the true one, or the first of the month. Never the same day,
 * never after `latest`. */
int32_t distort_date(struct random *r, int32_t day, int32_t latest);
/* One letter or digit of the inward part mistaken, or two swapped; its shape
 * stays that of a postcode. */
void distort_postcode(struct random *r, char postcode[9]);

#endif
