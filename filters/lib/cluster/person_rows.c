#include "cluster/person_rows.h"

#include "cluster/person_order.h"

void person_rows_columns(struct preamble *out)
{
	preamble_column(out, TEXT("rid"), TEXT("rid"), ROLE_KEY);
	preamble_column(out, TEXT("source"), TEXT("source"), ROLE_PLAIN);
	preamble_column(out, TEXT("person_id"), TEXT("id"), ROLE_KEY);
}

static struct sum id_of(void *context, uint32_t label)
{
	struct person_rows *r = context;

	return r->ledger ? person_ledger_id(r->ledger, r->persons, label)
			 : persons_hash(r->persons, label, TEXT_NONE);
}

static void write_person(struct person_rows *r, struct writer *w, struct sum id, uint32_t label)
{
	const struct universe *u = r->persons->universe;
	uint32_t count = persons_members(r->persons, label);

	buffer_reset(&r->id);
	person_id_print(&r->id, id);
	for (uint32_t i = 0; i < count; i++) {
		uint32_t identity = r->persons->members[i];

		writer_cell(w, universe_rid(u, identity));
		writer_cell(w, u->sources.entries[u->source[identity]].key);
		writer_cell(w, buffer_text(&r->id));
		writer_end(w);
	}
	r->linked += count > 1;
}

void person_rows_write(struct person_rows *r, struct writer *w)
{
	struct persons *p = r->persons;
	struct person_order order = {.persons = p, .id_of = id_of, .context = r};
	struct sum id;
	uint32_t label;

	for (label = 0; label < p->universe->rids.count; label++) {
		if (!persons_is_label(p, label))
			continue;
		id = id_of(r, label);
		if (r->ledger)
			person_ledger_note(r->ledger, label, id);
		if (r->cohesion)
			cohesion_person(r->cohesion, p, label, id);
		person_order_add(&order, id, label);
	}
	while (person_order_next(&order, &id, &label))
		write_person(r, w, id, label);
	person_order_free(&order);
	buffer_free(&r->id);
}
