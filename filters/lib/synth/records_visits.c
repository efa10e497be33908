#include "synth/records_internal.h"

/* Health visiting ends before school. */
static unsigned in_chis(const struct population *p, const struct child *c)
{
	return !c->family->outside && c->until > p->on && day_age(c->born, p->on) < 5;
}

static void chis_id(struct records *w, const struct child *c)
{
	buffer_byte(&w->id, 'C');
	buffer_u64(&w->id, 100000000 + record_number(w->p, 57885161, c->index));
}

/* Number, NHS number, names, birth date, sex. */
static void chis_person(struct records *w, struct buffer *b, struct random *r,
			const struct child *c)
{
	const struct population *p = w->p;
	const struct likelihoods *l = &p->likelihoods;

	record_names(w, r, c,
		     (struct spelling){l->chis_short_form, l->chis_diacritics_lost,
				       l->chis_surname_old});
	if (day_age(c->born, p->on) < 1 && random_chance(r, l->chis_forename_baby)) {
		buffer_reset(&w->forename);
		buffer_string(&w->forename, "Baby");
	}
	chis_id(w, c);
	buffer_text_add(b, buffer_text(&w->id));
	buffer_byte(b, ',');
	if (!record_error(r, c, l->chis_nhs_number_missing))
		record_nhs_number(p, b, c);
	buffer_byte(b, ',');
	buffer_text_add(b, buffer_text(&w->surname));
	buffer_byte(b, ',');
	buffer_text_add(b, buffer_text(&w->forename));
	buffer_byte(b, ',');
	day_slashed(b, record_born(p, r, c, l->chis_birth_date_wrong));
	buffer_byte(b, ',');
	buffer_byte(b, record_sex(p, r, c));
	buffer_byte(b, ',');
}

static void chis_write(struct records *w, struct buffer *b, struct random *r, const struct child *c)
{
	const struct population *p = w->p;
	uint32_t home = record_home(r, c, p->on, p->likelihoods.chis_address_old);

	if (c->in_cla && random_chance(r, p->likelihoods.gp_placement_address))
		home = c->placement;
	chis_person(w, b, r, c);
	record_ethnicity(p, r, b, c);
	buffer_byte(b, ',');
	record_postcode(p, r, b, home);
	buffer_byte(b, ',');
	record_practice(b, p, home);
	buffer_byte(b, ',');
	record_mother_number(p, b, c);
	buffer_byte(b, ',');
	record_name(b, c->family->mother_surname);
	buffer_byte(b, ',');
	day_slashed(b, c->known);
	buffer_byte(b, '\n');
}

static const struct extract children = {
	"chis",
	"chis.csv",
	"Patient ID,NHS Number,Surname,Forename,Date of Birth,Sex,Ethnic Category,Postcode,"
	"GP Practice,Mother NHS Number,Mother Surname,Registration Date\n",
	PURPOSE_VISITS,
	in_chis,
	chis_write,
};

/* The mandated reviews, by the day after birth on which each is due. */
static const struct {
	const char *name;
	int32_t due;
	int64_t done; /* millionths, without errors */
} reviews[] = {
	{"New birth visit", 12, 970000},
	{"6-8 week review", 48, 900000},
	{"12 month review", 365, 850000},
	{"2 year review", 800, 760000},
};
enum { REVIEWS = sizeof reviews / sizeof *reviews };

/* Of those that were due, in order, the ones that were done. */
static unsigned reviews_done(const struct population *p, const struct child *c,
			     unsigned done[REVIEWS])
{
	unsigned count = 0;
	struct random r = random_start(p->seed, PURPOSE_COMMUNITY, c->index + 0x80000000u);

	for (unsigned i = 0; i < REVIEWS; i++) {
		int32_t day = c->born + reviews[i].due;
		bool kept = random_chance(&r, reviews[i].done);
		if (kept && day >= c->known && day + 30 <= record_last(p, c))
			done[count++] = i;
	}
	return count;
}

static unsigned visited(const struct population *p, const struct child *c)
{
	unsigned done[REVIEWS];
	bool recent = c->born > p->on - 5 * 365 && !c->family->outside;

	return recent ? reviews_done(p, c, done) : 0;
}

static void visit_write(struct records *w, struct buffer *b, struct random *r,
			const struct child *c)
{
	const struct population *p = w->p;
	unsigned done[REVIEWS], count = reviews_done(p, c, done);
	unsigned which = done[w->occasion < count ? w->occasion : 0];
	int32_t due = c->born + reviews[which].due;
	int32_t day = due + (int32_t)random_between(r, -5, 30);

	chis_person(w, b, r, c);
	record_postcode(p, r, b, record_home(r, c, day, p->likelihoods.chis_address_old));
	buffer_byte(b, ',');
	buffer_string(b, reviews[which].name);
	buffer_byte(b, ',');
	day_slashed(b, day > c->born ? day : c->born + 1);
	buffer_byte(b, '\n');
}

static const struct extract visits = {
	"visits",
	"visits.csv",
	"Patient ID,NHS Number,Surname,Forename,Date of Birth,Sex,Postcode,Review Type,"
	"Review Date\n",
	PURPOSE_COMMUNITY,
	visited,
	visit_write,
};

void records_chis(struct records *w)
{
	record_extract(w, &children);
	record_extract(w, &visits);
}
