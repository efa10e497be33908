#ifndef JIGSAW_RECORDS_H
#define JIGSAW_RECORDS_H

#include "stat/population.h"
#include "stream/writer.h"

/*
 * The records that services hold about artificial children, in the formats in
 * which they are received, and the truth about whose they are. Each extract is
 * in an order of its own that says nothing about families.
 */

struct records {
	const struct population *p;
	const char *directory;
	struct output truth;
	struct arena arena; /* names of files */
	uint64_t total;     /* records written to all extracts */
	struct buffer forename, middle, surname, path;
};

/* Opens truth.tsv in the directory, which must exist; columns rid, person,
 * family, birth. rid is SOURCE:N, N the number of the record in its file. */
void records_start(struct records *w, const struct population *p, const char *directory);
/* All files get their names here: a run that fails leaves none. */
void records_end(struct records *w);

/* pupilonroll.csv and addressesonroll.csv: the school census as COLLECT
 * exports it, autumn titles, joined on pupilonrolltableid. Source census. */
void records_census(struct records *w);
/* cin.xml: the children in need census. No names, no postcode. Source cin. */
void records_cin(struct records *w);
/* ssda903_header.csv and ssda903_episodes.csv: children looked after. The truth
 * is about the header. Source cla. */
void records_cla(struct records *w);
/* gp.csv: a list of registered patients with names and NHS numbers. Source gp. */
void records_gp(struct records *w);
/* ecds.csv: emergency attendances without names. Source ecds. */
void records_ecds(struct records *w);

/* For the writers of extracts. */

/* Opens NAME in the directory. */
void record_file(struct records *w, struct output *o, const char *name);
/* Writes out what has gathered, once it is much. */
void record_drain(struct output *o);
/* The children for whom `in` is true, shuffled; the caller frees the list. */
uint64_t *record_order(const struct population *p, enum purpose purpose,
		       bool (*in)(const struct child *c), uint64_t *count);
/* One line of truth for record `number` of `source`. */
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
/* The family's postcode as a service holds it on a day: the one of two years
 * before with the probability `old`. */
uint32_t record_home(const struct population *p, struct random *r, const struct child *c,
		     int32_t day, int64_t old);
/* Appends the postcode, mistyped at times. */
void record_postcode(const struct population *p, struct random *r, struct buffer *b,
		     uint32_t postcode);
/* The next child of the same family, or NULL. */
const struct child *record_sibling(const struct population *p, const struct child *c);
/* Appends the child's UPN; when `wrong`, with another digit in it, or that of a
 * sibling. */
void record_upn(const struct population *p, struct random *r, struct buffer *b,
		const struct child *c, int64_t wrong);
/* The council's own number for a child; `second` gives another one. */
void record_child_id(const struct population *p, struct buffer *b, const struct child *c,
		     bool second);
/* Appends one of a list of codes parted by blanks, the first ones most often. */
void record_code(struct random *r, struct buffer *b, const char *codes);
/* Another number below 99,999,989 for every number below it, by seed. */
uint64_t record_number(const struct population *p, uint64_t factor, uint64_t number);

#endif
