#ifndef JIGSAW_FIELD_ETHNICITY_H
#define JIGSAW_FIELD_ETHNICITY_H

#include "base/text.h"
#include "field/rule.h"

/*
 * Standardises ethnicity: codes of several coding schemes and free text become a
 * main code of the Department for Education (WBRI, WIRI, WIRT, WROM, WOTH, MWBC,
 * MWBA, MWAS, MOTH, AIND, APKN, ABAN, AOTH, BCRB, BAFR, BOTH, CHNE, OOTH, REFU
 * refused, NOBT not yet obtained). A value that gives only the group becomes one
 * of Jigsaw's own codes: WNOS, MNOS, ANOS, BNOS, ONOS (Chinese or other).
 * schemas/codes/ethnicity.tsv lists them all, and the main code of each extended
 * code; it is built in, and so are the words of schemas/names/ethnicity_words.tsv.
 */

/* The coding scheme of codes of one or two characters. A1 is White British in the
 * councils' scheme, Indian in that of the police, and A with a local character
 * in that of the NHS. W1 to W9, O1 to O9 and 99 are read in all three. */
enum ethnicity_scheme {
	ETHNICITY_NHS,     /* NHS 2001: A White British to S, Z, 99; 0 to 9 as HES had them */
	ETHNICITY_COUNCIL, /* A to E are groups; A1 to F2 after the census of 2001 */
	ETHNICITY_POLICE,  /* the 16+1 of the ONS: W1 to O9, NS */
};

/* A cache of results by wording, as a file repeats a few of them. Starts all
 * zero; for one scheme only. */
struct ethnicity_memory {
	struct {
		char value[44], code[4];
		uint8_t length; /* 0: empty */
		bool repaired;
		enum rule rule;
	} at[256];
};

/*
 * Writes four letters to `out` (no NUL) when RULE_VALID, by the first of these:
 *  - a DfE code, main or extended, anywhere among the words
 *  - a code of one or two characters, alone or repeated ("C1: C1 - ...")
 *  - words: nations, groups, two groups joined (a mixed background), refusal,
 *    and wordings for what is not known. A stated group rules over a nation of
 *    another group (White - Algerian is WOTH), but for Asian nations that
 *    the Department counts as other (Vietnamese, OVIE); words that say nothing
 *    are passed over.
 *  - a group and a local number ("A.A10", "C: C3"): the group
 * List letters, numbers and brackets around them do not matter. *repaired: a
 * code that the Department does not have was taken for one (ABRI for AOTH).
 * Else RULE_ETHNICITY; RULE_ETHNICITY_SCHEME for a short code that only another
 * scheme has a meaning for; RULE_ETHNICITY_CONFLICT when a code and the words
 * beside it are of different groups, or two codes differ.
 */
enum rule ethnicity_recall(struct ethnicity_memory *memory, struct text value,
			   enum ethnicity_scheme scheme, char out[4], bool *repaired);

/* "nhs", "council", "police"; false for any other word. */
bool ethnicity_scheme_parse(const char *word, enum ethnicity_scheme *scheme);
const char *ethnicity_scheme_name(enum ethnicity_scheme scheme);

/* The NHS's code (Data Dictionary, ETHNIC CATEGORY) of a main code, and 0 of HES
 * for a White background that is not known; a Traveller or Roma is C, any other
 * White background. NULL for a code that has none: the other groups. */
const char *ethnicity_category(struct text code);

/* The one of the five groups of the 2021 census (white, mixed, asian, black,
 * other) that a cleaned code is in, by its first letter: DfE main and extended
 * codes, the letters of the NHS and the 16+1 of ONS. Chinese is asian. NULL for
 * any other, among them refused, not yet obtained and not stated. */
const char *ethnicity_group(struct text code);

/* The built-in tables, for their digest. */
struct text ethnicity_table(void);
struct text ethnicity_word_table(void);

#endif
