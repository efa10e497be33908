#include "outlet/outlet_internal.h"
#include "outlet/tree_internal.h"

#include <unistd.h>

static size_t child_of(const struct tree *t, size_t parent, struct text name)
{
	for (size_t i = t->nodes[parent].child; i; i = t->nodes[i].sibling)
		if (text_equal(t->nodes[i].name, name))
			return i;
	return 0;
}

static size_t child_add(struct tree *t, size_t parent, struct text name)
{
	size_t node = child_of(t, parent, name);

	if (node)
		return node;
	node = t->node_count++;
	memory_need(&t->nodes, &t->node_capacity, t->node_count, sizeof *t->nodes);
	t->nodes[node] = (struct tree_node){
		.name = name, .parent = parent, .level = t->nodes[parent].level + 1};
	if (t->nodes[parent].last)
		t->nodes[t->nodes[parent].last].sibling = node;
	else
		t->nodes[parent].child = node;
	t->nodes[parent].last = node;
	return node;
}

/* The node at a path relative to `from`; added where `add`, else 0 when there
 * is none. */
static size_t node_at(struct tree *t, size_t from, struct text path, bool add)
{
	struct text part;

	while (text_cut(&path, '/', &part)) {
		if (text_is(part, ".."))
			from = t->nodes[from].parent;
		else
			from = add ? child_add(t, from, part) : child_of(t, from, part);
		if (!from)
			return 0;
	}
	return from;
}

bool tree_on_path(const struct tree *t, size_t node, size_t below)
{
	while (below && below != node)
		below = t->nodes[below].parent;
	return below == node;
}

static uint64_t year_cell(const struct sidefile *s, size_t row, const char *column)
{
	struct text cell = sidefile_cell(s, row, sidefile_column(s, column));
	uint64_t year = 0;

	if (cell.length && !text_u64(cell, &year))
		sidefile_fail(s, row, column, "not a year");
	return year;
}

/* orders/SET.tsv in the folder of the schema, if it is there. */
static void read_order(struct tree *t, const struct schema *schema)
{
	static const char *const columns[] = {"path",    "repeats", "from", "to",
					      "written", "note",    NULL};
	const char *slash = strrchr(schema->path, '/');
	struct buffer path = {0};
	struct sidefile s;

	buffer_add(&path, schema->path, slash ? (size_t)(slash + 1 - schema->path) : 0);
	buffer_string(&path, "orders/");
	buffer_text_add(&path, schema->set);
	buffer_string(&path, ".tsv");
	const char *file = text_string(&t->arena, buffer_text(&path));

	buffer_free(&path);
	if (access(file, F_OK) != 0)
		return;
	sidefile_read(&s, &t->arena, file, columns, false);
	for (size_t row = 0; row < s.row_count; row++) {
		struct text at = sidefile_cell(&s, row, sidefile_column(&s, "path"));
		struct text repeats = sidefile_cell(&s, row, sidefile_column(&s, "repeats"));

		if (!schema_path(at, 0))
			sidefile_fail(&s, row, "path", "not a path of element names");
		if (repeats.length > 0 && !text_is(repeats, "yes"))
			sidefile_fail(&s, row, "repeats", "is yes or empty");
		size_t node = node_at(t, 0, at, true);

		t->nodes[node].listed = true;
		t->nodes[node].repeats = repeats.length > 0;
		t->nodes[node].from = year_cell(&s, row, "from");
		t->nodes[node].to = year_cell(&s, row, "to");
		if (!schema_written_parse(sidefile_cell(&s, row, sidefile_column(&s, "written")),
					  TEXT_NONE, &t->nodes[node].written))
			sidefile_fail(&s, row, "written", "not a form of values");
	}
}

/* The year of the return, which a table of one record gives; 0: not known. */
static uint64_t year_of(const struct tree *t)
{
	uint64_t year;

	for (size_t i = 0; i < t->table_count; i++) {
		const struct schema *s = t->tables[i].schema;

		for (size_t j = 0; j < s->column_count && t->tables[i].all.count == 1; j++)
			if (text_is(s->columns[j].type, "year") &&
			    text_u64(t->tables[i].all.at[0]->cells[j], &year))
				return year;
	}
	return 0;
}

