#include "stream/options.h"

#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "stream/receipt.h"

#ifndef JIGSAW_VERSION
#error "JIGSAW_VERSION comes from the Makefile"
#endif

const char jigsaw_version[] = JIGSAW_VERSION;

enum { MOST_OPTIONS = 48 };

static struct common common;
static bool help, version;

static const struct option_spec shared[] = {
	{'o', "output", OPTION_STRING, &common.output, "FILE", "write there, whole or not at all",
	 0, 0},
	{0, "preamble", OPTION_STRING, &common.preamble, "FILE",
	 "bare records in and out, the preamble from FILE", 0, 0},
	{0, "partial", OPTION_FLAG, &common.partial, NULL,
	 "accept damaged input, mark the output partial", 0, 0},
	{0, "tmpdir", OPTION_STRING, &common.tmpdir, "DIR", "temporary files [TMPDIR or /tmp]", 0,
	 0},
	{0, "receipt", OPTION_STRING, &common.receipt, "FILE", "append a JSON line about the run",
	 0, 0},
	{0, "progress", OPTION_FLAG, &common.progress, NULL, "tell of long work on stderr", 0, 0},
	{'q', "quiet", OPTION_FLAG, &common.quiet, NULL, "no notices", 0, 0},
	{'h', "help", OPTION_FLAG, &help, NULL, "print this and exit", 0, 0},
	{'V', "version", OPTION_FLAG, &version, NULL, "print the version and exit", 0, 0},
};

static const struct {
	const char *name;
	unsigned omit;
} omittable[] = {{"preamble", OMIT_PREAMBLE},
		 {"partial", OMIT_PARTIAL},
		 {"tmpdir", OMIT_TMPDIR},
		 {"output", OMIT_OUTPUT}};

void usage_fail(const char *format, ...)
{
	char message[512];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(message, sizeof message, format, arguments);
	va_end(arguments);
	fail(EXIT_USAGE, "%s; try %s --help", message, error_program());
}

static void print_option(const struct option_spec *o)
{
	char left[64], letter[8] = "    ";

	if (o->letter)
		snprintf(letter, sizeof letter, "-%c, ", o->letter);
	snprintf(left, sizeof left, "%s--%s%s%s", letter, o->name, o->argument ? " " : "",
		 o->argument ? o->argument : "");
	printf("  %-28s %s\n", left, o->help);
}

static void print_help(const struct program *p, const struct option_spec *const *specs,
		       size_t count)
{
	printf("Usage: %s [OPTION]...%s%s%s\n%s.\n\n", p->name, *p->operands ? " " : "",
	       p->operands, p->takes_command ? " -- COMMAND [ARGUMENT]..." : "", p->about);
	for (size_t i = 0; i < count; i++)
		print_option(specs[i]);
}

/* fail() may not be used before standard error is sure to be one's own. */
static void harden(void)
{
	struct rlimit none = {0, 0};

	for (int fd = 0; fd <= 2; fd++)
		if (fcntl(fd, F_GETFD) < 0 && errno == EBADF) {
			/* Open it the wrong way round, so that using it fails. */
			int opened = open("/dev/null", fd == 0 ? O_WRONLY : O_RDONLY);
			if (opened >= 0 && opened != fd) {
				dup2(opened, fd);
				close(opened);
			}
		}
	umask(077);
	setrlimit(RLIMIT_CORE, &none);
#if !defined(__SANITIZE_ADDRESS__)
	prctl(PR_SET_DUMPABLE, 0);
#endif
}

static size_t collect(const struct program *p, const struct option_spec **specs)
{
	size_t count = 0;

	for (size_t i = 0; i < p->option_count; i++)
		specs[count++] = &p->options[i];
	for (size_t i = 0; i < sizeof shared / sizeof *shared; i++) {
		bool omitted = false;
		for (size_t j = 0; j < sizeof omittable / sizeof *omittable; j++)
			if (strcmp(shared[i].name, omittable[j].name) == 0)
				omitted = p->omits & omittable[j].omit;
		if (!omitted)
			specs[count++] = &shared[i];
	}
	if (count > MOST_OPTIONS)
		fail(EXIT_BUG, "too many options");
	return count;
}

static void store_number(const struct option_spec *o, const char *argument)
{
	uint64_t number;
	bool bounded = o->minimum || o->maximum;

	if (!text_u64(text_of(argument), &number))
		usage_fail("--%s takes a whole number", o->name);
	if (bounded && (number < o->minimum || number > o->maximum))
		usage_fail("--%s takes a number from %llu to %llu", o->name,
			   (unsigned long long)o->minimum, (unsigned long long)o->maximum);
	*(uint64_t *)o->into = number;
}

