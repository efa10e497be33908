#include "synth/numbers.h"
#include "synth/population.h"

/* Twins are adopted together: what happens is drawn for the first of them. */
static uint32_t first_of_birth(const struct child *c)
{
	return c->birth ? c->birth - 1 : c->index;
}

int32_t adoption_day(const struct population *p, const struct child *c)
{
	struct random r = random_start(p->seed, PURPOSE_ADOPTION, first_of_birth(c));
	if (!random_chance(&r, p->likelihoods.adopted))
		return NEVER;
	int32_t day = c->born + (int32_t)random_between(&r, 300, 8 * 365);
	return day <= p->on ? day : NEVER;
}

/* They had lived there for long, or have moved since the child came. */
void adoption_family(struct population *p, const struct child *c, int32_t day)
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
