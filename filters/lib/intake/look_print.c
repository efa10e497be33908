#include "intake/look.h"

enum { NAMED = 20 };

static const char *const formats[] = {"empty", "table", "fixed", "json", "xml", "xlsx", "not text"};

void look_print_titles(struct buffer *b)
{
	buffer_string(b,
		      "file\tformat\tpacking\tencoding\tdelimiter\tlead\tcells\trecords\tschema\t"
		      "known\tmissing\tunread\toptions\tnote\n");
}

static void cell(struct buffer *b, const char *value)
{
	buffer_byte(b, '\t');
	text_escape(b, text_of(value));
}

static void number_cell(struct buffer *b, uint64_t number)
{
	buffer_byte(b, '\t');
	buffer_u64(b, number);
}

static void comma(struct buffer *b, size_t index)
{
	if (index > 0)
		buffer_string(b, ", ");
}

/* A question mark: it does not fit whole, only by its shape, or no better than others. */
static void print_schemas(const struct look_table *t, struct buffer *b)
{
	buffer_byte(b, '\t');
	size_t shown = 0;
	bool sure = t->complete && !look_tied(t);

	for (size_t i = 0; i < t->fit_count; i++) {
		if (i > 0 && t->complete && !look_alike(t, i))
			continue;
		if (shown == NAMED) {
			buffer_string(b, ", ...");
			break;
		}
		comma(b, shown++);
		buffer_text_add(b, t->fits[i].schema->name);
		buffer_string(b, sure ? "" : "?");
	}
}

static void print_known(const struct look_table *t, struct buffer *b)
{
	buffer_byte(b, '\t');
	if (t->fit_count == 0 || t->perhaps)
		return;
	buffer_u64(b, t->fits[0].known);
	buffer_string(b, " of ");
	buffer_u64(b, t->fits[0].known + t->fits[0].unknown);
}

static void print_missing(const struct look_table *t, struct buffer *b)
{
	buffer_byte(b, '\t');
	if (t->fit_count > 0 && !t->perhaps && t->fits[0].missing > 0)
		buffer_text_add(b, t->fits[0].lacks);
}

/* What stands where titles should be is a person's data when it is none. */
static void print_unread(const struct look_table *t, struct buffer *b)
{
	struct buffer clean = {0};

	buffer_byte(b, '\t');
	for (size_t i = 0; i < t->title_count && i < NAMED; i++) {
		comma(b, i);
		if (!t->titled || t->titles[i].length == 0) {
			buffer_byte(b, '#');
			buffer_u64(b, t->positions[i]);
			continue;
		}
		buffer_reset(&clean);
		text_escape(&clean, t->titles[i]);
		buffer_text_add(b, buffer_text(&clean));
	}
	if (t->title_count > NAMED)
		buffer_string(b, ", ...");
	buffer_free(&clean);
}

static void option(struct buffer *b, const char *name, const char *value)
{
	if (b->length > 0 && b->at[b->length - 1] != '\t')
		buffer_byte(b, ' ');
	buffer_string(b, name);
	buffer_byte(b, ' ');
	/* A name that the shell would take apart goes in quotes. */
	bool plain = *value && strspn(value, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
					     "0123456789_-./") == strlen(value);

	for (const char *c = plain ? "" : "'"; *c; c++)
		buffer_byte(b, *c);
	for (const char *c = value; *c; c++)
		if (*c == '\'')
			buffer_string(b, "'\\\\''");
		else if (*c == '#')
			buffer_byte(b, *c); /* it does not begin the cell */
		else
			text_escape(b, (struct text){c, 1});
	buffer_string(b, plain ? "" : "'");
}

static void print_options(const struct look_table *t, struct buffer *b)
{
	const struct schema *s = t->fit_count > 0 ? t->fits[0].schema : NULL;
	struct buffer number = {0};

	buffer_byte(b, '\t');
	if (!s || !t->complete || look_tied(t))
		return;
	option(b, "-s", s->path);
	if (t->entry > 0) {
		buffer_byte(&number, '#');
		buffer_u64(&number, t->entry);
		buffer_byte(&number, 0);
		option(b, "--member", number.at);
		buffer_reset(&number);
	}
	if (t->doubtful)
		option(b, "--encoding", encoding_name(t->encoding));
	if (t->format == LOOK_TABLE && t->delimiter != s->delimiter)
		option(b, "--delimiter", schema_delimiter_name(t->delimiter));
	if (t->sheet > 0) {
		buffer_u64(&number, t->sheet);
		buffer_byte(&number, 0);
		option(b, "--sheet", number.at);
		buffer_reset(&number);
	}
	if ((t->format == LOOK_TABLE || t->format == LOOK_SHEET) && t->lead != s->lead) {
		buffer_u64(&number, t->lead);
		buffer_byte(&number, 0);
		option(b, "--lead", number.at);
	}
	buffer_free(&number);
}

static void print_note(const struct look_table *t, struct buffer *b)
{
	const char *note = "";

	if (t->fault)
		note = t->fault;
	else if (t->hidden)
		note = "a hidden sheet";
	else if (t->doubtful)
		note = "not UTF-8: perhaps CP1252";
	else if (t->format == LOOK_OTHER)
		note = "holds NUL bytes";
	else if (t->complete && look_tied(t))
		note = "fits several schemas equally";
	else if (t->perhaps)
		note = "has no titles: by its shape only";
	else if (t->format == LOOK_FIXED)
		note = "lines of one length: perhaps fixed width";
	else if (t->fit_count > 0 && !t->complete && t->fits[0].missing == 0)
		note = "the nearest schema knows too few of the titles";
	else if (t->fit_count > 0 && !t->complete)
		note = "lacks what the nearest schema requires";
	else if (t->fit_count == 0 && t->format != LOOK_EMPTY)
		note = "fits no schema";
	cell(b, note);
}

void look_print(const struct look_table *t, struct buffer *b)
{
	bool table = t->format == LOOK_TABLE;

	text_escape(b, text_of(t->name));
	cell(b, formats[t->format]);
	cell(b, t->packing ? t->packing : "");
	cell(b,
	     t->format == LOOK_EMPTY || t->format >= LOOK_SHEET ? "" : encoding_name(t->encoding));
	cell(b, table ? schema_delimiter_name(t->delimiter) : "");
	number_cell(b, t->lead);
	number_cell(b, t->cells);
	number_cell(b, t->records);
	buffer_string(b, t->whole ? "" : "+");
	print_schemas(t, b);
	print_known(t, b);
	print_missing(t, b);
	print_unread(t, b);
	print_options(t, b);
	print_note(t, b);
	buffer_byte(b, '\n');
}
