#include "block/entries.h"

#include "base/map.h"

/* An entry of `runs`: key (8 bytes) and pass (2), high byte first; line, LF; side (1),
 * number of keys seen, they; marks. */
enum { ORDER_BYTES = 10 };

static void add_big(struct buffer *b, uint64_t number, int bytes)
{
	while (bytes--)
		buffer_byte(b, (char)(number >> 8 * bytes));
}

static uint64_t get_big(const char *at, int bytes)
{
	uint64_t number = 0;

	for (int i = 0; i < bytes; i++)
		number = number << 8 | (unsigned char)at[i];
	return number;
}

void entries_start(struct entries *e, struct passes *passes, size_t memory, const char *tmpdir)
{
	size_t share = passes->sorted_count ? memory / 4 : 0;

	*e = (struct entries){.passes = passes, .memory = memory - 2 * share};
	runs_start(&e->runs, e->memory, tmpdir);
	sorter_start(&e->records, share, tmpdir);
	sorter_start(&e->windows, share, tmpdir);
	e->with_key = memory_take(passes->count * sizeof *e->with_key);
	memset(e->with_key, 0, passes->count * sizeof *e->with_key);
}

static void spill_row(struct entries *e, const struct entry_row *row)
{
	struct buffer *b = &e->line;

	buffer_reset(b);
	add_big(b, row->key, 8);
	add_big(b, row->pass, 2);
	buffer_text_add(b, row->line);
	buffer_byte(b, '\n');
	buffer_byte(b, (char)row->side);
	buffer_varint(b, row->seen_count);
	if (row->seen_count)
		buffer_add(b, (const char *)row->seen, row->seen_count * sizeof *row->seen);
	buffer_text_add(b, row->marks);
	runs_add(&e->runs, buffer_text(b));
}

static void spill(struct entries *e)
{
	struct entry_row row;

	runs_begin(&e->runs);
	while (stock_next(&e->stock, true, &row))
		spill_row(e, &row);
	stock_clear(&e->stock);
}

/* A row for each key. */
static void add_keys(struct entries *e, struct text rid, struct text cells, struct text marks)
{
	const struct pass_hashes *h = &e->hashes;
	size_t bytes = rid.length + cells.length + marks.length;

	for (size_t i = 0; i < h->count; i++)
		if (!i || h->at[i].pass != h->at[i - 1].pass)
			e->with_key[passes_index(e->passes, h->at[i].pass)]++;
	e->made += h->count;
	e->without_key += !h->count;
	if (!h->count)
		return;
	if (e->stock.count && stock_bytes(&e->stock, h->count, bytes) > e->memory)
		spill(e);
	stock_add(&e->stock, h, rid, cells, marks);
}

static void add_to_windows(struct entries *e, struct text rid, const struct values *values)
{
	for (size_t i = 0; i < e->passes->count; i++) {
		const struct pass *pass = &e->passes->at[i];
		buffer_reset(&e->line);
		add_big(&e->line, i, 8);
		if (pass->kind != PASS_SORTED || !pass_sort_key(pass, values, &e->line))
			continue;
		buffer_byte(&e->line, '\0');
		buffer_text_add(&e->line, rid);
		buffer_byte(&e->line, '\0');
		add_big(&e->line, e->record_count, 8);
		sorter_add(&e->windows, buffer_text(&e->line));
	}
}

static void set_aside(struct entries *e, struct text rid, struct text cells, struct text marks)
{
	size_t bytes = e->hashes.count * sizeof *e->hashes.at;

	buffer_reset(&e->line);
	add_big(&e->line, e->record_count, 8);
	add_big(&e->line, e->hashes.count, 8);
	if (bytes)
		buffer_add(&e->line, (const char *)e->hashes.at, bytes);
	buffer_varint(&e->line, marks.length);
	buffer_text_add(&e->line, marks);
	buffer_text_add(&e->line, rid);
	buffer_byte(&e->line, '\t');
	buffer_text_add(&e->line, cells);
	sorter_add(&e->records, buffer_text(&e->line));
	memory_need(&e->rids, &e->rid_capacity, e->record_count + 1, sizeof *e->rids);
	e->rids[e->record_count++] = text_hash(rid);
}

bool entries_add(struct entries *e, struct text rid, const struct values *values, struct text cells,
		 struct text marks)
{
	if (!passes_hash(e->passes, values, &e->hashes))
		return false;
	if (!e->passes->sorted_count) {
		add_keys(e, rid, cells, marks);
		return true;
	}
	add_to_windows(e, rid, values);
	set_aside(e, rid, cells, marks);
	return true;
}

/* The records of a pass of sorted() in order, and where in it each stands. */
struct ranking {
	size_t *order, count, *place; /* place: NOWHERE when it is missing */
};

#define NOWHERE SIZE_MAX

static struct ranking *rank(struct entries *e)
{
	struct text entry;
	struct ranking *rankings = memory_take(e->passes->count * sizeof *rankings);
	size_t bytes = (e->record_count + 1) * sizeof(size_t);

