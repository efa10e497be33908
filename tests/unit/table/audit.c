/* table/audit.h: refusals; published examples; that the attack never excludes what is possible;
 * what it finds. */
#include "table/audit.h"
#include "random.h"
#include "test.h"
#include "trap.h"

static void add(struct count_table *t, const char *a, const char *b, uint64_t count)
{
	struct text values[] = {text_of(a), text_of(b)};

	count_table_add(t, values, count);
}

/* A refusal ends the run, and what it held ends with it; here the run goes on. */
const char *__asan_default_options(void);
const char *__asan_default_options(void)
{
	return "detect_leaks=0";
}

/* The exit status with which a table of one dimension is refused, or 0. */
static int status_of(uint64_t a, uint64_t b, uint64_t total, bool overlapping)
{
	static struct count_table t;
	static struct audit audit;

	t = (struct count_table){.dimensions = 1};
	add(&t, "a", "", a);
	add(&t, "b", "", b);
	add(&t, "_total", "", total);
	failure = 0;
	error_trap = trap;
	if (setjmp(failed) == 0)
		audit_start(&audit, &t, overlapping, "table");
	error_trap = NULL;
	if (!failure)
		audit_free(&audit);
	count_table_free(&t);
	return failure;
}

static void margins_agree(void)
{
	check_number(status_of(3, 4, 7, false), 0, "status");
	check_number(status_of(3, 4, 6, false), EXIT_DATA, "status");
	check_number(status_of(3, 4, 6, true), 0, "status");
	check_number(status_of(3, 4, 4, true), 0, "status");
	check_number(status_of(3, 4, 3, true), EXIT_DATA, "status");
	check_number(status_of(3, 4, 8, true), EXIT_DATA, "status");
	check_number(status_of(UINT64_MAX, 4, 3, true), EXIT_DATA, "status");
}

/* A range holds exactly the counts that are shown alike. */
static void ranges(void)
{
	for (uint64_t count = 0; count < 60; count++) {
		uint64_t least, most;
		suppress_hes_range(count, &least, &most);
		for (uint64_t other = 0; other < 70; other++) {
			struct buffer a = {0}, b = {0};
			suppress_hes(&a, count);
			suppress_hes(&b, other);
			check(text_equal(buffer_text(&a), buffer_text(&b)) ==
				      (other >= least && other <= most),
			      "%d beside %d", (int)count, (int)other);
			buffer_free(&a);
			buffer_free(&b);
		}
	}
}

static uint64_t attack_line(const uint64_t *counts, size_t count)
{
	struct count_table t = {.dimensions = 1};
	struct audit audit;
	uint64_t total = 0;

	for (size_t i = 0; i < count; i++) {
		char name[] = {(char)('a' + i), '\0'};
		add(&t, name, "", counts[i]);
		total += counts[i];
	}
	add(&t, "_total", "", total);
	audit_start(&audit, &t, false, "table");
	uint64_t weak = audit_attack(&audit, 1, 3);
	audit_free(&audit);
	count_table_free(&t);
	return weak;
}

/* One hidden count beside others that are shown: `1, 8, 8` with the total 15 gives the 1 away. */
static void lines(void)
{
	check_number(attack_line((const uint64_t[]){1, 8, 8}, 3), 1, "weak counts");
	check_number(attack_line((const uint64_t[]){4, 20, 30}, 3), 0, "weak counts");
	check_number(attack_line((const uint64_t[]){0, 0, 5}, 3), 0, "weak counts");
	check_number(attack_line((const uint64_t[]){1, 7, 8}, 3), 0, "weak counts");
	check_number(attack_line((const uint64_t[]){10, 20, 0}, 3), 0, "weak counts");
}

enum { SIDE = 2, CELLS = (SIDE + 1) * (SIDE + 1), MOST = 12 };

static void sums(uint64_t *cells)
{
	for (int i = 0; i < SIDE; i++)
		cells[i * 3 + 2] = cells[i * 3] + cells[i * 3 + 1];
	for (int j = 0; j <= SIDE; j++)
		cells[6 + j] = cells[j] + cells[3 + j];
}

/* Every table of two by two that is published as this one lies within the ranges. */
static void sound(uint64_t *inner, size_t ways)
{
	static const char *const names[] = {"a", "b", "_total"};
	uint64_t cells[CELLS], other[CELLS];
	struct count_table t = {.dimensions = 2};
	struct audit audit;

	cells[0] = inner[0], cells[1] = inner[1], cells[3] = inner[2], cells[4] = inner[3];
	sums(cells);
	for (int i = 0; i < CELLS; i++)
		add(&t, names[i / 3], names[i % 3], cells[i]);
	audit_start(&audit, &t, false, "table");
	audit_attack(&audit, ways, 3);
	for (uint32_t n = 0; n < MOST * MOST * MOST * MOST; n++) {
		bool same = true;
		other[0] = n % MOST, other[1] = n / MOST % MOST;
		other[3] = n / MOST / MOST % MOST, other[4] = n / MOST / MOST / MOST;
		sums(other);
		for (int i = 0; i < CELLS && same; i++) {
			uint64_t least, most;
			suppress_hes_range(cells[i], &least, &most);
			same = audit.named[i] > ways || (other[i] >= least && other[i] <= most);
		}
		for (int i = 0; i < CELLS && same; i++)
			check(other[i] >= audit.least[i] && other[i] <= audit.most[i],
			      "a possible count is excluded");
	}
	audit_free(&audit);
	count_table_free(&t);
}

int main(void)
{
	uint64_t inner[4];

	margins_agree();
	ranges();
	lines();
	for (int i = 0; i < 60; i++) {
		for (int j = 0; j < 4; j++)
			inner[j] = random_below(MOST);
		sound(inner, 1 + random_below(2));
	}
	return 0;
}
