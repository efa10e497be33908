#include "evaluate/against.h"

#include <stdlib.h>

#include "cluster/pairs.h"

static uint64_t pair_of(uint32_t a, uint32_t b)
{
	return a < b ? (uint64_t)a << 32 | b : (uint64_t)b << 32 | a;
}

static uint32_t lower(const struct difference *d)
{
	return (uint32_t)(d->pair >> 32);
}

static uint32_t higher(const struct difference *d)
{
	return (uint32_t)d->pair;
}

static int compare_pairs(const void *a, const void *b)
{
	const struct difference *x = a, *y = b;

	return x->pair < y->pair ? -1 : x->pair > y->pair;
}

static void add(struct against *a, uint64_t pair, bool ours)
{
	memory_need(&a->at, &a->capacity, a->count + 1, sizeof *a->at);
	a->at[a->count++] = (struct difference){.pair = pair, .ours = ours, .theirs = !ours};
}

/* In order, and each pair once. */
static void settle(struct against *a)
{
	size_t kept = 0;

	if (a->count)
		qsort(a->at, a->count, sizeof *a->at, compare_pairs);
	for (size_t i = 0; i < a->count; i++) {
		if (kept && a->at[kept - 1].pair == a->at[i].pair) {
			a->at[kept - 1].ours |= a->at[i].ours;
			a->at[kept - 1].theirs |= a->at[i].theirs;
		} else {
			a->at[kept++] = a->at[i];
		}
	}
	a->count = kept;
}

/* Our pairs: identities of one cluster, of two sources that theirs joins. */
static void add_ours(struct against *a, const struct universe *u, const uint32_t *cluster,
		     size_t clusters, const bool *joined)
{
	size_t count = u->rids.count, sources = u->sources.count;
	uint32_t *starts = memory_take((clusters + 2) * sizeof *starts);
	uint32_t *members = memory_take((count + 1) * sizeof *members);

	memset(starts, 0, (clusters + 2) * sizeof *starts);
	for (size_t i = 0; i < count; i++)
		starts[cluster[i] + 2]++;
	for (size_t i = 2; i < clusters + 2; i++)
		starts[i] += starts[i - 1];
	for (size_t i = 0; i < count; i++)
		members[starts[cluster[i] + 1]++] = (uint32_t)i;
	for (size_t c = 0; c < clusters; c++)
		for (uint32_t i = starts[c]; i < starts[c + 1]; i++)
			for (uint32_t j = i + 1; j < starts[c + 1]; j++)
				if (joined[u->source[members[i]] * sources + u->source[members[j]]])
					add(a, pair_of(members[i], members[j]), true);
	memory_free(members);
	memory_free(starts);
}

void against_read(struct against *a, const struct universe *u, const uint32_t *cluster,
		  size_t clusters, struct reader *in)
{
	size_t id_a = preamble_need(&in->preamble, "id_a", in->path, EXIT_DATA);
	size_t id_b = preamble_need(&in->preamble, "id_b", in->path, EXIT_DATA);
	size_t sources = u->sources.count;
	bool *joined = memory_take(sources * sources + 1);
	struct record row;

	memset(joined, 0, sources * sources + 1);
	while (reader_next(in, &row)) {
		uint32_t x = universe_need(u, in, record_cell(&row, id_a), "id_a", "clusters");
		uint32_t y = universe_need(u, in, record_cell(&row, id_b), "id_b", "clusters");
		if (x == y)
			fail_at(EXIT_DATA, reader_place(in, "id_b"), "against",
				"an identity paired with itself");
		joined[u->source[x] * sources + u->source[y]] = true;
		joined[u->source[y] * sources + u->source[x]] = true;
		add(a, pair_of(x, y), false);
	}
	add_ours(a, u, cluster, clusters, joined);
	settle(a);
	memory_free(joined);
}

void against_explain(struct against *a, const struct universe *u, struct reader *in)
{
	size_t id_a = preamble_need(&in->preamble, "id_a", in->path, EXIT_DATA);
	size_t id_b = preamble_need(&in->preamble, "id_b", in->path, EXIT_DATA);
	size_t rule = preamble_find(&in->preamble, TEXT("rule"));
	size_t weight = preamble_need(&in->preamble, "weight", in->path, EXIT_DATA);
	struct record row;

	a->explained = true;
	while (reader_next(in, &row)) {
		struct difference wanted = {
			.pair = pair_of(
				universe_need(u, in, record_cell(&row, id_a), "id_a", "clusters"),
				universe_need(u, in, record_cell(&row, id_b), "id_b", "clusters"))};
		struct difference *d =
			a->count ? bsearch(&wanted, a->at, a->count, sizeof *a->at, compare_pairs)
				 : NULL;
		if (!d)
			continue;
		d->scored = true;
		struct text bits = record_cell(&row, weight);
		d->weighed = bits.length != 0;
		if (d->weighed)
			d->weight = pairs_weight(in, bits, "weight");
		struct text name = rule == NO_COLUMN ? TEXT_NONE : record_cell(&row, rule);
		if (!name.length)
			continue;
		map_add(&a->rules, name, NULL);
		d->rule = (uint16_t)(map_index(&a->rules, name) + 1);
	}
}

