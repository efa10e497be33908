#ifndef JIGSAW_FIELD_MISREAD_H
#define JIGSAW_FIELD_MISREAD_H

#include "base/text.h"

/*
 * Text that another program has spoiled on its way, and that can be told from
 * any that was meant:
 *
 *  - UTF-8 that was read as Windows-1252, as one of the code pages 850 and 437
 *    of a Windows console, or as Mac Roman, once or several times: ZoÃ« is Zoë,
 *    Oâ€™Hara is O’Hara, Zo├½ is Zoë. Read back are Latin letters with marks
 *    and punctuation; of Windows-1252, two letters or more of other scripts too.
 *  - Windows-1252 that was read as ISO 8859-1: O\u0092Hara is O’Hara.
 *  - character references of HTML: O&#39;Hara, O&apos;Hara, Zo&euml;. Those that
 *    stand for a control character or for `|`, which parts lists, stay.
 *
 * In names these too, as programs and web forms write them: O\'Hara,
 * Zo\u00eb, O%27Hara, Zo%C3%AB.
 *
 * A repair may lay bare another; sixteen are made one in the other.
 */

/* What a repair works in; `struct misread m = {0}` to begin with. */
struct misread {
	struct buffer from, to;
};

/* May there be something to repair in a text, escaped or not? Hardly any has. */
bool misread_suspect(struct text a);

/* False when there is nothing to repair in a value of UTF-8. Else *repaired is
 * what it was meant to be; it lies in *m until the next call. */
bool misread_repair(struct misread *m, struct text value, bool is_name, struct text *repaired);

void misread_free(struct misread *m);

#endif
