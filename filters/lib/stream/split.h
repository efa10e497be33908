#ifndef JIGSAW_STREAM_SPLIT_H
#define JIGSAW_STREAM_SPLIT_H

#include "stream/reader.h"

/* At most this many slices: their names have four digits. */
enum { MOST_SLICES = 9999 };

/*
 * Cuts the stream at path (NULL: standard input) into `count` contiguous
 * slices common->output.0001.tsv and so on, as even as can be without parting
 * two neighbours that are equal in all of `columns` (by commas; NULL: none),
 * and then writes common->output.seal.tsv, a slice without records, which stands
 * for the whole in stack --whole and --preamble.
 * A file is read again for the writing, a pipe is set aside in --tmpdir.
 */
void stream_split(const char *path, uint64_t count, const char *columns,
		  const struct common *common);

#endif
