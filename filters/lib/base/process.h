#ifndef JIGSAW_BASE_PROCESS_H
#define JIGSAW_BASE_PROCESS_H

/* What every program does first, before it may use fail(): descriptors 0 to 2
 * open, so that no file that is opened later is taken for one of them; files
 * for the owner alone (umask 077); no core dumps and no debugger, since memory
 * holds what is in the records. */
void process_harden(void);

#endif
