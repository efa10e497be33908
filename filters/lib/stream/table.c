#include "stream/table.h"

#include "stream/trailer.h"

void table_open(struct reader *r, const char *name, int fd, const struct common *common)
{
	*r = (struct reader){.path = name, .common = common, .fd = fd, .bare = true};
	r->accepts_pieces = true;
	r->capacity = reader_buffer_size;
	r->buffer = memory_take(r->capacity + READER_SLACK);
	r->buffer[0] = '\n';
}

struct text table_header(struct reader *r)
{
	struct text line;

	if (!reader_line(r, &line))
		fail_at(EXIT_DATA, (struct place){.file = r->path}, NULL, "no header row");
	return text_copy(&r->arena, line);
}

void table_columns(struct reader *r, const struct preamble *columns)
{
	r->preamble = (struct preamble){.columns = columns->columns,
					.column_count = columns->column_count};
	r->ends = ARENA_ARRAY(&r->arena, columns->column_count, uint32_t);
}
