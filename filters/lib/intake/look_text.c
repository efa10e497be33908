#include "intake/look_internal.h"
#include "read/csv.h"

static const char delimiters[] = {',', '\t', '|', ';'};

/* A row that may be the row of titles. */
struct candidate {
	uint64_t lead;
	char delimiter;
	size_t cells;
	struct look_table found;
};

static size_t rest_read(void *context, char *into, size_t room)
{
	struct text *rest = context;
	size_t n = rest->length < room ? rest->length : room;

	memcpy(into, rest->at, n);
	*rest = (struct text){rest->at + n, rest->length - n};
	return n;
}

/* Takes a line off, its end (LF, CRLF, CR) with it; gives it without. */
static struct text line_take(struct text *rest)
{
	size_t length = 0;
	struct text line;

	while (length < rest->length && rest->at[length] != '\n' && rest->at[length] != '\r')
		length++;
	line = (struct text){rest->at, length};
	length += length + 1 < rest->length && rest->at[length] == '\r' &&
		  rest->at[length + 1] == '\n';
	length += length < rest->length;
	*rest = (struct text){rest->at + length, rest->length - length};
	return line;
}

static struct text text_below(const struct look_sample *s, uint64_t lead)
{
	struct text rest = buffer_text(&s->text);

	for (; lead > 0; lead--)
		line_take(&rest);
	return rest;
}

static void name_lacking(struct look *l, struct look_fit *fit, const struct text *titles,
			 size_t count)
{
	const struct schema *s = fit->schema;
	size_t *at = memory_take((s->column_count + 1) * sizeof *at);

	schema_fit(s, titles, count, at);
	for (size_t i = 0; i < s->column_count; i++)
		if (s->columns[i].required && at[i] == NO_COLUMN)
			look_lacks(l, fit, &s->columns[i]);
	memory_free(at);
}

static void list_titles(struct look *l)
{
	for (size_t i = 0; i < l->catalogue->count; i++) {
		const struct schema *s = &l->catalogue->schemas[i];

		for (size_t j = 0; j < s->column_count; j++)
			for (size_t k = 0; k < s->columns[j].title_count; k++)
				map_add(&l->titles, s->columns[j].titles[k], NULL);
	}
}

/* The titles that some schema has; others need not be held against each of them.
 * Gives how many. */
static size_t keep_titles(struct look *l, const struct text *titles, size_t count,
			  struct text *kept)
{
	struct buffer folded = {0};
	size_t many = 0;

	if (l->titles.count == 0)
		list_titles(l);
	for (size_t i = 0; i < count; i++) {
		struct text forms[] = {titles[i], schema_title_name(titles[i])};
		bool has = false;

		for (size_t j = 0; j < 2 && !has; j++) {
			buffer_reset(&folded);
			schema_fold(&folded, forms[j]);
			has = map_find(&l->titles, buffer_text(&folded)) != NULL;
		}
		if (has)
			kept[many++] = titles[i];
	}
	buffer_free(&folded);
	return many;
}

void look_fit_titles(struct look *l, struct look_table *t, const struct text *titles, size_t count)
{
	const struct catalogue *c = l->catalogue;
	struct look_fit *fits = ARENA_ARRAY(l->arena, c->count + 1, struct look_fit);
	struct look_fit nearest = {0};
	struct text *kept = memory_take((count + 1) * sizeof *kept);
	size_t filled = 0, many = keep_titles(l, titles, count, kept);

	for (size_t i = 0; i < count; i++)
		filled += text_trim(titles[i]).length > 0;
	t->fits = fits;
	t->fit_count = 0;
	for (size_t i = 0; i < c->count; i++) {
		const struct schema *s = &c->schemas[i];

		if (s->untitled || schema_formats[s->format].titles != TITLES_ROW)
			continue;
		size_t *at = memory_take((s->column_count + 1) * sizeof *at);
		struct schema_fit fit = schema_fit(s, kept, many, at);
		struct look_fit look = {.schema = s,
					.known = fit.known,
					.unknown = count - fit.known,
					.missing = fit.missing};

		for (size_t j = 0; j < s->column_count; j++)
			look.present += at[j] != NO_COLUMN;
		memory_free(at);
		if (fit.twice == 0 && fit.missing == 0 && fit.known > 1 &&
		    look_enough(&look, filled))
			fits[t->fit_count++] = look;
		if (fit.known > nearest.known)
			nearest = look;
	}
	t->complete = t->fit_count > 0;
	look_sort(t);
	if (t->fit_count == 0 && nearest.known > 1) {
		name_lacking(l, &nearest, titles, count);
		fits[t->fit_count++] = nearest;
	}
	memory_free(kept);
	t->titled = t->complete || (t->fit_count > 0 && fits[0].known * 2 > filled);
}

