#ifndef JIGSAW_STREAM_WRITER_H
#define JIGSAW_STREAM_WRITER_H

#include "base/output.h"
#include "stream/reader.h"

/*
 * Writes and seals a stream.
 *
 *	writer_open(&out, &preamble, common);          the preamble goes out
 *	for each record: writer_cell/value/... then writer_end(&out)
 *	writer_figure(&out, "rejected", 1)             ledger
 *	writer_read(&out, &in)                         each main input, at its end
 *	writer_close(&out)                             trailer, checks, rename
 *
 * The last step of the preamble is the one that this writer's count is for.
 * Until writer_close() nothing that was written can pass for a whole stream:
 * it has no ##end; with -o, FILE itself does not exist before. A stream on
 * standard output is written as it comes.
 */

struct writer {
	struct preamble *preamble;
	struct ledger ledger;
	struct count own;
	const struct common *common;
	struct output file;
	size_t record_start;
	size_t cells;
	uint64_t rows;
	struct sum sum;
	bool bare;
	bool gathers; /* stack --whole: the ledger is given, no count of its own */
	struct arena arena;
};

/* To common->output or standard output. The caller must have called
 * policy_output(). */
void writer_open(struct writer *w, struct preamble *preamble, const struct common *common);
/* The same to an output that is open already, where nothing was written to it: for a
 * preamble that says what was found in the records. The output is the writer's from then on. */
void writer_open_taken(struct writer *w, const struct output *taken, struct preamble *preamble,
		       const struct common *common);
/* A second output of the same run (rejects, payload, crosswalk): always a
 * file, atomic, 0600. Its preamble must have a step of its own, whose option
 * `output` names it. */
void writer_open_side(struct writer *w, struct preamble *preamble, const char *path,
		      const struct common *common);

static inline void writer_separate(struct writer *w)
{
	if (w->cells++)
		buffer_byte(&w->file.buffer, '\t');
}
/* An escaped cell, as it came from a reader. */
static inline void writer_cell(struct writer *w, struct text cell)
{
	writer_separate(w);
	buffer_add(&w->file.buffer, cell.at, cell.length);
}
/* A value; escapes it. */
void writer_value(struct writer *w, struct text value);
void writer_u64(struct writer *w, uint64_t number);
/* Ends the record: cell count checked, hashed, flushed now and then. */
void writer_end(struct writer *w);
/* A whole escaped record line as it came from a reader with the same columns. */
void writer_line(struct writer *w, struct text line);

/* Adds to a figure of this step. */
void writer_figure(struct writer *w, const char *name, uint64_t more);
/* Takes over the ledger of a main input that has been read to its end, and
 * adds its rows and sum to what this step read. */
void writer_read(struct writer *w, struct reader *input);
/* Takes over the ledger of a side stream that has been read to its end. */
void writer_side(struct writer *w, struct reader *side);
/* For ingest and adopt: records read from a file as received. */
void writer_unsealed(struct writer *w, uint64_t records);
void writer_digest(struct writer *w, struct text source, const char *sha256, uint64_t bytes);

/* Writes the trailer, checks the ledger, flushes, fsyncs and renames. Prints
 * the receipt line when asked for. */
void writer_close(struct writer *w);

#endif
