/* The rows of a model that are levels of a comparison. */

#include "model/model_internal.h"
#include "stream/preamble.h"

#define MOST_LEVELS 100
#define MOST_COMPARISONS 1000 /* so that no sum of weights overflows */

bool model_name_reserved(struct text name)
{
	static const char *const names[] = {"id_a",   "id_b",        "source_a", "source_b",
					    "pass",   "probability", "rule",     "only",
					    "weight", "again",       "count"};

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (text_is(name, names[i]))
			return true;
	return false;
}

static void check_name(const struct model *m, const struct model_file *f, struct text name)
{
	if (!name_valid(name) || model_name_reserved(name))
		sidefile_fail(f->side, f->row, "comparison", "not a name that pairs can have");
	for (size_t i = 0; i < m->comparison_count; i++)
		if (text_equal(m->comparisons[i].name, name))
			sidefile_fail(f->side, f->row, "comparison",
				      "the levels of %.*s are not together", (int)name.length,
				      name.at);
}

static void read_flags(const struct model_file *f, struct comparison_level *level)
{
	struct text rest = model_cell(f, f->flags), flag;

	if (!rest.length)
		return;
	while (text_cut(&rest, ',', &flag)) {
		bool both = text_is(flag, "fixed");
		if (level->number < 0 ||
		    (!both && !text_is(flag, "fixed_m") && !text_is(flag, "fixed_u")))
			sidefile_fail(f->side, f->row, "flags",
				      "a level's flags are fixed, fixed_m and fixed_u");
		level->fixed_m = level->fixed_m || both || text_is(flag, "fixed_m");
		level->fixed_u = level->fixed_u || both || text_is(flag, "fixed_u");
	}
	if ((level->fixed_m && !level->m.digits) || (level->fixed_u && !level->u.digits))
		sidefile_fail(f->side, f->row, "flags", "fixed, but no number is given");
}

static void read_weight(struct model *m, const struct model_file *f, struct comparison_level *level)
{
	level->m = model_share(f, f->m, "m");
	level->u = model_share(f, f->u, "u");
	if (level->number < 0) {
		if (level->m.digits || level->u.digits)
			sidefile_fail(f->side, f->row, "m", "a null level has neither m nor u");
	} else if (level->m.digits && level->u.digits) {
		level->weight = weight_of_ratio(level->m, level->u);
	} else if (m->untrained > f->row) {
		m->untrained = f->row;
	}
}

