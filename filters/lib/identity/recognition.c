#include "identity/recognition.h"

/* Joins the linkage values of a record; false when all are empty. */
static bool join_values(struct buffer *joined, const struct linkages *linkages,
			const struct record *row)
{
	bool any = false;

	buffer_reset(joined);
	for (size_t i = 0; i < linkages->count; i++)
		for (size_t k = 0; k < linkages->at[i].part_count; k++) {
			struct text cell = record_cell(row, linkages->at[i].parts[k]);
			any = any || cell.length;
			buffer_text_add(joined, cell);
			buffer_byte(joined, '\t');
		}
	return any;
}

size_t recognition_of(struct recognition *r, struct history *history,
		      const struct linkages *linkages, size_t column, const struct record *row)
{
	struct text entity = column == NO_COLUMN ? TEXT_NONE : record_cell(row, column);
	uint64_t *identity;
	bool fresh;

	if (entity.length) {
		identity = map_add(&r->entities, entity, &fresh);
		r->by_entity += fresh;
	} else if (join_values(&r->joined, linkages, row)) {
		identity = map_add(&r->values, buffer_text(&r->joined), &fresh);
		r->by_values += fresh;
	} else {
		r->without_values++;
		return history_identity(history);
	}
	if (fresh)
		*identity = history_identity(history);
	return (size_t)*identity;
}

void recognition_free(struct recognition *r)
{
	map_free(&r->entities);
	map_free(&r->values);
	buffer_free(&r->joined);
}
