/* Whole names with a comma, and those that are left alone. */

#include "field/name_parts.h"
#include "test.h"

static const struct {
	const char *value;
	bool split;
	const char *surname, *forename, *middle_names;
} samples[] = {
	{"O'Hara, Ada Jane", true, "OHARA", "ADA", "JANE"},
	{"de la Cruz, Ben", true, "DE LA CRUZ", "BEN", ""},
	{"SMITH,ANN", true, "SMITH", "ANN", ""},
	{"Smith-Jones, Mary-Jane Ann Rose", true, "SMITH JONES", "MARY JANE", "ANN ROSE"},
	{"Smith, Miss Ann Rose", true, "SMITH", "ANN", "ROSE"},
	{"Mr Smith, John", true, "SMITH", "JOHN", ""},
	{"Smith, Ann (Annie) Rose", true, "SMITH", "ANN", "ROSE"},
	{"Smith, (Annie)", true, "SMITH", "ANNIE", ""},
	{"Smith, Ann known as Annie", true, "SMITH", "ANN", ""},
	{"Smith, J.P.", true, "SMITH", "J P", ""},
	{"Smith, J. P.", true, "SMITH", "J", "P"},
	{"Smith, Zo\xC3\xAB\xC2\xA0\xC3\x89va", true, "SMITH", "ZOE", "EVA"},
	{"Smith,", true, "SMITH", "", ""},
	{", Ann", true, "", "ANN", ""},
	{"Smith, Baby", true, "SMITH", "", ""},
	{"Smith, Baby Girl", true, "SMITH", "", ""},
	{"Smith, Baby Ann", true, "SMITH", "BABY ANN", ""},
	{"Smith, Ann Baby", true, "SMITH", "ANN", ""},
	{"Smith, No Name", true, "SMITH", "", ""},
	{"Unknown, Unknown", false, "", "", ""},
	{",", false, "", "", ""},
	{"Ann Smith", false, "", "", ""},
	{"Smith, Ann, Miss", false, "", "", ""},
	{"", false, "", "", ""},
};

int main(void)
{
	struct name_parts parts = {0};

	for (size_t i = 0; i < sizeof samples / sizeof *samples; i++) {
		const char *value = samples[i].value;
		bool split = name_split(text_of(value), &parts);
		check_number(split, samples[i].split, "parts of %s", value);
		check_text(buffer_text(&parts.surname), text_of(samples[i].surname), "%s", value);
		check_text(buffer_text(&parts.forename), text_of(samples[i].forename), "%s", value);
		check_text(buffer_text(&parts.middle_names), text_of(samples[i].middle_names), "%s",
			   value);
	}
	name_parts_free(&parts);
	return 0;
}
