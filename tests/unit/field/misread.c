/* Text spoiled on its way: what is read back, and what is left alone. */

#include "field/misread.h"
#include "test.h"

static const struct sample {
	const char *value, *meant; /* meant NULL: left alone */
	bool is_name;
} samples[] = {
	/* UTF-8 read as Windows-1252, once and twice. */
	{"ZoÃ«", "Zoë", false},
	{"Oâ€™Hara", "O’Hara", false},
	{"Oâ\xC2\x80\xC2\x99Hara", "O’Hara", false},
	{"SiÃ¢n", "Siân", false},
	{"Ã\xC2\x81ine", "Áine", false},
	{"CiarÃ¡n NÃ\u00ad BhÃ¡ird", "Ciarán N\u00ed Bháird", false},
	{"ZoÃƒÂ«", "Zoë", false},
	{"Å\xC2\x81ukasz WoÅºniak", "\u0141ukasz Wo\u017aniak", false},
	{"WiÅ›niewska, MaÅ‚gorzata", "Wi\u015bniewska, Ma\u0142gorzata", false},
	{"DraÄŸan Åžahin", "Dra\u011fan \u015eahin", false},
	{"È˜tefan", "\u0218tefan", false},
	{"Nguyá»…n", "Nguy\u1ec5n", false},
	{"12Â\u00a0High Street", "12\u00a0High Street", false},
	{"Smithâ€“Jones", "Smith–Jones", false},
	{"ï»¿Ann", "\ufeffAnn", false},
	{"Ð˜Ð²Ð°Ð½", "\u0418\u0432\u0430\u043d", false},
	{"Ù…Ø\u00adÙ…Ø¯", "\u0645\u062d\u0645\u062f", false},
	/* By the code pages of a console, and by Mac Roman. */
	{"Zo├½", "Zoë", false},
	{"OÔÇÖHara", "O’Hara", false},
	{"OΓÇÖHara", "O’Hara", false},
	{"Si√¢n O‚ÄôHara", "Siân O’Hara", false},
	/* Windows-1252 read as ISO 8859-1. */
	{"O\xC2\x92Hara", "O’Hara", false},
	/* HTML, also twice. */
	{"O&#39;Hara", "O'Hara", false},
	{"O&#039;Hara", "O'Hara", false},
	{"O&#x27;Hara", "O'Hara", false},
	{"O&#39Hara", "O'Hara", false},
	{"O&apos;Hara", "O'Hara", false},
	{"O&rsquo;Hara", "O’Hara", false},
	{"O&#146;Hara", "O’Hara", false},
	{"O&amp;amp;#39;Hara", "O'Hara", false},
	{"Zo&euml;", "Zoë", false},
	{"Zo&Atilde;&laquo;", "Zoë", false},
	{"Smith &amp; Sons", "Smith & Sons", false},
	{"&yuml;&Agrave;&nbsp;", "ÿÀ\u00a0", false},
	/* As programs write names. */
	{"O\\'Hara", "O'Hara", true},
	{"Zo\\u00eb O\\u0027Hara", "Zoë O'Hara", true},
	{"O%27Hara", "O'Hara", true},
	{"Zo%C3%AB", "Zoë", true},
	{"O\\'Hara", NULL, false},
	{"O%27Hara", NULL, false},
	/* What may be meant. */
	{"Zoë", NULL, false},
	{"ANDRÉ’S", NULL, true},
	{"NÚÑEZ", NULL, true},
	{"João Ação", NULL, true},
	{"JOÃO", NULL, true},
	{"Þórður", NULL, true},
	{"ØYSTEIN ÅSTRÖM", NULL, true},
	{"DVOŘÁK ŠÁRKA", NULL, true},
	{"L’AVÊ–ÎLE", NULL, true},
	{"«Ann»", NULL, true},
	{"R&D", NULL, true},
	{"a & b; c", NULL, false},
	{"?a=1&copy=2", NULL, false},
	{"&#0; &#124; &#xD800; &#x110000; &; &#; &#x;", NULL, false},
	{"100% \\ \\u12", NULL, true},
	{"%00 %7C %41 \\u0041", NULL, true},
	{"", NULL, true},
};

int main(void)
{
	struct misread m = {0};

	for (size_t i = 0; i < sizeof samples / sizeof *samples; i++) {
		const struct sample *s = &samples[i];
		struct text value = text_of(s->value), found = value;
		bool repaired = misread_repair(&m, value, s->is_name, &found);
		check_number(repaired, s->meant != NULL, "repair of %s", s->value);
		check_text(found, text_of(s->meant ? s->meant : s->value), "%s", s->value);
	}
	misread_free(&m);
	return 0;
}
