#include "synth/random.h"

static uint64_t mix(uint64_t z)
{
	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
	return z ^ (z >> 31);
}

uint64_t random_next(struct random *r)
{
	r->state += 0x9e3779b97f4a7c15u;
	return mix(r->state);
}

struct random random_start(uint64_t seed, uint64_t purpose, uint64_t item)
{
	struct random r = {mix(seed + 0x9e3779b97f4a7c15u)};

	r.state = mix(r.state ^ (purpose * 0xd1b54a32d192ed03u));
	r.state = mix(r.state + item * 0x8cb92ba72f3d8dd7u);
	return r;
}

uint64_t random_below(struct random *r, uint64_t n)
{
	return (uint64_t)(((unsigned __int128)random_next(r) * n) >> 64);
}

int64_t random_between(struct random *r, int64_t least, int64_t most)
{
	return least + (int64_t)random_below(r, (uint64_t)(most - least) + 1);
}

bool random_chance(struct random *r, int64_t millionths)
{
	return (int64_t)random_below(r, 1000000) < millionths;
}

void random_shuffle(struct random *r, uint64_t *items, uint64_t count)
{
	for (uint64_t i = count; i > 1; i--) {
		uint64_t j = random_below(r, i);
		uint64_t kept = items[i - 1];
		items[i - 1] = items[j];
		items[j] = kept;
	}
}
