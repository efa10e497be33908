#include "block/blocks.h"

/* A sub-block's number, `iiiii.jjjjj`, in front of each of its rows. */
enum { SUB_BYTES = 11 };

static void add_digits(struct buffer *b, size_t number)
{
	for (size_t unit = 10000; unit; unit /= 10)
		buffer_byte(b, (char)('0' + number / unit % 10));
}

static void write_line(struct blocks *g, struct text line)
{
	g->rows++;
	if (g->scatter)
		writer_line(&g->scatter->writer, line);
	else if (g->writer)
		writer_line(g->writer, line);
	else
		sum_add(&g->sum, sum_line(line));
}

static void write_cells(struct blocks *g, struct text sub, const struct entry_row *row,
			struct text seen)
{
	struct text marks = row->marks;
	struct buffer *b = &g->row;

	b->length = g->head;
	buffer_text_add(b, sub);
	if (g->sides)
		buffer_string(b, row->side == SIDE_A ? "\ta" : row->side == SIDE_B ? "\tb" : "\t");
	buffer_byte(b, '\t');
	buffer_text_add(b, seen);
	buffer_byte(b, '\t');
	buffer_text_add(b, row->line);
	for (size_t i = 0; i < g->occurrences_count; i++) {
		buffer_byte(b, '\t');
		occurrences_print_marks(&g->occurrences[i], &marks, b);
	}
	write_line(g, buffer_text(b));
}

static void print_seen(struct blocks *g, const struct entry_row *row)
{
	buffer_reset(&g->seen);
	for (size_t i = 0; i < row->seen_count; i++) {
		if (i)
			buffer_byte(&g->seen, ',');
		buffer_hex(&g->seen, row->seen[i], 16);
	}
}

/* Where piece `index` should end. */
static uint64_t share(const struct blocks *g, uint64_t index)
{
	uint64_t count = g->scatter->count;

	return g->total / count * index + g->total % count * index / count;
}

static void begin_group(struct blocks *g)
{
	struct scatter *s = g->scatter;

	g->groups++;
	while (s && s->index < s->count && g->cost >= share(g, s->index))
		scatter_piece(s);
}

static void end_group(struct blocks *g, uint64_t records, uint64_t pairs)
{
	g->cost += records + pairs;
}

/* A copy of the row for every sub-block in which its chunk stands. */
static void part_row(struct blocks *g, const struct entry_row *row, size_t source)
{
	struct chunks *c = g->chunks;
	size_t own = chunks_next(c, source);
	uint64_t copies = 0;

	print_seen(g, row);
	for (size_t other = 0; other < c->count; other++) {
		if (!chunks_meet(c, own, other))
			continue;
		enum side side = other == own ? SIDE_NONE : own < other ? SIDE_A : SIDE_B;
		buffer_reset(&g->line);
		add_digits(&g->line, side == SIDE_B ? other : own);
		buffer_byte(&g->line, '.');
		add_digits(&g->line, side == SIDE_B ? own : other);
		buffer_text_add(&g->line, row->line);
		buffer_byte(&g->line, '\n');
		buffer_byte(&g->line, (char)side);
		buffer_varint(&g->line, row->marks.length);
		buffer_text_add(&g->line, row->marks);
		buffer_text_add(&g->line, buffer_text(&g->seen));
		sorter_add(&g->parts, buffer_text(&g->line));
		copies++;
	}
	if (copies)
		g->repeated_rows += copies - 1;
	else
		g->dropped_keys++;
}

static void end_part(struct blocks *g, const char *sub)
{
	uint64_t i, j;

	text_u64((struct text){sub, 5}, &i);
	text_u64((struct text){sub + 6, 5}, &j);
	const uint64_t *sizes = g->chunks->sizes;
	if (i == j)
		end_group(g, sizes[i], sizes[i] * (sizes[i] - 1) / 2);
	else
		end_group(g, sizes[i] + sizes[j], sizes[i] * sizes[j]);
}

