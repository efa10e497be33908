#include "stream/ledger.h"

#include "stream/policy.h"

void ledger_start(struct ledger *l, struct arena *arena)
{
	*l = (struct ledger){.arena = arena};
}

struct count *ledger_find(const struct ledger *l, const char *step)
{
	for (size_t i = 0; i < l->count_count; i++)
		if (strcmp(l->counts[i].step, step) == 0)
			return &l->counts[i];
	return NULL;
}

struct count *ledger_count(struct ledger *l, const char *step)
{
	l->counts = preamble_array(l->arena, l->counts, &l->count_capacity, l->count_count,
				   sizeof *l->counts);
	struct count *c = &l->counts[l->count_count++];
	*c = (struct count){0};
	memcpy(c->step, step, STEP_ID_LENGTH);
	return c;
}

void ledger_figure(struct ledger *l, struct count *c, const char *name, uint64_t more)
{
	struct text wanted = text_of(name);
	size_t i = 0;

	while (i < c->figure_count && text_compare(c->figures[i].name, wanted) < 0)
		i++;
	if (i < c->figure_count && text_equal(c->figures[i].name, wanted)) {
		c->figures[i].value += more;
		return;
	}
	c->figures = preamble_array(l->arena, c->figures, &c->figure_capacity, c->figure_count,
				    sizeof *c->figures);
	memmove(c->figures + i + 1, c->figures + i, (c->figure_count - i) * sizeof *c->figures);
	c->figures[i] = (struct figure){text_copy(l->arena, wanted), more};
	c->figure_count++;
}

static bool count_equal(const struct count *a, const struct count *b)
{
	if (a->sealed_input != b->sealed_input || a->read != b->read || a->written != b->written ||
	    !sum_equal(a->read_sum, b->read_sum) || !sum_equal(a->sum, b->sum) ||
	    a->figure_count != b->figure_count)
		return false;
	for (size_t i = 0; i < a->figure_count; i++)
		if (!text_equal(a->figures[i].name, b->figures[i].name) ||
		    a->figures[i].value != b->figures[i].value)
			return false;
	return true;
}

static void merge_digest(struct ledger *to, const struct file_digest *d, const char *file)
{
	for (size_t i = 0; i < to->digest_count; i++) {
		const struct file_digest *had = &to->digests[i];
		if (!text_equal(had->source, d->source))
			continue;
		if (!text_equal(had->hex, d->hex) || had->bytes != d->bytes)
			fail_at(EXIT_DATA, (struct place){.file = file}, "digest",
				"source %.*s was made from different files in two inputs",
				(int)d->source.length, d->source.at);
		return;
	}
	to->digests = preamble_array(to->arena, to->digests, &to->digest_capacity, to->digest_count,
				     sizeof *to->digests);
	to->digests[to->digest_count++] = *d;
}

void ledger_merge(struct ledger *to, const struct ledger *from, const char *file)
{
	for (size_t i = 0; i < from->digest_count; i++)
		merge_digest(to, &from->digests[i], file);
	for (size_t i = 0; i < from->count_count; i++) {
		const struct count *c = &from->counts[i];
		const struct count *had = ledger_find(to, c->step);
		if (!had)
			*ledger_count(to, c->step) = *c;
		else if (!count_equal(had, c))
			fail_at(EXIT_DATA, (struct place){.file = file}, "ledger",
				"step %s counts different records in two inputs", c->step);
	}
	if (from->piece.is_piece)
		to->piece = from->piece;
}

static void print_sum(struct buffer *b, const char *key, struct sum sum)
{
	buffer_string(b, key);
	sum_print(b, sum);
}

static void print_number(struct buffer *b, const char *key, uint64_t number)
{
	buffer_string(b, key);
	buffer_u64(b, number);
}

static void print_count(struct buffer *b, const struct count *c)
{
	buffer_string(b, "##count step=");
	buffer_string(b, c->step);
	print_number(b, " read=", c->read);
	if (c->sealed_input)
		print_sum(b, " read_sum=", c->read_sum);
	print_number(b, " written=", c->written);
	print_sum(b, " sum=", c->sum);
	for (size_t i = 0; i < c->figure_count; i++) {
		buffer_byte(b, ' ');
		buffer_text_add(b, c->figures[i].name);
		print_number(b, "=", c->figures[i].value);
	}
	buffer_byte(b, '\n');
}

