/* login.c: signing in (登录): job number and password, also with the line down.
 *
 * With the centre it decides; without it the password opens this seat's data key, which is the same as having signed in
 * here before (the engine does that). A private centre lets its own people in without a password. The password goes into one
 * job and is wiped here. */
#include <stdio.h>
#include <string.h>

#include "base/limits.h"
#include "base/str.h"
#include "base/width.h"
#include "client/ui/field.h"
#include "client/ui/wrap.h"
#include "client/view/all_p.h"
#include "client/view/part_p.h"

enum { LOGIN_JOB_NO, LOGIN_PASSWORD, LOGIN_FIELDS };

struct login {
	struct field field[LOGIN_FIELDS];
	int focus;
	uint64_t job; /* the sign-in under way; 0 none */
	char why[ERR_TEXT_BYTES];
};

static const char *const labels[LOGIN_FIELDS] = { "工号", "密码" };

/* ---- opening ---- */

/* ${arg}: a job number to begin with; without it the one that signed in here last. */
static enum err_code
login_open(struct view *v, const char *arg, struct err *e)
{
	struct login *s = v->state;
	char last[16] = "";

	(void)e;
	if (v->desk->cache != NULL)
		cache_last_agent(v->desk->cache, last);
	if (arg == NULL || *arg == '\0')
		arg = last;
	field_init(&s->field[LOGIN_JOB_NO], 15);
	field_init(&s->field[LOGIN_PASSWORD], LIMIT_PASSWORD_BYTES - 1);
	s->field[LOGIN_PASSWORD].secret = true;
	if (*arg != '\0' && strlen(arg) < sizeof(((struct job *)0)->job_no)) {
		editor_set(&s->field[LOGIN_JOB_NO].ed, arg, strlen(arg));
		s->focus = LOGIN_PASSWORD;
	}
	return ERR_OK;
}

static void
login_close(struct view *v)
{
	struct login *s = v->state;

	field_forget(&s->field[LOGIN_PASSWORD]);
	for (int i = 0; i < LOGIN_FIELDS; i++)
		field_free(&s->field[i]);
}

static unsigned
login_scopes(const struct view *v)
{
	(void)v;
	return SCOPE_ALL | SCOPE_EDIT;
}

/* ---- signing in ---- */

static unsigned
sign_in(struct view *v)
{
	struct login *s = v->state;
	const char *no = field_text(&s->field[LOGIN_JOB_NO]);
	const char *password = field_text(&s->field[LOGIN_PASSWORD]);
	struct job *j;

	if (s->job != 0)
		return VIEW_DRAW;
	s->why[0] = '\0';
	if (*no == '\0' || (*password == '\0' && !v->desk->link.is_private)) {
		s->focus = *no == '\0' ? LOGIN_JOB_NO : LOGIN_PASSWORD;
		(void)snprintf(s->why, sizeof(s->why), "请输入%s。", labels[s->focus]);
		return VIEW_DRAW;
	}
	if ((j = part_job(v->desk, JOB_SIGN_IN)) == NULL)
		return VIEW_DRAW;
	if (!str_copy(j->job_no, sizeof(j->job_no), no) ||
	    !str_copy(j->password, sizeof(j->password), password)) {
		job_free(j);
		(void)snprintf(s->why, sizeof(s->why), "工号或密码太长。");
		return VIEW_DRAW;
	}
	s->job = v->desk->job(v->desk->app, j);
	return VIEW_DRAW;
}

static unsigned
to_field(struct login *s, int focus)
{
	s->focus = focus;
	return VIEW_DRAW;
}

static unsigned
login_act(struct view *v, enum action a)
{
	struct login *s = v->state;

	switch ((int)a) {
	case ACTION_SUBMIT:
		return sign_in(v);
	case ACTION_ENTER:
		return s->focus == LOGIN_JOB_NO ? to_field(s, LOGIN_PASSWORD) : sign_in(v);
	case ACTION_NEXT:
	case ACTION_PREV:
		return to_field(s, LOGIN_FIELDS - 1 - s->focus);
	case ACTION_DOWN:
		return to_field(s, LOGIN_PASSWORD);
	case ACTION_UP:
		return to_field(s, LOGIN_JOB_NO);
	default:
		return 0;
	}
}

static unsigned
login_input(struct view *v, const struct input *in)
{
	struct login *s = v->state;
	struct react r = { 0 };
	unsigned bits = in->kind == INPUT_ACTION ? login_act(v, in->action) : 0;

	if (bits != 0)
		return bits;
	if (s->job != 0)
		return in->kind == INPUT_ACTION ? VIEW_IGNORED
						: 0; /* asked already: what is there counts */
	field_input(&s->field[s->focus], in, &r);
	part_refused(v->desk, &r);
	if ((r.bits & REACT_EDIT) != 0)
		s->why[0] = '\0';
	return (r.bits & REACT_USED) != 0 ? VIEW_DRAW : VIEW_IGNORED;
}

