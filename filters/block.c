/* block: identities -> groups of records that are worth comparing. */

#include "link/model.h"
#include "link/passes.h"
#include "stream/map.h"
#include "stream/policy.h"
#include "stream/sorter.h"
#include "stream/writer.h"

static const char *rules_path, *model_path;
static bool between, within;

static const struct option_spec options[] = {
	{.letter = 'r',
	 .name = "rules",
	 .kind = OPTION_STRING,
	 .into = &rules_path,
	 .argument = "FILE",
	 .help = "the blocking rules: passes and their keys (needed)"},
	{.letter = 'm',
	 .name = "model",
	 .kind = OPTION_STRING,
	 .into = &model_path,
	 .argument = "FILE",
	 .help = "the model that compare will use: its columns are kept (needed)"},
	{.name = "between",
	 .kind = OPTION_FLAG,
	 .into = &between,
	 .help = "only pairs of different sources (default with several sources)"},
	{.name = "within",
	 .kind = OPTION_FLAG,
	 .into = &within,
	 .help = "pairs within a source too (default with one source)"},
};

static const struct program program = {
	.name = "block",
	.about = "Gather the records that share a key, so that compare can pair them",
	.operands = "[FILE]",
	.options = options,
	.option_count = sizeof options / sizeof *options,
	.most_operands = 1,
	.omits = OMIT_PREAMBLE,
};

enum { SORT_MEMORY = 256 << 20, ORDER_BYTES = 10 };

/* The counts of one column's values. */
struct tally {
	size_t at; /* of the column in the records that are kept */
	bool list;
	struct map counts;
	uint64_t total;
};

struct run {
	const struct common *common;
	struct reader in;
	struct arena arena, row_arena;
	struct passes passes;
	struct model model;
	size_t rid, source;       /* columns of the input; source may be NO_COLUMN */
	size_t *keep, keep_count; /* the model's columns in the input */
	size_t *key_columns;      /* the rules' columns in the input */
	bool *key_lists;          /* which of them are lists */
	struct tally *tallies;    /* one for each frequency of the model */
	struct sorter sorter;
	struct pass_hashes hashes;
	uint64_t *seen, made, dropped_keys, dropped_groups, groups, without_key;
	struct buffer line, pending; /* a group not known to be one yet */
	size_t pending_count;
};

static size_t column_of(const struct run *r, struct text name, const char *file)
{
	size_t column = preamble_find(&r->in.preamble, name);
	if (column == NO_COLUMN)
		fail_at(EXIT_CONFIG, (struct place){.file = file}, NULL,
			"the records have no column %.*s", (int)name.length, name.at);
	return column;
}

static void find_columns(struct run *r)
{
	const struct preamble *p = &r->in.preamble;
	const struct expressions *keys = &r->passes.expressions, *model = &r->model.expressions;
	r->rid = preamble_need(p, "rid", r->in.path, EXIT_DATA);
	r->source = preamble_find(p, TEXT("source"));
	if (r->source == NO_COLUMN && p->source_count != 1)
		preamble_need(p, "source", r->in.path, EXIT_DATA);
	r->key_columns = ARENA_ARRAY(&r->arena, keys->column_count + 1, size_t);
	r->key_lists = ARENA_ARRAY(&r->arena, keys->column_count + 1, bool);
	for (size_t i = 0; i < keys->column_count; i++) {
		r->key_columns[i] = column_of(r, keys->columns[i], rules_path);
		r->key_lists[i] = p->columns[r->key_columns[i]].list;
	}
	bool *wanted = ARENA_ARRAY(&r->arena, p->column_count, bool);
	for (size_t i = 0; i < model->column_count; i++)
		wanted[column_of(r, model->columns[i], model_path)] = true;
	r->keep = ARENA_ARRAY(&r->arena, p->column_count, size_t);
	for (size_t i = 0; i < p->column_count; i++)
		if (wanted[i] && i != r->rid && i != r->source)
			r->keep[r->keep_count++] = i;
	r->tallies = ARENA_ARRAY(&r->arena, r->model.frequency_count + 1, struct tally);
	for (size_t f = 0; f < r->model.frequency_count; f++) {
		size_t column =
			column_of(r, model->columns[r->model.frequencies[f].column], model_path);
		while (r->tallies[f].at < r->keep_count && r->keep[r->tallies[f].at] != column)
			r->tallies[f].at++;
		r->tallies[f].list = p->columns[column].list;
	}
}

/* The next value of a cell; one that is empty is none. */
static bool next_value(struct text *rest, bool list, struct text *value)
{
	while (rest->at) {
		if (list) {
			text_cut(rest, '|', value);
		} else {
			*value = *rest;
			rest->at = NULL;
		}
		if (value->length)
			return true;
	}
	return false;
}

static void tally_add(struct tally *t, struct text cell)
{
	struct text value;
	while (next_value(&cell, t->list, &value)) {
		++*map_add(&t->counts, value, NULL);
		t->total++;
	}
}

