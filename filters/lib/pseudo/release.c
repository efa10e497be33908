#include "pseudo/release.h"

void release_preamble(struct preamble *out)
{
	out->level = LEVEL_PSEUDONYMISED;
	if (out->extra_count)
		notice("%zu lines of the preamble that start with ##x- are dropped",
		       out->extra_count);
	out->extra_count = 0;
}

/* a * b modulo 2^64, and what is carried into the upper half. */
static uint64_t multiply(uint64_t a, uint64_t b, uint64_t *carried)
{
	uint64_t low = (a & UINT32_MAX) * (b & UINT32_MAX);
	uint64_t middle = (a >> 32) * (b & UINT32_MAX) + (low >> 32);
	uint64_t other = (a & UINT32_MAX) * (b >> 32) + (middle & UINT32_MAX);

	*carried = (a >> 32) * (b >> 32) + (middle >> 32) + (other >> 32);
	return a * b;
}

static void sum_scale(struct sum *sum, struct sum by)
{
	uint64_t carried;
	uint64_t low = multiply(sum->low, by.low, &carried);

	sum->high = carried + sum->high * by.low + sum->low * by.high;
	sum->low = low;
}

static uint64_t eight_bytes(const unsigned char *at)
{
	uint64_t number = 0;

	for (size_t i = 0; i < 8; i++)
		number = number << 8 | at[i];
	return number;
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

void release_ledger(struct writer *w, const struct keyfile *key)
{
	struct ledger *l = &w->ledger;
	struct mac mac;

	keyfile_mac(key, "file", TEXT_NONE, &mac);
	for (size_t i = 0; i < l->digest_count; i++)
		digest_key(l, &l->digests[i], &mac);
	mac_end(&mac);

	unsigned char out[MAC_BYTES];
	keyfile_mac(key, "sum", TEXT_NONE, &mac);
	mac_of(&mac, TEXT_NONE, out);
	mac_end(&mac);
	struct sum by = {eight_bytes(out), eight_bytes(out + 8) | 1};
	for (size_t i = 0; i < l->count_count; i++) {
		sum_scale(&l->counts[i].read_sum, by);
		sum_scale(&l->counts[i].sum, by);
	}
	sum_scale(&w->own.read_sum, by);
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
