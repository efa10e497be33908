#ifndef JIGSAW_STREAM_SCATTER_H
#define JIGSAW_STREAM_SCATTER_H

#include "stream/writer.h"

/*
 * Writes a stream as pieces in a folder: FOLDER/0001.tsv and so on, each a
 * stream that says which slice of the whole it is, and finally
 * FOLDER/seal.tsv, the whole without its records, with which
 * `stack --whole` gathers the results. The rows and sum of the whole must be
 * known beforehand.
 *
 *	scatter_start(&s, folder, 7, &preamble, &ledger, common);
 *	... scatter_piece(&s)      ends the current piece and begins the next
 *	... writer_line(&s.writer, line)
 *	scatter_end(&s);           the pieces that are left are empty
 */

/* Their names have four digits. */
enum { MOST_PIECES = 9999 };

struct scatter {
	const char *folder;
	uint64_t count, index; /* of the pieces; the current one, from 1 */
	struct preamble *preamble;
	const struct ledger *ledger; /* of the whole, the last step's count in it */
	struct common common, piece;
	struct writer writer;
	struct buffer path;
};

/* Makes the folder when there is none, and begins the first piece. The ledger
 * must last. */
void scatter_start(struct scatter *s, const char *folder, uint64_t count, struct preamble *preamble,
		   const struct ledger *ledger, const struct common *common);
void scatter_piece(struct scatter *s);
void scatter_end(struct scatter *s);

#endif
