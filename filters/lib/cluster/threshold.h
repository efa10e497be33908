#ifndef JIGSAW_CLUSTER_THRESHOLD_H
#define JIGSAW_CLUSTER_THRESHOLD_H

#include <stdbool.h>
#include <stdint.h>

/* The threshold that --threshold or --probability gives (NULL: not given), in 10^-12 bit;
 * false when neither does. --purpose, of which the model knows the threshold, is only
 * checked. A value that is none, two of the three, or a purpose without a model is exit 2. */
bool threshold_option(const char *threshold, const char *probability, const char *purpose,
		      bool has_model, int64_t *weight);

#endif
