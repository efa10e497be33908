#include "splink/splink_rules.h"

#include <stdio.h>

#include "splink/splink_level.h"

struct rule {
	struct splink_way way;
	size_t number; /* of Splink's */
	struct text note;
};

static struct place place_of(const struct splink_import *s, size_t number)
{
	char words[40];

	snprintf(words, sizeof words, "blocking rule %zu", number);
	return (struct place){.file = s->path,
			      .column = text_string(s->terms.arena, text_of(words))};
}

static struct text rule_sql(const struct splink_import *s, const json_t *json, struct place place)
{
	return json_is_string(json) ? text_of(json_string_value(json))
				    : splink_lines(s->terms.arena, json, "blocking_rule", place);
}

/* The columns that a rule takes apart: noted, and told to splink_rule(). */
static struct text lists_note(struct splink_import *s, const json_t *lists, struct place place)
{
	struct buffer b = {0};
	struct text *columns = ARENA_ARRAY(s->terms.arena, json_array_size(lists) + 1, struct text);
	const json_t *list;
	size_t i;

	json_array_foreach(lists, i, list)
	{
		if (!json_is_string(list))
			fail_at(EXIT_CONFIG, place, NULL,
				"arrays_to_explode is not a list of columns");
		columns[i] = splink_column_name(&s->terms, text_of(json_string_value(list)));
		buffer_string(&b, b.length ? " " : SPLINK_LISTS_NOTE);
		buffer_text_add(&b, columns[i]);
	}
	s->terms.exploded = columns;
	s->terms.exploded_count = json_array_size(lists);
	struct text note = text_copy(s->terms.arena, buffer_text(&b));
	buffer_free(&b);
	return note;
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
}

/* Does the condition have this word? */
static bool has_word(struct text condition, struct text word)
{
	for (size_t i = 0; i + word.length <= condition.length; i++) {
		size_t end = i + word.length;
		if (memcmp(condition.at + i, word.at, word.length) == 0 &&
		    (!i || !is_letter(condition.at[i - 1])) &&
		    (end == condition.length || !is_letter(condition.at[end])))
			return true;
	}
	return false;
}

/* The comparisons that look at a column that the rule looks at. */
static void implies_add(const struct splink_import *s, struct text condition, struct buffer *b)
{
	const char *comma = "";

	for (size_t i = 0; i < s->comparisons; i++) {
		bool shared = false;
		for (size_t c = 0; c < s->terms.column_count; c++)
			shared = shared || (has_word(condition, s->terms.columns[c].ours) &&
					    has_word(s->conditions[i], s->terms.columns[c].ours));
		if (!shared)
			continue;
		buffer_string(b, comma);
		buffer_text_add(b, s->names[i]);
		comma = ",";
	}
}

static void row_add(const struct splink_import *s, const struct rule *rule, size_t pass,
		    struct text key, bool filtered)
{
	struct buffer *b = (struct buffer *)(uintptr_t)&s->rules;

	buffer_u64(b, pass);
	buffer_byte(b, '\t');
	buffer_text_add(b, key);
	buffer_byte(b, '\t');
	buffer_text_add(b, rule->note);
	if (filtered) {
		buffer_byte(b, '\t');
		if (rule->way.filtered)
			implies_add(s, rule->way.condition, b);
	}
	buffer_byte(b, '\n');
}

static void only_add(struct splink_import *s, const struct rule *rule, size_t pass)
{
	struct buffer *b = &s->model;

	buffer_string(b, "only\tpass_");
	buffer_u64(b, pass);
	buffer_byte(b, '\t');
	buffer_text_add(b, rule->way.condition);
	buffer_string(b, "\t\t\t\t\t\t\t\n");
}

static void write_rules(struct splink_import *s, const struct rule *rules, size_t count)
{
	bool filtered = false, all = false;

	for (size_t i = 0; i < count; i++) {
		filtered = filtered || rules[i].way.filtered;
		all = all || !rules[i].way.condition.length;
	}
	filtered = filtered && !all;
	buffer_string(&s->rules, filtered ? "pass\tkey\tnote\timplies\n" : "pass\tkey\tnote\n");
	for (size_t i = 0; i < count; i++) {
		row_add(s, &rules[i], i + 1, rules[i].way.keys[0], filtered);
		if (rules[i].way.keys[1].length)
			row_add(s, &rules[i], i + 1, rules[i].way.keys[1], filtered);
		if (filtered)
			only_add(s, &rules[i], i + 1);
	}
}

void splink_rules_lists(struct splink_import *s, const json_t *rules)
{
	const json_t *json, *list;
	size_t i, j;

	json_array_foreach(rules, i, json)
	{
		struct place place = place_of(s, i + 1);
		struct text sql = rule_sql(s, json, place);
		if (sql.length)
			splink_lists(&s->terms, sql, place);
		json_array_foreach(json_object_get(json, "arrays_to_explode"), j, list)
		{
			if (json_is_string(list))
				splink_list(&s->terms, text_of(json_string_value(list)));
		}
	}
}

void splink_rules(struct splink_import *s, const json_t *rules)
{
	struct arena *arena = s->terms.arena;
	size_t most = json_array_size(rules), count = 0, i;
	struct rule *made = ARENA_ARRAY(arena, most * SPLINK_WAYS + 1, struct rule);
	const json_t *json;

	json_array_foreach(rules, i, json)
	{
		struct splink_way ways[SPLINK_WAYS];
		struct place place = place_of(s, i + 1);
		struct text sql = rule_sql(s, json, place);
		if (!sql.length)
			fail_at(EXIT_CONFIG, place, NULL, "no blocking_rule");
		struct text note = lists_note(s, json_object_get(json, "arrays_to_explode"), place);
		size_t alternatives = splink_rule(&s->terms, sql, place, ways);
		for (size_t w = 0; w < alternatives; w++)
			made[count++] = (struct rule){ways[w], i + 1, note};
	}
	if (!most) /* Splink then compares everyone */
		made[count++].way.keys[0] = TEXT("everyone()");
	if (!count)
		fail_at(EXIT_CONFIG, place_of(s, most), NULL, "no blocking rule ever holds");
	write_rules(s, made, count);
}
