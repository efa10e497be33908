/*
 * pseudo: records with names, dates and ids in, tokens, encodings and
 * generalised values out, by a key that is read from a file. Records leave in
 * the order of their tokens. Memory: O(1), under 32 MiB.
 */
#include "base/sorter.h"
#include "pseudo/general.h"
#include "pseudo/release.h"
#include "pseudo/risk.h"
#include "stream/columns.h"
#include "stream/policy.h"
#include "stream/writer.h"

/* With the reader's and the writer's buffers, well under 32 MiB in all. */
#define SORT_BYTES ((size_t)8 << 20)

static struct {
	const char *key, *crosswalk;
	bool risk, accept_risk;
	struct string_list tokens, matches, digests, variants, within, blooms, generals, drops;
} options;

static const struct option_spec specs[] = {
	{'k', "key-file", OPTION_STRING, &options.key, "FILE", "the key (required)", 0, 0},
	{0, "token", OPTION_LIST, &options.tokens, "LIST", "columns to make tokens of", 0, 0},
	{0, "key", OPTION_LIST, &options.matches, "NAME=A+B...", "a match key of several values", 0,
	 0},
	{0, "variants", OPTION_LIST, &options.variants, "LIST",
	 "names to make sets of tokens of, alike within a group", 0, 0},
	{0, "within", OPTION_LIST, &options.within, "[COLUMN=]VALUE",
	 "the group, such as dob: encodings are comparable where this is equal", 0, 0},
	{0, "bloom", OPTION_LIST, &options.blooms, "LIST", "columns to make Bloom filters of", 0,
	 0},
	{0, "digest", OPTION_LIST, &options.digests, "[NAME=]A[:FORMAT]+B...",
	 "an OpenPseudonymiser digest; the key is its salt", 0, 0},
	{0, "general", OPTION_LIST, &options.generals, "COLUMN=RULE",
	 "keep a quasi column as month, year, sector, district or as it is (keep)", 0, 0},
	{0, "drop", OPTION_LIST, &options.drops, "LIST", "columns to drop without a notice", 0, 0},
	{0, "risk", OPTION_FLAG, &options.risk, NULL,
	 "print what the encodings would give away, and write no records", 0, 0},
	{0, "accept-risk", OPTION_FLAG, &options.accept_risk, NULL,
	 "write encodings of which more could be read than the ceiling allows", 0, 0},
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
	bool token, variants, bloom, drop;
	bool rules[GENERALS]; /* by index in generals */
};

struct job {
	struct arena arena;
	struct keyfile key;
	const struct preamble *input;
	struct order *orders;
	struct treatments treatments;
	struct risk risk;
	bool watched;   /* there are encodings whose risk is to be known */
	uint32_t share; /* that could be read of them */
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

static void generals_read(struct job *j)
{
	for (size_t i = 0; i < options.generals.count; i++) {
		size_t rule, column = general_read(j->input, options.generals.at[i], &rule);
		if (j->orders[column].rules[rule])
			usage_fail("--general: %s is given twice", options.generals.at[i]);
		j->orders[column].rules[rule] = true;
	}
}

static void column_plan(struct job *j, size_t i)
{
	const struct column *c = &j->input->columns[i];
	const struct order *o = &j->orders[i];
	struct treatments *all = &j->treatments;
	size_t before = all->count;

	if (o->token)
		treatment_add(all, TREATMENT_TOKEN, i, "", "token", ROLE_LINK);
	if (o->variants)
		treatment_add(all, TREATMENT_VARIANTS, i, "_variants", "variants", ROLE_LINK);
	if (o->bloom)
		treatment_add(all, TREATMENT_BLOOM, i, "_bloom", "bloom", ROLE_LINK);
	for (size_t k = 0; k < GENERALS; k++)
		if (o->rules[k])
			treatment_add(all, generals[k].kind, i, generals[k].suffix,
				      generals[k].type, ROLE_QUASI);
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
	lists_read(j, &options.variants, "variants", offsetof(struct order, variants));
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
	treatments_within(all, &options.within);
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
	list_option(&b, "variants", &options.variants);
	list_option(&b, "bloom", &options.blooms);
	list_option(&b, "digest", &options.digests);
	list_option(&b, "general", &options.generals);
	list_option(&b, "drop", &options.drops);
	list_option(&b, "within", &options.within);
	treatments_step(&j->treatments, &b);
	if (options.accept_risk)
		step_option(&b, "accept_risk", TEXT("yes"));
	if (j->watched && !crosswalk) {
		struct buffer share = {0};
		buffer_fixed(&share, j->share, 4);
		step_option(&b, "risk", buffer_text(&share));
		buffer_free(&share);
	}
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
		if (j->watched)
			risk_add(&j->risk, buffer_text(&line));
		if (options.crosswalk)
			crosswalk_row(j, crosswalk, &row);
	}
	if (options.crosswalk) {
		writer_read(crosswalk, in);
		writer_close(crosswalk);
	}
	buffer_free(&line);
}

