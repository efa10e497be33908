/* Cells of fixed width. */

#include "read/fixed.h"
#include "test.h"

int main(void)
{
	check_text(fixed_cell(TEXT("abcdef"), 2, 4), TEXT("bcd"), "a cell");
	check_text(fixed_cell(TEXT("a b d "), 2, 4), TEXT("b"), "a cell");
	check_text(fixed_cell(TEXT("abc"), 3, 9), TEXT("c"), "a cell");
	check_text(fixed_cell(TEXT("abc"), 4, 9), TEXT(""), "a cell");
	check_text(fixed_cell(TEXT("Zo\xc3\xab\xe2\x82\xac!"), 3, 4), TEXT("\xc3\xab\xe2\x82\xac"),
		   "a cell");
	return 0;
}
