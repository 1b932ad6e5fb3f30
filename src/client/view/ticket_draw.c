/* ticket_draw.c: the picture of one ticket, after wireframes/ticket-120x36.txt; at 80 columns the same lines, folded.
 *
 * From top to bottom: which ticket and its limit, what it is, who and where, the words, who works on it, the trace, the
 * steps one may take or the form of one. */
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/str.h"
#include "base/utf8.h"
#include "base/width.h"
#include "client/ui/wrap.h"
#include "model/deadline.h"
#include "model/extra.h"
#include "model/number.h"
#include "model/taken.h"
#include "text/spoken.h"
#include "ticket_p.h"

#define WIDE       110
#define EXTRA_ROWS 2

/* A line that is put together piece by piece and breaks where a piece does not fit. */
struct flow {
	struct canvas *c;
	struct rect at; /* rows left */
	int col;
};

static void
flow_text(struct flow *f, enum role role, const char *s)
{
	int w = width_str(s);

	if (*s == '\0' || f->at.rows <= 0)
		return;
	if (f->col > f->at.col && f->col + w > f->at.col + f->at.cols) {
		f->at.row++;
		if (--f->at.rows <= 0)
			return;
		f->col = f->at.col;
	}
	f->col += canvas_cut(f->c, f->at.row, f->col, f->at.col + f->at.cols - f->col, role, s) + 2;
}

/* "渠道 电话": nothing when there is no value. */
static void
flow_pair(struct flow *f, const char *label, const char *value)
{
	char text[256];

	if (*value == '\0')
		return;
	(void)snprintf(text, sizeof(text), "%s %s", label, value);
	flow_text(f, ROLE_VALUE, text);
}

static int
flow_end(const struct flow *f)
{
	return f->col > f->at.col ? f->at.row + 1 : f->at.row;
}

/* ---- which ticket, how long ---- */

static int
draw_title(const struct dossier *s, struct canvas *c, struct rect at)
{
	const struct fields *f = &s->t.f;
	char number[24], state[96];
	int end, col;

	number_groups(fields_get(f, TF_NO), number);
	(void)snprintf(state, sizeof(state), "%s 第%d轮", state_label(s->t.state),
	    s->t.round > 0 ? s->t.round : 1);
	end = canvas_right(c, at.row, at.col + at.cols, ROLE_HEADING, state);
	col = at.col + canvas_text(c, at.row, at.col, -1, ROLE_HEADING, number) + 2;
	canvas_cut(c, at.row, col, end - col - 2, ROLE_HEADING, fields_get(f, TF_TITLE));
	return at.row + 1;
}

static void
flow_due(const struct dossier *s, struct flow *f, const char *label, int64_t at, int64_t since)
{
	const struct desk *d = s->desk;
	char when[SPOKEN_SIZE], mark[PART_DUE_SIZE], text[SPOKEN_SIZE + PART_DUE_SIZE + 32];
	enum role role;

	if (at == 0)
		return;
	(void)spoken_due(at, d->now, SPOKEN_WRITTEN, NULL, when, sizeof(when));
	role = part_due(d->city, at, since, "", d->now, mark);
	(void)snprintf(text, sizeof(text), "%s %s%s%s", label, when, mark[0] == '!' ? " " : "",
	    mark[0] != '!'                ? ""
	    : strncmp(mark, "!!", 2) == 0 ? mark
					  : "! 快到期");
	flow_text(f, role, text);
}

