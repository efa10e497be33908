#include "evaluate/groups.h"

#include <stdlib.h>

#include "field/date.h"
#include "field/ethnicity.h"
#include "stream/types.h"

/* Does it tell no more than how much there is? */
static bool is_quantity(const struct dimension *d)
{
	return d->kind >= DIMENSION_MISSING;
}

static const char *const quantities[] = {"1", "2", "3", "4+"};
enum { QUANTITIES = 4 };

static void count_records(struct dimension *d)
{
	d->kind = DIMENSION_RECORDS;
	d->at = NO_COLUMN;
	for (int i = 0; i < QUANTITIES; i++)
		map_add(&d->values, text_of(quantities[i]), NULL);
}

static bool inside(struct text whole, const char *function, struct text *column)
{
	size_t length = strlen(function);

	if (!text_starts(whole, function) || whole.length <= length + 2 ||
	    whole.at[length] != '(' || whole.at[whole.length - 1] != ')')
		return false;
	*column = (struct text){whole.at + length + 1, whole.length - length - 2};
	return true;
}

void groups_parse(struct groups *g, const char *by, const char *on)
{
	struct text rest = text_of(by), part;
	struct date day;

	if (on && !date_read(text_of(on), &day))
		usage_fail("--on: not a date YYYY-MM-DD: %s", on);
	g->day = on ? date_days(day) : 0;
	while (text_cut(&rest, ',', &part)) {
		if (g->count == GROUPS_MOST)
			usage_fail("--by: more than %d dimensions", GROUPS_MOST);
		struct dimension *d = &g->dimensions[g->count++];
		*d = (struct dimension){.text = part, .column = part};
		if (inside(part, "age", &d->column))
			d->kind = DIMENSION_AGE;
		else if (inside(part, "ethnic_group", &d->column))
			d->kind = DIMENSION_ETHNIC_GROUP;
		else if (inside(part, "missing", &d->column))
			d->kind = DIMENSION_MISSING;
		else if (inside(part, "count", &d->column))
			d->kind = DIMENSION_COUNT;
		else if (text_is(part, "records()"))
			count_records(d);
		if (d->kind != DIMENSION_RECORDS && !name_valid(d->column))
			usage_fail("--by: not a column: %.*s", (int)part.length, part.at);
		if (d->kind == DIMENSION_AGE && !on)
			usage_fail("age() needs --on");
	}
}

void groups_open(struct groups *g, const struct reader *in)
{
	const unsigned telling =
		1u << ROLE_KEY | 1u << ROLE_ENTITY | 1u << ROLE_DIRECT | 1u << ROLE_LINK;

	for (size_t i = 0; i < g->count; i++) {
		struct dimension *d = &g->dimensions[i];
		if (d->kind == DIMENSION_RECORDS)
			continue;
		d->at = preamble_find(&in->preamble, d->column);
		if (d->at == NO_COLUMN)
			continue;
		const struct column *c = &in->preamble.columns[d->at];
		enum role role = c->role;
		if (!is_quantity(d) && telling >> role & 1)
			fail_at(EXIT_POLICY, (struct place){.file = in->path}, "role",
				"--by %.*s has role %s: only missing() and count() of it are "
				"groups",
				(int)d->column.length, d->column.at, role_name(role));
		if (d->kind == DIMENSION_VALUE && !column_groups(c))
			fail_at(EXIT_POLICY, (struct place){.file = in->path}, "role",
				"--by %.*s has type %.*s: group by what is coarser, such as age() "
				"of a birth date, or only by missing() or count() of it",
				(int)d->column.length, d->column.at, (int)c->type.length,
				c->type.at);
		d->found = true;
	}
}

static struct text age_band(const struct groups *g, struct text cell, const struct reader *in,
			    const char *column)
{
	struct date born;
	char first_day[] = "YYYY-MM-01";
	struct text whole = cell;

	if (cell.length == 7) { /* all that is left of it after pseudo */
		memcpy(first_day, cell.at, 7);
		whole = (struct text){first_day, sizeof first_day - 1};
	}
	if (!date_read(whole, &born))
		fail_at(EXIT_DATA, reader_place(in, column), "date", "age() needs a date");
	int32_t age = date_age(born, date_from_days(g->day));
	return age < 0    ? TEXT("unborn")
	       : age < 1  ? TEXT("0")
	       : age < 5  ? TEXT("1-4")
	       : age < 10 ? TEXT("5-9")
	       : age < 16 ? TEXT("10-15")
			  : TEXT("16+");
}

static struct text value_count(struct text cell, bool list)
{
	struct text part;
	int count = 0;

