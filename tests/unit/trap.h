#ifndef JIGSAW_TEST_TRAP_H
#define JIGSAW_TEST_TRAP_H

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/error.h"

/* For tests and fuzzers of code that refuses: with error_trap = trap, a refusal
 * comes back to `if (setjmp(failed))` and has left its status and message. */
static jmp_buf failed;
static int failure_wanted;  /* when set, any other exit status aborts */
static int failure;         /* the exit status */
static char complaint[512]; /* the exit status, a blank, the message */

static inline void trap(int status, const char *message)
{
	if (!*message || (failure_wanted && status != failure_wanted))
		abort();
	failure = status;
	snprintf(complaint, sizeof complaint, "%d %s", status, message);
	longjmp(failed, 1);
}

#endif
