#ifndef JIGSAW_BASE_ERROR_H
#define JIGSAW_BASE_ERROR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Error messages and exit codes. A message names the program, file, line, column
 * and rule, but never a value: values are about people.
 *
 * A filter that fails exits at once and writes no trailer, so its partial output
 * cannot pass for a whole stream.
 */

enum exit_code {
	EXIT_DONE = 0,
	EXIT_CONDITION = 1, /* a check's condition is not met (check verbs only) */
	EXIT_USAGE = 2,
	EXIT_DATA = 65,   /* data, seal or ledger */
	EXIT_BUG = 70,    /* cannot happen */
	EXIT_IO = 74,     /* reading, writing, memory */
	EXIT_POLICY = 77, /* refused by level, role, agreement or rule */
	EXIT_CONFIG = 78, /* schema, model, key, side file */
};

/* The place that a message is about. `file` is as the user gave it (NULL: standard
 * input); line 0 and column NULL are left out of the message. Borrowed. */
struct place {
	const char *file;
	uint64_t line;
	const char *column;
};

/* Sets the name that starts every message. `name` must outlive the process. */
void error_start(const char *name);
const char *error_program(void);

/* --quiet silences notice(); errors are never silenced. */
void error_quiet(int quiet);

/* `PROGRAM: MESSAGE` on stderr, then the exit hooks, then exit(status). */
_Noreturn void fail(enum exit_code status, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* The same with `: STRERROR` from errno at the end. */
_Noreturn void fail_errno(enum exit_code status, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* `PROGRAM: FILE:LINE: COLUMN: MESSAGE (rule RULE)`; rule may be NULL. */
_Noreturn void fail_at(enum exit_code status, struct place place, const char *rule,
		       const char *format, ...) __attribute__((format(printf, 4, 5)));

/* `PROGRAM: MESSAGE` on stderr, unless --quiet. */
void notice(const char *format, ...) __attribute__((format(printf, 1, 2)));

/*
 * A record-level complaint that does not stop the run. The first ten of a rule
 * are printed in the form of fail_at(); complain_end() prints for each rule
 * that had more how many there were in all. `rule` must be a string literal.
 */
void complain(struct place place, const char *rule, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
void complain_end(void);

/* Calls hook(context, status) when the process fails through fail*(), in the
 * reverse order of registration: removing temporary files, closing a receipt. */
void error_on_fail(void (*hook)(void *context, int status), void *context);

/* Calls work(context). When it fails with EXIT_DATA, the hooks that it has registered
 * are called, what it held in memory is lost, and this returns false with the message
 * (not the program's name). Not to be nested. */
bool error_catch(void (*work)(void *context), void *context, char *message, size_t room);

/* For unit tests and fuzzers: when set, called instead of exit(); it must not
 * return (longjmp). The message has been formatted but not printed. */
extern void (*error_trap)(int status, const char *message);

#endif
