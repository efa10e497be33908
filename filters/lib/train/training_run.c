#include "train/training.h"

#include <stdarg.h>
#include <stdio.h>

/* Of the records of one person, up to 22 % have another forename or surname, and up to 17 %
 * another birth date, in the test sets that are published (Febrl, historical figures);
 * where households were learned, it is most. */
#define OTHER_MOST 0.4
/* How much more often than expected two fields may agree together, and by how many
 * pairs, before it is worth a warning: Febrl 4, which has no families, stays below
 * 1.05, and artificial children with siblings are at 1.17. */
#define FIT_TOLERATED 1.1
#define FIT_LEAST 20

/* What each pair of sources has seen, at the parameters of all of them. */
static void count_pair_levels(struct training *t)
{
	for (size_t i = 0; i < t->em.session_count; i++) {
		const struct training_session *s = &t->sessions[i];
		if (s->pair != SIZE_MAX)
			em_expect(&t->em, &t->em.sessions[i], t->first, t->pairs[s->pair].matches,
				  t->pairs[s->pair].rest);
	}
}

/* Draws the shares of one comparison to those of all sources: what was counted
 * over what they would lead to expect, both with `strength` added, times their
 * share. (The posterior mean of a ratio whose prior is a gamma distribution
 * around 1: unlike a Dirichlet prior it holds a rare level as fast as a common
 * one.) */
static void shrink(double *to, const double *counts, const double *all, const bool *keep,
		   size_t levels, double strength)
{
	double total = 0, sum = 0, before = 0;

	for (size_t k = 0; k < levels; k++)
		total += counts[k];
	for (size_t k = 0; k < levels; k++) {
		to[k] = all[k];
		if (!keep[k])
			to[k] *= (counts[k] + strength) / (all[k] * total + strength);
		sum += keep[k] ? 0 : to[k];
		before += keep[k] ? 0 : all[k];
	}
	for (size_t k = 0; k < levels; k++)
		to[k] *= keep[k] ? 1 : before / sum;
}

static void shrink_pair(struct training *t, struct training_pair *p, double strength)
{
	for (size_t c = 0; c < t->em.comparison_count; c++) {
		const struct em_comparison *k = &t->em.comparisons[c];
		size_t at = t->first[c];
		shrink(p->m + at, p->matches + at, k->m, k->keep_m, k->levels, strength);
		shrink(p->u + at, p->rest + at, k->u, k->keep_u, k->levels, strength);
	}
}

/* Matches expected among the pairs of the passes, each pair once. */
static double count_found(struct training *t)
{
	double found = 0;

	for (size_t i = 0; i < t->pair_count; i++)
		t->pairs[i].found = 0;
	for (size_t i = 0; i < t->pattern_count; i++) {
		const struct pattern *p = &t->patterns[i];
		const struct em_session *s = &t->em.sessions[t->session_of[i]];
		if (s->random || p->again)
			continue;
		double matches =
			(double)p->count * em_posterior(&t->em, p->levels, s->excluded, s->share);
		t->pairs[t->sessions[t->session_of[i]].pair].found += matches;
		found += matches;
	}
	return found;
}

static double raised(double prior, double found, uint64_t possible)
{
	double share = possible ? found / (double)possible : 0;

	share = share > 0.5 ? 0.5 : share;
	return share > prior ? share : prior;
}

/* There are at least as many matches as the passes find, whatever rules and recall say of
 * them: where every duplicate has an error no rule of equal fields finds any. */
static void raise_priors(struct training *t)
{
	double found = count_found(t);

	if (raised(t->prior, found, t->possible) <= t->prior)
		return;
	t->found = found;
	t->prior = raised(t->prior, found, t->possible);
	for (size_t i = 0; i < t->pair_count; i++) {
		struct training_pair *p = &t->pairs[i];
		p->prior = raised(p->prior, p->found, p->possible);
	}
	for (size_t i = 0; i < t->em.session_count; i++)
		if (t->em.sessions[i].random)
			t->em.sessions[i].share = t->pairs[t->sessions[i].pair].prior;
	em_joint(&t->em);
}

void training_run(struct training *t, const struct training_options *o)
{
	em_sample(&t->em);
	if (o->splink)
		em_median(&t->em);
	else
		em_joint(&t->em);
	if (!o->splink && o->recall > 0)
		raise_priors(t);
	count_pair_levels(t);
	for (size_t i = 0; i < t->pair_count; i++)
		shrink_pair(t, &t->pairs[i], o->strength);
}

bool training_falls(const struct training *t, size_t comparison, size_t number)
{
	const struct em_comparison *k = &t->em.comparisons[comparison];

	return number && k->m[number] * k->u[number - 1] <= k->m[number - 1] * k->u[number];
}

__attribute__((format(printf, 4, 5))) static void warn(const struct training *t, size_t row,
						       const char *rule, const char *format, ...)
{
	char message[512];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(message, sizeof message, format, arguments);
	va_end(arguments);
	notice("%s:%llu: %s (rule %s)", t->model->side.path,
	       (unsigned long long)t->model->side.lines[row], message, rule);
}

