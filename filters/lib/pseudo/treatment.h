#ifndef JIGSAW_PSEUDO_TREATMENT_H
#define JIGSAW_PSEUDO_TREATMENT_H

#include "expr/expression.h"
#include "pseudo/bloom.h"
#include "pseudo/variants.h"
#include "stream/reader.h"

/*
 * Converts the columns of an identifiable record as the options of `pseudo` say. A
 * treatment makes one output column. Missing values stay missing: an empty value, and
 * one of blanks or a placeholder, is never hashed, so no two people share its
 * pseudonym.
 */

enum treatment_kind {
	TREATMENT_KEEP,     /* the cell as it is */
	TREATMENT_RID,      /* one of our own ids, by the key for ids */
	TREATMENT_TOKEN,    /* HMAC of a value by the key of its field */
	TREATMENT_MATCH,    /* HMAC of several values by the key of their list */
	TREATMENT_DIGEST,   /* OpenPseudonymiser */
	TREATMENT_VARIANTS, /* sets of tokens of names */
	TREATMENT_BLOOM,
	TREATMENT_MONTH, /* of a date: YYYY-MM */
	TREATMENT_YEAR,
	TREATMENT_SECTOR, /* of a postcode: LE14 for LE1 4XX */
	TREATMENT_DISTRICT,
};

/* Of a MAC, of what tells a group. */
#define GROUP_BYTES 8
/* Hexadecimal digits of a token: the first 128 bits of the HMAC. */
#define TREATMENT_DIGITS 32
/* The most combinations of list values in a match key or digest, and of names and groups in
 * a cell of filters. */
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
	size_t input;            /* input column; MATCH, DIGEST: NO_COLUMN */
	bool list;               /* the input column's cells are lists */
	bool words;              /* some placeholders are values in it: Na and Null are surnames */
	struct block_key key;    /* MATCH, DIGEST: the values */
	struct text *formats;    /* DIGEST: of dates, a value each; or empty */
	struct block_key within; /* VARIANTS, BLOOM: the group; count 0: none */
	struct mac group_mac;    /* and of the groups, where there are any */
	/* VARIANTS, BLOOM with groups: of the last cell, GROUP_BYTES for each element in order,
	 * which are equal where groups are. */
	struct buffer groups;
	size_t held;               /* how many those are */
	size_t *turn;              /* MATCH, DIGEST, VARIANTS, BLOOM: which values have the turn */
	struct mac mac;            /* RID, TOKEN, MATCH */
	struct remembered *memory; /* RID, TOKEN: values met lately and their tokens */
	struct bloom bloom;        /* BLOOM */
	struct variants variants;  /* VARIANTS */
	size_t longest;            /* TOKEN, MATCH, VARIANTS: the most elements of a cell */
	/* Counted for the ledger, in cells. */
	uint64_t
		blanked; /* the rule does not fit the value, it is no value, or there is no group */
	uint64_t cut;    /* more than TREATMENT_COMBINATIONS, or VARIANTS_NAMES */
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
	struct buffer scratch, made, group;
	struct mac nobody; /* of what fills lists */
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
/* Gives the VARIANTS and BLOOM treatments their groups: each of `lists` is an expression as of a
 * match key, or COLUMN= and one, which is for that column alone. A record with several
 * values is in several groups, and has an encoding for each. Without one there are no VARIANTS. */
void treatments_within(struct treatments *all, const struct string_list *lists);
/* Lists the built-in table that the variants or an expression use. */
void treatments_step(const struct treatments *all, struct step_builder *step);
/* After the last one is added and before the first record. */
void treatments_ready(struct treatments *all);

/* Loads a record, then one cell after the other is appended to `out`. */
void treatments_load(struct treatments *all, const struct record *row);
void treatment_cell(struct treatments *all, struct treatment *t, struct buffer *out);
/* The token of a MAC, appended. */
void treatment_token(struct buffer *out, const unsigned char mac[MAC_BYTES]);
/* After the last record: a line that was made of cells, with as many tokens, or sets of
 * VARIANTS, in each cell of a list column as the longest has, in an order that tells nothing.
 * Valid until the next call. */
struct text treatments_level(struct treatments *all, struct text line);
void treatments_end(struct treatments *all);

#endif
