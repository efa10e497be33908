#include "base/error.h"
#include "read/compound.h"
#include "read/package.h"
#include "read/received_internal.h"

static const struct {
	const char *bytes;
	size_t length;
	const char *what;
} refused[] = {
	{"Rar!\x1a\x07", 6, "packed with RAR: unpack it first"},
	{"%PDF-", 5, "a PDF document"},
};

static struct place here(const struct received *f)
{
	return (struct place){.file = f->name};
}

void received_refuse_document(const struct received *f, struct text first)
{
	bool whole = f->packing == PACKING_NONE;

	if (text_starts(first, COMPOUND_MAGIC))
		fail_at(EXIT_DATA, here(f), NULL, "is %s",
			compound_what(first, whole ? f->fd : -1));
	for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
		if (first.length >= refused[i].length &&
		    memcmp(first.at, refused[i].bytes, refused[i].length) == 0)
			fail_at(EXIT_DATA, here(f), NULL, "is %s", refused[i].what);
}

void received_refuse_nested(struct received *f)
{
	struct text first = received_first(f);
	enum packing packing = packing_of(first);

	received_refuse_document(f, first);
	f->workbook = packing == PACKING_ZIP && package_is_workbook(received_file(f), here(f));
	if (f->workbook)
		return;
	if (packing != PACKING_NONE)
		fail_at(EXIT_DATA, here(f), NULL, "is packed twice (%s): unpack %s first",
			packing_name(packing), f->path ? f->path : "stdin");
}
