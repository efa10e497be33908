/* What artificial children are made of: check digits, days, random numbers, families. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "field/nhs_number.h"
#include "field/upn.h"
#include "synth/day.h"
#include "synth/distort.h"
#include "synth/likelihoods.h"
#include "synth/numbers.h"
#include "synth/population.h"

static void nhs_numbers(void)
{
	/* Published examples, and stems that have no check digit. */
	assert(nhs_number_check("943476591") == 9);
	assert(nhs_number_check("401023213") == 7);
	assert(nhs_number_check("999000001") == 8);
	assert(nhs_number_check("999012345") == 4);
	assert(nhs_number_check("999000000") == 10);
	assert(nhs_number_check("999123456") == 10);
	static unsigned char seen[1000000];
	char number[11];
	for (uint32_t i = 0; i < NHS_NUMBERS; i++) {
		nhs_number_make(7, i, number);
		uint64_t digits = 0;
		assert(text_u64((struct text){number, 9}, &digits));
		assert(memcmp(number, "999", 3) == 0);
		assert(nhs_number_check(number) == number[9] - '0');
		assert(!seen[digits % 1000000]++);
	}
}

static void upns(void)
{
	static const char *const valid[] = {"H801200001001", "X00180001701A", "P207000016049",
					    "Y823432112001", "V82343211200Z", "X12345678901A"};
	for (size_t i = 0; i < sizeof valid / sizeof *valid; i++)
		assert(upn_check_letter(valid[i]) == valid[i][0]);
	char upn[14], other[14];
	upn_make(884, 0, 2016, upn);
	upn_make(884, 240000, 2016, other);
	assert(strcmp(upn + 1, "884200016000") == 0 && strcmp(other + 1, "884200016040") == 0);
	upn_temporary(upn);
	assert(upn[12] == 'A' && upn_check_letter(upn) == upn[0]);
}

static int number_order(const void *a, const void *b)
{
	return strcmp(a, b);
}

static void ulns(void)
{
	/* Published ones have the sum that ours must have. */
	static const char *const valid[] = {"9276308686", "1000000043", "9999999998", "1234567899"};
	static char seen[20000][11];
	for (size_t i = 0; i < 20000; i++) {
		char *number = seen[i];
		uln_make(7, (uint32_t)i, number);
		const char *checked[] = {number, valid[i % 4]};
		for (size_t n = 0; n < 2; n++) {
			int sum = 0;
			for (int d = 0; d < 10; d++)
				sum += (checked[n][d] - '0') * (10 - d);
			assert(sum % 11 == 10);
		}
		assert(number[0] == '9' && strlen(number) == 10);
	}
	qsort(seen, 20000, sizeof *seen, number_order);
	for (size_t i = 1; i < 20000; i++)
		assert(strcmp(seen[i - 1], seen[i]) != 0);
}

static void postcodes(void)
{
	char postcode[9];
	postcode_make(0, postcode);
	assert(strcmp(postcode, "HR10 0AA") == 0);
	postcode_make(POSTCODES - 1, postcode);
	assert(memcmp(postcode, "SY98 9", 6) == 0);
}

static void days(void)
{
	assert(day_of(1970, 1, 1) == 0 && day_of(2000, 3, 1) == 11017);
	for (int32_t d = day_of(1999, 12, 1); d < day_of(2101, 1, 1); d++) {
		struct date parts = date_from_days(d);
		assert(day_of(parts.year, parts.month, parts.day) == d);
	}
	assert(day_age(day_of(2020, 2, 29), day_of(2025, 2, 28)) == 4);
	assert(day_age(day_of(2020, 2, 29), day_of(2025, 3, 1)) == 5);
	assert(day_school_year(day_of(2025, 1, 16)) == day_of(2024, 8, 31));
	assert(day_school_year(day_of(2025, 8, 31)) == day_of(2025, 8, 31));
	struct buffer b = {0};
	day_exported(&b, day_of(2013, 7, 9));
	assert(text_is(buffer_text(&b), "2013-Jul-09 00:00:00"));
	buffer_free(&b);
}

