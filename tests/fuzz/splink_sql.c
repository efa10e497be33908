/* Any text as a condition of Splink: it is refused with 78, or becomes one of
 * ours; where that has SQL, what the SQL becomes is said by SQL that becomes the same. */

#include "splink/splink_terms.h"
#include "trap.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct arena arena;
static struct splink_terms terms;

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct place place = {"settings", 1, "condition"};
	struct text source = {(const char *)data, size};
	struct text volatile ours = TEXT_NONE, again = TEXT_NONE;
	if (size > 4096 || !text_utf8(source) || memchr(data, 0, size))
		return -1;
	error_trap = trap;
	failure_wanted = EXIT_CONFIG;
	splink_terms_start(&terms, &arena);
	if (setjmp(failed) == 0)
		ours = splink_condition(&terms, source, place);
	if (setjmp(failed) == 0 && ours.length) {
		struct text sql = splink_sql(&terms, ours, place);
		/* Scaled thresholds may be off by the last place. */
		if (!memmem(ours.at, ours.length, "date_diff", 9)) {
			again = splink_condition(&terms, sql, place);
			sql = splink_sql(&terms, again, place);
			if (!text_equal(again, splink_condition(&terms, sql, place)))
				__builtin_trap();
		}
	}
	struct splink_way ways[SPLINK_WAYS];
	if (setjmp(failed) == 0)
		splink_rule(&terms, source, place, ways);
	splink_terms_free(&terms);
	arena_free(&arena);
	return 0;
}
