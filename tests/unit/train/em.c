/* train/em.h against a hand-computed round, a plain implementation that goes
 * through the pairs one by one, and counts of which the truth is known. */
#include <string.h>

#include "test.h"
#include "train/em.h"

enum { COMPARISONS = 3, MOST = 4, PATTERNS = 24, SESSIONS = 3 };

/* Room for the arrays of an estimation. */
struct room {
	struct em em;
	struct em_comparison comparisons[COMPARISONS];
	double m[COMPARISONS][MOST], u[COMPARISONS][MOST];
	double m_count[COMPARISONS][MOST], u_count[COMPARISONS][MOST];
	bool keep_m[COMPARISONS][MOST], keep_u[COMPARISONS][MOST];
	uint64_t seen[COMPARISONS][MOST], sampled[COMPARISONS][MOST];
	int8_t levels[PATTERNS][COMPARISONS];
	struct em_pattern patterns[SESSIONS][PATTERNS];
	struct em_session sessions[SESSIONS];
	bool excluded[SESSIONS][COMPARISONS];
};

static void start(struct room *r, size_t comparisons, const size_t *levels)
{
	memset(r, 0, sizeof *r);
	r->em = (struct em){.comparisons = r->comparisons,
			    .comparison_count = comparisons,
			    .sessions = r->sessions,
			    .prior = 0.01,
			    .least = 0,
			    .most = 1};
	for (size_t c = 0; c < comparisons; c++)
		r->comparisons[c] = (struct em_comparison){
			levels[c],     r->m[c],       r->u[c],    r->keep_m[c], r->keep_u[c],
			r->m_count[c], r->u_count[c], r->seen[c], r->sampled[c]};
}

/* One round by hand: odds 81, 1 and 1/81, so matches 10 * 81/82, 5, 10/82. */
static void by_hand(void)
{
	static struct room r;
	static const size_t levels[] = {2, 2};
	static const int8_t at[3][COMPARISONS] = {{1, 1}, {1, 0}, {0, 0}};

	start(&r, 2, levels);
	for (size_t c = 0; c < 2; c++) {
		r.m[c][1] = r.u[c][0] = 0.9;
		r.m[c][0] = r.u[c][1] = 0.1;
	}
	for (size_t i = 0; i < 3; i++)
		r.patterns[0][i] = (struct em_pattern){at[i], 10};
	r.sessions[0] = (struct em_session){r.patterns[0], 3, NULL, false, 0.5, NULL, 0};
	r.em.session_count = 1;
	em_sample(&r.em);
	em_joint(&r.em);
	check_near(r.m[0][1], (10 * 81.0 / 82 + 5) / 15, 1e-12, "hand: m of the first");
	check_near(r.m[1][1], (10 * 81.0 / 82) / 15, 1e-12, "hand: m of the second");
	check_near(r.u[0][1], 0.1, 0, "hand: u stays");
	check_near(r.sessions[0].share, 0.5, 1e-12, "hand: the share");
	check_near((double)r.seen[0][1], 20, 0, "hand: seen");
}

static uint64_t state = 88172645463325252u;

static double uniform(void)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return (double)(state >> 11) / 9007199254740992.0;
}

/* Random patterns and starts: sessions 0 is random, 1 and 2 leave one out. */
static void fill(struct room *r)
{
	static const size_t levels[] = {2, 3, 4};

	start(r, COMPARISONS, levels);
	for (size_t c = 0; c < COMPARISONS; c++) {
		double m = 0, u = 0;
		for (size_t k = 0; k < levels[c]; k++) {
			m += r->m[c][k] = uniform() * (double)(k * k + 1);
			u += r->u[c][k] = uniform() * (double)((levels[c] - k) * 3);
		}
		for (size_t k = 0; k < levels[c]; k++) {
			r->m[c][k] /= m;
			r->u[c][k] /= u;
		}
	}
	for (size_t i = 0; i < PATTERNS; i++)
		for (size_t c = 0; c < COMPARISONS; c++) {
			int drawn = (int)(uniform() * (double)(levels[c] + 1)) - 1;
			r->levels[i][c] = (int8_t)(i < MOST ? (int)(i % levels[c]) : drawn);
		}
	for (size_t s = 0; s < SESSIONS; s++) {
		for (size_t i = 0; i < PATTERNS; i++)
			r->patterns[s][i] =
				(struct em_pattern){r->levels[i], 1 + (uint64_t)(uniform() * 40)};
		r->excluded[s][s] = s != 0;
		r->sessions[s] = (struct em_session){
			r->patterns[s], PATTERNS, r->excluded[s], s == 0, s ? 0.3 : 0.01, NULL, 0};
	}
	r->em.session_count = SESSIONS;
	r->em.pseudo = 0.5;
	r->em.learn_u = true;
	r->em.most = 8;
}

