#include "synth/records_internal.h"
#include "synth/records_school.h"

void pupils_open(struct roll *x)
{
	record_file(x->records, &x->meals, "fsmperiodsonroll.csv");
	record_file(x->records, &x->needs, "senneedsonroll.csv");
	record_file(x->records, &x->sanctions, "termlyexclusionsonroll.csv");
	buffer_string(
		&x->meals.buffer,
		"pupilonrolltableid,NativeId,fsmperiodsonrolltableid,"
		"fsmperiodsonrollorderseqcolumn,sourceid,fsmstartdate,fsmenddate,ukcountry\n");
	buffer_string(&x->needs.buffer,
		      "pupilonrolltableid,NativeId,senneedsonrolltableid,"
		      "senneedsonrollorderseqcolumn,sourceid,sentyperank,sentype\n");
	buffer_string(&x->sanctions.buffer,
		      "pupilonrolltableid,NativeId,termlyexclusionsonrolltableid,"
		      "termlyexclusionsonrollorderseqcolumn,sourceid,category,reason1,reason2,"
		      "reason3,startdate,sessions,senprovision\n");
}

static void meals_write(struct roll *x, struct random *r, const struct child *c, uint64_t school)
{
	const struct population *p = x->records->p;
	const struct likelihoods *l = &p->likelihoods;
	bool poor = deprivation(p, c->family->homes[0]) <= 3;

	if (!random_chance(r, poor ? l->free_meals_deprived : l->free_meals))
		return;
	struct buffer *b = &x->meals.buffer;
	roll_begin(x, &x->meals, c, ROW_MEALS, 1, school);
	int32_t start = record_day(p, r, c, 4 * 365);
	day_exported(b, start);
	buffer_byte(b, ',');
	if (random_below(r, 5) == 0)
		day_exported(b, (int32_t)random_between(r, start, p->on));
	buffer_string(b, ",ENG");
	roll_end(x, &x->meals);
}

static void needs_write(struct roll *x, struct random *r, const struct child *c, uint64_t school)
{
	struct buffer *b = &x->needs.buffer;
	uint64_t needs = c->sen == 'N' ? 0 : 1 + (random_below(r, 4) == 0);

	for (uint64_t rank = 1; rank <= needs; rank++) {
		roll_begin(x, &x->needs, c, ROW_NEED, rank, school);
		buffer_u64(b, rank);
		buffer_string(b, ".0,");
		if (rank == 1)
			record_sen_type(x->records->p, b, c);
		else
			record_code(r, b, "OTH NSA MLD");
		roll_end(x, &x->needs);
	}
}

static void sanctions_write(struct roll *x, struct random *r, const struct child *c,
			    uint64_t school)
{
	const struct population *p = x->records->p;
	const struct likelihoods *l = &p->likelihoods;
	int age = day_age(c->born, p->on);

	if (!random_chance(r, age >= 11 ? l->suspended : l->suspended / 8))
		return;
	uint64_t times = 1 + random_below(r, 4) * random_below(r, 2);
	struct buffer *b = &x->sanctions.buffer;
	for (uint64_t n = 1; n <= times; n++) {
		bool permanent = n == times && random_chance(r, l->excluded_of_suspended);
		roll_begin(x, &x->sanctions, c, ROW_SANCTION, n, school);
		buffer_string(b, permanent ? "PERM," : "SUSP,");
		record_code(r, b, "DB PP VA PA OW MT DA DM");
		buffer_string(b, ",,,");
		day_exported(b, record_day(p, r, c, 120));
		buffer_byte(b, ',');
		if (!permanent) {
			buffer_u64(b, (uint64_t)random_between(r, 1, 10));
			buffer_string(b, ".0");
		}
		buffer_byte(b, ',');
		buffer_byte(b, c->sen);
		roll_end(x, &x->sanctions);
	}
}

void pupils_write(struct roll *x, const struct child *c, uint64_t school)
{
	struct random r = random_start(x->records->p->seed, PURPOSE_PUPIL, c->index);

	meals_write(x, &r, c, school);
	needs_write(x, &r, c, school);
	sanctions_write(x, &r, c, school);
}

void pupils_close(struct roll *x)
{
	output_finish(&x->meals);
	output_finish(&x->needs);
	output_finish(&x->sanctions);
}