/* The hashes before the one at `end`, in ascending order, separated by commas. */
static void add_seen(struct run *r, size_t end)
{
	for (size_t i = 0; i < end; i++) {
		if (i)
			buffer_byte(&r->line, ',');
		buffer_hex(&r->line, r->seen[i], 16);
	}
	uint64_t hash = r->hashes.at[end].hash;
	size_t i = end;
	for (; i && r->seen[i - 1] > hash; i--)
		r->seen[i] = r->seen[i - 1];
	r->seen[i] = hash;
}

/* An entry sorts by key hash, pass and rid; a TAB is below every byte of a rid. */
static void add_entries(struct run *r, const struct record *row)
{
	struct text source =
		r->source == NO_COLUMN ? r->in.preamble.sources[0].id : record_cell(row, r->source);
	r->seen = ARENA_ARRAY(&r->row_arena, r->hashes.count + 1, uint64_t);
	for (size_t i = 0; i < r->hashes.count; i++) {
		buffer_reset(&r->line);
		for (int shift = 56; shift >= 0; shift -= 8)
			buffer_byte(&r->line, (char)(r->hashes.at[i].hash >> shift));
		buffer_byte(&r->line, (char)(r->hashes.at[i].pass >> 8));
		buffer_byte(&r->line, (char)r->hashes.at[i].pass);
		buffer_text_add(&r->line, record_cell(row, r->rid));
		buffer_byte(&r->line, '\t');
		add_seen(r, i);
		buffer_byte(&r->line, '\t');
		buffer_text_add(&r->line, source);
		for (size_t k = 0; k < r->keep_count; k++) {
			buffer_byte(&r->line, '\t');
			buffer_text_add(&r->line, record_cell(row, r->keep[k]));
		}
		sorter_add(&r->sorter, buffer_text(&r->line));
	}
	r->made += r->hashes.count;
}

static void read_records(struct run *r)
{
	const struct expressions *keys = &r->passes.expressions;
	struct text *cells = ARENA_ARRAY(&r->arena, keys->column_count + 1, struct text);
	struct values *values = ARENA_ARRAY(&r->arena, keys->slot_count + 1, struct values);
	struct record row;
	while (reader_next(&r->in, &row)) {
		arena_reset(&r->row_arena);
		for (size_t i = 0; i < keys->column_count; i++)
			cells[i] = record_cell(&row, r->key_columns[i]);
		expressions_load(keys, cells, r->key_lists, &r->row_arena, values);
		if (!passes_hash(&r->passes, values, &r->hashes))
			fail_at(EXIT_DATA, reader_place(&r->in, NULL), "keys",
				"more than %u keys of one pass", PASS_KEYS);
		r->without_key += r->hashes.count == 0;
		add_entries(r, &row);
		for (size_t f = 0; f < r->model.frequency_count; f++)
			tally_add(&r->tallies[f], record_cell(&row, r->keep[r->tallies[f].at]));
	}
}

static void add_columns(const struct run *r, struct preamble *out)
{
	const struct preamble *p = &r->in.preamble;
	preamble_clear_columns(out);
	preamble_column(out, TEXT("pass"), TEXT("integer"), ROLE_PLAIN);
	preamble_column(out, TEXT("key"), TEXT("hash"), ROLE_LINK);
	preamble_column(out, TEXT("sub"), TEXT("integer"), ROLE_PLAIN);
	preamble_column(out, TEXT("seen"), TEXT("hash"), ROLE_LINK);
	preamble_column(out, TEXT("rid"), TEXT("rid"), ROLE_KEY);
	preamble_column(out, TEXT("source"), TEXT("source"), ROLE_PLAIN);
	for (size_t i = 0; i < r->keep_count; i++) {
		const struct column *from = &p->columns[r->keep[i]];
		struct column *to = preamble_column(out, from->name, from->type, from->role);
		to->list = from->list;
		to->key = text_copy(out->arena, from->key);
		to->form = text_copy(out->arena, from->form);
	}
	for (size_t f = 0; f < r->model.frequency_count; f++) {
		struct buffer name = {0};
		buffer_string(&name, "tf_");
		buffer_text_add(&name, p->columns[r->keep[r->tallies[f].at]].name);
		struct column *to =
			preamble_column(out, buffer_text(&name), TEXT("count"), ROLE_PLAIN);
		to->list = r->tallies[f].list;
		buffer_free(&name);
	}
}

static void start_step(const struct run *r, struct preamble *out)
{
	struct step_builder step;
	step_start(&step, out, "block");
	step_parent(&step, &r->in.preamble);
	step_file(&step, "rules", r->passes.digest);
	step_file(&step, "model", r->model.digest);
	expressions_step(&step, &r->model.expressions, &r->passes.expressions);
	step_option(&step, "pairs", within ? TEXT("within") : TEXT("between"));
	for (size_t f = 0; f < r->model.frequency_count; f++) {
		size_t first = out->column_count - r->model.frequency_count;
		step_option_u64(&step, text_string(out->arena, out->columns[first + f].name),
				r->tallies[f].total);
	}
	preamble_step(&step);
	policy_output("block", r->in.preamble.level, out);
}

