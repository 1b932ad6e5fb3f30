/* worklist_draw.c: the picture of a work screen: the lists with their counts, the rows, the chosen ticket, its steps; or,
 * while a step is being filled in, its form in the place of the ticket. */
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/str.h"
#include "base/width.h"
#include "client/ui/wrap.h"
#include "client/view/deed_words_p.h"
#include "client/view/event_words_p.h"
#include "client/view/phone_look_p.h"
#include "model/number.h"
#include "worklist_p.h"

#define WIDE        110
#define TALL        30
#define LIST_NARROW 9  /* rows of the list with its head, at 80x24 */
#define FORM_MOST   16 /* rows of a form */
#define SIDE_COLS   48 /* at 120 columns */
#define SIDE_ROWS   4  /* at 80, below the words or above a form */

/* "待签收 2   [今日联系 3]   今日到期 1": what has something to do stands out by its figure, not by a colour alone. Returns
 * the row after the last: where they do not fit on one, a second. */
static int
draw_lists(const struct worklist *w, struct canvas *c, struct rect at)
{
	int col = at.col, row = at.row;

	for (int i = 0; i < w->kind->n_lists; i++) {
		const struct work_list *l = &w->kind->lists[i];
		const bool here = i == w->list_no;
		const enum role role = here ? ROLE_FOCUS : ROLE_NORMAL;
		char text[96], more[64] = "";
		int cols;

		if (!worklist_shows(w, i))
			continue;
		if (w->kind->more != NULL)
			w->kind->more(w, i, more, sizeof(more));
		if (w->counts[i] < 0)
			(void)snprintf(text, sizeof(text), "%s", l->label);
		else
			(void)snprintf(text, sizeof(text), "%s %lld%s", l->label,
			    (long long)w->counts[i], more);
		cols = width_str(text) + 2;
		if (col + cols > at.col + at.cols && row == at.row) {
			col = at.col;
			row++;
		}
		canvas_text(c, row, col, 1, role, here ? "[" : " ");
		canvas_text(c, row, col + 1, -1, role, text);
		canvas_text(c, row, col + cols - 1, 1, role, here ? "]" : " ");
		col += cols + (at.cols >= WIDE);
	}
	if (w->partial)
		canvas_right(c, at.row, at.col + at.cols - 1, ROLE_NEAR, "未完");
	return row + 1;
}

static void
step_text(const struct worklist *w, int i, char out[64])
{
	(void)snprintf(out, 64, "[%d] %s%s", i + 1, w->step_labels[i],
	    (w->begun & (UINT32_C(1) << i)) != 0 ? "(写了一半)" : "");
}

/* "[1] 签收 [2] 申请退单 …", on as many rows as it takes; where it would stand only when ${c} is NULL. Returns the rows. */
static int
draw_steps(const struct worklist *w, struct canvas *c, struct rect at)
{
	enum event_kind next;
	const bool any = w->found && w->kind->next(w, &w->t, &next);
	int col = at.col, row = at.row;

	for (int i = 0; i <= w->n_steps; i++) {
		char text[64] = "";
		int cols;

		if (i < w->n_steps)
			step_text(w, i, text);
		else if (w->kind->more != NULL)
			w->kind->more(w, -1, text, sizeof(text));
		cols = width_str(text);
		if (col > at.col && col + cols > at.col + at.cols) {
			col = at.col;
			row++;
		}
		if (c != NULL && row < at.row + at.rows)
			canvas_text(c, row, col, cols,
			    any && i < w->n_steps && w->steps[i] == next ? ROLE_HEADING : ROLE_HINT,
			    text);
		col += cols + 2;
	}
	return row + 1 - at.row;
}

/* ---- the chosen ticket ---- */

