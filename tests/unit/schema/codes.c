/* Code lists: what a value stands for, and lists that are wrong. */

#include "schema/codes.h"

#include "test.h"
#include "trial.h"

#define HEAD "code\tlabel\tfrom\tto\tnow\tspellings\tnote\n"

static struct arena arena;
static const char *list;

static void load(void *context)
{
	struct codes codes;

	(void)context;
	codes_read(&codes, &arena, list);
}

static void refuses(const char *bytes, uint64_t which)
{
	list = file_of(text_of(bytes));
	check(trial(load, NULL) == 78, "a list that is wrong is not refused %zu", which);
}

static const struct {
	const char *value;
	enum coding coding;
	const char *code;
} values[] = {
	{"N1", CODING_CODE, "N1"},
	{"n1", CODING_SPELLING, "N1"},
	{"Abuse or Neglect", CODING_SPELLING, "N1"},
	{"ABUSE-OR-NEGLECT", CODING_SPELLING, "N1"},
	{"maltreatment", CODING_SPELLING, "N1"},
	{"N1 - Abuse or neglect", CODING_SPELLING, "N1"},
	{"N1 - abuse in the family", CODING_SPELLING, "N1"},
	{"N1 - Disability", CODING_UNLISTED, NULL},
	{"N1 Abuse or neglect", CODING_SPELLING, "N1"},
	{"N1 something else", CODING_UNLISTED, NULL},
	{"a) N1", CODING_SPELLING, "N1"},
	{"(b) N1 - Abuse or neglect", CODING_SPELLING, "N1"},
	{"q) 6: Police", CODING_SPELLING, "6"},
	{"aa) Police", CODING_SPELLING, "6"},
	{"PL: Police", CODING_SPELLING, "6"},
	{"Not the: Police", CODING_UNLISTED, NULL},
	{"6.0", CODING_SPELLING, "6"},
	{"06", CODING_UNLISTED, NULL},
	{"01", CODING_CODE, "01"},
	{"1", CODING_SPELLING, "01"},
	{"FIXD", CODING_RENAMED, "SUSP"},
	{"Fixed period", CODING_RENAMED, "SUSP"},
	{"SUSP", CODING_CODE, "SUSP"},
	{"OLD", CODING_RENAMED, "SUSP"},
	{"R", CODING_CODE, "R"},
	{"Shared", CODING_UNLISTED, NULL},
	{"Twice", CODING_SPELLING, "T1"},
	{"x", CODING_SPELLING, "X"},
	{"-", CODING_UNLISTED, NULL},
};

int main(void)
{
	struct codes codes;
	struct text code;
	static const char good[] = HEAD "N1\tAbuse or neglect\t\t\t\tmaltreatment\t\n"
					"N2\tDisability\t\t\t\t\t\n"
					"6\tPolice\t\t\t\t\t\n"
					"01\tPresent\t\t\t\t1\t\n"
					"OLD\tOldest\t\t2010\tFIXD\t\t\n"
					"FIXD\tFixed period\t\t2020\tSUSP\t\t\n"
					"SUSP\tSuspension\t2020\t\t\tfixed term\t\n"
					"R\tReused, first\t\t2015\tN2\t\t\n"
					"R\tReused, second\t2016\t\t\t\t\n"
					"S1\tShared\t\t\t\t\t\nS2\tShared\t\t\t\t\t\n"
					"T1\tOne\t\t\t\ttwice\t\nT2\tTwice\t\t\t\t\t\n"
					"X\tOther\t\t\t\t\t\n";

	codes_read(&codes, &arena, file_of(text_of(good)));
	for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
		enum coding coding = codes_find(&codes, text_of(values[i].value), &code);
		check_number(coding, values[i].coding, "coding of %s", values[i].value);
		if (coding != CODING_UNLISTED)
			check_text(code, text_of(values[i].code), "code of %s", values[i].value);
	}
	codes_free(&codes);
	refuses("code\tlabel\n1\tone\n", 1);
	refuses(HEAD "\tno code\t\t\t\t\t\n", 2);
	refuses(HEAD "A\ta\tsoon\t\t\t\t\n", 3);
	refuses(HEAD "A\ta\t2020\t2019\t\t\t\n", 4);
	refuses(HEAD "A\ta\t\t\tB\t\t\n", 5);
	refuses(HEAD "A\ta\t\t\tB\t\t\nB\tb\t\t\tA\t\t\n", 6);
	refuses(HEAD "A\ta\t\t\t\tx\t\nB\tb\t\t\t\tX\t\n", 7);
	refuses(HEAD "A\ta\t\t\t\tB\t\nB\tb\t\t\t\t\t\n", 8);
	refuses(HEAD "A\ta\t\t\t\tx||y\t\n", 9);
	arena_free(&arena);
	return 0;
}
