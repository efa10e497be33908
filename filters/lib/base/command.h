#ifndef JIGSAW_BASE_COMMAND_H
#define JIGSAW_BASE_COMMAND_H

#include <sys/types.h>

/*
 * A foreign program between two ends of a stream. It is told to end when this
 * process does, however that comes about, so that it never takes a run that
 * failed for one that is over.
 */

struct command {
	pid_t pid;
	int output; /* its standard output, to be read to the end */
};

/* Runs argv (NULL-terminated, looked up in PATH) with the descriptor `input`
 * as standard input. What cannot be started is exit 74. */
void command_start(struct command *c, char *const *argv, int input);

/* Waits for its end. Any but success is exit 74: a filter that failed may
 * have written a part only. */
void command_end(struct command *c, char *const *argv);

#endif
