#include <math.h>

#include "expr/extract.h"
#include "splink/splink_terms_internal.h"

/* Values: columns, and functions of one column on one side. */

#define POSTCODE_AREA "^[A-Za-z]{1,2}"
#define POSTCODE_DISTRICT POSTCODE_AREA "[0-9][A-Za-z0-9]?"
#define POSTCODE_SECTOR POSTCODE_DISTRICT " [0-9]"
#define POSTCODE_WHOLE POSTCODE_SECTOR "[A-Za-z]{2}$"

/* Splink's regular expressions; `valid` is what is missing where they do not match. */
static const struct {
	const char *expression, *function, *valid;
} extracts[] = {
	{"^[^@]+", "username", NULL},         {POSTCODE_AREA, "area", NULL},
	{POSTCODE_DISTRICT, "outcode", NULL}, {POSTCODE_SECTOR, "sector", NULL},
	{POSTCODE_WHOLE, NULL, "sector"},
};

/* Functions of one value that are the same with us. */
static const char *const same[][2] = {
	{"soundex", "soundex"}, {"dmetaphone", "metaphone"}, {"double_metaphone", "metaphone"},
	{"year", "year"},       {"month", "month"},          {"day", "day"},
	{"dayofmonth", "day"},
};

/* Functions that `clean` has already done. */
static const char *const folds[] = {"lower", "upper", "lcase", "ucase", "trim"};
static const char *const parses[] = {"try_strptime", "strptime",         "to_date", "try_to_date",
				     "to_timestamp", "try_to_timestamp", "date"};
static const char *const others[] = {"substr",         "substring",  "left",    "nullif",
				     "regexp_extract", "split_part", "coalesce"};

#define IN(list, name) in_list(name, list, sizeof(list) / sizeof *(list))

static bool in_list(struct text name, const char *const *list, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (text_is(name, list[i]))
			return true;
	return false;
}

bool splink_value_knows(struct text function)
{
	for (size_t i = 0; i < sizeof same / sizeof *same; i++)
		if (text_is(function, same[i][0]))
			return true;
	return IN(folds, function) || IN(parses, function) || IN(others, function);
}

static bool value_of(struct splink_terms *t, const struct sql *n, enum sql_side side,
		     struct text *value);

static struct text call(struct splink_terms *t, const char *function, struct text of)
{
	struct buffer b = {0};

	buffer_string(&b, function);
	buffer_byte(&b, '(');
	buffer_text_add(&b, of);
	buffer_byte(&b, ')');
	struct text made = text_copy(t->arena, buffer_text(&b));
	buffer_free(&b);
	return made;
}

static bool is_text(const struct sql *n, const char *text)
{
	return sql_is(n, SQL_STRING, text);
}

/* substring(v, from, length), or left(v, length). */
static bool cut_of(struct splink_terms *t, const struct sql *n, enum sql_side side,
		   struct text *value)
{
	bool left = text_is(n->text, "left");
	const struct sql *from = n->first ? n->first->next : NULL;
	const struct sql *length = left || !from ? from : from->next;
	double first = 1, count;
	struct text inside;

	if (!length || length->next || (!left && !sql_number(from, &first)) ||
	    !sql_number(length, &count) || first < 1 || count < 1 || first > 10000 ||
	    count > 10000 || first != (int)first || count != (int)count ||
	    !value_of(t, n->first, side, &inside))
		return false;
	t->cut = t->cut || first > 1;
	struct buffer b = {0};
	buffer_string(&b, "substr(");
	buffer_text_add(&b, inside);
	buffer_string(&b, ", ");
	buffer_u64(&b, (uint64_t)first);
	buffer_string(&b, ", ");
	buffer_u64(&b, (uint64_t)count);
	buffer_byte(&b, ')');
	*value = text_copy(t->arena, buffer_text(&b));
	buffer_free(&b);
	return true;
}

/* NULLIF(NULLIF(v, 'U'), 'X'), or the other way round: a sex that is known. */
static bool known_of(struct splink_terms *t, const struct sql *n, enum sql_side side,
		     struct text *value)
{
	const struct sql *of = n->first;

