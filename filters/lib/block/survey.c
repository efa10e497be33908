#include "block/survey.h"

struct surveyor {
	struct survey *survey;
	struct pairing *pairing;
	struct meeting meeting;
	struct new_pairs new_pairs;
	struct survey_group group;
	bool windows; /* the group is one of sorted() */
	uint64_t most;
};

size_t survey_source(struct pairing *pairing, const struct entry_row *row)
{
	struct text rest = row->cells, source;

	text_cut(&rest, '\t', &source);
	return pairing_source(pairing, source);
}

static bool more_than(const struct survey_group *a, const struct survey_group *b)
{
	return a->pairs > b->pairs;
}

static void note_largest(struct survey *s, const struct survey_group *group)
{
	size_t i = s->largest_count;

	while (i && more_than(group, &s->largest[i - 1]))
		i--;
	if (i == SURVEY_LARGEST)
		return;
	if (s->largest_count < SURVEY_LARGEST)
		s->largest_count++;
	memmove(s->largest + i + 1, s->largest + i,
		(s->largest_count - i - 1) * sizeof *s->largest);
	s->largest[i] = *group;
}

static void part(struct surveyor *v)
{
	struct survey *s = v->survey;

	memory_need(&s->parted, &s->parted_capacity, s->parted_count + 1, sizeof *s->parted);
	struct survey_parted *parted = &s->parted[s->parted_count++];
	*parted = (struct survey_parted){.key = v->group.key, .pass = v->group.pass};
	if (!chunks_plan(&parted->chunks, &v->meeting, v->pairing, v->most))
		fail(EXIT_DATA,
		     "a group of %llu records would make more than %d parts of --max-block",
		     (unsigned long long)v->group.records, MOST_CHUNKS);
}

static void end_group(struct surveyor *v)
{
	struct survey *s = v->survey;
	struct survey_group *group = &v->group;

	group->records = v->meeting.records;
	group->pairs = v->meeting.pairs;
	group->new_pairs = new_pairs_count(&v->new_pairs, v->pairing, &v->meeting);
	if (group->pairs) {
		struct survey_pass *pass = s->passes;
		while (pass->number != group->pass)
			pass++;
		pass->groups++;
		pass->pairs += group->pairs;
		pass->new_pairs += group->new_pairs;
		if (group->records > pass->largest)
			pass->largest = group->records;
		s->pairs += group->pairs;
		s->new_pairs += group->new_pairs;
		note_largest(s, group);
		if (v->most && group->records > v->most && !v->windows)
			part(v);
	}
	meeting_clear(&v->meeting);
}

static void list_passes(struct survey *s, const struct passes *passes)
{
	s->passes = memory_take((passes->count + 1) * sizeof *s->passes);
	for (size_t i = 0; i < passes->count; i++)
		if (!i || passes->at[i].number != passes->at[i - 1].number)
			s->passes[s->pass_count++] =
				(struct survey_pass){.number = passes->at[i].number, .rule = i};
}

void survey_take(struct survey *s, const struct passes *passes, struct entries *e,
		 struct pairing *pairing, uint64_t most)
{
	struct surveyor v = {.survey = s, .pairing = pairing, .most = most};
	struct entry_row row;

	*s = (struct survey){0};
	list_passes(s, passes);
	while (entries_next(e, &row)) {
		if (row.first && v.meeting.records)
			end_group(&v);
		v.group.key = row.key;
		v.group.pass = row.pass;
		v.windows = row.side != SIDE_NONE;
		size_t source = survey_source(pairing, &row);
		meeting_add(&v.meeting, pairing, source, row.side);
		new_pairs_add(&v.new_pairs, source, row.side, row.seen, row.seen_count);
	}
	if (v.meeting.records)
		end_group(&v);
	entries_rewind(e);
	meeting_free(&v.meeting);
	new_pairs_free(&v.new_pairs);
}

void survey_free(struct survey *s)
{
	for (size_t i = 0; i < s->parted_count; i++)
		chunks_free(&s->parted[i].chunks);
	memory_free(s->parted);
	memory_free(s->passes);
	*s = (struct survey){0};
}