/* The same model, pair by pair and without any of the other's arrangements. */
static void plain_round(double m[COMPARISONS][MOST], double u[COMPARISONS][MOST],
			double share[SESSIONS], const struct room *r)
{
	double new_m[COMPARISONS][MOST] = {{0}}, new_u[COMPARISONS][MOST] = {{0}};

	for (size_t s = 0; s < SESSIONS; s++) {
		double sum = 0, pairs = 0;
		for (size_t i = 0; i < PATTERNS; i++) {
			for (uint64_t pair = 0; pair < r->patterns[s][i].count; pair++) {
				double match = share[s], other = 1 - share[s];
				for (size_t c = 0; c < COMPARISONS; c++) {
					int8_t k = r->levels[i][c];
					if (k < 0 || r->excluded[s][c])
						continue;
					match *= m[c][k];
					other *= u[c][k];
				}
				double p = match / (match + other);
				sum += p;
				pairs++;
				for (size_t c = 0; c < COMPARISONS; c++) {
					int8_t k = r->levels[i][c];
					if (k < 0 || r->excluded[s][c])
						continue;
					new_m[c][k] += p;
					new_u[c][k] += s == 0 ? 1 - p : 0;
				}
			}
		}
		share[s] = s ? sum / pairs : share[s];
	}
	for (size_t c = 0; c < COMPARISONS; c++) {
		double sum_m = 0, sum_u = 0;
		for (size_t k = 0; k < r->comparisons[c].levels; k++) {
			sum_m += new_m[c][k] + 0.5;
			sum_u += new_u[c][k] + 0.5;
		}
		for (size_t k = 0; k < r->comparisons[c].levels; k++) {
			m[c][k] = (new_m[c][k] + 0.5) / sum_m;
			u[c][k] = (new_u[c][k] + 0.5) / sum_u;
		}
	}
}

static void by_brute_force(void)
{
	for (int trial = 0; trial < 20; trial++) {
		static struct room r;
		double m[COMPARISONS][MOST], u[COMPARISONS][MOST];
		double share[SESSIONS] = {0.01, 0.3, 0.3};
		fill(&r);
		em_sample(&r.em);
		memcpy(m, r.m, sizeof m);
		memcpy(u, r.u, sizeof u);
		for (int i = 0; i < 8; i++)
			plain_round(m, u, share, &r);
		em_joint(&r.em);
		for (size_t c = 0; c < COMPARISONS; c++) {
			for (size_t k = 0; k < r.comparisons[c].levels; k++) {
				check_near(r.m[c][k], m[c][k], 1e-9, "brute force: m");
				check_near(r.u[c][k], u[c][k], 1e-9, "brute force: u");
			}
		}
		for (size_t s = 0; s < SESSIONS; s++)
			check_near(r.sessions[s].share, share[s], 1e-9, "brute force: share");
	}
}

/* Counts made from known parameters lead back to them. */
static void fill_known(struct room *r, double share, double together)
{
	static const size_t levels[] = {2, 2, 2};
	static const double m[] = {0.9, 0.8, 0.95}, u[] = {0.02, 0.05, 0.01};

	start(r, COMPARISONS, levels);
	for (size_t c = 0; c < COMPARISONS; c++) {
		r->m[c][1] = 0.7;
		r->m[c][0] = 0.3;
		r->u[c][1] = u[c];
		r->u[c][0] = 1 - u[c];
	}
	for (size_t i = 0; i < 8; i++) {
		double match = share, other = 1 - share;
		for (size_t c = 0; c < COMPARISONS; c++) {
			int8_t k = r->levels[i][c] = (int8_t)(i >> c & 1);
			match *= k ? m[c] : 1 - m[c];
			other *= k ? u[c] : 1 - u[c];
		}
		/* Among the rest the first two move together; the margins stay. */
		double both = u[0] * u[1] * (together - 1) * (1 - share);
		double third = r->levels[i][2] ? u[2] : 1 - u[2];
		other += (r->levels[i][0] == r->levels[i][1] ? both : -both) * third;
		r->patterns[0][i] =
			(struct em_pattern){r->levels[i], (uint64_t)((match + other) * 1e9)};
	}
	r->sessions[0] = (struct em_session){r->patterns[0], 8, NULL, false, -1, NULL, 0};
	r->em.session_count = 1;
	r->em.least = 1e-9;
	r->em.most = 5000;
}

static void by_recovery(void)
{
	static struct room r;

	fill_known(&r, 0.2, 1);
	r.em.prior = 0.1;
	em_sample(&r.em);
	em_joint(&r.em);
	check_near(r.m[0][1], 0.9, 1e-4, "recovery: m");
	check_near(r.m[1][1], 0.8, 1e-4, "recovery: m");
	check_near(r.m[2][1], 0.95, 1e-4, "recovery: m");
	check_near(r.sessions[0].share, 0.2, 1e-4, "recovery: share");
	check_near(r.em.converged, 1, 0, "recovery: converged");
}

/* Two comparisons that move together among the rest: with their table the
 * probabilities are those of the truth, without it they are not. */
