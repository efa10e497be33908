#include "read/lead.h"

enum { BLOCK = 4096 };

/* The next byte, or -1. */
static int byte_at_start(struct lead *l)
{
	if (l->start == l->end && !l->eof) {
		l->start = 0;
		l->end = l->from.read(l->from.context, l->block, BLOCK);
		l->eof = l->end == 0;
	}
	return l->start == l->end ? -1 : (unsigned char)l->block[l->start];
}

static void skip_line(struct lead *l)
{
	bool any = false;
	int byte;

	while ((byte = byte_at_start(l)) >= 0) {
		l->start++;
		any = true;
		if (byte == '\n')
			break;
		if (byte == '\r') {
			l->start += byte_at_start(l) == '\n';
			break;
		}
		if (l->lines == 0 && l->first.length < LEAD_KEPT)
			buffer_byte(&l->first, (char)byte);
	}
	l->lines += any;
}

void lead_start(struct lead *l, struct inlet from, uint64_t lines)
{
	*l = (struct lead){.from = from};
	if (lines > 0)
		l->block = memory_take(BLOCK);
	while (lines-- > 0)
		skip_line(l);
}

size_t lead_read(void *context, char *into, size_t room)
{
	struct lead *l = context;
	size_t n = l->end - l->start;

	if (n == 0)
		return l->eof ? 0 : l->from.read(l->from.context, into, room);
	n = n < room ? n : room;
	memcpy(into, l->block + l->start, n);
	l->start += n;
	return n;
}

void lead_free(struct lead *l)
{
	buffer_free(&l->first);
	memory_free(l->block);
	*l = (struct lead){0};
}
