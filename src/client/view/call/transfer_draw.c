/* transfer_draw.c: the picture of the transfer screen: the caller and what is looked for, the directory, the sheet the
 * target is told, how it stands, and the sentence to say now. Not here: what any key does. */
#include "transfer_p.h"

#include <stdio.h>
#include <string.h>

#include "base/str.h"
#include "base/utf8.h"
#include "base/width.h"
#include "client/ui/wrap.h"
#include "client/view/aloud_p.h" /* the city's scripts with their blanks filled */
#include "model/mask.h"

#define SHEET_AT   8 /* column of the sheet's values */
#define SHEET_ROWS 6
#define FOOT_ROWS  (SHEET_ROWS + 6) /* rule, danger, how it stands, 3 to say */
#define MATTER_CUT 40               /* characters of the content that are said to the target */

/* ---- the sheet ---- */

static const char *
caller_name(const struct transfer *s)
{
	const char *called = fields_get(&s->hand->f, TF_CALLED);

	return *called != '\0' ? called : fields_get(&s->hand->f, TF_NAME);
}

static void
sheet_line(struct canvas *c, int row, struct rect at, const char *label, const char *value)
{
	canvas_text(c, row, at.col + 3, -1, ROLE_LABEL, label);
	canvas_cut(c, row, at.col + 3 + SHEET_AT, at.cols - SHEET_AT - 4, ROLE_VALUE,
	    *value != '\0' ? value : "-");
}

static int
draw_sheet(const struct transfer *s, struct canvas *c, int row, struct rect at)
{
	const struct handover *h = s->hand;
	const char *phone = fields_get(&h->f, TF_CONTACT_PHONE);
	const char *caller = fields_get(&h->f, TF_CALLER_PHONE);
	char who[192], masked[32], told[700];
	struct str flat = { 0 };

	for (const char *p = fields_get(&h->f, TF_CONTENT), *next; *p != '\0'; p = next) {
		next = p + strcspn(p, "\n");
		str_add_n(&flat, p, (size_t)(next - p));
		if (*next == '\n') {
			str_add(&flat, " ");
			next++;
		}
	}
	mask_phone(*phone != '\0' ? phone : caller, masked, sizeof(masked));
	(void)snprintf(who, sizeof(who), "%s%s%s", caller_name(s),
	    *caller_name(s) != '\0' ? "  " : "",
	    *phone == '\0' && *caller == '\0'              ? "没有留号码"
	    : *phone == '\0' || strcmp(phone, caller) == 0 ? "同来电号码"
							   : masked);
	(void)snprintf(
	    told, sizeof(told), "%s%s%s", h->told, h->basis[0] != '\0' ? "   依据 " : "", h->basis);
	canvas_text(c, row++, at.col + 1, -1, ROLE_HEADING, "转接单(对方接听前可见)");
	sheet_line(c, row++, at, "单号", h->no[0] != '\0' ? h->no : "提交时生成 (草稿已存)");
	sheet_line(c, row++, at, "诉求", str_c(&flat));
	sheet_line(c, row++, at, "已告知", told);
	sheet_line(c, row++, at, "希望", fields_get(&h->f, TF_DEMAND));
	sheet_line(c, row++, at, "来电人", who);
	str_free(&flat);
	return row;
}

/* ---- how it stands ---- */

