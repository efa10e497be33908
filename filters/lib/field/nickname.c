#include "field/nickname.h"

/* The file itself, so that what is documented and what is used are one. */
__asm__(".pushsection .rodata\n"
	"nicknames_file:\n"
	".incbin \"schemas/names/nicknames.tsv\"\n"
	"nicknames_file_end:\n"
	".popsection\n");
extern const char nicknames_file[] __attribute__((visibility("hidden")));
extern const char nicknames_file_end[] __attribute__((visibility("hidden")));

struct text nickname_table(void)
{
	return (struct text){nicknames_file, (size_t)(nicknames_file_end - nicknames_file)};
}

/* The forms of a name: its row is looked for by halves, as the rows are in
 * order after the header. */
static struct text find_forms(struct text name)
{
	struct text rest = nickname_table(), line, key;
	text_cut(&rest, '\n', &line);
	size_t low = 0, high = rest.length;
	while (low < high) {
		size_t at = low + (high - low) / 2;
		while (at > low && rest.at[at - 1] != '\n')
			at--;
		struct text from = {rest.at + at, rest.length - at};
		text_cut(&from, '\n', &line);
		size_t next = at + line.length + 1;
		text_cut(&line, '\t', &key);
		int order = text_compare(name, key);
		if (order == 0)
			return line;
		if (order < 0)
			high = at;
		else
			low = next;
	}
	return TEXT_NONE;
}

size_t nickname_forms(struct text name, struct text *forms)
{
	struct text found = find_forms(name);
	size_t count = 1;
	forms[0] = name;
	if (!found.length)
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
