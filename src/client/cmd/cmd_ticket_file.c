/* hotseat ticket attach, ticket files: evidence onto a ticket, and off it again. What is attached is kept on disk before
 * anything is said, then sent; what is exported is audited like any look. Beside a running seat that one does it. */
#include <poll.h>
#include <string.h>

#include "base/clock.h"
#include "client/cache/files.h"
#include "cmd_p.h"
#include "model/number.h"

#define FILL_MS    60000
#define SEND_MS    120000 /* nine files of 20 MB over a village's line take longer: the rest waits */
#define HANDED_MS  10000  /* the running seat sends at once where it can */
#define PAUSE_MS   50
#define FILES_MOST (2 * BLOB_PER_TICKET) /* two seats may add at once */

struct files {
	const struct cmd_words *words;
	struct cmd_seat s;
	struct cache_reader *r;
	struct link_info link;
	char ticket[ID_SIZE];
};

static enum err_code
find_ticket(struct files *f, struct err *e)
{
	char no[NUMBER_SIZE];

	(void)number_normalise(f->words->word, no);
	return cmd_reader_ticket(f->r, no, f->ticket, e);
}

/* Signed in, with what has happened at the centre meanwhile. */
static enum err_code
begin(const struct cmd_env *env, struct files *f, struct err *e)
{
	struct cmd_env as = *env;
	enum err_code rc;

	as.user = f->words->as != NULL ? f->words->as : env->user;
	rc = cmd_seat_join(&as, &f->s, e);
	if (rc != ERR_OK)
		return rc;
	cmd_seat_line(&f->s, &f->link);
	if (f->link.state == LINK_ONLINE || f->link.state == LINK_FILLING)
		(void)cmd_seat_settle(&f->s, FILL_MS, &f->link);
	rc = cache_reader_open(
	    env->data_dir, f->s.beside != NULL ? NULL : engine_key(f->s.engine), &f->r, e);
	return rc == ERR_OK ? find_ticket(f, e) : rc;
}

static int
finish(struct files *f, enum err_code rc, const struct err *e, int well)
{
	int status = rc == ERR_OK ? well : cmd_fail(e);

	cache_reader_close(f->r);
	cmd_seat_close(&f->s);
	return status;
}

static enum err_code
job(struct files *f, enum job_kind kind, const char *file, const char *path, struct err *e)
{
	struct job *j = job_new(kind);

	if (j == NULL)
		return err_set(e, ERR_NO_MEMORY, NULL);
	str_copy(j->ticket, sizeof(j->ticket), f->ticket);
	str_copy(j->file, sizeof(j->file), file);
	if (*path != '\0' && !cmd_path(path, j->text, sizeof(j->text))) {
		job_free(j);
		return err_set(e, ERR_INVALID, "路径太长: %.60s…", path);
	}
	return cmd_seat_job(&f->s, j, e);
}

/* ---- attach ---- */

/* All of them, or the step is not made: one that is refused names itself. */
static enum err_code
attach(struct files *f, struct err *e)
{
	const struct cmd_words *w = f->words;
	struct str ids = { 0 };
	struct job *j;
	enum err_code rc = ERR_OK;

	for (int i = 0; i < w->n_rest && rc == ERR_OK; i++) {
		rc = job(f, JOB_FILE_ADD, "", w->rest[i], e);
		str_addf(&ids, "%s%s", i > 0 ? "," : "", f->s.done.text);
	}
	j = rc == ERR_OK ? job_new(JOB_ACT) : NULL;
	if (j != NULL) {
		j->act = EVENT_ATTACH;
		str_copy(j->ticket, sizeof(j->ticket), f->ticket);
		if (ids.bad || !args_set(&j->args, EA_FILES, str_c(&ids))) {
			job_free(j);
			rc = err_set(e, ERR_NO_MEMORY, NULL);
		} else {
			rc = cmd_seat_job(&f->s, j, e);
		}
	} else if (rc == ERR_OK) {
		rc = err_set(e, ERR_NO_MEMORY, NULL);
	}
	str_free(&ids);
	return rc;
}

static void
print_one(const struct cache_file *x)
{
	static const char *const states[] = { [FILE_HELD] = "未用",
		[FILE_WAITS] = "待传",
		[FILE_SENT] = "已传",
		[FILE_REFUSED] = "中心未收下",
		[FILE_THERE] = "已传" };
	bool coming = x->state == FILE_THERE && !x->i.complete;
	char size[40] = "";

	if (x->i.bytes > 0)
		blob_size_text(x->i.bytes, size, sizeof(size));
	printf("%.12s  %s  %s  %s  %s%s%s\n", x->i.id,
	    x->i.name[0] != '\0' ? x->i.name : "(尚未传来)", blob_type_label(x->i.type), size,
	    coming ? "待传" : states[x->state], x->why[0] != '\0' ? ": " : "", x->why);
}

