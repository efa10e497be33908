#include "base/spool.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

enum { FULL = 256 << 10 };

void spool_start(struct spool *s, const char *tmpdir)
{
	*s = (struct spool){0};
	buffer_string(&s->buffer, tmpdir);
	buffer_add(&s->buffer, "/jigsaw.XXXXXX", 15);
	s->fd = mkostemp(s->buffer.at, O_CLOEXEC);
	if (s->fd < 0)
		fail_errno(EXIT_IO, "%s", tmpdir);
	unlink(s->buffer.at);
	buffer_reset(&s->buffer);
}

static void flush(struct spool *s)
{
	for (size_t done = 0; done < s->buffer.length;) {
		ssize_t wrote = write_hook(s->fd, s->buffer.at + done, s->buffer.length - done);
		if (wrote < 0 && errno != EINTR)
			fail_errno(EXIT_IO, "temporary file");
		done += wrote > 0 ? (size_t)wrote : 0;
	}
	buffer_reset(&s->buffer);
}

void spool_add(struct spool *s, struct text bytes)
{
	buffer_text_add(&s->buffer, bytes);
	if (s->buffer.length >= FULL)
		flush(s);
}

void spool_line(struct spool *s, struct text line)
{
	buffer_text_add(&s->buffer, line);
	spool_add(s, TEXT("\n"));
}

int spool_read(struct spool *s)
{
	flush(s);
	if (lseek(s->fd, 0, SEEK_SET) < 0)
		fail_errno(EXIT_IO, "temporary file");
	return s->fd;
}

void spool_copy(struct spool *s, struct output *o)
{
	ssize_t got;

	spool_read(s);
	do {
		buffer_room(&o->buffer, FULL);
		got = read(s->fd, o->buffer.at + o->buffer.length, FULL);
		if (got < 0 && errno != EINTR)
			fail_errno(EXIT_IO, "temporary file");
		o->buffer.length += got > 0 ? (size_t)got : 0;
		output_flush(o);
	} while (got != 0);
}

void spool_free(struct spool *s)
{
	close(s->fd);
	buffer_free(&s->buffer);
	s->fd = -1;
}
