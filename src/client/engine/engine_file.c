/* Attachments: taken in from a path, fetched from the centre, written to a path. A file leaves the seat's sealed store only
 * where a person has said, and who took which is on the disk before it does. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "engine_p.h"

/* "~/x" as a shell would have it. */
enum err_code
engine_path(const char *text, char out[1024], struct err *e)
{
	const char *home = getenv("HOME");
	int n;

	if (text[0] == '~' && (text[1] == '/' || text[1] == '\0') && home != NULL)
		n = snprintf(out, 1024, "%s%s", home, text + 1);
	else
		n = snprintf(out, 1024, "%s", text);
	return n > 0 && n < 1024 ? ERR_OK : err_set(e, ERR_INVALID, "路径为空或太长。");
}

enum err_code
engine_file_add(struct engine *g, struct job *job, struct news *done, struct err *e)
{
	struct cache_file f;
	char path[1024];
	enum err_code rc = ERR_OK;

	if (g->me.job_no[0] == '\0')
		return err_set(e, ERR_UNAUTHORISED, NULL);
	rc = engine_path(job->text, path, e);
	if (rc == ERR_OK)
		rc = cache_file_add(
		    g->cache, path, job->ticket, g->me.job_no, clock_now_ms(), &f, e);
	if (rc == ERR_OK)
		str_copy(done->text, sizeof(done->text), f.i.id);
	return rc;
}

/* ---- to a path ---- */

static enum err_code
cannot_write(const char *path, struct err *e)
{
	if (errno == ENOSPC || errno == EDQUOT || errno == EFBIG)
		return err_sys(e, ERR_DISK_FULL, errno, "磁盘已满, %s 没有写成。", path);
	return err_sys(e, ERR_IO, errno, "不能写 %s: 系统错误 %d。", path, errno);
}

static enum err_code
write_new(const char *path, const struct str *p, struct err *e)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
	enum err_code rc = ERR_OK;

	if (fd < 0 && errno == EEXIST)
		return err_set(e, ERR_CONFLICT, "%s 已经有了, 没有覆盖, 请换个名字。", path);
	if (fd < 0)
		return cannot_write(path, e);
	for (size_t at = 0; at < p->len && rc == ERR_OK;) {
		ssize_t n = write(fd, p->s + at, p->len - at);

		if (n < 0 && errno != EINTR)
			rc = cannot_write(path, e);
		at += n > 0 ? (size_t)n : 0;
	}
	if (close(fd) != 0 && rc == ERR_OK)
		rc = cannot_write(path, e);
	if (rc != ERR_OK)
		unlink(path);
	return rc;
}

static enum err_code
write_out(
    struct engine *g, const char *ticket, const struct cache_file *f, const char *to, struct err *e)
{
	char path[1024], reason[BLOB_NAME_BYTES + 40];
	struct str plain = { 0 };
	struct stat st;
	enum err_code rc = engine_path(to, path, e);
	size_t n;

	if (rc != ERR_OK)
		return rc;
	n = strlen(path);
	if (stat(path, &st) == 0 && S_ISDIR(st.st_mode) &&
	    snprintf(path + n, sizeof(path) - n, "%s%s", path[n - 1] == '/' ? "" : "/",
		f->i.name[0] != '\0' ? f->i.name : f->i.id) >= (int)(sizeof(path) - n))
		return err_set(e, ERR_INVALID, "路径太长。");
	snprintf(reason, sizeof(reason), "导出附件 %s", f->i.name);
	rc = cache_file_plain(g->cache, f, &plain, e);
	if (rc == ERR_OK)
		rc = cache_audit_add(
		    g->cache, clock_now_ms(), g->me.job_no, "export", ticket, reason, e);
	if (rc == ERR_OK)
		rc = write_new(path, &plain, e);
	secret_str_free(&plain);
	return rc;
}

/* ---- from the centre ---- */

static bool
look(struct engine *g, const struct filing *x, const struct cache_file *f, struct err *e)
{
	const struct look_ask ask = { .job = x->job,
		.ticket = x->ticket,
		.style = x->style,
		.rows = x->rows,
		.cols = x->cols };

	return engine_look(g, &ask, f, e) == ERR_OK;
}

static void
finish(struct engine *g, const struct filing *x, const struct err *why)
{
	struct news *done;
	struct err e = *why;
	struct cache_file f;

	if (e.code == ERR_OK && x->id[0] != '\0') {
		if (!cache_file_known(g->cache, x->id, &f) || !f.here)
			err_set(&e, ERR_NOT_FOUND, "本机没有这个附件。");
		else if (x->path[0] != '\0')
			(void)write_out(g, x->ticket, &f, x->path, &e);
		else if (x->rows > 0 && look(g, x, &f, &e))
			return; /* answered when it is drawn */
	}
	done = engine_news_new(NEWS_DONE);
	if (done == NULL)
		return;
	done->job = x->job;
	done->err = e;
	str_copy(done->ticket, sizeof(done->ticket), x->ticket);
	str_copy(done->text, sizeof(done->text), x->id);
	engine_tell(g, done);
}

void
engine_file(struct engine *g, const struct job *job)
{
	struct filing x = { .job = job->id };
	struct cache_file f;
	struct err e = { 0 };

	str_copy(x.ticket, sizeof(x.ticket), job->ticket);
	if (job->kind != JOB_FILES)
		str_copy(x.id, sizeof(x.id), job->file);
	if (job->kind == JOB_FILE_GET)
		str_copy(x.path, sizeof(x.path), job->text);
	if (job->kind == JOB_FILE_LOOK) {
		x.style = job->choice;
		x.rows = job->rows;
		x.cols = job->cols;
	}
	if (g->me.job_no[0] == '\0')
		err_set(&e, ERR_UNAUTHORISED, NULL);
	else if (g->n_filing == ENGINE_FETCHES)
		err_set(&e, ERR_BUSY, NULL);
	if (e.code != ERR_OK ||
	    (x.id[0] != '\0' && cache_file_known(g->cache, x.id, &f) && f.here)) {
		finish(g, &x, &e);
		return;
	}
	g->filing[g->n_filing++] = x;
	engine_step_sync(
	    g, &(struct sync_event){ .kind = SYNC_FILE, .ticket = x.ticket, .file = x.id });
}

void
engine_filed(struct engine *g, const char *ticket, const char *id, const struct err *e)
{
	for (int i = 0; i < g->n_filing;)
		if (strcmp(g->filing[i].ticket, ticket) == 0 && strcmp(g->filing[i].id, id) == 0) {
			struct filing x = g->filing[i];

			g->filing[i] = g->filing[--g->n_filing];
			finish(g, &x, e);
		} else {
			i++;
		}
}

void
engine_file_sweep(struct engine *g)
{
	struct err e = { 0 };
	int gone = 0;

	if (g->folded && cache_file_sweep(g->cache, clock_now_ms(), &gone, &e) != ERR_OK)
		log_warn("attachments not swept: %s", e.text);
	else if (gone > 0)
		log_info("%d copies of attachments gone", gone);
}
