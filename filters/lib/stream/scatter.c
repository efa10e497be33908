#include "stream/scatter.h"

#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

/* FOLDER/NAME in s->path, NUL-terminated. */
static const char *path_of(struct scatter *s, const char *name)
{
	buffer_reset(&s->path);
	buffer_string(&s->path, s->folder);
	buffer_byte(&s->path, '/');
	buffer_string(&s->path, name);
	buffer_byte(&s->path, '\0');
	return s->path.at;
}

static void open_file(struct scatter *s, const char *name)
{
	s->piece = s->common;
	s->piece.output = path_of(s, name);
	writer_open(&s->writer, s->preamble, &s->piece);
	s->writer.gathers = true;
	ledger_merge(&s->writer.ledger, s->ledger, NULL);
}

static void open_piece(struct scatter *s)
{
	char name[32];

	snprintf(name, sizeof name, "%04llu.tsv", (unsigned long long)++s->index);
	open_file(s, name);
}

static void close_piece(struct scatter *s)
{
	const struct preamble *p = s->preamble;
	struct writer *w = &s->writer;
	struct piece *piece = &w->ledger.piece;

	*piece = (struct piece){.is_piece = true,
				.index = s->index,
				.of = s->count,
				.rows = w->rows,
				.sum = w->sum};
	memcpy(piece->step, p->steps[p->step_count - 1].id, sizeof piece->step);
	writer_close(w);
}

void scatter_start(struct scatter *s, const char *folder, uint64_t count, struct preamble *preamble,
		   const struct ledger *ledger, const struct common *common)
{
	*s = (struct scatter){.folder = folder,
			      .count = count,
			      .preamble = preamble,
			      .ledger = ledger,
			      .common = *common};
	if (mkdir(folder, 0700) != 0 && errno != EEXIST)
		fail_errno(EXIT_IO, "%s", folder);
	/* A seal is whole only when it is younger than its pieces. */
	if (unlink(path_of(s, "seal.tsv")) != 0 && errno != ENOENT)
		fail_errno(EXIT_IO, "%s", s->path.at);
	open_piece(s);
}

void scatter_piece(struct scatter *s)
{
	close_piece(s);
	open_piece(s);
}

void scatter_end(struct scatter *s)
{
	while (s->index < s->count)
		scatter_piece(s);
	close_piece(s);
	/* Slice 0 of none: the one without records, as seal split writes it. */
	open_file(s, "seal.tsv");
	s->index = s->count = 0;
	close_piece(s);
	buffer_free(&s->path);
}
