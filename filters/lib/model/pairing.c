#include "model/pairing.h"

bool side_read(struct text cell, enum side *side)
{
	*side = !cell.length         ? SIDE_NONE
		: text_is(cell, "a") ? SIDE_A
		: text_is(cell, "b") ? SIDE_B
				     : SIDE_COUNT;
	return *side != SIDE_COUNT;
}

static bool cut_pair(struct text *rest, struct text *a, struct text *b)
{
	struct text pair;

	if (!text_cut(rest, ',', &pair))
		return false;
	text_cut(&pair, ':', a);
	*b = pair.at ? pair : TEXT_NONE;
	return true;
}

struct text pairing_of_block(const struct preamble *p)
{
	const struct step *block = preamble_step_of(p, "block");
	const struct text *pairs = block ? settings_find(&block->options, "opt.pairs") : NULL;

	if (pairs)
		return *pairs;
	return p->source_count < 2 ? TEXT("within") : TEXT("between");
}

bool pairing_read(struct pairing *p, struct text value, struct arena *arena)
{
	struct text rest = value, a, b;

	*p = (struct pairing){.kind = PAIR_CHOSEN};
	if (text_is(value, "within") || text_is(value, "between")) {
		p->kind = text_is(value, "within") ? PAIR_WITHIN : PAIR_BETWEEN;
		return true;
	}
	while (cut_pair(&rest, &a, &b)) {
		if (!a.length || !b.length)
			return false;
		pairing_source(p, a);
		pairing_source(p, b);
	}
	p->named = p->sources.count;
	p->chosen = ARENA_ARRAY(arena, p->named * p->named + 1, bool);
	for (rest = value; cut_pair(&rest, &a, &b);) {
		size_t i = pairing_source(p, a), j = pairing_source(p, b);
		p->chosen[i * p->named + j] = p->chosen[j * p->named + i] = true;
	}
	return p->named != 0;
}

void pairing_free(struct pairing *p)
{
	map_free(&p->sources);
	*p = (struct pairing){0};
}

size_t pairing_source(struct pairing *p, struct text id)
{
	size_t number = map_index(&p->sources, id);

	if (number != SIZE_MAX)
		return number;
	map_add(&p->sources, id, NULL);
	return p->sources.count - 1;
}

/* Of `count` records on each side, how many may be paired with one on `side`. */
static uint64_t across(const uint64_t count[SIDE_COUNT], enum side side)
{
	uint64_t all = count[SIDE_NONE] + count[SIDE_A] + count[SIDE_B];

	return side == SIDE_NONE ? all : all - count[side];
}

void meeting_add(struct meeting *m, const struct pairing *p, size_t source, enum side side)
{
	size_t had = m->capacity;

	memory_need(&m->sizes, &m->capacity, source + 1, sizeof *m->sizes);
	if (m->capacity > had)
		memset(m->sizes + had, 0, (m->capacity - had) * sizeof *m->sizes);
	uint64_t *own = m->sizes[source];
	if (p->kind == PAIR_WITHIN)
		m->pairs += across(m->sides, side);
	else if (p->kind == PAIR_BETWEEN)
		m->pairs += across(m->sides, side) - across(own, side);
	else
		for (size_t i = 0; i < m->present_count; i++)
			if (pairing_allows(p, source, m->present[i]))
				m->pairs += across(m->sizes[m->present[i]], side);
	if (!across(own, SIDE_NONE)) {
		memory_need(&m->present, &m->present_capacity, m->present_count + 1,
			    sizeof *m->present);
		m->present[m->present_count++] = source;
	}
	own[side]++;
	m->sides[side]++;
	m->records++;
}

void meeting_clear(struct meeting *m)
{
	for (size_t i = 0; i < m->present_count; i++)
		memset(m->sizes[m->present[i]], 0, sizeof *m->sizes);
	memset(m->sides, 0, sizeof m->sides);
	m->present_count = 0;
	m->records = m->pairs = 0;
}

void meeting_free(struct meeting *m)
{
	memory_free(m->sizes);
	memory_free(m->present);
	*m = (struct meeting){0};
}
