/* Values of identities: the latest, lists in order, conflicts. */

#include "identity/history.h"
#include "test.h"

static struct history history;

static void see(size_t identity, size_t column, const char *value, uint64_t date, uint64_t arrival)
{
	history_see(&history, identity, column, text_of(value), HISTORY_ORDER(date, arrival));
}

static void shows(size_t identity, size_t column, const char *cell)
{
	struct buffer b = {0};

	history_cell(&history, identity, column, &b);
	check_text(buffer_text(&b), text_of(cell), "identity %zu, column %zu", identity, column);
	buffer_free(&b);
}

int main(void)
{
	static const bool lists[] = {false, true};

	history_start(&history, 2, lists);
	check(history_identity(&history) == 0 && history_identity(&history) == 1, "identities");

	shows(0, 0, "");
	shows(0, 1, "");
	see(0, 0, "a", 0, 1);
	see(0, 0, "a", 0, 2);
	check(!history_conflict(&history, 0, 0), "equal values do not conflict");
	see(0, 0, "b", 0, 3);
	shows(0, 0, "b");
	check(history_conflict(&history, 0, 0), "other values conflict");
	see(0, 0, "b", 0, 4);
	check(history_conflict(&history, 0, 0), "a conflict stays one");
	check(!history_conflict(&history, 1, 0), "and is nobody else's");

	/* A date goes before any arrival. */
	see(1, 0, "late", 20200101, 1);
	see(1, 0, "early", 20190101, 2);
	see(1, 0, "none", 0, 3);
	shows(1, 0, "late");

	see(1, 1, "x", 20190101, 1);
	see(1, 1, "y", 20200101, 2);
	see(1, 1, "z", 0, 3);
	shows(1, 1, "y|x|z");
	see(1, 1, "x", 20210101, 4);
	shows(1, 1, "x|y|z");
	see(1, 1, "y", 20180101, 5);
	shows(1, 1, "x|y|z");
	shows(0, 1, "");
	history_free(&history);
	return 0;
}
