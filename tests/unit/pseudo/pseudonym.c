/* Key files' rules, SHA-256 uses, OpenPseudonymiser digests and encodings,
 * against published vectors and ones computed independently (Python hmac). */
#include <stdio.h>
#include <stdlib.h>

#include "base/error.h"
#include "pseudo/bloom.h"
#include "pseudo/openpseudonymiser.h"

static void check(bool holds, const char *what)
{
	if (holds)
		return;
	fprintf(stderr, "pseudonym: %s\n", what);
	exit(1);
}

static bool hex_is(const unsigned char *bytes, const char *hex)
{
	struct buffer b = {0};
	for (size_t i = 0; i < MAC_BYTES; i++)
		buffer_hex(&b, bytes[i], 2);
	bool same = text_is(buffer_text(&b), hex);
	buffer_free(&b);
	return same;
}

static bool digest_is(const char *first, const char *second, const char *salt, const char *hex)
{
	struct text values[2] = {text_of(first), text_of(second)};
	char digits[OPENPSEUDONYMISER_DIGITS];
	openpseudonymiser_digest(values, 2, text_of(salt), digits);
	return text_is((struct text){digits, sizeof(digits)}, hex);
}

/* The library's own tests, its guide and FAQ, and values derived from them. */
static void test_openpseudonymiser(void)
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
		      vectors[i].digest);

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

static void test_mac(void)
{
	unsigned char out[MAC_BYTES];
	hkdf_sha256("mackerel", 8, TEXT("nhs_number|v1"), out);
	check(hex_is(out, "dec4676a98d72a9a9792fe7d530630e0c9f15a5f10c7a0986b303b82674adf08"),
	      "HKDF");
	struct mac m;
	mac_start(&m, out, sizeof(out));
	for (int again = 0; again < 2; again++) {
		mac_of(&m, TEXT("9434765919"), out);
		check(hex_is(out,
			     "ef13920bf65795d157764bb6849745254befc2c7945e6d8d6eba54ad09a4f261"),
		      "HMAC with a derived key");
	}
	mac_end(&m);
	mac_start(&m, "mackerel", 8);
	mac_of(&m, TEXT("9434765919"), out);
	check(hex_is(out, "b1faa877c374e7da0fa656dcd0110edf7ab589b0ada4f6318bea6a46fafed1a5"),
	      "HMAC with a text as key");
	mac_end(&m);

	/* RFC 4231, cases 2, 4 (a combined test of both) and 6 (a long key). */
	mac_start(&m, "Jefe", 4);
	mac_of(&m, TEXT("what do ya want for nothing?"), out);
	check(hex_is(out, "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"),
	      "RFC 4231 case 2");
	mac_end(&m);
	unsigned char key[131];
	memset(key, 0xaa, sizeof(key));
	mac_start(&m, key, sizeof(key));
	mac_of(&m, TEXT("Test Using Larger Than Block-Size Key - Hash Key First"), out);
	check(hex_is(out, "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"),
	      "RFC 4231 case 6");
	unsigned char other[MAC_BYTES];
	mac_of_parts(&m, (struct text[]){TEXT("12"), TEXT("3")}, 2, out);
	mac_of_parts(&m, (struct text[]){TEXT("1"), TEXT("23")}, 2, other);
	check(memcmp(out, other, MAC_BYTES) != 0, "parts are kept apart");
	mac_end(&m);
}

