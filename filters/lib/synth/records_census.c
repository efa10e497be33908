#include "synth/numbers.h"
#include "synth/records_internal.h"
#include "synth/records_school.h"

static const char pupil_titles[] =
	"pupilonrolltableid,NativeId,dob,surname,forename,middlenames,preferredsurname,"
	"formersurname,upn,formerupn,uniquelearnernumber,sex,entrydate,"
	"pupilonrollorderseqcolumn,sourceid,schoolcensustableid,parttime,language,"
	"enrolstatus,boarder,senprovision,ncyearactual\n";
static const char leaver_titles[] =
	"pupilnolongeronrolltableid,NativeId,dob,surname,forename,middlenames,preferredsurname,"
	"formersurname,upn,formerupn,uniquelearnernumber,sex,entrydate,"
	"pupilnolongeronrollorderseqcolumn,sourceid,schoolcensustableid,parttime,language,"
	"enrolstatus,boarder,senprovision,ncyearleaving,leavingdate\n";
static const char address_titles[] =
	"pupilonrolltableid,NativeId,addressesonrolltableid,addressesonrollorderseqcolumn,"
	"sourceid,uniquepropertyreferencenumber,postcode\n";
static const char leaver_address_titles[] =
	"pupilnolongeronrolltableid,NativeId,addressesoffrolltableid,"
	"addressesoffrollorderseqcolumn,sourceid,uniquepropertyreferencenumber,postcode\n";

static unsigned in_census(const struct population *p, const struct child *c)
{
	(void)p;
	return c->in_census;
}

/* Who has left a school of the area since the summer: for another of its
 * schools, for one elsewhere or none, or by an adoption. */
static unsigned has_left(const struct population *p, const struct child *c)
{
	const struct likelihoods *l = &p->likelihoods;
	struct random r = random_start(p->seed, PURPOSE_LEAVERS, c->index);
	int32_t year = day_school_year(p->on);
	int age = day_age(c->born, year);

	if (!c->upn[0] || age < 4 || age > 16 || c->until <= year)
		return 0;
	if (c->until != NEVER)
		return random_chance(&r, l->census_school_age);
	return random_chance(&r, c->in_census ? l->census_changed_school : l->census_left);
}

/* A row id: eight hexadecimal digits, with `tail` a dash and three more. An odd
 * factor makes it another id for each index. */
static void row_id(struct buffer *b, const struct population *p, uint64_t index, enum row_kind kind,
		   bool tail)
{
	static const uint32_t first[] = {0,          0x40000000, 0x80000000, 0xc0000000,
					 0x20000000, 0x60000000, 0xa0000000, 0xe0000000};
	uint32_t number = (uint32_t)((index + first[kind]) * 2654435761u + p->seed);

	buffer_hex(b, number, 8);
	if (tail) {
		buffer_byte(b, '-');
		buffer_hex(b, (number ^ (number >> 12)) & 0xfff, 3);
	}
}

/* The id of the pupil's row. */
static void pupil_id(struct buffer *b, const struct roll *x, const struct child *c)
{
	row_id(b, x->records->p, c->index, x->left ? ROW_LEAVER : 0, true);
}

void roll_begin(struct roll *x, struct output *o, const struct child *c, enum row_kind kind,
		uint64_t place, uint64_t school)
{
	const struct population *p = x->records->p;
	struct buffer *b = &o->buffer;

	pupil_id(b, x, c);
	buffer_string(b, ",SCH");
	buffer_u64(b, school);
	buffer_byte(b, ',');
	row_id(b, p, ++x->rows[kind] + (x->left ? 0x10000000u : 0), kind, false);
	buffer_byte(b, ',');
	buffer_u64(b, place);
	buffer_byte(b, ',');
	row_id(b, p, school, ROW_SCHOOL, false);
	buffer_byte(b, ',');
}

void roll_end(struct roll *x, struct output *o)
{
	buffer_byte(&o->buffer, '\n');
	record_drain(o);
	x->records->total++;
}

/* Schools draw on runs of neighbouring postcodes: one for children to eleven,
 * and a larger one for those beyond. */
static uint64_t school_of(const struct population *p, uint32_t home, int age)
{
	uint64_t small = p->child_count / 700 + 1, large = p->child_count / 2500 + 1;

	home %= p->postcodes;
	return age <= 10 ? 1 + home * small / p->postcodes
			 : 1 + small + home * large / p->postcodes;
}

static void year_group(struct buffer *b, int age)
{
	if (age <= 4)
		buffer_string(b, age == 4 ? "R" : "N2");
	else
		buffer_u64(b, (uint64_t)(age - 4));
}

static void address_write(struct roll *x, struct random *r, const struct child *c,
			  uint32_t postcode, uint64_t place, uint64_t school)
{
	const struct population *p = x->records->p;
	struct buffer *b = &x->addresses.buffer;

	roll_begin(x, &x->addresses, c, ROW_ADDRESS, place, school);
	buffer_byte(b, ',');
	if (!record_error(r, c, p->likelihoods.census_postcode_missing))
		record_postcode(p, r, b, postcode);
	roll_end(x, &x->addresses);
}

