#include "pseudo/release.h"

void release_preamble(struct preamble *out)
{
	out->level = LEVEL_PSEUDONYMISED;
	if (out->extra_count)
		notice("%zu lines of the preamble that start with ##x- are dropped",
		       out->extra_count);
	out->extra_count = 0;
}

/* What names parts of a file as received may name a child. */
static bool names_a_part(struct text option)
{
	return text_is(option, "opt.member") || text_is(option, "opt.sheet");
}

static struct settings without_parts(struct arena *arena, const struct settings *from)
{
	struct settings kept = {.at = arena_take(arena, (from->count + 1) * sizeof *kept.at)};

	for (size_t i = 0; i < from->count; i++)
		if (!names_a_part(from->at[i].name))
			kept.at[kept.count++] = from->at[i];
	kept.capacity = kept.count;
	return kept;
}

static void key_id(struct mac *mac, char id[STEP_ID_LENGTH + 1])
{
	unsigned char out[MAC_BYTES];
	struct buffer hex = {0};

	mac_of(mac, text_of(id), out);
	for (size_t i = 0; i < STEP_ID_LENGTH / 2; i++)
		buffer_hex(&hex, out[i], 2);
	memcpy(id, hex.at, STEP_ID_LENGTH);
	buffer_free(&hex);
}

void release_steps(struct preamble *out, const struct keyfile *key)
{
	struct mac mac;

	keyfile_mac(key, "step", TEXT_NONE, &mac);
	for (size_t i = 0; i < out->step_count; i++) {
		struct step *s = &out->steps[i];
		size_t bytes = s->parent_count * sizeof *s->parents;
		key_id(&mac, s->id);
		if (bytes)
			s->parents = memcpy(arena_take(out->arena, bytes), s->parents, bytes);
		for (size_t j = 0; j < s->parent_count; j++)
			key_id(&mac, s->parents[j]);
		bytes = s->sides.count * sizeof *s->sides.at;
		if (bytes)
			s->sides.at = memcpy(arena_take(out->arena, bytes), s->sides.at, bytes);
		for (size_t j = 0; j < s->sides.count; j++) {
			char id[STEP_ID_LENGTH + 1] = {0};
			memcpy(id, s->sides.at[j].value.at, STEP_ID_LENGTH);
			key_id(&mac, id);
			s->sides.at[j].value = text_copy(out->arena, text_of(id));
		}
		s->options = without_parts(out->arena, &s->options);
	}
	mac_end(&mac);
}

static void digest_key(struct ledger *l, struct file_digest *d, struct mac *mac)
{
	unsigned char out[MAC_BYTES];
	struct buffer hex = {0};

	mac_of(mac, d->hex, out);
	for (size_t i = 0; i < MAC_BYTES; i++)
		buffer_hex(&hex, out[i], 2);
	d->method = TEXT("hmac");
	d->hex = text_copy(l->arena, buffer_text(&hex));
	d->bytes = 0;
	buffer_free(&hex);
}

static uint64_t eight_bytes(const unsigned char *at)
{
	uint64_t number = 0;

	for (size_t i = 0; i < 8; i++)
		number = number << 8 | at[i];
	return number;
}

/* Figures with a dot count cells, not records: from one delivery to the next they
 * would tell what the child who joined has. */
static void key_count(struct count *c, struct mac *mac)
{
	unsigned char out[MAC_BYTES];
	struct buffer sum = {0};
	size_t kept = 0;

	buffer_string(&sum, c->step);
	sum_print(&sum, c->sum);
	mac_of(mac, buffer_text(&sum), out);
	c->sum = (struct sum){eight_bytes(out), eight_bytes(out + 8)};
	for (size_t i = 0; i < c->figure_count; i++)
		if (!memchr(c->figures[i].name.at, '.', c->figures[i].name.length))
			c->figures[kept++] = c->figures[i];
	c->figure_count = kept;
	buffer_free(&sum);
}

static struct sum written_by(const struct ledger *l, const struct step *s)
{
	struct sum total = {0};

	for (size_t i = 0; i < s->parent_count; i++) {
		const struct count *parent = ledger_find(l, s->parents[i]);
		if (parent)
			sum_add(&total, parent->sum);
	}
	return total;
}

void release_ledger(struct writer *w, const struct keyfile *key)
{
	struct ledger *l = &w->ledger;
	struct mac mac;

	keyfile_mac(key, "file", TEXT_NONE, &mac);
	for (size_t i = 0; i < l->digest_count; i++)
		digest_key(l, &l->digests[i], &mac);
	mac_end(&mac);

	keyfile_mac(key, "step", TEXT_NONE, &mac);
	for (size_t i = 0; i < l->count_count; i++)
		key_id(&mac, l->counts[i].step);
	mac_end(&mac);
	keyfile_mac(key, "sum", TEXT_NONE, &mac);
	for (size_t i = 0; i < l->count_count; i++)
		key_count(&l->counts[i], &mac);
	mac_end(&mac);
	for (size_t i = 0; i < w->preamble->step_count; i++) {
		const struct step *s = &w->preamble->steps[i];
		struct count *c = strcmp(s->id, w->own.step) == 0 ? &w->own : ledger_find(l, s->id);
		if (c && c->sealed_input)
			c->read_sum = written_by(l, s);
	}
}

void release_figure(struct writer *w, const char *prefix, struct text name, uint64_t count)
{
	if (!count)
		return;
	struct buffer figure = {0};
	buffer_string(&figure, prefix);
	buffer_text_add(&figure, name);
	buffer_byte(&figure, '\0');
	writer_figure(w, figure.at, count);
	buffer_free(&figure);
}