static struct text rule_of(const struct against *a, const struct difference *d)
{
	return d->rule ? a->rules.entries[d->rule - 1].key : TEXT_NONE;
}

static struct text reason_of(const struct against *a, const struct difference *d)
{
	if (!a->explained)
		return TEXT("unknown");
	if (d->ours)
		return d->rule ? rule_of(a, d) : d->scored ? TEXT("weight") : TEXT("by_others");
	if (!d->scored)
		return TEXT("never_compared");
	if (d->rule || (a->has_threshold && d->weighed && d->weight >= a->threshold))
		return TEXT("kept_apart");
	return TEXT("below_threshold");
}

/* Does the difference belong to the two sources (both equal to count: any)? */
static bool of_sources(const struct difference *d, const struct universe *u, uint32_t x, uint32_t y)
{
	uint32_t a = u->source[lower(d)], b = u->source[higher(d)];

	return x == u->sources.count || (a == x && b == y) || (a == y && b == x);
}

static void write_counts(const struct against *a, struct report *r, const struct universe *u,
			 uint32_t x, uint32_t y)
{
	uint64_t both = 0, ours = 0, theirs = 0;

	for (size_t i = 0; i < a->count; i++) {
		const struct difference *d = &a->at[i];
		if (!of_sources(d, u, x, y))
			continue;
		both += d->ours && d->theirs;
		ours += d->ours && !d->theirs;
		theirs += d->theirs && !d->ours;
	}
	if (x < u->sources.count && !(both + ours + theirs))
		return;
	report_count(r, "both_pairs", both);
	report_count(r, "ours_only_pairs", ours);
	report_count(r, "theirs_only_pairs", theirs);
}

static void write_reasons(const struct against *a, struct report *r, bool ours)
{
	struct map reasons = {0};

	for (size_t i = 0; i < a->count; i++)
		if (a->at[i].ours == ours && a->at[i].theirs != ours)
			++*map_add(&reasons, reason_of(a, &a->at[i]), NULL);
	for (size_t i = 0; i < reasons.count; i++) {
		report_group(r, ours ? TEXT("ours_only") : TEXT("theirs_only"),
			     reasons.entries[i].key);
		report_count(r, "pairs", reasons.entries[i].value);
	}
	map_free(&reasons);
}

void against_write(const struct against *a, struct report *r, const struct universe *u)
{
	uint32_t count = (uint32_t)u->sources.count, *order = map_order(&u->sources);

	report_scope(r, "against");
	write_counts(a, r, u, count, count);
	for (uint32_t i = 0; i < count; i++)
		for (uint32_t j = i; j < count; j++) {
			report_sources(r, "against", u->sources.entries[order[i]].key,
				       u->sources.entries[order[j]].key);
			write_counts(a, r, u, order[i], order[j]);
		}
	report_scope(r, "against");
	write_reasons(a, r, true);
	write_reasons(a, r, false);
	memory_free(order);
}

void against_columns(struct preamble *out)
{
	preamble_column(out, TEXT("id_a"), TEXT("rid"), ROLE_KEY);
	preamble_column(out, TEXT("id_b"), TEXT("rid"), ROLE_KEY);
	preamble_column(out, TEXT("source_a"), TEXT("source"), ROLE_PLAIN);
	preamble_column(out, TEXT("source_b"), TEXT("source"), ROLE_PLAIN);
	preamble_column(out, TEXT("linked_by"), TEXT("code"), ROLE_PLAIN);
	preamble_column(out, TEXT("reason"), TEXT("code"), ROLE_PLAIN);
	preamble_column(out, TEXT("rule"), TEXT("code"), ROLE_PLAIN);
	preamble_column(out, TEXT("weight"), TEXT("weight"), ROLE_PLAIN);
}

void against_differences(const struct against *a, struct writer *w, const struct universe *u)
{
	struct buffer weight = {0};

	for (size_t i = 0; i < a->count; i++) {
		const struct difference *d = &a->at[i];
		if (d->ours == d->theirs)
			continue;
		writer_cell(w, universe_rid(u, lower(d)));
		writer_cell(w, universe_rid(u, higher(d)));
		writer_cell(w, u->sources.entries[u->source[lower(d)]].key);
		writer_cell(w, u->sources.entries[u->source[higher(d)]].key);
		writer_cell(w, d->ours ? TEXT("ours") : TEXT("theirs"));
		writer_cell(w, reason_of(a, d));
		writer_cell(w, rule_of(a, d));
		buffer_reset(&weight);
		if (d->weighed)
			buffer_fixed(&weight, d->weight, 12);
		writer_cell(w, buffer_text(&weight));
		writer_end(w);
	}
	buffer_free(&weight);
}

void against_free(struct against *a)
{
	memory_free(a->at);
	map_free(&a->rules);
	*a = (struct against){0};
}
