#include "synth/distort.h"
#include "synth/numbers.h"
#include "synth/records_internal.h"

void record_name(struct buffer *b, struct text name)
{
	for (size_t i = 0; i < name.length; i++)
		buffer_byte(b, name.at[i] == '_' ? ' ' : name.at[i]);
}

void record_names(struct records *w, struct random *r, const struct child *c,
		  struct spelling spelling)
{
	const struct likelihoods *l = &w->p->likelihoods;
	bool old = c->former_surname.length && random_chance(r, spelling.surname_old);
	struct text brief = TEXT_NONE;

	if (random_chance(r, spelling.short_form))
		brief = invented_short(c->forename);
	buffer_reset(&w->forename);
	buffer_reset(&w->middle);
	buffer_reset(&w->surname);
	record_name(&w->forename, brief.length ? brief : c->forename);
	record_name(&w->middle, c->middle);
	record_name(&w->surname, old ? c->former_surname : c->surname);
	if (random_chance(r, l->double_surname_halved))
		distort_halve(r, &w->surname);
	if (random_chance(r, l->surname_respelled)) {
		distort_prefix(r, &w->surname);
		distort_prefix(r, &w->forename);
	}
	if (random_chance(r, spelling.diacritics_lost)) {
		distort_plain(&w->forename);
		distort_plain(&w->middle);
		distort_plain(&w->surname);
	}
	if (record_error(r, c, l->name_typing_error))
		distort_typing(r, &w->forename);
	if (record_error(r, c, l->name_typing_error))
		distort_typing(r, &w->surname);
	if (record_error(r, c, l->names_swapped)) {
		struct buffer kept = w->forename;
		w->forename = w->surname;
		w->surname = kept;
	}
}

int32_t record_born(const struct population *p, struct random *r, const struct child *c,
		    int64_t wrong)
{
	return record_error(r, c, wrong) ? distort_date(r, c->born, p->on) : c->born;
}

char record_sex(const struct population *p, struct random *r, const struct child *c)
{
	bool wrong = random_chance(r, p->likelihoods.sex_wrong);

	return wrong == (c->sex == 'M') ? 'F' : 'M';
}

int record_year(const struct population *p)
{
	return date_from_days(p->on).year;
}

char record_sex_code(const struct population *p, char sex)
{
	return record_year(p) >= 2025 ? sex : sex == 'M' ? '1' : sex == 'F' ? '2' : '0';
}

uint32_t record_home(struct random *r, const struct child *c, int32_t day, int64_t old)
{
	return family_home(c->family, record_error(r, c, old) ? day - 730 : day);
}

void record_postcode(const struct population *p, struct random *r, struct buffer *b,
		     uint32_t postcode)
{
	char text[9];

	postcode_make(postcode, text);
	if (random_chance(r, p->likelihoods.postcode_typing_error))
		distort_postcode(r, text);
	buffer_string(b, text);
}

const struct child *record_sibling(const struct population *p, const struct child *c)
{
	const struct child *next = c + 1, *end = p->here.children + p->here.count;

	return !c->after && next < end && !next->adoption ? next : NULL;
}

void record_upn(const struct population *p, struct random *r, struct buffer *b,
		const struct child *c, int64_t wrong)
{
	char upn[14];
	const struct child *sibling = record_sibling(p, c);

	memcpy(upn, c->upn, sizeof upn);
	if (record_error(r, c, wrong)) {
		size_t at = 4 + random_below(r, 8);
		upn[at] = (char)('0' + (upn[at] - '0' + 1 + (int)random_below(r, 9)) % 10);
		if (sibling && sibling->upn[0] && random_below(r, 2))
			memcpy(upn, sibling->upn, sizeof upn);
	}
	buffer_string(b, upn);
}

void record_uln(const struct population *p, struct buffer *b, const struct child *c)
{
	char number[11];

	uln_make(p->seed, c->index, number);
	buffer_string(b, number);
}

