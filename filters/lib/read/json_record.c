#include "base/error.h"
#include "read/json_texts_internal.h"

static const char never_ends[] = "an object or array that never ends";

static void take(struct json_texts *t, char byte)
{
	int found = json_texts_look(t);

	if (found != byte)
		json_texts_refuse(t, found < 0 ? never_ends : "not JSON");
	t->start++;
}

static int take_any(struct json_texts *t)
{
	int byte = json_texts_byte(t, 0);

	if (byte < 0)
		json_texts_refuse(t, never_ends);
	t->next_line += byte == '\n';
	t->start++;
	return byte;
}

static void skip_string(struct json_texts *t)
{
	int byte = take_any(t);

	while ((byte = take_any(t)) != '"')
		if (byte == '\\')
			take_any(t);
}

/* A number, true, false or null. */
static void skip_word(struct json_texts *t)
{
	size_t length = 0;
	int byte;

	while ((byte = json_texts_byte(t, 0)) >= 0 && !strchr(" \t\r\n,:]}[{\"", byte)) {
		t->start++;
		length++;
	}
	if (length == 0)
		json_texts_refuse(t, byte < 0 ? never_ends : "not JSON");
}

static void skip_value(struct json_texts *t)
{
	size_t depth = 0;
	int byte = json_texts_look(t);

	if (byte != '{' && byte != '[' && byte != '"') {
		skip_word(t);
		return;
	}
	do {
		byte = json_texts_byte(t, 0);
		if (byte == '"') {
			skip_string(t);
			continue;
		}
		take_any(t);
		depth += byte == '{' || byte == '[';
		depth -= byte == '}' || byte == ']';
	} while (depth > 0);
}

/* Takes a member's name; is it this one? */
static bool take_name(struct json_texts *t, struct text name)
{
	size_t length = 0;
	bool same = true;
	int byte;

	take(t, '"');
	for (; (byte = take_any(t)) != '"'; length++) {
		same = same && length < name.length && byte == (unsigned char)name.at[length];
		if (byte == '\\')
			take_any(t);
	}
	take(t, ':');
	return same && length == name.length;
}

static void go_in(struct json_texts *t, bool array, struct text path)
{
	if (t->depth == JSON_LEVELS)
		json_texts_refuse(t, "nests more than 64 deep");
	t->levels[t->depth++] = (struct json_level){.array = array, .path = path};
	t->start++;
}

/* A value with so much of the path before it: true when a record starts here. */
static bool value(struct json_texts *t, struct text path)
{
	int byte = json_texts_look(t);
	bool last = path.length == 0;

	t->found = t->found || last;
	if (byte == '{' && last)
		return true;
	if (byte == '{' || byte == '[')
		go_in(t, byte == '[', path);
	else if (last && byte != 'n')
		json_texts_refuse(t, "an element that is not an object");
	else
		skip_value(t);
	return false;
}

/* Goes on in an array or object: true when a record starts here. */
static bool go_on(struct json_texts *t)
{
	struct json_level *level = &t->levels[t->depth - 1];
	struct text path = level->path, name;
	int byte = json_texts_look(t);

	if (byte == (level->array ? ']' : '}')) {
		t->start++;
		t->depth--;
		return false;
	}
	if (level->any)
		take(t, ',');
	level->any = true;
	if (level->array)
		return value(t, path);
	text_cut(&path, '/', &name);
	if (take_name(t, name))
		return value(t, path);
	skip_value(t);
	return false;
}

bool json_texts_go(struct json_texts *t)
{
	for (;;) {
		if (t->depth > 0 ? go_on(t) : json_texts_look(t) >= 0 && value(t, t->record))
			return true;
		if (t->depth == 0 && json_texts_look(t) < 0)
			break;
	}
	if (!t->found)
		json_texts_refuse(t, "no member where record= of the schema leads");
	return false;
}
