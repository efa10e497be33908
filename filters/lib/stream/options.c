#include "stream/options.h"

#include <getopt.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/error.h"
#include "base/process.h"
#include "stream/receipt.h"

#ifndef JIGSAW_VERSION
#error "JIGSAW_VERSION comes from the Makefile"
#endif

const char jigsaw_version[] = JIGSAW_VERSION;

enum { MOST_OPTIONS = 48 };

static struct common common;
static const struct verb *chosen; /* NULL for a program without verbs */
static bool help, version;

/* What one program offers: the options of its verbs, its own, the shared ones. */
struct offer {
	const struct option_spec *specs[MOST_OPTIONS];
	bool seen[MOST_OPTIONS];
	size_t count, of_verbs; /* the first `of_verbs` are only for verbs that list them */
};

static const struct option_spec shared[] = {
	{'o', "output", OPTION_STRING, &common.output, "FILE", "write FILE atomically", 0, 0},
	{0, "preamble", OPTION_STRING, &common.preamble, "FILE",
	 "read and write bare records; take the preamble from FILE", 0, 0},
	{0, "partial", OPTION_FLAG, &common.partial, NULL,
	 "accept damaged input and mark the output partial", 0, 0},
	{0, "tmpdir", OPTION_STRING, &common.tmpdir, "DIR",
	 "where temporary files go [TMPDIR or /tmp]", 0, 0},
	{0, "receipt", OPTION_STRING, &common.receipt, "FILE",
	 "append a JSON line about the run to FILE", 0, 0},
	{0, "progress", OPTION_FLAG, &common.progress, NULL, "show progress on stderr", 0, 0},
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

static void print_verb(const struct program *p, const struct verb *v)
{
	printf("%s %s %s%s\n", p->name, v->name, v->operands,
	       v->takes_command ? " -- COMMAND [ARGUMENT]..." : "");
	for (size_t i = 0; i < v->option_count; i++)
		print_option(&v->options[i]);
}

static void print_help(const struct program *p, const struct offer *offer)
{
	printf("Usage: %s%s [OPTION]...%s%s\n%s.\n\n", p->name, p->verbs ? " VERB" : "",
	       *p->operands ? " " : "", p->operands, p->about);
	for (size_t i = 0; i < p->verb_count; i++)
		print_verb(p, &p->verbs[i]);
	if (p->verbs)
		printf("\nWith every verb:\n");
	for (size_t i = offer->of_verbs; i < offer->count; i++)
		print_option(offer->specs[i]);
}

static const struct option_spec *find_option(const struct option_spec *const *specs, size_t count,
					     const char *name, size_t length)
{
	for (size_t i = 0; i < count; i++)
		if (strlen(specs[i]->name) == length && memcmp(specs[i]->name, name, length) == 0)
			return specs[i];
	return NULL;
}

static void offer_option(struct offer *offer, const struct option_spec *o)
{
	if (offer->count == MOST_OPTIONS)
		fail(EXIT_BUG, "too many options");
	offer->specs[offer->count++] = o;
}

static void offer_verb(struct offer *offer, const struct verb *v)
{
	for (size_t i = 0; i < v->option_count; i++) {
		const struct option_spec *o = &v->options[i];
		const struct option_spec *other =
			find_option(offer->specs, offer->count, o->name, strlen(o->name));
		if (!other)
			offer_option(offer, o);
		else if (other->kind != o->kind || other->into != o->into)
			fail(EXIT_BUG, "two verbs differ over --%s", o->name);
	}
}

static void collect(const struct program *p, struct offer *offer)
{
	for (size_t i = 0; i < p->verb_count; i++)
		offer_verb(offer, &p->verbs[i]);
	offer->of_verbs = offer->count;
	for (size_t i = 0; i < p->option_count; i++)
		offer_option(offer, &p->options[i]);
	for (size_t i = 0; i < sizeof shared / sizeof *shared; i++) {
		bool omitted = false;
		for (size_t j = 0; j < sizeof omittable / sizeof *omittable; j++)
			if (strcmp(shared[i].name, omittable[j].name) == 0)
				omitted = p->omits & omittable[j].omit;
		if (!omitted)
			offer_option(offer, &shared[i]);
	}
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
static void require_exact(const char *word, const struct offer *offer)
{
	size_t length = strcspn(word + 2, "=");

	if (!find_option(offer->specs, offer->count, word + 2, length))
		usage_fail("unknown option %.*s", (int)length + 2, word);
}

static void parse(int argc, char **argv, struct offer *offer)
{
	const struct option_spec *const *specs = offer->specs;
	struct option longs[MOST_OPTIONS + 1] = {0};
	size_t count = offer->count;
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
			require_exact(argv[word], offer);
		if (found == ':')
			usage_fail("%s takes an argument", argv[word]);
		size_t i = found >= 256 ? (size_t)(found - 256) : 0;
		while (found < 256 && i < count && specs[i]->letter != found)
			i++;
		if (found == '?' || i >= count)
			usage_fail("unknown option or argument: %s", argv[word]);
		store(specs[i], optarg, &offer->seen[i]);
	}
}

_Noreturn static void refuse_verb(const struct program *p, const char *name)
{
	struct buffer names = {0};

	for (size_t i = 0; i < p->verb_count; i++) {
		buffer_string(&names, i == 0 ? "" : i + 1 < p->verb_count ? ", " : " or ");
		buffer_string(&names, p->verbs[i].name);
	}
	buffer_byte(&names, '\0');
	if (!name)
		usage_fail("the verb is %s", names.at);
	usage_fail("unknown verb %s: the verb is %s", name, names.at);
}

/* An option of another verb would be ignored: refused instead. */
static void choose_verb(const struct program *p, const struct offer *offer)
{
	const char *name = common.operand_count ? common.operands[0] : NULL;

	for (size_t i = 0; name && i < p->verb_count && !chosen; i++)
		if (strcmp(p->verbs[i].name, name) == 0)
			chosen = &p->verbs[i];
	if (!chosen)
		refuse_verb(p, name);
	common.operands++;
	common.operand_count--;
	for (size_t i = 0; i < offer->of_verbs; i++) {
		bool listed = false;
		for (size_t j = 0; j < chosen->option_count; j++)
			listed |= strcmp(chosen->options[j].name, offer->specs[i]->name) == 0;
		if (offer->seen[i] && !listed)
			usage_fail("%s does not take --%s", chosen->name, offer->specs[i]->name);
	}
}

/* What follows `--`. */
static void take_rest(int argc, char **argv)
{
	if (chosen && chosen->takes_command) {
		if (optind >= argc)
			usage_fail("%s needs a command after --", chosen->name);
		common.command = argv + optind;
		return;
	}
	while (optind < argc)
		common.operands[common.operand_count++] = argv[optind++];
}

const struct common *program_start(const struct program *p, int argc, char **argv)
{
	struct offer offer = {.count = 0};

	process_harden();
	error_start(p->name);
	collect(p, &offer);
	parse(argc, argv, &offer);
	if (help || version) {
		if (help)
			print_help(p, &offer);
		else
			printf("%s (Jigsaw) %s\n", p->name, jigsaw_version);
		if (fflush(stdout) != 0 || fclose(stdout) != 0)
			fail_errno(EXIT_IO, "stdout: cannot write");
		exit(EXIT_DONE);
	}
	error_quiet(common.quiet);
	if (p->verbs)
		choose_verb(p, &offer);
	take_rest(argc, argv);
	if (common.operand_count < (chosen ? chosen->least_operands : p->least_operands))
		usage_fail("too few operands");
	if (common.operand_count > (chosen ? chosen->most_operands : p->most_operands))
		usage_fail("too many operands");
	if (!common.tmpdir)
		common.tmpdir = getenv("TMPDIR");
	if (!common.tmpdir || !*common.tmpdir)
		common.tmpdir = "/tmp";
	if (!common.quiet && isatty(STDERR_FILENO))
		common.progress = true;
	for (size_t i = 0; i < offer.count; i++)
		if (offer.seen[i] && !common.receipt && strcmp(offer.specs[i]->name, "inside") == 0)
			common.receipt = receipt_of_inside();
	receipt_start(&common);
	return &common;
}

static int finish(int status)
{
	outputs_commit();
	receipt_finish(status);
	outputs_settle();
	return status;
}

int program_finish(void)
{
	return finish(EXIT_DONE);
}

int program_run(const struct program *p, int argc, char **argv)
{
	const struct common *c = program_start(p, argc, argv);

	return finish(chosen->run(c));
}

const char *operand_path(const struct common *c, size_t index)
{
	if (index >= c->operand_count || strcmp(c->operands[index], "-") == 0)
		return NULL;
	return c->operands[index];
}
