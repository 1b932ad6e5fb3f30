/* intake_side.c: what stands beside and below the intake form: the five elements, the proposals, the same matter told
 * before, what was announced, what the caller says; after F10 the strip to read aloud; on a wide screen the caller's
 * history, look-alikes and notices in a column of their own.
 *
 * Digits are shown only where they act. Not here: where any of it comes from (intake_offer.c). */
#include "client/view/part_p.h"
#include "intake_p.h"

#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/str.h"
#include "base/utf8.h"
#include "base/width.h"
#include "client/ui/wrap.h"
#include "model/number.h"
#include "model/taken.h"
#include "model/workflow.h"
#include "text/spoken.h"

#define REASON_COLS 8 /* less tells nothing */
#define TEXT_AT     7 /* column where the line's words begin */
#define HEARD_AT    9
#define HEARD_ROWS  3

void
intake_side_row(const struct ticket_row *r, char *out, size_t size)
{
	char day[16];

	(void)civil_format(r->created_at, "%m-%d", day, sizeof(day));
	/* a title made by the seat begins with the place; one a person wrote may not */
	(void)snprintf(out, size, "%s %s%s%s", day, r->title,
	    strstr(r->title, r->address) == NULL ? " " : "",
	    strstr(r->title, r->address) == NULL ? r->address : "");
}

/* ---- the five elements ---- */

/* In what the missing ones leave of the line: its number, that there is one, or nothing. */
static void
draw_recording(const struct intake *s, struct canvas *c, int row, int end, int room)
{
	const char *no = intake_value(s, TF_RECORDING), *word = s->wide ? no : "录音 有";

	if (*no == '\0')
		return;
	if (width_str(word) > room)
		word = "录音 有";
	if (width_str(word) <= room)
		canvas_right(c, row, end, ROLE_DIM, word);
}

static void
draw_meter(const struct intake *s, struct canvas *c, struct rect line)
{
	static const char marks[] = { '-', '?', '+' };
	const struct elements *el = &s->offer.elements;
	int col = line.col + TEXT_AT + 1, end = line.col + line.cols - 1;
	int said = 0;
	struct str lacks = { 0 };

	canvas_text(c, line.row, line.col + 1, 6, ROLE_LABEL, "五要素");
	for (int i = 0; i < ELEMENT_COUNT; i++)
		col += 1 + canvas_printf(c, line.row, col, end - col, ROLE_NORMAL, "%s%c",
			       element_label((enum element)i), marks[el->mark[i]]);
	col++;
	for (int i = 0; i < ELEMENT_COUNT; i++)
		said += 10 * (int)el->mark[i];
	/* a question has no scene: time and place count without being there */
	for (int i = el->score > said ? (int)ELEMENT_PEOPLE : 0; i < ELEMENT_COUNT; i++)
		if (el->mark[i] != ELEMENT_THERE)
			str_addf(&lacks, "%s%s", lacks.len > 0 ? " " : "缺",
			    element_wanting(&intake_sheet(s)->d.f, (enum element)i, el->mark[i]));
	draw_recording(s, c, line.row, end, end - col - width_str(str_c(&lacks)) - 2);
	canvas_text(c, line.row, col, end - col, lacks.len > 0 ? ROLE_NORMAL : ROLE_GOOD,
	    lacks.len > 0 ? str_c(&lacks) : "齐全");
	str_free(&lacks);
}

/* ---- the line of what may be done now ---- */

/* The choices of a field with their digits. */
static void
draw_choices(const struct intake *s, struct canvas *c, struct rect line, const struct slot *cell)
{
	int col = line.col + TEXT_AT, end = line.col + line.cols - 1;

	canvas_text(c, line.row, line.col + 1, 5, ROLE_LABEL, "选择");
	for (int i = 0; i < s->choice.n && col < end; i++)
		col += 2 + canvas_printf(c, line.row, col, end - col, ROLE_NORMAL, "%d%s", i + 1,
			       s->labels[i]);
	canvas_cut(c, line.row, col, end - col, ROLE_NORMAL,
	    cell->kind == CELL_SET ? "再按取消" : "Enter=下一项");
}

