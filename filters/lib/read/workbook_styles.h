#ifndef JIGSAW_WORKBOOK_STYLES_H
#define JIGSAW_WORKBOOK_STYLES_H

#include "read/inlet.h"
#include "read/workbook_number.h"
#include "stream/error.h"

/* What a cell's style makes of its number. */
struct styles {
	uint8_t *kinds; /* enum number_kind, by the cell's style */
	size_t count;
	/* private */
	size_t capacity;
};

/* Reads the part (styles.xml). */
void styles_read(struct styles *s, struct inlet from, const struct place *place);
void styles_free(struct styles *s);

#endif
