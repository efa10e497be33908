#include "intake/each.h"
#include "intake/look_internal.h"

#include <errno.h>
#include <fnmatch.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/error.h"

/* A table that will be written. */
struct target {
	const struct look_table *table;
	const struct schema *schema;
	const char *name; /* SCHEMA, or SCHEMA_2 */
};

struct run {
	const struct each_options *options;
	const struct intake_options *base;
	const struct common *common;
	struct arena arena;
	struct catalogue catalogue;
	struct look look;
	struct target *targets;
	size_t target_count;
};

/* A file to look at. */
struct visit {
	struct run *run;
	const char *path;
};

static void look_at(void *context)
{
	const struct visit *v = context;
	struct run *r = v->run;
	const char *path = v->path;
	struct received f;

	received_open(&f, path,
		      &(struct received_how){.member = r->options->member,
					     .passphrase = r->options->passphrase,
					     .tmpdir = r->common->tmpdir,
					     .every = true});
	while (received_next(&f))
		look_member(&r->look, &f);
	received_close(&f);
}

/* The same, and a line for what cannot be read. */
static void look_through(struct visit *v)
{
	char message[1024];
	const char *name = v->path ? v->path : "stdin", *why = message;
	size_t length = strlen(name);

	if (error_catch(look_at, v, message, sizeof message))
		return;
	if (strncmp(message, name, length) == 0 && strncmp(message + length, ": ", 2) == 0)
		why = message + length + 2;
	look_table_add(&v->run->look, &(struct received){.path = v->path, .name = v->path})
		->format = LOOK_OTHER;
	v->run->look.tables[v->run->look.table_count - 1].fault =
		text_string(&v->run->arena, text_of(why));
}

static void start(struct run *r, uint64_t most, bool all)
{
	char plain[PATH_MAX];
	const char *folder = r->options->schemas;

	if (!folder) {
		folder = catalogue_folder(&r->arena);
		folder = realpath(folder, plain) ? plain : folder;
	}
	catalogue_read(&r->catalogue, &r->arena, text_string(&r->arena, text_of(folder)));
	r->look = (struct look){.arena = &r->arena,
				.catalogue = &r->catalogue,
				.most = most,
				.encoding = r->base->encoding,
				.delimiter = r->base->delimiter,
				.shows_titles = r->options->show_titles};
	for (size_t i = 0; i == 0 || i < r->common->operand_count; i++) {
		struct visit visit = {r, operand_path(r->common, i)};

		if (all)
			look_through(&visit);
		else
			look_at(&visit);
	}
}

static const char *joined(struct run *r, const char *a, const char *mark, const char *b)
{
	struct buffer all = {0};

	buffer_string(&all, a);
	buffer_string(&all, mark);
	buffer_string(&all, b);
	const char *string = text_string(&r->arena, buffer_text(&all));

	buffer_free(&all);
	return string;
}

static const char *numbered(struct run *r, const char *name, size_t number)
{
	struct buffer digits = {0};

	buffer_u64(&digits, number);
	const char *string = joined(r, name, "_", text_string(&r->arena, buffer_text(&digits)));

	buffer_free(&digits);
	return string;
}

static bool is_skipped(struct run *r, const struct look_table *t)
{
	struct buffer sheet = {0}, entry = {0};
	bool skipped = t->hidden || (t->format == LOOK_EMPTY && t->sheet > 0);

	buffer_u64(&sheet, t->sheet);
	buffer_byte(&sheet, 0);
	buffer_byte(&entry, '#');
	buffer_u64(&entry, t->entry);
	buffer_byte(&entry, 0);
	for (size_t i = 0; !skipped && i < r->options->skips.count; i++) {
		const char *glob = r->options->skips.at[i];

		skipped = (t->member && fnmatch(glob, t->member, 0) == 0) ||
			  (t->entry > 0 && strcmp(glob, entry.at) == 0) ||
			  (t->sheet > 0 && strcmp(glob, sheet.at) == 0) ||
			  (t->fit_count > 0 && text_is(t->fits[0].schema->name, glob));
	}
	buffer_free(&sheet);
	buffer_free(&entry);
	return skipped;
}

