#ifndef JIGSAW_STREAM_LEDGER_H
#define JIGSAW_STREAM_LEDGER_H

#include "stream/preamble.h"

/*
 * The ledger: what each step read, wrote and set aside, and the digests of the
 * files as received. It is part of the trailer.
 *
 * A figure whose name has no dot is a number of records set aside (rejected,
 * expired). A figure with a dot counts something else (blanked.upn: cells).
 */

struct figure {
	struct text name;
	uint64_t value;
};

struct count {
	char step[STEP_ID_LENGTH + 1];
	bool sealed_input; /* false: read from files as received, no read_sum */
	uint64_t read, written;
	struct sum read_sum, sum;
	struct figure *figures; /* sorted by name */
	size_t figure_count, figure_capacity;
};

struct file_digest {
	struct text source;
	struct text method; /* sha256, or hmac after pseudo */
	struct text hex;
	uint64_t bytes; /* 0 and not printed after pseudo */
};

/* The slice of a whole that a stream is (##piece). */
struct piece {
	bool is_piece;
	char step[STEP_ID_LENGTH + 1]; /* the step whose output was split */
	uint64_t index, of;            /* 1-based */
	uint64_t rows;                 /* of this slice, as it was split */
	struct sum sum;
};

struct ledger {
	struct arena *arena;
	struct file_digest *digests;
	size_t digest_count, digest_capacity;
	struct count *counts;
	size_t count_count, count_capacity;
	struct piece piece;
};

void ledger_start(struct ledger *l, struct arena *arena);
/* The count of a step, or NULL. */
struct count *ledger_find(const struct ledger *l, const char *step);
/* Adds an empty count for a step and returns it (valid until the next). */
struct count *ledger_count(struct ledger *l, const char *step);
/* Adds to a figure of a count, making it if new. */
void ledger_figure(struct ledger *l, struct count *c, const char *name, uint64_t more);
/* Adds what `from` has and `to` lacks; a step or source that both have must
 * have equal numbers, else exit 65. */
void ledger_merge(struct ledger *to, const struct ledger *from, const char *file);

/* The trailer lines before ##end, appended to b. */
void ledger_print(const struct ledger *l, struct buffer *b);
/* One trailer line (##digest, ##count, ##piece); damage is exit 65 at `place`. */
void ledger_line(struct ledger *l, const struct preamble *p, struct text line, struct place place);

/* Checks that every step of p adds up: its read and read_sum equal what its
 * parents wrote (or the piece, for the child of a split step); for a tool that
 * passes records one for one, read = written + set aside; the last step's
 * written and sum equal rows and sum. Else exit 65 naming both numbers. */
void ledger_check(const struct ledger *l, const struct preamble *p, uint64_t rows, struct sum sum,
		  const char *file);

#endif
