#ifndef JIGSAW_EXPR_MEASURES_H
#define JIGSAW_EXPR_MEASURES_H

#include "base/text.h"

/*
 * Similarity of values other than words: sets of letter groups, numbers, places
 * on the globe. Pure functions; they use only +, -, *, / and the square root,
 * which give the same bits on every machine.
 */

/* The distinct runs of q characters of a value, ascending; a value shorter
 * than q has itself as its only one. */
struct grams {
	const uint64_t *at;
	uint32_t count;
};

#define GRAMS_LONGEST 3 /* characters that fit a number */

/* In the arena; q from 1 to GRAMS_LONGEST. */
struct grams grams_of(struct text value, uint32_t q, struct arena *arena);

/* The Jaccard index, common runs over all runs: with q = 1 DuckDB's jaccard(),
 * duck/luck 0.6. */
double grams_jaccard(struct grams a, struct grams b);
/* The Dice coefficient: twice the common runs over the runs of both. */
double grams_dice(struct grams a, struct grams b);

/* `-12.5`, `7`, `1e-3`: false when it is something else, or not finite. */
bool number_read(struct text value, double *number);

/* |a - b| over the larger of |a| and |b|; 0 when both are 0. For positive
 * numbers Splink's percentage difference. */
double number_difference(double a, double b);

/* A place as a point of the unit sphere. */
struct point {
	double x, y, z;
};

/* Degrees north and east; false when they are no place. The sine and cosine
 * are of our own making: the C library's differ between machines. */
bool point_set(struct point *p, double latitude, double longitude);

/* The square of the chord between two points. It grows with the distance over
 * ground, and is compared with what chord_of_km() makes of one. */
double point_chord(struct point a, struct point b);
/* The square of the chord of a great-circle distance, on a globe of 6,371 km
 * radius as Splink's: 4 sin^2(km / 12742); half the globe or more is 4. */
double chord_of_km(double km);

#endif