	while (list && count < QUANTITIES && text_cut(&cell, '|', &part))
		count++;
	return text_of(quantities[count ? count - 1 : 0]);
}

static struct text category_of(const struct groups *g, const struct dimension *d, struct text cell,
			       const struct reader *in)
{
	struct text rest = cell, first;

	if (!cell.length)
		return cell;
	if (d->kind == DIMENSION_MISSING)
		return TEXT("present");
	if (d->kind == DIMENSION_COUNT)
		return value_count(cell, in->preamble.columns[d->at].list);
	first = cell;
	if (in->preamble.columns[d->at].list)
		text_cut(&rest, '|', &first);
	if (d->kind == DIMENSION_ETHNIC_GROUP) {
		const char *group = ethnicity_group(first);
		return group ? text_of(group) : TEXT_NONE;
	}
	if (d->kind == DIMENSION_AGE && first.length)
		return age_band(g, first, in, in->preamble.columns[d->at].name.at);
	return first;
}

/* Room for identities up to `count`, of no category. */
static void room(struct dimension *d, size_t count)
{
	size_t had = d->capacity;

	memory_need(&d->category, &d->capacity, count, sizeof *d->category);
	if (d->capacity > had)
		memset(d->category + had, 0, (d->capacity - had) * sizeof *d->category);
}

void groups_note(struct groups *g, uint32_t identity, const struct record *row,
		 const struct reader *in)
{
	for (size_t i = 0; i < g->count; i++) {
		struct dimension *d = &g->dimensions[i];
		if (d->at == NO_COLUMN)
			continue;
		room(d, (size_t)identity + 1);
		struct text category = category_of(g, d, record_cell(row, d->at), in);
		if (d->category[identity] || !category.length)
			continue;
		map_add(&d->values, category, NULL);
		if (d->values.count > CATEGORIES_MOST)
			fail_at(EXIT_DATA, reader_place(in, in->preamble.columns[d->at].name.at),
				"groups", "more than %d values are too many groups",
				CATEGORIES_MOST);
		d->category[identity] = (uint16_t)(map_index(&d->values, category) + 1);
	}
}

void groups_record(struct groups *g, uint32_t identity)
{
	for (size_t i = 0; i < g->count; i++) {
		struct dimension *d = &g->dimensions[i];
		if (d->kind != DIMENSION_RECORDS)
			continue;
		room(d, (size_t)identity + 1);
		if (d->category[identity] < QUANTITIES)
			d->category[identity]++;
	}
}

void groups_close(struct groups *g, size_t count)
{
	for (size_t i = 0; i < g->count; i++) {
		struct dimension *d = &g->dimensions[i];
		if (!d->found && d->kind != DIMENSION_RECORDS)
			fail(EXIT_DATA, "--by: no stream has a column %.*s", (int)d->column.length,
			     d->column.at);
		room(d, count + 1);
	}
}

void groups_spread(struct groups *g, const struct node *nodes, size_t count, size_t persons)
{
	uint16_t *first = memory_take((persons + 1) * sizeof *first);

	for (size_t i = 0; i < g->count; i++) {
		uint16_t *category = g->dimensions[i].category;
		if (is_quantity(&g->dimensions[i]))
			continue;
		memset(first, 0, (persons + 1) * sizeof *first);
		for (size_t j = 0; j < count; j++)
			if (nodes[j].person < persons && !first[nodes[j].person])
				first[nodes[j].person] = category[j];
		for (size_t j = 0; j < count; j++)
			if (nodes[j].person < persons)
				category[j] = first[nodes[j].person];
	}
	memory_free(first);
}

struct text dimension_label(const struct dimension *d, size_t category)
{
	if (category)
		return d->values.entries[category - 1].key;
	return TEXT("_missing");
}

static int compare_labels(const void *a, const void *b, void *context)
{
	uint16_t x = *(const uint16_t *)a, y = *(const uint16_t *)b;

	if (!x || !y)
		return !x - !y;
	return text_compare(dimension_label(context, x), dimension_label(context, y));
}

uint16_t *dimension_order(const struct dimension *d)
{
	size_t count = dimension_categories(d);
	uint16_t *order = memory_take(count * sizeof *order);

	for (size_t i = 0; i < count; i++)
		order[i] = (uint16_t)i;
	qsort_r(order, count, sizeof *order, compare_labels, (void *)(uintptr_t)d);
	return order;
}

void groups_free(struct groups *g)
{
	for (size_t i = 0; i < g->count; i++) {
		map_free(&g->dimensions[i].values);
		memory_free(g->dimensions[i].category);
	}
	*g = (struct groups){0};
}
