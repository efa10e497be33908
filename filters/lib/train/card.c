#include "train/card.h"

static void add_fixed(struct buffer *b, double number, int places)
{
	double scale = 1;

	for (int i = 0; i < places; i++)
		scale *= 10;
	buffer_fixed(b, (int64_t)(number * scale + (number < 0 ? -0.5 : 0.5)), places);
}

static void cell(struct buffer *b)
{
	buffer_string(b, " | ");
}

static struct decimal units_of(double share)
{
	int64_t units = (int64_t)(share * (double)WEIGHT_BIT + 0.5);

	return (struct decimal){units < 1 ? 1 : (uint64_t)units, -12};
}

static void add_weight(struct buffer *b, double m, double u)
{
	int64_t weight = weight_of_ratio(units_of(m), units_of(u)), unit = WEIGHT_BIT / 100;

	buffer_fixed(b, (weight + (weight < 0 ? -unit / 2 : unit / 2)) / unit, 2);
}

static void write_sources(const struct training *t, const struct model_facts *f, struct buffer *b)
{
	if (!f->sample)
		return;
	buffer_string(b,
		      "\n## Sources\n\n| source | records | does not collect |\n|---|--:|---|\n");
	for (size_t i = 0; i < f->sample->source_count; i++) {
		const struct sample_source *s = &f->sample->sources[i];
		size_t start;
		buffer_string(b, "| ");
		buffer_text_add(b, s->id);
		cell(b);
		buffer_u64(b, s->records);
		cell(b);
		start = b->length;
		for (size_t c = 0; c < t->em.comparison_count; c++) {
			if (s->collects[c])
				continue;
			buffer_string(b, b->length > start ? ", " : "");
			buffer_text_add(b, t->model->comparisons[c].name);
		}
		buffer_string(b, " |\n");
	}
}

static void write_passes(const struct training *t, struct buffer *b)
{
	buffer_string(b, "\n## What it was learned from\n\n| pass | sources | pairs | matches | "
			 "excluded |\n|--:|---|--:|--:|---|\n");
	for (size_t i = 0; i < t->em.session_count; i++) {
		const struct em_session *s = &t->em.sessions[i];
		uint64_t pairs = 0;
		for (size_t p = 0; p < s->count; p++)
			pairs += s->patterns[p].count;
		buffer_string(b, "| ");
		if (s->random)
			buffer_string(b, "sample");
		else
			buffer_u64(b, t->sessions[i].pass);
		cell(b);
		if (t->sessions[i].pair == SIZE_MAX) {
			buffer_string(b, "all");
		} else {
			buffer_text_add(b, t->pairs[t->sessions[i].pair].source_a);
			buffer_string(b, ", ");
			buffer_text_add(b, t->pairs[t->sessions[i].pair].source_b);
		}
		cell(b);
		buffer_u64(b, pairs);
		cell(b);
		add_fixed(b, (double)pairs * s->share, 1);
		cell(b);
		size_t start = b->length;
		for (size_t c = 0; s->excluded && c < t->em.comparison_count; c++) {
			if (!s->excluded[c])
				continue;
			buffer_string(b, b->length > start ? ", " : "");
			buffer_text_add(b, t->model->comparisons[c].name);
		}
		buffer_string(b, " |\n");
	}
}

static void write_level(const struct training *t, size_t c, const struct comparison_level *level,
			struct buffer *b)
{
	const struct em_comparison *k = &t->em.comparisons[c];
	size_t at = (size_t)level->number;

	buffer_string(b, "| ");
	buffer_text_add(b, t->model->comparisons[c].name);
	cell(b);
	buffer_text_add(b, level->name);
	cell(b);
	add_fixed(b, k->m[at], 6);
	cell(b);
	add_fixed(b, k->u[at], 9);
	cell(b);
	add_weight(b, k->m[at], k->u[at]);
	cell(b);
	buffer_u64(b, k->seen[at]);
	cell(b);
	buffer_u64(b, k->sampled[at]);
	cell(b);
	buffer_string(b, !k->seen[at] ? "never seen" : "");
	buffer_string(b, k->keep_m[at] || k->keep_u[at] ? " fixed" : "");
	buffer_string(b, training_falls(t, c, at) ? " weighs no more than the next" : "");
	buffer_string(b, " |\n");
}

