/* help.c: what one can do here (F1), and in words what to do next (F1 again).
 *
 * Keys, names and sentences come from the ACTIONS table and the key map, so that a remapped key is right here at once. What
 * a screen adds, keys of its own and its next steps, are tables (help_words.c); here is who is shown which rows. */
#include <stdio.h>
#include <string.h>

#include "base/str.h"
#include "base/width.h"
#include "client/ui/pager.h"
#include "client/view/all_p.h"
#include "client/view/part_p.h"
#include "client/view/work/worklist_p.h"
#include "model/role.h"
#include "help_p.h"

struct help {
	char about[32]; /* name of the screen it was asked on */
	bool next;      /* the second page: what to do next */
	uint32_t roles; /* of who asks */
	struct str text;
	struct pager pager;
};

#define KEYS_COLS  19
#define LABEL_COLS 10
#define STEP_COLS  3 /* of "1. " */

/* ---- text ---- */

static void
pad(struct str *out, const char *s, int cols)
{
	int w = width_str(s);

	str_add(out, s);
	do
		str_add_c(out, ' ');
	while (++w < cols);
}

static void
add_line(struct str *out, const char *keys, const char *label, const char *sentence)
{
	pad(out, keys, KEYS_COLS);
	pad(out, label, LABEL_COLS);
	str_addf(out, "%s\n", sentence);
}

/* What hands call the key where the cap bears no name but a picture. */
static const char *
cap_name(const char *name)
{
	static const char *const arrows[][2] = { { "Left", "左箭头" }, { "Right", "右箭头" },
		{ "Up", "上箭头" }, { "Down", "下箭头" } };

	for (size_t i = 0; i < sizeof(arrows) / sizeof(arrows[0]); i++)
		if (strcmp(name, arrows[i][0]) == 0)
			return arrows[i][1];
	return name;
}

static void
key_names(const struct keymap *km, enum action a, char *out, size_t size)
{
	size_t at = 0;

	out[0] = '\0';
	for (int i = 0; i < KEYMAP_KEYS && km->keys[a][i] != 0 && i < 3; i++) {
		char name[16];
		int n = snprintf(out + at, size - at, "%s%s", i > 0 ? ", " : "",
		    cap_name(keymap_key_name(km->keys[a][i], name)));

		if (n < 0 || (size_t)n >= size - at)
			return;
		at += (size_t)n;
	}
}

/* "bulletins of writers", "bulletins of deciders": of that screen, for some. */
static bool
is_of_guidance(const char *row, const char *view, uint32_t roles)
{
	const bool writes = roles_may(roles, RIGHT_GUIDANCE_WRITE);

	if (strcmp(view, "bulletins") != 0)
		return false;
	if (strcmp(row, "bulletins of writers") == 0)
		return writes;
	return strcmp(row, "bulletins of deciders") == 0 &&
	       (writes || roles_may(roles, RIGHT_GUIDANCE_APPROVE));
}

/* Is a row for ${view}? Rows of "worklist" are for every screen that is one (worklist.c). */
static bool
is_for(const struct help_key *k, const char *view, uint32_t roles)
{
	const struct view_ops *ops;

	if (strcmp(k->view, "worklist") != 0)
		return strcmp(k->view, view) == 0 || is_of_guidance(k->view, view, roles);
	ops = view_by_name(view);
	return ops != NULL && ops->footer == worklist_footer;
}

static void
add_own(struct str *out, const struct keymap *km, const char *view, uint32_t roles)
{
	size_t n;
	const struct help_key *all = help_keys(&n);

	for (size_t i = 0; i < n; i++) {
		const struct help_key *k = &all[i];
		char keys[64];

		if (!is_for(k, view, roles))
			continue;
		(void)snprintf(keys, sizeof(keys), "%s", k->keys != NULL ? k->keys : "");
		if (k->keys == NULL)
			key_names(km, k->action, keys, sizeof(keys));
		add_line(out, keys, k->label, k->sentence);
	}
}

