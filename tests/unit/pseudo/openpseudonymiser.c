/* Digests of OpenPseudonymiser, against those of its own tests, guide and FAQ, and ones derived
 * from them. */

#include "pseudo/openpseudonymiser.h"
#include "test.h"

static bool digest_is(const char *first, const char *second, const char *salt, const char *hex)
{
	struct text values[2] = {text_of(first), text_of(second)};
	char digits[OPENPSEUDONYMISER_DIGITS];

	openpseudonymiser_digest(values, 2, text_of(salt), digits);
	return text_is((struct text){digits, sizeof(digits)}, hex);
}

static void digests(void)
{
	char as[129] = {0};

	memset(as, 'A', 128);
	const struct {
		const char *first, *second, *salt, *digest;
	} vectors[] = {
		{"29.11.1973", "943 476 5919", "mackerel",
		 "ED72F814B7905F3D3958749FA90FE657C101EC657402783DB68CBE3513E76087"},
		{"29.11.1973", "9434765919", "mackerel",
		 "ED72F814B7905F3D3958749FA90FE657C101EC657402783DB68CBE3513E76087"},
		{"29.11.2011", "9434765919", "mackerel",
		 "5DFC32BA81EA3E016333687111AE2F63D97DAD05ADF92C61BF06438A08D8BC56"},
		{"123456789", "", "",
		 "15E2B0D3C33891EBB0F1EF609EC419420C20E320CE94C65FBC8C3312448EB225"},
		{"123456789", "", "hello",
		 "A4455E6581B78D69E569895C2B615DFA90A6CD56938E40CA91EDD26E44DEEDFE"},
		{"pie", "", "", "558211ED72B2D6967037419DFF6F1E7CFD002D178C8FDEEB1239760D4E4C4059"},
		{"9434765919", "", "mackerel",
		 "643574A0AEFDA8DAC01EEBE45F7E8CFE814B15BBC3F654AC934518A34A53D575"},
		{"9000543664", "", "mackerel",
		 "398F53599AED2717D9F84F90E5D2A5B93F63F123A67ACE19E68C3670AEAA68E1"},
		{"943-476-5919", "", "mackerel",
		 "ADA99D02EE66A82800F82381DFB0E83A92AAC7579B73C88E98D59709F9385D43"},
		{"19731129", "9434765919", "mackerel",
		 "812EF275297FD7AFB4BB95AA4D4ABFFA150467A3EA12675601A3EEA838292C71"},
		{"9434765919", "29.11.1973", "mackerel",
		 "2CE80AC662B26E0D2F40B542069153F244A5C9A99D127CCE85934020BE843DC3"},
		{"9434765919", "", as,
		 "F9568FB234BEF8A6340C4034E60F0004318C8A8E77EFBF86FD69DAA76E2AFCD6"},
		{"643574A0AEFDA8DAC01EEBE45F7E8CFE814B15BBC3F654AC934518A34A53D575", "", "herring",
		 "83D74A64787241EDFE3706C41E1F4DC645DEA06004851C628DA98DD15D717023"},
		{"Zo\xC3\xAB", "", "mackerel",
		 "312BF0366E5B1237849A0F783676AE860E48D99EF7AB11D600AEECCC902BA4A8"},
		/* A no-break space is not among the blanks that are deleted. */
		{"943\xC2\xA0"
		 "476\xC2\xA0"
		 "5919",
		 "", "mackerel",
		 "9776D7296A42FACF6346550361D4E2C7CFB9E2C4EA73D8CE4CCDABE0F2A6DF08"},
	};
	for (size_t i = 0; i < sizeof(vectors) / sizeof(*vectors); i++)
		check(digest_is(vectors[i].first, vectors[i].second, vectors[i].salt,
				vectors[i].digest),
		      "%s", vectors[i].digest);

	check(openpseudonymiser_format_valid(TEXT("dd.mm.yyyy")), "a date format");
	check(!openpseudonymiser_format_valid(TEXT("dd.mm.yy")), "a short year");
	check(!openpseudonymiser_format_valid(TEXT("dd.mm")), "no year");
	check(!openpseudonymiser_format_valid(TEXT("dd mm yyyy")), "blanks");
	struct buffer b = {0};
	openpseudonymiser_date(&b, TEXT("1973-11-29"), TEXT("dd.mm.yyyy"));
	openpseudonymiser_date(&b, TEXT("1973-11-29"), TEXT("yyyymmdd"));
	check(text_is(buffer_text(&b), "29.11.197319731129"), "dates formatted");
	buffer_free(&b);
}

int main(void)
{
	digests();
	return 0;
}
