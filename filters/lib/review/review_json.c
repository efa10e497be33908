#include "review/review.h"

#include "review/review_page.h"

static bool cell_has(struct text cell, bool list, struct text value)
{
	struct text part;

	if (!list)
		return text_equal(cell, value);
	while (text_cut(&cell, '|', &part))
		if (text_equal(part, value))
			return true;
	return false;
}

const char *review_found(struct text a, struct text b, bool list)
{
	struct text rest, part;
	size_t shared = 0, in_a = 0, in_b = 0, back = 0;

	if (!a.length || !b.length)
		return "missing";
	for (rest = a; text_cut(&rest, list ? '|' : '\n', &part); in_a++)
		shared += cell_has(b, list, part);
	for (rest = b; text_cut(&rest, list ? '|' : '\n', &part); in_b++)
		back += cell_has(a, list, part);
	if (!shared)
		return "differs";
	return shared == in_a && back == in_b ? "same" : "some";
}

static void name_add(struct buffer *b, const char *name)
{
	buffer_byte(b, '"');
	buffer_string(b, name);
	buffer_string(b, "\":");
}

static void text_member(struct buffer *b, const char *name, struct text value)
{
	name_add(b, name);
	page_text(b, value);
}

static void weight_member(struct buffer *b, const char *name, int64_t weight)
{
	name_add(b, name);
	buffer_fixed(b, weight, 12);
}

static void columns_add(const struct review *r, struct buffer *b)
{
	buffer_string(b, ",\n\"columns\":[");
	for (size_t i = 0; i < r->column_count; i++) {
		const struct review_column *c = &r->columns[i];
		buffer_string(b, i ? ",\n{" : "\n{");
		text_member(b, "name", c->name);
		buffer_byte(b, ',');
		text_member(b, "type", c->type);
		buffer_string(b,
			      c->list ? ",\"list\":true,\"place\":" : ",\"list\":false,\"place\":");
		buffer_u64(b, c->place);
		buffer_byte(b, '}');
	}
	buffer_byte(b, ']');
}

static void comparisons_add(const struct review *r, struct buffer *b)
{
	const struct model *m = r->model;

	buffer_string(b, ",\n\"comparisons\":[");
	for (size_t i = 0; i < m->comparison_count; i++) {
		const struct comparison *c = &m->comparisons[i];
		buffer_string(b, i ? ",\n{" : "\n{");
		text_member(b, "name", c->name);
		buffer_string(b, ",\"levels\":{");
		for (size_t j = 0; j < c->level_count; j++) {
			const struct comparison_level *level = &c->levels[j];
			buffer_string(b, j ? ",\n\"" : "\n\"");
			buffer_i64(b, level->number);
			buffer_string(b, "\":{");
			text_member(b, "name", level->name);
			buffer_byte(b, ',');
			text_member(b, "condition", level->when);
			buffer_byte(b, '}');
		}
		buffer_string(b, "}}");
	}
	buffer_byte(b, ']');
}

static void interactions_add(const struct review *r, struct buffer *b)
{
	const struct model *m = r->model;

	buffer_string(b, ",\n\"interactions\":[");
	for (size_t i = 0; i < m->interaction_count; i++) {
		buffer_string(b, i ? ",[" : "[");
		buffer_u64(b, m->interactions[i].a);
		buffer_byte(b, ',');
		buffer_u64(b, m->interactions[i].b);
		buffer_byte(b, ']');
	}
	buffer_byte(b, ']');
}

static void weights_member(struct buffer *b, const char *name, const int64_t *weights, size_t count)
{
	name_add(b, name);
	buffer_byte(b, '[');
	for (size_t i = 0; i < count; i++) {
		buffer_string(b, i ? "," : "");
		buffer_fixed(b, weights[i], 12);
	}
	buffer_string(b, "],");
}

static void strata_add(const struct review_sample *s, struct buffer *b)
{
	buffer_string(b, ",\n\"strata\":[");
	for (size_t i = 0; i < s->stratum_count; i++) {
		const struct stratum *stratum = &s->strata[i];
		buffer_string(b, i ? ",\n[" : "\n[");
		if (stratum->weighed) {
			buffer_fixed(b, stratum->from, 12);
			buffer_byte(b, ',');
			buffer_fixed(b, stratum->to, 12);
		} else {
			buffer_string(b, "null,null");
		}
		buffer_byte(b, ',');
		buffer_u64(b, stratum->pairs);
		buffer_byte(b, ',');
		buffer_u64(b, stratum->shown);
		buffer_byte(b, ']');
	}
	buffer_byte(b, ']');
}

