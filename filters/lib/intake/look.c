#include "intake/look_internal.h"

#include <stdlib.h>

#include "base/error.h"

struct look_table *look_table_add(struct look *l, const struct received *f)
{
	struct buffer packing = {0};

	l->tables = preamble_array(l->arena, l->tables, &l->table_capacity, l->table_count,
				   sizeof *l->tables);
	struct look_table *t = &l->tables[l->table_count++];

	*t = (struct look_table){
		.path = f->path,
		.name = text_string(l->arena, text_of(f->name ? f->name : "stdin")),
		.member = f->member ? text_string(l->arena, text_of(f->member)) : NULL,
		.entry = f->archive_kind != PACKING_NONE ? f->entry : 0,
	};
	if (f->archive_kind != PACKING_NONE)
		buffer_string(&packing, packing_name(f->archive_kind));
	if (f->packing != f->archive_kind && f->packing != PACKING_NONE) {
		buffer_string(&packing, packing.length > 0 ? ", " : "");
		buffer_string(&packing, packing_name(f->packing));
	}
	if (packing.length > 0)
		t->packing = text_string(l->arena, buffer_text(&packing));
	buffer_free(&packing);
	return t;
}

/* Most of its columns are there: more than general titles speak for it. */
static bool covers(const struct look_fit *fit)
{
	return fit->present * 2 >= fit->schema->column_count;
}

static int by_fit(const void *one, const void *other)
{
	const struct look_fit *a = one, *b = other;
	bool published = a->schema->layout == LAYOUT_PUBLISHED;
	size_t absent = a->schema->column_count - a->present;
	size_t others = b->schema->column_count - b->present;

	if (a->named != b->named)
		return a->named ? -1 : 1;
	if (a->known != b->known)
		return a->known > b->known ? -1 : 1;
	if (covers(a) != covers(b))
		return covers(a) ? -1 : 1;
	if (published != (b->schema->layout == LAYOUT_PUBLISHED))
		return published ? -1 : 1;
	if (absent != others)
		return absent < others ? -1 : 1;
	return b->hinted - a->hinted;
}

static int by_fit_and_name(const void *a, const void *b)
{
	int order = by_fit(a, b);

	return order ? order
		     : text_compare(((const struct look_fit *)a)->schema->name,
				    ((const struct look_fit *)b)->schema->name);
}

void look_sort(struct look_table *t)
{
	qsort(t->fits, t->fit_count, sizeof *t->fits, by_fit_and_name);
}

void look_lacks(struct look *l, struct look_fit *fit, const struct schema_column *column)
{
	struct buffer names = {0};

	buffer_text_add(&names, fit->lacks);
	buffer_string(&names, fit->lacks.length > 0 ? ", " : "");
	buffer_text_add(&names, column->name);
	fit->lacks = text_copy(l->arena, buffer_text(&names));
	buffer_free(&names);
}

bool look_enough(const struct look_fit *fit, size_t filled)
{
	return fit->known * 2 > filled ||
	       (fit->known >= LOOK_KNOWN && fit->present * 4 >= fit->schema->column_count * 3);
}

bool look_alike(const struct look_table *t, size_t i)
{
	const struct look_fit *best = &t->fits[0], *fit = &t->fits[i];

	if (by_fit(best, fit) == 0)
		return true;
	return best->named == fit->named && best->known == fit->known &&
	       best->hinted == fit->hinted && !covers(best) &&
	       !text_equal(best->schema->set, fit->schema->set);
}

static void know(struct look *l)
{
	const struct catalogue *c = l->catalogue;

	for (size_t i = 0; i < c->count; i++)
		for (size_t j = 0; j < c->schemas[i].column_count; j++)
			for (size_t k = 0; k < c->schemas[i].columns[j].title_count; k++)
				map_add(&l->known, c->schemas[i].columns[j].titles[k], NULL);
}

struct text look_shown(struct look *l, struct text title)
{
	struct buffer folded = {0};

	if (l->known.count == 0)
		know(l);
	schema_fold(&folded, title);
	bool shown = l->shows_titles || map_find(&l->known, title) ||
		     map_find(&l->known, buffer_text(&folded));

	buffer_free(&folded);
	return shown ? text_copy(l->arena, title) : TEXT_NONE;
}

bool look_tied(const struct look_table *t)
{
	for (size_t i = 1; i < t->fit_count; i++)
		if (look_alike(t, i))
			return true;
	return false;
}

/* The first bytes again, then the rest of the file. */
struct again {
	struct text held;
	struct received *file; /* NULL: only the first */
};

static size_t again_read(void *context, char *into, size_t room)
{
	struct again *a = context;
	size_t n = a->held.length < room ? a->held.length : room;

	if (n == 0)
		return a->file ? received_read(a->file, into, room) : 0;
	memcpy(into, a->held.at, n);
	a->held = (struct text){a->held.at + n, a->held.length - n};
	return n;
}

static enum encoding decode(struct look_sample *s, enum encoding encoding)
{
	struct again first = {buffer_text(&s->raw), NULL};
	struct decoder decoder;
	size_t got;

	buffer_reset(&s->text);
	decoder_start(&decoder, (struct inlet){again_read, &first}, encoding);
	do {
		buffer_room(&s->text, 64 << 10);
		got = decoder_read(&decoder, s->text.at + s->text.length, 64 << 10);
		s->text.length += got;
	} while (got > 0);
	return decoder.encoding;
}

/* Is it UTF-8, but for a character of up to `*cut` bytes that its end may have cut?
 * Leaves in it how many. */
