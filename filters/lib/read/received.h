#ifndef JIGSAW_READ_RECEIVED_H
#define JIGSAW_READ_RECEIVED_H

#include <sys/stat.h>

#include "base/map.h"
#include "base/spool.h"
#include "read/expand.h"

/*
 * Opens a file as received, from a file or a pipe: plain; packed with gzip, bzip2,
 * xz or zstd; or an archive (zip, 7z, tar, packed tar). Members are never
 * extracted under their names: the selected ones are streamed to the reader one
 * after the other. SHA-256 and size are of the file as received.
 *
 * Which it is follows from the first bytes, not from the name. A workbook (a
 * zip file of its own kind) is a plain file: received_file() gives it. A member
 * that is itself packed is refused, and so are documents of other kinds, with a
 * message that says what to do.
 *
 * An archive is checked in full before anything is read from it: number of
 * entries, names (member.h), duplicate names, links and devices, encryption,
 * selected members. From a pipe it is first copied to an unlinked file in
 * tmpdir, so both ways give the same records.
 *
 * All failures are exit 74 (cannot read), 65 (what it holds) or, of the file
 * with the passphrase, 78.
 */

struct received_how {
	/* Glob for the members wanted, or #N: the Nth entry; NULL: there must be one only. */
	const char *member;
	const char *passphrase; /* file whose first line opens encrypted members, or NULL */
	const char *tmpdir;
	bool every;     /* all members are wanted, however many */
	uint64_t entry; /* if not 0: only this entry of the archive, counted from 1 */
};

struct received {
	const char *path; /* NULL: standard input */
	struct received_how how;
	/* For messages: path, or path/member N, since a member's own name may be about a
	 * person; NULL: standard input. */
	const char *name;
	enum packing packing;      /* of the file as received */
	enum packing archive_kind; /* PACKING_ZIP, _7Z, _TAR, or PACKING_NONE */
	bool workbook;             /* the file, or the current member, is one */
	const char *member;        /* name of the current member, or NULL: not to be shown */
	struct buffer wanted;      /* numbers of the members wanted: 2,4-9 */
	uint64_t entry;            /* its number in the archive */
	uint64_t bytes;            /* of the file as received, so far */
	/* private */
	struct arena arena;
	int fd;
	int again; /* of an archive: fd or the copy's, which can be read again */
	bool keeps;
	struct stat status; /* when it was opened */
	struct spool copy, seekable;
	struct evp_md_ctx_st *digest;
	char *block; /* the first bytes of the file */
	size_t block_start, block_end;
	char *first; /* the first bytes of a packed file or a member */
	size_t first_start, first_end;
	struct expander expander;
	struct archive *archive;
	struct buffer passphrase;
	struct map names; /* of the entries, while they are looked through */
	uint64_t unpacked, expanded;
	uint64_t seen; /* entries of the archive gone by in this reading */
	bool started, drained, encrypted;
};

/* Limits against decompression bombs (the ratio counts after ratio_from bytes).
 * A variable, so tests can lower them. */
struct received_limits {
	uint64_t unpacked;   /* bytes that may come out in all: 20 GB */
	uint64_t ratio;      /* bytes out for each byte in: 200 */
	uint64_t ratio_from; /* 10 MB */
	uint64_t members;    /* entries in an archive: 10,000 */
};
extern struct received_limits received_limits;

/* Opens path (NULL: standard input) and looks into it. */
void received_open(struct received *f, const char *path, const struct received_how *how);

/* Goes to the first, then the next wanted member (a file that is no archive is
 * its own only one); f->name and f->member change. False when there are no
 * more. */
bool received_next(struct received *f);

/* Bytes of the current member: an inlet's read function (context: f). */
size_t received_read(void *f, char *into, size_t room);

/* The first bytes (up to 512) of the current member, still to be read. */
struct text received_first(const struct received *f);

/* The current member as a descriptor that can be sought, at its first byte:
 * the file itself, or an unlinked copy in tmpdir. Instead of received_read();
 * owned by f and good until the next member. */
int received_file(struct received *f);

/* Reads the file as received to its end and gives its SHA-256, 64 lower-case
 * hexadecimal digits and NUL; f->bytes is then its size. A regular file whose
 * size or time of change is not what it was when it was opened is exit 65: what
 * was read may be half of what is there. */
void received_digest(struct received *f, char hex[65]);
void received_close(struct received *f);

/* The first line of a file that no one else may read: regular, mode 0600 or
 * 0400, at most 1,024 bytes, not empty. Otherwise exit 78. */
void passphrase_read(struct buffer *passphrase, const char *path);
void passphrase_wipe(struct buffer *passphrase);

#endif
