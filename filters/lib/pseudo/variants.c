#include "pseudo/variants.h"

#include <stdlib.h>

#include "field/nickname.h"
#include "field/phonetic.h"

#define CHARACTERS 64 /* of a name that count */
#define WORDS 7
#define SEPARATOR 0x1f
#define TOKENS_A_MAC (MAC_BYTES / TOKEN_BYTES)

struct set {
	uint32_t at[TOKEN_SET];
	size_t count;
};

/* A name as it counts: its characters, where each starts, where each word does. */
struct folded {
	char at[CHARACTERS * 4];
	size_t starts[CHARACTERS + 1], count;
	size_t words[CHARACTERS + 1], word_count; /* indexes of starts */
};

void variants_start(struct variants *v, const struct keyfile *k, struct text field)
{
	*v = (struct variants){0};
	keyfile_mac(k, "variants", field, &v->mac);
}

void variants_end(struct variants *v)
{
	mac_end(&v->mac);
	buffer_free(&v->message);
}

static bool counts(uint32_t character)
{
	return character >= 0x80 || (character >= '0' && character <= '9') ||
	       ((character | 32) >= 'a' && (character | 32) <= 'z');
}

/* An apostrophe is inside a word; all else that does not count ends one. */
static void fold(struct text name, struct folded *f)
{
	bool word = true;

	f->count = f->word_count = 0;
	f->starts[0] = 0;
	while (name.length && f->count < CHARACTERS) {
		size_t bytes;
		uint32_t character = text_character(name, &bytes);
		if (counts(character)) {
			if (word)
				f->words[f->word_count++] = f->count;
			word = false;
			size_t to = f->starts[f->count];
			memcpy(f->at + to, name.at, bytes);
			if (character >= 'a' && character <= 'z')
				f->at[to] = (char)(character - 32);
			f->starts[++f->count] = to + bytes;
		} else if (character != '\'') {
			word = true;
		}
		name = (struct text){name.at + bytes, name.length - bytes};
	}
	f->words[f->word_count] = f->count;
}

static struct text part_of(const struct folded *f, size_t from, size_t to)
{
	return (struct text){f->at + f->starts[from], f->starts[to] - f->starts[from]};
}

/* The message: kind, group, and the text without the bytes from `out` to `in`. */
static void message_make(struct variants *v, const char *kind, struct text group, struct text text,
			 size_t out, size_t in)
{
	struct buffer *b = &v->message;

	buffer_reset(b);
	buffer_string(b, kind);
	buffer_byte(b, SEPARATOR);
	buffer_text_add(b, group);
	buffer_byte(b, SEPARATOR);
	buffer_add(b, text.at, out);
	buffer_add(b, text.at + in, text.length - in);
}

