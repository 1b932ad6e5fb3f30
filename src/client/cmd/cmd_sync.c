/* hotseat sync: send what waits and fetch what is new, until there is nothing left to do. Also the first fill. */
#include "client/cache/read.h"
#include "cmd_p.h"

#define SYNC_MS (10 * 60 * 1000) /* a first fill of a large centre over a slow line */

static int
report(bool done, const struct link_info *link, bool json)
{
	if (json)
		printf("{\"done\":%s,\"waiting\":%lld,\"parked\":%lld,\"conflicts\":%lld}\n",
		    done ? "true" : "false", (long long)link->waiting, (long long)link->parked,
		    (long long)link->conflicts);
	else
		printf("%s: 待送 %lld, 搁置 %lld, 冲突 %lld\n",
		    done ? "已同步" : cmd_link_text(link), (long long)link->waiting,
		    (long long)link->parked, (long long)link->conflicts);
	if (!done && link->text[0] != '\0')
		fprintf(stderr, "hotseat: %s\n", link->text);
	if (link->parked + link->conflicts > 0)
		fputs("hotseat: 搁置和冲突的, 请在坐席程序的“同步”里处理。\n", stderr);
	if (done)
		return CMD_OK;
	return link->state == LINK_REFUSED ? CMD_FAILED : CMD_LATER;
}

int
cmd_sync(const struct cmd_env *env, const struct cmd_words *words)
{
	struct link_info link = { 0 };
	struct cmd_seat s = { 0 };
	struct err e = { 0 };
	enum err_code rc = cmd_seat_open(env, &s, &e);
	int status;

	if (rc == ERR_OK) {
		bool done;
		cmd_seat_line(&s, &link);
		done = link.state != LINK_OFFLINE && cmd_seat_settle(&s, SYNC_MS, &link);
		status = report(done, &link, words->json);
	} else {
		status = cmd_fail(&e);
	}
	cmd_seat_close(&s);
	return status;
}
