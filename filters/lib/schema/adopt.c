#include "schema/adopt.h"

#include <fcntl.h>
#include <openssl/evp.h>

#include "schema/schema.h"
#include "stream/policy.h"
#include "stream/table.h"
#include "stream/wrap.h"
#include "stream/writer.h"

struct table {
	struct reader in;
	struct schema schema;
	struct preamble columns; /* of the table as it is, for its reader */
	struct preamble out;
	size_t *from; /* by output column: the cell it is, NO_COLUMN for a rid made here */
	EVP_MD_CTX *file;
	uint64_t bytes;
};

static void hash_line(struct table *t, struct text line)
{
	if (EVP_DigestUpdate(t->file, line.at, line.length) != 1 ||
	    EVP_DigestUpdate(t->file, "\n", 1) != 1)
		fail(EXIT_BUG, "SHA-256");
	t->bytes += line.length + 1;
}

static void open_table(struct table *t, const char *path, const struct common *common)
{
	int fd = path ? open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY) : 0;

	if (fd < 0)
		fail_errno(EXIT_IO, "%s", path);
	table_open(&t->in, path, fd, common);
	t->file = EVP_MD_CTX_new();
	if (!t->file || EVP_DigestInit_ex(t->file, EVP_sha256(), NULL) != 1)
		fail(EXIT_IO, "out of memory");
}

/* A schema made of --column words. */
static void declare_schema(struct table *t, const struct string_list *columns)
{
	struct arena *arena = &t->in.arena;
	struct preamble declared;
	struct buffer folded = {0};

	preamble_start(&declared, arena, LEVEL_IDENTIFIABLE);
	t->schema.column_count = columns->count;
	t->schema.columns = ARENA_ARRAY(arena, columns->count, struct schema_column);
	for (size_t i = 0; i < columns->count; i++) {
		column_declare(&declared, columns->at[i]);
		const struct column *from = &declared.columns[i];
		struct text *title = ARENA_ARRAY(arena, 1, struct text);
		buffer_reset(&folded);
		schema_fold(&folded, from->name);
		*title = text_copy(arena, buffer_text(&folded));
		t->schema.columns[i] = (struct schema_column){.name = from->name,
							      .type = from->type,
							      .role = from->role,
							      .required = true,
							      .titles = title,
							      .title_count = 1};
	}
	buffer_free(&folded);
}

static struct text *read_titles(struct table *t, size_t *count)
{
	struct text header = table_header(&t->in), rest = header;

	if (text_starts(header, "##"))
		fail_at(EXIT_DATA, (struct place){t->in.path, 1, NULL}, NULL,
			"not a bare table: it begins with ##");
	if (memchr(header.at, '\r', header.length) || memchr(header.at, 0, header.length))
		fail_at(EXIT_DATA, (struct place){t->in.path, 1, NULL}, NULL,
			"a CR or NUL (lines end in LF alone)");
	hash_line(t, header);
	struct text *titles = ARENA_ARRAY(&t->in.arena, header.length + 1, struct text);
	while (text_cut(&rest, '\t', &titles[*count]))
		++*count;
	return titles;
}

/* Declares the output's columns: rid, then the schema's in its order. */
static void declare_columns(struct table *t)
{
	struct place place = {t->in.path, 1, NULL};
	struct arena *arena = &t->in.arena;
	size_t title_count = 0, known = 0;
	struct text *titles = read_titles(t, &title_count);
	size_t *at = ARENA_ARRAY(arena, t->schema.column_count, size_t);
	bool has_rid = false;

	t->from = ARENA_ARRAY(arena, t->schema.column_count + 1, size_t);
	schema_match(&t->schema, titles, title_count, place, at);
	for (size_t i = 0; i < t->schema.column_count; i++)
		has_rid |= text_is(t->schema.columns[i].name, "rid");
	if (!has_rid) {
		preamble_column(&t->out, TEXT("rid"), TEXT("rid"), ROLE_KEY);
		t->from[0] = NO_COLUMN;
		for (size_t i = 0; i < title_count; i++)
			if (text_is(titles[i], "rid"))
				t->from[0] = i, known = 1;
	}
	for (size_t i = 0; i < t->schema.column_count; i++) {
		if (at[i] == NO_COLUMN)
			continue;
		t->from[t->out.column_count] = at[i];
		schema_declare(&t->schema.columns[i], &t->out);
		known++;
	}
	if (known != title_count)
		fail_at(EXIT_DATA, place, NULL, "%zu of %zu columns are not in the schema",
			title_count - known, title_count);
	t->columns.column_count = title_count;
	t->columns.columns = ARENA_ARRAY(arena, title_count, struct column);
	for (size_t i = 0; i < t->out.column_count; i++)
		if (t->from[i] != NO_COLUMN)
			t->columns.columns[t->from[i]] = t->out.columns[i];
	table_columns(&t->in, &t->columns);
}

