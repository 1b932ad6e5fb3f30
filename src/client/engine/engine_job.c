/* Jobs: what the screen asks, done and answered. */
#include <string.h>

#include "base/clock.h"
#include "engine_p.h"

/* ---- fetching ---- */

static void
fetch(struct engine *g, const struct job *job)
{
	struct err e;

	if (g->n_fetching == ENGINE_FETCHES) {
		err_set(&e, ERR_BUSY, NULL);
		engine_done(g, job->id, &e);
		return;
	}
	g->fetching[g->n_fetching].job = job->id;
	str_copy(g->fetching[g->n_fetching++].ticket, ID_SIZE, job->ticket);
	engine_step_sync(g, &(struct sync_event){ .kind = SYNC_FETCH, .ticket = job->ticket });
}

void
engine_fetched(struct engine *g, const char *ticket, const struct err *e)
{
	for (int i = 0; i < g->n_fetching;)
		if (strcmp(g->fetching[i].ticket, ticket) == 0) {
			uint64_t job = g->fetching[i].job;
			struct news *done = engine_news_new(NEWS_DONE);
			g->fetching[i] = g->fetching[--g->n_fetching];
			if (done == NULL)
				return;
			done->job = job;
			done->err = *e;
			str_copy(done->ticket, sizeof(done->ticket), ticket);
			engine_tell(g, done);
		} else {
			i++;
		}
}

/* ---- what changes the cache ---- */

/* Of a classroom alone: nobody takes the line from a seat that works. */
static enum err_code
cut(struct engine *g, bool off, struct err *e)
{
	if (!g->demo)
		return err_set(e, ERR_FORBIDDEN, "只有课堂里的坐席能这样断线。");
	net_cut(g->net, off);
	if (!off)
		engine_step_sync(g, &(struct sync_event){ .kind = SYNC_KICK });
	return ERR_OK;
}

static enum err_code
run(struct engine *g, struct job *job, struct news *done, struct err *e)
{
	switch (job->kind) {
	case JOB_DRAFT_SAVE:
		return cache_draft_save(g->cache, &job->draft, job->local, e);
	case JOB_DRAFT_DROP:
		return cache_draft_drop(g->cache, job->draft.id, e);
	case JOB_SUBMIT:
		return engine_submit(g, job, done, e);
	case JOB_ACT:
		return engine_act(g, job, done, e);
	case JOB_UNMASK:
		return engine_unmask(g, job, e);
	case JOB_PARKED:
		return engine_parked(g, job, e);
	case JOB_CONFLICT:
		return engine_conflict(g, job, e);
	case JOB_UNLOCK:
		return engine_unlock(g, job, e);
	case JOB_PRINT:
		return engine_print(g, job, done, e);
	case JOB_RECORD:
		return engine_record(g, job, e);
	case JOB_FILE_ADD:
		return engine_file_add(g, job, done, e);
	case JOB_FILE_NAMES:
		return engine_names(job, done, e);
	case JOB_FIND_AGAIN:
		return cache_find_again(g->cache, e);
	case JOB_KB_AGAIN:
		return cache_article_again(g->cache, e);
	case JOB_PHONE:
	case JOB_AGENT:
		return engine_phone(g, job, e);
	case JOB_STAGE:
		return engine_stage(g, job, done, e);
	case JOB_CUT:
		return cut(g, job->choice != 0, e);
	default: /* sync now, sign out */
		return ERR_OK;
	}
}

void
engine_run(struct engine *g, struct job *job)
{
	struct news *done;
	struct err e;

	if (job->kind == JOB_SIGN_IN) {
		engine_sign_in(g, job);
		return;
	}
	if (job->kind == JOB_FETCH) {
		fetch(g, job);
		job_free(job);
		return;
	}
	if (job->kind == JOB_FILES || job->kind == JOB_FILE_GET || job->kind == JOB_FILE_LOOK) {
		engine_file(g, job);
		job_free(job);
		return;
	}
	if (job->kind == JOB_PASSWORD) {
		engine_password(g, job);
		return;
	}
	if (job->kind == JOB_QUESTION) {
		engine_question(g, job);
		job_free(job);
		return;
	}
	err_clear(&e);
	if (job->kind == JOB_SIGN_OUT)
		engine_sign_out(g);
	if (job->kind == JOB_SYNC_NOW)
		engine_step_sync(g, &(struct sync_event){ .kind = SYNC_KICK });
	done = engine_news_new(NEWS_DONE);
	if (done != NULL) {
		done->job = job->id;
		str_copy(done->ticket, sizeof(done->ticket), job->ticket);
		if (run(g, job, done, &e) != ERR_OK)
			done->err = e;
		engine_tell(g, done);
		g->told_at = 0; /* what it changed is told at once, whatever else goes on */
	}
	job_free(job);
}
