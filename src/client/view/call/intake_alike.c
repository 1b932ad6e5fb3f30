/* intake_alike.c: the caller tells what a ticket says already. One key makes the sheet words for that ticket: F10 sends them
 * there; before, the same key goes on to the next one that is alike, and behind the last takes it back. His own ticket
 * is urged (once a day, then supplemented; one that waits for words of his always); of another's he is one more who tells
 * the same: his number and name go along sealed. The sheet goes with the step, in one transaction.
 *
 * Not here: which tickets are alike (client/cache/similar.h, intake_known.c), the caller's older tickets (F4,
 * intake_history.c). */
#include "intake_p.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "base/utf8.h"
#include "client/ui/wrap.h"
#include "model/mask.h"
#include "model/number.h"

#define TEXT_AT 7 /* column where the line's words begin */

/* ---- which one ---- */

static bool
is_callers(const struct intake *s, const char *ticket)
{
	for (int i = 0; i < s->who.n_rows; i++)
		if (strcmp(s->who.row[i].id, ticket) == 0)
			return true;
	return false;
}

/* Where the chosen one stands; 0 when none is chosen or it is there no longer. */
static int
place(const struct intake *s)
{
	const struct intake_offer *o = &s->offer;

	for (int i = 0; i < o->n_similar && intake_alike_armed(s); i++)
		if (strcmp(o->similar[i].row.id, intake_sheet(s)->joins) == 0)
			return i;
	return 0;
}

static const struct similar_row *
first_alike(const struct intake *s)
{
	return s->offer.n_similar > 0 ? &s->offer.similar[place(s)] : NULL;
}

/* What the key does once more: the next one, or none. */
static bool
is_last(const struct intake *s)
{
	return place(s) + 1 >= s->offer.n_similar;
}

bool
intake_alike_armed(const struct intake *s)
{
	return intake_sheet(s)->joins[0] != '\0';
}

/* ---- the keys ---- */

unsigned
intake_alike_join(struct intake *s)
{
	struct sheet *p = intake_sheet(s);
	const bool another = intake_alike_armed(s) && !is_last(s);
	const struct similar_row *m = another ? first_alike(s) + 1 : first_alike(s);

	if (intake_alike_armed(s) && !another) {
		p->joins[0] = '\0';
		s->desk->say(s->desk->app, 0, "不并入了, 按新单提交; 写的都在");
	} else if (p->base != NULL) {
		s->desk->say(s->desk->app, 1, "这是已有工单的修改, 不能并入别的工单");
	} else if (m == NULL) {
		s->desk->say(s->desk->app, 1, "没有疑似同一件的在办工单; 有单号的按 Ctrl-G 查");
	} else {
		char no[24];

		(void)str_copy(p->joins, sizeof(p->joins), m->row.id);
		number_short(m->row.no, no);
		s->desk->say(s->desk->app, 0,
		    "并入 %s: 接着记来电人说的, 按 F10 送出; 再按 Ctrl-] %s", no,
		    is_last(s) ? "撤销" : "换下一件");
	}
	return VIEW_DRAW;
}

unsigned
intake_alike_look(struct intake *s)
{
	const struct similar_row *m = first_alike(s);
	const struct view_ops *ticket = view_by_name("ticket");

	if (m == NULL || ticket == NULL) {
		s->desk->say(s->desk->app, 1, "没有疑似同一件的在办工单");
		return VIEW_DRAW;
	}
	intake_draft_save(s);
	s->desk->open(s->desk->app, ticket, m->row.id);
	return VIEW_DRAW;
}

/* ---- sending ---- */

