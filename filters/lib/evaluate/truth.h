#ifndef JIGSAW_EVALUATE_TRUTH_H
#define JIGSAW_EVALUATE_TRUTH_H

#include "cluster/universe.h"
#include "evaluate/contingency.h"

/*
 * Reads the truth about records: a stream with the columns rid, person, family and
 * birth (the id of a multiple birth, otherwise empty), and optionally forbidden:
 * persons with the same id must never be linked, like the two of an adopted child.
 * An identity with records of several persons counts as the person of most of
 * them, the first in the truth if equal.
 */

#define TRUTH_NONE UINT32_MAX

/* `struct truth t = {0}` is empty. */
struct truth {
	struct map rids;    /* record -> person, with TRUTH_SEEN once an identity has it */
	struct map persons; /* -> birth << 32 | family */
	struct map births, families, forbidden;
	uint32_t *forbids; /* of each person, an index into forbidden or the person's own */
	size_t forbid_capacity;
	bool has_forbidden; /* is there such a column? */
	uint64_t *votes;    /* identity << 32 | person, one for each record of an identity */
	size_t vote_count, vote_capacity;
	uint64_t absent;  /* records that no identity has */
	uint64_t mixed;   /* identities with records of several persons */
	uint64_t unknown; /* identities without a record in the truth */
};

/* Reads the whole truth. A record or person that contradicts itself is exit 65. */
void truth_read(struct truth *t, struct reader *in);
/* Says that `identity` has the record rid; unknown records are passed over. */
void truth_member(struct truth *t, uint32_t identity, struct text rid);
/* Fills person, birth, family and forbidden of nodes 0..count-1, TRUTH_NONE where they
 * are not known, and counts absent, mixed and unknown. */
void truth_settle(struct truth *t, struct node *nodes, size_t count);
void truth_free(struct truth *t);

#endif
