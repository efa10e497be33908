#include <math.h>

#include "expr/comparison_function.h"
#include "field/date.h"
#include "field/nickname.h"
#include "field/phonetic.h"
#include "field/postcode.h"
#include "stream/preamble.h"

void expressions_start(struct expressions *x, struct arena *arena)
{
	*x = (struct expressions){.arena = arena};
}

void expressions_free(struct expressions *x)
{
	memory_free(x->columns);
	memory_free(x->slots);
	memory_free(x->measurements);
	*x = (struct expressions){0};
}

static bool has_nicknames(const struct expressions *x)
{
	for (size_t i = 0; x && i < x->slot_count; i++)
		if (x->slots[i].function == FUNCTION_NICKNAME)
			return true;
	return false;
}

void expressions_step(struct step_builder *step, const struct expressions *x,
		      const struct expressions *y)
{
	char digest[13];

	if (!has_nicknames(x) && !has_nicknames(y))
		return;
	digest_of(nickname_table(), digest);
	step_file(step, "nicknames", digest);
}

size_t expressions_column(struct expressions *x, struct text name)
{
	for (size_t i = 0; i < x->column_count; i++)
		if (text_equal(x->columns[i], name))
			return i;
	memory_need(&x->columns, &x->column_capacity, x->column_count + 1, sizeof *x->columns);
	x->columns[x->column_count] = text_copy(x->arena, name);
	return x->column_count++;
}

bool condition_is_exact(const struct expressions *x, const struct condition *c, size_t column)
{
	if (c->kind != CONDITION_TEST)
		return false;
	const struct measurement *m = &x->measurements[c->measurement];
	const struct slot *slot = &x->slots[m->a];
	return m->function->bound == BOUND_EQUAL && slot->function == FUNCTION_COLUMN &&
	       slot->of == column;
}

static struct text text_substr(struct text value, uint32_t from, uint32_t length)
{
	size_t bytes;

	for (uint32_t i = 1; i < from && value.length; i++) {
		text_character(value, &bytes);
		value = (struct text){value.at + bytes, value.length - bytes};
	}
	struct text rest = value;
	for (uint32_t i = 0; i < length && rest.length; i++) {
		text_character(rest, &bytes);
		rest = (struct text){rest.at + bytes, rest.length - bytes};
	}
	return (struct text){value.at, value.length - rest.length};
}

/* YYYY, MM or DD of YYYY-MM or YYYY-MM-DD. */
static struct text text_date_part(struct text value, enum function function)
{
	char whole[] = "0000-00-01";
	struct date date;

	if (value.length != 7 && value.length != 10)
		return TEXT_NONE;
	memcpy(whole, value.at, value.length);
	if (!date_numbers(text_of(whole), &date))
		return TEXT_NONE;
	if (function == FUNCTION_YEAR)
		return (struct text){value.at, 4};
	if (function == FUNCTION_MONTH)
		return (struct text){value.at + 5, 2};
	return value.length == 10 ? (struct text){value.at + 8, 2} : TEXT_NONE;
}

/* The values of a function, which may lie in *made: none, one, or several for
 * a name that can be said, or be short for others, in several ways. */
static size_t metaphone_codes(struct text value, struct buffer *made, struct text *results)
{
	struct metaphone codes = metaphone(value);
	size_t first = codes.primary_length, second = codes.alternate_length;

	buffer_reset(made);
	buffer_add(made, codes.primary, first);
	buffer_add(made, codes.alternate, second);
	results[0] = (struct text){made->at, first};
	results[1] = (struct text){made->at + first, second};
	return text_equal(results[0], results[1]) ? 1 : 2;
}