int
worklist_matter(const struct desk *d, const struct ticket *t, struct canvas *c, struct rect at)
{
	const struct fields *f = &t->f;
	const struct area *a = d->city != NULL ? city_area(d->city, fields_get(f, TF_AREA)) : NULL;
	const char *phone = phone_look_number(f), *who = phone_look_name(f);
	char line[512];
	int row;

	if (at.rows <= 0)
		return at.row;
	row = at.row + wrap_draw(c,
			   (struct rect){ at.row, at.col, at.rows > 3 ? at.rows - 2 : 1, at.cols },
			   ROLE_VALUE, fields_get(f, TF_CONTENT));
	if (*fields_get(f, TF_DEMAND) != '\0' && row < at.row + at.rows - 1) {
		(void)snprintf(line, sizeof(line), "诉求: %s", fields_get(f, TF_DEMAND));
		canvas_cut(c, row++, at.col, at.cols, ROLE_VALUE, line);
	}
	if (row < at.row + at.rows) {
		(void)snprintf(line, sizeof(line), "%s %s%s%s  诉求人 %s", a != NULL ? a->full : "",
		    fields_get(f, TF_ADDRESS), *fields_get(f, TF_SUBJECT) != '\0' ? "  对象 " : "",
		    fields_get(f, TF_SUBJECT),
		    *who == '\0' && *phone == '\0' ? "保密: 由热线代问代答" : who);
		canvas_cut(c, row++, at.col, at.cols, ROLE_VALUE, line);
	}
	return row < at.row + at.rows ? part_protection(d, f, t->created_at, c, row, at) : row;
}

/* ---- what was said on it ---- */

static void
event_head(const struct worklist *w, const struct event *ev, char *out, size_t size)
{
	char when[24], who[96];

	event_words_who(w->desk->city, ev, who, sizeof(who));
	(void)snprintf(out, size, "%s %s %s", event_info((enum event_kind)ev->kind)->label,
	    civil_format(ev->at, "%m-%d %H:%M", when, sizeof(when)), who);
}

int
worklist_draw_said(
    const struct worklist *w, const struct event *ev, struct canvas *c, struct rect at)
{
	struct str words = { 0 };
	char head[160];
	int row = at.row + 1;

	if (at.rows <= 0)
		return at.row;
	event_head(w, ev, head, sizeof(head));
	canvas_cut(c, at.row, at.col, at.cols, ROLE_HEADING, head);
	deed_words(w->desk, ev, at.rows > SIDE_ROWS ? "\n" : "; ", &words);
	if (at.rows > 1 && words.len > 0)
		row += wrap_draw(c, (struct rect){ row, at.col, at.rows - 1, at.cols }, ROLE_VALUE,
		    str_c(&words));
	str_free(&words);
	return row;
}

int
worklist_draw_trace(const struct worklist *w, struct canvas *c, struct rect at)
{
	int row = at.row;

	for (int i = w->n_events - 1; i >= 0 && row < at.row + at.rows; i--) {
		struct str words = { 0 };
		char head[160];

		event_head(w, &w->events[i], head, sizeof(head));
		str_addf(&words, "%s  ", head);
		deed_words(w->desk, &w->events[i], "; ", &words);
		for (char *p = words.s; p != NULL && *p != '\0'; p++)
			if (*p == '\n')
				*p = ' ';
		canvas_cut(c, row++, at.col, at.cols, ROLE_DIM, str_c(&words));
		str_free(&words);
	}
	return row;
}

/* ---- all ---- */

/* At 80x24 a form has what the decision rests on above it. */
static int
side_rows(const struct worklist *w, struct rect body)
{
	return w->kind->side != NULL && body.cols < WIDE ? SIDE_ROWS : 0;
}

static int
list_rows(const struct worklist *w, struct rect body)
{
	int rows = body.rows >= TALL    ? body.rows / 2
		   : w->kind->rows != 0 ? w->kind->rows
					: LIST_NARROW;

	if (w->form.open && w->kind->keeps)
		return 3;
	/* what is being written matters more than what comes after it */
	if (w->form.open && (body.cols < WIDE || w->kind->side == NULL || body.rows < TALL))
		rows = body.rows - 1 - form_rows(&w->form, FORM_MOST) - 3 - side_rows(w, body);
	return rows < 3 ? 3 : rows;
}

