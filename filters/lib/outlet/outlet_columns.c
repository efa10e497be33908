#include "outlet/outlet_internal.h"

void outlet_form(struct outlet_column *column, enum schema_written written)
{
	switch (written) {
	case WRITTEN_LA_NUMBER:
		column->kind = KIND_LA_NUMBER;
		break;
	case WRITTEN_SEX_NUMBER:
		column->kind = KIND_SEX;
		break;
	case WRITTEN_ETHNIC_CATEGORY:
		column->kind = KIND_ETHNIC_CATEGORY;
		break;
	case WRITTEN_BRITISH_DATE:
		column->kind = KIND_DATE;
		column->dates = DATES_BRITISH;
		break;
	case WRITTEN_PLAIN_DATE:
		column->kind = KIND_DATE;
		column->dates = DATES_PLAIN;
		break;
	case WRITTEN_AS_IT_IS:
		break;
	}
}

/* By the type that the file's column is of, and the one that the stream's has. */
static enum outlet_kind kind_of(const struct outlet_options *options, struct text type,
				struct text has)
{
	if (text_is(type, "date") && (options->trace || options->dates != DATES_AS_THEY_ARE))
		return KIND_DATE;
	if (options->trace && text_is(type, "postcode"))
		return KIND_POSTCODE;
	if (options->trace && (text_is(type, "sex") || text_is(type, "stated_gender")))
		return KIND_SEX;
	if (text_is(type, "stated_gender") && text_is(has, "sex"))
		return KIND_STATED_GENDER;
	return KIND_AS_IS;
}

/* The file's titles are the schema's when it is written in the schema's format. */
static bool own_titles(const struct outlet_options *options)
{
	enum outlet_format own;

	return outlet_format_parse(schema_format_name(options->schema->format), &own) &&
	       (own == options->format || (own <= OUTLET_TSV && options->format <= OUTLET_TSV));
}

static struct outlet_column column_of(const struct outlet_options *options,
				      const struct schema_column *as, const struct preamble *stream,
				      size_t in)
{
	const struct column *declared = in == NO_COLUMN ? NULL : &stream->columns[in];
	struct outlet_column c = {.declared = declared, .as = as, .in = in};

	c.list = as ? as->list : declared->list;
	c.title = as && own_titles(options) ? as->title : as ? as->name : declared->name;
	c.kind = kind_of(options, as ? as->type : declared->type,
			 declared ? declared->type : TEXT_NONE);
	c.dates = options->trace ? DATES_PLAIN : options->dates;
	if (c.kind == KIND_AS_IS && as && preamble_step_of(stream, "clean")) {
		if (text_is(as->type, "postcode"))
			c.kind = KIND_POSTCODE;
		outlet_form(&c, as->written);
	}
	return c;
}

/* By cell number: those that no column of the schema is are empty. */
static struct outlet_column *numbered(struct arena *arena, struct outlet_column *columns,
				      size_t *count)
{
	size_t cells = 0;

	for (size_t i = 0; i < *count; i++)
		cells = columns[i].as->at.first > cells ? columns[i].as->at.first : cells;
	struct outlet_column *all = ARENA_ARRAY(arena, cells, struct outlet_column);

	for (size_t i = 0; i < cells; i++)
		all[i] = (struct outlet_column){.in = NO_COLUMN};
	for (size_t i = 0; i < *count; i++)
		all[columns[i].as->at.first - 1] = columns[i];
	*count = cells;
	return all;
}

/* The id of a trace request's record is the stream's own, if it has no other. */
static size_t cell_in(const struct outlet_options *options, const struct preamble *stream,
		      const struct schema_column *c, bool *own)
{
	size_t in = preamble_find(stream, c->name);

	*own = in == NO_COLUMN && options->trace && text_is(c->name, "reference");
	return *own ? preamble_find(stream, TEXT("rid")) : in;
}

static struct outlet_column *by_schema(struct arena *arena, const struct outlet_options *options,
				       const struct preamble *stream, const char *file,
				       size_t *count)
{
	const struct schema *s = options->schema;
	struct outlet_column *columns = ARENA_ARRAY(arena, s->column_count, struct outlet_column);
	bool all = s->untitled || options->format == OUTLET_FIXED, own;
	size_t there = 0;

	*count = 0;
	for (size_t i = 0; i < s->column_count; i++) {
		const struct schema_column *c = &s->columns[i];
		size_t in = cell_in(options, stream, c, &own);

		if (in == NO_COLUMN && c->required)
			fail_at(EXIT_DATA, (struct place){.file = file}, "columns",
				"no column %.*s, which schema %.*s requires", (int)c->name.length,
				c->name.at, (int)s->name.length, s->name.at);
		there += in != NO_COLUMN;
		if (in == NO_COLUMN && !all)
			continue;
		columns[*count] = column_of(options, c, stream, in);
		if (options->trace && text_is(c->name, "reference"))
			columns[*count].kind = KIND_REFERENCE;
		++*count;
	}
	if (there == 0)
		fail_at(EXIT_DATA, (struct place){.file = file}, "columns",
			"none of its columns is in schema %.*s", (int)s->name.length, s->name.at);
	return s->untitled ? numbered(arena, columns, count) : columns;
}

struct outlet_column *outlet_columns(struct arena *arena, const struct outlet_options *options,
				     const struct preamble *stream, const char *file, size_t *count)
{
	if (options->schema)
		return by_schema(arena, options, stream, file, count);
	struct outlet_column *columns =
		ARENA_ARRAY(arena, stream->column_count, struct outlet_column);

	*count = stream->column_count;
	for (size_t i = 0; i < *count; i++)
		columns[i] = column_of(options, NULL, stream, i);
	return columns;
}
