/* What cells have in common. */

#include "review/review.h"
#include "test.h"

static void found(const char *a, const char *b, bool list, const char *wanted)
{
	check(strcmp(review_found(text_of(a), text_of(b), list), wanted) == 0, "%s: %s", a, b);
	check(strcmp(review_found(text_of(b), text_of(a), list), wanted) == 0, "%s: %s", b, a);
}

static void cells(void)
{
	found("", "", false, "missing");
	found("A", "", true, "missing");
	found("A", "A", false, "same");
	found("A", "B", false, "differs");
	found("A|B", "A|B", false, "same");
	found("A|B", "A", false, "differs");
	found("A|B", "A", true, "some");
	found("A|B", "B|A", true, "same");
	found("A|B", "C|D|E", true, "differs");
	found("A|B", "AB", true, "differs");
}

int main(void)
{
	cells();
	return 0;
}
