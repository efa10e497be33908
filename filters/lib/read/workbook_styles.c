#include "read/workbook_styles.h"

enum { FORMATS = 65536, UNKNOWN = 255 };

static uint64_t number_of(const struct markup *m, const char *name)
{
	uint64_t number = 0;

	text_u64(text_trim(markup_value(m, name)), &number);
	return number;
}

/* A code of the workbook's own rules over a built-in one of that number. */
static enum number_kind kind_of(const uint8_t *kinds, uint64_t id)
{
	return id < FORMATS && kinds[id] != UNKNOWN ? (enum number_kind)kinds[id]
						    : number_kind_builtin(id);
}

void styles_read(struct styles *s, struct markup *m)
{
	uint8_t formats[FORMATS];
	enum markup_token token;
	bool cells = false;

	memset(formats, UNKNOWN, sizeof formats);
	*s = (struct styles){0};
	while ((token = markup_next(m)) != MARKUP_END) {
		if (token != MARKUP_OPEN)
			continue;
		if (m->depth == 2)
			cells = text_is(m->name, "cellXfs");
		uint64_t id = number_of(m, "numFmtId");
		struct text code = markup_value(m, "formatCode");

		if (m->depth == 3 && text_is(m->name, "numFmt") && id < FORMATS && code.at)
			formats[id] = (uint8_t)number_kind_code(code);
		if (m->depth != 3 || !cells || !text_is(m->name, "xf"))
			continue;
		memory_need(&s->kinds, &s->capacity, s->count + 1, 1);
		s->kinds[s->count++] = (uint8_t)kind_of(formats, id);
	}
}

void styles_free(struct styles *s)
{
	memory_free(s->kinds);
	*s = (struct styles){0};
}
