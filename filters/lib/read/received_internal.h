#ifndef JIGSAW_READ_RECEIVED_INTERNAL_H
#define JIGSAW_READ_RECEIVED_INTERNAL_H

#include "read/received.h"

/* What received.c, unpack.c and refused.c share. */

/* What has come out held against the limits, and the archive's own work. */
void received_limit(const struct received *f, uint64_t unpacked);
/* Documents that cannot be read, and what came out of a packing and is
 * packed again, but for a workbook. */
void received_refuse_document(const struct received *f, struct text first);
void received_refuse_nested(struct received *f);
void unpack_open(struct received *f);
bool unpack_next(struct received *f);
size_t unpack_read(struct received *f, char *into, size_t room);
void unpack_close(struct received *f);

#endif
