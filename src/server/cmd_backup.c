/* hotseatd backup: a whole copy in one file, taken as a reader beside the running centre, so that nobody waits for it.
 * The key is not in it. */
#include <stdio.h>

#include "command.h"
#include "place.h"

static enum err_code
backup(const struct settings *s, struct err *e)
{
	struct store_args args = { .dir = s->data };
	struct store_centre centre;
	struct store *st = NULL;
	enum err_code rc = place_ready(s, e);

	if (rc == ERR_OK)
		rc = store_open(&args, &st, e);
	if (rc == ERR_OK)
		rc = store_centre_get(st, &centre, e);
	if (rc == ERR_OK)
		rc = store_backup(st, s->to, e);
	store_close(st);
	return rc;
}

static int
run(const struct settings *s)
{
	struct err e = { 0 };

	if (backup(s, &e) != ERR_OK)
		return command_fail(&e);
	printf("已备份到 %s\n恢复时把它放回数据目录, 取名 centre.db (先停止中心并移走旧的 "
	       "centre.db*); "
	       "密钥不在备份里, 请另行保存。\n",
	    s->to);
	return EXIT_DONE;
}

const struct command cmd_backup = {
	.name = "backup",
	.takes = "data to config",
	.must = "to",
	.does = "备份到一个文件, 不影响正在运行的中心",
	.run = run,
};
