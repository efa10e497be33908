#ifndef JIGSAW_READ_WORKBOOK_H
#define JIGSAW_READ_WORKBOOK_H

#include "read/package.h"
#include "read/workbook_sheet.h"

/*
 * Reads a workbook (.xlsx, .xlsm; ECMA-376, transitional or strict): its list of
 * sheets, and the rows of one sheet at a time. Names of sheets are never printed,
 * since they may be names of children. Memory: the shared strings; all else is
 * streamed.
 *
 * A binary workbook (.xlsb), a document that is none and damage of any kind are
 * exit 65; messages say what to do, with the sheet's number and the cell.
 */

enum sheet_state { SHEET_VISIBLE, SHEET_HIDDEN, SHEET_VERY_HIDDEN };

struct workbook_sheet {
	struct text name;
	struct text part;
	enum sheet_state state;
	bool table; /* holds cells; false for a chart */
};

struct workbook {
	struct workbook_sheet *sheets; /* in the order of their tabs; numbers count from 1 */
	size_t sheet_count;
	struct sheet sheet;     /* the open one */
	const char *sheet_file; /* for messages: FILE/sheet N */
	/* private */
	const char *file;
	struct place place;
	struct package package;
	struct arena arena;
	struct shared_strings strings;
	struct styles styles;
	struct text strings_part, styles_part;
	bool strings_read, styles_read, from_1904, open;
};

/* `fd` can be sought and is borrowed until workbook_close(), as is `file`. */
void workbook_open(struct workbook *w, int fd, const char *file);

/*
 * The number of the sheet that `wanted` means: names or numbers, separated by
 * `|`: the first name that there is, else the first number. Names are compared without blanks,
 * dashes and underscores, in any case. When it is empty, or names none and `must` is not set, the
 * only visible sheet. Else exit 65. *found: by name or number.
 */
size_t workbook_choose(const struct workbook *w, struct text wanted, bool must, bool *found);

/* Opens a sheet for sheet_next(&w->sheet, ...), instead of the one before. */
void workbook_sheet_open(struct workbook *w, size_t number);
void workbook_close(struct workbook *w);

#endif
