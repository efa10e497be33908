#ifndef JIGSAW_CLUSTER_PERSON_LEDGER_H
#define JIGSAW_CLUSTER_PERSON_LEDGER_H

#include "base/sorter.h"
#include "cluster/succession.h"
#include "stream/writer.h"

/*
 * The ledger of persons (cluster --ledger), a stream that gives the person of each
 * of the sources' own ids at the last refresh. One row per key:
 *
 *	source column key person_id seen
 *
 * `seen` is 1 if the key occurred in the refresh that wrote the ledger. The
 * step that wrote it names the project, and for each column that is a token
 * the key with which it was made.
 */

struct person_ledger {
	const char *project;
	struct reader in; /* the last refresh's, if any */
	bool given;
	char digest[13]; /* of its seal; empty without one */
	size_t *columns; /* of the records: what identities are known by */
	size_t column_count, column_capacity;
	bool by_rid; /* the records have nothing else to be known by */
	struct succession succession;
	struct buffer scratch;
	uint64_t unkeyed; /* identities without any key */
	uint64_t created, split, moved, merged, retired, returned, kept;
	struct sorter events;
};

/* Chooses the columns: `names`, by commas, or else those of role entity, or
 * else rid. One that the records do not have is exit 78. */
void person_ledger_columns(struct person_ledger *l, const struct preamble *records,
			   const char *names, const char *path);
/* Checks the options of a ledger; true when one is kept. `given`: it is read or written; `beside`:
 * there are options that need it. */
bool person_ledger_option(bool given, const char *project, bool beside);
/* Reads the last refresh's ledger whole; without one (path NULL) nobody is known. Not a ledger, of
 * another project, of other columns or of tokens by another key is exit 78; a key twice, or an id
 * that is not one, 65. */
void person_ledger_read(struct person_ledger *l, const struct preamble *records, const char *path,
			const struct common *common);
/* Lowers the level of an output to the last refresh's, and marks it partial if
 * that was. Its history stays behind: it would grow with every refresh. */
void person_ledger_merge(const struct person_ledger *l, struct preamble *out);
/* The options that say where ids come from: of every step that has them. */
void person_ledger_step(const struct person_ledger *l, struct step_builder *step);
/* The columns of a new ledger; its step names the tokens' keys. */
void person_ledger_start(const struct person_ledger *l, const struct preamble *records,
			 struct preamble *out, struct step_builder *step);
/* Notes the keys of an identity, whose record `row` is. */
void person_ledger_identity(struct person_ledger *l, const struct preamble *records,
			    const struct record *row, struct text source, uint32_t identity);
/* Once all identities are noted. */
void person_ledger_sort(struct person_ledger *l);
/* Who has a value of any of the columns, in a source; *count of them. */
const struct claim *person_ledger_holders(struct person_ledger *l, const struct preamble *records,
					  struct text source, struct text value, size_t *count);
/* Decides who goes on as whom; starts the events. */
void person_ledger_settle(struct person_ledger *l, struct persons *p, const char *tmpdir);
/* The id of a person. */
struct sum person_ledger_id(const struct person_ledger *l, struct persons *p, uint32_t label);
/* Notes what happened to a person, of which this is the id; once. */
void person_ledger_note(struct person_ledger *l, uint32_t label, struct sum id);
/* Once all persons have their ids. */
void person_ledger_write(struct person_ledger *l, struct persons *p, struct writer *w,
			 const char *tmpdir);
/* Events: person_id event related_id. */
void person_events_columns(struct preamble *out);
void person_events_write(struct person_ledger *l, struct writer *w);
/* How many there were of each, and the identities without a key. */
void person_ledger_figures(const struct person_ledger *l, struct writer *w);
void person_ledger_free(struct person_ledger *l);

#endif
