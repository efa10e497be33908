#include <errno.h>
#include <sys/stat.h>

#include "stat/records.h"

static struct {
	uint64_t children, seed;
	const char *on, *rates, *directory;
} options = {.children = 1000, .seed = 1, .on = "2025-01-16"};

static const struct option_spec specs[] = {
	{0, "children", OPTION_NUMBER, &options.children, "N", "how many children (1000)", 1,
	 5000000},
	{0, "seed", OPTION_NUMBER, &options.seed, "N", "another number, other children (1)", 0, 0},
	{0, "on", OPTION_STRING, &options.on, "DATE", "reference date, YYYY-MM-DD (2025-01-16)", 0,
	 0},
	{0, "rates", OPTION_STRING, &options.rates, "FILE", "rates that replace built-in ones", 0,
	 0},
	{'d', "directory", OPTION_STRING, &options.directory, "DIR", "where the files go", 0, 0},
};

static const struct program program = {
	.name = "synth",
	.about = "Write artificial children's records as the extracts that services send",
	.operands = "",
	.options = specs,
	.option_count = sizeof specs / sizeof *specs,
	.omits = OMIT_PREAMBLE | OMIT_PARTIAL | OMIT_TMPDIR | OMIT_OUTPUT,
};

static void directory_make(const char *path)
{
	struct stat status;
	if (mkdir(path, 0700) == 0)
		return;
	if (errno != EEXIST)
		fail_errno(EXIT_IO, "%s: cannot make the directory", path);
	if (stat(path, &status) != 0 || !S_ISDIR(status.st_mode))
		fail(EXIT_IO, "%s: not a directory", path);
}

int main(int argc, char **argv)
{
	program_start(&program, argc, argv);
	if (!options.directory)
		usage_fail("--directory must be given");
	struct population p = {.seed = options.seed};
	struct arena arena = {0};
	if (!day_parse(text_of(options.on), &p.on))
		usage_fail("--on must be a date as YYYY-MM-DD");
	likelihoods_read(&p.likelihoods, &arena, options.rates);
	directory_make(options.directory);
	population_make(&p, options.children);

	struct records records;
	records_start(&records, &p, options.directory, 0);
	records_census(&records);
	records_cin(&records);
	records_cla(&records);
	records_gp(&records);
	records_ecds(&records);
	notice("%zu children, %llu records", p.child_count, (unsigned long long)records.total);
	records_end(&records);
	population_free(&p);
	arena_free(&arena);
	return program_finish();
}