/* The first title that the order file lists for that year, else that it lists,
 * else the first. */
static size_t field_node(struct tree *t, const struct tree_table *table,
			 const struct schema_column *c, uint64_t year)
{
	size_t listed = 0;

	for (size_t i = 0; i < c->title_count; i++) {
		size_t node = node_at(t, table->record, c->titles[i], false);
		const struct tree_node *n = &t->nodes[node];

		if (!node || !n->listed)
			continue;
		if (!year || (year >= n->from && (!n->to || year <= n->to)))
			return node;
		listed = listed ? listed : node;
	}
	return listed ? listed : node_at(t, table->record, c->titles[0], true);
}

/* What the order file says of the element's clean values. */
static void values_form(struct tree *t, struct tree_table *table, size_t column, size_t node)
{
	struct column values = {.list = table->schema->columns[column].list};
	struct outlet_column form = {.declared = &values};
	struct buffer scratch = {0};
	bool kept;

	if (!table->cleaned || t->nodes[node].written == WRITTEN_AS_IT_IS)
		return;
	outlet_form(&form, t->nodes[node].written);
	for (size_t i = 0; i < table->all.count; i++) {
		struct text *cell = &table->all.at[i]->cells[column];

		*cell = text_copy(&t->arena,
				  outlet_value(t->options, &form, *cell, &scratch, &kept));
	}
	buffer_free(&scratch);
}

static void add_fields(struct tree *t, size_t which)
{
	struct tree_table *table = &t->tables[which];
	const struct schema *s = table->schema;
	uint64_t year = year_of(t);

	table->nodes = ARENA_ARRAY(&t->arena, s->column_count, size_t);
	table->scopes = ARENA_ARRAY(&t->arena, s->column_count, size_t);
	for (size_t i = 0; i < s->column_count; i++) {
		if (s->columns[i].title_count == 0)
			continue;
		size_t node = field_node(t, table, &s->columns[i], year), scope = node;

		while (!tree_on_path(t, scope, table->record))
			scope = t->nodes[scope].parent;
		if (scope != table->record && t->nodes[scope].level > 1)
			t->nodes[scope].repeats = true;
		values_form(t, table, i, node);
		table->nodes[i] = node;
		table->scopes[i] = scope;
		memory_need(&t->uses, &t->use_capacity, t->use_count + 1, sizeof *t->uses);
		t->uses[t->use_count] = (struct tree_use){which, i, t->nodes[node].use};
		t->nodes[node].use = ++t->use_count;
	}
}

/* Is it a record's element, or on the way to one? */
static bool leads_to_record(const struct tree *t, size_t node)
{
	for (size_t i = 0; i < t->table_count; i++)
		if (tree_on_path(t, node, t->tables[i].record))
			return true;
	return false;
}

/* Puts fields before records; else the order stays. */
static void fields_first(struct tree *t, size_t parent)
{
	size_t heads[2] = {0}, tails[2] = {0}, next;

	for (size_t i = t->nodes[parent].child; i; i = next) {
		bool record = leads_to_record(t, i);

		next = t->nodes[i].sibling;
		t->nodes[i].sibling = 0;
		if (tails[record])
			t->nodes[tails[record]].sibling = i;
		else
			heads[record] = i;
		tails[record] = i;
		fields_first(t, i);
	}
	if (tails[0])
		t->nodes[tails[0]].sibling = heads[1];
	t->nodes[parent].child = heads[0] ? heads[0] : heads[1];
}

