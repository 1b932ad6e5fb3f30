/* hotseatd backup: a whole copy in one file, and the attachments beside it, taken as a reader beside the running centre, so
 * that nobody waits for it. The key is not in it. Files never change once they have their name: those a former backup to
 * the same place has brought are not copied again. */
#include <stdio.h>

#include "command.h"
#include "place.h"
#include "server/store/blob.h"

struct files {
	const char *from, *to;
	int64_t n;
	struct err *e;
	enum err_code rc;
};

/* One that is missing is for hotseatd verify to name: the rest is to be saved all the more. */
static bool
copy_one(void *arg, const struct store_blob_use *u)
{
	struct files *f = arg;

	if (!u->i.complete)
		return true;
	f->rc = blob_file_copy(f->from, f->to, u->i.id, f->e);
	if (f->rc == ERR_NOT_FOUND) {
		err_clear(f->e);
		f->rc = ERR_OK;
	} else {
		f->n++;
	}
	return f->rc == ERR_OK;
}

/* After the database: what the copy names is on the disk by then. */
static enum err_code
copy_files(const struct settings *s, struct store *st, int64_t *n, struct err *e)
{
	struct str to = { 0 };
	struct files f = { .from = s->data, .e = e };
	enum err_code rc;

	str_addf(&to, "%s.blobs", s->to);
	f.to = str_c(&to);
	rc = to.bad ? err_set(e, ERR_NO_MEMORY, NULL)
		    : store_blob_uses(st, NULL, NULL, copy_one, &f, e);
	str_free(&to);
	*n = f.n;
	return rc == ERR_OK ? f.rc : rc;
}

static enum err_code
backup(const struct settings *s, int64_t *files, struct err *e)
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
	if (rc == ERR_OK)
		rc = copy_files(s, st, files, e);
	store_close(st);
	return rc;
}

static int
run(const struct settings *s)
{
	struct err e = { 0 };
	int64_t files = 0;

	if (backup(s, &files, &e) != ERR_OK)
		return command_fail(&e);
	printf("已备份到 %s\n恢复时把它放回数据目录, 取名 centre.db (先停止中心并移走旧的 "
	       "centre.db*); "
	       "密钥不在备份里, 请另行保存。\n",
	    s->to);
	if (files > 0)
		printf("附件 %lld 个在 %s.blobs, 恢复时放回数据目录, 取名 blobs。\n",
		    (long long)files, s->to);
	return EXIT_DONE;
}

const struct command cmd_backup = {
	.name = "backup",
	.takes = "data key_file to config",
	.must = "to",
	.does = "备份到一个文件(附件在旁边的目录里), 不影响正在运行的中心",
	.run = run,
};
