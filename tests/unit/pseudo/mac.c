/* HMAC and HKDF, against RFC 4231 and values computed independently (Python hmac). */

#include "pseudo/mac.h"
#include "test.h"

static bool hex_is(const unsigned char *bytes, const char *hex)
{
	struct buffer b = {0};

	for (size_t i = 0; i < MAC_BYTES; i++)
		buffer_hex(&b, bytes[i], 2);
	bool same = text_is(buffer_text(&b), hex);
	buffer_free(&b);
	return same;
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

int main(void)
{
	test_mac();
	return 0;
}