	for (size_t i = 0; i < e->passes->count; i++) {
		rankings[i] = (struct ranking){0};
		if (e->passes->at[i].kind != PASS_SORTED)
			continue;
		rankings[i].order = memory_take(bytes);
		rankings[i].place = memory_take(bytes);
		memset(rankings[i].place, 0xFF, bytes);
	}
	while (sorter_next(&e->windows, &entry)) {
		struct ranking *r = &rankings[get_big(entry.at, 8)];
		size_t record = get_big(entry.at + entry.length - 8, 8);
		r->place[record] = r->count;
		r->order[r->count++] = record;
	}
	return rankings;
}

/* A record's own window and those of the records just before it. */
static void add_window_keys(struct entries *e, const struct pass *pass, const struct ranking *r,
			    size_t record)
{
	size_t place = r->place[record];

	if (place == NOWHERE)
		return;
	for (size_t i = place + 1 < pass->window ? 0 : place + 1 - pass->window; i <= place; i++) {
		buffer_reset(&e->line);
		buffer_u64(&e->line, pass->number);
		buffer_byte(&e->line, '\x1F');
		buffer_u64(&e->line, e->rids[r->order[i]]);
		pass_hashes_add(&e->hashes,
				(struct pass_hash){.pass = pass->number,
						   .side = i == place ? SIDE_A : SIDE_B,
						   .hash = text_hash(buffer_text(&e->line))});
	}
}

static void add_record(struct entries *e, struct text entry, const struct ranking *rankings)
{
	size_t record = get_big(entry.at, 8), count = get_big(entry.at + 8, 8);
	size_t bytes = count * sizeof *e->hashes.at;
	const char *at = entry.at + 16 + bytes;

	e->hashes.count = 0;
	memory_need(&e->hashes.at, &e->hashes.capacity, count + 1, sizeof *e->hashes.at);
	if (bytes)
		memcpy(e->hashes.at, entry.at + 16, bytes);
	e->hashes.count = count;
	for (size_t i = 0; i < e->passes->count; i++)
		if (rankings[i].order)
			add_window_keys(e, &e->passes->at[i], &rankings[i], record);
	pass_hashes_order(&e->hashes);
	size_t length = varint_read(&at);
	struct text marks = {at, length}, rid;
	struct text rest = {at + length, (size_t)(entry.at + entry.length - at) - length};
	text_cut(&rest, '\t', &rid);
	add_keys(e, rid, rest, marks);
}

static void end_windows(struct entries *e)
{
	struct text entry;
	struct ranking *rankings = rank(e);

	sorter_free(&e->windows);
	while (sorter_next(&e->records, &entry))
		add_record(e, entry, rankings);
	sorter_free(&e->records);
	for (size_t i = 0; i < e->passes->count; i++) {
		memory_free(rankings[i].order);
		memory_free(rankings[i].place);
	}
	memory_free(rankings);
	memory_free(e->rids);
	e->rids = NULL;
}

void entries_end(struct entries *e)
{
	if (e->passes->sorted_count)
		end_windows(e);
	if (!e->runs.count)
		return;
	if (e->stock.count)
		spill(e);
	stock_free(&e->stock);
}

static bool next_spilled(struct entries *e, struct entry_row *row)
{
	struct text entry;

	if (!runs_next(&e->runs, &entry))
		return false;
	row->key = get_big(entry.at, 8);
	row->pass = (uint16_t)get_big(entry.at + 8, 2);
	const char *start = entry.at + ORDER_BYTES, *end = entry.at + entry.length;
	const char *at = memchr(start, '\n', entry.length - ORDER_BYTES);
	row->line = (struct text){start, (size_t)(at++ - start)};
	entry_row_line(row);
	row->side = (enum side)(unsigned char)*at++;
	row->seen_count = varint_read(&at);
	memory_need(&e->seen, &e->seen_capacity, row->seen_count + 1, sizeof *e->seen);
	size_t bytes = row->seen_count * sizeof *e->seen;
	memcpy(e->seen, at, bytes);
	row->seen = e->seen;
	row->marks = (struct text){at + bytes, (size_t)(end - at) - bytes};
	return true;
}

bool entries_next(struct entries *e, struct entry_row *row)
{
	if (!(e->runs.count ? next_spilled(e, row) : stock_next(&e->stock, false, row))) {
		e->singles = e->stock.singles;
		return false;
	}
	row->first = !e->walking || row->key != e->last_key || row->pass != e->last_pass;
	e->walking = true;
	e->last_key = row->key;
	e->last_pass = row->pass;
	return true;
}

void entries_rewind(struct entries *e)
{
	stock_rewind(&e->stock);
	runs_rewind(&e->runs);
	e->walking = false;
}

void entries_free(struct entries *e)
{
	stock_free(&e->stock);
	runs_free(&e->runs);
	sorter_free(&e->records);
	sorter_free(&e->windows);
	pass_hashes_free(&e->hashes);
	buffer_free(&e->line);
	memory_free(e->rids);
	memory_free(e->seen);
	memory_free(e->with_key);
	*e = (struct entries){0};
}
