/*
 * jigsaw NAME ...: runs the filter NAME. The one program that is installed on
 * PATH, since names such as compare and cluster are other packages' too.
 * jigsaw schemas: lists what ingest can read.
 * Memory: the schemas, and one code list at a time.
 */

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/command.h"
#include "base/error.h"
#include "schema/catalogue.h"
#include "schema/codes.h"
#include "stream/options.h"

/* Installed, the filters are in ../libexec/jigsaw; in the source tree, here. `directory` has
 * PATH_MAX bytes. */
static void find_directory(char *directory)
{
	static const char beside[] = "/../libexec/jigsaw";
	ssize_t length = readlink("/proc/self/exe", directory, PATH_MAX - sizeof beside);

	if (length <= 0)
		fail_errno(EXIT_IO, "cannot find the filters");
	directory[length] = '\0';
	char *end = strrchr(directory, '/');
	strcpy(end, beside);
	if (access(directory, X_OK) != 0)
		*end = '\0';
}

static bool name_is_plain(const char *name)
{
	return *name && strspn(name, "abcdefghijklmnopqrstuvwxyz_") == strlen(name);
}

static int is_filter(const struct dirent *entry)
{
	return name_is_plain(entry->d_name) && strcmp(entry->d_name, "jigsaw") != 0;
}

/* What a filter says it does: the second line of its --help. */
static void print_about(const char *directory, const char *name)
{
	char path[PATH_MAX + NAME_MAX + 2], line[256];
	char *words[] = {path, "--help", NULL};
	struct command command;

	snprintf(path, sizeof path, "%s/%s", directory, name);
	command_start(&command, words, STDIN_FILENO);
	FILE *help = fdopen(command.output, "r");
	for (int number = 1; help && fgets(line, sizeof line, help); number++)
		if (number == 2)
			printf("  %-11s %s", name, line);
	if (!help || fclose(help) != 0)
		fail_errno(EXIT_IO, "%s", name);
	command_end(&command, words);
}

static void print_help(const char *directory)
{
	struct dirent **entries;
	int count = scandir(directory, &entries, is_filter, alphasort);

	printf("Usage: jigsaw FILTER [OPTION]... [FILE]...\n"
	       "  or:  jigsaw schemas [--schemas DIR]\n"
	       "Run a filter that links records about children, or list the schemas for ingest.\n\n"
	       "      --schemas DIR            list the schemas in DIR\n"
	       "  -h, --help                   print this and exit\n"
	       "  -V, --version                print the version and exit\n\n"
	       "Filters, each with its own --help and its page jigsaw-FILTER(1):\n");
	for (int i = 0; i < count; i++) {
		print_about(directory, entries[i]->d_name);
		free(entries[i]);
	}
	if (count >= 0)
		free(entries);
}

static void print_schema(const struct schema *s)
{
	static const char *const layouts[] = {"", "published", "aliases"};

	printf("%.*s\t%.*s\t%.*s\t%s\t%s\t%s\t%zu\t%.*s\n", (int)s->name.length, s->name.at,
	       (int)s->set.length, s->set.at, (int)s->table.length, s->table.at,
	       schema_format_name(s->format), level_name(s->level), layouts[s->layout],
	       s->column_count, (int)s->about.length, s->about.at);
}

/* Reads the code lists that a schema names, so that a mistake in one shows. */
static void read_lists(const struct schema *s)
{
	for (size_t i = 0; i < s->column_count; i++) {
		struct arena arena = {0};
		struct codes codes;

		if (s->columns[i].codes.length == 0)
			continue;
		codes_read(&codes, &arena, schema_codes(s, &arena, s->columns[i].codes));
		codes_free(&codes);
		arena_free(&arena);
	}
}

static void print_schemas(int argc, char **argv)
{
	struct arena arena = {0};
	struct catalogue catalogue;
	const char *folder = argc == 2 && strcmp(argv[0], "--schemas") == 0 ? argv[1] : NULL;

	if (argc > 0 && !folder)
		usage_fail("schemas takes only --schemas DIR");
	catalogue_read(&catalogue, &arena, folder ? folder : catalogue_folder(&arena));
	for (size_t i = 0; i < catalogue.count; i++)
		read_lists(&catalogue.schemas[i]);
	printf("name\tset\ttable\tformat\tlevel\tlayout\tcolumns\tabout\n");
	for (size_t i = 0; i < catalogue.count; i++)
		print_schema(&catalogue.schemas[i]);
	arena_free(&arena);
}

/* For what goes to standard output without a writer: a full disk is an error. */
static int finish(void)
{
	if (fflush(stdout) != 0 || close(STDOUT_FILENO) != 0)
		fail_errno(EXIT_IO, "stdout");
	return EXIT_DONE;
}

int main(int argc, char **argv)
{
	char directory[PATH_MAX];

	error_start("jigsaw");
	if (argc < 2)
		usage_fail("no filter named");
	const char *name = argv[1];
	find_directory(directory);
	if (strcmp(name, "-h") == 0 || strcmp(name, "--help") == 0) {
		print_help(directory);
		return finish();
	}
	if (strcmp(name, "-V") == 0 || strcmp(name, "--version") == 0) {
		printf("jigsaw (Jigsaw) %s\n", jigsaw_version);
		return finish();
	}
	if (strcmp(name, "schemas") == 0) {
		print_schemas(argc - 2, argv + 2);
		return finish();
	}
	if (*name == '-')
		usage_fail("unknown option %s", name);
	if (!name_is_plain(name) || strcmp(name, "jigsaw") == 0)
		usage_fail("unknown filter %s", name);

	char path[PATH_MAX + NAME_MAX];
	snprintf(path, sizeof path, "%s/%s", directory, name);
	execv(path, argv + 1);
	if (errno == ENOENT)
		usage_fail("unknown filter %s", name);
	fail_errno(EXIT_IO, "%s", name);
}
