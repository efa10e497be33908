#ifndef JIGSAW_CLUSTER_SUCCESSION_H
#define JIGSAW_CLUSTER_SUCCESSION_H

#include "cluster/persons.h"

/*
 * Passes person ids on from the last refresh to the persons of this one.
 *
 * Record ids change at each refresh; the sources' own ids last. A key is a source,
 * a column and a value of it; the ledger of the last refresh gives the person of
 * each key. Each identity votes once for every former person of its keys. The
 * pairs of a former and a present person are then taken in order of votes (equal
 * votes: the smaller former id, then the smaller hash of the present person), and
 * the id is passed on unless one of the two is taken already. So
 *  - a former person whose identities are now in several persons continues as the
 *    one with the most; the others are split from it;
 *  - a present person with identities of several former ones continues as the one
 *    with the most; the others are merged into it;
 *  - a former person none of whose keys occurs is retired, and keeps its id and
 *    keys in case it returns;
 *  - a present person without votes is created.
 */

#define NO_FORMER UINT32_MAX

/* A pair of a former person and a present one. */
struct overlap {
	uint32_t former, label;
	uint32_t votes;
	struct sum hash; /* of the present one */
};

struct former {
	struct sum id;
	bool live;         /* some key of it was seen at the last refresh */
	bool seen;         /* and is now */
	uint32_t heir;     /* the label that goes on as it, else NO_IDENTITY */
	uint32_t absorbed; /* the label that has most of it, else NO_IDENTITY */
};

struct claim {
	uint32_t key, identity;
};

struct succession {
	struct roster keys;  /* SOURCE TAB COLUMN TAB VALUE, escaped */
	uint32_t *former_of; /* by key: a former person, or NO_FORMER */
	size_t former_of_capacity;
	struct roster ids;     /* of the former persons */
	struct former *former; /* by number in ids */
	size_t former_capacity;
	struct claim *claims; /* the keys that identities have */
	size_t claim_count, claim_capacity;
	struct overlap *overlaps; /* after succession_settle(): by label, the heir's first */
	size_t overlap_count, overlap_capacity;
	struct buffer salt; /* tells this refresh's new ids from those of others */
};

/* `struct succession s = {0}` has no former persons. Notes that a key was of a
 * person; `id` as in the ledger. False when the key is there already or the id
 * is not one. */
bool succession_former(struct succession *s, struct text key, struct text id, bool live);
/* Notes that an identity has a key. */
void succession_claim(struct succession *s, struct text key, uint32_t identity);
/* Once all claims are there: who has a key, *count of them. */
void succession_sort(struct succession *s);
const struct claim *succession_holders(const struct succession *s, struct text key, size_t *count);
/* Decides who goes on as whom. */
void succession_settle(struct succession *s, struct persons *p);
/* The overlaps of a present person, best first, *count of them. */
const struct overlap *succession_of(const struct succession *s, uint32_t label, size_t *count);
/* The id of a present person: a former one's, or a new one. */
struct sum succession_id(const struct succession *s, struct persons *p, uint32_t label);
/* The id that a former person's keys go under from now on. */
struct sum succession_now(const struct succession *s, struct persons *p, uint32_t former);
void succession_free(struct succession *s);

#endif
