#include "synth/population_internal.h"

#include "synth/numbers.h"

uint32_t family_home(const struct family *f, int32_t day)
{
	for (int i = 0; i < FAMILY_HOMES - 1; i++)
		if (day >= f->moved[i])
			return f->homes[i];
	return f->homes[FAMILY_HOMES - 1];
}

uint32_t postcode_any(const struct population *p, struct random *r)
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

int deprivation(const struct population *p, uint32_t postcode)
{
	struct random r = random_start(p->seed, PURPOSE_DEPRIVATION, postcode_place(postcode));

	return (int)random_between(&r, 1, 10);
}

void family_settle(const struct population *p, struct random *r, struct family *f)
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
	parents.surname = invented_surname(r, &p->here.arena, parents.culture);
	parents.other = invented_surname(r, &p->here.arena, parents.culture);
	if (random_chance(r, p->likelihoods.double_surname) &&
	    !text_equal(parents.surname, parents.other))
		parents.surname = surname_join(&p->here.arena, parents.surname, parents.other);
	return parents;
}

/* Where they come from: some from abroad, and some live beyond the border and
 * are known to the hospitals only. Their postcodes are from the far end. */
static void family_origin(struct population *p, struct family *f, const struct parents *parents)
{
	const struct likelihoods *l = &p->likelihoods;
	struct random r = random_start(p->seed, PURPOSE_ORIGIN, f->number);
	bool native = parents->culture == CULTURE_BRITISH;

	f->arrived = NEVER;
	if (random_chance(&r, native ? l->arrived : l->arrived_minority))
		f->arrived = p->on - (int32_t)random_below(&r, 10 * 365);
	f->outside = random_chance(&r, l->lives_outside);
	if (!f->outside || p->postcodes >= POSTCODES)
		return;
	for (int i = 0; i < FAMILY_HOMES; i++)
		f->homes[i] = POSTCODES - 1 - f->homes[i] % (POSTCODES - p->postcodes);
}

void family_mother(const struct population *p, struct family *f, const struct parents *parents,
		   int32_t first_born)
{
	struct random r = random_start(p->seed, PURPOSE_MOTHER, f->number);

	f->mother_surname = random_chance(&r, p->likelihoods.mother_surname_other)
				    ? parents->other
				    : parents->surname;
	f->mother_forename = invented_forename(&r, parents->culture, 'F');
	f->mother_born = first_born - (int32_t)random_between(&r, 18 * 365, 37 * 365);
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

static void child_add(struct population *p, const struct parents *parents, int32_t born,
		      uint32_t birth)
{
	struct child *c = &p->here.children[p->here.count];

	memset(c, 0, sizeof *c);
	c->index = (uint32_t)(p->here.first + p->here.count++);
	c->family = &p->here.family;
	c->birth = birth;
	c->born = born;
	child_make(p, parents, c);
}

/* The day is that of any child of the family; younger ones follow it, and the
 * family is then walked from the youngest back to the oldest. Who is not born
 * yet or is over age is no child of ours. */
static void family_make(struct population *p, size_t number, size_t first)
{
	struct random r = random_start(p->seed, PURPOSE_FAMILY, number);
	struct family *f = &p->here.family;

	arena_reset(&p->here.arena);
	p->here.first = first;
	p->here.count = 0;
	f->number = (uint32_t)number + 1;
	family_settle(p, &r, f);
	struct parents parents = parents_make(p, &r);
	family_origin(p, f, &parents);
	f->in_need = random_chance(&r, p->likelihoods.cin_family);
	int births = family_births(p, &r);
	int32_t born = p->on - (int32_t)random_below(&r, (OLDEST_AGE + 1) * 365);
	for (uint64_t younger = random_below(&r, (uint64_t)births); younger > 0; younger--)
		born += birth_gap(&r);
	for (; births > 0 && first + p->here.count < p->child_count;
	     births--, born -= birth_gap(&r)) {
		if (born > p->on || day_age(born, p->on) > OLDEST_AGE)
			continue;
		bool multiple = random_chance(&r, p->likelihoods.multiple_birth);
		uint32_t birth = multiple ? (uint32_t)(first + p->here.count) + 1 : 0;
		size_t together = !multiple ? 1 : random_below(&r, 60) == 0 ? 3 : 2;
		while (together-- && first + p->here.count < p->child_count)
			child_add(p, &parents, born, birth);
	}
	family_mother(p, f, &parents, born);
}

static void postcodes_count(struct population *p)
{
	int64_t per_postcode = p->likelihoods.households_a_postcode *
			       p->likelihoods.households_with_children / 1000000;
	uint64_t families = p->child_count * 6 / 10 + 1;
	uint64_t postcodes =
		families * 1000000 / (uint64_t)(per_postcode > 1 ? per_postcode : 1) + 20;

	p->postcodes = (uint32_t)(postcodes < POSTCODES ? postcodes : POSTCODES);
}

void population_make(struct population *p, size_t count)
{
	p->child_count = count;
	postcodes_count(p);
	for (size_t first = 0; first < count; first += p->here.count) {
		memory_need(&p->firsts, &p->family_capacity, p->family_count + 1,
			    sizeof *p->firsts);
		p->firsts[p->family_count] = (uint32_t)first;
		family_make(p, p->family_count++, first);
		for (size_t i = 0; i < p->here.count; i++) {
			if (!p->here.children[i].adoption)
				continue;
			memory_need(&p->adopted, &p->adopted_capacity, p->adopted_count + 1,
				    sizeof *p->adopted);
			p->adopted[p->adopted_count++] = p->here.children[i].index;
		}
	}
	p->person_count = count + p->adopted_count;
	p->here.count = 0; /* its numbers did not know yet how many were adopted */
}

/* The last family whose first child is not beyond the one looked for; a family
 * without children never is, since the next one has the same first child. */
static size_t family_of(const struct population *p, size_t child)
{
	size_t low = 0, high = p->family_count;

	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;
		if (p->firsts[middle] <= child)
			low = middle;
		else
			high = middle;
	}
	return low;
}

const struct child *population_child(struct population *p, uint64_t index)
{
	bool after = index >= p->child_count;
	size_t child = after ? p->adopted[index - p->child_count] : index;

	if (child < p->here.first || child >= p->here.first + p->here.count) {
		size_t next = p->here.first + p->here.count;
		size_t family = p->here.count && child == next ? p->here.family.number : 0;
		if (family == 0 || family >= p->family_count || p->firsts[family] != child ||
		    (family + 1 < p->family_count && p->firsts[family + 1] == child))
			family = family_of(p, child);
		family_make(p, family, p->firsts[family]);
	}
	struct child *c = &p->here.children[child - p->here.first];
	if (!after)
		return c;
	adoption_make(p, c, (uint32_t)index);
	return &p->here.after;
}

void population_free(struct population *p)
{
	memory_free(p->firsts);
	memory_free(p->adopted);
	arena_free(&p->here.arena);
}
