#include "stream/sorter.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "stream/error.h"
#include "stream/writer.h"

/* A sorted run in the file: each entry its length (4 bytes) and its bytes. */
struct sorter_run {
	uint64_t begin, at, end; /* at: what is still to be read */
	struct buffer buffer;
	size_t start; /* of the current entry in buffer */
	struct text entry;
};

enum { MOST_RUNS = 256, LEAST_READ = 16 << 10, AHEAD = 16 };

void sorter_start(struct sorter *s, size_t memory, const char *tmpdir)
{
	*s = (struct sorter){.memory = memory, .tmpdir = tmpdir, .fd = -1};
}

static struct text entry_text(const struct sorter *s, const struct sorter_entry *e)
{
	return (struct text){s->bytes.at + e->offset, e->length};
}

static void open_spill(struct sorter *s)
{
	struct buffer path = {0};

	buffer_string(&path, s->tmpdir);
	buffer_string(&path, "/jigsaw.XXXXXX");
	buffer_byte(&path, 0);
	s->fd = mkostemp(path.at, O_CLOEXEC);
	if (s->fd < 0 || unlink(path.at) != 0)
		fail_errno(EXIT_IO, "%s: no temporary file", s->tmpdir);
	buffer_free(&path);
}

static void spill_bytes(struct sorter *s, struct buffer *b)
{
	size_t done = 0;

	while (done < b->length) {
		ssize_t wrote = write_hook(s->fd, b->at + done, b->length - done);
		if (wrote < 0 && errno == EINTR)
			continue;
		if (wrote < 0)
			fail_errno(EXIT_IO, "%s: cannot write a temporary file", s->tmpdir);
		done += (size_t)wrote;
	}
	s->spilled += done;
	buffer_reset(b);
}

static void spill_entry(struct sorter *s, struct buffer *b, struct text entry)
{
	uint32_t length = (uint32_t)entry.length;

	buffer_add(b, (const char *)&length, sizeof length);
	buffer_text_add(b, entry);
	if (b->length >= 1 << 16)
		spill_bytes(s, b);
}

static struct sorter_run *new_run(struct sorter *s)
{
	memory_need(&s->runs, &s->run_capacity, s->run_count + 1, sizeof *s->runs);
	struct sorter_run *run = &s->runs[s->run_count++];
	*run = (struct sorter_run){.begin = s->spilled, .at = s->spilled};
	return run;
}

static void spill(struct sorter *s)
{
	struct buffer out = {0};

	if (s->fd < 0)
		open_spill(s);
	sorter_order(s->bytes.at, s->entries, s->count, 0);
	size_t index = (size_t)(new_run(s) - s->runs);
	for (size_t i = 0; i < s->count; i++)
		spill_entry(s, &out, entry_text(s, &s->entries[i]));
	spill_bytes(s, &out);
	buffer_free(&out);
	s->runs[index].end = s->spilled;
	s->count = 0;
	buffer_reset(&s->bytes);
}

/* Reads ahead in a run until its next entry is whole; false at its end. */
static bool run_next(struct sorter *s, struct sorter_run *run)
{
	uint32_t length = 0;
	size_t have = run->buffer.length - run->start;

	for (;;) {
		if (have >= sizeof length) {
			memcpy(&length, run->buffer.at + run->start, sizeof length);
			if (have >= sizeof length + length)
				break;
		}
		if (run->at == run->end)
			return false;
		if (have)
			memmove(run->buffer.at, run->buffer.at + run->start, have);
		run->buffer.length = have;
		run->start = 0;
		size_t want = s->memory / (s->run_count + 1);
		if (want < LEAST_READ)
			want = LEAST_READ;
		if (want < length)
			want = length + sizeof length;
		if (want > run->end - run->at)
			want = (size_t)(run->end - run->at);
		buffer_room(&run->buffer, want);
		ssize_t got = pread(s->fd, run->buffer.at + have, want, (off_t)run->at);
		if (got <= 0)
			fail_errno(EXIT_IO, "%s: cannot read a temporary file", s->tmpdir);
		run->at += (uint64_t)got;
		run->buffer.length = have += (size_t)got;
	}
	run->entry = (struct text){run->buffer.at + run->start + sizeof length, length};
	run->start += sizeof length + length;
	return true;
}

