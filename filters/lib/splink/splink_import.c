#include "model/model.h"
#include "splink/splink_level.h"
#include "splink/splink_rules.h"
#include "stream/preamble.h"
#include "stream/sidefile.h"

static struct place place_of(const struct splink_import *s, const char *what)
{
	return (struct place){.file = s->path, .column = what};
}

static const char *said(struct arena *arena, const char *before, struct text name,
			const char *between, struct text label, const char *after)
{
	struct buffer b = {0};

	buffer_string(&b, before);
	buffer_text_add(&b, name);
	buffer_string(&b, between);
	buffer_text_add(&b, label);
	buffer_string(&b, after);
	const char *made = text_string(arena, buffer_text(&b));
	buffer_free(&b);
	return made;
}

static const json_t *array_of(const struct splink_import *s, const json_t *object, const char *key,
			      const char *what)
{
	const json_t *value = json_object_get(object, key);

	if (!json_is_array(value))
		fail_at(EXIT_CONFIG, place_of(s, what), NULL, "%s is not a list (or not there)",
			key);
	return value;
}

static struct text comparison_name(struct splink_import *s, struct text output, size_t index)
{
	struct arena *arena = s->terms.arena;
	struct text name = splink_name(arena, output);

	if (!output.length || !name_valid(name)) {
		struct buffer b = {0};
		buffer_string(&b, "comparison_");
		buffer_u64(&b, index + 1);
		name = text_copy(arena, buffer_text(&b));
		buffer_free(&b);
	}
	if (model_name_reserved(name))
		name = text_of(said(arena, "", name, "_compared", TEXT_NONE, ""));
	return name;
}

/* Splink's frequency adjustment needs the level that is exact on the column; a
 * level after `else` is never reached. */
static void levels_check(const struct splink_import *s, const json_t *levels, struct place place,
			 size_t count)
{
	size_t last = json_array_size(levels), i;
	const json_t *level;

	if (count < 2)
		fail_at(EXIT_CONFIG, place, NULL,
			"has fewer than two levels beside the null level");
	json_array_foreach(levels, i, level)
	{
		struct text sql = splink_text(s->terms.arena, level, "sql_condition", place);
		sql = sql_lower(s->terms.arena, text_trim(sql));
		if (text_is(sql, "else") != (i + 1 == last))
			fail_at(EXIT_CONFIG, place, NULL,
				"the last level, and no other, must be ELSE");
	}
}

static void barred_check(struct place place, struct text conditions, struct text barred)
{
	struct text line;

	while (text_cut(&barred, '\n', &line)) {
		/* With the line ends around it. */
		if (line.length &&
		    memmem(conditions.at, conditions.length, line.at - 1, line.length + 2))
			fail_at(EXIT_CONFIG, place, NULL,
				"disable_tf_exact_match_detection beside a level that is %.*s has "
				"no equivalent here; nearest: the adjustment by that level",
				(int)line.length, line.at);
	}
}

static struct place level_place(const struct splink_import *s, struct text output,
				const json_t *level, struct place place)
{
	struct arena *arena = s->terms.arena;
	struct text label = splink_text(arena, level, "label_for_charts", place);

	if (!label.length)
		label = splink_text(arena, level, "sql_condition", place);
	return place_of(s, said(arena, "comparison ", output, ", level \"", label, "\""));
}

/* What the levels say of lists. */
static void lists_read(struct splink_import *s, const json_t *json)
{
	const json_t *level;
	size_t i;
	struct place place = place_of(s, "comparisons");
	struct text output = splink_text(s->terms.arena, json, "output_column_name", place);

	json_array_foreach(json_object_get(json, "comparison_levels"), i, level)
	{
		struct text sql = splink_lines(s->terms.arena, level, "sql_condition", place);
		if (memmem(sql.at, sql.length, "(", 1))
			splink_lists(&s->terms, sql, level_place(s, output, level, place));
	}
}

static void comparison_read(struct splink_import *s, const json_t *json, size_t index)
{
	struct arena *arena = s->terms.arena;
	struct place place = place_of(s, "comparisons");

	if (!json_is_object(json))
		fail_at(EXIT_CONFIG, place, NULL, "item %zu is not an object", index + 1);
	struct text output = splink_text(arena, json, "output_column_name", place);
	struct splink_level l = {.s = s, .output = output};
	l.comparison = s->names[index] = comparison_name(s, output, index);
	if (!output.length)
		output = l.comparison;
	place.column = said(arena, "comparison ", output, "", TEXT_NONE, "");
	for (size_t i = 0; i < index; i++)
		if (text_equal(s->names[i], l.comparison))
			fail_at(EXIT_CONFIG, place, NULL, "another comparison is also called %.*s",
				(int)l.comparison.length, l.comparison.at);
	const json_t *levels = array_of(s, json, "comparison_levels", place.column), *level;
	struct buffer taken = {0}, conditions = {0}, barred = {0};
	json_array_foreach(levels, l.index, level)
	{
		if (!json_is_object(level))
			fail_at(EXIT_CONFIG, place, NULL, "level %zu is not an object",
				l.index + 1);
		l.count += !splink_flag(level, "is_null_level", place);
	}
	levels_check(s, levels, place, l.count);
	l.number = l.count;
	l.names = &taken;
	l.conditions = &conditions;
	l.barred = &barred;
	json_array_foreach(levels, l.index, level)
	{
		l.json = level;
		l.label = splink_text(arena, level, "label_for_charts", place);
		l.place = level_place(s, output, level, place);
		l.number -= !splink_flag(level, "is_null_level", place);
		splink_level(&l);
		s->levels++;
	}
	barred_check(place, buffer_text(&conditions), buffer_text(&barred));
	s->conditions[index] = text_copy(arena, buffer_text(&conditions));
	buffer_free(&taken);
	buffer_free(&conditions);
	buffer_free(&barred);
}