static void write_parts(struct blocks *g)
{
	char sub[SUB_BYTES] = {0};
	struct entry_row row = {0};
	struct text entry;

	while (sorter_next(&g->parts, &entry)) {
		if (memcmp(sub, entry.at, SUB_BYTES) != 0) {
			if (*sub)
				end_part(g, sub);
			memcpy(sub, entry.at, SUB_BYTES);
			begin_group(g);
		}
		struct text rest = {entry.at + SUB_BYTES, entry.length - SUB_BYTES};
		text_cut(&rest, '\n', &row.line);
		row.side = (enum side)rest.at[0];
		const char *at = rest.at + 1;
		row.marks.length = varint_read(&at);
		row.marks.at = at;
		at += row.marks.length;
		struct text seen = {at, (size_t)(entry.at + entry.length - at)};
		write_cells(g, (struct text){sub, SUB_BYTES}, &row, seen);
	}
	end_part(g, sub);
	sorter_free(&g->parts);
}

/* The next of the parted groups, when it is this one. */
static struct chunks *find_chunks(struct blocks *g)
{
	const struct survey *s = g->survey;

	if (g->parted_next == s->parted_count || s->parted[g->parted_next].key != g->key ||
	    s->parted[g->parted_next].pass != g->pass)
		return NULL;
	chunks_restart(&s->parted[g->parted_next].chunks);
	return &s->parted[g->parted_next++].chunks;
}

static void finish_group(struct blocks *g)
{
	if (g->chunks)
		write_parts(g);
	else if (g->meeting.pairs)
		end_group(g, g->meeting.records, g->meeting.pairs);
	g->dropped_groups += g->held_count != 0;
	g->dropped_keys += g->held_count;
	g->held_count = 0;
	arena_reset(&g->held_arena);
	meeting_clear(&g->meeting);
}

static void hold(struct blocks *g, const struct entry_row *row)
{
	size_t bytes = row->seen_count * sizeof *row->seen;

	memory_need(&g->held, &g->held_capacity, g->held_count + 1, sizeof *g->held);
	struct entry_row *held = &g->held[g->held_count++];
	*held = *row;
	held->line = text_copy(&g->held_arena, row->line);
	held->marks = text_copy(&g->held_arena, row->marks);
	if (bytes)
		held->seen = memcpy(arena_take(&g->held_arena, bytes), row->seen, bytes);
}

static void write_row(struct blocks *g, const struct entry_row *row)
{
	print_seen(g, row);
	write_cells(g, TEXT_NONE, row, buffer_text(&g->seen));
}

/* What the rows of a group begin with. */
static void print_head(struct blocks *g)
{
	buffer_reset(&g->row);
	buffer_u64(&g->row, g->pass);
	buffer_byte(&g->row, '\t');
	buffer_hex(&g->row, g->key, 16);
	buffer_byte(&g->row, '\t');
	g->head = g->row.length;
}

/* A group is held back until it has two records that may be paired. */
static void take_row(struct blocks *g, const struct entry_row *row)
{
	if (row->first) {
		finish_group(g);
		g->key = row->key;
		g->pass = row->pass;
		print_head(g);
		g->chunks = find_chunks(g);
		if (g->chunks)
			sorter_start(&g->parts, g->memory, g->tmpdir);
	}
	size_t source = survey_source(g->pairing, row);
	if (g->chunks) {
		part_row(g, row, source);
		return;
	}
	bool paired = g->meeting.pairs != 0;
	meeting_add(&g->meeting, g->pairing, source, row->side);
	if (!g->meeting.pairs) {
		hold(g, row);
		return;
	}
	if (!paired)
		begin_group(g);
	for (size_t i = 0; i < g->held_count; i++)
		write_row(g, &g->held[i]);
	g->held_count = 0;
	write_row(g, row);
}

