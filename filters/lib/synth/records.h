#ifndef JIGSAW_SYNTH_RECORDS_H
#define JIGSAW_SYNTH_RECORDS_H

#include "stream/writer.h"
#include "synth/population.h"

/*
 * The records that services hold about artificial children, in the formats in
 * which they are received, and the truth about whose they are. Each extract is
 * in an order of its own that says nothing about families.
 */

struct records {
	struct population *p;
	const char *directory;
	struct output truth, canaries;
	uint32_t *marked; /* the persons who are canaries, ascending */
	size_t marked_count;
	struct arena arena; /* names of files */
	uint64_t total;     /* records written to all extracts */
	unsigned occasion;  /* of those that a person has in an extract, the number, from 0 */
	struct buffer forename, middle, surname, path;
	struct buffer id; /* the source's own number for the child, for record_truth() */
};

/* Opens truth.tsv in the directory, which must exist; columns rid, person,
 * family, birth, forbidden. rid is SOURCE:N, N the number of the record in its
 * file; forbidden is the same for the two persons of one adoption. With
 * canaries, that many persons are drawn, and canaries.tsv lists the records of
 * them: rid, source, local_id (the source's own), nhs_number, upn. */
void records_start(struct records *w, struct population *p, const char *directory,
		   uint64_t canaries);
/* All files get their names here: a run that fails leaves none. */
void records_end(struct records *w);

/* pupilonroll.csv, addressesonroll.csv, fsmperiodsonroll.csv,
 * senneedsonroll.csv, termlyexclusionsonroll.csv: the school census as COLLECT
 * exports it, autumn titles, joined on pupilonrolltableid. Source census.
 * pupilnolongeronroll.csv, addressesoffroll.csv: who has left. Source leavers. */
void records_census(struct records *w);
/* birth_notifications.csv: what a maternity unit sends when a child is born, of
 * ten years; births.csv: the same births as registered. Sources notifications,
 * births. */
void records_births(struct records *w);
/* deaths.csv: registered deaths with names. Source deaths. */
void records_deaths(struct records *w);
/* chis.csv and visits.csv: children under five on a child health information
 * system, and their health visitors' reviews. Sources chis, visits. */
void records_chis(struct records *w);
/* csds_cyp001_mpi.csv, csds_cyp101_referral.csv: community services, no names.
 * The truth is about the first. Source csds. */
void records_csds(struct records *w);
/* hes_apc.csv: episodes of admitted patients, pseudonymised as NHS England
 * releases them. Source hes. */
void records_hes(struct records *w);
/* sen2.xml: persons to 25 with an education, health and care plan or a request
 * for one: names, postcode, UPN, ULN. Source sen2. */
void records_sen2(struct records *w);
/* ehe.csv: the register of children in elective home education. Source ehe. */
void records_ehe(struct records *w);
/* cin.xml: the children in need census. No names, no postcode. Source cin. */
void records_cin(struct records *w);
/* ssda903_header.csv, ssda903_episodes.csv and the modules of records_care.h:
 * children looked after. The truth is about the header. Source cla. */
void records_cla(struct records *w);
/* gp.csv: a list of registered patients with names and NHS numbers. Source gp. */
void records_gp(struct records *w);
/* ecds.csv: emergency attendances without names. Source ecds. */
void records_ecds(struct records *w);

/* areas.csv: the small area and the deprivation tenth of each postcode sector.
 * Not about persons, and not in the truth. */
void records_areas(struct records *w);

/* For the writers of extracts. */

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
/* An extract with a record a line and a line of truth for each: its source, file
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
/* Appends one of a list of codes parted by blanks, the first ones most often. */
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
