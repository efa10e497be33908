#include "stat/records.h"

static bool in_cin(const struct child *c)
{
	return c->in_cin;
}

static bool in_cla(const struct child *c)
{
	return c->in_cla;
}

static void element(struct buffer *b, const char *name, struct text value)
{
	buffer_byte(b, '<');
	buffer_string(b, name);
	buffer_byte(b, '>');
	buffer_text_add(b, value);
	buffer_string(b, "</");
	buffer_string(b, name);
	buffer_string(b, ">\n");
}

static void element_day(struct buffer *b, const char *name, int32_t day)
{
	char room[16];
	struct buffer value = {.at = room, .capacity = sizeof room};
	day_iso(&value, day);
	element(b, name, buffer_text(&value));
}

static void element_code(struct buffer *b, struct random *r, const char *name, const char *codes)
{
	char room[16];
	struct buffer value = {.at = room, .capacity = sizeof room};
	record_code(r, &value, codes);
	element(b, name, buffer_text(&value));
}

/* Under five most have no UPN yet; later it is unknown for the reasons that
 * the guide's codes UN2 to UN5 give. */
static bool upn_known(const struct population *p, struct random *r, const struct child *c,
		      int64_t missing)
{
	if (!c->upn[0])
		return false;
	bool young = day_age(c->born, p->on) < 5;
	return !random_chance(r, young ? p->likelihoods.cin_upn_missing_under_five : missing);
}

static const char *upn_reason(const struct population *p, const struct child *c)
{
	return day_age(c->born, p->on) < 5 ? "UN1" : c->upn[0] ? "UN4 UN5" : "UN2 UN3";
}

static void identifiers_write(struct buffer *b, const struct population *p, struct random *r,
			      const struct child *c)
{
	const struct likelihoods *l = &p->likelihoods;
	buffer_string(b, "<Child>\n<ChildIdentifiers>\n<LAchildID>");
	record_child_id(p, b, c, false);
	buffer_string(b, "</LAchildID>\n");
	if (upn_known(p, r, c, l->cin_upn_missing)) {
		buffer_string(b, "<UPN>");
		record_upn(p, r, b, c, l->cin_upn_wrong);
		buffer_string(b, "</UPN>\n");
	} else {
		element_code(b, r, "UPNunknown", upn_reason(p, c));
	}
	element_day(b, "PersonBirthDate", record_born(p, r, c, l->cin_birth_date_wrong));
	char sex = record_sex(p, r, c);
	if (random_chance(r, l->cin_sex_unknown))
		sex = 'U';
	element(b, "Sex", (struct text){&sex, 1});
	buffer_string(b, "</ChildIdentifiers>\n<ChildCharacteristics>\n");
	bool unknown = random_chance(r, l->ethnicity_unknown);
	if (unknown)
		element_code(b, r, "Ethnicity", "NOBT REFU");
	else
		element(b, "Ethnicity", text_of(ethnic_groups[c->group].education));
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
			     int32_t referred)
{
	buffer_string(b, "<CINdetails>\n");
	element_day(b, "CINreferralDate", referred);
	element_code(b, r, "ReferralSource", "6 2A 3A 5B 1A 3E 1B 5A 3B 3D 3F 4 7 8 9 10");
	element_code(b, r, "PrimaryNeedCode", "N1 N1 N5 N4 N2 N3 N6 N8 N9 N7 N0");
	int32_t closed = referred + (int32_t)random_between(r, 20, 700);
	bool open = closed > p->on;
	if (!open) {
		element_day(b, "CINclosureDate", closed);
		element_code(b, r, "ReasonForClosure", "RC8 RC9 RC7 RC3 RC1 RC4 RC6 RC5");
	}
	bool protection = random_below(r, 6) == 0 && referred + 40 <= p->on;
	if (protection)
		element_day(b, "DateOfInitialCPC", referred + 30);
	element(b, "ReferralNFA", TEXT("false"));
	if (referred + 35 <= p->on) {
		buffer_string(b, "<Assessments>\n");
		element_day(b, "AssessmentActualStartDate", referred + 2);
		element_day(b, "AssessmentAuthorisationDate", referred + 35);
		buffer_string(b, "<FactorsIdentifiedAtAssessment>\n");
		element_code(b, r, "AssessmentFactors", "3B 4B 2B 19B 17B 1B 18B 5A 6A 20 12A");
		buffer_string(b, "</FactorsIdentifiedAtAssessment>\n</Assessments>\n");
	}
	if (protection) {
		buffer_string(b, "<ChildProtectionPlans>\n");
		element_day(b, "CPPstartDate", referred + 30);
		element_code(b, r, "InitialCategoryOfAbuse", "NEG EMO PHY MUL SAB");
		element_code(b, r, "LatestCategoryOfAbuse", "NEG EMO PHY MUL SAB");
		element(b, "NumberOfPreviousCPP", TEXT("0"));
		buffer_string(b, "</ChildProtectionPlans>\n");
	}
	buffer_string(b, "</CINdetails>\n");
	return open ? 0 : closed;
}

