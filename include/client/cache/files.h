#ifndef CLIENT_CACHE_FILES_H
#define CLIENT_CACHE_FILES_H

#include <stdbool.h>
#include <stdint.h>

#include "client/cache/read.h"
#include "model/blob.h"

/* Attachments as the seat knows them: those taken in here, on their way or sent, and those the centre has named. A file that
 * was taken in is a sealed copy of this seat's own: the original may go. CACHE_FILES tells of news. */

enum file_state {
	FILE_HELD,    /* taken in; no step that names it has been made */
	FILE_WAITS,   /* to be sent; have: how much of it the centre has */
	FILE_SENT,    /* the centre has it whole */
	FILE_REFUSED, /* it will not have it: why */
	FILE_THERE    /* at the centre, from elsewhere; complete: whole */
};
struct cache_file {
	struct blob_info i;
	char ticket[ID_SIZE];
	enum file_state state;
	bool here; /* whole on this seat */
	char why[200];
};
/** cache_files(r, ticket, out, max): of a ticket, in the order they came; the count, -1 when it could not be asked. Names
 * need the key. cache_file(r, id, out): one by its id; false when there is none. */
int cache_files(struct cache_reader *r, const char *ticket, struct cache_file *out, int max);
bool cache_file(struct cache_reader *r, const char *id, struct cache_file *out);
/** cache_files_line(r, ticket, out, size): "附件 2 (1 待传)"; "" none. */
void cache_files_line(struct cache_reader *r, const char *ticket, char *out, size_t size);

#endif
