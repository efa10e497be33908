#ifndef JIGSAW_MODEL_PROTOCOL_H
#define JIGSAW_MODEL_PROTOCOL_H

#include "stream/preamble.h"

/*
 * Checks a run against a linkage protocol, a side file that the parties agreed
 * beforehand:
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

/* Compares a step that is being built, and all before it, with the protocol; a
 * difference is exit 77, naming the item. Adds opt.protocol, the file's digest.
 * A NULL path means no protocol. */
void protocol_hold(struct step_builder *step, const char *path);

#endif
