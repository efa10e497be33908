#ifndef JIGSAW_CLUSTER_AVERAGE_H
#define JIGSAW_CLUSTER_AVERAGE_H

#include "cluster/agglomeration.h"
#include "cluster/cut.h"
#include "cluster/weigher.h"

/*
 * Joins persons by the evidence between the whole of them (cluster --method average): by
 * average linkage (agglomeration.h) within the components of the candidate pairs, once as
 * far as it could be worth it, to choose the cut (cut.h), and then again down to the cut.
 *
 * Memory: 24 bytes a candidate pair, 20 an identity and what weigher.h keeps of it, 16 a
 * join, and the largest component: agglomeration.h.
 */

struct average {
	struct weigher weigher;
	struct cut cut;
	struct average_edge {
		uint32_t a, b;
		int64_t weight;
		uint8_t verdict;
	} * edges;
	size_t count, capacity;
	size_t next; /* of average_next() */
};

/* Is the method (--method; NULL: what the one model says) average? One that is not known,
 * or average without one model, is exit 2. */
bool average_method(const char *method, const struct model *models, size_t model_count);
/* A candidate pair. */
void average_add(struct average *a, uint32_t one, uint32_t other, int64_t weight);
/* Once all are there and sure links have been made: joins, and says what to expect. */
void average_join(struct average *a, struct joining *joining, const struct universe *u,
		  bool conditions);
/* What came of the candidate pairs, in the order in which they were added; false after the
 * last. */
bool average_next(struct average *a, const struct average_edge **edge);
/* Adds the method, the cut and what is expected of it to a step. */
void average_step(const struct average *a, struct step_builder *step);
void average_free(struct average *a);

#endif
