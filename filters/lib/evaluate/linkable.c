#include "evaluate/linkable.h"

void link_fields_parse(struct link_fields *s, const char *list, struct reader *records)
{
	struct text rest = text_of(list), part, name;

	while (text_cut(&rest, ',', &part)) {
		if (s->count == FIELDS_MOST)
			usage_fail("--linkable-by: more than %d fields", FIELDS_MOST);
		struct field_columns *f = &s->fields[s->count++];
		while (text_cut(&part, '+', &name)) {
			if (f->count == FIELD_COLUMNS_MOST)
				usage_fail("--linkable-by: more than %d columns in one field",
					   FIELD_COLUMNS_MOST);
			f->columns[f->count++] = preamble_need(&records->preamble,
							       text_string(&records->arena, name),
							       records->path, EXIT_DATA);
		}
	}
}

uint64_t link_fields_of(const struct link_fields *s, const struct record *row)
{
	uint64_t fields = 0;

	for (size_t i = 0; i < s->count; i++) {
		const struct field_columns *f = &s->fields[i];
		bool whole = true;
		for (size_t j = 0; j < f->count; j++)
			whole = whole && record_cell(row, f->columns[j]).length;
		fields |= (uint64_t)whole << i;
	}
	return fields;
}
