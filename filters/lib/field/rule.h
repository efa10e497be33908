#ifndef JIGSAW_FIELD_RULE_H
#define JIGSAW_FIELD_RULE_H

#include <stdbool.h>

/*
 * The validation rules of values. Every parser of this room returns RULE_VALID
 * or the rule that the value broke. A rule has a name ([a-z-]*, for messages and
 * the ledger) and a message that never shows the value.
 */
enum rule {
	RULE_VALID,
	RULE_PLACEHOLDER,        /* NULL, N/A, UNKNOWN, NOT KNOWN, - ... instead of a value */
	RULE_SPREADSHEET_ERROR,  /* #N/A, #REF! ...: the result of a failed formula */
	RULE_SPREADSHEET_NUMBER, /* 9.43E+09: what a spreadsheet leaves of a long number */
	RULE_LEADING_ZERO,       /* it would be valid with a zero before it, which may be lost */
	RULE_DATE,
	RULE_DATE_CALENDAR,    /* a date's shape, but no such day: 31/02/2012, 10/16/2012 */
	RULE_DATE_PLACEHOLDER, /* 1800-01-01, 1801-01-01, 1900-01-01, 9999-12-31, 00/00/0000 */
	RULE_DATE_RANGE,       /* year before 1800 or after 2199 */
	RULE_DATE_SHORT_YEAR,  /* two-digit year, and none were allowed */
	RULE_DATE_SERIAL,      /* a bare number, and serials were not allowed */
	RULE_MONTH,
	RULE_YEAR,
	RULE_DATETIME,
	RULE_TIME,
	RULE_NAME_PLACEHOLDER, /* BABY, TWIN ONE, UNKNOWN ... */
	RULE_NAME_LETTERS,     /* no letters at all */
	RULE_NAME_SCRIPT,      /* no Latin letters */
	RULE_NHS_NUMBER,       /* not ten digits */
	RULE_NHS_NUMBER_CHECK,
	RULE_NHS_NUMBER_REFUSED, /* passes modulus 11 but is never issued */
	RULE_NHS_NUMBER_ULN,     /* a valid ULN in an NHS number column */
	RULE_UPN,                /* not the shape of a UPN */
	RULE_UPN_CHECK_LETTER,
	RULE_UPN_UNKNOWN, /* UN1 to UN10: the reason why there is none */
	RULE_ULN,
	RULE_ULN_CHECK,
	RULE_ULN_PLACEHOLDER, /* 9999999999: not yet known */
	RULE_ULN_NHS_NUMBER,  /* a valid NHS number in a ULN column */
	RULE_POSTCODE,
	RULE_POSTCODE_AREA,   /* the right shape, but no such postcode area */
	RULE_POSTCODE_PSEUDO, /* ZZ99 ..., NF1 1AB, NFA, no fixed abode */
	RULE_OUTCODE,
	RULE_SECTOR,
	RULE_SEX,
	RULE_ETHNICITY,          /* neither a code nor words of an ethnicity */
	RULE_ETHNICITY_SCHEME,   /* a short code that the scheme in force does not have */
	RULE_ETHNICITY_CONFLICT, /* codes or words of different groups */
	RULE_LA,                 /* no local authority */
	RULE_BOOLEAN,
	RULE_INTEGER,
	RULE_DECIMAL,
	RULE_AGE,
	RULE_TEXT, /* not well-formed UTF-8 */
	RULE_COUNT,
};

/* Does a value that breaks the rule mean "missing", in an expected way: a
 * placeholder, UN1, ZZ99 3VZ? It is then no fault of the data. */
bool rule_missing(enum rule rule);

/* Literals that last for the whole run; "" for RULE_VALID. */
const char *rule_name(enum rule rule);
const char *rule_message(enum rule rule);

#endif
