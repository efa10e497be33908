/*
 * pseudo: records with names, dates and ids in, tokens, encodings and
 * generalised values out, by a key that is read from a file. Records leave in
 * the order of their tokens. Memory: O(1), under 32 MiB.
 */
#include "base/sorter.h"
#include "pseudo/release.h"
#include "pseudo/treatment.h"
#include "stream/columns.h"
#include "stream/policy.h"
#include "stream/writer.h"

/* With the reader's and the writer's buffers, well under 32 MiB in all. */
#define SORT_BYTES ((size_t)8 << 20)

static struct {
	const char *key, *salt, *crosswalk;
	struct string_list tokens, matches, digests, blooms, generals, drops;
} options;

static const struct option_spec specs[] = {
	{'k', "key-file", OPTION_STRING, &options.key, "FILE", "the key (required)", 0, 0},
	{0, "token", OPTION_LIST, &options.tokens, "LIST", "columns to make tokens of", 0, 0},
	{0, "key", OPTION_LIST, &options.matches, "NAME=A+B...", "a match key of several values", 0,
	 0},
	{0, "bloom", OPTION_LIST, &options.blooms, "LIST", "columns to encode for comparison", 0,
	 0},
	{0, "salt", OPTION_STRING, &options.salt, "VALUE",
	 "make --bloom comparable only where this is equal", 0, 0},
	{0, "digest", OPTION_LIST, &options.digests, "[NAME=]A[:FORMAT]+B...",
	 "an OpenPseudonymiser digest; the key is its salt", 0, 0},
	{0, "general", OPTION_LIST, &options.generals, "COLUMN=RULE",
	 "keep a quasi column as month, year, sector, district or as it is (keep)", 0, 0},
	{0, "drop", OPTION_LIST, &options.drops, "LIST", "columns to drop without a notice", 0, 0},
	{0, "crosswalk", OPTION_STRING, &options.crosswalk, "FILE",
	 "write old and new ids to FILE; identifiable, stays where it was made", 0, 0},
};

static const struct program program = {
	.name = "pseudo",
	.about = "Pseudonymise records with a key",
	.operands = "[FILE]",
	.options = specs,
	.option_count = sizeof specs / sizeof *specs,
	.most_operands = 1,
	.omits = OMIT_PREAMBLE,
};

/* What the options say of an input column. */
struct order {
	bool token, bloom, drop;
	bool rules[TREATMENT_DISTRICT + 1]; /* TREATMENT_KEEP, _MONTH ... */
};

struct job {
	struct arena arena;
	struct keyfile key;
	const struct preamble *input;
	struct order *orders;
	struct treatments treatments;
};

static void lists_read(struct job *j, const struct string_list *lists, const char *option,
		       size_t offset)
{
	for (size_t i = 0; i < lists->count; i++) {
		struct text rest = text_of(lists->at[i]), name;
		while (text_cut(&rest, ',', &name)) {
			size_t column = columns_named(j->input, name, option);
			bool *mark = (bool *)((char *)&j->orders[column] + offset);
			if (*mark)
				usage_fail("--%s: %.*s is listed twice", option, (int)name.length,
					   name.at);
			if (j->input->columns[column].role == ROLE_KEY &&
			    !text_is(text_of(option), "drop"))
				usage_fail("--%s: %.*s has the role key: ids are replaced anyway",
					   option, (int)name.length, name.at);
			*mark = true;
		}
	}
}

/* Types of which no value is close to naming a person by itself. */
static bool type_keeps(struct text type)
{
	static const char *const types[] = {"sex",     "ethnicity", "code",   "integer",
					    "decimal", "boolean",   "flag",   "month",
					    "year",    "outcode",   "sector", "stated_gender"};

	for (size_t i = 0; i < sizeof(types) / sizeof(*types); i++)
		if (text_is(type, types[i]))
			return true;
	return false;
}

static void rule_check(const struct column *c, enum treatment_kind kind, const char *option)
{
	bool of_date = text_is(c->type, "date"), of_postcode = text_is(c->type, "postcode");

	if (c->role != ROLE_QUASI)
		fail(EXIT_POLICY, "--general: %.*s has the role %s, not quasi", (int)c->name.length,
		     c->name.at, role_name(c->role));
	if (kind == TREATMENT_KEEP && !type_keeps(c->type))
		fail(EXIT_POLICY, "--general: a column of type %.*s may not be kept as it is: %.*s",
		     (int)c->type.length, c->type.at, (int)c->name.length, c->name.at);
	bool fits = kind == TREATMENT_KEEP ||
		    ((kind == TREATMENT_MONTH || kind == TREATMENT_YEAR) && of_date) ||
		    ((kind == TREATMENT_SECTOR || kind == TREATMENT_DISTRICT) && of_postcode);
	if (!fits)
		usage_fail("--general: not a rule for a column of type %.*s: %s",
			   (int)c->type.length, c->type.at, option);
}

