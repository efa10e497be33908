/* model/weight.h against values computed with 300 bits of precision. */

#include "model/weight.h"
#include "test.h"

static struct decimal decimal(const char *written)
{
	struct decimal number = {1, 0};

	check(decimal_read(text_of(written), &number), "decimal %s", written);
	return number;
}

static const struct {
	const char *over, *under;
	int64_t weight;
} ratios[] = {
	{"0.95", "0.01", INT64_C(6569855608331)},
	{"0.9", "0.00012345", INT64_C(12831782449624)},
	{"0.05", "0.99", INT64_C(-4307428525192)},
	{"1", "3", INT64_C(-1584962500721)},
	{"0.333333333333333333", "0.000000000000000007", INT64_C(55402388285194)},
	{"1e-300", "1", INT64_C(-996578428466209)},
	{"2.5e-7", "0.1", INT64_C(-18609640474437)},
	{"0.1", "0.05", WEIGHT_BIT},
	{"0.3", "0.60", -WEIGHT_BIT},
	{"0.7", "0.7", 0},
	{"0.999999", "0.999998", INT64_C(1442697)},
};

static const struct {
	const char *p;
	int64_t weight;
} odds[] = {
	{"0.0001", INT64_C(-13287568102831)},
	{"0.5", 0},
	{"0.000239", INT64_C(-12030356916018)},
	{"0.999", INT64_C(9964340867792)},
	{"0.000000000000000001", INT64_C(-59794705707973)},
};

static const struct {
	const char *weight;
	int64_t probability;
} probabilities[] = {
	{"0", INT64_C(500000000000)},
	{"1", INT64_C(666666666667)},
	{"-1", INT64_C(333333333333)},
	{"0.000000000001", INT64_C(500000000000)},
	{"3.321928094887", INT64_C(909090909091)},
	{"-13.287568102831", INT64_C(100000000)},
	{"20.5", INT64_C(999999325651)},
	{"39.123456789012", INT64_C(999999999998)},
	{"-39.9", INT64_C(1)},
	{"41", WEIGHT_BIT},
	{"63", WEIGHT_BIT},
	{"-64", 0},
	{"-1000", 0},
	{"1000", WEIGHT_BIT},
	{"7.25", INT64_C(993473373450)},
	{"-0.75", INT64_C(372884880825)},
};

int main(void)
{
	for (size_t i = 0; i < sizeof ratios / sizeof *ratios; i++)
		check_number(weight_of_ratio(decimal(ratios[i].over), decimal(ratios[i].under)),
			     ratios[i].weight, "weight of %s", ratios[i].over);
	for (size_t i = 0; i < sizeof odds / sizeof *odds; i++) {
		check_number(decimal_is_share(decimal(odds[i].p)), 1, "share of %s", odds[i].p);
		check_number(weight_of_odds(decimal(odds[i].p)), odds[i].weight, "odds of %s",
			     odds[i].p);
	}
	for (size_t i = 0; i < sizeof probabilities / sizeof *probabilities; i++) {
		int64_t weight = 1;
		check(weight_parse(text_of(probabilities[i].weight), &weight), "bits %s",
		      probabilities[i].weight);
		check_number(weight_probability(weight), probabilities[i].probability,
			     "probability of %s", probabilities[i].weight);
	}
	check_number(weight_of_share(1, 3), INT64_C(-1584962500721), "weight of 1 of 3");
	check_number(weight_of_share(1024, 1), 10 * WEIGHT_BIT, "weight of 1024 of 1");
	const char *bad[] = {"",    ".",     "-1",  "1e", "1e351",
			     "0x1", "1.2.3", "nan", "1 ", "1234567890123456789"};
	struct decimal number;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		check_number(decimal_read(text_of(bad[i]), &number), 0, "decimal of %s", bad[i]);
	check_number(decimal_is_share(decimal("1")), 0, "share of 1");
	check_number(decimal_is_share(decimal("0")), 0, "share of 0");
	int64_t weight;
	const char *bad_bits[] = {"", "-", "1001", "0.0000000000001", "1e20", "--1"};
	for (size_t i = 0; i < sizeof bad_bits / sizeof *bad_bits; i++)
		check_number(weight_parse(text_of(bad_bits[i]), &weight), 0, "bits of %s",
			     bad_bits[i]);
	return 0;
}
