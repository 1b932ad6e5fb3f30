/* app_phone.c: what the hand does on the telephone itself, from any screen: pass a call on, mute, hold, the other one of two,
 * digits for a menu. Only what this telephone can do and what there is to do it to is offered.
 *
 * Whether it happened is what the telephone's events say (app_news.c); nothing is believed here. Not here: handing over
 * (view/call/transfer.c), answering (app_global.c). */
#include <string.h>

#include "base/secret.h"
#include "base/str.h"
#include "base/utf8.h"
#include "model/call.h"
#include "model/mask.h"
#include "app.h"

static uint64_t
ask(struct app *a, enum phone_command c, const char *arg)
{
	struct job *j = job_new(JOB_PHONE);

	if (j == NULL)
		return 0;
	j->phone = c;
	str_copy(j->text, sizeof(j->text), a->desk.call.id);
	str_copy(j->job_no, sizeof(j->job_no), arg);
	return a->phoning = app_job(a, j);
}

/* ---- what may be done now ---- */

static bool
can(const struct app *a, enum phone_command c)
{
	return (a->desk.call.caps & phone_command_cap(c)) != 0;
}

/* Somebody else than the caller answers on this seat's line, or talks along. */
static bool
has_other(const struct call_info *c)
{
	return c->leg == LEG_TALKING || c->joined[0] != '\0';
}

static bool
may_mute(const struct call_info *c)
{
	return c->active && !c->muted;
}

static bool
may_unmute(const struct call_info *c)
{
	return c->active && c->muted;
}

static bool
may_hold(const struct call_info *c)
{
	return c->active && !c->held && c->leg == LEG_NONE && !c->away;
}

static bool
may_retrieve(const struct call_info *c)
{
	return c->active && c->held && c->leg == LEG_NONE && !c->away;
}

static bool
may_alternate(const struct call_info *c)
{
	return c->active && c->leg == LEG_TALKING && c->joined[0] == '\0';
}

static bool
may_dial_on(const struct call_info *c)
{
	return c->active && has_other(c);
}

static const struct phone_row {
	enum phone_command command;
	const char *label;
	bool (*may)(const struct call_info *c);
} rows[] = {
	{ PHONE_MUTE, "静音: 来电人听不到您", may_mute },
	{ PHONE_UNMUTE, "取消静音", may_unmute },
	{ PHONE_HOLD, "保持: 来电人先听音乐", may_hold },
	{ PHONE_RETRIEVE, "取回: 和来电人接着说", may_retrieve },
	{ PHONE_ALTERNATE, "切换: 和另一方说, 现在这一方等候", may_alternate },
	{ PHONE_DTMF, "按键音: 给对方的语音菜单按数字", may_dial_on },
};
#define ROWS (sizeof(rows) / sizeof(rows[0]))
_Static_assert(ROWS <= DIALOG_ANSWERS, "each has a digit");

/* ---- the menu ---- */

static void
ask_to_pass_on(struct app *a)
{
	int n;
	const struct enum_item *reasons = call_refusals(&n);

	for (int i = 0; i < n; i++)
		a->answers[i] = reasons[i].label;
	dialog_ask(&a->dialog, "拒接", "来电转给下一位坐席, 原因记入通话记录。为什么不接?",
	    a->answers, n, -1);
	a->asking = ASK_PASS_ON;
	a->draw = true;
}

static void
ask_on_call(struct app *a)
{
	int n = 0;

	for (size_t i = 0; i < ROWS; i++)
		if (rows[i].may(&a->desk.call) && can(a, rows[i].command)) {
			a->phone_rows[n] = &rows[i];
			a->answers[n++] = rows[i].label;
		}
	if (n == 0) {
		app_say(a, 1, "这套电话在通话中没有可以在这里操作的, 请用话机。");
		return;
	}
	dialog_ask(&a->dialog, "话机", "通话不会中断。", a->answers, n, -1);
	a->asking = ASK_PHONE;
	a->draw = true;
}

void
app_phone_menu(struct app *a)
{
	const struct call_info *c = &a->desk.call;

	if (c->phone_down)
		app_say(a, 1, "话务中断, 请用话机操作; 登记照常。");
	else if (c->ringing && c->answering)
		app_say(a, 0, "正在接通。");
	else if (c->ringing && can(a, PHONE_REJECT))
		ask_to_pass_on(a);
	else if (c->active)
		ask_on_call(a);
	else
		app_say(a, 1,
		    c->ringing ? "这套电话不能拒接: F2 接听。"
			       : "现在没有通话。来电响时在这里拒接, 通话中静音、保持。");
}

