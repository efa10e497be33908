#include "base/error.h"
#include "read/xml.h"

uint32_t xml_child(const struct xml *x, uint32_t node, struct text name)
{
	for (uint32_t i = x->nodes[node].child; i; i = x->nodes[i].sibling)
		if (text_equal(x->nodes[i].name, name))
			return i;
	return XML_NONE;
}

static uint32_t node_add(struct xml *x, uint32_t parent, struct text name)
{
	uint32_t node = (uint32_t)x->node_count++;

	memory_need(&x->nodes, &x->node_capacity, x->node_count, sizeof *x->nodes);
	x->nodes[node] = (struct xml_node){.name = name, .column = XML_NONE};
	if (node == 0)
		return 0;
	x->nodes[node].level = x->nodes[parent].level + 1;
	x->nodes[node].sibling = x->nodes[parent].child;
	x->nodes[parent].child = node;
	return node;
}

/* Walks down from a node, making what is not there. */
static uint32_t walk(struct xml *x, uint32_t node, struct text path)
{
	struct text part;

	while (text_cut(&path, '/', &part)) {
		uint32_t child = xml_child(x, node, part);

		node = child == XML_NONE ? node_add(x, node, part) : child;
	}
	return node;
}

void xml_tree(struct xml *x, struct text record, const struct xml_path *paths, size_t count)
{
	uint32_t way[XML_DEPTH + 1] = {0};
	struct text rest = record, part;
	size_t levels = 0;

	node_add(x, 0, TEXT_NONE);
	x->nodes[0].to_record = true;
	while (text_cut(&rest, '/', &part)) {
		if (levels == XML_DEPTH)
			fail(EXIT_CONFIG, "the path of the record element has more than 64 parts");
		way[levels + 1] = node_add(x, way[levels], part);
		x->nodes[way[++levels]].to_record = true;
	}
	x->nodes[way[levels]].is_record = true;
	for (size_t i = 0; i < count; i++) {
		struct text path = paths[i].path;
		size_t scope = levels;

		while (text_starts(path, "../") && scope > 1) {
			path = (struct text){path.at + 3, path.length - 3};
			scope--;
		}
		uint32_t node = walk(x, way[scope], path);

		if (x->nodes[node].column != XML_NONE || x->nodes[node].to_record)
			fail(EXIT_CONFIG, "two columns read the element at %.*s",
			     (int)paths[i].path.length, paths[i].path.at);
		x->nodes[node].column = (uint32_t)paths[i].column;
		x->values[paths[i].column].scope = scope;
	}
}
