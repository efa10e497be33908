#include "evaluate/needs.h"

void needs_parse(struct needs *n, const char *need, const char *area, struct reader *records)
{
	struct text rest = need ? text_of(need) : (struct text){NULL, 0}, name;

	n->area = NO_COLUMN;
	while (rest.at && text_cut(&rest, ',', &name)) {
		if (n->count == NEEDS_MOST)
			usage_fail("--need: more than %d columns", NEEDS_MOST);
		n->names[n->count] = name;
		n->columns[n->count++] = preamble_need(
			&records->preamble, text_string(&n->arena, name), records->path, EXIT_DATA);
	}
	if (!area)
		return;
	n->prefixes = text_of(area);
	text_cut(&n->prefixes, '=', &name);
	if (!n->prefixes.at || !n->prefixes.length)
		usage_fail("--area: not COLUMN=PREFIX,...: %s", area);
	n->area = preamble_need(&records->preamble, text_string(&n->arena, name), records->path,
				EXIT_DATA);
	n->area_list = records->preamble.columns[n->area].list;
}

/* LE1 begins LE14XX, but not LE114XX: what follows letters must be a digit,
 * what follows digits the three characters of the inward code. */
static bool begins(struct text postcode, struct text prefix)
{
	if (!prefix.length || postcode.length < prefix.length + 1 ||
	    memcmp(postcode.at, prefix.at, prefix.length) != 0)
		return false;
	char last = prefix.at[prefix.length - 1], next = postcode.at[prefix.length];
	if (last >= '0' && last <= '9')
		return postcode.length == prefix.length + 3;
	return next >= '0' && next <= '9';
}

static bool within(const struct needs *n, struct text cell)
{
	struct text postcode = cell;

	while (n->area_list ? text_cut(&cell, '|', &postcode) : cell.at != NULL) {
		struct text rest = n->prefixes, prefix;
		while (text_cut(&rest, ',', &prefix))
			if (begins(postcode, prefix))
				return true;
		if (!n->area_list)
			break;
	}
	return false;
}

uint8_t needs_of(const struct needs *n, const struct record *row)
{
	unsigned lacks = 0;

	for (size_t i = 0; i < n->count; i++)
		if (!record_cell(row, n->columns[i]).length)
			lacks |= 1u << i;
	if (n->area != NO_COLUMN && record_cell(row, n->area).length &&
	    !within(n, record_cell(row, n->area)))
		lacks |= LACKS_AREA;
	return (uint8_t)lacks;
}

void needs_free(struct needs *n)
{
	arena_free(&n->arena);
}
