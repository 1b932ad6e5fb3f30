/* wall_do.c: what a senior does about the chosen person of 班长台: a line said into a request for help, the offer to take the
 * caller over, the end of the request, a rest that is ordered.
 *
 * Invariants: everything is a desk record of the senior's own, which the centre checks; a caller is never moved from here:
 * who talks with him confirms it (app_senior.c). What neither the telephone nor the program can do (listening in, looking
 * at the screen, breaking in) is not offered. */
#include <string.h>

#include "base/str.h"
#include "wall_p.h"

#define ABLE (PHONE_CAP_SUCCESS | PHONE_CAP_CONSULT)

bool
wall_may(const struct wall *s, enum wall_act act)
{
	const struct wall_row *r = wall_chosen(s);
	const struct assist *a = r != NULL ? wall_help(s, r) : NULL;

	if (r == NULL || strcmp(wall_who(s, r), s->desk->me.user) == 0)
		return false;
	switch (act) {
	case WALL_SAY:
		return true;
	case WALL_TAKE:
		return a != NULL && a->call[0] != '\0' && r->seat >= 0 &&
		       agent_is_on_call(s->seats[r->seat].state) &&
		       (s->desk->call.caps & ABLE) != 0 && !s->desk->call.active &&
		       s->desk->link.seat_no[0] != '\0';
	case WALL_DONE:
		return a != NULL;
	case WALL_ACT_NONE:
	case WALL_ACTS:
		break;
	}
	return false;
}

/* ---- records ---- */

static unsigned
post(struct wall *s, struct record *r)
{
	struct job *j = part_job(s->desk, JOB_RECORD);

	if (j == NULL) {
		record_free(r);
		return VIEW_DRAW;
	}
	j->record = *r; /* its text goes along */
	s->job = s->desk->job(s->desk->app, j);
	return VIEW_DRAW;
}

static unsigned
tell(struct wall *s, enum assist_code code, const char *words)
{
	const struct wall_row *row = wall_chosen(s);
	const struct assist *a = row != NULL ? wall_help(s, row) : NULL;
	struct record r = { 0 };

	if (row == NULL ||
	    !assist_answer(&r, code, wall_who(s, row), a != NULL ? a->id : "", words)) {
		record_free(&r);
		return VIEW_DRAW;
	}
	return post(s, &r);
}

static unsigned
send_line(struct wall *s)
{
	const char *words = field_text(&s->line);
	struct record r = { .kind = s->asking == WALL_ASKS_REST ? RECORD_ORDER : RECORD_ASSIST };
	bool ok;

	if (words[strspn(words, " ")] == '\0') {
		s->desk->say(s->desk->app, 1,
		    s->asking == WALL_ASKS_REST ? "请写一句原因, 对方看得到。"
						: "请写一句要说的话。");
		return VIEW_DRAW;
	}
	if (s->asking == WALL_ASKS_REST) {
		(void)str_copy(r.object, sizeof(r.object), s->to);
		(void)str_copy(r.code, sizeof(r.code), order_items[ORDER_REST].code);
		ok = record_set_text(&r, words);
	} else {
		ok = assist_answer(&r, ASSIST_ANSWER, s->to, s->request, words);
	}
	s->focus = WALL_ON_LIST;
	if (!ok) {
		record_free(&r);
		s->desk->say(s->desk->app, 2, "内存不足, 没有发出。");
		return VIEW_DRAW;
	}
	return post(s, &r);
}

/* ---- keys ---- */

/* To the person who is chosen now, whoever comes to stand in that row. */
static unsigned
begin_line(struct wall *s, enum wall_asking asking)
{
	const struct wall_row *row = wall_chosen(s);
	const struct assist *a = row != NULL ? wall_help(s, row) : NULL;

	if (!wall_may(s, WALL_SAY)) {
		s->desk->say(s->desk->app, 1, "先选一位话务员。");
		return VIEW_DRAW;
	}
	s->asking = asking;
	(void)str_copy(s->to, sizeof(s->to), wall_who(s, row));
	(void)str_copy(s->request, sizeof(s->request), a != NULL ? a->id : "");
	field_free(&s->line);
	field_init(&s->line, asking == WALL_ASKS_REST ? ASSIST_LINE_CHARS : ASSIST_ANSWER_CHARS);
	s->focus = WALL_ON_LINE;
	return VIEW_DRAW;
}

