/* Sound codes: the National Archives' examples for Soundex, and names that each
 * take another branch of Double Metaphone. */

#include "field/phonetic.h"

#include <stdio.h>

static int failures;

static const char *const soundexes[][2] = {
	{"Robert", "R163"},    {"Rupert", "R163"},   {"Rubin", "R150"},
	{"Ashcraft", "A261"},  {"Ashcroft", "A261"}, {"Tymczak", "T522"},
	{"Pfister", "P236"},   {"Honeyman", "H555"}, {"Lee", "L000"},
	{"Gutierrez", "G362"}, {"Jackson", "J250"},  {"VanDeusen", "V532"},
	{"O'Brien", "O165"},   {"OBRIEN", "O165"},   {"SMITH JONES", "S532"},
	{"a", "A000"},         {"SUR12", "S600"},    {"", ""},
	{"123", ""},
};

static const char *const metaphones[][3] = {
	{"Smith", "SM0", "XMT"},
	{"Schmidt", "XMT", "SMT"},
	{"Thomas", "TMS", "TMS"},
	{"Catherine", "K0RN", "KTRN"},
	{"Katherine", "K0RN", "KTRN"},
	{"Thumb", "0M", "TM"},
	{"Plumber", "PLMR", "PLMR"},
	{"Knight", "NT", "NT"},
	{"Wasserman", "ASRM", "FSRM"},
	{"Arnow", "ARN", "ARNF"},
	{"Filipowicz", "FLPT", "FLPF"},
	{"Xavier", "SF", "SFR"},
	{"Czerny", "SRN", "XRN"},
	{"Caesar", "SSR", "SSR"},
	{"Chianti", "KNT", "KNT"},
	{"Michael", "MKL", "MXL"},
	{"Chorus", "KRS", "KRS"},
	{"Architect", "ARKT", "ARKT"},
	{"McClellan", "MKLL", "MKLL"},
	{"Accident", "AKST", "AKST"},
	{"Focaccia", "FKX", "FKX"},
	{"Edgar", "ATKR", "ATKR"},
	{"Edge", "AJ", "AJ"},
	{"Ghislane", "JLN", "JLN"},
	{"Hugh", "H", "H"},
	{"Laugh", "LF", "LF"},
	{"Cagney", "KKN", "KKN"},
	{"Tagliaro", "TKLR", "TLR"},
	{"Gerald", "KRLT", "JRLT"},
	{"Danger", "TNJR", "TNKR"},
	{"Biaggi", "PJ", "PK"},
	{"Jose", "HS", "HS"},
	{"San Jacinto", "SNHS", "SNHS"},
	{"Jankelowicz", "JNKL", "ANKL"},
	{"Bajador", "PJTR", "PHTR"},
	{"Cabrillo", "KPRL", "KPR"},
	{"Gallegos", "KLKS", "KKS"},
	{"Campbell", "KMPL", "KMPL"},
	{"Rogier", "RJ", "RJR"},
	{"Island", "ALNT", "ALNT"},
	{"Sugar", "XKR", "SKR"},
	{"Schermerhorn", "XRMR", "SKRM"},
	{"School", "SKL", "SKL"},
	{"Resnais", "RSN", "RSNS"},
	{"Wright", "RT", "RT"},
	{"White", "AT", "AT"},
	{"Breaux", "PR", "PR"},
	{"Zhao", "J", "J"},
	{"Pizza", "PS", "PTS"},
	{"Van Gogh", "FNKK", "FNKK"},
	{"Gnome", "NM", "NM"},
	{"Psalm", "SLM", "SLM"},
	{"", "", ""},
	{"123", "", ""},
};

int main(void)
{
	for (size_t i = 0; i < sizeof(soundexes) / sizeof(soundexes[0]); i++) {
		char code[4];
		size_t length = soundex(text_of(soundexes[i][0]), code);
		if (text_is((struct text){code, length}, soundexes[i][1]))
			continue;
		fprintf(stderr, "field_phonetic: soundex of %s is %.*s\n", soundexes[i][0],
			(int)length, code);
		failures++;
	}
	for (size_t i = 0; i < sizeof(metaphones) / sizeof(metaphones[0]); i++) {
		struct metaphone m = metaphone(text_of(metaphones[i][0]));
		struct text primary = {m.primary, m.primary_length};
		struct text alternate = {m.alternate, m.alternate_length};
		if (text_is(primary, metaphones[i][1]) && text_is(alternate, metaphones[i][2]))
			continue;
		fprintf(stderr, "field_phonetic: metaphone of %s is %.*s, %.*s\n", metaphones[i][0],
			(int)primary.length, primary.at, (int)alternate.length, alternate.at);
		failures++;
	}
	return failures != 0;
}
