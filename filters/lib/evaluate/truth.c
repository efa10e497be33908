#include "evaluate/truth.h"

#include <stdlib.h>

#define TRUTH_SEEN (UINT64_C(1) << 63)

/* Persons, births and families are numbered on their own; where a record names
 * no birth (no family), the person (the birth) is its own. */
#define OF_PERSON UINT32_C(0x80000000)
#define OF_BIRTH UINT32_C(0x40000000)

static uint32_t number_of(struct map *map, struct text key, struct reader *in)
{
	bool fresh;
	uint64_t *value = map_add(map, key, &fresh);

	if (fresh)
		*value = UINT64_MAX;
	if (map->count >= OF_BIRTH)
		fail_at(EXIT_DATA, reader_place(in, NULL), "truth", "more than 2^30 persons");
	return (uint32_t)map_index(map, key);
}

static void forbid(struct truth *t, uint32_t who, struct text group, struct reader *in)
{
	uint32_t now = group.length ? number_of(&t->forbidden, group, in) : OF_PERSON | who;
	size_t had = t->forbid_capacity;

	memory_need(&t->forbids, &t->forbid_capacity, (size_t)who + 1, sizeof *t->forbids);
	for (size_t i = had; i < t->forbid_capacity; i++)
		t->forbids[i] = TRUTH_NONE;
	if (t->forbids[who] != TRUTH_NONE && t->forbids[who] != now)
		fail_at(EXIT_DATA, reader_place(in, "forbidden"), "truth",
			"a person forbidden in two ways");
	t->forbids[who] = now;
}

/* One spelling of what was said before, or exit 65. */
static void agree(uint64_t *had, uint64_t now, struct reader *in, const char *column,
		  const char *what)
{
	if (*had != UINT64_MAX && *had != now)
		fail_at(EXIT_DATA, reader_place(in, column), "truth", "%s", what);
	*had = now;
}

void truth_read(struct truth *t, struct reader *in)
{
	const struct preamble *p = &in->preamble;
	size_t rid = preamble_need(p, "rid", in->path, EXIT_DATA);
	size_t person = preamble_need(p, "person", in->path, EXIT_DATA);
	size_t family = preamble_need(p, "family", in->path, EXIT_DATA);
	size_t birth = preamble_need(p, "birth", in->path, EXIT_DATA);
	size_t forbidden = preamble_find(p, TEXT("forbidden"));
	struct record row;

	t->has_forbidden = forbidden != NO_COLUMN;
	while (reader_next(in, &row)) {
		bool fresh;
		struct text born = record_cell(&row, birth), home = record_cell(&row, family);
		if (!record_cell(&row, person).length)
			fail_at(EXIT_DATA, reader_place(in, "person"), "truth", "no person");
		uint32_t who = number_of(&t->persons, record_cell(&row, person), in);
		uint32_t birth_of = born.length ? number_of(&t->births, born, in) : OF_PERSON | who;
		uint32_t family_of = home.length   ? number_of(&t->families, home, in)
				     : born.length ? OF_BIRTH | birth_of
						   : birth_of;
		agree(&t->persons.entries[who].value, (uint64_t)birth_of << 32 | family_of, in,
		      "person", "a person of two births or families");
		forbid(t, who, t->has_forbidden ? record_cell(&row, forbidden) : TEXT_NONE, in);
		if (born.length)
			agree(&t->births.entries[birth_of].value, family_of, in, "birth",
			      "a birth in two families");
		*map_add(&t->rids, record_cell(&row, rid), &fresh) = who;
		if (!fresh)
			fail_at(EXIT_DATA, reader_place(in, "rid"), "truth", "a record twice");
	}
}

void truth_member(struct truth *t, uint32_t identity, struct text rid)
{
	uint64_t *person = map_find(&t->rids, rid);

	if (!person)
		return;
	memory_need(&t->votes, &t->vote_capacity, t->vote_count + 1, sizeof *t->votes);
	t->votes[t->vote_count++] = (uint64_t)identity << 32 | (*person & ~TRUTH_SEEN);
	*person |= TRUTH_SEEN;
}

static int compare_votes(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return x < y ? -1 : x > y;
}

void truth_settle(struct truth *t, struct node *nodes, size_t count)
{
	size_t at = 0;

	if (t->vote_count)
		qsort(t->votes, t->vote_count, sizeof *t->votes, compare_votes);
	for (size_t i = 0; i < count; i++) {
		uint32_t person = TRUTH_NONE;
		size_t most = 0, persons = 0;
		for (size_t same; at < t->vote_count && t->votes[at] >> 32 == i; at += same) {
			for (same = 1;
			     at + same < t->vote_count && t->votes[at + same] == t->votes[at];)
				same++;
			if (same > most) {
				most = same;
				person = (uint32_t)t->votes[at];
			}
			persons++;
		}
		t->mixed += persons > 1;
		t->unknown += persons == 0;
		uint64_t kin = persons ? t->persons.entries[person].value : UINT64_MAX;
		nodes[i].person = person;
		nodes[i].birth = (uint32_t)(kin >> 32);
		nodes[i].family = (uint32_t)kin;
		nodes[i].forbidden = persons ? t->forbids[person] : TRUTH_NONE;
	}
	for (size_t i = 0; i < t->rids.count; i++)
		t->absent += !(t->rids.entries[i].value & TRUTH_SEEN);
}

void truth_free(struct truth *t)
{
	map_free(&t->rids);
	map_free(&t->persons);
	map_free(&t->births);
	map_free(&t->families);
	map_free(&t->forbidden);
	memory_free(t->forbids);
	memory_free(t->votes);
	*t = (struct truth){0};
}
