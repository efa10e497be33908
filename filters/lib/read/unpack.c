#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <fnmatch.h>
#include <unistd.h>

#include "base/error.h"
#include "read/member.h"
#include "read/received_internal.h"

enum { BLOCK = 64 << 10 };

static struct place here(const struct received *f)
{
	return (struct place){.file = f->name};
}

static _Noreturn void unpack_fail(const struct received *f)
{
	const char *why = archive_error_string(f->archive);

	if (f->archive_kind == PACKING_7Z &&
	    (f->encrypted || archive_read_has_encrypted_entries(f->archive) > 0))
		fail_at(EXIT_DATA, here(f), NULL,
			"is an encrypted 7z file, which cannot be read: unpack it first, or have "
			"it sent as a zip file with AES");
	if (f->encrypted && f->how.passphrase)
		fail_at(EXIT_DATA, here(f), NULL,
			"cannot be unpacked: the passphrase is wrong, or the file is damaged");
	fail_at(EXIT_DATA, here(f), NULL, "cannot be unpacked (%s)", why ? why : "damaged");
}

/* The file that can be read again, from a packed tar on. */
static size_t again_read(void *context, char *into, size_t room)
{
	struct received *f = context;
	ssize_t got;

	do
		got = read(f->again, into, room);
	while (got < 0 && errno == EINTR);
	if (got < 0)
		fail_errno(EXIT_IO, "%s", f->path ? f->path : "stdin");
	return (size_t)got;
}

static void reread(struct received *f, uint64_t from, char *into, size_t length)
{
	size_t got = 1;

	if (lseek(f->again, (off_t)from, SEEK_SET) < 0)
		fail_errno(EXIT_IO, "%s", f->path ? f->path : "stdin");
	for (; length > 0 && got > 0; into += got, length -= got)
		got = again_read(f, into, length);
}

static la_ssize_t feed(struct archive *a, void *context, const void **bytes)
{
	struct received *f = context;

	(void)a;
	*bytes = f->block;
	if (!packing_is_stream(f->packing))
		return (la_ssize_t)again_read(f, f->block, BLOCK);
	size_t got = expander_read(&f->expander, f->block, BLOCK);

	f->expanded += got;
	received_limit(f, f->expanded);
	return (la_ssize_t)got;
}

static void archive_start(struct received *f)
{
	struct archive *a = archive_read_new();
	int status;

	if (!a)
		fail(EXIT_IO, "out of memory");
	f->archive = a;
	f->seen = 0;
	if (lseek(f->again, 0, SEEK_SET) != 0)
		fail_errno(EXIT_IO, "%s", f->path ? f->path : "stdin");
	if (f->passphrase.length > 0)
		archive_read_add_passphrase(a, f->passphrase.at);
	if (f->archive_kind == PACKING_ZIP)
		archive_read_support_format_zip_seekable(a);
	else if (f->archive_kind == PACKING_7Z)
		archive_read_support_format_7zip(a);
	else
		archive_read_support_format_tar(a);
	if (f->archive_kind == PACKING_TAR) {
		/* So that what stands behind a first end mark is seen. */
		archive_read_set_format_option(a, "tar", "read_concatenated_archives", "1");
		if (packing_is_stream(f->packing))
			expander_start(&f->expander, (struct inlet){again_read, f}, f->packing,
				       f->name);
		f->expanded = 0;
		status = archive_read_open(a, f, NULL, feed, NULL);
	} else {
		status = archive_read_open_fd(a, f->again, BLOCK);
	}
	if (status != ARCHIVE_OK)
		unpack_fail(f);
}

static void archive_stop(struct received *f)
{
	if (f->archive)
		archive_read_free(f->archive);
	f->archive = NULL;
	if (f->archive_kind == PACKING_TAR && packing_is_stream(f->packing))
		expander_free(&f->expander);
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

	f->seen++;
	if (!name)
		name = archive_entry_pathname_utf8(*entry);
	if (!name)
		fail_at(EXIT_DATA, here(f), NULL, "the name of entry %llu cannot be read",
			(unsigned long long)f->seen);
	return name;
}

/* What Macintoshes put beside each file is nobody's data. */
static bool entry_wanted(const struct received *f, struct archive_entry *entry, const char *name)
{
	if (archive_entry_filetype(entry) != AE_IFREG)
		return false;
	uint64_t number;

	if (f->how.entry > 0)
		return f->seen == f->how.entry;
	if (f->how.member && *f->how.member == '#' && text_u64(text_of(f->how.member + 1), &number))
		return f->seen == number;
	if (f->how.member)
		return fnmatch(f->how.member, name, 0) == 0;
	return strncmp(name, "__MACOSX/", 9) != 0;
}

