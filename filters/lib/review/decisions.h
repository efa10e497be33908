#ifndef JIGSAW_DECISIONS_H
#define JIGSAW_DECISIONS_H

#include "base/map.h"
#include "stream/sidefile.h"

/*
 * Decisions of reviewers, as the page of `review make` saves them: a table of
 * tab-separated values with the columns id_a, id_b, verdict, reviewer, note
 * and when. Ids are spelled as cells of a stream. About 60 bytes a decision
 * beyond the files themselves.
 */

enum decision_verdict {
	DECISION_SAME,
	DECISION_DIFFERENT,
	DECISION_FORBIDDEN, /* to link them would do harm, whoever they are */
	DECISION_UNSURE,
	DECISION_COUNT,
};

const char *decision_name(enum decision_verdict verdict);

struct decisions {
	struct arena *arena;
	struct map pairs; /* the two ids in order with a TAB between -> index in at */
	struct decision {
		enum decision_verdict verdict;
		const char *file;
		uint64_t line;
		bool met; /* the caller's: the pair was there */
	} * at;
	size_t count, capacity;
	uint64_t conflicts;
	struct buffer key;
};

void decisions_start(struct decisions *d, struct arena *arena);
/* Adds a file's. An unknown verdict, a pair of one id or a decision without a
 * reviewer is exit 78 at its line. The same verdict twice on a pair counts
 * once; two verdicts are complained of and counted in `conflicts`. Returns the
 * digest of the file. */
const char *decisions_read(struct decisions *d, const char *path);
/* The decision on a pair, whichever is a; NULL: none. */
struct decision *decisions_find(struct decisions *d, struct text id_a, struct text id_b);
void decisions_free(struct decisions *d);

#endif