static size_t slot_apply(const struct slot *slot, struct text value, struct buffer *made,
			 struct text *results)
{
	switch (slot->function) {
	case FUNCTION_NICKNAME:
		return nickname_forms(value, results);
	case FUNCTION_SUBSTR:
		results[0] = text_substr(value, slot->from, slot->length);
		break;
	case FUNCTION_SOUNDEX:
		buffer_reset(made);
		buffer_room(made, 4);
		results[0] = (struct text){made->at, soundex(value, made->at)};
		break;
	case FUNCTION_METAPHONE:
		return metaphone_codes(value, made, results);
	case FUNCTION_YEAR:
	case FUNCTION_MONTH:
	case FUNCTION_DAY:
		results[0] = text_date_part(value, slot->function);
		break;
	case FUNCTION_OUTCODE:
		results[0] = postcode_outcode(value);
		break;
	case FUNCTION_SECTOR:
		results[0] = postcode_sector(value);
		break;
	case FUNCTION_AREA:
		results[0] = postcode_area(value);
		break;
	case FUNCTION_KNOWN:
		results[0] = text_is(value, "U") || text_is(value, "X") ? TEXT_NONE : value;
		break;
	case FUNCTION_EXTRACT:
		results[0] = extract_find(slot->pattern, value, made);
		break;
	case FUNCTION_COLUMN:
	case FUNCTION_TEXT:
	case FUNCTION_CONCAT:
	case FUNCTION_ELEMENT:
	case FUNCTION_ANY:
	case FUNCTION_GRAMS:
		results[0] = value;
		break;
	case FUNCTION_USERNAME: {
		const char *at = memchr(value.at, '@', value.length);
		results[0] = at ? (struct text){value.at, (size_t)(at - value.at)} : value;
		break;
	}
	}
	return 1;
}

static bool value_set(struct value *v, const struct slot *slot, struct text text,
		      struct arena *arena)
{
	if (slot->bare)
		v->word.text = text;
	else
		word_set(&v->word, text);
	v->days = NO_DAYS;
	struct date date;
	if (slot->needs & NEEDS_DATE && date_read(text, &date)) {
		v->days = date_days(date);
		v->year = date.year;
		v->month_day = (uint16_t)(date.month * 100 + date.day);
		v->day_month = (uint16_t)(date.day * 100 + date.month);
	}
	if (slot->function == FUNCTION_GRAMS)
		v->grams = grams_of(text, slot->from, arena);
	if (slot->needs & NEEDS_NUMBER && !number_read(text, &v->number))
		v->number = NAN;
	if (slot->needs & NEEDS_TOKENS && !token_set_decode(arena, text, &v->tokens))
		return false;
	return !(slot->needs & NEEDS_BITS) || bits_decode(arena, text, &v->bits);
}

static size_t count_elements(struct text cell)
{
	size_t count = 1;

	for (size_t i = 0; i < cell.length; i++)
		count += cell.at[i] == '|';
	return count;
}

/* The value that stands escaped in a cell or in an element of one. */
static struct text unescape(struct text part, struct arena *arena)
{
	if (!memchr(part.at, '\\', part.length))
		return part;
	struct buffer scratch = {0};
	struct text value = text_copy(arena, text_unescape(part, &scratch));
	buffer_free(&scratch);
	return value;
}

/* The elements of a cell; one that is empty is not a value. `one` has room for
 * the value of a cell that is no list. */
static bool load_column(const struct slot *slot, struct text cell, bool list, struct arena *arena,
			struct value *one, struct values *out)
{
	if (!cell.length) {
		*out = (struct values){0};
		return true;
	}
	if (!list) {
		bool fine = value_set(one, slot, unescape(cell, arena), arena);
		*out = (struct values){one, 1, one->word.hash};
		return fine;
	}
	struct value *at = ARENA_ARRAY(arena, count_elements(cell), struct value);
	struct text rest = cell, part;
	size_t count = 0;
	while (text_cut(&rest, '|', &part)) {
		struct text value = unescape(part, arena);
		if (value.length && !value_set(&at[count++], slot, value, arena))
			return false;
	}
	*out = (struct values){at, count, at->word.hash};
	return true;
}

static bool load_function(const struct slot *slot, struct values of, struct arena *arena,
			  struct values *out)
{
	size_t most = slot->function == FUNCTION_NICKNAME    ? NICKNAME_MOST
		      : slot->function == FUNCTION_METAPHONE ? 2
							     : 1;
	struct value *at = ARENA_ARRAY(arena, of.count * most + 1, struct value);
	struct text results[NICKNAME_MOST];
	struct buffer made = {0};
	size_t count = 0;
	bool fine = true;

