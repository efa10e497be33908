#include "synth/numbers.h"
#include "synth/records_internal.h"

/* Births of ten years in the hospitals of the area. An adoption is in another
 * register: who was adopted stands here as born. */
static unsigned is_born(const struct population *p, const struct child *c)
{
	return c->born_here && !c->after && c->born > p->on - 10 * 365;
}

static unsigned is_registered(const struct population *p, const struct child *c)
{
	struct random r = random_start(p->seed, PURPOSE_BIRTH, c->index + 0x80000000u);

	return is_born(p, c) && !c->family->outside && c->born <= p->on - 42 &&
	       !random_chance(&r, p->likelihoods.births_not_registered);
}

struct birth {
	uint64_t grams, weeks, order, together;
};

/* The same in all records of a birth. */
static struct birth birth_of(const struct population *p, const struct child *c)
{
	struct random r = random_start(p->seed, PURPOSE_BIRTH, c->index + 0x40000000u);
	struct birth birth = {.order = 1, .together = 1};

	for (size_t i = 0; c->birth && i < p->here.count; i++) {
		const struct child *other = &p->here.children[i];
		birth.together += other != c && other->birth == c->birth;
		birth.order += other < c && other->birth == c->birth;
	}
	birth.weeks = 36 + random_below(&r, 6) - (birth.together > 1 ? 3 : 0);
	if (random_below(&r, 14) == 0)
		birth.weeks -= random_below(&r, 8);
	birth.grams = 3400 - (40 - birth.weeks) * 150 + random_below(&r, 900) - 450;
	return birth;
}

static struct text surname_at_birth(const struct child *c)
{
	return c->former_surname.length ? c->former_surname : c->surname;
}

static void birth_name(struct records *w, struct buffer *b, struct random *r, const struct child *c,
		       bool named)
{
	const struct likelihoods *l = &w->p->likelihoods;

	buffer_reset(&w->surname);
	record_name(&w->surname, surname_at_birth(c));
	if (!named && random_chance(r, l->notification_surname_mother)) {
		buffer_reset(&w->surname);
		record_name(&w->surname, c->family->mother_surname);
	}
	buffer_text_add(b, buffer_text(&w->surname));
	buffer_byte(b, ',');
	if (named || !random_chance(r, l->notification_unnamed))
		record_name(b, c->forename);
	else if (random_below(r, 2))
		buffer_string(b, "Baby");
	if (named && c->middle.length) {
		buffer_byte(b, ' ');
		record_name(b, c->middle);
	}
	buffer_byte(b, ',');
}

static void notification_write(struct records *w, struct buffer *b, struct random *r,
			       const struct child *c)
{
	const struct population *p = w->p;
	struct birth birth = birth_of(p, c);
	uint32_t home = family_home(c->family, c->born);

	buffer_byte(&w->id, 'N');
	buffer_u64(&w->id, 100000000 + record_number(p, 26544357, c->index));
	buffer_text_add(b, buffer_text(&w->id));
	buffer_byte(b, ',');
	if (!record_error(r, c, p->likelihoods.notification_nhs_number_missing))
		record_nhs_number(p, b, c);
	buffer_byte(b, ',');
	birth_name(w, b, r, c, false);
	day_slashed(b, c->born);
	buffer_byte(b, ',');
	record_clock(b, random_below(r, 1440));
	buffer_string(b, record_sex(p, r, c) == 'M' ? ",1," : ",2,");
	record_ethnicity(p, r, b, c);
	buffer_byte(b, ',');
	record_postcode(p, r, b, home);
	buffer_byte(b, ',');
	record_practice(b, p, home);
	const uint64_t numbers[] = {birth.grams, birth.weeks, birth.order, birth.together};
	for (size_t i = 0; i < 4; i++) {
		buffer_byte(b, ',');
		buffer_u64(b, numbers[i]);
	}
	buffer_string(b, home >= p->postcodes / 2 ? ",RZZ02," : ",RZZ01,");
	record_mother_number(p, b, c);
	buffer_byte(b, ',');
	record_name(b, c->family->mother_surname);
	buffer_byte(b, ',');
	day_slashed(b, c->family->mother_born);
	buffer_byte(b, '\n');
}

