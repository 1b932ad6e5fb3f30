/* What a command says at the seat's door (engine_door.c), and what it is told: one form a connection, as text.
 *
 * A line with the caller's job number, and for what is done on a ticket a blank and its id, and for a job that is no step a
 * blank and its name; a line with the password. Then of a step its operation as JSON; of another job a line with the file,
 * one with the choice, one with the path to write to, and its text, to the end. Back comes "ok", number, ticket and
 * operation, or the refusal's code, place and sentence and an empty line; then what else there is to say.
 *
 * Not here: connections, and who is asked at the other side (engine_ask.c uses the same words). */
#include <string.h>

#include "base/clock.h"
#include "client/cache/files.h"
#include "engine_p.h"
#include "wire/op.h"

#define FILES_MOST (2 * BLOB_PER_TICKET) /* two seats may add at once */

static const struct {
	enum job_kind kind;
	const char *name;
} verbs[] = { { JOB_FILE_ADD, "attach" }, { JOB_FILES, "files" }, { JOB_FILE_GET, "export" },
	{ JOB_PRINT, "print" } };

const char *
engine_door_verb(enum job_kind kind)
{
	for (size_t i = 0; i < sizeof(verbs) / sizeof(verbs[0]); i++)
		if (verbs[i].kind == kind)
			return verbs[i].name;
	return NULL;
}

/* ---- what is asked ---- */

/* The line at *at, cut off there; NULL when there is none. */
static char *
next_line(char **at)
{
	char *line = *at, *end = line != NULL ? strchr(line, '\n') : NULL;

	if (end == NULL)
		return NULL;
	*end = '\0';
	*at = end + 1;
	return line;
}

/* "1154", "1154 <ticket>", "1154 <ticket> print"; *verb: that of a job that is no step. */
static bool
read_who(char *line, struct job *job, bool *verb)
{
	char *ticket = strchr(line, ' '), *name = NULL;

	if (ticket != NULL)
		*ticket++ = '\0';
	if (ticket != NULL && (name = strchr(ticket, ' ')) != NULL)
		*name++ = '\0';
	*verb = name != NULL;
	if (!str_copy(job->job_no, sizeof(job->job_no), line) ||
	    (ticket != NULL && (!id_valid(ticket) || !str_copy(job->ticket, ID_SIZE, ticket))))
		return false;
	for (size_t i = 0; name != NULL && i < sizeof(verbs) / sizeof(verbs[0]); i++)
		if (strcmp(verbs[i].name, name) == 0) {
			job->kind = verbs[i].kind;
			return true;
		}
	return name == NULL;
}

static bool
is_new_form(int kind)
{
	return kind == EVENT_SUBMIT || kind == EVENT_SUBMIT_INCOMPLETE ||
	       kind == EVENT_SUBMIT_DIRECT;
}

static enum err_code
read_step(char *at, struct job *job, struct err *e)
{
	struct op op;
	enum err_code rc;

	op_init(&op);
	rc = op_single_read(at, strlen(at), &op, e);
	if (rc == ERR_OK && is_new_form(op.kind) != (job->ticket[0] == '\0'))
		rc = err_set(e, ERR_FORBIDDEN, "没有指明工单的只能是提交新单。");
	if (rc == ERR_OK) {
		job->kind = is_new_form(op.kind) ? JOB_SUBMIT : JOB_ACT;
		job->act = op.kind;
		if (!fields_copy(&job->draft.f, &op.set) || !fields_copy(&job->was, &op.was) ||
		    !args_copy(&job->args, &op.args))
			rc = err_set(e, ERR_NO_MEMORY, NULL);
	}
	op_free(&op);
	return rc;
}

static enum err_code
read_verb(char *at, struct job *job, struct err *e)
{
	const char *file = next_line(&at), *choice = next_line(&at), *path = next_line(&at);
	long long n = 0;

	if (path == NULL || !str_int(choice, 0, INT32_MAX, &n) ||
	    (file[0] != '\0' && !blob_id_valid(file)) ||
	    !str_copy(job->file, sizeof(job->file), file) ||
	    !str_copy(job->path, sizeof(job->path), path) ||
	    !str_copy(job->text, sizeof(job->text), at))
		return err_set(e, ERR_SYNTAX, NULL);
	job->choice = (int)n;
	return ERR_OK;
}

