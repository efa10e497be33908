/*
 * assemble: person ids and payloads -> linked records, or one row per person.
 * Memory: O(identities); the payloads are sorted in a temporary file.
 */

#include "base/sorter.h"
#include "cluster/clusters.h"
#include "cluster/universe.h"
#include "stream/columns.h"
#include "stream/policy.h"
#include "stream/sides.h"

static struct {
	struct string_list payloads;
	const char *columns;
	bool wide;
} options;

static const struct option_spec specs[] = {
	{0, "payload", OPTION_LIST, &options.payloads, "FILE",
	 "records to put together, keyed by rid (required); several in order of priority", 0, 0},
	{'c', "columns", OPTION_STRING, &options.columns, "NAME,...",
	 "only these columns of the payloads, in this order", 0, 0},
	{0, "wide", OPTION_FLAG, &options.wide, NULL, "write one row per person", 0, 0},
};

static const struct program program = {
	.name = "assemble",
	.about = "Put the records of each person together",
	.operands = "[CLUSTERS]",
	.options = specs,
	.option_count = sizeof specs / sizeof *specs,
	.most_operands = 1,
	.omits = OMIT_PREAMBLE,
};

enum { SORT_MEMORY = 64 << 20, PAYLOADS = 1000 };

struct payload {
	struct reader *in;
	size_t rid;
	size_t *from; /* for each payload column of the output: where from, or NO_COLUMN */
};

struct run {
	const struct common *common;
	struct reader clusters;
	struct sides sides; /* the payloads */
	struct payload *payloads;
	size_t payload_count;
	struct preamble out;
	size_t first_column; /* of the payloads', in the output */
	struct universe universe;
	struct map persons; /* person_id -> its rank by bytes */
	uint32_t *person;   /* of each identity, an index into persons */
	size_t person_capacity;
	uint32_t *by_rank;   /* rank -> index into persons */
	uint32_t *by_name;   /* column order of the sources -> index into universe.sources */
	uint32_t *place_of;  /* the inverse */
	unsigned char *seen; /* person rank * sources: is the person in the source? */
	struct sorter sorter;
	uint64_t records;
};

/* What the sorter orders by, big-endian, and the source; the cells follow. */
struct entry {
	unsigned char rank[4], payload[2], number[8];
	uint32_t source;
};

static void big_endian(unsigned char *at, size_t bytes, uint64_t number)
{
	for (size_t i = bytes; i-- > 0; number >>= 8)
		at[i] = (unsigned char)number;
}

static uint32_t rank_of(const struct entry *e)
{
	return (uint32_t)e->rank[0] << 24 | (uint32_t)e->rank[1] << 16 | (uint32_t)e->rank[2] << 8 |
	       e->rank[3];
}

static void open_inputs(struct run *r)
{
	reader_open(&r->clusters, operand_path(r->common, 0), r->common);
	policy_input(TOOL_ASSEMBLE, &r->clusters.preamble, r->clusters.path);
	preamble_copy(&r->out, &r->clusters.preamble);
	preamble_clear_columns(&r->out);
	r->sides = (struct sides){.tool = TOOL_ASSEMBLE, .common = r->common};
	struct reader **payloads = sides_open_all(&r->sides, "payload", &options.payloads);
	for (size_t i = 0; i < r->payload_count; i++) {
		struct reader *in = payloads[i];
		size_t rid = preamble_need(&in->preamble, "rid", in->path, EXIT_DATA);
		r->payloads[i] = (struct payload){.in = in, .rid = rid};
	}
	sides_merge(&r->sides, &r->out);
}

static void read_clusters(struct run *r)
{
	struct clusters rows = clusters_of(&r->clusters);
	uint32_t identity, person;

	universe_declare(&r->universe, &r->clusters.preamble);
	while (clusters_next(&rows, &r->universe, &r->persons, &identity, &person)) {
		if (!r->persons.entries[person].key.length)
			fail_at(EXIT_DATA, reader_place(&r->clusters, "person_id"), "person",
				"an identity without a person");
		memory_need(&r->person, &r->person_capacity, (size_t)identity + 1,
			    sizeof *r->person);
		r->person[identity] = person;
	}
	size_t sources = r->universe.sources.count;
	r->by_rank = map_order(&r->persons);
	r->by_name = map_order(&r->universe.sources);
	r->place_of = memory_take((sources + 1) * sizeof *r->place_of);
	for (uint32_t i = 0; i < r->persons.count; i++)
		r->persons.entries[r->by_rank[i]].value = i;
	for (uint32_t i = 0; i < sources; i++)
		r->place_of[r->by_name[i]] = i;
}

static bool is_own(struct text name)
{
	return text_is(name, "person_id") || text_is(name, "source");
}

