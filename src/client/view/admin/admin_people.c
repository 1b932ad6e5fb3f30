/* The people of a centre in the administrator's screen: who there is, a new one, changes, switched off and on, a password for
 * one sign-in. A password stands in its cell as stars, goes into one job and is wiped here; the engine makes its hash. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "admin_p.h"
#include "base/clock.h"
#include "base/str.h"
#include "client/ui/wrap.h"
#include "wire/admin_json.h"

enum asked { ASKED_ADD, ASKED_CHANGE, ASKED_OFF, ASKED_ON, ASKED_PASSWORD };
enum act { ACT_CHANGE, ACT_PASSWORD, ACT_SWITCH };

/* ---- the list ---- */

enum col { COL_NO, COL_NAME, COL_ROLES, COL_UNIT, COL_STATE, COL_LAST, COLS };
static const struct list_col cols[COLS] = {
	{ .head = "工号", .cols = 6 },
	{ .head = "姓名", .cols = 8 },
	{ .head = "角色", .cols = 0 },
	{ .head = "单位", .cols = 14 },
	{ .head = "状态", .cols = 10 },
	{ .head = "上次登录", .cols = 11 },
};

static const struct admin_person *
row(const struct admin *s, size_t i)
{
	return &((const struct admin_person *)s->rows[ADMIN_PEOPLE].rows)[i];
}

static const char *
unit_name(const struct admin *s, const char *code)
{
	return s->desk->city != NULL && *code != '\0' ? city_unit_name(s->desk->city, code) : code;
}

/* A private centre asks nobody for one. */
static bool
lacks_password(const struct admin *s, const struct admin_person *p)
{
	return p->active && !p->password && !s->desk->link.is_private;
}

static void
say_state(const struct admin *s, const struct admin_person *p, struct list_cell *out)
{
	if (!p->active) {
		out->text = "停用";
		out->role = ROLE_DIM;
	} else if (p->locked_until != 0) {
		out->text = "!输错锁定";
		out->role = ROLE_NEAR;
	} else if (lacks_password(s, p)) {
		out->text = "!无密码";
		out->role = ROLE_NEAR;
	} else if (p->once) {
		out->text = "待改密码";
	} else if (p->sessions > 0) {
		(void)snprintf(out->buf, sizeof(out->buf), "在线 %d台", p->sessions);
	} else {
		out->text = "在用";
	}
}

static void
cell(void *admin, size_t i, int col, struct list_cell *out)
{
	const struct admin *s = admin;
	const struct admin_person *p = row(s, i);

	switch ((enum col)col) {
	case COL_NO:
		out->text = p->job_no;
		break;
	case COL_NAME:
		out->text = p->name;
		break;
	case COL_ROLES:
		admin_roles_words(p->roles, out->buf, sizeof(out->buf));
		break;
	case COL_UNIT:
		out->text = unit_name(s, p->unit);
		break;
	case COL_STATE:
		say_state(s, p, out);
		break;
	case COL_LAST:
		admin_say_when(p->last_at, out);
		break;
	case COLS:
		break;
	}
}

static const char *
key(const struct admin *s, size_t i)
{
	return row(s, i)->job_no;
}

static void
read_rows(const char *text, void *rows, struct admin_more *more)
{
	struct admin_person *r = rows;

	(void)people_read(text, strlen(text), r, &more->n, &more->on, &more->e);
	more->last = more->n > 0 ? r[more->n - 1].job_no : "";
}

/* ---- forms ---- */

enum person_cell { CELL_NAME, CELL_ROLES, CELL_UNIT, CELL_SKILLS, CELL_COMPANY, CHANGE_CELLS };
static const struct admin_spec change_cells[CHANGE_CELLS] = {
	[CELL_NAME] = { "姓名", ADMIN_LINE, true, 20, NULL },
	[CELL_ROLES] = { "角色", ADMIN_SOME, true, 0, "名称首字母, 可有几个; 退格去掉最后一个" },
	[CELL_UNIT] = { "单位", ADMIN_ONE, false, 0, "承办单位的人必填" },
	[CELL_SKILLS] = { "技能", ADMIN_SOME, false, 0, NULL },
	[CELL_COMPANY] = { "外包公司", ADMIN_LINE, false, 20, "本中心或本单位人员空着" },
};

