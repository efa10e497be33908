#include "outlet/tree_internal.h"

/* Above this, rows are found by a map. */
enum { FEW = 32, FLUSH = 1 << 16 };

static void node_write(struct tree *t, size_t node);

static void indent(struct tree *t, size_t node)
{
	for (size_t i = 1; i < t->nodes[node].level; i++)
		buffer_string(&t->out, "  ");
}

static void tag(struct tree *t, size_t node, bool end)
{
	buffer_string(&t->out, end ? "</" : "<");
	buffer_text_add(&t->out, t->nodes[node].name);
	buffer_byte(&t->out, '>');
}

/* Characters that XML 1.0 has no way to write are refused. */
static void value_add(struct tree *t, const struct tree_table *table, size_t column, struct text v)
{
	struct place place = {.file = table->file,
			      .column =
				      text_string(&t->arena, table->schema->columns[column].name)};

	for (size_t i = 0; i < v.length; i++) {
		unsigned char byte = (unsigned char)v.at[i];

		if ((byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r') ||
		    (byte == 0xef && i + 2 < v.length && v.at[i + 1] == '\xbf' &&
		     (v.at[i + 2] == '\xbe' || v.at[i + 2] == '\xbf')))
			fail_at(EXIT_DATA, place, "xml", "a character that XML cannot hold");
		if (byte == '&')
			buffer_string(&t->out, "&amp;");
		else if (byte == '<')
			buffer_string(&t->out, "&lt;");
		else if (byte == '>')
			buffer_string(&t->out, "&gt;");
		else if (byte == '\r')
			buffer_string(&t->out, "&#13;");
		else
			buffer_byte(&t->out, v.at[i]);
	}
}

static void element(struct tree *t, size_t node, const struct tree_use *use, struct text value)
{
	if (value.length == 0)
		return;
	indent(t, node);
	tag(t, node, false);
	value_add(t, &t->tables[use->table], use->column, value);
	tag(t, node, true);
	buffer_byte(&t->out, '\n');
	t->elements++;
}

/* Of the tables that have a record in hand, the one nearest to the field. */
static const struct tree_use *use_in_hand(const struct tree *t, size_t node)
{
	const struct tree_use *best = NULL;

	for (size_t i = t->nodes[node].use; i; i = t->uses[i - 1].next) {
		const struct tree_use *use = &t->uses[i - 1];
		const struct tree_table *table = &t->tables[use->table];

		if (table->current &&
		    (!best || t->nodes[table->record].level >=
				      t->nodes[t->tables[best->table].record].level))
			best = use;
	}
	return best;
}

static struct text field_value(const struct tree *t, const struct tree_use *use)
{
	return t->tables[use->table].current->cells[use->column];
}

static bool listed(const struct tree *t, const struct tree_use *use)
{
	return t->tables[use->table].schema->columns[use->column].list;
}

static void field_write(struct tree *t, size_t node)
{
	const struct tree_use *use = use_in_hand(t, node);
	struct text rest, part;

	if (!use)
		return;
	rest = field_value(t, use);
	if (!listed(t, use)) {
		if (t->part == NO_COLUMN || t->part == 0)
			element(t, node, use, rest);
		return;
	}
	for (size_t i = 0; text_cut(&rest, '|', &part); i++)
		if (t->part == NO_COLUMN || t->part == i)
			element(t, node, use, part);
}

static void children_write(struct tree *t, size_t node)
{
	for (size_t i = t->nodes[node].child; i; i = t->nodes[i].sibling)
		node_write(t, i);
}

static void opened(struct tree *t, size_t node)
{
	indent(t, node);
	tag(t, node, false);
	buffer_byte(&t->out, '\n');
}

static void closed(struct tree *t, size_t node)
{
	indent(t, node);
	tag(t, node, true);
	buffer_byte(&t->out, '\n');
	t->elements++;
	if (t->out.length > FLUSH) {
		spool_add(&t->spool, buffer_text(&t->out));
		buffer_reset(&t->out);
	}
}

/* Elements of the lists that are fields right below a node: the most, and are
 * they all as many? */
static size_t parts(const struct tree *t, size_t node, bool *even)
{
	size_t most = 0;

	*even = true;
	for (size_t i = t->nodes[node].child; i; i = t->nodes[i].sibling) {
		const struct tree_use *use = use_in_hand(t, i);
		struct text rest = use ? field_value(t, use) : TEXT_NONE, part;
		size_t count = 0;

		if (rest.length > 0 && !listed(t, use))
			count = 1;
		else
			while (rest.length > 0 && text_cut(&rest, '|', &part))
				count++;
		*even = *even && (count == 0 || most == 0 || count == most);
		most = count > most ? count : most;
	}
	return most;
}

/* An element that repeats for the elements of lists: AREVIEW with a REVIEW and
 * a REVIEW_CODE each. */
static void lists_write(struct tree *t, size_t node)
{
	bool even;
	size_t count = parts(t, node, &even);

	t->uneven += !even;
	for (size_t i = 0; i < count; i++) {
		t->part = i;
		opened(t, node);
		children_write(t, node);
		closed(t, node);
	}
	t->part = NO_COLUMN;
}

/* The table that says how often the element stands there, or SIZE_MAX. */
static size_t driver_of(const struct tree *t, size_t node)
{
	size_t first = SIZE_MAX;

	for (size_t i = 0; i < t->table_count; i++) {
		if (t->tables[i].record == node)
			return i;
		if (first == SIZE_MAX && t->tables[i].list.count > 0 &&
		    tree_on_path(t, node, t->tables[i].record))
			first = i;
	}
	return first;
}

static void orphans_fail(const struct tree *t, size_t driver, const struct tree_table *table)
{
	size_t orphans = 0;

	for (size_t i = 0; i < table->list.count; i++)
		orphans += !table->list.at[i]->taken;
	if (orphans > 0)
		fail_at(EXIT_DATA, (struct place){.file = table->file}, "parent",
			"%zu records belong to none of schema %.*s", orphans,
			(int)t->tables[driver].schema->name.length,
			t->tables[driver].schema->name.at);
}

/* One instance: `count` rows of the driver from `first` on. */
static void instance_write(struct tree *t, size_t node, size_t driver, struct tree_row **first,
			   size_t count, struct tree_finder *finders, struct tree_rows *saved)
{
	struct tree_table *d = &t->tables[driver];

	for (size_t i = 0; i < t->table_count; i++)
		if (i != driver && tree_on_path(t, node, t->tables[i].record)) {
			t->tables[i].list = saved[i];
			t->tables[i].list =
				tree_rows_of(t, &finders[i], d, &t->tables[i], node, first[0]);
		}
	for (size_t i = 0; i < count; i++)
		first[i]->taken = true;
	d->current = first[0];
	d->list = (struct tree_rows){.at = first, .count = count};
	opened(t, node);
	children_write(t, node);
	closed(t, node);
	d->current = NULL;
}

/* A second instance is there: every table must be able to say which it means. */
static void ambiguous_fail(const struct tree *t, size_t node, size_t driver,
			   const struct tree_rows *lists)
{
	for (size_t i = 0; i < t->table_count; i++)
		if (i != driver && lists[i].count > 0 &&
		    tree_on_path(t, node, t->tables[i].record) &&
		    !tree_shared(&t->tables[driver], &t->tables[i], node))
			fail_at(EXIT_DATA, (struct place){.file = t->tables[i].file}, "parent",
				"nothing says to which of several %.*s a record belongs",
				(int)t->nodes[node].name.length, t->nodes[node].name.at);
}

static void instances_write(struct tree *t, size_t node)
{
	size_t driver = driver_of(t, node);

	if (driver == SIZE_MAX) {
		lists_write(t, node);
		return;
	}
	struct tree_table *d = &t->tables[driver];
	struct tree_finder *finders = ARENA_ARRAY(&t->arena, t->table_count, struct tree_finder);
	struct tree_rows *saved = ARENA_ARRAY(&t->arena, t->table_count, struct tree_rows);
	struct tree_row *outer = d->current;

	for (size_t i = 0; i < t->table_count; i++) {
		saved[i] = t->tables[i].list;
		if (i != driver && tree_on_path(t, node, t->tables[i].record)) {
			for (size_t j = 0; j < saved[i].count; j++)
				saved[i].at[j]->taken = false;
			if (saved[i].count > FEW)
				tree_finder(t, &finders[i], d, &t->tables[i], node);
		}
	}
	for (size_t i = 0, count; i < saved[driver].count; i += count) {
		for (count = 1; d->record != node && i + count < saved[driver].count; count++)
			if (!tree_together(d, node, saved[driver].at[i],
					   saved[driver].at[i + count]))
				break;
		if (i > 0)
			ambiguous_fail(t, node, driver, saved);
		instance_write(t, node, driver, saved[driver].at + i, count, finders, saved);
	}
	for (size_t i = 0; i < t->table_count; i++) {
		t->tables[i].list = saved[i];
		if (i != driver && tree_on_path(t, node, t->tables[i].record))
			orphans_fail(t, driver, &t->tables[i]);
		map_free(&finders[i].map);
	}
	d->current = outer;
}

/* A container without anything in it is left out. */
static void container_write(struct tree *t, size_t node)
{
	size_t start = t->out.length;
	uint64_t before = t->elements;

	opened(t, node);
	children_write(t, node);
	if (t->elements == before && t->nodes[node].level > 1)
		t->out.length = start;
	else
		closed(t, node);
}

static void node_write(struct tree *t, size_t node)
{
	if (t->nodes[node].use)
		field_write(t, node);
	else if (t->nodes[node].repeats)
		instances_write(t, node);
	else if (t->nodes[node].child)
		container_write(t, node);
}

void tree_build(struct tree *t)
{
	tree_shape(t);
	for (size_t i = 0; i < t->table_count; i++)
		t->tables[i].list = t->tables[i].all;
	buffer_string(&t->out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
	node_write(t, t->nodes[0].child);
	spool_add(&t->spool, buffer_text(&t->out));
	buffer_reset(&t->out);
}
