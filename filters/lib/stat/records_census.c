#include "stat/numbers.h"
#include "stat/records.h"

static const char pupil_titles[] =
	"pupilonrolltableid,NativeId,dob,surname,forename,middlenames,preferredsurname,"
	"formersurname,upn,formerupn,uniquelearnernumber,sex,entrydate,"
	"pupilonrollorderseqcolumn,sourceid,schoolcensustableid,parttime,language,"
	"enrolstatus,boarder,senprovision,ncyearactual\n";

static const char address_titles[] =
	"pupilonrolltableid,NativeId,addressesonrolltableid,addressesonrollorderseqcolumn,"
	"sourceid,uniquepropertyreferencenumber,postcode\n";

struct census {
	struct records *records;
	struct output pupils, addresses;
	int32_t school_year;
	uint64_t addresses_written;
};

static unsigned in_census(const struct population *p, const struct child *c)
{
	(void)p;
	return c->in_census;
}

/* An id as in the exports: eight hexadecimal digits, a dash and three. Odd
 * factors make it another one for each index. */
static void table_id(struct buffer *b, const struct population *p, uint64_t index, bool tail)
{
	uint32_t number = (uint32_t)(index * 2654435761u + p->seed);
	buffer_hex(b, number, 8);
	if (tail) {
		buffer_byte(b, '-');
		buffer_hex(b, (number ^ (number >> 12)) & 0xfff, 3);
	}
}

/* Schools draw on runs of neighbouring postcodes: one for children to eleven,
 * and a larger one for those beyond. */
static uint64_t school(const struct population *p, uint32_t home, int age)
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

static void address_write(struct census *x, struct random *r, const struct child *c,
			  uint32_t postcode, uint64_t place, uint64_t number)
{
	const struct population *p = x->records->p;
	struct buffer *b = &x->addresses.buffer;
	table_id(b, p, c->index, true);
	buffer_string(b, ",SCH");
	buffer_u64(b, number);
	buffer_byte(b, ',');
	table_id(b, p, ++x->addresses_written + 0x40000000u, false);
	buffer_byte(b, ',');
	buffer_u64(b, place);
	buffer_byte(b, ',');
	table_id(b, p, number + 0x80000000u, false);
	buffer_string(b, ",,");
	if (!record_error(r, c, p->likelihoods.census_postcode_missing))
		record_postcode(p, r, b, postcode);
	buffer_byte(b, '\n');
	record_drain(&x->addresses);
	x->records->total++;
}

static void names_write(struct census *x, struct random *r, const struct child *c)
{
	struct records *w = x->records;
	const struct likelihoods *l = &w->p->likelihoods;
	struct buffer *b = &x->pupils.buffer;
	record_names(w, r, c,
		     (struct spelling){l->census_short_form, l->census_diacritics_lost,
				       l->census_surname_old});
	buffer_text_add(b, buffer_text(&w->surname));
	buffer_byte(b, ',');
	buffer_text_add(b, buffer_text(&w->forename));
	buffer_byte(b, ',');
	buffer_text_add(b, buffer_text(&w->middle));
	buffer_byte(b, ',');
	buffer_text_add(b, buffer_text(&w->surname));
	buffer_byte(b, ',');
	if (c->former_surname.length && random_below(r, 2))
		for (size_t i = 0; i < c->former_surname.length; i++)
			buffer_byte(b,
				    c->former_surname.at[i] == '_' ? ' ' : c->former_surname.at[i]);
}

static void pupil_write(struct census *x, struct random *r, const struct child *c, uint64_t number,
			int age)
{
	const struct population *p = x->records->p;
	const struct likelihoods *l = &p->likelihoods;
	struct buffer *b = &x->pupils.buffer;
	table_id(b, p, c->index, true);
	buffer_string(b, ",SCH");
	buffer_u64(b, number);
	buffer_byte(b, ',');
	day_exported(b, record_born(p, r, c, l->census_birth_date_wrong));
	buffer_byte(b, ',');
	names_write(x, r, c);
	buffer_byte(b, ',');
	if (!record_error(r, c, l->census_upn_missing))
		record_upn(p, r, b, c, l->census_upn_wrong);
	buffer_string(b, ",,,");
	buffer_byte(b, record_sex(p, r, c));
	buffer_byte(b, ',');
	int stage = age <= 4 ? age : age <= 10 ? 4 : age <= 15 ? 11 : 16;
	day_exported(b, day_of(day_parts(x->school_year).year - (age - stage), 9,
			       (int)random_between(r, 1, 8)));
	buffer_string(b, ",1,");
	table_id(b, p, number + 0x80000000u, false);
	buffer_byte(b, ',');
	table_id(b, p, number + 0xc0000000u, false);
	buffer_string(b, age <= 3 ? ",True," : ",False,");
	bool english = ethnic_groups[c->group].culture == CULTURE_BRITISH || random_below(r, 2);
	record_code(r, b, english ? "ENG" : "POL URD PNJ ROM ARA BEN SOM POR GUJ");
	buffer_string(b, ",C,N,");
	record_code(r, b, "N N N N N N K E");
	buffer_byte(b, ',');
	year_group(b, age);
	buffer_byte(b, '\n');
	record_drain(&x->pupils);
}

void records_census(struct records *w)
{
	struct population *p = w->p;
	struct census x = {.records = w, .school_year = day_school_year(p->on)};
	record_file(w, &x.pupils, "pupilonroll.csv");
	record_file(w, &x.addresses, "addressesonroll.csv");
	buffer_string(&x.pupils.buffer, pupil_titles);
	buffer_string(&x.addresses.buffer, address_titles);
	uint64_t count, *order = record_order(p, PURPOSE_CENSUS, in_census, &count);
	for (uint64_t i = 0; i < count; i++) {
		const struct child *c = population_child(p, ENTRY_PERSON(order[i]));
		struct random r = random_start(p->seed, PURPOSE_CENSUS, c->index);
		uint32_t home = record_home(&r, c, p->on, p->likelihoods.census_address_old);
		if (c->in_cla)
			home = c->placement;
		int age = day_age(c->born, x.school_year);
		uint64_t number = school(p, home, age);
		pupil_write(&x, &r, c, number, age);
		address_write(&x, &r, c, home, 1, number);
		if (random_chance(&r, p->likelihoods.census_second_address))
			address_write(&x, &r, c, c->family->other_home, 2, number);
		table_id(&w->id, p, c->index, true);
		record_truth(w, "census", i + 1, c);
	}
	memory_free(order);
	output_finish(&x.pupils);
	output_finish(&x.addresses);
}
