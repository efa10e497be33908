#include "field/la.h"

#include <stdlib.h>

#include "base/embed.h"
#include "base/map.h"
#include "field/blank.h"

EMBED(la_table, "schemas/codes/la.tsv");

enum { LONGEST = 120, MOST_WORDS = 24, MOST_ROWS = 1024, PREFIX = 14 };

#define NONE UINT64_MAX

static struct {
	bool loaded;
	struct {
		struct text code, now, spellings;
	} rows[MOST_ROWS];
	size_t count;
	struct map keys;           /* key -> row, or NONE when two authorities share it */
	struct buffer whole, core; /* of the name that is looked for */
} las;

/* Words of upper-case letters and digits; apostrophes vanish, & is AND. */
static size_t words_cut(struct text value, char bytes[LONGEST], struct text words[MOST_WORDS])
{
	size_t count = 0, length = 0, start = 0, step;

	for (size_t i = 0; i <= value.length; i += step) {
		struct text rest = {value.at + i, value.length - i};
		uint32_t c = rest.length ? text_character(rest, &step) : ' ';
		if (!rest.length)
			step = 1;
		if (c == '\'' || c == 0x2018 || c == 0x2019)
			continue;
		if (c >= 'a' && c <= 'z')
			c -= 'a' - 'A';
		if (((c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')) && length < LONGEST) {
			bytes[length++] = (char)c;
			continue;
		}
		if (length > start && count < MOST_WORDS)
			words[count++] = (struct text){bytes + start, length - start};
		if (c == '&' && count < MOST_WORDS)
			words[count++] = TEXT("AND");
		start = length;
	}
	return count;
}

/* Does the word only say that it is a council, or join others? */
static bool is_style(struct text word)
{
	static const char *const words[] = {
		"LONDON",   "BOROUGH",   "BORO",         "LB",      "LBC",
		"RB",       "RBC",       "ROYAL",        "CITY",    "COUNTY",
		"COUNT",    "COUNCIL",   "CC",           "DC",      "BC",
		"MBC",      "MDC",       "UA",           "UNITARY", "AUTHORITY",
		"LOCAL",    "LA",        "METROPOLITAN", "MET",     "DISTRICT",
		"CHILDREN", "CHILDRENS", "SERVICES",     "SERVICE", "SOCIAL",
		"CARE",     "FAMILY",    "SUPPORT",      "B",       "C",
		"OF",       "THE",       "AND",          "CYNGOR",  NULL};

	for (int i = 0; words[i]; i++)
		if (text_is(word, words[i]))
			return true;
	return false;
}

static int by_bytes(const void *a, const void *b)
{
	return text_compare(*(const struct text *)a, *(const struct text *)b);
}

static void words_join(struct buffer *key, const struct text *words, size_t count)
{
	buffer_reset(key);
	for (size_t i = 0; i < count; i++) {
		if (i)
			buffer_byte(key, ' ');
		buffer_text_add(key, words[i]);
	}
}

/* The name as it is written, then in *core its words in order without those of
 * style; false when it has no words at all. */
static bool keys_make(struct text name, struct buffer *whole, struct buffer *core)
{
	char bytes[LONGEST];
	struct text words[MOST_WORDS];
	size_t count = words_cut(name, bytes, words), kept = 0;

	words_join(whole, words, count);
	for (size_t i = 0; i < count; i++)
		if (!is_style(words[i]))
			words[kept++] = words[i];
	qsort(words, kept, sizeof words[0], by_bytes);
	words_join(core, words, kept);
	return count > 0;
}

static void key_add(const struct buffer *key, size_t row)
{
	bool fresh;

	if (!key->length)
		return;
	uint64_t *at = map_add(&las.keys, buffer_text(key), &fresh);
	if (fresh)
		*at = row;
	else if (*at != NONE && !text_equal(las.rows[*at].now, las.rows[row].now))
		*at = NONE;
}

/* Names are added in two rounds, so that a name as it is written is never
 * made doubtful by what is left of another. */
static void rows_add(struct text rest, bool cores)
{
	struct buffer whole = {0}, core = {0};
	struct text line, cell, name;
	size_t row = 0;

	while (text_cut(&rest, '\n', &line)) {
		struct text code, spellings;
		if (!line.length || line.at[0] == '#' || text_starts(line, "code\t"))
			continue;
		text_cut(&line, '\t', &code);
		text_cut(&line, '\t', &name);
		for (int i = 0; i < 3; i++)
			text_cut(&line, '\t', &cell);
		text_cut(&line, '\t', &spellings);
		las.rows[row].code = code;
		las.rows[row].now = cell.length ? cell : code;
		las.rows[row].spellings = spellings;
		for (struct text one = code; one.at;) {
			if (keys_make(one, &whole, &core))
				key_add(cores ? &core : &whole, row);
			one = name;
			name = TEXT_NONE;
			if (!one.length && !(spellings.length && text_cut(&spellings, '|', &one)))
				break;
		}
		row++;
	}
	las.count = row;
	buffer_free(&whole);
	buffer_free(&core);
}

static void load(void)
{
	if (las.loaded)
		return;
	las.loaded = true;
	rows_add(la_table(), false);
	size_t written = las.keys.count;
	struct map whole = las.keys;
	las.keys = (struct map){0};
	rows_add(la_table(), true);
	for (size_t i = 0; i < written; i++)
		*map_add(&las.keys, whole.entries[i].key, NULL) = whole.entries[i].value;
	map_free(&whole);
}

/* The row of a name that goes on after `key` and is the only one to do so. */
static uint64_t prefix_find(struct text key)
{
	uint64_t found = NONE;

	for (size_t i = 0; key.length >= PREFIX && i < las.keys.count; i++) {
		const struct map_entry *e = &las.keys.entries[i];
		if (e->key.length <= key.length || memcmp(e->key.at, key.at, key.length) != 0)
			continue;
		if (e->value == NONE ||
		    (found != NONE && !text_equal(las.rows[found].now, las.rows[e->value].now)))
			return NONE;
		found = e->value;
	}
	return found;
}

static uint64_t name_find(struct text name, bool *cut)
{
	*cut = false;
	if (!keys_make(name, &las.whole, &las.core))
		return NONE;
	const uint64_t *at = map_find(&las.keys, buffer_text(&las.whole));
	if (!at && las.core.length)
		at = map_find(&las.keys, buffer_text(&las.core));
	*cut = !at;
	return at ? *at : prefix_find(buffer_text(&las.whole));
}

/* What the parts between " - " agree on, of those that are known. */
static uint64_t parts_find(struct text value, bool *cut)
{
	uint64_t found = NONE;

	for (size_t start = 0, i = 0; i <= value.length; i++) {
		struct text rest = {value.at + i, value.length - i};
		if (rest.length && !text_starts(rest, " - "))
			continue;
		uint64_t row = name_find((struct text){value.at + start, i - start}, cut);
		if (row != NONE && found != NONE &&
		    !text_equal(las.rows[row].now, las.rows[found].now))
			return NONE;
		found = row != NONE ? row : found;
		start = i + 3;
		i += 2;
	}
	return found;
}

enum rule la_parse(struct text value, char out[LA_LENGTH], size_t *length, bool *repaired)
{
	bool cut = false;

	load();
	value = blank_decimals(blank_trim(value));
	*repaired = false;
	const uint64_t *at = map_find(&las.keys, value);
	uint64_t row = at ? *at : name_find(value, &cut);
	if (row == NONE)
		row = parts_find(value, &cut);
	if (row == NONE)
		return RULE_LA;
	*repaired = cut || !text_equal(las.rows[row].code, las.rows[row].now);
	memcpy(out, las.rows[row].now.at, las.rows[row].now.length);
	*length = las.rows[row].now.length;
	return RULE_VALID;
}

struct text la_number(struct text code)
{
	load();
	const uint64_t *at = map_find(&las.keys, code);

	if (!at || *at == NONE || !text_equal(las.rows[*at].code, code))
		return TEXT_NONE;
	struct text rest = las.rows[*at].spellings, one;

	while (text_cut(&rest, '|', &one)) {
		size_t i = 0;

		while (i < one.length && ((one.at[i] >= '0' && one.at[i] <= '9') ||
					  (one.at[i] >= 'A' && one.at[i] <= 'Z')))
			i++;
		if (i == 3 && one.length == 3)
			return one;
	}
	return TEXT_NONE;
}
