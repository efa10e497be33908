#include "base/process.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

void process_harden(void)
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
