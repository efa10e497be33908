#include "link/history.h"
#include "stream/policy.h"
#include "stream/writer.h"

static const char *columns_option, *entity_option, *latest_option, *payload_option, *keep_option,
	*source_option;
static struct string_list merges;

static const struct option_spec options[] = {
	{'c', "columns", OPTION_STRING, &columns_option, "LIST",
	 "linkage columns (default: all of role entity, direct and quasi)", 0, 0},
	{0, "entity", OPTION_STRING, &entity_option, "COLUMN",
	 "the source's person id, when several columns have the role entity", 0, 0},
	{0, "merge", OPTION_LIST, &merges, "NEW=A+B...", "fold columns into one list", 0, 0},
	{0, "latest", OPTION_STRING, &latest_option, "COLUMN",
	 "date by which values are ordered (default: order of records)", 0, 0},
	{0, "payload", OPTION_STRING, &payload_option, "FILE",
	 "write everything else here, a row an input record", 0, 0},
	{0, "keep", OPTION_STRING, &keep_option, "LIST", "quasi columns for the payload too", 0, 0},
	{0, "source", OPTION_STRING, &source_option, "ID",
	 "id of the source that the inputs' sources are parts of", 0, 0},
};

static const struct program program = {
	.name = "identities",
	.about = "one row for each distinct identity, and the payload apart",
	.operands = "[FILE]",
	.options = options,
	.option_count = sizeof(options) / sizeof(*options),
	.most_operands = 1,
	.omits = OMIT_PREAMBLE | OMIT_TMPDIR,
};

/* A column of the identity stream and the input columns that it is made of. */
struct linkage {
	struct column declared;
	size_t *parts;
	size_t part_count;
};

struct job {
	struct arena arena;
	const struct preamble *input;
	const char *path;
	struct text source;
	size_t rid, entity, latest; /* input columns, or NO_COLUMN */
	struct linkage *linkages;
	size_t linkage_count;
	bool *lists;
	size_t *payload; /* input columns of the payload after rid and record */
	size_t payload_count;
	struct history history;
	struct map entities, values; /* entity cell, equal linkage values -> identity */
	uint64_t arrival;
	uint64_t by_entity, by_values, without_values;
};

static bool type_among(struct text type, const char *const *types)
{
	for (; *types; types++)
		if (text_is(type, *types))
			return true;
	return false;
}

static bool role_links(enum role role)
{
	return role == ROLE_ENTITY || role == ROLE_DIRECT || role == ROLE_QUASI;
}

/* An input column that an option names. */
static size_t column_named(const struct job *j, struct text name, const char *option)
{
	size_t i = preamble_find(j->input, name);
	if (i == NO_COLUMN)
		usage_fail("--%s: the input has no column %.*s", option, (int)name.length, name.at);
	return i;
}

static void linkage_add(struct job *j, struct column declared, const size_t *parts, size_t count)
{
	/* What people have several of in their life; of the rest the latest is enough. */
	static const char *const with_history[] = {"name",       "postcode", "upn",
						   "nhs_number", "uln",      NULL};
	struct linkage *l = &j->linkages[j->linkage_count];
	l->declared = declared;
	l->parts = ARENA_ARRAY(&j->arena, count, size_t);
	memcpy(l->parts, parts, count * sizeof(*parts));
	l->part_count = count;
	if (count > 1 || type_among(declared.type, with_history))
		l->declared.list = true;
	j->lists[j->linkage_count++] = l->declared.list;
}

/* NEW=A+B+C: marks the parts as used. */
static void merge_read(struct job *j, const char *option, bool *used)
{
	struct text rest = text_of(option), name, part;
	size_t *parts = ARENA_ARRAY(&j->arena, j->input->column_count, size_t);
	size_t count = 0;
	text_cut(&rest, '=', &name);
	if (!rest.at || !name_valid(name))
		usage_fail("--merge: not NEW=A+B...: %s", option);
	while (text_cut(&rest, '+', &part)) {
		size_t i = column_named(j, part, "merge");
		const struct column *c = &j->input->columns[i];
		if (used[i])
			usage_fail("--merge: %.*s is used twice", (int)part.length, part.at);
		if (!role_links(c->role) || c->role == ROLE_ENTITY)
			fail(EXIT_POLICY, "--merge: %.*s has the role %s", (int)part.length,
			     part.at, role_name(c->role));
		if (count && !text_equal(c->type, j->input->columns[parts[0]].type))
			usage_fail("--merge: %.*s is of another type than the first",
				   (int)part.length, part.at);
		used[i] = true;
		parts[count++] = i;
	}
	struct column declared = j->input->columns[parts[0]];
	declared.name = name;
	for (size_t k = 1; k < count; k++)
		if (j->input->columns[parts[k]].role < declared.role)
			declared.role = j->input->columns[parts[k]].role;
	linkage_add(j, declared, parts, count);
}