static void registration_write(struct records *w, struct buffer *b, struct random *r,
			       const struct child *c)
{
	const struct population *p = w->p;
	struct birth birth = birth_of(p, c);

	buffer_byte(&w->id, 'B');
	buffer_u64(&w->id, 100000000 + record_number(p, 34564357, c->index));
	buffer_text_add(b, buffer_text(&w->id));
	buffer_byte(b, ',');
	birth_name(w, b, r, c, true);
	day_slashed(b, record_born(p, r, c, p->likelihoods.births_birth_date_wrong));
	buffer_string(b, c->sex == 'M' ? ",M," : ",F,");
	record_postcode(p, r, b, family_home(c->family, c->born));
	buffer_byte(b, ',');
	buffer_u64(b, birth.grams);
	buffer_string(b, birth.together > 1 ? ",1," : ",0,");
	day_slashed(b, c->born + (int32_t)random_between(r, 2, 42));
	buffer_byte(b, ',');
	record_name(b, c->family->mother_surname);
	buffer_byte(b, ',');
	record_name(b, c->family->mother_forename);
	buffer_byte(b, ',');
	day_slashed(b, c->family->mother_born);
	buffer_byte(b, '\n');
}

static const struct extract notifications = {
	"notifications",
	"birth_notifications.csv",
	"Notification ID,NHS Number,Surname,Forename,Date of Birth,Time of Birth,Sex,"
	"Ethnic Category,Postcode,GP Practice,Birth Weight,Gestation,Birth Order,"
	"Number of Births,Provider,Mother NHS Number,Mother Surname,Mother Date of Birth\n",
	PURPOSE_BIRTH,
	is_born,
	notification_write,
};

static const struct extract registrations = {
	"births",
	"births.csv",
	"Registration ID,Surname,Forenames,Date of Birth,Sex,Postcode,Birth Weight,"
	"Multiple Birth,Registration Date,Mother Surname,Mother Forenames,"
	"Mother Date of Birth\n",
	PURPOSE_REGISTRATION,
	is_registered,
	registration_write,
};

void records_births(struct records *w)
{
	record_extract(w, &notifications);
	record_extract(w, &registrations);
}

static unsigned is_dead(const struct population *p, const struct child *c)
{
	(void)p;
	return c->died && !c->family->outside;
}

static void death_write(struct records *w, struct buffer *b, struct random *r,
			const struct child *c)
{
	const struct population *p = w->p;
	bool infant = day_age(c->born, c->until) < 1;

	buffer_byte(&w->id, 'D');
	buffer_u64(&w->id, 100000000 + record_number(p, 45674357, c->index));
	buffer_text_add(b, buffer_text(&w->id));
	buffer_byte(b, ',');
	if (!record_error(r, c, infant ? p->likelihoods.deaths_nhs_number_missing : 0))
		record_nhs_number(p, b, c);
	buffer_byte(b, ',');
	record_name(b, surname_at_birth(c));
	buffer_byte(b, ',');
	record_name(b, c->forename);
	buffer_byte(b, ',');
	day_slashed(b, c->born);
	buffer_string(b, c->sex == 'M' ? ",1," : ",2,");
	day_slashed(b, c->until);
	buffer_byte(b, ',');
	int32_t registered = c->until + (int32_t)random_between(r, 2, infant ? 20 : 200);
	day_slashed(b, registered < p->on ? registered : p->on);
	buffer_byte(b, ',');
	record_postcode(p, r, b, family_home(c->family, c->until));
	buffer_byte(b, ',');
	record_code(r, b,
		    infant ? "P072 P220 Q249 P285 P369 R95X Q913"
			   : "C910 V892 X700 G409 J189 R99X Q897");
	buffer_byte(b, '\n');
}

static const struct extract deaths = {
	"deaths",
	"deaths.csv",
	"Record ID,NHS Number,Surname,Forenames,Date of Birth,Sex,Date of Death,"
	"Date of Registration,Postcode of Usual Residence,Underlying Cause\n",
	PURPOSE_DEATH,
	is_dead,
	death_write,
};

void records_deaths(struct records *w)
{
	record_extract(w, &deaths);
}
