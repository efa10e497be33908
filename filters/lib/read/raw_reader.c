#include "read/raw_reader.h"

#include "base/error.h"

/* A record that may turn out to be one of the tail: a copy, since the reader
 * goes on. */
struct raw_tail {
	struct raw_record record;
	struct buffer bytes, message;
	struct raw_span *spans;
	size_t span_capacity;
};

void raw_open(struct raw_reader *r, const struct raw_kind *kind, struct raw_source source,
	      const struct raw_layout *layout, struct arena *arena)
{
	*r = (struct raw_reader){.kind = kind, .source = source, .layout = layout, .arena = arena};
	r->state = memory_take(kind->state_size);
	memset(r->state, 0, kind->state_size);
	kind->open(r);
	if (layout->tail > 0) {
		size_t size = (layout->tail + 1) * sizeof *r->held;

		r->held = memory_take(size);
		memset(r->held, 0, size);
	}
}

bool raw_titles(struct raw_reader *r, struct raw_record *row)
{
	return r->kind->titles(r, row);
}

/* All that lies between the first and the last cell, so that spans stay true. */
static void hold(struct raw_tail *t, const struct raw_record *row)
{
	struct text bytes = {row->at, 0};

	for (size_t i = 0; !row->flaw && i < row->cells; i++)
		bytes.length = row->spans[i].end > bytes.length ? row->spans[i].end : bytes.length;
	buffer_reset(&t->bytes);
	buffer_reset(&t->message);
	buffer_text_add(&t->bytes, row->flaw ? row->text : bytes);
	buffer_room(&t->bytes, RAW_SLACK);
	t->record = *row;
	t->record.at = buffer_text(&t->bytes).at;
	if (row->flaw) {
		buffer_add(&t->message, row->message, strlen(row->message) + 1);
		t->record.message = t->message.at;
		t->record.text = buffer_text(&t->bytes);
		return;
	}
	t->record.text = bytes;
	t->record.text.at = t->record.at;
	memory_need(&t->spans, &t->span_capacity, row->cells + 1, sizeof *t->spans);
	memcpy(t->spans, row->spans, row->cells * sizeof *t->spans);
	t->record.spans = t->spans;
}

/* The ring has a place more than the tail: the record that is given stays
 * valid while the next one is held. */
static bool next_held(struct raw_reader *r, struct raw_record *row)
{
	size_t size = (size_t)r->layout->tail + 1;

	while (r->held_count <= r->layout->tail) {
		if (!r->kind->next(r, row)) {
			if (r->held_count < r->layout->tail)
				fail_at(EXIT_DATA, (struct place){.file = r->source.file}, NULL,
					"has fewer than the %llu lines that its tail should have",
					(unsigned long long)r->layout->tail);
			return false;
		}
		hold(&r->held[(r->held_first + r->held_count++) % size], row);
	}
	*row = r->held[r->held_first].record;
	r->held_first = (r->held_first + 1) % size;
	r->held_count--;
	return true;
}

static bool pull(struct raw_reader *r, struct raw_record *row)
{
	if (!(r->held ? next_held(r, row) : r->kind->next(r, row)))
		return false;
	if (row->flaw && r->source.decoded && strcmp(row->flaw, "encoding") == 0)
		row->message = "bytes that are not a character in its encoding";
	return true;
}

bool raw_width(struct raw_reader *r, size_t *cells)
{
	r->peek_there = pull(r, &r->peek);
	r->peeked = true;
	if (r->peek_there && r->peek.flaw)
		fail_at(EXIT_DATA, (struct place){.file = r->source.file, .line = r->peek.line},
			r->peek.flaw, "%s", r->peek.message);
	*cells = r->peek_there ? r->peek.cells : 0;
	return r->peek_there;
}

static bool take(struct raw_reader *r, struct raw_record *row)
{
	if (!r->peeked)
		return pull(r, row);
	r->peeked = false;
	*row = r->peek;
	return r->peek_there;
}

bool raw_next(struct raw_reader *r, struct raw_record *row)
{
	if (take(r, row)) {
		r->records++;
		return true;
	}
	if (r->stated && r->stated_records != r->records)
		fail_at(EXIT_DATA, (struct place){.file = r->source.file, .line = r->stated_line},
			"count", "says that %llu records follow; there are %llu",
			(unsigned long long)r->stated_records, (unsigned long long)r->records);
	return false;
}

void raw_close(struct raw_reader *r)
{
	r->kind->close(r);
	for (size_t i = 0; r->held && i <= r->layout->tail; i++) {
		buffer_free(&r->held[i].bytes);
		buffer_free(&r->held[i].message);
		memory_free(r->held[i].spans);
	}
	memory_free(r->held);
	memory_free(r->state);
	*r = (struct raw_reader){0};
}

void raw_figure(struct raw_reader *r, const char *name, uint64_t more)
{
	size_t i = 0;

	while (i < r->figure_count && strcmp(r->figures[i].name, name) != 0)
		i++;
	if (i == RAW_FIGURES)
		fail(EXIT_BUG, "too many figures");
	r->figures[i].name = name;
	r->figures[i].value += more;
	r->figure_count += i == r->figure_count;
}

void raw_state(struct raw_reader *r, struct text number, uint64_t line)
{
	r->stated = text_u64(text_trim(number), &r->stated_records);
	r->stated_line = line;
	if (!r->stated)
		fail_at(EXIT_DATA, (struct place){.file = r->source.file, .line = line}, "count",
			"does not say how many records follow: if there is no such line, use "
			"--lead 0");
}
