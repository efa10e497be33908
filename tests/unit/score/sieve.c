/* The sieve keeps whatever the scorer would write, and every path of it keeps the same. */

#include "score/sieve.h"
#include "random.h"
#include "test.h"

static const char model_text[] =
	"##model prior=0.01 threshold=0\n"
	"comparison\tlevel\tcondition\tm\tu\ttf_column\ttf_weight\ttf_minimum\n"
	"rule\tone\texact(f) and (exact(d) or damerau(d) <= 1 or missing(d)) and not "
	"exact(s)\t\t\t\t\t\n"
	"rule\ttwo\tswapped(s, f) and not day_month_swapped(d)\t\t\t\t\t\n"
	"s\tnull\tmissing(s)\t\t\t\t\t\n"
	"s\texact\texact(s)\t0.7\t0.01\ts\t\t\n"
	"s\tjw92\tjaro_winkler(s) >= 0.92\t0.1\t0.01\ts\t0.5\t0.05\n"
	"s\tjw80\tjaro_winkler(s) >= 0.8\t0.05\t0.02\t\t\t\n"
	"s\tjaro\tjaro(s) >= 0.7\t0.05\t0.03\t\t\t\n"
	"s\tlev\tlevenshtein(s) <= 2\t0.03\t0.03\t\t\t\n"
	"s\tdam\tdamerau(s) <= 3\t0.02\t0.03\t\t\t\n"
	"s\telse\telse\t0.05\t0.87\t\t\t\n"
	"e\tnone\tboth_missing(s)\t0.3\t0.01\t\t\t\n"
	"e\tother\tnot (exact(f) and not swapped(s, f)) and not either(s, 'A')\t0.3\t0.2\t\t\t\n"
	"e\tdate\tnot (date_diff(d, 'day') <= 9 or missing(s))\t0.2\t0.3\t\t\t\n"
	"e\tname\teither(s, 'A') or not jaro(f) >= 0.7\t0.1\t0.2\t\t\t\n"
	"e\telse\telse\t0.1\t0.29\t\t\t\n"
	"f\tnull\tmissing(f)\t\t\t\t\t\n"
	"f\texact\texact(f)\t0.8\t0.02\tf\t\t\n"
	"f\tswapped\tswapped(s, f)\t0.05\t0.001\t\t\t\n"
	"f\tclose\tdamerau(f) <= 1 and not exact(s)\t0.05\t0.01\t\t\t\n"
	"f\telse\telse\t0.1\t0.969\t\t\t\n"
	"d\tnull\tmissing(d)\t\t\t\t\t\n"
	"d\texact\texact(d)\t0.9\t0.01\t\t\t\n"
	"d\tmonth\tdate_diff(d, 'month') <= 1\t0.04\t0.05\t\t\t\n"
	"d\tswapped\tday_month_swapped(d)\t0.03\t0.001\t\t\t\n"
	"d\tyear\texact(year(d)) or date_diff(d, 'year') <= 1\t0.02\t0.1\t\t\t\n"
	"d\telse\telse\t0.01\t0.839\t\t\t\n"
	"b\tnull\tmissing(b)\t\t\t\t\t\n"
	"b\tdice8\tdice(b) >= 0.8\t0.8\t0.01\t\t\t\n"
	"b\tdice5\tdice(b) >= 0.5\t0.15\t0.2\t\t\t\n"
	"b\telse\telse\t0.05\t0.79\t\t\t\n";

enum { COLUMNS = 4, RECORDS = 150 };

static struct arena run, group;
static struct model model;
static uint64_t totals[2] = {1000, 1000};
static struct entry entries[RECORDS];
static const struct entry *list[RECORDS];

static struct text random_name(void)
{
	static const char *const odd[] = {"JOS\xC3\x89", "\xC3\x89",
					  "ABCDEFGHIJKLMNOPQRSTUVWXYZABCDEFGH"};
	char made[16];
	size_t length = 1 + random_below(9);

	if (!random_below(25))
		return text_of(odd[random_below(3)]);
	for (size_t i = 0; i < length; i++)
		made[i] = (char)('A' + random_below(3 + random_below(4)));
	return text_copy(&group, (struct text){made, length});
}

static struct text random_date(void)
{
	char made[16];

	if (!random_below(10))
		return TEXT("2012-03");
	snprintf(made, sizeof made, "201%u-0%u-0%u", random_below(2), 1 + random_below(4),
		 1 + random_below(4));
	return text_copy(&group, text_of(made));
}

static struct text random_bits(void)
{
	static const char *const bytes[] = {"AAAA", "//8A", "AAEB", "//39", "8PDw"};
	struct buffer made = {0};

	for (int i = 0; i < 8; i++)
		buffer_string(&made, bytes[random_below(5) / (1 + random_below(3))]);
	if (!random_below(12))
		buffer_string(&made, "AAAAAAAA");
	struct text all = text_copy(&group, buffer_text(&made));
	buffer_free(&made);
	return all;
}

