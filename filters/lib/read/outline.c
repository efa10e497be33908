#include "read/outline.h"

#include <expat.h>
#include <jansson.h>

#include "base/error.h"
#include "read/encoding.h"
#include "read/json_texts.h"

enum { BLOCK = 64 << 10 };

struct walk {
	struct outline *o;
	XML_Parser parser;
	struct buffer path;
	size_t ends[OUTLINE_DEPTH + 1]; /* length of the path at each depth */
	bool filled[OUTLINE_DEPTH + 1];
	size_t depth;
};

static void refuse(struct walk *w, const char *why)
{
	if (!w->o->fault) {
		w->o->fault = why;
		w->o->fault_line = XML_GetCurrentLineNumber(w->parser);
	}
	XML_StopParser(w->parser, XML_FALSE);
}

static void note(struct outline *o, struct map *paths, struct text path)
{
	if (paths->count < OUTLINE_PATHS || map_find(paths, path))
		++*map_add(paths, path, NULL);
	else
		o->fault = "has more than 20,000 different paths";
}

static void XMLCALL element_open(void *context, const XML_Char *name, const XML_Char **attributes)
{
	struct walk *w = context;
	const char *local = strrchr(name, ':');

	(void)attributes;
	if (w->depth == OUTLINE_DEPTH || strlen(name) > 1000) {
		refuse(w, "nests more than 64 deep, or has a name that is too long");
		return;
	}
	w->path.length = w->ends[w->depth];
	if (w->depth > 0)
		buffer_byte(&w->path, '/');
	buffer_string(&w->path, local ? local + 1 : name);
	w->ends[++w->depth] = w->path.length;
	w->filled[w->depth] = false;
	note(w->o, &w->o->elements, buffer_text(&w->path));
	if (w->o->fault)
		refuse(w, w->o->fault);
	else if (w->depth == 1)
		w->o->root = w->o->elements.entries[0].key;
}

static void XMLCALL element_close(void *context, const XML_Char *name)
{
	struct walk *w = context;

	(void)name;
	w->path.length = w->ends[w->depth];
	if (w->filled[w->depth])
		note(w->o, &w->o->filled, buffer_text(&w->path));
	w->depth--;
}

static void XMLCALL characters(void *context, const XML_Char *at, int length)
{
	struct walk *w = context;

	w->filled[w->depth] =
		w->filled[w->depth] || text_trim((struct text){at, (size_t)length}).length > 0;
}

static void XMLCALL doctype(void *context, const XML_Char *name, const XML_Char *system,
			    const XML_Char *public, int internal)
{
	(void)name, (void)system, (void)public, (void)internal;
	refuse(context, "has a DOCTYPE, which is refused");
}

/* An unknown one-byte encoding does as well as the right one: names are ASCII. */
static int XMLCALL other_encoding(void *context, const XML_Char *name, XML_Encoding *encoding)
{
	(void)context, (void)name;
	for (int byte = 0; byte < 256; byte++)
		encoding->map[byte] = cp1252_character((unsigned char)byte);
	encoding->convert = NULL;
	encoding->release = NULL;
	return XML_STATUS_OK;
}

void outline_xml(struct outline *o, struct inlet from, bool decoded, uint64_t most)
{
	struct walk w = {.o = o, .parser = XML_ParserCreate(decoded ? "UTF-8" : NULL)};
	char *block = memory_take(BLOCK);
	size_t got = 1;

	if (!w.parser)
		fail(EXIT_IO, "out of memory");
	XML_SetUserData(w.parser, &w);
	XML_SetElementHandler(w.parser, element_open, element_close);
	XML_SetCharacterDataHandler(w.parser, characters);
	XML_SetStartDoctypeDeclHandler(w.parser, doctype);
	XML_SetUnknownEncodingHandler(w.parser, other_encoding, NULL);
	for (uint64_t read = 0; got > 0 && read < most && !o->fault; read += got) {
		got = from.read(from.context, block, BLOCK);
		o->ended = got == 0;
		if (XML_Parse(w.parser, block, (int)got, got == 0) != XML_STATUS_OK && !o->fault) {
			o->fault = XML_ErrorString(XML_GetErrorCode(w.parser));
			o->fault_line = XML_GetCurrentLineNumber(w.parser);
		}
	}
	XML_ParserFree(w.parser);
	buffer_free(&w.path);
	memory_free(block);
}

static void json_walk(struct outline *o, struct buffer *path, json_t *value, size_t depth)
{
	size_t length = path->length, i;
	const char *name;
	json_t *inner;

	if (depth > OUTLINE_DEPTH)
		return;
	if (json_is_array(value)) {
		json_array_foreach(value, i, inner) json_walk(o, path, inner, depth + 1);
		return;
	}
	if (!json_is_object(value)) {
		if (!json_is_null(value) && (!json_is_string(value) || json_string_length(value)))
			note(o, &o->filled, buffer_text(path));
		return;
	}
	json_object_foreach((json_t *)(uintptr_t)value, name, inner)
	{
		if (length > 0)
			buffer_byte(path, '/');
		buffer_string(path, name);
		note(o, &o->elements, buffer_text(path));
		json_walk(o, path, inner, depth + 1);
		path->length = length;
	}
}

/* How much of the text one value takes; what it holds goes into the outline. */
static size_t json_value(struct outline *o, struct text text, size_t flags)
{
	struct buffer path = {0};
	json_error_t error;
	json_t *value = json_loadb(text.at, text.length, JSON_ALLOW_NUL | flags, &error);
	size_t taken = value ? (size_t)error.position : 0;

	if (value && json_is_object(value)) {
		o->records++;
		json_walk(o, &path, value, 1);
	} else {
		o->unreadable += text_trim(text).length > 0;
	}
	json_decref(value);
	buffer_free(&path);
	return taken;
}

/* Objects in an array, or over several lines; the last may be cut. */
static void json_document(struct outline *o, struct text text, bool whole)
{
	size_t taken = 1;

	while (taken > 0) {
		while (text.length > 0 && strchr(" \t\r\n,[]", text.at[0]) && text.at[0])
			text = (struct text){text.at + 1, text.length - 1};
		if (text.length == 0)
			return;
		taken = json_value(o, text, JSON_DISABLE_EOF_CHECK);
		text = (struct text){text.at + taken, text.length - taken};
	}
	o->unreadable -= !whole;
}

static void json_lines(struct outline *o, struct text lines, bool whole)
{
	while (lines.length > 0) {
		const char *end = memchr(lines.at, '\n', lines.length);
		size_t length = end ? (size_t)(end - lines.at) : lines.length;

		if (!end && !whole)
			break;
		json_value(o, (struct text){lines.at, length}, 0);
		length += end ? 1 : 0;
		lines.at += length;
		lines.length -= length;
	}
}

void outline_json(struct outline *o, struct text text, bool whole)
{
	if (json_is_document(text))
		json_document(o, text, whole);
	else
		json_lines(o, text, whole);
	o->ended = whole;
}

void outline_free(struct outline *o)
{
	map_free(&o->elements);
	map_free(&o->filled);
}
