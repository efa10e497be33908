#include "block/new_pairs.h"

#include <stdlib.h>

struct new_pairs_unit {
	size_t source, first, count; /* its keys in f->seen */
	enum side side;
	uint64_t records;
	size_t met; /* the last unit, counted from 1, that it was found to share a key with */
};

struct new_pairs_key {
	uint64_t hash;
	size_t unit;
};

void new_pairs_add(struct new_pairs *f, size_t source, enum side side, const uint64_t *seen,
		   size_t seen_count)
{
	if (!seen_count)
		return;
	memory_need(&f->units, &f->unit_capacity, f->unit_count + 1, sizeof *f->units);
	memory_need(&f->seen, &f->seen_capacity, f->seen_count + seen_count, sizeof *f->seen);
	memcpy(f->seen + f->seen_count, seen, seen_count * sizeof *seen);
	f->units[f->unit_count++] =
		(struct new_pairs_unit){source, f->seen_count, seen_count, side, 1, 0};
	f->seen_count += seen_count;
}

static int by_hash(const void *a, const void *b)
{
	const struct new_pairs_key *x = a, *y = b;

	if (x->hash != y->hash)
		return x->hash < y->hash ? -1 : 1;
	return x->unit < y->unit ? -1 : x->unit > y->unit;
}

/* Every key of every unit, in order of hash and unit; returns how many. */
static size_t order_keys(struct new_pairs *f)
{
	size_t count = 0;

	memory_need(&f->keys, &f->key_capacity, f->seen_count + 1, sizeof *f->keys);
	for (size_t i = 0; i < f->unit_count; i++)
		for (size_t j = 0; j < f->units[i].count; j++)
			f->keys[count++] =
				(struct new_pairs_key){f->seen[f->units[i].first + j], i};
	qsort(f->keys, count, sizeof *f->keys, by_hash);
	return count;
}

/* Keys that one record alone has are taken out, and records without any left. */
static void drop_lone_keys(struct new_pairs *f)
{
	size_t count = order_keys(f), kept = 0;

	for (size_t i = 0; i < f->unit_count; i++)
		f->units[i].count = 0;
	for (size_t i = 0; i < count; i++) {
		struct new_pairs_unit *u = &f->units[f->keys[i].unit];
		bool lone = (!i || f->keys[i - 1].hash != f->keys[i].hash) &&
			    (i + 1 == count || f->keys[i + 1].hash != f->keys[i].hash);
		if (!lone)
			f->seen[u->first + u->count++] = f->keys[i].hash;
	}
	for (size_t i = 0; i < f->unit_count; i++)
		if (f->units[i].count)
			f->units[kept++] = f->units[i];
	f->unit_count = kept;
}

static int by_kind(const void *a, const void *b, void *context)
{
	const struct new_pairs_unit *x = a, *y = b;
	const uint64_t *seen = context;

	if (x->source != y->source)
		return x->source < y->source ? -1 : 1;
	if (x->side != y->side)
		return x->side < y->side ? -1 : 1;
	if (x->count != y->count)
		return x->count < y->count ? -1 : 1;
	return memcmp(seen + x->first, seen + y->first, x->count * sizeof *seen);
}

static void unite_alike(struct new_pairs *f)
{
	size_t kept = 0;

	qsort_r(f->units, f->unit_count, sizeof *f->units, by_kind, f->seen);
	for (size_t i = 0; i < f->unit_count; i++) {
		if (kept && !by_kind(&f->units[kept - 1], &f->units[i], f->seen))
			f->units[kept - 1].records++;
		else
			f->units[kept++] = f->units[i];
	}
	f->unit_count = kept;
	f->seen_count = 0;
	for (size_t i = 0; i < kept; i++)
		f->seen_count += f->units[i].count;
}

static bool may_pair(const struct pairing *p, const struct new_pairs_unit *a,
		     const struct new_pairs_unit *b)
{
	return pairing_allows(p, a->source, b->source) && sides_allow(a->side, b->side);
}

/* The first of the keys of `unit`, which are in order of hash and unit, that is `hash`. */
static size_t find_key(const struct new_pairs *f, size_t count, uint64_t hash)
{
	size_t low = 0, high = count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (f->keys[middle].hash < hash)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* Pairs of unit i, with itself and with earlier ones, that share a key. */
static uint64_t again(struct new_pairs *f, const struct pairing *p, size_t count, size_t i)
{
	struct new_pairs_unit *u = &f->units[i];
	uint64_t pairs = may_pair(p, u, u) ? u->records * (u->records - 1) / 2 : 0;

	for (size_t j = 0; j < u->count; j++) {
		uint64_t hash = f->seen[u->first + j];
		for (size_t k = find_key(f, count, hash); f->keys[k].unit < i; k++) {
			struct new_pairs_unit *v = &f->units[f->keys[k].unit];
			if (v->met != i + 1 && may_pair(p, u, v))
				pairs += u->records * v->records;
			v->met = i + 1;
		}
	}
	return pairs;
}

uint64_t new_pairs_count(struct new_pairs *f, const struct pairing *p, const struct meeting *m)
{
	uint64_t pairs = m->pairs;

	if (f->unit_count > 1 && pairs) {
		drop_lone_keys(f);
		unite_alike(f);
		size_t count = order_keys(f);
		for (size_t i = 0; i < f->unit_count; i++)
			pairs -= again(f, p, count, i);
	}
	f->unit_count = f->seen_count = 0;
	return pairs;
}

void new_pairs_free(struct new_pairs *f)
{
	memory_free(f->units);
	memory_free(f->seen);
	memory_free(f->keys);
	*f = (struct new_pairs){0};
}
