/* hotseatd verify: walks every chain of events and the audit log, and names what does not add up. Reads beside a running
 * centre. */
#include <stdio.h>

#include "command.h"
#include "place.h"
#include "wire/ticket_json.h"

struct report {
	bool json;
	int64_t bad;
	struct str list;
};

static void
bad_event(void *arg, const struct store_verify_bad *b)
{
	struct report *r = arg;

	if (r->json) {
		str_addf(&r->list, "%s{\"ticket\":", r->bad > 0 ? "," : "");
		json_escape(b->ticket, &r->list);
		str_add(&r->list, ",\"number\":");
		json_escape(b->no, &r->list);
		str_addf(&r->list, ",\"event\":%lld,\"why\":", (long long)b->seq);
		json_escape(b->why, &r->list);
		str_add_c(&r->list, '}');
	} else {
		printf("工单 %s (%s) 第 %lld 个环节: %s\n", b->no[0] != '\0' ? b->no : "无编号",
		    b->ticket, (long long)b->seq, b->why);
	}
	r->bad++;
}

static void
print_result(
    const struct report *r, int64_t tickets, int64_t events, int64_t audit, int64_t audit_bad)
{
	if (r->json)
		printf(
		    "{\"tickets\":%lld,\"events\":%lld,\"audit\":%lld,\"audit_bad\":%lld,\"bad\":[%"
		    "s]}\n",
		    (long long)tickets, (long long)events, (long long)audit, (long long)audit_bad,
		    str_c(&r->list));
	else if (r->bad == 0 && audit_bad == 0)
		printf("工单 %lld 件, 环节 %lld 个, 查看记录 %lld 条: 全部相符\n",
		    (long long)tickets, (long long)events, (long long)audit);
	else
		printf("工单 %lld 件, 环节 %lld 个, 查看记录 %lld 条: %lld 处不符\n",
		    (long long)tickets, (long long)events, (long long)audit,
		    (long long)(r->bad + (audit_bad != 0)));
}

static enum err_code
verify(const struct settings *s, struct report *r, bool *clean, struct err *e)
{
	int64_t tickets = 0, events = 0, audit_bad;
	struct store *st = NULL;
	uint8_t *key = NULL;
	enum err_code rc = place_key(s, &key, e);

	if (rc == ERR_OK)
		rc = place_open(s, false, key, &st, e);
	if (rc == ERR_OK)
		rc = store_look(st, e);
	if (rc == ERR_OK)
		rc = store_verify(st, bad_event, r, &tickets, &events, e);
	if (rc == ERR_OK) {
		audit_bad = store_audit_verify(st);
		if (audit_bad != 0 && !r->json)
			printf("查看记录第 %lld 条: 校验值不符\n", (long long)audit_bad);
		print_result(r, tickets, events, store_audit_count(st), audit_bad);
		*clean = r->bad == 0 && audit_bad == 0;
	}
	if (st != NULL)
		store_look_end(st);
	store_close(st);
	secret_key_free(key);
	return rc;
}

static int
run(const struct settings *s)
{
	struct report r = { .json = s->json };
	struct err e = { 0 };
	bool clean = false;
	enum err_code rc = verify(s, &r, &clean, &e);

	str_free(&r.list);
	if (rc != ERR_OK)
		return command_fail(&e);
	return clean ? EXIT_DONE : EXIT_FAILED;
}

const struct command cmd_verify = {
	.name = "verify",
	.takes = "data key_file config json",
	.does = "核对全部工单的环节链和查看记录, 指出被改动的地方",
	.run = run,
};
