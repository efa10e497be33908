#ifndef JIGSAW_REVIEW_REVIEW_H
#define JIGSAW_REVIEW_REVIEW_H

#include "base/map.h"
#include "model/model.h"
#include "review/review_sample.h"
#include "stream/reader.h"

/*
 * Collects the pairs and records that `review make` shows on its page. Everything
 * lives as long as the arena; memory is in proportion to the pairs in the weight
 * range.
 */

struct weight_range {
	int64_t from, to; /* from <= weight < to */
	bool bounded;     /* a pair without a weight is then outside */
};

struct review_pair {
	uint32_t a, b; /* records */
	struct text rule;
	bool weighed;
	int64_t weight, probability;
	int64_t prior;           /* of its sources */
	const int8_t *levels;    /* of the model's comparisons */
	const int64_t *weights;  /* of these levels */
	const int64_t *together; /* what each interaction of the model adds */
	int64_t rarity;          /* what the frequencies of the values add */
};

/* A column of the records that is shown. */
struct review_column {
	struct text name, type;
	bool list;
	size_t index; /* in the stream */
	size_t place; /* among those that tell where a child is, from 1; 0: does not */
};

struct review_record {
	struct text id, source;
	const struct text *cells; /* of the columns that are shown; NULL: not read yet */
	uint64_t line;            /* of the first pair that names it */
	bool flagged;
	bool withheld; /* where it lives is not shown */
};

struct review {
	struct arena *arena;
	struct model *model;
	enum level level; /* of the more identifiable of pairs and records */
	struct review_pair *pairs;
	struct review_candidate *candidates; /* of the same number */
	size_t pair_count, pair_capacity, candidate_capacity;
	uint64_t outside;
	struct map ids; /* -> record */
	struct review_record *records;
	size_t record_capacity;
	struct review_column *columns;
	size_t column_count;
};

void review_start(struct review *r, struct arena *arena, struct model *model);

/* Reads the pairs in a weight range. A level that the model does not have is exit 65;
 * a comparison that the pairs do not have, a model other than the one they
 * were compared by, or weights that this one does not give is exit 78. */
void review_pairs(struct review *r, struct reader *in, struct weight_range range, uint64_t seed);

/* Which records are of a child whose whereabouts need care. */
struct flags {
	const struct string_list *columns; /* neither empty nor 0 */
	const struct map *rids;
};

/* Reads the records of the pairs. One that is not there is exit 65, a column
 * of flags that is not there exit 2. A record is flagged by its source too, if
 * that is SSDA903 or has parts that are: a looked-after child. */
void review_records(struct review *r, struct reader *in, const struct reader *pairs,
		    struct flags flags);

/* Withholds where flagged records live; and the records that are tied to them
 * by pairs, directly or through others, since what is equal and shown on one
 * side is known on the other. */
void review_withhold(struct review *r);

/* What two cells have in common: "missing", "same", "some" or "differs". */
const char *review_found(struct text a, struct text b, bool list);

/* The data of the page as JSON, appended to b: the pairs that the sample has
 * moved to the front. */
void review_json(const struct review *r, const struct review_sample *s, struct buffer *b);

void review_free(struct review *r);

#endif