/* All that was written of the matter: what the ticket does not say by itself. */
static void
words_of(const struct intake *s, struct str *out)
{
	static const struct {
		enum ticket_field field;
		const char *before;
	} parts[] = { { TF_CONTENT, "" }, { TF_DEMAND, "诉求: " }, { TF_ADDRESS, "地点: " },
		{ TF_EVENT_TIME, "时间: " }, { TF_SUBJECT, "涉及对象: " } };

	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		const char *v = intake_value(s, parts[i].field);

		if (*v != '\0')
			str_addf(out, "%s%s%s", out->len > 0 ? "; " : "", parts[i].before, v);
	}
}

static bool
urged_today(const struct intake *s, const struct ticket *t, const struct actor *me)
{
	struct workflow_env env = {
		.city = s->city, .now = s->desk->now, .online = intake_submit_online(s)
	};
	struct event *list = NULL, ev;
	struct err e = { 0 };
	int n = cache_events(s->desk->cache, t->id, &list, NULL);

	for (int i = 0; i < n; i++) {
		if (list[i].kind == EVENT_URGE && list[i].at > env.last_urge_at)
			env.last_urge_at = list[i].at;
		event_free(&list[i]);
	}
	free(list);
	event_init(&ev);
	ev.kind = EVENT_URGE;
	ev.at = s->desk->now;
	if (args_set(&ev.args, EA_NOTE, "催办"))
		(void)workflow_check(t, &ev, me, &env, &e);
	event_free(&ev);
	return e.code != ERR_OK;
}

/* Who rings: for a call-back about it, and never for a unit's eyes. */
static bool
put_follower(const struct intake *s, struct args *args)
{
	const char *phone = intake_value(s, TF_CONTACT_PHONE), *name = intake_value(s, TF_NAME);

	if (*phone == '\0')
		phone = intake_value(s, TF_CALLER_PHONE);
	if (*name == '\0')
		name = intake_value(s, TF_CALLED);
	return args_set(args, EA_KIND, WORKFLOW_CALLER) &&
	       (strcmp(intake_value(s, TF_SMS), "1") != 0 ||
		   args_set(args, EA_METHOD, WORKFLOW_SMS)) &&
	       (*phone == '\0' || args_set(args, EA_PHONE, phone)) &&
	       (*name == '\0' || args_set(args, EA_FOLLOWER, name));
}

static struct job *
job_of(const struct intake *s, const struct ticket *t, const char *words)
{
	const struct sheet *p = intake_sheet(s);
	const bool own = is_callers(s, t->id);
	struct job *j = job_new(JOB_ACT);
	bool ok;

	if (j == NULL)
		return NULL;
	j->act = !own                              ? EVENT_FOLLOW
		 : t->state == STATE_INCOMPLETE    ? EVENT_SUPPLEMENT /* nobody to urge */
		 : urged_today(s, t, &s->desk->me) ? EVENT_SUPPLEMENT
						   : EVENT_URGE;
	(void)str_copy(j->ticket, sizeof(j->ticket), t->id);
	if (p->begun)
		(void)str_copy(j->draft.id, sizeof(j->draft.id), p->d.id);
	ok = args_set(&j->args, EA_NOTE, words) && (own || put_follower(s, &j->args)) &&
	     (p->d.call[0] == '\0' || args_set(&j->args, EA_CALL_ID, p->d.call));
	if (!ok) {
		job_free(j);
		return NULL;
	}
	return j;
}

static unsigned
refuse(struct intake *s, const char *why)
{
	intake_form_focus(s, intake_form_cell(TF_CONTENT));
	s->desk->say(s->desk->app, 1, "%s", why);
	return VIEW_DRAW;
}

