#include "synth/records_internal.h"

/* Community services know nearly all under five, and of older children those
 * with special needs more often than others. */
static unsigned in_csds(const struct population *p, const struct child *c)
{
	struct random r = random_start(p->seed, PURPOSE_SERVICE, c->index + 0x80000000u);
	int age = day_age(c->born, p->on);
	const struct likelihoods *l = &p->likelihoods;
	int64_t rate = age < 5 ? l->csds_under_five : c->sen == 'N' ? l->csds_known : l->csds_sen;

	return age < 18 && !c->family->outside && c->until > p->on - 365 && random_chance(&r, rate);
}

static void person_write(struct records *w, struct buffer *b, struct random *r,
			 const struct child *c)
{
	const struct population *p = w->p;
	const struct likelihoods *l = &p->likelihoods;
	uint32_t home = record_home(r, c, record_last(p, c), l->csds_address_old);

	if (c->in_cla && random_chance(r, l->gp_placement_address))
		home = c->placement;
	bool numbered = !record_error(r, c, l->csds_nhs_number_missing);
	buffer_text_add(b, buffer_text(&w->id));
	buffer_string(b, ",RZZ11,");
	if (numbered)
		record_nhs_number(p, b, c);
	buffer_string(b, numbered ? ",01," : ",07,");
	day_iso(b, record_born(p, r, c, l->csds_birth_date_wrong));
	buffer_byte(b, ',');
	if (!record_error(r, c, l->csds_postcode_missing))
		record_postcode(p, r, b, home);
	buffer_string(b, record_sex(p, r, c) == 'M' ? ",1," : ",2,");
	record_ethnicity(p, r, b, c);
	buffer_string(b, c->in_cla ? ",Y," : ",N,");
	buffer_string(b, c->in_cin && random_below(r, 3) == 0 ? "Y," : "N,");
	if (c->died)
		day_iso(b, c->until);
	buffer_byte(b, ',');
	if (day_age(c->born, p->on) < 5 && !record_error(r, c, l->csds_mother_missing))
		record_mother_number(p, b, c);
	buffer_byte(b, '\n');
}

/* Returns how many were written. */
static uint64_t referrals_write(struct records *w, struct buffer *b, struct random *r,
				const struct child *c)
{
	uint64_t count = 1 + random_below(r, 3) * random_below(r, 2);

	for (uint64_t i = 0; i < count; i++) {
		int32_t day = record_day(w->p, r, c, 3 * 365);
		buffer_text_add(b, buffer_text(&w->id));
		buffer_byte(b, 'R');
		buffer_u64(b, i + 1);
		buffer_byte(b, ',');
		buffer_text_add(b, buffer_text(&w->id));
		buffer_byte(b, ',');
		day_iso(b, day);
		buffer_byte(b, ',');
		record_code(r, b, "01 03 04 06 09");
		buffer_byte(b, ',');
		if (random_below(r, 2) && day + 90 <= w->p->on)
			day_iso(b, day + (int32_t)random_between(r, 1, 90));
		buffer_byte(b, '\n');
	}
	return count;
}

void records_csds(struct records *w)
{
	struct population *p = w->p;
	struct output persons, referrals;

	record_file(w, &persons, "csds_cyp001_mpi.csv");
	record_file(w, &referrals, "csds_cyp101_referral.csv");
	buffer_string(&persons.buffer,
		      "LocalPatientID,OrgID_LocalPatientID,NHSNumber,NHSNumber_Status,DateOfBirth,"
		      "Postcode,Gender,EthnicCategory,ChildLookedAfter_Indicator,"
		      "Safeguarding_Indicator,DateOfDeath,NHSNumber_Mother\n");
	buffer_string(&referrals.buffer, "ServiceRequestID,LocalPatientID,"
					 "ReferralRequest_ReceivedDate,SourceOfReferral,"
					 "Discharge_Date\n");
	uint64_t count, *order = record_order(p, PURPOSE_SERVICE, in_csds, &count);
	for (uint64_t i = 0; i < count; i++) {
		const struct child *c = population_child(p, ENTRY_PERSON(order[i]));
		struct random r = random_start(p->seed, PURPOSE_SERVICE, c->index);
		buffer_byte(&w->id, 'S');
		buffer_u64(&w->id, 100000000 + record_number(p, 71234567, c->index));
		person_write(w, &persons.buffer, &r, c);
		w->total += referrals_write(w, &referrals.buffer, &r, c);
		record_drain(&persons);
		record_drain(&referrals);
		record_truth(w, "csds", i + 1, c);
	}
	memory_free(order);
	output_finish(&persons);
	output_finish(&referrals);
}
