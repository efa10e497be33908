/* A look at arbitrary bytes: it ends with tables that can be printed, or a
 * refusal, and a name of titles never stands where none were found. */
#include <stdlib.h>

#include "intake/look.h"
#include "trap.h"
#include "trial.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct catalogue catalogue;
static struct arena kept;

static void read_schemas(void)
{
	static const char *const paths[] = {
		"schemas/ssda903_header.tsv", "schemas/cin_child.tsv",
		"schemas/cin_details.tsv",    "schemas/dbs_request.tsv",
		"schemas/mps_response.tsv",   "schemas/csc_api_child.tsv",
	};

	catalogue.count = sizeof paths / sizeof *paths;
	catalogue.schemas = ARENA_ARRAY(&kept, catalogue.count, struct schema);
	for (size_t i = 0; i < catalogue.count; i++)
		schema_read(&catalogue.schemas[i], &kept, paths[i]);
}

static void look_at(struct look *l, struct received *f, const char *path)
{
	received_open(f, path, &(struct received_how){.tmpdir = "/tmp", .every = true});
	while (received_next(f))
		look_member(l, f);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct received f;
	static struct arena arena;
	struct look look = {.arena = &arena, .catalogue = &catalogue, .most = LOOK_BYTES};
	struct buffer lines = {0};

	if (catalogue.count == 0)
		read_schemas();
	error_trap = trap;
	failure_wanted = EXIT_DATA;
	received_limits.unpacked = 4 << 20;
	if (setjmp(failed) == 0)
		look_at(&look, &f, file_of((struct text){(const char *)data, size}));
	for (size_t i = 0; i < look.table_count; i++) {
		look_print(&look.tables[i], &lines);
		if (look.tables[i].titled && look.tables[i].fit_count == 0)
			abort();
	}
	for (size_t i = 0; i < lines.length; i++)
		if (lines.at[i] == '\0' || lines.at[i] == '\r')
			abort();
	look_free(&look);
	received_close(&f);
	arena_reset(&arena);
	buffer_free(&lines);
	return 0;
}