static void entry_check(struct received *f, struct archive_entry *entry, const char *name)
{
	unsigned long long number = f->seen;
	const char *fault = member_name_fault(name);
	bool fresh;

	if (f->seen > received_limits.members)
		fail_at(EXIT_DATA, here(f), NULL, "holds more than %llu entries",
			(unsigned long long)received_limits.members);
	if (fault)
		fail_at(EXIT_DATA, here(f), NULL, "entry %llu has %s", number, fault);
	map_add(&f->names, text_of(name), &fresh);
	if (!fresh)
		fail_at(EXIT_DATA, here(f), NULL, "entry %llu has the same name as an earlier one",
			number);
	if (archive_entry_hardlink(entry) || (archive_entry_filetype(entry) != AE_IFREG &&
					      archive_entry_filetype(entry) != AE_IFDIR))
		fail_at(EXIT_DATA, here(f), NULL, "entry %llu is a link or a device", number);
}

/* Adds the entry to the list of runs, of which the last one began at *first. */
static void wanted_add(struct received *f, uint64_t *first, uint64_t *last)
{
	if (f->seen == *last + 1 && *last > 0) {
		while (f->wanted.at[f->wanted.length - 1] != '-' &&
		       f->wanted.at[f->wanted.length - 1] != ',' && *first < *last)
			f->wanted.length--;
		if (*first == *last)
			buffer_byte(&f->wanted, '-');
	} else {
		if (*last > 0)
			buffer_byte(&f->wanted, ',');
		*first = f->seen;
	}
	buffer_u64(&f->wanted, f->seen);
	*last = f->seen;
}

static void archive_check(struct received *f)
{
	struct archive_entry *entry;
	const char *name;
	uint64_t wanted = 0, first = 0, last = 0;

	while ((name = entry_next(f, &entry))) {
		entry_check(f, entry, name);
		if (!entry_wanted(f, entry, name))
			continue;
		f->encrypted = archive_entry_is_encrypted(entry) > 0;
		if (f->encrypted && f->archive_kind == PACKING_7Z)
			unpack_fail(f);
		if (f->encrypted && !f->how.passphrase)
			fail_at(EXIT_DATA, here(f), NULL,
				"is encrypted: give the passphrase with --passphrase FILE");
		wanted_add(f, &first, &last);
		wanted++;
	}
	map_free(&f->names);
	if (wanted == 0)
		fail_at(EXIT_DATA, here(f), NULL, "holds no file%s",
			f->how.member ? " that matches --member" : "");
	if (wanted > 1 && !f->how.member && !f->how.every)
		fail_at(EXIT_DATA, here(f), NULL, "holds %llu files: choose with --member",
			(unsigned long long)wanted);
}

/* libarchive is content with an archive whose end is missing, and with bytes
 * behind it. */
static void end_check(struct received *f)
{
	size_t length = f->bytes < ARCHIVE_TAIL ? (size_t)f->bytes : ARCHIVE_TAIL;
	char head[ARCHIVE_HEAD] = {0}, *tail = memory_take(length);

	reread(f, 0, head, length < sizeof head ? length : sizeof head);
	reread(f, f->bytes - length, tail, length);
	bool ends = packing_is_stream(f->packing) ||
		    archive_ends(f->archive_kind, head, (struct text){tail, length}, f->bytes);

	memory_free(tail);
	if (!ends)
		fail_at(EXIT_DATA, here(f), NULL,
			"cannot be unpacked (the end of the %s file is missing, or bytes follow "
			"it)",
			packing_name(f->archive_kind));
}

void unpack_open(struct received *f)
{
	end_check(f);
	archive_start(f);
	archive_check(f);
	archive_stop(f);
	archive_start(f);
	passphrase_wipe(&f->passphrase);
}

bool unpack_next(struct received *f)
{
	struct archive_entry *entry;
	const char *name;

	do {
		f->name = f->path;
		name = entry_next(f, &entry);
		if (!name)
			return false;
	} while (!entry_wanted(f, entry, name));
	f->entry = f->seen;
	f->encrypted = archive_entry_is_encrypted(entry) > 0;

	struct buffer shown = {0};

	buffer_string(&shown, f->path ? f->path : "stdin");
	buffer_string(&shown, "/member ");
	buffer_u64(&shown, f->entry);
	f->name = text_string(&f->arena, buffer_text(&shown));
	f->member = text_string(&f->arena, text_of(name));
	buffer_free(&shown);
	return true;
}

size_t unpack_read(struct received *f, char *into, size_t room)
{
	la_ssize_t got = archive_read_data(f->archive, into, room);

	if (got < 0)
		unpack_fail(f);
	f->unpacked += (uint64_t)got;
	received_limit(f, f->unpacked);
	return (size_t)got;
}

void unpack_close(struct received *f)
{
	archive_stop(f);
	map_free(&f->names);
	buffer_free(&f->wanted);
	if (f->archive_kind == PACKING_NONE && packing_is_stream(f->packing))
		expander_free(&f->expander);
}
