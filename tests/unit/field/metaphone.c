/* Double Metaphone: names that each take another branch of it. */

#include "field/phonetic.h"
#include "test.h"

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
	for (size_t i = 0; i < sizeof(metaphones) / sizeof(metaphones[0]); i++) {
		struct metaphone m = metaphone(text_of(metaphones[i][0]));
		struct text primary = {m.primary, m.primary_length};
		struct text alternate = {m.alternate, m.alternate_length};
		check_text(primary, text_of(metaphones[i][1]), "metaphone of %s", metaphones[i][0]);
		check_text(alternate, text_of(metaphones[i][2]), "other metaphone of %s",
			   metaphones[i][0]);
	}
	return 0;
}
