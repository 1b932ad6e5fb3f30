/* intake_history.c: F4: what this caller told before. The newest open ticket stands on top with a sentence to read;
 * urging it, adding to it and asking about it are one key each and make no new ticket.
 *
 * Only the caller's own tickets are here (found by the number of the call); a person who asks about another ticket
 * goes by its number (Ctrl-G). Not here: what an urge does (model/apply.c). */
#include "intake_p.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/str.h"
#include "base/utf8.h"
#include "client/ui/wrap.h"
#include "model/deadline.h"
#include "model/number.h"
#include "text/spoken.h"

#define LAST_CHARS 30

/* ---- the ticket on top ---- */

static const struct ticket_row *
selected(const struct intake *s)
{
	return s->history_row < (size_t)s->who.n_rows ? &s->who.row[s->history_row] : NULL;
}

static void
last_step(struct intake_open_ticket *o, const struct event *ev, int n)
{
	const char *note;
	char day[32];

	o->urged_at = 0;
	for (int i = 0; i < n; i++)
		if (ev[i].kind == EVENT_URGE && ev[i].at > o->urged_at)
			o->urged_at = ev[i].at;
	if (n == 0)
		return;
	(void)civil_format(ev[n - 1].at, "%m-%d %H:%M", day, sizeof(day));
	note = args_get(&ev[n - 1].args, ev[n - 1].kind == EVENT_CONTACT ? EA_SUMMARY : EA_NOTE);
	(void)snprintf(o->last, sizeof(o->last), "%s %s%s%.*s", day,
	    event_info((enum event_kind)ev[n - 1].kind)->label, *note != '\0' ? ": " : "",
	    (int)utf8_head(note, LAST_CHARS), note);
}

/* What is told to a caller of the steps, in words to read; inner ones (督办, 审核, 便签) are not. */
static const struct {
	enum event_kind kind;
	const char *words;
} SAID[] = { { EVENT_SUBMIT, "登记" }, { EVENT_SUBMIT_INCOMPLETE, "登记" },
	{ EVENT_COMPLETE, "补全了情况" }, { EVENT_DISPATCH, "派给承办单位" },
	{ EVENT_SIGNIN, "承办单位签收" }, { EVENT_CONTACT, "承办单位联系您" },
	{ EVENT_EXTEND_OK, "同意延长时限" }, { EVENT_REPLY, "承办单位答复" },
	{ EVENT_URGE, "替您催办" }, { EVENT_SUPPLEMENT, "补充您说的情况" } };

static void
last_said(struct intake_open_ticket *o, const struct event *ev, int n, int64_t now)
{
	char day[SPOKEN_SIZE];

	for (int i = n - 1; i >= 0; i--)
		for (size_t k = 0; k < sizeof(SAID) / sizeof(SAID[0]); k++)
			if ((enum event_kind)ev[i].kind == SAID[k].kind) {
				(void)spoken_when(ev[i].at, now, SPOKEN_DAY, day, sizeof(day));
				(void)snprintf(
				    o->said, sizeof(o->said), "%s%s", day, SAID[k].words);
				return;
			}
}

/* What may be said of its state; of one that was joined to another, the other's. */
static void
public_state(const struct intake *s, const struct ticket *t, struct str *out)
{
	struct ticket master;

	ticket_init(&master);
	if (t->merged_into[0] == '\0' ||
	    cache_ticket(s->desk->cache, t->merged_into, &master, NULL) != ERR_OK)
		ticket_public_words(t, NULL, "", out);
	else
		ticket_public_words(t, &master, "", out);
	ticket_free(&master);
}

static void
sentence(struct intake *s)
{
	struct intake_open_ticket *o = &s->open;
	const struct ticket *t = &o->t;
	struct str state = { 0 };
	char due[SPOKEN_SIZE], contact[SPOKEN_SIZE];
	const char *unit = t->lead_unit[0] != '\0' ? t->lead_unit : fields_get(&t->f, TF_UNIT);
	struct say_word words[] = { { "state", NULL },
		{ "unit", s->city != NULL ? city_unit_name(s->city, unit) : unit },
		{ "last_step", o->said }, { "promised_due", due }, { "last_contact", contact } };
	bool late = t->promised_due != 0 && t->promised_due < s->desk->now && ticket_is_open(t);
	const char *moment = late ? "overdue" : "progress";

	public_state(s, t, &state);
	words[0].value = str_c(&state);
	(void)spoken_when(t->promised_due, s->desk->now, SPOKEN_DAY, due, sizeof(due));
	(void)spoken_when(t->first_contact_at, s->desk->now, SPOKEN_DAY, contact, sizeof(contact));
	if (words[1].value[0] == '\0')
		words[1].value = "派单员";
	aloud_script(s->city, moment, "您的这件事现在是{state}, 由{unit}办理。", words,
	    sizeof(words) / sizeof(words[0]), o->read, sizeof(o->read));
	str_free(&state);
}