/* A new one begins with the number, and may end with a password. */
enum { ADD_NO, ADD_PERSON, ADD_FIRST = ADD_PERSON + CHANGE_CELLS, ADD_AGAIN, ADD_CELLS };
static const struct admin_spec add_cells[ADD_CELLS] = {
	{ "工号", ADMIN_LINE, true, 15, "数字或字母, 一般 4 位" },
	{ "姓名", ADMIN_LINE, true, 20, NULL },
	{ "角色", ADMIN_SOME, true, 0, "名称首字母, 可有几个; 退格去掉最后一个" },
	{ "单位", ADMIN_ONE, false, 0, "承办单位的人必填" },
	{ "技能", ADMIN_SOME, false, 0, NULL },
	{ "外包公司", ADMIN_LINE, false, 20, "本中心或本单位人员空着" },
	{ "一次性密码", ADMIN_SECRET, false, 0, "可以空着, 以后再设; 至少 8 个字符" },
	{ "再输一遍", ADMIN_SECRET, false, 0, NULL },
};

static const struct admin_spec password_cells[] = {
	{ "一次性密码", ADMIN_SECRET, true, 0, "至少 8 个字符" },
	{ "再输一遍", ADMIN_SECRET, true, 0, NULL },
};

static void
set_catalogues(struct admin *s, int from)
{
	admin_form_catalogue(&s->form, from + CELL_ROLES, &s->roles);
	admin_form_catalogue(&s->form, from + CELL_UNIT, &s->units);
	admin_form_catalogue(&s->form, from + CELL_SKILLS, &s->skills);
}

static unsigned
add(struct admin *s)
{
	admin_form_open(&s->form, s->desk, "新增人员", add_cells, ADD_CELLS);
	set_catalogues(s, ADD_PERSON);
	s->adding = true;
	return VIEW_DRAW;
}

static void
open_change(struct admin *s)
{
	const struct admin_person *p = &s->person;
	char title[120];

	(void)snprintf(title, sizeof(title), "改 %s %s", p->job_no, p->name);
	admin_form_open(&s->form, s->desk, title, change_cells, CHANGE_CELLS);
	set_catalogues(s, 0);
	admin_form_put(&s->form, CELL_NAME, p->name);
	admin_form_put(&s->form, CELL_ROLES, p->roles);
	admin_form_put(&s->form, CELL_UNIT, p->unit);
	admin_form_put(&s->form, CELL_SKILLS, p->skills);
	admin_form_put(&s->form, CELL_COMPANY, p->company);
	s->adding = false;
}

static void
open_password(struct admin *s)
{
	char title[120];

	(void)snprintf(
	    title, sizeof(title), "给 %s %s 设一次性密码", s->person.job_no, s->person.name);
	admin_form_open(&s->form, s->desk, title, password_cells, 2);
	s->adding = false;
}

/* Both cells say the same, or the first is to be typed again. */
static bool
same_twice(struct admin *s, int first)
{
	const bool same =
	    strcmp(admin_form_text(&s->form, first), admin_form_text(&s->form, first + 1)) == 0;

	if (same)
		return true;
	field_forget(&s->form.cell[first].line);
	field_forget(&s->form.cell[first + 1].line);
	s->form.focus = first;
	s->desk->say(s->desk->app, 1, "两次输入的密码不同, 请重新输入。");
	return false;
}

/* ---- sending ---- */