static unsigned
act(struct wall *s, int digit)
{
	if (digit <= 0 || digit >= WALL_ACTS || !wall_may(s, (enum wall_act)digit)) {
		s->desk->say(s->desk->app, 1, "这一项现在办不了。能办的都列在下面。");
		return VIEW_DRAW;
	}
	switch ((enum wall_act)digit) {
	case WALL_SAY:
		return begin_line(s, WALL_ASKS_ANSWER);
	case WALL_TAKE:
		return tell(s, ASSIST_TAKE, s->desk->link.seat_no);
	case WALL_DONE:
		return tell(s, ASSIST_DONE, "班长已处理");
	case WALL_ACT_NONE:
	case WALL_ACTS:
		break;
	}
	return VIEW_DRAW;
}

static unsigned
line_input(struct wall *s, const struct input *in)
{
	struct react r = { 0 };

	if (input_is(in, ACTION_BACK)) {
		s->focus = WALL_ON_LIST;
		return VIEW_DRAW;
	}
	if (input_is(in, ACTION_ENTER))
		return in->ahead ? VIEW_EARLY : send_line(s);
	field_input(&s->line, in, &r);
	part_refused(s->desk, &r);
	return r.bits != 0 ? VIEW_DRAW : VIEW_IGNORED;
}

static unsigned
foot_input(struct wall *s, const struct input *in)
{
	if (input_is(in, ACTION_BACK) || input_is(in, ACTION_NEXT) || input_is(in, ACTION_PREV)) {
		s->focus = WALL_ON_LIST;
		return VIEW_DRAW;
	}
	if (in->kind == INPUT_TEXT)
		return act(s, input_digit(in));
	if (input_is(in, ACTION_UP) || input_is(in, ACTION_DOWN))
		return VIEW_IGNORED; /* the list's: on to the next person */
	return in->kind == INPUT_ACTION && in->action != ACTION_ENTER ? VIEW_IGNORED : VIEW_DRAW;
}

unsigned
wall_do_input(struct wall *s, const struct input *in)
{
	if (s->focus == WALL_ON_LINE)
		return line_input(s, in);
	if (input_is(in, ACTION_STATE))
		return begin_line(s, WALL_ASKS_REST);
	if (input_is(in, ACTION_NEW) && !s->desk->call.active) {
		char about[WALL_BULLETIN];

		wall_surge_bulletin(s, about);
		s->desk->open(s->desk->app, view_by_name("bulletins"), about);
		return VIEW_DRAW;
	}
	if (input_is(in, ACTION_JOIN))
		return wall_surge_join(s);
	if (s->focus == WALL_ON_FOOT)
		return foot_input(s, in);
	if (input_is(in, ACTION_ENTER) || input_is(in, ACTION_NEXT)) {
		if (wall_may(s, WALL_SAY))
			s->focus = WALL_ON_FOOT;
		return VIEW_DRAW;
	}
	return VIEW_IGNORED;
}

unsigned
wall_do_event(struct wall *s, const struct news *n)
{
	if (n->job == 0 || n->job != s->job)
		return 0;
	s->job = 0;
	if (n->err.code != ERR_OK)
		s->desk->say(s->desk->app, 2, "没有发出: %s", n->err.text);
	else if (s->desk->link.state != LINK_ONLINE && s->desk->link.state != LINK_FILLING)
		s->desk->say(s->desk->app, 2, "线路断着: 已存本机, 恢复后才送到。");
	else
		s->desk->say(s->desk->app, 0, "已发出。");
	return VIEW_DRAW;
}
