#include "pseudo/treatment.h"

#include "base/map.h"
#include "field/blank.h"
#include "field/date.h"
#include "field/postcode.h"
#include "pseudo/openpseudonymiser.h"

/* Does a cell that is not empty hold what `clean` would make nothing of? All who
 * have it would get one pseudonym. `words`: see treatment.h. */
static bool is_nothing(struct treatments *all, bool words, struct text cell)
{
	unsigned char first = cell.length ? (unsigned char)*cell.at : '0';

	if ((first >= '0' && first <= '9') || (words && (first | 32) >= 'a' && (first | 32) <= 'z'))
		return false;
	struct text value = blank_trim(text_unescape(cell, &all->scratch));
	return !value.length || blank_spreadsheet_error(value) != RULE_VALID ||
	       (words ? blank_null(value) : blank_placeholder(value)) != RULE_VALID;
}

void treatments_load(struct treatments *all, const struct record *row)
{
	const struct expressions *x = &all->expressions;

	all->row = row;
	if (!x->slot_count)
		return;
	arena_reset(&all->row_arena);
	for (size_t i = 0; i < x->column_count; i++) {
		struct text cell = record_cell(row, all->inputs[i]);
		all->emptied[i] = is_nothing(all, all->words[i], cell);
		all->cells[i] = all->emptied[i] ? TEXT_NONE : cell;
	}
	expressions_load(x, all->cells, all->lists, &all->row_arena, all->values);
}

void treatment_token(struct buffer *out, const unsigned char mac[MAC_BYTES])
{
	static const char digits[] = "0123456789abcdef";

	buffer_room(out, TREATMENT_DIGITS);
	for (size_t i = 0; i < TREATMENT_DIGITS / 2; i++) {
		out->at[out->length++] = digits[mac[i] >> 4];
		out->at[out->length++] = digits[mac[i] & 15];
	}
}

/* The next element of a cell that is more than blanks. */
static bool element_next(struct text *rest, bool list, struct text *element)
{
	do {
		if (!list) {
			*element = *rest;
			*rest = (struct text){0};
		} else if (!text_cut(rest, '|', element)) {
			return false;
		}
	} while (rest->at && !blank_trim(*element).length);
	return blank_trim(*element).length != 0;
}

static void value_token(struct treatment *t, struct text value, struct buffer *out)
{
	unsigned char mac[MAC_BYTES];
	struct remembered *r = &t->memory[text_hash(value) % TREATMENT_REMEMBERED];

	if (value.length > sizeof(r->value)) {
		mac_of(&t->mac, value, mac);
		treatment_token(out, mac);
		return;
	}
	if (!text_equal((struct text){r->value, r->length}, value)) {
		mac_of(&t->mac, value, mac);
		treatment_token(out, mac);
		memcpy(r->value, value.at, value.length);
		r->length = (uint8_t)value.length;
		memcpy(r->token, out->at + out->length - TREATMENT_DIGITS, TREATMENT_DIGITS);
		return;
	}
	buffer_add(out, r->token, TREATMENT_DIGITS);
}

static void cell_token(struct treatment *t, struct text value, struct buffer *out)
{
	size_t start = out->length;
	struct text element;

	while (element_next(&value, t->list, &element)) {
		if (out->length > start)
			buffer_byte(out, '|');
		value_token(t, element, out);
	}
}

/* The first combination of one value of each slot; false when one has none. */
static bool combination_first(struct treatments *all, struct treatment *t,
			      const struct block_key *key)
{
	for (size_t i = 0; i < key->count; i++) {
		if (!all->values[key->slots[i]].count)
			return false;
		t->turn[i] = 0;
	}
	return true;
}

/* The next one, the last slot turning fastest; false when there are no more. */
static bool combination_next(struct treatments *all, struct treatment *t,
			     const struct block_key *key)
{
	size_t i = key->count;

	while (i > 0 && ++t->turn[i - 1] == all->values[key->slots[i - 1]].count)
		t->turn[--i] = 0;
	return i > 0;
}