static void prior_read(struct splink_import *s, const json_t *root)
{
	const json_t *value = json_object_get(root, "probability_two_random_records_match");
	double prior = 0.0001;

	s->default_prior = !value || json_is_null(value);
	if (!s->default_prior)
		prior = json_is_number(value) ? json_number_value(value) : 0;
	if (!(prior > 0 && prior < 1))
		fail_at(EXIT_CONFIG, place_of(s, "probability_two_random_records_match"), NULL,
			"not a number between 0 and 1");
	buffer_string(&s->model, "##model prior=");
	number_print(&s->model, prior, false);
	buffer_string(&s->model, "\ncomparison\tlevel\tcondition\tm\tu\ttf_column\ttf_weight\t"
				 "tf_minimum\tflags\tnote\n");
}

static void link_type_read(struct splink_import *s, const json_t *root)
{
	static const char *const types[] = {"dedupe_only", "link_only", "link_and_dedupe"};
	const json_t *value = json_object_get(root, "link_type");

	for (size_t i = 0; i < 3; i++)
		if (json_is_string(value) && strcmp(json_string_value(value), types[i]) == 0)
			s->link_type = types[i];
	if (!s->link_type)
		fail_at(EXIT_CONFIG, place_of(s, "link_type"), NULL,
			"not dedupe_only, link_only or link_and_dedupe");
}

/* Settings of Splink's own workings are of no account here; what nobody knows is told. */
static void keys_read(struct splink_import *s, const json_t *root)
{
	static const char known[] =
		" link_type probability_two_random_records_match retain_matching_columns"
		" retain_intermediate_calculation_columns additional_columns_to_retain sql_dialect"
		" linker_uid em_convergence max_iterations bayes_factor_column_prefix"
		" match_weight_column_prefix term_frequency_adjustment_column_prefix"
		" comparison_vector_value_column_prefix unique_id_column_name"
		" source_dataset_column_name blocking_rules_to_generate_predictions comparisons"
		" salting_partitions ";
	const char *key;
	json_t *value;

	json_object_foreach((json_t *)(uintptr_t)root, key, value)
	{
		struct buffer b = {0};
		buffer_byte(&b, ' ');
		buffer_string(&b, key);
		buffer_string(&b, " ");
		if (!memmem(known, sizeof known - 1, b.at, b.length) && s->ignored_count < 8)
			s->ignored[s->ignored_count++] = text_copy(s->terms.arena, text_of(key));
		buffer_free(&b);
	}
}

void splink_import(struct splink_import *s, struct arena *arena, const char *path, bool with_rules)
{
	json_error_t error;

	*s = (struct splink_import){.path = path};
	splink_terms_start(&s->terms, arena);
	struct text bytes = file_bytes(arena, path ? path : "/dev/stdin", EXIT_CONFIG);
	json_t *root = json_loadb(bytes.at, bytes.length, JSON_REJECT_DUPLICATES, &error);
	if (!root)
		fail_at(EXIT_CONFIG, (struct place){.file = path, .line = (uint64_t)error.line},
			NULL, "not JSON: %s", error.text);
	if (!json_is_object(root))
		fail_at(EXIT_CONFIG, place_of(s, NULL), NULL, "not settings of Splink");
	keys_read(s, root);
	link_type_read(s, root);
	prior_read(s, root);
	const json_t *comparisons = array_of(s, root, "comparisons", NULL), *item;
	size_t i, count = json_array_size(comparisons);
	if (!count)
		fail_at(EXIT_CONFIG, place_of(s, "comparisons"), NULL, "no comparisons");
	s->names = ARENA_ARRAY(arena, count, struct text);
	s->conditions = ARENA_ARRAY(arena, count, struct text);
	const json_t *rules = json_object_get(root, "blocking_rules_to_generate_predictions");
	if (rules && !json_is_null(rules))
		rules = array_of(s, root, "blocking_rules_to_generate_predictions", NULL);
	s->rule_count = json_array_size(rules);
	splink_rules_lists(s, rules);
	json_array_foreach(comparisons, i, item) lists_read(s, item);
	json_array_foreach(comparisons, i, item) comparison_read(s, item, i);
	s->comparisons = count;
	if (with_rules)
		splink_rules(s, rules);
	json_decref(root);
}

void splink_import_free(struct splink_import *s)
{
	buffer_free(&s->model);
	buffer_free(&s->rules);
	splink_terms_free(&s->terms);
}