	if (sql_count(n) != 2 || !sql_is(of, SQL_CALL, "nullif") || sql_count(of) != 2)
		return false;
	bool marks = (is_text(of->next, "X") && is_text(of->first->next, "U")) ||
		     (is_text(of->next, "U") && is_text(of->first->next, "X"));
	if (!marks || !value_of(t, of->first, side, value))
		return false;
	*value = call(t, "known", *value);
	return true;
}

/* extract(v, 'PATTERN'), of the pattern's group or of all. */
static bool extracted(struct splink_terms *t, struct text pattern, bool group, struct text *value)
{
	struct extraction extract;
	struct buffer b = {0};

	if (!extract_read(&extract, t->arena, pattern) ||
	    (memchr(pattern.at, '(', pattern.length) != NULL) != group ||
	    memchr(pattern.at, '\'', pattern.length) || memchr(pattern.at, '\t', pattern.length) ||
	    memchr(pattern.at, '\n', pattern.length))
		return false;
	buffer_string(&b, "extract(");
	buffer_text_add(&b, *value);
	buffer_string(&b, ", '");
	buffer_text_add(&b, pattern);
	buffer_string(&b, "')");
	*value = text_copy(t->arena, buffer_text(&b));
	buffer_free(&b);
	return true;
}

/* NULLIF(v, ''), of a regular expression too: without NULLIF two values that
 * do not match it would be equal. */
static bool nullif_of(struct splink_terms *t, const struct sql *n, enum sql_side side,
		      struct text *value)
{
	const struct sql *of = n->first;

	if (sql_count(n) != 2 || !is_text(of->next, ""))
		return false;
	if (!sql_is(of, SQL_CALL, "regexp_extract"))
		return value_of(t, of, side, value);
	double group = 0;
	size_t count = sql_count(of);
	if (count < 2 || count > 3 || of->first->next->kind != SQL_STRING ||
	    (count == 3 &&
	     (!sql_number(of->first->next->next, &group) || (group != 0 && group != 1))))
		return false;
	for (size_t i = 0; i < sizeof extracts / sizeof *extracts; i++) {
		if (group != 0 || !is_text(of->first->next, extracts[i].expression))
			continue;
		if (!value_of(t, of->first, side, value))
			return false;
		t->valid = extracts[i].valid;
		if (extracts[i].function)
			*value = call(t, extracts[i].function, *value);
		return true;
	}
	return value_of(t, of->first, side, value) && !t->valid &&
	       extracted(t, of->first->next->text, group == 1, value);
}

static bool parsed_date(struct splink_terms *t, const struct sql *n, enum sql_side side,
			struct text *value)
{
	const struct sql *form = n->first ? n->first->next : NULL;

	if (!value_of(t, n->first, side, value))
		return false;
	t->valid = "day";
	t->is_date = true;
	if (!form)
		return true;
	if (form->kind != SQL_STRING || form->next)
		return false;
	bool spark = !memchr(form->text.at, '%', form->text.length);
	for (size_t i = 0; i + 1 < form->text.length; i++)
		if (spark ? form->text.at[i] == 'H'
			  : form->text.at[i] == '%' && form->text.at[i + 1] == 'H')
			return false;
	t->dated = t->dated || !(is_text(form, "%Y-%m-%d") || is_text(form, "yyyy-MM-dd"));
	return true;
}

static bool call_of(struct splink_terms *t, const struct sql *n, enum sql_side side,
		    struct text *value)
{
	if (!n->first)
		return false;
	if (IN(folds, n->text)) {
		t->folded = true;
		return !n->first->next && value_of(t, n->first, side, value);
	}
	if (IN(parses, n->text))
		return parsed_date(t, n, side, value);
	if (text_is(n->text, "nullif"))
		return known_of(t, n, side, value) || nullif_of(t, n, side, value);
	if (text_is(n->text, "substr") || text_is(n->text, "substring") || text_is(n->text, "left"))
		return cut_of(t, n, side, value);
	if (text_is(n->text, "split_part")) {
		double part;
		if (sql_count(n) != 3 || !is_text(n->first->next, "@") ||
		    !sql_number(n->first->next->next, &part) || part != 1 ||
		    !value_of(t, n->first, side, value))
			return false;
		*value = call(t, "username", *value);
		return true;
	}
	for (size_t i = 0; i < sizeof same / sizeof *same; i++) {
		if (!text_is(n->text, same[i][0]) || n->first->next)
			continue;
		if (!value_of(t, n->first, side, value))
			return false;
		t->valid = NULL;
		*value = call(t, same[i][1], *value);
		return true;
	}
	return false;
}