/* Appends to the list from `start` what was made, unless it is there. */
static bool made_add(struct text made, size_t start, struct buffer *out)
{
	for (size_t at = start; at < out->length; at += made.length + 1)
		if (!memcmp(out->at + at, made.at, made.length))
			return false;
	if (out->length > start)
		buffer_byte(out, '|');
	buffer_text_add(out, made);
	return true;
}

/* An element in the group that has the turn: its values with a separator between. */
static void encoding_add(struct treatments *all, struct treatment *t, struct text element,
			 size_t start, struct buffer *out)
{
	unsigned char mac[MAC_BYTES];
	struct buffer *group = &all->group, *made = &all->made;

	buffer_reset(group);
	for (size_t i = 0; i < t->within.count; i++) {
		if (i)
			buffer_byte(group, 0x1f);
		buffer_text_add(group, all->values[t->within.slots[i]].at[t->turn[i]].word.text);
	}
	buffer_reset(made);
	if (t->kind == TREATMENT_BLOOM)
		bloom_add(&t->bloom, element, buffer_text(group), made);
	else if (!variants_add(&t->variants, element, buffer_text(group), made))
		t->blanked++;
	if (!made->length || !made_add(buffer_text(made), start, out))
		return;
	if (++t->held > t->longest && t->kind == TREATMENT_VARIANTS)
		t->longest = t->held;
	if (!t->within.count)
		return;
	mac_of(&t->group_mac, buffer_text(group), mac);
	buffer_add(&t->groups, (const char *)mac, GROUP_BYTES);
}

/* Every element in every group of the record. */
static void cell_encodings(struct treatments *all, struct treatment *t, struct text value,
			   struct buffer *out)
{
	size_t most = t->kind == TREATMENT_VARIANTS ? VARIANTS_NAMES : TREATMENT_COMBINATIONS;
	size_t start = out->length;
	struct text element;

	t->held = 0;
	buffer_reset(&t->groups);
	while (element_next(&value, t->list, &element)) {
		bool more = combination_first(all, t, &t->within);
		if (!more) {
			t->blanked++;
			return;
		}
		for (; more; more = combination_next(all, t, &t->within)) {
			if (t->held == most) {
				t->cut++;
				return;
			}
			encoding_add(all, t, element, start, out);
		}
	}
}

static struct text generalised(enum treatment_kind kind, struct text value,
			       char normal[POSTCODE_LENGTH])
{
	if (kind == TREATMENT_MONTH || kind == TREATMENT_YEAR) {
		struct date date;
		if (!date_read(value, &date))
			return TEXT_NONE;
		return (struct text){value.at, kind == TREATMENT_MONTH ? 7 : 4};
	}
	bool repaired;
	struct text postcode = {normal, 0};
	if (postcode_parse(value, normal, &postcode.length, &repaired) != RULE_VALID)
		return TEXT_NONE;
	return kind == TREATMENT_SECTOR ? postcode_sector(postcode) : postcode_district(postcode);
}

static void cell_general(struct treatment *t, struct text value, struct buffer *out)
{
	size_t start = out->length;
	struct text element;
	char normal[POSTCODE_LENGTH];

	while (element_next(&value, t->list, &element)) {
		struct text general = generalised(t->kind, element, normal);
		t->blanked += !general.length;
		if (!general.length)
			continue;
		if (out->length > start)
			buffer_byte(out, '|');
		buffer_text_add(out, general);
	}
}

