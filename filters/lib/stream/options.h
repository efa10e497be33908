#ifndef JIGSAW_STREAM_OPTIONS_H
#define JIGSAW_STREAM_OPTIONS_H

#include "base/text.h"

/*
 * Parses the command line. A filter lists its own options; the common ones are
 * added here, so a letter means the same everywhere:
 *
 *   -o --output FILE   --receipt FILE   --partial   --preamble FILE
 *   --tmpdir DIR       --progress   -q --quiet   -h --help   -V --version
 *
 * Names must be exact (no prefixes), operands and options may be mixed, `--`
 * ends the options. A mistake is one line on stderr and exit 2.
 *
 * A program that does several jobs has a verb for each, its first operand. A
 * verb lists its own options; an option of another verb is refused.
 */

enum option_kind {
	OPTION_FLAG,   /* into bool */
	OPTION_STRING, /* into const char *; giving it twice is exit 2 */
	OPTION_LIST,   /* into struct string_list; may be repeated */
	OPTION_NUMBER, /* into uint64_t, within minimum..maximum */
};

struct string_list {
	const char **at;
	size_t count, capacity;
};

struct option_spec {
	char letter; /* 0: none */
	const char *name;
	enum option_kind kind;
	void *into;
	const char *argument; /* shown in --help: FILE, N, NAME */
	const char *help;
	uint64_t minimum, maximum; /* OPTION_NUMBER; both 0: any */
};

struct common;

struct verb {
	const char *name;
	int (*run)(const struct common *common); /* returns the exit status */
	const char *operands;                    /* after the verb: "[FILE]", "FILE..." */
	size_t least_operands, most_operands;    /* without the verb */
	/* One name in the lists of two verbs must be of one kind and have one `into`. */
	const struct option_spec *options;
	size_t option_count;
	bool takes_command; /* what follows `--` is a command, not operands */
};

struct program {
	const char *name;
	const char *about;    /* one sentence, no full stop */
	const char *operands; /* "[FILE]", "FILE...", "" */
	const struct option_spec *options;
	size_t option_count;
	size_t least_operands, most_operands;
	const struct verb *verbs; /* or NULL; they then say how many operands */
	size_t verb_count;
	unsigned omits; /* OMIT_* */
};

/* Common options that make no sense for a program are not offered. */
#define OMIT_PREAMBLE 1u /* --preamble: for filters that need whole streams */
#define OMIT_PARTIAL 2u  /* --partial */
#define OMIT_TMPDIR 4u   /* --tmpdir */
#define OMIT_OUTPUT 8u   /* -o */

struct common {
	const char *output;   /* NULL: standard output */
	const char *receipt;  /* NULL: none */
	const char *preamble; /* --preamble FILE, or NULL */
	const char *tmpdir;   /* --tmpdir, else TMPDIR, else /tmp */
	bool partial, progress, quiet;
	const char **operands; /* without the verb */
	size_t operand_count;
	char **command; /* after `--`, NULL-terminated; NULL when none */
};

/* Does everything that comes before a filter's own work: umask 077, no core
 * dumps, descriptors 0-2 open, error_start(), parsing, --help and --version
 * (which exit 0). The result is owned by the library. */
const struct common *program_start(const struct program *program, int argc, char **argv);

/* What main() returns at its end: gives the outputs their names and writes the
 * receipt; when either fails, no output is left. Returns EXIT_DONE. */
int program_finish(void);

/* main() of a program with verbs: program_start(), the verb that was named, its
 * receipt. Returns what the verb returned. */
int program_run(const struct program *program, int argc, char **argv);

/* The operand at `index`, or NULL for standard input ("-" or none). */
const char *operand_path(const struct common *common, size_t index);

/* fail(EXIT_USAGE, ...) with the hint "try NAME --help". */
_Noreturn void usage_fail(const char *format, ...) __attribute__((format(printf, 1, 2)));

extern const char jigsaw_version[];

#endif
