/* The stack of screens: one is on top and gets the keys, all hear the news. */
#include <stdlib.h>
#include <string.h>

#include "app.h"

struct view *
app_top(struct app *a)
{
	return a->depth > 0 ? &a->stack[a->depth - 1] : NULL;
}

bool
app_is_locked(const struct app *a)
{
	return a->depth > 0 && strcmp(a->stack[a->depth - 1].ops->name, "lock") == 0;
}

bool
app_may_open(const struct app *a, const struct view_ops *ops)
{
	return view_may_open(ops, a->desk.me.roles, NULL);
}

/* A screen that is open already comes to the top as it is, unless it is wanted for something else. */
static bool
raise_open(struct app *a, const struct view_ops *ops, const char *arg)
{
	for (int i = 0; i < a->depth; i++)
		if (a->stack[i].ops == ops && (arg == NULL || arg[0] == '\0')) {
			struct view v = a->stack[i];
			memmove(
			    &a->stack[i], &a->stack[i + 1], (size_t)(a->depth - i - 1) * sizeof(v));
			a->stack[a->depth - 1] = v;
			if (ops->resume != NULL)
				ops->resume(app_top(a));
			a->draw = true;
			return true;
		}
	return false;
}

void
app_open(void *app, const struct view_ops *ops, const char *arg)
{
	struct app *a = app;
	struct err e = { 0 };

	if (a->centre != NULL && arg == NULL && ops == view_by_name("login"))
		arg =
		    a->settings->user; /* whom the program was started for, not who was here last */
	if (!view_may_open(ops, a->desk.me.roles, arg)) {
		if (a->desk.me.user[0] == '\0')
			app_say(a, 1, "还没有登录, 登录后才能打开%s。", ops->title);
		else
			app_say(a, 2, "您的角色不能打开%s。", ops->title);
		return;
	}
	if (app_is_locked(a) || raise_open(a, ops, arg))
		return; /* nothing comes over the lock */
	if (a->depth == APP_VIEWS) {
		app_say(a, 2, "打开的屏太多, 先按 Esc 返回。");
		return;
	}
	if (view_open(&a->stack[a->depth], ops, &a->desk, arg, &e) != ERR_OK) {
		app_say(a, 2, "%s", e.text);
		return;
	}
	a->depth++;
	a->draw = true;
}

void
app_close_top(struct app *a)
{
	struct view *v = app_top(a);
	struct err e = { 0 };

	if (v == NULL || a->depth == 1)
		return; /* the first screen stays: Ctrl-P 退出 ends the program */
	if (v->ops->may_close != NULL && !v->ops->may_close(v, &e)) {
		app_say(a, 2, "%s", e.text);
		return;
	}
	view_close(v);
	a->depth--;
	v = app_top(a);
	a->draw = true;
	if (v->ops->resume != NULL && (v->ops->resume(v) & VIEW_CLOSE) != 0)
		app_close_top(a); /* it was only waiting to be left */
}

void
app_react(struct app *a, unsigned bits)
{
	if ((bits & VIEW_DRAW) != 0)
		a->draw = true;
	if ((bits & VIEW_EARLY) != 0)
		app_say(a, 1, "这一键比画面早到, 没有照办: 看清后请再按一次。");
	if ((bits & VIEW_FLUSH) != 0)
		term_flush(a->term);
	if ((bits & VIEW_CLOSE) != 0)
		app_close_top(a);
}

static void
begin_with(struct app *a, const char *name)
{
	while (a->depth > 0)
		view_close(&a->stack[--a->depth]);
	app_open(a, view_by_name(name), NULL);
}

/* What a person sees first: who works for a unit and not at the hotline, what his unit has to do; who answers no calls, the
 * desk of his own work, with the first page behind it. */
void
app_home(struct app *a)
{
	static const struct {
		uint32_t role;
		const char *desk;
	} desks[] = {
		{ ROLE_BIT(DISPATCHER), "dispatch" },
		{ ROLE_BIT(VISITOR), "visit" },
		{ ROLE_BIT(SUPERVISOR), "supervise" },
	};
	const uint32_t roles = a->desk.me.roles;

	if ((roles & ROLES_UNIT) != 0 && (roles & ROLES_HOTLINE) == 0) {
		begin_with(a, "handling");
		return;
	}
	begin_with(a, "home");
	for (size_t i = 0; i < sizeof(desks) / sizeof(desks[0]) &&
			   (roles & (ROLE_BIT(AGENT) | ROLE_BIT(SENIOR))) == 0;
	     i++)
		if ((roles & desks[i].role) != 0) {
			app_open(a, view_by_name(desks[i].desk), NULL);
			return;
		}
}

void
app_login(struct app *a)
{
	begin_with(a, "login");
}
