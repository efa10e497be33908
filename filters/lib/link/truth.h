#ifndef JIGSAW_TRUTH_H
#define JIGSAW_TRUTH_H

#include "link/contingency.h"
#include "link/universe.h"

/*
 * The truth about records: a stream with the columns rid, person, family and
 * birth (the id of a multiple birth, empty for a child born alone). Identities
 * are made of records; an identity whose records are of several persons counts
 * as the one that most of them are of, the first in the truth if equal.
 */

#define TRUTH_NONE UINT32_MAX

/* `struct truth t = {0}` is empty. */
struct truth {
	struct map rids;    /* record -> person, with TRUTH_SEEN once an identity has it */
	struct map persons; /* -> birth << 32 | family */
	struct map births, families;
	uint64_t *votes; /* identity << 32 | person, one for each record of an identity */
	size_t vote_count, vote_capacity;
	uint64_t absent;  /* records that no identity has */
	uint64_t mixed;   /* identities with records of several persons */
	uint64_t unknown; /* identities without a record in the truth */
};

/* Reads the whole truth. A record or person that contradicts itself is exit 65. */
void truth_read(struct truth *t, struct reader *in);
/* Says that `identity` has the record rid; unknown records are passed over. */
void truth_member(struct truth *t, uint32_t identity, struct text rid);
/* A payload's columns rid and record say which identity has which record. */
void truth_members(struct truth *t, const struct universe *u, struct reader *payload);
/* Fills person, birth and family of nodes 0..count-1, TRUTH_NONE where they
 * are not known, and counts absent, mixed and unknown. */
void truth_settle(struct truth *t, struct node *nodes, size_t count);
void truth_free(struct truth *t);

#endif
