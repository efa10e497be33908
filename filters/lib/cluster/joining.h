#ifndef JIGSAW_CLUSTER_JOINING_H
#define JIGSAW_CLUSTER_JOINING_H

#include "cluster/apart.h"
#include "cluster/one_value.h"

/*
 * Joins persons by links, under conditions on the whole person, not only on the
 * two ends of a link: two records may never be one person, a source has a person
 * at most once, a person has at most so many records, a column has one value per
 * person.
 *
 * Links come in groups, the strongest first. The links of a group are equally
 * strong, and each is judged by the persons as they are before the group. A link
 * between x and y
 *  - is settled when they are one person;
 *  - is refused when a record of x must not be one with a record of y;
 *  - is of another value when it is weak, and x and y both have values of such a
 *    column and none in common;
 *  - is second when both have a record of a source that has a person once;
 *  - is tied when x has another link of the group to a person that has a
 *    record of the same such source as y, or the other way round; so is every
 *    link of a chain of the group's links that only together break a condition.
 *    A tied person may not gain more records from the sources concerned, so a
 *    weaker link cannot break the tie;
 *  - is large when the chain that it belongs to would give a person too many
 *    records. The persons of that chain get no further links: a person that is
 *    too large stays split into the parts that stronger links have made, and
 *    weaker links could only make it larger.
 * So neither the order of the links within a group nor the numbers of records
 * matter. Without ties the result is the same as repeatedly taking each link
 * that is the best for both its ends (Splink, one_to_one_clustering.py).
 *
 * Per identity: 8 bytes for each 64 sources that have a person once, 4 bytes
 * if there are pairs kept apart, and an eighth for the largest size.
 */

enum link_verdict {
	LINK_JOINS,
	LINK_SETTLED,
	LINK_MUST_NOT,
	LINK_OTHER_VALUE,
	LINK_SECOND,
	LINK_TIED,
	LINK_LARGE,
	LINK_OUTWEIGHED, /* agglomeration.h: by the other pairs of the two persons */
	LINK_VERDICTS
};

struct link {
	uint32_t a, b;
	enum link_verdict verdict;
};

struct joining {
	struct components *persons;
	uint64_t *held; /* by person: the sources it has of those that have it once */
	size_t words;
	struct apart apart;
	uint8_t *closed;          /* bit by person: grew too large */
	uint32_t most;            /* records of a person; 0: any */
	struct one_value *values; /* or NULL */
	bool weak;                /* the current links are: `values` hold for them */
};

/* Joins without conditions. The functions below set them, once the certain links
 * have been made. */
void joining_start(struct joining *j, struct components *persons);

/* Sources that have a person once: number[s] below `singles`, or UINT16_MAX for
 * any other source; source[i] is the source of identity i. */
void joining_single(struct joining *j, const uint16_t *source, const uint16_t *number,
		    size_t singles);
/* Pairs kept apart: apart_add(&j->apart, a, b). */

/* Columns of which a person has one value, with every identity's; none is without
 * effect. They must outlast `j`. */
void joining_values(struct joining *j, struct one_value *values);

/* No person of more records than this. */
void joining_most(struct joining *j, uint32_t most);

/* Judges a group of links, joins what is to be joined. */
void joining_links(struct joining *j, struct link *links, size_t count);
/* Only judges them, and keeps those clear of each other that are tied or large: each
 * that joins can be joined by itself afterwards. */
void joining_judge(struct joining *j, struct link *links, size_t count);

/* What joins change, as it is now; and back to that, which frees the copy. No
 * condition may be set in between. */
struct joining_copy {
	uint32_t *parents, *first;
	uint64_t *held;
	uint8_t *closed;
	struct apart_entry *entries;
};
struct joining_copy joining_save(const struct joining *j);
void joining_restore(struct joining *j, struct joining_copy *copy);
void joining_free(struct joining *j);

#endif
