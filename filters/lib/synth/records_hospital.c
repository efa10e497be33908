#include "synth/records_internal.h"

/* Episodes of six years: the birth itself, and admissions. */
static bool born_within(const struct population *p, const struct child *c)
{
	return c->born_here && !c->after && c->born > p->on - 6 * 365;
}

static unsigned episodes(const struct population *p, const struct child *c)
{
	const struct likelihoods *l = &p->likelihoods;
	struct random r = random_start(p->seed, PURPOSE_HOSPITAL, c->index);
	unsigned count = born_within(p, c);

	if (c->until <= p->on - 6 * 365 || !random_chance(&r, l->hes_admitted))
		return count;
	for (count++; count < 40 && random_chance(&r, l->hes_admitted_again); count++)
		;
	return count;
}

/* The pseudonym of a person at NHS England: 32 characters. Who is not traced
 * in the national register gets another one for each episode. */
static void token_write(struct records *w, struct random *r, const struct child *c)
{
	const struct population *p = w->p;
	bool missed = record_error(r, c, p->likelihoods.hes_not_traced);
	struct random token =
		random_start(p->seed, PURPOSE_TOKEN, missed ? random_next(r) : (uint64_t)c->index);

	for (int i = 0; i < 2; i++)
		buffer_hex(&w->id, random_next(&token), 16);
}

static void age_write(struct buffer *b, int32_t born, int32_t day)
{
	static const int32_t days[] = {1, 7, 28, 90, 180, 270};
	uint64_t code = 7001;

	if (day_age(born, day) > 0) {
		buffer_u64(b, (uint64_t)day_age(born, day));
		return;
	}
	for (size_t i = 0; i < sizeof days / sizeof *days; i++)
		code += day - born >= days[i];
	buffer_u64(b, code);
}

static void two_digits(struct buffer *b, int number)
{
	buffer_byte(b, (char)('0' + number / 10 % 10));
	buffer_byte(b, (char)('0' + number % 10));
}

/* The financial year, from April, as 2425. */
static void year_write(struct buffer *b, int32_t day)
{
	struct date d = date_from_days(day);
	int first = d.month >= 4 ? d.year : d.year - 1;

	two_digits(b, first % 100);
	two_digits(b, (first + 1) % 100);
}

static void stay_write(struct buffer *b, struct random *r, int32_t day, int32_t last, bool birth)
{
	int32_t end = day + (int32_t)random_below(r, birth ? 4 : 3);

	end = end < last ? end : last;
	const int32_t days[] = {day, end, day, end};
	for (size_t i = 0; i < 4; i++) {
		day_iso(b, days[i]);
		buffer_byte(b, ',');
	}
	buffer_u64(b, (uint64_t)(end - day));
	if (birth) {
		buffer_string(b, ",82,3,Z380,");
		return;
	}
	buffer_byte(b, ',');
	record_code(r, b, "21 21 21 11 12");
	buffer_string(b, ",1,");
	record_code(r, b,
		    "J219 J069 B349 R509 J459 K529 S527 K021 N390 R104 J038 S009 T659 R568 "
		    "E109 H652");
	buffer_byte(b, ',');
}

static void episode_write(struct records *w, struct buffer *b, struct random *r,
			  const struct child *c)
{
	const struct population *p = w->p;
	bool birth = born_within(p, c) && w->occasion == 0;
	int32_t day = birth ? c->born : record_day(p, r, c, 6 * 365);
	struct date d = date_from_days(record_born(p, r, c, p->likelihoods.ecds_birth_date_wrong));
	uint32_t home = record_home(r, c, day, p->likelihoods.ecds_address_old);

	year_write(b, day);
	buffer_byte(b, ',');
	buffer_u64(b, 500000000000 + record_number(p, 83213371, c->index * 64u + w->occasion));
	buffer_byte(b, ',');
	token_write(w, r, c);
	buffer_text_add(b, buffer_text(&w->id));
	buffer_byte(b, ',');
	two_digits(b, d.month);
	buffer_u64(b, (uint64_t)d.year);
	buffer_string(b, record_sex(p, r, c) == 'M' ? ",1," : ",2,");
	record_ethnicity(p, r, b, c);
	buffer_byte(b, ',');
	age_write(b, c->born, day);
	buffer_byte(b, ',');
	stay_write(b, r, day, record_last(p, c), birth);
	record_practice(b, p, home);
	buffer_byte(b, ',');
	record_area(b, home);
	buffer_string(b, home >= p->postcodes / 2 ? ",RZZ\n" : ",RZY\n");
}

static const struct extract admissions = {
	"hes",
	"hes_apc.csv",
	"FYEAR,EPIKEY,TOKEN_PERSON_ID,MYDOB,SEX,ETHNOS,STARTAGE,ADMIDATE,DISDATE,EPISTART,"
	"EPIEND,EPIDUR,ADMIMETH,CLASSPAT,DIAG_4_01,GPPRAC,LSOA11,PROCODE3\n",
	PURPOSE_EPISODE,
	episodes,
	episode_write,
};

void records_hes(struct records *w)
{
	record_extract(w, &admissions);
}
