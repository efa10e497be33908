#include "synth/records_care.h"
#include "synth/records_internal.h"

static unsigned in_cla(const struct population *p, const struct child *c)
{
	(void)p;
	return c->in_cla;
}

/* Returns the day on which the child came into care. */
static int32_t episodes_write(struct records *w, struct output *o, struct random *r,
			      const struct child *c, struct text id)
{
	const struct population *p = w->p;
	struct buffer *b = &o->buffer;
	int32_t day = record_day(p, r, c, 1800), since = day;

	for (int episode = 0; episode < 6; episode++) {
		int32_t end = day + (int32_t)random_between(r, 30, 900);
		bool last = end > record_last(p, c) || episode == 5;
		bool adopted = last && c->adoption && !c->after;
		buffer_text_add(b, id);
		buffer_byte(b, ',');
		day_slashed(b, day);
		buffer_string(b, episode ? ",P," : ",S,");
		record_code(r, b, "C2 C2 V2 C1 E1 L1");
		buffer_byte(b, ',');
		record_code(r, b, "N1 N1 N5 N4 N2 N3 N6 N8");
		buffer_byte(b, ',');
		record_code(r, b,
			    adopted                  ? "A3 A5 A4 A6"
			    : record_year(p) >= 2025 ? "U6 U4 U1 U3 K2 P1 K3 A5 R1"
						     : "U6 U4 U1 U3 K2 P1 H5 A5 R1");
		buffer_byte(b, ',');
		record_code(r, b, "PR1 PR4 PR2 PR5");
		buffer_byte(b, ',');
		if (!last || c->until != NEVER)
			day_slashed(b, last ? c->until : end);
		buffer_string(b, !last ? ",X1," : adopted ? ",E11," : c->died ? ",E2," : ",,");
		if (!last)
			record_code(r, b, "CARPL CREQB PLACE CHILD CLOSE STAND");
		buffer_byte(b, ',');
		record_postcode(p, r, b, record_home(r, c, day, 0));
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
	return since;
}

/* Returns the birth date as the header has it. */
static int32_t child_write(const struct population *p, struct random *r, struct buffer *b,
			   const struct child *c, struct text id)
{
	const struct likelihoods *l = &p->likelihoods;

	buffer_text_add(b, id);
	buffer_byte(b, ',');
	buffer_byte(b, record_sex_code(p, record_sex(p, r, c)));
	buffer_byte(b, ',');
	int32_t born = record_born(p, r, c, l->cla_birth_date_wrong);
	day_slashed(b, born);
	buffer_byte(b, ',');
	if (record_error(r, c, l->ethnicity_unknown))
		record_code(r, b, "NOBT REFU");
	else
		buffer_string(b, ethnic_groups[c->group].education);
	buffer_byte(b, ',');
	if (record_upn_known(p, r, c, l->cla_upn_missing))
		record_upn(p, r, b, c, l->cla_upn_wrong);
	else
		record_code(r, b, record_upn_reason(p, c));
	buffer_string(b, c->sex == 'F' && day_age(c->born, p->on) >= 14 ? ",0,\n" : ",,\n");
	return born;
}

void records_cla(struct records *w)
{
	struct population *p = w->p;
	struct output header, episodes;
	struct care care;

	record_file(w, &header, "ssda903_header.csv");
	record_file(w, &episodes, "ssda903_episodes.csv");
	buffer_string(&header.buffer, "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\n");
	buffer_string(&episodes.buffer, "CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,"
					"REASON_PLACE_CHANGE,HOME_POST,PL_POST,URN\n");
	care_open(&care, w);
	uint64_t count, *order = record_order(p, PURPOSE_CLA, in_cla, &count);
	for (uint64_t i = 0; i < count; i++) {
		const struct child *c = population_child(p, ENTRY_PERSON(order[i]));
		struct random r = random_start(p->seed, PURPOSE_CLA, c->index);
		record_child_id(p, &w->id, c, random_chance(&r, p->likelihoods.cla_other_child_id));
		int32_t born = child_write(p, &r, &header.buffer, c, buffer_text(&w->id));
		record_drain(&header);
		int32_t since = episodes_write(w, &episodes, &r, c, buffer_text(&w->id));
		care_write(&care, c, born, since);
		record_truth(w, "cla", i + 1, c);
	}
	memory_free(order);
	output_finish(&header);
	output_finish(&episodes);
	care_close(&care);
}