/* Begun after the last record is read: the step says what was found. */
static void begin_output(struct job *j, struct writer *w, const struct output *taken,
			 struct preamble *out, const struct common *common)
{
	step_add(j, out, false);
	release_steps(out, &j->key);
	writer_open_taken(w, taken, out, common);
}

static void open_crosswalk(const struct job *j, struct writer *crosswalk, struct preamble *out,
			   const struct common *common)
{
	crosswalk_preamble(j, out);
	writer_open_side(crosswalk, out, options.crosswalk, common);
}

static void start_risk(struct job *j, const struct common *common)
{
	j->watched = options.risk;
	for (size_t i = 0; i < j->treatments.count; i++)
		j->watched = j->watched || risk_applies(j->treatments.at[i].kind);
	if (j->watched)
		risk_start(&j->risk, &j->treatments, options.risk, common->tmpdir);
}

static void print_risk(struct job *j, struct reader *in, const struct common *common)
{
	struct output out;
	struct buffer line = {0};
	struct record row;

	while (reader_next(in, &row)) {
		line_make(j, &row, &line);
		risk_add(&j->risk, buffer_text(&line));
	}
	buffer_free(&line);
	output_open(&out, common->output);
	risk_print(&j->risk, &out.buffer);
	output_finish(&out);
}

static void write_records(struct job *j, struct reader *in, const struct common *common)
{
	struct preamble out, crosswalk_out;
	struct writer w, crosswalk;
	struct output taken;
	struct sorter sorter;
	struct text entry;

	output_open(&taken, common->output);
	pseudonymised_preamble(j, &out);
	policy_output(TOOL_PSEUDO, j->input->level, &out);
	if (options.crosswalk)
		open_crosswalk(j, &crosswalk, &crosswalk_out, common);
	sorter_start(&sorter, SORT_BYTES, common->tmpdir);
	read_records(j, in, &sorter, &crosswalk);
	if (j->watched)
		j->share = risk_check(&j->risk, options.accept_risk);
	begin_output(j, &w, &taken, &out, common);
	while (sorter_next(&sorter, &entry))
		writer_line(&w, treatments_level(&j->treatments, entry));
	figures_write(j, &w);
	writer_read(&w, in);
	release_ledger(&w, &j->key);
	writer_close(&w);
	sorter_free(&sorter);
}

int main(int argc, char **argv)
{
	const struct common *common = program_start(&program, argc, argv);
	struct job j = {.input = NULL};
	struct reader in;

	if (!options.key)
		usage_fail("-k FILE is required");
	if (options.risk && (options.crosswalk || options.accept_risk))
		usage_fail("--risk writes no records: leave out --crosswalk and --accept-risk");
	keyfile_open(&j.key, options.key);
	reader_open(&in, operand_path(common, 0), common);
	policy_input(TOOL_PSEUDO, &in.preamble, in.path);
	j.input = &in.preamble;
	treatments_start(&j.treatments, &j.arena, &j.key, &in.preamble);
	plan(&j);
	start_risk(&j, common);
	if (options.risk)
		print_risk(&j, &in, common);
	else
		write_records(&j, &in, common);
	reader_close(&in);
	if (j.watched)
		risk_free(&j.risk);
	treatments_end(&j.treatments);
	arena_free(&j.arena);
	keyfile_close(&j.key);
	return program_finish();
}
