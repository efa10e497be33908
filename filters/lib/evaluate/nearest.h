#ifndef JIGSAW_EVALUATE_NEAREST_H
#define JIGSAW_EVALUATE_NEAREST_H

#include "evaluate/expectation.h"
#include "evaluate/needs.h"
#include "model/weight.h"

/* The nearest candidate of a record without a link, and the reason why it has
 * none. */

#define NO_WEIGHT INT64_MIN

struct candidate {
	uint32_t identity; /* UNIVERSE_NONE: nobody */
	uint16_t rule;     /* number from 1 on; 0: none */
	bool ambiguous;    /* some rule found several */
	bool heavy;        /* its weight would have linked */
	int64_t weight;    /* NO_WEIGHT: none */
};

/* `struct nearest n = {0}` is empty. 24 bytes per identity and expectation. */
struct nearest {
	struct candidate *at;
	size_t identities;
	struct map rules;
};

/* The reasons, the most telling first. */
enum reason {
	REASON_AMBIGUOUS, /* two candidates, one as good as the other */
	REASON_APART,     /* a rule held or the weight was enough, and it was kept apart */
	REASON_BELOW,     /* the nearest candidate is below the threshold */
	REASON_NEED,      /* it lacks an identifier */
	REASON_AREA,      /* its postcodes are elsewhere */
	REASON_ROLL,      /* nobody on any roll is like it */
	REASONS
};

void nearest_start(struct nearest *n, const struct expectation_list *expected, size_t identities);
uint16_t nearest_rule(struct nearest *n, struct text name);
struct text nearest_rule_name(const struct nearest *n, const struct candidate *c);
/* Notes a candidate for an identity: one that was ambiguous is kept before one
 * that was not, one of a rule before one without, then the heavier, then the
 * lower id. */
void nearest_note(struct nearest *n, const struct universe *u,
		  const struct expectation_list *expected, uint32_t identity,
		  const struct candidate *c);
const struct candidate *nearest_at(const struct nearest *n, uint32_t identity, size_t expectation);
void nearest_free(struct nearest *n);

enum reason reason_of(const struct candidate *c, uint8_t lacks);
/* The name in the ledger. */
const char *reason_name(enum reason reason);
/* The name in a cell: of a need, `no_` and the first column that is missing. */
void reason_text(struct buffer *b, enum reason reason, const struct needs *n, uint8_t lacks);

#endif
