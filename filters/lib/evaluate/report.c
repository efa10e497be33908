#include "evaluate/report.h"

void report_columns(struct preamble *out)
{
	preamble_column(out, TEXT("scope"), TEXT("code"), ROLE_DIMENSION);
	preamble_column(out, TEXT("source_a"), TEXT("source"), ROLE_DIMENSION);
	preamble_column(out, TEXT("source_b"), TEXT("source"), ROLE_DIMENSION);
	preamble_column(out, TEXT("figure"), TEXT("code"), ROLE_DIMENSION);
	preamble_column(out, TEXT("value"), TEXT("decimal"), ROLE_MEASURE);
	preamble_column(out, TEXT("low"), TEXT("decimal"), ROLE_MEASURE);
	preamble_column(out, TEXT("high"), TEXT("decimal"), ROLE_MEASURE);
	preamble_column(out, TEXT("by"), TEXT("code"), ROLE_DIMENSION);
	preamble_column(out, TEXT("category"), TEXT("code"), ROLE_DIMENSION);
	preamble_column(out, TEXT("threshold"), TEXT("weight"), ROLE_DIMENSION);
}

void report_scope(struct report *r, const char *scope)
{
	report_sources(r, scope, TEXT("_total"), TEXT("_total"));
}

void report_sources(struct report *r, const char *scope, struct text a, struct text b)
{
	r->scope = text_of(scope);
	r->a = a;
	r->b = b;
	r->by = r->category = r->threshold = TEXT_NONE;
}

void report_group(struct report *r, struct text by, struct text category)
{
	r->by = by;
	r->category = category;
}

void report_threshold(struct report *r, int64_t weight)
{
	buffer_reset(&r->bits);
	buffer_fixed(&r->bits, weight, 12);
	r->threshold = buffer_text(&r->bits);
}

static void row(struct report *r, const char *figure, struct text value, struct text low,
		struct text high)
{
	struct writer *w = &r->writer;

	writer_cell(w, r->scope);
	writer_cell(w, r->a);
	writer_cell(w, r->b);
	writer_cell(w, text_of(figure));
	writer_cell(w, value);
	writer_cell(w, low);
	writer_cell(w, high);
	writer_value(w, r->by);
	writer_cell(w, r->category);
	writer_cell(w, r->threshold);
	writer_end(w);
}

/* The last `length` bytes of the numbers made so far. */
static struct text last(const struct report *r, size_t length)
{
	return (struct text){r->number.at + r->number.length - length, length};
}

static struct text fixed(struct report *r, int64_t value, int places)
{
	size_t before = r->number.length;

	buffer_fixed(&r->number, value, places);
	return last(r, r->number.length - before);
}

void report_count(struct report *r, const char *figure, uint64_t n)
{
	buffer_reset(&r->number);
	buffer_u64(&r->number, n);
	row(r, figure, buffer_text(&r->number), TEXT_NONE, TEXT_NONE);
}

void report_halves(struct report *r, const char *figure, uint64_t ends)
{
	buffer_reset(&r->number);
	buffer_u64(&r->number, ends / 2);
	if (ends % 2)
		buffer_string(&r->number, ".5");
	row(r, figure, buffer_text(&r->number), TEXT_NONE, TEXT_NONE);
}

void report_interval(struct report *r, const char *figure, uint64_t share, uint64_t low,
		     uint64_t high)
{
	buffer_reset(&r->number);
	buffer_room(&r->number, 100); /* what is made stays where it is */
	struct text value = fixed(r, (int64_t)share, 6);
	struct text below = fixed(r, (int64_t)low, 6);
	row(r, figure, value, below, fixed(r, (int64_t)high, 6));
}

void report_share(struct report *r, const char *figure, uint64_t over, uint64_t under)
{
	uint64_t low, high;

	if (!under) {
		report_millionths(r, figure, false, 0);
		return;
	}
	wilson_millionths(over, under, &low, &high);
	report_interval(r, figure, ratio_millionths(over, under), low, high);
}

void report_ratio(struct report *r, const char *figure, uint64_t over, uint64_t under)
{
	report_millionths(r, figure, under != 0,
			  under ? (int64_t)ratio_millionths(over, under) : 0);
}

void report_millionths(struct report *r, const char *figure, bool defined, int64_t value)
{
	buffer_reset(&r->number);
	row(r, figure, defined ? fixed(r, value, 6) : TEXT_NONE, TEXT_NONE, TEXT_NONE);
}

void report_free(struct report *r)
{
	buffer_free(&r->bits);
	buffer_free(&r->number);
}
