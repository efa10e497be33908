#include "field/name_parts.h"

#include "field/blank.h"
#include "field/name.h"

static void part_parse(struct text value, struct buffer *name)
{
	bool repaired;

	buffer_reset(name);
	name_parse(value, name, &repaired);
}

/* The value up to its first blank, which is taken off *rest with it. */
static struct text token_take(struct text *rest)
{
	struct text token = {rest->at, 0};
	size_t bytes = 0;

	while (token.length < rest->length) {
		struct text at = {rest->at + token.length, rest->length - token.length};
		if (blank_character(text_character(at, &bytes)))
			break;
		token.length += bytes;
	}
	size_t taken = token.length + (token.length < rest->length ? bytes : 0);
	*rest = (struct text){rest->at + taken, rest->length - taken};
	return token;
}

static bool begins_with(struct text name, struct text first)
{
	return first.length && name.length >= first.length &&
	       memcmp(name.at, first.at, first.length) == 0 &&
	       (name.length == first.length || name.at[first.length] == ' ');
}

/* A token that is no part of the whole is a title, or stands in brackets. */
static void forenames_split(struct text value, struct name_parts *parts)
{
	part_parse(value, &parts->whole);
	struct text whole = buffer_text(&parts->whole), first = TEXT_NONE;
	while (value.length && !begins_with(whole, first)) {
		part_parse(token_take(&value), &parts->forename);
		first = buffer_text(&parts->forename);
	}
	if (!begins_with(whole, first)) { /* Baby Ann */
		buffer_reset(&parts->forename);
		buffer_text_add(&parts->forename, whole);
		return;
	}
	if (whole.length > first.length)
		part_parse(
			(struct text){whole.at + first.length + 1, whole.length - first.length - 1},
			&parts->middle_names);
}

bool name_split(struct text value, struct name_parts *parts)
{
	const char *comma = value.length ? memchr(value.at, ',', value.length) : NULL;

	buffer_reset(&parts->surname);
	buffer_reset(&parts->forename);
	buffer_reset(&parts->middle_names);
	if (!comma)
		return false;
	size_t before = (size_t)(comma - value.at), after = value.length - before - 1;
	if (memchr(comma + 1, ',', after))
		return false;
	part_parse((struct text){value.at, before}, &parts->surname);
	forenames_split((struct text){comma + 1, after}, parts);
	return parts->surname.length || parts->forename.length;
}

void name_parts_free(struct name_parts *parts)
{
	buffer_free(&parts->surname);
	buffer_free(&parts->forename);
	buffer_free(&parts->middle_names);
	buffer_free(&parts->whole);
}
