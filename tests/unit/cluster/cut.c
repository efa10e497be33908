/* Random joins against all cuts, looked at one by one. */

#include "cluster/cut.h"
#include "model/weight.h"
#include "random.h"
#include "test.h"

enum { MOST = 30 };

static void compare_with_naive(void)
{
	struct cut c = {.sure = random_below(3)};
	double odds[MOST], pairs[MOST], best = 0, best_at = 0, all = (double)c.sure;
	uint32_t count = 0;

	for (uint32_t component = 0; component < 4; component++) {
		double least = 100;
		cut_component(&c);
		for (uint32_t i = 0; i < random_below(6); i++) {
			double at = (int)random_below(25) - 7;
			pairs[count] = 1 + random_below(9);
			cut_join(&c, (int64_t)at * WEIGHT_BIT, (uint64_t)pairs[count]);
			all += pairs[count] / (1 + exp2(-(at < least ? at : least)));
			least = odds[count++] = at < least ? at : least;
		}
	}
	for (int at = 30; at >= -7; at--) {
		double within = (double)c.sure, matches = within;
		for (uint32_t i = 0; i < count; i++)
			if (odds[i] >= at) {
				within += pairs[i];
				matches += pairs[i] / (1 + exp2(-odds[i]));
			}
		double f1 = within + all > 0 ? 2 * matches / (within + all) : 0;
		if (f1 > best + 1e-9) {
			best = f1;
			best_at = at;
		}
	}
	cut_choose(&c);
	for (uint32_t i = 0; i < count && best > 0; i++)
		check((odds[i] >= best_at) == ((int64_t)odds[i] * WEIGHT_BIT >= c.at),
		      "a join at %g", odds[i]);
	check_number(c.precision > 0, best > 0, "is there anything?");
	if (best > 0) {
		double p = (double)c.precision / WEIGHT_BIT, r = (double)c.recall / WEIGHT_BIT;
		check_near(2 * p * r / (p + r), best, 1e-6, "its F1");
		check_near(1 / (1 + exp2(-(double)c.at / WEIGHT_BIT)), best / 2, 1e-6,
			   "half of it");
	}
	cut_free(&c);
}

int main(void)
{
	random_state = 3;
	for (int i = 0; i < 5000; i++)
		compare_with_naive();
	return 0;
}