static void generals_read(struct job *j)
{
	static const struct {
		const char *name;
		enum treatment_kind kind;
	} rules[] = {{"keep", TREATMENT_KEEP},
		     {"month", TREATMENT_MONTH},
		     {"year", TREATMENT_YEAR},
		     {"sector", TREATMENT_SECTOR},
		     {"district", TREATMENT_DISTRICT}};

	for (size_t i = 0; i < options.generals.count; i++) {
		struct text rule = text_of(options.generals.at[i]), name;
		text_cut(&rule, '=', &name);
		size_t column = columns_named(j->input, name, "general"), k = 0,
		       known = sizeof(rules) / sizeof(*rules);
		while (k < known && !(rule.at && text_is(rule, rules[k].name)))
			k++;
		if (k == known)
			usage_fail(
				"--general: not COLUMN=month, year, sector, district or keep: %s",
				options.generals.at[i]);
		rule_check(&j->input->columns[column], rules[k].kind, options.generals.at[i]);
		if (j->orders[column].rules[rules[k].kind])
			usage_fail("--general: %s is given twice", options.generals.at[i]);
		j->orders[column].rules[rules[k].kind] = true;
	}
}

static void column_plan(struct job *j, size_t i)
{
	static const struct {
		enum treatment_kind kind;
		const char *suffix, *type;
	} rules[] = {{TREATMENT_KEEP, "", NULL},
		     {TREATMENT_MONTH, "_month", "month"},
		     {TREATMENT_YEAR, "_year", "year"},
		     {TREATMENT_SECTOR, "_sector", "sector"},
		     {TREATMENT_DISTRICT, "_district", "outcode"}};
	const struct column *c = &j->input->columns[i];
	const struct order *o = &j->orders[i];
	struct treatments *all = &j->treatments;
	size_t before = all->count;

	if (o->token)
		treatment_add(all, TREATMENT_TOKEN, i, "", "token", ROLE_LINK);
	if (o->bloom)
		treatment_add(all, TREATMENT_BLOOM, i, "_bloom", "bloom", ROLE_LINK);
	for (size_t k = 0; k < sizeof(rules) / sizeof(*rules); k++)
		if (o->rules[rules[k].kind])
			treatment_add(all, rules[k].kind, i, rules[k].suffix, rules[k].type,
				      ROLE_QUASI);
	if (o->drop && all->count > before)
		usage_fail("--drop: %.*s is used by another option", (int)c->name.length,
			   c->name.at);
	if (o->drop || all->count > before)
		return;
	if (c->role == ROLE_ENTITY || c->role == ROLE_DIRECT || c->role == ROLE_QUASI)
		notice("%.*s (%s) is dropped", (int)c->name.length, c->name.at, role_name(c->role));
	else
		treatment_add(all, TREATMENT_KEEP, i, "", NULL, c->role);
}

/* Ids come first, so that the order of lines is the order of tokens. */
static void plan(struct job *j)
{
	struct treatments *all = &j->treatments;

	j->orders = ARENA_ARRAY(&j->arena, j->input->column_count, struct order);
	lists_read(j, &options.tokens, "token", offsetof(struct order, token));
	lists_read(j, &options.blooms, "bloom", offsetof(struct order, bloom));
	lists_read(j, &options.drops, "drop", offsetof(struct order, drop));
	generals_read(j);
	for (size_t i = 0; i < j->input->column_count; i++)
		if (j->input->columns[i].role == ROLE_KEY && !j->orders[i].drop)
			treatment_add(all, TREATMENT_RID, i, "", NULL, ROLE_KEY);
	for (size_t i = 0; i < j->input->column_count; i++)
		if (j->input->columns[i].role != ROLE_KEY)
			column_plan(j, i);
	for (size_t i = 0; i < options.matches.count; i++) {
		struct text values = text_of(options.matches.at[i]), name;
		text_cut(&values, '=', &name);
		if (!values.at || !name_valid(name))
			usage_fail("--key: not NAME=A+B...: %s", options.matches.at[i]);
		treatment_match(all, TREATMENT_MATCH, name, values);
	}
	for (size_t i = 0; i < options.digests.count; i++) {
		struct text values = text_of(options.digests.at[i]), name;
		text_cut(&values, '=', &name);
		if (!values.at)
			values = name;
		if (!name_valid(name))
			usage_fail("--digest: not NAME=A+B...: %s", options.digests.at[i]);
		treatment_match(all, TREATMENT_DIGEST, name, values);
	}
	if (options.salt)
		treatments_salt(all, text_of(options.salt));
	treatments_ready(all);
}

static void list_option(struct step_builder *b, const char *name, const struct string_list *list)
{
	for (size_t i = 0; i < list->count; i++)
		step_option_item(b, name, text_of(list->at[i]));
}