static bool
is_own(const char *view, enum action a, uint32_t roles)
{
	size_t n;
	const struct help_key *k = help_keys(&n);

	for (size_t i = 0; i < n; i++)
		if (k[i].keys == NULL && k[i].action == a && is_for(&k[i], view, roles))
			return true;
	return false;
}

/* The screen's own scope; 0 none. */
static unsigned
own_scope(const char *view)
{
	if (strcmp(view, "sync") == 0)
		return SCOPE_SYNC;
	return strcmp(view, "knowledge") == 0 ? (unsigned)SCOPE_KNOWLEDGE : 0;
}

/* A key of the screen's own scope hides what it means elsewhere. */
static bool
is_hidden(const struct keymap *km, const char *view, enum action a)
{
	const unsigned scopes = SCOPE_ALL | own_scope(view);

	if (action_is_reserved(a))
		return true;
	return action_info(a)->scope == SCOPE_ALL && keymap_find(km, scopes, km->keys[a][0]) != a;
}

/* What app_global.c does on any screen, whatever a screen makes of it besides. */
static const uint64_t everywhere = ACT(HELP) | ACT(NEW) | ACT(KNOWLEDGE) | ACT(TRANSFER) |
				   ACT(CONFERENCE) | ACT(EMERGENCY) | ACT(STATE) | ACT(PHONE) |
				   ACT(PACKET) | ACT(MARK) | ACT(MUTE) | ACT(LOCK) | ACT(COMMAND) |
				   ACT(GO_TO) | ACT(OUTCOME) | ACT(REDRAW) | ACT(BACK);

static uint64_t
for_all(uint32_t roles)
{
	uint64_t acts = everywhere;

	for (int a = ACTION_NONE + 1; a < ACTION_COUNT; a++)
		if (!view_may_act(roles, (enum action)a))
			acts &= ~(UINT64_C(1) << a);
	return acts;
}

/* What hands know by themselves: behind the rest. */
static const uint64_t moving = ACTS_ROWS | ACTS_EDIT | ACT(NEXT) | ACT(PREV);

/* Those of ${acts} with their keys, under ${head}; nothing when there are none. */
static void
add_acts(struct help *s, const struct keymap *km, uint64_t acts, const char *head)
{
	for (int a = ACTION_NONE + 1; a < ACTION_COUNT; a++) {
		const struct action_info *info = action_info((enum action)a);
		char keys[64];

		if ((acts >> a & 1) == 0 || is_own(s->about, (enum action)a, s->roles) ||
		    is_hidden(km, s->about, (enum action)a))
			continue;
		key_names(km, (enum action)a, keys, sizeof(keys));
		if (keys[0] == '\0')
			continue;
		str_add(&s->text, head);
		head = "";
		add_line(&s->text, keys, info->label, info->help);
	}
}

static void
write_keys(struct help *s, const struct desk *d)
{
	struct keymap defaults;
	const struct keymap *km = d->keymap;
	const struct view_ops *ops = view_by_name(s->about);
	uint64_t answers = ops != NULL ? ops->answers : 0;

	if (!view_may_act(d->me.roles, ACTION_NEW)) /* nor goes on with a half-done sheet */
		answers &= ~ACT(NEXT_DRAFT);
	if (km == NULL) {
		keymap_default(&defaults);
		km = &defaults;
	}
	s->roles = d->me.roles;
	add_own(&s->text, km, s->about, s->roles);
	add_acts(s, km, answers & ~everywhere & ~moving, "");
	add_acts(s, km, for_all(d->me.roles), "\n哪一屏都一样:\n");
	add_acts(s, km, answers & moving, "\n移动光标和改字:\n");
}