static void
load_ticket(struct intake *s)
{
	const struct ticket_row *row = selected(s);
	struct intake_open_ticket *o = &s->open;
	struct event *ev = NULL;
	int n;

	ticket_free(&o->t);
	*o = (struct intake_open_ticket){ 0 };
	ticket_init(&o->t);
	if (row == NULL || cache_ticket(s->desk->cache, row->id, &o->t, NULL) != ERR_OK)
		return;
	o->there = true;
	(void)str_copy(o->id, sizeof(o->id), row->id);
	n = cache_events(s->desk->cache, row->id, &ev, NULL);
	last_step(o, ev, n > 0 ? n : 0);
	last_said(o, ev, n > 0 ? n : 0, s->desk->now);
	for (int i = 0; i < n; i++)
		event_free(&ev[i]);
	free(ev);
	sentence(s);
}

static void
select_row(struct intake *s, size_t row)
{
	if (row >= (size_t)s->who.n_rows)
		return;
	s->history_row = row;
	load_ticket(s);
}

/* The newest open ticket stands on top. */
static void
first_row(struct intake *s)
{
	size_t at = 0;

	for (int i = 0; i < s->who.n_rows; i++)
		if (strcmp(s->who.row[i].id, s->who.c.open_id) == 0)
			at = (size_t)i;
	s->history_row = 0;
	s->open.there = false;
	select_row(s, at);
}

void
intake_history_again(struct intake *s)
{
	intake_known_caller(s);
	if (s->mode == MODE_HISTORY)
		first_row(s);
}

unsigned
intake_history_open(struct intake *s)
{
	if (intake_sheet(s)->base != NULL) {
		s->desk->say(
		    s->desk->app, 1, "这是已有工单的修改; 查进度、催办、补充请 Esc 回到工单");
		return VIEW_DRAW;
	}
	intake_draft_save(s);
	intake_known_caller(s);
	s->mode = MODE_HISTORY;
	first_row(s);
	return VIEW_DRAW;
}

/* ---- what is done to it ---- */

unsigned
intake_history_send(struct intake *s, enum event_kind k, const char *note)
{
	struct workflow_env env = { .city = s->city,
		.now = s->desk->now,
		.online = intake_submit_online(s),
		.last_urge_at = s->open.urged_at };
	struct job *j = s->job == 0 ? job_new(JOB_ACT) : NULL;
	struct event ev;
	struct err e = { 0 };

	if (s->job != 0) {
		s->desk->say(s->desk->app, 1, "正在记上一步, 请稍候");
		return VIEW_DRAW;
	}
	if (j == NULL || (*note != '\0' && !args_set(&j->args, EA_NOTE, note)) ||
	    (s->desk->call.active && !args_set(&j->args, EA_CALL_ID, s->desk->call.id))) {
		job_free(j);
		s->desk->say(s->desk->app, 2, "%s, 请再试", err_hint(ERR_NO_MEMORY));
		return VIEW_DRAW;
	}
	event_init(&ev);
	ev.kind = (int)k;
	ev.at = s->desk->now;
	if (!args_copy(&ev.args, &j->args))
		(void)err_set(&e, ERR_NO_MEMORY, NULL);
	else
		(void)workflow_check(&s->open.t, &ev, &s->desk->me, &env, &e);
	event_free(&ev);
	if (e.code != ERR_OK) {
		job_free(j);
		s->desk->say(s->desk->app, 2, "%s", e.text);
		return VIEW_DRAW;
	}
	(void)str_copy(j->ticket, sizeof(j->ticket), s->open.id);
	j->act = (int)k;
	if (k == EVENT_URGE || k == EVENT_SUPPLEMENT)
		ticket_note_with(&s->note, j);
	s->job_kind = k;
	s->job_sheet[0] = '\0';
	s->job = s->desk->job(s->desk->app, j);
	return VIEW_DRAW;
}

