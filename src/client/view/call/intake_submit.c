/* intake_submit.c: F10: what is sent, what is still asked first, and the keys of the strip afterwards (its words:
 * intake_sent.c).
 *
 * The seat asks the same rules as the centre (workflow_check) before it sends, so that a refusal comes while the caller
 * is still there. The first F10 with something wanting goes there and says so; the second sends it as it is. The number
 * is issued by the engine. Not here: the rules, the line, what happens to the ticket afterwards. */
#include "intake_p.h"

#include <stdio.h>
#include <string.h>

#include "base/str.h"
#include "base/utf8.h"
#include "model/number.h"

bool
intake_submit_online(const struct intake *s)
{
	return s->desk->link.state == LINK_ONLINE || s->desk->link.state == LINK_FILLING;
}

static void
out_of_memory(struct intake *s)
{
	s->desk->say(s->desk->app, 2, "%s, 请再按一次 F10", err_hint(ERR_NO_MEMORY));
}

static unsigned
send(struct intake *s, enum event_kind k, struct fields *f, struct args *args)
{
	struct job *j = job_new(JOB_SUBMIT);

	if (j == NULL || !draft_copy(&j->draft, &intake_sheet(s)->d)) {
		job_free(j);
		fields_free(f);
		args_free(args);
		out_of_memory(s);
		return VIEW_DRAW;
	}
	fields_free(&j->draft.f);
	intake_prepare_drop_masked(s, f);
	j->draft.f = *f; /* taken */
	j->args = *args; /* taken */
	j->act = (int)k;
	s->armed = EVENT_COUNT;
	s->job_kind = k;
	(void)str_copy(s->job_sheet, sizeof(s->job_sheet), intake_sheet(s)->d.id);
	s->job = s->desk->job(s->desk->app, j);
	intake_sheet(s)->unsaved = s->job == 0;
	return VIEW_DRAW;
}

/* ---- what is asked first ---- */

static void
point_to(struct intake *s, const char *where)
{
	int f = field_by_json(where);

	if (f == TF_EXTRA && intake_extra_wanting(s) >= 0)
		intake_form_focus(s, intake_extra_wanting(s));
	else if (f >= 0 && f != TF_EXTRA && intake_form_cell((enum ticket_field)f) >= 0)
		intake_form_focus(s, intake_form_cell((enum ticket_field)f));
}

/* The element that says least has its field. */
static void
point_to_element(struct intake *s, const struct elements *el)
{
	static const enum ticket_field of[ELEMENT_COUNT] = { [ELEMENT_TIME] = TF_EVENT_TIME,
		[ELEMENT_PLACE] = TF_ADDRESS,
		[ELEMENT_PEOPLE] = TF_SUBJECT,
		[ELEMENT_EVENT] = TF_CONTENT,
		[ELEMENT_DEMAND] = TF_DEMAND };
	int worst = 0;

	for (int i = 1; i < ELEMENT_COUNT; i++)
		if (el->mark[i] < el->mark[worst])
			worst = i;
	intake_form_focus(s, intake_form_cell(of[worst]));
}

#define NAMES_SHOWN 3 /* as many as the line has room for */

/* Some fields are empty. A second F10 is offered only when the rules would let it go. */
static void
hold_back_missing(
    struct intake *s, enum event_kind next, const struct fields *f, enum ticket_field first)
{
	struct err e = { 0 };
	struct str names = { 0 };

	(void)workflow_wants(s->city, f, NAMES_SHOWN, &names);
	point_to(s, field_info(first)->json);
	if (first == TF_CONTACT_PHONE && *fields_get(f, first) != '\0') {
		s->desk->say(s->desk->app, 1, "联系电话“%s”里没有号码, 请改成能打通的号码",
		    fields_get(f, first));
		str_free(&names);
		return;
	}
	if (next == EVENT_AMEND || intake_prepare_check(s, next, f, NULL, &e) == ERR_OK) {
		s->armed = next;
		s->desk->say(s->desk->app, 1, "还缺%s; 问不到再按 F10 %s", str_c(&names),
		    next == EVENT_AMEND ? "只存修改, 仍是待完善" : "按待完善提交");
	} else if (strcmp(e.where, field_info(TF_CONTACT_PHONE)->json) == 0) {
		s->desk->say(s->desk->app, 1, "还缺%s; 要有联系电话才能按待完善提交, 请先问清",
		    str_c(&names));
	} else {
		s->desk->say(s->desk->app, 1, "还缺%s; %s", str_c(&names), e.text);
	}
	str_free(&names);
}

