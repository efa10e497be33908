#include "stream/show.h"

/* A row of cells; columns are as wide as their widest cell. Texts are borrowed. */
enum { CELLS = 8 };
struct row {
	struct text cells[CELLS];
};

struct grid {
	struct arena *arena;
	struct row *rows;
	size_t count, capacity;
	unsigned right; /* bit i: column i is set to the right */
};

static struct row *grid_row(struct grid *g)
{
	g->rows = preamble_array(g->arena, g->rows, &g->capacity, g->count, sizeof *g->rows);
	return memset(&g->rows[g->count++], 0, sizeof *g->rows);
}

static void blanks(struct buffer *b, size_t count)
{
	while (count--)
		buffer_byte(b, ' ');
}

static void grid_print(const struct grid *g, struct buffer *b)
{
	size_t width[CELLS] = {0};

	for (size_t i = 0; i < g->count; i++)
		for (size_t k = 0; k < CELLS; k++)
			if (g->rows[i].cells[k].length > width[k])
				width[k] = g->rows[i].cells[k].length;
	for (size_t i = 0; i < g->count; i++) {
		size_t last = CELLS;
		while (last && !g->rows[i].cells[last - 1].length)
			last--;
		for (size_t k = 0; k < last; k++) {
			struct text cell = g->rows[i].cells[k];
			size_t room = width[k] - cell.length;
			blanks(b, width[k] ? 2 : 0);
			blanks(b, g->right >> k & 1 ? room : 0);
			buffer_text_add(b, cell);
			blanks(b, g->right >> k & 1 || k + 1 == last ? 0 : room);
		}
		buffer_byte(b, '\n');
	}
	buffer_byte(b, '\n');
}

/* Text made in a buffer, kept in the arena. */
static struct text keep(struct arena *arena, struct buffer *b)
{
	struct text kept = text_copy(arena, buffer_text(b));

	buffer_free(b);
	return kept;
}

static struct text number(struct arena *arena, uint64_t n)
{
	struct buffer b = {0};

	buffer_u64(&b, n);
	return keep(arena, &b);
}

/* Values may hold any bytes: shown as they stand in the preamble. */
static void field(struct buffer *b, const char *key, struct text value)
{
	if (!value.length)
		return;
	buffer_string(b, b->length ? ", " : "");
	buffer_string(b, key);
	text_percent(b, value);
}

static void show_head(struct buffer *b, const struct reader *in)
{
	buffer_string(b, level_name(in->preamble.level));
	if (in->preamble.partial)
		buffer_string(b, ", partial");
	buffer_string(b, ": ");
	buffer_u64(b, in->rows);
	buffer_string(b, in->rows == 1 ? " record of " : " records of ");
	buffer_u64(b, in->preamble.column_count);
	buffer_string(b, in->preamble.column_count == 1 ? " column\n" : " columns\n");
	if (in->preamble.lineage.length) {
		buffer_string(b, "lineage ");
		buffer_text_add(b, in->preamble.lineage);
		buffer_string(b, ": the release register has the sources and the ledger\n");
	}
	buffer_byte(b, '\n');
}

static struct text source_facts(struct arena *arena, const struct source *s, const struct ledger *l)
{
	struct buffer b = {0};

	field(&b, "set ", s->set);
	field(&b, "table ", s->table);
	field(&b, "owner ", s->owner);
	field(&b, "schema ", s->schema);
	field(&b, "made of ", s->parts);
	for (size_t i = 0; i < l->digest_count; i++) {
		const struct file_digest *d = &l->digests[i];
		if (!text_equal(d->source, s->id))
			continue;
		if (text_is(d->method, "sha256"))
			field(&b, "bytes ", number(arena, d->bytes));
		field(&b, text_is(d->method, "sha256") ? "sha256 " : "hmac ", d->hex);
	}
	return keep(arena, &b);
}

static void show_sources(struct buffer *b, const struct reader *in, struct arena *arena)
{
	struct grid g = {.arena = arena};

	if (!in->preamble.source_count)
		return;
	buffer_string(b, "sources\n");
	for (size_t i = 0; i < in->preamble.source_count; i++) {
		struct row *row = grid_row(&g);
		row->cells[0] = in->preamble.sources[i].id;
		row->cells[1] = source_facts(arena, &in->preamble.sources[i], &in->ledger);
	}
	grid_print(&g, b);
}

