#include "schema/codes.h"

#include <strings.h>

#include "field/blank.h"
#include "schema/schema.h"

enum { NAME, LABEL, FROM, TO, NOW, SPELLINGS, NOTE, COLUMNS };

static const char *const columns[] = {"code", "label",     "from", "to",
				      "now",  "spellings", "note", NULL};

/* In `folded`, of a spelling that two codes share. */
#define NONE UINT64_MAX

struct loading {
	struct codes *codes;
	struct sidefile file;
	size_t column[COLUMNS];
};

static struct text cell(const struct loading *l, size_t row, int column)
{
	return sidefile_cell(&l->file, row, l->column[column]);
}

static struct text fold(struct codes *codes, struct text value)
{
	buffer_reset(&codes->fold);
	schema_fold(&codes->fold, value);
	return buffer_text(&codes->fold);
}

static int year_read(const struct loading *l, size_t row, int column)
{
	struct text value = cell(l, row, column);
	uint64_t year = 0;

	if (value.length && (!text_u64(value, &year) || year < 1900 || year > 2199))
		sidefile_fail(&l->file, row, columns[column], "not a year");
	return (int)year;
}

static void row_read(struct loading *l, size_t row)
{
	struct codes *codes = l->codes;
	struct code *c = &codes->at[row];
	bool fresh;

	*c = (struct code){.code = cell(l, row, NAME),
			   .label = cell(l, row, LABEL),
			   .from = year_read(l, row, FROM),
			   .to = year_read(l, row, TO),
			   .now = cell(l, row, NOW)};
	if (!c->code.length)
		sidefile_fail(&l->file, row, "code", "no code");
	if (c->from && c->to && c->from > c->to)
		sidefile_fail(&l->file, row, "to", "before the first year");
	uint64_t *first = map_add(&codes->exact, c->code, &fresh);
	if (fresh)
		*first = row;
	else if (!text_equal(codes->at[*first].now, c->now))
		codes->at[*first].now = TEXT_NONE;
	if (!text_equal(fold(codes, codes->at[*first].code), TEXT_NONE)) {
		uint64_t *same = map_add(&codes->folded, buffer_text(&codes->fold), &fresh);
		*same = fresh || *same == *first ? *first : NONE;
	}
}

/* The last successor of a code; its own name when it has none. */
static void now_resolve(struct loading *l, size_t row)
{
	struct codes *codes = l->codes;
	const uint64_t *at = map_find(&codes->exact, codes->at[row].code);

	for (size_t steps = 0; codes->at[*at].now.length; steps++) {
		struct text next = codes->at[*at].now;
		if (text_equal(next, codes->at[*at].code))
			break;
		at = map_find(&codes->exact, next);
		if (!at)
			sidefile_fail(&l->file, row, "now", "not a code of the list: %.*s",
				      (int)next.length, next.at);
		if (steps > codes->count)
			sidefile_fail(&l->file, row, "now", "the successors form a cycle");
	}
	codes->at[row].now = codes->at[*at].code;
}

/* Do two rows stand for one code of today? */
static bool same_code(const struct codes *codes, uint64_t a, uint64_t b)
{
	return a != NONE && text_equal(codes->at[a].now, codes->at[b].now);
}

static void spellings_read(struct loading *l, size_t row)
{
	struct text rest = cell(l, row, SPELLINGS), one;
	bool fresh;

	if (!rest.length)
		return;
	while (text_cut(&rest, '|', &one)) {
		if (!fold(l->codes, one).length)
			sidefile_fail(&l->file, row, "spellings", "an empty spelling");
		uint64_t *at = map_add(&l->codes->folded, buffer_text(&l->codes->fold), &fresh);
		if (!fresh && !same_code(l->codes, *at, row))
			sidefile_fail(&l->file, row, "spellings", "belongs to two codes: %.*s",
				      (int)one.length, one.at);
		if (fresh)
			*at = row;
	}
}

/* A label counts where no code or spelling is alike. */
static void label_read(struct loading *l, size_t row, size_t spelt)
{
	struct map *folded = &l->codes->folded;
	bool fresh;

	if (!fold(l->codes, l->codes->at[row].label).length)
		return;
	uint64_t *at = map_add(folded, buffer_text(&l->codes->fold), &fresh);
	if (fresh)
		*at = row;
	else if (map_index(folded, buffer_text(&l->codes->fold)) >= spelt &&
		 !same_code(l->codes, *at, row))
		*at = NONE;
}