enum err_code
engine_door_read(struct str *in, struct job *job, struct err *e)
{
	char *at = in->s, *who = next_line(&at), *password = next_line(&at);
	bool verb;

	if (password == NULL || !read_who(who, job, &verb) ||
	    !str_copy(job->password, sizeof(job->password), password))
		return err_set(e, ERR_SYNTAX, NULL);
	return verb ? read_verb(at, job, e) : read_step(at, job, e);
}

enum err_code
engine_door_write(const struct job *job, struct str *out, struct err *e)
{
	const char *verb = engine_door_verb(job->kind);
	struct op op;
	enum err_code rc = ERR_OK;

	if (strchr(job->password, '\n') != NULL)
		return err_set(e, ERR_UNAUTHORISED, "密码不对");
	if (strchr(job->path, '\n') != NULL)
		return err_set(e, ERR_INVALID, "路径里不能有换行。");
	str_addf(out, "%s%s%s%s%s\n%s\n", job->job_no, job->ticket[0] != '\0' ? " " : "",
	    job->ticket, verb != NULL ? " " : "", verb != NULL ? verb : "", job->password);
	if (verb != NULL) {
		str_addf(out, "%s\n%d\n%s\n%s", job->file, job->choice, job->path, job->text);
		return out->bad ? err_set(e, ERR_NO_MEMORY, NULL) : ERR_OK;
	}
	op_init(&op);
	op.kind = job->act;
	op.at = clock_now_ms();
	if (!fields_copy(&op.set, &job->draft.f) || !fields_copy(&op.was, &job->was) ||
	    !args_copy(&op.args, &job->args))
		rc = err_set(e, ERR_NO_MEMORY, NULL);
	op_single_write(&op, out);
	op_free(&op);
	return rc == ERR_OK && out->bad ? err_set(e, ERR_NO_MEMORY, NULL) : rc;
}

/* ---- what is told ---- */

/* The names of a ticket's files: sealed on the disk, so that no command can read them by itself. "<id> <name>" a line. */
static void
add_names(struct engine *g, const char *ticket, struct str *out)
{
	struct cache_file list[FILES_MOST];
	struct cache_reader *r = NULL;
	int n = 0;

	if (cache_reader_open(g->dir, g->key, &r, NULL) == ERR_OK)
		n = cache_files(r, ticket, list, FILES_MOST);
	for (int i = 0; i < n; i++)
		str_addf(out, "%s %s\n", list[i].i.id, list[i].i.name);
	cache_reader_close(r);
}

void
engine_door_tell(struct engine *g, const struct job *job, const struct news *done, struct str *out)
{
	if (done->err.code == ERR_OK)
		str_addf(out, "ok\n%s\n%s\n%s\n", done->number, done->ticket, done->op);
	else
		str_addf(out, "%s\n%s\n%s\n\n", err_json(done->err.code), done->err.where,
		    done->err.text);
	if (job->kind == JOB_FILES)
		add_names(g, job->ticket, out);
	else if (engine_door_verb(job->kind) != NULL && done->err.code == ERR_OK)
		str_addf(out, "%s\n", done->text);
}

enum err_code
engine_door_hear(struct str *in, struct news *done, struct err *e)
{
	char *at = in->s, *code = next_line(&at), *a = next_line(&at), *b = next_line(&at),
	     *c = next_line(&at);

	if (c == NULL) /* it may have been kept all the same */
		return err_set(e, ERR_TIMEOUT, "坐席程序没有回答, 请先在它里面看有没有登记上。");
	done->more = *at != '\0' ? str_dup(at) : NULL;
	if (strcmp(code, "ok") == 0) {
		str_copy(done->number, sizeof(done->number), a);
		str_copy(done->ticket, sizeof(done->ticket), b);
		str_copy(done->op, sizeof(done->op), c);
		return ERR_OK;
	}
	err_set(e, err_by_json(code), "%s", b);
	return *a != '\0' ? err_at(e, "%s", a) : e->code;
}
