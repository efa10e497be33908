#include "model/level_default.h"

/* 2^x for small x, by a series: the C library's exp2() differs between machines. */
static double two_to(double x)
{
	double power = 1, term = 1, sum = 1;

	for (; x >= 1; x--)
		power *= 2;
	for (; x < 0; x++)
		power /= 2;
	for (int i = 1; i < 30; i++) {
		term *= x * 0.69314718055994530942 / i;
		sum += term;
	}
	return power * sum;
}

double level_default_m(size_t number, size_t count)
{
	return number + 1 == count ? 0.95 : (1 - 0.95) / (double)(count - 1);
}

double level_default_u(size_t number, size_t count)
{
	double weight = count < 3 ? -5 : -5 + (double)number * (8.0 / (double)(count - 2));

	if (number + 1 == count)
		weight = 10;
	return level_default_m(number, count) / two_to(weight);
}
