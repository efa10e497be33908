#ifndef JIGSAW_CLUSTER_PERSONS_H
#define JIGSAW_CLUSTER_PERSONS_H

#include "base/seal.h"
#include "cluster/components.h"
#include "cluster/universe.h"

/*
 * Persons: the connected components of the links, with their sorted identities
 * and their ids. The label of a person is the smallest number of its identities.
 * 8 bytes per identity.
 */

struct persons {
	const struct universe *universe;
	uint32_t *labels; /* of each identity */
	uint32_t *next;   /* the next identity of the same person, else NO_IDENTITY */
	uint32_t count;   /* persons */
	uint32_t *members;
	size_t capacity;
	struct buffer scratch;
};

#define NO_IDENTITY UINT32_MAX
#define PERSON_ID_BYTES 12

/* Takes over the components and frees them. */
void persons_start(struct persons *p, struct components *c, const struct universe *u);
static inline bool persons_is_label(const struct persons *p, uint32_t identity)
{
	return p->labels[identity] == identity;
}
/* The identities of a person, in the order of their rids, in p->members until
 * the next call; returns how many. */
uint32_t persons_members(struct persons *p, uint32_t label);
/* An id from the rids of a person's identities, in order, after `salt`: the same
 * whatever the order of records and pairs. The low 32 bits are 0: 96 bits are
 * the id; among 100 million persons the odds of two equal ids are one in ten million
 * million. */
struct sum persons_hash(struct persons *p, uint32_t label, struct text salt);
/* Has what is known of a person brought near: first the numbers, and, once they
 * are there, the first rid. */
FETCHES persons_fetch(const struct persons *p, uint32_t label)
{
	__builtin_prefetch(&p->next[label]);
	__builtin_prefetch(&p->universe->source[label]);
	__builtin_prefetch(&p->universe->rids.starts[label]);
}
FETCHES persons_fetch_text(const struct persons *p, uint32_t label)
{
	__builtin_prefetch(universe_rid(p->universe, label).at);
}
void persons_free(struct persons *p);

/* An id as 24 hexadecimal digits, appended; and back, false when it is not one. */
void person_id_print(struct buffer *b, struct sum id);
bool person_id_parse(struct text a, struct sum *id);
static inline int person_id_compare(struct sum a, struct sum b)
{
	if (a.high != b.high)
		return a.high < b.high ? -1 : 1;
	return (a.low > b.low) - (a.low < b.low);
}

#endif
