#include "splink/splink_level.h"

#include "model/level_default.h"
#include "stream/preamble.h"

#define NOT_OBSERVED "level not observed in training dataset"

bool splink_flag(const json_t *object, const char *key, struct place place)
{
	const json_t *value = json_object_get(object, key);

	if (value && !json_is_null(value) && !json_is_boolean(value))
		fail_at(EXIT_CONFIG, place, NULL, "%s is not true or false", key);
	return json_is_true(value);
}

static struct text without_controls(struct arena *arena, const json_t *object, const char *key,
				    bool lines, struct place place)
{
	const json_t *value = json_object_get(object, key);

	if (!value || json_is_null(value))
		return TEXT_NONE;
	if (!json_is_string(value))
		fail_at(EXIT_CONFIG, place, NULL, "%s is not a text", key);
	size_t length = json_string_length(value);
	char *copy = arena_take(arena, length + 1);
	for (size_t i = 0; i < length; i++) {
		char c = json_string_value(value)[i];
		copy[i] = ((unsigned char)c < ' ' && !(lines && c == '\n')) || c == 0x7F ? ' ' : c;
	}
	return (struct text){copy, length};
}

struct text splink_text(struct arena *arena, const json_t *object, const char *key,
			struct place place)
{
	return without_controls(arena, object, key, false, place);
}

struct text splink_lines(struct arena *arena, const json_t *object, const char *key,
			 struct place place)
{
	return without_controls(arena, object, key, true, place);
}

/* A number from 0 to 1, or -1 when there is none. What is 0 Splink takes for
 * the least that it reckons with. */
static double share(const struct splink_level *l, const char *key)
{
	const json_t *value = json_object_get(l->json, key);

	if (!value || json_is_null(value))
		return -1;
	if (json_is_string(value) && strcmp(json_string_value(value), NOT_OBSERVED) == 0) {
		l->s->unobserved++;
		return 1e-6;
	}
	double number = json_number_value(value);
	if (!json_is_number(value) || !(number >= 0 && number <= 1))
		fail_at(EXIT_CONFIG, l->place, NULL, "%s is not a number from 0 to 1", key);
	return number > 1e-300 ? number : 1e-300;
}

static bool name_is_free(const struct splink_level *l, struct text name)
{
	struct buffer b = {0};

	buffer_byte(&b, ' ');
	buffer_text_add(&b, name);
	buffer_byte(&b, ' ');
	bool seen =
		l->names->length && memmem(l->names->at, l->names->length, b.at, b.length) != NULL;
	buffer_free(&b);
	return !seen;
}

/* The label when it is a name; else the words and numbers of the condition
 * without the comparison's own name. */
static void name_make(const struct splink_level *l, struct text condition, struct buffer *name)
{
	bool word = false;
	size_t start = 0;

	if (name_valid(l->label) && !text_is(l->label, "null") && l->label.length <= 40) {
		buffer_text_add(name, l->label);
		return;
	}
	for (size_t i = 0; i <= condition.length; i++) {
		char c = i < condition.length ? condition.at[i] : ' ';
		bool inside = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
		if (inside && !word)
			start = i;
		struct text run = {condition.at + start, i - start};
		if (!inside && word && !text_equal(run, l->comparison)) {
			buffer_string(name, name->length ? "_" : "");
			buffer_text_add(name, run);
		}
		word = inside;
	}
	if (name->length > 40 || !name_valid(buffer_text(name))) {
		buffer_reset(name);
		buffer_string(name, "level_");
		buffer_u64(name, l->index + 1);
	}
}

static void name_add(struct splink_level *l, struct text condition, bool null)
{
	struct buffer name = {0};

	if (null)
		buffer_string(&name, "null");
	else
		name_make(l, condition, &name);
	size_t length = name.length;
	for (unsigned i = 2; !null && !name_is_free(l, buffer_text(&name)); i++) {
		name.length = length;
		buffer_byte(&name, '_');
		buffer_u64(&name, i);
	}
	buffer_text_add(&l->s->model, buffer_text(&name));
	buffer_byte(l->names, ' ');
	buffer_text_add(l->names, buffer_text(&name));
	buffer_byte(l->names, ' ');
	buffer_free(&name);
}

/* The cells m and u; returns what is to be said of them. */
static const char *weights_add(const struct splink_level *l, bool null)
{
	struct buffer *b = &l->s->model;
	double m = share(l, "m_probability"), u = share(l, "u_probability");

	if (null) {
		buffer_string(b, "\t\t");
		return "";
	}
	bool no_m = m < 0, no_u = u < 0;
	if (no_m)
		m = level_default_m(l->number, l->count);
	if (no_u)
		u = level_default_u(l->number, l->count);
	l->s->untrained += no_m || no_u;
	if (u > 1) { /* of two levels without training; the weight stays */
		m /= u;
		u = 1;
	}
	/* The largest numbers below 1; they are 10^-16 bit off. */
	m = m < 1 ? m : 1 - 0x1p-53;
	u = u < 1 ? u : 1 - 0x1p-53;
	buffer_byte(b, '\t');
	number_print(b, m, false);
	buffer_byte(b, '\t');
	number_print(b, u, false);
	return no_m && no_u ? "m and u are defaults"
	       : no_m       ? "m is a default"
	       : no_u       ? "u is a default"
			    : "";
}

