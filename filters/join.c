/*
 * join: a main stream and side streams with the same id -> the main records,
 * each with the sides' columns. The sides are held in memory, the main stream
 * passes by.
 */

#include "base/map.h"
#include "stream/columns.h"
#include "stream/policy.h"
#include "stream/writer.h"

static struct string_list side_paths;
static const char *on_name, *columns_text, *rejects_path;
static bool single;

static const struct option_spec options[] = {
	{0, "side", OPTION_LIST, &side_paths, "FILE",
	 "a stream whose columns are added (needed); may be repeated", 0, 0},
	{0, "on", OPTION_STRING, &on_name, "COLUMN",
	 "the id that they share (default: their one column of role entity)", 0, 0},
	{'c', "columns", OPTION_STRING, &columns_text, "NAME,...",
	 "add only these columns of the sides", 0, 0},
	{0, "single", OPTION_FLAG, &single, NULL, "refuse a side with two rows for an id", 0, 0},
	{0, "rejects", OPTION_STRING, &rejects_path, "FILE", "side rows that join nothing go here",
	 0, 0},
};

static const struct program program = {
	.name = "join",
	.about = "Add the columns of side streams to records with the same id",
	.operands = "[FILE]",
	.options = options,
	.option_count = sizeof options / sizeof *options,
	.most_operands = 1,
	.omits = OMIT_PREAMBLE | OMIT_TMPDIR,
};

enum { SIDES = 1000 };

/* A row of a side: its cells, with TABs between, are in the side's bytes. */
struct side_row {
	size_t start;
	uint64_t line;
	uint32_t next; /* row of the same id, + 1; 0: none */
	bool joined, refused;
};

struct side {
	struct reader in;
	size_t on, rid; /* columns; rid may be NO_COLUMN */
	/* Cells that are kept of a row: first those that are added, then those
	 * that main has too, which are compared, then id and rid. */
	size_t *kept, added, shared;
	size_t *with;   /* by shared: the main column */
	bool lists;     /* some id has several rows */
	struct map ids; /* id -> first row << 32 | last row, both + 1 */
	struct buffer bytes;
	struct side_row *rows;
	size_t row_count, row_capacity;
	uint64_t matched, orphans, refused;
	uint64_t *differing; /* by shared */
};

struct run {
	const struct common *common;
	struct reader main;
	size_t on;
	struct side *sides;
	size_t side_count;
	struct preamble out, rejects_preamble;
	struct writer writer, rejects;
	struct text *cells; /* of the rows of one id, row-major */
	size_t cell_capacity;
	struct buffer joined;
};

static struct column *column_at(struct reader *in, size_t i)
{
	return &in->preamble.columns[i];
}

/* The one column of role entity, or the one that --on names. */
static size_t find_on(struct reader *in)
{
	size_t found = NO_COLUMN;

	if (on_name)
		return preamble_need(&in->preamble, on_name, in->path, EXIT_USAGE);
	for (size_t i = 0; i < in->preamble.column_count; i++) {
		if (column_at(in, i)->role != ROLE_ENTITY)
			continue;
		if (found != NO_COLUMN)
			usage_fail("--on is needed: %s has several columns of role entity",
				   in->path ? in->path : "stdin");
		found = i;
	}
	if (found == NO_COLUMN)
		usage_fail("--on is needed: %s has no column of role entity",
			   in->path ? in->path : "stdin");
	return found;
}

static void open_inputs(struct run *r)
{
	reader_open(&r->main, operand_path(r->common, 0), r->common);
	policy_input(TOOL_JOIN, &r->main.preamble, r->main.path);
	r->on = find_on(&r->main);
	const struct column *on = column_at(&r->main, r->on);

	if (on->list)
		fail_at(EXIT_DATA, (struct place){.file = r->main.path}, NULL,
			"%.*s is a list, which cannot be joined on", (int)on->name.length,
			on->name.at);
	preamble_copy(&r->out, &r->main.preamble);
	for (size_t i = 0; i < r->side_count; i++) {
		struct side *s = &r->sides[i];

		*s = (struct side){0};
		reader_open_side(&s->in, side_paths.at[i], r->common);
		policy_input(TOOL_JOIN, &s->in.preamble, s->in.path);
		s->on = preamble_find(&s->in.preamble, on->name);
		if (s->on == NO_COLUMN)
			fail_at(EXIT_DATA, (struct place){.file = s->in.path}, NULL,
				"has no column %.*s to join on", (int)on->name.length, on->name.at);
		columns_unite(&r->out, column_at(&s->in, s->on), s->in.path);
		s->rid = preamble_find(&s->in.preamble, TEXT("rid"));
		preamble_merge(&r->out, &s->in.preamble);
	}
}

