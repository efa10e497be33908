#include "cluster/constraints.h"

#include "cluster/pairs.h"

/* Which identities one side of a decision names. */
struct side {
	const char *id_name, *key_name;
	size_t id, source, key;     /* columns */
	const struct claim *claims; /* by key: who has it */
	size_t count;
	struct claim own; /* by rid */
};

static void find_columns(struct side *s, const struct reader *in, bool by_key, bool is_a)
{
	const struct preamble *p = &in->preamble;

	s->id_name = is_a ? "id_a" : "id_b";
	s->key_name = is_a ? "key_a" : "key_b";
	if (!by_key) {
		s->id = preamble_need(p, s->id_name, in->path, EXIT_DATA);
		return;
	}
	s->source = preamble_need(p, is_a ? "source_a" : "source_b", in->path, EXIT_DATA);
	s->key = preamble_need(p, s->key_name, in->path, EXIT_DATA);
}

static void find_holders(const struct constraints *d, struct side *s, const struct reader *in,
			 const struct record *row, bool by_key)
{
	if (by_key) {
		if (!record_cell(row, s->key).length)
			fail_at(EXIT_DATA, reader_place(in, s->key_name), "key", "no key");
		s->claims =
			person_ledger_holders(d->ledger, d->records, record_cell(row, s->source),
					      record_cell(row, s->key), &s->count);
		return;
	}
	s->own.identity =
		universe_need(d->universe, in, record_cell(row, s->id), s->id_name, "records");
	s->claims = &s->own;
	s->count = 1;
}

/* Two identities that a pair names. */
static void decide(struct constraints *d, const struct reader *in, uint32_t a, uint32_t b,
		   bool link)
{
	if (a == b)
		fail_at(EXIT_DATA, reader_place(in, NULL), "pair",
			"an identity paired with itself");
	if (link) {
		components_join(d->components, a, b);
		if (d->cohesion)
			cohesion_link(d->cohesion, &(struct edge){.a = a, .b = b});
	} else if (!apart_add(d->apart, a, b)) {
		complain(reader_place(in, NULL), "must-link",
			 "must not be one person, but --must-link makes it one");
		d->conflicts++;
	}
}

static void read_pairs(struct constraints *d, struct reader *in, bool link)
{
	bool by_key = preamble_find(&in->preamble, TEXT("id_a")) == NO_COLUMN &&
		      preamble_find(&in->preamble, TEXT("key_a")) != NO_COLUMN;
	struct side a = {0}, b = {0};
	struct record row;

	if (by_key && !d->ledger)
		usage_fail("decisions that name records by key need a ledger");
	find_columns(&a, in, by_key, true);
	find_columns(&b, in, by_key, false);
	while (reader_next(in, &row)) {
		find_holders(d, &a, in, &row, by_key);
		find_holders(d, &b, in, &row, by_key);
		d->absent += !a.count || !b.count;
		for (size_t i = 0; i < a.count; i++)
			for (size_t j = 0; j < b.count; j++)
				decide(d, in, a.claims[i].identity, b.claims[j].identity, link);
	}
}

void constraints_read(struct constraints *d, struct reader *const *must_link, size_t link_count,
		      struct reader *const *must_not, size_t apart_count)
{
	for (size_t i = 0; i < link_count; i++)
		read_pairs(d, must_link[i], true);
	for (size_t i = 0; i < apart_count; i++)
		read_pairs(d, must_not[i], false);
	complain_end();
	if (d->conflicts)
		fail(EXIT_CONFIG, "%llu decisions contradict others",
		     (unsigned long long)d->conflicts);
}
