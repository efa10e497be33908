#ifndef JIGSAW_BASE_COMMAND_H
#define JIGSAW_BASE_COMMAND_H

#include <sys/types.h>

/*
 * Runs an external program on the records of a stream. The program is killed
 * when this process ends for any reason, so it cannot mistake a failed run for
 * the end of its input.
 */

struct command {
	pid_t pid;
	int output; /* its standard output, to be read to the end */
};

/* Runs argv (NULL-terminated, looked up in PATH) with the descriptor `input`
 * as standard input. Failure to start is exit 74. */
void command_start(struct command *c, char *const *argv, int input);

/* Waits for its end. Anything but success is exit 74: a program that failed
 * may have written only a part. */
void command_end(struct command *c, char *const *argv);

#endif
