/* Questions of a screen to the centre (sync_question.c sends them). A password that goes along is hashed here, so that it
 * neither leaves the seat nor holds up a key; files that go along are read here. */
#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "engine_p.h"
#include "wire/admin_json.h"
#include "wire/tables_json.h"

#define PASSWORD_MIN 8

/* The password becomes part of what the body says of the person. */
static enum err_code
put_hash(struct job *job, struct err *e)
{
	struct admin_user m;
	struct str body = { 0 };
	enum err_code rc;

	if (strlen(job->password) < PASSWORD_MIN)
		return err_set(e, ERR_INVALID, "密码至少 %d 个字符。", PASSWORD_MIN);
	rc = admin_user_read(job->body, strlen(job->body), &m, e);
	if (rc == ERR_OK)
		rc = secret_pw_hash(job->password, m.pwhash, e);
	if (rc == ERR_OK) {
		admin_user_write(&m, &body);
		free(job->body);
		job->body = str_take(&body);
		rc = job->body != NULL ? ERR_OK : err_set(e, ERR_NO_MEMORY, NULL);
	}
	secret_wipe(&m, sizeof(m));
	return rc;
}

/* ---- files ---- */

static bool
is_table(const char *name)
{
	size_t n = strlen(name);

	return name[0] != '.' && ((n > 4 && strcmp(name + n - 4, ".tsv") == 0) ||
				     (n > 5 && strcmp(name + n - 5, ".conf") == 0));
}

static enum err_code
add_file(struct tables_ask *m, const char *path, struct err *e)
{
	const char *slash = strrchr(path, '/');
	struct tables_file *f = &m->files[m->n_files];
	struct str text = { 0 };
	enum err_code rc;

	if (!str_copy(f->name, sizeof(f->name), slash != NULL ? slash + 1 : path))
		return err_set(e, ERR_LIMIT, "文件名太长: %s", path);
	rc = fs_read_text(path, LIMIT_BODY_BYTES, &text, e);
	if (rc == ERR_OK && (f->text = str_take(&text)) == NULL)
		f->text = str_dup("");
	str_free(&text);
	if (rc == ERR_OK && f->text == NULL)
		rc = err_set(e, ERR_NO_MEMORY, NULL);
	m->n_files += rc == ERR_OK;
	return rc;
}

/* The tables of a pack: what stands in its directory itself. */
static enum err_code
add_directory(struct tables_ask *m, const char *dir, struct err *e)
{
	DIR *d = opendir(dir);
	const struct dirent *one;
	char path[1400];
	enum err_code rc = ERR_OK;

	if (d == NULL)
		return err_set(e, ERR_NOT_FOUND, "没有目录 %s, 或不能读。", dir);
	while (rc == ERR_OK && (one = readdir(d)) != NULL) {
		if (!is_table(one->d_name))
			continue;
		if (m->n_files == TABLES_FILES || !fs_join(path, sizeof(path), dir, one->d_name))
			rc = err_set(
			    e, ERR_LIMIT, "%s 里的文件太多, 最多 %d 个。", dir, TABLES_FILES);
		else
			rc = add_file(m, path, e);
	}
	closedir(d);
	if (rc == ERR_OK && m->n_files == 0)
		rc = err_set(e, ERR_NOT_FOUND, "%s 里没有 .tsv 或 .conf 文件。", dir);
	return rc;
}

static enum err_code
put_files(struct job *job, struct err *e)
{
	struct tables_ask m;
	struct str body = { 0 };
	struct stat st;
	char path[1024];
	enum err_code rc = tables_ask_read(job->body, strlen(job->body), &m, e);

	free(m.files);
	m.files = calloc(TABLES_FILES, sizeof(*m.files));
	m.n_files = 0;
	if (m.files == NULL)
		return err_set(e, ERR_NO_MEMORY, NULL);
	if (rc == ERR_OK)
		rc = engine_path(job->path, path, e);
	if (rc == ERR_OK && stat(path, &st) != 0)
		rc = err_set(e, ERR_NOT_FOUND, "没有 %s, 或不能读。", path);
	if (rc == ERR_OK)
		rc = S_ISDIR(st.st_mode) ? add_directory(&m, path, e) : add_file(&m, path, e);
	if (rc == ERR_OK) {
		tables_ask_write(&m, &body);
		if (body.len > LIMIT_BODY_BYTES)
			rc = err_set(e, ERR_LIMIT,
			    "文件一共超过 1 MiB: 请分几次, 或在中心所在的机器上用 hotseatd "
			    "import。");
		free(job->body);
		job->body = str_take(&body);
		if (rc == ERR_OK && job->body == NULL)
			rc = err_set(e, ERR_NO_MEMORY, NULL);
	}
	str_free(&body);
	tables_ask_free(&m);
	return rc;
}

