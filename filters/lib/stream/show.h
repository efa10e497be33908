#ifndef JIGSAW_STREAM_SHOW_H
#define JIGSAW_STREAM_SHOW_H

#include "stream/reader.h"

/* What a stream says of itself, for a person to read: level and sources,
 * columns with type and role, the steps that made it, and its ledger as a
 * table. `in` has been read to its end. Appended to b. */
void stream_show(struct buffer *b, const struct reader *in);

#endif