static size_t frequency_add(struct model *m, const struct model_file *f, struct text name)
{
	struct place place = {f->side->path, f->side->lines[f->row], "tf_column"};

	if (!name_valid(name))
		sidefile_fail(f->side, f->row, "tf_column", "not the name of a column");
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

/* A frequency stands for u of the level that is exact on the column; without
 * one, for the level's own. */
static size_t exact_level(const struct model *m, const struct comparison *c, size_t own,
			  size_t column)
{
	for (size_t i = 0; i < c->level_count; i++)
		if (c->levels[i].number >= 0 &&
		    condition_is_exact(&m->expressions, c->levels[i].condition, column))
			return i;
	return own;
}

/* A number from 0 to 1, to 12 decimals. */
static bool read_strength(struct text a, int64_t *units)
{
	static const struct decimal one = {1, 0};
	struct decimal number;

	if (!decimal_read(a, &number) || (number.digits && weight_of_ratio(number, one) > 0))
		return false;
	uint64_t left = number.digits, last = 0;
	for (int32_t power = number.exponent; power < -12; power++) {
		last = left % 10;
		left /= 10;
	}
	for (int32_t power = number.exponent > -12 ? number.exponent : -12; power > -12; power--)
		left *= 10;
	*units = (int64_t)(left + (last >= 5));
	return true;
}

static void read_frequency(struct model *m, struct model_file *f, struct comparison *c, size_t at)
{
	struct text name = model_cell(f, f->tf_column), share = model_cell(f, f->tf_weight);
	struct text least = model_cell(f, f->tf_minimum);
	struct comparison_level *level = &c->levels[at];
	struct decimal minimum;
	static const struct decimal one = {1, 0};

	level->frequency = NO_FREQUENCY;
	if (!name.length && (share.length || least.length))
		sidefile_fail(f->side, f->row, "tf_column", "no column to adjust by");
	if (!name.length)
		return;
	if (level->number < 0)
		sidefile_fail(f->side, f->row, "tf_column", "a null level has no weight");
	level->frequency = frequency_add(m, f, name);
	level->exact_level = exact_level(m, c, at, m->frequencies[level->frequency].column);
	struct decimal u = c->levels[level->exact_level].u;
	level->exact = u.digits ? weight_of_ratio(u, one) : 0;
	level->tf_weight = WEIGHT_BIT;
	if (share.length && !read_strength(share, &level->tf_weight))
		sidefile_fail(f->side, f->row, "tf_weight", "not a number from 0 to 1");
	level->least = INT64_MIN;
	if (!least.length)
		return;
	if (!decimal_read(least, &minimum) || !minimum.digits || weight_of_ratio(minimum, one) > 0)
		sidefile_fail(f->side, f->row, "tf_minimum", "not a number above 0 and up to 1");
	level->least = weight_of_ratio(minimum, one);
}

/* A level that no pair can come to is a mistake. */
static void check_reached(const struct model *m, const struct model_file *f,
			  const struct comparison *c, size_t at)
{
	for (size_t i = 0; i < at; i++)
		if (condition_implies(&m->expressions, c->levels[at].condition,
				      c->levels[i].condition))
			sidefile_fail(f->side, f->row, "condition",
				      "never reached: level %.*s holds wherever this one does",
				      (int)c->levels[i].name.length, c->levels[i].name.at);
}

static void read_level(struct model *m, struct model_file *f, struct comparison_level *level,
		       int *number, bool last)
{
	struct place place = {f->side->path, f->side->lines[f->row], "condition"};

	level->name = model_cell(f, f->level);
	level->row = f->row;
	level->when = model_cell(f, f->condition);
	if (!name_valid(level->name))
		sidefile_fail(f->side, f->row, "level", "not a name");
	level->condition = expression_condition(&m->expressions, level->when, place);
	if ((level->condition->kind == CONDITION_ELSE) != last)
		sidefile_fail(f->side, f->row, "condition",
			      "the last level of a comparison, and no other, is `else`");
	level->number = text_is(level->name, "null") ? -1 : (*number)++;
	read_weight(m, f, level);
	read_flags(f, level);
}

/* Is the row about one pair of sources? */
static bool of_a_pair(const struct model_file *f)
{
	return model_cell(f, f->source_a).length || model_cell(f, f->source_b).length;
}

void model_read_comparison(struct model *m, struct model_file *f, size_t first, size_t end)
{
	size_t pooled = first;

	if (m->comparison_count == MOST_COMPARISONS)
		sidefile_fail(f->side, first, "comparison", "more than 1000 comparisons");
	check_name(m, f, model_cell(f, f->comparison));
	for (f->row = first; f->row < end && !of_a_pair(f); f->row++)
		pooled++;
	if (pooled - first > MOST_LEVELS)
		sidefile_fail(f->side, first, "comparison", "more than 100 levels");
	if (pooled == first)
		sidefile_fail(f->side, first, "source_a",
			      "the levels for all sources come before those for two");
	memory_need(&m->comparisons, &m->comparison_capacity, m->comparison_count + 1,
		    sizeof *m->comparisons);
	struct comparison *c = &m->comparisons[m->comparison_count++];
	*c = (struct comparison){
		sidefile_cell(f->side, first, f->comparison),
		ARENA_ARRAY(f->side->arena, pooled - first, struct comparison_level),
		pooled - first, 0};
	int number = 0;
	for (f->row = pooled; f->row-- > first;)
		read_level(m, f, &c->levels[f->row - first], &number, f->row == pooled - 1);
	c->numbers = (size_t)number;
	for (f->row = first; f->row < pooled; f->row++) {
		check_reached(m, f, c, f->row - first);
		read_frequency(m, f, c, f->row - first);
	}
	for (f->row = pooled; f->row < end; f->row++)
		model_read_pair_level(m, f, m->comparison_count - 1);
}
