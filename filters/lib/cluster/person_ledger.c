#include "cluster/person_ledger.h"

#include <stdlib.h>

#include "base/map.h"
#include "stream/policy.h"

enum { MEMORY = 4 << 20 };

/* A key as succession has it, in l->scratch. */
static void print_key(struct person_ledger *l, struct text source, struct text column,
		      struct text value)
{
	buffer_reset(&l->scratch);
	buffer_text_add(&l->scratch, source);
	buffer_byte(&l->scratch, '\t');
	buffer_text_add(&l->scratch, column);
	buffer_byte(&l->scratch, '\t');
	buffer_text_add(&l->scratch, value);
}

static void add_column(struct person_ledger *l, size_t column)
{
	memory_need(&l->columns, &l->column_capacity, l->column_count + 1, sizeof *l->columns);
	l->columns[l->column_count++] = column;
}

bool person_ledger_option(bool given, const char *project, bool beside)
{
	if (given && (!project || !source_id_valid(text_of(project))))
		usage_fail("a ledger needs --project NAME: letters, digits, - and _");
	if (!given && beside)
		usage_fail("--ledger-key, --events and --project need --ledger or --ledger-out");
	return given;
}

void person_ledger_columns(struct person_ledger *l, const struct preamble *records,
			   const char *names, const char *path)
{
	struct text rest = names ? text_of(names) : (struct text){0}, name;

	while (rest.at && text_cut(&rest, ',', &name)) {
		size_t column = preamble_find(records, name);
		if (column == NO_COLUMN)
			fail_at(EXIT_CONFIG, (struct place){.file = path}, NULL,
				"no column %.*s to identify records by", (int)name.length, name.at);
		add_column(l, column);
	}
	for (size_t i = 0; !names && i < records->column_count; i++)
		if (records->columns[i].role == ROLE_ENTITY)
			add_column(l, i);
	l->by_rid = !l->column_count;
	if (l->by_rid)
		add_column(l, preamble_need(records, "rid", path, EXIT_DATA));
}

static const char *key_option(struct buffer *b, struct text column)
{
	buffer_reset(b);
	buffer_string(b, "key_");
	buffer_text_add(b, column);
	buffer_byte(b, '\0');
	return b->at;
}

static void check_ledger(struct person_ledger *l, const struct preamble *records)
{
	const struct preamble *p = &l->in.preamble;
	const struct step *step = p->step_count ? &p->steps[p->step_count - 1] : NULL;
	const struct text *output = step ? settings_find(&step->options, "opt.output") : NULL;
	const struct text *project = step ? settings_find(&step->options, "opt.project") : NULL;
	struct place place = {.file = l->in.path};
	struct buffer name = {0};

	if (!output || !project || !text_is(step->tool, "cluster") || !text_is(*output, "ledger"))
		fail_at(EXIT_CONFIG, place, "ledger", "not a ledger that cluster wrote");
	if (!text_is(*project, l->project))
		fail_at(EXIT_CONFIG, place, "project", "the ledger of another project: %.*s",
			(int)project->length, project->at);
	for (size_t i = 0; i < l->column_count; i++) {
		const struct column *c = &records->columns[l->columns[i]];
		buffer_reset(&l->scratch);
		buffer_string(&l->scratch, "opt.");
		buffer_string(&l->scratch, key_option(&name, c->name));
		buffer_byte(&l->scratch, '\0');
		const struct text *key = settings_find(&step->options, l->scratch.at);
		if (key && !text_equal(*key, c->key))
			fail_at(EXIT_CONFIG, place, "key",
				"%.*s was made with a different key from the one in the records",
				(int)c->name.length, c->name.at);
	}
	buffer_free(&name);
}

/* Is it one of the columns that records are known by now? */
static bool known_column(const struct person_ledger *l, const struct preamble *records,
			 struct text name)
{
	for (size_t i = 0; i < l->column_count; i++)
		if (text_equal(records->columns[l->columns[i]].name, name))
			return true;
	return false;
}

static void read_rows(struct person_ledger *l, const struct preamble *records)
{
	const struct preamble *p = &l->in.preamble;
	size_t source = preamble_need(p, "source", l->in.path, EXIT_DATA);
	size_t column = preamble_need(p, "column", l->in.path, EXIT_DATA);
	size_t key = preamble_need(p, "key", l->in.path, EXIT_DATA);
	size_t person = preamble_need(p, "person_id", l->in.path, EXIT_DATA);
	size_t seen = preamble_need(p, "seen", l->in.path, EXIT_DATA);
	bool common = false;
	struct record row;

	while (reader_next(&l->in, &row)) {
		common = common || known_column(l, records, record_cell(&row, column));
		print_key(l, record_cell(&row, source), record_cell(&row, column),
			  record_cell(&row, key));
		if (!succession_former(&l->succession, buffer_text(&l->scratch),
				       record_cell(&row, person),
				       text_is(record_cell(&row, seen), "1")))
			fail_at(EXIT_DATA, reader_place(&l->in, NULL), "ledger",
				"a duplicate key, or an invalid person id");
	}
	if (l->in.rows && !common)
		fail_at(EXIT_CONFIG, (struct place){.file = l->in.path}, "ledger",
			"has none of the columns that --ledger-key names");
}

