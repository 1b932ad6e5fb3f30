/* lock.c: the locked seat (锁屏): nothing of anybody is shown but the status line, every screen below stays as it is.
 *
 * Unlocking asks this seat, not the centre: the password opens the wrapped key that the person signed in with, so that
 * it works with the line down. A private centre has no password. No key gets through but these. Not here: when it locks
 * by itself (app.c). */
#include <stdio.h>
#include <string.h>

#include "base/limits.h"
#include "base/str.h"
#include "client/ui/field.h"
#include "client/ui/wrap.h"
#include "client/view/all_p.h"
#include "client/view/part_p.h"
#include "model/mask.h"

struct lock {
	struct desk *desk;
	struct field password;
	uint64_t job; /* the unlocking under way; 0 none */
	char why[ERR_TEXT_BYTES];
};

static enum err_code
lock_open(struct view *v, const char *arg, struct err *e)
{
	struct lock *s = v->state;

	(void)arg;
	(void)e;
	s->desk = v->desk;
	field_init(&s->password, LIMIT_PASSWORD_BYTES - 1);
	s->password.secret = true;
	return ERR_OK;
}

static void
lock_close(struct view *v)
{
	struct lock *s = v->state;

	field_forget(&s->password);
	field_free(&s->password);
}

static unsigned
unlock(struct lock *s)
{
	const char *password = field_text(&s->password);
	struct job *j;

	if (s->desk->link.is_private)
		return VIEW_DRAW | VIEW_CLOSE;
	s->why[0] = '\0';
	if (s->job != 0)
		return VIEW_DRAW;
	if (*password == '\0')
		(void)str_copy(s->why, sizeof(s->why), "请输入密码。");
	else if ((j = part_job(s->desk, JOB_UNLOCK)) != NULL) {
		(void)str_copy(j->password, sizeof(j->password), password);
		s->job = s->desk->job(s->desk->app, j);
		field_forget(&s->password);
	}
	return VIEW_DRAW;
}

/* Somebody else needs the seat: the words of the one who locked it stay for them. */
static unsigned
change_person(struct lock *s)
{
	struct job *j = s->desk->link.is_private ? NULL : part_job(s->desk, JOB_SIGN_OUT);

	if (j != NULL)
		(void)s->desk->job(s->desk->app, j);
	return VIEW_DRAW;
}

static unsigned
lock_input(struct view *v, const struct input *in)
{
	struct lock *s = v->state;
	struct react r = { 0 };

	if (input_is(in, ACTION_REDRAW))
		return VIEW_IGNORED;
	if (input_is(in, ACTION_ENTER))
		return in->ahead && s->desk->link.is_private ? VIEW_EARLY : unlock(s);
	if (input_is(in, ACTION_SUBMIT))
		return change_person(s);
	if (input_is(in, ACTION_NEW) && s->desk->call.ringing)
		s->desk->say(s->desk->app, 1, "先解锁, 再按 F2 接听");
	if (!s->desk->link.is_private && s->job == 0)
		field_input(&s->password, in, &r);
	return VIEW_DRAW; /* whatever it was, nothing below gets it */
}

static unsigned
lock_event(struct view *v, const struct news *n)
{
	struct lock *s = v->state;

	if (n->kind == NEWS_PHONE || n->kind == NEWS_LINK)
		return VIEW_DRAW;
	if (n->kind != NEWS_DONE || n->job == 0 || n->job != s->job)
		return 0;
	s->job = 0;
	if (n->err.code == ERR_OK)
		return VIEW_DRAW | VIEW_CLOSE;
	(void)str_copy(s->why, sizeof(s->why), n->err.text);
	return VIEW_DRAW;
}

static unsigned
lock_scopes(const struct view *v)
{
	(void)v;
	return SCOPE_ALL | SCOPE_EDIT;
}

static void
lock_draw(const struct view *v, struct canvas *c, struct rect body)
{
	struct lock *s = v->state;
	const struct desk *d = s->desk;
	int row = body.row + body.rows / 3, col = body.col + body.cols / 2 - 18;
	char peer[32];

	if (canvas_too_small(c))
		return;
	canvas_text(c, row++, col, -1, ROLE_HEADING, "已锁屏");
	canvas_printf(
	    c, row++, col, 50, ROLE_NORMAL, "%s %s  已输入的内容都在", d->me.user, d->me.name);
	row++;
	if (d->link.is_private) {
		canvas_text(c, row, col, -1, ROLE_HINT, "Enter 解锁");
		canvas_cursor(c, row, col);
	} else {
		s->password.at = (struct rect){ row, col + 6, 1, 28 };
		canvas_text(c, row, col, 4, ROLE_FOCUS, "密码");
		canvas_text(c, row + 1, col + 6, -1, ROLE_HINT,
		    s->job != 0 ? "正在核对..." : "Enter 解锁  F10 注销换人");
		field_draw(&s->password, c, ROLE_VALUE, true);
	}
	row += 3;
	if (d->call.ringing) {
		mask_phone(d->call.peer, peer, sizeof(peer));
		canvas_printf(c, row++, col, 50, ROLE_NEAR, "! 来电 %s 正在响铃", peer);
	}
	if (s->why[0] != '\0')
		(void)wrap_draw(c, (struct rect){ row, col, 3, 50 }, ROLE_ERROR, s->why);
}

static const struct bar_key keys[] = { { ACTION_ENTER, "解锁" } };

const struct view_ops lock_view = {
	.name = "lock",
	.title = "锁屏",
	.aliases = "锁屏 遮蔽 suoping lock",
	.footer = keys,
	.n_footer = sizeof(keys) / sizeof(keys[0]),
	.answers = ACTS_EDIT | ACT(HOME) | ACT(END) | ACT(ENTER) | ACT(SUBMIT),
	.roles = PART_ANYONE,
	.state_size = sizeof(struct lock),
	.open = lock_open,
	.scopes = lock_scopes,
	.input = lock_input,
	.event = lock_event,
	.draw = lock_draw,
	.close = lock_close,
};