void record_sen_type(const struct population *p, struct buffer *b, const struct child *c)
{
	struct random r = random_start(p->seed, PURPOSE_NEEDS, c->index + 0x80000000u);

	if (c->sen == 'E')
		record_code(&r, b, "ASD ASD SLCN SEMH SLD MLD PD SPLD HI PMLD VI MSI OTH");
	else
		record_code(&r, b, "SLCN SEMH SPLD MLD ASD OTH NSA PD HI VI");
}

void record_nhs_number(const struct population *p, struct buffer *b, const struct child *c)
{
	char number[11];

	if (c->nhs_number == NHS_NUMBERS)
		return;
	nhs_number_make(p->seed, c->nhs_number, number);
	buffer_string(b, number);
}

uint64_t record_number(const struct population *p, uint64_t factor, uint64_t number)
{
	return (number * factor + p->seed % 99999989) % 99999989;
}

bool record_upn_known(const struct population *p, struct random *r, const struct child *c,
		      int64_t missing)
{
	if (!c->upn[0])
		return false;
	bool young = day_age(c->born, p->on) < 5;
	return !record_error(r, c, young ? p->likelihoods.cin_upn_missing_under_five : missing);
}

const char *record_upn_reason(const struct population *p, const struct child *c)
{
	return day_age(c->born, p->on) < 5 ? "UN1" : c->upn[0] ? "UN4 UN5" : "UN2 UN3";
}

void record_child_id(const struct population *p, struct buffer *b, const struct child *c,
		     bool second)
{
	uint64_t index = (uint64_t)c->index * 2 + second;

	buffer_u64(b, 100000000 + record_number(p, 48271963, index));
}

void record_code(struct random *r, struct buffer *b, const char *codes)
{
	struct text code, rest = text_of(codes);
	size_t count = 1;

	for (const char *at = codes; *at; at++)
		count += *at == ' ';
	uint64_t first = random_below(r, count), second = random_below(r, count);
	uint64_t skip = first < second ? first : second;
	while (text_cut(&rest, ' ', &code) && skip--)
		;
	buffer_text_add(b, code);
}

int32_t record_last(const struct population *p, const struct child *c)
{
	return c->until < p->on ? c->until : p->on;
}

int32_t record_day(const struct population *p, struct random *r, const struct child *c,
		   int32_t days)
{
	int32_t earliest = p->on - days > c->known ? p->on - days : c->known;
	int32_t last = record_last(p, c);

	return (int32_t)random_between(r, earliest < last ? earliest : last, last);
}

/* Practices draw on runs of neighbouring postcodes. */
void record_practice(struct buffer *b, const struct population *p, uint32_t home)
{
	uint64_t practices = p->child_count / 1500 + 2;
	uint64_t number = 1 + home * practices / p->postcodes;

	buffer_byte(b, 'Z');
	for (uint64_t unit = 10000; unit; unit /= 10)
		buffer_byte(b, (char)('0' + number / unit % 10));
}

void record_clock(struct buffer *b, uint64_t minute)
{
	uint64_t parts[] = {minute / 60, minute % 60};

	for (int i = 0; i < 2; i++) {
		buffer_byte(b, (char)('0' + parts[i] / 10));
		buffer_byte(b, (char)('0' + parts[i] % 10));
		buffer_byte(b, ':');
	}
	buffer_string(b, "00");
}

void record_mother_number(const struct population *p, struct buffer *b, const struct child *c)
{
	char number[11];
	size_t index = p->child_count + c->family->number - 1;

	if (index + p->adopted_count >= NHS_NUMBERS)
		return;
	nhs_number_make(p->seed, (uint32_t)index, number);
	buffer_string(b, number);
}

void record_ethnicity(const struct population *p, struct random *r, struct buffer *b,
		      const struct child *c)
{
	if (record_error(r, c, p->likelihoods.ethnicity_unknown))
		record_code(r, b, "Z 99");
	else
		buffer_string(b, ethnic_groups[c->group].health);
}

void record_area(struct buffer *b, uint32_t postcode)
{
	buffer_string(b, "E01");
	buffer_u64(b, 900000 + postcode_place(postcode));
}
