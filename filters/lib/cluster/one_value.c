#include "cluster/one_value.h"

#include <stdlib.h>

#include "base/memory.h"

void one_value_columns(struct one_value *o, const struct preamble *records, const char *names,
		       const char *path)
{
	struct text rest = names ? text_of(names) : (struct text){0}, name;

	while (rest.at && text_cut(&rest, ',', &name)) {
		size_t column = preamble_find(records, name);
		if (column == NO_COLUMN)
			fail_at(EXIT_CONFIG, (struct place){.file = path}, "one-value",
				"no column %.*s in the records", (int)name.length, name.at);
		memory_need(&o->columns, &o->column_capacity, o->column_count + 1,
			    sizeof *o->columns);
		o->columns[o->column_count++] = column;
	}
}

static bool has(const struct one_value *o, uint32_t root, uint32_t value)
{
	for (uint32_t i = o->first[root]; i; i = o->entries[i - 1].next)
		if (o->entries[i - 1].value == value)
			return true;
	return false;
}

static void add(struct one_value *o, uint32_t identity, size_t column, struct text value)
{
	struct buffer *key = &o->scratch;
	bool fresh;

	buffer_reset(key);
	buffer_u64(key, column);
	buffer_byte(key, '\t');
	buffer_text_add(key, value);
	uint64_t *number = map_add(&o->values, buffer_text(key), &fresh);
	if (fresh)
		*number = o->values.count - 1;
	if (has(o, identity, (uint32_t)*number))
		return;
	memory_need(&o->entries, &o->capacity, o->count + 1, sizeof *o->entries);
	o->entries[o->count++] =
		(struct one_value_entry){(uint32_t)*number, (uint32_t)column, o->first[identity]};
	o->first[identity] = (uint32_t)o->count;
}

void one_value_identity(struct one_value *o, const struct preamble *records,
			const struct record *row, uint32_t identity)
{
	struct text value;

	if (!o->column_count)
		return;
	memory_need(&o->first, &o->first_capacity, (size_t)identity + 1, sizeof *o->first);
	o->first[identity] = 0;
	for (size_t i = 0; i < o->column_count; i++) {
		struct text rest = record_cell(row, o->columns[i]);
		if (!records->columns[o->columns[i]].list) {
			if (rest.length)
				add(o, identity, i, rest);
			continue;
		}
		while (text_cut(&rest, '|', &value))
			if (value.length)
				add(o, identity, i, value);
	}
}

void one_value_joined(struct one_value *o, uint32_t whole, uint32_t part)
{
	for (uint32_t i = o->first[part], next; i; i = next) {
		struct one_value_entry *e = &o->entries[i - 1];
		next = e->next;
		if (has(o, whole, e->value))
			continue;
		e->next = o->first[whole];
		o->first[whole] = i;
	}
	o->first[part] = 0;
}

void one_value_start(struct one_value *o, struct components *persons)
{
	map_free(&o->values);
	for (uint32_t i = 0; i < persons->count; i++)
		if (components_root(persons, i) != i)
			one_value_joined(o, components_root(persons, i), i);
}

bool one_value_differ(const struct one_value *o, uint32_t x, uint32_t y)
{
	for (size_t column = 0; column < o->column_count; column++) {
		bool of_x = false, of_y = false, common = false;
		for (uint32_t i = o->first[x]; i; i = o->entries[i - 1].next) {
			if (o->entries[i - 1].column != column)
				continue;
			of_x = true;
			common = common || has(o, y, o->entries[i - 1].value);
		}
		for (uint32_t i = o->first[y]; i; i = o->entries[i - 1].next)
			of_y = of_y || o->entries[i - 1].column == column;
		if (of_x && of_y && !common)
			return true;
	}
	return false;
}

/* A value that a person of a chain has; ANY once for each person that has one. */
struct held_value {
	uint32_t chain, column, value;
};
#define ANY UINT32_MAX

static int compare_held(const void *a, const void *b)
{
	const struct held_value *x = a, *y = b;

	if (x->chain != y->chain)
		return x->chain < y->chain ? -1 : 1;
	if (x->column != y->column)
		return x->column < y->column ? -1 : 1;
	return (x->value > y->value) - (x->value < y->value);
}

static size_t gather(const struct one_value *o, uint32_t person, uint32_t chain,
		     struct held_value *to)
{
	size_t count = 0;

	for (size_t column = 0; column < o->column_count; column++) {
		size_t before = count;
		for (uint32_t i = o->first[person]; i; i = o->entries[i - 1].next)
			if (o->entries[i - 1].column == column)
				to[count++] = (struct held_value){chain, (uint32_t)column,
								  o->entries[i - 1].value};
		if (count > before)
			to[count++] = (struct held_value){chain, (uint32_t)column, ANY};
	}
	return count;
}

void one_value_chains(const struct one_value *o, const uint32_t *persons, const uint32_t *labels,
		      size_t count, bool *broken)
{
	size_t room = 1, found = 0, most = 0;

	for (size_t i = 0; i < count; i++)
		for (uint32_t e = o->first[persons[i]]; e; e = o->entries[e - 1].next)
			room += 2;
	struct held_value *all = memory_take(room * sizeof *all);
	for (size_t i = 0; i < count; i++)
		found += gather(o, persons[i], labels[i], all + found);
	qsort(all, found, sizeof *all, compare_held);
	for (size_t i = 0, end; i < found; i = end) {
		for (end = i; end < found && compare_held(&all[i], &all[end]) == 0; end++)
			;
		if (all[i].value != ANY) {
			most = end - i > most ? end - i : most;
			continue;
		}
		if (most < end - i)
			broken[all[i].chain] = true;
		most = 0;
	}
	memory_free(all);
}

void one_value_free(struct one_value *o)
{
	memory_free(o->columns);
	map_free(&o->values);
	memory_free(o->entries);
	memory_free(o->first);
	buffer_free(&o->scratch);
	*o = (struct one_value){0};
}