static void
print_json(const struct cache_file *list, int n)
{
	static const char *const states[] = { [FILE_HELD] = "held",
		[FILE_WAITS] = "waiting",
		[FILE_SENT] = "sent",
		[FILE_REFUSED] = "refused",
		[FILE_THERE] = "centre" };
	struct str out = { 0 };

	str_add_c(&out, '[');
	for (int i = 0; i < n; i++) {
		struct json_out o;

		if (i > 0)
			str_add_c(&out, ',');
		o = json_open(&out);
		json_pair(&o, "id", list[i].i.id);
		json_pair(&o, "name", list[i].i.name);
		json_pair(&o, "type", blob_type_json((int)list[i].i.type));
		json_pair_int(&o, "bytes", list[i].i.bytes);
		json_pair_int(&o, "have", list[i].i.have);
		json_pair(&o, "state", states[list[i].state]);
		if (list[i].why[0] != '\0')
			json_pair(&o, "why", list[i].why);
		json_close(&o);
	}
	str_add_c(&out, ']');
	puts(str_c(&out));
	str_free(&out);
}

/* Names are sealed: beside a running seat it alone can tell them, "<id> <name>" a line. */
static void
take_names(const struct files *f, struct cache_file *list, int n)
{
	const char *at = f->s.done.more;

	for (size_t len; at != NULL && *at != '\0'; at += len + (at[len] == '\n')) {
		len = strcspn(at, "\n");
		for (int i = 0; i < n && len >= BLOB_ID_SIZE; i++)
			if (memcmp(list[i].i.id, at, BLOB_ID_SIZE - 1) == 0)
				snprintf(list[i].i.name, sizeof(list[i].i.name), "%.*s",
				    (int)(len - BLOB_ID_SIZE), at + BLOB_ID_SIZE);
	}
}

static int
read_files(struct files *f, struct cache_file list[FILES_MOST])
{
	int n = cache_files(f->r, f->ticket, list, FILES_MOST);

	take_names(f, list, n);
	return n;
}

/* What became of them; the exit status. */
static int
print_files(struct files *f)
{
	struct cache_file list[FILES_MOST];
	int n = read_files(f, list), status = CMD_OK;

	for (int i = 0; i < n; i++) {
		if (!f->words->json)
			print_one(&list[i]);
		if (list[i].state == FILE_REFUSED)
			status = CMD_FAILED;
		else if (list[i].state == FILE_WAITS && status == CMD_OK && f->s.beside == NULL)
			status = CMD_LATER; /* a running seat goes on sending it */
	}
	if (f->words->json)
		print_json(list, n > 0 ? n : 0);
	return status;
}

/* Until the running seat has sent what it can; then their names. */
static void
wait_sent(struct files *f)
{
	int64_t until = clock_mono_ms() + HANDED_MS;
	struct cache_file list[FILES_MOST];
	int waiting = 1;

	while (waiting > 0 && clock_mono_ms() < until) {
		int n = cache_files(f->r, f->ticket, list, FILES_MOST);

		waiting = 0;
		for (int i = 0; i < n; i++)
			waiting += list[i].state == FILE_WAITS;
		if (waiting > 0)
			(void)poll(NULL, 0, PAUSE_MS);
	}
	(void)job(f, JOB_FILES, "", "", NULL);
}

int
cmd_ticket_attach(const struct cmd_env *env, const struct cmd_words *words)
{
	struct files f = { .words = words };
	struct err e = { 0 };
	char no[NUMBER_SIZE];
	int status = CMD_OK;
	enum err_code rc;

	if (!number_normalise(words->word, no))
		return cmd_no_number(words->word);
	if (words->n_rest > BLOB_PER_TICKET)
		return cmd_usage("一件工单最多 %d 个附件", BLOB_PER_TICKET);
	rc = begin(env, &f, &e);
	if (rc == ERR_OK)
		rc = attach(&f, &e);
	if (rc == ERR_OK) {
		if (f.s.beside != NULL)
			wait_sent(&f);
		else
			(void)cmd_seat_settle(&f.s, SEND_MS, &f.link);
		status = print_files(&f);
	}
	return finish(&f, rc, &e, status);
}

/* ---- files ---- */

static enum err_code
export_all(struct files *f, struct err *e)
{
	struct cache_file list[FILES_MOST];
	int n = cache_files(f->r, f->ticket, list, FILES_MOST);
	enum err_code rc = ERR_OK;

	for (int i = 0; i < n && rc == ERR_OK; i++)
		if (list[i].here || list[i].i.complete)
			rc = job(f, JOB_FILE_GET, list[i].i.id, f->words->export, e);
	return rc;
}

int
cmd_ticket_files(const struct cmd_env *env, const struct cmd_words *words)
{
	struct files f = { .words = words };
	struct err e = { 0 };
	char no[NUMBER_SIZE];
	int status = CMD_OK;
	enum err_code rc;

	if (!number_normalise(words->word, no))
		return cmd_no_number(words->word);
	rc = begin(env, &f, &e);
	if (rc == ERR_OK && job(&f, JOB_FILES, "", "", &e) != ERR_OK) {
		if (e.code == ERR_NEEDS_CENTRE)
			fputs("连不上中心, 以下是本机所知。\n", stderr);
		else
			rc = e.code;
	}
	if (rc == ERR_OK) {
		status = print_files(&f);
		if (words->export != NULL)
			rc = export_all(&f, &e);
		(void)cmd_seat_settle(&f.s, FILL_MS, &f.link); /* the audit rows too */
	}
	return finish(&f, rc, &e, status);
}
