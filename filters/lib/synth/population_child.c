#include "synth/numbers.h"
#include "synth/population_internal.h"

static const struct child *twin_of(const struct population *p, const struct child *c)
{
	return c > p->here.children && c->birth && c[-1].birth == c->birth ? c - 1 : NULL;
}

static void child_name(struct population *p, struct random *r, const struct parents *parents,
		       struct child *c)
{
	const struct child *twin = twin_of(p, c);
	bool alike = twin && random_chance(r, p->likelihoods.twins_same_initial);

	for (int tries = 0; tries < 200; tries++) {
		c->forename = invented_forename(r, parents->culture, c->sex);
		bool taken = false;
		for (const struct child *s = p->here.children; s < c; s++)
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
		c->former_surname = invented_surname(r, &p->here.arena, parents->culture);
}

/* A number is given at the first school that is bound to: children of other
 * schools have one only when they were at such a school before. */
static void child_school(const struct population *p, struct random *r, struct child *c)
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
	int entry = date_from_days(start).year - age + (age == 3 ? 3 : 4);
	upn_make(authority, c->index, entry, c->upn);
	if (random_chance(r, l->census_upn_temporary))
		upn_temporary(c->upn);
}

static void child_emergencies(const struct population *p, struct random *r, struct child *c)
{
	const struct likelihoods *l = &p->likelihoods;

	c->attendances = 0;
	if (random_chance(r, l->ecds_attends)) {
		c->attendances = 1;
		while (c->attendances < 40 && random_chance(r, l->ecds_attends_again))
			c->attendances++;
	}
}

static void child_services(const struct population *p, struct random *r, struct child *c)
{
	const struct likelihoods *l = &p->likelihoods;
	bool minor = day_age(c->born, p->on) < 18;

	c->in_gp = random_chance(r, l->gp_listed);
	c->in_cin = minor && c->family->in_need && random_chance(r, l->cin_sibling);
	if (c->in_cin && random_chance(r, l->cla_of_cin)) {
		c->in_cla = true;
		c->in_cin = !random_chance(r, l->cla_not_in_cin);
		c->placement = postcode_any(p, r);
	}
	child_emergencies(p, r, c);
}

/* Twins are adopted together: what happens is drawn for the first of them. */
static uint32_t first_of_birth(const struct child *c)
{
	return c->birth ? c->birth - 1 : c->index;
}

/* The day on which a child is adopted, or NEVER. */
static int32_t adoption_day(const struct population *p, const struct child *c)
{
	struct random r = random_start(p->seed, PURPOSE_ADOPTION, first_of_birth(c));

	if (!random_chance(&r, p->likelihoods.adopted))
		return NEVER;
	int32_t day = c->born + (int32_t)random_between(&r, 300, 8 * 365);
	return day <= p->on ? day : NEVER;
}

/* The family that adopts: it had lived there for long, or has moved since the
 * child came. */
static void adoption_family(struct population *p, const struct child *c, int32_t day)
{
	uint32_t first = first_of_birth(c);
	struct random r = random_start(p->seed, PURPOSE_ADOPTED, first);
	struct family *f = &p->here.adoptive;

	memset(f, 0, sizeof *f);
	f->number = (uint32_t)p->child_count + first + 1;
	f->arrived = NEVER;
	family_settle(p, &r, f);
	if (f->moved[0] > day - 400)
		f->moved[0] = day - 400;
}

/* From when and until when services know the child. */
static void child_life(struct population *p, struct child *c)
{
	const struct likelihoods *l = &p->likelihoods;
	struct random r = random_start(p->seed, PURPOSE_LIFE, c->index);
	const struct family *f = c->family;
	bool abroad = f->arrived != NEVER && f->arrived > c->born;

	c->known = abroad ? f->arrived : c->born;
	c->until = NEVER;
	c->born_here = !random_chance(&r, l->born_elsewhere) && !abroad;
	int64_t at = (int64_t)random_below(&r, 1000000);
	int32_t days = at < l->died_under_one ? (int32_t)random_below(&r, 20)
					      : (int32_t)random_between(&r, 365, 18 * 365);
	if (at < l->died_under_one && random_below(&r, 2))
		days = (int32_t)random_between(&r, 20, 364);
	int32_t adopted = abroad ? NEVER : adoption_day(p, c);
	if (adopted != NEVER) {
		c->adoption = c->index + 1;
		c->until = adopted;
		adoption_family(p, c, adopted);
		c->placement = family_home(&p->here.adoptive, adopted);
	} else if (at < l->died_under_one + l->died_later && c->born + days <= p->on &&
		   c->born + days >= c->known) {
		c->died = true;
		c->until = c->born + days;
	}
}

/* What a child who is gone, or lives elsewhere, leaves behind. Returns are held
 * for a few years only. */
