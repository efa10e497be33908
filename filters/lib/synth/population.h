#ifndef JIGSAW_SYNTH_POPULATION_H
#define JIGSAW_SYNTH_POPULATION_H

#include "synth/day.h"
#include "synth/invented.h"
#include "synth/likelihoods.h"

/*
 * Artificial families and children from birth to 25: who they are, where they
 * have lived and which services know them. records.h writes what the services
 * record about them, with gaps and errors.
 *
 * The population is not stored. A family is a function of the seed and its number,
 * and is generated again whenever one of its children is requested; only the
 * number of the first child of each family is held. So a population of millions
 * fits into a few megabytes.
 *
 * An adopted child is two persons: the one before, a child of the birth family
 * whose records end with the adoption, and the one after, with other names and
 * numbers in the adoptive family. The first persons are numbered from 0; those
 * after an adoption follow all of them.
 */

#define FAMILY_HOMES 3
#define FAMILY_CHILDREN 12
#define OLDEST_AGE 25
#define NEVER INT32_MAX

struct family {
	uint32_t number;              /* from 1 */
	uint32_t homes[FAMILY_HOMES]; /* postcode numbers, the present one first */
	int32_t moved[FAMILY_HOMES];  /* day of moving in, descending */
	uint32_t other_home;          /* of a parent who lives elsewhere */
	int32_t arrived;              /* day of coming from abroad; NEVER: did not */
	struct text mother_surname, mother_forename;
	int32_t mother_born;
	bool outside; /* lives beyond the border of the area */
	bool in_need;
};

/* Where a child of school age is taught. */
enum schooling { SCHOOL_HERE, SCHOOL_ELSEWHERE, SCHOOL_INDEPENDENT, SCHOOL_HOME };

struct child {
	uint32_t index; /* of the person */
	const struct family *family;
	struct text forename, middle, surname; /* `_` means a blank */
	struct text former_surname;            /* length 0: never changed */
	uint32_t birth;                        /* of twins and triplets: its number; else 0 */
	uint32_t adoption;                     /* number that both persons share; else 0 */
	uint32_t nhs_number;                   /* for nhs_number_make(); NHS_NUMBERS: has none */
	uint32_t placement;                    /* postcode number, when looked after */
	int32_t born, known, until;            /* days; services know the person between these */
	int64_t errors;                        /* how likely, against others, in millionths */
	char sex;                              /* M or F */
	uint8_t group;                         /* index into ethnic_groups */
	uint8_t attendances;                   /* emergency attendances in the last six years */
	char sen;                              /* N, K (support) or E (plan) */
	uint8_t schooling;                     /* enum schooling */
	bool after;                            /* the person after an adoption */
	bool died;                             /* on the day `until` */
	bool born_here;                        /* in the hospitals of the area */
	bool in_census, in_gp, in_cin, in_cla;
	char upn[14]; /* empty: was never given one */
};

struct population {
	uint64_t seed;
	int32_t on; /* reference day */
	struct likelihoods likelihoods;
	size_t child_count;  /* children born */
	size_t person_count; /* and those after an adoption */
	uint32_t postcodes;  /* in use; their numbers are 0 .. postcodes - 1 */
	uint32_t *firsts;    /* number of the first child of each family */
	size_t family_count, family_capacity;
	uint32_t *adopted; /* numbers of the children who were, ascending */
	size_t adopted_count, adopted_capacity;
	struct {
		struct arena arena; /* names that are put together */
		struct family family, adoptive;
		struct child children[FAMILY_CHILDREN], after;
		size_t first, count;
	} here; /* the family that was made last */
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
	PURPOSE_ORIGIN,
	PURPOSE_LIFE,
	PURPOSE_ADOPTION,
	PURPOSE_ADOPTED,
	PURPOSE_ADOPTIVE,
	PURPOSE_MOTHER,
	PURPOSE_SCHOOLING,
	PURPOSE_DEPRIVATION,
	PURPOSE_LEAVERS,
	PURPOSE_PUPIL,
	PURPOSE_BIRTH,
	PURPOSE_REGISTRATION,
	PURPOSE_DEATH,
	PURPOSE_VISITS,
	PURPOSE_COMMUNITY,
	PURPOSE_SERVICE,
	PURPOSE_HOSPITAL,
	PURPOSE_EPISODE,
	PURPOSE_NEEDS,
	PURPOSE_PLANS,
	PURPOSE_HOME,
	PURPOSE_CARE,
	PURPOSE_CANARY,
	PURPOSE_TOKEN,
};

/* Makes `count` children (the last family may be cut short). p->seed, p->on
 * and p->likelihoods are given. Memory: four bytes a family. */
void population_make(struct population *p, size_t count);
void population_free(struct population *p);
/* The person `index`, below p->person_count. Stays until another family is
 * asked for. */
const struct child *population_child(struct population *p, uint64_t index);

/* The postcode number of the family's home on a day. */
uint32_t family_home(const struct family *f, int32_t day);
/* How poor the surroundings of a postcode are: from 1, the poorest tenth, to
 * 10. It is one for a sector. */
int deprivation(const struct population *p, uint32_t postcode);
/* Any postcode that is in use. */
uint32_t postcode_any(const struct population *p, struct random *r);

#endif
