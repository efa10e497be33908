#include "cluster/threshold.h"

#include "model/weight.h"
#include "stream/options.h"

bool threshold_option(const char *threshold, const char *probability, const char *purpose,
		      bool has_model, int64_t *weight)
{
	struct decimal p;

	if ((threshold != NULL) + (probability != NULL) + (purpose != NULL) > 1)
		usage_fail("only one of --threshold, --probability and --purpose");
	if (threshold && !threshold_parse(text_of(threshold), weight))
		usage_fail("--threshold: neither a weight in bits nor none: %s", threshold);
	if (probability) {
		if (!decimal_read(text_of(probability), &p) || !decimal_is_share(p))
			usage_fail("--probability: not a number between 0 and 1: %s", probability);
		*weight = weight_of_odds(p);
	}
	if (purpose && strcmp(purpose, "individual") != 0 && strcmp(purpose, "statistics") != 0)
		usage_fail("--purpose: neither individual nor statistics: %s", purpose);
	if (purpose && !has_model)
		usage_fail("--purpose needs the model that has its thresholds");
	return threshold || probability;
}
