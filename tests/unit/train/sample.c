/* train/sample.h: which records are drawn, and what their pairs come to. */

#include "train/sample.h"
#include "test.h"

static const char model_text[] = "##model prior=0.01\n"
				 "comparison\tlevel\tcondition\tm\tu\n"
				 "n\tnull\tmissing(n)\t\t\n"
				 "n\texact\texact(n)\t\t\n"
				 "n\telse\telse\t\t\n"
				 "d\texact\texact(d)\t\t\n"
				 "d\telse\telse\t\t\n";

enum { RECORDS = 1000 };

/* Sources a and b in turns; a has no d; n is one of ten, or missing. */
static void add(struct sample *s, unsigned i)
{
	static const bool lists[2];
	char rid[32], n[8], d[8];
	unsigned in_source = i / 2;

	snprintf(rid, sizeof rid, "%c:%u", i % 2 ? 'b' : 'a', in_source);
	snprintf(n, sizeof n, "%u", i * 7919 % 10);
	snprintf(d, sizeof d, "%u", i * 104729 % 7);
	struct text cells[] = {in_source % 10 == 3 ? TEXT_NONE : text_of(n),
			       i % 2 ? text_of(d) : TEXT_NONE};
	sample_add(s, text_of(rid), i % 2 ? TEXT("b") : TEXT("a"), cells, lists);
}

static uint64_t draw(struct model *m, uint64_t seed, uint64_t wanted, const char *pairs,
		     bool backwards, struct patterns *patterns)
{
	static const bool lists[2];
	struct sample s;

	check(sample_start(&s, m, seed, wanted, text_of(pairs)), "pairs are known");
	for (unsigned i = 0; i < RECORDS; i++)
		add(&s, backwards ? RECORDS - 1 - i : i);
	check_number(sample_possible(&s),
		     strcmp(pairs, "between") == 0   ? 250000
		     : strcmp(pairs, "a:b,b:b") == 0 ? 374750
						     : 499500,
		     "possible");
	check_number(sample_possible_of(&s, TEXT("b"), TEXT("a")), 250000,
		     "possible of two sources");
	check_number(sample_possible_of(&s, TEXT("a"), TEXT("a")), 124750, "possible of one");
	check_number(sample_possible_of(&s, TEXT("a"), TEXT("x")), 0,
		     "possible of an unknown source");
	for (size_t i = 0; i < s.source_count; i++) {
		check(s.sources[i].collects[0], "collects n");
		check_number(s.sources[i].collects[1], text_is(s.sources[i].id, "b"), "collects d");
	}
	sample_compare(&s, lists, patterns);
	sample_free(&s);
	uint64_t count = 0;
	for (size_t i = 0; i < patterns->counts.count; i++)
		count += patterns->counts.entries[i].value;
	return count;
}

static bool same(const struct patterns *a, const struct patterns *b)
{
	struct arena arena = {0};
	size_t na, nb;
	const struct pattern *x = patterns_sorted(a, 2, &arena, &na);
	const struct pattern *y = patterns_sorted(b, 2, &arena, &nb);
	bool equal = na == nb;

	for (size_t i = 0; equal && i < na; i++)
		equal = x[i].count == y[i].count && x[i].levels[0] == y[i].levels[0] &&
			x[i].levels[1] == y[i].levels[1] &&
			text_equal(x[i].source_b, y[i].source_b);
	arena_free(&arena);
	return equal;
}

int main(void)
{
	char path[] = "/tmp/sample-XXXXXX";
	int fd = mkstemp(path);
	struct arena arena = {0};
	struct model m;

	check(fd >= 0 && write(fd, model_text, sizeof model_text - 1) == sizeof model_text - 1,
	      "%s", path);
	close(fd);
	model_read(&m, &arena, path);
	unlink(path);

	struct patterns all = {0}, some = {0}, back = {0}, other = {0}, within = {0}, chosen = {0};
	check_number(draw(&m, 1, 1000000, "between", false, &all), 250000, "all pairs");
	check_number(draw(&m, 1, 1000000, "within", false, &within), 499500, "all pairs within");
	check_number(draw(&m, 1, 1000000, "a:b,b:b", false, &chosen), 374750, "chosen pairs");
	uint64_t pairs = draw(&m, 1, 10000, "between", false, &some);
	check(pairs > 5000 && pairs < 20000, "about as many as wanted");
	check_number(draw(&m, 1, 10000, "between", true, &back), pairs, "backwards");
	check(same(&some, &back), "the same whatever the order");
	draw(&m, 2, 10000, "between", false, &other);
	check(!same(&some, &other), "another seed, another sample");
	/* 45 of 50 records in either source have n; one in ten of the pairs agrees. */
	struct arena sorted = {0};
	size_t count;
	const struct pattern *p = patterns_sorted(&all, 2, &sorted, &count);
	uint64_t null = 0;
	for (size_t i = 0; i < count; i++) {
		null += p[i].levels[0] < 0 ? p[i].count : 0;
		check(text_is(p[i].pass, "0"), "pass");
	}
	check_number(null, 250000 - 450 * 450, "null");
	arena_free(&sorted);
	patterns_free(&all);
	patterns_free(&some);
	patterns_free(&back);
	patterns_free(&other);
	patterns_free(&within);
	patterns_free(&chosen);
	model_free(&m);
	arena_free(&arena);
	return 0;
}
