#include "schema/catalogue.h"

#include <dirent.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static const char mark[] = "##schema";

static const char *path_join(struct arena *arena, const char *folder, const char *name)
{
	size_t length = strlen(folder) + strlen(name) + 2;
	char *path = arena_take(arena, length);

	snprintf(path, length, "%s/%s", folder, name);
	return path;
}

const char *catalogue_folder(struct arena *arena)
{
	/* Of jigsaw, of a filter, of either in the tree, of a build with checks. */
	static const char *const beside[] = {"../share/jigsaw/schemas",
					     "../../share/jigsaw/schemas", "../schemas",
					     "../../../schemas"};
	char self[PATH_MAX];
	ssize_t length = readlink("/proc/self/exe", self, sizeof self - 1);

	if (length <= 0)
		fail_errno(EXIT_IO, "cannot find the schemas");
	self[length] = '\0';
	*strrchr(self, '/') = '\0';
	for (size_t i = 0; i < sizeof beside / sizeof *beside; i++) {
		const char *folder = path_join(arena, self, beside[i]);

		if (access(folder, R_OK | X_OK) == 0)
			return folder;
	}
	fail(EXIT_IO, "no schemas beside the program: name their folder");
}

static int is_table(const struct dirent *entry)
{
	size_t length = strlen(entry->d_name);

	return length > 4 && entry->d_name[0] != '.' &&
	       strcmp(entry->d_name + length - 4, ".tsv") == 0;
}

static int by_name(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

static bool is_schema(const char *path)
{
	char start[sizeof mark];
	FILE *file = fopen(path, "r");

	if (!file)
		fail_errno(EXIT_IO, "%s", path);
	size_t length = fread(start, 1, sizeof mark - 1, file);
	fclose(file);
	return length == sizeof mark - 1 && memcmp(start, mark, length) == 0;
}

void catalogue_read(struct catalogue *catalogue, struct arena *arena, const char *folder)
{
	struct dirent **entries;
	int count = scandir(folder, &entries, is_table, by_name);

	if (count < 0)
		fail_errno(EXIT_IO, "%s", folder);
	*catalogue = (struct catalogue){.folder = folder};
	catalogue->schemas = ARENA_ARRAY(arena, (size_t)count, struct schema);
	for (int i = 0; i < count; i++) {
		const char *path = path_join(arena, folder, entries[i]->d_name);

		free(entries[i]);
		if (is_schema(path))
			schema_read(&catalogue->schemas[catalogue->count++], arena, path);
	}
	free(entries);
}