static void add_named(struct run *r, struct text name)
{
	bool found = is_own(name);

	for (size_t i = 0; i < r->payload_count; i++) {
		const struct reader *in = r->payloads[i].in;
		size_t at = preamble_find(&in->preamble, name);
		if (at == NO_COLUMN || is_own(name))
			continue;
		enum role role = in->preamble.columns[at].role;
		if (!policy_writes(TOOL_ASSEMBLE, role))
			fail_at(EXIT_POLICY, (struct place){.file = in->path}, "role",
				"column %.*s has role %s, which assemble does not write",
				(int)name.length, name.at, role_name(role));
		columns_unite(&r->out, &in->preamble.columns[at], in->path);
		found = true;
	}
	if (!found)
		fail(EXIT_DATA, "no payload has a column %.*s", (int)name.length, name.at);
}

static void add_all(struct run *r, const struct reader *in)
{
	for (size_t i = 0; i < in->preamble.column_count; i++) {
		const struct column *c = &in->preamble.columns[i];
		if (policy_writes(TOOL_ASSEMBLE, c->role) && c->role != ROLE_KEY &&
		    !is_own(c->name))
			columns_unite(&r->out, c, in->path);
	}
}

/* A column for each source: PREFIX_SOURCE, where a dash becomes an underscore. */
static void add_population(struct run *r, const char *prefix, struct text type)
{
	struct buffer name = {0};

	for (size_t i = 0; i < r->universe.sources.count; i++) {
		buffer_reset(&name);
		buffer_string(&name, prefix);
		buffer_text_add(&name, r->universe.sources.entries[r->by_name[i]].key);
		for (size_t j = 0; j < name.length; j++)
			if (name.at[j] == '-')
				name.at[j] = '_';
		preamble_column(&r->out, buffer_text(&name), type, ROLE_SENSITIVE);
	}
	buffer_free(&name);
}

static void choose_columns(struct run *r)
{
	struct preamble *out = &r->out;
	struct text rest = options.columns ? text_of(options.columns) : TEXT_NONE, name;

	preamble_column(out, TEXT("person_id"), TEXT("id"), ROLE_KEY);
	if (options.wide) {
		add_population(r, "in_", TEXT("flag"));
		add_population(r, "records_", TEXT("count"));
	} else {
		preamble_column(out, TEXT("source"), TEXT("source"), ROLE_PLAIN);
	}
	r->first_column = out->column_count;
	if (options.columns)
		while (text_cut(&rest, ',', &name))
			add_named(r, name);
	else
		for (size_t i = 0; i < r->payload_count; i++)
			add_all(r, r->payloads[i].in);
	for (size_t i = 0; i < r->payload_count; i++) {
		struct payload *p = &r->payloads[i];
		p->from = ARENA_ARRAY(out->arena, out->column_count, size_t);
		for (size_t j = r->first_column; j < out->column_count; j++)
			p->from[j] = preamble_find(&p->in->preamble, out->columns[j].name);
	}
}

static void start_step(struct run *r)
{
	struct step_builder step;

	step_start(&step, &r->out, "assemble");
	step_parent(&step, &r->clusters.preamble);
	sides_step(&r->sides, &step);
	step_option_given(&step, "columns", options.columns);
	if (options.wide)
		step_option(&step, "wide", TEXT("yes"));
	preamble_step(&step);
	policy_output(TOOL_ASSEMBLE, r->out.level, &r->out);
}

static void read_payload(struct run *r, size_t index)
{
	struct payload *p = &r->payloads[index];
	struct buffer line = {0};
	struct record row;

	while (reader_next(p->in, &row)) {
		uint32_t identity = universe_need(&r->universe, p->in, record_cell(&row, p->rid),
						  "rid", "clusters");
		struct entry e = {.source = r->universe.source[identity]};
		big_endian(e.rank, sizeof e.rank, r->persons.entries[r->person[identity]].value);
		big_endian(e.payload, sizeof e.payload, index);
		big_endian(e.number, sizeof e.number, row.number);
		buffer_reset(&line);
		buffer_add(&line, (const char *)&e, sizeof e);
		for (size_t i = r->first_column; i < r->out.column_count; i++) {
			buffer_byte(&line, '\t');
			if (p->from[i] != NO_COLUMN)
				buffer_text_add(&line, record_cell(&row, p->from[i]));
		}
		sorter_add(&r->sorter, buffer_text(&line));
		r->records++;
	}
	buffer_free(&line);
}

static struct text person_key(const struct run *r, uint32_t rank)
{
	return r->persons.entries[r->by_rank[rank]].key;
}

