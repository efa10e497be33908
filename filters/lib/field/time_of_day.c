#include "field/blank.h"
#include "field/date_internal.h"

/* Exactly two digits off *rest, at most `most`. */
static bool two_digits(struct text *rest, int most, int *number)
{
	if (rest->length < 2 || !is_digit(rest->at[0]) || !is_digit(rest->at[1]))
		return false;
	*number = (rest->at[0] - '0') * 10 + rest->at[1] - '0';
	rest->at += 2;
	rest->length -= 2;
	return *number <= most;
}

/* The word in any case, and no letter behind it. */
static bool word_take(struct text *rest, const char *word)
{
	size_t n = strlen(word);

	if (rest->length < n || (rest->length > n && is_letter(rest->at[n])))
		return false;
	for (size_t i = 0; i < n; i++)
		if ((rest->at[i] & ~0x20) != (word[i] & ~0x20))
			return false;
	rest->at += n;
	rest->length -= n;
	return true;
}

/* AM or PM, also A.M., behind an hour of twelve or of twenty-four. False where
 * they contradict each other. */
static bool half_take(struct text *rest, struct time_of_day *t)
{
	struct text after = *rest;

	text_take(&after, ' ');
	bool morning = word_take(&after, "am") || word_take(&after, "a.m.");
	if (!morning && !word_take(&after, "pm") && !word_take(&after, "p.m."))
		return true;
	if (morning ? t->hour > 12 : t->hour == 0)
		return false;
	t->hour = t->hour % 12 + (morning ? 0 : 12);
	*rest = after;
	return true;
}

/* Z, UTC, GMT, +HH:MM, -HHMM, +HH, or nothing. */
static bool zone_take(struct text *rest, struct time_of_day *t)
{
	int hours = 0, minutes = 0;

	text_take(rest, ' ');
	if (!rest->length)
		return true;
	t->zone = 'Z';
	if (text_take(rest, 'Z') || word_take(rest, "utc") || word_take(rest, "gmt"))
		return true;
	t->zone = rest->at[0];
	if (!text_take(rest, '+') && !text_take(rest, '-'))
		return false;
	if (!two_digits(rest, 14, &hours))
		return false;
	if ((text_take(rest, ':') || rest->length) && !two_digits(rest, 59, &minutes))
		return false;
	t->zone_minutes = hours * 60 + minutes;
	if (!t->zone_minutes)
		t->zone = 'Z';
	return true;
}

/* The hour and its colon, if it has one: of one digit only with it. */
static bool hour_take(struct text *rest, struct time_of_day *t, bool *colon)
{
	if (rest->length > 1 && is_digit(rest->at[0]) && rest->at[1] == ':') {
		t->hour = rest->at[0] - '0';
		rest->at++;
		rest->length--;
	} else if (!two_digits(rest, 23, &t->hour)) {
		return false;
	}
	*colon = text_take(rest, ':');
	return true;
}

/* 00 or 01 behind hours, minutes and seconds without signs: the hours before UTC,
 * as in batches of the NHS. */
static bool offset_take(struct text *rest, struct time_of_day *t)
{
	if (rest->length != 2 || rest->at[0] != '0' || (rest->at[1] != '0' && rest->at[1] != '1'))
		return false;
	t->zone = rest->at[1] == '0' ? 'Z' : '+';
	t->zone_minutes = rest->at[1] == '0' ? 0 : 60;
	*rest = TEXT_NONE;
	return true;
}

/* HH:MM[:SS[.fff]][ AM][zone] with or without the colons, H:MM..., to the end of
 * *rest. */
bool time_take(struct text *rest, struct time_of_day *t)
{
	bool colons;

	*t = (struct time_of_day){.given = true};
	if (!hour_take(rest, t, &colons))
		return false;
	if (!two_digits(rest, 59, &t->minute))
		return false;
	if (colons ? text_take(rest, ':') : rest->length >= 2 && is_digit(rest->at[0])) {
		if (!two_digits(rest, 59, &t->second))
			return false;
		if (!colons && offset_take(rest, t))
			return true;
		if (text_take(rest, '.')) {
			if (!rest->length || !is_digit(rest->at[0]))
				return false;
			while (rest->length && is_digit(rest->at[0]))
				text_take(rest, rest->at[0]);
		}
	}
	return half_take(rest, t) && zone_take(rest, t) && !rest->length;
}

void datetime_print(struct buffer *b, struct date date, struct time_of_day t)
{
	date_print(b, date);
	if (!t.given)
		return;
	buffer_byte(b, 'T');
	time_print(b, t);
	if (t.zone)
		buffer_byte(b, t.zone);
	if (t.zone != '+' && t.zone != '-')
		return;
	int hours = t.zone_minutes / 60, minutes = t.zone_minutes % 60;
	char zone[5] = {(char)('0' + hours / 10), (char)('0' + hours % 10), ':',
			(char)('0' + minutes / 10), (char)('0' + minutes % 10)};
	buffer_add(b, zone, sizeof(zone));
}

enum rule time_parse(struct text value, struct time_of_day *time)
{
	struct text rest = blank_trim(value);

	if (text_starts(rest, "1899-12-30") || text_starts(rest, "1900-01-00")) {
		rest.at += 10;
		rest.length -= 10;
		if (!text_take(&rest, ' ') && !text_take(&rest, 'T'))
			return RULE_TIME;
	}
	return time_take(&rest, time) && !time->zone ? RULE_VALID : RULE_TIME;
}

void time_print(struct buffer *b, struct time_of_day t)
{
	const int numbers[3] = {t.hour, t.minute, t.second};

	for (int i = 0; i < 3; i++) {
		if (i)
			buffer_byte(b, ':');
		buffer_byte(b, (char)('0' + numbers[i] / 10));
		buffer_byte(b, (char)('0' + numbers[i] % 10));
	}
}
