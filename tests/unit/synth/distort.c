/* Mistakes put into names and dates. */

#include "synth/distort.h"
#include "synth/day.h"
#include "test.h"

int main(void)
{
	struct buffer name = {0};
	struct random r = random_start(1, 1, 1);
	int32_t day = day_of(2013, 7, 1);

	buffer_string(&name, "Łukasz Zoë");
	distort_plain(&name);
	check_text(buffer_text(&name), TEXT("Lukasz Zoe"), "without accents");
	buffer_reset(&name);
	buffer_string(&name, "McIntyre");
	distort_prefix(&r, &name);
	check_text(buffer_text(&name), TEXT("MacIntyre"), "another prefix");
	for (int i = 0; i < 1000; i++) {
		check(distort_date(&r, day, day + 1) < day + 1, "a date before the limit");
		check(distort_date(&r, day, day + 1) != day, "another date");
	}
	buffer_free(&name);
	return 0;
}
