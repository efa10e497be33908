#ifndef JIGSAW_SYNTH_NUMBERS_H
#define JIGSAW_SYNTH_NUMBERS_H

#include <stdint.h>

/*
 * Identifiers for artificial children: valid in shape and check digit, from ranges
 * that are issued to nobody.
 */

/* The NHS number number `index` of the range that is kept for tests
 * (999 000 0000 to 999 999 9999) as ten digits and a NUL. Each index gives
 * another number; there are NHS_NUMBERS of them, and `index` must be less.
 * The check digit is by modulus 11 (NHS Data Dictionary, NHS NUMBER);
 * numbers whose check would be 10, and 9999999999, are not among them. */
#define NHS_NUMBERS 900000u
void nhs_number_make(uint64_t seed, uint32_t index, char number[11]);

/* A Unique Pupil Number: check letter, LA (3 digits), establishment (4), year
 * (2), serial (3, or 2 and a letter when it is temporary), and a NUL. Another
 * index gives another establishment or serial, up to 6,000,000 indexes. */
void upn_make(int authority, uint32_t index, int year, char upn[14]);
/* Turns a UPN into a temporary one: a letter for its last digit. */
void upn_temporary(char upn[14]);

/* The postcode number `index` of four invented sets of districts, with one
 * blank: places in postcode areas of the west of England whose districts do
 * not exist. Indexes that are near each other share a sector, then a
 * district. */
void postcode_make(uint32_t index, char postcode[9]);
#define POSTCODES 157200u
/* The number of the sector that a postcode number lies in. */
uint32_t postcode_place(uint32_t index);

/* A Unique Learner Number, ten digits and a NUL: the first is 9, the last such
 * that the sum with weights 10 to 1 is 10 modulo 11. Each index below 80,000,000
 * gives another one. */
void uln_make(uint64_t seed, uint32_t index, char number[11]);

#endif
