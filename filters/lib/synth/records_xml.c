#include "synth/records_xml.h"
#include "synth/records_internal.h"

void element(struct buffer *b, const char *name, struct text value)
{
	buffer_byte(b, '<');
	buffer_string(b, name);
	buffer_byte(b, '>');
	buffer_text_add(b, value);
	buffer_string(b, "</");
	buffer_string(b, name);
	buffer_string(b, ">\n");
}

void element_day(struct buffer *b, const char *name, int32_t day)
{
	char room[16];
	struct buffer value = {.at = room, .capacity = sizeof room};

	day_iso(&value, day);
	element(b, name, buffer_text(&value));
}

void element_code(struct buffer *b, struct random *r, const char *name, const char *codes)
{
	char room[16];
	struct buffer value = {.at = room, .capacity = sizeof room};

	record_code(r, &value, codes);
	element(b, name, buffer_text(&value));
}

void element_header(struct buffer *b, const struct population *p, const char *collection)
{
	struct date d = date_from_days(p->on);

	buffer_string(b, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Message>\n<Header>\n"
			 "<CollectionDetails>\n");
	element(b, "Collection", text_of(collection));
	buffer_string(b, "<Year>");
	buffer_u64(b, (uint64_t)d.year);
	buffer_string(b, "</Year>\n");
	element_day(b, "ReferenceDate", p->on);
	buffer_string(b, "</CollectionDetails>\n<Source>\n<SourceLevel>L</SourceLevel>\n"
			 "<LEA>884</LEA>\n<SoftwareCode>synthetic</SoftwareCode>\n"
			 "<Release>1</Release>\n<SerialNo>001</SerialNo>\n<DateTime>");
	day_iso(b, p->on);
	buffer_string(b, "T09:00:00</DateTime>\n</Source>\n</Header>\n");
}

void element_upn(struct buffer *b, const struct population *p, struct random *r,
		 const struct child *c, int64_t missing, int64_t wrong)
{
	if (!record_upn_known(p, r, c, missing)) {
		element_code(b, r, "UPNunknown", record_upn_reason(p, c));
		return;
	}
	buffer_string(b, "<UPN>");
	record_upn(p, r, b, c, wrong);
	buffer_string(b, "</UPN>\n");
}

void element_ethnicity(struct buffer *b, const struct population *p, struct random *r,
		       const struct child *c)
{
	if (record_error(r, c, p->likelihoods.ethnicity_unknown))
		element_code(b, r, "Ethnicity", "NOBT REFU");
	else
		element(b, "Ethnicity", text_of(ethnic_groups[c->group].education));
}