/* The words went into the older ticket: the sheet they stood on is done with. */
static void
drop_sheet(struct intake *s)
{
	struct job *j;

	if (!s->job_took_words || !intake_sheet(s)->begun)
		return;
	s->job_took_words = false;
	j = job_new(JOB_DRAFT_DROP);
	if (j == NULL)
		return;
	(void)str_copy(j->draft.id, sizeof(j->draft.id), intake_sheet(s)->d.id);
	if (s->desk->job(s->desk->app, j) == 0)
		return;
	intake_draft_drop(s);
	(void)intake_draft_new(s, s->desk->call.active ? s->last : NULL);
	s->mode = MODE_HISTORY;
}

unsigned
intake_history_done(struct intake *s, const struct news *n)
{
	static const struct {
		enum event_kind kind;
		const char *moment, *fallback;
	} spoken[] = { { EVENT_URGE, "urge", "我现在替您催办。" },
		{ EVENT_SUPPLEMENT, "supplement", "您补充的我加在原来那件工单里了, 编号不变。" } };

	s->job = 0;
	if (n->err.code != ERR_OK) {
		s->desk->say(s->desk->app, 2, "没有记上: %s", n->err.text);
		return VIEW_DRAW;
	}
	if (s->job_kind != EVENT_PROGRESS)
		ticket_note_done(&s->note);
	if (s->mode == MODE_HISTORY)
		drop_sheet(s);
	s->desk->say(s->desk->app, 0, "已记%s%s", event_info(s->job_kind)->label,
	    intake_submit_online(s) ? "" : ", 已存本机, 恢复后自动送出");
	load_ticket(s);
	for (size_t i = 0; i < sizeof(spoken) / sizeof(spoken[0]); i++)
		if (spoken[i].kind == s->job_kind) {
			char contact[SPOKEN_SIZE];

			(void)spoken_when(s->open.t.first_contact_at, s->desk->now, SPOKEN_DAY,
			    contact, sizeof(contact));
			if (contact[0] == '\0' && s->job_kind == EVENT_URGE)
				(void)str_copy(s->open.read, sizeof(s->open.read),
				    "我现在替您催办, 并告诉班长, 不用您重新说一遍。");
			else
				aloud_script(s->city, spoken[i].moment, spoken[i].fallback,
				    &(struct say_word){ "last_contact", contact }, 1, s->open.read,
				    sizeof(s->open.read));
		}
	return VIEW_DRAW;
}

static unsigned
choose(struct intake *s, int digit)
{
	const char *words = intake_value(s, TF_CONTENT);

	if (digit == 3) {
		s->mode = MODE_FORM;
		intake_form_reload(s);
		return VIEW_DRAW;
	}
	if (!s->open.there) {
		s->desk->say(s->desk->app, 1, "没有可以查的工单; 3 另建单, Ctrl-G 按单号查");
		return VIEW_DRAW;
	}
	if (digit == 2 || s->job != 0) /* or it says to wait */
		return intake_history_send(s, EVENT_PROGRESS, "");
	if (!ticket_is_open(&s->open.t)) {
		s->desk->say(
		    s->desk->app, 1, "这件%s, 有新情况请按 3 另建单", state_label(s->open.t.state));
		return VIEW_DRAW;
	}
	intake_ask_open(s, digit == 1 ? ASK_SUPPLEMENT : ASK_URGE, words);
	return VIEW_DRAW;
}

unsigned
intake_history_input(struct intake *s, const struct input *in)
{
	int digit = input_digit(in);

	if (digit >= 1 && digit <= 3)
		return choose(s, digit);
	if (digit == 4)
		return intake_same_merge(s);
	if (digit == 5)
		return intake_same_undo(s);
	if (digit == 6)
		return intake_tag_open(s);
	if (in->kind == INPUT_TEXT || in->kind == INPUT_PASTE) {
		s->desk->say(s->desk->app, 1,
		    "Enter=催办 1 补充 2 只查询 3 另建单 4 合并号码 6 标签, Esc 返回");
		return VIEW_DRAW;
	}
	if (in->kind != INPUT_ACTION)
		return VIEW_IGNORED;
	switch ((int)in->action) {
	case ACTION_ENTER:
		return choose(s, 0);
	case ACTION_UP:
		if (s->history_row > 0)
			select_row(s, s->history_row - 1);
		return VIEW_DRAW;
	case ACTION_DOWN:
		select_row(s, s->history_row + 1);
		return VIEW_DRAW;
	case ACTION_BACK:
	case ACTION_HISTORY:
		s->mode = MODE_FORM;
		intake_form_reload(s);
		return VIEW_DRAW;
	default:
		return VIEW_IGNORED;
	}
}

/* ---- drawing ---- */

