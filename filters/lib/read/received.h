#ifndef JIGSAW_RECEIVED_H
#define JIGSAW_RECEIVED_H

#include "read/inlet.h"
#include "stream/spool.h"

/*
 * A file as received: plain, gzip or zip, from a file or a pipe. What is
 * packed is never written out: the members that are wanted are streamed to the
 * reader one after the other. SHA-256 and size are of the file as it came.
 *
 * Which of the three it is follows from the first bytes, not from the name.
 * Other packings and workbooks are known by theirs too and refused with a
 * message that says what to do.
 *
 * A zip file is read by its central directory. From a pipe it is first copied
 * to an unlinked file in tmpdir, so that both ways give the same records.
 *
 * All failures are exit 74 (cannot read) or 65 (what it holds).
 */

enum packing { PACKING_NONE, PACKING_GZIP, PACKING_ZIP };

struct received {
	const char *path;   /* NULL: standard input */
	const char *member; /* glob for the members wanted, or NULL */
	const char *tmpdir;
	const char *name; /* for messages: path, or path/member; NULL: standard input */
	enum packing packing;
	uint64_t bytes; /* of the file as received, so far */
	/* private */
	struct arena arena;
	int fd;
	int again; /* of a zip file: fd or the copy's, which can be read again */
	struct spool copy;
	struct evp_md_ctx_st *digest;
	char *block; /* the first bytes, and what libarchive is fed from */
	size_t block_start, block_end;
	struct archive *archive;
	uint64_t unpacked;
	bool member_open, drained, nothing; /* nothing: gzip of no bytes */
};

/* Limits against packed bombs (the ratio counts once ratio_from bytes came
 * out). A variable, so that tests can lower them. */
struct received_limits {
	uint64_t unpacked;   /* bytes that may come out in all: 20 GB */
	uint64_t ratio;      /* bytes out for each byte in: 200 */
	uint64_t ratio_from; /* 10 MB */
	uint64_t members;    /* entries in a zip file: 10,000 */
};
extern struct received_limits received_limits;

/* Opens path (NULL: standard input) and looks into it: a zip file's entries
 * are all checked now (names, encryption, number, what `member` picks), before
 * any byte comes out. `member` NULL: the packing must hold one file only. */
void received_open(struct received *f, const char *path, const char *member, const char *tmpdir);

/* Goes to the first, then the next wanted member (a plain file is its own only
 * one); f->name changes. False when there are no more. */
bool received_next(struct received *f);

/* Bytes of the current member: an inlet's read function (context: f). */
size_t received_read(void *f, char *into, size_t room);

/* Reads the file as received to its end and gives its SHA-256, 64 lower-case
 * hexadecimal digits and NUL; f->bytes is then its size. */
void received_digest(struct received *f, char hex[65]);
void received_close(struct received *f);

/* Between received.c and unpack.c: bytes of the file as received, hashed. */
size_t received_raw(struct received *f, char *into, size_t room);
/* Opens the packed file with libarchive and checks a zip file's entries. */
void unpack_open(struct received *f);
bool unpack_next(struct received *f);
size_t unpack_read(struct received *f, char *into, size_t room);
void unpack_close(struct received *f);

#endif
