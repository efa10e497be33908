/* Encodings, against ones computed independently (Python hmac). */

#include "pseudo/bloom.h"
#include "expr/similarity.h"
#include "random.h"
#include "test.h"

static struct keyfile key = {.page = (char[]){"0123456789abcdef0123456789abcde!"}, .length = 32};

static void encodings(void)
{
	static const struct {
		const char *field, *value, *group;
		enum bloom_features features;
		const char *base64;
	} vectors[] = {
		{"surname", "SMITH", "", BLOOM_BIGRAMS,
		 "cAgIYgQFBIAgAFgqwAAKAAuCKIJYUVQBAFgAaZlCAAMCQKSyCAgAOAwCkFAw"
		 "YRAYAVgAEAohEEDJAAABAAAQBEg5IEgAAhCCAASAAAEAxACgICIQAQEQAQAA"
		 "OAMEBIMgqEhIgAABGIMRAAAAxGDogRAApmJBcigIgAAJCEhwgBA="},
		{"surname", "A", "", BLOOM_BIGRAMS,
		 "MAAAAYCIQBJAAQEAYNCQRkIQAQEIhmAQDkAiBEMQAARASQGlCEICMIQjAFQI"
		 "AAgBEAAAAAYgBFTgBkwACNIJgGRBNgIBAgCRBAIAQECBCIAAiREZEEAQA7hA"
		 "ACEYSFALESkAAJAAUaSFcAAUgEQABAkJEAEigiBgAQcIBUCAjBg="},
		{"surname", "ANNANNA", "2014", BLOOM_BIGRAMS,
		 "BgABCJRkgBAFIRkoGBjAIpIWgSCCZIsEYyMMGAEAIACEhIAiRsBEMBCSggBY"
		 "URACIMCIREAQgmABAFDgAIIQJACxIBAEJgCCIQAAAAOBCDAAIQE0RlBoGoAA"
		 "BACYDggACRCCAAQDCIAAAgCELgAQREBBACwACYQABgAEkIACBAA="},
		{"dob", "2014-03-09", "", BLOOM_POSITIONS,
		 "BwUQBQgABEAoAqDgIBFUACJBQIQAWhAzQoIAABBCCgAVAAiAAACC0CAAyYFZ"
		 "JIEAACAIBihsmAEEFoBAAQSQKJ6WKmBDAAIQIAAAAKIEAgEAEAAAAIgIEQAi"
		 "wAhEiAAKAAGEEwgAAByygySCAURFwBBHwAAABAIGUOUAEAEEIpY="},
		{"surname", "ZO\xC3\x8B", "", BLOOM_BIGRAMS,
		 "AwJoIAKBCBIsQUIIQAECAABBEYAhKSXAAAyTDKkOKMAgCYJgEQUIcgiwAgBQ"
		 "AGCAAAQCEQGAQgAR4JFBINRRUGQBMAAgQBBAEBgAI2FAAQgQABAxLAGMQEEA"
		 "AAAQgKAESAICgKAqF2AAAAIUIAAAGFAJZAMCggQCQAgIQCAgAqQ="},
		{"sex", "F", "2014", BLOOM_POSITIONS,
		 "JcGABaBAAAhJAiUEAhIghUHMqGAECRIAigFDDADGQBGiAIRAEISCAIAAgEQC"
		 "EkwCE4AAAlAAAQEAAIAYpwSIARCAIYAAGAAKAEEoAJEQRFGAAIAOJBABmSEF"
		 "CAIRAABAtAIBAADRiCBCQTEMhSCgADoAgBAAAEp4hAgASCBBASU="},
	};
	struct buffer b = {0};

	for (size_t i = 0; i < sizeof(vectors) / sizeof(*vectors); i++) {
		struct bloom e;
		bloom_start(&e, &key, text_of(vectors[i].field), vectors[i].features);
		for (int again = 0; again < 2; again++) {
			buffer_reset(&b);
			bloom_add(&e, text_of(vectors[i].value), text_of(vectors[i].group), &b);
			check(text_is(buffer_text(&b), vectors[i].base64), "%s", vectors[i].value);
		}
		bloom_end(&e);
	}
	buffer_free(&b);
}

static uint32_t bits_set(struct bloom *e, const char *value, size_t length)
{
	static struct arena arena;
	struct buffer b = {0};
	struct bits bits;

	bloom_add(e, (struct text){value, length}, TEXT("2014-03-09"), &b);
	check(bits_decode(&arena, buffer_text(&b), &bits), "%s", value);
	buffer_free(&b);
	arena_free(&arena);
	return bits.set;
}

/* Whatever the value, as many bits. */
static void numbers_of_bits(void)
{
	struct bloom names, places;
	char value[600];

	bloom_start(&names, &key, TEXT("surname"), BLOOM_BIGRAMS);
	bloom_start(&places, &key, TEXT("dob"), BLOOM_POSITIONS);
	for (size_t length = 1; length <= sizeof value; length += 1 + length / 20) {
		for (int n = 0; n < 20; n++) {
			for (size_t i = 0; i < length; i++)
				value[i] = (char)('A' + (char)random_below(n ? 26 : 1));
			check_number(bits_set(&names, value, length), BLOOM_SET, "%zu", length);
			check_number(bits_set(&places, value, length), BLOOM_SET, "%zu", length);
		}
	}
	bloom_end(&names);
	bloom_end(&places);
}

int main(void)
{
	encodings();
	numbers_of_bits();
	return 0;
}