static void
send_add(struct admin *s)
{
	const struct admin_form *f = &s->form;
	struct admin_user m = { .job_no = "" };
	struct str body = { 0 };

	if (!same_twice(s, ADD_FIRST))
		return;
	str_copy(m.job_no, sizeof(m.job_no), admin_form_text(f, ADD_NO));
	str_copy(m.name, sizeof(m.name), admin_form_text(f, ADD_PERSON + CELL_NAME));
	str_copy(m.roles, sizeof(m.roles), admin_form_text(f, ADD_PERSON + CELL_ROLES));
	str_copy(m.unit, sizeof(m.unit), admin_form_text(f, ADD_PERSON + CELL_UNIT));
	str_copy(m.skills, sizeof(m.skills), admin_form_text(f, ADD_PERSON + CELL_SKILLS));
	str_copy(m.company, sizeof(m.company), admin_form_text(f, ADD_PERSON + CELL_COMPANY));
	admin_user_write(&m, &body);
	(void)admin_ask_with(s, ASKED_ADD, "POST /v1/admin/users", &body,
	    &(struct admin_with){ .password = admin_form_text(f, ADD_FIRST) });
}

static void
ask_change(struct admin *s, int asked, const struct admin_change *m)
{
	struct str body = { 0 };
	char what[100];

	(void)snprintf(what, sizeof(what), "PATCH /v1/admin/users/%s", s->person.job_no);
	admin_change_write(m, &body);
	(void)admin_ask(s, asked, what, &body);
}

static struct admin_change
as_it_is(const struct admin_person *p)
{
	struct admin_change m = { .active = p->active, .rev = p->rev };

	str_copy(m.name, sizeof(m.name), p->name);
	str_copy(m.roles, sizeof(m.roles), p->roles);
	str_copy(m.unit, sizeof(m.unit), p->unit);
	str_copy(m.skills, sizeof(m.skills), p->skills);
	str_copy(m.company, sizeof(m.company), p->company);
	return m;
}

static void
send_change(struct admin *s)
{
	struct admin_change m = as_it_is(&s->person);
	const struct admin_form *f = &s->form;

	str_copy(m.name, sizeof(m.name), admin_form_text(f, CELL_NAME));
	str_copy(m.roles, sizeof(m.roles), admin_form_text(f, CELL_ROLES));
	str_copy(m.unit, sizeof(m.unit), admin_form_text(f, CELL_UNIT));
	str_copy(m.skills, sizeof(m.skills), admin_form_text(f, CELL_SKILLS));
	str_copy(m.company, sizeof(m.company), admin_form_text(f, CELL_COMPANY));
	ask_change(s, ASKED_CHANGE, &m);
}

static void
send_password(struct admin *s)
{
	struct admin_user m = { .job_no = "" };
	struct str body = { 0 };

	if (!same_twice(s, 0))
		return;
	str_copy(m.job_no, sizeof(m.job_no), s->person.job_no);
	admin_user_write(&m, &body);
	(void)admin_ask_with(s, ASKED_PASSWORD, "POST /v1/admin/passwords", &body,
	    &(struct admin_with){ .password = admin_form_text(&s->form, 0) });
}

static unsigned
send(struct admin *s)
{
	if (s->adding)
		send_add(s);
	else if (s->form.cell[0].spec == password_cells)
		send_password(s);
	else
		send_change(s);
	return VIEW_DRAW;
}

/* ---- acts on a row ---- */

static unsigned
enter(struct admin *s)
{
	const struct admin_person *p = &s->person;
	char roles[200];

	s->person = *row(s, list_row(&s->list));
	s->sure = false;
	admin_roles_words(p->roles, roles, sizeof(roles));
	(void)snprintf(s->dialog_title, sizeof(s->dialog_title), "%s %s", p->job_no, p->name);
	(void)snprintf(s->dialog_text, sizeof(s->dialog_text), "%s%s%s", roles,
	    p->active ? "" : ", 已停用",
	    !p->active        ? ""
	    : p->sessions > 0 ? "。停用会立刻退出他的全部登录。"
			      : "");
	s->answers[ACT_CHANGE] = "改资料";
	s->answers[ACT_PASSWORD] = "设一次性密码";
	s->answers[ACT_SWITCH] = p->active ? "停用" : "启用";
	admin_dialog(s, 3, ACT_CHANGE);
	return VIEW_DRAW | VIEW_FLUSH;
}