/* Why the chosen one: the words, and whose. */
static void
draw_reason(const struct intake *s, struct canvas *c, int row, int col, int end)
{
	const struct proposal *p = &s->offer.p[s->offer.chosen];

	if (p->reason[0] != '\0' && !p->dialled && end - col >= REASON_COLS)
		canvas_printf(c, row, col, end - col, ROLE_DIM, "%s\"%s\"",
		    p->learned ? "以往办件有" : "有", p->reason);
}

static void
draw_said(const struct intake *s, struct canvas *c, int row, int col, int end)
{
	struct str words = { 0 };

	intake_said_words(s, &words);
	canvas_printf(c, row, col, end - col, ROLE_HINT, "分类请自选%s%s",
	    words.len > 0 ? "; " : "", str_c(&words));
	str_free(&words);
}

static void
draw_proposals(const struct intake *s, struct canvas *c, struct rect line)
{
	const struct intake_offer *o = &s->offer;
	bool here = s->focus == FOCUS_OFFER;
	int col = line.col + TEXT_AT, end = line.col + line.cols - 1;

	if (!intake_offer_any(s))
		return;
	canvas_text(c, line.row, line.col + 1, 5, here ? ROLE_FOCUS : ROLE_LABEL, "建议");
	if (here)
		end = canvas_right(c, line.row, end, ROLE_NORMAL, "[Enter 采纳]") - 2;
	else if (intake_offer_is_open(s))
		end = canvas_right(c, line.row, end, ROLE_NORMAL, "[Tab Enter 采纳]") - 2;
	if (here)
		canvas_cursor(c, line.row, col - 1);
	if (o->n == 0 && o->pressed[0] != '\0')
		intake_pressed_draw(s, c, line.row, col, end);
	else if (o->n == 0)
		draw_said(s, c, line.row, col, end);
	for (int i = 0; i < o->n && col < end; i++) {
		bool chosen = here && i == o->chosen;

		if (chosen)
			canvas_cursor(c, line.row, col);
		if (here)
			col += canvas_printf(c, line.row, col, end - col,
			    chosen ? ROLE_FOCUS : ROLE_KEY, "%s%d ", chosen ? ">" : " ", i + 1);
		if (o->p[i].dialled)
			col += 3 + canvas_printf(c, line.row, col, end - col,
				       chosen ? ROLE_FOCUS : ROLE_HINT, "%s 拨%s",
				       o->p[i].category->name, o->p[i].reason);
		else
			col += 3 + canvas_printf(c, line.row, col, end - col,
				       chosen ? ROLE_FOCUS : ROLE_HINT, "%s %d%%",
				       o->p[i].category->name, o->p[i].percent);
	}
	if (here && o->n > 0)
		draw_reason(s, c, line.row, col, end);
}

static void
draw_offer(const struct intake *s, struct canvas *c, struct rect line)
{
	int end = line.cols - 2;
	const struct slot *cell = s->focus >= 0 ? intake_form_slot(s, s->focus) : NULL;

	if (s->mode == MODE_URGENT || s->mode == MODE_CONSENT) {
		bool urgent = s->mode == MODE_URGENT;

		canvas_cut(c, line.row, line.col + 1, end, urgent ? ROLE_DANGER : ROLE_NEAR,
		    urgent ? intake_urgent_strip() : intake_submit_strip());
		canvas_cursor(c, line.row, line.col + 1);
	} else if (s->mode == MODE_HANDED) {
		canvas_cut(c, line.row, line.col + 1, end, ROLE_NEAR, intake_end_strip(s));
		canvas_cursor(c, line.row, line.col + 1);
	} else if (s->focus == FOCUS_DANGER) {
		canvas_cut(c, line.row, line.col + 1, end, ROLE_NORMAL,
		    "提醒  Enter=已问过, 没有急险   F8=紧急转接   Esc=回到内容");
	} else if (cell != NULL && (cell->kind == CELL_CHOICE || cell->kind == CELL_SET)) {
		draw_choices(s, c, line, cell);
	} else if (cell != NULL && cell->field == TF_EXTRA) {
		intake_extra_draw_help(s, c, line, cell);
	} else if (cell != NULL && cell->field == TF_UNIT && s->offer.past[0] != '\0' &&
		   !s->pick.open) {
		canvas_cut(c, line.row, line.col + 1, end, ROLE_NEAR, s->offer.past);
	} else if (cell != NULL && cell->field == TF_SUBJECT && s->subject.words[0] != '\0') {
		(void)intake_subject_draw(s, c, line);
	} else if (cell != NULL && cell->kind == CELL_PICK && !s->pick.open) {
		canvas_cut(c, line.row, line.col + 1, end, ROLE_NORMAL,
		    "选择  输首字母、汉字或代码; 空格列出; 退格清空   Enter=下一项");
	} else {
		draw_proposals(s, c, line);
	}
}

