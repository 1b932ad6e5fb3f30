/* intake_same.c: two numbers are one person's: said from the caller's history with one key, the number and why; taken back
 * with one key and why. What it says is a desk record (model/same_caller.h), kept here at once and sent when the line is
 * there. Not here: which numbers are one person's (client/cache/records.h), the list of tickets (intake_history.c). */
#include "intake_p.h"

#include <stdio.h>
#include <string.h>

#include "base/secret.h"
#include "base/str.h"
#include "base/width.h"
#include "client/cache/records.h"
#include "client/view/part_p.h"
#include "model/mask.h"
#include "model/same_caller.h"

#define REASON_CHARS 100

static const struct prompt_item why_same[] = { { "来电人说两个号码都是他的", NULL },
	{ "姓名和住址都对得上", NULL }, { "回拨核实过", NULL } };
static const struct prompt_item why_apart[] = { { "核对后不是同一个人", NULL },
	{ "号码换了主人", NULL }, { "合并时输错了号码", NULL } };

static void
ask(struct intake *s, enum same_ask what, const char *label, size_t limit)
{
	const struct prompt_item *items = what == SAME_WHY ? why_same : why_apart;
	const size_t n = what == SAME_NUMBER ? 0
			 : what == SAME_WHY  ? sizeof(why_same) / sizeof(why_same[0])
					     : sizeof(why_apart) / sizeof(why_apart[0]);

	prompt_free(&s->prompt);
	(void)str_copy(s->same.label, sizeof(s->same.label), label);
	prompt_init(&s->prompt, s->same.label, limit);
	prompt_offer(&s->prompt, items, n);
	s->prompt.chosen = n > 0 ? 0 : -1;
	s->same.asking = what;
	s->mode = MODE_SAME;
}

static bool
may(const struct intake *s)
{
	const struct record r = { .kind = RECORD_SAME_CALLER };

	return record_may_write(&r, s->desk->me.roles);
}

/* ---- the keys ---- */

unsigned
intake_same_merge(struct intake *s)
{
	if (!may(s))
		s->desk->say(s->desk->app, 1, "号码由话务员和班长合并");
	else if (s->who.phone[0] == '\0')
		s->desk->say(s->desk->app, 1, "没有来电号码: 先填来电, 再合并他的另一个号码");
	else
		ask(s, SAME_NUMBER, "他的另一个号码", RECORD_PHONE_BYTES - 1);
	return VIEW_DRAW;
}

/* The last one found goes first: what hangs on it goes along. */
unsigned
intake_same_undo(struct intake *s)
{
	struct same_number of[SAME_MOST];
	const int n =
	    s->desk->cache != NULL ? cache_same_numbers(s->desk->cache, s->who.phone, of) : 0;
	char label[64];

	if (!may(s) || n == 0) {
		s->desk->say(s->desk->app, 1, "这个号码没有和别的号码合并");
		return VIEW_DRAW;
	}
	(void)str_copy(s->same.of, sizeof(s->same.of), of[n - 1].record);
	(void)snprintf(label, sizeof(label), "撤销合并 %s, 原因", of[n - 1].phone);
	ask(s, SAME_APART, label, REASON_CHARS);
	return VIEW_DRAW;
}

/* ---- answers ---- */

static void
leave(struct intake *s)
{
	secret_wipe(s->same.number, sizeof(s->same.number));
	prompt_free(&s->prompt);
	s->mode = MODE_HISTORY;
}

static unsigned
send(struct intake *s, const char *reason)
{
	struct job *j = part_job(s->desk, JOB_RECORD);
	struct err e = { 0 };
	bool ok;

	if (j == NULL)
		return VIEW_DRAW;
	if (s->same.asking == SAME_APART)
		ok = same_caller_undo(&j->record, s->same.of, reason);
	else
		ok = same_caller_merge(&j->record, s->who.phone, s->same.number, reason);
	(void)str_copy(j->record.call, sizeof(j->record.call), s->desk->call.id);
	if (!ok) {
		s->desk->say(s->desk->app, 2, "%s", err_hint(ERR_NO_MEMORY));
		job_free(j);
	} else if (same_caller_check(&j->record, &e) != ERR_OK) {
		s->desk->say(s->desk->app, 2, "%s", e.text);
		job_free(j);
	} else {
		s->same.job = s->desk->job(s->desk->app, j);
	}
	leave(s);
	return VIEW_DRAW;
}

