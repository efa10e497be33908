#include "base/error.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void (*error_trap)(int status, const char *message);

static const char *program = "jigsaw";
static int quiet;

enum { HOOKS = 32, RULES = 64, SHOWN = 10, MESSAGE = 2048 };

static struct {
	void (*call)(void *context, int status);
	void *context;
} hooks[HOOKS];
static int hook_count;

static struct {
	const char *rule;
	uint64_t count;
} rules[RULES];
static int rule_count;

void error_start(const char *name)
{
	program = name;
}

const char *error_program(void)
{
	return program;
}

void error_quiet(int on)
{
	quiet = on;
}

void error_on_fail(void (*hook)(void *context, int status), void *context)
{
	if (hook_count == HOOKS)
		fail(EXIT_BUG, "too many exit hooks");
	hooks[hook_count].call = hook;
	hooks[hook_count++].context = context;
}

static struct {
	jmp_buf back;
	char *message; /* NULL: nothing is caught */
	size_t room;
	int hooks; /* that were registered before */
} caught;

static void call_hooks(int from, int status)
{
	while (hook_count > from) {
		hook_count--;
		hooks[hook_count].call(hooks[hook_count].context, status);
	}
}

bool error_catch(void (*work)(void *context), void *context, char *message, size_t room)
{
	caught.message = message;
	caught.room = room;
	caught.hooks = hook_count;
	bool done = setjmp(caught.back) == 0;

	if (done)
		work(context);
	caught.message = NULL;
	return done;
}

static _Noreturn void finish(int status, const char *message)
{
	if (caught.message && status == EXIT_DATA) {
		snprintf(caught.message, caught.room, "%s", message);
		call_hooks(caught.hooks, status);
		longjmp(caught.back, 1);
	}
	if (error_trap) {
		hook_count = 0;
		error_trap(status, message);
	}
	complain_end();
	fprintf(stderr, "%s: %s\n", program, message);
	call_hooks(0, status);
	exit(status);
}

void fail(enum exit_code status, const char *format, ...)
{
	char message[MESSAGE];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(message, sizeof message, format, arguments);
	va_end(arguments);
	finish((int)status, message);
}

void fail_errno(enum exit_code status, const char *format, ...)
{
	char message[MESSAGE];
	int error = errno;
	va_list arguments;

	va_start(arguments, format);
	int length = vsnprintf(message, sizeof message, format, arguments);
	va_end(arguments);
	if (length >= 0 && (size_t)length < sizeof message)
		snprintf(message + length, sizeof message - (size_t)length, ": %s",
			 strerror(error));
	finish((int)status, message);
}

__attribute__((format(printf, 5, 0))) static void describe(char *message, size_t size,
							   struct place place, const char *rule,
							   const char *format, va_list arguments)
{
	char text[MESSAGE / 2], line[24] = "";

	vsnprintf(text, sizeof text, format, arguments);
	if (place.line)
		snprintf(line, sizeof line, ":%llu", (unsigned long long)place.line);
	snprintf(message, size, "%s%s: %s%s%s%s%s%s", place.file ? place.file : "stdin", line,
		 place.column ? place.column : "", place.column ? ": " : "", text,
		 rule ? " (rule " : "", rule ? rule : "", rule ? ")" : "");
}

void fail_at(enum exit_code status, struct place place, const char *rule, const char *format, ...)
{
	char message[MESSAGE];
	va_list arguments;

	va_start(arguments, format);
	describe(message, sizeof message, place, rule, format, arguments);
	va_end(arguments);
	finish((int)status, message);
}

void notice(const char *format, ...)
{
	va_list arguments;

	if (quiet)
		return;
	char message[MESSAGE];
	va_start(arguments, format);
	vsnprintf(message, sizeof message, format, arguments);
	va_end(arguments);
	fprintf(stderr, "%s: %s\n", program, message);
}

void complain(struct place place, const char *rule, const char *format, ...)
{
	int i = 0;

	while (i < rule_count && strcmp(rules[i].rule, rule) != 0)
		i++;
	if (i == RULES)
		fail(EXIT_BUG, "too many rules");
	if (i == rule_count)
		rules[rule_count++].rule = rule;
	if (rules[i].count++ >= SHOWN)
		return;
	char message[MESSAGE];
	va_list arguments;
	va_start(arguments, format);
	describe(message, sizeof message, place, rule, format, arguments);
	va_end(arguments);
	fprintf(stderr, "%s: %s\n", program, message);
}

void complain_end(void)
{
	for (int i = 0; i < rule_count; i++)
		if (rules[i].count > SHOWN)
			fprintf(stderr, "%s: rule %s: %llu in all, %d shown\n", program,
				rules[i].rule, (unsigned long long)rules[i].count, SHOWN);
	rule_count = 0;
	memset(rules, 0, sizeof rules);
}