/* The titles that no column of the best schema reads. */
void look_name_unread(struct look *l, struct look_table *t, const struct text *titles, size_t count)
{
	t->titles = ARENA_ARRAY(l->arena, count + 1, struct text);
	t->positions = ARENA_ARRAY(l->arena, count + 1, size_t);
	for (size_t i = 0; t->fit_count > 0 && i < count; i++) {
		size_t *at = memory_take((t->fits[0].schema->column_count + 1) * sizeof *at);

		if (schema_fit(t->fits[0].schema, &titles[i], 1, at).known == 0) {
			t->titles[t->title_count] = look_shown(l, titles[i]);
			t->positions[t->title_count++] = i + 1;
		}
		memory_free(at);
	}
}

static size_t best_known(const struct look_table *t)
{
	return t->fit_count > 0 ? t->fits[0].known : 0;
}

struct shape {
	size_t cells;     /* of the first record */
	uint64_t records; /* with so many cells */
	uint64_t all;
};

static struct shape measure(const struct look_sample *s, char delimiter, uint64_t lead)
{
	struct text rest = text_below(s, lead);
	struct raw_record row;
	struct shape shape = {0};
	struct csv csv;

	csv_start(&csv, (struct inlet){rest_read, &rest}, delimiter);
	csv.untitled = true; /* so that only records of one width are alike */
	for (; csv_next(&csv, &row); shape.all++) {
		if (!row.flaw && shape.cells == 0)
			shape.cells = row.cells;
		shape.records += !row.flaw;
	}
	csv_free(&csv);
	/* The end of the sample has cut the last one. */
	shape.all -= shape.all > 0 && !s->whole;
	return shape;
}

/* Prose may hold a line of two or three words that are titles; it is a table
 * when most of the lines below have as many cells. */
static void doubt(const struct look_sample *s, struct candidate *c)
{
	if (!c->found.complete || c->found.fits[0].known >= LOOK_KNOWN)
		return;
	struct shape shape = measure(s, c->delimiter, c->lead);

	if (shape.all > 1 && (shape.records - 1) * 2 < shape.all - 1)
		c->found = (struct look_table){0};
}

/* Holds the row below `lead` lines against the schemas; `names`: for good. */
static void try_row(struct look *l, const struct look_sample *s, struct candidate *c, bool names)
{
	struct text rest = text_below(s, c->lead);
	struct raw_record row;
	struct csv csv;

	csv_start(&csv, (struct inlet){rest_read, &rest}, c->delimiter);
	if (csv_next(&csv, &row) && !row.flaw) {
		struct text *titles = memory_take((row.cells + 1) * sizeof *titles);

		for (size_t i = 0; i < row.cells; i++)
			titles[i] = raw_cell(&row, i);
		c->cells = row.cells;
		if (!names) {
			look_fit_titles(l, &c->found, titles, row.cells);
			doubt(s, c);
		} else
			look_name_unread(l, &c->found, titles, row.cells);
		memory_free(titles);
	}
	csv_free(&csv);
}

bool look_better(const struct look_table *t, const struct look_table *than)
{
	if (t->complete != than->complete)
		return t->complete;
	return best_known(t) > best_known(than);
}

/* The row of titles: any of the first rows, cut by any delimiter. */
static struct candidate find_titles(struct look *l, const struct look_sample *s)
{
	struct candidate best = {0};

