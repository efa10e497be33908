#include "stream/wrap.h"
#include "stream/writer.h"

#include "base/command.h"
#include "base/map.h"
#include "base/spool.h"
#include "stream/policy.h"
#include "stream/table.h"
#include "stream/types.h"

/* What messages call the other end. */
static const char returned[] = "the command's output";

static _Noreturn void refuse(const struct reader *back, const char *message)
{
	fail_at(EXIT_DATA, (struct place){.file = back->path}, NULL, "%s", message);
}

static void check_body(const struct reader *in, const struct reader *back)
{
	if (back->rows != in->rows)
		fail_at(EXIT_DATA, (struct place){.file = back->path}, NULL,
			"%llu records came back where %llu went in", (unsigned long long)back->rows,
			(unsigned long long)in->rows);
	if (!sum_equal(back->sum, in->sum)) {
		struct buffer there = {0}, here = {0};
		sum_print(&there, in->sum);
		sum_print(&here, back->sum);
		fail_at(EXIT_DATA, (struct place){.file = back->path}, NULL,
			"records altered: sum %.32s where %.32s went in", here.at, there.at);
	}
}

void stream_body(const char *path, const struct common *common)
{
	struct reader in, back;
	struct record row;
	struct spool spool;
	struct command command;
	struct preamble out;
	struct writer w;

	reader_open(&in, path, common);
	spool_start(&spool, common->tmpdir);
	while (reader_next(&in, &row))
		spool_line(&spool, row.line);
	command_start(&command, common->command, spool_read(&spool));
	table_open(&back, returned, command.output, common);
	table_columns(&back, &in.preamble);
	preamble_copy(&out, &in.preamble);
	writer_open(&w, &out, common);
	w.gathers = true;
	while (reader_next(&back, &row))
		writer_line(&w, row.line);
	command_end(&command, common->command);
	check_body(&in, &back);
	ledger_merge(&w.ledger, &in.ledger, in.path);
	writer_close(&w);
	spool_free(&spool);
	reader_close(&back);
	reader_close(&in);
}

/* The ids that went in: how many times for a one-for-one tool, else whether
 * they came back. */
struct ids {
	struct map map;
	bool one_for_one;
	size_t *in, *back; /* columns */
	size_t in_count, back_count;
	uint64_t seen;
};

static size_t *id_columns(const struct preamble *p, struct arena *arena, bool first, size_t *count)
{
	size_t *found = ARENA_ARRAY(arena, p->column_count, size_t);

	for (size_t i = 0; i < p->column_count && !(first && *count); i++)
		if (p->columns[i].role == ROLE_KEY && text_is(p->columns[i].type, "rid"))
			found[(*count)++] = i;
	return found;
}

static void ids_note(struct ids *ids, const struct record *row)
{
	for (size_t i = 0; i < ids->in_count; i++) {
		uint64_t *times = map_add(&ids->map, record_cell(row, ids->in[i]), NULL);
		*times += ids->one_for_one;
	}
}

static void ids_check(struct ids *ids, const struct reader *back, const struct record *row)
{
	for (size_t i = 0; i < ids->back_count; i++) {
		struct text name = back->preamble.columns[ids->back[i]].name;
		uint64_t *times = map_find(&ids->map, record_cell(row, ids->back[i]));
		const char *wrong = NULL;
		if (!times)
			wrong = "an id that was not in the input";
		else if (ids->one_for_one && *times == 0)
			wrong = "an id that came back twice";
		if (wrong)
			fail_at(EXIT_DATA,
				reader_place(back, text_string((struct arena *)&back->arena, name)),
				"ids", "%s", wrong);
		if (ids->one_for_one)
			--*times;
		else if (!*times)
			*times = 1, ids->seen++;
	}
}

void column_declare(struct preamble *p, const char *word)
{
	struct text rest = text_of(word), name, type, role_text;
	enum role role;

	if (!text_cut(&rest, ':', &name) || !text_cut(&rest, ':', &type) ||
	    !text_cut(&rest, ':', &role_text) || rest.at || !name_valid(name) ||
	    !name_valid(type) || !role_parse(role_text, &role))
		usage_fail("--column takes NAME:TYPE:ROLE, not %s", word);
	if (preamble_find(p, name) != NO_COLUMN)
		usage_fail("--column %.*s given twice", (int)name.length, name.at);
	column_check(preamble_column(p, name, type, role), p->level, EXIT_POLICY,
		     (struct place){.file = "--column"});
}

static void declare(struct preamble *declared, const struct string_list *list,
		    const struct preamble *input)
{
	for (size_t i = 0; i < list->count; i++) {
		column_declare(declared, list->at[i]);
		struct text name = declared->columns[i].name;
		if (preamble_find(input, name) != NO_COLUMN)
			usage_fail("--column %s is a column of the input", name.at);
	}
}