unsigned
intake_alike_send(struct intake *s)
{
	struct str words = { 0 };
	struct ticket t;
	struct job *j = NULL;
	unsigned bits = VIEW_DRAW;

	ticket_init(&t);
	words_of(s, &words);
	if (cache_ticket(s->desk->cache, intake_sheet(s)->joins, &t, NULL) != ERR_OK ||
	    !ticket_is_open(&t))
		bits = refuse(s, "要并入的那件已不在办, 请按 Ctrl-] 撤销, 按新单提交");
	else if (words.len == 0)
		bits = refuse(s, "请先写下来电人说的情况, 哪怕一句话");
	else if (utf8_count(str_c(&words)) > (size_t)arg_info(EA_NOTE)->max_chars)
		bits = refuse(s, "并入的内容最多2000字, 请删减再按 F10, 内容都在");
	else if ((j = job_of(s, &t, str_c(&words))) == NULL)
		bits = refuse(s, err_hint(ERR_NO_MEMORY));
	else {
		s->job_kind = (enum event_kind)j->act;
		s->joining = true;
		(void)str_copy(s->job_sheet, sizeof(s->job_sheet), intake_sheet(s)->d.id);
		s->job = s->desk->job(s->desk->app, j);
		s->joining = s->job != 0;
	}
	str_free(&words);
	ticket_free(&t);
	return bits;
}

/* ---- afterwards ---- */

/* How far another's ticket is, for the caller's ear. */
static const char *
how_far(enum ticket_state state)
{
	static const char *const words[STATE_COUNT] = {
		[STATE_INCOMPLETE] = "情况还在补充",
		[STATE_PENDING] = "正在安排承办单位",
		[STATE_DISPATCHED] = "已经转给{unit}",
		[STATE_WORKING] = "{unit}正在办理",
		[STATE_RETURN_REQ] = "正在核定由哪个单位办理",
		[STATE_SUSPENDED] = "正在等待补充情况",
		[STATE_REPLIED] = "{unit}已经反馈, 正在审核",
		[STATE_VISITING] = "{unit}已经答复, 正在回访",
		[STATE_REVIEW] = "正在复核",
	};

	return words[state] != NULL ? words[state] : "已经登记";
}

static void
tell(struct intake *s, const struct ticket *t)
{
	const char *unit = t->lead_unit[0] != '\0' ? t->lead_unit : fields_get(&t->f, TF_UNIT);
	const struct say_word words[] = { { "last6", s->sent.last6 },
		{ "unit", *unit != '\0' && s->city != NULL ? city_unit_name(s->city, unit)
							   : "承办单位" } };
	char text[320];

	(void)snprintf(text, sizeof(text),
	    "这件事已经有人反映, %s, 编号后六位{last6}。您说的我已经补记进去, 不用另外登记。"
	    "还有别的事吗?",
	    how_far(t->state));
	aloud_fill(s->job_kind == EVENT_FOLLOW ? text
		   : s->job_kind == EVENT_URGE
		       ? "您这件的编号后六位是{last6}, 我现在替您催办, 您说的我已经补记进去。"
		       : "您这件的编号后六位是{last6}, 您补充的我加在里面了, 编号不变。",
	    words, 2, s->sent.read, sizeof(s->sent.read));
}

/* What was written of him beside his words: the sheet still tells it. */
static void
note_of(const struct intake *s, char *out, size_t size)
{
	const bool name = *intake_value(s, TF_NAME) != '\0' || *intake_value(s, TF_CALLED) != '\0';
	const char *number = *intake_value(s, TF_CONTACT_PHONE) != '\0'  ? "联系电话"
			     : *intake_value(s, TF_CALLER_PHONE) != '\0' ? "来电号码"
									 : "";
	const char *later = intake_submit_online(s) ? "" : ", 已存本机, 恢复后自动送出";

	if (s->job_kind != EVENT_FOLLOW)
		(void)snprintf(out, size, "已记%s%s", event_info(s->job_kind)->label, later);
	else if (!name && *number == '\0')
		(void)snprintf(out, size, "已记反映, 未留姓名电话%s", later);
	else
		(void)snprintf(out, size, "已记反映和%s%s%s%s", name ? "称呼" : "",
		    name && *number != '\0' ? "、" : "", number, later);
}

