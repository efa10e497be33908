#ifndef JIGSAW_LABELS_LABELS_H
#define JIGSAW_LABELS_LABELS_H

#include "base/map.h"
#include "stream/reader.h"

/*
 * Reads labelled pairs: the verdicts of reviewers on pairs of identities. They are
 * a stream with the columns id_a, id_b and verdict, or the file of decisions that
 * the page of `review make` saves: tab-separated values with the columns id_a,
 * id_b, verdict, reviewer, note and when. Ids are escaped as in a stream. Nothing
 * is known of any other pair. About 100 bytes per pair, and its ids.
 */

enum verdict {
	VERDICT_SAME,
	VERDICT_DIFFERENT,
	VERDICT_FORBIDDEN, /* different, and to link them would do harm */
	VERDICT_UNSURE,    /* in decisions only */
	VERDICTS
};

/* The word for it in a cell. */
const char *verdict_name(enum verdict verdict);

/* `struct labels l = {0}` is empty. */
struct labels {
	struct map ids;   /* the identities in any pair; their values are the caller's */
	struct map pairs; /* two indexes into ids -> index into at */
	struct label {
		uint32_t a, b; /* indexes into ids, the lower first */
		enum verdict verdict;
		bool met;           /* the caller's */
		struct place place; /* where it was first given */
	} * at;                     /* each pair once, in the order in which they were given */
	size_t count, capacity;
	uint64_t conflicts;
};

/* The columns of a stream of labels; one that it lacks is exit 65. */
struct label_columns {
	size_t id_a, id_b, verdict;
};
struct label_columns label_columns(const struct reader *in);
/* Reads the next row and returns its label, valid until the next call; NULL at
 * the end. A word that is not same, different or forbidden, a pair of one
 * identity, or another verdict on a pair is exit 65. */
struct label *labels_next(struct labels *l, struct reader *in, struct label_columns columns);

/* Adds the decisions of a file. An unknown verdict, a pair of one identity or a
 * decision without a reviewer is exit 78 at its line. The same verdict again on
 * a pair counts once; another one is complained of and counted in `conflicts`.
 * Returns the digest of the file, which lives in the arena, as the places do. */
const char *labels_decisions(struct labels *l, struct arena *arena, const char *path);

/* The label of a pair, regardless of which is a; NULL: none. */
struct label *labels_find(const struct labels *l, struct text id_a, struct text id_b);
void labels_free(struct labels *l);

#endif
