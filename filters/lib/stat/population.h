#ifndef JIGSAW_POPULATION_H
#define JIGSAW_POPULATION_H

#include "stat/calendar.h"
#include "stat/invented.h"
#include "stat/likelihoods.h"

/*
 * Artificial families and children from birth to 25: who they are, where they
 * have lived and which services know them. What the services write down about
 * them, with its gaps and errors, is the business of records.h.
 */

#define FAMILY_HOMES 3
#define OLDEST_AGE 25

struct family {
	uint32_t homes[FAMILY_HOMES]; /* postcode numbers, the present one first */
	int32_t moved[FAMILY_HOMES];  /* day of moving in, descending */
	uint32_t other_home;          /* of a parent who lives elsewhere */
};

struct child {
	struct text forename, middle, surname; /* `_` stands for a blank */
	struct text former_surname;            /* length 0: never changed */
	uint32_t family;                       /* index */
	uint32_t birth;                        /* of twins and triplets: number from 1; else 0 */
	uint32_t nhs_number;                   /* for nhs_number_make(); NHS_NUMBERS: has none */
	uint32_t placement;                    /* postcode number, when looked after */
	int32_t born;                          /* day */
	char sex;                              /* M or F */
	uint8_t group;                         /* index into ethnic_groups */
	uint8_t attendances;                   /* emergency attendances in the last six years */
	bool in_census, in_gp, in_cin, in_cla;
	char upn[14]; /* empty: was never given one */
};

struct population {
	uint64_t seed;
	int32_t on; /* reference day */
	struct likelihoods likelihoods;
	struct arena arena;
	struct family *families;
	size_t family_count, family_capacity;
	struct child *children;
	size_t child_count;
	uint32_t births;    /* of twins and triplets */
	uint32_t postcodes; /* in use; their numbers are 0 .. postcodes - 1 */
};

/* Purposes for random_start(): one for each independent matter. */
enum purpose {
	PURPOSE_FAMILY = 1,
	PURPOSE_CHILD,
	PURPOSE_CENSUS,
	PURPOSE_CIN,
	PURPOSE_CLA,
	PURPOSE_GP,
	PURPOSE_ECDS,
	PURPOSE_ATTENDANCE,
	PURPOSE_ORDER,
};

/* Makes `count` children (the last family may be cut short). p->seed, p->on
 * and p->likelihoods are given. Memory O(children). */
void population_make(struct population *p, size_t count);
void population_free(struct population *p);

/* The postcode number of the family's home on a day. */
uint32_t family_home(const struct family *f, int32_t day);

#endif
