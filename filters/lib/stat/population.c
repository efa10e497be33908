#include "stat/population.h"

#include "stat/numbers.h"

uint32_t family_home(const struct family *f, int32_t day)
{
	for (int i = 0; i < FAMILY_HOMES - 1; i++)
		if (day >= f->moved[i])
			return f->homes[i];
	return f->homes[FAMILY_HOMES - 1];
}

static uint32_t postcode_any(const struct population *p, struct random *r)
{
	return (uint32_t)random_below(r, p->postcodes);
}

/* Most moves are short: within two sectors of the place that was left. */
static uint32_t postcode_move(const struct population *p, struct random *r, uint32_t from)
{
	if (!random_chance(r, p->likelihoods.moves_nearby))
		return postcode_any(p, r);
	int64_t to = (int64_t)from + random_between(r, -120, 120);
	if (to < 0 || to >= p->postcodes)
		return postcode_any(p, r);
	return (uint32_t)to;
}

static void family_settle(const struct population *p, struct random *r, struct family *f)
{
	int32_t day = p->on;
	uint32_t home = postcode_any(p, r);
	for (int i = 0; i < FAMILY_HOMES; i++) {
		/* Years until the last move, by the yearly chance of one. */
		int32_t years = 0;
		while (years < OLDEST_AGE && !random_chance(r, p->likelihoods.moves_a_year))
			years++;
		day -= 365 * years + (int32_t)random_between(r, 1, 365);
		f->homes[i] = home;
		f->moved[i] = day;
		home = postcode_move(p, r, home);
	}
	f->other_home = postcode_move(p, r, f->homes[0]);
}

struct parents {
	struct text surname, other;
	size_t group;
	enum culture culture;
};

static struct text surname_join(struct arena *arena, struct text a, struct text b)
{
	char *at = arena_take(arena, a.length + b.length + 1);
	memcpy(at, a.at, a.length);
	at[a.length] = '-';
	memcpy(at + a.length + 1, b.at, b.length);
	return (struct text){at, a.length + b.length + 1};
}

static struct parents parents_make(struct population *p, struct random *r)
{
	struct parents parents = {.group = invented_group(r)};
	parents.culture = ethnic_groups[parents.group].culture;
	parents.surname = invented_surname(r, &p->arena, parents.culture);
	parents.other = invented_surname(r, &p->arena, parents.culture);
	if (random_chance(r, p->likelihoods.double_surname) &&
	    !text_equal(parents.surname, parents.other))
		parents.surname = surname_join(&p->arena, parents.surname, parents.other);
	return parents;
}

static void child_name(struct population *p, struct random *r, const struct parents *parents,
		       struct child *c, size_t first)
{
	const struct child *twin =
		c > p->children && c->birth && c[-1].birth == c->birth ? c - 1 : NULL;
	bool alike = twin && random_chance(r, p->likelihoods.twins_same_initial);
	for (int tries = 0; tries < 200; tries++) {
		c->forename = invented_forename(r, parents->culture, c->sex);
		bool taken = false;
		for (const struct child *s = p->children + first; s < c; s++)
			taken = taken || text_equal(s->forename, c->forename);
		if (!taken && (!alike || c->forename.at[0] == twin->forename.at[0]))
			break;
	}
	c->middle = TEXT_NONE;
	if (random_chance(r, p->likelihoods.middle_name))
		c->middle = invented_forename(r, parents->culture, c->sex);
	c->surname = twin ? twin->surname : parents->surname;
	if (!twin && random_chance(r, p->likelihoods.other_surname))
		c->surname = parents->other;
	c->former_surname = TEXT_NONE;
	if (random_chance(r, p->likelihoods.surname_changed))
		c->former_surname = invented_surname(r, &p->arena, parents->culture);
}

/* A number is given at the first school that is bound to: children of other
 * schools have one only when they were at such a school before. */
static void child_school(struct population *p, struct random *r, struct child *c, uint32_t index)
{
	const struct likelihoods *l = &p->likelihoods;
	int32_t start = day_school_year(p->on);
	int age = day_age(c->born, start);
	int64_t rate = age < 3     ? 0
		       : age == 3  ? l->census_nursery
		       : age <= 15 ? l->census_school_age
		       : age <= 17 ? l->census_post_16
		       : age == 18 ? l->census_post_16 / 10
				   : 0;
	c->in_census = random_chance(r, rate);
	bool has = c->in_census || (age >= 5 && random_chance(r, age > 15 ? l->census_school_age
									  : l->elsewhere_has_upn));
	if (!has)
		return;
	static const int neighbours[] = {885, 893, 916, 330};
	bool elsewhere = random_chance(r, l->upn_issued_elsewhere);
	int authority = elsewhere ? neighbours[random_below(r, 4)] : 884;
	int entry = day_parts(start).year - age + (age == 3 ? 3 : 4);
	upn_make(authority, index, entry, c->upn);
	if (random_chance(r, l->census_upn_temporary))
		upn_temporary(c->upn);
}