static void random_numbers(void)
{
	/* The first two of SplitMix64 from state 0. */
	struct random zero = {0};
	assert(random_next(&zero) == 0xe220a8397b1dcdafu);
	assert(random_next(&zero) == 0x6e789e6aa1b965f4u);
	struct random r = random_start(1, 2, 3);
	int hits = 0;
	for (int i = 0; i < 100000; i++)
		hits += random_chance(&r, 250000);
	assert(hits > 24000 && hits < 26000);
}

static void distortions(void)
{
	struct buffer name = {0};
	struct random r = random_start(1, 1, 1);
	buffer_string(&name, "Łukasz Zoë");
	distort_plain(&name);
	assert(text_is(buffer_text(&name), "Lukasz Zoe"));
	buffer_reset(&name);
	buffer_string(&name, "McIntyre");
	distort_prefix(&r, &name);
	assert(text_is(buffer_text(&name), "MacIntyre"));
	int32_t day = day_of(2013, 7, 1);
	for (int i = 0; i < 1000; i++)
		assert(distort_date(&r, day, day + 1) < day + 1 &&
		       distort_date(&r, day, day + 1) != day);
	buffer_free(&name);
}

/* A child is the same whichever was asked for before. */
static void same_child(struct population *p, uint64_t index)
{
	struct child once = *population_child(p, index);
	struct text name = once.forename;
	population_child(p, (index * 7919 + 13) % p->person_count);
	const struct child *c = population_child(p, index);
	assert(text_equal(name, c->forename) && c->born == once.born && c->index == index);
	assert(strcmp(c->upn, once.upn) == 0 && c->nhs_number == once.nhs_number);
	assert(c->known >= c->born && (c->until == NEVER || c->until >= c->known));
	assert(c->placement == once.placement && c->attendances == once.attendances);
}

static void adopted_child(struct population *p, uint64_t after)
{
	const struct child *c = population_child(p, after);
	char upn[14], surname[64];
	assert(c->after && c->index == after && c->surname.length < sizeof surname);
	memcpy(upn, c->upn, sizeof upn);
	memcpy(surname, c->surname.at, c->surname.length);
	struct text name = {surname, c->surname.length};
	uint32_t number = c->nhs_number, family = c->family->number, home = c->family->homes[2];
	int32_t known = c->known, born = c->born;
	c = population_child(p, p->adopted[after - p->child_count]);
	assert(!c->after && c->adoption && c->until == known && c->born == born);
	assert(c->nhs_number != number && c->family->number != family);
	assert(!upn[0] || strcmp(upn, c->upn) != 0);
	assert(!c->in_gp && !c->in_census && c->family->homes[2] != home);
	assert(!text_equal(name, c->surname));
}

static void populations(void)
{
	struct population p = {.seed = 5, .on = day_of(2025, 1, 16)};
	struct arena arena = {0};
	likelihoods_read(&p.likelihoods, &arena, NULL);
	p.likelihoods.adopted = 20000;
	population_make(&p, 5000);
	assert(p.adopted_count > 40 && p.person_count == 5000 + p.adopted_count);
	for (uint64_t i = 0; i < p.person_count; i += 3)
		same_child(&p, i);
	for (uint64_t i = p.child_count; i < p.person_count; i++)
		adopted_child(&p, i);
	/* Mothers are of an age for it; brothers and sisters are not born within a year. */
	for (uint64_t i = 0; i < 5000; i++) {
		const struct child *c = population_child(&p, i);
		int mother = day_age(c->family->mother_born, c->born);
		assert(mother >= 17 && mother <= 62);
		const struct child *next = c + 1;
		bool last = i + 1 >= p.here.first + p.here.count;
		assert(last || c->birth || next->birth || c->born - next->born >= 400);
		assert(last || !c->birth || next->birth != c->birth || next->born == c->born);
	}
	population_free(&p);
	arena_free(&arena);
}

int main(void)
{
	nhs_numbers();
	upns();
	ulns();
	postcodes();
	days();
	random_numbers();
	distortions();
	populations();
	return 0;
}