/* Does a list of names by commas have that one? */
static bool is_listed(const char *list, struct text name)
{
	struct text rest = text_of(list), part;

	while (text_cut(&rest, ',', &part))
		if (text_equal(part, name))
			return true;
	return false;
}

static bool is_own(const struct side *s, size_t column)
{
	struct text name = s->in.preamble.columns[column].name;

	return column == s->on || text_is(name, "rid") || text_is(name, "source");
}

/* Is column `c` of side `index` one that an earlier side adds? */
static bool is_earlier(const struct run *r, size_t index, struct text name)
{
	for (size_t i = 0; i < index; i++)
		for (size_t j = 0; j < r->sides[i].added; j++)
			if (text_equal(column_at(&r->sides[i].in, r->sides[i].kept[j])->name, name))
				return true;
	return false;
}

static void choose_added(struct run *r, size_t index)
{
	struct side *s = &r->sides[index];

	for (size_t i = 0; i < s->in.preamble.column_count; i++) {
		struct text name = column_at(&s->in, i)->name;

		if (is_own(s, i) || preamble_find(&r->main.preamble, name) != NO_COLUMN ||
		    (columns_text && !is_listed(columns_text, name)))
			continue;
		if (!is_earlier(r, index, name))
			s->kept[s->added++] = i;
		else if (!columns_text)
			fail_at(EXIT_USAGE, (struct place){.file = s->in.path}, NULL,
				"column %.*s is in an earlier side too: pick with --columns",
				(int)name.length, name.at);
	}
}

/* Which columns of each side are added, and which are compared. */
static void choose_columns(struct run *r)
{
	for (size_t index = 0; index < r->side_count; index++) {
		struct side *s = &r->sides[index];
		size_t count = s->in.preamble.column_count;

		s->kept = ARENA_ARRAY(r->out.arena, count + 2, size_t);
		s->with = ARENA_ARRAY(r->out.arena, count, size_t);
		s->differing = ARENA_ARRAY(r->out.arena, count, uint64_t);
		choose_added(r, index);
		for (size_t i = 0; i < count; i++) {
			const struct column *c = column_at(&s->in, i);
			size_t at = preamble_find(&r->main.preamble, c->name);

			if (is_own(s, i) || at == NO_COLUMN || c->list ||
			    column_at(&r->main, at)->list)
				continue;
			s->with[s->shared] = at;
			s->kept[s->added + s->shared++] = i;
		}
		s->kept[s->added + s->shared] = s->on;
		s->kept[s->added + s->shared + 1] = s->rid;
	}
	struct text rest = text_of(columns_text ? columns_text : ""), name;

	while (columns_text && text_cut(&rest, ',', &name))
		if (!is_earlier(r, r->side_count, name))
			usage_fail("--columns: no side adds a column %.*s", (int)name.length,
				   name.at);
}

static void keep_row(struct side *s, const struct record *row)
{
	struct text id = record_cell(row, s->on);
	uint32_t number = (uint32_t)s->row_count + 1;
	bool fresh = true;

	if (s->row_count >= UINT32_MAX - 1)
		fail_at(EXIT_DATA, (struct place){.file = s->in.path}, NULL,
			"has more than 4,294,967,294 rows");
	memory_need(&s->rows, &s->row_capacity, number, sizeof *s->rows);
	s->rows[s->row_count++] = (struct side_row){.start = s->bytes.length, .line = row->number};
	for (size_t i = 0; i < s->added + s->shared + 2; i++) {
		if (i > 0)
			buffer_byte(&s->bytes, '\t');
		if (s->kept[i] != NO_COLUMN)
			buffer_text_add(&s->bytes, record_cell(row, s->kept[i]));
	}
	if (id.length == 0)
		return;
	uint64_t *rows = map_add(&s->ids, id, &fresh);

	if (!fresh && single)
		fail_at(EXIT_DATA,
			reader_place(&s->in,
				     text_string(&s->in.arena, column_at(&s->in, s->on)->name)),
			"single", "a second row for an id");
	if (!fresh)
		s->rows[(*rows & UINT32_MAX) - 1].next = number;
	s->lists = s->lists || !fresh;
	*rows = (fresh ? (uint64_t)number << 32 : *rows & ~(uint64_t)UINT32_MAX) | number;
}

/* The cells of a row into `cells`, added + shared + 2 of them. */
static void split_row(const struct side *s, size_t row, struct text *cells)
{
	size_t end = row + 1 < s->row_count ? s->rows[row + 1].start : s->bytes.length;
	struct text rest = {s->bytes.at + s->rows[row].start, end - s->rows[row].start};

	for (size_t i = 0; i < s->added + s->shared + 2; i++)
		text_cut(&rest, '\t', &cells[i]);
}

