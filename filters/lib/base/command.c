#include "base/command.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/error.h"

static _Noreturn void become(char *const *argv, int input, int output, int complaint, pid_t parent)
{
	prctl(PR_SET_PDEATHSIG, SIGTERM);
	if (getppid() != parent)
		_exit(EXIT_IO);
	if (dup2(input, 0) >= 0 && dup2(output, 1) >= 0)
		execvp(argv[0], argv);
	int error = errno;
	if (write(complaint, &error, sizeof error) < 0)
		_exit(EXIT_BUG);
	_exit(EXIT_IO);
}

void command_start(struct command *c, char *const *argv, int input)
{
	int output[2], complaint[2], error;
	pid_t parent = getpid();

	if (pipe2(output, O_CLOEXEC) < 0 || pipe2(complaint, O_CLOEXEC) < 0)
		fail_errno(EXIT_IO, "pipe");
	c->pid = fork();
	if (c->pid < 0)
		fail_errno(EXIT_IO, "fork");
	if (c->pid == 0)
		become(argv, input, output[1], complaint[1], parent);
	close(output[1]);
	close(complaint[1]);
	c->output = output[0];
	if (read(complaint[0], &error, sizeof error) == sizeof error) {
		errno = error;
		fail_errno(EXIT_IO, "%s", argv[0]);
	}
	close(complaint[0]);
}

void command_end(struct command *c, char *const *argv)
{
	int status;

	while (waitpid(c->pid, &status, 0) < 0)
		if (errno != EINTR)
			fail_errno(EXIT_IO, "%s", argv[0]);
	if (WIFSIGNALED(status))
		fail(EXIT_IO, "%s was killed by signal %d", argv[0], WTERMSIG(status));
	if (WEXITSTATUS(status) != 0)
		fail(EXIT_IO, "%s exited with status %d", argv[0], WEXITSTATUS(status));
}