/* The form at the foot, the ticket it is about above it. */
static void
draw_both(struct worklist *w, struct canvas *c, struct rect at)
{
	const int rows = form_rows(&w->form, FORM_MOST);

	(void)w->kind->detail(w, c, (struct rect){ at.row, at.col, at.rows - rows - 1, at.cols });
	canvas_hline(c, at.row + at.rows - rows - 1, at.col, at.cols, ROLE_RULE);
	form_draw(&w->form, c, (struct rect){ at.row + at.rows - rows, at.col, rows, at.cols });
}

/* The right half of a wide screen; the rect that is left. */
static struct rect
draw_beside(const struct worklist *w, struct canvas *c, struct rect at)
{
	const int col = at.col + at.cols - SIDE_COLS;

	if (w->kind->side == NULL || at.cols < WIDE - 2)
		return at;
	canvas_vline(c, at.row, col - 2, at.rows, ROLE_RULE);
	(void)w->kind->side(w, c, (struct rect){ at.row, col, at.rows, SIDE_COLS });
	at.cols -= SIDE_COLS + 3;
	return at;
}

static void
draw_form(struct worklist *w, struct canvas *c, struct rect at, int side)
{
	char no[32], line[320];
	int row;

	number_short(fields_get(&w->t.f, TF_NO), no);
	(void)snprintf(line, sizeof(line), "%s%s%s", no, no[0] != '\0' ? " " : "",
	    fields_get(&w->t.f, *fields_get(&w->t.f, TF_TITLE) != '\0' ? TF_TITLE : TF_CONTENT));
	if (w->kind->above != NULL)
		w->kind->above(w, line, sizeof(line));
	canvas_cut(c, at.row, at.col, at.cols, ROLE_VALUE, line);
	at.row++;
	at.rows--;
	if (side > at.rows - form_rows(&w->form, FORM_MOST))
		side = at.rows - form_rows(&w->form, FORM_MOST);
	if (side > 0) {
		row = w->kind->side(w, c, (struct rect){ at.row, at.col, side, at.cols });
		at.rows -= row - at.row;
		at.row = row;
	}
	form_draw(&w->form, c, at);
}

static void
draw_chosen(struct worklist *w, struct canvas *c, struct rect at, int side)
{
	const int steps = draw_steps(w, NULL, at);
	int row;

	if (side >
	    0) { /* what it needs is seen by drawing it; the rest goes to the ticket's words */
		const struct rect most = { at.row, at.col, side, at.cols };

		side = w->kind->side(w, c, most) - at.row;
		canvas_fill(c, most, ROLE_NORMAL);
	}
	row =
	    w->kind->detail(w, c, (struct rect){ at.row, at.col, at.rows - steps - side, at.cols });
	if (side > 0)
		(void)w->kind->side(
		    w, c, (struct rect){ row, at.col, at.row + at.rows - steps - row, at.cols });
	(void)draw_steps(w, c, (struct rect){ at.row + at.rows - steps, at.col, steps, at.cols });
}

void
worklist_draw(const struct view *v, struct canvas *c, struct rect body)
{
	struct worklist *w = v->state;
	struct rect below;
	int rows, head;

	worklist_refresh(w);
	head = draw_lists(w, c, body) - body.row - 1;
	body.row += head; /* a second row of lists */
	body.rows -= head;
	rows = list_rows(w, body);
	canvas_hline(c, body.row + 1, body.col + 1, body.cols - 2, ROLE_RULE);
	w->list.at = (struct rect){ body.row + 2, body.col, rows, body.cols };
	w->list.empty = !part_signed_in(w->desk) ? "还没有登录, 按 Ctrl-P 输 登录。"
						 : w->kind->lists[w->list_no].empty;
	list_draw(&w->list, c, !w->form.open);
	canvas_hline(c, body.row + 2 + rows, body.col + 1, body.cols - 2, ROLE_RULE);
	below =
	    (struct rect){ body.row + 3 + rows, body.col + 1, body.rows - 3 - rows, body.cols - 2 };
	if (!w->form.open && !w->found)
		return;
	below = draw_beside(w, c, below);
	if (w->form.open && w->kind->keeps)
		draw_both(w, c, below);
	else if (w->form.open)
		draw_form(w, c, below, side_rows(w, body));
	else
		draw_chosen(w, c, below, side_rows(w, body));
}