static void walk(struct blocks *g)
{
	struct entry_row row;

	g->rows = g->groups = g->dropped_groups = g->dropped_keys = g->repeated_rows = 0;
	g->cost = 0;
	g->sum = (struct sum){0};
	g->parted_next = 0;
	while (entries_next(g->entries, &row))
		take_row(g, &row);
	finish_group(g);
	g->chunks = NULL;
	g->dropped_groups += g->entries->singles;
	g->dropped_keys += g->entries->singles;
	entries_rewind(g->entries);
}

static void add_figures(const struct blocks *g, struct ledger *ledger, struct count *count)
{
	if (g->entries->made + g->repeated_rows != g->rows + g->dropped_keys)
		fail(EXIT_BUG, "keys made, written and dropped do not add up");
	ledger_figure(ledger, count, "keys.made", g->entries->made);
	ledger_figure(ledger, count, "keys.dropped", g->dropped_keys);
	ledger_figure(ledger, count, "keys.repeated", g->repeated_rows);
	ledger_figure(ledger, count, "groups.written", g->groups);
	ledger_figure(ledger, count, "groups.dropped", g->dropped_groups);
	ledger_figure(ledger, count, "records.without_key", g->entries->without_key);
}

void blocks_write(struct blocks *g, struct writer *writer)
{
	g->writer = writer;
	walk(g);
	add_figures(g, &writer->ledger, &writer->own);
}

void blocks_scatter(struct blocks *g, const char *folder, uint64_t pieces, struct preamble *out,
		    const struct reader *input, const struct common *common)
{
	struct arena arena = {0};
	struct ledger ledger;
	struct scatter scatter;

	/* A first walk counts, since every piece tells what the whole is. */
	walk(g);
	g->total = g->cost;
	ledger_start(&ledger, &arena);
	ledger_merge(&ledger, &input->ledger, input->path);
	struct count *count = ledger_count(&ledger, out->steps[out->step_count - 1].id);
	count->sealed_input = true;
	count->read = input->rows;
	count->read_sum = input->sum;
	count->written = g->rows;
	count->sum = g->sum;
	add_figures(g, &ledger, count);
	scatter_start(&scatter, folder, pieces, out, &ledger, common);
	g->scatter = &scatter;
	walk(g);
	scatter_end(&scatter);
	arena_free(&arena);
}

void blocks_columns(const struct blocks *g, const struct preamble *input, const size_t *kept,
		    size_t kept_count, struct preamble *out)
{
	struct buffer name = {0};

	preamble_column(out, TEXT("pass"), TEXT("integer"), ROLE_PLAIN);
	preamble_column(out, TEXT("key"), TEXT("hash"), ROLE_LINK);
	preamble_column(out, TEXT("sub"), TEXT("code"), ROLE_PLAIN);
	if (g->sides)
		preamble_column(out, TEXT("side"), TEXT("code"), ROLE_PLAIN);
	preamble_column(out, TEXT("seen"), TEXT("hash"), ROLE_LINK);
	preamble_column(out, TEXT("rid"), TEXT("rid"), ROLE_KEY);
	preamble_column(out, TEXT("source"), TEXT("source"), ROLE_PLAIN);
	for (size_t i = 0; i < kept_count; i++)
		preamble_column_copy(out, &input->columns[kept[i]]);
	for (size_t f = 0; f < g->occurrences_count; f++) {
		buffer_reset(&name);
		buffer_string(&name, "tf_");
		buffer_text_add(&name, g->occurrences[f].name);
		struct column *to =
			preamble_column(out, buffer_text(&name), TEXT("count"), ROLE_PLAIN);
		to->list = g->occurrences[f].list;
	}
	buffer_free(&name);
}

void blocks_free(struct blocks *g)
{
	meeting_free(&g->meeting);
	memory_free(g->held);
	arena_free(&g->held_arena);
	buffer_free(&g->row);
	buffer_free(&g->line);
	buffer_free(&g->seen);
}
