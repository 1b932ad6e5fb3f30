/* hotseat ticket print: a ticket on paper: the audit row, then a file of the data directory (and lp, where there is one),
 * or the file that is named. Beside a running seat that one does it. */
#include <stdlib.h>
#include <string.h>

#include "client/cache/read.h"
#include "cmd_p.h"
#include "model/number.h"
#include "model/sheet.h"

#define SEND_MS 10000

static int
usage_of_sheets(void)
{
	struct str names = { 0 };
	int rc;

	for (int k = 0; k < SHEET_COUNT; k++)
		str_addf(&names, "%s%s %s", k > 0 ? ", " : "", sheet_info((enum sheet_kind)k)->code,
		    sheet_info((enum sheet_kind)k)->title);
	rc = cmd_usage("--sheet 只能是 %s", str_c(&names));
	str_free(&names);
	return rc;
}

static enum err_code
find(const struct cmd_env *env, const char *no, char id[ID_SIZE], struct err *e)
{
	struct cache_reader *r = NULL;
	enum err_code rc = cmd_reader(env, &r, e);

	if (rc == ERR_OK)
		rc = cmd_reader_ticket(r, no, id, e);
	cache_reader_close(r);
	return rc;
}

static enum err_code
print(struct cmd_seat *s, const struct cmd_words *words, const char *id, int kind, struct err *e)
{
	struct job *j = job_new(JOB_PRINT);

	if (j == NULL)
		return err_set(e, ERR_NO_MEMORY, NULL);
	(void)str_copy(j->ticket, sizeof(j->ticket), id);
	j->choice = kind;
	if ((words->out != NULL && !cmd_path(words->out, j->path, sizeof(j->path))) ||
	    (words->reason != NULL && !str_copy(j->text, sizeof(j->text), words->reason))) {
		job_free(j);
		return err_set(e, ERR_LIMIT, "--out 或 --reason 太长。");
	}
	return cmd_seat_job(s, j, e);
}

int
cmd_ticket_print(const struct cmd_env *env, const struct cmd_words *words)
{
	int kind = words->sheet != NULL ? sheet_by_code(words->sheet) : -1;
	char id[ID_SIZE], no[NUMBER_SIZE];
	struct link_info link = { 0 };
	struct cmd_seat s = { 0 };
	struct err e = { 0 };
	enum err_code rc;

	if (kind < 0)
		return usage_of_sheets();
	if (!number_normalise(words->word, no))
		return cmd_no_number(words->word);
	rc = find(env, no, id, &e);
	if (rc == ERR_OK)
		rc = cmd_seat_join(env, &s, &e);
	if (rc == ERR_OK)
		rc = print(&s, words, id, kind, &e);
	if (rc == ERR_OK) {
		printf("%s\n", s.done.text);
		(void)cmd_seat_settle(&s, SEND_MS, &link); /* the audit row goes to the centre */
	}
	cmd_seat_close(&s);
	return rc == ERR_OK ? CMD_OK : cmd_fail(&e);
}
