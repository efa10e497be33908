#ifndef JIGSAW_PSEUDO_TREATMENT_H
#define JIGSAW_PSEUDO_TREATMENT_H

#include "expr/expression.h"
#include "pseudo/bloom.h"
#include "stream/reader.h"

/*
 * Converts the columns of an identifiable record as the options of `pseudo` say. A
 * treatment makes one output column. Missing values stay missing: an empty value, and
 * one of blanks or a placeholder, is never hashed, so no two people share its
 * pseudonym.
 */

enum treatment_kind {
	TREATMENT_KEEP,   /* the cell as it is */
	TREATMENT_RID,    /* one of our own ids, by the key for ids */
	TREATMENT_TOKEN,  /* HMAC of a value by the key of its field */
	TREATMENT_MATCH,  /* HMAC of several values by the key of their list */
	TREATMENT_DIGEST, /* OpenPseudonymiser */
	TREATMENT_BLOOM,
	TREATMENT_MONTH, /* of a date: YYYY-MM */
	TREATMENT_YEAR,
	TREATMENT_SECTOR, /* of a postcode: LE14 for LE1 4XX */
	TREATMENT_DISTRICT,
};

/* Hexadecimal digits of a token: the first 128 bits of the HMAC. */
#define TREATMENT_DIGITS 32
/* The most combinations of list values in a match key or digest. */
#define TREATMENT_COMBINATIONS 256

/* Episodes come sorted by person, and birth dates, names and postcodes come
 * again and again. */
#define TREATMENT_REMEMBERED 4096
struct remembered {
	uint8_t length; /* 0: empty */
	char value[31];
	char token[TREATMENT_DIGITS];
};

struct treatment {
	enum treatment_kind kind;
	struct column declared;
	size_t input;          /* input column; MATCH, DIGEST: NO_COLUMN */
	bool list;             /* the input column's cells are lists */
	bool words;            /* some placeholders are values in it: Na and Null are surnames */
	struct block_key key;  /* MATCH, DIGEST: the values */
	struct text *formats;  /* DIGEST: of dates, a value each; or empty */
	struct block_key salt; /* BLOOM: what is compared only among equals; count 0: none */
	struct mac mac;        /* RID, TOKEN, MATCH */
	struct remembered *memory; /* RID, TOKEN: values met lately and their tokens */
	struct bloom bloom;        /* BLOOM */
	/* Counted for the ledger, in cells. */
	uint64_t blanked; /* the rule does not fit the value, it is no value, or there is no salt */
	uint64_t cut;     /* more than TREATMENT_COMBINATIONS */
};

struct treatments {
	struct arena *arena; /* the run */
	const struct keyfile *key;
	const struct preamble *input;
	struct treatment *at;
	size_t count, capacity;
	struct expressions expressions;
	/* the current record */
	const struct record *row;
	struct arena row_arena;
	struct values *values;
	size_t *inputs; /* input column of each column of the expressions */
	struct text *cells;
	bool *emptied; /* a cell held what is no value */
	bool *lists, *words;
	struct buffer scratch, made;
};

void treatments_start(struct treatments *all, struct arena *arena, const struct keyfile *key,
		      const struct preamble *input);

/* Adds a treatment of an input column; the output column has its name with
 * `suffix` behind it, the type (NULL: its own) and the role. The pointer is
 * valid until the next one is added. */
struct treatment *treatment_add(struct treatments *all, enum treatment_kind kind, size_t input,
				const char *suffix, const char *type, enum role role);
/* Adds a MATCH or DIGEST called `name` of `values`, an expression of values
 * joined by `+`; in a DIGEST a column may have `:FORMAT` behind it. */
void treatment_match(struct treatments *all, enum treatment_kind kind, struct text name,
		     struct text values);
/* Gives the BLOOM treatments a salt, an expression of one value of a column
 * that is no list. */
void treatments_salt(struct treatments *all, struct text value);
/* After the last one is added and before the first record. */
void treatments_ready(struct treatments *all);

/* Loads a record, then one cell after the other is appended to `out`. */
void treatments_load(struct treatments *all, const struct record *row);
void treatment_cell(struct treatments *all, struct treatment *t, struct buffer *out);
void treatments_end(struct treatments *all);

#endif
