#include "stream/ledger.h"

static _Noreturn void refuse(struct place place, const char *what)
{
	fail_at(EXIT_DATA, place, "trailer", "%s", what);
}

/* The next word must be KEY=...; its value, still escaped. */
static struct text word(struct text *rest, const char *key, struct place place)
{
	struct text part;
	size_t length = strlen(key);

	if (!text_cut(rest, ' ', &part) || part.length <= length + 1 ||
	    memcmp(part.at, key, length) != 0 || part.at[length] != '=')
		fail_at(EXIT_DATA, place, "trailer", "%s= is missing or out of order", key);
	return (struct text){part.at + length + 1, part.length - length - 1};
}

static uint64_t number(struct text *rest, const char *key, struct place place)
{
	uint64_t n;
	struct text value = word(rest, key, place);

	if (!text_u64(value, &n) || (value.length > 1 && value.at[0] == '0'))
		fail_at(EXIT_DATA, place, "trailer", "%s is not a number", key);
	return n;
}

static struct sum sum(struct text *rest, const char *key, struct place place)
{
	struct sum s;

	if (!sum_parse(word(rest, key, place), &s))
		fail_at(EXIT_DATA, place, "trailer", "%s is not 32 hexadecimal digits", key);
	return s;
}

static void step(struct text *rest, const struct preamble *p, char id[STEP_ID_LENGTH + 1],
		 struct place place)
{
	struct text value = word(rest, "step", place);

	for (size_t i = 0; i < p->step_count; i++)
		if (text_is(value, p->steps[i].id)) {
			memcpy(id, p->steps[i].id, STEP_ID_LENGTH + 1);
			return;
		}
	refuse(place, "a step that the preamble does not have");
}

static bool figure_name_valid(struct text a)
{
	static const char *const reserved[] = {"step", "read", "read_sum", "written", "sum"};

	if (!a.length || a.at[0] < 'a' || a.at[0] > 'z')
		return false;
	for (size_t i = 0; i < a.length; i++) {
		char c = a.at[i];
		if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '.' ||
		      c == '-'))
			return false;
	}
	for (size_t i = 0; i < sizeof reserved / sizeof *reserved; i++)
		if (text_is(a, reserved[i]))
			return false;
	return true;
}

static void read_figures(struct ledger *l, struct count *c, struct text rest, struct place place)
{
	struct text part, last = TEXT_NONE;
	uint64_t value;

	while (text_cut(&rest, ' ', &part)) {
		const char *equals = part.length ? memchr(part.at, '=', part.length) : NULL;
		if (!equals)
			refuse(place, "a word that is not key=value");
		struct text name = {part.at, (size_t)(equals - part.at)};
		struct text digits = {equals + 1, part.length - name.length - 1};
		if (!figure_name_valid(name) || !text_u64(digits, &value) ||
		    (digits.length > 1 && digits.at[0] == '0'))
			refuse(place, "a figure that is not name=number");
		if (last.length && text_compare(last, name) >= 0)
			refuse(place, "figures are not in order");
		last = name;
		c->figures = preamble_array(l->arena, c->figures, &c->figure_capacity,
					    c->figure_count, sizeof *c->figures);
		c->figures[c->figure_count++] = (struct figure){text_copy(l->arena, name), value};
	}
}

static void read_count(struct ledger *l, const struct preamble *p, struct text rest,
		       struct place place)
{
	char id[STEP_ID_LENGTH + 1];

	step(&rest, p, id, place);
	if (ledger_find(l, id))
		refuse(place, "two counts of one step");
	struct count *c = ledger_count(l, id);
	c->read = number(&rest, "read", place);
	c->sealed_input = rest.at && text_starts(rest, "read_sum=");
	if (c->sealed_input)
		c->read_sum = sum(&rest, "read_sum", place);
	c->written = number(&rest, "written", place);
	c->sum = sum(&rest, "sum", place);
	read_figures(l, c, rest, place);
}

static void read_digest(struct ledger *l, const struct preamble *p, struct text rest,
			struct place place)
{
	struct file_digest d = {0};
	struct buffer id = {0};
	uint64_t high, low;
	bool known = false;

	if (!text_unpercent(&id, word(&rest, "source", place)))
		refuse(place, "source is not percent-escaped as it should be");
	d.source = text_copy(l->arena, buffer_text(&id));
	buffer_free(&id);
	for (size_t i = 0; i < p->source_count; i++)
		known = known || text_equal(p->sources[i].id, d.source);
	if (!known)
		refuse(place, "a source that the preamble does not have");
	for (size_t i = 0; i < l->digest_count; i++)
		if (text_equal(l->digests[i].source, d.source))
			refuse(place, "two digests of one source");
	bool keyed = rest.at && text_starts(rest, "hmac=");
	d.method = text_of(keyed ? "hmac" : "sha256");
	d.hex = text_copy(l->arena, word(&rest, keyed ? "hmac" : "sha256", place));
	if (d.hex.length != 64 || !text_hex((struct text){d.hex.at, 32}, &high, &low) ||
	    !text_hex((struct text){d.hex.at + 32, 32}, &high, &low))
		refuse(place, "a digest that is not 64 hexadecimal digits");
	if (!keyed)
		d.bytes = number(&rest, "bytes", place);
	if (rest.at)
		refuse(place, "an unknown key");
	l->digests = preamble_array(l->arena, l->digests, &l->digest_capacity, l->digest_count,
				    sizeof *l->digests);
	l->digests[l->digest_count++] = d;
}

static void read_piece(struct ledger *l, const struct preamble *p, struct text rest,
		       struct place place)
{
	struct piece *piece = &l->piece;

	if (piece->is_piece)
		refuse(place, "two ##piece lines");
	step(&rest, p, piece->step, place);
	if (rest.at && text_starts(rest, "index=")) {
		piece->index = number(&rest, "index", place);
		piece->of = number(&rest, "of", place);
		if (!piece->index || piece->index > piece->of)
			refuse(place,
			       "a piece index that is not between 1 and the number of pieces");
	}
	piece->rows = number(&rest, "rows", place);
	piece->sum = sum(&rest, "sum", place);
	piece->is_piece = true;
	if (rest.at)
		refuse(place, "an unknown key");
}

void ledger_line(struct ledger *l, const struct preamble *p, struct text line, struct place place)
{
	if (line.length > LIMIT_LINE)
		refuse(place, "longer than the limit of 64 KiB for a ## line");
	if (text_starts(line, "##digest ")) {
		if (l->count_count || l->piece.is_piece)
			refuse(place, "a line out of order: ##digest");
		read_digest(l, p, (struct text){line.at + 9, line.length - 9}, place);
	} else if (text_starts(line, "##count ")) {
		if (l->piece.is_piece)
			refuse(place, "a line out of order: ##count");
		read_count(l, p, (struct text){line.at + 8, line.length - 8}, place);
	} else if (text_starts(line, "##piece ")) {
		read_piece(l, p, (struct text){line.at + 8, line.length - 8}, place);
	} else {
		refuse(place, "an unknown ## line among or after the records");
	}
}
