#include "score/partners.h"

#include "base/error.h"

bool partner_seen(struct partner *p, struct text cell, struct arena *arena)
{
	struct text part;

	if (!cell.length)
		return true;
	uint64_t *seen = ARENA_ARRAY(arena, cell.length / 17 + 1, uint64_t);
	p->seen = seen;
	while (text_cut(&cell, ',', &part)) {
		uint64_t high, hash;

		if (part.length != 16 || !text_hex(part, &high, &hash) ||
		    (p->seen_count && seen[p->seen_count - 1] >= hash))
			return false;
		seen[p->seen_count++] = hash;
	}
	return true;
}

static bool may_pair(const struct pairing *pairing, const struct partner *a,
		     const struct partner *b)
{
	return pairing_allows(pairing, a->source, b->source) && sides_allow(a->side, b->side);
}

/* Kinds are few: as many as there are sources, or twice that. */
static void find_kinds(struct partners *p, const struct pairing *pairing, struct arena *arena)
{
	size_t *examples = ARENA_ARRAY(arena, p->count, size_t);

	p->kind = ARENA_ARRAY(arena, p->count, size_t);
	p->kind_count = 0;
	for (size_t i = 0; i < p->count; i++) {
		size_t kind = 0;
		while (kind < p->kind_count && (p->at[examples[kind]]->source != p->at[i]->source ||
						p->at[examples[kind]]->side != p->at[i]->side))
			kind++;
		if (kind == p->kind_count)
			examples[p->kind_count++] = i;
		p->kind[i] = kind;
	}
	p->allowed = ARENA_ARRAY(arena, p->kind_count * p->words, uint64_t);
	for (size_t kind = 0; kind < p->kind_count; kind++) {
		uint64_t *row = p->allowed + kind * p->words;
		for (size_t other = 0; other < p->kind_count; other++) {
			if (!may_pair(pairing, p->at[examples[kind]], p->at[examples[other]]))
				continue;
			for (size_t i = 0; i < p->count; i++)
				row[i / 64] |= (uint64_t)(p->kind[i] == other) << (i % 64);
		}
	}
}

static uint32_t *chain_of(struct partners *p, uint64_t hash)
{
	return &p->first[(hash ^ hash >> 32) & p->first_mask];
}

static void chain_records(struct partners *p, struct arena *arena)
{
	size_t links = 0, size = 16;

	p->link_of = ARENA_ARRAY(arena, p->count + 1, size_t);
	for (size_t i = 0; i < p->count; i++) {
		p->link_of[i] = links;
		links += p->at[i]->seen_count;
	}
	p->link_of[p->count] = links;
	if (!links)
		return;
	if (links >= UINT32_MAX)
		fail(EXIT_IO, "out of memory");
	while (size < links)
		size *= 2;
	p->links = ARENA_ARRAY(arena, links, struct partner_link);
	p->first = ARENA_ARRAY(arena, size, uint32_t);
	p->first_mask = size - 1;
	for (size_t i = p->count; i-- > 0;) {
		for (size_t k = 0; k < p->at[i]->seen_count; k++) {
			size_t link = p->link_of[i] + k;
			uint32_t *first = chain_of(p, p->at[i]->seen[k]);
			p->links[link] =
				(struct partner_link){p->at[i]->seen[k], (uint32_t)i, *first};
			*first = (uint32_t)link + 1;
		}
	}
}

void partners_group(struct partners *p, const struct pairing *pairing, const struct partner **at,
		    size_t count, struct arena *arena)
{
	*p = (struct partners){.at = at, .count = count, .words = (count + 63) / 64};
	find_kinds(p, pairing, arena);
	chain_records(p, arena);
	p->bits = ARENA_ARRAY(arena, p->words, uint64_t);
}

const uint64_t *partners_of(struct partners *p, size_t i)
{
	const uint64_t *allowed = p->allowed + p->kind[i] * p->words;
	size_t word = i / 64;

	memcpy(p->bits + word, allowed + word, (p->words - word) * sizeof *p->bits);
	p->bits[word] &= i % 64 == 63 ? 0 : UINT64_MAX << (i % 64 + 1);
	p->skipped = 0;
	for (size_t own = p->link_of[i]; own < p->link_of[i + 1]; own++) {
		/* Those before it in the chain are of records before i: they are done with. */
		for (uint32_t next = p->links[own].next; next; next = p->links[next - 1].next) {
			const struct partner_link *other = &p->links[next - 1];
			uint64_t bit = UINT64_C(1) << (other->record % 64);
			if (other->hash != p->links[own].hash ||
			    !(p->bits[other->record / 64] & bit))
				continue;
			p->bits[other->record / 64] &= ~bit;
			p->skipped++;
		}
	}
	return p->bits;
}
