#include "synth/records_internal.h"

/* Of compulsory school age: five to fifteen at the start of the school year. */
static unsigned at_home(const struct population *p, const struct child *c)
{
	int age = day_age(c->born, day_school_year(p->on));

	return c->schooling == SCHOOL_HOME && age >= 5 && age <= 15 && c->until == NEVER &&
	       !c->family->outside;
}

static void home_write(struct records *w, struct buffer *b, struct random *r, const struct child *c)
{
	const struct population *p = w->p;
	const struct likelihoods *l = &p->likelihoods;
	int age = day_age(c->born, day_school_year(p->on));

	record_names(w, r, c,
		     (struct spelling){l->sen2_short_form, l->sen2_diacritics_lost,
				       l->sen2_surname_old});
	buffer_byte(&w->id, 'H');
	buffer_u64(&w->id, 100000000 + record_number(p, 37156667, c->index));
	buffer_text_add(b, buffer_text(&w->id));
	buffer_byte(b, ',');
	if (record_upn_known(p, r, c, l->sen2_upn_missing))
		record_upn(p, r, b, c, l->sen2_upn_wrong);
	buffer_byte(b, ',');
	buffer_text_add(b, buffer_text(&w->surname));
	buffer_byte(b, ',');
	buffer_text_add(b, buffer_text(&w->forename));
	buffer_byte(b, ',');
	day_slashed(b, record_born(p, r, c, l->sen2_birth_date_wrong));
	buffer_byte(b, ',');
	buffer_string(b, record_sex(p, r, c) == 'M' ? "Male," : "Female,");
	record_postcode(p, r, b, record_home(r, c, p->on, l->sen2_address_old));
	buffer_byte(b, ',');
	buffer_u64(b, (uint64_t)(age - 4));
	buffer_byte(b, ',');
	int32_t fifth = day_of(date_from_days(c->born).year + 5, 9, 1);
	int32_t earliest = fifth > c->known ? fifth : c->known;
	day_slashed(b, (int32_t)random_between(r, earliest < p->on ? earliest : p->on, p->on));
	buffer_byte(b, ',');
	buffer_byte(b, c->sen);
	buffer_byte(b, '\n');
}

static const struct extract taught_at_home = {
	"ehe",
	"ehe.csv",
	"Person ID,UPN,Surname,Forename,Date of Birth,Gender,Postcode,NC Year,EHE Start Date,"
	"SEN Provision\n",
	PURPOSE_HOME,
	at_home,
	home_write,
};

void records_ehe(struct records *w)
{
	record_extract(w, &taught_at_home);
}
