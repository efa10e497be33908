#ifndef JIGSAW_READ_WORKBOOK_STYLES_H
#define JIGSAW_READ_WORKBOOK_STYLES_H

#include "read/markup.h"
#include "read/workbook_number.h"

/* The number formats of cells, by their styles. */
struct styles {
	uint8_t *kinds; /* enum number_kind, by the cell's style */
	size_t count;
	/* private */
	size_t capacity;
};

/* Reads the part (styles.xml), of which nothing has been read. */
void styles_read(struct styles *s, struct markup *m);
void styles_free(struct styles *s);

#endif