	for (size_t i = 0; i < of.count; i++) {
		size_t found = slot_apply(slot, of.at[i].word.text, &made, results);
		for (size_t j = 0; j < found; j++) {
			if (!results[j].length)
				continue;
			struct text value = text_copy(arena, results[j]);
			fine = value_set(&at[count++], slot, value, arena) && fine;
		}
	}
	buffer_free(&made);
	*out = (struct values){at, count, at->word.hash};
	return fine;
}

/* Values made anew, since what another slot needs of them may differ. */
static bool load_union(const struct slot *slot, const struct values *slots, struct arena *arena,
		       struct values *out)
{
	struct values a = slots[slot->of], b = slots[slot->from];
	struct value *at = ARENA_ARRAY(arena, a.count + b.count + 1, struct value);
	bool fine = true;

	for (size_t i = 0; i < a.count; i++)
		fine = value_set(&at[i], slot, a.at[i].word.text, arena) && fine;
	for (size_t i = 0; i < b.count; i++)
		fine = value_set(&at[a.count + i], slot, b.at[i].word.text, arena) && fine;
	*out = (struct values){at, a.count + b.count, at->word.hash};
	return fine;
}

static bool load_text(const struct slot *slot, struct arena *arena, struct values *out)
{
	struct value *at = ARENA_ARRAY(arena, 1, struct value);
	bool fine = value_set(at, slot, slot->text, arena);

	*out = (struct values){at, 1, at->word.hash};
	return fine;
}

static bool load_concat(const struct slot *slot, const struct values *slots, struct arena *arena,
			struct values *out)
{
	struct values a = slots[slot->of], b = slots[slot->from];
	struct value *at = ARENA_ARRAY(arena, a.count * b.count + 1, struct value);
	bool fine = true;

	for (size_t i = 0; i < a.count * b.count; i++) {
		struct text left = a.at[i / b.count].word.text, right = b.at[i % b.count].word.text;
		char *whole = arena_take(arena, left.length + right.length + 1);
		memcpy(whole, left.at, left.length);
		memcpy(whole + left.length, right.at, right.length);
		fine = value_set(&at[i], slot, (struct text){whole, left.length + right.length},
				 arena) &&
		       fine;
	}
	*out = (struct values){at, a.count * b.count, at->word.hash};
	return fine;
}

static bool load_element(const struct slot *slot, struct values of, struct arena *arena,
			 struct values *out)
{
	struct value *at = ARENA_ARRAY(arena, 1, struct value);
	bool there = of.count >= slot->from;
	bool fine = !there || value_set(at, slot, of.at[slot->from - 1].word.text, arena);

	*out = (struct values){at, there ? 1 : 0, at->word.hash};
	return fine;
}

bool expressions_load(const struct expressions *x, const struct text *cells, const bool *lists,
		      struct arena *arena, struct values *out)
{
	bool fine = true;
	struct value *ones = ARENA_ARRAY(arena, x->slot_count, struct value);

	for (size_t i = 0; i < x->slot_count; i++) {
		const struct slot *slot = &x->slots[i];
		if (slot->function == FUNCTION_COLUMN)
			fine = load_column(slot, cells[slot->of], lists[slot->of], arena, &ones[i],
					   &out[i]) &&
			       fine;
		else if (slot->function == FUNCTION_ANY)
			fine = load_union(slot, out, arena, &out[i]) && fine;
		else if (slot->function == FUNCTION_TEXT)
			fine = load_text(slot, arena, &out[i]) && fine;
		else if (slot->function == FUNCTION_CONCAT)
			fine = load_concat(slot, out, arena, &out[i]) && fine;
		else if (slot->function == FUNCTION_ELEMENT)
			fine = load_element(slot, out[slot->of], arena, &out[i]) && fine;
		else
			fine = load_function(slot, out[slot->of], arena, &out[i]) && fine;
	}
	return fine;
}
