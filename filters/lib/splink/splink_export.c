#include "splink/splink_export.h"

#include <stdlib.h>

#include "block/passes.h"

static void put(struct splink_export *s, const char *text)
{
	buffer_string(&s->settings, text);
}

/* A text of JSON; side files hold no control characters. */
static void put_text(struct splink_export *s, struct text a)
{
	put(s, "\"");
	for (size_t i = 0; i < a.length; i++) {
		if (a.at[i] == '"' || a.at[i] == '\\')
			put(s, "\\");
		buffer_byte(&s->settings, a.at[i]);
	}
	put(s, "\"");
}

/* A cell that model_read() has found to be a number, in JSON's spelling. */
static void put_number(struct splink_export *s, struct text a)
{
	number_print(&s->settings, strtod(text_string(s->terms.arena, a), NULL), false);
}

static struct text cell(const struct splink_export *s, size_t row, const char *name)
{
	size_t column = sidefile_column(&s->model.side, name);

	return column == SIZE_MAX ? TEXT_NONE : sidefile_cell(&s->model.side, row, column);
}

static void put_member(struct splink_export *s, const char *key)
{
	put(s, ",\n\t\t\t\t\t\"");
	put(s, key);
	put(s, "\": ");
}

static void put_frequency(struct splink_export *s, const struct comparison *c,
			  const struct comparison_level *level)
{
	struct text weight = cell(s, level->row, "tf_weight"),
		    least = cell(s, level->row, "tf_minimum");

	if (level->frequency == NO_FREQUENCY)
		return;
	size_t column = s->model.frequencies[level->frequency].column;
	put_member(s, "tf_adjustment_column");
	put_text(s, s->model.expressions.columns[column]);
	put_member(s, "tf_adjustment_weight");
	put_number(s, weight.length ? weight : TEXT("1"));
	if (least.length) {
		put_member(s, "tf_minimum_u_value");
		put_number(s, least);
	}
	/* Splink wants to be told where no level is exact on the column. */
	if (!condition_is_exact(&s->model.expressions, c->levels[level->exact_level].condition,
				column)) {
		put_member(s, "disable_tf_exact_match_detection");
		put(s, "true");
	}
}

static void put_level(struct splink_export *s, const struct comparison *c,
		      const struct comparison_level *level)
{
	struct place place = {s->model.side.path, s->model.side.lines[level->row], "condition"};
	struct text m = cell(s, level->row, "m"), u = cell(s, level->row, "u");

	put(s, "\n\t\t\t\t{\n\t\t\t\t\t\"sql_condition\": ");
	put_text(s, splink_sql(&s->terms, level->when, place));
	put_member(s, "label_for_charts");
	put_text(s, level->name);
	if (m.length) {
		put_member(s, "m_probability");
		put_number(s, m);
	}
	if (u.length) {
		put_member(s, "u_probability");
		put_number(s, u);
	}
	put_member(s, "fix_m_probability");
	put(s, level->fixed_m ? "true" : "false");
	put_member(s, "fix_u_probability");
	put(s, level->fixed_u ? "true" : "false");
	if (level->number < 0) {
		put_member(s, "is_null_level");
		put(s, "true");
	}
	put_frequency(s, c, level);
	put(s, "\n\t\t\t\t}");
}

static void put_comparison(struct splink_export *s, const struct comparison *c)
{
	put(s, "\n\t\t{\n\t\t\t\"output_column_name\": ");
	put_text(s, c->name);
	put(s, ",\n\t\t\t\"comparison_levels\": [");
	for (size_t i = 0; i < c->level_count; i++) {
		put(s, i ? "," : "");
		put_level(s, c, &c->levels[i]);
	}
	put(s, "\n\t\t\t],\n\t\t\t\"comparison_description\": ");
	put_text(s, c->name);
	put(s, "\n\t\t}");
}

/* ` AND (...)`: that a row of `only` holds; or nothing. */
static struct text only_sql(struct splink_export *s)
{
	const struct model *m = &s->model;
	struct place place = {.file = m->side.path, .column = "only"};
	struct buffer b = {0};

	for (size_t i = 0; i < m->only_count; i++) {
		buffer_string(&b, i ? " OR (" : " AND ((");
		buffer_text_add(&b, splink_sql_rule(&s->terms, m->only[i].when, place));
		buffer_string(&b, ")");
	}
	buffer_string(&b, m->only_count ? ")" : "");
	struct text made = text_copy(s->terms.arena, buffer_text(&b));
	buffer_free(&b);
	return made;
}