static void
stands(const struct transfer *s, char *out, size_t size)
{
	const char *name = s->to != NULL ? s->to->name : "",
		   *no = s->to != NULL ? s->to->number : "";
	bool inform = s->mode != NULL && strcmp(s->mode, "inform") == 0;

	switch (s->step) {
	case STEP_CALLING:
		(void)snprintf(out, size, "正在拨 %s %s, 来电人%s。Esc=收回", name, no,
		    s->desk->call.held ? "在等候" : "没有挂断");
		break;
	case STEP_TALKING:
		(void)snprintf(out, size,
		    inform ? "%s 已接听。说清后 Ctrl-O=已通知  Esc=没说成"
		    : s->desk->call.held || !transfer_call_may(s, PHONE_ALTERNATE)
			? "%s 已接听, 来电人在等候。Ctrl-O=完成转接 F7=三方 Esc=收回"
			: "和来电人说话中, %s 在等候。F6=切换回去 Ctrl-O=完成转接 Esc=收回",
		    name);
		break;
	case STEP_JOINED:
		(void)snprintf(out, size,
		    "三方通话中: %s。Enter=另外通知选中的对象 Ctrl-O=您退出 "
		    "Esc=回去记录",
		    name);
		break;
	case STEP_WHY:
		(void)snprintf(
		    out, size, "为什么转给同事: 写一句, Enter 拨; 不写就直接 Enter。Esc=不转");
		break;
	case STEP_REPORT:
		(void)snprintf(
		    out, size, "接通后按 1=已接通  2=忙  3=无人接  4=来电人挂断  Esc=没有拨");
		break;
	case STEP_ANSWER:
		(void)snprintf(out, size, "对方告知的结果: 写一句, Enter; 没有就直接 Enter");
		break;
	case STEP_CHOOSE:
		(void)snprintf(out, size, "%s",
		    s->hand->urgent && s->hand->n_tries > 0 && s->unreached == NULL
			? "已记录。还要通知谁: 选中按 Enter; 都通知到了按 Esc 回去记录。"
		    : s->hand->inform
			? "通知: 只把情况告诉对方, 来电人不转过去。"
			: "通话转: 您先与对方说清, 再接通来电人; 对方忙或无人接, 来电人回"
			  "到您这里。");
		break;
	}
}

/* ---- what to say ---- */

static const char *
moment(const struct transfer *s, const struct transfer_row *r)
{
	bool urgent = s->hand->urgent || (s->to != NULL && strcmp(s->to->kind, "emergency") == 0);
	bool inform = s->mode != NULL && strcmp(s->mode, "inform") == 0;

	if (transfer_mate(s, s->step == STEP_CHOOSE ? (r != NULL ? r->t : NULL) : s->to) != NULL)
		return ""; /* to a colleague one speaks as one does */
	switch (s->step) {
	case STEP_CALLING:
		return urgent && !inform ? "emergency" : inform ? "utility_brief" : "transfer";
	case STEP_REPORT:
	case STEP_TALKING:
		return inform ? "utility_brief" : urgent ? "emergency_brief" : "transfer_brief";
	case STEP_JOINED:
		return urgent ? "emergency_brief" : "tripartite_brief";
	case STEP_WHY:
		return "";
	case STEP_ANSWER:
		if (s->mode != NULL && strcmp(s->mode, "tripartite") == 0)
			return "tripartite_end";
		return strcmp(s->result, "refused") == 0 ? "transfer_back" : "";
	case STEP_CHOOSE:
		break;
	}
	if (urgent && s->hand->n_tries > 0 &&
	    s->unreached == NULL) /* only those who must hear of it */
		return r != NULL && !hand_did(s->hand, r->t->id) ? "utility_brief" : "";
	if (s->unreached != NULL)
		return "transfer_busy";
	return r == NULL                               ? ""
	       : !r->hours.open                        ? "transfer_closed"
	       : strcmp(r->t->kind, "other_city") == 0 ? "other_city"
	       : strcmp(r->t->unit, "0001") == 0       ? "senior"
	       : transfer_list_answers(s, r)           ? "transfer"
						       : "transfer_ask";
}

static void
service_told(const struct handover *h, char *out, size_t size)
{
	(void)str_copy(out, size, "119");
	for (int i = 0; i < h->n_tries; i++)
		if (strcmp(h->tries[i].mode, "tripartite") == 0)
			(void)str_copy(out, size, h->tries[i].name);
}