static void child_limits(const struct population *p, struct child *c)
{
	bool gone = c->until != NEVER;

	if (gone) {
		c->in_census = c->in_gp = false;
		c->in_cin = (c->in_cin || c->adoption) && c->until > p->on - 1400;
		c->in_cla = (c->in_cla || c->adoption) && c->until > p->on - 1700;
	}
	if (gone && c->until <= p->on - 6 * 365)
		c->attendances = 0;
	if (c->adoption && day_age(c->born, c->until) < 4)
		c->upn[0] = '\0';
	if (!c->family->outside)
		return;
	c->in_gp = c->in_cin = c->in_cla = false;
	struct random r = random_start(p->seed, PURPOSE_ORIGIN, c->index + 0x80000000u);
	c->in_census = c->in_census && random_chance(&r, p->likelihoods.census_lives_outside);
}

static void child_errors(const struct population *p, struct child *c)
{
	const struct likelihoods *l = &p->likelihoods;
	enum culture culture = ethnic_groups[c->group].culture;
	int64_t errors = l->errors_overall;

	if (culture != CULTURE_BRITISH)
		errors = errors * l->errors_minority / 1000000;
	if (deprivation(p, c->family->homes[0]) <= 2)
		errors = errors * l->errors_deprived / 1000000;
	if (c->family->arrived != NEVER && c->family->arrived > p->on - 2 * 365)
		errors = errors * l->errors_arrived / 1000000;
	if (day_age(c->born, p->on) < 5)
		errors = errors * l->errors_under_five / 1000000;
	c->errors = errors;
}

static void child_needs(const struct population *p, struct child *c)
{
	const struct likelihoods *l = &p->likelihoods;
	struct random r = random_start(p->seed, PURPOSE_NEEDS, c->index);
	int age = day_age(c->born, p->on);
	int64_t at = (int64_t)random_below(&r, 1000000);

	c->sen = age < 2                             ? 'N'
		 : at < l->sen_plan                  ? 'E'
		 : at < l->sen_plan + l->sen_support ? 'K'
						     : 'N';
}

static void child_schooling(const struct population *p, struct child *c)
{
	const struct likelihoods *l = &p->likelihoods;
	struct random r = random_start(p->seed, PURPOSE_SCHOOLING, c->index);
	int64_t at = (int64_t)random_below(&r, 1000000);

	c->schooling = c->in_census                                      ? SCHOOL_HERE
		       : at < l->not_here_independent                    ? SCHOOL_INDEPENDENT
		       : at < l->not_here_independent + l->not_here_home ? SCHOOL_HOME
									 : SCHOOL_ELSEWHERE;
}

void child_make(struct population *p, const struct parents *parents, struct child *c)
{
	struct random r = random_start(p->seed, PURPOSE_CHILD, c->index);
	const struct child *twin = twin_of(p, c);

	c->group = (uint8_t)parents->group;
	c->nhs_number = c->index + p->adopted_count < NHS_NUMBERS ? c->index : NHS_NUMBERS;
	c->sex = random_below(&r, 1000) < 512 ? 'M' : 'F';
	if (twin)
		c->sex = random_chance(&r, p->likelihoods.twins_same_sex) == (twin->sex == 'M')
				 ? 'M'
				 : 'F';
	child_name(p, &r, parents, c);
	child_school(p, &r, c);
	child_services(p, &r, c);
	child_life(p, c);
	child_limits(p, c);
	child_schooling(p, c);
	child_needs(p, c);
	child_errors(p, c);
}

static void adoption_name(struct population *p, struct random *r, struct child *c)
{
	enum culture culture = ethnic_groups[c->group].culture;
	struct random family = random_start(p->seed, PURPOSE_ADOPTIVE, c->family->number);

	c->former_surname = TEXT_NONE;
	struct text before = c->surname;
	while (text_equal(c->surname, before))
		c->surname = invented_surname(&family, &p->here.arena, culture);
	struct parents parents = {c->surname, c->surname, c->group, culture};
	family_mother(p, &p->here.adoptive, &parents, c->born - 10 * 365);
	if (!random_chance(r, p->likelihoods.adopted_forename_kept)) {
		c->middle = c->forename;
		c->forename = invented_forename(r, culture, c->sex);
	}
}

void adoption_make(struct population *p, const struct child *before, uint32_t index)
{
	struct random r = random_start(p->seed, PURPOSE_ADOPTED, index);
	struct child *c = &p->here.after;
	size_t ordinal = index - p->child_count;

	*c = *before;
	adoption_family(p, before, before->until);
	c->index = index;
	c->family = &p->here.adoptive;
	c->birth = before->birth ? before->birth + (uint32_t)p->child_count : 0;
	c->after = true;
	c->known = before->until;
	c->until = NEVER;
	c->upn[0] = '\0';
	c->nhs_number = ordinal < NHS_NUMBERS ? NHS_NUMBERS - 1 - (uint32_t)ordinal : NHS_NUMBERS;
	adoption_name(p, &r, c);
	child_school(p, &r, c);
	c->schooling = c->in_census ? SCHOOL_HERE : SCHOOL_ELSEWHERE;
	c->in_gp = random_chance(&r, p->likelihoods.gp_listed);
	c->in_cin = day_age(c->born, p->on) < 18 && c->known < p->on - 60 &&
		    random_chance(&r, p->likelihoods.adopted_in_need);
	c->in_cla = false;
	child_emergencies(p, &r, c);
	child_errors(p, c);
}
