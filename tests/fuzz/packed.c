/* A file as received from arbitrary bytes: whatever they are packed with, it
 * ends with bytes or a refusal, the same from a file and from a pipe. */
#include <stdlib.h>
#include <unistd.h>

#include "read/received.h"
#include "trap.h"
#include "trial.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void attempt(struct buffer *out, const char *path)
{
	static struct received f;
	char some[997], sha256[65];
	size_t n;

	if (setjmp(failed) == 0) {
		received_open(&f, path, &(struct received_how){.tmpdir = "/tmp", .every = true});
		while (received_next(&f)) {
			buffer_string(out, f.member ? f.member : "");
			while ((n = received_read(&f, some, sizeof some)) > 0)
				buffer_add(out, some, n);
		}
		received_digest(&f, sha256);
		buffer_string(out, sha256);
	} else {
		buffer_string(out, "refused");
	}
	received_close(&f);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct buffer file = {0}, pipe_read = {0};
	char path[64];
	int ends[2];

	if (size > 60000 || pipe(ends) != 0)
		return 0;
	error_trap = trap;
	failure_wanted = EXIT_DATA;
	received_limits.unpacked = 4 << 20;
	attempt(&file, file_of((struct text){(const char *)data, size}));
	if (write(ends[1], data, size) != (ssize_t)size)
		abort();
	close(ends[1]);
	snprintf(path, sizeof path, "/proc/self/fd/%d", ends[0]);
	attempt(&pipe_read, path);
	if (!text_equal(buffer_text(&file), buffer_text(&pipe_read)))
		abort();
	close(ends[0]);
	buffer_free(&file);
	buffer_free(&pipe_read);
	return 0;
}
