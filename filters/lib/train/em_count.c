#include <string.h>

#include "train/em.h"

void em_count(struct em *e)
{
	for (size_t c = 0; c < e->comparison_count; c++) {
		struct em_comparison *k = &e->comparisons[c];
		memset(k->seen, 0, k->levels * sizeof *k->seen);
		memset(k->sampled, 0, k->levels * sizeof *k->sampled);
		for (size_t i = 0; i < e->session_count; i++) {
			const struct em_session *s = &e->sessions[i];
			for (size_t p = 0; p < s->count && !(s->excluded && s->excluded[c]); p++) {
				int8_t level = s->patterns[p].levels[c];
				if (level < 0)
					continue;
				k->seen[level] += s->patterns[p].count;
				if (s->random)
					k->sampled[level] += s->patterns[p].count;
			}
		}
	}
}
