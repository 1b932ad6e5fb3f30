/* Desk records of others, as the centre gives them to who sits here: quality scores and what came of them, lots, handovers.
 * They lie among the seat's own and are never sent.
 *
 * Invariant: rows and the place to go on from are of one transaction. The place counts for one person with the same roles
 * at one centre: whoever gets another role is given everything once more. */
#include <stdio.h>
#include <string.h>

#include "cache_record_p.h"
#include "wire/record_json.h"

static const char *
place_name(const char *job_no, char out[40])
{
	(void)snprintf(out, 40, "desk %.15s", job_no);
	return out;
}

/* "17 agent,qa 5e7a91c0d2f34b68" */
static void
who_words(const struct cache_desk_who *who, int64_t next, char *out, size_t size)
{
	(void)snprintf(out, size, "%lld %s %s", (long long)next, who->roles, who->epoch);
}

int64_t
cache_desk_after(struct cache_writer *w, const struct cache_desk_who *who)
{
	char name[40], text[256], same[256];
	long long next = 0;
	char *gap;

	if (!cache_meta(w->db, place_name(who->job_no, name), text, sizeof(text)) ||
	    (gap = strchr(text, ' ')) == NULL)
		return 0;
	*gap = '\0';
	if (!str_int(text, 0, INT64_MAX, &next))
		return 0;
	*gap = ' ';
	who_words(who, next, same, sizeof(same));
	return strcmp(text, same) == 0 ? next : 0;
}

static enum err_code
take(struct cache_writer *w, const struct cache_desk_who *who, const struct record_page *p,
    struct err *e)
{
	enum err_code rc = ERR_OK;
	char name[40], text[256];

	for (size_t i = 0; i < p->count && rc == ERR_OK; i++)
		rc = cache_record_insert(w, &p->rows[i], RECORD_OF_OTHERS, e);
	who_words(who, p->next, text, sizeof(text));
	return rc == ERR_OK ? cache_meta_put(w, place_name(who->job_no, name), text, e) : rc;
}

enum err_code
cache_desk_page(struct cache_writer *w, const struct cache_desk_who *who,
    const struct record_page *p, struct err *e)
{
	enum err_code rc;

	if (p->count == 0 && p->next == cache_desk_after(w, who))
		return ERR_OK;
	rc = cache_enter(w, false, e);
	return rc == ERR_OK ? cache_leave(w, take(w, who, p, e), e) : rc;
}