static void step_add(const struct job *j, struct preamble *out, bool crosswalk)
{
	struct step_builder b;

	step_start(&b, out, "pseudo");
	step_parent(&b, j->input);
	step_option(&b, "kcv", text_of(j->key.check));
	list_option(&b, "token", &options.tokens);
	list_option(&b, "key", &options.matches);
	list_option(&b, "bloom", &options.blooms);
	list_option(&b, "digest", &options.digests);
	list_option(&b, "general", &options.generals);
	list_option(&b, "drop", &options.drops);
	if (options.salt)
		step_option(&b, "salt", text_of(options.salt));
	if (crosswalk)
		step_option(&b, "output", TEXT("crosswalk"));
	preamble_step(&b);
}

static void pseudonymised_preamble(const struct job *j, struct preamble *out)
{
	preamble_copy(out, j->input);
	preamble_clear_columns(out);
	release_preamble(out);
	for (size_t i = 0; i < j->treatments.count; i++)
		preamble_column_copy(out, &j->treatments.at[i].declared);
	step_add(j, out, false);
	release_steps(out, &j->key);
}

/* For every id column, the old and the new. */
static void crosswalk_preamble(const struct job *j, struct preamble *out)
{
	preamble_copy(out, j->input);
	preamble_clear_columns(out);
	struct buffer name = {0};
	for (size_t i = 0; i < j->treatments.count; i++) {
		const struct treatment *t = &j->treatments.at[i];
		if (t->kind != TREATMENT_RID)
			continue;
		buffer_reset(&name);
		buffer_text_add(&name, t->declared.name);
		preamble_column(out, t->declared.name, t->declared.type, ROLE_KEY)->list = t->list;
		buffer_string(&name, "_token");
		preamble_column(out, text_copy(out->arena, buffer_text(&name)), t->declared.type,
				ROLE_KEY)
			->list = t->list;
	}
	buffer_free(&name);
	step_add(j, out, true);
}

static void crosswalk_row(struct job *j, struct writer *w, const struct record *row)
{
	for (size_t i = 0; i < j->treatments.count; i++) {
		struct treatment *t = &j->treatments.at[i];
		if (t->kind != TREATMENT_RID)
			continue;
		writer_cell(w, record_cell(row, t->input));
		writer_separate(w);
		treatment_cell(&j->treatments, t, &w->file.buffer);
	}
	writer_end(w);
}

static void line_make(struct job *j, const struct record *row, struct buffer *line)
{
	buffer_reset(line);
	treatments_load(&j->treatments, row);
	for (size_t i = 0; i < j->treatments.count; i++) {
		if (i)
			buffer_byte(line, '\t');
		treatment_cell(&j->treatments, &j->treatments.at[i], line);
	}
}

static void figures_write(const struct job *j, struct writer *w)
{
	for (size_t i = 0; i < j->treatments.count; i++) {
		const struct treatment *t = &j->treatments.at[i];
		release_figure(w, "blanked.", t->declared.name, t->blanked);
		release_figure(w, "cut.", t->declared.name, t->cut);
	}
}

static void read_records(struct job *j, struct reader *in, struct sorter *sorter,
			 struct writer *crosswalk)
{
	struct record row;
	struct buffer line = {0};

	while (reader_next(in, &row)) {
		line_make(j, &row, &line);
		sorter_add(sorter, buffer_text(&line));
		if (options.crosswalk)
			crosswalk_row(j, crosswalk, &row);
	}
	if (options.crosswalk) {
		writer_read(crosswalk, in);
		writer_close(crosswalk);
	}
	buffer_free(&line);
}

static void open_outputs(const struct job *j, struct writer *w, struct preamble *out,
			 struct writer *crosswalk, struct preamble *crosswalk_out,
			 const struct common *common)
{
	pseudonymised_preamble(j, out);
	policy_output(TOOL_PSEUDO, j->input->level, out);
	writer_open(w, out, common);
	if (options.crosswalk) {
		crosswalk_preamble(j, crosswalk_out);
		writer_open_side(crosswalk, crosswalk_out, options.crosswalk, common);
	}
}

int main(int argc, char **argv)
{
	const struct common *common = program_start(&program, argc, argv);
	struct job j = {.input = NULL};
	struct reader in;
	struct preamble out, crosswalk_out;
	struct writer w, crosswalk;
	struct sorter sorter;
	struct text entry;

	if (!options.key)
		usage_fail("-k FILE is required");
	keyfile_open(&j.key, options.key);
	reader_open(&in, operand_path(common, 0), common);
	policy_input(TOOL_PSEUDO, &in.preamble, in.path);
	j.input = &in.preamble;
	treatments_start(&j.treatments, &j.arena, &j.key, &in.preamble);
	plan(&j);
	open_outputs(&j, &w, &out, &crosswalk, &crosswalk_out, common);

	sorter_start(&sorter, SORT_BYTES, common->tmpdir);
	read_records(&j, &in, &sorter, &crosswalk);
	while (sorter_next(&sorter, &entry))
		writer_line(&w, entry);
	figures_write(&j, &w);
	writer_read(&w, &in);
	release_ledger(&w, &j.key);
	writer_close(&w);
	sorter_free(&sorter);
	reader_close(&in);
	treatments_end(&j.treatments);
	arena_free(&j.arena);
	keyfile_close(&j.key);
	return program_finish();
}
