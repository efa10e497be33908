#ifndef JIGSAW_FIELD_METAPHONE_INTERNAL_H
#define JIGSAW_FIELD_METAPHONE_INTERNAL_H

#include "field/phonetic.h"

/*
 * Private parts of Double Metaphone (phonetic.h): metaphone.c has the letters
 * with simple rules, metaphone_hard.c has C, D, G, H and J.
 */

/* The rules look at most six characters ahead. */
#define WORD_LIMIT 64
#define WORD_MARGIN 6

struct metaphone_word {
	char at[WORD_LIMIT + WORD_MARGIN]; /* upper case, blanks at the end */
	int length;
	int here;
	bool slavic; /* spelt as Slavonic or Germanic names are */
	struct metaphone codes;
};

static inline char letter(const struct metaphone_word *w, int i)
{
	return i < 0 || i >= w->length ? ' ' : w->at[i];
}

static inline bool vowel(const struct metaphone_word *w, int i)
{
	return strchr("AEIOUY", letter(w, i)) != NULL;
}

/* Is one of the texts, separated by `|`, at i? */
static inline bool stands(const struct metaphone_word *w, int i, const char *texts)
{
	if (i < 0 || i > w->length)
		return false;
	for (;;) {
		size_t n = strcspn(texts, "|");
		if (memcmp(w->at + i, texts, n) == 0)
			return true;
		if (!texts[n])
			return false;
		texts += n + 1;
	}
}

static inline void code_add(char *code, size_t *length, const char *sounds)
{
	while (*sounds && *length < METAPHONE_LENGTH)
		code[(*length)++] = *sounds++;
}

static inline void add_both(struct metaphone_word *w, const char *primary, const char *alternate)
{
	code_add(w->codes.primary, &w->codes.primary_length, primary);
	code_add(w->codes.alternate, &w->codes.alternate_length, alternate);
}

static inline void add(struct metaphone_word *w, const char *sounds)
{
	add_both(w, sounds, sounds);
}

/* 2 when the next character is one of these, else 1: how far to go on. */
static inline int step_over(const struct metaphone_word *w, const char *next)
{
	return strchr(next, letter(w, w->here + 1)) ? 2 : 1;
}

static inline bool germanic_start(const struct metaphone_word *w)
{
	return stands(w, 0, "VAN |VON |SCH");
}

/* Each adds the sounds of the letter at w->here and returns the number of
 * letters that it used up. */
int metaphone_c(struct metaphone_word *w);
int metaphone_d(struct metaphone_word *w);
int metaphone_g(struct metaphone_word *w);
int metaphone_h(struct metaphone_word *w);
int metaphone_j(struct metaphone_word *w);

#endif
