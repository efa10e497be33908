/* Sets of variants of names, against ones computed independently (Python hmac), and what
 * any two names share. */

#include "pseudo/variants.h"
#include "random.h"
#include "test.h"

static struct keyfile key = {.page = (char[]){"0123456789abcdef0123456789abcde!"}, .length = 32};
static struct variants surname, forename;
static struct arena arena;

static struct token_set set_of(struct variants *v, const char *name, const char *group)
{
	struct buffer b = {0};
	struct token_set set;

	check(variants_add(v, text_of(name), text_of(group), &b), "%s", name);
	check(token_set_decode(&arena, buffer_text(&b), &set), "%s: distinct and ascending", name);
	buffer_free(&b);
	return set;
}

static uint32_t shared(struct variants *v, const char *a, const char *b, const char *group)
{
	return token_sets_shared(set_of(v, a, "2014-03-09"), set_of(v, b, group));
}

static void vectors(void)
{
	static const struct {
		const char *field, *name, *group, *base64;
	} known[] = {
		{"surname", "SMITH", "2014-03-09",
		 "DE4kFw2VazUTVj7XGvjSJhyQ2KQq8YSPTjvRalrh7lZz3mkqeE4tO4Z4JS2P"
		 "ybIpv5QZs8eVuOfOIH9X3rLfGecc+cTsfC1X8WXUSvhbdqr4d9+H"},
		{"forename", "KATE", "2014-03-09",
		 "Fzr2PyGELmglp1bUV2L5WmCmyCFn9bKsbijQ9nrnGTd71phjfabj1oUtucaL"
		 "Ya08jylM15L59tu/jjbWzG6Qe9MQlVrUij3b20SyDe/zryX25BgK"},
		{"surname", "O'Hara-Van der Berg", "2014-03-09\037F",
		 "D+Ocahii0PMbyQrqKa4SRTco85lFvJKydT8cKXvLoL6Ef2V7mg6vWLQDK7/A"
		 "lzs2ygNPGNApSSHVZXPY2GmfptiMYIzjHDxH6xfJMvUnPGP9bfqP"},
		{"surname", "JO", "",
		 "DjJZfxL23NMfVxNdH9BVsCLBSisn1DrCK5XYGy+vtr84MoNwOnLMNjvvyhxL"
		 "a+MPUWh2NWKpxR9y5lFzdr8tpIbhVNaUe2QiqZXu8bhQHlLzk+/X"},
		{"surname", "WOLFESCHLEGELSTEINHAUSEN", "2014-03-09",
		 "Ak9/aAwByfsWPnfeIthE3CMYDY4lMKxvOtHMpz2v9yBHm3rZTqrmB1Ck08ZQ"
		 "wqfdUkQy+nr1eTKROOCXm4kZVqHBgC6iM4UOt+BRVNVpxHbVjy1n"},
		{"forename", "ZO\303\213 2", "2014-03-09",
		 "A6HDgAV/0yIMjpHUFTCiuizDc0Q13OJbN+4iz1wb8pJy7lS1fhOhoYWupViJ"
		 "1eAwm7vj87xAz3q/09tA0G5P99NIKTPsDrK+8kTKSvZQ1a7+13H+"},
	};
	struct buffer b = {0};

	for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
		bool first = text_is(text_of(known[i].field), "surname");
		buffer_reset(&b);
		variants_add(first ? &surname : &forename, text_of(known[i].name),
			     text_of(known[i].group), &b);
		check_text(buffer_text(&b), text_of(known[i].base64), "%s", known[i].name);
	}
	buffer_reset(&b);
	check(!variants_add(&surname, TEXT("- '"), TEXT("2014-03-09"), &b), "nothing counts");
	check_number(b.length, 0, "nothing counts");
	buffer_free(&b);
}

static void known_pairs(void)
{
	static const struct {
		const char *a, *b;
		uint32_t shared;
	} pairs[] = {
		{"SMITH", "SMITH", 21},
		{"SMITH", "smith", 21},
		{"OBRIEN", "O'BRIEN", 21},
		{"PATEL", "PATAL", 2},  /* PATL and the sound */
		{"PATEL", "PATELL", 2}, /* PATEL and the sound */
		{"PATEL", "PTAEL", 3},  /* PAEL, PTEL and the sound */
		{"PATEL", "RATEL", 1},  /* ATEL */
		{"XU", "XUE", 2},
		{"SMITH-JONES", "SMITH", 1},
		{"SMITH JONES", "JONES", 1},
		{"KATE", "KATHERINE", 1},
		{"KATE LOUISE", "KATHERINE", 1},
		{"KATE", "CATHERINE", 1},
		{"SMITH", "PATEL", 0},
		{"JO", "AL", 0},
	};

	for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
		check_number(shared(&forename, pairs[i].a, pairs[i].b, "2014-03-09"),
			     pairs[i].shared, "%s %s", pairs[i].a, pairs[i].b);
		check_number(shared(&forename, pairs[i].a, pairs[i].b, "2014-03-10"), 0,
			     "%s %s of two groups", pairs[i].a, pairs[i].b);
	}
	check_number(
		token_sets_shared(set_of(&surname, "SMITH", "a"), set_of(&forename, "SMITH", "a")),
		0, "of two fields");
}

