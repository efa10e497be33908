#ifndef JIGSAW_READ_COMPOUND_H
#define JIGSAW_READ_COMPOUND_H

#include "base/text.h"

/*
 * Recognises OLE compound files (MS-CFB): files of Excel 97 to 2003, and Office
 * files with a password. None of them can be read; they are told apart so that
 * the message can say what to do.
 */

#define COMPOUND_MAGIC "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

/* What the file is and what to do, in words that follow "is". `first` are its
 * first bytes; its directory, when it lies behind them, is read from fd by
 * position (-1: it cannot be). */
const char *compound_what(struct text first, int fd);

#endif