static void write_levels(const struct training *t, struct buffer *b)
{
	buffer_string(b, "\n## Levels\n\n| comparison | level | m | u | weight | pairs | sampled | "
			 "remarks |\n|---|---|--:|--:|--:|--:|--:|---|\n");
	for (size_t c = 0; c < t->em.comparison_count; c++)
		for (size_t i = 0; i < t->model->comparisons[c].level_count; i++)
			if (t->model->comparisons[c].levels[i].number >= 0)
				write_level(t, c, &t->model->comparisons[c].levels[i], b);
}

static void write_calibration(const struct calibration *c, struct buffer *b)
{
	buffer_string(b,
		      "\n## Calibration\n\nMatches expected among the pairs that met, by weight: "
		      "as the weight says, and without\ninteractions.\n\n"
		      "| weight from | pairs | predicted | independent |\n"
		      "|--:|--:|--:|--:|\n");
	for (int i = 0; i < CALIBRATION_BANDS; i++) {
		if (!c->pairs[i])
			continue;
		buffer_string(b, "| ");
		buffer_i64(b, calibration_from(i));
		cell(b);
		buffer_u64(b, c->pairs[i]);
		cell(b);
		add_fixed(b, c->predicted[i], 1);
		cell(b);
		add_fixed(b, c->independent[i], 1);
		buffer_string(b, " |\n");
	}
}

static void write_protocol(const struct training *t, const struct model_facts *f,
			   const char *rules_digest, struct text model_text, struct buffer *b)
{
	char digest[13];

	digest_of(model_text, digest);
	buffer_string(b, "\n## Protocol\n\n```\nitem\tvalue\n");
	for (size_t i = 0; f->sample && i < f->sample->source_count; i++) {
		buffer_string(b, "source\t");
		buffer_text_add(b, f->sample->sources[i].id);
		buffer_byte(b, '\n');
	}
	buffer_string(b, "block.rules\t");
	buffer_string(b, rules_digest);
	buffer_string(b, "\ncompare.model\t");
	buffer_string(b, digest);
	const int64_t *least = model_least(t->model);
	if (least) {
		buffer_string(b, "\ncluster.threshold\t");
		threshold_print(b, *least);
	}
	if (t->model->has_candidates)
		buffer_string(b, "\ncluster.method\taverage");
	buffer_string(b, "\n```\n");
}

void card_write(const struct training *t, const struct model_facts *f,
		const struct calibration *calibration, const char *rules_digest,
		struct text model_text, struct buffer *b)
{
	buffer_string(b, "# Model card\n\nA Fellegi-Sunter model, learned without judged pairs "
			 "by the method ");
	buffer_string(b, f->method);
	buffer_string(b, t->em.converged ? "; converged after " : "; not converged after ");
	buffer_u64(b, t->em.iterations);
	buffer_string(b, " iterations.\n\n* prior ");
	add_fixed(b, t->prior, 9);
	if (f->recall > 0) {
		buffer_string(b, ": rules found ");
		buffer_u64(b, t->ruled);
		buffer_string(b, " pairs, taken to be ");
		add_fixed(b, f->recall, 3);
		buffer_string(b, " of the matches among ");
		buffer_u64(b, t->possible);
		if (t->found > 0) {
			buffer_string(b, "; passes found more, about ");
			add_fixed(b, t->found, 0);
		}
	} else {
		buffer_string(b, ", as given");
	}
	if (f->sampled) {
		buffer_string(b, "\n* random sample by seed ");
		buffer_u64(b, f->seed);
	}
	if (f->judged) {
		buffer_string(b, "\n* pairs judged by people: ");
		buffer_u64(b, f->judged);
	}
	buffer_byte(b, '\n');
	write_sources(t, f, b);
	write_passes(t, b);
	write_levels(t, b);
	write_calibration(calibration, b);
	write_protocol(t, f, rules_digest, model_text, b);
}
