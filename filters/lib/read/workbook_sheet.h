#ifndef JIGSAW_READ_WORKBOOK_SHEET_H
#define JIGSAW_READ_WORKBOOK_SHEET_H

#include "read/raw.h"
#include "read/workbook_strings.h"
#include "read/workbook_styles.h"

/*
 * Reads a sheet of a workbook, row by row. A cell is placed by its A1 reference,
 * regardless of the sheet's stated size; missing cells are empty. A cell's
 * value is its text: of a string, of a number (workbook_number.h), TRUE or
 * FALSE, an error as the spreadsheet shows it (#N/A), and of a formula what it
 * came to when the workbook was last saved. In a merged range only the first
 * cell has a value.
 *
 * What is out of order (rows, cells), beyond 1,048,576 rows or 16,384 columns,
 * of a kind unknown, or a string that does not exist is exit 65 at sheet, row
 * and cell. A number cell that holds no number is the flaw `number`.
 */

enum { SHEET_ROWS = 1048576, SHEET_COLUMNS = 16384 };

/* What is worth knowing of the rows gone by. */
struct sheet_counts {
	uint64_t blank_rows;   /* skipped, or left out by the sheet */
	uint64_t hidden_rows;  /* read: a filter that was left on hides records */
	uint64_t errors;       /* cells */
	uint64_t formulas;     /* cells */
	uint64_t uncalculated; /* formulas that have no value */
	uint64_t merged;       /* ranges */
	uint64_t vague;        /* numbers left as they were stored */
	uint64_t dateless;     /* numbers in a date's format that are no date */
	uint64_t untitled;     /* cells with a value, right of the titles */
	uint64_t beyond_gap;   /* rows behind the first blank one below the titles */
	uint64_t beyond_table; /* rows below the sheet's table */
	uint64_t totals;       /* the table's row of totals */
};

struct sheet {
	const struct shared_strings *strings; /* NULL: the workbook has none */
	const struct styles *styles;
	bool from_1904;
	size_t width; /* cells of a row; 0: as many as it has, up to its last value */
	/* What the spreadsheet was told is a table: its last row, 0 where there
	 * is none; whether that has totals. */
	uint64_t table_end;
	bool table_totals;
	struct sheet_counts counts;
	/* private */
	struct place *place;
	struct markup markup;
	bool within; /* <sheetData> */
	bool gap;    /* a blank row has been below the titles */
	uint64_t row_number;
	char row_digits[8];
	size_t row_digit_count;
	size_t column; /* of the last cell, from 1 */
	char reference[12];
	struct buffer row, value, message;
	struct raw_span *spans;
	size_t span_capacity, cells, filled; /* filled: cells up to the last value */
	bool tame, cut;
	const char *flaw;
	char flawed[4]; /* the column where it is */
};

/* `place` gives the file, and is kept up to date for messages. */
void sheet_start(struct sheet *s, struct inlet from, struct place *place);
/* The next row that is not blank; r->line is its number. */
bool sheet_next(struct sheet *s, struct raw_record *r);
/* Sets the width from here on; the row r (may be NULL), the last one given, is
 * made as wide. */
void sheet_widen(struct sheet *s, size_t width, struct raw_record *r);
void sheet_free(struct sheet *s);

/* Tests turn off the short way past cells of the usual form. */
extern bool sheet_quick;

#endif
