#include "stream/writer.h"

#include "stream/policy.h"
#include "stream/receipt.h"
#include "stream/types.h"

enum { FLUSH_AT = 1 << 18 };

static void start(struct writer *w, struct preamble *preamble, const char *path,
		  const struct common *common, const struct output *taken)
{
	struct buffer head = {0};

	*w = (struct writer){.preamble = preamble, .common = common};
	ledger_start(&w->ledger, &w->arena);
	for (size_t i = 0; i < preamble->column_count; i++)
		column_check(&preamble->columns[i], preamble->level, EXIT_POLICY,
			     (struct place){.file = path});
	if (preamble->step_count)
		memcpy(w->own.step, preamble->steps[preamble->step_count - 1].id, STEP_ID_LENGTH);
	if (taken)
		w->file = *taken;
	else
		output_open(&w->file, path);
	preamble_print(preamble, &head);
	w->bare = common && common->preamble;
	if (!w->bare)
		buffer_text_add(&w->file.buffer, buffer_text(&head));
	buffer_free(&head);
	w->record_start = w->file.buffer.length;
}

void writer_open(struct writer *w, struct preamble *preamble, const struct common *common)
{
	start(w, preamble, common ? common->output : NULL, common, NULL);
}

void writer_open_taken(struct writer *w, const struct output *taken, struct preamble *preamble,
		       const struct common *common)
{
	start(w, preamble, taken->path, common, taken);
}

void writer_open_side(struct writer *w, struct preamble *preamble, const char *path,
		      const struct common *common)
{
	start(w, preamble, path, common, NULL);
	if (w->bare)
		fail(EXIT_USAGE, "--preamble cannot be used with a second output");
}

void writer_value(struct writer *w, struct text value)
{
	writer_separate(w);
	text_escape(&w->file.buffer, value);
}

void writer_u64(struct writer *w, uint64_t number)
{
	writer_separate(w);
	buffer_u64(&w->file.buffer, number);
}

void writer_end(struct writer *w)
{
	struct buffer *b = &w->file.buffer;
	struct text line = {b->at + w->record_start, b->length - w->record_start};

	if (w->cells != w->preamble->column_count)
		fail(EXIT_BUG, "wrote %zu cells where the header has %zu", w->cells,
		     w->preamble->column_count);
	if (line.length > LIMIT_RECORD)
		fail(EXIT_DATA, "record %llu would be longer than the limit of 16 MiB",
		     (unsigned long long)w->rows + 1);
	sum_add(&w->sum, sum_line(line));
	w->rows++;
	w->cells = 0;
	buffer_byte(b, '\n');
	if (b->length >= FLUSH_AT)
		output_flush(&w->file);
	w->record_start = b->length;
}

void writer_line(struct writer *w, struct text line)
{
	buffer_text_add(&w->file.buffer, line);
	w->cells = w->preamble->column_count;
	writer_end(w);
}

void writer_figure(struct writer *w, const char *name, uint64_t more)
{
	ledger_figure(&w->ledger, &w->own, name, more);
}

void writer_side(struct writer *w, struct reader *side)
{
	reader_drain(side);
	if (side->ledger.piece.is_piece)
		fail_at(EXIT_DATA, (struct place){.file = side->path}, "piece",
			"a side stream that is a piece; gather the pieces with stack --whole");
	ledger_merge(&w->ledger, &side->ledger, side->path);
}

void writer_read(struct writer *w, struct reader *input)
{
	reader_drain(input);
	ledger_merge(&w->ledger, &input->ledger, input->path);
	w->own.sealed_input = true;
	w->own.read += input->rows;
	sum_add(&w->own.read_sum, input->sum);
}

void writer_unsealed(struct writer *w, uint64_t records)
{
	w->own.read += records;
}

void writer_digest(struct writer *w, struct text source, const char *sha256, uint64_t bytes)
{
	struct ledger *l = &w->ledger;

	l->digests = preamble_array(l->arena, l->digests, &l->digest_capacity, l->digest_count,
				    sizeof *l->digests);
	l->digests[l->digest_count++] =
		(struct file_digest){text_copy(l->arena, source), TEXT("sha256"),
				     text_copy(l->arena, text_of(sha256)), bytes};
}

/* Counts go out in the order of the steps, so that the order in which inputs
 * were merged cannot show. */
static void order_counts(struct ledger *l, const struct preamble *p)
{
	struct ledger ordered = *l;

	ordered.counts = NULL;
	ordered.count_count = ordered.count_capacity = 0;
	for (size_t i = 0; i < p->step_count; i++) {
		const struct count *c = ledger_find(l, p->steps[i].id);
		if (c)
			*ledger_count(&ordered, c->step) = *c;
	}
	*l = ordered;
}

static void print_trailer(struct writer *w)
{
	struct buffer *b = &w->file.buffer;
	size_t from = b->length;
	char trail[13];

	if (w->preamble->level != LEVEL_PUBLISHABLE)
		ledger_print(&w->ledger, b);
	digest_of((struct text){b->at + from, b->length - from}, trail);
	buffer_string(b, "##end rows=");
	buffer_u64(b, w->rows);
	buffer_string(b, " sum=");
	sum_print(b, w->sum);
	buffer_string(b, " head=");
	buffer_string(b, w->preamble->head);
	buffer_string(b, " trail=");
	buffer_string(b, trail);
	buffer_byte(b, '\n');
}

void writer_close(struct writer *w)
{
	struct preamble *p = w->preamble;

	w->own.written = w->rows;
	w->own.sum = w->sum;
	if (p->step_count && !w->gathers)
		*ledger_count(&w->ledger, w->own.step) = w->own;
	order_counts(&w->ledger, p);
	if (!p->partial)
		ledger_check(&w->ledger, p, w->rows, w->sum, w->file.path);
	complain_end();
	print_trailer(w);
	output_finish(&w->file);
	receipt_stream(w->own.step, w->rows, w->sum);
	arena_free(&w->arena);
}