void person_ledger_read(struct person_ledger *l, const struct preamble *records, const char *path,
			const struct common *common)
{
	struct buffer *salt = &l->succession.salt, digest = {0};

	if (!path)
		return;
	reader_open_side(&l->in, path, common);
	l->given = true;
	policy_input(TOOL_CLUSTER, &l->in.preamble, path);
	check_ledger(l, records);
	read_rows(l, records);
	buffer_string(salt, l->in.preamble.head);
	sum_print(salt, l->in.sum);
	buffer_hex(&digest, text_hash(buffer_text(salt)) >> 16, sizeof l->digest - 1);
	memcpy(l->digest, digest.at, sizeof l->digest - 1);
	buffer_free(&digest);
}

void person_ledger_merge(const struct person_ledger *l, struct preamble *out)
{
	const struct preamble *last = &l->in.preamble;

	if (!l->given)
		return;
	if (last->level < out->level)
		out->level = last->level;
	out->partial = out->partial || last->partial;
}

void person_ledger_step(const struct person_ledger *l, struct step_builder *step)
{
	step_option(step, "project", text_of(l->project));
	if (l->given)
		step_file(step, "ledger", l->digest);
}

/* Of a stream that mixes them, the role that tells most. */
static enum role key_role(const struct person_ledger *l, const struct preamble *records)
{
	enum role role = ROLE_KEY;

	for (size_t i = 0; i < l->column_count; i++) {
		enum role own = records->columns[l->columns[i]].role;
		if (own == ROLE_DIRECT || (own == ROLE_ENTITY && role != ROLE_DIRECT) ||
		    role == ROLE_KEY)
			role = own;
	}
	return role;
}

void person_ledger_start(const struct person_ledger *l, const struct preamble *records,
			 struct preamble *out, struct step_builder *step)
{
	struct buffer name = {0};

	preamble_column(out, TEXT("source"), TEXT("source"), ROLE_PLAIN);
	preamble_column(out, TEXT("column"), TEXT("code"), ROLE_PLAIN);
	preamble_column(out, TEXT("key"), l->by_rid ? TEXT("rid") : TEXT("id"),
			key_role(l, records));
	preamble_column(out, TEXT("person_id"), TEXT("id"), ROLE_KEY);
	preamble_column(out, TEXT("seen"), TEXT("boolean"), ROLE_PLAIN);
	for (size_t i = 0; i < l->column_count; i++) {
		const struct column *c = &records->columns[l->columns[i]];
		if (c->key.length)
			step_option(step, key_option(&name, c->name), c->key);
	}
	buffer_free(&name);
}

void person_ledger_identity(struct person_ledger *l, const struct preamble *records,
			    const struct record *row, struct text source, uint32_t identity)
{
	size_t before = l->succession.claim_count;

	for (size_t i = 0; i < l->column_count; i++) {
		const struct column *c = &records->columns[l->columns[i]];
		struct text rest = record_cell(row, l->columns[i]), value;
		while (rest.at && text_cut(&rest, c->list ? '|' : '\n', &value)) {
			if (!value.length)
				continue;
			print_key(l, source, c->name, value);
			succession_claim(&l->succession, buffer_text(&l->scratch), identity);
		}
	}
	l->unkeyed += l->succession.claim_count == before;
}

void person_ledger_sort(struct person_ledger *l)
{
	succession_sort(&l->succession);
}

const struct claim *person_ledger_holders(struct person_ledger *l, const struct preamble *records,
					  struct text source, struct text value, size_t *count)
{
	const struct claim *holders = NULL;

	*count = 0;
	for (size_t i = 0; !*count && i < l->column_count; i++) {
		print_key(l, source, records->columns[l->columns[i]].name, value);
		holders = succession_holders(&l->succession, buffer_text(&l->scratch), count);
	}
	return holders;
}

struct sum person_ledger_id(const struct person_ledger *l, struct persons *p, uint32_t label)
{
	return succession_id(&l->succession, p, label);
}

void person_ledger_write(struct person_ledger *l, struct persons *p, struct writer *w,
			 const char *tmpdir)
{
	struct succession *s = &l->succession;
	struct sorter rows;
	struct text row;
	size_t next = 0;

	sorter_start(&rows, MEMORY, tmpdir);
	for (uint32_t key = 0; key < s->keys.count; key++) {
		bool seen = next < s->claim_count && s->claims[next].key == key;
		struct sum id = {0};
		if (!seen)
			id = succession_now(s, p, s->former_of[key]);
		/* Two persons with one key: the ledger can only have it once. */
		for (bool first = true; next < s->claim_count && s->claims[next].key == key;
		     next++, first = false) {
			struct sum one = succession_id(s, p, p->labels[s->claims[next].identity]);
			if (first || person_id_compare(one, id) < 0)
				id = one;
		}
		buffer_reset(&l->scratch);
		buffer_text_add(&l->scratch, roster_text(&s->keys, key));
		buffer_byte(&l->scratch, '\t');
		person_id_print(&l->scratch, id);
		buffer_string(&l->scratch, seen ? "\t1" : "\t0");
		sorter_add(&rows, buffer_text(&l->scratch));
	}
	while (sorter_next(&rows, &row))
		writer_line(w, row);
	sorter_free(&rows);
}

void person_ledger_free(struct person_ledger *l)
{
	sorter_free(&l->events);
	succession_free(&l->succession);
	buffer_free(&l->scratch);
	memory_free(l->columns);
	if (l->given)
		reader_close(&l->in);
}
