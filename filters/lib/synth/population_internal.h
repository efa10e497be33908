#ifndef JIGSAW_SYNTH_POPULATION_INTERNAL_H
#define JIGSAW_SYNTH_POPULATION_INTERNAL_H

#include "synth/population.h"

/* What population.c and population_child.c share. */

struct parents {
	struct text surname, other;
	size_t group;
	enum culture culture;
};
/* A family settled somewhere. */
void family_settle(const struct population *p, struct random *r, struct family *f);
void family_mother(const struct population *p, struct family *f, const struct parents *parents,
		   int32_t first_born);
/* The child with its names, schools and services, whose index, family, birth and born are given. */
void child_make(struct population *p, const struct parents *parents, struct child *c);
/* The person after the adoption of `before`, into p->here.after. */
void adoption_make(struct population *p, const struct child *before, uint32_t index);

#endif
