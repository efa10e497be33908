/* Any text, as a condition and as a key, and what it compiles to over two records. */

#include "expr/expression.h"
#include "trap.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct arena arena;
static struct expressions x;

static void evaluate(const struct condition *c)
{
	static const char *const cells[] = {"ANN|ANNE", "2012-03-04", "LE14XX",
					    "",         "/wAA",       "JOS\xC3\x89"};
	struct text left[64], right[64];
	bool lists[64];
	struct measured m;
	if (x.column_count > 64)
		return;
	for (size_t i = 0; i < x.column_count; i++) {
		left[i] = text_of(cells[i % 6]);
		right[i] = text_of(cells[(i + x.columns[i].length) % 6]);
		lists[i] = i % 3 == 0;
	}
	struct values *a = ARENA_ARRAY(&arena, x.slot_count + 1, struct values);
	struct values *b = ARENA_ARRAY(&arena, x.slot_count + 1, struct values);
	bool fine = expressions_load(&x, left, lists, &arena, a);
	if (!expressions_load(&x, right, lists, &arena, b) || !fine)
		return;
	measured_start(&m, &x, &arena);
	condition_holds(c, &x, &m, a, b);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct text source = {(const char *)data, size};
	if (size > 4096)
		return -1;
	error_trap = trap;
	failure_wanted = EXIT_CONFIG;
	expressions_start(&x, &arena);
	if (setjmp(failed) == 0)
		evaluate(expression_condition(&x, source, (struct place){"model", 1, "condition"}));
	if (setjmp(failed) == 0)
		expression_key(&x, source, (struct place){"rules", 1, "key"});
	expressions_free(&x);
	arena_free(&arena);
	return 0;
}
