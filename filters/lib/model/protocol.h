#ifndef JIGSAW_MODEL_PROTOCOL_H
#define JIGSAW_MODEL_PROTOCOL_H

#include "stream/preamble.h"

/*
 * A linkage protocol: what the parties agreed before the run, as a side file.
 *
 *	item	value
 *	source	census
 *	source	gp
 *	block.rules	3f9a61c2d47e
 *	compare.model	c2b50a67555c
 *	cluster.threshold	13
 *
 * `source` lists the sources that may be linked, all of them. Any other item
 * is TOOL.OPTION as the ##step lines show it (opt.OPTION); numbers are compared
 * as numbers. An item about a tool that comes later is left to that tool.
 */

/* Adds opt.threshold: `none`, or bits with 12 decimals. */
void step_threshold(struct step_builder *step, int64_t threshold);

/* Holds a step that is being built, and all before it, to the protocol: what
 * differs is exit 77, naming the item. Adds opt.protocol, the file's digest.
 * Without a path nothing was agreed. */
void protocol_hold(struct step_builder *step, const char *path);

#endif
