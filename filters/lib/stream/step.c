#include <stdlib.h>

#include "stream/options.h"
#include "stream/preamble.h"

static void settings_add(struct arena *arena, struct settings *s, const char *prefix,
			 const char *name, struct text value)
{
	struct buffer full = {0};

	buffer_string(&full, prefix);
	buffer_string(&full, name);
	s->at = preamble_array(arena, s->at, &s->capacity, s->count, sizeof *s->at);
	s->at[s->count++] =
		(struct setting){text_copy(arena, buffer_text(&full)), text_copy(arena, value)};
	buffer_free(&full);
}

void step_start(struct step_builder *b, struct preamble *out, const char *tool)
{
	*b = (struct step_builder){.preamble = out};
	b->step.tool = text_copy(out->arena, text_of(tool));
	b->step.version = text_copy(out->arena, text_of(jigsaw_version));
}

/* The step that wrote a stream; a publishable one is known by its lineage. */
static void last_step(const struct preamble *input, char id[STEP_ID_LENGTH + 1])
{
	memset(id, '0', STEP_ID_LENGTH);
	id[STEP_ID_LENGTH] = 0;
	if (input->step_count)
		memcpy(id, input->steps[input->step_count - 1].id, STEP_ID_LENGTH);
	else if (input->lineage.length >= STEP_ID_LENGTH)
		memcpy(id, input->lineage.at, STEP_ID_LENGTH);
}

static void add_head(struct step_builder *b, const char *name, const char *id,
		     const struct preamble *input)
{
	buffer_string(&b->heads, name);
	buffer_byte(&b->heads, '=');
	buffer_string(&b->heads, id);
	buffer_byte(&b->heads, ' ');
	buffer_string(&b->heads, input->head);
	buffer_byte(&b->heads, '\n');
}

void step_parent(struct step_builder *b, const struct preamble *input)
{
	size_t size = sizeof *b->step.parents, count = b->step.parent_count;

	char(*parents)[STEP_ID_LENGTH + 1] = arena_take(b->preamble->arena, (count + 1) * size);

	if (count)
		memcpy(parents, b->step.parents, count * size);
	last_step(input, parents[count]);
	b->step.parents = parents;
	b->step.parent_count++;
	add_head(b, "parent", parents[count], input);
}

void step_side(struct step_builder *b, const char *name, const struct preamble *input)
{
	char id[STEP_ID_LENGTH + 1];

	last_step(input, id);
	settings_add(b->preamble->arena, &b->step.sides, "side.", name, text_of(id));
	add_head(b, name, id, input);
}

void step_option(struct step_builder *b, const char *name, struct text value)
{
	settings_add(b->preamble->arena, &b->step.options, "opt.", name, value);
}

void step_option_item(struct step_builder *b, const char *name, struct text item)
{
	struct settings *s = &b->step.options;
	struct setting *last = s->count ? &s->at[s->count - 1] : NULL;
	struct buffer list = {0};

	if (!last || strcmp(last->name.at + strlen("opt."), name) != 0) {
		step_option(b, name, item);
		return;
	}
	buffer_text_add(&list, last->value);
	buffer_byte(&list, ',');
	buffer_text_add(&list, item);
	last->value = text_copy(b->preamble->arena, buffer_text(&list));
	buffer_free(&list);
}

void step_option_given(struct step_builder *b, const char *name, const char *value)
{
	if (value)
		step_option(b, name, text_of(value));
}

void step_option_u64(struct step_builder *b, const char *name, uint64_t value)
{
	struct buffer digits = {0};

	buffer_u64(&digits, value);
	step_option(b, name, buffer_text(&digits));
	buffer_free(&digits);
}

void step_file(struct step_builder *b, const char *name, const char *digest)
{
	step_option(b, name, text_of(digest));
}

void step_table(struct step_builder *b, const char *name, const char *version)
{
	settings_add(b->preamble->arena, &b->step.options, "table.", name, text_of(version));
}

static int by_name(const void *a, const void *b)
{
	const struct setting *x = a, *y = b;

	return text_compare(x->name, y->name);
}

static void sort(struct settings *s)
{
	if (s->count > 1)
		qsort(s->at, s->count, sizeof *s->at, by_name);
	for (size_t i = 1; i < s->count; i++)
		if (text_equal(s->at[i - 1].name, s->at[i].name))
			fail(EXIT_BUG, "step option %s given twice", s->at[i].name.at);
}

static void canonical(struct buffer *b, const struct settings *s)
{
	for (size_t i = 0; i < s->count; i++) {
		buffer_text_add(b, s->at[i].name);
		buffer_byte(b, '=');
		text_percent(b, s->at[i].value);
		buffer_byte(b, '\n');
	}
}

const struct step *preamble_step(struct step_builder *b)
{
	struct buffer text = {0};

	sort(&b->step.sides);
	sort(&b->step.options);
	buffer_string(&text, "tool=");
	buffer_text_add(&text, b->step.tool);
	buffer_string(&text, "\nversion=");
	text_percent(&text, b->step.version);
	buffer_byte(&text, '\n');
	buffer_text_add(&text, buffer_text(&b->heads));
	canonical(&text, &b->step.options);
	digest_of(buffer_text(&text), b->step.id);
	buffer_free(&text);
	buffer_free(&b->heads);
	return preamble_add_step(b->preamble, &b->step);
}
