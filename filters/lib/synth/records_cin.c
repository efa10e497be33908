#include "synth/records_internal.h"
#include "synth/records_xml.h"

static unsigned in_cin(const struct population *p, const struct child *c)
{
	(void)p;
	return c->in_cin;
}

static void identifiers_write(struct records *w, struct buffer *b, struct random *r,
			      const struct child *c)
{
	const struct population *p = w->p;
	const struct likelihoods *l = &p->likelihoods;

	buffer_string(b, "<Child>\n<ChildIdentifiers>\n<LAchildID>");
	record_child_id(p, &w->id, c, false);
	buffer_text_add(b, buffer_text(&w->id));
	buffer_string(b, "</LAchildID>\n");
	element_upn(b, p, r, c, l->cin_upn_missing, l->cin_upn_wrong);
	element_day(b, "PersonBirthDate", record_born(p, r, c, l->cin_birth_date_wrong));
	char sex = record_sex(p, r, c);
	if (record_error(r, c, l->cin_sex_unknown))
		sex = 'U';
	sex = record_sex_code(p, sex);
	element(b, record_year(p) >= 2025 ? "Sex" : "GenderCurrent", (struct text){&sex, 1});
	if (c->died)
		element_day(b, "PersonDeathDate", c->until);
	buffer_string(b, "</ChildIdentifiers>\n<ChildCharacteristics>\n");
	element_ethnicity(b, p, r, c);
	if (random_below(r, 8) == 0) {
		buffer_string(b, "<Disabilities>\n");
		element_code(b, r, "Disability",
			     "LD AUT BEH COMM MOB HEAR VIS CON INC PC HAND DDA");
		buffer_string(b, "</Disabilities>\n");
	}
	buffer_string(b, "</ChildCharacteristics>\n");
}

/* One referral and what came of it; returns the day it ended, or 0 while open. */
static int32_t details_write(struct buffer *b, const struct population *p, struct random *r,
			     const struct child *c, int32_t referred)
{
	int32_t last = record_last(p, c);

	buffer_string(b, "<CINdetails>\n");
	element_day(b, "CINreferralDate", referred);
	element_code(b, r, "ReferralSource", "6 2A 3A 5B 1A 3E 1B 5A 3B 3D 3F 4 7 8 9 10");
	element_code(b, r, "PrimaryNeedCode", "N1 N1 N5 N4 N2 N3 N6 N8 N9 N7 N0");
	int32_t closed = referred + (int32_t)random_between(r, 20, 700);
	bool ends = closed >= c->until, open = !ends && closed > p->on;
	if (!open)
		element_day(b, "CINclosureDate", ends ? c->until : closed);
	if (ends)
		element(b, "ReasonForClosure", text_of(c->died ? "RC2" : "RC1"));
	else if (!open)
		element_code(b, r, "ReasonForClosure",
			     record_year(p) >= 2023 ? "RC8 RC9 RC7 RC3 RC4 RC6 RC5"
						    : "RC8 RC8 RC7 RC3 RC4 RC6 RC5");
	bool protection = random_below(r, 6) == 0 && referred + 40 <= last;
	if (protection)
		element_day(b, "DateOfInitialCPC", referred + 30);
	if (referred + 35 <= last) {
		buffer_string(b, "<Assessments>\n");
		element_day(b, "AssessmentActualStartDate", referred + 2);
		element_day(b, "AssessmentAuthorisationDate", referred + 35);
		buffer_string(b, "<FactorsIdentifiedAtAssessment>\n");
		element_code(b, r, "AssessmentFactors",
			     record_year(p) >= 2021 ? "3B 4B 2B 19B 17A 1B 18B 5A 6A 20 12A"
						    : "3B 4B 2B 19A 17A 1B 18A 5A 6A 20 12A");
		buffer_string(b, "</FactorsIdentifiedAtAssessment>\n</Assessments>\n");
	}
	element(b, "ReferralNFA", TEXT("0"));
	if (protection) {
		buffer_string(b, "<ChildProtectionPlans>\n");
		element_day(b, "CPPstartDate", referred + 30);
		element_code(b, r, "InitialCategoryOfAbuse", "NEG EMO PHY MUL SAB");
		element_code(b, r, "LatestCategoryOfAbuse", "NEG EMO PHY MUL SAB");
		element(b, "NumberOfPreviousCPP", TEXT("0"));
		buffer_string(b, "</ChildProtectionPlans>\n");
	}
	buffer_string(b, "</CINdetails>\n");
	return open || ends ? 0 : closed;
}

void records_cin(struct records *w)
{
	struct population *p = w->p;
	struct output o;

	record_file(w, &o, "cin.xml");
	element_header(&o.buffer, p, "CIN");
	buffer_string(&o.buffer, "<Children>\n");
	uint64_t count, *order = record_order(p, PURPOSE_CIN, in_cin, &count);
	for (uint64_t i = 0; i < count; i++) {
		const struct child *c = population_child(p, ENTRY_PERSON(order[i]));
		struct random r = random_start(p->seed, PURPOSE_CIN, c->index);
		identifiers_write(w, &o.buffer, &r, c);
		int32_t day = record_day(p, &r, c, 1500);
		for (int referrals = 0; day && day <= p->on && referrals < 3; referrals++) {
			day = details_write(&o.buffer, p, &r, c, day);
			if (day)
				day += (int32_t)random_between(&r, 30, 900);
		}
		buffer_string(&o.buffer, "</Child>\n");
		record_drain(&o);
		record_truth(w, "cin", i + 1, c);
	}
	buffer_string(&o.buffer, "</Children>\n</Message>\n");
	memory_free(order);
	output_finish(&o);
}
