/* Questions of a screen to the centre (sync_question.c sends them). A password that goes along is hashed here, so that it
 * neither leaves the seat nor holds up a key. */
#include <stdlib.h>
#include <string.h>

#include "engine_p.h"
#include "wire/admin_json.h"

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

void
engine_question(struct engine *g, struct job *job)
{
	struct sync_event ev = { .kind = SYNC_ASK, .question = job->id, .what = job->what };
	struct err e = { 0 };

	if (g->me.job_no[0] == '\0')
		err_set(&e, ERR_UNAUTHORISED, NULL);
	else if (job->password[0] != '\0' && job->body != NULL)
		(void)put_hash(job, &e);
	if (e.code != ERR_OK) {
		engine_done(g, job->id, &e);
		return;
	}
	ev.body = job->body;
	ev.len = job->body != NULL ? strlen(job->body) : 0;
	engine_step_sync(g, &ev);
}

void
engine_answered(struct engine *g, const struct sync_note *note)
{
	struct news *done = engine_news_new(NEWS_DONE);

	if (done == NULL)
		return;
	done->job = note->question;
	done->err = note->err;
	if (note->answer != NULL && (done->answer = str_dup(note->answer)) == NULL)
		err_set(&done->err, ERR_NO_MEMORY, NULL);
	engine_tell(g, done);
}
