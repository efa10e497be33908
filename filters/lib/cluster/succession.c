#include "cluster/succession.h"

#include <stdlib.h>

#include "base/memory.h"

static uint32_t key_number(struct succession *s, struct text key, bool *fresh)
{
	uint32_t number = roster_add(&s->keys, key, fresh);

	if (*fresh) {
		memory_need(&s->former_of, &s->former_of_capacity, s->keys.count,
			    sizeof *s->former_of);
		s->former_of[number] = NO_FORMER;
	}
	return number;
}

bool succession_former(struct succession *s, struct text key, struct text id, bool live)
{
	struct sum sum;
	bool fresh;

	if (!person_id_parse(id, &sum))
		return false;
	uint32_t number = key_number(s, key, &fresh);
	if (!fresh)
		return false;
	uint32_t former = roster_add(&s->ids, id, &fresh);
	if (fresh) {
		memory_need(&s->former, &s->former_capacity, s->ids.count, sizeof *s->former);
		s->former[former] =
			(struct former){.id = sum, .heir = NO_IDENTITY, .absorbed = NO_IDENTITY};
	}
	s->former[former].live = s->former[former].live || live;
	s->former_of[number] = former;
	return true;
}

void succession_claim(struct succession *s, struct text key, uint32_t identity)
{
	bool fresh;
	uint32_t number = key_number(s, key, &fresh);

	memory_need(&s->claims, &s->claim_capacity, s->claim_count + 1, sizeof *s->claims);
	s->claims[s->claim_count++] = (struct claim){number, identity};
}

static int compare_claims(const void *a, const void *b)
{
	const struct claim *x = a, *y = b;

	if (x->key != y->key)
		return x->key < y->key ? -1 : 1;
	return (x->identity > y->identity) - (x->identity < y->identity);
}

void succession_sort(struct succession *s)
{
	if (s->claim_count)
		qsort(s->claims, s->claim_count, sizeof *s->claims, compare_claims);
}

const struct claim *succession_holders(const struct succession *s, struct text key, size_t *count)
{
	uint32_t number = roster_find(&s->keys, key);
	size_t low = 0, high = s->claim_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (s->claims[middle].key < number)
			low = middle + 1;
		else
			high = middle;
	}
	*count = 0;
	while (low + *count < s->claim_count && s->claims[low + *count].key == number)
		++*count;
	return s->claims ? s->claims + low : NULL;
}

/* An identity's vote for a former person. */
struct vote {
	uint32_t former, label, identity;
};

static int compare_votes(const void *a, const void *b)
{
	const struct vote *x = a, *y = b;

	if (x->former != y->former)
		return x->former < y->former ? -1 : 1;
	if (x->label != y->label)
		return x->label < y->label ? -1 : 1;
	return (x->identity > y->identity) - (x->identity < y->identity);
}

static void count_votes(struct succession *s, struct persons *p)
{
	struct vote *votes = memory_take((s->claim_count + 1) * sizeof *votes);
	size_t count = 0;

	for (size_t i = 0; i < s->claim_count; i++) {
		struct claim c = s->claims[i];
		uint32_t former = s->former_of[c.key];
		if (former != NO_FORMER)
			votes[count++] = (struct vote){former, p->labels[c.identity], c.identity};
	}
	qsort(votes, count, sizeof *votes, compare_votes);
	for (size_t i = 0; i < count; i++) {
		if (i && compare_votes(&votes[i], &votes[i - 1]) == 0)
			continue;
		struct overlap *last = s->overlap_count ? &s->overlaps[s->overlap_count - 1] : NULL;
		if (last && last->former == votes[i].former && last->label == votes[i].label) {
			last->votes++;
			continue;
		}
		memory_need(&s->overlaps, &s->overlap_capacity, s->overlap_count + 1,
			    sizeof *s->overlaps);
		s->overlaps[s->overlap_count++] =
			(struct overlap){votes[i].former, votes[i].label, 1,
					 persons_hash(p, votes[i].label, buffer_text(&s->salt))};
	}
	memory_free(votes);
}

/* The strongest claim first. */
static int compare_strength(const void *a, const void *b, void *context)
{
	const struct overlap *x = a, *y = b;
	const struct succession *s = context;

	if (x->votes != y->votes)
		return x->votes > y->votes ? -1 : 1;
	int order = person_id_compare(s->former[x->former].id, s->former[y->former].id);
	return order ? order : person_id_compare(x->hash, y->hash);
}

/* By label, whoever goes on as a former person with that one first. */
static int compare_labels(const void *a, const void *b, void *context)
{
	const struct overlap *x = a, *y = b;
	const struct succession *s = context;

	if (x->label != y->label)
		return x->label < y->label ? -1 : 1;
	bool inherits_x = s->former[x->former].heir == x->label;
	bool inherits_y = s->former[y->former].heir == y->label;
	if (inherits_x != inherits_y)
		return inherits_x ? -1 : 1;
	return compare_strength(a, b, context);
}

void succession_settle(struct succession *s, struct persons *p)
{
	struct roster taken = {0};

	count_votes(s, p);
	if (s->overlap_count)
		qsort_r(s->overlaps, s->overlap_count, sizeof *s->overlaps, compare_strength, s);
	for (size_t i = 0; i < s->overlap_count; i++) {
		const struct overlap *o = &s->overlaps[i];
		struct former *f = &s->former[o->former];
		bool free;
		f->seen = true;
		if (f->absorbed == NO_IDENTITY)
			f->absorbed = o->label;
		if (f->heir != NO_IDENTITY)
			continue;
		roster_add(&taken, (struct text){(const char *)&o->label, sizeof o->label}, &free);
		if (free)
			f->heir = o->label;
	}
	roster_free(&taken);
	if (s->overlap_count)
		qsort_r(s->overlaps, s->overlap_count, sizeof *s->overlaps, compare_labels, s);
}

const struct overlap *succession_of(const struct succession *s, uint32_t label, size_t *count)
{
	size_t low = 0, high = s->overlap_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (s->overlaps[middle].label < label)
			low = middle + 1;
		else
			high = middle;
	}
	*count = 0;
	while (low + *count < s->overlap_count && s->overlaps[low + *count].label == label)
		++*count;
	return s->overlaps ? s->overlaps + low : NULL;
}

struct sum succession_id(const struct succession *s, struct persons *p, uint32_t label)
{
	size_t count;
	const struct overlap *o = succession_of(s, label, &count);

	if (count && s->former[o->former].heir == label)
		return s->former[o->former].id;
	return persons_hash(p, label, buffer_text(&s->salt));
}

struct sum succession_now(const struct succession *s, struct persons *p, uint32_t former)
{
	const struct former *f = &s->former[former];

	if (f->heir != NO_IDENTITY || f->absorbed == NO_IDENTITY)
		return f->id;
	return succession_id(s, p, f->absorbed);
}

void succession_free(struct succession *s)
{
	roster_free(&s->keys);
	roster_free(&s->ids);
	memory_free(s->former_of);
	memory_free(s->former);
	memory_free(s->claims);
	memory_free(s->overlaps);
	buffer_free(&s->salt);
	*s = (struct succession){0};
}
