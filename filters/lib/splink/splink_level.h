#ifndef JIGSAW_SPLINK_SPLINK_LEVEL_H
#define JIGSAW_SPLINK_SPLINK_LEVEL_H

#include <jansson.h>

#include "splink/splink_import.h"

/* Converts one level of a comparison, for splink_import.c. */

struct splink_level {
	struct splink_import *s;
	const json_t *json;
	struct place place;
	struct text comparison, output; /* its name with us, and there */
	struct text label;
	size_t index;         /* from 0, in the comparison */
	size_t number, count; /* n-1 to 0 of n that are not null */
	struct buffer *names; /* of the levels before it, each with a blank on either side */
	/* Conditions, each between line ends: of all levels, and those that must
	 * not be among them (disable_tf_exact_match_detection). */
	struct buffer *conditions, *barred;
};

/* Adds the row to the model. */
void splink_level(struct splink_level *l);
/* true, false or absent. */
bool splink_flag(const json_t *object, const char *key, struct place place);
/* A text without control characters, or nothing; and one that keeps its line ends,
 * at which comments of SQL end. */
struct text splink_text(struct arena *arena, const json_t *object, const char *key,
			struct place place);
struct text splink_lines(struct arena *arena, const json_t *object, const char *key,
			 struct place place);

#endif