/* Appends the pseudonym of one combination unless the cell has it already. */
static void combination_add(struct treatments *all, struct treatment *t, struct text *parts,
			    size_t start, struct buffer *out)
{
	unsigned char mac[MAC_BYTES];
	struct buffer *made = &all->made;

	buffer_reset(made);
	if (t->kind == TREATMENT_MATCH) {
		mac_of_parts(&t->mac, parts, t->key.count, mac);
		treatment_token(made, mac);
	} else {
		buffer_room(made, OPENPSEUDONYMISER_DIGITS);
		openpseudonymiser_digest(parts, t->key.count, keyfile_text(all->key), made->at);
		made->length = OPENPSEUDONYMISER_DIGITS;
	}
	made_add(buffer_text(made), start, out);
}

/* The value of a part; a date in the format that was agreed. False when it is
 * not a date, or nothing but blanks. */
static bool part_of(struct treatments *all, const struct treatment *t, size_t part,
		    struct text value, struct text *made)
{
	*made = value;
	if (!blank_trim(value).length)
		return false;
	if (t->kind != TREATMENT_DIGEST || !t->formats[part].length)
		return true;
	struct date date;
	if (!date_read(value, &date))
		return false;
	struct buffer formatted = {0};
	openpseudonymiser_date(&formatted, value, t->formats[part]);
	*made = text_copy(&all->row_arena, buffer_text(&formatted));
	buffer_free(&formatted);
	return true;
}

/* The column that a slot is made from. */
static size_t column_of(const struct expressions *x, size_t slot)
{
	while (x->slots[slot].function != FUNCTION_COLUMN)
		slot = x->slots[slot].of;
	return x->slots[slot].of;
}

/* Every combination of the parts' values. */
static void cell_match(struct treatments *all, struct treatment *t, struct buffer *out)
{
	size_t count = t->key.count, start = out->length;

	for (size_t i = 0; i < count; i++)
		if (!all->values[t->key.slots[i]].count) {
			t->blanked += all->emptied[column_of(&all->expressions, t->key.slots[i])];
			return;
		}
	struct text *parts = ARENA_ARRAY(&all->row_arena, count, struct text);
	size_t made = 0;
	for (bool more = combination_first(all, t, &t->key); more;
	     more = combination_next(all, t, &t->key)) {
		if (made++ == TREATMENT_COMBINATIONS) {
			t->cut++;
			return;
		}
		bool whole = true;
		for (size_t i = 0; i < count; i++) {
			const struct values *v = &all->values[t->key.slots[i]];
			whole = part_of(all, t, i, v->at[t->turn[i]].word.text, &parts[i]) && whole;
		}
		t->blanked += !whole;
		if (whole)
			combination_add(all, t, parts, start, out);
	}
}

/* Remembers the longest list of tokens. */
static void measure(struct treatment *t, struct text cell)
{
	size_t elements = (cell.length + 1) / (TREATMENT_DIGITS + 1);

	t->longest = elements > t->longest ? elements : t->longest;
}

void treatment_cell(struct treatments *all, struct treatment *t, struct buffer *out)
{
	size_t start = out->length;

	if (t->kind == TREATMENT_MATCH || t->kind == TREATMENT_DIGEST) {
		cell_match(all, t, out);
		if (t->kind == TREATMENT_MATCH)
			measure(t, (struct text){out->at + start, out->length - start});
		return;
	}
	struct text cell = record_cell(all->row, t->input);
	if (t->kind == TREATMENT_KEEP) {
		buffer_text_add(out, cell);
		return;
	}
	if (t->kind != TREATMENT_RID && is_nothing(all, t->words, cell)) {
		t->blanked++;
		return;
	}
	if (!cell.length)
		return;
	struct text value = text_unescape(cell, &all->scratch);
	if (t->kind == TREATMENT_VARIANTS || t->kind == TREATMENT_BLOOM)
		cell_encodings(all, t, value, out);
	else if (t->kind == TREATMENT_RID || t->kind == TREATMENT_TOKEN)
		cell_token(t, value, out);
	else
		cell_general(t, value, out);
	if (t->kind == TREATMENT_TOKEN && t->list)
		measure(t, (struct text){out->at + start, out->length - start});
}
