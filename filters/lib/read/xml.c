#include "read/xml.h"

#include <strings.h>

#include "base/error.h"
#include "read/encoding.h"

enum { LIMIT_TAG = 8 << 20 };

size_t xml_block_size = (size_t)64 << 10;

static void refuse(struct xml *x, const char *why)
{
	if (!x->refused)
		x->refused = why;
	XML_StopParser(x->parser, XML_FALSE);
}

static uint32_t child_of(const struct xml *x, uint32_t node, struct text name)
{
	for (uint32_t i = x->nodes[node].child; i; i = x->nodes[i].sibling)
		if (text_equal(x->nodes[i].name, name))
			return i;
	return XML_NONE;
}

static uint32_t node_add(struct xml *x, uint32_t parent, struct text name)
{
	uint32_t node = (uint32_t)x->node_count++;

	memory_need(&x->nodes, &x->node_capacity, x->node_count, sizeof *x->nodes);
	x->nodes[node] = (struct xml_node){.name = name, .column = XML_NONE};
	if (node == 0)
		return 0;
	x->nodes[node].level = x->nodes[parent].level + 1;
	x->nodes[node].sibling = x->nodes[parent].child;
	x->nodes[parent].child = node;
	return node;
}

/* Walks down from a node, making what is not there. */
static uint32_t walk(struct xml *x, uint32_t node, struct text path)
{
	struct text part;

	while (text_cut(&path, '/', &part)) {
		uint32_t child = child_of(x, node, part);

		node = child == XML_NONE ? node_add(x, node, part) : child;
	}
	return node;
}

static void make_tree(struct xml *x, struct text record, const struct xml_path *paths, size_t count)
{
	uint32_t way[XML_DEPTH + 1] = {0};
	struct text rest = record, part;
	size_t levels = 0;

	node_add(x, 0, TEXT_NONE);
	x->nodes[0].to_record = true;
	while (text_cut(&rest, '/', &part)) {
		if (levels == XML_DEPTH)
			fail(EXIT_CONFIG, "the path of the record element has more than 64 parts");
		way[levels + 1] = node_add(x, way[levels], part);
		x->nodes[way[++levels]].to_record = true;
	}
	x->nodes[way[levels]].is_record = true;
	for (size_t i = 0; i < count; i++) {
		struct text path = paths[i].path;
		size_t scope = levels;

		while (text_starts(path, "../") && scope > 1) {
			path = (struct text){path.at + 3, path.length - 3};
			scope--;
		}
		uint32_t node = walk(x, way[scope], path);

		if (x->nodes[node].column != XML_NONE || x->nodes[node].to_record)
			fail(EXIT_CONFIG, "two columns read the element at %.*s",
			     (int)paths[i].path.length, paths[i].path.at);
		x->nodes[node].column = (uint32_t)paths[i].column;
		x->values[paths[i].column].scope = scope;
	}
}

static struct text local_name(const char *name)
{
	const char *colon = strrchr(name, ':');

	return text_of(colon ? colon + 1 : name);
}

/* An element on the way to the record opens: what belongs to an earlier one
 * of its level is void. */
static void scope_open(struct xml *x, size_t level)
{
	for (size_t i = 0; i < x->columns; i++) {
		if (x->values[i].scope == level) {
			buffer_reset(&x->values[i].text);
			x->values[i].repeated = x->values[i].bar = false;
		}
	}
	x->emitted[level] = false;
}

static void field_open(struct xml *x, size_t column)
{
	struct xml_value *v = &x->values[column];

	x->seen[column] = true;
	v->mark = v->text.length;
	if (x->emitted[v->scope])
		refuse(x, "a parent's field comes after the records it belongs to");
	if (v->mark > 0)
		buffer_byte(&v->text, '|');
}

static void field_close(struct xml *x, size_t column)
{
	struct xml_value *v = &x->values[column];

	if (v->text.length == v->mark + (v->mark > 0))
		v->text.length = v->mark;
	else if (v->mark > 0 && !x->lists[column])
		v->repeated = true;
}

