/* bulletins_draw.c: the picture of the bulletins: the list above, the chosen one's words below, or the form of talking points. */
#include <stdio.h>

#include "base/clock.h"
#include "bulletins_p.h"

#define LIST_ROWS 8 /* with its head, of the smallest screen */
#define BODY_ROWS 20

static void
draw_head(const struct bulletins *s, struct canvas *c, struct rect at)
{
	int now = 0, due = 0, col = at.col + 1;
	char waits[48];

	for (int i = 0; i < s->n; i++) {
		now += s->rows[i].when == HOLDS_NOW;
		due += bulletins_is_due(&s->rows[i]);
	}
	col += canvas_printf(c, at.row, col, at.cols - 2, ROLE_HEADING, "现在有效 %d 条", now);
	if (due > 0)
		canvas_printf(
		    c, at.row, col + 2, at.cols - col - 3, ROLE_NEAR, "! 必读未读 %d 条", due);
	guidance_head(&s->guidance, waits, sizeof(waits));
	if (waits[0] != '\0')
		canvas_printf(c, at.row, at.col + 38, 17, ROLE_NEAR, "! %s", waits);
	canvas_right(c, at.row, at.col + at.cols - 1, ROLE_DIM, "Enter=已阅, 到下一条未读");
}

static void
draw_one(struct bulletins *s, struct canvas *c, struct rect at)
{
	const struct bulletin_row *r = bulletins_chosen(s);
	char from[32], to[32] = "长期", line[512];
	const struct category *k;
	int row = at.row;

	if (r == NULL)
		return;
	k = s->desk->city != NULL ? city_category(s->desk->city, r->b->category) : NULL;
	(void)civil_format(r->b->starts_at, "%Y-%m-%d %H:%M", from, sizeof(from));
	if (r->b->ends_at != 0)
		(void)civil_format(
		    guidance_last_minute(r->b->ends_at), "%Y-%m-%d %H:%M", to, sizeof(to));
	canvas_cut(c, row++, at.col + 1, at.cols - 2, ROLE_HEADING, r->b->title);
	(void)snprintf(line, sizeof(line), "%s 至 %s  %s%s", from, to, k != NULL ? k->name : "",
	    r->when == HOLDS_NOW     ? ""
	    : r->when == HOLDS_LATER ? "  ! 还没有开始, 勿读"
				     : "  ! 已经过去, 勿读");
	canvas_cut(c, row++, at.col + 1, at.cols - 2,
	    r->when == HOLDS_NOW ? ROLE_NORMAL : ROLE_NEAR, line);
	if (r->b->approver[0] != '\0') {
		(void)snprintf(line, sizeof(line), "签发 %s  批准 %s%s%s", r->b->issuer,
		    r->b->approver, r->b->replaces[0] != '\0' ? "  代替 " : "", r->b->replaces);
		canvas_cut(c, row++, at.col + 1, at.cols - 2, ROLE_DIM, line);
		guidance_readers(&s->guidance, r->b, line, sizeof(line));
		if (line[0] != '\0')
			canvas_cut(c, row++, at.col + 1, at.cols - 2, ROLE_DIM, line);
	}
	canvas_text(c, row++, at.col + 1, at.cols - 2, ROLE_LABEL,
	    r->when == HOLDS_NOW ? "统一口径, 可以照读:" : "统一口径:");
	s->pager.text = r->b->points;
	s->pager.at = (struct rect){ row, at.col + 3, at.row + at.rows - row, at.cols - 5 };
	pager_draw(&s->pager, c, r->when == HOLDS_NOW ? ROLE_SPEAK : ROLE_NORMAL, false);
}

void
bulletins_draw(const struct view *v, struct canvas *c, struct rect body)
{
	struct bulletins *s = v->state;
	int more = body.rows > BODY_ROWS ? (body.rows - BODY_ROWS) * 2 / 3 : 0;
	int high = LIST_ROWS + more, rule;

	if (s->guidance.form.f.open && body.rows - 2 - high < admin_form_rows(&s->guidance.form.f))
		high = body.rows - 2 - admin_form_rows(&s->guidance.form.f);
	rule = body.row + 1 + high;
	bulletins_refresh(s);
	draw_head(s, c, body);
	s->list.at = (struct rect){ body.row + 1, body.col, high, body.cols };
	s->list.empty = s->desk->city == NULL ? "正在取城市资料。" : "现在没有公告。";
	canvas_hline(c, rule, body.col + 1, body.cols - 2, ROLE_RULE);
	list_draw(&s->list, c, !guidance_busy(&s->guidance));
	if (s->guidance.form.f.open)
		admin_form_draw(&s->guidance.form.f, c,
		    (struct rect){
			rule + 1, body.col + 1, body.row + body.rows - rule - 1, body.cols - 2 });
	else
		draw_one(s, c,
		    (struct rect){
			rule + 1, body.col, body.row + body.rows - rule - 1, body.cols });
	dialog_draw(&s->guidance.dialog, c);
}
