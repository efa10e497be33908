#ifndef JIGSAW_SYNTH_INVENTED_H
#define JIGSAW_SYNTH_INVENTED_H

#include "base/text.h"
#include "synth/random.h"

/*
 * Names for artificial children: lists of common given names and surnames
 * by naming culture, drawn with a skew (the one at place k with a weight of
 * 1 / (k + 8)), and English place-like surnames put together from two halves,
 * so that there is a long tail of rare ones.
 */

enum culture {
	CULTURE_BRITISH,
	CULTURE_MUSLIM,
	CULTURE_INDIAN,
	CULTURE_AFRICAN,
	CULTURE_EUROPEAN,
	CULTURE_CHINESE,
	CULTURES,
};

/* Ethnic groups: the code of the Department for Education's returns, the one
 * of the NHS data sets, parts in a thousand of all families, and the culture
 * that names are taken from. */
struct ethnic_group {
	const char *education, *health;
	uint32_t share;
	enum culture culture;
};
extern const struct ethnic_group ethnic_groups[];

/* Index of a group drawn by share. */
size_t invented_group(struct random *r);
/* A given name; `sex` is M or F. Points into static storage. */
struct text invented_forename(struct random *r, enum culture culture, char sex);
/* A surname; in the arena when it is put together. */
struct text invented_surname(struct random *r, struct arena *arena, enum culture culture);
/* The everyday short form of a given name, or of length 0 when it has none. */
struct text invented_short(struct text forename);

#endif
