/* hotseatd import visits: results of call-backs that an SMS or voice gateway collected, from a table into a centre, also one
 * that is running. A row is a request of its own: what the rules refuse is told with its line, and the others stand; the
 * same file again changes nothing. Not here: which step a row is, and whether it may be taken (server/core/visit.h). */
#include <stdio.h>
#include <string.h>

#include "admin.h"
#include "base/clock.h"
#include "base/limits.h"
#include "base/tsv.h"
#include "command.h"
#include "model/deed.h"
#include "wire/admin_json.h"

enum column { NO, METHOD, AT, SOLVED, STARS, MANNER, WORDS, FAILURE, COLUMNS };

struct tally {
	long long ok, bad, late, fail, again, refused;
};

/* ---- a row ---- */

/* "2026-11-22 10:30" */
static bool
read_minute(const char *text, int64_t *at)
{
	char day[11], hour[3], minute[3];
	long long h, m;
	int32_t d;

	if (strlen(text) != 16 || text[10] != ' ' || text[13] != ':')
		return false;
	snprintf(day, sizeof(day), "%.10s", text);
	snprintf(hour, sizeof(hour), "%.2s", text + 11);
	snprintf(minute, sizeof(minute), "%.2s", text + 14);
	d = civil_parse_day(day);
	if (d == INT32_MIN || !str_int(hour, 0, 23, &h) || !str_int(minute, 0, 59, &m))
		return false;
	*at = civil_day_start(d) + (h * 60 + m) * 60000;
	return true;
}

/* A code, or the Chinese of one; whatever else it is stays, for the rules to refuse. */
static const char *
code_of(enum event_kind k, enum event_arg a, const char *text)
{
	const struct deed_ask *row = deed_ask_of(k, a);

	for (int i = 0; row != NULL && i < row->n_items; i++)
		if (str_eq(row->items[i].label, text))
			return row->items[i].code;
	return text;
}

static enum err_code
read_row(const struct tsv *t, size_t row, struct admin_visit *m, struct err *e)
{
	const struct {
		enum column column;
		char *to;
		size_t size;
		const char *value;
	} cells[] = {
		{ NO, m->ticket_no, sizeof(m->ticket_no), tsv_get(t, row, NO) },
		{ METHOD, m->method, sizeof(m->method),
		    code_of(EVENT_VISIT_OK, EA_METHOD, tsv_get(t, row, METHOD)) },
		{ SOLVED, m->solved, sizeof(m->solved),
		    code_of(EVENT_VISIT_OK, EA_SOLVED, tsv_get(t, row, SOLVED)) },
		{ STARS, m->stars, sizeof(m->stars), tsv_get(t, row, STARS) },
		{ MANNER, m->manner, sizeof(m->manner), tsv_get(t, row, MANNER) },
		{ WORDS, m->words, sizeof(m->words), tsv_get(t, row, WORDS) },
		{ FAILURE, m->result, sizeof(m->result),
		    code_of(EVENT_VISIT_FAIL, EA_RESULT, tsv_get(t, row, FAILURE)) },
	};

	if (tsv_get(t, row, NO)[0] == '\0')
		return tsv_fail(t, row, e, "没有单号");
	if (!read_minute(tsv_get(t, row, AT), &m->at) || m->at < 0)
		return tsv_fail(t, row, e, "时间要写成 2026-11-22 10:30 这样");
	for (size_t i = 0; i < sizeof(cells) / sizeof(cells[0]); i++)
		if (!str_copy(cells[i].to, cells[i].size, cells[i].value))
			return tsv_fail(t, row, e, "“%s”列的内容太长", t->head[cells[i].column]);
	return ERR_OK;
}

/* ---- to the centre ---- */

static enum err_code
send_row(const struct settings *s, const struct admin_visit *m, struct admin_visited *done,
    struct err *e)
{
	struct str body = { 0 }, answer = { 0 };
	enum err_code rc;

