#include <archive.h>
#include <archive_entry.h>
#include <fnmatch.h>
#include <unistd.h>

#include "read/received.h"
#include "stream/error.h"

enum { BLOCK = 64 << 10 };

static struct place here(const struct received *f)
{
	return (struct place){.file = f->name};
}

static _Noreturn void unpack_fail(const struct received *f)
{
	const char *why = archive_error_string(f->archive);

	fail_at(EXIT_DATA, here(f), NULL, "cannot be unpacked (%s)", why ? why : "damaged");
}

static la_ssize_t feed(struct archive *a, void *context, const void **bytes)
{
	struct received *f = context;

	(void)a;
	if (f->block_end == 0 && !f->drained)
		f->block_end = received_raw(f, f->block, BLOCK);
	size_t n = f->block_end;

	*bytes = f->block;
	f->block_end = 0;
	f->drained = f->drained || n == 0;
	return (la_ssize_t)n;
}

static void archive_start(struct received *f)
{
	struct archive *a = archive_read_new();

	if (!a)
		fail(EXIT_IO, "out of memory");
	f->archive = a;
	if (f->packing == PACKING_GZIP) {
		archive_read_support_filter_gzip(a);
		archive_read_support_format_raw(a);
		archive_read_support_format_empty(a);
		if (archive_read_open(a, f, NULL, feed, NULL) != ARCHIVE_OK)
			unpack_fail(f);
		return;
	}
	archive_read_support_format_zip_seekable(a);
	if (lseek(f->again, 0, SEEK_SET) != 0)
		fail_errno(EXIT_IO, "%s", f->path ? f->path : "stdin");
	if (archive_read_open_fd(a, f->again, BLOCK) != ARCHIVE_OK)
		unpack_fail(f);
}

static bool name_climbs(const char *name)
{
	if (name[0] == '/' || name[0] == '\\' || (name[0] && name[1] == ':'))
		return true;
	for (const char *part = name; *part; part += *part != 0) {
		size_t length = strcspn(part, "/\\");

		if (length == 2 && part[0] == '.' && part[1] == '.')
			return true;
		part += length;
	}
	return false;
}

/* The next entry and its name, or NULL at the end. */
static const char *entry_next(struct received *f, struct archive_entry **entry)
{
	int status = archive_read_next_header(f->archive, entry);

	if (status == ARCHIVE_EOF)
		return NULL;
	if (status != ARCHIVE_OK && status != ARCHIVE_WARN)
		unpack_fail(f);
	const char *name = archive_entry_pathname(*entry);

	if (!name)
		name = archive_entry_pathname_utf8(*entry);
	if (!name)
		fail_at(EXIT_DATA, here(f), NULL, "an entry's name cannot be read");
	return name;
}

static bool entry_wanted(const struct received *f, struct archive_entry *entry, const char *name)
{
	return archive_entry_filetype(entry) == AE_IFREG &&
	       (!f->member || fnmatch(f->member, name, 0) == 0);
}

static void zip_check(struct received *f)
{
	struct archive_entry *entry;
	const char *name;
	uint64_t entries = 0, wanted = 0;

	while ((name = entry_next(f, &entry))) {
		if (++entries > received_limits.members)
			fail_at(EXIT_DATA, here(f), NULL, "holds more than %llu entries",
				(unsigned long long)received_limits.members);
		if (name_climbs(name))
			fail_at(EXIT_DATA, here(f), NULL,
				"entry %llu has an absolute name or one with `..`",
				(unsigned long long)entries);
		if (strcmp(name, "[Content_Types].xml") == 0)
			fail_at(EXIT_DATA, here(f), NULL,
				"is a workbook or document, not a zip file of data: save it as "
				"CSV");
		if (!entry_wanted(f, entry, name))
			continue;
		if (archive_entry_is_encrypted(entry))
			fail_at(EXIT_DATA, here(f), NULL, "is encrypted: unpack it first");
		wanted++;
	}
	if (wanted == 0)
		fail_at(EXIT_DATA, here(f), NULL, "holds no file%s",
			f->member ? " that fits --member" : "");
	if (wanted > 1 && !f->member)
		fail_at(EXIT_DATA, here(f), NULL, "holds %llu files: pick with --member",
			(unsigned long long)wanted);
}

void unpack_open(struct received *f)
{
	struct archive_entry *entry;

	archive_start(f);
	if (f->packing == PACKING_GZIP) {
		f->nothing = !entry_next(f, &entry);
		return;
	}
	zip_check(f);
	archive_read_free(f->archive);
	archive_start(f);
}

bool unpack_next(struct received *f)
{
	struct archive_entry *entry;
	const char *name;

	do {
		name = entry_next(f, &entry);
		if (!name)
			return false;
	} while (!entry_wanted(f, entry, name));

	struct buffer full = {0};

	buffer_string(&full, f->path ? f->path : "stdin");
	buffer_byte(&full, '/');
	for (; *name; name++)
		buffer_byte(&full, (unsigned char)*name < 0x20 || *name == 0x7f ? '?' : *name);
	f->name = text_string(&f->arena, buffer_text(&full));
	buffer_free(&full);
	return true;
}

size_t unpack_read(struct received *f, char *into, size_t room)
{
	la_ssize_t got = f->nothing ? 0 : archive_read_data(f->archive, into, room);

	if (got < 0)
		unpack_fail(f);
	f->unpacked += (uint64_t)got;
	if (f->unpacked > received_limits.unpacked)
		fail_at(EXIT_DATA, here(f), NULL, "unpacks to more than %llu bytes",
			(unsigned long long)received_limits.unpacked);
	if (f->unpacked > received_limits.ratio_from &&
	    f->unpacked / received_limits.ratio > f->bytes)
		fail_at(EXIT_DATA, here(f), NULL, "unpacks to more than %llu times its size",
			(unsigned long long)received_limits.ratio);
	return (size_t)got;
}

void unpack_close(struct received *f)
{
	if (f->archive)
		archive_read_free(f->archive);
	f->archive = NULL;
}
