#ifndef JIGSAW_TEST_BYTES_H
#define JIGSAW_TEST_BYTES_H

#include <string.h>

#include "base/text.h"

/* An inlet of bytes in memory, for tests and fuzzers of what reads from one:
 * (struct inlet){bytes_read, &bytes}. */
struct bytes {
	struct text left;
	size_t step; /* the most that is given at once; 0: what there is room for */
};

static inline size_t bytes_read(void *context, char *into, size_t room)
{
	struct bytes *b = context;
	size_t n = b->left.length < room ? b->left.length : room;

	n = b->step && n > b->step ? b->step : n;
	memcpy(into, b->left.at, n);
	b->left.at += n;
	b->left.length -= n;
	return n;
}

#endif