static void name_make(char *name, size_t length, char first)
{
	for (size_t i = 0; i < length; i++)
		name[i] = (char)(first + (char)random_below(13));
	name[length] = '\0';
}

/* One character changed, left out or put in: names of up to 18 letters share a token. */
static void edits(void)
{
	char a[32], b[32], other[32];

	for (int n = 0; n < 2000; n++) {
		size_t length = 3 + random_below(15), at = random_below((uint32_t)length);
		name_make(a, length, 'A');
		memcpy(b, a, sizeof b);
		switch (random_below(3)) {
		case 0:
			b[at] = 'Z';
			break;
		case 1:
			memmove(b + at, b + at + 1, length - at);
			break;
		default:
			memmove(b + at + 1, b + at, length - at + 1);
			b[at] = 'Z';
		}
		check(shared(&surname, a, b, "2014-03-09") >= 1, "%s %s", a, b);
		name_make(other, length, 'N');
		check_number(shared(&surname, a, other, "2014-03-09"), 0, "%s %s", a, other);
		check_number(shared(&surname, a, a, "2014-03-09"), TOKEN_SET, "%s", a);
	}
}

/* A name that has more than room is not alike by chance: of what two long names have in
 * common, they keep the same. */
static void long_names(void)
{
	char a[200], b[200];
	uint32_t found = 0;

	for (int n = 0; n < 200; n++) {
		name_make(a, 30, 'A');
		memcpy(b, a, sizeof b);
		b[29] = 'Z';
		found += shared(&surname, a, b, "2014-03-09") >= 1;
	}
	check(found > 190, "%u", found);
	memset(a, 'A', sizeof a);
	a[199] = '\0';
	memset(b, 'A', sizeof b);
	b[100] = '\0';
	check_number(shared(&surname, a, b, "2014-03-09"), TOKEN_SET, "the first 64 count");
}

static void levels(void)
{
	struct buffer cell = {0}, out = {0}, again = {0};
	struct token_set known = set_of(&surname, "SMITH", "a"), set;
	struct text rest, one, before = TEXT_NONE;
	size_t found = 0, count = 0;

	variants_add(&surname, TEXT("SMITH"), TEXT("a"), &cell);
	variants_level(&surname, buffer_text(&cell), 3, &out);
	rest = buffer_text(&out);
	while (text_cut(&rest, '|', &one)) {
		check(text_compare(before, one) < 0, "ascending");
		check(token_set_decode(&arena, one, &set), "a set like others");
		uint32_t both = token_sets_shared(known, set);
		check(both == 0 || both == TOKEN_SET, "%u", both);
		found += both == TOKEN_SET;
		before = one;
		count++;
	}
	check_number(count, 3, "sets");
	check_number(found, 1, "the name");
	variants_level(&surname, buffer_text(&cell), 3, &again);
	check_text(buffer_text(&again), buffer_text(&out), "the same again");
	buffer_reset(&again);
	buffer_reset(&cell);
	variants_add(&surname, TEXT("SMITH"), TEXT("b"), &cell);
	variants_level(&surname, buffer_text(&cell), 3, &again);
	for (rest = buffer_text(&again); text_cut(&rest, '|', &one);) {
		token_set_decode(&arena, one, &set);
		check_number(token_sets_shared(known, set), 0, "another group's");
	}
	check(!text_equal(buffer_text(&again), buffer_text(&out)), "nobody is nobody else");
	buffer_free(&cell);
	buffer_free(&out);
	buffer_free(&again);
}

int main(void)
{
	variants_start(&surname, &key, TEXT("surname"));
	variants_start(&forename, &key, TEXT("forename"));
	vectors();
	known_pairs();
	edits();
	long_names();
	levels();
	variants_end(&surname);
	variants_end(&forename);
	arena_free(&arena);
	return 0;
}
