#include "field/nickname.h"

#include "base/embed.h"
#include "field/rows.h"

EMBED(nickname_table, "schemas/names/nicknames.tsv");

size_t nickname_forms(struct text name, struct text *forms)
{
	struct text found;
	size_t count = 1;

	forms[0] = name;
	if (!table_row(nickname_table(), name, &found) || !found.length)
		return count;
	while (count < NICKNAME_MOST && found.at && text_cut(&found, '|', &forms[count]))
		count++;
	return count;
}

void nicknames_append(struct buffer *b, struct text names)
{
	struct text forms[NICKNAME_MOST], name;
	size_t start = b->length;

	while (text_cut(&names, '|', &name)) {
		size_t count = name.length ? nickname_forms(name, forms) : 0;
		for (size_t i = 1; i < count; i++) {
			if (b->length > start)
				buffer_byte(b, '|');
			buffer_text_add(b, forms[i]);
		}
	}
}
