#include "block/record_sample.h"

#include <endian.h>

#include "base/map.h"

void record_sample_start(struct record_sample *s, uint64_t seed, size_t memory, const char *tmpdir)
{
	*s = (struct record_sample){.seed = seed};
	sorter_start(&s->sorter, memory, tmpdir);
}

void record_sample_add(struct record_sample *s, struct text rid, const struct record *row,
		       struct text marks)
{
	buffer_reset(&s->line);
	buffer_u64(&s->line, s->seed);
	buffer_byte(&s->line, '\x1F');
	buffer_text_add(&s->line, rid);
	uint64_t order[2] = {htobe64(text_hash(buffer_text(&s->line))), row->number};
	buffer_reset(&s->line);
	buffer_add(&s->line, (const char *)order, sizeof order);
	buffer_varint(&s->line, marks.length);
	buffer_text_add(&s->line, marks);
	buffer_text_add(&s->line, row->line);
	sorter_add(&s->sorter, buffer_text(&s->line));
}

bool record_sample_next(struct record_sample *s, struct record *row, struct text *marks)
{
	struct text entry, cell;
	uint64_t order[2];

	if (!sorter_next(&s->sorter, &entry))
		return false;
	memcpy(order, entry.at, sizeof order);
	const char *at = entry.at + sizeof order;
	size_t length = varint_read(&at);
	*marks = (struct text){at, length};
	at += length;
	*row = (struct record){.line = {at, (size_t)(entry.at + entry.length - at)},
			       .number = order[1]};
	struct text rest = row->line;
	while (text_cut(&rest, '\t', &cell)) {
		memory_need(&s->ends, &s->end_capacity, row->cells + 1, sizeof *s->ends);
		s->ends[row->cells++] = (uint32_t)(cell.at + cell.length - row->line.at);
	}
	row->ends = s->ends;
	return true;
}

void record_sample_free(struct record_sample *s)
{
	sorter_free(&s->sorter);
	buffer_free(&s->line);
	memory_free(s->ends);
}
