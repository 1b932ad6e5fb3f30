/* hotseat ticket do: one step on one ticket, by the rules and words of the screen. Kept on disk before anything is said;
 * then sent, and what the centre made of it is the exit status, if it can be reached within moments. */
#include <poll.h>
#include <string.h>

#include "base/clock.h"
#include "client/cache/read.h"
#include "cmd_p.h"
#include "model/number.h"

#define FILL_MS   60000 /* the first time, and the first time as somebody with another list */
#define SEND_MS   10000
#define HANDED_MS 3000
#define PAUSE_MS  50

struct deed { /* one step on its way */
	const struct cmd_words *words;
	enum event_kind kind;
	struct cache_reader *r;
	struct job *job;
	char ticket[ID_SIZE], number[20], op[ID_SIZE];
	bool handed;
	struct link_info link;
};

/* ---- what is asked ---- */

static enum err_code
find_ticket(struct deed *d, struct err *e)
{
	char no[NUMBER_SIZE];

	(void)number_normalise(d->words->word, no);
	return cmd_reader_ticket(d->r, no, d->ticket, e);
}

static enum err_code
make_job(struct deed *d, struct err *e)
{
	enum err_code rc = cache_city(d->r) == NULL ? err_set(e, ERR_NEEDS_CENTRE,
							  "本机还没有数据, 先运行 hotseat sync。")
						    : find_ticket(d, e);

	if (rc != ERR_OK)
		return rc;
	d->job = job_new(JOB_ACT);
	if (d->job == NULL)
		return err_set(e, ERR_NO_MEMORY, NULL);
	d->job->act = (int)d->kind;
	str_copy(d->job->ticket, sizeof(d->job->ticket), d->ticket);
	for (int i = 0; i < d->words->n_sets && rc == ERR_OK; i++)
		rc = deed_words_set(
		    d->r, d->kind, d->words->set[i], &d->job->draft.f, &d->job->args, e);
	return rc;
}

/* ---- done ---- */

/* The running seat sends it at once where it can. */
static void
wait_sent(struct deed *d)
{
	int64_t until = clock_mono_ms() + HANDED_MS;
	struct outbox_row row;

	while (cache_outbox_of(d->r, d->op, &row) && row.state != OUTBOX_PARKED &&
	       clock_mono_ms() < until)
		(void)poll(NULL, 0, PAUSE_MS);
}

/* What has happened at the centre meanwhile comes first: the step is on the ticket as it is now. */
static enum err_code
act(const struct cmd_env *env, struct deed *d, struct cmd_seat *s, struct err *e)
{
	struct job *job;
	enum err_code rc;

	cmd_seat_line(s, &d->link);
	if (d->link.state == LINK_ONLINE || d->link.state == LINK_FILLING)
		(void)cmd_seat_settle(s, FILL_MS, &d->link);
	rc = cmd_reader(env, &d->r, e);
	if (rc == ERR_OK)
		rc = make_job(d, e);
	if (rc != ERR_OK)
		return rc;
	job = d->job;
	d->job = NULL;
	rc = cmd_seat_job(s, job, e);
	if (rc != ERR_OK)
		return rc;
	str_copy(d->number, sizeof(d->number), s->done.number);
	str_copy(d->op, sizeof(d->op), s->done.op);
	d->handed = s->beside != NULL;
	if (d->handed)
		wait_sent(d);
	else
		(void)cmd_seat_settle(s, SEND_MS, &d->link);
	return ERR_OK;
}

/* ---- what became of it ---- */

static enum ticket_state
state_now(struct deed *d)
{
	struct ticket t;
	enum ticket_state state = STATE_NONE;

	ticket_init(&t);
	if (cache_ticket(d->r, d->ticket, &t, NULL) == ERR_OK)
		state = t.state;
	ticket_free(&t);
	return state;
}

static int
report(struct deed *d)
{
	struct outbox_row row = { .local = 0 };
	bool waits = cache_outbox_of(d->r, d->op, &row);
	const struct event_info *info = event_info(d->kind);
	enum ticket_state state = state_now(d);
	struct err e = { 0 };
	char groups[24];

	if (waits && row.state == OUTBOX_PARKED) {
		err_set(&e, row.code != ERR_OK ? row.code : ERR_GUARD, "中心没有接受, 已搁置: %s",
		    row.detail);
		(void)cmd_fail(&e);
		return CMD_FAILED;
	}
	number_groups(d->number, groups);
	if (d->words->json)
		printf("{\"ticket_no\":\"%s\",\"id\":\"%s\",\"event\":\"%s\",\"sent\":%s,"
		       "\"state\":\"%s\"}\n",
		    d->number, d->ticket, info->json, waits ? "false" : "true", state_json(state));
	else
		printf("%s %s: %s%s\n", groups, info->label, state_label(state),
		    !waits      ? ""
		    : d->handed ? ", 由正在运行的坐席程序送出"
				: ", 待送: 连上中心后自动送出");
	return !waits || d->handed ? CMD_OK : CMD_LATER;
}

int
cmd_ticket_do(const struct cmd_env *env, const struct cmd_words *words)
{
	struct cmd_env as = *env;
	struct deed d = { .words = words };
	struct cmd_seat s = { 0 };
	struct err e = { 0 };
	char no[NUMBER_SIZE];
	int kind = deed_words_event(words->second), status;
	enum err_code rc;

	if (!number_normalise(words->word, no))
		return cmd_no_number(words->word);
	if (kind < 0)
		return cmd_usage("没有“%s”这个环节, 见 hotseat ticket do --help", words->second);
	for (int i = 0; i < words->n_sets; i++)
		if (strchr(words->set[i], '=') == NULL)
			return cmd_usage("--set 要写成 名称=内容: %s", words->set[i]);
	d.kind = (enum event_kind)kind;
	as.user = words->as != NULL ? words->as : env->user;
	rc = cmd_seat_join(&as, &s, &e);
	if (rc == ERR_OK)
		rc = act(&as, &d, &s, &e);
	status = rc == ERR_OK ? report(&d) : cmd_fail(&e);
	cache_reader_close(d.r);
	job_free(d.job);
	cmd_seat_close(&s);
	return status;
}
