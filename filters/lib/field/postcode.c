#include "field/postcode.h"

#include "field/blank.h"

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
	return c >= 'A' && c <= 'Z';
}

/* The 124 geographic areas and BF (British Forces); one bit a second letter,
 * bit 26 for an area of one letter. */
static bool area_exists(const char *at, size_t length)
{
	static const char *const seconds[26] = {"BL",
						".ABDFHLNRST",
						"ABFHMORTVW",
						"ADEGHLNTY",
						".CHNX",
						"KY",
						".LUY",
						"ADGPRSUX",
						"GMPV",
						"E",
						"ATWY",
						".ADELNSU",
						".EKL",
						".EGNPRW",
						"LX",
						"AEHLOR",
						"",
						"GHM",
						".AEGKLMNOPRSTWY",
						"ADFNQRSW",
						"B",
						"",
						".ACDFNRSV",
						"",
						"O",
						"E"};

	if (length == 0 || length > 2)
		return false;
	return strchr(seconds[at[0] - 'A'], length == 1 ? '.' : at[1]) != NULL;
}

/* Only these areas have districts that end in a letter. */
static bool area_has_letter_districts(const char *at, size_t length)
{
	return length == 1 ? strchr("ENW", at[0]) != NULL
			   : (at[0] == 'E' && at[1] == 'C') || (at[0] == 'N' && at[1] == 'W') ||
				     (at[0] == 'S' && (at[1] == 'E' || at[1] == 'W')) ||
				     (at[0] == 'W' && at[1] == 'C');
}

/* RULE_POSTCODE for a wrong shape. */
static enum rule outward_judge(const char *at, size_t length)
{
	size_t area = 0, digits = 0;

	while (area < length && area < 2 && is_letter(at[area]))
		area++;
	while (area + digits < length && digits < 2 && is_digit(at[area + digits]))
		digits++;
	size_t rest = length - area - digits;
	if (area == 0 || digits == 0 || (digits == 2 && at[area] == '0'))
		return RULE_POSTCODE;
	if (rest && (rest > 1 || digits > 1 || !is_letter(at[length - 1]) ||
		     !area_has_letter_districts(at, area) || strchr("IO", at[length - 1])))
		return RULE_POSTCODE;
	return area_exists(at, area) ? RULE_VALID : RULE_POSTCODE_AREA;
}

static bool inward_valid(const char *at)
{
	return is_digit(at[0]) && is_letter(at[1]) && is_letter(at[2]) &&
	       !strchr("CIKMOV", at[1]) && !strchr("CIKMOV", at[2]);
}

static enum rule judge(const char *at, size_t length)
{
	if (length < 5 || length > 7 || !inward_valid(at + length - 3))
		return RULE_POSTCODE;
	if (length == 6 && memcmp(at, "GIR0AA", 6) == 0)
		return RULE_VALID;
	return outward_judge(at, length - 3);
}

static bool bfpo(const char *at, size_t length)
{
	if (length < 5 || length > 8 || memcmp(at, "BFPO", 4) != 0)
		return false;
	for (size_t i = 4; i < length; i++)
		if (!is_digit(at[i]))
			return false;
	return true;
}

static bool pseudo(const char *at, size_t length)
{
	static const char *const others[] = {"NF11AB",   "NFA",    "NFA1NFA", "NOFIXEDABODE",
					     "HOMELESS", "XX11XX", "XX999XX"};

	if ((length >= 4 && memcmp(at, "ZZ99", 4) == 0) ||
	    (length >= 3 && memcmp(at, "Z99", 3) == 0))
		return true;
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		if (strlen(others[i]) == length && memcmp(others[i], at, length) == 0)
			return true;
	return false;
}

static char as_letter(char c)
{
	return c == '0' ? 'O' : c == '1' ? 'I' : c;
}

static char as_digit(char c)
{
	return c == 'O' ? '0' : c == 'I' ? '1' : c;
}

/* Reads the characters by position for each length of area, with and without a
 * letter at the end of the outward part; true when one reading only is valid. */
static bool repair(char *at, size_t length)
{
	char found[POSTCODE_LENGTH], read[POSTCODE_LENGTH];
	size_t outward = length - 3;
	bool any = false;

	for (size_t area = 1; area <= 2 && area < outward; area++) {
		for (size_t letters = 0; letters <= 1; letters++) {
			for (size_t i = 0; i < length; i++) {
				bool letter = i < area || (letters && i == outward - 1);
				read[i] = i > outward ? at[i]
					  : letter    ? as_letter(at[i])
						      : as_digit(at[i]);
			}
			if (judge(read, length) != RULE_VALID)
				continue;
			if (any && memcmp(found, read, length) != 0)
				return false;
			memcpy(found, read, length);
			any = true;
		}
	}
	if (any)
		memcpy(at, found, length);
	return any;
}

enum rule postcode_parse(struct text value, char out[POSTCODE_LENGTH], size_t *length,
			 bool *repaired)
{
	char compact[12];
	size_t n = blank_compact(value, "", compact, sizeof(compact));

	*repaired = false;
	if (n > sizeof(compact))
		return RULE_POSTCODE;
	enum rule rule = judge(compact, n);
	if (rule != RULE_VALID && pseudo(compact, n))
		return RULE_POSTCODE_PSEUDO;
	if (rule != RULE_VALID && !bfpo(compact, n)) {
		if (n < 5 || n > 7 || !repair(compact, n))
			return rule;
		*repaired = true;
	}
	memcpy(out, compact, n);
	*length = n;
	return RULE_VALID;
}

/* An outward part followed by `digits` digits. */
static enum rule part_parse(struct text value, size_t digits, enum rule wrong,
			    char out[POSTCODE_LENGTH], size_t *length)
{
	char compact[12];
	size_t n = blank_compact(value, "", compact, sizeof(compact));

	if (n > sizeof(compact) || n <= digits)
		return wrong;
	if (pseudo(compact, n))
		return RULE_POSTCODE_PSEUDO;
	bool forces = digits == 0 && n == 4 && memcmp(compact, "BFPO", 4) == 0;
	enum rule rule = forces ? RULE_VALID : outward_judge(compact, n - digits);
	if (rule == RULE_POSTCODE || n > 5 || (digits && !is_digit(compact[n - 1])))
		return wrong;
	memcpy(out, compact, n);
	*length = n;
	return rule;
}

enum rule outcode_parse(struct text value, char out[POSTCODE_LENGTH], size_t *length)
{
	return part_parse(value, 0, RULE_OUTCODE, out, length);
}

enum rule sector_parse(struct text value, char out[POSTCODE_LENGTH], size_t *length)
{
	return part_parse(value, 1, RULE_SECTOR, out, length);
}

struct text postcode_outcode(struct text p)
{
	if (text_starts(p, "BFPO"))
		return (struct text){p.at, 4};
	return p.length < 5 ? TEXT_NONE : (struct text){p.at, p.length - 3};
}

struct text postcode_area(struct text p)
{
	struct text area = postcode_outcode(p);
	size_t n = 0;

	while (n < area.length && is_letter(area.at[n]))
		n++;
	return n ? (struct text){p.at, n} : TEXT_NONE;
}

struct text postcode_district(struct text p)
{
	struct text district = postcode_outcode(p);
	size_t area = postcode_area(p).length;

	if (area == district.length)
		return TEXT_NONE;
	if (is_letter(district.at[district.length - 1]))
		district.length--;
	return district;
}

struct text postcode_sector(struct text p)
{
	if (p.length < 5 || text_starts(p, "BFPO"))
		return TEXT_NONE;
	return (struct text){p.at, p.length - 2};
}
