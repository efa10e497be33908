#include "read/package.h"

#include <archive.h>
#include <archive_entry.h>
#include <sys/stat.h>
#include <unistd.h>

#include "read/received.h"

enum { BLOCK = 64 << 10 };

static struct archive *zip_open(int fd)
{
	struct archive *a = archive_read_new();

	if (!a)
		fail(EXIT_IO, "out of memory");
	archive_read_support_format_zip_seekable(a);
	if (lseek(fd, 0, SEEK_SET) == 0 && archive_read_open_fd(a, fd, BLOCK) == ARCHIVE_OK)
		return a;
	archive_read_free(a);
	return NULL;
}

/* The next entry's name as a part's, in lower case; false at the end. */
static bool entry_next(struct archive *a, struct archive_entry **entry, struct buffer *name,
		       int *status)
{
	*status = archive_read_next_header(a, entry);
	if (*status != ARCHIVE_OK && *status != ARCHIVE_WARN)
		return false;
	const char *at = archive_entry_pathname(*entry);

	buffer_reset(name);
	at = at ? at : "";
	for (at += strspn(at, "/\\"); *at; at++)
		buffer_byte(name, *at == '\\'                ? '/'
				  : *at >= 'A' && *at <= 'Z' ? (char)(*at - 'A' + 'a')
							     : *at);
	return true;
}

bool package_is_workbook(int fd, struct place place)
{
	struct archive *a = zip_open(fd);
	struct archive_entry *entry;
	struct buffer name = {0};
	bool types = false, manifest = false, mimetype = false;
	uint64_t entries = 0;
	int status;

	while (a && entries++ < received_limits.members && entry_next(a, &entry, &name, &status)) {
		types = types || text_is(buffer_text(&name), "[content_types].xml");
		mimetype = mimetype || text_is(buffer_text(&name), "mimetype");
		manifest = manifest || text_is(buffer_text(&name), "meta-inf/manifest.xml");
	}
	buffer_free(&name);
	if (a)
		archive_read_free(a);
	if (!types && mimetype && manifest)
		fail_at(EXIT_DATA, place, NULL,
			"is an OpenDocument file (.ods): open it and save it as .xlsx or CSV "
			"UTF-8");
	return types;
}

static _Noreturn void damaged(const struct package *p)
{
	const char *why = p->archive ? archive_error_string(p->archive) : NULL;

	fail_at(EXIT_DATA, *p->place, NULL, "cannot be unpacked (%s)", why ? why : "damaged");
}

void package_open(struct package *p, int fd, const struct place *place)
{
	struct archive_entry *entry;
	struct stat status_of_file;
	uint64_t number = 0;
	int status;

	*p = (struct package){.place = place, .fd = fd};
	if (fstat(fd, &status_of_file) != 0)
		fail_errno(EXIT_IO, "%s", place->file ? place->file : "stdin");
	p->bytes = (uint64_t)status_of_file.st_size;
	p->archive = zip_open(fd);
	if (!p->archive)
		damaged(p);
	for (; entry_next(p->archive, &entry, &p->name, &status); number++) {
		bool fresh;

		if (number == received_limits.members)
			fail_at(EXIT_DATA, *place, NULL, "holds more than %llu entries",
				(unsigned long long)received_limits.members);
		if (archive_entry_filetype(entry) != AE_IFREG)
			continue;
		if (archive_entry_is_encrypted(entry))
			fail_at(EXIT_DATA, *place, NULL, "holds an encrypted part");
		*map_add(&p->parts, buffer_text(&p->name), &fresh) = number;
		if (!fresh)
			fail_at(EXIT_DATA, *place, NULL, "holds two parts of the same name");
	}
	if (status != ARCHIVE_EOF)
		damaged(p);
	archive_read_free(p->archive);
	p->archive = NULL;
}

static bool has_part(const struct package *p, struct text part)
{
	return map_find(&p->parts, part) != NULL;
}

void package_part(struct package *p, struct text part)
{
	const uint64_t *number = map_find(&p->parts, part);
	struct archive_entry *entry;

	if (!number)
		fail_at(EXIT_DATA, *p->place, "part", "a part that it names is missing");
	if (p->archive)
		archive_read_free(p->archive);
	p->archive = zip_open(p->fd);
	if (!p->archive)
		damaged(p);
	for (uint64_t i = 0; i <= *number; i++) {
		int status = archive_read_next_header(p->archive, &entry);

		if (status != ARCHIVE_OK && status != ARCHIVE_WARN)
			damaged(p);
	}
}