static void names_write(struct roll *x, struct random *r, const struct child *c)
{
	struct records *w = x->records;
	const struct likelihoods *l = &w->p->likelihoods;
	struct buffer *b = &x->pupils.buffer;

	record_names(w, r, c,
		     (struct spelling){l->census_short_form, l->census_diacritics_lost,
				       l->census_surname_old});
	const struct buffer *names[] = {&w->surname, &w->forename, &w->middle, &w->surname};
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		buffer_text_add(b, buffer_text(names[i]));
		buffer_byte(b, ',');
	}
	if (c->former_surname.length && random_below(r, 2))
		record_name(b, c->former_surname);
}

/* UPN, former UPN, ULN, sex. */
static void numbers_write(struct roll *x, struct random *r, const struct child *c, int age)
{
	const struct population *p = x->records->p;
	const struct likelihoods *l = &p->likelihoods;
	struct buffer *b = &x->pupils.buffer;

	if (!record_error(r, c, l->census_upn_missing))
		record_upn(p, r, b, c, l->census_upn_wrong);
	buffer_string(b, ",,");
	if (age >= 14)
		record_uln(p, b, c);
	buffer_byte(b, ',');
	buffer_byte(b, record_sex(p, r, c));
	buffer_byte(b, ',');
}

static void pupil_write(struct roll *x, struct random *r, const struct child *c, uint64_t school,
			int age)
{
	const struct population *p = x->records->p;
	struct buffer *b = &x->pupils.buffer;

	pupil_id(b, x, c);
	buffer_string(b, ",SCH");
	buffer_u64(b, school);
	buffer_byte(b, ',');
	day_exported(b, record_born(p, r, c, p->likelihoods.census_birth_date_wrong));
	buffer_byte(b, ',');
	names_write(x, r, c);
	buffer_byte(b, ',');
	numbers_write(x, r, c, age);
	int stage = age <= 4 ? age : age <= 10 ? 4 : age <= 15 ? 11 : 16;
	day_exported(b, day_of(date_from_days(x->school_year).year - (age - stage), 9,
			       (int)random_between(r, 1, 8)));
	buffer_string(b, ",1,");
	row_id(b, p, school, ROW_SCHOOL, false);
	buffer_byte(b, ',');
	row_id(b, p, school, ROW_RETURN, false);
	buffer_string(b, age <= 3 ? ",True," : ",False,");
	bool english = ethnic_groups[c->group].culture == CULTURE_BRITISH || random_below(r, 2);
	record_code(r, b, english ? "ENG" : "POL URD PNJ ROM ARA BEN SOM POR GUJ");
	buffer_string(b, ",C,N,");
	buffer_byte(b, c->sen);
	buffer_byte(b, ',');
	year_group(b, age);
	if (x->left) {
		int32_t last = record_last(p, c);
		buffer_byte(b, ',');
		day_exported(b, c->until == NEVER
					? (int32_t)random_between(r, x->school_year + 1, last)
					: last);
	}
	roll_end(x, &x->pupils);
	x->records->total--; /* record_truth() counts it */
}

static void child_write(struct roll *x, struct random *r, const struct child *c)
{
	const struct population *p = x->records->p;
	uint32_t home = record_home(r, c, p->on, p->likelihoods.census_address_old);

	if (c->in_cla && !c->adoption)
		home = c->placement;
	int age = day_age(c->born, x->school_year);
	/* Who went from one school to another was at the next one before. */
	uint64_t school = school_of(p, home, age) + x->left;
	pupil_write(x, r, c, school, age);
	address_write(x, r, c, home, 1, school);
	if (random_chance(r, p->likelihoods.census_second_address))
		address_write(x, r, c, c->family->other_home, 2, school);
	if (!x->left)
		pupils_write(x, c, school);
	pupil_id(&x->records->id, x, c);
}

static void roll_write(struct records *w, bool left)
{
	struct population *p = w->p;
	struct roll x = {.records = w, .school_year = day_school_year(p->on), .left = left};
	enum purpose purpose = left ? PURPOSE_LEAVERS : PURPOSE_CENSUS;

	record_file(w, &x.pupils, left ? "pupilnolongeronroll.csv" : "pupilonroll.csv");
	record_file(w, &x.addresses, left ? "addressesoffroll.csv" : "addressesonroll.csv");
	buffer_string(&x.pupils.buffer, left ? leaver_titles : pupil_titles);
	buffer_string(&x.addresses.buffer, left ? leaver_address_titles : address_titles);
	if (!left)
		pupils_open(&x);
	uint64_t count, *order = record_order(p, purpose, left ? has_left : in_census, &count);
	for (uint64_t i = 0; i < count; i++) {
		const struct child *c = population_child(p, ENTRY_PERSON(order[i]));
		struct random r =
			random_start(p->seed, purpose, c->index + (left ? 0x80000000u : 0));
		child_write(&x, &r, c);
		record_truth(w, left ? "leavers" : "census", i + 1, c);
	}
	memory_free(order);
	output_finish(&x.pupils);
	output_finish(&x.addresses);
	if (!left)
		pupils_close(&x);
}

void records_census(struct records *w)
{
	roll_write(w, false);
	roll_write(w, true);
}