void ledger_print(const struct ledger *l, struct buffer *b)
{
	for (size_t i = 0; i < l->digest_count; i++) {
		const struct file_digest *d = &l->digests[i];
		buffer_string(b, "##digest source=");
		text_percent(b, d->source);
		buffer_byte(b, ' ');
		buffer_text_add(b, d->method);
		buffer_byte(b, '=');
		buffer_text_add(b, d->hex);
		if (text_is(d->method, "sha256"))
			print_number(b, " bytes=", d->bytes);
		buffer_byte(b, '\n');
	}
	for (size_t i = 0; i < l->count_count; i++)
		print_count(b, &l->counts[i]);
	if (l->piece.is_piece) {
		buffer_string(b, "##piece step=");
		buffer_string(b, l->piece.step);
		if (l->piece.of) {
			print_number(b, " index=", l->piece.index);
			print_number(b, " of=", l->piece.of);
		}
		print_number(b, " rows=", l->piece.rows);
		print_sum(b, " sum=", l->piece.sum);
		buffer_byte(b, '\n');
	}
}

/* What the step with this id handed on: what it wrote, or the slice of it. */
static bool handed_on(const struct ledger *l, const char *id, uint64_t *rows, struct sum *sum)
{
	const struct count *c = ledger_find(l, id);

	if (!c)
		return false;
	bool slice = l->piece.is_piece && strcmp(l->piece.step, id) == 0;
	*rows += slice ? l->piece.rows : c->written;
	sum_add(sum, slice ? l->piece.sum : c->sum);
	return true;
}

static void check_step(const struct ledger *l, const struct step *s, struct place place)
{
	const struct count *c = ledger_find(l, s->id);
	uint64_t rows = 0, aside = 0;
	struct sum sum = {0};

	if (!c)
		fail_at(EXIT_DATA, place, "ledger", "step %s (%.*s) has no ##count", s->id,
			(int)s->tool.length, s->tool.at);
	for (size_t i = 0; i < s->parent_count; i++)
		if (!handed_on(l, s->parents[i], &rows, &sum))
			fail_at(EXIT_DATA, place, "ledger", "step %s has no ##count",
				s->parents[i]);
	if (c->sealed_input != (s->parent_count > 0))
		fail_at(EXIT_DATA, place, "ledger", "step %s (%.*s) %s", s->id, (int)s->tool.length,
			s->tool.at,
			c->sealed_input ? "has a read_sum but no parents" : "has no read_sum");
	if (s->parent_count && (c->read != rows || !sum_equal(c->read_sum, sum)))
		fail_at(EXIT_DATA, place, "ledger",
			"step %s (%.*s) read %llu records, its parents wrote %llu%s", s->id,
			(int)s->tool.length, s->tool.at, (unsigned long long)c->read,
			(unsigned long long)rows, c->read == rows ? " with another sum" : "");
	if (!policy_passes(s->tool))
		return;
	for (size_t i = 0; i < c->figure_count; i++)
		if (!memchr(c->figures[i].name.at, '.', c->figures[i].name.length))
			aside += c->figures[i].value;
	if (c->read != c->written + aside)
		fail_at(EXIT_DATA, place, "ledger",
			"step %s (%.*s) read %llu records, wrote %llu and set aside %llu", s->id,
			(int)s->tool.length, s->tool.at, (unsigned long long)c->read,
			(unsigned long long)c->written, (unsigned long long)aside);
}

void ledger_check(const struct ledger *l, const struct preamble *p, uint64_t rows, struct sum sum,
		  const char *file)
{
	struct place place = {.file = file};
	uint64_t wrote = 0;
	struct sum wrote_sum = {0};

	for (size_t i = 0; i < p->step_count; i++)
		check_step(l, &p->steps[i], place);
	if (!p->step_count)
		return;
	handed_on(l, p->steps[p->step_count - 1].id, &wrote, &wrote_sum);
	if (wrote != rows || !sum_equal(wrote_sum, sum))
		fail_at(EXIT_DATA, place, "ledger",
			"the last step wrote %llu records, %llu are here%s",
			(unsigned long long)wrote, (unsigned long long)rows,
			wrote == rows ? " with another sum" : "");
}