static unsigned
login_event(struct view *v, const struct news *n)
{
	struct login *s = v->state;

	if (n->kind == NEWS_LINK)
		return VIEW_DRAW;
	if (n->kind != NEWS_DONE || n->job == 0 || n->job != s->job)
		return 0;
	s->job = 0;
	field_forget(&s->field[LOGIN_PASSWORD]);
	s->focus = LOGIN_PASSWORD;
	if (n->err.code != ERR_OK)
		(void)str_copy(s->why, sizeof(s->why), n->err.text);
	return VIEW_DRAW;
}

/* ---- picture ---- */

static void
link_words(const struct desk *d, char *out, size_t size)
{
	switch (d->link.state) {
	case LINK_ONLINE:
	case LINK_FILLING:
		(void)snprintf(out, size, "线路正常, 由中心核对工号和密码。");
		break;
	case LINK_OFFLINE:
		(void)snprintf(out, size,
		    "和中心的线路断了。在本机登录过的人照样可以登录: 登记照常, 编号有效, "
		    "恢复后自动送出。");
		break;
	case LINK_REFUSED:
		(void)snprintf(out, size, "中心没有接受本机: %s", d->link.text);
		break;
	case LINK_STARTING:
		(void)snprintf(out, size, "正在连接中心。不必等: 在本机登录过的人现在就可以登录。");
		break;
	}
}

static void
draw_fields(struct login *s, struct canvas *c, int row, int col)
{
	for (int i = 0; i < LOGIN_FIELDS; i++) {
		bool here = i == s->focus;

		s->field[i].at = (struct rect){ row + 2 * i, col + 7, 1, 28 };
		canvas_text(c, row + 2 * i, col, 1, ROLE_KEY, here ? ">" : " ");
		canvas_text(c, row + 2 * i, col + 2, 4, here ? ROLE_FOCUS : ROLE_LABEL, labels[i]);
		canvas_hline(c, row + 2 * i + 1, col + 7, 28, ROLE_RULE);
	}
	for (int i = 0; i < LOGIN_FIELDS; i++) /* the one with the cursor last */
		field_draw(&s->field[(s->focus + 1 + i) % LOGIN_FIELDS], c, ROLE_VALUE,
		    i == LOGIN_FIELDS - 1);
}

static void
login_draw(const struct view *v, struct canvas *c, struct rect body)
{
	const struct desk *d = v->desk;
	struct login *s = v->state;
	int row = body.row + body.rows / 2 - 7, col = body.col + body.cols / 2 - 18;
	int wide = body.cols < 76 ? body.cols - 4 : 72;
	struct rect below = { row + 9, body.col + (body.cols - wide) / 2, 3, wide };
	char title[128], words[ERR_TEXT_BYTES + 64];

	(void)snprintf(title, sizeof(title), "%s 坐席",
	    d->city != NULL && d->city->centre_name[0] != '\0' ? d->city->centre_name
							       : "12345政务服务便民热线");
	canvas_text(c, row, body.col + (body.cols - width_str(title)) / 2, -1, ROLE_HEADING, title);
	draw_fields(s, c, row + 3, col);
	if (s->job != 0)
		canvas_text(c, row + 7, col + 7, -1, ROLE_HINT, "正在核对...");
	else
		canvas_text(c, row + 7, col + 7, -1, ROLE_HINT, "Enter 登录");
	if (s->why[0] != '\0')
		below.row += wrap_draw(c, below, ROLE_ERROR, s->why) + 1;
	link_words(d, words, sizeof(words));
	(void)wrap_draw(c, below, ROLE_DIM, words);
}

static const struct bar_key footer[] = {
	{ ACTION_HELP, NULL },
	{ ACTION_SUBMIT, "登录" },
	{ ACTION_NONE, "Tab=换栏 Enter=下一项" },
};

const struct view_ops login_view = {
	.name = "login",
	.title = "登录",
	.aliases = "签到 上班 signin",
	.footer = footer,
	.n_footer = sizeof(footer) / sizeof(footer[0]),
	.answers = ACTS_EDIT | ACT(HOME) | ACT(END) | ACT(SUBMIT) | ACT(ENTER) | ACT(NEXT) |
		   ACT(PREV) | ACT(UP) | ACT(DOWN),
	.state_size = sizeof(struct login),
	.open = login_open,
	.scopes = login_scopes,
	.input = login_input,
	.event = login_event,
	.draw = login_draw,
	.close = login_close,
};