/* First time: to the place that wants something, and what a second F10 will do. */
static unsigned
hold_back(struct intake *s, enum event_kind k, const struct fields *f, const struct err *e)
{
	enum ticket_field missing[TF_COUNT];
	const bool whole = k == EVENT_SUBMIT || k == EVENT_COMPLETE;
	enum ticket_field first = TF_EXTRA;

	if (whole && workflow_missing(f, missing) > 0)
		first = missing[0];
	if (whole && workflow_wants(s->city, f, 0, NULL) > 0) {
		if (first == TF_CONTENT) {
			point_to(s, field_info(TF_CONTENT)->json);
			s->desk->say(s->desk->app, 1, "请先写下诉求内容, 哪怕一句话");
			return VIEW_DRAW;
		}
		hold_back_missing(
		    s, k == EVENT_SUBMIT ? EVENT_SUBMIT_INCOMPLETE : EVENT_AMEND, f, first);
		return VIEW_DRAW;
	}
	if (k == EVENT_COMPLETE && e->code == ERR_NEEDS_CENTRE) {
		s->armed = EVENT_AMEND;
		s->desk->say(s->desk->app, 1, "补全要连上中心才能做; 再按 F10 先存修改");
		return VIEW_DRAW;
	}
	if (strcmp(e->where, arg_info(EA_REASON)->json) == 0) {
		struct elements el = elements_of(f);

		point_to_element(s, &el);
		s->armed = k;
		/* what is lacking stands in the meter above; this line must show its end too */
		s->desk->say(s->desk->app, 1,
		    "五要素%d分, 未达%d分, 请补上; 确实问不到就再按 F10 选原因", el.score,
		    ELEMENTS_THRESHOLD);
		return VIEW_DRAW;
	}
	point_to(s, e->where);
	s->desk->say(s->desk->app, 2, "%s", e->text);
	return VIEW_DRAW;
}

/* A question that was answered is closed by the answer; a short answer is an unfinished one. */
static enum event_kind
kind_for(const struct intake *s, const struct fields *f)
{
	const struct ticket *base = intake_sheet(s)->base;

	if (base != NULL && !workflow_is_new(base))
		return base->state == STATE_INCOMPLETE ? EVENT_COMPLETE : EVENT_AMEND;
	if (strcmp(fields_get(f, TF_TYPE), "suggest") == 0 && *fields_get(f, TF_ANSWER) != '\0' &&
	    *fields_get(f, TF_KB_REFS) != '\0') /* answered from knowledge (practice A7) */
		return EVENT_SUBMIT_DIRECT;
	if (strcmp(fields_get(f, TF_TYPE), "consult") == 0 &&
	    (*fields_get(f, TF_ANSWER) != '\0' || intake_hand_closes(s)))
		return EVENT_SUBMIT_DIRECT;
	return EVENT_SUBMIT;
}

unsigned
intake_submit_as(struct intake *s, enum event_kind k, struct args *args)
{
	struct fields f = { 0 };
	struct err e = { 0 };
	bool ok = intake_prepare(s, &f);

	if (ok && k == EVENT_SUBMIT_DIRECT)
		ok = fields_set(&f, TF_CLOSE_TYPE, intake_hand_way(s)) && intake_hand_args(s, args);
	if (!ok) {
		fields_free(&f);
		args_free(args);
		out_of_memory(s);
		return VIEW_DRAW;
	}
	if (intake_prepare_check(s, k, &f, args, &e) != ERR_OK) {
		unsigned bits = hold_back(s, k, &f, &e);

		fields_free(&f);
		args_free(args);
		return bits;
	}
	return send(s, k, &f, args);
}

/* An answer to a call for help closes it only when the caller says so now (practice A7). */
static bool
wants_consent(const struct intake *s, enum event_kind k, const struct fields *f)
{
	return k == EVENT_SUBMIT && intake_sheet(s)->base == NULL &&
	       strcmp(fields_get(f, TF_TYPE), "help") == 0 &&
	       (*fields_get(f, TF_ANSWER) != '\0' || intake_hand_closes(s));
}

