#ifndef JIGSAW_READ_WORKBOOK_STRINGS_H
#define JIGSAW_READ_WORKBOOK_STRINGS_H

#include "read/markup.h"

/* The shared strings of a workbook, its only part that is held in memory. */
struct shared_strings {
	size_t count;
	/* private */
	struct buffer text;
	uint64_t *ends; /* twice where it ends, and 1 when it is not tame */
	size_t capacity;
};

/* Reads the part (sharedStrings.xml), of which nothing has been read. */
void shared_strings_read(struct shared_strings *s, struct markup *m);
void shared_strings_free(struct shared_strings *s);

/* String `index`, below s->count; *tame: it is its own escaped form. */
static inline struct text shared_string(const struct shared_strings *s, size_t index, bool *tame)
{
	uint64_t start = index ? s->ends[index - 1] >> 1 : 0, end = s->ends[index];

	*tame = !(end & 1);
	return (struct text){s->text.at + start, (size_t)((end >> 1) - start)};
}

/*
 * The text of the <si> or <is> that has just opened, appended to b, and behind
 * its end: <t>, and <t> in runs of rich text; phonetic runs are not text.
 */
void rich_text_take(struct markup *m, struct buffer *b);
/* Text of the element that has just opened, and behind its end, with the escape
 * `_x000D_` resolved (ECMA-376 part 1, 22.9.2.19; `_x0000_` stays). */
void string_take(struct markup *m, struct buffer *b);

/* Is it its own escaped form in a stream? It must be UTF-8. */
bool text_tame(struct text a);

#endif
