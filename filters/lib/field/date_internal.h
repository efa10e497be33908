#ifndef JIGSAW_FIELD_DATE_INTERNAL_H
#define JIGSAW_FIELD_DATE_INTERNAL_H

#include "field/date.h"

/* Between date.c and time_of_day.c. */

static inline bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static inline bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* The character off the start of *rest; false when it does not stand there. */
static inline bool text_take(struct text *rest, char c)
{
	if (!rest->length || rest->at[0] != c)
		return false;
	rest->at++;
	rest->length--;
	return true;
}

/* HH:MM[:SS[.fff]][ AM][zone] with or without the colons, H:MM..., to the end of
 * *rest. False when it is no time of day. */
bool time_take(struct text *rest, struct time_of_day *t);

#endif