static void record_add(const struct review *r, const struct review_record *record, struct buffer *b)
{
	buffer_byte(b, '{');
	text_member(b, "id", record->id);
	buffer_byte(b, ',');
	text_member(b, "source", record->source);
	buffer_string(b, ",\"cells\":[");
	for (size_t i = 0; i < r->column_count; i++) {
		bool hidden = record->withheld && r->columns[i].place;
		buffer_string(b, i ? "," : "");
		page_text(b, hidden ? TEXT_NONE : record->cells[i]);
	}
	buffer_string(b, "]}");
}

static void hidden_add(const struct review *r, const struct review_pair *pair, struct buffer *b)
{
	const struct review_record *a = &r->records[pair->a], *other = &r->records[pair->b];
	bool first = true;

	if (!a->withheld)
		return;
	buffer_string(b, ",\"hidden\":[");
	for (size_t i = 0; i < r->column_count; i++) {
		if (!r->columns[i].place)
			continue;
		buffer_string(b, first ? "\"" : ",\"");
		buffer_string(b, review_found(a->cells[i], other->cells[i], r->columns[i].list));
		buffer_byte(b, '"');
		first = false;
	}
	buffer_byte(b, ']');
}

static void pair_add(const struct review *r, const struct review_pair *pair, uint64_t a, uint64_t b,
		     struct buffer *out)
{
	buffer_string(out, "{\"a\":");
	buffer_u64(out, a);
	buffer_string(out, ",\"b\":");
	buffer_u64(out, b);
	buffer_byte(out, ',');
	text_member(out, "rule", pair->rule);
	buffer_string(out, ",\"levels\":[");
	for (size_t i = 0; i < r->model->comparison_count; i++) {
		buffer_string(out, i ? "," : "");
		buffer_i64(out, pair->levels[i]);
	}
	buffer_string(out, "],");
	if (pair->weighed) {
		weights_member(out, "weights", pair->weights, r->model->comparison_count);
		weights_member(out, "together", pair->together, r->model->interaction_count);
		weight_member(out, "prior", pair->prior);
		buffer_byte(out, ',');
		weight_member(out, "weight", pair->weight);
		buffer_byte(out, ',');
		weight_member(out, "rarity", pair->rarity);
		buffer_byte(out, ',');
		weight_member(out, "probability", pair->probability);
	} else {
		buffer_string(out, "\"weight\":null");
	}
	hidden_add(r, pair, out);
	buffer_byte(out, '}');
}

/* Only the records of pairs that are shown go onto the page: `numbers` gives
 * each its place on it, from 1. */
static void records_add(const struct review *r, const struct review_sample *s, uint64_t *numbers,
			struct buffer *b)
{
	uint64_t count = 0;

	buffer_string(b, ",\n\"records\":[");
	for (size_t i = 0; i < s->shown; i++) {
		const struct review_pair *pair = &r->pairs[r->candidates[i].number];
		const uint32_t both[] = {pair->a, pair->b};
		for (size_t j = 0; j < 2; j++) {
			if (numbers[both[j]])
				continue;
			buffer_string(b, count ? ",\n" : "\n");
			numbers[both[j]] = ++count;
			record_add(r, &r->records[both[j]], b);
		}
	}
	buffer_byte(b, ']');
}

static void pairs_add(const struct review *r, const struct review_sample *s,
		      const uint64_t *numbers, struct buffer *b)
{
	buffer_string(b, ",\n\"pairs\":[");
	for (size_t i = 0; i < s->shown; i++) {
		const struct review_pair *pair = &r->pairs[r->candidates[i].number];
		buffer_string(b, i ? ",\n" : "\n");
		pair_add(r, pair, numbers[pair->a] - 1, numbers[pair->b] - 1, b);
	}
	buffer_byte(b, ']');
}

void review_json(const struct review *r, const struct review_sample *s, struct buffer *b)
{
	uint64_t *numbers = ARENA_ARRAY(r->arena, r->ids.count + 1, uint64_t);
	struct buffer body = {0};

	buffer_byte(&body, ',');
	text_member(&body, "level", text_of(level_name(r->level)));
	buffer_byte(&body, ',');
	if (r->model->has_threshold && r->model->threshold < THRESHOLD_NONE)
		weight_member(&body, "threshold", r->model->threshold);
	else
		buffer_string(&body, "\"threshold\":null");
	buffer_string(&body, ",\"band\":");
	buffer_u64(&body, r->pair_count);
	columns_add(r, &body);
	comparisons_add(r, &body);
	interactions_add(r, &body);
	strata_add(s, &body);
	records_add(r, s, numbers, &body);
	pairs_add(r, s, numbers, &body);
	buffer_byte(&body, '}');
	buffer_string(b, "{\"page\":\"");
	buffer_hex(b, text_hash(buffer_text(&body)), 16);
	buffer_byte(b, '"');
	buffer_text_add(b, buffer_text(&body));
	buffer_free(&body);
}