static bool
is_step_of(const char *view, const struct help *s, const struct desk *d)
{
	const bool calls = view_may_act(d->me.roles, ACTION_NEW);

	if (strcmp(s->about, "home") == 0 && strcmp(view, "home calls") == 0)
		return calls;
	if (strcmp(s->about, "home") == 0 && strcmp(view, "home others") == 0)
		return !calls;
	if (strcmp(s->about, "home") == 0 && strcmp(view, "home end") == 0)
		return !d->link.is_private;
	return strcmp(view, s->about) == 0 || is_of_guidance(view, s->about, d->me.roles);
}

#define STEPS_APART 6 /* so many stand a line apart on a page; more stand close, to be one page */

static void
write_next(struct help *s, const struct desk *d)
{
	size_t n_steps;
	const struct help_step *steps = help_steps(&n_steps);
	int n = 0, all = 0;

	for (size_t i = 0; i < n_steps; i++)
		all += is_step_of(steps[i].view, s, d);

	for (size_t i = 0; i < n_steps; i++) {
		if (!is_step_of(steps[i].view, s, d))
			continue;
		str_addf(&s->text, "%s%d. %s",
		    n == 0              ? ""
		    : all > STEPS_APART ? "\n"
					: "\n\n",
		    n + 1, steps[i].words);
		n++;
	}
	if (n == 0)
		str_add(&s->text, "按 Esc 返回, 或按 Ctrl-P 输要去的地方。\n");
}

static void
write_page(struct help *s, const struct desk *d)
{
	str_reset(&s->text);
	if (s->next)
		write_next(s, d);
	else
		write_keys(s, d);
	s->pager = (struct pager){ .text = str_c(&s->text),
		.hang = s->next ? STEP_COLS : KEYS_COLS + LABEL_COLS };
}

/* ---- the screen ---- */

/* ${arg}: name of the screen one came from. */
static enum err_code
help_open(struct view *v, const char *arg, struct err *e)
{
	struct help *s = v->state;

	(void)e;
	(void)str_copy(s->about, sizeof(s->about), arg != NULL && *arg != '\0' ? arg : "home");
	write_page(s, v->desk);
	return ERR_OK;
}

static void
help_close(struct view *v)
{
	struct help *s = v->state;

	str_free(&s->text);
}

static unsigned
help_input(struct view *v, const struct input *in)
{
	struct help *s = v->state;
	struct react r = { 0 };

	if (input_is(in, ACTION_HELP)) {
		s->next = !s->next;
		write_page(s, v->desk);
		return VIEW_DRAW;
	}
	pager_input(&s->pager, in, &r);
	return (r.bits & REACT_USED) != 0 ? VIEW_DRAW : VIEW_IGNORED;
}

static void
help_draw(const struct view *v, struct canvas *c, struct rect body)
{
	struct help *s = v->state;
	const struct view_ops *about = view_by_name(s->about);
	char head[128];

	(void)snprintf(head, sizeof(head), "%s: %s", about != NULL ? about->title : s->about,
	    s->next ? "下一步做什么   (F1=这里的键)" : "这里的键   (再按 F1=下一步做什么)");
	canvas_cut(c, body.row, body.col + 1, body.cols - 2, ROLE_HEADING, head);
	s->pager.text = str_c(&s->text);
	s->pager.at = (struct rect){ body.row + 2, body.col + 3, body.rows - 2, body.cols - 6 };
	pager_draw(&s->pager, c, ROLE_NORMAL, true);
}

static const struct bar_key footer[] = {
	{ ACTION_HELP, "换页: 键/下一步" },
	{ ACTION_PAGE_DOWN, NULL },
	{ ACTION_PAGE_UP, NULL },
	{ ACTION_BACK, NULL },
};

const struct view_ops help_view = {
	.name = "help",
	.title = "帮助",
	.aliases = "按键 怎么用",
	.footer = footer,
	.n_footer = sizeof(footer) / sizeof(footer[0]),
	.answers = ACT(UP) | ACT(DOWN) | ACT(HOME) | ACT(END) | ACT(PAGE_UP) | ACT(PAGE_DOWN),
	.state_size = sizeof(struct help),
	.open = help_open,
	.input = help_input,
	.draw = help_draw,
	.close = help_close,
};
