#ifndef JIGSAW_CLUSTER_SINGLE_H
#define JIGSAW_CLUSTER_SINGLE_H

#include "cluster/universe.h"

/* Numbers the sources that have a person at most once: those that `names` lists
 * by commas, or `all`. Of each source of the universe: its number from 0, in the
 * order in which they are named, or UINT16_MAX; *count of them have one. A
 * source that the records neither have nor declare is exit 78 at `path`. Lasts
 * as long as the arena. */
uint16_t *single_sources(const struct universe *u, const struct preamble *records,
			 const char *names, const char *path, struct arena *arena, uint16_t *count);

#endif
