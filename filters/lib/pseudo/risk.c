#include "pseudo/risk.h"

#include <inttypes.h>

#include "base/map.h"

/* Beside the 8 MiB of records. */
#define SORT_BYTES ((size_t)4 << 20)
/* An entry: column, group, encoding, and whether it is a cell's first. */
#define GROUP_AT 2
#define ENCODING_AT 10
#define FIRST_AT 18
#define ENTRY_BYTES 19

/* In ascending order of records and of share: the most that any method read of any
 * column. Less was read of whole files than of the forenames of 300 (58 to 87 % of 1,000
 * to 20,000), but nobody should count on that. */
static const struct {
	enum treatment_kind kind;
	uint32_t records, share;
} measured[] = {
	{TREATMENT_VARIANTS, 10, 13},     {TREATMENT_VARIANTS, 32, 51},
	{TREATMENT_VARIANTS, 50, 401},    {TREATMENT_VARIANTS, 100, 401},
	{TREATMENT_VARIANTS, 250, 835},   {TREATMENT_VARIANTS, 500, 2786},
	{TREATMENT_VARIANTS, 1000, 4669}, {TREATMENT_VARIANTS, 2000, 5711},
	{TREATMENT_VARIANTS, 5000, 6453}, {TREATMENT_BLOOM, 10, 24},
	{TREATMENT_BLOOM, 30, 293},       {TREATMENT_BLOOM, 100, 4175},
	{TREATMENT_BLOOM, 300, 8918},     {TREATMENT_BLOOM, 20000, 8918},
};

bool risk_applies(enum treatment_kind kind)
{
	return kind == TREATMENT_BLOOM || kind == TREATMENT_VARIANTS;
}

uint32_t risk_read(enum treatment_kind kind, uint64_t records)
{
	if (records < 2 || !risk_applies(kind))
		return 0;
	for (size_t i = 0; i < sizeof measured / sizeof *measured; i++)
		if (measured[i].kind == kind && measured[i].records >= records)
			return measured[i].share;
	return RISK_UNIT;
}

void risk_start(struct risk *r, struct treatments *all, bool equal_too, const char *tmpdir)
{
	*r = (struct risk){.all = all, .equal_too = equal_too};
	sorter_start(&r->sorter, SORT_BYTES, tmpdir);
}

void risk_free(struct risk *r)
{
	sorter_free(&r->sorter);
}

static void number_put(unsigned char *at, uint64_t number)
{
	number = htobe64(number);
	memcpy(at, &number, sizeof number);
}

static bool watched(const struct risk *r, const struct treatment *t)
{
	return risk_applies(t->kind) || (r->equal_too && t->declared.role == ROLE_LINK);
}

/* Is an element of the cell the first in its group? */
static bool first_in_group(const struct treatment *t, size_t element)
{
	if (!t->within.count)
		return element == 0;
	const char *group = t->groups.at + element * GROUP_BYTES;
	for (const char *at = t->groups.at; at < group; at += GROUP_BYTES)
		if (!memcmp(at, group, GROUP_BYTES))
			return false;
	return true;
}

void risk_add(struct risk *r, struct text line)
{
	unsigned char entry[ENTRY_BYTES];
	struct text cell, encoding;

	for (size_t i = 0; text_cut(&line, '\t', &cell); i++) {
		const struct treatment *t = &r->all->at[i];
		if (!cell.length || !watched(r, t))
			continue;
		entry[0] = (unsigned char)(i >> 8);
		entry[1] = (unsigned char)i;
		number_put(entry + GROUP_AT, 0);
		for (size_t k = 0; text_cut(&cell, '|', &encoding); k++) {
			entry[FIRST_AT] = first_in_group(t, k);
			if (t->within.count)
				memcpy(entry + GROUP_AT, t->groups.at + k * GROUP_BYTES,
				       GROUP_BYTES);
			number_put(entry + ENCODING_AT, text_hash(encoding));
			sorter_add(&r->sorter, (struct text){(char *)entry, ENTRY_BYTES});
		}
	}
}

/* How many groups have each size, in ascending order of size. */
struct sizes {
	struct size {
		uint64_t size, groups;
	} * at;
	size_t count, capacity;
};

static void size_add(struct sizes *s, uint64_t size)
{
	size_t low = 0, high = s->count;

	while (low < high) {
		size_t middle = (low + high) / 2;
		if (s->at[middle].size < size)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == s->count || s->at[low].size != size) {
		memory_need(&s->at, &s->capacity, s->count + 1, sizeof *s->at);
		memmove(&s->at[low + 1], &s->at[low], (s->count - low) * sizeof *s->at);
		s->at[low] = (struct size){size, 0};
		s->count++;
	}
	s->at[low].groups++;
}

