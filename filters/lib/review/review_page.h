#ifndef JIGSAW_REVIEW_REVIEW_PAGE_H
#define JIGSAW_REVIEW_REVIEW_PAGE_H

#include "stream/writer.h"

/*
 * Writes the page of `review make`: review_page.html, which is built in, with the
 * data inserted as JSON. Its content security policy allows the style and
 * the script of the page itself, by their SHA-256, and nothing else: no
 * network, no other script, even if a value got past the escapes.
 */

/* A string of JSON that is safe inside an element <script>: `<`, `>` and `&`
 * are escaped, and so are the two line ends that only JavaScript knows. */
void page_text(struct buffer *b, struct text value);

/* Appends the page with `data` (JSON, made with page_text()) to o. */
void review_page(struct output *o, struct text data);

#endif