const char *
app_phone_offer(const struct app *a)
{
	const struct call_info *c = &a->desk.call;

	if (c->phone_down || c->answering)
		return NULL;
	if (c->ringing)
		return can(a, PHONE_REJECT) ? "拒接: 来电转给下一位坐席" : NULL;
	return c->active ? "话机: 静音、保持、切换、按键音" : NULL;
}

void
app_phone_mute(struct app *a)
{
	const struct call_info *c = &a->desk.call;

	if (c->phone_down)
		app_say(a, 1, "话务中断, 请用话机静音。");
	else if (!c->active)
		app_say(a, 1, "现在没有通话。");
	else if (!can(a, PHONE_MUTE))
		app_say(a, 1, "这套电话不能在这里静音, 请用话机。");
	else
		ask(a, c->muted ? PHONE_UNMUTE : PHONE_MUTE, "");
}

#define MARK_CHARS 16 /* of the words that were being written */

/* The last words of the sheet, so that who listens knows what for; names and numbers masked. */
static bool
put_words(const struct app *a, struct record *r)
{
	const struct draft *d = a->desk.sheet;
	const char *words = d != NULL ? fields_get(&d->f, TF_CONTENT) : "", *end;
	struct str masked = { 0 };
	size_t all;
	bool ok;

	mask_prose(words, d != NULL ? &d->f : &(struct fields){ { NULL } }, &masked);
	end = str_c(&masked);
	all = utf8_count(end);
	if (all > MARK_CHARS)
		end += utf8_head(end, all - MARK_CHARS);
	ok = !masked.bad && record_set_text(r, end);
	secret_str_free(&masked);
	return ok;
}

void
app_phone_mark(struct app *a)
{
	const struct call_info *c = &a->desk.call;
	const int64_t seconds = (a->desk.now - c->since_at) / 1000;
	struct job *j;

	if (!c->active) {
		app_say(a, 1, "现在没有通话, 不用标时间点。");
		return;
	}
	j = job_new(JOB_RECORD);
	if (j == NULL)
		return;
	j->record.kind = RECORD_MARK;
	j->record.seconds = seconds > 0 ? seconds : 1;
	str_copy(j->record.call, sizeof(j->record.call), c->id);
	str_copy(j->record.object, sizeof(j->record.object), c->recording);
	if (!put_words(a, &j->record)) {
		job_free(j);
		return;
	}
	if (app_job(a, j) != 0)
		app_say(a, 0, "已标时间点 %02lld:%02lld, 质检听录音时看得到。",
		    (long long)seconds / 60, (long long)seconds % 60);
}

void
app_phone_taken(struct app *a, int answer)
{
	const struct phone_row *r = a->phone_rows[answer];
	int n;

	if (a->asking == ASK_PASS_ON)
		ask(a, PHONE_REJECT, call_refusals(&n)[answer].code);
	else if (r->command == PHONE_DTMF)
		app_prompt_begin(a, PROMPT_TONES, "按键音", 15);
	else
		ask(a, r->command, "");
}

void
app_phone_tones(struct app *a, const char *digits)
{
	if (digits[0] == '\0')
		return;
	if (digits[strspn(digits, "0123456789*#")] != '\0')
		app_say(a, 1, "按键音只有 0 至 9、* 和 #。");
	else
		ask(a, PHONE_DTMF, digits);
}

/* ---- what came of it ---- */

void
app_phone_done(struct app *a, const struct news *n)
{
	if (n->job == 0 || n->job != a->phoning)
		return;
	a->phoning = 0;
	if (n->err.code == ERR_OK)
		return;
	a->desk.call.answering = false;
	app_say(a, 2, "%s", n->err.text);
}

/* He is answered, or gone: whatever was asked about the call as it was is withdrawn. */
void
app_phone_over(struct app *a)
{
	if (a->asking == ASK_PHONE || a->asking == ASK_PASS_ON) {
		a->dialog.open = false;
		a->asking = ASK_NOTHING;
	}
	if (a->prompting == PROMPT_TONES)
		app_prompt_end(a);
}