/* ---- the lines below ---- */

/* Knowledge is one key away: it gives its row to what is said and heard now, never the other way about. */
static int
draw_kb(const struct intake *s, struct canvas *c, struct rect at)
{
	const int cannot_wait = (s->offer.n_notices > 0) + intake_talk_rows(s, at.cols) +
				(s->desk->call.active && s->desk->call.heard[0] != '\0');

	return at.rows > cannot_wait ? intake_kb_draw_line(s, c, at) : 0;
}

/* The limits read aloud are those of a special-protection period. */
static int
draw_protection(const struct intake *s, struct canvas *c, struct rect line)
{
	line.col++;
	line.cols -= 2;
	return part_protection(s->desk, &intake_sheet(s)->d.f, s->desk->now, c, line.row, line) -
	       line.row;
}

static int
draw_notice(const struct intake *s, struct canvas *c, struct rect line)
{
	int end = line.col + line.cols - 1;

	if (s->offer.n_notices == 0 || s->wide)
		return 0;
	canvas_text(c, line.row, line.col + 1, 4, ROLE_LABEL, "公告");
	end = canvas_right(c, line.row, end, ROLE_NORMAL, "[F3 再 F3 看口径]") - 2;
	canvas_cut(c, line.row, line.col + TEXT_AT, end - line.col - TEXT_AT, ROLE_NORMAL,
	    s->offer.notice[0]->title);
	return 1;
}

/* While its cell has the focus it stands above, where nothing takes its room. */
static int
draw_subject(const struct intake *s, struct canvas *c, struct rect line)
{
	const bool above = s->focus >= 0 && intake_form_slot(s, s->focus)->field == TF_SUBJECT;

	return above ? 0 : intake_subject_draw(s, c, line);
}

static int
draw_sheets(const struct intake *s, struct canvas *c, struct rect line)
{
	int col = line.col + TEXT_AT + 2, end = line.col + line.cols - 1, n = 0;

	for (int i = 0; i < s->n_sheets; i++)
		n += intake_known_sheet(s, &s->sheets[i]->d);
	if (n < 2 && !(s->mode == MODE_SENT && n > 0))
		return 0;
	canvas_text(c, line.row, line.col + 1, 6, ROLE_LABEL, "草稿");
	end = canvas_right(c, line.row, end, ROLE_NORMAL, "[Ctrl-N 换]") - 2;
	for (int i = 0; i < s->n_sheets && end - col > 12; i++) {
		const struct draft *d = &s->sheets[i]->d;
		const char *words = fields_get(&d->f, TF_CONTENT);
		char since[16];
		bool mine = d == &intake_sheet(s)->d; /* its words stand above */

		if (!intake_known_sheet(s, d))
			continue;
		(void)civil_format(d->created_at, "%H:%M", since, sizeof(since));
		col += canvas_printf(c, line.row, col, end - col, ROLE_NORMAL, "%s %s ",
		    mine ? "本单" : since, fields_get(&d->f, TF_CALLED));
		col += 2 + canvas_text_n(c, line.row, col, end - col < 16 ? end - col : 16,
			       ROLE_NORMAL, words, mine ? 0 : utf8_head(words, 8));
	}
	return 1;
}

