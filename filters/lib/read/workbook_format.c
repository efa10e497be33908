#include "read/workbook_number.h"

enum number_kind number_kind_builtin(uint64_t id)
{
	/* 27 to 36 and 50 to 58 are dates and times of East Asia, 71 to 81 of Thailand. */
	static const struct {
		uint8_t first, last, kind;
	} known[] = {
		{14, 17, NUMBER_DATE}, {18, 21, NUMBER_TIME},    {22, 22, NUMBER_DATETIME},
		{27, 31, NUMBER_DATE}, {32, 35, NUMBER_TIME},    {36, 36, NUMBER_DATE},
		{45, 45, NUMBER_TIME}, {46, 46, NUMBER_ELAPSED}, {47, 47, NUMBER_TIME},
		{50, 54, NUMBER_DATE}, {55, 56, NUMBER_TIME},    {57, 58, NUMBER_DATE},
		{71, 74, NUMBER_DATE}, {75, 77, NUMBER_TIME},    {78, 78, NUMBER_DATETIME},
		{79, 79, NUMBER_TIME}, {80, 80, NUMBER_ELAPSED}, {81, 81, NUMBER_TIME},
	};

	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (id >= known[i].first && id <= known[i].last)
			return (enum number_kind)known[i].kind;
	return NUMBER_PLAIN;
}

struct signs {
	bool date, time, elapsed, number;
	bool month;  /* an m that may yet be minutes */
	char before; /* the last letter of a date or time */
};

/* `[h]`, or a colour, condition or locale. */
static void bracket(struct signs *s, struct text inside)
{
	bool elapsed = inside.length > 0;

	for (size_t i = 0; i < inside.length; i++)
		elapsed = elapsed && memchr("hHmMsS", inside.at[i], 6);
	s->elapsed = s->elapsed || elapsed;
	if (elapsed)
		s->before = 'h';
}

static void letter(struct signs *s, char c)
{
	if (c == 'y' || c == 'd' || c == 'e' || c == 'g' || c == 'b')
		s->date = true;
	if (c == 'h' || c == 's')
		s->time = true;
	/* Minutes stand behind hours or before seconds; else m is the month. */
	if (c == 's' && s->before == 'm')
		s->month = false;
	if (c == 'm' && s->before != 'h' && s->before != 'm')
		s->month = true;
	if (c != 'm' && c != 's' && s->before == 'm' && s->month)
		s->date = true;
	s->before = c;
}

static bool starts_folded(struct text a, const char *word)
{
	size_t length = strlen(word);

	if (a.length < length)
		return false;
	for (size_t i = 0; i < length; i++)
		if ((a.at[i] | 0x20) != (word[i] | 0x20))
			return false;
	return true;
}

/* Bytes of `a` that are one thing, and what it signifies; 0 at the end of the
 * section for positive numbers. */
static size_t part(struct signs *s, struct text a)
{
	const char *end = NULL;
	char c = *a.at;

	if (c == ';')
		return 0;
	if (c == '"')
		end = memchr(a.at + 1, '"', a.length - 1);
	if (c == '[')
		end = memchr(a.at, ']', a.length);
	if (c == '[' && end)
		bracket(s, (struct text){a.at + 1, (size_t)(end - a.at) - 1});
	if (c == '"' || c == '[')
		return end ? (size_t)(end - a.at) + 1 : a.length;
	if (c == '\\' || c == '_' || c == '*')
		return a.length < 2 ? 1 : 2;
	if (starts_folded(a, "general")) {
		s->number = true;
		return 7;
	}
	if (starts_folded(a, "am/pm") || starts_folded(a, "a/p"))
		return a.at[1] == '/' ? 3 : 5;
	if ((c == 'e' || c == 'E') && a.length > 1 && (a.at[1] == '+' || a.at[1] == '-')) {
		s->number = true;
		return 2;
	}
	/* Fractions of a second: ss.000 */
	if (c == '.' && s->before == 's' && a.length > 1 && a.at[1] == '0') {
		size_t n = 1;

		while (n < a.length && a.at[n] == '0')
			n++;
		return n;
	}
	if (c == '#' || c == '?')
		s->number = true;
	if (memchr("ydegbhsmYDEGBHSM", c, 16))
		letter(s, (char)(c | 0x20));
	return 1;
}

enum number_kind number_kind_code(struct text code)
{
	struct signs s = {0};

	while (code.length > 0) {
		size_t n = part(&s, code);

		if (n == 0)
			break;
		code = (struct text){code.at + n, code.length - n};
	}
	s.date = s.date || (s.before == 'm' && s.month);
	if (s.number)
		return NUMBER_PLAIN;
	if (s.date)
		return s.time || s.elapsed ? NUMBER_DATETIME : NUMBER_DATE;
	if (s.elapsed)
		return NUMBER_ELAPSED;
	return s.time ? NUMBER_TIME : NUMBER_PLAIN;
}
