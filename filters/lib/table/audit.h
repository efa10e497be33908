#ifndef JIGSAW_TABLE_AUDIT_H
#define JIGSAW_TABLE_AUDIT_H

#include "table/cells.h"
#include "table/suppress.h"

/*
 * What a reader of a published table can work out about the counts it hides.
 *
 * The unknowns are all cells of the table's closure under margins: those of
 * every choice of values and totals, published or not, each an integer from 0.
 * A published cell is known to lie in the range of its rule; a margin is the sum
 * of its cells or, where a person can be in several of them, no less than the
 * largest and no more than the sum. Ranges are tightened by these relations
 * until nothing moves: the interval attack, which needs no solver. (Two-way
 * tables seldom yield to it, cubes of many dimensions nearly always do.)
 *
 * Memory O(cells of the closure), at most AUDIT_CELLS_MOST.
 */

#define AUDIT_CELLS_MOST 10000000u
#define AUDIT_COUNT_MOST 1000000000000u /* so that sums of all cells fit */

struct audit {
	size_t dimensions, ways;         /* ways: the most dimensions a row names */
	size_t sizes[DIMENSIONS_MOST];   /* values of a dimension, without the total */
	size_t strides[DIMENSIONS_MOST]; /* of the closure's cells */
	bool additive[DIMENSIONS_MOST];  /* its margins are the sums of their cells */
	size_t cell_count;
	uint64_t *counts;
	uint8_t *named; /* of each cell: how many dimensions are not summed over */
	uint64_t *least, *most;
};

/* Lays out the closure. The table must have each cell that names at most as many
 * dimensions as its fullest row, once (or no row at all), and margins that agree with their cells;
 * else exit 65 at `file`, naming rule margin; so is a count
 * beyond AUDIT_COUNT_MOST. A closure of too many cells is
 * exit 78. `overlapping`: a person can be in several cells. */
void audit_start(struct audit *a, const struct count_table *t, bool overlapping, const char *file);

/* Attacks the table as it would be published with the cells that name at most
 * `ways` dimensions: the number of hidden counts that have fewer than
 * `candidates` possible values. */
uint64_t audit_attack(struct audit *a, size_t ways, uint64_t candidates);

void audit_free(struct audit *a);

#endif
