#include "base/sorter.h"

#include "base/error.h"

enum { AHEAD = 16 };

void sorter_start(struct sorter *s, size_t memory, const char *tmpdir)
{
	*s = (struct sorter){.memory = memory};
	runs_start(&s->runs, memory, tmpdir);
}

static struct text entry_text(const struct sorter *s, const struct sorter_entry *e)
{
	return (struct text){s->bytes.at + e->offset, e->length};
}

static void spill(struct sorter *s)
{
	sorter_order(s->bytes.at, s->entries, s->count, 0);
	runs_begin(&s->runs);
	for (size_t i = 0; i < s->count; i++)
		runs_add(&s->runs, entry_text(s, &s->entries[i]));
	s->count = 0;
	buffer_reset(&s->bytes);
}

void sorter_add(struct sorter *s, struct text entry)
{
	if (entry.length > UINT32_MAX)
		fail(EXIT_DATA, "an entry to sort is longer than 4 GiB");
	size_t bytes = s->bytes.length + (s->count + 1) * sizeof *s->entries + entry.length;
	if (s->count && bytes > s->memory)
		spill(s);
	/* Full size at once: doubling would overshoot the bound. */
	if (!s->bytes.capacity)
		buffer_room(&s->bytes, s->memory < 1 << 16 ? s->memory : 1 << 16);
	memory_need(&s->entries, &s->capacity, s->count + 1, sizeof *s->entries);
	s->entries[s->count++] = (struct sorter_entry){sorter_prefix(entry, 0), s->bytes.length,
						       (uint32_t)entry.length};
	buffer_text_add(&s->bytes, entry);
}

static void begin_reading(struct sorter *s)
{
	s->reading = true;
	if (!s->runs.count) {
		sorter_order(s->bytes.at, s->entries, s->count, 0);
		return;
	}
	if (s->count)
		spill(s);
	memory_free(s->entries);
	s->entries = NULL;
	buffer_free(&s->bytes);
}

bool sorter_next(struct sorter *s, struct text *entry)
{
	if (!s->reading)
		begin_reading(s);
	if (s->runs.count)
		return runs_next(&s->runs, entry);
	if (s->next == s->count)
		return false;
	/* Entries lie in the order of arrival: fetch what is wanted soon. */
	if (s->count - s->next > AHEAD)
		__builtin_prefetch(s->bytes.at + s->entries[s->next + AHEAD].offset);
	*entry = entry_text(s, &s->entries[s->next++]);
	return true;
}

void sorter_free(struct sorter *s)
{
	runs_free(&s->runs);
	memory_free(s->entries);
	buffer_free(&s->bytes);
	*s = (struct sorter){.runs.fd = -1};
}
