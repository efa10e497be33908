#ifndef JIGSAW_BASE_TEXT_H
#define JIGSAW_BASE_TEXT_H

#include <endian.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/memory.h"

/*
 * Text slices and buffers. A text is a pointer and a length, not NUL-terminated,
 * not owned. A buffer is a growable array of bytes that owns its memory.
 *
 * Cells of a stream are *escaped* text: `\\ \t \n \r` always, `\x23` for a `#`
 * that is a cell's first byte (jigsaw(7), "Records"). Because a value is escaped
 * in exactly one way, escaped bytes can be compared for equality; length and
 * similarity need the value itself, from text_unescape().
 */

struct text {
	const char *at;
	size_t length;
};

#define TEXT(literal) ((struct text){(literal), sizeof(literal) - 1})
#define TEXT_NONE ((struct text){"", 0})

static inline struct text text_of(const char *string)
{
	return (struct text){string, strlen(string)};
}

static inline bool text_equal(struct text a, struct text b)
{
	return a.length == b.length && (a.length == 0 || memcmp(a.at, b.at, a.length) == 0);
}

static inline bool text_is(struct text a, const char *string)
{
	return text_equal(a, text_of(string));
}

/* Byte order, a prefix first: the order of `LC_ALL=C sort`. <0, 0, >0. */
int text_compare(struct text a, struct text b);
bool text_starts(struct text a, const char *prefix);

/* A copy in the arena, NUL-terminated beyond its length. */
struct text text_copy(struct arena *arena, struct text a);
/* The same, as a C string. */
const char *text_string(struct arena *arena, struct text a);

/* Takes the part of *rest before the first `mark` off *rest and returns it in
 * *part; without a mark the part is all that is left. False when *rest was
 * spent (its `at` is NULL), so a text of n marks gives n+1 parts. */
bool text_cut(struct text *rest, char mark, struct text *part);
/* Is one of those parts equal to `part`? */
bool text_has_part(struct text list, char mark, struct text part);

/* Strips ASCII blanks, tabs, CR and LF at both ends. */
struct text text_trim(struct text a);

/* Whole-text decimal numbers; false when it is not one or it overflows. No
 * sign for u64, optional '-' for i64, no blanks. */
bool text_u64(struct text a, uint64_t *number);
bool text_i64(struct text a, int64_t *number);
/* Eight lower-case hexadecimal digits, as they lie in memory. */
static inline uint64_t hex_print(uint32_t number)
{
	const uint64_t ones = 0x0101010101010101u;
	uint64_t x = number;

	x = (x << 16 | x) & 0x0000FFFF0000FFFFu;
	x = (x << 8 | x) & 0x00FF00FF00FF00FFu;
	x = (x << 4 | x) & 0x0F0F0F0F0F0F0F0Fu;
	uint64_t letters = (x + ones * 6) >> 4 & ones;
	return htobe64(x + ones * '0' + letters * ('a' - '0' - 10));
}
/* 32 or fewer lower-case hexadecimal digits, high digit first. */
bool text_hex(struct text a, uint64_t *high, uint64_t *low);

/* One UTF-8 character from a (not empty): its code point and, in *bytes, its
 * length; invalid bytes give 0xFFFD and length 1. */
uint32_t text_character(struct text a, size_t *bytes);
/* What is left of it without its first bytes. */
static inline struct text text_from(struct text a, size_t bytes)
{
	return (struct text){a.at + bytes, a.length - bytes};
}
/* Number of characters. */
size_t text_characters(struct text a);
/* Is it well-formed UTF-8 (no surrogates, no overlong forms, <= U+10FFFF)? */
bool text_utf8(struct text a);

struct buffer {
	char *at;
	size_t length;
	size_t capacity;
};

static inline struct text buffer_text(const struct buffer *b)
{
	return (struct text){b->at ? b->at : "", b->length};
}

static inline void buffer_room(struct buffer *b, size_t more)
{
	if (b->capacity - b->length < more)
		memory_need(&b->at, &b->capacity, b->length + more, 1);
}
static inline void buffer_add(struct buffer *b, const char *at, size_t length)
{
	if (!length)
		return;
	buffer_room(b, length);
	memcpy(b->at + b->length, at, length);
	b->length += length;
}
static inline void buffer_text_add(struct buffer *b, struct text a)
{
	buffer_add(b, a.at, a.length);
}
void buffer_string(struct buffer *b, const char *string);
static inline void buffer_byte(struct buffer *b, char byte)
{
	buffer_room(b, 1);
	b->at[b->length++] = byte;
}
void buffer_character(struct buffer *b, uint32_t code_point); /* UTF-8 */
void buffer_u64(struct buffer *b, uint64_t number);
void buffer_i64(struct buffer *b, int64_t number);
/* A number of any size in few bytes: seven bits each, the low ones first, the
 * top bit set in all but the last (LEB128); and from there, *at moving on. */
static inline void buffer_varint(struct buffer *b, uint64_t number)
{
	for (; number > 0x7F; number >>= 7)
		buffer_byte(b, (char)(number | 0x80));
	buffer_byte(b, (char)number);
}
static inline uint64_t varint_read(const char **at)
{
	uint64_t number = 0;
	int shift = 0;

	for (; **at & 0x80; shift += 7)
		number |= (uint64_t)(*(*at)++ & 0x7F) << shift;
	return number | (uint64_t) * (*at)++ << shift;
}
/* `digits` (at most 16) lower-case hexadecimal digits, high digit first. */
void buffer_hex(struct buffer *b, uint64_t number, int digits);
/* number / 10^places with exactly `places` decimals: 1250000, 6 -> 1.250000. */
void buffer_fixed(struct buffer *b, int64_t number, int places);
void buffer_reset(struct buffer *b);
void buffer_free(struct buffer *b);

/* Value -> cell, appended to b. */
void text_escape(struct buffer *b, struct text value);
/* Cell -> value. A cell without a backslash comes back as it is; any other is
 * written to *scratch (reset first). The cell must be valid, as every cell
 * from a reader is. */
struct text text_unescape(struct text cell, struct buffer *scratch);

/* Preamble values: every byte outside '!'..'~', and '%', becomes %XX. */
void text_percent(struct buffer *b, struct text value);
/* The inverse; false when an escape is malformed or not the one spelling. */
bool text_unpercent(struct buffer *b, struct text escaped);

#endif
