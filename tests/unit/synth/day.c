/* Days of artificial records. */

#include "synth/day.h"
#include "test.h"

int main(void)
{
	struct buffer b = {0};

	check_number(day_of(1970, 1, 1), 0, "1970-01-01");
	check_number(day_of(2000, 3, 1), 11017, "2000-03-01");
	for (int32_t d = day_of(1999, 12, 1); d < day_of(2101, 1, 1); d++) {
		struct date parts = date_from_days(d);
		check_number(day_of(parts.year, parts.month, parts.day), d, "day and back");
	}
	check_number(day_age(day_of(2020, 2, 29), day_of(2025, 2, 28)), 4, "before the birthday");
	check_number(day_age(day_of(2020, 2, 29), day_of(2025, 3, 1)), 5, "after the birthday");
	check_number(day_school_year(day_of(2025, 1, 16)), day_of(2024, 8, 31), "in January");
	check_number(day_school_year(day_of(2025, 8, 31)), day_of(2025, 8, 31), "on 31 August");
	day_exported(&b, day_of(2013, 7, 9));
	check_text(buffer_text(&b), TEXT("2013-Jul-09 00:00:00"), "as exported");
	buffer_free(&b);
	return 0;
}
