#include "stream/preamble.h"
#include "base/map.h"

static const char *const level_names[] = {"identifiable", "pseudonymised", "aggregate",
					  "publishable"};
static const char *const role_names[] = {"key",       "entity", "direct",    "quasi",  "link",
					 "sensitive", "plain",  "dimension", "measure"};

const char *level_name(enum level level)
{
	return level_names[level];
}

const char *role_name(enum role role)
{
	return role_names[role];
}

static bool find_name(struct text a, const char *const *names, int count, int *index)
{
	for (*index = 0; *index < count; ++*index)
		if (text_is(a, names[*index]))
			return true;
	return false;
}

bool level_parse(struct text a, enum level *level)
{
	int index;

	if (!find_name(a, level_names, sizeof level_names / sizeof *level_names, &index))
		return false;
	*level = (enum level)index;
	return true;
}

bool role_parse(struct text a, enum role *role)
{
	int index;

	if (!find_name(a, role_names, sizeof role_names / sizeof *role_names, &index))
		return false;
	*role = (enum role)index;
	return true;
}

const struct text *settings_find(const struct settings *s, const char *name)
{
	for (size_t i = 0; i < s->count; i++)
		if (text_is(s->at[i].name, name))
			return &s->at[i].value;
	return NULL;
}

bool name_valid(struct text a)
{
	if (a.length == 0 || a.length > 255 || a.at[0] < 'a' || a.at[0] > 'z')
		return false;
	for (size_t i = 1; i < a.length; i++) {
		char c = a.at[i];
		if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'))
			return false;
	}
	return true;
}

bool source_id_valid(struct text a)
{
	if (a.length == 0 || a.length > 255 || a.at[0] < 'a' || a.at[0] > 'z')
		return false;
	for (size_t i = 1; i < a.length; i++) {
		char c = a.at[i];
		if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-'))
			return false;
	}
	return true;
}

/* Arrays of a preamble live in its arena: they are few, and the copies left
 * behind by doubling cost less than a second lifetime would. */
void *preamble_array(struct arena *arena, void *array, size_t *capacity, size_t count, size_t size)
{
	if (count < *capacity)
		return array;
	size_t wanted = *capacity ? *capacity * 2 : 16;
	void *grown = arena_take(arena, wanted * size);
	if (count)
		memcpy(grown, array, count * size);
	*capacity = wanted;
	return grown;
}

void preamble_start(struct preamble *p, struct arena *arena, enum level level)
{
	*p = (struct preamble){.arena = arena, .level = level};
}

static void *duplicate(struct arena *arena, const void *array, size_t count, size_t size,
		       size_t *capacity)
{
	void *copy = arena_take(arena, (count + 1) * size);

	if (count)
		memcpy(copy, array, count * size);
	*capacity = count + 1;
	return copy;
}

void preamble_copy(struct preamble *to, const struct preamble *from)
{
	struct arena *arena = from->arena;

	*to = *from;
	to->head[0] = 0;
	to->sources = duplicate(arena, from->sources, from->source_count, sizeof *from->sources,
				&to->source_capacity);
	to->columns = duplicate(arena, from->columns, from->column_count, sizeof *from->columns,
				&to->column_capacity);
	to->slots = NULL;
	to->slot_count = 0;
	to->steps = duplicate(arena, from->steps, from->step_count, sizeof *from->steps,
			      &to->step_capacity);
	to->extras = duplicate(arena, from->extras, from->extra_count, sizeof *from->extras,
			       &to->extra_capacity);
}

/* A stream may have tens of thousands of columns, and each new one is looked for. */
static void slot_fill(struct preamble *p, size_t column)
{
	size_t mask = p->slot_count - 1, i = text_hash(p->columns[column].name) & mask;

	while (p->slots[i])
		i = (i + 1) & mask;
	p->slots[i] = (uint32_t)column + 1;
}

static void slots_grow(struct preamble *p)
{
	p->slot_count = 64;
	while (p->slot_count < 4 * p->column_count)
		p->slot_count *= 2;
	p->slots = ARENA_ARRAY(p->arena, p->slot_count, uint32_t);
	for (size_t i = 0; i < p->column_count; i++)
		slot_fill(p, i);
}

size_t preamble_find(const struct preamble *p, struct text name)
{
	if (p->slot_count) {
		size_t mask = p->slot_count - 1;
		for (size_t i = text_hash(name) & mask; p->slots[i]; i = (i + 1) & mask)
			if (text_equal(p->columns[p->slots[i] - 1].name, name))
				return p->slots[i] - 1;
		return NO_COLUMN;
	}
	for (size_t i = 0; i < p->column_count; i++)
		if (text_equal(p->columns[i].name, name))
			return i;
	return NO_COLUMN;
}

