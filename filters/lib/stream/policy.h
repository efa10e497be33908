#ifndef JIGSAW_POLICY_H
#define JIGSAW_POLICY_H

#include "stream/preamble.h"

/*
 * Who may read and write what (jigsaw(7), "Levels and roles"): one table for
 * all filters, so that a role cannot be shown to a program by forgetting a
 * check in it. Refusal is exit 77.
 */

/* Refuses an input whose level the tool may not read, or that has a column of
 * a role it may not see. */
void policy_input(const char *tool, const struct preamble *input, const char *file);

/* Refuses an output whose level or roles the tool may not write, given the
 * most identifiable level among its inputs (`from`). */
void policy_output(const char *tool, enum level from, const struct preamble *output);

/* Does the tool pass records one for one, so that read = written + set aside? */
bool policy_passes(struct text tool);

/* May a foreign program stand in for it under `seal wrap --as`? */
bool policy_replaceable(struct text tool);

/* Does the tool work record by record (or group by group), so that it may be
 * given a piece of a stream? Others refuse pieces: exit 65. */
bool policy_piecewise(struct text tool);

#endif