static void child_services(struct population *p, struct random *r, struct child *c, bool in_need)
{
	const struct likelihoods *l = &p->likelihoods;
	bool minor = day_age(c->born, p->on) < 18;
	c->in_gp = random_chance(r, l->gp_listed);
	c->in_cin = minor && in_need && random_chance(r, l->cin_sibling);
	if (c->in_cin && random_chance(r, l->cla_of_cin)) {
		c->in_cla = true;
		c->in_cin = !random_chance(r, l->cla_not_in_cin);
		c->placement = postcode_any(p, r);
	}
	if (random_chance(r, l->ecds_attends)) {
		c->attendances = 1;
		while (c->attendances < 40 && random_chance(r, l->ecds_attends_again))
			c->attendances++;
	}
}

static void child_make(struct population *p, const struct parents *parents, size_t first,
		       bool in_need, int32_t born, uint32_t birth)
{
	uint32_t index = (uint32_t)p->child_count;
	struct random r = random_start(p->seed, PURPOSE_CHILD, index);
	struct child *c = &p->children[p->child_count];
	memset(c, 0, sizeof *c);
	c->family = (uint32_t)p->family_count - 1;
	c->birth = birth;
	c->born = born;
	c->group = (uint8_t)parents->group;
	c->nhs_number = index < NHS_NUMBERS ? index : NHS_NUMBERS;
	c->sex = random_below(&r, 1000) < 512 ? 'M' : 'F';
	if (birth && p->children[index - 1].birth == birth)
		c->sex = random_chance(&r, p->likelihoods.twins_same_sex) ==
					 (p->children[index - 1].sex == 'M')
				 ? 'M'
				 : 'F';
	child_name(p, &r, parents, c, first);
	child_school(p, &r, c, index);
	child_services(p, &r, c, in_need);
	p->child_count++;
}

static int family_births(const struct population *p, struct random *r)
{
	const struct likelihoods *l = &p->likelihoods;
	int64_t at = (int64_t)random_below(r, 1000000);
	if (at < l->families_with_four)
		return 4;
	if (at < l->families_with_four + l->families_with_three)
		return 3;
	return at < l->families_with_four + l->families_with_three + l->families_with_two ? 2 : 1;
}

static int32_t birth_gap(struct random *r)
{
	return (int32_t)random_between(r, 400, 2200);
}

/* The day is that of any child of the family; younger ones follow it, and the
 * family is then walked from the youngest back to the oldest. Who is not born
 * yet or is over age is no child of ours. */
static void family_make(struct population *p, size_t count)
{
	struct random r = random_start(p->seed, PURPOSE_FAMILY, p->family_count);
	memory_need(&p->families, &p->family_capacity, p->family_count + 1, sizeof *p->families);
	family_settle(p, &r, &p->families[p->family_count++]);
	struct parents parents = parents_make(p, &r);
	bool in_need = random_chance(&r, p->likelihoods.cin_family);
	size_t first = p->child_count;
	int births = family_births(p, &r);
	int32_t born = p->on - (int32_t)random_below(&r, (OLDEST_AGE + 1) * 365);
	for (uint64_t younger = random_below(&r, (uint64_t)births); younger > 0; younger--)
		born += birth_gap(&r);
	for (; births > 0 && p->child_count < count; births--, born -= birth_gap(&r)) {
		if (born > p->on || day_age(born, p->on) > OLDEST_AGE)
			continue;
		bool multiple = random_chance(&r, p->likelihoods.multiple_birth);
		uint32_t birth = multiple ? ++p->births : 0;
		size_t together = !multiple ? 1 : random_below(&r, 60) == 0 ? 3 : 2;
		while (together-- && p->child_count < count)
			child_make(p, &parents, first, in_need, born, birth);
	}
}

void population_make(struct population *p, size_t count)
{
	int64_t per_postcode = p->likelihoods.households_a_postcode *
			       p->likelihoods.households_with_children / 1000000;
	uint64_t families = count * 6 / 10 + 1;
	uint64_t postcodes =
		families * 1000000 / (uint64_t)(per_postcode > 1 ? per_postcode : 1) + 20;
	p->postcodes = (uint32_t)(postcodes < POSTCODES ? postcodes : POSTCODES);
	p->children = memory_take((count ? count : 1) * sizeof *p->children);
	while (p->child_count < count)
		family_make(p, count);
}

void population_free(struct population *p)
{
	memory_free(p->children);
	memory_free(p->families);
	arena_free(&p->arena);
}
