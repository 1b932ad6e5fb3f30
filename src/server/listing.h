#ifndef SERVER_LISTING_H
#define SERVER_LISTING_H

#include "base/str.h"
#include "server/store/store.h"
#include "settings.h"

/* What a command lists on standard output: a line a row, or with --json an array. */

struct listing {
	bool json, any;
};

/** listing_row(l, row): one row: a line without its end, or a JSON object. */
void listing_row(struct listing *l, const struct str *row);

/** listing_run(s, key, read): look into the store, beside a running centre, and print what ${read} hands to listing_row;
 * ${key} when identities must be opened for it. The exit code; a failure is said. */
typedef enum err_code
listing_read(const struct settings *s, struct store *st, struct listing *l, struct err *e);
int listing_run(const struct settings *s, bool key, listing_read *read);

#endif
