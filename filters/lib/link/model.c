#include "link/model.h"

#include "stream/preamble.h"

#define MOST_LEVELS 100
#define MOST_COMPARISONS 1000 /* so that no sum of weights overflows */

/* The side file and where its columns are; absent ones are SIZE_MAX. */
struct model_file {
	struct sidefile side;
	size_t comparison, level, condition, m, u, tf_column, tf_weight, tf_minimum, flags;
	size_t row;
};

static struct text cell_of(const struct model_file *f, size_t column)
{
	return column == SIZE_MAX ? TEXT_NONE : sidefile_cell(&f->side, f->row, column);
}

/* Columns of the pairs that no comparison may be called by. */
static bool is_reserved(struct text name)
{
	static const char *const names[] = {"id_a", "id_b",   "source_a",    "source_b",
					    "pass", "weight", "probability", "rule"};
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (text_is(name, names[i]))
			return true;
	return false;
}

static const struct condition *read_condition(struct model *m, const struct model_file *f)
{
	struct place place = {f->side.path, f->side.lines[f->row], "condition"};
	return expression_condition(&m->expressions, cell_of(f, f->condition), place);
}

static struct decimal read_share(const struct model_file *f, size_t column, const char *name)
{
	struct decimal number;
	static const struct decimal one = {1, 0};
	if (!decimal_read(cell_of(f, column), &number) || !number.digits ||
	    weight_of_ratio(number, one) > 0)
		sidefile_fail(&f->side, f->row, name, "not a number above 0 and up to 1");
	return number;
}

static size_t frequency_add(struct model *m, const struct model_file *f, struct text name)
{
	struct place place = {f->side.path, f->side.lines[f->row], "tf_column"};
	if (!name_valid(name))
		sidefile_fail(&f->side, f->row, "tf_column", "not the name of a column");
	struct block_key key = expression_key(&m->expressions, name, place);
	struct frequency new = {expressions_column(&m->expressions, name), key.slots[0]};
	for (size_t i = 0; i < m->frequency_count; i++)
		if (m->frequencies[i].column == new.column)
			return i;
	memory_need(&m->frequencies, &m->frequency_capacity, m->frequency_count + 1,
		    sizeof *m->frequencies);
	m->frequencies[m->frequency_count] = new;
	return m->frequency_count++;
}

/* u of the level that is exact on the column: that is what a frequency stands
 * for. Without one, the level's own. */
static struct decimal exact_share(struct model *m, struct model_file *f, size_t first, size_t end,
				  size_t column)
{
	size_t own = f->row;
	const struct comparison *c = &m->comparisons[m->comparison_count - 1];
	for (size_t i = first; i < end; i++) {
		if (c->levels[i - first].number >= 0 &&
		    condition_is_exact(&m->expressions, c->levels[i - first].condition, column)) {
			f->row = i;
			break;
		}
	}
	struct decimal u = read_share(f, f->u, "u");
	f->row = own;
	return u;
}

static void read_frequency(struct model *m, struct model_file *f, struct agreement *level,
			   size_t first, size_t end)
{
	struct text name = cell_of(f, f->tf_column), share = cell_of(f, f->tf_weight);
	bool least = cell_of(f, f->tf_minimum).length != 0;
	level->frequency = NO_FREQUENCY;
	if (!name.length && (share.length || least))
		sidefile_fail(&f->side, f->row, "tf_column", "no column to adjust by");
	if (!name.length)
		return;
	if (level->number < 0)
		sidefile_fail(&f->side, f->row, "tf_column", "a null level has no weight");
	level->frequency = frequency_add(m, f, name);
	size_t column = m->frequencies[level->frequency].column;
	static const struct decimal one = {1, 0};
	level->exact = weight_of_ratio(exact_share(m, f, first, end, column), one);
	level->share = WEIGHT_BIT;
	if (share.length &&
	    (!weight_parse(share, &level->share) || level->share < 0 || level->share > WEIGHT_BIT))
		sidefile_fail(&f->side, f->row, "tf_weight", "not a number from 0 to 1");
	level->least = INT64_MIN;
	if (least)
		level->least = weight_of_ratio(read_share(f, f->tf_minimum, "tf_minimum"), one);
}

static void read_weight(const struct model_file *f, struct agreement *level)
{
	if (level->number >= 0)
		level->weight = weight_of_ratio(read_share(f, f->m, "m"), read_share(f, f->u, "u"));
	else if (cell_of(f, f->m).length || cell_of(f, f->u).length)
		sidefile_fail(&f->side, f->row, "m", "a null level has neither m nor u");
}

static void read_comparison(struct model *m, struct model_file *f, size_t first, size_t end)
{
	struct text name = sidefile_cell(&f->side, first, f->comparison);
	f->row = first;
	if (m->comparison_count == MOST_COMPARISONS)
		sidefile_fail(&f->side, first, "comparison", "more than 1000 comparisons");
	if (end - first > MOST_LEVELS)
		sidefile_fail(&f->side, first, "comparison", "more than 100 levels");
	if (!name_valid(name) || is_reserved(name))
		sidefile_fail(&f->side, first, "comparison", "not a name that pairs can have");
	for (size_t i = 0; i < m->comparison_count; i++)
		if (text_equal(m->comparisons[i].name, name))
			sidefile_fail(&f->side, first, "comparison",
				      "the levels of %.*s are not together", (int)name.length,
				      name.at);
	memory_need(&m->comparisons, &m->comparison_capacity, m->comparison_count + 1,
		    sizeof *m->comparisons);
	struct comparison *c = &m->comparisons[m->comparison_count++];
	*c = (struct comparison){name, ARENA_ARRAY(f->side.arena, end - first, struct agreement),
				 end - first};
	int number = 0;
	for (f->row = end; f->row-- > first;) {
		struct agreement *level = &c->levels[f->row - first];
		level->name = cell_of(f, f->level);
		if (!name_valid(level->name))
			sidefile_fail(&f->side, f->row, "level", "not a name");
		if (cell_of(f, f->flags).length)
			sidefile_fail(&f->side, f->row, "flags", "only a rule has flags");
		level->condition = read_condition(m, f);
		if ((level->condition->kind == CONDITION_ELSE) != (f->row == end - 1))
			sidefile_fail(&f->side, f->row, "condition",
				      "the last level of a comparison, and no other, is `else`");
		level->number = text_is(level->name, "null") ? -1 : number++;
		read_weight(f, level);
	}
	for (f->row = first; f->row < end; f->row++)
		read_frequency(m, f, &c->levels[f->row - first], first, end);
}

