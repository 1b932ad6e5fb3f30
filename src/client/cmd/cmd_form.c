/* hotseat form --blank, --handover: the registration form and the sheet of the change of shift on paper, to stdout, for the hours when the system is down. From the cache
 * alone, so that it works with the line down and beside a running seat; print some before they are needed. */
#include "city/form.h"
#include "client/cache/read.h"
#include "cmd_p.h"

static void
write_one(const struct city *c, bool handover, const char *job_no, int copy, struct str *out)
{
	if (handover)
		form_handover(c, job_no, out);
	else
		form_write(c, job_no, copy, out);
}

int
cmd_form(const struct cmd_env *env, const struct cmd_words *words)
{
	struct cache_reader *r = NULL;
	struct str out = { 0 };
	struct err e = { 0 };
	enum err_code rc;
	long long copies = 0;

	if (words->blank == words->handover)
		return cmd_usage("form 要有 --blank 或 --handover: 打印空白登记表或交接班登记表");
	if (words->copies != NULL && !str_int(words->copies, 1, FORM_COPIES_MOST, &copies))
		return cmd_usage("--copies 应为 1 到 %d", FORM_COPIES_MOST);
	rc = cache_reader_open(env->data_dir, NULL, &r, &e);
	if (rc == ERR_NOT_FOUND || (rc == ERR_OK && cache_city(r) == NULL))
		rc = err_set(&e, ERR_NOT_FOUND, "本机还没有城市资料, 先运行 hotseat sync。");
	for (int i = copies > 0 ? 1 : 0; rc == ERR_OK && i <= copies; i++)
		write_one(
		    cache_city(r), words->handover, env->user != NULL ? env->user : "", i, &out);
	if (rc == ERR_OK && out.bad)
		rc = err_set(&e, ERR_NO_MEMORY, NULL);
	if (rc == ERR_OK &&
	    (fwrite(str_c(&out), 1, out.len, stdout) != out.len || fflush(stdout) != 0))
		rc = err_set(&e, ERR_IO, "没有写完: 输出的地方满了或已关闭");
	str_free(&out);
	cache_reader_close(r);
	return rc == ERR_OK ? CMD_OK : cmd_fail(&e);
}
