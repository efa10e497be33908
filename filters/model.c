/*
 * Comparison models from elsewhere and for elsewhere: Splink's saved settings
 * become a model and blocking rules of ours, and the other way round. Reads no
 * stream and nobody's data.
 *
 * Memory: O(the settings).
 */
#include "splink/splink_export.h"
#include "splink/splink_import.h"
#include "stream/options.h"
#include "stream/writer.h"

static struct {
	const char *rules;
} options;

static void write_out(struct output *out, const char *path, struct text bytes)
{
	output_open(out, path);
	buffer_text_add(&out->buffer, bytes);
	output_finish(out);
}

static void tell_columns(const struct splink_terms *t)
{
	for (size_t i = 0; i < t->column_count; i++)
		if (!text_equal(t->columns[i].theirs, t->columns[i].ours))
			notice("column \"%.*s\" is called %.*s here",
			       (int)t->columns[i].theirs.length, t->columns[i].theirs.at,
			       (int)t->columns[i].ours.length, t->columns[i].ours.at);
	if (t->folded)
		notice("lower(), upper() and trim() are left out: clean does their work");
	if (t->cut)
		notice("a part of a value that is too short for it is missing here, and an empty "
		       "text in SQL");
	if (t->dated)
		notice("dates are compared as YYYY-MM-DD, to which clean converts other forms");
}

static void tell_import(const struct splink_import *s)
{
	tell_columns(&s->terms);
	if (s->untrained)
		notice("%zu of %zu levels have no m or no u: Splink's defaults, marked in the "
		       "note; "
		       "estimate them",
		       s->untrained, s->levels);
	if (s->unobserved)
		notice("%zu m and u of levels that training did not see are 0.000001, as in Splink",
		       s->unobserved);
	if (s->default_prior)
		notice("no probability_two_random_records_match: prior 0.0001, as in Splink");
	for (size_t i = 0; i < s->ignored_count; i++)
		notice("%.*s: unknown, left out", (int)s->ignored[i].length, s->ignored[i].at);
	if (!options.rules && s->rule_count)
		notice("%zu blocking rules left out: --rules FILE writes them", s->rule_count);
	if (text_is(text_of(s->link_type), "dedupe_only"))
		notice("dedupe_only: one source, and block without --between");
	else if (text_is(text_of(s->link_type), "link_only"))
		notice("link_only: give block --between");
	else
		notice("link_and_dedupe: give block --within");
}

static int import(const struct common *common)
{
	struct arena arena = {0};
	struct splink_import s;
	struct output model, rules;

	splink_import(&s, &arena, operand_path(common, 0), options.rules != NULL);
	tell_import(&s);
	write_out(&model, common->output, buffer_text(&s.model));
	if (options.rules)
		write_out(&rules, options.rules, buffer_text(&s.rules));
	splink_import_free(&s);
	arena_free(&arena);
	return EXIT_DONE;
}

static int export(const struct common *common)
{
	struct arena arena = {0};
	struct splink_export s;
	struct output settings;

	splink_export(&s, &arena, operand_path(common, 0), options.rules);
	write_out(&settings, common->output, buffer_text(&s.settings));
	if (s.postcodes)
		notice("parts of postcodes need the space in the postcode there");
	if (s.threshold)
		notice("the threshold is left out: give it to Splink's predict()");
	splink_export_free(&s);
	arena_free(&arena);
	return EXIT_DONE;
}

static const struct option_spec import_options[] = {
	{'r', "rules", OPTION_STRING, &options.rules, "FILE", "write the blocking rules to FILE", 0,
	 0},
};

static const struct option_spec export_options[] = {
	{'r', "rules", OPTION_STRING, &options.rules, "FILE", "read the blocking rules from FILE",
	 0, 0},
};

static const struct verb verbs[] = {
	{.name = "import-splink",
	 .run = import,
	 .operands = "SETTINGS",
	 .least_operands = 1,
	 .most_operands = 1,
	 .options = import_options,
	 .option_count = sizeof import_options / sizeof *import_options},
	{.name = "export-splink",
	 .run = export,
	 .operands = "MODEL",
	 .least_operands = 1,
	 .most_operands = 1,
	 .options = export_options,
	 .option_count = sizeof export_options / sizeof *export_options},
};

int main(int argc, char **argv)
{
	static const struct program program = {
		.name = "model",
		.about = "Turn Splink's settings into a comparison model, or a model into settings",
		.operands = "FILE",
		.verbs = verbs,
		.verb_count = sizeof verbs / sizeof *verbs,
		.omits = OMIT_PREAMBLE | OMIT_PARTIAL | OMIT_TMPDIR,
	};

	return program_run(&program, argc, argv);
}