size_t package_read(void *context, char *into, size_t room)
{
	struct package *p = context;
	la_ssize_t got = archive_read_data(p->archive, into, room);

	if (got < 0)
		damaged(p);
	p->unpacked += (uint64_t)got;
	if (p->unpacked > received_limits.unpacked)
		fail_at(EXIT_DATA, *p->place, NULL, "unpacks to more than %llu bytes",
			(unsigned long long)received_limits.unpacked);
	if (p->unpacked > received_limits.ratio_from &&
	    p->unpacked / received_limits.ratio > p->bytes)
		fail_at(EXIT_DATA, *p->place, NULL, "unpacks to more than %llu times its size",
			(unsigned long long)received_limits.ratio);
	return (size_t)got;
}

struct markup *package_parse(struct package *p, struct text part)
{
	package_part(p, part);
	markup_free(&p->markup);
	markup_start(&p->markup, (struct inlet){package_read, p}, p->place);
	return &p->markup;
}

void package_close(struct package *p)
{
	markup_free(&p->markup);
	buffer_free(&p->name);
	if (p->archive)
		archive_read_free(p->archive);
	map_free(&p->parts);
	arena_free(&p->arena);
	*p = (struct package){0};
}

static struct text folder_of(struct text part)
{
	while (part.length > 0 && part.at[part.length - 1] != '/')
		part.length--;
	return part;
}

bool package_resolve(struct buffer *b, struct text part, struct text target)
{
	size_t root = b->length;
	struct text step;

	if (target.length > 0 && *target.at == '/') {
		target.at++;
		target.length--;
	} else {
		buffer_text_add(b, folder_of(part));
	}
	while (text_cut(&target, '/', &step)) {
		if (text_is(step, "."))
			continue;
		if (text_is(step, "..")) {
			if (b->length == root)
				return false;
			b->length--;
			while (b->length > root && b->at[b->length - 1] != '/')
				b->length--;
			continue;
		}
		for (size_t i = 0; i < step.length; i++)
			buffer_byte(b, step.at[i] >= 'A' && step.at[i] <= 'Z'
					       ? (char)(step.at[i] - 'A' + 'a')
					       : step.at[i]);
		if (target.at)
			buffer_byte(b, '/');
	}
	return true;
}

static struct text last_word(struct text type)
{
	struct text word = type;

	for (size_t i = 0; i < type.length; i++)
		if (type.at[i] == '/')
			word = (struct text){type.at + i + 1, type.length - i - 1};
	return word;
}

static struct relation *relation_take(struct package *p, const struct markup *m, struct text part)
{
	struct relation *r = ARENA_ARRAY(&p->arena, 1, struct relation);
	struct text target = markup_value(m, "Target"), mode = markup_value(m, "TargetMode");
	struct text id = markup_value(m, "Id"), type = markup_value(m, "Type");

	buffer_reset(&p->name);
	if (!id.at || !type.at || !target.at)
		fail_at(EXIT_DATA, *p->place, "part", "a relationship without id, type or target");
	if (!mode.at || !text_is(mode, "External")) {
		if (!package_resolve(&p->name, part, target))
			fail_at(EXIT_DATA, *p->place, "part",
				"a relationship leads out of the file");
	}
	r->id = text_copy(&p->arena, id);
	r->kind = text_copy(&p->arena, last_word(type));
	r->part = text_copy(&p->arena, buffer_text(&p->name));
	return r;
}

struct relation *package_relations(struct package *p, struct text part)
{
	struct text folder = folder_of(part);
	struct relation *first = NULL, **last = &first;
	enum markup_token token;

	buffer_reset(&p->name);
	buffer_text_add(&p->name, folder);
	buffer_string(&p->name, "_rels/");
	buffer_add(&p->name, part.at + folder.length, part.length - folder.length);
	buffer_string(&p->name, ".rels");
	if (!has_part(p, buffer_text(&p->name)))
		return NULL;
	struct markup *m = package_parse(p, buffer_text(&p->name));

	while ((token = markup_next(m)) != MARKUP_END) {
		if (token != MARKUP_OPEN || m->depth != 2 || !text_is(m->name, "Relationship"))
			continue;
		*last = relation_take(p, m, part);
		last = &(*last)->next;
	}
	return first;
}
