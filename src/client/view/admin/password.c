/* password.c: 改密码: one's own, with the present one; after a sign-in with a password that another has set it comes by itself
 * and stays until it is done. The centre gets only the hash; this seat opens with the new one afterwards, also with the
 * line down. What is typed goes into one job and is wiped here. */
#include <stdio.h>
#include <string.h>

#include "base/str.h"
#include "client/ui/wrap.h"
#include "client/view/all_p.h"
#include "admin_p.h"

enum { CELL_NOW, CELL_NEW, CELL_AGAIN, CELLS };
static const struct admin_spec cells[CELLS] = {
	{ "现在的密码", ADMIN_SECRET, true, 0, NULL },
	{ "新密码", ADMIN_SECRET, true, 0, "至少 8 个字符" },
	{ "再输一遍", ADMIN_SECRET, true, 0, NULL },
};

struct password {
	struct desk *desk;
	struct admin_form form;
	bool once; /* it must be changed */
	uint64_t job;
	char why[ERR_TEXT_BYTES];
};

static void
clear(struct password *s)
{
	admin_form_close(&s->form);
	admin_form_open(&s->form, s->desk, "改密码", cells, CELLS);
	s->form.keys = "Enter=下一项, 最后送出";
}

static enum err_code
password_open(struct view *v, const char *arg, struct err *e)
{
	struct password *s = v->state;

	if (v->desk->link.is_private)
		return err_set(e, ERR_FORBIDDEN, "自带的中心不用密码。");
	s->desk = v->desk;
	s->once = arg != NULL && strcmp(arg, "once") == 0;
	clear(s);
	return ERR_OK;
}

static void
password_close(struct view *v)
{
	struct password *s = v->state;

	admin_form_close(&s->form);
}

static unsigned
send(struct password *s)
{
	const char *fresh = admin_form_text(&s->form, CELL_NEW);
	struct job *j;

	s->why[0] = '\0';
	if (strcmp(fresh, admin_form_text(&s->form, CELL_AGAIN)) != 0) {
		(void)str_copy(s->why, sizeof(s->why), "两次输入的新密码不同, 请重新输入。");
		field_forget(&s->form.cell[CELL_NEW].line);
		field_forget(&s->form.cell[CELL_AGAIN].line);
		s->form.focus = CELL_NEW;
		return VIEW_DRAW;
	}
	if (!part_online(s->desk)) {
		(void)str_copy(s->why, sizeof(s->why), "和中心的线路断了, 改密码要连上中心。");
		return VIEW_DRAW;
	}
	if (s->job != 0 || (j = part_job(s->desk, JOB_PASSWORD)) == NULL)
		return VIEW_DRAW;
	(void)str_copy(j->password, sizeof(j->password), admin_form_text(&s->form, CELL_NOW));
	j->body = str_dup(fresh);
	s->job = s->desk->job(s->desk->app, j);
	return VIEW_DRAW;
}

static unsigned
password_input(struct view *v, const struct input *in)
{
	struct password *s = v->state;
	unsigned bits;

	switch (admin_form_input(&s->form, in, &bits)) {
	case ADMIN_FORM_SEND:
		return send(s);
	case ADMIN_FORM_LEFT:
		return VIEW_DRAW | VIEW_CLOSE;
	default:
		return bits;
	}
}

static unsigned
password_event(struct view *v, const struct news *n)
{
	struct password *s = v->state;

	if (n->kind != NEWS_DONE || n->job == 0 || n->job != s->job)
		return 0;
	s->job = 0;
	if (n->err.code != ERR_OK) {
		(void)str_copy(s->why, sizeof(s->why), n->err.text);
		clear(s);
		return VIEW_DRAW;
	}
	s->once = false;
	s->desk->say(s->desk->app, 0, "密码已改, 别处的登录都已退出。");
	return VIEW_DRAW | VIEW_CLOSE;
}

/* With the line down it cannot be done; then nobody is held up. */
static bool
password_may_close(struct view *v, struct err *e)
{
	const struct password *s = v->state;

	if (!s->once || !part_online(s->desk))
		return true;
	err_set(e, ERR_GUARD, "请先把密码改成自己的。");
	return false;
}

static unsigned
password_scopes(const struct view *v)
{
	return admin_form_scopes(&((const struct password *)v->state)->form);
}

static void
password_draw(const struct view *v, struct canvas *c, struct rect body)
{
	struct password *s = v->state;
	struct rect at = { body.row + 3, body.col + 4, CELLS + 1, body.cols - 8 };
	struct rect words = { at.row + at.rows + 1, at.col, 3, at.cols };

	if (canvas_too_small(c))
		return;
	canvas_cut(c, body.row + 1, at.col, at.cols, s->once ? ROLE_NEAR : ROLE_DIM,
	    s->once ? "您现在的密码是管理员设的, 一刻钟内请改成只有自己知道的。"
		    : "新密码只有您自己知道; 改后在这台坐席机上断线时也用新的。");
	admin_form_draw(&s->form, c, at);
	if (s->job != 0)
		canvas_text(c, words.row, words.col, -1, ROLE_HINT, "正在送出");
	else if (s->why[0] != '\0')
		(void)wrap_draw(c, words, ROLE_ERROR, s->why);
}

static const struct bar_key keys[] = { { ACTION_HELP, NULL }, { ACTION_BACK, NULL },
	{ ACTION_ENTER, "下一项" }, { ACTION_SUBMIT, "改密码" } };

const struct view_ops password_view = {
	.name = "password",
	.title = "改密码",
	.aliases = "改密码 密码 gaimima password",
	.footer = keys,
	.n_footer = sizeof(keys) / sizeof(keys[0]),
	.answers =
	    ACTS_EDIT | ACT(ENTER) | ACT(NEXT) | ACT(PREV) | ACT(SUBMIT) | ACT(UP) | ACT(DOWN),
	.roles = PART_ANYONE,
	.state_size = sizeof(struct password),
	.open = password_open,
	.scopes = password_scopes,
	.input = password_input,
	.event = password_event,
	.draw = password_draw,
	.may_close = password_may_close,
	.close = password_close,
};