static void header_write(struct buffer *b, const struct population *p)
{
	struct day_parts d = day_parts(p->on);
	buffer_string(b, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Message>\n<Header>\n"
			 "<CollectionDetails>\n<Collection>CIN</Collection>\n<Year>");
	buffer_u64(b, (uint64_t)d.year);
	buffer_string(b, "</Year>\n");
	element_day(b, "ReferenceDate", p->on);
	buffer_string(b, "</CollectionDetails>\n<Source>\n<SourceLevel>L</SourceLevel>\n"
			 "<LEA>884</LEA>\n<SoftwareCode>synthetic</SoftwareCode>\n"
			 "<Release>1</Release>\n<SerialNo>001</SerialNo>\n<DateTime>");
	day_iso(b, p->on);
	buffer_string(b, "T09:00:00</DateTime>\n</Source>\n</Header>\n<Children>\n");
}

void records_cin(struct records *w)
{
	const struct population *p = w->p;
	struct output o;
	record_file(w, &o, "cin.xml");
	header_write(&o.buffer, p);
	uint64_t count, *order = record_order(p, PURPOSE_CIN, in_cin, &count);
	for (uint64_t i = 0; i < count; i++) {
		const struct child *c = &p->children[order[i]];
		struct random r = random_start(p->seed, PURPOSE_CIN, order[i]);
		identifiers_write(&o.buffer, p, &r, c);
		int32_t earliest = p->on - 1500 > c->born ? p->on - 1500 : c->born;
		int32_t day = (int32_t)random_between(&r, earliest, p->on);
		for (int referrals = 0; day && day <= p->on && referrals < 3; referrals++) {
			day = details_write(&o.buffer, p, &r, day);
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

static void episodes_write(struct records *w, struct output *o, struct random *r,
			   const struct child *c, struct text id)
{
	const struct population *p = w->p;
	struct buffer *b = &o->buffer;
	int32_t earliest = p->on - 1800 > c->born ? p->on - 1800 : c->born;
	int32_t day = (int32_t)random_between(r, earliest, p->on);
	for (int episode = 0; episode < 6; episode++) {
		int32_t end = day + (int32_t)random_between(r, 30, 900);
		bool last = end > p->on || episode == 5;
		buffer_text_add(b, id);
		buffer_byte(b, ',');
		day_slashed(b, day);
		buffer_string(b, episode ? ",P," : ",S,");
		record_code(r, b, "C2 C2 V2 C1 E1 L1");
		buffer_byte(b, ',');
		record_code(r, b, "N1 N1 N5 N4 N2 N3 N6 N8");
		buffer_byte(b, ',');
		record_code(r, b, "U6 U4 U1 U3 K2 P1 H5 A5 R1");
		buffer_byte(b, ',');
		record_code(r, b, "PR1 PR4 PR2 PR5");
		buffer_byte(b, ',');
		if (!last)
			day_slashed(b, end);
		buffer_string(b, last ? ",," : ",X1,");
		if (!last)
			record_code(r, b, "CARPL CREQB PLACE CHILD CLOSE STAND");
		buffer_byte(b, ',');
		record_postcode(p, r, b, record_home(p, r, c, day, 0));
		buffer_byte(b, ',');
		uint32_t elsewhere = (uint32_t)random_below(r, p->postcodes);
		record_postcode(p, r, b, last ? c->placement : elsewhere);
		buffer_string(b, ",\n");
		record_drain(o);
		w->total++;
		if (last)
			break;
		day = end;
	}
}

static void child_write(const struct population *p, struct random *r, struct buffer *b,
			const struct child *c, struct text id)
{
	const struct likelihoods *l = &p->likelihoods;
	buffer_text_add(b, id);
	buffer_byte(b, ',');
	buffer_byte(b, record_sex(p, r, c));
	buffer_byte(b, ',');
	day_slashed(b, record_born(p, r, c, l->cla_birth_date_wrong));
	buffer_byte(b, ',');
	if (random_chance(r, l->ethnicity_unknown))
		record_code(r, b, "NOBT REFU");
	else
		buffer_string(b, ethnic_groups[c->group].education);
	buffer_byte(b, ',');
	if (upn_known(p, r, c, l->cla_upn_missing))
		record_upn(p, r, b, c, l->cla_upn_wrong);
	else
		record_code(r, b, upn_reason(p, c));
	buffer_string(b, c->sex == 'F' && day_age(c->born, p->on) >= 14 ? ",0,\n" : ",,\n");
}

void records_cla(struct records *w)
{
	const struct population *p = w->p;
	struct output header, episodes;
	struct buffer id = {0};
	record_file(w, &header, "ssda903_header.csv");
	record_file(w, &episodes, "ssda903_episodes.csv");
	buffer_string(&header.buffer, "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\n");
	buffer_string(&episodes.buffer, "CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,"
					"REASON_PLACE_CHANGE,HOME_POST,PL_POST,URN\n");
	uint64_t count, *order = record_order(p, PURPOSE_CLA, in_cla, &count);
	for (uint64_t i = 0; i < count; i++) {
		const struct child *c = &p->children[order[i]];
		struct random r = random_start(p->seed, PURPOSE_CLA, order[i]);
		buffer_reset(&id);
		record_child_id(p, &id, c, random_chance(&r, p->likelihoods.cla_other_child_id));
		child_write(p, &r, &header.buffer, c, buffer_text(&id));
		record_drain(&header);
		episodes_write(w, &episodes, &r, c, buffer_text(&id));
		record_truth(w, "cla", i + 1, c);
	}
	memory_free(order);
	buffer_free(&id);
	output_finish(&header);
	output_finish(&episodes);
}
