#ifndef JIGSAW_CLUSTER_PERSON_ORDER_H
#define JIGSAW_CLUSTER_PERSON_ORDER_H

#include "cluster/persons.h"

/*
 * Sorts persons by their ids, in 8 bytes per person: only the first 32 bits of an
 * id are kept, and the rest is computed again if two are equal.
 *
 *	person_order_add(&o, id, label);        each person
 *	while (person_order_next(&o, &id, &label)) ...
 */

struct person_order {
	struct persons *persons; /* given, as is id_of */
	struct sum (*id_of)(void *context, uint32_t label);
	void *context;
	uint64_t *at; /* the first 32 bits, and the label */
	size_t count, capacity, next;
	bool ordered;
	struct placed_person *alike; /* whose first bits are equal */
	size_t alike_count, alike_capacity, alike_next;
};

void person_order_add(struct person_order *o, struct sum id, uint32_t label);
/* The next person and its id; false at the end. Two persons with one id are
 * exit 70. */
bool person_order_next(struct person_order *o, struct sum *id, uint32_t *label);
void person_order_free(struct person_order *o);

#endif
