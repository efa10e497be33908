#include "intake/look_internal.h"

/* A title as a path from the root: `../` goes up from the record element. */
static struct text full_path(struct buffer *b, struct text record, struct text title)
{
	while (text_starts(title, "../")) {
		while (record.length > 0 && record.at[record.length - 1] != '/')
			record.length--;
		record.length -= record.length > 0;
		title = (struct text){title.at + 3, title.length - 3};
	}
	buffer_reset(b);
	buffer_text_add(b, record);
	if (record.length > 0)
		buffer_byte(b, '/');
	buffer_text_add(b, title);
	return buffer_text(b);
}

/* All titles of a schema as paths, in a map. */
static void paths_of(const struct schema *s, struct map *paths)
{
	struct buffer path = {0};

	for (size_t i = 0; i < s->column_count; i++)
		for (size_t j = 0; j < s->columns[i].title_count; j++)
			map_add(paths, full_path(&path, s->record, s->columns[i].titles[j]), NULL);
	buffer_free(&path);
}

static bool has_column(const struct schema *s, size_t column, const struct map *there)
{
	struct buffer path = {0};
	bool has = false;

	for (size_t i = 0; !has && i < s->columns[column].title_count; i++)
		has = map_find(there, full_path(&path, s->record, s->columns[column].titles[i]));
	buffer_free(&path);
	return has;
}

static bool is_within(struct text path, struct text record)
{
	return record.length == 0 ||
	       (path.length > record.length && path.at[record.length] == '/' &&
		text_equal((struct text){path.at, record.length}, record));
}

/* `read`: the paths that some table of the document reads. */
static struct look_fit fit_paths(struct look *l, const struct schema *s, const struct outline *o,
				 const struct map *read)
{
	struct look_fit fit = {.schema = s};
	struct map paths = {0};

	paths_of(s, &paths);
	for (size_t i = 0; i < s->column_count; i++) {
		bool has = has_column(s, i, &o->elements);

		fit.present += has;
		fit.missing += s->columns[i].required && !has;
		if (s->columns[i].required && !has)
			look_lacks(l, &fit, &s->columns[i]);
	}
	for (size_t i = 0; i < o->filled.count; i++) {
		struct text path = o->filled.entries[i].key;

		fit.known += map_find(&paths, path) != NULL;
		fit.unknown += !map_find(read, path) && is_within(path, s->record);
	}
	map_free(&paths);
	return fit;
}

static void name_unread(struct look *l, struct look_table *t, const struct outline *o,
			const struct map *read)
{
	const struct schema *s = t->fits[0].schema;
	size_t own = s->record.length > 0 ? s->record.length + 1 : 0;

	t->titled = true;
	t->titles = ARENA_ARRAY(l->arena, o->filled.count + 1, struct text);
	t->positions = ARENA_ARRAY(l->arena, o->filled.count + 1, size_t);
	for (size_t i = 0; i < o->filled.count; i++) {
		struct text path = o->filled.entries[i].key;

		if (!is_within(path, s->record) || map_find(read, path))
			continue;
		t->titles[t->title_count] =
			look_shown(l, (struct text){path.at + own, path.length - own});
		t->positions[t->title_count++] = i + 1;
	}
}

/* How many record elements of its set does the document have? */
static size_t companions(const struct catalogue *c, const struct schema *s, const struct outline *o)
{
	size_t count = 0;

	for (size_t i = 0; i < c->count; i++)
		count += c->schemas[i].format == SCHEMA_XML &&
			 text_equal(c->schemas[i].set, s->set) &&
			 map_find(&o->elements, c->schemas[i].record);
	return count;
}

/* Is the record element there, and no other schema's for which more speaks?
 * Returns have parts of the same name and place: a header. */
static bool is_wanted(const struct catalogue *c, const struct schema *s, const struct outline *o)
{
	if (s->format != SCHEMA_XML || !map_find(&o->elements, s->record))
		return false;
	for (size_t i = 0; i < c->count; i++)
		if (c->schemas[i].format == SCHEMA_XML && &c->schemas[i] != s &&
		    text_equal(c->schemas[i].record, s->record) &&
		    companions(c, &c->schemas[i], o) > companions(c, s, o))
			return false;
	return true;
}

/* One schema a record element: a table of its own. */
static void add_xml(struct look *l, size_t *at, const struct schema *s, const struct outline *o,
		    const struct map *read)
{
	struct look_table copy = l->tables[*at];

	if (copy.fit_count > 0) {
		l->tables = preamble_array(l->arena, l->tables, &l->table_capacity, l->table_count,
					   sizeof *l->tables);
		*at = l->table_count++;
		copy.title_count = 0;
	}
	copy.records = *map_find(&o->elements, s->record);
	copy.whole = o->ended;
	copy.fits = ARENA_ARRAY(l->arena, 1, struct look_fit);
	copy.fits[0] = fit_paths(l, s, o, read);
	copy.fit_count = 1;
	copy.complete = copy.fits[0].missing == 0;
	copy.cells = copy.fits[0].known + copy.fits[0].unknown;
	name_unread(l, &copy, o, read);
	l->tables[*at] = copy;
}

static void look_xml(struct look *l, struct look_table *t, const struct outline *o)
{
	const struct catalogue *c = l->catalogue;
	size_t at = (size_t)(t - l->tables);
	struct map read = {0};

	for (size_t i = 0; i < c->count; i++)
		if (is_wanted(c, &c->schemas[i], o))
			paths_of(&c->schemas[i], &read);
	for (size_t i = 0; i < c->count; i++)
		if (is_wanted(c, &c->schemas[i], o))
			add_xml(l, &at, &c->schemas[i], o, &read);
	map_free(&read);
}

static void look_json(struct look *l, struct look_table *t, const struct outline *o)
{
	const struct catalogue *c = l->catalogue;
	struct look_fit nearest = {0};
	struct map read = {0};

	if (o->records == 0)
		t->fault = "is JSON, but not objects";
	t->fits = ARENA_ARRAY(l->arena, c->count + 1, struct look_fit);
	for (size_t i = 0; i < c->count; i++) {
		if (c->schemas[i].format != SCHEMA_JSON)
			continue;
		struct look_fit fit = fit_paths(l, &c->schemas[i], o, &read);

		if (fit.missing == 0 && look_enough(&fit, o->filled.count))
			t->fits[t->fit_count++] = fit;
		if (fit.known > nearest.known)
			nearest = fit;
	}
	t->complete = t->fit_count > 0;
	look_sort(t);
	if (t->fit_count == 0 && nearest.known > 1)
		t->fits[t->fit_count++] = nearest;
	t->cells = o->filled.count;
	if (t->fit_count > 0 && t->fits[0].known * 2 > o->filled.count) {
		paths_of(t->fits[0].schema, &read);
		t->fits[0] = fit_paths(l, t->fits[0].schema, o, &read);
		name_unread(l, t, o, &read);
	}
	map_free(&read);
}

void look_paths(struct look *l, struct look_table *t, const struct outline *o)
{
	t->fault = o->fault;
	if (t->format == LOOK_JSON)
		look_json(l, t, o);
	else
		look_xml(l, t, o);
}
