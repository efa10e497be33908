#include "stream/held_rows.h"

bool held_rows_add(struct held_rows *h, const struct reader *in, const struct record *row,
		   struct text id)
{
	uint32_t number = (uint32_t)h->count + 1;
	bool fresh = true;

	if (h->count >= UINT32_MAX - 1)
		fail_at(EXIT_DATA, (struct place){.file = in->path}, NULL,
			"has more than 4,294,967,294 rows");
	memory_need(&h->at, &h->capacity, number, sizeof *h->at);
	h->at[h->count++] = (struct held_row){.start = h->bytes.length, .line = row->number};
	for (size_t i = 0; i < h->width; i++) {
		if (i > 0)
			buffer_byte(&h->bytes, '\t');
		if (h->columns[i] != NO_COLUMN)
			buffer_text_add(&h->bytes, record_cell(row, h->columns[i]));
	}
	if (id.length == 0)
		return true;
	uint64_t *rows = map_add(&h->ids, id, &fresh);

	if (!fresh)
		h->at[(*rows & UINT32_MAX) - 1].next = number;
	h->several = h->several || !fresh;
	*rows = (fresh ? (uint64_t)number << 32 : *rows & ~(uint64_t)UINT32_MAX) | number;
	return fresh;
}

struct held_row *held_rows_find(const struct held_rows *h, struct text id)
{
	const uint64_t *rows = id.length > 0 ? map_find(&h->ids, id) : NULL;

	return rows ? &h->at[(*rows >> 32) - 1] : NULL;
}

struct held_row *held_rows_next(const struct held_rows *h, const struct held_row *row)
{
	return row->next ? &h->at[row->next - 1] : NULL;
}

void held_rows_cells(const struct held_rows *h, const struct held_row *row, struct text *cells)
{
	size_t after = (size_t)(row - h->at) + 1;
	size_t end = after < h->count ? h->at[after].start : h->bytes.length;
	struct text rest = {h->bytes.at + row->start, end - row->start};

	for (size_t i = 0; i < h->width; i++)
		text_cut(&rest, '\t', &cells[i]);
}

void held_rows_free(struct held_rows *h)
{
	memory_free(h->at);
	map_free(&h->ids);
	buffer_free(&h->bytes);
	*h = (struct held_rows){.columns = h->columns, .width = h->width};
}

struct text cells_as_list(struct buffer *list, const struct text *cells, size_t stride,
			  size_t count)
{
	bool filled = false;

	if (count == 1)
		return cells[0];
	buffer_reset(list);
	for (size_t i = 0; i < count; i++) {
		struct text cell = cells[i * stride];
		/* Only a cell's first byte has this escape. */
		bool escaped = i > 0 && text_starts(cell, "\\x23");

		filled = filled || cell.length > 0;
		if (i > 0)
			buffer_byte(list, '|');
		if (escaped)
			buffer_byte(list, '#');
		buffer_add(list, cell.at + (escaped ? 4 : 0), cell.length - (escaped ? 4 : 0));
	}
	return filled ? buffer_text(list) : TEXT_NONE;
}
