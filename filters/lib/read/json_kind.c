#include <jansson.h>

#include "read/json.h"
#include "read/json_texts.h"
#include "read/lead.h"
#include "read/lines.h"
#include "read/raw_reader.h"

#define NONE SIZE_MAX

/* The paths as a tree; node 0 is the record. */
struct node {
	struct text name;
	size_t child, sibling; /* 0: none */
	size_t column;         /* NONE: none */
};

struct value {
	struct buffer text;
	size_t count;
	bool bar;
};

struct state {
	struct lead lead;
	struct json_texts texts;
	struct lines lines;
	struct node *nodes;
	size_t node_count, node_capacity;
	struct value *values; /* by column */
	struct raw_span *spans;
	struct buffer line, record;
	bool *seen;
	uint64_t unread;
};

static size_t child_of(const struct state *s, size_t node, struct text name)
{
	if (node == NONE)
		return NONE;
	for (size_t i = s->nodes[node].child; i; i = s->nodes[i].sibling)
		if (text_equal(s->nodes[i].name, name))
			return i;
	return NONE;
}

static size_t node_add(struct state *s, size_t parent, struct text name)
{
	size_t node = s->node_count++;

	memory_need(&s->nodes, &s->node_capacity, s->node_count, sizeof *s->nodes);
	s->nodes[node] = (struct node){.name = name, .column = NONE};
	if (node > 0) {
		s->nodes[node].sibling = s->nodes[parent].child;
		s->nodes[parent].child = node;
	}
	return node;
}

static void start(struct raw_reader *r)
{
	struct state *s = r->state;
	const struct raw_layout *l = r->layout;

	json_set_alloc_funcs(memory_take, memory_free);
	lead_start(&s->lead, r->source.bytes, l->lead);
	json_texts_start(&s->texts, (struct inlet){lead_read, &s->lead}, r->source.file,
			 s->lead.lines, l->record);
	lines_start(&s->lines, (struct inlet){json_texts_read, &s->texts}, s->lead.lines);
	s->spans = ARENA_ARRAY(r->arena, l->column_count, struct raw_span);
	s->seen = ARENA_ARRAY(r->arena, l->column_count, bool);
	s->values = ARENA_ARRAY(r->arena, l->column_count, struct value);
	r->seen = s->seen;
	node_add(s, 0, TEXT_NONE);
	for (size_t i = 0; i < l->column_count; i++)
		for (size_t j = 0; j < l->columns[i].title_count; j++) {
			struct text path = l->columns[i].titles[j], name;
			size_t node = 0;

			while (text_cut(&path, '/', &name)) {
				size_t child = child_of(s, node, name);

				node = child == NONE ? node_add(s, node, name) : child;
			}
			s->nodes[node].column = i;
		}
}

static void take_value(struct state *s, const struct raw_layout *l, size_t node, struct text text)
{
	size_t column = node == NONE ? NONE : s->nodes[node].column;

	if (text.length == 0)
		return;
	if (column == NONE) {
		s->unread++;
		return;
	}
	struct value *v = &s->values[column];

	if (v->count++ > 0)
		buffer_byte(&v->text, '|');
	v->bar = v->bar || (l->columns[column].list && memchr(text.at, '|', text.length));
	buffer_text_add(&v->text, text);
}

static void walk(struct state *s, const struct raw_layout *l, size_t node, const json_t *json)
{
	if (node != NONE && s->nodes[node].column != NONE)
		s->seen[s->nodes[node].column] = true;
	if (json_is_object(json)) {
		json_t *object = (json_t *)(uintptr_t)json;

		for (void *i = json_object_iter(object); i; i = json_object_iter_next(object, i))
			walk(s, l, child_of(s, node, text_of(json_object_iter_key(i))),
			     json_object_iter_value(i));
	} else if (json_is_array(json)) {
		for (size_t i = 0; i < json_array_size(json); i++)
			walk(s, l, node, json_array_get(json, i));
	} else if (json_is_string(json)) {
		take_value(s, l, node,
			   (struct text){json_string_value(json), json_string_length(json)});
	} else if (json_is_boolean(json)) {
		take_value(s, l, node, text_of(json_is_true(json) ? "true" : "false"));
	}
}

/* Puts the values together; what is wrong with them goes into row. */
static void emit(struct state *s, const struct raw_layout *l, struct raw_record *row)
{
	struct buffer *b = &s->record;

	buffer_reset(b);
	for (size_t i = 0; i < l->column_count; i++) {
		const struct value *v = &s->values[i];

		if (v->count > 1 && !l->columns[i].list && !row->flaw) {
			row->flaw = "repeated";
			row->message = "two values for a column that holds one";
		}
		if (v->bar && !row->flaw) {
			row->flaw = "list";
			row->message = "an element of a list holds the separator `|`";
		}
		s->spans[i].start = (uint32_t)b->length;
		buffer_text_add(b, buffer_text(&v->text));
		s->spans[i].end = (uint32_t)b->length;
		buffer_byte(b, '\t');
	}
	row->at = b->at;
	row->spans = s->spans;
	row->cells = l->column_count;
}

static const char *parse(struct state *s, struct text line, json_t **json)
{
	json_error_t error;

	buffer_reset(&s->line);
	if (!json_quote_numbers(&s->line, line))
		return "not JSON";
	*json = json_loadb(s->line.at, s->line.length, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY,
			   &error);
	if (!*json)
		return json_error_code(&error) == json_error_duplicate_key
			       ? "two members of the same name in an object"
			       : "not JSON";
	if (json_is_object(*json))
		return NULL;
	json_decref(*json);
	return "not an object: each JSON line holds one object";
}

/* A line, or an object of a document. */
static bool next_text(struct state *s, struct text *text, const char **flaw)
{
	if (!s->texts.document)
		return lines_next(&s->lines, text, flaw);
	if (!json_texts_next(&s->texts, text))
		return false;
	s->lines.line = s->texts.line;
	*flaw = memchr(text->at, 0, text->length) ? "nul" : text_utf8(*text) ? NULL : "encoding";
	return true;
}

static bool next(struct raw_reader *r, struct raw_record *row)
{
	struct state *s = r->state;
	struct text line;
	const char *flaw = NULL, *wrong;
	json_t *json;

	if (!next_text(s, &line, &flaw)) {
		raw_figure(r, "blank.lines", s->lines.blank_lines);
		raw_figure(r, "unread.members", s->unread);
		s->lines.blank_lines = s->unread = 0;
		return false;
	}
	if (flaw) {
		lines_flawed(&s->lines, row, line, flaw, lines_explain(&s->lines, flaw));
		return true;
	}
	if ((wrong = parse(s, line, &json))) {
		lines_flawed(&s->lines, row, line, "json", wrong);
		return true;
	}
	for (size_t i = 0; i < r->layout->column_count; i++) {
		buffer_reset(&s->values[i].text);
		s->values[i].count = 0;
		s->values[i].bar = false;
	}
	walk(s, r->layout, 0, json);
	json_decref(json);
	*row = (struct raw_record){.line = s->lines.line, .text = line};
	emit(s, r->layout, row);
	return true;
}

static void finish(struct raw_reader *r)
{
	struct state *s = r->state;

	for (size_t i = 0; i < r->layout->column_count; i++)
		buffer_free(&s->values[i].text);
	lines_free(&s->lines);
	json_texts_free(&s->texts);
	lead_free(&s->lead);
	memory_free(s->nodes);
	buffer_free(&s->line);
	buffer_free(&s->record);
}

const struct raw_kind raw_json = {"json", sizeof(struct state), start, NULL, next, finish};
