#include "model/protocol.h"

#include "model/weight.h"
#include "stream/sidefile.h"

struct protocol {
	struct sidefile side;
	size_t item, value;
};

static _Noreturn void refuse(const struct protocol *p, size_t row, const char *why)
{
	struct text item = sidefile_cell(&p->side, row, p->item);

	fail_at(EXIT_POLICY, (struct place){p->side.path, p->side.lines[row], NULL}, "protocol",
		"%.*s: %s", (int)item.length, item.at, why);
}

static bool is_source(const struct protocol *p, size_t row)
{
	return text_is(sidefile_cell(&p->side, row, p->item), "source");
}

/* Have its records gone into those of another source? */
static bool is_part(const struct preamble *preamble, struct text id)
{
	for (size_t i = 0; i < preamble->source_count; i++) {
		struct text parts = preamble->sources[i].parts, part;
		while (parts.length && text_cut(&parts, ',', &part))
			if (text_equal(part, id))
				return true;
	}
	return false;
}

static void hold_sources(const struct protocol *p, const struct preamble *preamble)
{
	size_t agreed = 0;

	for (size_t row = 0; row < p->side.row_count; row++) {
		if (!is_source(p, row))
			continue;
		agreed++;
		if (!preamble_find_source(preamble, sidefile_cell(&p->side, row, p->value)))
			refuse(p, row, "agreed on, but missing here");
	}
	for (size_t i = 0; agreed && i < preamble->source_count; i++) {
		struct text id = preamble->sources[i].id;
		bool known = is_part(preamble, id);
		for (size_t row = 0; row < p->side.row_count; row++)
			known = known || (is_source(p, row) &&
					  text_equal(sidefile_cell(&p->side, row, p->value), id));
		if (!known)
			fail_at(EXIT_POLICY, (struct place){.file = p->side.path}, "protocol",
				"the source %.*s was not agreed on", (int)id.length, id.at);
	}
}

/* The same text, or the same number of bits. */
static bool equal(struct text agreed, struct text used)
{
	int64_t a, b;

	if (text_equal(agreed, used))
		return true;
	return threshold_parse(agreed, &a) && threshold_parse(used, &b) && a == b;
}

static void hold_option(const struct protocol *p, size_t row, const struct step *step)
{
	struct text option = sidefile_cell(&p->side, row, p->item), tool;
	struct buffer name = {0};

	text_cut(&option, '.', &tool);
	if (!text_equal(tool, step->tool))
		return;
	buffer_string(&name, "opt.");
	buffer_text_add(&name, option);
	buffer_byte(&name, '\0');
	const struct text *used = settings_find(&step->options, name.at);
	buffer_free(&name);
	if (!used)
		refuse(p, row, "agreed on, but the step has no such option");
	if (!equal(sidefile_cell(&p->side, row, p->value), *used))
		refuse(p, row, "differs from what was agreed on");
}

static bool is_option(struct text item)
{
	struct text tool;

	return item.at[0] != '.' && text_cut(&item, '.', &tool) && item.at && item.length;
}

void step_threshold(struct step_builder *step, int64_t threshold)
{
	struct buffer bits = {0};

	threshold_print(&bits, threshold);
	step_option(step, "threshold", buffer_text(&bits));
	buffer_free(&bits);
}

void protocol_hold(struct step_builder *step, const char *path)
{
	static const char *const columns[] = {"item", "value", NULL};
	struct protocol p;
	const struct preamble *preamble = step->preamble;

	if (!path)
		return;
	sidefile_read(&p.side, preamble->arena, path, columns, true);
	p.item = sidefile_column(&p.side, "item");
	p.value = sidefile_column(&p.side, "value");
	if (!p.side.row_count)
		fail_at(EXIT_CONFIG, (struct place){.file = path}, NULL,
			"a protocol without an item");
	hold_sources(&p, preamble);
	for (size_t row = 0; row < p.side.row_count; row++) {
		struct text item = sidefile_cell(&p.side, row, p.item);
		if (is_source(&p, row))
			continue;
		if (!item.length || !is_option(item))
			sidefile_fail(&p.side, row, "item", "neither `source` nor TOOL.OPTION");
		for (size_t i = 0; i < preamble->step_count; i++)
			hold_option(&p, row, &preamble->steps[i]);
		hold_option(&p, row, &step->step);
	}
	step_file(step, "protocol", p.side.digest);
}
