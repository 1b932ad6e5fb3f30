/* What commands read that sign nobody in: the seat's data as it lies there, also beside a running seat.
 *
 * Invariant: the tickets are those of whoever signed in last; a command for somebody else who sees others, or more or less of
 * them, is refused, since to fetch his would take theirs away. */
#include <string.h>

#include "base/str.h"
#include "client/cache/read.h"
#include "cmd_p.h"

#define SAME_MAX 20 /* tickets that end in the same six digits */

void
cmd_person(const struct cmd_env *env, char job_no[16])
{
	struct cache_reader *r = NULL;

	(void)str_copy(job_no, 16, env->user != NULL ? env->user : "");
	if (env->is_private || env->user_given || env->data_dir == NULL ||
	    cache_reader_open(env->data_dir, NULL, &r, NULL) != ERR_OK)
		return;
	{
		char last[16];

		cache_last_agent(r, last);
		if (last[0] != '\0')
			(void)str_copy(job_no, 16, last);
	}
	cache_reader_close(r);
}

enum err_code
cmd_reader(const struct cmd_env *env, struct cache_reader **r, struct err *e)
{
	enum err_code rc = cache_reader_open(env->data_dir, NULL, r, e);

	if (rc == ERR_NOT_FOUND)
		return err_set(e, rc, "本机还没有数据, 先运行 hotseat sync。");
	return rc == ERR_CORRUPT ? err_set(e, rc,
				       "本机数据文件已损坏: 运行 hotseat sync, 会换一个新的, "
				       "草稿和没送出的自动救出来。")
				 : rc;
}

enum err_code
cmd_reader_may(const struct cmd_env *env, struct cache_reader *r, bool named, struct err *e)
{
	const char *me = env->user;
	char last[16];

	if (!env->is_private && !env->user_given && !named)
		return ERR_OK;
	switch (cache_eyes(r, me)) {
	case CACHE_EYES_SAME:
		return ERR_OK;
	case CACHE_EYES_NEVER:
		return err_set(e, ERR_UNAUTHORISED,
		    "工号 %s 没有在本机登录过, 先运行 hotseat --user %s sync。", me, me);
	case CACHE_EYES_OTHER:
		break;
	}
	cache_last_agent(r, last);
	return err_set(e, ERR_UNAUTHORISED,
	    "本机现在存的是工号 %s 看得到的工单, 和工号 %s 看得到的不一样: 先运行 hotseat --user "
	    "%s sync。",
	    last, me, me);
}

enum err_code
cmd_reader_ticket(struct cache_reader *r, const char *no, char id[ID_SIZE], struct err *e)
{
	char ids[SAME_MAX][ID_SIZE];
	int n = cache_ticket_by_number(r, no, NULL, ids, SAME_MAX);

	if (n <= 0)
		return err_set(e, ERR_NOT_FOUND,
		    "本机没有单号为 %s 的工单, 或它不在您的范围里; 可先运行 hotseat sync。", no);
	if (n > 1)
		return err_set(
		    e, ERR_INVALID, "后 6 位是 %s 的工单有 %d 件, 请写 18 位单号。", no, n);
	(void)str_copy(id, ID_SIZE, ids[0]);
	return ERR_OK;
}