static void write_long(struct run *r, struct writer *w)
{
	struct buffer line = {0};
	struct text sorted;
	struct entry e;

	while (sorter_next(&r->sorter, &sorted)) {
		memcpy(&e, sorted.at, sizeof e);
		buffer_reset(&line);
		buffer_text_add(&line, person_key(r, rank_of(&e)));
		buffer_byte(&line, '\t');
		buffer_text_add(&line, r->universe.sources.entries[e.source].key);
		buffer_add(&line, sorted.at + sizeof e, sorted.length - sizeof e);
		writer_line(w, buffer_text(&line));
	}
	buffer_free(&line);
}

/* One person's row under way: the payload cells that are filled are copies. */
struct wide_row {
	uint64_t *records; /* by place of the source */
	struct text *cells;
	struct arena arena;
};

static void write_wide_row(struct run *r, struct writer *w, struct wide_row *row, uint32_t rank)
{
	size_t sources = r->universe.sources.count, cells = r->out.column_count - r->first_column;

	writer_cell(w, person_key(r, rank));
	for (size_t i = 0; i < sources; i++)
		writer_u64(w, r->seen[rank * sources + i]);
	for (size_t i = 0; i < sources; i++)
		writer_u64(w, row->records[i]);
	for (size_t i = 0; i < cells; i++)
		writer_cell(w, row->cells[i]);
	writer_end(w);
	memset(row->records, 0, sources * sizeof *row->records);
	memset(row->cells, 0, cells * sizeof *row->cells);
	arena_reset(&row->arena);
}

static void add_wide(struct run *r, struct wide_row *row, const struct entry *e, struct text cells)
{
	struct text rest = {cells.at + 1, cells.length - 1}, cell;

	row->records[r->place_of[e->source]]++;
	for (size_t i = 0; cells.length && text_cut(&rest, '\t', &cell); i++)
		if (cell.length && !row->cells[i].length)
			row->cells[i] = text_copy(&row->arena, cell);
}

static void write_wide(struct run *r, struct writer *w)
{
	struct wide_row row = {
		.records = ARENA_ARRAY(r->out.arena, r->universe.sources.count + 1, uint64_t),
		.cells = ARENA_ARRAY(r->out.arena, r->out.column_count, struct text),
	};
	struct text sorted;
	struct entry e;
	uint32_t rank = 0;

	while (sorter_next(&r->sorter, &sorted)) {
		memcpy(&e, sorted.at, sizeof e);
		while (rank < rank_of(&e))
			write_wide_row(r, w, &row, rank++);
		add_wide(r, &row, &e,
			 (struct text){sorted.at + sizeof e, sorted.length - sizeof e});
	}
	while (rank < r->persons.count)
		write_wide_row(r, w, &row, rank++);
	arena_free(&row.arena);
}

/* Which person is in which source, by rank and by place. */
static void note_populations(struct run *r)
{
	size_t sources = r->universe.sources.count, bytes = r->persons.count * sources;

	r->seen = memory_take(bytes + 1);
	memset(r->seen, 0, bytes + 1);
	for (size_t i = 0; i < r->universe.rids.count; i++)
		r->seen[r->persons.entries[r->person[i]].value * sources +
			r->place_of[r->universe.source[i]]] = 1;
}

static void finish(struct run *r)
{
	sorter_free(&r->sorter);
	memory_free(r->seen);
	memory_free(r->place_of);
	memory_free(r->by_name);
	memory_free(r->by_rank);
	memory_free(r->person);
	map_free(&r->persons);
	universe_free(&r->universe);
	sides_close(&r->sides);
	memory_free(r->payloads);
	reader_close(&r->clusters);
}

int main(int argc, char **argv)
{
	struct run r = {.common = program_start(&program, argc, argv)};
	struct writer w;

	r.payload_count = options.payloads.count;
	if (!r.payload_count || r.payload_count > PAYLOADS)
		usage_fail("give --payload FILE, 1 to %d times", PAYLOADS);
	r.payloads = memory_take(r.payload_count * sizeof *r.payloads);
	open_inputs(&r);
	read_clusters(&r);
	choose_columns(&r);
	start_step(&r);
	writer_open(&w, &r.out, r.common);
	sorter_start(&r.sorter, SORT_MEMORY, r.common->tmpdir);
	for (size_t i = 0; i < r.payload_count; i++)
		read_payload(&r, i);
	if (options.wide) {
		note_populations(&r);
		write_wide(&r, &w);
	} else {
		write_long(&r, &w);
	}
	writer_figure(&w, "payload.records", r.records);
	writer_figure(&w, "persons.all", r.persons.count);
	writer_read(&w, &r.clusters);
	sides_ledger(&r.sides, &w);
	writer_close(&w);
	finish(&r);
	return program_finish();
}
