/* Attachments that no ticket names: uploads begun and given up, files of steps that were refused. Not here: what of them may
 * go (core/attach.c). */
#include <stdio.h>

#include "base/clock.h"
#include "round_p.h"
#include "server/core/attach.h"

#define DONE "swept_day" /* the last one that was done whole */
#define AT   "swept_to"  /* as far as today's has come */

enum err_code
swept_round(struct core *c, int *gone, struct err *e)
{
	struct str done = { 0 }, at = { 0 };
	char after[BLOB_ID_SIZE], today[16];
	enum err_code rc = c->dir != NULL ? store_meta_get(c->store, DONE, &done, e) : ERR_OK;

	snprintf(today, sizeof(today), "%d", (int)civil_day(c->now));
	if (c->dir != NULL && rc == ERR_OK && !str_eq(str_c(&done), today)) {
		rc = store_meta_get(c->store, AT, &at, e);
		str_copy(after, sizeof(after), str_c(&at));
		if (rc == ERR_OK)
			rc = core_attach_sweep(c, after, gone, e);
		if (rc == ERR_OK)
			rc = store_meta_set(c->store, AT, after, e);
		if (rc == ERR_OK && after[0] == '\0')
			rc = store_meta_set(c->store, DONE, today, e);
	}
	str_free(&done);
	str_free(&at);
	return rc;
}