static void XMLCALL element_open(void *context, const XML_Char *name, const XML_Char **attributes)
{
	struct xml *x = context;
	uint32_t parent = x->stack[x->depth], node;

	x->seen_to = x->fed;

	(void)attributes;
	if (x->depth == XML_DEPTH) {
		refuse(x, "elements nest more than 64 deep");
		return;
	}
	node = parent == XML_NONE ? XML_NONE : child_of(x, parent, local_name(name));
	if (x->depth == 0 && node == XML_NONE)
		refuse(x,
		       "the root element is not the one that the schema's record path starts with");
	x->stack[++x->depth] = node;
	x->noted[x->depth] = false;
	if (node == XML_NONE)
		return;
	if (x->nodes[node].to_record)
		scope_open(x, x->depth);
	if (x->nodes[node].is_record) {
		x->in_record = true;
		x->record_line = XML_GetCurrentLineNumber(x->parser);
	}
	if (x->nodes[node].column != XML_NONE)
		field_open(x, x->nodes[node].column);
}

static void XMLCALL element_close(void *context, const XML_Char *name)
{
	struct xml *x = context;
	uint32_t node = x->stack[x->depth--];

	(void)name;
	x->seen_to = x->fed;
	if (node == XML_NONE)
		return;
	if (x->nodes[node].column != XML_NONE)
		field_close(x, x->nodes[node].column);
	if (!x->nodes[node].is_record)
		return;
	x->in_record = false;
	x->ready = true;
	for (size_t level = 1; level <= x->depth; level++)
		x->emitted[level] = true;
	XML_StopParser(x->parser, XML_TRUE);
}

static void XMLCALL characters(void *context, const XML_Char *at, int length)
{
	struct xml *x = context;
	struct text text = {at, (size_t)length};
	uint32_t node = x->stack[x->depth], column = XML_NONE;

	x->seen_to = x->fed;
	if (node != XML_NONE)
		column = x->nodes[node].column;
	if (column != XML_NONE) {
		struct xml_value *v = &x->values[column];

		v->bar = v->bar || (x->lists[column] && memchr(at, '|', text.length));
		if (v->text.length <= RAW_LIMIT)
			buffer_text_add(&v->text, text);
		return;
	}
	if (x->noted[x->depth] || text_trim(text).length == 0)
		return;
	x->noted[x->depth] = true;
	x->stray += node != XML_NONE;
	x->unread += node == XML_NONE && x->in_record;
}

static void XMLCALL doctype(void *context, const XML_Char *name, const XML_Char *system,
			    const XML_Char *public, int internal)
{
	(void)name, (void)system, (void)public, (void)internal;
	refuse(context, "has a DOCTYPE, which is refused");
}

static int XMLCALL other_encoding(void *context, const XML_Char *name, XML_Encoding *encoding)
{
	struct xml *x = context;

	if (strcasecmp(name, "windows-1252") != 0 && strcasecmp(name, "cp1252") != 0) {
		x->refused = "declares an unknown encoding: use --encoding";
		return XML_STATUS_ERROR;
	}
	for (int byte = 0; byte < 256; byte++)
		encoding->map[byte] = cp1252_character((unsigned char)byte);
	encoding->convert = NULL;
	encoding->release = NULL;
	return XML_STATUS_OK;
}

static void *take(size_t bytes)
{
	return memory_hook(NULL, bytes);
}

static void *resize(void *old, size_t bytes)
{
	return memory_hook(old, bytes);
}

static const XML_Memory_Handling_Suite memory = {take, resize, memory_free};