static void
draw_limits(const struct dossier *s, struct flow *f)
{
	const struct ticket *t = &s->t;
	char closed[64];

	if (!ticket_is_open(t)) {
		(void)civil_format(t->closed_at, "%Y-%m-%d %H:%M", closed, sizeof(closed));
		flow_pair(f, "办结", t->closed_at != 0 ? closed : "");
		flow_pair(f, "方式", enum_label(TF_CLOSE_TYPE, fields_get(&t->f, TF_CLOSE_TYPE)));
		return;
	}
	flow_due(s, f, "答复期限", t->promised_due, t->created_at);
	if (t->state == STATE_INCOMPLETE)
		flow_due(s, f, "补全期限", t->incomplete_due, t->created_at);
	if (t->state == STATE_PENDING)
		flow_due(s, f, "派单期限", t->dispatch_due, t->accepted_at);
	if (t->state == STATE_DISPATCHED)
		flow_due(s, f, "签收期限", t->signin_due, t->dispatched_at);
	if (t->first_contact_at == 0)
		flow_due(s, f, "联系期限", t->contact_due, t->dispatched_at);
	if (t->unit_due / 60000 != t->promised_due / 60000) /* as it is said: to the minute */
		flow_due(s, f, "承办期限", t->unit_due, t->dispatched_at);
	if (t->due_provisional)
		flow_text(f, ROLE_DIM, "(暂定: 缺那一年的日历)");
	if (s->t.rev == 0)
		flow_text(f, ROLE_NEAR, "待送: 编号有效, 恢复后自动送出");
}

static void
draw_kind(const struct dossier *s, struct flow *f)
{
	const struct fields *v = &s->t.f;
	const struct city *c = s->desk->city;
	char path[160] = "", late[TAKEN_WORDS];

	if (c != NULL)
		city_category_path(c, fields_get(v, TF_CATEGORY), path, sizeof(path));
	flow_text(f, ROLE_VALUE, enum_label(TF_TYPE, fields_get(v, TF_TYPE)));
	flow_text(f, ROLE_VALUE, path);
	flow_text(f, strcmp(fields_get(v, TF_URGENCY), "normal") == 0 ? ROLE_VALUE : ROLE_NEAR,
	    enum_label(TF_URGENCY, fields_get(v, TF_URGENCY)));
	if (ticket_is_shielded(&s->t))
		flow_text(f, ROLE_NEAR, "保密");
	flow_text(f, ROLE_NEAR, taken_words(&s->t, late));
	flow_pair(f, "纸单", fields_get(v, TF_PAPER_NO));
	flow_pair(f, "渠道", enum_label(TF_CHANNEL, fields_get(v, TF_CHANNEL)));
	flow_pair(f, "首问", s->t.first_owner);
	flow_pair(f, "回访", enum_label(TF_VISIT, fields_get(v, TF_VISIT)));
	flow_pair(f, "公开", enum_label(TF_PUBLIC, fields_get(v, TF_PUBLIC)));
}

/* ---- where, who ---- */

static void
draw_identity(const struct dossier *s, struct flow *f)
{
	static const enum ticket_field more[] = { TF_CALLER_PHONE, TF_ID_NUMBER, TF_HOME_ADDRESS };
	bool shown = ticket_is_shown(s);
	const struct fields *v = shown ? &s->whole : &s->t.f;
	enum role role = shown ? ROLE_VALUE : ROLE_MASKED;
	const char *name = fields_get(v, TF_NAME), *called = fields_get(v, TF_CALLED);
	const char *phone = fields_get(v, TF_CONTACT_PHONE);
	char text[256], until[48];

	if (strcmp(name, called) == 0)
		called = "";
	if (*phone == '\0')
		phone = fields_get(v, TF_CALLER_PHONE);
	(void)snprintf(text, sizeof(text), "诉求人 %s%s%s%s%s", name,
	    *name != '\0' && *called != '\0' ? " " : "", called,
	    *name != '\0' || *called != '\0' ? " " : "", phone);
	flow_text(f, role, text);
	for (size_t i = 0; shown && i < sizeof(more) / sizeof(more[0]); i++)
		if (strcmp(fields_get(v, more[i]), phone) != 0)
			flow_pair(f, field_info(more[i])->label, fields_get(v, more[i]));
	if (shown) {
		(void)civil_format(
		    s->whole_until, "[%H:%M:%S 自动遮蔽, Ctrl-Y 立即]", until, sizeof(until));
		flow_text(f, ROLE_NEAR, until);
	} else {
		flow_text(f, ROLE_HINT, "[Ctrl-Y 查看, 记入审计]");
	}
}

