#include "review/decisions.h"

static const char *const names[] = {"same", "different", "forbidden", "unsure"};
static const char *const columns[] = {"id_a", "id_b", "verdict", "reviewer", "note", "when", NULL};
enum { ID_A, ID_B, VERDICT, REVIEWER, NEEDED };

const char *decision_name(enum decision_verdict verdict)
{
	return names[verdict];
}

void decisions_start(struct decisions *d, struct arena *arena)
{
	*d = (struct decisions){.arena = arena};
}

static struct text pair_key(struct decisions *d, struct text a, struct text b)
{
	bool swap = text_compare(a, b) > 0;

	buffer_reset(&d->key);
	buffer_text_add(&d->key, swap ? b : a);
	buffer_byte(&d->key, '\t');
	buffer_text_add(&d->key, swap ? a : b);
	return buffer_text(&d->key);
}

static enum decision_verdict verdict_of(const struct sidefile *s, size_t row, struct text word)
{
	for (size_t i = 0; i < DECISION_COUNT; i++)
		if (text_is(word, names[i]))
			return (enum decision_verdict)i;
	sidefile_fail(s, row, "verdict", "not same, different, unsure or forbidden");
}

static void add(struct decisions *d, const struct sidefile *s, size_t row, const size_t *at)
{
	struct text a = sidefile_cell(s, row, at[ID_A]), b = sidefile_cell(s, row, at[ID_B]);
	enum decision_verdict verdict = verdict_of(s, row, sidefile_cell(s, row, at[VERDICT]));
	bool fresh;

	if (!a.length || !b.length)
		sidefile_fail(s, row, a.length ? "id_b" : "id_a", "empty");
	if (text_equal(a, b))
		sidefile_fail(s, row, "id_b", "an identity paired with itself");
	if (!text_trim(sidefile_cell(s, row, at[REVIEWER])).length)
		sidefile_fail(s, row, "reviewer", "empty: nobody answers for this decision");
	uint64_t *index = map_add(&d->pairs, pair_key(d, a, b), &fresh);
	if (!fresh) {
		const struct decision *first = &d->at[*index];
		if (first->verdict == verdict)
			return;
		d->conflicts++;
		complain((struct place){s->path, s->lines[row], "verdict"}, "two-verdicts",
			 "another verdict on this pair is in %s:%llu", first->file,
			 (unsigned long long)first->line);
		return;
	}
	memory_need(&d->at, &d->capacity, d->count + 1, sizeof *d->at);
	*index = d->count;
	d->at[d->count++] = (struct decision){verdict, s->path, s->lines[row], false};
}

const char *decisions_read(struct decisions *d, const char *path)
{
	struct sidefile s;
	size_t at[NEEDED];

	sidefile_read(&s, d->arena, path, columns, true);
	for (size_t i = 0; i < NEEDED; i++)
		at[i] = sidefile_column(&s, columns[i]);
	for (size_t row = 0; row < s.row_count; row++)
		add(d, &s, row, at);
	return text_string(d->arena, text_of(s.digest));
}

struct decision *decisions_find(struct decisions *d, struct text id_a, struct text id_b)
{
	const uint64_t *index = map_find(&d->pairs, pair_key(d, id_a, id_b));
	return index ? &d->at[*index] : NULL;
}

void decisions_free(struct decisions *d)
{
	map_free(&d->pairs);
	memory_free(d->at);
	buffer_free(&d->key);
	*d = (struct decisions){0};
}
