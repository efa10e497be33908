#ifndef JIGSAW_CLUSTER_UNIVERSE_H
#define JIGSAW_CLUSTER_UNIVERSE_H

#include "base/map.h"
#include "base/roster.h"
#include "stream/reader.h"

/*
 * The universe: all identities, numbered in input order, with their sources.
 * Pairs, clusters, payloads and truth name identities by rid; the universe maps
 * the rid to a number. 11 to 16 bytes per identity beyond its rid.
 */

#define UNIVERSE_NONE ROSTER_NONE

struct universe {
	struct roster rids;
	struct map sources; /* source ids, in order of appearance; at most 65,535 */
	uint16_t *source;   /* of each identity, an index into sources */
	size_t source_capacity;
};

/* Adds the sources that a stream is made of, those that are part of another
 * left out. A source of which nobody came this time is one too, so that a table
 * has the same dimensions every year. */
void universe_declare(struct universe *u, const struct preamble *p);

/* `struct universe u = {0}` is empty. Adds the identity of the record that
 * `in` is at and returns its number; a rid that is there already, or empty,
 * is exit 65. */
uint32_t universe_add(struct universe *u, const struct reader *in, struct text rid,
		      struct text source);
/* The number of rid, or UNIVERSE_NONE. A rid is looked up until
 * roster_close(&u->rids), which gives back the memory that takes. */
uint32_t universe_find(const struct universe *u, struct text rid);
/* The number of the rid in a cell of the record that `in` is at. `column` is
 * the cell's, `origin` what the universe was read from: "records", "clusters";
 * both are for the message. A rid that is not in the universe is exit 65. */
uint32_t universe_need(const struct universe *u, const struct reader *in, struct text cell,
		       const char *column, const char *origin);
/* Valid until the next universe_add(). */
static inline struct text universe_rid(const struct universe *u, uint32_t identity)
{
	return roster_text(&u->rids, identity);
}
void universe_free(struct universe *u);

#endif