static void test_key(void)
{
	const struct {
		const char *text, *word;
	} faults[] = {
		{"mackerel", "demonstration"},
		{"0123456789abcdef0123456789abcdef ", "blank"},
		{" 0123456789abcdef0123456789abcdef", "blank"},
		{"0123456789abcdef\n0123456789abcdef", "line"},
		{"0123456789abcdef0123456789abcdef\r", "line"},
		{"0123456789abcdef\t0123456789abcdef", "control"},
		{"\xEF\xBB\xBF"
		 "0123456789abcdef0123456789abcdef",
		 "byte order"},
		{"\xFF\xFE 3456789abcdef0123456789abcdef", "UTF-8"},
		{"", "128"},
		{"8f3a61c07be2d49a5513e0c72b9fd64", "128"},  /* 31 hexadecimal digits */
		{"8f3a61c07be2d49a8f3a61c07be2d49a", "128"}, /* the same twice */
		{"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "128"},
		{"31415926535897932384626433832795028841", "128"},
		{"correct horse battery staple and more words", "128"},
		{"mR3vX9qLw2TzK8bYc5NdA", "128"}, /* 21 characters */
	};
	for (size_t i = 0; i < sizeof(faults) / sizeof(*faults); i++) {
		const char *fault = keyfile_fault(text_of(faults[i].text));
		check(fault && strstr(fault, faults[i].word), faults[i].text);
	}
	check(keyfile_fault((struct text){"8f3a61c07be2d49a\0 5513e0c72b9fd64f", 33}) != NULL,
	      "NUL");
	check(!keyfile_fault(TEXT("8f3a61c07be2d49a5513e0c72b9fd64f")), "32 hexadecimal digits");
	check(!keyfile_fault(TEXT("mR3vX9qLw2TzK8bYc5NdAs")), "22 characters of base64");
}

static void test_encoding(void)
{
	static const struct {
		const char *field, *value, *salt;
		enum bloom_features features;
		const char *base64;
	} vectors[] = {
		{"surname", "SMITH", "", BLOOM_BIGRAMS,
		 "cAgIYgQFBAAgAFAqQAAKAAuCIIJYUVQBAFgAaZkCAAMCQKSyCAAAOAwCkFAwYRAIAVAAEAogEEDJAAABA"
		 "AAQBE"
		 "A5IEgAAhCCAASAAAEAxACgICAQAQEQAQAAKAMEBIEgKAgIgAABGIMRAAAAxGBogQAAomJBcigIgAABCEB"
		 "wgBA="},
		{"surname", "A", "", BLOOM_BIGRAMS,
		 "MAAAAYCIQBJAAQEAYNCARkIQAQEIhmAQDkAiBEMQAARASQElCEACIIQhAFQIAAgBEAAAAAYgBFTgBAwAC"
		 "NIBgG"
		 "RBNgIBAgCRBAIAQECACIAAiREZEAAQA7hAACEYQFALESkAAJAAUaAFcAAUgEQABAkBEAEggiBgAAcIBUC"
		 "AjBg="},
		{"surname", "ANNANNA", "2014", BLOOM_BIGRAMS,
		 "BgABCJRkgBAEIRkoGBjAIpIWgSCCZIsEYyMIGAEAIACEhIAiRsBAMBCSggBYURACIMCIREAQgmABAFDgA"
		 "AIQJA"
		 "CxIBAEIgCCAQAAAAOBADAAAQA0QlBoGoAABACYDggACQCCAAQDCIAAAACELgAQREBBACgACYAABgAEkIA"
		 "CBAA="},
		{"dob", "2014-03-09", "", BLOOM_POSITIONS,
		 "BwUQBAgAAEAoAqBgIBFEACJBQIQAGhAzQoIAABBCAgAVAAiAAACC0CAAyYFZJIEAACAIBihsmAEEFoBAA"
		 "QSQKJ"
		 "qWKkBDAAIQIAAAAKIEAgEAEAAAAIgAAQAiwABEiAAKAAEEEwgAAByygySCAUQFwBBHwAAABAAGUOUAEAE"
		 "EIpY="},
		{"surname", "ZO\xC3\x8B", "", BLOOM_BIGRAMS,
		 "AwJoIAKACBIsQUIIQAECAABBAYAhKSXAAAiTDKEOKIAgCYJgEQUIMgiwAgBQAGAAAAQCEAGAQgAR4JFBI"
		 "NRRUG"
		 "QBIAAgQBBAEBgAIyFAAQgQABAxKAGAQEEAAAAQgKAEQAICgKAqF2AAAAIUIAAAGFAJZAMCggACAAgIQAA"
		 "gAqQ="},
	};
	struct keyfile k = {.page = (char[]){"0123456789abcdef0123456789abcde!"}, .length = 32};
	struct buffer b = {0};
	for (size_t i = 0; i < sizeof(vectors) / sizeof(*vectors); i++) {
		struct bloom e;
		bloom_start(&e, &k, text_of(vectors[i].field), vectors[i].features);
		for (int again = 0; again < 2; again++) {
			buffer_reset(&b);
			bloom_add(&e, text_of(vectors[i].value), text_of(vectors[i].salt), &b);
			check(text_is(buffer_text(&b), vectors[i].base64), vectors[i].value);
		}
		bloom_end(&e);
	}
	buffer_free(&b);
	struct mac m;
	unsigned char out[MAC_BYTES];
	keyfile_mac(&k, "token", TEXT("upn"), &m);
	mac_of(&m, TEXT("H801200001001"), out);
	check(hex_is(out, "38ed18da76bddfc7a49f79b413721f5c8c5b95a5ef4884a1b4cec5db93644344"),
	      "a token");
	mac_end(&m);
}

int main(void)
{
	error_start("pseudonym");
	test_openpseudonymiser();
	test_mac();
	test_key();
	test_encoding();
	return 0;
}
