#ifndef JIGSAW_FIELD_PHONETIC_H
#define JIGSAW_FIELD_PHONETIC_H

#include "base/text.h"

/*
 * Phonetic codes of cleaned names (ASCII; case does not matter, blanks and
 * anything but letters are ignored unless said otherwise).
 */

/* Soundex as the US National Archives define it, and as UK matching uses it
 * (ECHILD step 2, PDS): a letter and three digits; equal codes in a row count
 * once, also across H and W but not across vowels. Writes 4 characters (no
 * NUL) and returns 4, or returns 0 when there is no letter. */
size_t soundex(struct text name, char out[4]);

#define METAPHONE_LENGTH 4

/* Each code at most four of the characters 0 A F H J K L M N P R S T X; 0 is
 * "th". Not NUL-terminated. `alternate` equals `primary` when there is only
 * one pronunciation. */
struct metaphone {
	char primary[METAPHONE_LENGTH], alternate[METAPHONE_LENGTH];
	size_t primary_length, alternate_length;
};

/* Double Metaphone (L. Philips, C/C++ Users Journal, June 2000). Only the first
 * 64 characters count. Blanks count where the rules speak of them ("VAN "). */
struct metaphone metaphone(struct text name);

#endif