/* Lists live as long as the run, wherever their head is. */
static void store_element(struct string_list *list, const char *argument)
{
	static struct arena run;

	if (list->count == list->capacity) {
		size_t capacity = list->capacity ? list->capacity * 2 : 8;
		const char **grown = ARENA_ARRAY(&run, capacity, const char *);
		for (size_t i = 0; i < list->count; i++)
			grown[i] = list->at[i];
		list->at = grown;
		list->capacity = capacity;
	}
	list->at[list->count++] = argument;
}

static void store(const struct option_spec *o, const char *argument, bool *seen)
{
	if (*seen && o->kind != OPTION_LIST && o->kind != OPTION_FLAG)
		usage_fail("--%s given twice", o->name);
	*seen = true;
	switch (o->kind) {
	case OPTION_FLAG:
		*(bool *)o->into = true;
		break;
	case OPTION_STRING:
		*(const char **)o->into = argument;
		break;
	case OPTION_LIST:
		store_element(o->into, argument);
		break;
	case OPTION_NUMBER:
		store_number(o, argument);
		break;
	}
}

/* getopt_long accepts a prefix of a long name; a script that relies on one
 * would break when an option is added. */
static void require_exact(const char *word, const struct option_spec *const *specs, size_t count)
{
	size_t length = strcspn(word + 2, "=");

	for (size_t i = 0; i < count; i++)
		if (strlen(specs[i]->name) == length &&
		    memcmp(specs[i]->name, word + 2, length) == 0)
			return;
	usage_fail("unknown option %.*s", (int)length + 2, word);
}

static void parse(int argc, char **argv, const struct option_spec *const *specs, size_t count,
		  const struct program *p)
{
	struct option longs[MOST_OPTIONS + 1] = {0};
	bool seen[MOST_OPTIONS] = {false};
	char letters[2 * MOST_OPTIONS + 4] = "-:";
	size_t at = 2;

	for (size_t i = 0; i < count; i++) {
		bool takes = specs[i]->kind != OPTION_FLAG;
		longs[i] = (struct option){specs[i]->name, takes, NULL, 256 + (int)i};
		if (specs[i]->letter) {
			letters[at++] = specs[i]->letter;
			if (takes)
				letters[at++] = ':';
		}
	}
	common.operands = memory_take((size_t)argc * sizeof *common.operands);
	opterr = 0;
	for (;;) {
		int word = optind;
		int found = getopt_long(argc, argv, letters, longs, NULL);
		if (found == -1)
			break;
		if (found == 1) {
			common.operands[common.operand_count++] = optarg;
			continue;
		}
		if (strncmp(argv[word], "--", 2) == 0)
			require_exact(argv[word], specs, count);
		if (found == ':')
			usage_fail("%s takes an argument", argv[word]);
		size_t i = found >= 256 ? (size_t)(found - 256) : 0;
		while (found < 256 && i < count && specs[i]->letter != found)
			i++;
		if (found == '?' || i >= count)
			usage_fail("unknown option or argument: %s", argv[word]);
		store(specs[i], optarg, &seen[i]);
	}
	if (p->takes_command) {
		if (optind < argc)
			common.command = argv + optind;
		return;
	}
	while (optind < argc)
		common.operands[common.operand_count++] = argv[optind++];
}

const struct common *program_start(const struct program *p, int argc, char **argv)
{
	const struct option_spec *specs[2 * MOST_OPTIONS];

	harden();
	error_start(p->name);
	size_t count = collect(p, specs);
	parse(argc, argv, specs, count, p);
	if (help || version) {
		if (help)
			print_help(p, specs, count);
		else
			printf("%s (Jigsaw) %s\n", p->name, jigsaw_version);
		if (fflush(stdout) != 0 || fclose(stdout) != 0)
			fail_errno(EXIT_IO, "stdout: cannot write");
		exit(EXIT_DONE);
	}
	error_quiet(common.quiet);
	if (common.operand_count < p->least_operands)
		usage_fail("too few operands");
	if (common.operand_count > p->most_operands)
		usage_fail("too many operands");
	if (!common.tmpdir)
		common.tmpdir = getenv("TMPDIR");
	if (!common.tmpdir || !*common.tmpdir)
		common.tmpdir = "/tmp";
	if (!common.quiet && isatty(STDERR_FILENO))
		common.progress = true;
	receipt_start(&common);
	return &common;
}

int program_finish(void)
{
	receipt_finish(EXIT_DONE);
	return EXIT_DONE;
}

const char *operand_path(const struct common *c, size_t index)
{
	if (index >= c->operand_count || strcmp(c->operands[index], "-") == 0)
		return NULL;
	return c->operands[index];
}