/* The import notes which columns a rule takes apart. */
static void put_lists(struct splink_export *s, struct text note)
{
	struct text name;
	const char *before = ", \"arrays_to_explode\": [";

	if (!text_starts(note, SPLINK_LISTS_NOTE))
		return;
	note = text_from(note, sizeof SPLINK_LISTS_NOTE - 1);
	while (note.length && text_cut(&note, ' ', &name)) {
		put(s, before);
		put_text(s, name);
		before = ", ";
	}
	put(s, "]");
}

static void put_rule(struct splink_export *s, struct text left, struct text right, struct text note,
		     struct place place, bool first)
{
	struct buffer b = {0};

	put(s, first ? "\n\t\t{\"blocking_rule\": " : ",\n\t\t{\"blocking_rule\": ");
	buffer_text_add(&b, splink_sql_key(&s->terms, left, right, place));
	buffer_text_add(&b, s->only);
	put_text(s, buffer_text(&b));
	buffer_free(&b);
	put(s, ", \"sql_dialect\": \"duckdb\"");
	put_lists(s, note);
	put(s, "}");
}

/* Rows of one pass share their keys: each of one side with each of the other. */
static void put_rules(struct splink_export *s, struct arena *arena, const char *path)
{
	static const char *const columns[] = {"pass", "key", NULL};
	struct passes passes;
	struct sidefile side;
	bool first = true;

	passes_read(&passes, arena, path);
	sidefile_read(&side, arena, path, columns, true);
	size_t key = sidefile_column(&side, "key"), note = sidefile_column(&side, "note");
	for (size_t i = 0; i < side.row_count; i++) {
		struct place place = {path, side.lines[i], "key"};
		for (size_t j = 0; j < side.row_count; j++) {
			if (passes.at[i].number != passes.at[j].number ||
			    passes.at[i].key.count != passes.at[j].key.count)
				continue;
			put_rule(s, sidefile_cell(&side, i, key), sidefile_cell(&side, j, key),
				 note == SIZE_MAX ? TEXT_NONE : sidefile_cell(&side, i, note),
				 place, first);
			first = false;
		}
	}
	passes_free(&passes);
}

static void check(const struct splink_export *s, const char *rules)
{
	const struct model *m = &s->model;
	struct place place = {.file = m->side.path};

	if (m->rule_count)
		fail_at(EXIT_CONFIG, place, NULL,
			"the rule %.*s: deterministic rules have no equivalent in Splink's "
			"settings; nearest: a blocking rule and deterministic_link()",
			(int)m->rules[0].name.length, m->rules[0].name.at);
	if (m->only_count && !rules)
		fail_at(EXIT_CONFIG, place, NULL,
			"rows of only are part of the blocking rules there: give them with "
			"--rules");
	if (m->pair_level_count || m->pair_prior_count || m->absence_count)
		fail_at(EXIT_CONFIG, place, NULL,
			"parameters of a pair of sources have no equivalent in Splink's settings; "
			"nearest: a model for each pair");
	if (m->interaction_count)
		fail_at(EXIT_CONFIG, place, NULL,
			"interactions have no equivalent in Splink's settings; nearest: one "
			"comparison with levels of both");
}

void splink_export(struct splink_export *s, struct arena *arena, const char *path,
		   const char *rules)
{
	struct text prior;

	*s = (struct splink_export){0};
	splink_terms_start(&s->terms, arena);
	model_read(&s->model, arena, path ? path : "/dev/stdin");
	check(s, rules);
	s->threshold = s->model.has_threshold;
	sidefile_fact(&s->model.side, "model", "prior", &prior);
	put(s, "{\n\t\"link_type\": \"link_and_dedupe\",\n"
	       "\t\"probability_two_random_records_match\": ");
	put_number(s, prior);
	put(s, ",\n\t\"sql_dialect\": \"duckdb\",\n\t\"unique_id_column_name\": \"rid\",\n"
	       "\t\"source_dataset_column_name\": \"source\",\n"
	       "\t\"blocking_rules_to_generate_predictions\": [");
	s->only = only_sql(s);
	if (rules)
		put_rules(s, arena, rules);
	put(s, "],\n\t\"comparisons\": [");
	for (size_t i = 0; i < s->model.comparison_count; i++) {
		put(s, i ? "," : "");
		put_comparison(s, &s->model.comparisons[i]);
	}
	put(s, "\n\t]\n}\n");
	s->postcodes = memmem(s->settings.at, s->settings.length, "'^[A-Za-z]{1,2}[0-9]", 20);
}

void splink_export_free(struct splink_export *s)
{
	model_free(&s->model);
	buffer_free(&s->settings);
	splink_terms_free(&s->terms);
}