void tree_shape(struct tree *t)
{
	bool ordered;

	memory_need(&t->nodes, &t->node_capacity, 1, sizeof *t->nodes);
	t->nodes[0] = (struct tree_node){0};
	t->node_count = 1;
	read_order(t, t->tables[0].schema);
	ordered = t->node_count > 1;
	for (size_t i = 0; i < t->table_count; i++) {
		t->tables[i].record = node_at(t, 0, t->tables[i].schema->record, true);
		t->nodes[t->tables[i].record].repeats = t->nodes[t->tables[i].record].level > 1;
		for (size_t j = 0; j < i; j++)
			if (t->tables[j].record == t->tables[i].record)
				fail(EXIT_CONFIG,
				     "--with: schemas %.*s and %.*s have the same records",
				     (int)t->tables[j].schema->name.length,
				     t->tables[j].schema->name.at,
				     (int)t->tables[i].schema->name.length,
				     t->tables[i].schema->name.at);
	}
	for (size_t i = 0; i < t->table_count; i++)
		add_fields(t, i);
	if (t->nodes[t->nodes[0].child].sibling)
		fail(EXIT_CONFIG, "--with: the schemas' records have different root elements");
	if (!ordered)
		fields_first(t, 0);
}

void tree_start(struct tree *t, const struct outlet_options *options, size_t most)
{
	*t = (struct tree){.options = options, .part = NO_COLUMN};
	t->tables = ARENA_ARRAY(&t->arena, most, struct tree_table);
	spool_start(&t->spool, options->tmpdir);
}

/* Keeps the record's values, as they are written. */
static struct tree_row *row_kept(struct tree *t, const struct outlet_column *columns, size_t count,
				 const struct record *row, struct buffer *scratch)
{
	struct tree_row *kept = ARENA_ARRAY(&t->arena, 1, struct tree_row);

	kept->cells = ARENA_ARRAY(&t->arena, count, struct text);
	for (size_t i = 0; i < count; i++) {
		bool valid;
		struct text v = TEXT_NONE;

		if (columns[i].in != NO_COLUMN)
			v = text_unescape(record_cell(row, columns[i].in), &scratch[0]);
		v = outlet_value(t->options, &columns[i], v, &scratch[1], &valid);
		kept->cells[i] = text_copy(&t->arena, v);
	}
	return kept;
}

void tree_table(struct tree *t, const struct schema *schema, struct reader *in)
{
	struct tree_table *table = &t->tables[t->table_count++];
	struct outlet_options options = *t->options;
	struct outlet_column *columns, *all;
	struct buffer scratch[2] = {{0}, {0}};
	struct record row;
	size_t count;

	options.schema = schema;
	*table = (struct tree_table){.schema = schema, .file = in->path};
	columns = outlet_columns(&t->arena, &options, &in->preamble, in->path, &count);
	all = ARENA_ARRAY(&t->arena, schema->column_count, struct outlet_column);
	for (size_t i = 0; i < schema->column_count; i++)
		all[i] = (struct outlet_column){.in = NO_COLUMN};
	for (size_t i = 0; i < count; i++)
		all[columns[i].as - schema->columns] = columns[i];
	table->cleaned = preamble_step_of(&in->preamble, "clean") != NULL;
	for (size_t i = 0; i < in->preamble.column_count; i++)
		if (!text_is(in->preamble.columns[i].name, "rid") &&
		    !text_is(in->preamble.columns[i].type, "source")) {
			size_t j = 0;

			while (j < count && columns[j].in != i)
				j++;
			t->left_out += j == count;
		}
	while (reader_next(in, &row)) {
		memory_need(&table->all.at, &table->all.capacity, table->all.count + 1,
			    sizeof *table->all.at);
		table->all.at[table->all.count++] =
			row_kept(t, all, schema->column_count, &row, scratch);
	}
	buffer_free(&scratch[0]);
	buffer_free(&scratch[1]);
}

void tree_finish(struct tree *t, struct output *out)
{
	spool_copy(&t->spool, out);
}

void tree_notices(const struct tree *t)
{
	if (t->left_out > 0)
		notice("%llu columns of the streams are not in their schemas and are left out",
		       (unsigned long long)t->left_out);
	if (t->uneven > 0)
		notice("%llu elements hold lists of different lengths, paired in their order",
		       (unsigned long long)t->uneven);
}

void tree_free(struct tree *t)
{
	for (size_t i = 0; i < t->table_count; i++)
		memory_free(t->tables[i].all.at);
	memory_free(t->nodes);
	memory_free(t->uses);
	spool_free(&t->spool);
	buffer_free(&t->out);
	arena_free(&t->arena);
}
