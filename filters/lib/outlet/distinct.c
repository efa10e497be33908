#include "field/nhs_number.h"
#include "outlet/outlet_internal.h"

void distinct_start(struct outlet *o)
{
	const struct schema *s = o->options->schema;

	o->distinct = NO_COLUMN;
	if (!s || s->distinct.length == 0)
		return;
	for (size_t i = 0; i < o->column_count; i++)
		if (o->columns[i].as && text_equal(o->columns[i].as->name, s->distinct))
			o->distinct = i;
	if (o->distinct == NO_COLUMN || o->columns[o->distinct].in == NO_COLUMN)
		fail_at(EXIT_DATA, (struct place){.file = o->file}, "columns",
			"no column %.*s, which is never empty in a file of schema %.*s",
			(int)s->distinct.length, s->distinct.at, (int)s->name.length, s->name.at);
}

bool distinct_valid(struct outlet *o)
{
	if (o->distinct == NO_COLUMN)
		return true;
	struct text *value = &o->values[o->distinct];
	char number[10];

	*value = text_trim(*value);
	if (value->length > 0 && text_is(o->columns[o->distinct].as->type, "nhs_number")) {
		if (nhs_number_parse(*value, number) != RULE_VALID) {
			o->invalid++;
			return false;
		}
		/* However it was spelt: the same number twice is a double. */
		struct buffer *spelt = &o->held[2 * o->distinct + 1];

		buffer_reset(spelt);
		buffer_add(spelt, number, sizeof number);
		*value = buffer_text(spelt);
	}
	o->empty += value->length == 0;
	return value->length > 0;
}

bool distinct_fresh(struct outlet *o, struct place place)
{
	bool fresh;

	if (o->distinct == NO_COLUMN)
		return true;
	uint64_t hash = text_hash(buffer_text(&o->line));
	uint64_t *line = map_add(&o->seen, o->values[o->distinct], &fresh);

	if (fresh)
		*line = hash;
	if (*line != hash) {
		place.column = text_string(&o->arena, o->columns[o->distinct].as->name);
		fail_at(EXIT_DATA, place, "distinct",
			"the value of an earlier record that is not the same: the file would be "
			"refused");
	}
	o->doubles += !fresh;
	return fresh;
}
