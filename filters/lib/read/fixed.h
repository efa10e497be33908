#ifndef JIGSAW_READ_FIXED_H
#define JIGSAW_READ_FIXED_H

#include "base/text.h"

/*
 * Reads fixed width (raw_fixed): one record per line, with columns at character
 * positions from 1, in any encoding.
 *
 * - Blanks at both ends of a column's characters are padding, not value.
 * - A line may be shorter than the layout, since blanks at the end of lines get
 *   lost on the way: what is not there counts as blanks, and the line is
 *   counted (short.lines). But a line that ends before a required column
 *   starts has the flaw `width`.
 * - A line with anything but blanks behind the last column has the flaw
 *   `width`: the layout is another.
 */

/* The characters first..last of a line, without blanks at both ends; a slice of
 * the line. Less, or nothing, when the line ends before. */
struct text fixed_cell(struct text line, size_t first, size_t last);

#endif