void codes_read(struct codes *codes, struct arena *arena, const char *path)
{
	struct loading l = {.codes = codes};

	*codes = (struct codes){.path = path};
	sidefile_read(&l.file, arena, path, columns, false);
	memcpy(codes->digest, l.file.digest, sizeof codes->digest);
	for (int i = 0; i < COLUMNS; i++)
		l.column[i] = sidefile_column(&l.file, columns[i]);
	codes->at = ARENA_ARRAY(arena, l.file.row_count, struct code);
	codes->count = l.file.row_count;
	for (size_t row = 0; row < codes->count; row++)
		row_read(&l, row);
	for (size_t row = 0; row < codes->count; row++)
		now_resolve(&l, row);
	for (size_t row = 0; row < codes->count; row++)
		spellings_read(&l, row);
	size_t spelt = codes->folded.count;
	for (size_t row = 0; row < codes->count; row++)
		label_read(&l, row, spelt);
}

void codes_free(struct codes *codes)
{
	map_free(&codes->exact);
	map_free(&codes->folded);
	buffer_free(&codes->fold);
}

/* The row that a value means as a whole, or NULL. */
static const struct code *whole_find(struct codes *codes, struct text value)
{
	const uint64_t *at = map_find(&codes->exact, value);

	if (!at) {
		struct text folded = fold(codes, value);
		at = folded.length ? map_find(&codes->folded, folded) : NULL;
	}
	return at && *at != NONE ? &codes->at[*at] : NULL;
}

static bool alphanumeric(char c)
{
	return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
}

/* Takes "a) ", "(a) ", "aa) " or "b. " off; false when none is there. */
static bool letter_take(struct text *value)
{
	size_t i = value->length && value->at[0] == '(', letters = 0;

	while (i + letters < value->length && letters < 3 &&
	       (value->at[i + letters] | 0x20) >= 'a' && (value->at[i + letters] | 0x20) <= 'z')
		letters++;
	size_t mark = i + letters;
	if (letters < 1 || letters > 2 || mark + 1 >= value->length ||
	    (value->at[mark] != ')' && (i || letters > 1 || value->at[mark] != '.')))
		return false;
	*value = blank_trim((struct text){value->at + mark + 1, value->length - mark - 1});
	return value->length > 0;
}

/* Where a dash between blanks, or a colon, parts the value: the length of what
 * is before it, and of the mark. False when there is none. */
static bool mark_find(struct text value, size_t *before, size_t *mark)
{
	static const char *const dashes[] = {" - ", " \xE2\x80\x93 ", " \xE2\x80\x94 "};

	for (size_t i = 1; i + 1 < value.length; i++) {
		struct text rest = {value.at + i, value.length - i};
		*before = i;
		*mark = 1;
		if (rest.at[0] == ':')
			return true;
		for (int d = 0; d < 3; d++) {
			*mark = strlen(dashes[d]);
			if (text_starts(rest, dashes[d]))
				return true;
		}
	}
	return false;
}

/* Is it the code itself, in any case, and not another spelling of it? */
static bool spells_code(struct text a, const struct code *found)
{
	return a.length == found->code.length && strncasecmp(a.at, found->code.at, a.length) == 0;
}

static bool looks_like_code(struct text a)
{
	size_t i = 0;

	while (i < a.length && alphanumeric(a.at[i]))
		i++;
	return a.length > 0 && a.length <= 4 && i == a.length;
}

/* "N1 - words", "6: words", "N1 words". */
static const struct code *parts_find(struct codes *codes, struct text value)
{
	size_t before, mark;
	bool marked = mark_find(value, &before, &mark);

	if (!marked) {
		const char *blank = memchr(value.at, ' ', value.length);
		if (!blank)
			return NULL;
		before = (size_t)(blank - value.at);
		mark = 1;
	}
	struct text head = blank_trim((struct text){value.at, before});
	struct text rest =
		blank_trim((struct text){value.at + before + mark, value.length - before - mark});
	const struct code *by_head = head.length ? whole_find(codes, head) : NULL;
	const struct code *by_rest = rest.length ? whole_find(codes, rest) : NULL;
	if (by_head && by_rest)
		return text_equal(by_head->now, by_rest->now) ? by_head : NULL;
	if (by_head)
		return marked && spells_code(head, by_head) ? by_head : NULL;
	return marked && looks_like_code(head) ? by_rest : NULL;
}

enum coding codes_find(struct codes *codes, struct text value, struct text *code)
{
	struct text rest = value;
	const struct code *found = whole_find(codes, value);

	if (!found)
		found = whole_find(codes, blank_decimals(value));
	if (!found)
		found = parts_find(codes, value);
	while (!found && letter_take(&rest)) {
		found = whole_find(codes, rest);
		if (!found)
			found = parts_find(codes, rest);
	}
	if (!found)
		return CODING_UNLISTED;
	*code = found->now;
	if (!text_equal(found->now, found->code))
		return CODING_RENAMED;
	return text_equal(value, found->code) ? CODING_CODE : CODING_SPELLING;
}
