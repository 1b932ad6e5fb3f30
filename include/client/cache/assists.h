#ifndef CLIENT_CACHE_ASSISTS_H
#define CLIENT_CACHE_ASSISTS_H

#include "client/cache/read.h"
#include "model/assist.h"

/** cache_assists(r, by, now, out, max): requests for a senior's help that are open, the oldest first, of a person or (by
 * NULL) of all this seat has heard of; each to assist_free; the count. Of somebody who has signed out since there is none. */
int cache_assists(struct cache_reader *r, const char *by, int64_t now, struct assist *out, int max);
/** cache_senior_said(r, to, since_at, out): the last that a senior said or arranged for that person since then; record_free
 * it. */
bool
cache_senior_said(struct cache_reader *r, const char *to, int64_t since_at, struct record *out);

#endif
