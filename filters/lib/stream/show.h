#ifndef JIGSAW_STREAM_SHOW_H
#define JIGSAW_STREAM_SHOW_H

#include "stream/reader.h"

/* Appends to b a summary of a stream for people: level and sources, columns
 * with type and role, the steps that made it, and its ledger as a table. `in`
 * must have been read to its end. */
void stream_show(struct buffer *b, const struct reader *in);

#endif
