#include "read/raw_reader.h"
#include "read/xml.h"

static void start(struct raw_reader *r)
{
	struct xml *x = r->state;
	const struct raw_layout *l = r->layout;
	size_t path_count = 0, titles = 0;
	bool *lists = ARENA_ARRAY(r->arena, l->column_count, bool);

	for (size_t i = 0; i < l->column_count; i++)
		titles += l->columns[i].title_count;
	struct xml_path *paths = ARENA_ARRAY(r->arena, titles, struct xml_path);

	for (size_t i = 0; i < l->column_count; i++) {
		lists[i] = l->columns[i].list;
		for (size_t j = 0; j < l->columns[i].title_count; j++)
			paths[path_count++] = (struct xml_path){l->columns[i].titles[j], i};
	}
	xml_start(x, r->arena, r->source.bytes, r->source.file, r->source.decoded, l->record, paths,
		  path_count, lists, l->column_count);
	r->seen = x->seen;
}

static bool next(struct raw_reader *r, struct raw_record *row)
{
	struct xml *x = r->state;

	if (xml_next(x, row))
		return true;
	raw_figure(r, "stray.text", x->stray);
	raw_figure(r, "unread.elements", x->unread);
	x->stray = x->unread = 0;
	return false;
}

static void finish(struct raw_reader *r)
{
	xml_free(r->state);
}

const struct raw_kind raw_xml = {"xml", sizeof(struct xml), start, NULL, next, finish};