/* The end of what was heard that fits into ${room} columns, from the beginning of a sentence or clause. */
static const char *
heard_tail(const char *heard, int room)
{
	static const char *const ends[] = { "。", "？", "！", "，" };
	const char *from = heard, *best = NULL;
	uint32_t cp;

	while (width_str(from) > room) {
		size_t k = utf8_next(from, strlen(from), &cp);

		from += k > 0 ? k : 1;
	}
	for (size_t i = 0; from > heard && i < sizeof(ends) / sizeof(ends[0]); i++) {
		const char *end = strstr(from, ends[i]);

		if (end != NULL && end[strlen(ends[i])] != '\0' && (best == NULL || end < best))
			best = end + strlen(ends[i]);
	}
	return best != NULL ? best : from;
}

static int
draw_heard(const struct intake *s, struct canvas *c, struct rect line)
{
	const char *heard = s->desk->call.heard;
	int cols = line.cols - HEARD_AT - 2;
	int rows = line.rows < HEARD_ROWS ? line.rows : HEARD_ROWS;

	if (*heard == '\0' || !s->desk->call.active)
		return 0;
	heard = heard_tail(heard, (cols - 1) * rows);
	canvas_text(c, line.row, line.col + 1, 8, ROLE_DIM, "来电人:");
	return wrap_draw(
	    c, (struct rect){ line.row, line.col + HEARD_AT, rows, cols }, ROLE_DIM, heard);
}

/* ---- after F10 ---- */

static int
draw_sent(const struct intake *s, struct canvas *c, struct rect at)
{
	const struct intake_sent *sent = &s->sent;
	const struct transfer_target *repair = intake_hand_repair_due(s);
	char after[512];
	int row = at.row, end = at.col + at.cols - 1, last = at.row + at.rows - 1, room;

	canvas_text(c, row, at.col + 1, 6, ROLE_GOOD, sent->joined ? "已并入" : "已提交");
	canvas_text(c, row, at.col + 10, 22, ROLE_MATCH, sent->number);
	canvas_printf(c, row, at.col + 34, 14, ROLE_MATCH, "后六位 %s", sent->last6);
	if (width_str(sent->note) <= end - at.col - 50) {
		canvas_right(c, row, end, ROLE_NORMAL, sent->note);
	} else {
		row++;
		canvas_cut(c, row, at.col + 10, end - at.col - 10, ROLE_NORMAL, sent->note);
	}
	row++;
	canvas_text(c, row, at.col + 1, 3, ROLE_LABEL, "读:");
	room = last - row - (repair != NULL);
	room = room > 3 ? 3 : room;
	row += wrap_draw(c, (struct rect){ row, at.col + 5, room > 1 ? room : 1, at.cols - 7 },
	    ROLE_SPEAK, intake_hand_after(s, after, sizeof(after)) ? after : sent->read);
	if (repair != NULL)
		canvas_printf(c, row++, at.col + 1, at.cols - 2, ROLE_DANGER,
		    "Enter=通知抢修 %s %s", repair->name, repair->number);
	row = row > last ? last : row;
	canvas_cut(c, row, at.col + 1, at.cols - 2, ROLE_NORMAL,
	    s->desk->call.active ? "F2 同一来电再记一件   F4 看该件   来电人挂机后自动进入话后整理"
	    : intake_draft_same_call(s) ? "F2 同一来电再记一件   F4 看该件   Esc 离开"
	    : taken_is_late(&s->last->d.f) ? "F2 补录下一张纸单   F4 看该件   Esc 离开"
					   : "F2 新单   F4 看该件   Esc 离开");
	canvas_cursor(c, row, at.col + 1);
	return row + 1 - at.row;
}