static int
draw_top(const struct intake *s, struct canvas *c, struct rect at)
{
	const struct ticket *t = &s->open.t;
	char no[24], due[SPOKEN_SIZE], what[400] = "      ";
	const char *unit = t->lead_unit[0] != '\0' ? t->lead_unit : fields_get(&t->f, TF_UNIT);
	bool late = t->promised_due != 0 && t->promised_due < s->desk->now && ticket_is_open(t);
	int row = at.row, cols = at.cols - 8;

	number_short(fields_get(&t->f, TF_NO), no);
	canvas_text(c, row, at.col + 1, 4, ROLE_LABEL, "进度");
	if (selected(s) != NULL)
		intake_side_row(selected(s), what, sizeof(what));
	canvas_printf(c, row, at.col + 7, cols, ROLE_NORMAL, "%s %s   %s %s", no, what + 6,
	    state_label(t->state), s->city != NULL ? city_unit_name(s->city, unit) : unit);
	(void)spoken_left(t->promised_due, s->desk->now, due, sizeof(due));
	if (due[0] != '\0' && ticket_is_open(t))
		canvas_right(c, row, at.col + at.cols - (late ? 4 : 1),
		    late ? ROLE_OVERDUE : ROLE_NORMAL, due);
	if (late)
		canvas_right(c, row, at.col + at.cols - 1, ROLE_OVERDUE, "!!");
	canvas_text(c, ++row, at.col + 1, 4, ROLE_LABEL, "最近");
	canvas_cut(c, row, at.col + 7, cols, ROLE_NORMAL, s->open.last);
	canvas_text(c, ++row, at.col + 1, 5, ROLE_LABEL, "可读:");
	row += wrap_draw(c, (struct rect){ row, at.col + 7, 3, cols }, ROLE_SPEAK, s->open.read);
	return row;
}

static void
draw_row(const struct intake *s, struct canvas *c, int row, struct rect at, int i)
{
	const struct ticket_row *r = &s->who.row[i];
	bool chosen = (size_t)i == s->history_row;
	bool late = r->due_at != 0 && r->due_at < s->desk->now && (STATES_OPEN & (1u << r->state));
	char day[16], what[400];
	enum role role = chosen && !c->low_bandwidth ? ROLE_SELECT : ROLE_NORMAL;

	if (role == ROLE_SELECT)
		canvas_fill(c, (struct rect){ row, at.col, 1, at.cols }, role);
	canvas_text(c, row, at.col + 1, 1, role, chosen ? ">" : " ");
	canvas_text(
	    c, row, at.col + 3, -1, role, civil_format(r->created_at, "%m-%d", day, sizeof(day)));
	intake_side_row(r, what, sizeof(what));
	canvas_cut(c, row, at.col + 9, 31, role, what + 6);
	canvas_cut(c, row, at.col + 41, 14, role,
	    s->city != NULL ? city_unit_name(s->city, r->unit) : r->unit);
	canvas_cut(c, row, at.col + 57, 10, role, state_label(r->state));
	if (late)
		canvas_text(
		    c, row, at.col + 68, 8, role == ROLE_SELECT ? role : ROLE_OVERDUE, "!!超期");
}

void
intake_history_draw(const struct intake *s, struct canvas *c, struct rect at)
{
	int row = at.row, keys;

	if (s->open.there)
		row = draw_top(s, c, at) + 1;
	else
		row +=
		    1 +
		    wrap_draw(c, (struct rect){ row, at.col + 1, 2, at.cols - 2 }, ROLE_NORMAL,
			s->who.phone[0] == '\0'
			    ? "没有来电号码, 查不到来电人的工单: 按 Esc 返回后填来电, 或 Ctrl-G "
			      "按单号查。"
			    : "这个号码近90天没有工单: 按 3 另建单, 来电人有单号的按 Ctrl-G 查。");
	keys = row;
	canvas_cut(c, row++, at.col + 1, at.cols - 2, ROLE_NORMAL,
	    s->open.there ? "Enter=催办  [1] 补充情况  [2] 只查询(记一次)  [3] 不是同一件, 另建单"
			  : "[3] 另建单   Esc=返回");
	canvas_cursor(c, keys, at.col + 1);
	row++;
	row += intake_same_draw(s, c, (struct rect){ row, at.col, 1, at.cols });
	row += intake_tag_draw(s, c, (struct rect){ row, at.col, 1, at.cols });
	for (int i = 0; i < s->who.n_rows && row < at.row + at.rows; i++)
		draw_row(s, c, row++, at, i);
}
