#include "field/metaphone_internal.h"

static int code_l(struct metaphone_word *w)
{
	int i = w->here, last = w->length - 1;
	bool spanish = (i == w->length - 3 && stands(w, i - 1, "ILLO|ILLA|ALLE")) ||
		       ((stands(w, last - 1, "AS|OS") || stands(w, last, "A|O")) &&
			stands(w, i - 1, "ALLE"));

	add_both(w, "L", letter(w, i + 1) == 'L' && spanish ? "" : "L");
	return step_over(w, "L");
}

static int code_m(struct metaphone_word *w)
{
	int i = w->here;
	bool silent_b = stands(w, i - 1, "UMB") && (i + 2 == w->length || stands(w, i + 2, "ER"));

	add(w, "M");
	return silent_b ? 2 : step_over(w, "M");
}

static int code_p(struct metaphone_word *w)
{
	bool f = letter(w, w->here + 1) == 'H';

	add(w, f ? "F" : "P");
	return step_over(w, "HPB");
}

static int code_r(struct metaphone_word *w)
{
	int i = w->here;
	bool french = i == w->length - 1 && !w->slavic && stands(w, i - 2, "IE") &&
		      !stands(w, i - 4, "ME|MA");

	add_both(w, french ? "" : "R", "R");
	return step_over(w, "R");
}

static int code_sc(struct metaphone_word *w)
{
	int i = w->here;

	if (letter(w, i + 2) != 'H')
		add(w, stands(w, i + 2, "I|E|Y") ? "S" : "SK");
	else if (stands(w, i + 3, "ER|EN"))
		add_both(w, "X", "SK");
	else if (stands(w, i + 3, "OO|UY|ED|EM"))
		add(w, "SK");
	else
		add_both(w, "X", i == 0 && !vowel(w, 3) && letter(w, 3) != 'W' ? "S" : "X");
	return 3;
}

static int code_s(struct metaphone_word *w)
{
	int i = w->here;

	if (stands(w, i - 1, "ISL|YSL"))
		return 1;
	if (i == 0 && stands(w, 0, "SUGAR")) {
		add_both(w, "X", "S");
		return 1;
	}
	if (stands(w, i, "SH")) {
		add(w, stands(w, i + 1, "HEIM|HOEK|HOLM|HOLZ") ? "S" : "X");
		return 2;
	}
	if (stands(w, i, "SIO|SIA")) {
		add_both(w, "S", w->slavic ? "S" : "X");
		return 3;
	}
	if ((i == 0 && stands(w, 1, "M|N|L|W")) || letter(w, i + 1) == 'Z') {
		add_both(w, "S", "X");
		return step_over(w, "Z");
	}
	if (stands(w, i, "SC"))
		return code_sc(w);
	bool french = i == w->length - 1 && stands(w, i - 2, "AI|OI");
	add_both(w, french ? "" : "S", "S");
	return step_over(w, "SZ");
}

static int code_t(struct metaphone_word *w)
{
	int i = w->here;

	if (stands(w, i, "TION|TIA|TCH")) {
		add(w, "X");
		return 3;
	}
	if (stands(w, i, "TH|TTH")) {
		bool plain = stands(w, i + 2, "OM|AM") || germanic_start(w);
		add_both(w, plain ? "T" : "0", "T");
		return 2;
	}
	add(w, "T");
	return step_over(w, "TD");
}

static int code_w(struct metaphone_word *w)
{
	int i = w->here;

	if (stands(w, i, "WR")) {
		add(w, "R");
		return 2;
	}
	if (i == 0 && vowel(w, 1))
		add_both(w, "A", "F");
	else if (i == 0 && stands(w, 0, "WH"))
		add(w, "A");
	if ((i == w->length - 1 && vowel(w, i - 1)) ||
	    stands(w, i - 1, "EWSKI|EWSKY|OWSKI|OWSKY") || stands(w, 0, "SCH")) {
		add_both(w, "", "F");
		return 1;
	}
	if (stands(w, i, "WICZ|WITZ")) {
		add_both(w, "TS", "FX");
		return 4;
	}
	return 1;
}

static int code_x(struct metaphone_word *w)
{
	int i = w->here;

	if (i != w->length - 1 || !(stands(w, i - 3, "IAU|EAU") || stands(w, i - 2, "AU|OU")))
		add(w, "KS");
	return step_over(w, "CX");
}

static int code_z(struct metaphone_word *w)
{
	int i = w->here;

	if (letter(w, i + 1) == 'H') {
		add(w, "J");
		return 2;
	}
	bool ts = stands(w, i + 1, "ZO|ZI|ZA") || (w->slavic && i > 0 && letter(w, i - 1) != 'T');
	add_both(w, "S", ts ? "TS" : "S");
	return step_over(w, "Z");
}

/* Letters that sound one way wherever they stand. */
static int code_simple(struct metaphone_word *w, const char *sound)
{
	char twice[2] = {letter(w, w->here), 0};

	add(w, sound);
	return step_over(w, twice);
}

static int code_letter(struct metaphone_word *w)
{
	switch (w->at[w->here]) {
	case 'B':
		return code_simple(w, "P");
	case 'C':
		return metaphone_c(w);
	case 'D':
		return metaphone_d(w);
	case 'F':
	case 'V':
		return code_simple(w, "F");
	case 'G':
		return metaphone_g(w);
	case 'H':
		return metaphone_h(w);
	case 'J':
		return metaphone_j(w);
	case 'K':
	case 'Q':
		return code_simple(w, "K");
	case 'L':
		return code_l(w);
	case 'M':
		return code_m(w);
	case 'N':
		return code_simple(w, "N");
	case 'P':
		return code_p(w);
	case 'R':
		return code_r(w);
	case 'S':
		return code_s(w);
	case 'T':
		return code_t(w);
	case 'W':
		return code_w(w);
	case 'X':
		return code_x(w);
	case 'Z':
		return code_z(w);
	default:
		return 1;
	}
}

static void word_start(struct metaphone_word *w, struct text name)
{
	memset(w, 0, sizeof(*w));
	memset(w->at, ' ', sizeof(w->at));
	for (size_t i = 0; i < name.length && w->length < WORD_LIMIT; i++) {
		char c = name.at[i];
		if (c >= 'a' && c <= 'z')
			c = (char)(c - 'a' + 'A');
		if ((c >= 'A' && c <= 'Z') || (c == ' ' && w->length))
			w->at[w->length++] = c;
	}
	for (int i = 0; i < w->length; i++)
		w->slavic = w->slavic || stands(w, i, "W|K|CZ");
}

struct metaphone metaphone(struct text name)
{
	struct metaphone_word w;

	word_start(&w, name);
	if (stands(&w, 0, "GN|KN|PN|WR|PS"))
		w.here = 1;
	if (letter(&w, 0) == 'X') {
		add(&w, "S");
		w.here = 1;
	}
	if (w.here == 0 && w.length && vowel(&w, 0)) {
		add(&w, "A");
		w.here = 1;
	}
	while (w.here < w.length)
		w.here += code_letter(&w);
	return w.codes;
}
