#ifndef JIGSAW_STREAM_READER_INTERNAL_H
#define JIGSAW_STREAM_READER_INTERNAL_H

#include "stream/reader.h"

/* What the files of the reader, and table.c, share. Filters use reader.h. */

/* Room behind the data for a sentinel and for reads of whole vectors. */
enum { READER_SLACK = 80 };

struct stream_end {
	uint64_t rows;
	struct sum sum;
	char head[13], trail[13];
};

/* Makes the buffer, or makes it larger. */
void reader_widen(struct reader *r, size_t capacity);
/* Reads more; what is left of the last line moves to the front. False at the
 * end of the input. */
bool reader_fill(struct reader *r);
/* The next line without its LF; false at the end of the input, or when
 * --partial has accepted a line that was cut short. */
bool reader_line(struct reader *r, struct text *line);
/* Exit 65, or with --partial a notice and the end of the stream. */
void reader_damage(struct reader *r, const char *message);
/* Reads and verifies the trailer: the buffer is at its first line. */
void reader_trailer(struct reader *r);
/* What is due once the records have been read and verified. */
void reader_end(struct reader *r);

#endif
