#include "field/metaphone_internal.h"

static void code_ch(struct metaphone_word *w)
{
	int i = w->here;
	bool greek =
		i == 0 && stands(w, 1, "HARAC|HARIS|HOR|HYM|HIA|HEM") && !stands(w, 0, "CHORE");
	bool hard = germanic_start(w) || stands(w, i - 2, "ORCHES|ARCHIT|ORCHID") ||
		    stands(w, i + 2, "T|S") ||
		    ((i == 0 || stands(w, i - 1, "A|O|U|E")) &&
		     stands(w, i + 2, "L|R|N|M|B|H|F|V|W| "));

	if (i > 0 && stands(w, i, "CHAE"))
		add_both(w, "K", "X");
	else if (greek || hard)
		add(w, "K");
	else if (i == 0)
		add(w, "X");
	else if (stands(w, 0, "MC"))
		add(w, "K");
	else
		add_both(w, "X", "K");
}

static int code_double_c(struct metaphone_word *w)
{
	int i = w->here;

	if (!stands(w, i + 2, "I|E|H") || stands(w, i + 2, "HU")) {
		add(w, "K");
		return 2;
	}
	if ((i == 1 && letter(w, 0) == 'A') || stands(w, i - 1, "UCCEE|UCCES"))
		add(w, "KS");
	else
		add(w, "X");
	return 3;
}

int metaphone_c(struct metaphone_word *w)
{
	int i = w->here;

	if (i > 1 && !vowel(w, i - 2) && stands(w, i - 1, "ACH") && letter(w, i + 2) != 'I' &&
	    (letter(w, i + 2) != 'E' || stands(w, i - 2, "BACHER|MACHER"))) {
		add(w, "K");
		return 2;
	}
	if (i == 0 && stands(w, 0, "CAESAR")) {
		add(w, "S");
		return 2;
	}
	if (stands(w, i, "CHIA")) {
		add(w, "K");
		return 2;
	}
	if (stands(w, i, "CH")) {
		code_ch(w);
		return 2;
	}
	if (stands(w, i, "CZ") && !stands(w, i - 2, "WICZ")) {
		add_both(w, "S", "X");
		return 2;
	}
	if (stands(w, i + 1, "CIA")) {
		add(w, "X");
		return 3;
	}
	if (stands(w, i, "CC") && !(i == 1 && letter(w, 0) == 'M'))
		return code_double_c(w);
	if (stands(w, i, "CK|CG|CQ")) {
		add(w, "K");
		return 2;
	}
	if (stands(w, i, "CI|CE|CY")) {
		add_both(w, "S", stands(w, i, "CIO|CIE|CIA") ? "X" : "S");
		return 2;
	}
	add(w, "K");
	if (stands(w, i + 1, " C| Q| G"))
		return 3;
	return stands(w, i + 1, "C|K|Q") && !stands(w, i + 1, "CE|CI") ? 2 : 1;
}

int metaphone_d(struct metaphone_word *w)
{
	if (stands(w, w->here, "DGI|DGE|DGY")) {
		add(w, "J");
		return 3;
	}
	if (stands(w, w->here, "DG")) {
		add(w, "TK");
		return 2;
	}
	add(w, "T");
	return step_over(w, "TD");
}

static void code_gh(struct metaphone_word *w)
{
	int i = w->here;

	if (i > 0 && !vowel(w, i - 1)) {
		add(w, "K");
	} else if (i == 0) {
		add(w, letter(w, 2) == 'I' ? "J" : "K");
	} else if (stands(w, i - 2, "B|H|D") || stands(w, i - 3, "B|H|D") ||
		   stands(w, i - 4, "B|H")) {
		return;
	} else if (letter(w, i - 1) == 'U' && stands(w, i - 3, "C|G|L|R|T")) {
		add(w, "F");
	} else if (letter(w, i - 1) != 'I') {
		add(w, "K");
	}
}

static void code_gn(struct metaphone_word *w)
{
	int i = w->here;

	if (i == 1 && vowel(w, 0) && !w->slavic)
		add_both(w, "KN", "N");
	else if (!stands(w, i + 2, "EY") && !w->slavic)
		add_both(w, "N", "KN");
	else
		add(w, "KN");
}

int metaphone_g(struct metaphone_word *w)
{
	int i = w->here;

	if (letter(w, i + 1) == 'H') {
		code_gh(w);
		return 2;
	}
	if (letter(w, i + 1) == 'N') {
		code_gn(w);
		return 2;
	}
	if (stands(w, i + 1, "LI") && !w->slavic) {
		add_both(w, "KL", "L");
		return 2;
	}
	bool initial = i == 0 && stands(w, 1, "Y|ES|EP|EB|EL|EY|IB|IL|IN|IE|EI|ER");
	bool inner = stands(w, i + 1, "ER|Y") && !stands(w, 0, "DANGER|RANGER|MANGER") &&
		     !stands(w, i - 1, "E|I") && !stands(w, i - 1, "RGY|OGY");
	if (initial || inner) {
		add_both(w, "K", "J");
		return 2;
	}
	if (stands(w, i + 1, "E|I|Y") || stands(w, i - 1, "AGGI|OGGI")) {
		if (germanic_start(w) || stands(w, i + 1, "ET"))
			add(w, "K");
		else
			add_both(w, "J", stands(w, i + 1, "IER ") ? "J" : "K");
		return 2;
	}
	add(w, "K");
	return step_over(w, "G");
}

int metaphone_h(struct metaphone_word *w)
{
	int i = w->here;

	if ((i > 0 && !vowel(w, i - 1)) || !vowel(w, i + 1))
		return 1;
	add(w, "H");
	return 2;
}

int metaphone_j(struct metaphone_word *w)
{
	int i = w->here;
	bool saint = stands(w, 0, "SAN ");

	if (stands(w, i, "JOSE") || saint) {
		if (saint || (i == 0 && letter(w, 4) == ' '))
			add(w, "H");
		else
			add_both(w, "J", "H");
		return 1;
	}
	if (i == 0)
		add_both(w, "J", "A");
	else if (vowel(w, i - 1) && !w->slavic && stands(w, i + 1, "A|O"))
		add_both(w, "J", "H");
	else if (i == w->length - 1)
		add_both(w, "J", "");
	else if (!stands(w, i + 1, "L|T|K|S|N|M|B|Z") && !stands(w, i - 1, "S|K|L"))
		add(w, "J");
	return step_over(w, "J");
}
