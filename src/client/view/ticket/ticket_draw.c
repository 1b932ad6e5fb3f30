/* ticket_draw.c: the picture of one ticket, after wireframes/ticket-120x36.txt; at 80 columns the same lines, folded.
 *
 * From top to bottom: which ticket and its limit, what it is, who and where, the words, who works on it, the trace, the
 * steps one may take or the form of one. */
#include <stdio.h>
#include <string.h>

#include "base/str.h"
#include "base/utf8.h"
#include "client/ui/wrap.h"
#include "model/extra.h"
#include "ticket_p.h"

#define WIDE       110
#define EXTRA_ROWS 2
#define WHY_ROWS   4
#define STEP_ROWS  3

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

/* ---- the proof ---- */

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
	if (s->files[0] == '\0')
		return;
	(void)snprintf(line, sizeof(line), "%s  Ctrl-F 看", s->files);
	canvas_right(c, at.row, at.col + at.cols, ROLE_VALUE, line);
}

/* ---- below: steps, or the form of one ---- */

static void
step_text(const struct dossier *s, int i, char out[64])
{
	(void)snprintf(out, 64, "[%d] %s%s", i % TICKET_KEYS + 1, s->labels[i],
	    s->kept[s->steps[i]] ? "(待送)" : "");
}

/* The steps of the page that is shown; ${c} NULL: only where they would stand. The rows they take. */
static int
draw_steps(const struct dossier *s, struct canvas *c, struct rect at)
{
	const int first = s->page * TICKET_KEYS, last = first + TICKET_KEYS;
	struct ticket_flow f = { .c = c, .at = at, .col = at.col };
	char text[64];

	ticket_flow_text(&f, ROLE_HEADING, "下一步:");
	for (int i = first; i < s->n_steps && i < last; i++) {
		step_text(s, i, text);
		ticket_flow_text(&f, ROLE_HINT, text);
	}
	if (s->n_steps > TICKET_KEYS)
		ticket_flow_text(&f, ROLE_HINT, last < s->n_steps ? "[0] 更多" : "[0] 回到常用");
	if (s->n_steps == 0)
		ticket_flow_text(&f, ROLE_DIM,
		    ticket_is_open(&s->t) ? "这一步轮不到您办, 只能查看。"
					  : "已经办结, 只能查看; 来电人有新情况请按 F2 另建单。");
	return ticket_flow_end(&f) - at.row;
}

static void
draw_why(struct dossier *s, struct canvas *c, struct rect at)
{
	canvas_cut(c, at.row, at.col, at.cols, ROLE_FOCUS,
	    "查看身份的原因 (记入审计)   Enter=查看 Esc=返回");
	textarea_place(
	    &s->words, (struct rect){ at.row + 1, at.col + 2, at.rows - 1, at.cols - 2 });
	textarea_draw(&s->words, c, ROLE_VALUE, true);
}

/* Rows below the trace. */
static int
foot_rows(const struct dossier *s, struct rect in)
{
	if (s->mode == DOSSIER_WHY)
		return WHY_ROWS;
	if (s->mode == DOSSIER_FORM)
		return form_rows(&s->form, in.rows / 2);
	return draw_steps(s, NULL, (struct rect){ 0, 0, STEP_ROWS, in.cols });
}

/* ---- the whole ---- */

static int
rule(struct canvas *c, struct rect body, int row)
{
	canvas_hline(c, row, body.col + 1, body.cols - 2, ROLE_RULE);
	return row + 1;
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
	const bool wide = body.cols >= WIDE;
	struct rect in = { body.row, body.col + 1, body.rows, body.cols - 2 };
	int foot, row, end;

	ticket_refresh(s);
	if (!ticket_is_shown(s) && s->whole_until != 0)
		ticket_hide(s);
	foot = foot_rows(s, in);
	end = body.row + body.rows - foot - 1;
	row = ticket_head_draw(s, c, body);
	if (s->mode == DOSSIER_READ) {
		s->pager.text = str_c(&s->text);
		s->pager.at = (struct rect){ row, in.col, end - row, in.cols };
		pager_draw(&s->pager, c, ROLE_NORMAL, true);
	} else {
		in.row = row;
		in.rows = wide ? 8 : 4;
		row = rule(c, body, draw_words(s, c, in));
		row = ticket_work_draw(s, c, (struct rect){ row, in.col, end - row, in.cols });
		if (wide)
			row = rule(c, body, row);
		draw_trace(s, c, (struct rect){ row, body.col, end - row, body.cols });
	}
	row = rule(c, body, end);
	in = (struct rect){ row, in.col, foot, in.cols };
	if (s->mode == DOSSIER_WHY)
		draw_why(s, c, in);
	else if (s->mode == DOSSIER_FORM)
		form_draw(&s->form, c, in);
	else
		(void)draw_steps(s, c, in);
}