static void
draw_place(const struct dossier *s, struct flow *f)
{
	const struct fields *v = &s->t.f;
	const struct area *a =
	    s->desk->city != NULL ? city_area(s->desk->city, fields_get(v, TF_AREA)) : NULL;

	flow_text(f, ROLE_VALUE, a != NULL ? a->full : fields_get(v, TF_AREA));
	flow_text(f, ROLE_VALUE, fields_get(v, TF_ADDRESS));
	flow_pair(f, "对象", fields_get(v, TF_SUBJECT));
}

/* ---- the words ---- */

static int
draw_words(const struct dossier *s, struct canvas *c, struct rect at)
{
	const char *content = fields_get(&s->t.f, TF_CONTENT),
		   *demand = fields_get(&s->t.f, TF_DEMAND);
	const char *answer = fields_get(&s->t.f, TF_ANSWER), *extra = fields_get(&s->t.f, TF_EXTRA);
	int keep = (*demand != '\0') + (*answer != '\0');
	struct rect r = { at.row, at.col, at.rows - keep, at.cols };
	int row = at.row + wrap_draw(c, r, ROLE_NORMAL, content);
	struct str words = { 0 };
	char line[512];

	if (*demand != '\0') {
		(void)snprintf(
		    line, sizeof(line), "诉求: %.*s", (int)utf8_head(demand, 120), demand);
		canvas_cut(c, row++, at.col, at.cols, ROLE_NORMAL, line);
	}
	if (*answer != '\0') {
		(void)snprintf(
		    line, sizeof(line), "答复: %.*s", (int)utf8_head(answer, 120), answer);
		canvas_cut(c, row++, at.col, at.cols, ROLE_NORMAL, line);
	}
	if (*extra != '\0') {
		str_add(&words, "补充项: ");
		extra_words(s->desk->city, fields_get(&s->t.f, TF_CATEGORY), extra, &words);
		row += wrap_draw(c, (struct rect){ row, at.col, EXTRA_ROWS, at.cols }, ROLE_NORMAL,
		    str_c(&words));
	}
	str_free(&words);
	return row;
}

/* ---- who works on it ---- */

static void
flow_count(struct flow *f, const char *label, int n)
{
	char value[16];

	(void)snprintf(value, sizeof(value), "%d", n);
	flow_pair(f, label, value);
}

static void
draw_missing(const struct dossier *s, struct flow *f)
{
	struct str text = { 0 }, names = { 0 };

	if (workflow_wants(s->desk->city, &s->t.f, TF_COUNT, &names) > 0)
		str_addf(&text, "还缺: %s", str_c(&names));
	else
		str_add(&text, "该填的已齐, 按 5 补全后送派单");
	str_free(&names);
	flow_text(f, ROLE_NEAR, str_c(&text));
	str_free(&text);
	flow_count(f, "联系", s->t.contact_count);
}

static void
draw_work(const struct dossier *s, struct flow *f)
{
	const struct ticket *t = &s->t;
	const struct city *c = s->desk->city;
	const char *unit = t->lead_unit[0] != '\0' ? t->lead_unit : fields_get(&t->f, TF_UNIT);
	char when[64];

	if (t->state == STATE_INCOMPLETE) {
		draw_missing(s, f);
		return;
	}
	flow_text(f, ROLE_NEAR, part_owed_words(t, unit));
	if (c != NULL)
		unit = city_unit_name(c, unit);
	flow_pair(f, t->lead_unit[0] != '\0' ? "承办" : "建议承办", *unit != '\0' ? unit : "-");
	if (t->first_contact_at != 0) {
		(void)civil_format(t->first_contact_at, "%m-%d %H:%M", when, sizeof(when));
		flow_pair(f, "首次联系", when);
	}
	if (t->dispatch_count > 0) {
		flow_count(f, "派单", t->dispatch_count);
		flow_count(f, "退单", t->return_count);
		flow_count(f, "延期", t->ext_count);
	}
	flow_count(f, "催办", t->urge_count);
	flow_count(f, "补充", t->supplement_count);
	flow_pair(f, "录音", fields_get(&t->f, TF_RECORDING)[0] != '\0' ? "有" : "");
}