static unsigned
take_number(struct intake *s)
{
	char digits[RECORD_PHONE_BYTES], shown[RECORD_PHONE_BYTES], label[64];
	struct record r = { 0 };
	struct err e = { 0 };

	(void)mask_phone_normal(prompt_answer(&s->prompt), digits, sizeof(digits));
	if (!same_caller_merge(&r, s->who.phone, digits, why_same[0].text))
		(void)err_set(&e, ERR_NO_MEMORY, NULL);
	else
		(void)same_caller_check(&r, &e);
	record_free(&r);
	if (e.code != ERR_OK) {
		s->desk->say(s->desk->app, 1, "%s: 请输他的另一个完整号码, 或 Esc 返回", e.text);
	} else {
		(void)str_copy(s->same.number, sizeof(s->same.number), digits);
		mask_phone(digits, shown, sizeof(shown));
		(void)snprintf(label, sizeof(label), "与 %s 合并, 依据", shown);
		ask(s, SAME_WHY, label, REASON_CHARS);
	}
	secret_wipe(digits, sizeof(digits));
	return VIEW_DRAW;
}

static unsigned
answered(struct intake *s)
{
	struct str reason = { 0 };
	unsigned bits = VIEW_DRAW;

	if (s->same.asking == SAME_NUMBER)
		return take_number(s);
	str_add(&reason, prompt_answer(&s->prompt));
	if (str_c(&reason)[0] == '\0')
		s->desk->say(s->desk->app, 1, "请写一句为什么, 或 Esc 返回");
	else
		bits = send(s, str_c(&reason));
	str_free(&reason);
	return bits;
}

unsigned
intake_same_input(struct intake *s, const struct input *in)
{
	struct react r = { 0 };

	prompt_input(&s->prompt, in, &r);
	part_refused(s->desk, &r);
	if (r.bits & REACT_CANCEL)
		leave(s);
	else if (r.bits & REACT_TAKE)
		return answered(s);
	return r.bits != 0 ? VIEW_DRAW : VIEW_IGNORED;
}

bool
intake_same_done(struct intake *s, const struct news *n)
{
	if (n->job == 0 || n->job != s->same.job)
		return false;
	s->same.job = 0;
	if (n->err.code != ERR_OK)
		s->desk->say(s->desk->app, 2, "没有记上: %s", n->err.text);
	else
		s->desk->say(s->desk->app, 0, "%s%s",
		    s->same.asking == SAME_APART ? "已撤销合并, 原因已记下"
						 : "已合并: 两个号码的工单列在一起",
		    intake_submit_online(s) ? "" : ", 已存本机, 恢复后自动送出");
	intake_history_again(s);
	return true;
}

/* ---- drawing ---- */

int
intake_same_draw(const struct intake *s, struct canvas *c, struct rect line)
{
	const struct caller *who = &s->who.c;
	int end = line.col + line.cols - 1, col = line.col + 1;
	const int first = line.row;

	if (s->who.phone[0] == '\0')
		return 0;
	if (may(s))
		end = canvas_right(c, line.row, end, ROLE_NORMAL,
			  who->numbers > 0 ? "[4] 合并号码 [5] 撤销 [6] 标签"
					   : "[4] 合并另一号码 [6] 标签") -
		      2;
	if (who->tickets_90d > 0 || who->others > 0)
		col += 2 + canvas_printf(c, line.row, col, end - col, ROLE_HEADING,
			       "近90天 %d 件, 近30天 %d 件", who->tickets_90d, who->tickets_30d);
	if (who->numbers > 0) {
		if (end - col < width_str(s->who.others)) {
			col = line.col + 1;
			end = line.col + line.cols - 1;
			line.row++;
		}
		canvas_cut(c, line.row, col, end - col, ROLE_NEAR, s->who.others);
	}
	return line.row + 1 - first;
}
