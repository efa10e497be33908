/*
 * join: a main stream and side streams with the same id -> the main records,
 * each with the sides' columns. The main stream passes by. Memory: O(the sides'
 * rows and the cells that are added or compared).
 */

#include <stdio.h>

#include "stream/columns.h"
#include "stream/held_rows.h"
#include "stream/policy.h"
#include "stream/side_columns.h"
#include "stream/sides.h"

static struct {
	struct string_list sides;
	const char *on, *columns, *rejects;
	bool single;
} options;

static const struct option_spec specs[] = {
	{0, "side", OPTION_LIST, &options.sides, "FILE",
	 "a stream whose columns are added (required); may be repeated", 0, 0},
	{0, "on", OPTION_STRING, &options.on, "COLUMN",
	 "the id that they share (default: their one column of role entity)", 0, 0},
	{'c', "columns", OPTION_STRING, &options.columns, "NAME,...",
	 "add only these columns of the sides", 0, 0},
	{0, "single", OPTION_FLAG, &options.single, NULL, "refuse a side with two rows for an id",
	 0, 0},
	{0, "rejects", OPTION_STRING, &options.rejects, "FILE",
	 "write the side rows that were not joined", 0, 0},
};

static const struct program program = {
	.name = "join",
	.about = "Add the columns of side streams to records with the same id",
	.operands = "[FILE]",
	.options = specs,
	.option_count = sizeof specs / sizeof *specs,
	.most_operands = 1,
	.omits = OMIT_PREAMBLE | OMIT_TMPDIR,
};

enum { SIDES = 1000 };

struct side {
	struct reader *in;
	const struct side_columns *columns;
	struct held_rows rows;
	uint64_t matched, orphans, refused;
	uint64_t *differing; /* by shared column */
};

struct run {
	const struct common *common;
	struct reader main;
	size_t on;
	struct sides streams;
	struct side *sides;
	size_t side_count;
	struct preamble out, rejects_preamble;
	struct writer writer, rejects;
	struct text *cells; /* of the rows of one id, row-major */
	size_t cell_capacity;
	struct buffer joined;
};

static const struct column *column_at(const struct reader *in, size_t i)
{
	return &in->preamble.columns[i];
}

/* The one column of role entity, or the one that --on names. */
static size_t find_on(const struct reader *in)
{
	const char *file = in->path ? in->path : "stdin";
	size_t found = NO_COLUMN, count = 0;

	if (options.on)
		return preamble_need(&in->preamble, options.on, in->path, EXIT_USAGE);
	for (size_t i = 0; i < in->preamble.column_count; i++) {
		if (column_at(in, i)->role != ROLE_ENTITY)
			continue;
		found = i;
		count++;
	}
	if (count != 1)
		usage_fail("--on is required: %s has %s of role entity", file,
			   count ? "several columns" : "no column");
	return found;
}

static void open_main(struct run *r)
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
}

static void open_sides(struct run *r)
{
	const struct column *on = column_at(&r->main, r->on);
	struct side_columns *columns =
		ARENA_ARRAY(r->out.arena, r->side_count, struct side_columns);

	r->streams = (struct sides){.tool = TOOL_JOIN, .common = r->common};
	struct reader **streams = sides_open_all(&r->streams, "side", &options.sides);
	for (size_t i = 0; i < r->side_count; i++) {
		struct reader *in = streams[i];
		size_t same = preamble_find(&in->preamble, on->name);

		if (same == NO_COLUMN)
			fail_at(EXIT_DATA, (struct place){.file = in->path}, NULL,
				"has no column %.*s to join on", (int)on->name.length, on->name.at);
		columns_unite(&r->out, column_at(in, same), in->path);
		columns[i] = (struct side_columns){.in = in, .on = same};
	}
	sides_merge(&r->streams, &r->out);
	side_columns_choose(columns, r->side_count, &r->main.preamble, options.columns,
			    r->out.arena);
	for (size_t i = 0; i < r->side_count; i++) {
		struct side_columns *c = &columns[i];

		r->sides[i] = (struct side){
			.in = streams[i],
			.columns = c,
			.rows = {.columns = c->kept, .width = c->added + c->shared + 2},
			.differing = ARENA_ARRAY(r->out.arena, c->shared, uint64_t),
		};
	}
}

