/* hotseat status: the line and what waits. Beside a running seat it reads the cache; without one it tries the line. */
#include <string.h>

#include "base/clock.h"
#include "client/cache/read.h"
#include "cmd_p.h"
#include "wire/ticket_json.h"

static void
print_json(const char *state, const struct cache_counts *c, const struct link_info *link)
{
	struct str server = { 0 };

	json_escape(link->server, &server);
	printf("{\"state\":\"%s\",\"server\":%s,\"waiting\":%lld,\"parked\":%lld,\"conflicts\":%"
	       "lld,\"tickets\":%lld,"
	       "\"drafts\":%lld,\"data_as_of\":%lld}\n",
	    state, str_c(&server), (long long)c->waiting, (long long)c->parked,
	    (long long)c->conflicts, (long long)c->tickets, (long long)c->drafts,
	    (long long)c->data_as_of);
	str_free(&server);
}

static void
print_text(const char *state, const struct cache_counts *c, const struct link_info *link)
{
	char as_of[32] = "从未";

	if (c->data_as_of > 0)
		civil_format(c->data_as_of, "%Y-%m-%d %H:%M:%S", as_of, sizeof(as_of));
	printf("%s%s%s\n", state, link->server[0] != '\0' ? " " : "", link->server);
	printf("数据截至 %s, 工单 %lld, 草稿 %lld\n", as_of, (long long)c->tickets,
	    (long long)c->drafts);
	printf("待送 %lld, 搁置 %lld, 冲突 %lld\n", (long long)c->waiting, (long long)c->parked,
	    (long long)c->conflicts);
}

static enum err_code
count(const struct cmd_env *env, struct cache_counts *c, struct err *e)
{
	struct cache_reader *r = NULL;
	enum err_code rc = cache_reader_open(env->data_dir, NULL, &r, e);

	*c = (struct cache_counts){ 0 };
	if (rc == ERR_OK)
		cache_counts(r, env->user, clock_now_ms(), c);
	cache_reader_close(r);
	return rc;
}

int
cmd_status(const struct cmd_env *env, const struct cmd_words *words)
{
	static const char *const json[] = { "starting", "online", "offline", "refused", "filling" };
	struct link_info link = { 0 };
	struct cache_counts counts;
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
		rc = count(env, &counts, &e);
	cmd_seat_close(&s);
	if (rc != ERR_OK)
		return cmd_fail(&e);
	if (words->json)
		print_json(running ? "running" : json[link.state], &counts, &link);
	else
		print_text(running ? "坐席程序正在运行" : cmd_link_text(&link), &counts, &link);
	return !running && link.state != LINK_ONLINE && link.state != LINK_FILLING &&
		       counts.waiting > 0
		   ? CMD_LATER
		   : CMD_OK;
}
