/* Any bytes as a value of a column with a code list: what it stands for is a
 * code of the list that has no successor, and stands for itself; and any bytes
 * as a list: it is read or refused. */

#include <stdlib.h>

#include "schema/codes.h"
#include "trap.h"
#include "trial.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char list[] = "code\tlabel\tfrom\tto\tnow\tspellings\tnote\n"
			   "N1\tAbuse or neglect\t\t\t\tmaltreatment|harm\t\n"
			   "FIXD\tFixed period\t\t2020\tSUSP\t\t\n"
			   "SUSP\tSuspension\t2020\t\t\tfixed term\t\n"
			   "6\tPolice\t\t\t\t06\t\n"
			   "a\tOther\t\t\t\t\t\n";

static void find(struct codes *codes, struct text value)
{
	struct text code, again;
	if (!value.length || codes_find(codes, value, &code) == CODING_UNLISTED)
		return;
	if (codes_find(codes, code, &again) != CODING_CODE || !text_equal(code, again))
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct codes good;
	static struct arena kept;
	static struct codes codes;
	static struct arena arena;

	error_trap = trap;
	if (!good.count)
		codes_read(&good, &kept, file_of((struct text){list, sizeof list - 1}));
	if (size < 1)
		return 0;
	if (data[0] & 1) {
		find(&good, (struct text){(const char *)data + 1, size - 1});
		return 0;
	}
	if (!setjmp(failed)) {
		codes_read(&codes, &arena,
			   file_of((struct text){(const char *)data + 1, size - 1}));
		find(&codes, TEXT("a) N1 - x"));
	}
	codes_free(&codes);
	codes = (struct codes){0};
	arena_free(&arena);
	arena = (struct arena){0};
	return 0;
}