	admin_visit_write(m, &body);
	rc = admin_ask(s, "/v1/admin/visits", &body, &answer, e);
	if (rc == ERR_OK)
		rc = admin_visited_read(str_c(&answer), answer.len, done, e);
	str_free(&body);
	str_free(&answer);
	return rc;
}

/* Said of this row by the rules; anything else would befall the next one too. */
static bool
is_refusal(enum err_code rc)
{
	return rc == ERR_INVALID || rc == ERR_NOT_FOUND || rc == ERR_UNKNOWN_CODE ||
	       rc == ERR_STATE || rc == ERR_GUARD || rc == ERR_LIMIT;
}

static void
count(struct tally *n, const struct admin_visited *done)
{
	const struct {
		enum event_kind kind;
		long long *of;
	} steps[] = {
		{ EVENT_VISIT_OK, &n->ok },
		{ EVENT_VISIT_BAD, &n->bad },
		{ EVENT_LATE_EVAL, &n->late },
		{ EVENT_VISIT_FAIL, &n->fail },
	};

	if (done->step[0] == '\0')
		n->again++;
	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++)
		if (str_eq(event_info(steps[i].kind)->json, done->step))
			(*steps[i].of)++;
}

static enum err_code
one_row(const struct settings *s, const struct tsv *t, size_t row, struct tally *n, struct err *e)
{
	struct admin_visit m = { .dry_run = s->dry_run };
	struct admin_visited done = { .step = "" };
	struct err why = { 0 };
	enum err_code rc = ERR_OK;

	if (read_row(t, row, &m, &why) == ERR_OK) {
		rc = send_row(s, &m, &done, &why);
		if (rc == ERR_OK) {
			count(n, &done);
			return rc;
		}
		if (!is_refusal(rc)) {
			*e = why;
			return err_at_line(e, t->path, t->line[row]);
		}
	}
	n->refused++;
	fprintf(stderr, "%s:%d: %s\n", t->path, t->line[row], why.text);
	return ERR_OK;
}

static void
say(const struct settings *s, const struct tally *n)
{
	const bool any = n->ok + n->bad + n->late + n->fail > 0;

	printf("回访结果: 满意 %lld 条, 不满意转复核 %lld 条, 事后评价 %lld 条, 未接通 %lld 条, "
	       "以前导入过 %lld 条, 未收 %lld 条%s\n",
	    n->ok, n->bad, n->late, n->fail, n->again, n->refused,
	    s->dry_run ? " (试导入, 没有改动)"
	    : any      ? ""
		       : " (没有改动)");
}

static int
run(const struct settings *s)
{
	static const char *const head[COLUMNS] = { "ticket_no", "method", "at", "solved", "stars",
		"manner", "words", "failure" };
	struct tally n = { 0 };
	struct tsv t;
	struct err e = { 0 };
	enum err_code rc = tsv_open_to(s->from, LIMIT_SPOOL_BYTES, head, COLUMNS, &t, &e);

	if (rc == ERR_OK && t.rows == 0)
		rc = err_set(&e, ERR_NOT_FOUND, "%s 里没有可导入的内容。", s->from);
	for (size_t i = 0; rc == ERR_OK && i < t.rows; i++)
		rc = one_row(s, &t, i, &n, &e);
	if (t.rows > 0)
		say(s, &n);
	tsv_close(&t);
	if (rc == ERR_OK && n.refused > 0)
		rc = err_set(&e, ERR_INVALID, "%lld 条没有收, 其余的已办。", n.refused);
	return rc == ERR_OK ? EXIT_DONE : command_fail(&e);
}

const struct command cmd_import_visits = {
	.name = "import visits",
	.takes = "data key_file config from dry_run",
	.must = "from",
	.operand = "from",
	.operand_is = "文件",
	.does = "导入短信、语音等渠道的回访结果(TSV: ticket_no method at solved stars manner words "
		"failure), 逐条办理",
	.run = run,
};