/* What the table is read by; refuses what nobody could tell. */
static const struct schema *choose(const struct look_table *t)
{
	struct place place = {.file = t->name};
	const char *way = "leave it out with --skip, or read it alone with --schema";

	if (t->format == LOOK_EMPTY)
		fail_at(EXIT_DATA, place, NULL, "is empty");
	if (t->fault)
		fail_at(EXIT_DATA, place, "format", "%s", t->fault);
	if (!t->complete && t->fit_count > 0 && t->fits[0].missing > 0)
		fail_at(EXIT_DATA, place, "schema",
			"fits no schema: the nearest is %.*s, which needs %.*s: %s",
			(int)t->fits[0].schema->name.length, t->fits[0].schema->name.at,
			(int)t->fits[0].lacks.length, t->fits[0].lacks.at, way);
	if (!t->complete)
		fail_at(EXIT_DATA, place, "schema", "fits no schema: %s", way);
	for (size_t i = 1; i < t->fit_count; i++)
		if (look_alike(t, i))
			fail_at(EXIT_DATA, place, "schema", "fits both %.*s and %.*s: %s",
				(int)t->fits[0].schema->name.length, t->fits[0].schema->name.at,
				(int)t->fits[i].schema->name.length, t->fits[i].schema->name.at,
				way);
	if (t->doubtful)
		fail_at(EXIT_DATA, place, "encoding",
			"not UTF-8: if it is in CP1252, use --encoding cp1252, which leaves files "
			"in UTF-8 as they are");
	return t->fits[0].schema;
}

static void plan(struct run *r)
{
	r->targets = ARENA_ARRAY(&r->arena, r->look.table_count + 1, struct target);
	for (size_t i = 0; i < r->look.table_count; i++) {
		const struct look_table *t = &r->look.tables[i];
		size_t same = 1;

		if (is_skipped(r, t)) {
			notice("%s: left out%s", t->name,
			       t->hidden                 ? ", it is hidden"
			       : t->format == LOOK_EMPTY ? ", it is empty"
							 : "");
			continue;
		}
		struct target *target = &r->targets[r->target_count];

		*target = (struct target){.table = t, .schema = choose(t)};
		for (size_t j = 0; j < r->target_count; j++)
			same += r->targets[j].schema == target->schema;
		target->name = text_string(&r->arena, target->schema->name);
		if (same > 1)
			target->name = numbered(r, target->name, same);
		r->target_count++;
	}
	if (r->target_count == 0)
		fail(EXIT_DATA, "there is no table to write");
}

static void folder_make(const char *path)
{
	if (path && mkdir(path, 0700) != 0 && errno != EEXIST)
		fail_errno(EXIT_IO, "%s", path);
}

static void write_target(struct run *r, const struct target *t)
{
	const struct look_table *table = t->table;
	struct intake_options o = *r->base;
	struct common common = *r->common;
	struct received f;
	struct intake in;
	char sha256[65], sheet[32];

	common.output = joined(r, r->options->into, "/", joined(r, t->name, ".tsv", ""));
	o.source = text_of(joined(r, text_string(&r->arena, o.source), "_", t->name));
	o.member = table->entry > 0;
	if (table->known)
		o.encoding = ENCODING_DETECT;
	if (table->format == LOOK_TABLE)
		o.delimiter = table->delimiter;
	if (table->sheet > 0)
		o.sheet = text_of((snprintf(sheet, sizeof sheet, "%zu", table->sheet), sheet));
	if (!o.has_lead && (table->format == LOOK_TABLE || table->format == LOOK_SHEET)) {
		o.has_lead = table->lead != t->schema->lead;
		o.lead = table->lead;
	}
	if (r->options->rejects)
		o.rejects = joined(r, r->options->rejects, "/", joined(r, t->name, ".tsv", ""));
	received_open(&f, table->path,
		      &(struct received_how){.passphrase = r->options->passphrase,
					     .tmpdir = r->common->tmpdir,
					     .every = true,
					     .entry = table->entry});
	intake_start(&in, t->schema, &o, &common);
	while (received_next(&f))
		intake_member(&in, &f);
	uint64_t records = in.records - in.rulers - in.below, rejected = in.rejected;

	received_digest(&f, sha256);
	intake_finish(&in, sha256, f.bytes);
	received_close(&f);
	notice("%s: %llu records by %s to %s, %llu rejected", table->name,
	       (unsigned long long)(records - rejected), text_string(&r->arena, t->schema->name),
	       common.output, (unsigned long long)rejected);
}

void each_write(const struct each_options *o, const struct intake_options *base,
		const struct common *common)
{
	struct run r = {.options = o, .base = base, .common = common};

	start(&r, UINT64_MAX, false);
	plan(&r);
	folder_make(o->into);
	folder_make(o->rejects);
	for (size_t i = 0; i < r.target_count; i++)
		write_target(&r, &r.targets[i]);
	look_free(&r.look);
	arena_free(&r.arena);
}

void each_show(const struct each_options *o, const struct intake_options *base,
	       const struct common *common)
{
	struct run r = {.options = o, .base = base, .common = common};
	struct output out;

	start(&r, LOOK_BYTES, true);
	output_open(&out, common->output);
	look_print_titles(&out.buffer);
	for (size_t i = 0; i < r.look.table_count; i++)
		look_print(&r.look.tables[i], &out.buffer);
	output_finish(&out);
	look_free(&r.look);
	arena_free(&r.arena);
}