static bool heap_before(const struct sorter *s, size_t a, size_t b)
{
	int order = text_compare(s->runs[a].entry, s->runs[b].entry);
	return order ? order < 0 : a < b;
}

static void heap_sink(struct sorter *s, size_t at)
{
	for (;;) {
		size_t least = at, child = 2 * at + 1;
		for (size_t i = child; i < child + 2 && i < s->heap_count; i++)
			if (heap_before(s, s->heap[i], s->heap[least]))
				least = i;
		if (least == at)
			return;
		size_t swap = s->heap[at];
		s->heap[at] = s->heap[least];
		s->heap[least] = swap;
		at = least;
	}
}

static void heap_build(struct sorter *s, size_t first, size_t count)
{
	s->heap = memory_resize(s->heap, (count + 1) * sizeof *s->heap);
	s->heap_count = 0;
	for (size_t i = first; i < first + count; i++)
		if (run_next(s, &s->runs[i]))
			s->heap[s->heap_count++] = i;
	for (size_t i = s->heap_count; i-- > 0;)
		heap_sink(s, i);
}

/* Steps the run whose entry was the least. */
static void heap_step(struct sorter *s)
{
	if (!run_next(s, &s->runs[s->heap[0]]))
		s->heap[0] = s->heap[--s->heap_count];
	heap_sink(s, 0);
}

/* Too many runs to read at once: merge the first of them into one more. */
static void merge_some(struct sorter *s)
{
	struct buffer out = {0};
	size_t index = (size_t)(new_run(s) - s->runs);

	heap_build(s, 0, MOST_RUNS);
	for (; s->heap_count; heap_step(s))
		spill_entry(s, &out, s->runs[s->heap[0]].entry);
	spill_bytes(s, &out);
	buffer_free(&out);
	s->runs[index].end = s->spilled;
	for (size_t i = 0; i < MOST_RUNS; i++)
		buffer_free(&s->runs[i].buffer);
	s->run_count -= MOST_RUNS;
	memmove(s->runs, s->runs + MOST_RUNS, s->run_count * sizeof *s->runs);
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
	if (!s->run_count) {
		sorter_order(s->bytes.at, s->entries, s->count, 0);
		return;
	}
	if (s->count)
		spill(s);
	memory_free(s->entries);
	s->entries = NULL;
	buffer_free(&s->bytes);
	while (s->run_count > MOST_RUNS)
		merge_some(s);
	heap_build(s, 0, s->run_count);
}

bool sorter_next(struct sorter *s, struct text *entry)
{
	if (!s->reading)
		begin_reading(s);
	else if (s->run_count && s->heap_count)
		heap_step(s);
	if (!s->run_count) {
		if (s->next == s->count)
			return false;
		/* Entries lie in the order of arrival: fetch what is wanted soon. */
		if (s->count - s->next > AHEAD)
			__builtin_prefetch(s->bytes.at + s->entries[s->next + AHEAD].offset);
		*entry = entry_text(s, &s->entries[s->next++]);
		return true;
	}
	if (!s->heap_count)
		return false;
	*entry = s->runs[s->heap[0]].entry;
	return true;
}

void sorter_rewind(struct sorter *s)
{
	s->next = 0;
	for (size_t i = 0; i < s->run_count; i++) {
		s->runs[i].at = s->runs[i].begin;
		s->runs[i].start = 0;
		buffer_reset(&s->runs[i].buffer);
	}
	if (s->run_count)
		s->reading = false;
}

void sorter_free(struct sorter *s)
{
	for (size_t i = 0; i < s->run_count; i++)
		buffer_free(&s->runs[i].buffer);
	memory_free(s->runs);
	memory_free(s->entries);
	memory_free(s->heap);
	buffer_free(&s->bytes);
	if (s->fd >= 0)
		close(s->fd);
	*s = (struct sorter){.fd = -1};
}