/* What || joins: a value, or a text that both languages write alike. */
static bool operand_of(struct splink_terms *t, const struct sql *n, enum sql_side side,
		       struct text *value)
{
	struct buffer b = {0};

	if (n->kind != SQL_STRING)
		return value_of(t, n, side, value) && !t->valid;
	for (size_t i = 0; i < n->text.length; i++)
		if ((unsigned char)n->text.at[i] < ' ' || n->text.at[i] == '\'')
			return false;
	buffer_byte(&b, '\'');
	buffer_text_add(&b, n->text);
	buffer_byte(&b, '\'');
	*value = text_copy(t->arena, buffer_text(&b));
	buffer_free(&b);
	return n->text.length > 0;
}

static bool concat_of(struct splink_terms *t, const struct sql *n, enum sql_side side,
		      struct text *value)
{
	struct text a, b;
	struct buffer made = {0};

	if (!operand_of(t, n->first, side, &a) || !operand_of(t, n->first->next, side, &b))
		return false;
	bool more = sql_is(n->first, SQL_OPERATION, "||");
	buffer_string(&made, more ? "" : "concat(");
	buffer_add(&made, a.at, a.length - more);
	buffer_string(&made, ", ");
	buffer_text_add(&made, b);
	buffer_byte(&made, ')');
	*value = text_copy(t->arena, buffer_text(&made));
	buffer_free(&made);
	return true;
}

/* v[N] of a list, and v['NAME'], which is a column of its own here. */
static bool element_of(struct splink_terms *t, const struct sql *n, enum sql_side side,
		       struct text *value)
{
	const struct sql *index = n->first->next;
	double number;
	struct buffer b = {0};

	if (index->kind == SQL_STRING) {
		if (n->first->kind != SQL_COLUMN || n->first->side != side)
			return false;
		buffer_text_add(&b, n->first->text);
		buffer_string(&b, "['");
		buffer_text_add(&b, index->text);
		buffer_string(&b, "']");
		*value = splink_column_name(t, buffer_text(&b));
		buffer_free(&b);
		return true;
	}
	if (!sql_number(index, &number) || number < 1 || number > 10000 ||
	    number != floor(number) || !value_of(t, n->first, side, value) || t->valid)
		return false;
	buffer_string(&b, "element(");
	buffer_text_add(&b, *value);
	buffer_string(&b, ", ");
	buffer_u64(&b, (uint64_t)number);
	buffer_byte(&b, ')');
	*value = text_copy(t->arena, buffer_text(&b));
	buffer_free(&b);
	return true;
}

static bool value_of(struct splink_terms *t, const struct sql *n, enum sql_side side,
		     struct text *value)
{
	static const char *const dates[] = {"date", "timestamp", "datetime"};

	if (n->kind == SQL_COLUMN && n->side == side) {
		*value = splink_column_name(t, n->text);
		return true;
	}
	if (sql_is(n, SQL_OPERATION, "||"))
		return concat_of(t, n, side, value);
	if (sql_is(n, SQL_OPERATION, "[]"))
		return element_of(t, n, side, value);
	if (n->kind == SQL_CAST) {
		if (!value_of(t, n->first, side, value))
			return false;
		if (text_is(n->text, "date"))
			t->valid = "day";
		t->is_date = IN(dates, n->text);
		return true;
	}
	return n->kind == SQL_CALL && call_of(t, n, side, value);
}

bool splink_value(void *terms, const struct sql *n, enum sql_side side, struct binding *binding)
{
	return value_of(terms, n, side, &binding->at[SQL_NEITHER]);
}
