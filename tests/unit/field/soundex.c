/* Soundex, against the examples of the National Archives. */

#include "field/phonetic.h"
#include "test.h"

static const char *const soundexes[][2] = {
	{"Robert", "R163"},    {"Rupert", "R163"},   {"Rubin", "R150"},
	{"Ashcraft", "A261"},  {"Ashcroft", "A261"}, {"Tymczak", "T522"},
	{"Pfister", "P236"},   {"Honeyman", "H555"}, {"Lee", "L000"},
	{"Gutierrez", "G362"}, {"Jackson", "J250"},  {"VanDeusen", "V532"},
	{"O'Brien", "O165"},   {"OBRIEN", "O165"},   {"SMITH JONES", "S532"},
	{"a", "A000"},         {"SUR12", "S600"},    {"", ""},
	{"123", ""},
};

int main(void)
{
	for (size_t i = 0; i < sizeof(soundexes) / sizeof(soundexes[0]); i++) {
		char code[4];
		size_t length = soundex(text_of(soundexes[i][0]), code);
		struct text found = {code, length};
		check_text(found, text_of(soundexes[i][1]), "soundex of %s", soundexes[i][0]);
	}
	return 0;
}
