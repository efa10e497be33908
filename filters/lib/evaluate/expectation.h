#ifndef JIGSAW_EVALUATE_EXPECTATION_H
#define JIGSAW_EVALUATE_EXPECTATION_H

#include "cluster/universe.h"

/* Expected links between sources: --expect SOURCE:SOURCE. */

#define ANY_SOURCE UINT32_MAX
#define NO_SOURCE (UINT32_MAX - 1) /* one that no identity is of */

/* Every identity of source a is expected to be linked to one of source b. */
struct expectation {
	struct text a_name, b_name; /* empty for ANY_SOURCE */
	uint32_t a, b;              /* sources of the universe, ANY_SOURCE or NO_SOURCE */
};

struct expectation_list {
	struct expectation *at;
	size_t count, capacity;
};

/* Reads `SOURCE:SOURCE` each, whose bytes must last; without any, everybody is
 * expected to be linked to somebody of another source (where there is one source
 * only, to anybody). A source is one of the universe or one that the preamble
 * names; anything else is exit 2. The caller frees `at`. */
void expectations_parse(struct expectation_list *list, const struct string_list *given,
			const struct preamble *p, const struct universe *u);
/* linked[i]: the person of identity i has an identity of source b (ANY_SOURCE: of
 * another source, or another identity where there is only one source). person[i]
 * is below `persons`. */
void expectation_linked(const struct expectation *e, const struct universe *u,
			const uint32_t *person, size_t persons, bool *linked);

#endif
