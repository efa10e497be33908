#include "synth/numbers.h"
#include "synth/records_internal.h"

static unsigned in_gp(const struct population *p, const struct child *c)
{
	(void)p;
	return c->in_gp;
}

static unsigned attendances(const struct population *p, const struct child *c)
{
	(void)p;
	return c->attendances;
}

static void gp_names(struct records *w, struct random *r, const struct child *c)
{
	const struct likelihoods *l = &w->p->likelihoods;

	record_names(w, r, c,
		     (struct spelling){l->gp_short_form, l->gp_diacritics_lost, l->gp_surname_old});
	if (w->middle.length && random_chance(r, l->gp_middle_in_forename)) {
		buffer_byte(&w->forename, ' ');
		buffer_text_add(&w->forename, buffer_text(&w->middle));
	}
	if (day_age(c->born, w->p->on) < 1 && random_chance(r, l->gp_forename_baby)) {
		buffer_reset(&w->forename);
		buffer_string(&w->forename, "Baby");
	}
}

static void gp_write(struct records *w, struct buffer *b, struct random *r, const struct child *c)
{
	const struct population *p = w->p;
	const struct likelihoods *l = &p->likelihoods;
	uint32_t home = record_home(r, c, p->on, l->gp_address_old);

	/* Registered by the parent with whom the child lives half of the time. */
	if (random_chance(r, l->gp_other_home))
		home = c->family->other_home;
	if (c->in_cla && random_chance(r, l->gp_placement_address))
		home = c->placement;
	buffer_byte(&w->id, 'P');
	buffer_u64(&w->id, 100000000 + record_number(p, 69621417, c->index));
	buffer_text_add(b, buffer_text(&w->id));
	buffer_byte(b, ',');
	if (!record_error(r, c, l->gp_nhs_number_missing))
		record_nhs_number(p, b, c);
	buffer_byte(b, ',');
	gp_names(w, r, c);
	buffer_text_add(b, buffer_text(&w->surname));
	buffer_byte(b, ',');
	buffer_text_add(b, buffer_text(&w->forename));
	buffer_byte(b, ',');
	day_slashed(b, record_born(p, r, c, l->gp_birth_date_wrong));
	buffer_byte(b, ',');
	buffer_byte(b, record_sex(p, r, c));
	buffer_byte(b, ',');
	if (!record_error(r, c, l->gp_postcode_missing))
		record_postcode(p, r, b, home);
	buffer_byte(b, ',');
	record_practice(b, p, home);
	buffer_byte(b, ',');
	int32_t moved = c->family->moved[0];
	day_slashed(b, moved > c->known ? moved : c->known);
	buffer_byte(b, '\n');
}

static const struct extract list = {
	"gp",
	"gp.csv",
	"PATIENT_ID,NHS_NUMBER,SURNAME,FORENAME,DATE_OF_BIRTH,SEX,POSTCODE,GP_PRACTICE,"
	"REGISTERED_FROM\n",
	PURPOSE_GP,
	in_gp,
	gp_write,
};

void records_gp(struct records *w)
{
	record_extract(w, &list);
}

/* A child as one hospital has it on its books. */
struct patient {
	uint64_t key;
	bool numbered;
	int32_t born;
	char sex;
	bool group_known;
};

static struct patient patient_make(const struct population *p, struct random *r,
				   const struct child *c, unsigned provider)
{
	const struct likelihoods *l = &p->likelihoods;
	struct patient patient = {.key = (uint64_t)c->index * 4 + provider * 2};

	patient.key += random_chance(r, l->ecds_registered_twice);
	struct random own = random_start(p->seed, PURPOSE_ECDS, patient.key);
	patient.numbered = !record_error(&own, c, l->ecds_nhs_number_missing);
	patient.born = record_born(p, &own, c, l->ecds_birth_date_wrong);
	patient.sex = record_sex(p, &own, c);
	patient.group_known = !record_error(&own, c, l->ethnicity_unknown);
	return patient;
}

/* Whose number was written down: now and then that of the next child of the
 * family. */
static const struct child *number_holder(const struct population *p, struct random *r,
					 const struct child *c)
{
	const struct child *sibling = record_sibling(p, c);
	bool mistaken = random_chance(r, p->likelihoods.ecds_nhs_number_of_sibling);

	return mistaken && sibling ? sibling : c;
}

static void place_write(const struct population *p, struct random *r, struct buffer *b,
			const struct child *c, uint32_t home)
{
	if (!record_error(r, c, p->likelihoods.ecds_postcode_missing))
		record_postcode(p, r, b, home);
	else if (random_below(r, 2))
		buffer_string(b, "ZZ99 3WZ");
}

static void attendance_write(struct records *w, struct buffer *b, struct random *r,
			     const struct child *c)
{
	const struct population *p = w->p;
	const struct likelihoods *l = &p->likelihoods;
	int32_t day = record_day(p, r, c, 6 * 365);
	uint32_t home = record_home(r, c, day, l->ecds_address_old);
	unsigned nearest = home >= p->postcodes / 2;
	unsigned provider = random_chance(r, l->ecds_second_provider) ? !nearest : nearest;
	struct patient patient = patient_make(p, r, c, provider);
	int64_t lost = day - c->born < 42 ? l->ecds_nhs_number_missing_newborn
					  : l->ecds_nhs_number_missing_once;

	buffer_byte(&w->id, provider ? 'B' : 'A');
	buffer_u64(&w->id, 100000000 + record_number(p, 16807 * 3, patient.key));
	buffer_text_add(b, buffer_text(&w->id));
	buffer_byte(b, ',');
	if (patient.numbered && !record_error(r, c, lost))
		record_nhs_number(p, b, number_holder(p, r, c));
	buffer_byte(b, ',');
	day_iso(b, patient.born);
	buffer_string(b, patient.sex == 'M' ? ",1," : ",2,");
	place_write(p, r, b, c, home);
	buffer_byte(b, ',');
	if (patient.group_known)
		buffer_string(b, ethnic_groups[c->group].health);
	else
		record_code(r, b, "Z 99");
	buffer_byte(b, ',');
	record_practice(b, p, home);
	buffer_byte(b, ',');
	day_iso(b, day);
	buffer_byte(b, ',');
	record_clock(b, random_below(r, 1440));
	buffer_byte(b, ',');
	record_code(r, b,
		    "417163006 386661006 21522001 267036007 422400008 25064002 271807003 "
		    "62315008 29857009 22253000 248062006");
	buffer_byte(b, ',');
	record_code(r, b,
		    "82271004 54150009 125605004 44465007 50417007 195967001 4120002 65363002 "
		    "68566005 71186008 128045006 91175000 62106007 74400008 48694002");
	buffer_string(b, provider ? ",RZZ02\n" : ",RZZ01\n");
}

static const struct extract emergencies = {
	"ecds",
	"ecds.csv",
	"LOCAL_PATIENT_ID,NHS_NUMBER,BIRTH_DATE,STATED_GENDER,POSTCODE,ETHNIC_CATEGORY,"
	"GP_PRACTICE,ARRIVAL_DATE,ARRIVAL_TIME,CHIEF_COMPLAINT,DIAGNOSIS_CODE_1,PROVIDER\n",
	PURPOSE_ATTENDANCE,
	attendances,
	attendance_write,
};

void records_ecds(struct records *w)
{
	record_extract(w, &emergencies);
}