static void warn_level(const struct training *t, size_t c, const struct comparison_level *level)
{
	const struct em_comparison *k = &t->em.comparisons[c];
	struct text name = t->model->comparisons[c].name, of = level->name;
	size_t at = (size_t)level->number;

	if (!k->seen[at])
		warn(t, level->row, "unseen",
		     "%.*s: %.*s: no pair reached this level: it keeps its m and u",
		     (int)name.length, name.at, (int)of.length, of.at);
	else if (!k->sampled[at] && t->em.learn_u)
		warn(t, level->row, "rare",
		     "%.*s: %.*s: no pair of the sample reached this level: u is a guess",
		     (int)name.length, name.at, (int)of.length, of.at);
	if (training_falls(t, c, at))
		warn(t, level->row, "order", "%.*s: %.*s weighs no more than the level after it",
		     (int)name.length, name.at, (int)of.length, of.at);
}

/* What hardly changes in a life, by the name of its comparison. */
static bool lasts(struct text name)
{
	static const char *const words[] = {"forename",      "first_name", "given_name",
					    "surname",       "last_name",  "dob",
					    "date_of_birth", "birth_date"};

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (memmem(name.at, name.length, words[i], strlen(words[i])))
			return true;
	return false;
}

/* m of a comparison that every pass decides rests on the few matches that a
 * random sample happens to hold. */
static void warn_comparison(const struct training *t, size_t c)
{
	struct text name = t->model->comparisons[c].name;
	size_t row = t->model->comparisons[c].levels[0].row;
	bool trained = false;

	for (size_t i = 0; i < t->em.session_count; i++)
		trained = trained || (!t->em.sessions[i].random && !t->em.sessions[i].excluded[c]);
	if (!trained)
		warn(t, row, "untrained",
		     "%.*s: every pass decides this comparison, so its m cannot be learned",
		     (int)name.length, name.at);
	double other = t->em.comparisons[c].m[0];
	if (trained && lasts(name) && other > OTHER_MOST)
		warn(t, row, "families",
		     "%.*s: of the matches that were found %.0f %% have another: they may be "
		     "families and not persons; name what a household shares under implies, or "
		     "leave it out",
		     (int)name.length, name.at, 100 * other);
}

/* How many comparisons vary among the pairs that a session has. */
static size_t varying(const struct training *t, const struct em_session *s)
{
	size_t count = 0;

	for (size_t c = 0; c < t->em.comparison_count; c++) {
		int8_t before = -1;
		bool varies = false;
		for (size_t i = 0; i < s->count && !varies && !(s->excluded && s->excluded[c]);
		     i++) {
			int8_t level = s->patterns[i].levels[c];
			varies = level >= 0 && before >= 0 && level != before;
			before = level >= 0 ? level : before;
		}
		count += varies;
	}
	return count;
}

/* With u known, two comparisons that vary are the least that can tell matches
 * from the rest. */
static void warn_session(const struct training *t, size_t session)
{
	const struct training_session *s = &t->sessions[session];
	struct text a = TEXT("all"), b = a;

	if (t->em.sessions[session].random || varying(t, &t->em.sessions[session]) >= 2)
		return;
	if (s->pair != SIZE_MAX) {
		a = t->pairs[s->pair].source_a;
		b = t->pairs[s->pair].source_b;
	}
	notice("pass %llu of %.*s and %.*s: fewer than two comparisons vary: it cannot tell "
	       "matches from the rest (rule identified)",
	       (unsigned long long)s->pass, (int)a.length, a.at, (int)b.length, b.at);
}

/* Where the classes found are not those of the model, fields agree together that should be
 * independent within a class. The worst two say enough. */
static void warn_fit(const struct training *t)
{
	size_t worst_a = 0, worst_b = 0;
	double worst = FIT_TOLERATED;

	for (size_t a = 0; a < t->em.comparison_count; a++)
		for (size_t b = a + 1; b < t->em.comparison_count; b++) {
			struct training_fit fit = training_fit(t, a, b);
			double ratio = fit.expected > 0 ? fit.found / fit.expected : 0;
			if (ratio < worst || fit.found - fit.expected < FIT_LEAST)
				continue;
			worst = ratio;
			worst_a = a;
			worst_b = b;
		}
	if (worst_b)
		warn(t, t->model->comparisons[worst_b].levels[0].row, "fit",
		     "%.*s and %.*s agree together %.2f times as often as this model can explain: "
		     "it may take families for persons; declare what a household shares as an "
		     "interaction, or add comparisons that tell its members apart",
		     (int)t->model->comparisons[worst_a].name.length,
		     t->model->comparisons[worst_a].name.at,
		     (int)t->model->comparisons[worst_b].name.length,
		     t->model->comparisons[worst_b].name.at, worst);
}

void training_warn(const struct training *t, const struct training_options *o)
{
	for (size_t c = 0; c < t->em.comparison_count; c++) {
		const struct comparison *k = &t->model->comparisons[c];
		warn_comparison(t, c);
		for (size_t i = 0; i < k->level_count; i++)
			if (k->levels[i].number >= 0)
				warn_level(t, c, &k->levels[i]);
	}
	for (size_t i = 0; i < t->em.session_count; i++)
		warn_session(t, i);
	warn_fit(t);
	if (!t->em.converged)
		notice("not converged: after %zu iterations a parameter still changed by %.6f",
		       t->em.iterations, t->em.change);
	if (t->found > 0)
		notice("the passes find about %.0f matches, more than the rules' %llu pairs and "
		       "--recall say: the prior is from these",
		       t->found, (unsigned long long)t->ruled);
	else if (o->recall > 0 && !t->ruled)
		notice("no rule found a pair: the prior is unchanged");
}
