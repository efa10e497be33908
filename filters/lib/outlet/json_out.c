#include "outlet/outlet_internal.h"

/* Members in the order of their columns; node 0 is the record. */
struct json_node {
	struct text name;
	size_t child, last, sibling; /* 0: none */
	size_t column;               /* NO_COLUMN: an object */
};

struct json_form {
	struct json_node *nodes;
	size_t count;
};

static size_t node_under(struct json_form *s, size_t parent, struct text name)
{
	for (size_t i = s->nodes[parent].child; i; i = s->nodes[i].sibling)
		if (text_equal(s->nodes[i].name, name))
			return i;
	size_t node = s->count++;

	s->nodes[node] = (struct json_node){.name = name, .column = NO_COLUMN};
	if (s->nodes[parent].last)
		s->nodes[s->nodes[parent].last].sibling = node;
	else
		s->nodes[parent].child = node;
	s->nodes[parent].last = node;
	return node;
}

struct json_form *json_form(struct arena *arena, const struct outlet_column *columns, size_t count,
			    const char *schema)
{
	struct json_form *s = ARENA_ARRAY(arena, 1, struct json_form);
	size_t most = 1;

	for (size_t i = 0; i < count; i++)
		most += columns[i].title.length + 1;
	s->nodes = ARENA_ARRAY(arena, most, struct json_node);
	s->count = 1;
	s->nodes[0].column = NO_COLUMN;
	for (size_t i = 0; i < count; i++) {
		struct text path = columns[i].title, name;
		size_t node = 0;

		while (text_cut(&path, '/', &name)) {
			node = node_under(s, node, name);
			if (s->nodes[node].column != NO_COLUMN ||
			    (!path.at && s->nodes[node].child))
				fail_at(EXIT_CONFIG, (struct place){.file = schema}, NULL,
					"the titles of two columns lead to the same member");
		}
		s->nodes[node].column = i;
	}
	return s;
}

void json_text(struct buffer *b, struct text value)
{
	static const char short_forms[] = "\b\f\n\r\t";
	static const char letters[] = "bfnrt";

	buffer_byte(b, '"');
	for (size_t i = 0; i < value.length; i++) {
		unsigned char byte = (unsigned char)value.at[i];
		const char *form = byte && byte < 0x20 ? strchr(short_forms, byte) : NULL;

		if (form) {
			buffer_byte(b, '\\');
			buffer_byte(b, letters[form - short_forms]);
		} else if (byte < 0x20) {
			buffer_string(b, "\\u00");
			buffer_hex(b, byte, 2);
		} else {
			if (byte == '"' || byte == '\\')
				buffer_byte(b, '\\');
			buffer_byte(b, (char)byte);
		}
	}
	buffer_byte(b, '"');
}

static bool filled(const struct json_form *s, size_t node, const struct text *values)
{
	if (s->nodes[node].column != NO_COLUMN)
		return values[s->nodes[node].column].length > 0;
	for (size_t i = s->nodes[node].child; i; i = s->nodes[i].sibling)
		if (filled(s, i, values))
			return true;
	return false;
}

static void value_add(struct buffer *b, const struct outlet_column *column, struct text value)
{
	if (!column->list) {
		json_text(b, value);
		return;
	}
	buffer_byte(b, '[');
	for (struct text part; text_cut(&value, '|', &part);) {
		json_text(b, part);
		if (value.at)
			buffer_byte(b, ',');
	}
	buffer_byte(b, ']');
}

static void node_add(struct buffer *b, const struct json_form *s, size_t node,
		     const struct outlet_column *columns, const struct text *values)
{
	bool first = true;

	if (s->nodes[node].column != NO_COLUMN) {
		value_add(b, &columns[s->nodes[node].column], values[s->nodes[node].column]);
		return;
	}
	buffer_byte(b, '{');
	for (size_t i = s->nodes[node].child; i; i = s->nodes[i].sibling) {
		if (!filled(s, i, values))
			continue;
		if (!first)
			buffer_byte(b, ',');
		first = false;
		json_text(b, s->nodes[i].name);
		buffer_byte(b, ':');
		node_add(b, s, i, columns, values);
	}
	buffer_byte(b, '}');
}

void json_record(struct buffer *b, const struct json_form *shape,
		 const struct outlet_column *columns, const struct text *values)
{
	node_add(b, shape, 0, columns, values);
}
