#include "stream/table.h"

#include "stream/reader_internal.h"

void table_open(struct reader *r, const char *name, int fd, const struct common *common)
{
	*r = (struct reader){.path = name, .common = common, .fd = fd, .bare = true};
	r->accepts_pieces = true;
	reader_widen(r, reader_buffer_size);
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