/* The columns of what comes back, from its header row. */
static void take_columns(struct preamble *out, const struct preamble *input,
			 const struct preamble *declared, struct reader *back)
{
	struct text header = table_header(back), name;
	size_t new_columns = 0;

	preamble_clear_columns(out);
	while (text_cut(&header, '\t', &name)) {
		size_t i = preamble_find(input, name);
		const struct column *from = i == NO_COLUMN ? NULL : &input->columns[i];
		if (!from) {
			i = preamble_find(declared, name);
			if (i == NO_COLUMN)
				refuse(back, "a column that is neither of the input nor declared "
					     "by --column");
			from = &declared->columns[i];
			new_columns++;
		}
		if (preamble_find(out, name) != NO_COLUMN)
			fail_at(EXIT_DATA, (struct place){.file = back->path}, NULL,
				"two columns are called %.*s", (int)name.length, name.at);
		preamble_column_copy(out, from);
	}
	if (new_columns != declared->column_count)
		refuse(back, "a column that --column declares is not there");
}

/* Commands differ by their words; what files those name is the user's to keep. */
static void add_step(struct preamble *out, const char *as, const struct reader *in)
{
	struct step_builder step;
	struct digest words;
	char hex[13];

	digest_start(&words);
	for (char **word = in->common->command; *word; word++)
		digest_add(&words, (struct text){*word, strlen(*word) + 1});
	digest_end(&words, hex);
	step_start(&step, out, as);
	step_parent(&step, &in->preamble);
	step_option(&step, "command", text_of(hex));
	preamble_step(&step);
}

static void write_back(struct reader *back, struct reader *in, struct ids *ids,
		       struct preamble *out, struct command *command)
{
	const struct common *common = in->common;
	struct record row;
	struct writer w;

	writer_open(&w, out, common);
	while (reader_next(back, &row)) {
		ids_check(ids, back, &row);
		writer_line(&w, row.line);
	}
	command_end(command, common->command);
	if (ids->one_for_one && w.rows < in->rows)
		writer_figure(&w, "missing", in->rows - w.rows);
	if (!ids->one_for_one && ids->seen < ids->map.count)
		writer_figure(&w, "missing.ids", ids->map.count - ids->seen);
	writer_read(&w, in);
	writer_close(&w);
}

static void send_table(struct spool *spool, struct reader *in, struct ids *ids)
{
	struct record row;

	for (size_t i = 0; i < in->preamble.column_count; i++) {
		spool_add(spool, i ? TEXT("\t") : TEXT_NONE);
		spool_add(spool, in->preamble.columns[i].name);
	}
	spool_add(spool, TEXT("\n"));
	while (reader_next(in, &row)) {
		ids_note(ids, &row);
		spool_line(spool, row.line);
	}
}

void stream_wrap(const char *path, const char *as, const struct string_list *list,
		 const struct common *common)
{
	struct reader in, back;
	struct spool spool;
	struct command command;
	struct preamble out, declared;
	struct ids ids = {.one_for_one = policy_passes(text_of(as))};
	enum tool tool;

	if (!policy_replaceable(text_of(as), &tool))
		fail(EXIT_POLICY, "no command may stand in for %s (rule wrap)", as);
	reader_open(&in, path, common);
	in.accepts_pieces = policy_piecewise(text_of(as));
	policy_input(tool, &in.preamble, path);
	preamble_start(&declared, &in.arena, in.preamble.level);
	declare(&declared, list, &in.preamble);
	ids.in = id_columns(&in.preamble, &in.arena, ids.one_for_one, &ids.in_count);
	if (!ids.in_count)
		fail_at(EXIT_DATA, (struct place){.file = path}, NULL,
			"no column of type rid and role key");
	spool_start(&spool, common->tmpdir);
	send_table(&spool, &in, &ids);
	command_start(&command, common->command, spool_read(&spool));
	table_open(&back, returned, command.output, common);
	preamble_copy(&out, &in.preamble);
	take_columns(&out, &in.preamble, &declared, &back);
	table_columns(&back, &out);
	ids.back = id_columns(&out, &in.arena, ids.one_for_one, &ids.back_count);
	if (!ids.back_count)
		refuse(&back, "no column of type rid and role key");
	add_step(&out, as, &in);
	policy_output(tool, in.preamble.level, &out);
	write_back(&back, &in, &ids, &out, &command);
	map_free(&ids.map);
	spool_free(&spool);
	reader_close(&back);
	reader_close(&in);
}
