#ifndef JIGSAW_SYNTH_RECORDS_XML_H
#define JIGSAW_SYNTH_RECORDS_XML_H

#include "synth/records.h"

/* Writes elements of XML returns. Values need no escape: they are codes,
 * days, numbers and the names of invented.c, which have no markup in them. */

void element(struct buffer *b, const char *name, struct text value);
void element_day(struct buffer *b, const char *name, int32_t day);
/* One of a list of codes, as record_code(). */
void element_code(struct buffer *b, struct random *r, const char *name, const char *codes);
/* The declaration, <Message> and its <Header>, for a collection such as CIN. */
void element_header(struct buffer *b, const struct population *p, const char *collection);
/* UPN, or UPNunknown with its reason. */
void element_upn(struct buffer *b, const struct population *p, struct random *r,
		 const struct child *c, int64_t missing, int64_t wrong);
/* Ethnicity as in the returns of the Department for Education. */
void element_ethnicity(struct buffer *b, const struct population *p, struct random *r,
		       const struct child *c);

#endif
