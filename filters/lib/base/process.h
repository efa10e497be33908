#ifndef JIGSAW_BASE_PROCESS_H
#define JIGSAW_BASE_PROCESS_H

/* Secures the process; every program calls it first, before it may use fail():
 * opens descriptors 0 to 2, so no file opened later can become one of them;
 * sets umask 077; forbids core dumps and debuggers, since memory holds values
 * of records. */
void process_harden(void);

#endif
