#include "field/rows.h"

bool table_row(struct text table, struct text key, struct text *rest)
{
	struct text line, cell;

	text_cut(&table, '\n', &line);
	size_t low = 0, high = table.length;
	while (low < high) {
		size_t at = low + (high - low) / 2;
		while (at > low && table.at[at - 1] != '\n')
			at--;
		struct text from = {table.at + at, table.length - at};
		text_cut(&from, '\n', &line);
		size_t next = at + line.length + 1;
		text_cut(&line, '\t', &cell);
		int order = text_compare(key, cell);
		if (order == 0) {
			*rest = line;
			return true;
		}
		if (order < 0)
			high = at;
		else
			low = next;
	}
	return false;
}