static struct text random_cell(size_t column, size_t most)
{
	struct buffer made = {0};
	size_t count = random_below(8) ? 1 + random_below((uint32_t)most) : 0;

	for (size_t i = 0; i < count; i++) {
		if (i)
			buffer_byte(&made, '|');
		buffer_text_add(&made, column == 2   ? random_date()
				       : column == 3 ? random_bits()
						     : random_name());
	}
	struct text cell = text_copy(&group, buffer_text(&made));
	buffer_free(&made);
	return cell;
}

static struct text random_counts(struct text cell)
{
	struct buffer made = {0};

	if (!cell.length)
		return TEXT_NONE;
	buffer_u64(&made, 1 + random_below(300));
	for (size_t i = 0; i < cell.length; i++) {
		if (cell.at[i] != '|')
			continue;
		buffer_byte(&made, '|');
		buffer_u64(&made, 1 + random_below(300));
	}
	struct text counts = text_copy(&group, buffer_text(&made));
	buffer_free(&made);
	return counts;
}

static size_t column_named(const char *name)
{
	return expressions_column(&model.expressions, text_of(name));
}

static void make_group(struct scorer *scorer, size_t count, size_t most)
{
	arena_reset(&group);
	size_t places[COLUMNS] = {column_named("s"), column_named("f"), column_named("d"),
				  column_named("b")};
	for (size_t i = 0; i < count; i++) {
		struct text cells[COLUMNS], counts[2];
		bool lists[COLUMNS] = {true, true, true, true};
		for (size_t c = 0; c < COLUMNS; c++)
			cells[places[c]] = random_cell(c, most);
		for (size_t f = 0; f < model.frequency_count; f++)
			counts[f] = random_counts(cells[model.frequencies[f].column]);
		check(scorer_load(scorer, cells, lists, counts, &group, &entries[i]) == LOAD_DONE,
		      "record %zu", i);
		list[i] = &entries[i];
	}
}

static unsigned test_group(struct scorer *scorer, int64_t threshold, size_t count)
{
	static const enum sieve_path paths[] = {SIEVE_PORTABLE, SIEVE_AVX2, SIEVE_AVX512};
	struct arena arena = {0};
	struct sieve sieves[3];
	bool there[3];
	struct score score = {.levels = ARENA_ARRAY(&arena, model.comparison_count, int8_t)};
	unsigned kept = 0;

	for (int p = 0; p < 3; p++) {
		there[p] = sieve_start(&sieves[p], &model, totals, threshold, &arena, paths[p]);
		sieve_group(&sieves[p], list, count);
	}
	for (size_t left = 0; left < count; left++) {
		for (int p = 0; p < 3; p++)
			sieve_left(&sieves[p], left);
		for (size_t word = left / 64; word * 64 < count; word++) {
			uint64_t keep = sieve_pairs(&sieves[0], left, word);
			for (int p = 1; p < 3; p++) {
				check(!there[p] || sieve_pairs(&sieves[p], left, word) == keep,
				      "pairs that path %d keeps", p);
			}
			size_t j = word * 64 > left ? word * 64 : left + 1;
			for (; j < count && j < word * 64 + 64; j++) {
				bool wanted = scorer_pair(
					scorer, scorer_weights(scorer, &scorer->model->pooled),
					list[left], list[j], threshold, &score);
				kept += (keep >> (j % 64) & 1) != 0;
				check(!wanted || keep >> (j % 64) & 1,
				      "a pair of weight %ld is lost at %ld", score.weight,
				      threshold);
			}
		}
	}
	for (int p = 0; p < 3; p++)
		sieve_free(&sieves[p]);
	arena_free(&arena);
	return kept;
}

int main(void)
{
	char path[] = "/tmp/sieve.XXXXXX";
	int file = mkstemp(path);

	check(file >= 0 && write(file, model_text, sizeof model_text - 1) > 0 && close(file) == 0,
	      "%s", path);
	model_read(&model, &run, path);
	unlink(path);
	struct scorer scorer;
	scorer_start(&scorer, &model, totals, &run);
	struct score score = {.levels = ARENA_ARRAY(&run, model.comparison_count, int8_t)};
	unsigned kept = 0;
	for (size_t round = 0; round < 60; round++) {
		size_t count = 1 + random_below(RECORDS);
		make_group(&scorer, count, round % 3 ? round % 7 + 1 : 1);
		/* What one of the pairs weighs is where a bound that is too low shows. */
		scorer_pair(&scorer, scorer_weights(&scorer, &model.pooled), list[0],
			    list[random_below((uint32_t)count)], INT64_MIN / 2, &score);
		kept += test_group(&scorer, score.weight, count);
	}
	model_free(&model);
	arena_free(&group);
	arena_free(&run);
	check(kept > 0, "pairs that are kept");
	return 0;
}