static void add_step(struct table *t, const struct string_list *columns, const char *source)
{
	struct step_builder step;
	struct buffer schema = {0};

	if (t->schema.path) {
		buffer_text_add(&schema, t->schema.name);
		buffer_byte(&schema, '@');
		buffer_string(&schema, t->schema.digest);
	}
	preamble_source(&t->out, &(struct source){.id = text_of(source),
						  .set = t->schema.set,
						  .table = t->schema.table,
						  .owner = TEXT_NONE,
						  .schema = buffer_text(&schema),
						  .parts = TEXT_NONE});
	buffer_free(&schema);
	step_start(&step, &t->out, "adopt");
	step_option(&step, "source", text_of(source));
	if (t->schema.path)
		step_file(&step, "schema", t->schema.digest);
	for (size_t i = 0; i < columns->count; i++)
		step_option_item(&step, "column", text_of(columns->at[i]));
	preamble_step(&step);
}

static void copy_records(struct table *t, struct writer *w, const char *source)
{
	struct record row;
	struct buffer rid = {0};

	while (reader_next(&t->in, &row)) {
		hash_line(t, row.line);
		if (!text_utf8(row.line))
			fail_at(EXIT_DATA, reader_place(&t->in, NULL), "utf-8", "not UTF-8");
		for (size_t i = 0; i < t->out.column_count; i++) {
			if (t->from[i] != NO_COLUMN) {
				struct text cell = record_cell(&row, t->from[i]);
				if (i == 0 && !cell.length)
					fail_at(EXIT_DATA, reader_place(&t->in, "rid"), NULL,
						"no id");
				writer_cell(w, cell);
				continue;
			}
			buffer_reset(&rid);
			buffer_string(&rid, source);
			buffer_byte(&rid, ':');
			buffer_u64(&rid, w->rows + 1);
			writer_cell(w, buffer_text(&rid));
		}
		writer_end(w);
	}
	buffer_free(&rid);
}

static void add_digest(struct table *t, struct writer *w, const char *source)
{
	unsigned char digest[EVP_MAX_MD_SIZE];
	unsigned length;
	struct buffer hex = {0};

	if (EVP_DigestFinal_ex(t->file, digest, &length) != 1)
		fail(EXIT_BUG, "SHA-256");
	for (unsigned i = 0; i < length; i++)
		buffer_hex(&hex, digest[i], 2);
	buffer_byte(&hex, 0);
	writer_digest(w, text_of(source), hex.at, t->bytes);
	buffer_free(&hex);
	EVP_MD_CTX_free(t->file);
}

void table_adopt(const char *path, const char *schema, const struct string_list *columns,
		 const char *source, const struct common *common)
{
	struct table t = {0};
	struct writer w;

	if (!source_id_valid(text_of(source)))
		usage_fail("--source %s is not a source id ([a-z][a-z0-9_-]*)", source);
	open_table(&t, path, common);
	if (schema)
		schema_read(&t.schema, &t.in.arena, schema);
	else
		declare_schema(&t, columns);
	preamble_start(&t.out, &t.in.arena, LEVEL_IDENTIFIABLE);
	t.out.partial = common->partial;
	declare_columns(&t);
	add_step(&t, columns, source);
	policy_output(TOOL_ADOPT, LEVEL_IDENTIFIABLE, &t.out);
	writer_open(&w, &t.out, common);
	copy_records(&t, &w, source);
	add_digest(&t, &w, source);
	writer_unsealed(&w, w.rows);
	writer_close(&w);
	reader_close(&t.in);
}