void xml_start(struct xml *x, struct arena *arena, struct inlet from, const char *file, bool utf8,
	       struct text record, const struct xml_path *paths, size_t path_count,
	       const bool *lists, size_t columns)
{
	*x = (struct xml){
		.from = from, .file = file, .columns = columns, .lists = lists, .arena = arena};
	x->seen = ARENA_ARRAY(arena, columns, bool);
	x->values = ARENA_ARRAY(arena, columns, struct xml_value);
	x->spans = ARENA_ARRAY(arena, columns, struct raw_span);
	make_tree(x, record, paths, path_count);
	x->parser = XML_ParserCreate_MM(utf8 ? "UTF-8" : NULL, &memory, NULL);
	if (!x->parser)
		fail(EXIT_IO, "out of memory");
	XML_SetUserData(x->parser, x);
	XML_SetElementHandler(x->parser, element_open, element_close);
	XML_SetCharacterDataHandler(x->parser, characters);
	XML_SetStartDoctypeDeclHandler(x->parser, doctype);
	XML_SetUnknownEncodingHandler(x->parser, other_encoding, x);
}

void xml_free(struct xml *x)
{
	if (x->parser)
		XML_ParserFree(x->parser);
	for (size_t i = 0; i < x->columns; i++)
		buffer_free(&x->values[i].text);
	memory_free(x->nodes);
	buffer_free(&x->record);
	*x = (struct xml){0};
}

static _Noreturn void document_fail(struct xml *x)
{
	struct place place = {.file = x->file, .line = XML_GetCurrentLineNumber(x->parser)};

	if (XML_GetErrorCode(x->parser) == XML_ERROR_NO_MEMORY)
		fail(EXIT_IO, "out of memory");
	if (x->refused)
		fail_at(EXIT_DATA, place, "xml", "%s", x->refused);
	fail_at(EXIT_DATA, place, "xml", "%s", XML_ErrorString(XML_GetErrorCode(x->parser)));
}

static enum XML_Status feed(struct xml *x)
{
	char *block = XML_GetBuffer(x->parser, (int)xml_block_size);

	if (!block)
		fail(EXIT_IO, "out of memory");
	size_t got = x->from.read(x->from.context, block, xml_block_size);

	x->fed += got;
	if (x->fed == 0)
		fail_at(EXIT_DATA, (struct place){.file = x->file}, NULL, "is empty");
	return XML_ParseBuffer(x->parser, (int)got, got == 0);
}

/* Puts the values of the record that has just closed together. */
static void emit(struct xml *x, struct raw_record *r)
{
	struct buffer *b = &x->record;

	buffer_reset(b);
	*r = (struct raw_record){.line = x->record_line, .cells = x->columns, .spans = x->spans};
	for (size_t i = 0; i < x->columns; i++) {
		const struct xml_value *v = &x->values[i];

		if (v->repeated && !r->flaw) {
			r->flaw = "repeated";
			r->message = "two values for a column that holds one";
		}
		if (v->bar && !r->flaw) {
			r->flaw = "list";
			r->message = "an element of a list holds the separator `|`";
		}
		if (i > 0)
			buffer_byte(b, '\t');
		if (b->length + v->text.length > RAW_LIMIT) {
			r->flaw = "length";
			r->message = "longer than 4 MiB";
			b->length = b->length < RAW_KEPT ? b->length : RAW_KEPT;
			break;
		}
		x->spans[i].start = (uint32_t)b->length;
		buffer_text_add(b, buffer_text(&v->text));
		x->spans[i].end = (uint32_t)b->length;
	}
	r->at = b->at;
	r->text = buffer_text(b);
}

bool xml_next(struct xml *x, struct raw_record *r)
{
	while (!x->ended) {
		XML_ParsingStatus state;

		XML_GetParsingStatus(x->parser, &state);
		enum XML_Status status =
			state.parsing == XML_SUSPENDED ? XML_ResumeParser(x->parser) : feed(x);
		if (status == XML_STATUS_ERROR)
			document_fail(x);
		XML_GetParsingStatus(x->parser, &state);
		x->ended = state.parsing == XML_FINISHED;
		if (x->ready) {
			x->ready = false;
			emit(x, r);
			return true;
		}
		if (x->fed - x->seen_to > LIMIT_TAG) {
			x->refused = "a tag is longer than 8 MiB";
			document_fail(x);
		}
	}
	return false;
}
