/* drill.c: 演练: what a drill is about: who one is, what one is told, which tickets lie on the desk; and when it is over what
 * should have been done, and why. One leaves it with Esc and works on the real screens; Alt-T brings it back.
 *
 * Not here: the drill (app_drill.c), its marks (marks.c). */
#include <stdio.h>
#include <string.h>

#include "client/ui/wrap.h"
#include "client/view/all_p.h"
#include "client/view/classroom.h"
#include "client/view/part_p.h"
#include "model/drill.h"
#include "model/number.h"

struct brief {
	struct desk *desk;
};

static const struct class_run *
run_of(const struct brief *s)
{
	return s->desk->classroom->run;
}

/* ---- drawing ---- */

static int
draw_tickets(const struct brief *s, struct canvas *c, int row, struct rect at)
{
	const struct drill *d = class_run_scenario(run_of(s))->drill;
	const struct lesson *l = class_run_lesson(run_of(s));

	for (int i = 0; i < d->n_tickets && row < at.row + at.rows; i++) {
		struct ticket t;
		char no[24] = "";

		ticket_init(&t);
		if (s->desk->cache != NULL)
			part_ticket_again(s->desk, l->ticket_id[i], &t);
		number_short(fields_get(&t.f, TF_NO), no);
		canvas_printf(c, row++, at.col, at.cols, ROLE_NORMAL, "%d %s  %s  %s  %s", i + 1,
		    d->ticket[i].name, no, t.state == STATE_NONE ? "" : state_label(t.state),
		    fields_get(&d->ticket[i].f, TF_TITLE));
		ticket_free(&t);
	}
	return row;
}

/* What there was to be done, and whether it was. */
static int
draw_steps(const struct brief *s, struct canvas *c, int row, struct rect at)
{
	const struct scenario *sc = class_run_scenario(run_of(s));
	int found[DRILL_STEPS];

	drill_found(sc, class_run_lesson(run_of(s)), found);
	for (int i = 0; i < sc->drill->n_steps && row < at.row + at.rows; i++) {
		const struct drill_step *x = &sc->drill->step[i];

		canvas_printf(c, row++, at.col, at.cols, found[i] >= 0 ? ROLE_GOOD : ROLE_OVERDUE,
		    "%s %s %s: %s", found[i] >= 0 ? "已办" : "未办",
		    sc->drill->ticket[x->ticket].name, event_info(x->event)->label, x->rule);
	}
	return row;
}

static int
draw_words(struct canvas *c, int row, struct rect at, const char *words)
{
	const struct rect rest = { row, at.col, at.row + at.rows - row, at.cols };

	return rest.rows > 0 ? row + wrap_draw(c, rest, ROLE_NORMAL, words) : row;
}

static void
draw_head(const struct brief *s, struct canvas *c, struct rect at)
{
	const struct scenario *sc = class_run_scenario(run_of(s));
	const struct drill *d = sc->drill;
	const struct unit *u =
	    s->desk->city != NULL && d->unit[0] != '\0' ? city_unit(s->desk->city, d->unit) : NULL;
	char cut[64] = "";

	if (d->cut_s > 0)
		(void)snprintf(cut, sizeof(cut), ", 中途线路会断 %d 秒", d->cut_s);
	canvas_printf(c, at.row, at.col, at.cols, ROLE_HEADING, "%s %s  %s", sc->id, sc->title,
	    scenario_mode_label(class_run_mode(run_of(s))));
	canvas_printf(c, at.row + 1, at.col, at.cols, ROLE_DIM, "%s%s工号 %s, 标准 %d 分 %d 秒%s",
	    u != NULL ? u->name : "", u != NULL ? ", " : "", d->job_no, d->par_s / 60,
	    d->par_s % 60, cut);
}

static void
drill_draw(const struct view *v, struct canvas *c, struct rect body)
{
	const struct brief *s = v->state;
	const bool under_way = s->desk->classroom->under_way;
	struct rect at = { body.row + 1, body.col + 1, body.rows - 2, body.cols - 2 };
	const struct drill *d;
	int row;

	if (canvas_too_small(c) || run_of(s) == NULL)
		return;
	d = class_run_scenario(run_of(s))->drill;
	if (d == NULL)
		return;
	canvas_hline(c, body.row, body.col + 1, body.cols - 2, ROLE_RULE);
	draw_head(s, c, at);
	row = draw_words(c, at.row + 3, at, under_way ? d->situation : d->remark) + 1;
	if (under_way)
		row = draw_tickets(s, c, row, at) + 1;
	else
		row = draw_steps(s, c, row, at) + 1;
	if (under_way)
		(void)draw_words(c, row, at,
		    "按 Esc 去办, 或按数字打开那一件: 用平时的屏和键, 全办完自动结束; "
		    "按 Alt-T 回到这里; 在这里按 0 提前结束。");
}

/* ---- keys ---- */

static unsigned
drill_input(struct view *v, const struct input *in)
{
	const struct brief *s = v->state;

	if (in->kind == INPUT_TEXT && strcmp(in->text, "0") == 0 && s->desk->classroom->under_way) {
		(void)s->desk->lesson(s->desk->app, &(struct class_order){ 0 }, NULL);
		return VIEW_DRAW;
	}
	if (in->kind == INPUT_TEXT && in->len == 1 && in->text[0] > '0' && run_of(s) != NULL &&
	    in->text[0] - '0' <= class_run_scenario(run_of(s))->drill->n_tickets) {
		s->desk->open(s->desk->app, &ticket_view,
		    class_run_lesson(run_of(s))->ticket_id[in->text[0] - '1']);
		return VIEW_DRAW;
	}
	return VIEW_IGNORED;
}

static unsigned
drill_event(struct view *v, const struct news *n)
{
	(void)v;
	return n->kind == NEWS_TABLES ? VIEW_DRAW : 0;
}

static enum err_code
drill_open(struct view *v, const char *arg, struct err *e)
{
	struct brief *s = v->state;
	const struct class_info *c = v->desk->classroom;

	(void)arg;
	if (c == NULL || c->run == NULL || class_run_scenario(c->run)->drill == NULL)
		return err_set(e, ERR_NOT_FOUND, "没有在上的演练: 在“培训”里选一个开始。");
	s->desk = v->desk;
	return ERR_OK;
}

static const struct bar_key keys[] = { { ACTION_BACK, "去办" }, { ACTION_NONE, "数字=打开" },
	{ ACTION_NONE, "0=结束演练" }, { ACTION_HELP, NULL } };

const struct view_ops drill_view = {
	.name = "drill",
	.title = "演练",
	.aliases = "演练 情况 讲评 yanlian drill",
	.footer = keys,
	.n_footer = sizeof(keys) / sizeof(keys[0]),
	.roles = PART_ANYONE,
	.state_size = sizeof(struct brief),
	.open = drill_open,
	.input = drill_input,
	.event = drill_event,
	.draw = drill_draw,
};
