#include "stream/sides.h"

const char *side_name(struct arena *arena, const char *option, size_t index, size_t count)
{
	struct buffer name = {0};

	if (count == 1)
		return option;
	buffer_string(&name, option);
	buffer_u64(&name, index + 1);
	const char *string = text_string(arena, buffer_text(&name));
	buffer_free(&name);
	return string;
}

static struct reader *open_named(struct sides *s, const char *name, const char *path)
{
	struct side_stream *side = memory_take(sizeof *side);

	side->name = name;
	reader_open_side(&side->in, path, s->common);
	policy_input(s->tool, &side->in.preamble, path);
	memory_need(&s->at, &s->capacity, s->count + 1, sizeof *s->at);
	s->at[s->count++] = side;
	return &side->in;
}

struct reader *sides_open(struct sides *s, const char *option, const char *path)
{
	return path ? open_named(s, option, path) : NULL;
}

struct reader **sides_open_all(struct sides *s, const char *option, const struct string_list *paths)
{
	struct reader **readers = ARENA_ARRAY(&s->arena, paths->count + 1, struct reader *);

	for (size_t i = 0; i < paths->count; i++)
		readers[i] =
			open_named(s, side_name(&s->arena, option, i, paths->count), paths->at[i]);
	return readers;
}

void sides_merge(const struct sides *s, struct preamble *out)
{
	for (size_t i = 0; i < s->count; i++)
		preamble_merge(out, &s->at[i]->in.preamble);
}

void sides_step(const struct sides *s, struct step_builder *step)
{
	for (size_t i = 0; i < s->count; i++)
		step_side(step, s->at[i]->name, &s->at[i]->in.preamble);
}

void sides_ledger(const struct sides *s, struct writer *w)
{
	for (size_t i = 0; i < s->count; i++)
		writer_side(w, &s->at[i]->in);
}

void sides_close(struct sides *s)
{
	for (size_t i = 0; i < s->count; i++) {
		reader_close(&s->at[i]->in);
		memory_free(s->at[i]);
	}
	memory_free(s->at);
	arena_free(&s->arena);
	*s = (struct sides){.tool = s->tool, .common = s->common};
}