static void
draw_say(const struct transfer *s, struct canvas *c, struct rect at)
{
	const struct transfer_row *r = transfer_list_at(s);
	const struct transfer_target *t = s->step == STEP_CHOOSE ? s->unreached != NULL
								       ? s->unreached
								   : r != NULL ? r->t
									       : NULL
								 : s->to;
	const struct fields *f = &s->hand->f;
	const char *content = fields_get(f, TF_CONTENT), *m = moment(s, r);
	char matter[MATTER_CUT * 4 + 8], text[768], body[HAND_TARGET_SIZE], code[16] = "";
	char last6[24] = "", peer[32];
	const char *opens = r != NULL ? strchr(r->state, ' ') : NULL; /* 下班 周一08:30 */

	if (*m == '\0' || t == NULL || s->city == NULL)
		return;
	(void)snprintf(
	    matter, sizeof(matter), "%.*s", (int)utf8_head(content, MATTER_CUT), content);
	opens = opens != NULL ? opens + 1 : "";
	mask_phone(fields_get(f, TF_CALLER_PHONE), peer, sizeof(peer));
	if (s->whole[0] != '\0')
		(void)str_copy(peer, sizeof(peer), s->whole);
	service_told(s->hand, body, sizeof(body));
	if (strcmp(m, "emergency") == 0 && s->to != NULL)
		(void)str_copy(body, sizeof(body), s->to->name);
	if (strcmp(t->kind, "other_city") == 0)
		(void)snprintf(code, sizeof(code), "%.*s",
		    (int)(strlen(t->number) > 5 ? strlen(t->number) - 5 : 0), t->number);
	if (s->hand->no[0] != '\0')
		(void)str_copy(last6, sizeof(last6), s->hand->last6);
	{
		const struct say_word words[] = { { "unit", t->name },
			{ "phone", strcmp(m, "emergency_brief") == 0 ? peer : t->number },
			{ "job_no", s->desk->me.user },
			{ "caller", *caller_name(s) != '\0' ? caller_name(s) : "来电人" },
			{ "place", strstr(content, fields_get(f, TF_ADDRESS)) == NULL
				       ? fields_get(f, TF_ADDRESS)
				       : " " }, /* it is in the words already */
			{ "matter", matter }, { "demand", fields_get(f, TF_DEMAND) },
			{ "told", s->hand->told }, { "body", body }, { "area_code", code },
			{ "last6", last6 }, { "open_at", opens },
			{ "answer", field_text(&s->line) } };

		aloud_script(
		    s->city, m, "", words, sizeof(words) / sizeof(words[0]), text, sizeof(text));
	}
	if (text[0] == '\0')
		return;
	canvas_text(c, at.row, at.col + 1, 3, ROLE_LABEL, "读:");
	(void)wrap_draw(
	    c, (struct rect){ at.row, at.col + 5, at.rows, at.cols - 7 }, ROLE_SPEAK, text);
}

/* ---- danger ---- */

static void
draw_note(const struct transfer *s, struct canvas *c, int row, struct rect at)
{
	const struct transfer_row *r = transfer_list_at(s);
	const struct transfer_target *repair =
	    s->city != NULL ? refer_repair(s->city, &s->hand->f) : NULL;
	struct duty_person duty;
	char packet[128];

	if (transfer_mate_note(s, packet, sizeof(packet)))
		canvas_cut(
		    c, row, at.col + 1, at.cols - 2, s->seen ? ROLE_GOOD : ROLE_NEAR, packet);
	else if (s->step == STEP_REPORT)
		canvas_printf(c, row, at.col + 1, at.cols - 2, ROLE_NEAR, "请用话机拨 %s %s",
		    s->to->name, s->to->number);
	else if (s->hand->danger[0] != '\0' && !s->hand->urgent && s->step == STEP_CHOOSE)
		canvas_printf(c, row, at.col + 1, at.cols - 2, ROLE_DANGER,
		    "紧急! \"%s\": 先 F8 再按 1=110 2=119 3=120 4=122%s", s->hand->danger,
		    repair != NULL ? "; 然后 Enter 通知抢修" : "");
	else if (s->hand->urgent && repair != NULL && !hand_did(s->hand, repair->id) &&
		 (s->step == STEP_JOINED || s->step == STEP_CHOOSE))
		canvas_printf(c, row, at.col + 1, at.cols - 2, ROLE_DANGER,
		    "紧急! Enter 通知抢修: %s %s", repair->name, repair->number);
	else if (r != NULL && s->step == STEP_CHOOSE && r->t->unit[0] != '\0' &&
		 city_duty(s->city, r->t->unit, s->desk->now, &duty) && duty.from_roster)
		canvas_printf(c, row, at.col + 1, at.cols - 2, ROLE_NORMAL, "今日值班 %s %s %s  %s",
		    duty.name, duty.phone, duty.hours, r->t->note);
	else if (r != NULL && r->t->note[0] != '\0' && s->step == STEP_CHOOSE)
		canvas_cut(c, row, at.col + 1, at.cols - 2, ROLE_NORMAL, r->t->note);
}

