#include "labels/labels.h"

#include "stream/sidefile.h"

static const char *const names[VERDICTS] = {
	[VERDICT_SAME] = "same",
	[VERDICT_DIFFERENT] = "different",
	[VERDICT_FORBIDDEN] = "forbidden",
	[VERDICT_UNSURE] = "unsure",
};

const char *verdict_name(enum verdict verdict)
{
	return names[verdict];
}

static bool verdict_parse(struct text word, enum verdict *verdict)
{
	for (int i = 0; i < VERDICTS; i++)
		if (text_is(word, names[i])) {
			*verdict = (enum verdict)i;
			return true;
		}
	return false;
}

static uint32_t index_of(struct labels *l, struct text id)
{
	map_add(&l->ids, id, NULL);
	return (uint32_t)map_index(&l->ids, id);
}

/* Two indexes into ids, the lower first: what `pairs` has them by. */
struct key {
	uint32_t a, b;
};

static struct key key_of(size_t a, size_t b)
{
	return a < b ? (struct key){(uint32_t)a, (uint32_t)b}
		     : (struct key){(uint32_t)b, (uint32_t)a};
}

static struct text key_text(const struct key *key)
{
	return (struct text){(const char *)key, sizeof *key};
}

/* The label of a pair: the new one, unless the pair has one already. */
static struct label *add(struct labels *l, struct text id_a, struct text id_b, struct label new)
{
	uint32_t a = index_of(l, id_a), b = index_of(l, id_b);
	struct key key = key_of(a, b);
	bool fresh;
	uint64_t *index = map_add(&l->pairs, key_text(&key), &fresh);

	if (fresh) {
		*index = l->count;
		new.a = key.a;
		new.b = key.b;
		memory_need(&l->at, &l->capacity, l->count + 1, sizeof *l->at);
		l->at[l->count++] = new;
	}
	return &l->at[*index];
}

struct label_columns label_columns(const struct reader *in)
{
	return (struct label_columns){
		.id_a = preamble_need(&in->preamble, "id_a", in->path, EXIT_DATA),
		.id_b = preamble_need(&in->preamble, "id_b", in->path, EXIT_DATA),
		.verdict = preamble_need(&in->preamble, "verdict", in->path, EXIT_DATA),
	};
}

struct label *labels_next(struct labels *l, struct reader *in, struct label_columns columns)
{
	struct label new = {.met = false};
	struct record row;

	if (!reader_next(in, &row))
		return NULL;
	struct text a = record_cell(&row, columns.id_a), b = record_cell(&row, columns.id_b);
	if (!verdict_parse(record_cell(&row, columns.verdict), &new.verdict) ||
	    new.verdict == VERDICT_UNSURE)
		fail_at(EXIT_DATA, reader_place(in, "verdict"), "verdict",
			"not same, different or forbidden");
	if (text_equal(a, b))
		fail_at(EXIT_DATA, reader_place(in, "id_b"), "pair",
			"an identity paired with itself");
	new.place = reader_place(in, NULL);
	struct label *label = add(l, a, b, new);
	if (label->verdict != new.verdict)
		fail_at(EXIT_DATA, reader_place(in, "verdict"), "two-verdicts",
			"another verdict on this pair is in line %llu",
			(unsigned long long)label->place.line);
	return label;
}

static const char *const columns[] = {"id_a", "id_b", "verdict", "reviewer", "note", "when", NULL};
enum { ID_A, ID_B, VERDICT, REVIEWER, NEEDED };

static void decide(struct labels *l, const struct sidefile *s, size_t row, const size_t *at)
{
	struct text a = sidefile_cell(s, row, at[ID_A]), b = sidefile_cell(s, row, at[ID_B]);
	struct label new = {.place = {s->path, s->lines[row], NULL}};

	if (!verdict_parse(sidefile_cell(s, row, at[VERDICT]), &new.verdict))
		sidefile_fail(s, row, "verdict", "not same, different, unsure or forbidden");
	if (!a.length || !b.length)
		sidefile_fail(s, row, a.length ? "id_b" : "id_a", "empty");
	if (text_equal(a, b))
		sidefile_fail(s, row, "id_b", "an identity paired with itself");
	if (!text_trim(sidefile_cell(s, row, at[REVIEWER])).length)
		sidefile_fail(s, row, "reviewer", "empty: a decision needs a reviewer");
	const struct label *label = add(l, a, b, new);
	if (label->verdict == new.verdict)
		return;
	l->conflicts++;
	complain((struct place){s->path, s->lines[row], "verdict"}, "two-verdicts",
		 "another verdict on this pair is in %s:%llu", label->place.file,
		 (unsigned long long)label->place.line);
}

const char *labels_decisions(struct labels *l, struct arena *arena, const char *path)
{
	struct sidefile s;
	size_t at[NEEDED];

	sidefile_read(&s, arena, path, columns, true);
	for (size_t i = 0; i < NEEDED; i++)
		at[i] = sidefile_column(&s, columns[i]);
	for (size_t row = 0; row < s.row_count; row++)
		decide(l, &s, row, at);
	return text_string(arena, text_of(s.digest));
}

struct label *labels_find(const struct labels *l, struct text id_a, struct text id_b)
{
	size_t a = map_index(&l->ids, id_a), b = map_index(&l->ids, id_b);

	if (a == SIZE_MAX || b == SIZE_MAX)
		return NULL;
	struct key key = key_of(a, b);
	const uint64_t *index = map_find(&l->pairs, key_text(&key));
	return index ? &l->at[*index] : NULL;
}

void labels_free(struct labels *l)
{
	map_free(&l->ids);
	map_free(&l->pairs);
	memory_free(l->at);
	*l = (struct labels){0};
}
