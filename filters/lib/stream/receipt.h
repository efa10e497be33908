#ifndef JIGSAW_STREAM_RECEIPT_H
#define JIGSAW_STREAM_RECEIPT_H

#include "stream/writer.h"

/*
 * The receipt (--receipt FILE): one JSON line per run, appended, with details
 * that vary from run to run and are therefore not allowed in the stream: times,
 * host, digests of whole files, peak memory. It holds no value of a person
 * and no key.
 */

/* Opens the file, so that one that cannot be written stops the run before it has
 * made anything (exit 74), and starts the clock; called by program_start(). The line is written
 * when the process ends by receipt_finish() or by fail(). */
void receipt_start(const struct common *common);
/* Where runs with --inside and without --receipt are logged, since they always are:
 * jigsaw/inside.jsonl below XDG_STATE_HOME, else below ~/.local/state. Makes the
 * folders; exit 2 when there is no home directory. */
const char *receipt_of_inside(void);
/* Notes an input that was verified, and ends its running digest. Outputs note
 * themselves (output_noted). */
void receipt_input(struct reader *r);
/* The output that was finished last is a stream. */
void receipt_stream(const char *step, uint64_t rows, struct sum sum);
/* A fact of the run: `inside` for export --inside, and the like. */
void receipt_note(const char *name, const char *value);
void receipt_finish(int status);

#endif