/* ---- all of it ---- */

static void
draw_head(const struct transfer *s, struct canvas *c, struct rect at)
{
	char masked[32], open[32];

	mask_phone(
	    s->desk->call.active ? s->desk->call.peer : fields_get(&s->hand->f, TF_CALLER_PHONE),
	    masked, sizeof(masked));
	canvas_text(c, at.row, at.col + 1, 4, ROLE_LABEL, "来电");
	canvas_printf(c, at.row, at.col + 6, 26, ROLE_MASKED, "%s  %s", masked, caller_name(s));
	canvas_text(c, at.row, at.col + 33, 4, ROLE_LABEL, "查找");
	canvas_cut(c, at.row, at.col + 38, 24, ROLE_VALUE, s->filter);
	(void)snprintf(open, sizeof(open), "%zu 个对象", s->n_shown);
	canvas_right(c, at.row, at.col + at.cols - 1, ROLE_NORMAL, open);
	if (s->step == STEP_CHOOSE || s->step == STEP_JOINED)
		canvas_cursor(c, at.row, at.col + 38 + width_str(s->filter));
}

void
transfer_draw(const struct view *v, struct canvas *c, struct rect body)
{
	struct transfer *s = v->state;
	const bool sheet = s->hand != &s->own || s->hand->ticket[0] != '\0';
	int row, stand, rows = body.rows - 1 - FOOT_ROWS + (sheet ? 0 : SHEET_ROWS);
	char text[320];

	if (canvas_too_small(c))
		return;
	transfer_list_place(s, (struct rect){ body.row + 1, body.col, rows, body.cols });
	list_draw(&s->list, c, s->step == STEP_CHOOSE || s->step == STEP_JOINED);
	draw_head(s, c, body);
	row = body.row + 1 + rows;
	if (sheet)
		row = draw_sheet(s, c, row, body);
	canvas_hline(c, row++, body.col + 1, body.cols - 2, ROLE_RULE);
	draw_note(s, c, row++, body);
	stand = row++;
	stands(s, text, sizeof(text));
	canvas_cut(c, stand, body.col + 1, body.cols - 2,
	    s->step == STEP_REPORT ? ROLE_NEAR : ROLE_NORMAL, text);
	draw_say(s, c, (struct rect){ row, body.col, 3, body.cols });
	if (s->step == STEP_ANSWER || s->step == STEP_WHY) {
		s->line.at = (struct rect){ stand - 1, body.col + 6, 1, body.cols - 8 };
		canvas_text(c, stand - 1, body.col + 1, 4, ROLE_FOCUS,
		    s->step == STEP_WHY ? "原因" : "结果");
		field_draw(&s->line, c, ROLE_VALUE, true);
	} else if (s->step != STEP_CHOOSE && s->step != STEP_JOINED) {
		canvas_cursor(c, stand, body.col + 1);
	}
}
