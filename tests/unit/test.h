#ifndef JIGSAW_TEST_H
#define JIGSAW_TEST_H

#include <errno.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/text.h"

/* What every unit program checks with. The first check that fails prints its place, what it
 * looked at and what was expected, and ends the program with 1. So does the end of a program
 * that checked nothing. */

/* Each ends in a format and its values: what is looked at. The texts are struct text, of any
 * bytes; the numbers are integers of up to 64 bits. */
#define check(condition, ...) check_or(condition, "false: " #condition, __VA_ARGS__)
#define check_text(got, expected, ...) check_or(texts_equal(got, expected), unequal, __VA_ARGS__)
#define check_number(got, expected, ...)                                                           \
	check_or(numbers_equal((int64_t)(got), (int64_t)(expected)), unequal, __VA_ARGS__)
#define check_near(got, expected, within, ...)                                                     \
	check_or(numbers_near(got, expected, within), unequal, __VA_ARGS__)

#define check_or(good, why, ...)                                                                   \
	((good) ? (void)checks_made++ : check_failed(__FILE__, __LINE__, why, __VA_ARGS__))

static uint64_t checks_made;
static char unequal[1000]; /* what came and what was expected, of the last two that differ */

static inline bool texts_equal(struct text got, struct text expected)
{
	if (text_equal(got, expected))
		return true;
	snprintf(unequal, sizeof unequal, "'%.*s', expected '%.*s'", (int)got.length,
		 got.length ? got.at : "", (int)expected.length,
		 expected.length ? expected.at : "");
	return false;
}

static inline bool numbers_equal(int64_t got, int64_t expected)
{
	if (got == expected)
		return true;
	snprintf(unequal, sizeof unequal, "%lld, expected %lld", (long long)got,
		 (long long)expected);
	return false;
}

static inline bool numbers_near(double got, double expected, double within)
{
	if (fabs(got - expected) <= within)
		return true;
	snprintf(unequal, sizeof unequal, "%.15g, expected %.15g", got, expected);
	return false;
}

__attribute__((format(printf, 4, 5))) static inline _Noreturn void
check_failed(const char *file, int line, const char *why, const char *what, ...)
{
	va_list values;

	checks_made++;
	fprintf(stderr, "%s:%d: ", file, line);
	va_start(values, what);
	vfprintf(stderr, what, values);
	va_end(values);
	fprintf(stderr, ": %s\n", why);
	exit(1);
}

__attribute__((destructor)) static void check_some_made(void)
{
	if (checks_made)
		return;
	fprintf(stderr, "%s: nothing was checked\n", program_invocation_short_name);
	_exit(1);
}

#endif
