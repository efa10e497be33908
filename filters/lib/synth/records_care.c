#include "synth/records_care.h"
#include "synth/records_internal.h"

static const struct {
	const char *file, *titles;
} modules[CARE_MODULES] = {
	[CARE_REVIEWS] = {"ssda903_reviews.csv", "CHILD,DOB,REVIEW,REVIEW_CODE\n"},
	[CARE_MISSING] = {"ssda903_missing.csv", "CHILD,DOB,MISSING,MIS_START,MIS_END\n"},
	[CARE_OC2] = {"ssda903_oc2.csv",
		      "CHILD,DOB,SDQ_SCORE,SDQ_REASON,CONVICTED,HEALTH_CHECK,IMMUNISATIONS,"
		      "TEETH_CHECK,HEALTH_ASSESSMENT,SUBSTANCE_MISUSE,INTERVENTION_RECEIVED,"
		      "INTERVENTION_OFFERED\n"},
	[CARE_AD1] = {"ssda903_ad1.csv", "CHILD,DOB,DATE_INT,DATE_MATCH,FOSTER_CARE,NB_ADOPTR,"
					 "SEX_ADOPTR,LS_ADOPTR\n"},
	[CARE_PLACED] = {"ssda903_placed_for_adoption.csv",
			 "CHILD,DOB,DATE_PLACED,DATE_PLACED_CEASED,REASON_PLACED_CEASED\n"},
	[CARE_UASC] = {"ssda903_uasc.csv", "CHILD,SEX,DOB,DUC\n"},
};

/* Begins a row: the child's number and birth date; but for the sex between
 * them all modules begin so. */
static struct buffer *row(struct care *x, enum care_module module, int32_t born)
{
	struct buffer *b = &x->modules[module].buffer;

	record_drain(&x->modules[module]);
	buffer_text_add(b, buffer_text(&x->records->id));
	buffer_byte(b, ',');
	day_slashed(b, born);
	buffer_byte(b, ',');
	x->records->total++;
	return b;
}

static void reviews_write(struct care *x, struct random *r, int32_t born, int32_t since,
			  int32_t last)
{
	for (int32_t day = since + 20; day <= last; day += (int32_t)random_between(r, 80, 180)) {
		struct buffer *b = row(x, CARE_REVIEWS, born);
		day_slashed(b, day);
		buffer_byte(b, ',');
		record_code(r, b, "PN1 PN3 PN2 PN5 PN4 PN7 PN6 PN0");
		buffer_byte(b, '\n');
	}
}

static void missing_write(struct care *x, struct random *r, const struct child *c, int32_t born,
			  int32_t since, int32_t last)
{
	const struct likelihoods *l = &x->records->p->likelihoods;

	if (day_age(c->born, last) < 11 || !random_chance(r, l->cla_missing))
		return;
	for (uint64_t times = 1 + random_below(r, 4); times > 0; times--) {
		struct buffer *b = row(x, CARE_MISSING, born);
		int32_t day = (int32_t)random_between(r, since, last);
		buffer_string(b, random_below(r, 3) ? "M," : "A,");
		day_slashed(b, day);
		buffer_byte(b, ',');
		int32_t end = day + (int32_t)random_below(r, 4);
		day_slashed(b, end < last ? end : last);
		buffer_byte(b, '\n');
	}
}

static void health_write(struct care *x, struct random *r, const struct child *c, int32_t born,
			 int32_t last)
{
	int age = day_age(c->born, last);
	struct buffer *b = row(x, CARE_OC2, born);
	bool scored = age >= 4 && age <= 16 && random_below(r, 5);

	if (scored)
		buffer_u64(b, random_below(r, 34));
	buffer_byte(b, ',');
	if (age >= 4 && age <= 16 && !scored)
		record_code(r, b, "SDQ1 SDQ2 SDQ3 SDQ4 SDQ5");
	bool user = age >= 12 && random_below(r, 25) == 0, offered = user && random_below(r, 3);
	buffer_string(b, age >= 10 && random_below(r, 30) == 0 ? ",1," : ",0,");
	if (age < 5)
		buffer_byte(b, random_below(r, 8) ? '1' : '0');
	for (int i = 0; i < 3; i++)
		buffer_string(b, random_below(r, 8) ? ",1" : ",0");
	buffer_string(b, user ? ",1" : ",0");
	buffer_string(b, offered ? ",1," : user ? ",0," : ",,");
	if (user && !offered)
		buffer_byte(b, random_below(r, 2) ? '1' : '0');
	buffer_byte(b, '\n');
}

static void adoption_write(struct care *x, struct random *r, const struct child *c, int32_t born)
{
	int32_t placed = c->until - (int32_t)random_between(r, 90, 280);
	struct buffer *b = row(x, CARE_AD1, born);

	day_slashed(b, placed - 90);
	buffer_byte(b, ',');
	day_slashed(b, placed - 20);
	buffer_string(b, random_below(r, 5) ? ",0," : ",1,");
	bool two = random_below(r, 8) > 0;
	buffer_string(b, two ? "2," : "1,");
	record_code(r, b, two ? "MF MF MF FF MM" : "F1 F1 M1");
	buffer_byte(b, ',');
	record_code(r, b, two ? "L11 L11 L3 L12" : "L0");
	buffer_byte(b, '\n');
	b = row(x, CARE_PLACED, born);
	day_slashed(b, placed);
	buffer_string(b, ",,\n");
}

void care_write(struct care *x, const struct child *c, int32_t born, int32_t since)
{
	const struct population *p = x->records->p;
	struct random r = random_start(p->seed, PURPOSE_CARE, c->index);
	int32_t last = record_last(p, c);

	reviews_write(x, &r, born, since, last);
	missing_write(x, &r, c, born, since, last);
	if (since + 365 <= last)
		health_write(x, &r, c, born, last);
	if (c->adoption && !c->after)
		adoption_write(x, &r, c, born);
	if (c->known > c->born && day_age(c->born, c->known) >= 10) {
		struct buffer *b = &x->modules[CARE_UASC].buffer;
		buffer_text_add(b, buffer_text(&x->records->id));
		buffer_byte(b, ',');
		buffer_byte(b, record_sex_code(p, c->sex));
		buffer_byte(b, ',');
		day_slashed(b, born);
		buffer_byte(b, ',');
		struct date d = date_from_days(c->born);
		if (day_of(d.year + 18, d.month, 1) <= p->on)
			day_slashed(b, day_of(d.year + 18, d.month, 1));
		buffer_byte(b, '\n');
		x->records->total++;
	}
}

void care_open(struct care *x, struct records *w)
{
	x->records = w;
	for (int i = 0; i < CARE_MODULES; i++) {
		record_file(w, &x->modules[i], modules[i].file);
		buffer_string(&x->modules[i].buffer, modules[i].titles);
	}
}

void care_close(struct care *x)
{
	for (int i = 0; i < CARE_MODULES; i++)
		output_finish(&x->modules[i]);
}
