#include "stream/split.h"
#include "stream/writer.h"

#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/spool.h"
#include "stream/table.h"

struct splitter {
	const struct common *common;
	const char *path;
	struct reader in; /* read whole and verified */
	struct spool spool;
	bool spooled;
	size_t *columns;
	size_t column_count;
	uint64_t *cuts; /* the record before which slice i + 1 begins */
	uint64_t count;
	struct buffer run; /* the cells by which the current run is equal */
};

static void find_columns(struct splitter *s, const char *names)
{
	struct arena *arena = &s->in.arena;
	struct text rest = text_of(names), name;

	s->columns = ARENA_ARRAY(arena, rest.length + 1, size_t);
	while (text_cut(&rest, ',', &name))
		s->columns[s->column_count++] = preamble_need(
			&s->in.preamble, text_string(arena, name), s->in.path, EXIT_USAGE);
}

/* Verifies the input to its end before anything is made of it. */
static void read_whole(struct splitter *s, const char *columns)
{
	struct stat status;
	struct record row;

	s->spooled = !s->path || stat(s->path, &status) != 0 || !S_ISREG(status.st_mode);
	reader_open(&s->in, s->path, s->common);
	s->in.accepts_pieces = false;
	if (columns)
		find_columns(s, columns);
	if (s->spooled)
		spool_start(&s->spool, s->common->tmpdir);
	while (reader_next(&s->in, &row))
		if (s->spooled)
			spool_line(&s->spool, row.line);
}

static void read_again(struct splitter *s, struct reader *again)
{
	if (!s->spooled) {
		reader_open(again, s->path, s->common);
		return;
	}
	table_open(again, s->path, dup(spool_read(&s->spool)), s->common);
	table_columns(again, &s->in.preamble);
}

/* Is the record the first of a run? */
static bool run_begins(struct splitter *s, const struct record *row, bool first)
{
	struct buffer *run = &s->run;
	size_t had = run->length;

	if (!s->column_count)
		return true;
	for (size_t i = 0; i < s->column_count; i++) {
		buffer_text_add(run, record_cell(row, s->columns[i]));
		buffer_byte(run, '\t');
	}
	struct text before = {run->at, had}, now = {run->at + had, run->length - had};
	bool begins = first || !text_equal(before, now);
	memmove(run->at, now.at, now.length);
	run->length = now.length;
	return begins;
}

/* Where slice i should begin if nothing stood against it. */
static uint64_t ideal(const struct splitter *s, uint64_t i)
{
	uint64_t rows = s->in.rows;

	return rows / s->count * i + rows % s->count * i / s->count;
}

/* Gives each cut the nearest beginning of a run, of two equally near the earlier. */
static void find_cuts(struct splitter *s)
{
	struct reader again;
	struct record row;
	uint64_t at = 0, before = 0, next = 1;

	s->cuts = ARENA_ARRAY(&s->in.arena, s->count + 1, uint64_t);
	s->cuts[s->count] = s->in.rows;
	if (!s->column_count) {
		for (uint64_t i = 1; i < s->count; i++)
			s->cuts[i] = ideal(s, i);
		return;
	}
	read_again(s, &again);
	for (bool more = true; more; at++) {
		more = reader_next(&again, &row);
		if (more && !run_begins(s, &row, at == 0))
			continue;
		for (; next < s->count && ideal(s, next) <= at; next++)
			s->cuts[next] = at - ideal(s, next) < ideal(s, next) - before ? at : before;
		before = at;
	}
	reader_close(&again);
}

static void start_file(struct splitter *s, struct writer *w, struct common *common,
		       struct preamble *out, const char *suffix)
{
	struct buffer name = {0};

	buffer_string(&name, s->common->output);
	buffer_string(&name, suffix);
	*common = *s->common;
	common->output = text_string(&s->in.arena, buffer_text(&name));
	buffer_free(&name);
	writer_open(w, out, common);
	w->gathers = true;
	ledger_merge(&w->ledger, &s->in.ledger, s->in.path);
}

/* Slice 0, which has no place among the others, is the one without records. */
static struct piece slice_of(const struct splitter *s, uint64_t index)
{
	const struct preamble *p = &s->in.preamble;
	struct piece piece = {.is_piece = true, .index = index, .of = index ? s->count : 0};

	memcpy(piece.step, p->steps[p->step_count - 1].id, sizeof piece.step);
	return piece;
}

static void write_slice(struct splitter *s, struct reader *again, struct preamble *out, uint64_t i)
{
	struct writer w;
	struct common common;
	struct record row;
	char suffix[32];

	snprintf(suffix, sizeof suffix, ".%04llu.tsv", (unsigned long long)i + 1);
	start_file(s, &w, &common, out, suffix);
	for (uint64_t at = s->cuts[i]; at < s->cuts[i + 1]; at++) {
		if (!reader_next(again, &row))
			fail_at(EXIT_DATA, (struct place){.file = s->path}, NULL,
				"was changed while it was read");
		writer_line(&w, row.line);
	}
	w.ledger.piece = slice_of(s, i + 1);
	w.ledger.piece.rows = w.rows;
	w.ledger.piece.sum = w.sum;
	writer_close(&w);
}

void stream_split(const char *path, uint64_t count, const char *columns,
		  const struct common *common)
{
	struct splitter s = {.common = common, .path = path, .count = count};
	struct reader again;
	struct preamble out;
	struct writer w;
	struct common whole;

	read_whole(&s, columns);
	if (!s.in.preamble.step_count)
		fail_at(EXIT_POLICY, (struct place){.file = path}, NULL,
			"a publishable stream has no step that slices could be of");
	find_cuts(&s);
	preamble_copy(&out, &s.in.preamble);
	read_again(&s, &again);
	for (uint64_t i = 0; i < count; i++)
		write_slice(&s, &again, &out, i);
	reader_drain(&again);
	if (!s.spooled && (again.rows != s.in.rows || !sum_equal(again.sum, s.in.sum)))
		fail_at(EXIT_DATA, (struct place){.file = path}, NULL,
			"was changed while it was read");
	reader_close(&again);
	start_file(&s, &w, &whole, &out, ".seal.tsv");
	w.ledger.piece = slice_of(&s, 0);
	writer_close(&w);
	if (s.spooled)
		spool_free(&s.spool);
	buffer_free(&s.run);
	reader_close(&s.in);
}
