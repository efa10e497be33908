#include "evaluate/judge.h"

void judge_labels(struct judge *j, const struct nodes *n, struct reader *in)
{
	struct label_columns columns = label_columns(in);
	const struct label *label;

	while ((label = labels_next(&j->labels, in, columns))) {
		struct map_entry *a = &j->labels.ids.entries[label->a];
		struct map_entry *b = &j->labels.ids.entries[label->b];
		a->value = nodes_identity(n, in, a->key, "id_a");
		b->value = nodes_identity(n, in, b->key, "id_b");
	}
}

void judge_start(struct judge *j, struct nodes *n, bool grouped, bool linkable)
{
	size_t count = n->universe.rids.count, sources = n->universe.sources.count;
	bool truth = j->by == EVIDENCE_TRUTH, holdout = j->by == EVIDENCE_HOLDOUT;

	nodes_number(n);
	if (truth)
		truth_settle(&j->truth, n->at, count);
	if (holdout) {
		j->without = memory_take(count + 1);
		holdout_settle(&j->holdout, n->at, count, sources, j->without);
	}
	accuracy_start(&j->accuracy, sources, count, (truth && grouped) || holdout);
	j->accuracy.linkable = linkable && j->by != EVIDENCE_LABELS;
	j->accuracy.kin = truth;
	j->accuracy.sparse = !truth;
	j->accuracy.forbidden = j->by == EVIDENCE_LABELS || j->truth.has_forbidden;
}

static bool judge_label(struct judge *j, const struct nodes *n, uint32_t a, uint32_t b, bool linked,
			bool *same)
{
	struct label *label = labels_find(&j->labels, universe_rid(&n->universe, a),
					  universe_rid(&n->universe, b));

	if (!label)
		return false;
	label->met = label->met || linked;
	*same = label->verdict == VERDICT_SAME;
	return true;
}

bool judge_pair(struct judge *j, const struct nodes *n, uint32_t a, uint32_t b, bool linked,
		bool *same)
{
	const struct node *x = &n->at[a], *y = &n->at[b];

	if (j->by == EVIDENCE_NONE)
		return false;
	if (j->by == EVIDENCE_LABELS)
		return judge_label(j, n, a, b, linked, same);
	if (x->person == TRUTH_NONE || y->person == TRUTH_NONE)
		return false;
	if (linked)
		accuracy_pair(&j->accuracy, x, y);
	*same = x->person == y->person;
	return true;
}

static void end_labels(struct judge *j, const struct nodes *n)
{
	const struct map_entry *ids = j->labels.ids.entries;

	for (size_t i = 0; i < j->labels.count; i++) {
		const struct label *l = &j->labels.at[i];
		const struct node *a = &n->at[ids[l->a].value], *b = &n->at[ids[l->b].value];
		accuracy_label(&j->accuracy, a, b, l->verdict,
			       n->paired ? l->met : a->cluster == b->cluster);
	}
}

static void end_nodes(struct judge *j, const struct nodes *n)
{
	struct node *known = memory_take((n->universe.rids.count + 1) * sizeof *known);
	size_t count = 0;

	for (size_t i = 0; i < n->universe.rids.count; i++)
		if (n->at[i].person != TRUTH_NONE)
			known[count++] = n->at[i];
	j->true_persons = accuracy_nodes(&j->accuracy, known, count, !n->paired);
	memory_free(known);
}

void judge_end(struct judge *j, const struct nodes *n)
{
	switch (j->by) {
	case EVIDENCE_NONE:
		return;
	case EVIDENCE_LABELS:
		end_labels(j, n);
		return;
	case EVIDENCE_TRUTH:
	case EVIDENCE_HOLDOUT:
		end_nodes(j, n);
		return;
	}
}

void judge_write(const struct judge *j, const struct nodes *n, struct report *r)
{
	report_scope(r, "all");
	report_count(r, "identities", n->universe.rids.count);
	if (j->by == EVIDENCE_TRUTH) {
		report_count(r, "identities_mixed", j->truth.mixed);
		report_count(r, "identities_unknown", j->truth.unknown);
		report_count(r, "records_absent", j->truth.absent);
	}
	if (j->by == EVIDENCE_TRUTH || j->by == EVIDENCE_HOLDOUT)
		report_count(r, "true_persons", j->true_persons);
	if (j->by == EVIDENCE_LABELS)
		report_count(r, "labelled_pairs", j->labels.count);
	if (!n->paired)
		report_count(r, "persons", n->persons.count);
	if (j->by != EVIDENCE_NONE)
		accuracy_write(&j->accuracy, r, &n->universe);
}

void judge_free(struct judge *j)
{
	accuracy_free(&j->accuracy);
	labels_free(&j->labels);
	truth_free(&j->truth);
	holdout_free(&j->holdout);
	memory_free(j->without);
	*j = (struct judge){0};
}
