/* hotseat ticket new: a ticket from a file. Kept on disk before its number is printed; then sent, if the centre can be
 * reached within moments. */
#include <string.h>

#include "base/clock.h"
#include "base/id.h"
#include "client/cache/read.h"
#include "cmd_p.h"
#include "model/number.h"
#include "model/propose.h"
#include "model/workflow.h"
#include "wire/ticket_json.h"

#define SEND_MS 10000
#define FILL_MS 60000 /* the very first time: without categories and units nothing can be checked */

static const struct {
	const char *name;
	int kind;
} ways[] = { { "submit", EVENT_SUBMIT }, { "incomplete", EVENT_SUBMIT_INCOMPLETE },
	{ "direct", EVENT_SUBMIT_DIRECT } };

static int
way_of(const char *name)
{
	for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++)
		if (name == NULL || strcmp(ways[i].name, name) == 0)
			return ways[i].kind;
	return -1;
}

static struct job *
make_job(const struct cmd_words *words, const char *me, struct fields *f, struct args *args,
    struct err *e)
{
	struct job *j = job_new(JOB_SUBMIT);

	if (j == NULL) {
		err_set(e, ERR_NO_MEMORY, NULL);
		return NULL;
	}
	id_new(j->draft.id);
	str_copy(j->draft.owner, sizeof(j->draft.owner), me);
	j->draft.created_at = j->draft.changed_at = clock_now_ms();
	j->act = way_of(words->as);
	if (!fields_copy(&j->draft.f, f) || !args_copy(&j->args, args) ||
	    (words->reason != NULL && !args_set(&j->args, EA_REASON, words->reason))) {
		err_set(e, ERR_NO_MEMORY, NULL);
		job_free(j);
		return NULL;
	}
	return j;
}

static int
report(const struct cmd_words *words, const struct cmd_seat *s, bool sent,
    const struct link_info *link)
{
	char groups[24];

	if (words->json) {
		printf("{\"ticket_no\":\"%s\",\"id\":\"%s\",\"sent\":%s,\"waiting\":%lld}\n",
		    s->done.number, s->done.ticket, sent ? "true" : "false",
		    (long long)link->waiting);
	} else {
		number_groups(s->done.number, groups);
		printf("%s\n", s->done.number);
		fprintf(stderr, "已提交 %s%s\n", groups, sent ? "" : ", 待送: 连上中心后自动送出");
	}
	if (link->parked > 0)
		fprintf(stderr, "hotseat: 有 %lld 件搁置, 请在坐席程序的“同步”里处理。\n",
		    (long long)link->parked);
	return sent ? CMD_OK : CMD_LATER;
}

/* The seat that runs has it on disk and sends it as it sends its own. */
static int
report_handed(const struct cmd_words *words, const struct cmd_seat *s)
{
	char groups[24];

	if (words->json) {
		printf("{\"ticket_no\":\"%s\",\"id\":\"%s\",\"sent\":false,\"waiting\":1}\n",
		    s->done.number, s->done.ticket);
	} else {
		number_groups(s->done.number, groups);
		printf("%s\n", s->done.number);
		fprintf(stderr, "已提交 %s, 由正在运行的坐席程序送出\n", groups);
	}
	return CMD_OK;
}

static bool
knows_city(const struct cmd_env *env)
{
	struct cache_reader *r = NULL;
	bool known =
	    cache_reader_open(env->data_dir, NULL, &r, NULL) == ERR_OK && cache_city(r) != NULL;

	cache_reader_close(r);
	return known;
}

/* What the screen fills in for whoever leaves it blank. */
static enum err_code
fill_in(const struct city *city, struct fields *f, struct err *e)
{
	if (*fields_get(f, TF_URGENCY) == '\0' &&
	    !fields_set(f, TF_URGENCY, propose_urgency(city, f)))
		return err_set(e, ERR_NO_MEMORY, NULL);
	return ERR_OK;
}

/* Names become codes as soon as there is a city to ask; without one they stay, and the rules refuse what is no code. */
static enum err_code
name_codes(const struct cmd_env *env, struct fields *f, struct err *e)
{
	struct cache_reader *r = NULL;
	enum err_code rc = ERR_OK;

	if (cache_reader_open(env->data_dir, NULL, &r, NULL) == ERR_OK && cache_city(r) != NULL)
		rc = ticket_names_resolve(cache_city(r), f, e) == ERR_OK
			 ? fill_in(cache_city(r), f, e)
			 : e->code;
	cache_reader_close(r);
	return rc;
}

/* A seat that has never met its centre has no number to issue tickets under, and knows no category. */
static enum err_code
submit(const struct cmd_env *env, const struct cmd_words *words, struct cmd_seat *s,
    struct fields *f, struct args *args, struct err *e)
{
	struct link_info link = { 0 };
	struct job *j;

	cmd_seat_line(s, &link);
	if (!knows_city(env))
		(void)cmd_seat_settle(s, FILL_MS, &link);
	if (name_codes(env, f, e) != ERR_OK)
		return e->code;
	j = make_job(words, s->me, f, args, e);
	return j != NULL ? cmd_seat_job(s, j, e) : e->code;
}

/* The fields of a category have their names from the city, where this seat has met one. */
static enum err_code
read_file(
    const struct cmd_env *env, const char *path, struct fields *f, struct args *args, struct err *e)
{
	struct cache_reader *r = NULL;
	const struct city *city =
	    cache_reader_open(env->data_dir, NULL, &r, NULL) == ERR_OK ? cache_city(r) : NULL;
	enum err_code rc = ticket_file_read(path, city, f, args, e);

	cache_reader_close(r);
	return rc;
}

int
cmd_ticket_new(const struct cmd_env *env, const struct cmd_words *words)
{
	struct fields f = { 0 };
	struct args args = { 0 };
	struct link_info link = { 0 };
	struct cmd_seat s = { 0 };
	struct err e = { 0 };
	bool sent = false;
	enum err_code rc;
	int status;

	if (words->from == NULL)
		return cmd_usage("ticket new 要有 --from 文件, 或 --from - 从标准输入读");
	if (way_of(words->as) < 0)
		return cmd_usage("--as 只能是 submit、incomplete 或 direct");
	rc = read_file(env, words->from, &f, &args, &e);
	if (rc == ERR_OK)
		rc = cmd_seat_join(env, &s, &e);
	if (rc == ERR_OK)
		rc = submit(env, words, &s, &f, &args, &e);
	if (rc == ERR_OK)
		sent = cmd_seat_settle(&s, SEND_MS, &link);
	if (rc != ERR_OK) {
		const bool wants_reason = strcmp(e.where, arg_info(EA_REASON)->json) == 0;

		status = cmd_fail(&e);
		if (wants_reason && words->reason == NULL)
			fputs("原因这样写: --reason 原因\n", stderr);
	} else
		status = s.beside != NULL ? report_handed(words, &s)
					  : report(words, &s, sent || link.waiting == 0, &link);
	cmd_seat_close(&s);
	fields_free(&f);
	args_free(&args);
	return status;
}
