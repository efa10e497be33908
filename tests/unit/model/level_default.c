/* The defaults of untrained levels, computed with Splink 5.0.0. */

#include "model/level_default.h"
#include "test.h"

int main(void)
{
	static const double u[5] = {0.40000000000000036, 0.06299605249474372, 0.009921256574801252,
				    0.0015625000000000014, 0.000927734375};

	for (size_t i = 0; i < 5; i++)
		check_near(level_default_u(i, 5) / u[i], 1, 1e-14, "default u of level %zu", i);
	return 0;
}