static struct risk_range range_of(struct sizes *s, uint64_t groups)
{
	struct risk_range range = {0};
	uint64_t before = 0;

	for (size_t i = 0; i < s->count; i++) {
		if (before <= groups / 2)
			range.median = s->at[i].size;
		before += s->at[i].groups;
	}
	if (s->count) {
		range.least = s->at[0].size;
		range.most = s->at[s->count - 1].size;
	}
	memory_free(s->at);
	return range;
}

static bool same(struct text a, const char *b, size_t bytes)
{
	return !memcmp(a.at, b, bytes);
}

static bool entry_next(struct risk *r)
{
	r->pending = sorter_next(&r->sorter, &r->ahead);
	return r->pending;
}

/* Takes the entries of the group that is ahead. */
static void group_take(struct risk *r, struct risk_column *c, struct sizes *records,
		       struct sizes *encodings)
{
	char group[ENCODING_AT], encoding[FIRST_AT];
	uint64_t people = 0, distinct = 0;

	memcpy(group, r->ahead.at, sizeof group);
	while (r->pending && same(r->ahead, group, sizeof group)) {
		uint64_t times = 0;
		memcpy(encoding, r->ahead.at, sizeof encoding);
		do {
			times++;
			people += (uint64_t)r->ahead.at[FIRST_AT];
		} while (entry_next(r) && same(r->ahead, encoding, sizeof encoding));
		distinct++;
		c->unique += times == 1;
	}
	size_add(records, people);
	size_add(encodings, distinct);
	c->groups++;
}

bool risk_next(struct risk *r, size_t *at, struct risk_column *c)
{
	struct sizes records = {0}, encodings = {0};

	while (*at < r->all->count && !watched(r, &r->all->at[*at]))
		++*at;
	if (*at == r->all->count)
		return false;
	*c = (struct risk_column){.treatment = &r->all->at[*at]};
	if (!r->sorter.reading)
		entry_next(r);
	char column[GROUP_AT] = {(char)(*at >> 8), (char)*at};
	while (r->pending && same(r->ahead, column, sizeof column))
		group_take(r, c, &records, &encodings);
	c->records = range_of(&records, c->groups);
	c->encodings = range_of(&encodings, c->groups);
	c->median_read = risk_read(c->treatment->kind, c->records.median);
	c->most_read = risk_read(c->treatment->kind, c->records.most);
	++*at;
	return true;
}

uint32_t risk_check(struct risk *r, bool accepted)
{
	struct risk_column c;
	uint32_t most = 0;
	size_t at = 0;

	while (risk_next(r, &at, &c)) {
		if (c.most_read > most)
			most = c.most_read;
		if (c.most_read > RISK_CEILING && !accepted)
			fail(EXIT_POLICY,
			     "%.*s: its largest group has %" PRIu64
			     " records, of which up to %u %% could be read, more than %d %%: see "
			     "--within, --risk and --accept-risk",
			     (int)c.treatment->declared.name.length, c.treatment->declared.name.at,
			     c.records.most, (c.most_read + 99) / 100, RISK_CEILING / 100);
	}
	return most;
}

static void field_add(struct buffer *out, uint64_t number)
{
	buffer_byte(out, '\t');
	buffer_u64(out, number);
}

static void range_add(struct buffer *out, const struct risk_range *range)
{
	field_add(out, range->least);
	field_add(out, range->median);
	field_add(out, range->most);
}

/* Empty where no attack on likeness applies. */
static void share_add(struct buffer *out, bool applies, uint32_t share)
{
	buffer_byte(out, '\t');
	if (applies)
		buffer_fixed(out, share, 4);
}

void risk_print(struct risk *r, struct buffer *out)
{
	struct risk_column c;
	size_t at = 0;

	buffer_string(out, "column\ttype\tgroups\trecords_least\trecords_median\trecords_most\t"
			   "encodings_least\tencodings_median\tencodings_most\tunique\tread_"
			   "median\tread_most\tceiling\n");
	while (risk_next(r, &at, &c)) {
		bool applies = risk_applies(c.treatment->kind);
		buffer_text_add(out, c.treatment->declared.name);
		buffer_byte(out, '\t');
		buffer_text_add(out, c.treatment->declared.type);
		field_add(out, c.groups);
		range_add(out, &c.records);
		range_add(out, &c.encodings);
		field_add(out, c.unique);
		share_add(out, applies, c.median_read);
		share_add(out, applies, c.most_read);
		share_add(out, applies, RISK_CEILING);
		buffer_byte(out, '\n');
	}
}
