/*
 * identities: records in; one row for each distinct identity out, and with
 * --payload everything else, a row for each record. Memory: O(entities).
 */
#include "field/date.h"
#include "identity/recognition.h"
#include "stream/columns.h"
#include "stream/policy.h"
#include "stream/writer.h"

static struct {
	const char *columns, *entity, *latest, *payload, *keep, *source;
	struct string_list merges;
} options;

static const struct option_spec specs[] = {
	{'c', "columns", OPTION_STRING, &options.columns, "LIST",
	 "linkage columns (default: all of role entity, direct and quasi)", 0, 0},
	{0, "entity", OPTION_STRING, &options.entity, "COLUMN",
	 "the source's person id, when several columns have the role entity", 0, 0},
	{0, "merge", OPTION_LIST, &options.merges, "NEW=A+B...", "merge columns into one list", 0,
	 0},
	{0, "latest", OPTION_STRING, &options.latest, "COLUMN",
	 "date by which values are ordered (default: order of records)", 0, 0},
	{0, "payload", OPTION_STRING, &options.payload, "FILE",
	 "write everything else to FILE, one row per input record", 0, 0},
	{0, "keep", OPTION_STRING, &options.keep, "LIST", "quasi columns for the payload too", 0,
	 0},
	{0, "source", OPTION_STRING, &options.source, "ID",
	 "one id for all the sources of the input", 0, 0},
};

static const struct program program = {
	.name = "identities",
	.about = "Write one row for each distinct identity, and the payload separately",
	.operands = "[FILE]",
	.options = specs,
	.option_count = sizeof specs / sizeof *specs,
	.most_operands = 1,
	.omits = OMIT_PREAMBLE | OMIT_TMPDIR,
};

struct job {
	struct arena arena;
	const struct preamble *input;
	const char *path;
	struct text source;
	size_t rid, entity, latest; /* input columns, or NO_COLUMN */
	struct linkages linkages;
	size_t *payload; /* input columns of the payload after rid and record */
	size_t payload_count;
	struct history history;
	struct recognition recognition;
	uint64_t arrival;
};

static bool type_among(struct text type, const char *const *types)
{
	for (; *types; types++)
		if (text_is(type, *types))
			return true;
	return false;
}

static void entity_read(struct job *j)
{
	j->entity = NO_COLUMN;
	if (options.entity) {
		j->entity = columns_named(j->input, text_of(options.entity), "entity");
		if (j->input->columns[j->entity].role != ROLE_ENTITY)
			usage_fail("--entity: %s does not have the role entity", options.entity);
		return;
	}
	for (size_t i = 0; i < j->input->column_count; i++) {
		if (j->input->columns[i].role != ROLE_ENTITY)
			continue;
		if (j->entity != NO_COLUMN)
			usage_fail("several columns have the role entity: name one with --entity");
		j->entity = i;
	}
}

static void payload_read(struct job *j)
{
	const struct preamble *p = j->input;
	bool *kept = ARENA_ARRAY(&j->arena, p->column_count, bool);
	struct text rest = options.keep ? text_of(options.keep) : (struct text){NULL, 0}, name;

	while (text_cut(&rest, ',', &name)) {
		size_t i = columns_named(j->input, name, "keep");
		if (p->columns[i].role != ROLE_QUASI)
			fail(EXIT_POLICY, "--keep: %.*s has the role %s, not quasi",
			     (int)name.length, name.at, role_name(p->columns[i].role));
		kept[i] = true;
	}
	if (options.keep && !options.payload)
		usage_fail("--keep needs --payload");
	j->payload = ARENA_ARRAY(&j->arena, p->column_count, size_t);
	for (size_t i = 0; i < p->column_count; i++)
		if (i != j->rid && (kept[i] || !linkage_role(p->columns[i].role)))
			j->payload[j->payload_count++] = i;
}

/* The source of the identities, added to `out` when it is made of several. */
static void source_read(struct job *j)
{
	const struct preamble *p = j->input;

	if (!options.source && p->source_count != 1)
		usage_fail("the input has %zu sources: give one id for all with --source",
			   p->source_count);
	j->source = options.source ? text_of(options.source) : p->sources[0].id;
	if (!source_id_valid(j->source))
		usage_fail("--source: not a source id: %s", options.source);
}