/* In a column that becomes a list, a value must not hold the list's mark. */
static void refuse_bars(struct side *s)
{
	struct text *cells = memory_take((s->added + s->shared + 2) * sizeof *cells);

	for (size_t row = 0; s->lists && row < s->row_count; row++) {
		struct place place = {.file = s->in.path, .line = s->rows[row].line};

		split_row(s, row, cells);
		for (size_t i = 0; i < s->added && !s->rows[row].refused; i++) {
			const struct column *c = column_at(&s->in, s->kept[i]);

			if (c->list || cells[i].length == 0 ||
			    !memchr(cells[i].at, '|', cells[i].length))
				continue;
			place.column = text_string(&s->in.arena, c->name);
			if (!rejects_path)
				fail_at(EXIT_DATA, place, "list",
					"a value for a list holds the separator `|`");
			complain(place, "list", "a value for a list holds the separator `|`");
			s->rows[row].refused = true;
			s->refused++;
		}
	}
	memory_free(cells);
}

static void read_sides(struct run *r)
{
	struct record row;

	for (size_t i = 0; i < r->side_count; i++) {
		struct side *s = &r->sides[i];

		while (reader_next(&s->in, &row))
			keep_row(s, &row);
		refuse_bars(s);
		for (size_t j = 0; j < s->added; j++) {
			const struct column *c = column_at(&s->in, s->kept[j]);

			preamble_column_copy(&r->out, c)->list = c->list || s->lists;
		}
	}
}

static void add_step(struct run *r, struct preamble *p, bool rejects)
{
	struct step_builder step;
	struct buffer name = {0};

	step_start(&step, p, "join");
	if (rejects)
		step_side(&step, "main", &r->main.preamble);
	else
		step_parent(&step, &r->main.preamble);
	for (size_t i = 0; i < r->side_count; i++) {
		buffer_reset(&name);
		buffer_string(&name, "side");
		buffer_u64(&name, i + 1);
		if (rejects)
			step_parent(&step, &r->sides[i].in.preamble);
		else
			step_side(&step, text_string(p->arena, buffer_text(&name)),
				  &r->sides[i].in.preamble);
	}
	step_option(&step, "on", column_at(&r->main, r->on)->name);
	if (columns_text)
		step_option(&step, "columns", text_of(columns_text));
	if (single)
		step_option(&step, "single", TEXT("yes"));
	if (rejects)
		step_option(&step, "output", TEXT("rejects"));
	preamble_step(&step);
	buffer_free(&name);
}

static void open_outputs(struct run *r)
{
	struct preamble *p = &r->rejects_preamble;

	if (rejects_path) {
		preamble_copy(p, &r->out);
		preamble_clear_columns(p);
		preamble_column(p, TEXT("rid"), TEXT("rid"), ROLE_KEY);
		columns_unite(p, column_at(&r->main, r->on), r->main.path);
		preamble_column(p, TEXT("side"), TEXT("integer"), ROLE_PLAIN);
		preamble_column(p, TEXT("line"), TEXT("integer"), ROLE_PLAIN);
		preamble_column(p, TEXT("rule"), TEXT("code"), ROLE_PLAIN);
		add_step(r, p, true);
		policy_output(TOOL_JOIN, p->level, p);
		writer_open_side(&r->rejects, p, rejects_path, r->common);
	}
	add_step(r, &r->out, false);
	policy_output(TOOL_JOIN, r->out.level, &r->out);
	writer_open(&r->writer, &r->out, r->common);
}

/* Column `column` of `count` rows as one cell; only a cell's first byte has the
 * escape \x23. Without any value it is empty, whatever the rows. */
static struct text join_cells(struct run *r, size_t column, size_t width, size_t count)
{
	bool filled = false;

	if (count == 1)
		return r->cells[column];
	buffer_reset(&r->joined);
	for (size_t i = 0; i < count; i++) {
		struct text cell = r->cells[i * width + column];
		bool escaped = i > 0 && text_starts(cell, "\\x23");

		filled = filled || cell.length > 0;
		if (i > 0)
			buffer_byte(&r->joined, '|');
		if (escaped)
			buffer_byte(&r->joined, '#');
		buffer_add(&r->joined, cell.at + (escaped ? 4 : 0),
			   cell.length - (escaped ? 4 : 0));
	}
	return filled ? buffer_text(&r->joined) : TEXT_NONE;
}

