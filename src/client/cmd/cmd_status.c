/* hotseat status: the line, what waits, and whether this seat's audit log is still what was written. Beside a running seat
 * it reads the cache; without one it tries the line. */
#include <string.h>

#include "base/clock.h"
#include "client/cache/read.h"
#include "cmd_p.h"
#include "wire/ticket_json.h"

struct found {
	struct cache_counts counts;
	int64_t audit, audit_bad; /* rows; the first that does not fit, 0 none */
};

static void
print_json(const char *state, const struct found *f, const struct link_info *link)
{
	const struct cache_counts *c = &f->counts;
	struct str server = { 0 };

	json_escape(link->server, &server);
	printf("{\"state\":\"%s\",\"server\":%s,\"waiting\":%lld,\"parked\":%lld,\"conflicts\":%"
	       "lld,\"tickets\":%lld,"
	       "\"drafts\":%lld,\"data_as_of\":%lld,\"audit\":%lld,\"audit_bad\":%lld}\n",
	    state, str_c(&server), (long long)c->waiting, (long long)c->parked,
	    (long long)c->conflicts, (long long)c->tickets, (long long)c->drafts,
	    (long long)c->data_as_of, (long long)f->audit, (long long)f->audit_bad);
	str_free(&server);
}

static void
print_text(const char *state, const struct found *f, const struct link_info *link)
{
	const struct cache_counts *c = &f->counts;
	char as_of[32] = "从未";

	if (c->data_as_of > 0)
		civil_format(c->data_as_of, "%Y-%m-%d %H:%M:%S", as_of, sizeof(as_of));
	printf("%s%s%s\n", state, link->server[0] != '\0' ? " " : "", link->server);
	printf("数据截至 %s, 工单 %lld, 草稿 %lld\n", as_of, (long long)c->tickets,
	    (long long)c->drafts);
	printf("待送 %lld, 搁置 %lld, 冲突 %lld\n", (long long)c->waiting, (long long)c->parked,
	    (long long)c->conflicts);
	if (f->audit_bad != 0)
		printf("本机审计记录从第 %lld 条起与留痕不符, 可能被改过, 请告诉系统管理员\n",
		    (long long)f->audit_bad);
	else
		printf("本机审计记录 %lld 条, 留痕相符\n", (long long)f->audit);
}

static enum err_code
look(const struct cmd_env *env, struct found *f, struct err *e)
{
	struct cache_reader *r = NULL;
	enum err_code rc = cache_reader_open(env->data_dir, NULL, &r, e);

	*f = (struct found){ .audit = 0 };
	if (rc == ERR_OK) {
		cache_counts(r, env->user, clock_now_ms(), &f->counts);
		f->audit_bad = cache_audit_verify(r, &f->audit);
	}
	cache_reader_close(r);
	return rc;
}

int
cmd_status(const struct cmd_env *env, const struct cmd_words *words)
{
	static const char *const json[] = { "starting", "online", "offline", "refused", "filling" };
	struct link_info link = { 0 };
	struct found found;
	struct cmd_seat s = { 0 };
	struct err e = { 0 };
	bool running = false;
	enum err_code rc = cmd_seat_take(env, &s, &e);

	if (rc == ERR_OK) {
		cmd_seat_line(&s, &link);
	} else if (rc == ERR_LOCKED) {
		running = true;
		err_clear(&e);
		rc = ERR_OK;
	}
	if (rc == ERR_OK)
		rc = look(env, &found, &e);
	cmd_seat_close(&s);
	if (rc != ERR_OK)
		return cmd_fail(&e);
	if (words->json)
		print_json(running ? "running" : json[link.state], &found, &link);
	else
		print_text(running ? "坐席程序正在运行" : cmd_link_text(&link), &found, &link);
	if (found.audit_bad != 0)
		return CMD_FAILED;
	return !running && link.state != LINK_ONLINE && link.state != LINK_FILLING &&
		       found.counts.waiting > 0
		   ? CMD_LATER
		   : CMD_OK;
}
