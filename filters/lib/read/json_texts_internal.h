#ifndef JIGSAW_READ_JSON_TEXTS_INTERNAL_H
#define JIGSAW_READ_JSON_TEXTS_INTERNAL_H

#include "read/json_texts.h"

/* What json_texts.c and json_record.c share. */

_Noreturn void json_texts_refuse(const struct json_texts *t, const char *why);
/* The byte `i` behind the start, or -1 at the end. */
int json_texts_byte(struct json_texts *t, size_t i);
/* Skips blanks and gives the byte behind them, which stays. */
int json_texts_look(struct json_texts *t);
/* Goes to the next object that the path of the record leads to; false at the end. */
bool json_texts_go(struct json_texts *t);

#endif
