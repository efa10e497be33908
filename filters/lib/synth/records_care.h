#ifndef JIGSAW_SYNTH_RECORDS_CARE_H
#define JIGSAW_SYNTH_RECORDS_CARE_H

#include "synth/records.h"

/*
 * Writes the modules of SSDA903 other than header and episodes, one file each:
 * ssda903_reviews.csv, _missing, _oc2, _ad1, _placed_for_adoption, _uasc.
 */

enum care_module {
	CARE_REVIEWS,
	CARE_MISSING,
	CARE_OC2,
	CARE_AD1,
	CARE_PLACED,
	CARE_UASC,
	CARE_MODULES
};

struct care {
	struct records *records;
	struct output modules[CARE_MODULES];
};

void care_open(struct care *x, struct records *w);
/* The rows of a child who is looked after from the day `since`; `born` as the
 * header has it, w->id the child's number. */
void care_write(struct care *x, const struct child *c, int32_t born, int32_t since);
void care_close(struct care *x);

#endif