	for (uint64_t lead = 0; lead < LOOK_TITLES_WITHIN && !best.found.complete; lead++)
		for (size_t d = 0; d < sizeof delimiters; d++) {
			struct candidate c = {.lead = lead, .delimiter = delimiters[d]};

			if (l->delimiter && l->delimiter != c.delimiter)
				continue;
			try_row(l, s, &c, false);
			if (look_better(&c.found, &best.found))
				best = c;
		}
	return best;
}

static size_t width_of(const struct schema *s)
{
	size_t width = 0;

	for (size_t i = 0; i < s->column_count; i++)
		width = s->columns[i].at.last > width ? s->columns[i].at.last : width;
	return width;
}

/* What reads tables without titles, that has this format and width? */
static void find_untitled(struct look *l, struct look_table *t, const struct look_sample *s)
{
	const struct catalogue *c = l->catalogue;

	t->fits = ARENA_ARRAY(l->arena, c->count + 1, struct look_fit);
	t->fit_count = 0;
	for (size_t i = 0; i < c->count; i++) {
		const struct schema *schema = &c->schemas[i];
		size_t width = width_of(schema), has = 0;

		if (schema->format == SCHEMA_FIXED) {
			struct text below = text_below(s, schema->lead);

			has = text_characters(line_take(&below));
		} else if (schema->untitled) {
			struct shape shape = measure(s, schema->delimiter, schema->lead);

			has = shape.cells;
			t->records = has == width ? shape.all : t->records;
		}
		if (has == 0 || has != width)
			continue;
		t->perhaps = true;
		t->lead = schema->lead;
		t->cells = has;
		t->format = schema->format == SCHEMA_FIXED ? LOOK_FIXED : LOOK_TABLE;
		t->delimiter = schema->delimiter;
		t->fits[t->fit_count++] =
			(struct look_fit){.schema = schema, .known = has, .present = has};
	}
}

/* Lines of one length, all but the first, which may be a header of its own. */
static bool is_fixed(const struct look_sample *s, size_t *width, uint64_t *lines)
{
	struct text rest = buffer_text(&s->text);

	line_take(&rest);
	*width = 0;
	for (*lines = 0; rest.length > 0; ++*lines) {
		struct text line = line_take(&rest);
		size_t length = text_characters(line);

		if (rest.length == 0 && (length == 0 || !s->whole))
			break;
		*width = *width ? *width : length;
		if (length != *width)
			return false;
	}
	return *lines > 0 && *width >= 20;
}

/* No schema's titles: the delimiter that makes most records alike. */
static void guess(struct look *l, struct look_table *t, const struct look_sample *s)
{
	struct shape best = {0};
	size_t width;
	uint64_t lines;

	t->format = LOOK_TABLE;
	t->delimiter = l->delimiter ? l->delimiter : ',';
	for (size_t d = 0; d < sizeof delimiters; d++) {
		struct shape shape = measure(s, delimiters[d], 0);

		if ((l->delimiter && l->delimiter != delimiters[d]) ||
		    (!l->delimiter && shape.cells < 2) || shape.records <= best.records)
			continue;
		best = shape;
		t->delimiter = delimiters[d];
	}
	t->cells = best.cells;
	t->records = best.all;
	if (best.records < 2 && is_fixed(s, &width, &lines)) {
		t->format = LOOK_FIXED;
		t->cells = width;
		t->records = lines;
	}
	find_untitled(l, t, s);
}

void look_text(struct look *l, struct look_table *t, const struct look_sample *s)
{
	struct candidate best = find_titles(l, s);

	t->format = LOOK_TABLE;
	t->whole = s->whole;
	if (best.found.fit_count == 0 || (!best.found.complete && !best.found.titled)) {
		guess(l, t, s);
		if (t->fit_count > 0 || best.found.fit_count == 0)
			return;
	}
	try_row(l, s, &best, true);
	t->fits = best.found.fits;
	t->fit_count = best.found.fit_count;
	t->complete = best.found.complete;
	t->titled = best.found.titled;
	t->titles = best.found.titles;
	t->positions = best.found.positions;
	t->title_count = best.found.title_count;
	t->format = LOOK_TABLE;
	t->delimiter = best.delimiter;
	t->lead = best.lead;
	t->cells = best.cells;
	t->records = measure(s, best.delimiter, best.lead).all;
	t->records -= t->records > 0;
}
