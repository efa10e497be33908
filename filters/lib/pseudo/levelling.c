#include <stdlib.h>

#include "pseudo/treatment.h"

static int by_digits(const void *left, const void *right)
{
	return memcmp(left, right, TREATMENT_DIGITS);
}

/* A list of tokens as long as the longest. What is added is made of what the cell holds, so
 * that it comes as often as that does: a filling that one record alone had would be known
 * for one by whoever holds two of a child. */
static void tokens_level(struct treatments *all, struct treatment *t, struct text cell,
			 struct buffer *out)
{
	struct buffer tokens = {0}, message = {0};
	struct text own = cell, one;
	unsigned char mac[MAC_BYTES];
	size_t held = 0;

	for (; text_cut(&cell, '|', &one); held++)
		buffer_text_add(&tokens, one);
	for (; held < t->longest; held++) {
		buffer_reset(&message);
		buffer_string(&message, "\x1fnobody\x1f");
		buffer_text_add(&message, t->declared.form);
		buffer_byte(&message, '\x1f');
		buffer_text_add(&message, own);
		buffer_byte(&message, '\x1f');
		buffer_u64(&message, held);
		mac_of(&all->nobody, buffer_text(&message), mac);
		treatment_token(&tokens, mac);
	}
	qsort(tokens.at, held, TREATMENT_DIGITS, by_digits);
	for (size_t i = 0; i < held; i++) {
		if (i)
			buffer_byte(out, '|');
		buffer_add(out, tokens.at + i * TREATMENT_DIGITS, TREATMENT_DIGITS);
	}
	buffer_free(&tokens);
	buffer_free(&message);
}

struct text treatments_level(struct treatments *all, struct text line)
{
	struct buffer *b = &all->made;
	struct text rest = line, cell;

	buffer_reset(b);
	for (size_t i = 0; text_cut(&rest, '\t', &cell); i++) {
		struct treatment *t = &all->at[i];
		bool levels = t->longest > 1 && cell.length;
		if (i)
			buffer_byte(b, '\t');
		if (levels && t->kind == TREATMENT_VARIANTS)
			variants_level(&t->variants, cell, t->longest, b);
		else if (levels)
			tokens_level(all, t, cell, b);
		else
			buffer_text_add(b, cell);
	}
	return buffer_text(b);
}
