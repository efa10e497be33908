#ifndef JIGSAW_READ_PACKAGE_H
#define JIGSAW_READ_PACKAGE_H

#include "base/map.h"
#include "read/markup.h"

/*
 * Reads the parts of a workbook's zip file (ECMA-376 part 2, Open Packaging
 * Conventions). Parts are found by name, in ASCII without regard to case, through
 * the zip file's central directory, and read one at a time.
 *
 * Two parts of one name, an encrypted one, more than received_limits allows of
 * entries, of bytes, or of bytes out for each byte in, and damage of any kind
 * are exit 65 at *place.
 */
struct package {
	const struct place *place;
	/* private */
	int fd;
	uint64_t bytes, unpacked;
	struct map parts; /* lower case, to the entry's number */
	struct archive *archive;
	struct markup markup; /* of the part that package_parse() opened */
	struct buffer name;
	struct arena arena;
};

/* Is the zip file at fd a workbook, by the names that it holds (.xlsx, .xlsm,
 * .xlsb; also .docx and the like, which workbook_open() refuses)? OpenDocument
 * is refused, exit 65 at `place`. */
bool package_is_workbook(int fd, struct place place);

/* `fd` can be sought; it and `place` are borrowed until package_close(). */
void package_open(struct package *p, int fd, const struct place *place);
/* Makes `part` the one that is read; exit 65 when there is none. */
void package_part(struct package *p, struct text part);
/* An inlet's read function (context: the package). */
size_t package_read(void *package, char *into, size_t room);
/* The same part as XML, until the next one is opened. */
struct markup *package_parse(struct package *p, struct text part);
void package_close(struct package *p);

/* A relationship of a part with another (ECMA-376 part 2, 9.3). */
struct relation {
	struct text id;
	struct text kind; /* the last word of its type: worksheet, styles */
	struct text part; /* lower case, from the root, without `/`; empty when external */
	struct relation *next;
};

/* The relationships of a part (empty: of the package), in the package's own
 * arena. NULL when it has none. */
struct relation *package_relations(struct package *p, struct text part);

/* What a target means, seen from a part: `../styles.xml` from xl/worksheets/a.xml is
 * xl/styles.xml. Lower case, appended to b; false when it leaves the package. */
bool package_resolve(struct buffer *b, struct text part, struct text target);

#endif