unsigned
intake_alike_done(struct intake *s, const struct news *n)
{
	char id[ID_SIZE];
	struct ticket t;

	s->job = 0;
	s->joining = false;
	for (int i = 0; i < s->n_sheets; i++)
		if (strcmp(s->sheets[i]->d.id, s->job_sheet) == 0 && i != s->at)
			intake_draft_show(s, i);
	if (n->err.code != ERR_OK) {
		s->desk->say(s->desk->app, 2, "没有并入: %s; 内容都在", n->err.text);
		return VIEW_DRAW;
	}
	(void)str_copy(id, sizeof(id), intake_sheet(s)->joins);
	s->sent = (struct intake_sent){ .joined = true };
	(void)str_copy(s->sent.ticket, sizeof(s->sent.ticket), id);
	ticket_init(&t);
	if (cache_ticket(s->desk->cache, id, &t, NULL) == ERR_OK) {
		number_groups(fields_get(&t.f, TF_NO), s->sent.number);
		number_last6(fields_get(&t.f, TF_NO), s->sent.last6);
		tell(s, &t);
	}
	ticket_free(&t);
	note_of(s, s->sent.note, sizeof(s->sent.note));
	s->offer.danger = NULL;
	intake_draft_drop(s);
	return VIEW_DRAW;
}

/* ---- drawing ---- */

int
intake_alike_draw(const struct intake *s, struct canvas *c, struct rect line)
{
	const struct similar_row *m = first_alike(s);
	int end = line.col + line.cols - 1;
	char what[SIMILAR_REASON + 240], no[24];

	if (m == NULL || (s->wide && !intake_alike_armed(s)))
		return 0;
	number_short(m->row.no, no);
	if (intake_alike_armed(s)) {
		canvas_text(c, line.row, line.col + 1, 4, ROLE_GOOD, "并入");
		end = canvas_right(c, line.row, end, ROLE_NORMAL,
			  is_last(s) ? "F10 送出  Ctrl-] 撤销" : "F10 送出  Ctrl-] 换一件") -
		      2;
		(void)snprintf(what, sizeof(what), "%s %s", no, m->row.title);
	} else {
		canvas_text(c, line.row, line.col + 1, 4, m->incident > 0 ? ROLE_NEAR : ROLE_LABEL,
		    m->incident > 0 ? "突发" : "重复");
		end = canvas_right(c, line.row, end, ROLE_NORMAL, "Ctrl-] 并入  Ctrl-^ 看") - 2;
		(void)snprintf(what, sizeof(what), "%s %s%s", state_label(m->row.state),
		    is_callers(s, m->row.id) && !str_starts(m->reason, "本人") ? "本人曾报, " : "",
		    m->reason);
	}
	canvas_cut(c, line.row, line.col + TEXT_AT, end - line.col - TEXT_AT, ROLE_NORMAL, what);
	return 1;
}

int
intake_alike_draw_side(const struct intake *s, struct canvas *c, int row, struct rect at)
{
	const struct intake_offer *o = &s->offer;

	canvas_text(c, row, at.col + 2, at.cols - 3, ROLE_HEADING, "疑似重复");
	if (o->n_similar > 0)
		canvas_right(c, row, at.col + at.cols - 1, ROLE_NORMAL, "Ctrl-] 并入  Ctrl-^ 看");
	row++;
	for (int i = 0; i < o->n_similar; i++) {
		const struct similar_row *m = &o->similar[i];
		char no[24];

		number_short(m->row.no, no);
		canvas_printf(c, row++, at.col + 3, at.cols - 4, ROLE_NORMAL, "%s%s %s %s",
		    m->incident > 0 ? "突发 " : "", no, state_label(m->row.state), m->row.title);
		row += wrap_draw(
		    c, (struct rect){ row, at.col + 5, 2, at.cols - 6 }, ROLE_DIM, m->reason);
	}
	if (o->n_similar == 0)
		canvas_cut(c, row++, at.col + 3, at.cols - 4, ROLE_DIM, "没有发现");
	return row;
}