static void line_add(struct buffer *b, struct text line)
{
	buffer_byte(b, '\n');
	buffer_text_add(b, line);
	buffer_byte(b, '\n');
}

/* With us the level that is exact on the column counts, where there is one. */
static void bar(const struct splink_level *l, struct text column, struct text condition)
{
	struct buffer b = {0};

	buffer_string(&b, "exact(");
	buffer_text_add(&b, column);
	buffer_byte(&b, ')');
	if (!text_equal(buffer_text(&b), condition))
		line_add(l->barred, buffer_text(&b));
	buffer_free(&b);
}

/* The three cells of the frequency adjustment, each after a tab. */
static void frequency_add(const struct splink_level *l, struct text condition, bool weighed)
{
	struct buffer *b = &l->s->model;
	struct arena *arena = l->s->terms.arena;
	struct text column = splink_text(arena, l->json, "tf_adjustment_column", l->place);
	const json_t *weight = json_object_get(l->json, "tf_adjustment_weight");
	double least = share(l, "tf_minimum_u_value"), by = 1;

	if (!column.length || !weighed) {
		buffer_string(b, "\t\t\t");
		return;
	}
	if (memchr(column.at, '(', column.length))
		fail_at(EXIT_CONFIG, l->place, NULL,
			"tf_adjustment_column of a function has no equivalent here; nearest: a "
			"column of its own");
	if (column.length > 2 && column.at[0] == '"' && column.at[column.length - 1] == '"')
		column = (struct text){column.at + 1, column.length - 2};
	if (weight && !json_is_null(weight)) {
		by = json_number_value(weight);
		if (!json_is_number(weight) || !(by >= 0 && by <= 1))
			fail_at(EXIT_CONFIG, l->place, NULL,
				"tf_adjustment_weight is not a number from 0 to 1");
	}
	buffer_byte(b, '\t');
	column = splink_column_name(&l->s->terms, column);
	buffer_text_add(b, column);
	if (splink_flag(l->json, "disable_tf_exact_match_detection", l->place))
		bar(l, column, condition);
	buffer_byte(b, '\t');
	number_print(b, by, false);
	buffer_byte(b, '\t');
	if (least > 1e-300)
		number_print(b, least, false);
}

static void note_add(const struct splink_level *l, const char *remark)
{
	struct buffer *b = &l->s->model;

	buffer_byte(b, '\t');
	buffer_string(b, remark);
	if (*remark && l->label.length)
		buffer_string(b, "; ");
	buffer_text_add(b, l->label);
	buffer_byte(b, '\n');
}

static void keys_check(const struct splink_level *l)
{
	static const char *const known[] = {"sql_condition",
					    "label_for_charts",
					    "m_probability",
					    "u_probability",
					    "fix_m_probability",
					    "fix_u_probability",
					    "is_null_level",
					    "tf_adjustment_column",
					    "tf_adjustment_weight",
					    "tf_minimum_u_value",
					    "disable_tf_exact_match_detection"};
	const char *key;
	json_t *value;

	json_object_foreach((json_t *)(uintptr_t)l->json, key, value)
	{
		bool found = false;
		for (size_t i = 0; i < sizeof known / sizeof *known; i++)
			found = found || strcmp(key, known[i]) == 0;
		if (!found)
			fail_at(EXIT_CONFIG, l->place, NULL, "%s is not a known setting of a level",
				key);
	}
}

void splink_level(struct splink_level *l)
{
	struct buffer *b = &l->s->model;

	keys_check(l);
	struct text sql = splink_lines(l->s->terms.arena, l->json, "sql_condition", l->place);
	bool null = splink_flag(l->json, "is_null_level", l->place);
	struct text condition = splink_condition(&l->s->terms, sql, l->place);
	bool otherwise = text_is(condition, "else");
	buffer_text_add(b, l->comparison);
	buffer_byte(b, '\t');
	name_add(l, condition, null);
	buffer_byte(b, '\t');
	buffer_text_add(b, condition);
	const char *remark = weights_add(l, null);
	frequency_add(l, condition, !null && !otherwise);
	line_add(l->conditions, condition);
	bool m = splink_flag(l->json, "fix_m_probability", l->place),
	     u = splink_flag(l->json, "fix_u_probability", l->place);
	buffer_byte(b, '\t');
	buffer_string(b, null ? "" : m && u ? "fixed" : m ? "fixed_m" : u ? "fixed_u" : "");
	note_add(l, remark);
}
