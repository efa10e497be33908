#ifndef JIGSAW_MODEL_LEVEL_DEFAULT_H
#define JIGSAW_MODEL_LEVEL_DEFAULT_H

#include <stddef.h>

/*
 * Default m and u probabilities of an untrained comparison level, as in Splink
 * (comparison_level.py): m of the top level 0.95, the others share 0.05; match
 * weights of 10 for the top, the others from 3 down to -5 in even steps, and
 * u = m / 2^weight. For level `number` of the `count` that are not null; the
 * top one is count - 1.
 */
double level_default_m(size_t number, size_t count);
double level_default_u(size_t number, size_t count);

#endif