static void read_rule(struct model *m, const struct model_file *f)
{
	struct text flags = cell_of(f, f->flags);
	struct rule rule = {.name = cell_of(f, f->level), .unique = flags.length != 0};
	if (!name_valid(rule.name))
		sidefile_fail(&f->side, f->row, "level", "not a name");
	for (size_t i = 0; i < m->rule_count; i++)
		if (text_equal(m->rules[i].name, rule.name))
			sidefile_fail(&f->side, f->row, "level", "two rules are called %.*s",
				      (int)rule.name.length, rule.name.at);
	if (rule.unique && !text_is(flags, "unique"))
		sidefile_fail(&f->side, f->row, "flags", "a rule's only flag is `unique`");
	if (cell_of(f, f->m).length || cell_of(f, f->u).length)
		sidefile_fail(&f->side, f->row, "m", "a rule has neither m nor u");
	if (cell_of(f, f->tf_column).length)
		sidefile_fail(&f->side, f->row, "tf_column", "a rule has no weight to adjust");
	rule.condition = read_condition(m, f);
	if (rule.condition->kind == CONDITION_ELSE)
		sidefile_fail(&f->side, f->row, "condition", "a rule cannot be `else`");
	memory_need(&m->rules, &m->rule_capacity, m->rule_count + 1, sizeof *m->rules);
	m->rules[m->rule_count++] = rule;
}

/* A model of rules alone needs no prior: its pairs have no weight. */
static void read_facts(struct model *m)
{
	struct text value;
	struct decimal prior;
	struct place place = {.file = m->side.path};
	bool given = sidefile_fact(&m->side, "model", "prior", &value);
	if ((given || m->comparison_count) &&
	    (!given || !decimal_read(value, &prior) || !decimal_is_share(prior)))
		fail_at(EXIT_CONFIG, place, NULL,
			"##model prior= is not a number between 0 and 1 (or not there)");
	m->prior = given ? weight_of_odds(prior) : 0;
	m->has_threshold = sidefile_fact(&m->side, "model", "threshold", &value);
	if (m->has_threshold && !threshold_parse(value, &m->threshold))
		fail_at(EXIT_CONFIG, place, NULL,
			"##model threshold= is neither a number of bits nor none");
	if (!m->has_threshold && !m->comparison_count) {
		m->has_threshold = true;
		m->threshold = THRESHOLD_NONE;
	}
}

int64_t model_purpose(const struct model *m, const char *purpose)
{
	struct text value;
	struct place place = {.file = m->side.path};
	int64_t threshold;
	if (!sidefile_fact(&m->side, "purpose", purpose, &value))
		fail_at(EXIT_CONFIG, place, NULL, "no ##purpose %s= in the model", purpose);
	if (!threshold_parse(value, &threshold))
		fail_at(EXIT_CONFIG, place, NULL,
			"##purpose %s= is neither a number of bits nor none", purpose);
	return threshold;
}

void model_read(struct model *m, struct arena *arena, const char *path)
{
	static const char *const columns[] = {"comparison", "level", "condition", "m", "u", NULL};
	struct model_file f = {0};
	sidefile_read(&f.side, arena, path, columns, true);
	*m = (struct model){0};
	expressions_start(&m->expressions, arena);
	memcpy(m->digest, f.side.digest, sizeof m->digest);
	f.comparison = sidefile_column(&f.side, "comparison");
	f.level = sidefile_column(&f.side, "level");
	f.condition = sidefile_column(&f.side, "condition");
	f.m = sidefile_column(&f.side, "m");
	f.u = sidefile_column(&f.side, "u");
	f.tf_column = sidefile_column(&f.side, "tf_column");
	f.tf_weight = sidefile_column(&f.side, "tf_weight");
	f.tf_minimum = sidefile_column(&f.side, "tf_minimum");
	f.flags = sidefile_column(&f.side, "flags");
	for (size_t first = 0, end; first < f.side.row_count; first = end) {
		struct text name = sidefile_cell(&f.side, first, f.comparison);
		for (end = first + 1; end < f.side.row_count; end++)
			if (!text_equal(sidefile_cell(&f.side, end, f.comparison), name))
				break;
		if (!text_is(name, "rule")) {
			read_comparison(m, &f, first, end);
			continue;
		}
		for (f.row = first; f.row < end; f.row++)
			read_rule(m, &f);
	}
	m->side = f.side;
	read_facts(m);
	if (!m->comparison_count && !m->rule_count)
		fail_at(EXIT_CONFIG, (struct place){.file = path}, NULL,
			"a model without comparisons and rules");
}

void model_free(struct model *m)
{
	expressions_free(&m->expressions);
	memory_free(m->comparisons);
	memory_free(m->rules);
	memory_free(m->frequencies);
	*m = (struct model){0};
}
