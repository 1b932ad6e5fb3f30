/* A ticket on paper: the audit row, on disk; then the file; then the printer. Nothing stands on paper that no row tells of;
 * a row whose paper failed says too much rather than too little. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/lp.h"
#include "client/cache/read.h"
#include "engine_p.h"
#include "model/sheet.h"

#define FOLDER "打印"

/* <data>/打印/交办单-261121104231115417.txt, or the path that was asked for. */
static enum err_code
place(struct engine *g, const struct job *job, const struct ticket *t, char *out, size_t size,
    struct err *e)
{
	char dir[1100], name[96];

	if (job->path[0] != '\0')
		return str_copy(out, size, job->path) ? ERR_OK : err_set(e, ERR_LIMIT, NULL);
	(void)snprintf(name, sizeof(name), "%s-%s.txt",
	    sheet_info((enum sheet_kind)job->choice)->title, fields_get(&t->f, TF_NO));
	if (!fs_join(dir, sizeof(dir), g->dir, FOLDER) || !fs_join(out, size, dir, name))
		return err_set(e, ERR_LIMIT, NULL);
	return fs_mkdirs(dir, e);
}

static enum err_code
audit(struct engine *g, const struct job *job, struct err *e)
{
	struct str why = { 0 };
	enum err_code rc;

	str_add(&why, sheet_info((enum sheet_kind)job->choice)->title);
	if (job->text[0] != '\0')
		str_addf(&why, ": %s", job->text);
	rc = why.bad ? err_set(e, ERR_NO_MEMORY, NULL)
		     : cache_audit_add(g->cache, clock_now_ms(), g->me.job_no, "print", job->ticket,
			   str_c(&why), e);
	str_free(&why);
	return rc;
}

/* The trace, masked: what of it stands on a sheet is no identity. */
static int
trace(struct engine *g, const char *ticket, struct event **out)
{
	struct cache_reader *r = NULL;
	int n = 0;

	if (cache_reader_open(g->dir, g->key, &r, NULL) == ERR_OK)
		n = cache_events(r, ticket, out, NULL);
	cache_reader_close(r);
	return n > 0 ? n : 0;
}

static enum err_code
write_out(struct engine *g, const struct job *job, const struct ticket *t, const struct actor *who,
    const char *path, struct err *e)
{
	struct event *ev = NULL;
	struct str out = { 0 };
	struct sheet s = { .city = cache_writer_city(g->cache),
		.t = t,
		.n_ev = trace(g, job->ticket, &ev),
		.who = who,
		.now = clock_now_ms() };
	enum err_code rc;

	s.ev = ev;
	if (s.city == NULL) {
		rc = err_set(e, ERR_NEEDS_CENTRE, "城市资料还没有取到, 请稍候再打印。");
	} else {
		sheet_write((enum sheet_kind)job->choice, &s, &out);
		rc = out.bad ? err_set(e, ERR_NO_MEMORY, NULL)
			     : fs_write(path, out.s, out.len, 0600, e);
	}
	secret_str_free(&out);
	for (int i = 0; i < s.n_ev; i++)
		event_free(&ev[i]);
	free(ev);
	return rc;
}

static void
tell(const struct job *job, const char *path, struct news *done)
{
	const struct sheet_info *info = sheet_info((enum sheet_kind)job->choice);
	const char *words = job->path[0] != '\0'          ? "已写到"
			    : lp_print(path, info->media) ? "已交打印机(lp); 没有打出来可另打"
							  : "本机没有打印程序(lp), 已存";
	struct str text = { 0 };

	str_addf(&text, "%s%s %s", info->title, words, path);
	(void)str_copy(done->text, sizeof(done->text), str_c(&text));
	str_free(&text);
}

enum err_code
engine_print(struct engine *g, struct job *job, struct news *done, struct err *e)
{
	struct actor who;
	struct ticket t;
	char path[1300];
	enum err_code rc;

	if (!engine_actor(g, &who, e))
		return e->code;
	if (job->choice < 0 || job->choice >= SHEET_COUNT)
		return err_set(e, ERR_UNKNOWN_CODE, "没有这种单子。");
	ticket_init(&t);
	rc = cache_ticket_whole(g->cache, job->ticket, &t, e);
	if (rc == ERR_OK)
		rc = sheet_check((enum sheet_kind)job->choice, &t, e);
	if (rc == ERR_OK)
		rc = place(g, job, &t, path, sizeof(path), e);
	if (rc == ERR_OK)
		rc = audit(g, job, e);
	if (rc == ERR_OK)
		rc = write_out(g, job, &t, &who, path, e);
	if (rc == ERR_OK) {
		tell(job, path, done);
		engine_step_sync(g, &(struct sync_event){ .kind = SYNC_KICK });
	}
	fields_drop_identity(&t.f);
	ticket_free(&t);
	return rc;
}
