#include "synth/records_internal.h"
#include "synth/records_xml.h"

/* Who has a plan, and those for whom one was asked and not given. */
static unsigned in_sen2(const struct population *p, const struct child *c)
{
	struct random r = random_start(p->seed, PURPOSE_PLANS, c->index + 0x80000000u);
	int age = day_age(c->born, p->on);

	if (c->family->outside || c->until != NEVER || age < 2)
		return 0;
	return c->sen == 'E' ||
	       (c->sen == 'K' && random_chance(&r, p->likelihoods.sen2_request_refused));
}

static void person_write(struct records *w, struct buffer *b, struct random *r,
			 const struct child *c)
{
	const struct population *p = w->p;
	const struct likelihoods *l = &p->likelihoods;

	record_names(w, r, c,
		     (struct spelling){l->sen2_short_form, l->sen2_diacritics_lost,
				       l->sen2_surname_old});
	buffer_string(b, "<Person>\n");
	element(b, "Surname", buffer_text(&w->surname));
	element(b, "Forename", buffer_text(&w->forename));
	element_day(b, "PersonBirthDate", record_born(p, r, c, l->sen2_birth_date_wrong));
	char sex = record_sex(p, r, c);
	element(b, "Sex", (struct text){&sex, 1});
	element_ethnicity(b, p, r, c);
	uint32_t home = record_home(r, c, p->on, l->sen2_address_old);
	buffer_string(b, "<PostCode>");
	record_postcode(p, r, b, c->in_cla ? c->placement : home);
	buffer_string(b, "</PostCode>\n");
	bool known = record_upn_known(p, r, c, l->sen2_upn_missing);
	if (known) {
		buffer_string(b, "<UPN>");
		record_upn(p, r, b, c, l->sen2_upn_wrong);
		buffer_string(b, "</UPN>\n");
	}
	if (day_age(c->born, p->on) >= 14 && random_below(r, 2)) {
		buffer_string(b, "<UniqueLearnerNumber>");
		record_uln(p, b, c);
		buffer_string(b, "</UniqueLearnerNumber>\n");
	}
	if (!known)
		element_code(b, r, "UPNunknown", record_upn_reason(p, c));
}

/* What is the same of a placement in a plan as it began and as it is now; with
 * its first day, if `entry` is not 0. */
static void setting_write(struct buffer *b, const struct population *p, const struct child *c,
			  int32_t entry)
{
	struct random own = random_start(p->seed, PURPOSE_PLANS, c->index + 0x40000000u), *r = &own;
	bool home = c->schooling == SCHOOL_HOME;

	if (home) {
		element(b, "SENSetting", TEXT("EHE"));
	} else {
		buffer_string(b, "<URN>");
		buffer_u64(b, 900000 + random_below(r, 400));
		buffer_string(b, "</URN>\n");
		element(b, "PlacementRank", TEXT("1"));
	}
	if (entry)
		element_day(b, "EntryDate", entry);
	if (home)
		return;
	element(b, "SENunitIndicator", random_below(r, 10) ? TEXT("0") : TEXT("1"));
	element(b, "ResourcedProvisionIndicator", random_below(r, 12) ? TEXT("0") : TEXT("1"));
}

static void plan_write(struct buffer *b, const struct population *p, struct random *r,
		       const struct child *c, int32_t issued)
{
	buffer_string(b, "<NamedPlan>\n");
	element_day(b, "StartDate", issued);
	buffer_string(b, "<PlanDetail>\n");
	setting_write(b, p, c, 0);
	buffer_string(b, "</PlanDetail>\n");
	element_code(b, r, "PlanRes", "N N N 38 39 52");
	element(b, "PlanWBP", TEXT("0"));
	element(b, "PB", random_below(r, 12) ? TEXT("0") : TEXT("1"));
	buffer_string(b, "</NamedPlan>\n");
}

static void active_write(struct buffer *b, const struct population *p, struct random *r,
			 const struct child *c, int32_t issued)
{
	int32_t review = issued + (p->on - issued) / 365 * 365;

	bool first = record_year(p) < 2024; /* then of the plan, since of the placement */

	buffer_string(b, "<ActivePlans>\n<PlacementDetail>\n");
	setting_write(b, p, c, issued);
	buffer_string(b, first ? "</PlacementDetail>\n" : "");
	element_code(b, r, "Res", "N N N 38 39 52");
	element(b, "WBP", TEXT("0"));
	buffer_string(b,
		      first ? "<SENneed>\n<SENtype>" : "</PlacementDetail>\n<SENneed>\n<SENtype>");
	record_sen_type(p, b, c);
	buffer_string(b, "</SENtype>\n<SENtypeRank>1</SENtypeRank>\n</SENneed>\n");
	element_day(b, "LastReview", review);
	buffer_string(b, "</ActivePlans>\n");
}

static void request_write(struct buffer *b, const struct population *p, struct random *r,
			  const struct child *c)
{
	int32_t asked = record_day(p, r, c, 8 * 365);
	int32_t decided = asked + (int32_t)random_between(r, 20, 45);
	int32_t issued = decided + (int32_t)random_between(r, 60, 200);
	bool plan = c->sen == 'E' && issued <= p->on, known = decided <= p->on;

	buffer_string(b, "<Requests>\n");
	element_day(b, "ReceivedDate", asked);
	element_code(b, r, "RequestSource", "1 2 3 4 5 6");
	element(b, "RYA", TEXT("0"));
	if (known) {
		element_day(b, "RequestOutcomeDate", decided);
		element(b, "RequestOutcome", c->sen == 'E' ? TEXT("Y") : TEXT("N"));
	}
	element(b, "RequestMediation", TEXT("0"));
	element(b, "RequestTribunal", TEXT("0"));
	if (plan) {
		buffer_string(b, "<Assessment>\n");
		element(b, "AssessmentOutcome", TEXT("Y"));
		element_day(b, "AssessmentOutcomeDate", issued - 30);
		element(b, "Week20", random_below(r, 3) ? TEXT("0") : TEXT("1"));
		plan_write(b, p, r, c, issued);
		buffer_string(b, "</Assessment>\n");
		active_write(b, p, r, c, issued);
	}
	buffer_string(b, "</Requests>\n");
}

void records_sen2(struct records *w)
{
	struct population *p = w->p;
	struct output o;

	record_file(w, &o, "sen2.xml");
	element_header(&o.buffer, p, "SEN2");
	buffer_string(&o.buffer, "<Persons>\n");
	uint64_t count, *order = record_order(p, PURPOSE_PLANS, in_sen2, &count);
	for (uint64_t i = 0; i < count; i++) {
		const struct child *c = population_child(p, ENTRY_PERSON(order[i]));
		struct random r = random_start(p->seed, PURPOSE_PLANS, c->index);
		person_write(w, &o.buffer, &r, c);
		request_write(&o.buffer, p, &r, c);
		buffer_string(&o.buffer, "</Person>\n");
		record_drain(&o);
		record_truth(w, "sen2", i + 1, c);
	}
	buffer_string(&o.buffer, "</Persons>\n</Message>\n");
	memory_free(order);
	output_finish(&o);
}
