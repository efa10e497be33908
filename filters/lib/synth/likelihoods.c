#include "synth/likelihoods.h"

#include "base/embed.h"
#include "stream/sidefile.h"

/* So that the built-in rates cannot differ from the file. */
static struct text built_in_rates(void);
EMBED(built_in_rates, "filters/lib/synth/rates.tsv");

static const char *const names[] = {
#define LIKELIHOOD_NAME(name) #name,
	LIKELIHOODS(LIKELIHOOD_NAME)
#undef LIKELIHOOD_NAME
};
#define NAME_COUNT (sizeof names / sizeof *names)

_Static_assert(sizeof(struct likelihoods) == NAME_COUNT * sizeof(int64_t), "one member per rate");

static bool decimal_parse(struct text a, int64_t *millionths)
{
	struct text whole, part = TEXT_NONE, rest = a;
	uint64_t units = 0, decimals = 0, scale = 1000000;

	text_cut(&rest, '.', &whole);
	if (rest.at && (rest.length == 0 || rest.length > 6))
		return false;
	if (rest.at)
		part = rest;
	if (!text_u64(whole, &units) || units > 1000)
		return false;
	if (part.length && !text_u64(part, &decimals))
		return false;
	for (size_t i = 0; i < part.length; i++)
		scale /= 10;
	*millionths = (int64_t)(units * 1000000 + decimals * scale);
	return true;
}

/* Takes one data line; returns what is wrong with it, or NULL. */
static const char *line_take(struct likelihoods *l, struct text line, bool *given)
{
	struct text name, value = TEXT_NONE, rest = line;

	text_cut(&rest, '\t', &name);
	text_cut(&rest, '\t', &value);
	int64_t *members = (int64_t *)l;
	for (size_t i = 0; i < NAME_COUNT; i++) {
		if (!text_is(name, names[i]))
			continue;
		if (given[i])
			return "a duplicate rate";
		given[i] = true;
		return decimal_parse(value, &members[i]) ? NULL : "not a decimal from 0 to 1000";
	}
	return "unknown rate";
}

static void bytes_take(struct likelihoods *l, struct text bytes, const char *path)
{
	bool given[NAME_COUNT] = {false}, header = false;
	struct text line, rest = bytes;
	struct place place = {path, 0, NULL};

	while (text_cut(&rest, '\n', &line)) {
		place.line++;
		if (line.length == 0 || line.at[0] == '#')
			continue;
		const char *wrong = NULL;
		if (header)
			wrong = line_take(l, line, given);
		else if (!text_is(line, "rate\tvalue\tsource"))
			wrong = "the columns must be rate, value, source";
		header = true;
		if (wrong)
			fail_at(EXIT_CONFIG, place, NULL, "%s", wrong);
	}
	if (!header)
		fail_at(EXIT_CONFIG, place, NULL, "the columns must be rate, value, source");
}

void likelihoods_read(struct likelihoods *l, struct arena *arena, const char *path)
{
	memset(l, 0, sizeof *l);
	bytes_take(l, built_in_rates(), "filters/lib/synth/rates.tsv");
	if (path)
		bytes_take(l, file_bytes(arena, path, EXIT_CONFIG), path);
}