static void
draw_proof(const struct dossier *s, struct canvas *c, struct rect at)
{
	char line[256];
	enum role role = ROLE_DIM;

	if (s->bad != 0) {
		(void)snprintf(line, sizeof(line),
		    "!! 第 %lld 个环节校验不符, 这张单的记录可能被改动: 请报班长和系统管理员",
		    (long long)s->bad);
		role = ROLE_OVERDUE;
	} else if (s->total == 0) {
		(void)snprintf(line, sizeof(line), "存证  %s",
		    s->t.rev == 0 ? "送到中心后逐环节存证" : "环节还没有取到本机");
	} else if (s->checked < s->total) {
		(void)snprintf(line, sizeof(line), "存证  已核 %d / %d 个环节, 其余还没取到",
		    s->checked, s->total);
	} else {
		(void)snprintf(line, sizeof(line), "存证  %d 个环节 逐条校验相符", s->total);
	}
	canvas_cut(c, at.row, at.col, at.cols, role, line);
}

/* ---- below: steps, or the form of one ---- */

/* Rows the steps take in ${cols} columns. */
static int
steps_rows(const struct dossier *s, int cols)
{
	int used = width_str("下一步:") + 2;

	for (int i = 0; i < TICKET_DEEDS; i++)
		if (ticket_act_may(s, &ticket_deeds[i], NULL))
			used += 6 + width_str(ticket_act_label(s, &ticket_deeds[i])) +
				(ticket_note_any(&s->notes[i]) ? width_str("(待送)") : 0);
	return used > cols + 2 ? 2 : 1;
}

static void
draw_steps(const struct dossier *s, struct flow *f)
{
	bool any = false;
	struct err e = { 0 };

	flow_text(f, ROLE_HEADING, "下一步:");
	for (int i = 0; i < TICKET_DEEDS; i++) {
		char text[64];

		if (!ticket_act_may(s, &ticket_deeds[i], &e))
			continue;
		any = true;
		(void)snprintf(text, sizeof(text), "[%d] %s%s", i + 1,
		    ticket_act_label(s, &ticket_deeds[i]),
		    ticket_note_any(&s->notes[i]) ? "(待送)" : "");
		flow_text(f, ROLE_HINT, text);
	}
	if (!any)
		flow_text(f, ROLE_DIM,
		    ticket_is_open(&s->t) ? "这一步轮不到您办, 只能查看。"
					  : "已经办结, 只能查看; 来电人有新情况请按 F2 另建单。");
}

static void
draw_field(struct dossier *s, struct canvas *c, struct rect at)
{
	textarea_place(&s->words, at);
	textarea_draw(&s->words, c, ROLE_VALUE, !s->on_how);
}

static void
draw_form(struct dossier *s, struct canvas *c, struct rect at)
{
	char head[160];
	struct rect field = { at.row + 1, at.col + 2, at.rows - 1, at.cols - 2 };
	const char *keys = "Enter=送出 Esc Enter=换行 Esc=先不送";

	if (s->mode == DOSSIER_WHY) {
		canvas_cut(c, at.row, at.col, at.cols, ROLE_FOCUS,
		    "查看身份的原因 (记入审计)   Enter=查看 Esc=返回");
		draw_field(s, c, field);
		return;
	}
	if (s->deed->form == FORM_UNIT)
		keys =
		    s->pick.open ? "数字或首字母=选单位 Esc=收起" : "Enter=派单 下=另选 Esc=返回";
	(void)snprintf(head, sizeof(head), "[%d] %s: %s   %s", (int)(s->deed - ticket_deeds) + 1,
	    s->deed->label, s->deed->ask, s->job != 0 ? "正在送出..." : keys);
	canvas_cut(c, at.row, at.col, at.cols, ROLE_FOCUS, head);
	if (s->deed->form == FORM_UNIT) {
		s->pick.at = (struct rect){ field.row, field.col, 1, field.cols };
		if (s->pick.value >= 0)
			canvas_printf(c, field.row + 1, field.col, field.cols, ROLE_DIM, "依据 %s",
			    s->options[s->pick.value].rule->basis);
		picker_draw(&s->pick, c, ROLE_VALUE, true);
		picker_draw_list(&s->pick, c);
		return;
	}
	if (s->deed->form == FORM_CONTACT) {
		s->how.at = (struct rect){ field.row, field.col, 1, field.cols };
		choice_draw(&s->how, c, ROLE_VALUE, s->on_how);
		field.row++;
		field.rows--;
	}
	draw_field(s, c, field);
}

