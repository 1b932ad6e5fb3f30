/* worklist_draw.c: the picture of a work screen: the lists with their counts, the rows, the chosen ticket, its steps; or,
 * while a step is being filled in, its form in the place of the ticket. */
#include <stdio.h>
#include <string.h>

#include "base/str.h"
#include "base/utf8.h"
#include "base/width.h"
#include "client/ui/wrap.h"
#include "worklist_p.h"

#define WIDE        110
#define TALL        30
#define LIST_NARROW 9  /* rows of the list with its head, at 80x24 */
#define FORM_MOST   16 /* rows of a form */

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

/* "[1] 签收 [2] 申请退单 …", on as many rows as it takes. Returns the row after the last. */
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
			(void)snprintf(text, sizeof(text), "[%d] %s", i + 1, w->step_labels[i]);
		else if (w->kind->more != NULL)
			w->kind->more(w, -1, text, sizeof(text));
		cols = width_str(text);
		if (col + cols > at.col + at.cols) {
			col = at.col;
			row++;
		}
		if (row >= at.row + at.rows)
			return row;
		canvas_text(c, row, col, cols,
		    any && i < w->n_steps && w->steps[i] == next ? ROLE_HEADING : ROLE_HINT, text);
		col += cols + 2;
	}
	return row + 1;
}

/* ---- the chosen ticket ---- */

int
worklist_matter(const struct desk *d, const struct ticket *t, struct canvas *c, struct rect at)
{
	const struct fields *f = &t->f;
	const struct area *a = d->city != NULL ? city_area(d->city, fields_get(f, TF_AREA)) : NULL;
	const char *phone = fields_get(f, TF_CONTACT_PHONE), *who = fields_get(f, TF_CALLED);
	char line[512];
	int row;

	if (at.rows <= 1)
		return at.row;
	if (*phone == '\0')
		phone = fields_get(f, TF_CALLER_PHONE);
	if (*who == '\0')
		who = fields_get(f, TF_NAME);
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
	return row;
}

/* ---- all ---- */

static int
list_rows(const struct worklist *w, struct rect body)
{
	int rows = body.rows >= TALL    ? body.rows / 2
		   : w->kind->rows != 0 ? w->kind->rows
					: LIST_NARROW;

	if (w->form.open && w->kind->keeps)
		return 3;
	if (w->form.open) /* what is being written matters more than what comes after it */
		rows = body.rows - 1 - form_rows(&w->form, FORM_MOST) - 3;
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

void
worklist_draw(const struct view *v, struct canvas *c, struct rect body)
{
	struct worklist *w = v->state;
	struct rect below;
	char above[256];
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
	if (w->form.open && w->kind->keeps) {
		draw_both(w, c, below);
	} else if (w->form.open) {
		(void)snprintf(above, sizeof(above), "%s", fields_get(&w->t.f, TF_TITLE));
		if (w->kind->above != NULL)
			w->kind->above(w, above, sizeof(above));
		canvas_cut(c, below.row, below.col, below.cols, ROLE_VALUE, above);
		below.row++;
		below.rows--;
		form_draw(&w->form, c, below);
	} else if (w->found) {
		int at = w->kind->detail(
		    w, c, (struct rect){ below.row, below.col, below.rows - 2, below.cols });

		below.rows -= at - below.row;
		below.row = at;
		(void)draw_steps(w, c, below);
	}
}
