#include "synth/distort.h"

#include "synth/day.h"

static bool is_letter(char c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

static char neighbour(struct random *r, char c)
{
	static const char *const rows[] = {"qwertyuiop", "asdfghjkl", "zxcvbnm"};
	char lower = (char)(c | 0x20);

	for (int i = 0; i < 3; i++) {
		const char *at = strchr(rows[i], lower);
		if (!at)
			continue;
		bool right = at == rows[i] || (at[1] && random_below(r, 2));
		return (char)((right ? at[1] : at[-1]) ^ (c ^ lower));
	}
	return c;
}

void distort_typing(struct random *r, struct buffer *name)
{
	if (name->length < 3)
		return;
	size_t least = random_below(r, 10) ? 1 : 0;
	size_t i = least + random_below(r, name->length - 1 - least);
	char *at = name->at + i;
	if (!is_letter(at[0]) || !is_letter(at[1]))
		return;
	char kept = at[0];
	switch (random_below(r, 4)) {
	case 0:
		memmove(at, at + 1, name->length - i - 1);
		name->length--;
		break;
	case 1:
		buffer_byte(name, ' ');
		at = name->at + i;
		memmove(at + 1, at, name->length - i - 1);
		break;
	case 2:
		at[0] = neighbour(r, kept);
		break;
	default:
		at[0] = at[1];
		at[1] = kept;
	}
}

void distort_plain(struct buffer *name)
{
	static const char marked[] =
		"áaàaâaäaãaåaăaąaéeèeêeëeęeěeíiìiîiïiıióoòoôoöoõoőoúuùuûuüuűuýyçcćcčcñnńnňnłlŁL"
		"śsšsŚSŠSşsŞSțtţtŢTřrźzżzžzŹZŻZŽZğgÇCÉEÖOÜU";
	struct text rest = buffer_text(name);
	size_t length = 0;

	while (rest.length) {
		size_t bytes;
		text_character(rest, &bytes);
		char plain = '\0';
		for (const char *m = marked; bytes == 2 && *m && !plain; m += 3)
			if (m[0] == rest.at[0] && m[1] == rest.at[1])
				plain = m[2];
		if (plain)
			name->at[length++] = plain;
		else
			for (size_t i = 0; i < bytes; i++)
				name->at[length++] = rest.at[i];
		rest.at += bytes;
		rest.length -= bytes;
	}
	name->length = length;
}

void distort_halve(struct random *r, struct buffer *name)
{
	char *hyphen = memchr(name->at, '-', name->length);

	if (!hyphen)
		return;
	size_t first = (size_t)(hyphen - name->at);
	if (first < 3 || random_below(r, 2)) {
		name->length -= first + 1;
		memmove(name->at, hyphen + 1, name->length);
	} else {
		name->length = first;
	}
}

void distort_prefix(struct random *r, struct buffer *name)
{
	for (size_t i = 0; i < name->length; i++) {
		if (name->at[i] != '\'' && name->at[i] != '-' && name->at[i] != ' ')
			continue;
		if (name->at[i] != ' ' && random_below(r, 2)) {
			name->at[i] = ' ';
			return;
		}
		memmove(name->at + i, name->at + i + 1, name->length - i - 1);
		name->length--;
		return;
	}
	if (name->length > 4 && memcmp(name->at, "Mc", 2) == 0) {
		buffer_byte(name, ' ');
		memmove(name->at + 2, name->at + 1, name->length - 2);
		name->at[1] = 'a';
	}
}

int32_t distort_date(struct random *r, int32_t day, int32_t latest)
{
	struct date d = date_from_days(day);
	int32_t wrong = day;

	switch (random_below(r, 5)) {
	case 0:
		wrong = d.day <= 12 ? day_of(d.year, d.day, d.month) : day - 1;
		break;
	case 1:
		wrong = day_of(d.year, d.month, 1);
		break;
	case 2:
		wrong = day_of(d.year + (random_below(r, 2) ? 1 : -1), d.month,
			       d.day > 28 ? 28 : d.day);
		break;
	case 3:
		wrong = day_of(d.year, d.month == 12 ? 11 : d.month + 1, d.day > 28 ? 28 : d.day);
		break;
	default:
		wrong = day + (random_below(r, 2) ? 10 : -10);
	}
	return wrong == day || wrong > latest ? day - 1 : wrong;
}

void distort_postcode(struct random *r, char postcode[9])
{
	static const char letters[] = "ABDEFGHJLNPQRSTUWXYZ";
	char kept = postcode[6];
	char *unit = postcode + 6 + random_below(r, 2);

	switch (random_below(r, 3)) {
	case 0:
		postcode[5] = (char)('0' + (postcode[5] - '0' + 1 + (int)random_below(r, 9)) % 10);
		break;
	case 1:
		*unit = letters[random_below(r, 20)];
		break;
	default:
		postcode[6] = postcode[7];
		postcode[7] = kept;
	}
}
