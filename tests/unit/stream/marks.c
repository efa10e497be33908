/* Both forms of marks, against a look at each byte. */

#include "stream/marks.h"
#include "random.h"
#include "test.h"

static void test(const unsigned char *bytes, uint64_t which)
{
	uint64_t expected = 0;

	for (int i = 0; i < MARKS_BYTES; i++)
		expected |= (uint64_t)(bytes[i] < 0x0E || bytes[i] == '\\') << i;
	check(marks_portable((const char *)bytes) == expected, "portable %zu", which);
	check(marks_of((const char *)bytes) == expected, "fastest %zu", which);
}

int main(void)
{
	unsigned char bytes[MARKS_BYTES];

	for (unsigned byte = 0; byte < 256; byte++)
		for (unsigned other = 0; other < 256; other += 3) {
			for (unsigned i = 0; i < MARKS_BYTES; i++)
				bytes[i] = (unsigned char)(i % 3 ? byte : other);
			test(bytes, byte);
		}
	for (unsigned turn = 0; turn < 100000; turn++) {
		for (unsigned i = 0; i < MARKS_BYTES; i++) {
			bytes[i] = (unsigned char)random_below(256);
		}
		test(bytes, turn);
	}
	return 0;
}
