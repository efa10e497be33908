/*
 * export: a publishable stream as a CSV file that spreadsheets read and cannot
 * be tricked by. No byte goes out before the input is verified. Memory: O(1).
 */
#include "stream/policy.h"
#include "stream/receipt.h"
#include "stream/spool.h"

/* Is it a number as people write them: -12, 0.5, 1e-9? Then a sign in front
 * starts no formula. */
static bool plain_number(struct text a)
{
	size_t i = a.length > 0 && (a.at[0] == '-' || a.at[0] == '+'), digits = 0;

	for (; i < a.length && a.at[i] >= '0' && a.at[i] <= '9'; i++)
		digits++;
	if (i < a.length && a.at[i] == '.')
		for (i++; i < a.length && a.at[i] >= '0' && a.at[i] <= '9'; i++)
			digits++;
	if (digits > 0 && i < a.length && (a.at[i] | 0x20) == 'e') {
		i++;
		i += i < a.length && (a.at[i] == '-' || a.at[i] == '+');
		for (digits = 0; i < a.length && a.at[i] >= '0' && a.at[i] <= '9'; i++)
			digits++;
	}
	return digits > 0 && i == a.length;
}

/* Would a spreadsheet take it for a formula? (CWE-1236) */
static bool formula(struct text a)
{
	return a.length > 0 && memchr("=+-@\t\r", a.at[0], 6) && !plain_number(a);
}

/* A cell by RFC 4180; true when an apostrophe had to be put in front. */
static bool cell_add(struct buffer *b, struct text value)
{
	bool defused = formula(value), quoted = false;

	for (size_t i = 0; i < value.length && !quoted; i++)
		quoted = memchr("\",\r\n", value.at[i], 4) != NULL;
	if (quoted)
		buffer_byte(b, '"');
	if (defused)
		buffer_byte(b, '\'');
	for (struct text rest = value, part; quoted && text_cut(&rest, '"', &part);) {
		buffer_text_add(b, part);
		if (rest.at)
			buffer_string(b, "\"\"");
	}
	if (!quoted)
		buffer_text_add(b, value);
	else
		buffer_byte(b, '"');
	return defused;
}

static void check_level(const struct reader *in, bool inside)
{
	const char *level = level_name(in->preamble.level);

	policy_input("export", &in->preamble, in->path);
	if (in->preamble.level != LEVEL_PUBLISHABLE && !inside)
		fail_at(EXIT_POLICY, (struct place){.file = in->path}, "level",
			"%s; only what is publishable is exported, anything else with --inside",
			level);
	if (in->preamble.level != LEVEL_PUBLISHABLE) {
		receipt_note("inside", level);
		notice("what is %s leaves the sealed stream (--inside)", level);
	}
}

static void header_add(struct spool *spool, const struct preamble *p, bool bom)
{
	spool_add(spool, bom ? TEXT("\xef\xbb\xbf") : TEXT_NONE);
	for (size_t i = 0; i < p->column_count; i++) {
		spool_add(spool, i > 0 ? TEXT(",") : TEXT_NONE);
		spool_add(spool, p->columns[i].name);
	}
	spool_add(spool, TEXT("\r\n"));
}

/* Reads the stream to its verified end; gives the number of cells defused. */
static uint64_t records_add(struct spool *spool, struct reader *in)
{
	struct buffer line = {0}, scratch = {0};
	struct record row;
	uint64_t defused = 0;

	while (reader_next(in, &row)) {
		buffer_reset(&line);
		for (size_t i = 0; i < row.cells; i++) {
			if (i > 0)
				buffer_byte(&line, ',');
			defused += cell_add(&line, text_unescape(record_cell(&row, i), &scratch));
		}
		/* An empty line would be no record to many readers. */
		buffer_string(&line, line.length > 0 ? "\r\n" : "\"\"\r\n");
		spool_add(spool, buffer_text(&line));
	}
	buffer_free(&line);
	buffer_free(&scratch);
	return defused;
}

int main(int argc, char **argv)
{
	bool inside = false, bom = false;
	const struct option_spec options[] = {
		{0, "bom", OPTION_FLAG, &bom, NULL,
		 "begin with a byte order mark: Excel then reads it as UTF-8", 0, 0},
		{0, "inside", OPTION_FLAG, &inside, NULL,
		 "also what is not publishable; goes into the receipt", 0, 0},
	};
	const struct program program = {
		.name = "export",
		.about = "Write a publishable stream as a CSV file for spreadsheets",
		.operands = "[FILE]",
		.options = options,
		.option_count = sizeof options / sizeof *options,
		.most_operands = 1,
		.omits = OMIT_PREAMBLE | OMIT_PARTIAL,
	};
	const struct common *common = program_start(&program, argc, argv);
	struct reader in;
	struct spool spool;
	struct output out;

	reader_open(&in, operand_path(common, 0), common);
	check_level(&in, inside);
	spool_start(&spool, common->tmpdir);
	header_add(&spool, &in.preamble, bom);
	uint64_t defused = records_add(&spool, &in);

	output_open(&out, common->output);
	spool_copy(&spool, &out);
	output_finish(&out);
	outputs_commit();
	if (defused > 0)
		notice("%llu cells that would be formulas begin with an apostrophe now",
		       (unsigned long long)defused);
	spool_free(&spool);
	reader_close(&in);
	return program_finish();
}
