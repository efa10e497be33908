#include "train/training.h"

static void use_slot(const struct expressions *x, size_t slot, bool *used)
{
	for (; x->slots[slot].function != FUNCTION_COLUMN; slot = x->slots[slot].of) {
		enum function function = x->slots[slot].function;
		if (function == FUNCTION_ANY || function == FUNCTION_CONCAT)
			use_slot(x, x->slots[slot].from, used);
	}
	used[x->slots[slot].of] = true;
}

static void use_condition(const struct expressions *x, const struct condition *c, bool *used)
{
	if (c->kind == CONDITION_TEST) {
		use_slot(x, x->measurements[c->measurement].a, used);
		use_slot(x, x->measurements[c->measurement].b, used);
	}
	if (c->left)
		use_condition(x, c->left, used);
	if (c->right)
		use_condition(x, c->right, used);
}

/* By comparison: does it look at the column? */
static void leave_out_users(const struct model *m, struct text column, bool *excluded)
{
	const struct expressions *x = &m->expressions;
	bool *used = memory_take(x->column_count + 1);

	for (size_t c = 0; c < m->comparison_count; c++) {
		memset(used, 0, x->column_count + 1);
		for (size_t i = 0; i < m->comparisons[c].level_count; i++)
			use_condition(x, m->comparisons[c].levels[i].condition, used);
		for (size_t i = 0; i < x->column_count; i++)
			excluded[c] = excluded[c] || (used[i] && text_equal(x->columns[i], column));
	}
	memory_free(used);
}

static void leave_out_key(const struct model *m, const struct passes *p, size_t row, bool *excluded)
{
	const struct expressions *x = &p->expressions;
	bool *used = memory_take(x->column_count + 1);

	memset(used, 0, x->column_count + 1);
	for (size_t i = 0; i < p->at[row].key.count; i++)
		use_slot(x, p->at[row].key.slots[i], used);
	for (size_t i = 0; i < x->column_count; i++)
		if (used[i])
			leave_out_users(m, x->columns[i], excluded);
	memory_free(used);
}

static void leave_out_named(const struct model *m, const struct sidefile *side, size_t row,
			    size_t column, bool *excluded)
{
	struct text rest = sidefile_cell(side, row, column), name;

	while (rest.length && text_cut(&rest, ',', &name)) {
		bool known = false;
		for (size_t c = 0; c < m->comparison_count; c++) {
			bool is = text_equal(m->comparisons[c].name, name);
			known = known || is;
			excluded[c] = excluded[c] || is;
		}
		if (!known)
			sidefile_fail(side, row, "implies", "the model has no comparison %.*s",
				      (int)name.length, name.at);
	}
}

bool **training_excluded(const struct model *m, const char *rules_path, struct arena *arena,
			 uint64_t *most_pass, char digest[13])
{
	static const char *const columns[] = {"pass", "key", NULL};
	struct passes passes;
	struct sidefile side;

	passes_read(&passes, arena, rules_path);
	sidefile_read(&side, arena, rules_path, columns, true);
	memcpy(digest, passes.digest, 13);
	size_t implies = sidefile_column(&side, "implies");
	*most_pass = passes.at[passes.count - 1].number;
	bool **excluded = ARENA_ARRAY(arena, *most_pass + 1, bool *);
	for (size_t row = 0; row < passes.count; row++) {
		uint16_t pass = passes.at[row].number;
		if (!excluded[pass])
			excluded[pass] = ARENA_ARRAY(arena, m->comparison_count + 1, bool);
		leave_out_key(m, &passes, row, excluded[pass]);
		if (implies != SIZE_MAX)
			leave_out_named(m, &side, row, implies, excluded[pass]);
	}
	passes_free(&passes);
	return excluded;
}