static bool is_utf8(struct text text, size_t *cut)
{
	size_t most = *cut;

	for (*cut = 0; *cut <= most && *cut <= text.length; ++*cut)
		if (text_utf8((struct text){text.at, text.length - *cut}))
			return true;
	return false;
}

static bool sample_is_utf8(const struct look_sample *s)
{
	return is_utf8(buffer_text(&s->text), &(size_t){s->whole ? 0 : 3});
}

/* Is the rest of the file UTF-8, behind the sample? */
static bool rest_is_utf8(const struct look_sample *s, struct received *f)
{
	struct buffer block = {0};
	size_t cut = 3, got = 1;
	bool is = is_utf8(buffer_text(&s->raw), &cut);

	buffer_add(&block, s->raw.at + s->raw.length - cut, cut);
	while (is && got > 0) {
		buffer_room(&block, LOOK_BYTES);
		got = received_read(f, block.at + block.length, LOOK_BYTES);
		block.length += got;
		cut = got > 0 ? 3 : 0;
		is = is_utf8(buffer_text(&block), &cut);
		memmove(block.at, block.at + block.length - cut, cut);
		block.length = cut;
	}
	buffer_free(&block);
	return is;
}

/* Can the encoding be told from the bytes, whatever it is said to be? A document in
 * XML that is found not to be UTF-8 later is refused, others would be misread. */
static bool is_known(const struct look *l, const struct look_table *t, const struct look_sample *s,
		     struct received *f, bool xml)
{
	if (t->encoding != ENCODING_UTF8)
		return true;
	if (!sample_is_utf8(s))
		return false;
	return xml || s->whole || l->encoding == ENCODING_DETECT || l->most == LOOK_BYTES ||
	       rest_is_utf8(s, f);
}

static bool holds(struct text name, struct text part)
{
	struct buffer folded = {0};

	schema_fold(&folded, part);
	bool has = folded.length > 2 && name.length > 0 &&
		   memmem(name.at, name.length, folded.at, folded.length);

	buffer_free(&folded);
	return has;
}

/* Where schemas fit alike the file's name may decide. */
static void take_hints(struct look_table *t)
{
	const char *start = t->member ? t->member : t->name;
	const char *slash = strrchr(start, '/');
	struct buffer name = {0};

	schema_fold(&name, text_of(slash ? slash + 1 : start));
	for (size_t i = 0; i < t->fit_count; i++) {
		const struct schema *s = t->fits[i].schema;

		t->fits[i].hinted =
			holds(buffer_text(&name), s->table) || holds(buffer_text(&name), s->set);
	}
	look_sort(t);
	buffer_free(&name);
}

static void sample_take(struct look_sample *s, struct received *f)
{
	size_t got;

	do {
		buffer_room(&s->raw, 64 << 10);
		got = received_read(f, s->raw.at + s->raw.length, 64 << 10);
		s->raw.length += got;
	} while (got > 0 && s->raw.length < LOOK_BYTES);
	s->whole = got == 0;
}

static void look_xml(struct look *l, struct look_table *t, const struct look_sample *s,
		     struct received *f)
{
	struct again all = {buffer_text(&s->raw), f};
	struct decoder decoder;
	struct outline o = {0};

	enum encoding encoding = t->known ? ENCODING_DETECT : l->encoding;

	decoder_start(&decoder, (struct inlet){again_read, &all}, encoding);
	outline_xml(&o, (struct inlet){decoder_read, &decoder},
		    encoding != ENCODING_DETECT || decoder.encoding != ENCODING_UTF8, l->most);
	t->format = LOOK_XML;
	look_paths(l, t, &o);
	outline_free(&o);
}

static void look_json(struct look *l, struct look_table *t, const struct look_sample *s)
{
	struct outline o = {0};

	outline_json(&o, buffer_text(&s->text), s->whole);
	t->format = LOOK_JSON;
	t->records = o.records;
	t->whole = s->whole;
	look_paths(l, t, &o);
	outline_free(&o);
}

/* A brace, or a bracket with a brace or its end behind it. */
static bool is_json(struct text start)
{
	size_t i = 1;

	while (i < start.length && start.at[0] == '[' && strchr(" \t\r\n", start.at[i]))
		i++;
	return start.at[0] == '{' ||
	       (start.at[0] == '[' && i < start.length && strchr("{]", start.at[i]));
}

void look_member(struct look *l, struct received *f)
{
	if (f->workbook) {
		look_workbook(l, f);
		return;
	}
	struct look_table *t = look_table_add(l, f);
	struct look_sample s = {0};

	sample_take(&s, f);
	t->encoding = decode(&s, ENCODING_DETECT);
	struct text start = text_trim(buffer_text(&s.text));

	t->known = is_known(l, t, &s, f, start.length > 0 && start.at[0] == '<');
	if (!t->known && l->encoding != ENCODING_DETECT)
		t->encoding = decode(&s, l->encoding);
	start = text_trim(buffer_text(&s.text));

	if (start.length == 0)
		t->whole = true;
	else if (memchr(start.at, 0, start.length < 512 ? start.length : 512))
		t->format = LOOK_OTHER;
	else if (start.at[0] == '<')
		look_xml(l, t, &s, f);
	else {
		t->doubtful = t->encoding == ENCODING_UTF8 && !sample_is_utf8(&s);
		if (t->doubtful)
			t->encoding = decode(&s, ENCODING_CP1252);
		if (is_json(start))
			look_json(l, t, &s);
		else
			look_text(l, t, &s);
		take_hints(t);
	}
	buffer_free(&s.raw);
	buffer_free(&s.text);
}

void look_free(struct look *l)
{
	map_free(&l->titles);
	map_free(&l->known);
}