const char *
intake_submit_strip(void)
{
	return "来电人当场同意就这样办结吗?  1=同意, 直接办结  2=不同意, 提交派单  Esc=返回";
}

unsigned
intake_submit_consent(struct intake *s, const struct input *in)
{
	struct args args = { 0 };

	if (in->ahead || in->kind == INPUT_PASTE)
		return in->ahead ? VIEW_EARLY : VIEW_DRAW;
	if (input_is(in, ACTION_BACK)) {
		s->mode = MODE_FORM;
		return VIEW_DRAW;
	}
	if (input_digit(in) != 1 && input_digit(in) != 2) {
		s->desk->say(s->desk->app, 1, "请问来电人: 按 1 同意, 2 不同意, 或 Esc 返回");
		return VIEW_DRAW;
	}
	s->mode = MODE_FORM;
	if (input_digit(in) == 2)
		return intake_submit_as(s, EVENT_SUBMIT, &args);
	if (args_set(&args, EA_RESULT, "agreed"))
		return intake_submit_as(s, EVENT_SUBMIT_DIRECT, &args);
	out_of_memory(s);
	return VIEW_DRAW;
}

/* Longer than anybody may send: said at once, by how much; the text stays as it is. */
static bool
is_too_long(struct intake *s)
{
	for (int i = 0; i < intake_form_count(s); i++) {
		const struct slot *c = intake_form_slot(s, i);
		const struct field_info *info = field_info(c->field);
		size_t chars = c->kind == CELL_TEXT ? utf8_count(intake_value(s, c->field)) : 0;

		if (info->max_chars == 0 || chars <= (size_t)info->max_chars)
			continue;
		intake_form_focus(s, i);
		s->desk->say(s->desk->app, 2, "%s超出 %d 字上限 %zu 字: 请删减再按 F10, 内容都在",
		    info->label, info->max_chars, chars - (size_t)info->max_chars);
		return true;
	}
	return false;
}

static bool
is_grave(const struct danger_row *d)
{
	return d != NULL && strcmp(d->level, "critical") == 0;
}

unsigned
intake_submit_press(struct intake *s)
{
	enum event_kind again = s->armed;
	struct fields f = { 0 };
	struct args none = { 0 };
	enum event_kind k = EVENT_SUBMIT;

	s->armed = EVENT_COUNT;
	if (s->focus >= 0) { /* what is being typed counts as it will be kept */
		intake_extra_leave(s, intake_form_slot(s, s->focus));
		intake_pick_leave(s, intake_form_slot(s, s->focus));
	}
	if (is_too_long(s) || intake_late_refuses(s))
		return VIEW_DRAW;
	if (intake_amend_crossed(s))
		return VIEW_DRAW | VIEW_FLUSH; /* an F10 typed ahead has not read it */
	if (again == EVENT_SUBMIT || again == EVENT_COMPLETE) {
		s->asked_for = again;
		intake_ask_open(s, ASK_REASON, NULL);
		return VIEW_DRAW;
	}
	if (again == EVENT_COUNT && is_grave(s->offer.danger)) {
		intake_form_focus(s, FOCUS_DANGER);
		s->armed = EVENT_NOTE;
		s->desk->say(
		    s->desk->app, 2, "先问清险情: Enter=已问过  F8=紧急转接  再按 F10 提交");
		return VIEW_DRAW | VIEW_FLUSH;
	}
	if (intake_alike_armed(s))
		return intake_alike_send(s);
	if (again == EVENT_SUBMIT_INCOMPLETE || again == EVENT_AMEND)
		return intake_submit_as(s, again, &none);
	if (intake_prepare(s, &f))
		k = kind_for(s, &f);
	if (wants_consent(s, k, &f)) {
		fields_free(&f);
		s->mode = MODE_CONSENT;
		return VIEW_DRAW | VIEW_FLUSH;
	}
	fields_free(&f);
	return intake_submit_as(s, k, &none);
}

/* ---- afterwards ---- */

