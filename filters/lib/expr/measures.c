#include "expr/measures.h"

#include <math.h>
#include <stdlib.h>

static int compare_grams(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return x < y ? -1 : x > y;
}

struct grams grams_of(struct text value, uint32_t q, struct arena *arena)
{
	uint64_t *at = ARENA_ARRAY(arena, value.length + 1, uint64_t), run = 0;
	uint64_t mask = (UINT64_C(1) << (21 * q)) - 1;
	size_t made = 0, characters = 0, bytes;

	while (value.length) {
		run = (run << 21 | text_character(value, &bytes)) & mask;
		value = (struct text){value.at + bytes, value.length - bytes};
		if (++characters >= q)
			at[made++] = run;
	}
	if (!made && characters)
		at[made++] = run;
	qsort(at, made, sizeof *at, compare_grams);
	size_t kept = 0;
	for (size_t i = 0; i < made; i++)
		if (!kept || at[kept - 1] != at[i])
			at[kept++] = at[i];
	return (struct grams){at, (uint32_t)kept};
}

static uint32_t grams_common(struct grams a, struct grams b)
{
	uint32_t common = 0;

	for (uint32_t i = 0, j = 0; i < a.count && j < b.count;) {
		common += a.at[i] == b.at[j];
		bool step = a.at[i] <= b.at[j];
		j += b.at[j] <= a.at[i];
		i += step;
	}
	return common;
}

double grams_jaccard(struct grams a, struct grams b)
{
	uint32_t common = grams_common(a, b), all = a.count + b.count - common;

	return all ? (double)common / all : 0;
}

double grams_dice(struct grams a, struct grams b)
{
	uint32_t both = a.count + b.count;

	return both ? 2.0 * grams_common(a, b) / both : 0;
}

bool number_read(struct text value, double *number)
{
	char digits[64], *end;

	if (!value.length || value.length >= sizeof digits ||
	    memchr("+-.0123456789", value.at[0], 13) == NULL)
		return false;
	for (size_t i = 0; i < value.length; i++)
		if (!memchr("+-.0123456789eE", value.at[i], 15))
			return false;
	memcpy(digits, value.at, value.length);
	digits[value.length] = '\0';
	*number = strtod(digits, &end);
	return end == digits + value.length && isfinite(*number);
}

double number_difference(double a, double b)
{
	double x = fabs(a), y = fabs(b), larger = x > y ? x : y;

	return larger > 0 ? fabs(a - b) / larger : 0;
}

#define HALF_TURN 3.14159265358979323846

/* Taylor's series, for angles up to an eighth of a turn. */
static double sine_near(double x)
{
	double square = x * x, sum = 0;

	for (int i = 10; i > 0; i--)
		sum = -square / ((2 * i) * (2 * i + 1)) * (1 + sum);
	return x * (1 + sum);
}

static double cosine_near(double x)
{
	double square = x * x, sum = 0;

	for (int i = 10; i > 0; i--)
		sum = -square / ((2 * i - 1) * (2 * i)) * (1 + sum);
	return 1 + sum;
}

/* Sine and cosine of an angle in degrees within a full turn either way. */
static void turn(double degrees, double *sine, double *cosine)
{
	double quarter = nearbyint(degrees / 90);
	double x = (degrees - quarter * 90) * (HALF_TURN / 180);
	double s = sine_near(x), c = cosine_near(x);

	switch (((int)quarter % 4 + 4) % 4) {
	case 0:
		*sine = s, *cosine = c;
		break;
	case 1:
		*sine = c, *cosine = -s;
		break;
	case 2:
		*sine = -s, *cosine = -c;
		break;
	default:
		*sine = -c, *cosine = s;
	}
}

bool point_set(struct point *p, double latitude, double longitude)
{
	if (!(fabs(latitude) <= 90) || !(fabs(longitude) <= 360))
		return false;
	double sine, cosine, east_sine, east_cosine;
	turn(latitude, &sine, &cosine);
	turn(longitude, &east_sine, &east_cosine);
	*p = (struct point){cosine * east_cosine, cosine * east_sine, sine};
	return true;
}

double point_chord(struct point a, struct point b)
{
	double x = a.x - b.x, y = a.y - b.y, z = a.z - b.z;

	return x * x + y * y + z * z;
}

double chord_of_km(double km)
{
	double degrees = km / 12742 * (180 / HALF_TURN), sine, cosine;

	if (degrees >= 90)
		return 4;
	turn(degrees, &sine, &cosine);
	return 4 * sine * sine;
}
