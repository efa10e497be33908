#ifndef JIGSAW_STREAM_SPLIT_H
#define JIGSAW_STREAM_SPLIT_H

#include "stream/reader.h"

/* At most this many slices: their names have four digits. */
enum { MOST_SLICES = 9999 };

/*
 * Cuts the stream at path (NULL: standard input) into `count` contiguous
 * slices common->output.0001.tsv and so on, as even as possible without splitting
 * consecutive records that are equal in all of `columns` (separated by commas;
 * NULL: none), and then writes common->output.seal.tsv, a slice without records,
 * which represents the whole in stack --whole and --preamble.
 * A file is read a second time for the writing; a pipe is copied to --tmpdir.
 */
void stream_split(const char *path, uint64_t count, const char *columns,
		  const struct common *common);

#endif
