#include "cluster/person_ledger.h"

enum { MEMORY = 4 << 20 };

static void add_event(struct person_ledger *l, const char *event, struct sum id,
		      const struct sum *related)
{
	buffer_reset(&l->scratch);
	person_id_print(&l->scratch, id);
	buffer_byte(&l->scratch, '\t');
	buffer_string(&l->scratch, event);
	buffer_byte(&l->scratch, '\t');
	if (related)
		person_id_print(&l->scratch, *related);
	sorter_add(&l->events, buffer_text(&l->scratch));
}

void person_ledger_settle(struct person_ledger *l, struct persons *p, const char *tmpdir)
{
	struct succession *s = &l->succession;

	sorter_start(&l->events, MEMORY, tmpdir);
	succession_settle(s, p);
	for (uint32_t i = 0; i < s->ids.count; i++) {
		const struct former *f = &s->former[i];
		struct sum now = succession_now(s, p, i);
		if (f->absorbed == NO_IDENTITY) {
			if (f->live)
				add_event(l, "retired", f->id, NULL);
			l->retired += f->live;
		} else if (f->heir == NO_IDENTITY) {
			add_event(l, "merged", f->id, &now);
			l->merged++;
		} else if (!f->live) {
			add_event(l, "returned", f->id, NULL);
			l->returned++;
		}
	}
}

/* Whose identities came to a person although they go on as somebody else, or went
 * with the others to somebody else: all but those that the person goes on as, or
 * is split from, and those merged into it. */
static void note_moved(struct person_ledger *l, uint32_t label, struct sum id,
		       const struct overlap *overlaps, size_t count)
{
	for (size_t i = 1; i < count; i++) {
		const struct former *f = &l->succession.former[overlaps[i].former];
		bool merged = f->heir == NO_IDENTITY && f->absorbed == label;
		if (merged || f->heir == label)
			continue;
		add_event(l, "moved", f->id, &id);
		l->moved++;
	}
}

void person_ledger_note(struct person_ledger *l, uint32_t label, struct sum id)
{
	size_t count;
	const struct overlap *o = succession_of(&l->succession, label, &count);

	if (!count) {
		add_event(l, "created", id, NULL);
		l->created++;
	} else if (l->succession.former[o->former].heir != label) {
		add_event(l, "split", id, &l->succession.former[o->former].id);
		l->split++;
	} else {
		l->kept++;
	}
	note_moved(l, label, id, o, count);
}

void person_events_columns(struct preamble *out)
{
	preamble_column(out, TEXT("person_id"), TEXT("id"), ROLE_KEY);
	preamble_column(out, TEXT("event"), TEXT("code"), ROLE_PLAIN);
	preamble_column(out, TEXT("related_id"), TEXT("id"), ROLE_KEY);
}

void person_events_write(struct person_ledger *l, struct writer *w)
{
	struct text row;

	while (sorter_next(&l->events, &row))
		writer_line(w, row);
}

void person_ledger_figures(const struct person_ledger *l, struct writer *w)
{
	writer_figure(w, "persons.created", l->created);
	writer_figure(w, "persons.kept", l->kept);
	writer_figure(w, "persons.split", l->split);
	writer_figure(w, "ledger.merged", l->merged);
	writer_figure(w, "ledger.moved", l->moved);
	writer_figure(w, "ledger.retired", l->retired);
	writer_figure(w, "ledger.returned", l->returned);
	writer_figure(w, "records.unkeyed", l->unkeyed);
}