/* ---- the whole ---- */

static int
rule(struct canvas *c, struct rect body, int row)
{
	canvas_hline(c, row, body.col + 1, body.cols - 2, ROLE_RULE);
	return row + 1;
}

static int
draw_head(const struct dossier *s, struct canvas *c, struct rect body)
{
	bool wide = body.cols >= WIDE;
	struct rect at = { body.row, body.col + 1, 1, body.cols - 2 };
	struct flow f = { .c = c, .at = at };
	int row = draw_title(s, c, at);

	f.at = (struct rect){ row, at.col, wide ? 1 : 2, at.cols };
	f.col = at.col;
	draw_limits(s, &f);
	row = flow_end(&f);
	f.at = (struct rect){ row, at.col, wide && !taken_is_late(&s->t.f) ? 1 : 2, at.cols };
	f.col = at.col;
	draw_kind(s, &f);
	row = flow_end(&f);
	f.at = (struct rect){ row, at.col, 3, at.cols };
	f.col = at.col;
	draw_place(s, &f);
	if (!wide) {
		row = flow_end(&f);
		f.at = (struct rect){ row, at.col, 2, at.cols };
		f.col = at.col;
	}
	draw_identity(s, &f);
	return rule(c, body, flow_end(&f));
}

static void
draw_trace(struct dossier *s, struct canvas *c, struct rect at)
{
	struct rect proof = { at.row + at.rows - 1, at.col + 1, 1, at.cols - 2 };
	int need = s->n_ev + 1, room = at.rows - 1;

	s->trace.cols = at.cols >= WIDE ? ticket_trace_wide : ticket_trace_cols;
	s->trace.at = (struct rect){ at.row, at.col, need < room ? need : room, at.cols };
	s->trace.empty = part_online(s->desk) ? "正在向中心取流转记录。"
					      : "流转记录不在本机, 线路恢复后自动取来。";
	if (s->n_ev == 0)
		s->trace.at.rows = 2;
	if (room >= 2) /* else the form has all the room */
		list_draw(&s->trace, c, s->mode == DOSSIER_LOOK);
	draw_proof(s, c, proof);
}

void
ticket_draw(const struct view *v, struct canvas *c, struct rect body)
{
	struct dossier *s = v->state;
	bool wide = body.cols >= WIDE, form = s->mode == DOSSIER_FORM || s->mode == DOSSIER_WHY;
	int foot, row, end;
	struct rect in = { body.row, body.col + 1, body.rows, body.cols - 2 };
	struct flow f = { .c = c };

	ticket_refresh(s);
	if (!ticket_is_shown(s) && s->whole_until != 0)
		ticket_hide(s);
	foot = !form ? steps_rows(s, in.cols) : s->picking ? 2 + RECORD_UNITS : 4;
	end = body.row + body.rows - foot - 1;
	row = draw_head(s, c, body);
	if (s->mode == DOSSIER_READ) {
		s->pager.text = str_c(&s->text);
		s->pager.at = (struct rect){ row, in.col, end - row, in.cols };
		pager_draw(&s->pager, c, ROLE_NORMAL, true);
	} else {
		in.row = row;
		in.rows = wide ? 8 : 4;
		row = rule(c, body, draw_words(s, c, in));
		f.at = (struct rect){ row, in.col, 2, in.cols };
		f.col = in.col;
		draw_work(s, &f);
		row = flow_end(&f);
		if (wide)
			row = rule(c, body, row);
		draw_trace(s, c, (struct rect){ row, body.col, end - row, body.cols });
	}
	row = rule(c, body, end);
	if (form) {
		draw_form(s, c, (struct rect){ row, in.col, foot, in.cols });
		return;
	}
	f.at = (struct rect){ row, in.col, foot, in.cols };
	f.col = in.col;
	draw_steps(s, &f);
}
