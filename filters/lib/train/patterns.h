#ifndef JIGSAW_TRAIN_PATTERNS_H
#define JIGSAW_TRAIN_PATTERNS_H

#include "base/map.h"
#include "model/model.h"
#include "stream/writer.h"

/*
 * Agreement patterns: the number of pairs with the same comparison levels, by pair
 * of sources and pass. Training needs nothing else about the pairs.
 *
 * As a stream: source_a, source_b, pass, again (1: the pair met in an earlier
 * group too), rule, a column for each comparison with the number of the level,
 * count; in the order of the bytes of the line. A stack of such streams may
 * have a pattern more than once: its counts add up.
 */

struct patterns {
	struct map counts; /* the cells before the count, as in a line */
	struct buffer line;
};

struct pattern {
	struct text source_a, source_b, pass, rule; /* rule: empty for none */
	bool again;
	int8_t *levels; /* by comparison of the model */
	uint64_t count;
};

void patterns_add(struct patterns *p, const struct pattern *pattern, size_t comparisons);
void patterns_free(struct patterns *p);

/* The columns of the stream, for an empty preamble. */
void patterns_columns(struct preamble *out, const struct model *m);
void patterns_write(const struct patterns *p, struct writer *w);

/* Adds a whole stream, checking every cell against the model; exit 65. */
void patterns_read(struct patterns *p, struct reader *in, const struct model *m);

/* All of them, in the order of the stream regardless of reading order, in the
 * arena; *count says how many. */
struct pattern *patterns_sorted(const struct patterns *p, size_t comparisons, struct arena *arena,
				size_t *count);

#endif
