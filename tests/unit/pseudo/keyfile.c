/* Which keys are refused, and the keys derived from one. */

#include "pseudo/keyfile.h"
#include "test.h"

static void faults_of_keys(void)
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
		check(fault && strstr(fault, faults[i].word), "%s", faults[i].text);
	}
	check(keyfile_fault((struct text){"8f3a61c07be2d49a\0 5513e0c72b9fd64f", 33}) != NULL,
	      "NUL");
	check(!keyfile_fault(TEXT("q7Zx/2Vn+9RkT4wLb0Yc8mHs")), "24 characters of base64");
	check(keyfile_bits(TEXT("Password123Password124!")) < 64, "words, counted on, said twice");
	check(!keyfile_fault(TEXT("8f3a61c07be2d49a5513e0c72b9fd64f")), "32 hexadecimal digits");
	check(!keyfile_fault(TEXT("mR3vX9qLw2TzK8bYc5NdAs")), "22 characters of base64");
}

/* Computed independently (Python hmac). */
static void derived(void)
{
	struct keyfile k = {.page = (char[]){"0123456789abcdef0123456789abcde!"}, .length = 32};
	struct buffer hex = {0};
	struct mac m;
	unsigned char out[MAC_BYTES];

	keyfile_mac(&k, "token", TEXT("upn"), &m);
	mac_of(&m, TEXT("H801200001001"), out);
	for (size_t i = 0; i < sizeof out; i++)
		buffer_hex(&hex, out[i], 2);
	check_text(buffer_text(&hex),
		   TEXT("38ed18da76bddfc7a49f79b413721f5c8c5b95a5ef4884a1b4cec5db93644344"),
		   "a token");
	buffer_free(&hex);
	mac_end(&m);
}

int main(void)
{
	faults_of_keys();
	derived();
	return 0;
}