static void add_counts(struct run *r, struct text line)
{
	for (size_t f = 0; f < r->model.frequency_count; f++) {
		struct text rest = line, cell, value;
		for (size_t i = 0; i <= r->tallies[f].at + 3; i++)
			text_cut(&rest, '\t', &cell);
		char before = '\t';
		while (next_value(&cell, r->tallies[f].list, &value)) {
			buffer_byte(&r->pending, before);
			buffer_u64(&r->pending, *map_find(&r->tallies[f].counts, value));
			before = '|';
		}
		if (before == '\t')
			buffer_byte(&r->pending, '\t');
	}
}

/* Turns an entry into a line of the output, ended by LF, in r->pending. */
static void add_pending(struct run *r, struct text entry)
{
	uint64_t hash = 0;
	for (int i = 0; i < 8; i++)
		hash = hash << 8 | (unsigned char)entry.at[i];
	struct text line = {entry.at + ORDER_BYTES, entry.length - ORDER_BYTES};
	struct text rest = line, rid, seen;
	text_cut(&rest, '\t', &rid);
	text_cut(&rest, '\t', &seen);
	buffer_u64(&r->pending,
		   (uint64_t)(unsigned char)entry.at[8] << 8 | (unsigned char)entry.at[9]);
	buffer_byte(&r->pending, '\t');
	buffer_hex(&r->pending, hash, 16);
	buffer_string(&r->pending, "\t\t");
	buffer_text_add(&r->pending, seen);
	buffer_byte(&r->pending, '\t');
	buffer_text_add(&r->pending, rid);
	buffer_byte(&r->pending, '\t');
	buffer_text_add(&r->pending, rest);
	add_counts(r, line);
	buffer_byte(&r->pending, '\n');
	r->pending_count++;
}

static void write_pending(struct run *r, struct writer *w)
{
	struct text rest = buffer_text(&r->pending), line;
	while (r->pending_count) {
		text_cut(&rest, '\n', &line);
		writer_line(w, line);
		r->pending_count--;
	}
	buffer_reset(&r->pending);
}

static void drop_pending(struct run *r)
{
	r->dropped_groups += r->pending_count != 0;
	r->dropped_keys += r->pending_count;
	r->pending_count = 0;
	buffer_reset(&r->pending);
}

static struct text source_of(struct text entry)
{
	struct text rest = {entry.at + ORDER_BYTES, entry.length - ORDER_BYTES}, cell;
	for (int i = 0; i < 3; i++)
		text_cut(&rest, '\t', &cell);
	return cell;
}

/* A group is held back until it has two records that may be paired. */
static void write_groups(struct run *r, struct writer *w)
{
	struct text entry;
	struct buffer source = {0};
	char order[ORDER_BYTES] = {0};
	bool paired = false;
	while (sorter_next(&r->sorter, &entry)) {
		if (memcmp(order, entry.at, ORDER_BYTES) != 0) {
			drop_pending(r);
			memcpy(order, entry.at, ORDER_BYTES);
			buffer_reset(&source);
			buffer_text_add(&source, source_of(entry));
			paired = false;
		} else if (!paired) {
			paired = within || !text_equal(buffer_text(&source), source_of(entry));
			r->groups += paired;
		}
		add_pending(r, entry);
		if (paired)
			write_pending(r, w);
	}
	drop_pending(r);
	buffer_free(&source);
}

static void finish(struct run *r)
{
	for (size_t f = 0; f < r->model.frequency_count; f++)
		map_free(&r->tallies[f].counts);
	sorter_free(&r->sorter);
	pass_hashes_free(&r->hashes);
	buffer_free(&r->line);
	buffer_free(&r->pending);
	passes_free(&r->passes);
	model_free(&r->model);
	arena_free(&r->row_arena);
	arena_free(&r->arena);
	reader_close(&r->in);
}

int main(int argc, char **argv)
{
	struct run r = {.common = program_start(&program, argc, argv)};
	struct preamble out;
	struct writer w;

	if (!rules_path || !model_path)
		usage_fail("--rules and --model are needed");
	if (between && within)
		usage_fail("--between and --within exclude each other");
	passes_read(&r.passes, &r.arena, rules_path);
	model_read(&r.model, &r.arena, model_path);
	reader_open(&r.in, operand_path(r.common, 0), r.common);
	policy_input("block", &r.in.preamble, r.in.path);
	within = within || (!between && r.in.preamble.source_count < 2);
	find_columns(&r);
	sorter_start(&r.sorter, SORT_MEMORY, r.common->tmpdir);
	read_records(&r);

	preamble_copy(&out, &r.in.preamble);
	add_columns(&r, &out);
	start_step(&r, &out);
	writer_open(&w, &out, r.common);
	write_groups(&r, &w);
	if (r.made != w.rows + r.dropped_keys)
		fail(EXIT_BUG, "keys made, written and dropped do not add up");
	writer_figure(&w, "keys.made", r.made);
	writer_figure(&w, "keys.dropped", r.dropped_keys);
	writer_figure(&w, "groups.written", r.groups);
	writer_figure(&w, "groups.dropped", r.dropped_groups);
	writer_figure(&w, "records.without_key", r.without_key);
	writer_read(&w, &r.in);
	writer_close(&w);
	finish(&r);
	return program_finish();
}
