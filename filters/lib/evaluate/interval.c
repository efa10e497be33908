#include "evaluate/interval.h"

#include <math.h>

#define Z 1.959963984540054

uint64_t ratio_millionths(uint64_t over, uint64_t under)
{
	unsigned __int128 twice = (unsigned __int128)over * 2000000 + under;

	return (uint64_t)(twice / ((unsigned __int128)under * 2));
}

static uint64_t millionths(double share)
{
	double bounded = share < 0 ? 0 : share > 1 ? 1 : share;

	return (uint64_t)(bounded * 1e6 + 0.5);
}

void wilson_effective(double over, double under, uint64_t *low, uint64_t *high)
{
	double x = over, n = under, square = Z * Z;
	double middle = x + square / 2;
	double reach = Z * sqrt(x * ((n - x) / n) + square / 4);
	double scale = n + square;

	/* At the ends the two terms cancel but for rounding. */
	*low = x <= 0 ? 0 : millionths((middle - reach) / scale);
	*high = x >= n ? 1000000 : millionths((middle + reach) / scale);
}

void wilson_millionths(uint64_t over, uint64_t under, uint64_t *low, uint64_t *high)
{
	wilson_effective((double)over, (double)under, low, high);
}

bool standardised_difference(uint64_t over, uint64_t under, uint64_t other_over,
			     uint64_t other_under, int64_t *result)
{
	if (!under || !other_under)
		return false;
	double p = (double)over / (double)under, q = (double)other_over / (double)other_under;
	double spread = sqrt((p * (1 - p) + q * (1 - q)) / 2);

	*result = 0;
	if (spread == 0)
		return p == q;
	double scaled = (p - q) / spread * 1e6;
	*result = scaled < 0 ? -(int64_t)(0.5 - scaled) : (int64_t)(scaled + 0.5);
	return true;
}
