#include "outlet/tree_internal.h"

/* Fields that a table names of the element at `node`, and the driver has too. */
static bool shared(const struct tree_table *driver, const struct tree_table *table, size_t column,
		   size_t node, size_t *theirs)
{
	if (table->scopes[column] != node || !table->nodes[column])
		return false;
	for (*theirs = 0; *theirs < driver->schema->column_count; ++*theirs)
		if (driver->nodes[*theirs] == table->nodes[column])
			return true;
	return false;
}

static void key_of(const struct tree_table *driver, const struct tree_table *table, size_t node,
		   const struct tree_row *row, bool drivers, struct buffer *key)
{
	size_t theirs;

	buffer_reset(key);
	for (size_t i = 0; i < table->schema->column_count; i++) {
		if (!shared(driver, table, i, node, &theirs))
			continue;
		buffer_text_add(key, row->cells[drivers ? theirs : i]);
		buffer_byte(key, '\x1f');
	}
}

bool tree_shared(const struct tree_table *driver, const struct tree_table *table, size_t node)
{
	size_t theirs;

	for (size_t i = 0; i < table->schema->column_count; i++)
		if (shared(driver, table, i, node, &theirs))
			return true;
	return false;
}

/* Are two rows of one table in the same instance of `node`? */
bool tree_together(const struct tree_table *table, size_t node, const struct tree_row *a,
		   const struct tree_row *b)
{
	bool any = false;

	for (size_t i = 0; i < table->schema->column_count; i++) {
		if (!table->nodes[i] || table->scopes[i] != node)
			continue;
		any = true;
		if (!text_equal(a->cells[i], b->cells[i]))
			return false;
	}
	return any;
}

/* Chains rows by key, in their order. */
void tree_finder(struct tree *t, struct tree_finder *f, const struct tree_table *driver,
		 const struct tree_table *table, size_t node)
{
	struct buffer key = {0};

	f->used = true;
	f->rows = ARENA_ARRAY(&t->arena, table->list.count + 1, struct tree_row *);
	for (size_t i = table->list.count; i-- > 0;) {
		bool fresh;

		key_of(driver, table, node, table->list.at[i], false, &key);
		uint64_t *at = map_add(&f->map, buffer_text(&key), &fresh);

		if (fresh)
			*at = f->count++;
		table->list.at[i]->same = fresh ? NULL : f->rows[*at];
		f->rows[*at] = table->list.at[i];
	}
	buffer_free(&key);
}

static void row_take(struct tree *t, struct tree_rows *rows, struct tree_row *row)
{
	if (row->taken)
		return;
	if (rows->count == rows->capacity) {
		size_t capacity = rows->capacity ? 2 * rows->capacity : 4;
		struct tree_row **more = ARENA_ARRAY(&t->arena, capacity, struct tree_row *);

		if (rows->count)
			memcpy(more, rows->at, rows->count * sizeof *more);
		rows->at = more;
		rows->capacity = capacity;
	}
	row->taken = true;
	rows->at[rows->count++] = row;
}

/* The rows of a table that belong to the driver's row. */
struct tree_rows tree_rows_of(struct tree *t, struct tree_finder *f,
			      const struct tree_table *driver, const struct tree_table *table,
			      size_t node, const struct tree_row *row)
{
	struct tree_rows found = {0};
	struct buffer key = {0}, other = {0};

	key_of(driver, table, node, row, true, &key);
	if (f->used) {
		uint64_t *at = map_find(&f->map, buffer_text(&key));

		for (struct tree_row *r = at ? f->rows[*at] : NULL; r; r = r->same)
			row_take(t, &found, r);
	} else {
		for (size_t i = 0; i < table->list.count; i++) {
			key_of(driver, table, node, table->list.at[i], false, &other);
			if (text_equal(buffer_text(&key), buffer_text(&other)))
				row_take(t, &found, table->list.at[i]);
		}
	}
	buffer_free(&key);
	buffer_free(&other);
	return found;
}
