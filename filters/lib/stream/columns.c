#include "stream/columns.h"

size_t columns_named(const struct preamble *input, struct text name, const char *option)
{
	size_t i = preamble_find(input, name);

	if (i == NO_COLUMN)
		usage_fail("--%s: the input has no column %.*s", option, (int)name.length, name.at);
	return i;
}

struct source_column source_column(const struct reader *in)
{
	const struct preamble *p = &in->preamble;
	struct source_column from = {preamble_find(p, TEXT("source")), TEXT_NONE};

	if (from.index != NO_COLUMN)
		return from;
	if (p->source_count != 1)
		fail_at(EXIT_DATA, (struct place){.file = in->path}, NULL,
			"no column source, and more than one source");
	from.id = p->sources[0].id;
	return from;
}

static void compare(const struct preamble *to, const struct column *had, const char *what,
		    struct text before, struct text here, const char *file)
{
	if (text_equal(before, here))
		return;
	fail_at(EXIT_DATA,
		(struct place){.file = file, .column = text_string(to->arena, had->name)},
		"columns", "%s '%.*s' here, '%.*s' in an earlier input", what, (int)here.length,
		here.at, (int)before.length, before.at);
}

size_t columns_unite(struct preamble *to, const struct column *column, const char *file)
{
	size_t at = preamble_find(to, column->name);

	if (at != NO_COLUMN) {
		const struct column *had = &to->columns[at];
		compare(to, had, "type", had->type, column->type, file);
		compare(to, had, "role", text_of(role_name(had->role)),
			text_of(role_name(column->role)), file);
		compare(to, had, "key", had->key, column->key, file);
		compare(to, had, "form", had->form, column->form, file);
		compare(to, had, "list", text_of(had->list ? "yes" : "no"),
			text_of(column->list ? "yes" : "no"), file);
		return at;
	}
	preamble_column_copy(to, column);
	return to->column_count - 1;
}