void
intake_draw_foot(const struct intake *s, struct canvas *c, struct rect at)
{
	static int (*const parts[])(const struct intake *, struct canvas *, struct rect) = {
		draw_protection, intake_kb_draw_answer, intake_alike_draw, draw_kb, draw_notice
	};
	static int (*const below[])(const struct intake *, struct canvas *,
	    struct rect) = { draw_subject, draw_sheets, draw_heard };
	int row = at.row, end = at.row + at.rows;

	if (s->mode == MODE_SENT) { /* the strip, whom one has not finished with, how to end */
		row += draw_sent(s, c, (struct rect){ row, at.col, end - row, at.cols });
		if (row < end)
			row += draw_sheets(s, c, (struct rect){ row, at.col, end - row, at.cols });
		(void)intake_talk_draw(s, c, (struct rect){ row, at.col, end - row, at.cols });
		return;
	}
	draw_meter(s, c, (struct rect){ row++, at.col, 1, at.cols });
	draw_offer(s, c, (struct rect){ row++, at.col, 1, at.cols });
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]) && row < end; i++)
		row += parts[i](s, c, (struct rect){ row, at.col, end - row, at.cols });
	at = intake_talk_draw(s, c, (struct rect){ row, at.col, end - row, at.cols });
	for (size_t i = 0; i < sizeof(below) / sizeof(below[0]) && at.rows > 0; i++) {
		int used = below[i](s, c, at);

		at.row += used;
		at.rows -= used;
	}
}

/* ---- the column at the right ---- */

static int
side_rule(struct canvas *c, int row, struct rect at)
{
	canvas_hline(c, row, at.col + 1, at.cols - 2, ROLE_RULE);
	return row + 1;
}

static int
side_caller(const struct intake *s, struct canvas *c, int row, struct rect at)
{
	int shown = s->who.n_rows < 4 ? s->who.n_rows : 4;

	canvas_printf(c, row++, at.col + 2, at.cols - 3, ROLE_HEADING, "此来电  近30天 %d 件",
	    s->who.c.tickets_30d);
	for (int i = 0; i < shown; i++) {
		const struct ticket_row *r = &s->who.row[i];
		bool late =
		    r->due_at != 0 && r->due_at < s->desk->now && (STATES_OPEN & (1u << r->state));
		int end =
		    canvas_right(c, row, at.col + at.cols - 1, late ? ROLE_OVERDUE : ROLE_NORMAL,
			late ? "!!超期" : state_label(r->state)) -
		    1;
		char what[400];

		intake_side_row(r, what, sizeof(what));
		canvas_cut(c, row++, at.col + 3, end - at.col - 3, ROLE_NORMAL, what);
	}
	if (shown == 0)
		canvas_cut(c, row++, at.col + 3, at.cols - 4, ROLE_DIM, "没有以前的工单");
	return row;
}

static int
side_notices(const struct intake *s, struct canvas *c, int row, struct rect at)
{
	int end = at.row + at.rows;

	canvas_text(c, row++, at.col + 2, at.cols - 3, ROLE_HEADING, "公告");
	for (int i = 0; i < s->offer.n_notices && row < end; i++) {
		canvas_cut(
		    c, row++, at.col + 3, at.cols - 4, ROLE_NORMAL, s->offer.notice[i]->title);
		if (i == 0 && row < end)
			row += wrap_draw(c,
			    (struct rect){
				row, at.col + 5, end - row < 6 ? end - row : 6, at.cols - 6 },
			    ROLE_DIM, s->offer.notice[i]->points);
	}
	if (s->offer.n_notices == 0 && row < end)
		canvas_cut(c, row++, at.col + 3, at.cols - 4, ROLE_DIM, "这里没有公告");
	return row;
}

void
intake_side_draw(const struct intake *s, struct canvas *c, struct rect at)
{
	int row = at.row;

	canvas_vline(c, at.row, at.col, at.rows, ROLE_RULE);
	row = side_caller(s, c, row, at);
	row = side_rule(c, row, at);
	row = intake_alike_draw_side(s, c, row, at);
	row = side_rule(c, row, at);
	row = intake_kb_draw_side(s, c, row, at);
	if (row + 2 > at.row + at.rows)
		return;
	row = side_rule(c, row, at);
	(void)side_notices(s, c, row, at);
}
