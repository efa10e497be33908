/* A file of decisions: each pair once, whichever end comes first, and what is refused. */

#include "labels/labels.h"

#include <unistd.h>

#include "test.h"
#include "trap.h"

static void decide(struct labels *l, struct arena *arena, const char *rows)
{
	char name[] = "/tmp/labels-XXXXXX";
	int fd = mkstemp(name);
	FILE *out = fd < 0 ? NULL : fdopen(fd, "w");

	check(out, "a temporary file");
	fprintf(out, "id_a\tid_b\tverdict\treviewer\tnote\twhen\n%s", rows);
	check(fclose(out) == 0, "a temporary file");
	failure = 0;
	error_trap = trap;
	if (!setjmp(failed))
		labels_decisions(l, arena, text_string(arena, text_of(name)));
	error_trap = NULL;
	unlink(name);
}

static void refused(const char *row)
{
	struct labels l = {0};
	struct arena arena = {0};

	decide(&l, &arena, row);
	check_number(failure, EXIT_CONFIG, "%s", row);
	labels_free(&l);
	arena_free(&arena);
}

static void verdict(const struct labels *l, const char *a, const char *b, const char *expected)
{
	const struct label *ab = labels_find(l, text_of(a), text_of(b));

	check(ab && ab == labels_find(l, text_of(b), text_of(a)), "%s %s either way", a, b);
	check_text(text_of(verdict_name(ab->verdict)), text_of(expected), "%s %s", a, b);
	check(ab->a < ab->b, "%s %s in order", a, b);
}

int main(void)
{
	struct labels l = {0};
	struct arena arena = {0};

	decide(&l, &arena,
	       "c:2\tb:1\tsame\tAB\t\t\na:1\tb:1\tdifferent\tAB\t\t\n"
	       "b:1\tc:2\tsame\tCD\t\t\na:1\tc:2\tforbidden\tAB\t\t\nd:1\ta:1\tunsure\tAB\t\t\n");
	check_number(failure, 0, "a good file");
	check_number(l.count, 4, "each pair once");
	check_number(l.ids.count, 4, "identities");
	check_number(l.conflicts, 0, "nobody disagrees");
	check_number(l.at[0].place.line, 2, "where it was first given");
	verdict(&l, "b:1", "c:2", "same");
	verdict(&l, "a:1", "b:1", "different");
	verdict(&l, "a:1", "c:2", "forbidden");
	verdict(&l, "a:1", "d:1", "unsure");
	check(!labels_find(&l, TEXT("b:1"), TEXT("d:1")), "a pair without a label");
	check(!labels_find(&l, TEXT("b:1"), TEXT("e:1")), "an unknown identity");
	labels_free(&l);
	arena_free(&arena);
	refused("a:1\tb:1\tyes\tAB\t\t\n");
	refused("a:1\ta:1\tsame\tAB\t\t\n");
	refused("a:1\tb:1\tsame\t \t\t\n");
	refused("\tb:1\tsame\tAB\t\t\n");
	return 0;
}