static void linkages_read(struct job *j)
{
	size_t most = j->input->column_count + merges.count;
	bool *used = ARENA_ARRAY(&j->arena, most, bool);
	j->linkages = ARENA_ARRAY(&j->arena, most, struct linkage);
	j->lists = ARENA_ARRAY(&j->arena, most, bool);
	for (size_t i = 0; i < merges.count; i++)
		merge_read(j, merges.at[i], used);
	if (columns_option) {
		struct text rest = text_of(columns_option), name;
		while (text_cut(&rest, ',', &name)) {
			size_t i = column_named(j, name, "columns");
			const struct column *c = &j->input->columns[i];
			if (!role_links(c->role))
				fail(EXIT_POLICY, "--columns: %.*s has the role %s",
				     (int)name.length, name.at, role_name(c->role));
			if (used[i])
				usage_fail("--columns: %.*s is used twice", (int)name.length,
					   name.at);
			used[i] = true;
			linkage_add(j, *c, &i, 1);
		}
	} else {
		for (size_t i = 0; i < j->input->column_count; i++)
			if (role_links(j->input->columns[i].role) && !used[i])
				linkage_add(j, j->input->columns[i], &i, 1);
	}
	if (!j->linkage_count)
		usage_fail("the input has no column to link by");
	history_start(&j->history, j->linkage_count, j->lists);
}

