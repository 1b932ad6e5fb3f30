/* Desk records: what a person writes down beside the tickets. On disk before anybody is told so; sent with the next
 * chance. */
#include "base/clock.h"
#include "engine_p.h"

enum err_code
engine_record(struct engine *g, struct job *job, struct err *e)
{
	struct record *r = &job->record;
	enum err_code rc;

	if (g->me.job_no[0] == '\0')
		return err_set(e, ERR_UNAUTHORISED, NULL);
	str_copy(r->by, sizeof(r->by), g->me.job_no);
	if (r->id[0] == '\0')
		id_new(r->id);
	if (r->at == 0)
		r->at = clock_now_ms();
	/* another seat counts the minutes since: by the one clock both know */
	if (r->kind == RECORD_PACKET || r->kind == RECORD_ASSIST || r->kind == RECORD_ORDER)
		r->at += sync_offset_ms(g->sync);
	rc = cache_record_add(g->cache, r, e);
	if (rc == ERR_OK)
		engine_step_sync(g, &(struct sync_event){ .kind = SYNC_KICK });
	return rc;
}