void
engine_question(struct engine *g, struct job *job)
{
	struct sync_event ev = { .kind = SYNC_ASK, .question = job->id, .what = job->what };
	struct err e = { 0 };

	if (g->me.job_no[0] == '\0')
		err_set(&e, ERR_UNAUTHORISED, NULL);
	else if (job->password[0] != '\0' && job->body != NULL)
		(void)put_hash(job, &e);
	else if (job->path[0] != '\0' && job->body != NULL)
		(void)put_files(job, &e);
	if (e.code != ERR_OK) {
		engine_done(g, job->id, &e);
		return;
	}
	ev.body = job->body;
	ev.len = job->body != NULL ? strlen(job->body) : 0;
	engine_step_sync(g, &ev);
}

/* ---- one's own password ---- */

static enum err_code
ask_password(struct engine *g, const struct job *job, struct err *e)
{
	struct sync_event ev = {
		.kind = SYNC_ASK, .question = job->id, .what = "POST /v1/sessions/password"
	};
	struct admin_user m = { .job_no = "" };
	struct str body = { 0 };
	const char *fresh = job->body != NULL ? job->body : "";
	enum err_code rc = engine_unlock(g, job, e);

	if (rc == ERR_OK && (strlen(fresh) < PASSWORD_MIN || strlen(fresh) >= LIMIT_PASSWORD_BYTES))
		rc = err_set(e, ERR_INVALID, "新密码至少 %d 个字符。", PASSWORD_MIN);
	if (rc == ERR_OK && strcmp(fresh, job->password) == 0)
		rc = err_set(e, ERR_INVALID, "新密码和现在的一样, 请换一个。");
	if (rc == ERR_OK)
		rc = secret_pw_hash(fresh, m.pwhash, e);
	if (rc == ERR_OK) {
		str_copy(m.job_no, sizeof(m.job_no), g->me.job_no);
		admin_user_write(&m, &body);
		ev.body = str_c(&body);
		ev.len = body.len;
		engine_step_sync(g, &ev);
	}
	str_free(&body);
	secret_wipe(&m, sizeof(m));
	return rc;
}

void
engine_password(struct engine *g, struct job *job)
{
	struct err e = { 0 };
	const uint64_t id = job->id;

	if (g->changing != NULL) {
		err_set(&e, ERR_BUSY, NULL);
		job_free(job);
	} else {
		g->changing = job;
		if (ask_password(g, job, &e) != ERR_OK) {
			job_free(job);
			g->changing = NULL;
		}
	}
	if (e.code != ERR_OK)
		engine_done(g, id, &e);
}

/* The centre has it: this seat opens with the new one too. */
static void
password_changed(struct engine *g, const struct sync_note *note, struct err *e)
{
	struct job *job = g->changing;

	if (job == NULL || job->id != note->question)
		return;
	g->changing = NULL;
	if (e->code == ERR_OK) {
		sync_password(g->sync, job->body);
		(void)engine_rewrap(g, job->body, e);
	}
	job_free(job);
}

void
engine_answered(struct engine *g, const struct sync_note *note)
{
	struct news *done = engine_news_new(NEWS_DONE);
	struct err e = note->err;

	password_changed(g, note, &e);
	if (done == NULL)
		return;
	done->job = note->question;
	done->err = e;
	if (note->answer != NULL && (done->answer = str_dup(note->answer)) == NULL)
		err_set(&done->err, ERR_NO_MEMORY, NULL);
	engine_tell(g, done);
}