static void source_declare(const struct job *j, struct preamble *out)
{
	const struct preamble *p = j->input;

	if (p->source_count == 1 && text_equal(p->sources[0].id, j->source))
		return;
	struct source whole = {.id = j->source};
	struct buffer parts = {0};
	for (size_t i = 0; i < p->source_count; i++) {
		buffer_string(&parts, i ? "," : "");
		buffer_text_add(&parts, p->sources[i].id);
		if (i == 0) {
			whole.set = p->sources[i].set;
			whole.owner = p->sources[i].owner;
		}
		if (!text_equal(whole.set, p->sources[i].set))
			whole.set = TEXT_NONE;
		if (!text_equal(whole.owner, p->sources[i].owner))
			whole.owner = TEXT_NONE;
	}
	whole.table = whole.schema = TEXT_NONE;
	whole.parts = text_copy(out->arena, buffer_text(&parts));
	buffer_free(&parts);
	preamble_source(out, &whole);
}

static void step_add(const struct job *j, struct preamble *out, bool payload)
{
	struct step_builder b;

	step_start(&b, out, "identities");
	step_parent(&b, j->input);
	for (size_t i = 0; i < j->linkages.count; i++)
		step_option_item(&b, "columns", j->linkages.at[i].declared.name);
	for (size_t i = 0; i < options.merges.count; i++)
		step_option_item(&b, "merge", text_of(options.merges.at[i]));
	if (j->entity != NO_COLUMN)
		step_option(&b, "entity", j->input->columns[j->entity].name);
	if (options.latest)
		step_option(&b, "latest", text_of(options.latest));
	step_option(&b, "source", j->source);
	if (payload)
		step_option(&b, "output", TEXT("payload"));
	if (payload && options.keep)
		step_option(&b, "keep", text_of(options.keep));
	preamble_step(&b);
}

static void identity_preamble(const struct job *j, struct preamble *out)
{
	preamble_copy(out, j->input);
	preamble_clear_columns(out);
	source_declare(j, out);
	preamble_column(out, TEXT("rid"), TEXT("rid"), ROLE_KEY);
	preamble_column(out, TEXT("source"), TEXT("source"), ROLE_PLAIN);
	for (size_t i = 0; i < j->linkages.count; i++)
		preamble_column_copy(out, &j->linkages.at[i].declared);
	step_add(j, out, false);
}

static void payload_preamble(const struct job *j, struct preamble *out)
{
	preamble_copy(out, j->input);
	preamble_clear_columns(out);
	source_declare(j, out);
	preamble_column(out, TEXT("rid"), TEXT("rid"), ROLE_KEY);
	preamble_column(out, TEXT("record"), TEXT("rid"), ROLE_KEY);
	for (size_t i = 0; i < j->payload_count; i++)
		preamble_column_copy(out, &j->input->columns[j->payload[i]]);
	step_add(j, out, true);
}

/* The date of a record as a number in the order of dates; 0 when it has none. */
static uint64_t record_date(const struct job *j, const struct record *row)
{
	if (j->latest == NO_COLUMN)
		return 0;
	/* Of a datetime the day. */
	struct text cell = record_cell(row, j->latest);
	struct date d;
	if (cell.length < 10 || !date_numbers((struct text){cell.at, 10}, &d))
		return 0;
	return (uint64_t)(d.year * 10000 + d.month * 100 + d.day);
}

/* The elements of a list from its last to its first, so that the first, being
 * the latest, arrives last. */
static void see_list(struct job *j, size_t identity, size_t column, struct text cell, uint64_t date)
{
	while (cell.length) {
		size_t start = cell.length;
		while (start > 0 && cell.at[start - 1] != '|')
			start--;
		struct text element = {cell.at + start, cell.length - start};
		if (element.length)
			history_see(&j->history, identity, column, element,
				    HISTORY_ORDER(date, ++j->arrival));
		cell.length = start ? start - 1 : 0;
	}
}

static void record_see(struct job *j, const struct reader *in, const struct record *row,
		       size_t identity)
{
	uint64_t date = record_date(j, row);

	for (size_t i = 0; i < j->linkages.count; i++) {
		const struct linkage *l = &j->linkages.at[i];
		for (size_t k = l->part_count; k-- > 0;) {
			const struct column *c = &j->input->columns[l->parts[k]];
			struct text cell = record_cell(row, l->parts[k]);
			if (!cell.length)
				continue;
			if (l->declared.list && !c->list && memchr(cell.at, '|', cell.length))
				fail_at(EXIT_DATA,
					reader_place(in, text_string(&j->arena, c->name)), "list",
					"contains the list separator `|`: run clean first");
			if (l->declared.list)
				see_list(j, identity, i, cell, date);
			else
				history_see(&j->history, identity, i, cell,
					    HISTORY_ORDER(date, ++j->arrival));
		}
	}
}