size_t preamble_need(const struct preamble *p, const char *name, const char *file,
		     enum exit_code status)
{
	size_t index = preamble_find(p, text_of(name));

	if (index == NO_COLUMN)
		fail_at(status, (struct place){.file = file}, NULL, "no column %s", name);
	return index;
}

struct column *preamble_column(struct preamble *p, struct text name, struct text type,
			       enum role role)
{
	if (!name_valid(name) || !name_valid(type))
		fail(EXIT_CONFIG, "'%.*s' of type '%.*s' is not a column name and type",
		     (int)name.length, name.at, (int)type.length, type.at);
	if (preamble_find(p, name) != NO_COLUMN)
		fail(EXIT_CONFIG, "two columns are called %.*s", (int)name.length, name.at);
	if (p->column_count == LIMIT_COLUMNS)
		fail(EXIT_CONFIG, "more than %d columns", LIMIT_COLUMNS);
	p->columns = preamble_array(p->arena, p->columns, &p->column_capacity, p->column_count,
				    sizeof *p->columns);
	struct column *column = &p->columns[p->column_count++];
	*column = (struct column){
		.name = text_copy(p->arena, name), .type = text_copy(p->arena, type), .role = role};
	if (2 * p->column_count > p->slot_count)
		slots_grow(p);
	else
		slot_fill(p, p->column_count - 1);
	return column;
}

struct column *preamble_column_copy(struct preamble *p, const struct column *column)
{
	struct column *copy = preamble_column(p, column->name, column->type, column->role);

	copy->list = column->list;
	copy->key = text_copy(p->arena, column->key);
	copy->form = text_copy(p->arena, column->form);
	return copy;
}

void preamble_clear_columns(struct preamble *p)
{
	p->column_count = 0;
	p->slots = NULL;
	p->slot_count = 0;
}

struct source *preamble_source(struct preamble *p, const struct source *source)
{
	for (size_t i = 0; i < p->source_count; i++) {
		struct source *had = &p->sources[i];
		if (!text_equal(had->id, source->id))
			continue;
		if (text_equal(had->set, source->set) && text_equal(had->table, source->table) &&
		    text_equal(had->owner, source->owner) &&
		    text_equal(had->schema, source->schema) &&
		    text_equal(had->parts, source->parts))
			return had;
		fail(EXIT_DATA, "two sources are called %.*s", (int)source->id.length,
		     source->id.at);
	}
	p->sources = preamble_array(p->arena, p->sources, &p->source_capacity, p->source_count,
				    sizeof *p->sources);
	struct source *added = &p->sources[p->source_count++];
	*added = (struct source){
		.id = text_copy(p->arena, source->id),
		.set = text_copy(p->arena, source->set),
		.table = text_copy(p->arena, source->table),
		.owner = text_copy(p->arena, source->owner),
		.schema = text_copy(p->arena, source->schema),
		.parts = text_copy(p->arena, source->parts),
	};
	return added;
}

static bool step_known(const struct preamble *p, const char *id)
{
	for (size_t i = 0; i < p->step_count; i++)
		if (strcmp(p->steps[i].id, id) == 0)
			return true;
	return false;
}

struct step *preamble_add_step(struct preamble *p, const struct step *step)
{
	p->steps = preamble_array(p->arena, p->steps, &p->step_capacity, p->step_count,
				  sizeof *p->steps);
	p->steps[p->step_count] = *step;
	return &p->steps[p->step_count++];
}

const struct step *preamble_step_of(const struct preamble *p, const char *tool)
{
	for (size_t i = p->step_count; i-- > 0;)
		if (text_is(p->steps[i].tool, tool))
			return &p->steps[i];
	return NULL;
}

const struct source *preamble_find_source(const struct preamble *p, struct text id)
{
	for (size_t i = 0; i < p->source_count; i++)
		if (text_equal(p->sources[i].id, id))
			return &p->sources[i];
	return NULL;
}

void preamble_extra(struct preamble *p, struct text line)
{
	for (size_t i = 0; i < p->extra_count; i++)
		if (text_equal(p->extras[i], line))
			return;
	p->extras = preamble_array(p->arena, p->extras, &p->extra_capacity, p->extra_count,
				   sizeof *p->extras);
	p->extras[p->extra_count++] = text_copy(p->arena, line);
}

void preamble_merge(struct preamble *to, const struct preamble *from)
{
	if (from->level < to->level)
		to->level = from->level;
	to->partial = to->partial || from->partial;
	for (size_t i = 0; i < from->source_count; i++)
		preamble_source(to, &from->sources[i]);
	for (size_t i = 0; i < from->step_count; i++)
		if (!step_known(to, from->steps[i].id))
			preamble_add_step(to, &from->steps[i]);
	for (size_t i = 0; i < from->extra_count; i++)
		preamble_extra(to, from->extras[i]);
}