static void join_side(struct run *r, struct side *s, const struct record *main)
{
	struct text id = record_cell(main, r->on);
	const uint64_t *rows = id.length > 0 ? map_find(&s->ids, id) : NULL;
	size_t width = s->added + s->shared + 2, count = 0;

	for (uint32_t at = rows ? (uint32_t)(*rows >> 32) : 0; at; at = s->rows[at - 1].next) {
		if (s->rows[at - 1].refused)
			continue;
		memory_need(&r->cells, &r->cell_capacity, (count + 1) * width, sizeof *r->cells);
		struct text *cells = r->cells + count++ * width;

		split_row(s, at - 1, cells);
		s->rows[at - 1].joined = true;
		for (size_t i = 0; i < s->shared; i++) {
			struct text side = cells[s->added + i];
			struct text own = record_cell(main, s->with[i]);

			s->differing[i] +=
				side.length > 0 && own.length > 0 && !text_equal(side, own);
		}
	}
	s->matched += count > 0;
	for (size_t i = 0; i < s->added; i++)
		writer_cell(&r->writer, count > 0 ? join_cells(r, i, width, count) : TEXT_NONE);
}

static void join_main(struct run *r)
{
	struct record row;

	while (reader_next(&r->main, &row)) {
		for (size_t i = 0; i < row.cells; i++)
			writer_cell(&r->writer, record_cell(&row, i));
		for (size_t i = 0; i < r->side_count; i++)
			join_side(r, &r->sides[i], &row);
		writer_end(&r->writer);
	}
}

/* Side rows that are in no record of the output. */
static void leave_out(struct run *r, size_t index)
{
	struct side *s = &r->sides[index];
	struct text *cells = memory_take((s->added + s->shared + 2) * sizeof *cells);

	for (size_t row = 0; row < s->row_count; row++) {
		struct place place = {.file = s->in.path, .line = s->rows[row].line};
		bool refused = s->rows[row].refused;

		if (s->rows[row].joined)
			continue;
		if (!refused) {
			complain(place, "orphan", "no main record has its id");
			s->orphans++;
		}
		if (!rejects_path)
			continue;
		split_row(s, row, cells);
		writer_cell(&r->rejects, cells[s->added + s->shared + 1]);
		writer_cell(&r->rejects, cells[s->added + s->shared]);
		writer_u64(&r->rejects, index + 1);
		writer_u64(&r->rejects, s->rows[row].line);
		writer_cell(&r->rejects, refused ? TEXT("list") : TEXT("orphan"));
		writer_end(&r->rejects);
	}
	memory_free(cells);
}

static void side_figure(struct run *r, size_t index, const char *what, uint64_t value)
{
	struct buffer name = {0};

	buffer_string(&name, "side");
	buffer_u64(&name, index + 1);
	buffer_byte(&name, '.');
	buffer_string(&name, what);
	if (value > 0)
		writer_figure(&r->writer, text_string(r->out.arena, buffer_text(&name)), value);
	buffer_free(&name);
}

static void count_side(struct run *r, size_t index)
{
	struct side *s = &r->sides[index];
	uint64_t joined = s->row_count - s->orphans - s->refused;

	side_figure(r, index, "rows", s->row_count);
	side_figure(r, index, "matched", s->matched);
	side_figure(r, index, "orphans", s->orphans);
	side_figure(r, index, "rejected", s->refused);
	for (size_t i = 0; i < s->shared; i++) {
		struct buffer name = {0};

		buffer_string(&name, "differing.");
		buffer_text_add(&name, column_at(&s->in, s->kept[s->added + i])->name);
		if (s->differing[i] > 0)
			writer_figure(&r->writer, text_string(r->out.arena, buffer_text(&name)),
				      s->differing[i]);
		buffer_free(&name);
	}
	writer_side(&r->writer, &s->in);
	if (!rejects_path)
		return;
	writer_read(&r->rejects, &s->in);
	if (joined > 0)
		writer_figure(&r->rejects, "joined", joined);
}

int main(int argc, char **argv)
{
	struct run r = {.common = program_start(&program, argc, argv)};

	r.side_count = side_paths.count;
	if (r.side_count == 0 || r.side_count > SIDES)
		usage_fail("--side is needed, at most %d times", (int)SIDES);
	r.sides = memory_take(r.side_count * sizeof *r.sides);
	open_inputs(&r);
	choose_columns(&r);
	read_sides(&r);
	open_outputs(&r);
	join_main(&r);
	for (size_t i = 0; i < r.side_count; i++) {
		leave_out(&r, i);
		count_side(&r, i);
	}
	if (rejects_path) {
		writer_side(&r.rejects, &r.main);
		writer_close(&r.rejects);
	}
	writer_read(&r.writer, &r.main);
	writer_close(&r.writer);
	for (size_t i = 0; i < r.side_count; i++) {
		memory_free(r.sides[i].rows);
		buffer_free(&r.sides[i].bytes);
		map_free(&r.sides[i].ids);
		reader_close(&r.sides[i].in);
	}
	memory_free(r.sides);
	memory_free(r.cells);
	buffer_free(&r.joined);
	reader_close(&r.main);
	return program_finish();
}