/* Somebody may be in the middle of a call: that is asked about once more, and Enter alone says no. */
static void
ask_off(struct admin *s)
{
	const struct admin_person *p = &s->person;

	(void)snprintf(s->dialog_title, sizeof(s->dialog_title), "停用 %s %s?", p->job_no, p->name);
	(void)snprintf(s->dialog_text, sizeof(s->dialog_text), "%s以后不能登录, 要回来再启用。",
	    p->sessions > 0 ? "现在的登录立刻退出, " : "");
	s->answers[0] = "停用";
	s->sure = true;
	admin_dialog(s, 1, -1);
}

static void
switch_person(struct admin *s)
{
	struct admin_change m = as_it_is(&s->person);

	m.active = !m.active;
	ask_change(s, m.active ? ASKED_ON : ASKED_OFF, &m);
}

static unsigned
taken(struct admin *s, int answer)
{
	if (s->sure) {
		switch_person(s);
		return VIEW_DRAW;
	}
	switch ((enum act)answer) {
	case ACT_CHANGE:
		open_change(s);
		break;
	case ACT_PASSWORD:
		open_password(s);
		break;
	case ACT_SWITCH:
		if (s->person.active) {
			ask_off(s);
			return VIEW_DRAW | VIEW_FLUSH;
		}
		switch_person(s);
		break;
	}
	return VIEW_DRAW;
}

/* What was done is said, and the list read again. */
static void
answer(struct admin *s, const char *text)
{
	const struct desk *d = s->desk;

	(void)text;
	switch ((enum asked)s->asked) {
	case ASKED_ADD:
		d->say(d->app, 0, "已新增 %s %s。", admin_form_text(&s->form, ADD_NO),
		    admin_form_text(&s->form, ADD_PERSON + CELL_NAME));
		(void)str_copy(s->made, sizeof(s->made), admin_form_text(&s->form, ADD_NO));
		break;
	case ASKED_CHANGE:
		d->say(d->app, 0, "已改 %s 的资料。", s->person.job_no);
		break;
	case ASKED_OFF:
		d->say(d->app, 0, "%s %s 已停用, 登录都已退出。", s->person.job_no, s->person.name);
		break;
	case ASKED_ON:
		d->say(d->app, 0, "%s %s 已启用。", s->person.job_no, s->person.name);
		break;
	case ASKED_PASSWORD:
		d->say(d->app, 0, "已给 %s %s 设一次性密码, 请当面告知。", s->person.job_no,
		    s->person.name);
		break;
	}
	admin_done(s);
}

/* ---- the chosen one ---- */

static void
detail(struct admin *s, struct canvas *c, struct rect at)
{
	const struct admin_person *p = row(s, list_row(&s->list));
	char roles[300], able[120], until[24];
	struct str line = { 0 };

	admin_roles_words(p->roles, roles, sizeof(roles));
	admin_skills_words(p->skills, able, sizeof(able));
	str_addf(&line, "%s %s  %s", p->job_no, p->name, roles);
	if (*p->unit != '\0')
		str_addf(&line, "  %s", unit_name(s, p->unit));
	if (*able != '\0')
		str_addf(&line, "  技能 %s", able);
	if (*p->company != '\0')
		str_addf(&line, "  %s", p->company);
	if (p->locked_until != 0)
		str_addf(&line, "  密码连续输错, %s 后可再试; 改资料或设密码即解锁",
		    civil_format(p->locked_until, "%H:%M", until, sizeof(until)));
	else if (lacks_password(s, p))
		str_add(&line, "  还没有密码, 不能登录");
	else if (p->once)
		str_add(&line, "  密码是别人设的, 下次登录要改");
	(void)wrap_draw(c, at, ROLE_VALUE, str_c(&line));
	str_free(&line);
}

const struct admin_page admin_people_page = {
	.title = "人员",
	.columns_empty = "还没有取到名册: 连上中心后按 F5。",
	.cols = cols,
	.n_cols = COLS,
	.of = "users",
	.row_bytes = sizeof(struct admin_person),
	.read = read_rows,
	.cell = cell,
	.key = key,
	.answer = answer,
	.enter = enter,
	.add = add,
	.taken = taken,
	.send = send,
	.detail = detail,
};
