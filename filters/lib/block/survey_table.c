#include "block/survey_table.h"

void survey_columns(struct preamble *out)
{
	static const struct {
		const char *name, *type;
		enum role role;
	} columns[] = {
		{"part", "code", ROLE_PLAIN},        {"pass", "integer", ROLE_PLAIN},
		{"rule", "text", ROLE_PLAIN},        {"key", "hash", ROLE_LINK},
		{"records", "count", ROLE_PLAIN},    {"without_key", "count", ROLE_PLAIN},
		{"groups", "count", ROLE_PLAIN},     {"largest", "count", ROLE_PLAIN},
		{"pairs", "count", ROLE_PLAIN},      {"new_pairs", "count", ROLE_PLAIN},
		{"cumulative", "count", ROLE_PLAIN},
	};

	for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
		preamble_column(out, text_of(columns[i].name), text_of(columns[i].type),
				columns[i].role);
}

static void write_numbers(struct writer *w, const uint64_t *numbers, size_t count)
{
	for (size_t i = 0; i < count; i++)
		writer_u64(w, numbers[i]);
	writer_end(w);
}

/* All keys of a pass, as they stand in the rules. */
static void write_rule(struct writer *w, const struct passes *passes,
		       const struct survey_pass *pass)
{
	struct buffer rule = {0};

	for (size_t i = pass->rule; i < passes->count && passes->at[i].number == pass->number;
	     i++) {
		if (i > pass->rule)
			buffer_string(&rule, " | ");
		buffer_text_add(&rule, passes->at[i].text);
	}
	writer_value(w, buffer_text(&rule));
	buffer_free(&rule);
}

static void write_passes(struct writer *w, const struct survey *s, const struct passes *passes,
			 const struct entries *e, uint64_t records)
{
	uint64_t cumulative = 0, groups = 0, largest = 0;

	for (size_t i = 0; i < s->pass_count; i++) {
		const struct survey_pass *p = &s->passes[i];
		uint64_t with_key = e->with_key[p->rule];
		cumulative += p->new_pairs;
		groups += p->groups;
		largest = p->largest > largest ? p->largest : largest;
		writer_cell(w, TEXT("pass"));
		writer_u64(w, p->number);
		write_rule(w, passes, p);
		writer_cell(w, TEXT_NONE);
		write_numbers(w,
			      (uint64_t[]){with_key, records - with_key, p->groups, p->largest,
					   p->pairs, p->new_pairs, cumulative},
			      7);
	}
	writer_cell(w, TEXT("all"));
	for (int i = 0; i < 3; i++)
		writer_cell(w, TEXT_NONE);
	write_numbers(w,
		      (uint64_t[]){records - e->without_key, e->without_key, groups, largest,
				   s->pairs, s->new_pairs, cumulative},
		      7);
}

void survey_write(struct writer *w, const struct survey *s, const struct passes *passes,
		  const struct entries *e, const struct meeting *all)
{
	write_passes(w, s, passes, e, all->records);
	writer_cell(w, TEXT("possible"));
	for (int i = 0; i < 3; i++)
		writer_cell(w, TEXT_NONE);
	writer_u64(w, all->records);
	for (int i = 0; i < 3; i++)
		writer_cell(w, TEXT_NONE);
	writer_u64(w, all->pairs);
	writer_cell(w, TEXT_NONE);
	writer_cell(w, TEXT_NONE);
	writer_end(w);
	for (size_t i = 0; i < s->largest_count; i++) {
		const struct survey_group *g = &s->largest[i];
		writer_cell(w, TEXT("group"));
		writer_u64(w, g->pass);
		writer_cell(w, TEXT_NONE);
		struct buffer key = {0};
		buffer_hex(&key, g->key, 16);
		writer_cell(w, buffer_text(&key));
		buffer_free(&key);
		writer_u64(w, g->records);
		for (int j = 0; j < 3; j++)
			writer_cell(w, TEXT_NONE);
		writer_u64(w, g->pairs);
		writer_u64(w, g->new_pairs);
		writer_cell(w, TEXT_NONE);
		writer_end(w);
	}
}
