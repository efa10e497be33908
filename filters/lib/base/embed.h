#ifndef JIGSAW_BASE_EMBED_H
#define JIGSAW_BASE_EMBED_H

#include "base/text.h"

/*
 * A file of the repository built into the program, so that what is documented
 * and what is used are one. EMBED(name, "path") defines `struct text name(void)`,
 * which gives its bytes; declare that before, static where nobody else needs it.
 * The path is from the root, and the Makefile must be told of it.
 */
#define EMBED(name, path)                                                                          \
	__asm__(".pushsection .rodata\n" #name "_file:\n"                                          \
		".incbin \"" path "\"\n" #name "_file_end:\n"                                      \
		".popsection\n");                                                                  \
	extern const char name##_file[] __attribute__((visibility("hidden")));                     \
	extern const char name##_file_end[] __attribute__((visibility("hidden")));                 \
	struct text name(void)                                                                     \
	{                                                                                          \
		return (struct text){name##_file, (size_t)(name##_file_end - name##_file)};        \
	}                                                                                          \
	_Static_assert(sizeof path > 1, "a path")

#endif