/* What came in writing: nobody listens, and the next one's three minutes run: back to the list. */
static unsigned
written_done(struct intake *s, const struct news *n)
{
	const struct fields *f = &intake_sheet(s)->base->f;
	const bool told =
	    (*fields_get(f, TF_CONTACT_PHONE) != '\0' || *fields_get(f, TF_CALLER_PHONE) != '\0') &&
	    strcmp(fields_get(f, TF_SMS), "0") != 0;
	char last6[24];

	number_last6(n->number, last6);
	s->desk->say(s->desk->app, 0, "%s 后六位%s, %s",
	    s->job_kind == EVENT_SUBMIT_INCOMPLETE ? "已请来件人补充"
	    : s->job_kind == EVENT_SUBMIT_DIRECT   ? "已答复来件"
	    : s->job_kind == EVENT_REJECT          ? "已记不予受理"
						   : "已受理来件",
	    last6, told ? "会发短信告知" : "没有留手机, 请按来件渠道告知");
	intake_draft_drop(s);
	return VIEW_DRAW | VIEW_CLOSE;
}

unsigned
intake_submit_done(struct intake *s, const struct news *n)
{
	struct fields f = { 0 };

	s->job = 0;
	for (int i = 0; i < s->n_sheets; i++) /* another may have been taken up meanwhile */
		if (strcmp(s->sheets[i]->d.id, s->job_sheet) == 0 && i != s->at)
			intake_draft_show(s, i);
	if (n->err.code != ERR_OK) {
		s->urgent[0] = '\0';
		intake_sheet(s)->unsaved = true;
		if (n->err.where[0] != '\0')
			point_to(s, n->err.where);
		s->desk->say(s->desk->app, 2, "没有提交: %s; 内容都在, 可再按 F10", n->err.text);
		return VIEW_DRAW;
	}
	if (s->job_kind == EVENT_AMEND) {
		s->desk->say(s->desk->app, 0, "已存修改%s",
		    intake_submit_online(s) ? "" : ", 已存本机, 恢复后自动送出");
		intake_draft_drop(s);
		return VIEW_DRAW | VIEW_CLOSE;
	}
	if (intake_sheet(s)->base != NULL && workflow_is_new(intake_sheet(s)->base))
		return written_done(s, n);
	intake_hand_sent(s, s->job_sheet, n, s->job_kind);
	if (strcmp(s->job_sheet, intake_sheet(s)->d.id) == 0)
		intake_packet_filed(s, intake_sheet(s)->d.call, n->number);
	s->sent = (struct intake_sent){ 0 };
	(void)str_copy(s->sent.ticket, sizeof(s->sent.ticket), n->ticket);
	number_groups(n->number, s->sent.number);
	number_last6(n->number, s->sent.last6);
	if (intake_prepare(s, &f))
		intake_sent_words(s, &f);
	fields_free(&f);
	s->urgent[0] = '\0';
	s->offer.danger = NULL;
	intake_draft_drop(s);
	return VIEW_DRAW;
}

/* The centre had that number already: the caller must hear the new one. */
unsigned
intake_submit_number(struct intake *s, const struct news *n)
{
	if (strcmp(n->ticket, s->sent.ticket) != 0)
		return 0;
	number_groups(n->number, s->sent.number);
	number_last6(n->number, s->sent.last6);
	(void)snprintf(
	    s->sent.note, sizeof(s->sent.note), "单号已改为 %s, 请告知来电人", s->sent.number);
	return VIEW_DRAW;
}

unsigned
intake_submit_input(struct intake *s, const struct input *in)
{
	if (input_is(in, ACTION_HISTORY)) {
		const struct view_ops *ticket = view_by_name("ticket");

		if (ticket != NULL) {
			s->looking = true;
			s->desk->open(s->desk->app, ticket, s->sent.ticket);
		}
		return VIEW_DRAW;
	}
	if (input_is(in, ACTION_ENTER) && intake_hand_repair_due(s) != NULL) {
		if (in->ahead)
			return VIEW_EARLY;
		intake_hand_repair(s);
		return VIEW_DRAW;
	}
	if (input_is(in, ACTION_BACK) || input_is(in, ACTION_ENTER)) {
		if (!s->desk->call.active)
			return VIEW_CLOSE;
		s->desk->say(s->desk->app, 1, "F2 同一来电再记一件; 来电人挂机后 Esc 离开");
		return VIEW_DRAW;
	}
	if (input_is(in, ACTION_SUBMIT))
		s->desk->say(s->desk->app, 1, "这件已提交; F2 再记一件");
	else if (in->kind == INPUT_TEXT || in->kind == INPUT_PASTE)
		s->desk->say(s->desk->app, 1, "这件已提交; 再记一件请先按 F2");
	else
		return VIEW_IGNORED;
	return VIEW_DRAW;
}