static void entity_read(struct job *j)
{
	j->entity = NO_COLUMN;
	if (entity_option) {
		j->entity = column_named(j, text_of(entity_option), "entity");
		if (j->input->columns[j->entity].role != ROLE_ENTITY)
			usage_fail("--entity: %s has not the role entity", entity_option);
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
	struct text rest = keep_option ? text_of(keep_option) : (struct text){NULL, 0}, name;
	while (text_cut(&rest, ',', &name)) {
		size_t i = column_named(j, name, "keep");
		if (p->columns[i].role != ROLE_QUASI)
			fail(EXIT_POLICY, "--keep: %.*s has the role %s, not quasi",
			     (int)name.length, name.at, role_name(p->columns[i].role));
		kept[i] = true;
	}
	if (keep_option && !payload_option)
		usage_fail("--keep is for --payload");
	j->payload = ARENA_ARRAY(&j->arena, p->column_count, size_t);
	for (size_t i = 0; i < p->column_count; i++)
		if (i != j->rid && (kept[i] || !role_links(p->columns[i].role)))
			j->payload[j->payload_count++] = i;
}

/* The source of the identities, added to `out` when it is made of several. */
static void source_read(struct job *j)
{
	const struct preamble *p = j->input;
	if (!source_option && p->source_count != 1)
		usage_fail("the input has %zu sources: name the whole with --source",
			   p->source_count);
	j->source = source_option ? text_of(source_option) : p->sources[0].id;
	if (!source_id_valid(j->source))
		usage_fail("--source: not the id of a source: %s", source_option);
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
	struct buffer names = {0};
	step_start(&b, out, "identities");
	step_parent(&b, j->input);
	for (size_t i = 0; i < j->linkage_count; i++) {
		buffer_string(&names, i ? "," : "");
		buffer_text_add(&names, j->linkages[i].declared.name);
	}
	step_option(&b, "columns", buffer_text(&names));
	buffer_reset(&names);
	for (size_t i = 0; i < merges.count; i++) {
		buffer_string(&names, i ? "," : "");
		buffer_string(&names, merges.at[i]);
	}
	if (merges.count)
		step_option(&b, "merge", buffer_text(&names));
	if (j->entity != NO_COLUMN)
		step_option(&b, "entity", j->input->columns[j->entity].name);
	if (latest_option)
		step_option(&b, "latest", text_of(latest_option));
	step_option(&b, "source", j->source);
	if (payload)
		step_option(&b, "output", TEXT("payload"));
	if (payload && keep_option)
		step_option(&b, "keep", text_of(keep_option));
	preamble_step(&b);
	buffer_free(&names);
}

static void copy_column(struct preamble *out, const struct column *c)
{
	struct column *made = preamble_column(out, c->name, c->type, c->role);
	made->list = c->list;
	made->key = c->key;
	made->form = c->form;
}

static void identity_preamble(const struct job *j, struct preamble *out)
{
	preamble_copy(out, j->input);
	preamble_clear_columns(out);
	source_declare(j, out);
	preamble_column(out, TEXT("rid"), TEXT("rid"), ROLE_KEY);
	preamble_column(out, TEXT("source"), TEXT("source"), ROLE_PLAIN);
	for (size_t i = 0; i < j->linkage_count; i++)
		copy_column(out, &j->linkages[i].declared);
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
		copy_column(out, &j->input->columns[j->payload[i]]);
	step_add(j, out, true);
}

/* The date of a record as a number in the order of dates; 0 when it has none. */
static uint64_t record_date(const struct job *j, const struct record *row)
{
	if (j->latest == NO_COLUMN)
		return 0;
	struct text cell = record_cell(row, j->latest);
	if (cell.length < 10 || cell.at[4] != '-' || cell.at[7] != '-')
		return 0;
	uint64_t year, month, day;
	if (!text_u64((struct text){cell.at, 4}, &year) ||
	    !text_u64((struct text){cell.at + 5, 2}, &month) ||
	    !text_u64((struct text){cell.at + 8, 2}, &day))
		return 0;
	return year * 10000 + month * 100 + day;
}

static size_t identity_of(struct job *j, const struct record *row)
{
	static struct buffer joined;
	bool fresh;
	struct text entity = j->entity == NO_COLUMN ? TEXT_NONE : record_cell(row, j->entity);
	buffer_reset(&joined);
	bool empty = true;
	for (size_t i = 0; !entity.length && i < j->linkage_count; i++)
		for (size_t k = 0; k < j->linkages[i].part_count; k++) {
			struct text cell = record_cell(row, j->linkages[i].parts[k]);
			empty = empty && !cell.length;
			buffer_text_add(&joined, cell);
			buffer_byte(&joined, '\t');
		}
	/* Records of which nothing is known are not one person. */
	if (!entity.length && empty) {
		j->without_values++;
		return history_identity(&j->history);
	}
	uint64_t *identity = entity.length ? map_add(&j->entities, entity, &fresh)
					   : map_add(&j->values, buffer_text(&joined), &fresh);
	if (fresh) {
		*identity = history_identity(&j->history);
		j->by_entity += entity.length != 0;
		j->by_values += entity.length == 0;
	}
	return (size_t)*identity;
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
	for (size_t i = 0; i < j->linkage_count; i++) {
		const struct linkage *l = &j->linkages[i];
		for (size_t k = l->part_count; k-- > 0;) {
			const struct column *c = &j->input->columns[l->parts[k]];
			struct text cell = record_cell(row, l->parts[k]);
			if (!cell.length)
				continue;
			if (l->declared.list && !c->list && memchr(cell.at, '|', cell.length))
				fail_at(EXIT_DATA,
					reader_place(in, text_string(&j->arena, c->name)), "list",
					"has the mark that separates a list: run clean first");
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
		for (size_t i = 0; i < j->linkage_count; i++) {
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
	writer_figure(w, "by.entity", j->by_entity);
	writer_figure(w, "by.values", j->by_values);
	writer_figure(w, "without.values", j->without_values);
	for (size_t i = 0; i < j->linkage_count; i++) {
		uint64_t conflicts = 0;
		for (size_t n = 0; !j->lists[i] && n < j->history.identities; n++)
			conflicts += history_conflict(&j->history, n, i);
		if (!conflicts)
			continue;
		buffer_reset(&name);
		buffer_string(&name, "conflict.");
		buffer_text_add(&name, j->linkages[i].declared.name);
		buffer_byte(&name, '\0');
		writer_figure(w, name.at, conflicts);
	}
	buffer_free(&name);
}

int main(int argc, char **argv)
{
	const struct common *common = program_start(&program, argc, argv);
	struct reader in;
	reader_open(&in, operand_path(common, 0), common);
	policy_input("identities", &in.preamble, in.path);

	struct job j = {.input = &in.preamble, .path = in.path, .latest = NO_COLUMN};
	j.rid = preamble_need(&in.preamble, "rid", in.path, EXIT_DATA);
	entity_read(&j);
	linkages_read(&j);
	source_read(&j);
	payload_read(&j);
	if (latest_option) {
		static const char *const dates[] = {"date", "datetime", NULL};
		j.latest = column_named(&j, text_of(latest_option), "latest");
		if (!type_among(in.preamble.columns[j.latest].type, dates))
			usage_fail("--latest: %s is not a date", latest_option);
	}

	struct preamble out, payload_out;
	struct writer w, payload;
	identity_preamble(&j, &out);
	policy_output("identities", in.preamble.level, &out);
	writer_open(&w, &out, common);
	if (payload_option) {
		payload_preamble(&j, &payload_out);
		policy_output("identities", in.preamble.level, &payload_out);
		writer_open_side(&payload, &payload_out, payload_option, common);
	}

	struct record row;
	while (reader_next(&in, &row)) {
		size_t identity = identity_of(&j, &row);
		record_see(&j, &in, &row, identity);
		if (payload_option)
			payload_row(&j, &payload, &row, identity);
	}
	if (payload_option) {
		writer_read(&payload, &in);
		writer_close(&payload);
	}
	identities_write(&j, &w);
	figures_write(&j, &w, in.rows);
	writer_read(&w, &in);
	writer_close(&w);
	reader_close(&in);
	return program_finish();
}
