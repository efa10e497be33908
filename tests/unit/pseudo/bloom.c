/* Encodings, against ones computed independently (Python hmac). */

#include "pseudo/bloom.h"
#include "test.h"

static void encodings(void)
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
			check(text_is(buffer_text(&b), vectors[i].base64), "%s", vectors[i].value);
		}
		bloom_end(&e);
	}
	buffer_free(&b);
}

int main(void)
{
	encodings();
	return 0;
}
