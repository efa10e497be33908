/* Letter groups, numbers and places; nicknames. */
#include <math.h>

#include "expr/measures.h"
#include "field/nickname.h"
#include "test.h"

static struct arena arena;

static struct grams grams(const char *value, uint32_t q)
{
	return grams_of(text_of(value), q, &arena);
}

/* DuckDB's jaccard() on single letters; two at a time as Dice (1945) is used for names. */
static void test_grams(void)
{
	check_near(grams_jaccard(grams("duck", 1), grams("luck", 1)), 0.6, 1e-15,
		   "jaccard duck luck");
	check_near(grams_jaccard(grams("MARTHA", 1), grams("MARHTA", 1)), 1, 0,
		   "jaccard MARTHA MARHTA");
	check_near(grams_jaccard(grams("NIGHT", 2), grams("NACHT", 2)), 1.0 / 7, 1e-15,
		   "jaccard 2");
	check_near(grams_dice(grams("NIGHT", 2), grams("NACHT", 2)), 0.25, 1e-15, "dice 2");
	check_near(grams_dice(grams("AAAA", 2), grams("AA", 2)), 1, 0, "dice repeated");
	check_near(grams_dice(grams("A", 3), grams("A", 3)), 1, 0, "dice shorter than q");
	check_near(grams_dice(grams("AB", 2), grams("BA", 2)), 0, 0, "dice none");
	check_near(grams_dice(grams("JOS\xC3\x89", 2), grams("JOSE", 2)), 4.0 / 6, 1e-15,
		   "dice accents");
}

static void test_numbers(void)
{
	double n = 0;
	static const char *const bad[] = {"",    "x",     "1x",  "0x10", "inf",
					  "nan", "1e999", "--1", " 1"};

	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		check(!number_read(text_of(bad[i]), &n), "%s", bad[i]);
	check_near(number_read(TEXT("-12.5"), &n) ? n : 0, -12.5, 0, "read");
	check_near(number_read(TEXT("1e-3"), &n) ? n : 0, 0.001, 0, "read");
	check_near(number_difference(90, 100), 0.1, 1e-15, "difference 90 100");
	check_near(number_difference(0, 0), 0, 0, "difference 0 0");
}

static double km(double lat_a, double long_a, double lat_b, double long_b)
{
	struct point a = {0}, b = {0};

	if (!point_set(&a, lat_a, long_a) || !point_set(&b, lat_b, long_b))
		return -1;
	return 12742 * asin(sqrt(point_chord(a, b)) / 2);
}

static void test_places(void)
{
	/* A degree of a great circle, and a quarter of the globe. */
	check_near(km(0, 0, 1, 0), 6371 * acos(-1) / 180, 1e-9, "degree");
	check_near(km(0, 179.5, 0, -179.5), 6371 * acos(-1) / 180, 1e-9, "degree east");
	check_near(km(0, 0, 90, 77), 6371 * acos(-1) / 2, 1e-9, "quarter");
	/* Leicester (52.6369, -1.1398) to London (51.5074, -0.1278), by the haversine formula. */
	double a = pow(sin((52.6369 - 51.5074) / 2 * acos(-1) / 180), 2) +
		   cos(52.6369 * acos(-1) / 180) * cos(51.5074 * acos(-1) / 180) *
			   pow(sin((1.1398 - 0.1278) / 2 * acos(-1) / 180), 2);
	check_near(km(52.6369, -1.1398, 51.5074, -0.1278), 12742 * asin(sqrt(a)), 1e-9,
		   "Leicester to London");
	for (double d = 0.001; d < 20000; d *= 1.7)
		check_near(12742 * asin(sqrt(chord_of_km(d)) / 2), d, d * 1e-12 + 1e-6, "chord");
	check_near(chord_of_km(30000), 4, 0, "chord of the globe");
	check_near(km(91, 0, 0, 0), -1, 0, "no place");
}

static bool stands_for(const char *name, const char *form)
{
	struct text forms[NICKNAME_MOST];

	for (size_t i = 0, count = nickname_forms(text_of(name), forms); i < count; i++)
		if (text_is(forms[i], form))
			return true;
	return false;
}

static void test_nicknames(void)
{
	check(stands_for("BILL", "WILLIAM"), "BILL");
	check(stands_for("BILL", "BILL"), "BILL itself");
	check(!stands_for("WILLIAM", "BILL"), "WILLIAM");
	check(stands_for("ZZ", "ZZ"), "ZZ");
	check(stands_for("", ""), "empty");
	struct text rest = nickname_table(), line, last = TEXT_NONE, form;
	text_cut(&rest, '\n', &line);
	while (text_cut(&rest, '\n', &line) && line.length) {
		struct text name;
		size_t count = 1;
		text_cut(&line, '\t', &name);
		check(text_compare(last, name) < 0, "order");
		while (text_cut(&line, '|', &form)) {
			count++;
			check(form.length > 0 && !text_equal(form, name), "form");
		}
		check(count <= NICKNAME_MOST, "forms");
		check(stands_for(text_string(&arena, name), text_string(&arena, form)), "found");
		last = name;
	}
}

int main(void)
{
	test_grams();
	test_numbers();
	test_places();
	test_nicknames();
	arena_free(&arena);
	return 0;
}
