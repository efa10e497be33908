#ifndef JIGSAW_OUTLET_TREE_H
#define JIGSAW_OUTLET_TREE_H

#include "base/map.h"
#include "outlet/outlet.h"

/*
 * Writes tables as one XML document, by XML schemas: the inverse of read/xml.h.
 *
 * The record paths and titles of all tables make one tree of elements. An
 * element repeats when it is a record, when a table names fields of it by `../`,
 * or when the order file says so. Where it repeats, one table drives it: the one
 * whose record it is, else the first that has records below. The records of the
 * others are put into the instance with whose fields their `../` fields agree;
 * what fits none is exit 65, and so is a table without such fields where there
 * are several instances. So the schemas read the same tables again.
 *
 * orders/SET.tsv in the first schema's folder, if present, gives the order of
 * elements (columns path, repeats, from, to, written, note; paths from the root);
 * titles that it lists are preferred, and of these one that the return's year has:
 * the value of the column of type year in a table of one record. Otherwise the schema's order
 * applies, fields before records.
 *
 * All records are held in memory.
 */

struct tree_row {
	struct text *cells; /* by column of the schema; empty where the stream has none */
	bool taken;
	struct tree_row *same; /* the next with the same key */
};

struct tree_rows {
	struct tree_row **at;
	size_t count, capacity;
};

struct tree_table {
	const struct schema *schema;
	const char *file; /* for messages; NULL: standard input */
	size_t record;    /* node */
	bool cleaned;
	size_t *nodes;  /* by column: the field's node */
	size_t *scopes; /* by column: the node on the record's path that it is a field of */
	struct tree_rows all, list;
	struct tree_row *current;
};

struct tree_use {                   /* a field that is a table's column */
	size_t table, column, next; /* next: index + 1 in tree->uses */
};

struct tree_node {
	struct text name;
	size_t parent, child, last, sibling; /* 0: none; node 0 is the document */
	size_t level;
	bool repeats;
	bool listed;       /* in the order file */
	uint64_t from, to; /* years that have it; 0: open */
	enum schema_written written;
	size_t use; /* index + 1 in tree->uses: it is a field */
};

struct tree {
	struct arena arena;
	const struct outlet_options *options;
	struct tree_table *tables;
	size_t table_count;
	struct tree_node *nodes;
	size_t node_count, node_capacity;
	struct tree_use *uses;
	size_t use_count, use_capacity;
	uint64_t elements, uneven, left_out;
	size_t part; /* of lists, in an element that repeats for them; NO_COLUMN: all */
	struct spool spool;
	struct buffer out;
};

/* `most`: how many tables there will be. */
void tree_start(struct tree *t, const struct outlet_options *options, size_t most);
/* Reads a stream to its end. */
void tree_table(struct tree *t, const struct schema *schema, struct reader *in);
/* Makes the document. */
void tree_build(struct tree *t);
void tree_finish(struct tree *t, struct output *out);
void tree_notices(const struct tree *t);
void tree_free(struct tree *t);

#endif
