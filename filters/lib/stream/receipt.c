#include "stream/receipt.h"

#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static const char *path; /* NULL: no receipt, or it has been written */
static int descriptor;
static struct timespec started;
static json_t *inputs, *outputs, *notes;

static void on_fail(void *context, int status)
{
	(void)context;
	receipt_finish(status);
}

/* Covers every way out of main(), so that no filter can forget its receipt. */
static void on_end(int status, void *context)
{
	(void)context;
	receipt_finish(status);
}

const char *receipt_of_inside(void)
{
	static struct buffer log;
	const char *state = getenv("XDG_STATE_HOME"), *home = getenv("HOME");
	bool own = state && state[0] == '/';

	if (!own && (!home || home[0] != '/'))
		usage_fail("--inside is always logged, and there is no home directory for the log: "
			   "give --receipt FILE");
	buffer_string(&log, own ? state : home);
	buffer_string(&log, own ? "/jigsaw/" : "/.local/state/jigsaw/");
	buffer_string(&log, "inside.jsonl");
	buffer_byte(&log, '\0');
	for (char *slash = strchr(log.at + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		/* What cannot be made is told by the file below it. */
		mkdir(log.at, 0700);
		*slash = '/';
	}
	return log.at;
}

static json_t *describe(const char *file, uint64_t bytes, struct digest *digest)
{
	char whole[13] = "";

	if (digest->state)
		digest_end(digest, whole);
	return json_pack("{s:s, s:I, s:s}", "file", file ? file : "-", "bytes", (json_int_t)bytes,
			 "xxh128", whole);
}

static void note_output(struct output *o)
{
	json_array_append_new(outputs, describe(o->path, o->bytes, &o->digest));
}

void receipt_start(const struct common *common)
{
	if (!common->receipt)
		return;
	descriptor =
		open(common->receipt, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOCTTY, 0600);
	if (descriptor < 0)
		fail_errno(EXIT_IO, "%s: cannot write the receipt", common->receipt);
	output_name(common->receipt);
	path = common->receipt;
	clock_gettime(CLOCK_REALTIME, &started);
	inputs = json_array();
	outputs = json_array();
	notes = json_object();
	output_noted = note_output;
	error_on_fail(on_fail, NULL);
	if (on_exit(on_end, NULL) != 0)
		fail(EXIT_IO, "out of memory");
}

static void describe_stream(json_t *entry, uint64_t rows, struct sum sum)
{
	struct buffer hex = {0};

	sum_print(&hex, sum);
	json_object_set_new(entry, "rows", json_integer((json_int_t)rows));
	json_object_set_new(entry, "sum", json_stringn(hex.at, hex.length));
	buffer_free(&hex);
}

void receipt_input(struct reader *r)
{
	if (!path)
		return;
	json_t *entry = describe(r->path, r->bytes, &r->file_digest);
	describe_stream(entry, r->rows, r->sum);
	json_array_append_new(inputs, entry);
}

void receipt_stream(const char *step, uint64_t rows, struct sum sum)
{
	if (!path)
		return;
	json_t *entry = json_array_get(outputs, json_array_size(outputs) - 1);
	describe_stream(entry, rows, sum);
	json_object_set_new(entry, "step", json_string(step));
}

void receipt_note(const char *name, const char *value)
{
	if (path)
		json_object_set_new(notes, name, json_string(value));
}

static void append(const char *line, size_t length, const char *name)
{
	if (write_hook(descriptor, line, length) != (ssize_t)length || close(descriptor) != 0)
		fail_errno(EXIT_IO, "%s: cannot write the receipt", name);
}

void receipt_finish(int status)
{
	struct timespec now;
	struct rusage usage;
	struct tm utc;
	char host[256] = "", time[32];
	const char *name = path;

	if (!name)
		return;
	path = NULL; /* what fails below comes here again */
	output_noted = NULL;
	clock_gettime(CLOCK_REALTIME, &now);
	getrusage(RUSAGE_SELF, &usage);
	gethostname(host, sizeof host - 1);
	gmtime_r(&started.tv_sec, &utc);
	strftime(time, sizeof time, "%Y-%m-%dT%H:%M:%SZ", &utc);
	long milliseconds =
		(now.tv_sec - started.tv_sec) * 1000 + (now.tv_nsec - started.tv_nsec) / 1000000;
	json_t *receipt =
		json_pack("{s:s, s:s, s:s, s:I, s:s, s:i, s:o, s:o, s:o, s:I, s:i}", "program",
			  error_program(), "version", jigsaw_version, "started", time,
			  "milliseconds", (json_int_t)milliseconds, "host", host, "user",
			  (int)getuid(), "inputs", inputs, "outputs", outputs, "notes", notes,
			  "peak_kib", (json_int_t)usage.ru_maxrss, "status", status);
	char *text = json_dumps(receipt, JSON_COMPACT | JSON_ENSURE_ASCII);
	json_decref(receipt);
	if (!text)
		fail(EXIT_IO, "cannot make the receipt");
	struct buffer line = {0};
	buffer_string(&line, text);
	buffer_byte(&line, '\n');
	free(text);
	append(line.at, line.length, name);
	buffer_free(&line);
}
