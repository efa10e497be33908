#ifndef JIGSAW_STREAM_SIDES_H
#define JIGSAW_STREAM_SIDES_H

#include "stream/policy.h"
#include "stream/writer.h"

/*
 * The side streams of a filter: sealed streams that it reads in addition to its
 * main input, each named by the option that gives it.
 *
 *	struct sides sides = {.tool = TOOL_UNMATCHED, .common = common};
 *	struct reader *records = sides_open(&sides, "records", records_path);
 *	struct reader **members = sides_open_all(&sides, "members", &member_paths);
 *	... the output's preamble is a copy of the main input's ...
 *	sides_merge(&sides, &out);
 *	... step_start(), step_parent() ...
 *	sides_step(&sides, &step);
 *	... the filter reads what it needs of them ...
 *	sides_ledger(&sides, &writer);
 *	sides_close(&sides);
 *
 * Everywhere they come in the order in which they were opened, which is
 * therefore part of what a filter writes.
 */

struct side_stream {
	const char *name; /* in the lineage: side.NAME */
	struct reader in;
};

struct sides {
	enum tool tool;
	const struct common *common;
	struct side_stream **at; /* each stays where it is until sides_close() */
	size_t count, capacity;
	struct arena arena;
};

/* What the lineage calls the value at `index` of an option that was given
 * `count` times: the option's name when that is once, else NAME1, NAME2, ...
 * It also holds for unsealed side files: step_file(). The string is in the
 * arena, or `option` itself. */
const char *side_name(struct arena *arena, const char *option, size_t index, size_t count);

/* Opens the stream that an option gives and holds it against the tool's
 * policy. Returns NULL when path is NULL, the option not given. The reader
 * belongs to `s`. */
struct reader *sides_open(struct sides *s, const char *option, const char *path);
/* The same for an option that may be given more than once: an array of
 * paths->count readers, which belongs to `s` too. */
struct reader **sides_open_all(struct sides *s, const char *option,
			       const struct string_list *paths);

/* preamble_merge() of each into an output's preamble. */
void sides_merge(const struct sides *s, struct preamble *out);
/* step_side() of each. */
void sides_step(const struct sides *s, struct step_builder *step);
/* writer_side() of each: reads it to its verified end and takes its ledger over. */
void sides_ledger(const struct sides *s, struct writer *w);
void sides_close(struct sides *s);

#endif
