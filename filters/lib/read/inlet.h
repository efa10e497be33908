#ifndef JIGSAW_READ_INLET_H
#define JIGSAW_READ_INLET_H

#include <stddef.h>

/*
 * An inlet is a source of bytes with a read function. It connects the parts of
 * this room (a file as received -> a decoder -> a CSV or XML reader).
 */
struct inlet {
	/* Fills up to `room` (at least 1) bytes and returns how many; 0 is the
	 * end. Failure does not return (error.h). */
	size_t (*read)(void *context, char *into, size_t room);
	void *context;
};

#endif