static void show_columns(struct buffer *b, const struct reader *in, struct arena *arena)
{
	struct grid g = {.arena = arena};

	buffer_string(b, "columns\n");
	for (size_t i = 0; i < in->preamble.column_count; i++) {
		const struct column *c = &in->preamble.columns[i];
		struct row *row = grid_row(&g);
		struct buffer more = {0};
		row->cells[0] = c->name;
		row->cells[1] = c->type;
		row->cells[2] = text_of(role_name(c->role));
		field(&more, "", c->list ? TEXT("list") : TEXT_NONE);
		field(&more, "key ", c->key);
		field(&more, "form ", c->form);
		row->cells[3] = keep(arena, &more);
	}
	grid_print(&g, b);
}

static void settings(struct buffer *b, const struct settings *s, size_t prefix)
{
	for (size_t i = 0; i < s->count; i++) {
		struct text name = s->at[i].name;
		buffer_string(b, b->length ? " " : "");
		buffer_text_add(b, (struct text){name.at + prefix, name.length - prefix});
		buffer_byte(b, '=');
		text_percent(b, s->at[i].value);
	}
}

static void show_steps(struct buffer *b, const struct reader *in, struct arena *arena)
{
	struct grid g = {.arena = arena};

	buffer_string(b, "steps\n");
	for (size_t i = 0; i < in->preamble.step_count; i++) {
		const struct step *s = &in->preamble.steps[i];
		struct row *row = grid_row(&g);
		struct buffer from = {0}, options = {0};
		row->cells[0] = text_of(s->id);
		row->cells[1] = s->tool;
		row->cells[2] = s->version;
		for (size_t k = 0; k < s->parent_count; k++) {
			buffer_string(&from, k ? "," : "from ");
			buffer_string(&from, s->parents[k]);
		}
		row->cells[3] = keep(arena, &from);
		settings(&options, &s->sides, 0);
		/* "opt." is understood; "table." is not. */
		for (size_t k = 0; k < s->options.count; k++) {
			struct settings one = {&s->options.at[k], 1, 1};
			settings(&options, &one, text_starts(one.at->name, "opt.") ? 4 : 0);
		}
		row->cells[4] = keep(arena, &options);
	}
	grid_print(&g, b);
}

static void count_row(struct row *row, struct arena *arena, const struct count *c)
{
	uint64_t aside = 0;
	struct buffer why = {0};

	for (size_t i = 0; i < c->figure_count; i++) {
		struct text name = c->figures[i].name;
		if (!memchr(name.at, '.', name.length))
			aside += c->figures[i].value;
		buffer_string(&why, i ? ", " : "");
		buffer_text_add(&why, name);
		buffer_byte(&why, ' ');
		buffer_u64(&why, c->figures[i].value);
	}
	row->cells[2] = number(arena, c->read);
	row->cells[3] = number(arena, c->written);
	row->cells[4] = number(arena, aside);
	row->cells[5] = keep(arena, &why);
}

static void show_ledger(struct buffer *b, const struct reader *in, struct arena *arena)
{
	struct grid g = {.arena = arena, .right = 1 << 2 | 1 << 3 | 1 << 4};
	const struct piece *piece = &in->ledger.piece;

	buffer_string(b, "ledger\n");
	*grid_row(&g) = (struct row){{TEXT("step"), TEXT("tool"), TEXT("read"), TEXT("written"),
				      TEXT("set aside"), TEXT("figures")}};
	for (size_t i = 0; i < in->preamble.step_count; i++) {
		const struct step *s = &in->preamble.steps[i];
		const struct count *c = ledger_find(&in->ledger, s->id);
		struct row *row = grid_row(&g);
		row->cells[0] = text_of(s->id);
		row->cells[1] = s->tool;
		if (c)
			count_row(row, arena, c);
		if (!piece->is_piece || strcmp(piece->step, s->id) != 0)
			continue;
		row = grid_row(&g);
		row->cells[1] = TEXT("a piece");
		row->cells[3] = number(arena, piece->rows);
	}
	grid_print(&g, b);
}

void stream_show(struct buffer *b, const struct reader *in)
{
	struct arena arena = {0};

	show_head(b, in);
	show_sources(b, in, &arena);
	show_columns(b, in, &arena);
	if (in->preamble.step_count) {
		show_steps(b, in, &arena);
		show_ledger(b, in, &arena);
	}
	b->length--; /* the blank line after the last part */
	arena_free(&arena);
}