static void keep_row(struct side *s, const struct record *row)
{
	if (!held_rows_add(&s->rows, s->in, row, record_cell(row, s->columns->on)) &&
	    options.single)
		fail_at(EXIT_DATA,
			reader_place(s->in, text_string(&s->in->arena,
							column_at(s->in, s->columns->on)->name)),
			"single", "a second row for an id");
}

/* In a column that becomes a list, a value must not hold the list's mark. */
static void refuse_bars(struct side *s)
{
	struct text *cells = memory_take(s->rows.width * sizeof *cells);

	for (size_t i = 0; s->rows.several && i < s->rows.count; i++) {
		struct held_row *row = &s->rows.at[i];
		struct place place = {.file = s->in->path, .line = row->line};

		held_rows_cells(&s->rows, row, cells);
		for (size_t j = 0; j < s->columns->added && !row->refused; j++) {
			const struct column *c = column_at(s->in, s->columns->kept[j]);

			if (c->list || cells[j].length == 0 ||
			    !memchr(cells[j].at, '|', cells[j].length))
				continue;
			place.column = text_string(&s->in->arena, c->name);
			if (!options.rejects)
				fail_at(EXIT_DATA, place, "list",
					"a value for a list holds the separator `|`");
			complain(place, "list", "a value for a list holds the separator `|`");
			row->refused = true;
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

		while (reader_next(s->in, &row))
			keep_row(s, &row);
		refuse_bars(s);
		for (size_t j = 0; j < s->columns->added; j++) {
			const struct column *c = column_at(s->in, s->columns->kept[j]);

			preamble_column_copy(&r->out, c)->list = c->list || s->rows.several;
		}
	}
}

static void add_step(struct run *r, struct preamble *p, bool rejects)
{
	struct step_builder step;

	step_start(&step, p, "join");
	if (rejects) {
		step_side(&step, "main", &r->main.preamble);
		for (size_t i = 0; i < r->side_count; i++)
			step_parent(&step, &r->sides[i].in->preamble);
	} else {
		step_parent(&step, &r->main.preamble);
		sides_step(&r->streams, &step);
	}
	step_option(&step, "on", column_at(&r->main, r->on)->name);
	step_option_given(&step, "columns", options.columns);
	if (options.single)
		step_option(&step, "single", TEXT("yes"));
	if (rejects)
		step_option(&step, "output", TEXT("rejects"));
	preamble_step(&step);
}

static void open_outputs(struct run *r)
{
	struct preamble *p = &r->rejects_preamble;

	if (options.rejects) {
		preamble_copy(p, &r->out);
		preamble_clear_columns(p);
		preamble_column(p, TEXT("rid"), TEXT("rid"), ROLE_KEY);
		columns_unite(p, column_at(&r->main, r->on), r->main.path);
		preamble_column(p, TEXT("side"), TEXT("integer"), ROLE_PLAIN);
		preamble_column(p, TEXT("line"), TEXT("integer"), ROLE_PLAIN);
		preamble_column(p, TEXT("rule"), TEXT("code"), ROLE_PLAIN);
		add_step(r, p, true);
		policy_output(TOOL_JOIN, p->level, p);
		writer_open_side(&r->rejects, p, options.rejects, r->common);
	}
	add_step(r, &r->out, false);
	policy_output(TOOL_JOIN, r->out.level, &r->out);
	writer_open(&r->writer, &r->out, r->common);
}

static void join_side(struct run *r, struct side *s, const struct record *main)
{
	struct held_row *row = held_rows_find(&s->rows, record_cell(main, r->on));
	size_t width = s->rows.width, count = 0;

	for (; row; row = held_rows_next(&s->rows, row)) {
		if (row->refused)
			continue;
		memory_need(&r->cells, &r->cell_capacity, (count + 1) * width, sizeof *r->cells);
		struct text *cells = r->cells + count++ * width;

		held_rows_cells(&s->rows, row, cells);
		row->joined = true;
		for (size_t i = 0; i < s->columns->shared; i++) {
			struct text side = cells[s->columns->added + i];
			struct text own = record_cell(main, s->columns->with[i]);

			s->differing[i] +=
				side.length > 0 && own.length > 0 && !text_equal(side, own);
		}
	}
	s->matched += count > 0;
	for (size_t i = 0; i < s->columns->added; i++)
		writer_cell(&r->writer,
			    count > 0 ? cells_as_list(&r->joined, r->cells + i, width, count)
				      : TEXT_NONE);
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
	struct text *cells = memory_take(s->rows.width * sizeof *cells);

	for (size_t i = 0; i < s->rows.count; i++) {
		const struct held_row *row = &s->rows.at[i];

		if (row->joined)
			continue;
		if (!row->refused) {
			complain((struct place){.file = s->in->path, .line = row->line}, "orphan",
				 "no main record has its id");
			s->orphans++;
		}
		if (!options.rejects)
			continue;
		held_rows_cells(&s->rows, row, cells);
		writer_cell(&r->rejects, cells[s->columns->added + s->columns->shared + 1]);
		writer_cell(&r->rejects, cells[s->columns->added + s->columns->shared]);
		writer_u64(&r->rejects, index + 1);
		writer_u64(&r->rejects, row->line);
		writer_cell(&r->rejects, row->refused ? TEXT("list") : TEXT("orphan"));
		writer_end(&r->rejects);
	}
	memory_free(cells);
}

static void side_figure(struct run *r, size_t index, const char *what, uint64_t value)
{
	char name[64];

	snprintf(name, sizeof name, "side%zu.%s", index + 1, what);
	if (value > 0)
		writer_figure(&r->writer, name, value);
}

static void count_side(struct run *r, size_t index)
{
	struct side *s = &r->sides[index];
	uint64_t joined = s->rows.count - s->orphans - s->refused;

	side_figure(r, index, "rows", s->rows.count);
	side_figure(r, index, "matched", s->matched);
	side_figure(r, index, "orphans", s->orphans);
	side_figure(r, index, "rejected", s->refused);
	for (size_t i = 0; i < s->columns->shared; i++) {
		struct text column =
			column_at(s->in, s->columns->kept[s->columns->added + i])->name;
		char name[300];

		snprintf(name, sizeof name, "differing.%.*s", (int)column.length, column.at);
		if (s->differing[i] > 0)
			writer_figure(&r->writer, name, s->differing[i]);
	}
	if (!options.rejects)
		return;
	writer_read(&r->rejects, s->in);
	if (joined > 0)
		writer_figure(&r->rejects, "joined", joined);
}

static void finish(struct run *r)
{
	for (size_t i = 0; i < r->side_count; i++)
		held_rows_free(&r->sides[i].rows);
	memory_free(r->sides);
	memory_free(r->cells);
	buffer_free(&r->joined);
	sides_close(&r->streams);
	reader_close(&r->main);
}

int main(int argc, char **argv)
{
	struct run r = {.common = program_start(&program, argc, argv)};

	r.side_count = options.sides.count;
	if (r.side_count == 0 || r.side_count > SIDES)
		usage_fail("give --side FILE, 1 to %d times", (int)SIDES);
	r.sides = memory_take(r.side_count * sizeof *r.sides);
	open_main(&r);
	open_sides(&r);
	read_sides(&r);
	open_outputs(&r);
	join_main(&r);
	for (size_t i = 0; i < r.side_count; i++) {
		leave_out(&r, i);
		count_side(&r, i);
	}
	if (options.rejects) {
		writer_side(&r.rejects, &r.main);
		writer_close(&r.rejects);
	}
	sides_ledger(&r.streams, &r.writer);
	writer_read(&r.writer, &r.main);
	writer_close(&r.writer);
	finish(&r);
	return program_finish();
}
