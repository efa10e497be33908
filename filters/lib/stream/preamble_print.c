#include "stream/preamble.h"

static void add(struct buffer *b, const char *key, struct text value)
{
	if (!value.length)
		return;
	buffer_byte(b, ' ');
	buffer_string(b, key);
	buffer_byte(b, '=');
	text_percent(b, value);
}

static void print_source(struct buffer *b, const struct source *s)
{
	buffer_string(b, "##source");
	add(b, "id", s->id);
	add(b, "set", s->set);
	add(b, "table", s->table);
	add(b, "owner", s->owner);
	add(b, "schema", s->schema);
	add(b, "parts", s->parts);
	buffer_byte(b, '\n');
}

static void print_column(struct buffer *b, const struct column *c)
{
	buffer_string(b, "##column ");
	buffer_text_add(b, c->name);
	add(b, "type", c->type);
	add(b, "role", text_of(role_name(c->role)));
	if (c->list)
		add(b, "list", TEXT("yes"));
	add(b, "key", c->key);
	add(b, "form", c->form);
	buffer_byte(b, '\n');
}

static void print_settings(struct buffer *b, const struct settings *s)
{
	for (size_t i = 0; i < s->count; i++) {
		buffer_byte(b, ' ');
		buffer_text_add(b, s->at[i].name);
		buffer_byte(b, '=');
		text_percent(b, s->at[i].value);
	}
}

static void print_step(struct buffer *b, const struct step *s)
{
	buffer_string(b, "##step ");
	buffer_string(b, s->id);
	add(b, "tool", s->tool);
	add(b, "version", s->version);
	for (size_t i = 0; i < s->parent_count; i++) {
		buffer_string(b, i ? "," : " parents=");
		buffer_string(b, s->parents[i]);
	}
	print_settings(b, &s->sides);
	print_settings(b, &s->options);
	buffer_byte(b, '\n');
}

void preamble_print(struct preamble *p, struct buffer *b)
{
	size_t start = b->length;

	buffer_string(b, "##jigsaw 1");
	add(b, "level", text_of(level_name(p->level)));
	if (p->partial)
		add(b, "partial", TEXT("yes"));
	buffer_byte(b, '\n');
	if (p->lineage.length) {
		buffer_string(b, "##lineage ");
		buffer_text_add(b, p->lineage);
		buffer_byte(b, '\n');
	}
	for (size_t i = 0; i < p->source_count; i++)
		print_source(b, &p->sources[i]);
	for (size_t i = 0; i < p->column_count; i++)
		print_column(b, &p->columns[i]);
	for (size_t i = 0; i < p->step_count; i++)
		print_step(b, &p->steps[i]);
	for (size_t i = 0; i < p->extra_count; i++) {
		buffer_text_add(b, p->extras[i]);
		buffer_byte(b, '\n');
	}
	for (size_t i = 0; i < p->column_count; i++) {
		if (i)
			buffer_byte(b, '\t');
		buffer_text_add(b, p->columns[i].name);
	}
	buffer_byte(b, '\n');
	digest_of((struct text){b->at + start, b->length - start}, p->head);
}
