#include "outlet/outlet_internal.h"

static void pair_add(struct buffer *b, const char *indent, const char *name, const char *value)
{
	buffer_string(b, indent);
	json_text(b, text_of(name));
	buffer_string(b, ": ");
	buffer_string(b, value);
}

static const char *datatype(const struct outlet_options *options, const struct outlet_column *c,
			    bool cleaned)
{
	static const char *const dates[] = {"\"date\"", "\"date\"",
					    "{\"base\": \"date\", \"format\": \"dd/MM/yyyy\"}",
					    "{\"base\": \"date\", \"format\": \"yyyyMMdd\"}"};
	static const struct {
		const char *type, *data;
	} types[] = {
		{"year", "\"gYear\""},
		{"month", "\"gYearMonth\""},
		{"time", "\"time\""},
		{"integer", "\"integer\""},
		{"decimal", "\"decimal\""},
		{"boolean", "{\"base\": \"boolean\", \"format\": \"1|0\"}"},
		{"nhs_number", "{\"base\": \"string\", \"format\": \"[0-9]{10}\"}"},
		{"uln", "{\"base\": \"string\", \"format\": \"[0-9]{10}\"}"},
	};

	if (!c->declared)
		return "\"string\"";
	if (text_is(c->declared->type, "count"))
		return "\"integer\"";
	if (text_is(c->declared->type, "probability") || text_is(c->declared->type, "weight"))
		return "\"decimal\"";
	if (cleaned && !options->spreadsheet && text_is(c->declared->type, "date"))
		return dates[c->dates];
	for (size_t i = 0; cleaned && !options->spreadsheet && i < sizeof types / sizeof *types;
	     i++)
		if (text_is(c->declared->type, types[i].type))
			return types[i].data;
	return "\"string\"";
}

static void column_add(struct buffer *b, const struct outlet *o, size_t i, bool cleaned)
{
	const struct outlet_column *c = &o->columns[i];
	struct text name = c->as ? c->as->name : c->declared ? c->declared->name : TEXT_NONE;

	buffer_string(b, i > 0 ? ",\n      {\n" : "      {\n");
	buffer_string(b, "        \"name\": ");
	if (name.length > 0) {
		json_text(b, name);
	} else {
		buffer_string(b, "\"cell_");
		buffer_u64(b, i + 1);
		buffer_byte(b, '"');
	}
	if (!o->options->schema || !o->options->schema->untitled) {
		buffer_string(b, ",\n        \"titles\": ");
		json_text(b, c->title);
	}
	pair_add(b, ",\n        ", "datatype", datatype(o->options, c, cleaned));
	if (c->list)
		pair_add(b, ",\n        ", "separator", "\"|\"");
	if (c->as && c->as->required)
		pair_add(b, ",\n        ", "required", "true");
	pair_add(b, ",\n        ", "null", "\"\"");
	buffer_string(b, "\n      }");
}

void csvw_write(struct buffer *b, const struct outlet *o, const char *url, bool cleaned)
{
	const struct schema *s = o->options->schema;
	bool untitled = s && s->untitled, tab = o->options->format == OUTLET_TSV;
	char delimiter[] = {tab ? '\t' : o->options->delimiter};

	buffer_string(b, "{\n  \"@context\": \"http://www.w3.org/ns/csvw\",\n  \"url\": ");
	json_text(b, text_of(url));
	if (s && s->about.length > 0) {
		buffer_string(b, ",\n  \"dc:description\": ");
		json_text(b, s->about);
	}
	buffer_string(b, ",\n  \"dialect\": {\n    \"delimiter\": ");
	json_text(b, (struct text){delimiter, 1});
	buffer_string(b, ",\n    \"encoding\": \"utf-8\"");
	pair_add(b, ",\n    ", "header", untitled ? "false" : "true");
	pair_add(b, ",\n    ", "headerRowCount", untitled ? "0" : "1");
	if (s && s->lead > 0) {
		buffer_string(b, ",\n    \"skipRows\": ");
		buffer_u64(b, s->lead);
	}
	pair_add(b, ",\n    ", "lineTerminators", tab || untitled ? "[\"\\n\"]" : "[\"\\r\\n\"]");
	buffer_string(b, "\n  },\n  \"tableSchema\": {\n    \"columns\": [\n");
	for (size_t i = 0; i < o->column_count; i++)
		column_add(b, o, i, cleaned);
	buffer_string(b, "\n    ]\n  }\n}\n");
}
