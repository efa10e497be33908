#include "read/csv_internal.h"

static void explain_cells(struct buffer *b, size_t cells, size_t width, const char *first)
{
	if (width == 0) {
		buffer_string(b, "more than 65535 cells");
	} else if (cells > width) {
		buffer_string(b, "more cells than the ");
		buffer_u64(b, width);
		buffer_string(b, " of the ");
		buffer_string(b, first);
	} else {
		buffer_u64(b, cells);
		buffer_string(b, cells == 1 ? " cell" : " cells");
		buffer_string(b, " where the ");
		buffer_string(b, first);
		buffer_string(b, " has ");
		buffer_u64(b, width);
	}
}

const char *csv_explain(struct csv *c, const char *flaw, bool unterminated, size_t cells)
{
	struct buffer *b = &c->message;

	buffer_reset(b);
	if (strcmp(flaw, "encoding") == 0)
		buffer_string(b, "not UTF-8: if the file is in CP1252, use --encoding cp1252");
	else if (strcmp(flaw, "nul") == 0)
		buffer_string(b, "a NUL byte");
	else if (strcmp(flaw, "quote") == 0)
		buffer_string(b, unterminated ? "a quote is opened here and never closed"
					      : "a quote inside a cell, or text after one");
	else if (strcmp(flaw, "length") == 0)
		buffer_string(b, "longer than 4 MiB");
	else if (strcmp(flaw, "line_end") == 0)
		buffer_string(b, c->cr_ends ? "LF in a file whose lines end with CR"
					    : "CR without LF");
	else
		explain_cells(b, cells, c->width, c->untitled ? "first record" : "header row");
	buffer_byte(b, 0);
	return b->at;
}
