#include "base/runs.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/error.h"
#include "base/output.h"
#include "base/sorter.h"

/* A sorted run in the file: each entry its length (4 bytes) and its bytes. */
struct run_of_entries {
	uint64_t begin, at, end; /* at: what is still to be read */
	struct buffer buffer;
	size_t start; /* of what is still to be taken from the buffer */
	struct text entry;
	uint64_t prefix; /* of the entry */
};

enum { MOST_RUNS = 256, LEAST_READ = 16 << 10, SPILL_AT = 1 << 16 };

void runs_start(struct runs *r, size_t memory, const char *tmpdir)
{
	*r = (struct runs){.memory = memory, .tmpdir = tmpdir, .fd = -1};
}

static void open_spill(struct runs *r)
{
	struct buffer path = {0};

	buffer_string(&path, r->tmpdir);
	buffer_string(&path, "/jigsaw.XXXXXX");
	buffer_byte(&path, 0);
	r->fd = mkostemp(path.at, O_CLOEXEC);
	if (r->fd < 0 || unlink(path.at) != 0)
		fail_errno(EXIT_IO, "%s: cannot make a temporary file", r->tmpdir);
	buffer_free(&path);
}

static void spill(struct runs *r)
{
	size_t done = 0;

	while (done < r->out.length) {
		ssize_t wrote = write_hook(r->fd, r->out.at + done, r->out.length - done);
		if (wrote < 0 && errno == EINTR)
			continue;
		if (wrote < 0)
			fail_errno(EXIT_IO, "%s: cannot write a temporary file", r->tmpdir);
		done += (size_t)wrote;
	}
	r->spilled += done;
	buffer_reset(&r->out);
}

/* Ends the run being written, so that the file holds all that was added. */
static void end_run(struct runs *r)
{
	spill(r);
	if (r->count)
		r->at[r->count - 1].end = r->spilled;
}

void runs_begin(struct runs *r)
{
	if (r->fd < 0)
		open_spill(r);
	end_run(r);
	memory_need(&r->at, &r->capacity, r->count + 1, sizeof *r->at);
	r->at[r->count++] = (struct run_of_entries){.begin = r->spilled, .at = r->spilled};
}

void runs_add(struct runs *r, struct text entry)
{
	uint32_t length = (uint32_t)entry.length;

	if (entry.length > UINT32_MAX)
		fail(EXIT_DATA, "an entry to sort is longer than 4 GiB");
	buffer_add(&r->out, (const char *)&length, sizeof length);
	buffer_text_add(&r->out, entry);
	if (r->out.length >= SPILL_AT)
		spill(r);
}

/* Reads ahead in a run until its next entry is whole; false at its end. */
static bool run_next(struct runs *r, struct run_of_entries *run)
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
		size_t want = r->memory / (r->count + 1);
		if (want < LEAST_READ)
			want = LEAST_READ;
		if (want < length)
			want = length + sizeof length;
		if (want > run->end - run->at)
			want = (size_t)(run->end - run->at);
		buffer_room(&run->buffer, want);
		ssize_t got = pread(r->fd, run->buffer.at + have, want, (off_t)run->at);
		if (got <= 0)
			fail_errno(EXIT_IO, "%s: cannot read a temporary file", r->tmpdir);
		run->at += (uint64_t)got;
		run->buffer.length = have += (size_t)got;
	}
	run->entry = (struct text){run->buffer.at + run->start + sizeof length, length};
	run->prefix = sorter_prefix(run->entry, 0);
	run->start += sizeof length + length;
	return true;
}

static bool heap_before(const struct runs *r, size_t a, size_t b)
{
	if (r->at[a].prefix != r->at[b].prefix)
		return r->at[a].prefix < r->at[b].prefix;
	int order = text_compare(r->at[a].entry, r->at[b].entry);
	return order ? order < 0 : a < b;
}

static void heap_sink(struct runs *r, size_t at)
{
	for (;;) {
		size_t least = at, child = 2 * at + 1;
		for (size_t i = child; i < child + 2 && i < r->heap_count; i++)
			if (heap_before(r, r->heap[i], r->heap[least]))
				least = i;
		if (least == at)
			return;
		size_t swap = r->heap[at];
		r->heap[at] = r->heap[least];
		r->heap[least] = swap;
		at = least;
	}
}

static void heap_build(struct runs *r, size_t count)
{
	r->heap = memory_resize(r->heap, (count + 1) * sizeof *r->heap);
	r->heap_count = 0;
	for (size_t i = 0; i < count; i++)
		if (run_next(r, &r->at[i]))
			r->heap[r->heap_count++] = i;
	for (size_t i = r->heap_count; i-- > 0;)
		heap_sink(r, i);
}

/* Steps the run whose entry was the least. */
static void heap_step(struct runs *r)
{
	if (!run_next(r, &r->at[r->heap[0]]))
		r->heap[0] = r->heap[--r->heap_count];
	heap_sink(r, 0);
}

/* Too many runs to read at once: merge the first of them into one more. */
static void merge_some(struct runs *r)
{
	runs_begin(r);
	heap_build(r, MOST_RUNS);
	for (; r->heap_count; heap_step(r))
		runs_add(r, r->at[r->heap[0]].entry);
	end_run(r);
	for (size_t i = 0; i < MOST_RUNS; i++)
		buffer_free(&r->at[i].buffer);
	r->count -= MOST_RUNS;
	memmove(r->at, r->at + MOST_RUNS, r->count * sizeof *r->at);
}

static void begin_reading(struct runs *r)
{
	r->reading = true;
	end_run(r);
	buffer_free(&r->out);
	while (r->count > MOST_RUNS)
		merge_some(r);
	heap_build(r, r->count);
}

bool runs_next(struct runs *r, struct text *entry)
{
	if (!r->reading)
		begin_reading(r);
	else if (r->heap_count)
		heap_step(r);
	if (!r->heap_count)
		return false;
	*entry = r->at[r->heap[0]].entry;
	return true;
}

void runs_rewind(struct runs *r)
{
	for (size_t i = 0; i < r->count; i++) {
		r->at[i].at = r->at[i].begin;
		r->at[i].start = 0;
		buffer_reset(&r->at[i].buffer);
	}
	r->reading = false;
}

void runs_free(struct runs *r)
{
	for (size_t i = 0; i < r->count; i++)
		buffer_free(&r->at[i].buffer);
	memory_free(r->at);
	memory_free(r->heap);
	buffer_free(&r->out);
	if (r->fd >= 0)
		close(r->fd);
	*r = (struct runs){.fd = -1};
}
