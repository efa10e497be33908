/* Artificial children and their families. */

#include "synth/population.h"
#include "synth/day.h"
#include "synth/likelihoods.h"
#include "test.h"

/* A child is the same whichever was asked for before. */
static void same_child(struct population *p, uint64_t index)
{
	struct child once = *population_child(p, index);
	struct text name = once.forename;

	population_child(p, (index * 7919 + 13) % p->person_count);
	const struct child *c = population_child(p, index);
	check(text_equal(name, c->forename) && c->born == once.born && c->index == index,
	      "child %zu again", index);
	check(strcmp(c->upn, once.upn) == 0 && c->nhs_number == once.nhs_number,
	      "numbers of child %zu again", index);
	check(c->known >= c->born && (c->until == NEVER || c->until >= c->known),
	      "days of child %zu in order", index);
	check(c->placement == once.placement && c->attendances == once.attendances,
	      "events of child %zu again", index);
}

static void adopted_child(struct population *p, uint64_t after)
{
	const struct child *c = population_child(p, after);
	char upn[14], surname[64];

	check(c->after && c->index == after && c->surname.length < sizeof surname,
	      "child %zu after adoption", after);
	memcpy(upn, c->upn, sizeof upn);
	memcpy(surname, c->surname.at, c->surname.length);
	struct text name = {surname, c->surname.length};
	uint32_t number = c->nhs_number, family = c->family->number, home = c->family->homes[2];
	int32_t known = c->known, born = c->born;
	c = population_child(p, p->adopted[after - p->child_count]);
	check(!c->after && c->adoption && c->until == known && c->born == born,
	      "child %zu before adoption", after);
	check(c->nhs_number != number && c->family->number != family,
	      "another number and family, child %zu", after);
	check(!upn[0] || strcmp(upn, c->upn) != 0, "another UPN, child %zu", after);
	check(!c->in_gp && !c->in_census && c->family->homes[2] != home, "another home, child %zu",
	      after);
	check(!text_equal(name, c->surname), "another surname, child %zu", after);
}

static void populations(void)
{
	struct population p = {.seed = 5, .on = day_of(2025, 1, 16)};
	struct arena arena = {0};

	likelihoods_read(&p.likelihoods, &arena, NULL);
	p.likelihoods.adopted = 20000;
	population_make(&p, 5000);
	check(p.adopted_count > 40, "%zu adopted", p.adopted_count);
	check_number(p.person_count, 5000 + p.adopted_count, "persons");
	for (uint64_t i = 0; i < p.person_count; i += 3)
		same_child(&p, i);
	for (uint64_t i = p.child_count; i < p.person_count; i++)
		adopted_child(&p, i);
	/* Mothers are of an age for it; brothers and sisters are not born within a year. */
	for (uint64_t i = 0; i < 5000; i++) {
		const struct child *c = population_child(&p, i);
		int mother = day_age(c->family->mother_born, c->born);
		check(mother >= 17 && mother <= 62, "a mother aged %d", mother);
		const struct child *next = c + 1;
		bool last = i + 1 >= p.here.first + p.here.count;
		check(last || c->birth || next->birth || c->born - next->born >= 400,
		      "births of a family apart, child %zu", i);
		check(last || !c->birth || next->birth != c->birth || next->born == c->born,
		      "twins born on one day, child %zu", i);
	}
	population_free(&p);
	arena_free(&arena);
}

int main(void)
{
	populations();
	return 0;
}
