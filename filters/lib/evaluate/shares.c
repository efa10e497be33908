#include "evaluate/shares.h"

void shares_parse(struct shares *s, const char *list, struct reader *records)
{
	struct text rest = text_of(list), part, name;

	while (text_cut(&rest, ',', &part)) {
		if (s->count == FIELDS_MOST)
			usage_fail("--share: more than %d fields", FIELDS_MOST);
		struct field_columns *f = &s->fields[s->count++];
		while (text_cut(&part, '+', &name)) {
			if (f->count == FIELD_COLUMNS_MOST)
				usage_fail("--share: more than %d columns in one field",
					   FIELD_COLUMNS_MOST);
			f->columns[f->count++] = preamble_need(&records->preamble,
							       text_string(&records->arena, name),
							       records->path, EXIT_DATA);
		}
	}
}

uint64_t shares_of(const struct shares *s, const struct record *row)
{
	uint64_t shares = 0;

	for (size_t i = 0; i < s->count; i++) {
		const struct field_columns *f = &s->fields[i];
		bool whole = true;
		for (size_t j = 0; j < f->count; j++)
			whole = whole && record_cell(row, f->columns[j]).length;
		shares |= (uint64_t)whole << i;
	}
	return shares;
}
