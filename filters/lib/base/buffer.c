#include "base/text.h"

void buffer_string(struct buffer *b, const char *string)
{
	buffer_add(b, string, strlen(string));
}

void buffer_character(struct buffer *b, uint32_t code)
{
	char bytes[4];
	size_t length;

	if (code < 0x80) {
		buffer_byte(b, (char)code);
		return;
	}
	if (code < 0x800) {
		length = 2;
		bytes[0] = (char)(0xC0 | code >> 6);
	} else if (code < 0x10000) {
		length = 3;
		bytes[0] = (char)(0xE0 | code >> 12);
	} else {
		length = 4;
		bytes[0] = (char)(0xF0 | code >> 18);
	}
	for (size_t i = 1; i < length; i++)
		bytes[i] = (char)(0x80 | (code >> 6 * (length - 1 - i) & 0x3F));
	buffer_add(b, bytes, length);
}

void buffer_u64(struct buffer *b, uint64_t number)
{
	char digits[20];
	size_t at = sizeof digits;

	do
		digits[--at] = (char)('0' + number % 10);
	while (number /= 10);
	buffer_add(b, digits + at, sizeof digits - at);
}

void buffer_i64(struct buffer *b, int64_t number)
{
	if (number < 0)
		buffer_byte(b, '-');
	buffer_u64(b, number < 0 ? 0 - (uint64_t)number : (uint64_t)number);
}

void buffer_hex(struct buffer *b, uint64_t number, int digits)
{
	uint64_t both[2] = {hex_print((uint32_t)(number >> 32)), hex_print((uint32_t)number)};

	buffer_add(b, (const char *)both + sizeof both - (size_t)digits, (size_t)digits);
}

void buffer_fixed(struct buffer *b, int64_t number, int places)
{
	uint64_t absolute = number < 0 ? 0 - (uint64_t)number : (uint64_t)number;
	uint64_t unit = 1;

	for (int i = 0; i < places; i++)
		unit *= 10;
	if (number < 0)
		buffer_byte(b, '-');
	buffer_u64(b, absolute / unit);
	if (places)
		buffer_byte(b, '.');
	for (absolute %= unit; unit > 1; unit /= 10)
		buffer_byte(b, (char)('0' + absolute / (unit / 10) % 10));
}

void buffer_reset(struct buffer *b)
{
	b->length = 0;
}

void buffer_free(struct buffer *b)
{
	memory_free(b->at);
	*b = (struct buffer){0};
}
