#ifndef JIGSAW_BASE_EMBED_H
#define JIGSAW_BASE_EMBED_H

#include "base/text.h"

/*
 * Embeds a file of the repository in the program, so that the table that is
 * documented is the one that is used. EMBED(name, "path") defines
 * `struct text name(void)`, which returns its bytes; declare it before, static
 * if no other file needs it. The path is relative to the root, and the Makefile
 * must list it as a dependency.
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
