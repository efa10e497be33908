#ifndef JIGSAW_EVALUATE_REPORT_H
#define JIGSAW_EVALUATE_REPORT_H

#include "evaluate/interval.h"
#include "stream/writer.h"

/*
 * Writes the figures of evaluate as a stream: one row per figure, with its scope.
 * All of it is aggregate; evaluate(1) lists the scopes and figures.
 */

struct report {
	struct writer writer;
	struct text scope, a, b;  /* what the rows are about, and which sources */
	struct text by, category; /* of a group, else empty */
	struct text threshold;    /* in bits, or empty */
	struct buffer bits, number;
};

/* Adds the columns to a preamble without columns. */
void report_columns(struct preamble *out);

/* From here on the rows are about this, for all sources, all groups and no
 * threshold. */
void report_scope(struct report *r, const char *scope);
/* The same for a pair of sources. The texts must last. */
void report_sources(struct report *r, const char *scope, struct text a, struct text b);
/* Keeps scope and sources. */
void report_group(struct report *r, struct text by, struct text category);
void report_threshold(struct report *r, int64_t weight);

void report_count(struct report *r, const char *figure, uint64_t n);
/* Pairs counted by their two ends. */
void report_halves(struct report *r, const char *figure, uint64_t ends);
/* over / under and its Wilson interval; empty where under is 0. */
void report_share(struct report *r, const char *figure, uint64_t over, uint64_t under);
/* A share and its interval, all in millionths. */
void report_interval(struct report *r, const char *figure, uint64_t share, uint64_t low,
		     uint64_t high);
/* over / under of what is no share of independent cases: without interval. */
void report_ratio(struct report *r, const char *figure, uint64_t over, uint64_t under);
/* A number in millionths, or an empty cell. */
void report_millionths(struct report *r, const char *figure, bool defined, int64_t value);

void report_free(struct report *r);

#endif