static void by_interaction(void)
{
	static struct room r, s;
	double ones_m[4] = {1, 1, 1, 1}, ones_u[4] = {1, 1, 1, 1};
	struct em_interaction tie = {0, 1, ones_m, ones_u};

	fill_known(&r, 0.001, 10);
	r.sessions[0].random = true;
	r.sessions[0].share = 0.001;
	r.em.learn_u = true;
	/* Three fields of two levels cannot tell more than this. */
	for (size_t c = 0; c < COMPARISONS; c++) {
		r.keep_m[c][0] = r.keep_m[c][1] = true;
		r.m[c][1] = c == 0 ? 0.9 : c == 1 ? 0.8 : 0.95;
		r.m[c][0] = 1 - r.m[c][1];
	}
	r.em.interactions = &tie;
	r.em.interaction_count = 1;
	em_sample(&r.em);
	check(ones_u[3] > 5, "interaction: it starts from the sample");
	check_near(ones_m[3], 1, 0, "interaction: among matches from nothing");
	em_joint(&r.em);
	static const int8_t both[] = {1, 1, 0};
	/* 0.001 * 0.9 * 0.8 * 0.05 to 0.999 * 0.02 * 0.05 * 10 * 0.99 */
	double match = 0.001 * 0.9 * 0.8 * 0.05, other = 0.999 * 0.02 * 0.05 * 10 * 0.99;
	check_near(em_posterior(&r.em, both, NULL, 0.001), match / (match + other), 2e-4,
		   "interaction: probability");
	check_near(ones_u[3], 10, 0.05, "interaction: ratio");
	check_near(ones_m[3], 1, 0.05, "interaction: ratio of matches");
	s = r;
	s.em.interaction_count = 0;
	check(em_posterior(&s.em, both, NULL, 0.001) >= 2 * match / (match + other),
	      "without it, the probability");
}

static void by_median(void)
{
	static struct room r;

	fill_known(&r, 0.2, 1);
	r.em.prior = 0.1;
	r.sessions[1] = r.sessions[0];
	r.excluded[1][0] = true;
	r.sessions[1].excluded = r.excluded[1];
	r.em.session_count = 2;
	em_sample(&r.em);
	em_median(&r.em);
	check_near(r.m[0][1], 0.9, 1e-4, "median: of one session");
	check_near(r.m[2][1], 0.95, 1e-3, "median: of two");
	check_near(r.u[2][1], 0.01, 0, "median: u stays");
}

/* Judged pairs are of the patterns: with all of them judged, m and the share are
 * plain counts. */
static void by_judgement(void)
{
	static struct room r;
	static const size_t levels[] = {2, 2};
	static const int8_t at[3][COMPARISONS] = {{1, 1}, {1, 0}, {0, 0}};
	static const bool match[9] = {true, true, false, true, false, false, true, false, false};
	static struct em_judged judged[9];

	start(&r, 2, levels);
	for (size_t c = 0; c < 2; c++) {
		r.m[c][1] = r.u[c][0] = 0.8;
		r.m[c][0] = r.u[c][1] = 0.2;
	}
	for (size_t i = 0; i < 3; i++)
		r.patterns[0][i] = (struct em_pattern){at[i], 3};
	for (size_t i = 0; i < 9; i++)
		judged[i] = (struct em_judged){at[i / 3], match[i]};
	r.sessions[0] = (struct em_session){r.patterns[0], 3, NULL, false, -1, judged, 9};
	r.em.session_count = 1;
	r.em.most = 5;
	em_sample(&r.em);
	em_joint(&r.em);
	/* Of the first pattern 2 of 3 are matches, of the others 1 of 3. */
	check_near(r.sessions[0].share, 4.0 / 9, 1e-12, "judged: share");
	check_near(r.m[0][1], 3.0 / 4, 1e-12, "judged: m of the first");
	check_near(r.m[1][1], 2.0 / 4, 1e-12, "judged: m of the second");
	check_near(r.m_count[0][1], 3, 1e-12, "judged: matches counted");
}

/* A level that nothing came to stays, and so does one that is kept. */
static void unseen(void)
{
	static struct room r;
	static const size_t levels[] = {3};
	static const int8_t at[2][COMPARISONS] = {{0}, {2}};

	start(&r, 1, levels);
	static const double m[] = {0.1, 0.2, 0.7}, u[] = {0.9, 0.07, 0.03};
	memcpy(r.m[0], m, sizeof m);
	memcpy(r.u[0], u, sizeof u);
	r.patterns[0][0] = (struct em_pattern){at[0], 100};
	r.patterns[0][1] = (struct em_pattern){at[1], 50};
	r.sessions[0] = (struct em_session){r.patterns[0], 2, NULL, false, 0.4, NULL, 0};
	r.em.session_count = 1;
	r.em.most = 3;
	em_sample(&r.em);
	em_joint(&r.em);
	check_near(r.m[0][1], 0.2, 0, "unseen: m");
	check_near(r.m[0][0] + r.m[0][2], 1, 1e-12, "unseen: the others are what they are");
	check_near((double)r.seen[0][1], 0, 0, "unseen: counted");
	r.keep_m[0][2] = true;
	r.m[0][2] = 0.5;
	em_joint(&r.em);
	check_near(r.m[0][2], 0.5, 0, "kept: m");
	check_near(r.m[0][0] < 1 - 0.5, 1, 0, "kept: the other");
}

int main(void)
{
	by_hand();
	by_brute_force();
	by_recovery();
	by_interaction();
	by_median();
	by_judgement();
	unseen();
	return 0;
}
