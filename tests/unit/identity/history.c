/* Values of identities: the latest, lists in order, conflicts. */
#include <stdio.h>
#include <stdlib.h>

#include "identity/history.h"

static struct history history;

static void see(size_t identity, size_t column, const char *value, uint64_t date, uint64_t arrival)
{
	history_see(&history, identity, column, text_of(value), HISTORY_ORDER(date, arrival));
}

static void expect(size_t identity, size_t column, const char *cell)
{
	struct buffer b = {0};
	history_cell(&history, identity, column, &b);
	if (!text_is(buffer_text(&b), cell)) {
		fprintf(stderr, "history: identity %zu column %zu: %.*s, not %s\n", identity,
			column, (int)b.length, b.at, cell);
		exit(1);
	}
	buffer_free(&b);
}

static void check(bool holds, const char *what)
{
	if (holds)
		return;
	fprintf(stderr, "history: %s\n", what);
	exit(1);
}

int main(void)
{
	static const bool lists[] = {false, true};
	history_start(&history, 2, lists);
	check(history_identity(&history) == 0 && history_identity(&history) == 1, "identities");

	expect(0, 0, "");
	expect(0, 1, "");
	see(0, 0, "a", 0, 1);
	see(0, 0, "a", 0, 2);
	check(!history_conflict(&history, 0, 0), "equal values do not conflict");
	see(0, 0, "b", 0, 3);
	expect(0, 0, "b");
	check(history_conflict(&history, 0, 0), "other values conflict");
	see(0, 0, "b", 0, 4);
	check(history_conflict(&history, 0, 0), "a conflict stays one");
	check(!history_conflict(&history, 1, 0), "and is nobody else's");

	/* A date goes before any arrival. */
	see(1, 0, "late", 20200101, 1);
	see(1, 0, "early", 20190101, 2);
	see(1, 0, "none", 0, 3);
	expect(1, 0, "late");

	see(1, 1, "x", 20190101, 1);
	see(1, 1, "y", 20200101, 2);
	see(1, 1, "z", 0, 3);
	expect(1, 1, "y|x|z");
	see(1, 1, "x", 20210101, 4);
	expect(1, 1, "x|y|z");
	see(1, 1, "y", 20180101, 5);
	expect(1, 1, "x|y|z");
	expect(0, 1, "");
	history_free(&history);
	return 0;
}
