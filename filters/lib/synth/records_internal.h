#ifndef JIGSAW_SYNTH_RECORDS_INTERNAL_H
#define JIGSAW_SYNTH_RECORDS_INTERNAL_H

#include "synth/records.h"

/* What the writers of extracts share. */

/* Opens NAME in the directory. */
void record_file(struct records *w, struct output *o, const char *name);
/* Writes out what has gathered, once it is much. */
void record_drain(struct output *o);
/* What is to be written of a source, shuffled: for each person as many entries
 * as `times` says (at most 63), entry = index * 64 + 0, 1, ... The caller frees
 * the list. */
#define ENTRY_PERSON(entry) ((entry) / 64)
uint64_t *record_order(struct population *p, enum purpose purpose,
		       unsigned (*times)(const struct population *p, const struct child *c),
		       uint64_t *count);
/* An extract with one record per line and one line of truth per record: its source, file
 * and titles, who is in it how often, and what writes one record, which leaves
 * the source's number for the child in w->id. r is of the entry. */
struct extract {
	const char *source, *file, *titles;
	enum purpose purpose;
	unsigned (*times)(const struct population *p, const struct child *c);
	void (*write)(struct records *w, struct buffer *b, struct random *r, const struct child *c);
};
#define ENTRY_OCCASION(entry) ((unsigned)((entry) % 64))
void record_extract(struct records *w, const struct extract *x);
/* True with the probability `rate`, which is that of an error, and more often
 * for children with whom errors are likelier. */
bool record_error(struct random *r, const struct child *c, int64_t rate);
/* One line of truth for record `number` of `source`, and one of the canaries;
 * w->id holds the source's number for the child and is emptied. */
void record_truth(struct records *w, const char *source, uint64_t number, const struct child *c);

/* How one service spells names; in millionths, as in struct likelihoods. */
struct spelling {
	int64_t short_form, diacritics_lost, surname_old;
};
/* Puts the names as the service holds them into w->forename, middle, surname. */
void record_names(struct records *w, struct random *r, const struct child *c,
		  struct spelling spelling);
/* The birth date, mistaken with the probability `wrong`. */
int32_t record_born(const struct population *p, struct random *r, const struct child *c,
		    int64_t wrong);
/* M or F, mistaken at times. */
char record_sex(const struct population *p, struct random *r, const struct child *c);
/* The year of the returns, by which their codes differ. */
int record_year(const struct population *p);
/* A sex as the returns have it: M, F or U since 2025, before that 1, 2 or 0. */
char record_sex_code(const struct population *p, char sex);
/* The family's postcode as a service holds it on a day: the one of two years
 * before with the probability `old`. */
uint32_t record_home(struct random *r, const struct child *c, int32_t day, int64_t old);
/* Appends the postcode, mistyped at times. */
void record_postcode(const struct population *p, struct random *r, struct buffer *b,
		     uint32_t postcode);
/* The next child of the same family who has no other person, or NULL. */
const struct child *record_sibling(const struct population *p, const struct child *c);
/* Appends a name with its blanks. */
void record_name(struct buffer *b, struct text name);
/* The child's ULN. */
void record_uln(const struct population *p, struct buffer *b, const struct child *c);
/* The code of the child's primary special need: the same in all records. */
void record_sen_type(const struct population *p, struct buffer *b, const struct child *c);
/* The child's NHS number, when it has one. */
void record_nhs_number(const struct population *p, struct buffer *b, const struct child *c);
/* Appends the child's UPN; when `wrong`, with another digit in it, or that of a
 * sibling. */
void record_upn(const struct population *p, struct random *r, struct buffer *b,
		const struct child *c, int64_t wrong);
/* Does social care hold a UPN? Under five most have none yet. */
bool record_upn_known(const struct population *p, struct random *r, const struct child *c,
		      int64_t missing);
/* Else the codes of the reasons that may be: UN1 under school age, UN2 to UN5 (SSDA903 guide). */
const char *record_upn_reason(const struct population *p, const struct child *c);
/* The council's own number for a child; `second` gives another one. */
void record_child_id(const struct population *p, struct buffer *b, const struct child *c,
		     bool second);
/* The last day of which services know the person, and no later than the reference day. */
int32_t record_last(const struct population *p, const struct child *c);
/* A day of the last `days` on which they know the person. */
int32_t record_day(const struct population *p, struct random *r, const struct child *c,
		   int32_t days);
/* Appends one of a list of codes separated by blanks, the first ones most often. */
void record_code(struct random *r, struct buffer *b, const char *codes);
/* The NHS number of the child's mother, when there is one left for her. */
void record_mother_number(const struct population *p, struct buffer *b, const struct child *c);
/* Appends the code of the practice that people at a postcode are on the list of. */
void record_practice(struct buffer *b, const struct population *p, uint32_t home);
/* Appends the ethnic group in the code of the NHS, or that it is not known. */
void record_ethnicity(const struct population *p, struct random *r, struct buffer *b,
		      const struct child *c);
/* Appends the invented code of the small area (LSOA) that a postcode lies in. */
void record_area(struct buffer *b, uint32_t postcode);
/* Appends hours and minutes, HH:MM:SS. */
void record_clock(struct buffer *b, uint64_t minute);
/* Another number below 99,999,989 for every number below it, by seed. */
uint64_t record_number(const struct population *p, uint64_t factor, uint64_t number);

#endif
