/*
 * synth: nothing in; artificial children's records out, as the files that
 * services send. Memory: O(entities).
 */
#include <errno.h>
#include <sys/stat.h>

#include "synth/records.h"

static struct {
	uint64_t children, seed, canaries;
	const char *on, *rates, *directory, *sectors;
} options = {.children = 1000, .seed = 1, .on = "2025-01-16"};

static const struct option_spec specs[] = {
	{0, "children", OPTION_NUMBER, &options.children, "N", "how many children (1000)", 1,
	 5000000},
	{0, "seed", OPTION_NUMBER, &options.seed, "N", "seed of the random numbers (1)", 0, 0},
	{0, "sectors", OPTION_STRING, &options.sectors, "LIST",
	 "births,deaths,chis,gp,ecds,hes,csds,census,sen2,ehe,cin,cla,areas (all)", 0, 0},
	{0, "canaries", OPTION_NUMBER, &options.canaries, "N",
	 "list the records of N children in canaries.tsv", 1, 5000000},
	{0, "on", OPTION_STRING, &options.on, "DATE", "reference date, YYYY-MM-DD (2025-01-16)", 0,
	 0},
	{0, "rates", OPTION_STRING, &options.rates, "FILE", "rates that replace built-in ones", 0,
	 0},
	{'d', "directory", OPTION_STRING, &options.directory, "DIR",
	 "where the files go (required)", 0, 0},
};

static const struct sector {
	const char *name;
	void (*write)(struct records *w);
} sectors[] = {
	{"births", records_births}, {"deaths", records_deaths}, {"chis", records_chis},
	{"gp", records_gp},         {"ecds", records_ecds},     {"hes", records_hes},
	{"csds", records_csds},     {"census", records_census}, {"sen2", records_sen2},
	{"ehe", records_ehe},       {"cin", records_cin},       {"cla", records_cla},
	{"areas", records_areas},
};
enum { SECTORS = sizeof sectors / sizeof *sectors };

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

/* Marks the sectors of --sectors, or all. */
static void sectors_choose(bool chosen[SECTORS])
{
	struct text name, rest = options.sectors ? text_of(options.sectors) : TEXT_NONE;

	for (size_t i = 0; i < SECTORS; i++)
		chosen[i] = !options.sectors;
	while (options.sectors && text_cut(&rest, ',', &name)) {
		size_t i = 0;
		while (i < SECTORS && !text_is(name, sectors[i].name))
			i++;
		if (i == SECTORS)
			usage_fail("--sectors: unknown sector %.*s", (int)name.length, name.at);
		if (chosen[i])
			usage_fail("--sectors: %s is listed twice", sectors[i].name);
		chosen[i] = true;
	}
}

static void check_options(struct population *p)
{
	struct date on;

	if (!options.directory)
		usage_fail("--directory is required");
	if (!date_read(text_of(options.on), &on))
		usage_fail("--on must be a date as YYYY-MM-DD");
	if (options.canaries > options.children)
		usage_fail("--canaries must not be more than --children");
	p->seed = options.seed;
	p->on = date_days(on);
}

int main(int argc, char **argv)
{
	bool chosen[SECTORS];
	struct arena arena = {0};
	struct population p = {.seed = 0};
	struct records records;

	program_start(&program, argc, argv);
	check_options(&p);
	sectors_choose(chosen);
	likelihoods_read(&p.likelihoods, &arena, options.rates);
	directory_make(options.directory);
	population_make(&p, options.children);
	records_start(&records, &p, options.directory, options.canaries);
	for (size_t i = 0; i < SECTORS; i++)
		if (chosen[i])
			sectors[i].write(&records);
	notice("%zu children, %llu records", p.child_count, (unsigned long long)records.total);
	records_end(&records);
	population_free(&p);
	arena_free(&arena);
	return program_finish();
}
