#ifndef JIGSAW_BASE_RADIX_H
#define JIGSAW_BASE_RADIX_H

#include <stddef.h>
#include <stdint.h>

/* Puts numbers in rising order, in place (American flag sort: McIlroy, Bostic
 * and McIlroy, "Engineering radix sort", Computing Systems 6(1), 1993). */
void radix_order(uint64_t *numbers, size_t count);

#endif
