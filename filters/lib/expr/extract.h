#ifndef JIGSAW_EXPR_EXTRACT_H
#define JIGSAW_EXPR_EXTRACT_H

#include "base/memory.h"
#include "base/text.h"

/*
 * The regular expressions of extract(): the part of what RE2 knows (DuckDB,
 * Splink) of which the first match is found the same way everywhere.
 *
 *	pattern = [ "^" ] 1*( item | "(" 1*item ")" ) [ "$" ]     at most one ( )
 *	item    = one [ "?" | "*" | "+" | "{N}" | "{N,}" | "{N,M}" ]
 *	one     = character | "." | "\d" "\w" "\s" or in capitals | "\" mark
 *	        | "[" [ "^" ] 1*( character | character "-" character ) "]"
 *
 * There are no alternatives, no lazy or repeated groups. `.` is any character but
 * the end of a line; \d, \w and \s are of ASCII.
 */

struct extraction {
	struct extract_item *items;
	size_t count;
	bool from_start, to_end;
	size_t group, group_end; /* of items: what is found; without ( ) all of them */
};

/* False for what is not such a pattern. The items live in the arena. */
bool extract_read(struct extraction *p, struct arena *arena, struct text source);
/* What the first match (leftmost, then greedy) has in its group, a slice of the
 * value; nothing when there is none. `scratch` is overwritten. */
struct text extract_find(const struct extraction *p, struct text value, struct buffer *scratch);

#endif
