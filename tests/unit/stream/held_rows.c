/* Cells of several rows as one list. */

#include "stream/held_rows.h"
#include "test.h"

static void test(const char *expected, size_t stride, size_t count, const struct text *cells)
{
	struct buffer list = {0};

	check_text(cells_as_list(&list, cells, stride, count), text_of(expected), "%zu cells",
		   count);
	buffer_free(&list);
}

int main(void)
{
	test("", 1, 0, NULL);
	test("one", 1, 1, (struct text[]){TEXT("one")});
	test("one|two", 1, 2, (struct text[]){TEXT("one"), TEXT("two")});
	test("one||three", 1, 3, (struct text[]){TEXT("one"), TEXT_NONE, TEXT("three")});
	test("a|c", 2, 2, (struct text[]){TEXT("a"), TEXT("b"), TEXT("c"), TEXT("d")});
	/* No row has a value: neither has the list. */
	test("", 1, 3, (struct text[]){TEXT_NONE, TEXT_NONE, TEXT_NONE});
	/* A `#` is escaped where a cell begins, and only there. */
	test("\\x23", 1, 1, (struct text[]){TEXT("\\x23")});
	test("\\x23a|#b", 1, 2, (struct text[]){TEXT("\\x23a"), TEXT("\\x23b")});
	test("|#b", 1, 2, (struct text[]){TEXT_NONE, TEXT("\\x23b")});
	return 0;
}