static uint32_t token_at(const unsigned char *at)
{
	return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

static uint32_t message_token(struct variants *v)
{
	unsigned char mac[MAC_BYTES];

	mac_of(&v->mac, buffer_text(&v->message), mac);
	return token_at(mac);
}

static void token_add(struct set *s, uint32_t token)
{
	for (size_t i = 0; i < s->count; i++)
		if (s->at[i] == token)
			return;
	if (s->count < TOKEN_SET)
		s->at[s->count++] = token;
}

static void text_add(struct variants *v, struct set *s, const char *kind, struct text group,
		     struct text text)
{
	message_make(v, kind, group, text, text.length, text.length);
	token_add(s, message_token(v));
}

/* Full forms; the name itself comes once, as the first of the whole. */
static void nicknames_add(struct variants *v, struct set *s, struct text group,
			  const struct folded *f)
{
	struct text forms[NICKNAME_MOST];
	size_t added = 1;

	text_add(v, s, "nickname", group, part_of(f, 0, f->count));
	for (size_t w = 0; w < f->word_count && w < WORDS; w++) {
		size_t count = nickname_forms(part_of(f, f->words[w], f->words[w + 1]), forms);
		for (size_t i = 1; i < count && added < NICKNAME_MOST; i++, added++)
			text_add(v, s, "nickname", group, forms[i]);
	}
}

static int by_token(const void *left, const void *right)
{
	uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;

	return a < b ? -1 : a > b;
}

static void neighbourhood_add(struct variants *v, struct set *s, struct text group,
			      const struct folded *f)
{
	uint32_t found[CHARACTERS];
	struct text whole = part_of(f, 0, f->count);
	size_t count = 0;

	if (f->count < 3)
		return;
	for (size_t i = 0; i < f->count; i++) {
		struct text one = part_of(f, i, i + 1);
		/* Without either of two equal neighbours it is the same. */
		if (i && text_equal(one, part_of(f, i - 1, i)))
			continue;
		message_make(v, "name", group, whole, f->starts[i], f->starts[i + 1]);
		found[count++] = message_token(v);
	}
	if (count > TOKEN_SET - s->count)
		qsort(found, count, sizeof *found, by_token);
	for (size_t i = 0; i < count; i++)
		token_add(s, found[i]);
}

/* Fills a set with what the message and a byte that counts on give. */
static void fill(struct variants *v, struct set *s)
{
	unsigned char mac[MAC_BYTES];

	buffer_byte(&v->message, SEPARATOR);
	for (unsigned char n = 0; s->count < TOKEN_SET; n++) {
		buffer_byte(&v->message, (char)n);
		mac_of(&v->mac, buffer_text(&v->message), mac);
		v->message.length--;
		for (size_t i = 0; i < TOKENS_A_MAC; i++)
			token_add(s, token_at(mac + i * TOKEN_BYTES));
	}
}

static void set_write(struct set *s, struct buffer *out)
{
	unsigned char bytes[TOKEN_SET * TOKEN_BYTES];

	qsort(s->at, TOKEN_SET, sizeof *s->at, by_token);
	for (size_t i = 0; i < TOKEN_SET; i++) {
		bytes[i * 4] = (unsigned char)(s->at[i] >> 24);
		bytes[i * 4 + 1] = (unsigned char)(s->at[i] >> 16);
		bytes[i * 4 + 2] = (unsigned char)(s->at[i] >> 8);
		bytes[i * 4 + 3] = (unsigned char)s->at[i];
	}
	buffer_room(out, TOKEN_SET_BASE64 + 1);
	EVP_EncodeBlock((unsigned char *)out->at + out->length, bytes, sizeof bytes);
	out->length += TOKEN_SET_BASE64;
}

bool variants_add(struct variants *v, struct text name, struct text group, struct buffer *out)
{
	struct folded f;
	struct set s = {.count = 0};
	char code[4];

	fold(name, &f);
	if (!f.count)
		return false;
	struct text whole = part_of(&f, 0, f.count);
	text_add(v, &s, "name", group, whole);
	size_t length = soundex(whole, code);
	if (length)
		text_add(v, &s, "sound", group, (struct text){code, length});
	nicknames_add(v, &s, group, &f);
	for (size_t w = 0; f.word_count > 1 && w < f.word_count && w < WORDS; w++)
		if (f.words[w + 1] - f.words[w] >= 2)
			text_add(v, &s, "name", group, part_of(&f, f.words[w], f.words[w + 1]));
	neighbourhood_add(v, &s, group, &f);
	message_make(v, "pad", group, whole, whole.length, whole.length);
	fill(v, &s);
	set_write(&s, out);
	return true;
}

static int by_bytes(const void *left, const void *right)
{
	return memcmp(left, right, TOKEN_SET_BASE64);
}

void variants_level(struct variants *v, struct text cell, size_t count, struct buffer *out)
{
	char sets[VARIANTS_NAMES][TOKEN_SET_BASE64];
	struct buffer made = {0};
	struct text seed = cell, one;
	size_t held = 0;

	while (text_cut(&cell, '|', &one))
		memcpy(sets[held++], one.at, TOKEN_SET_BASE64);
	for (; held < count; held++) {
		struct set s = {.count = 0};
		message_make(v, "nobody", TEXT_NONE, seed, seed.length, seed.length);
		buffer_byte(&v->message, SEPARATOR);
		buffer_byte(&v->message, (char)held);
		fill(v, &s);
		buffer_reset(&made);
		set_write(&s, &made);
		memcpy(sets[held], made.at, TOKEN_SET_BASE64);
	}
	buffer_free(&made);
	qsort(sets, held, TOKEN_SET_BASE64, by_bytes);
	for (size_t i = 0; i < held; i++) {
		if (i)
			buffer_byte(out, '|');
		buffer_add(out, sets[i], TOKEN_SET_BASE64);
	}
}