static void rid_add(const struct job *j, struct writer *w, size_t identity)
{
	writer_separate(w);
	buffer_text_add(&w->file.buffer, j->source);
	buffer_byte(&w->file.buffer, ':');
	buffer_u64(&w->file.buffer, identity + 1);
}

static void payload_row(const struct job *j, struct writer *w, const struct record *row,
			size_t identity)
{
	rid_add(j, w, identity);
	writer_cell(w, record_cell(row, j->rid));
	for (size_t i = 0; i < j->payload_count; i++)
		writer_cell(w, record_cell(row, j->payload[i]));
	writer_end(w);
}

static void identities_write(struct job *j, struct writer *w)
{
	for (size_t n = 0; n < j->history.identities; n++) {
		rid_add(j, w, n);
		writer_cell(w, j->source);
		for (size_t i = 0; i < j->linkages.count; i++) {
			writer_separate(w);
			history_cell(&j->history, n, i, &w->file.buffer);
		}
		writer_end(w);
	}
}

static void figures_write(struct job *j, struct writer *w, uint64_t read)
{
	struct buffer name = {0};

	writer_figure(w, "merged.records", read - j->history.identities);
	writer_figure(w, "by.entity", j->recognition.by_entity);
	writer_figure(w, "by.values", j->recognition.by_values);
	writer_figure(w, "without.values", j->recognition.without_values);
	for (size_t i = 0; i < j->linkages.count; i++) {
		uint64_t conflicts = 0;
		for (size_t n = 0; !j->linkages.lists[i] && n < j->history.identities; n++)
			conflicts += history_conflict(&j->history, n, i);
		if (!conflicts)
			continue;
		buffer_reset(&name);
		buffer_string(&name, "conflict.");
		buffer_text_add(&name, j->linkages.at[i].declared.name);
		buffer_byte(&name, '\0');
		writer_figure(w, name.at, conflicts);
	}
	buffer_free(&name);
}

static void latest_read(struct job *j)
{
	static const char *const dates[] = {"date", "datetime", NULL};

	j->latest = NO_COLUMN;
	if (!options.latest)
		return;
	j->latest = columns_named(j->input, text_of(options.latest), "latest");
	if (!type_among(j->input->columns[j->latest].type, dates))
		usage_fail("--latest: %s is not a date", options.latest);
}

/* What the options say, and the input with them. */
static void job_start(struct job *j, const struct reader *in)
{
	*j = (struct job){.input = &in->preamble, .path = in->path};
	j->rid = preamble_need(j->input, "rid", in->path, EXIT_DATA);
	entity_read(j);
	linkages_read(&j->linkages, &j->arena, j->input, options.columns, &options.merges);
	history_start(&j->history, j->linkages.count, j->linkages.lists);
	source_read(j);
	payload_read(j);
	latest_read(j);
}

static void open_outputs(const struct job *j, struct writer *w, struct preamble *out,
			 struct writer *payload, struct preamble *payload_out,
			 const struct common *common)
{
	identity_preamble(j, out);
	policy_output(TOOL_IDENTITIES, j->input->level, out);
	writer_open(w, out, common);
	if (options.payload) {
		payload_preamble(j, payload_out);
		policy_output(TOOL_IDENTITIES, j->input->level, payload_out);
		writer_open_side(payload, payload_out, options.payload, common);
	}
}

static void job_free(struct job *j)
{
	history_free(&j->history);
	recognition_free(&j->recognition);
	arena_free(&j->arena);
}

int main(int argc, char **argv)
{
	const struct common *common = program_start(&program, argc, argv);
	struct reader in;
	struct record row;
	struct job j;
	struct preamble out, payload_out;
	struct writer w, payload;

	reader_open(&in, operand_path(common, 0), common);
	policy_input(TOOL_IDENTITIES, &in.preamble, in.path);
	job_start(&j, &in);
	open_outputs(&j, &w, &out, &payload, &payload_out, common);
	while (reader_next(&in, &row)) {
		size_t identity =
			recognition_of(&j.recognition, &j.history, &j.linkages, j.entity, &row);
		record_see(&j, &in, &row, identity);
		if (options.payload)
			payload_row(&j, &payload, &row, identity);
	}
	if (options.payload) {
		writer_read(&payload, &in);
		writer_close(&payload);
	}
	identities_write(&j, &w);
	figures_write(&j, &w, in.rows);
	writer_read(&w, &in);
	writer_close(&w);
	reader_close(&in);
	job_free(&j);
	return program_finish();
}
