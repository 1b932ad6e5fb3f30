/* app_bar.c: the picture of every screen: its lines at the bottom (message, who says what, footer), and what of the frame
 * did not change and is not drawn again. Not here: the first row (app_status.c), what the message line says (ui/message.c). */
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "app.h"
#include "base/clock.h"
#include "base/width.h"
#include "client/ui/wrap.h"
#include "model/mask.h"

#define MESSAGE_ROWS 3
#define FOOTER_KEYS  24 /* no screen names as many */

void
app_say(void *app, int level, const char *fmt, ...)
{
	struct app *a = app;
	char text[ERR_TEXT_BYTES];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	message_say(&a->message, level, text, clock_mono_ms());
	a->draw = true;
}

void
app_unsay(struct app *a)
{
	if (message_clear(&a->message))
		a->draw = true;
}

/* While a line is asked for all keys are its own. */
static const struct bar_key asked[] = { { ACTION_ENTER, NULL }, { ACTION_BACK, "取消" } };
static const struct bar_key offered[] = { { ACTION_ENTER, NULL }, { ACTION_NONE, "上下=选" },
	{ ACTION_NEXT, "补全" }, { ACTION_BACK, "取消" } };

/* What may be pressed where this screen stands now. */
static const struct bar_key *
keys_of(const struct app *a, const struct view *v, size_t *n)
{
	if (a->prompting != PROMPT_NONE) {
		const bool any = a->prompt.n_items > 0 || a->prompting == PROMPT_COMMAND ||
				 a->prompting == PROMPT_GOTO;

		*n = any ? sizeof(offered) / sizeof(offered[0]) : sizeof(asked) / sizeof(asked[0]);
		return any ? offered : asked;
	}
	*n = v->ops->n_footer;
	return v->ops->keys != NULL ? v->ops->keys(v, n) : v->ops->footer;
}

/* A screen's footer without the keys that would only answer no; what a screen has a word of its own for is its own, but for
 * the key that answers while it rings. */
static void
draw_footer(struct app *a, const struct view *v)
{
	struct bar_key may[FOOTER_KEYS];
	size_t n, kept = 0;
	const struct bar_key *keys = keys_of(a, v, &n);
	const int row = a->canvas.rows - 1;
	const uint32_t roles = a->desk.me.roles;

	for (size_t i = 0; i < n && kept < FOOTER_KEYS; i++)
		if (roles == 0 || keys[i].label != NULL || view_may_act(roles, keys[i].action))
			may[kept++] = keys[i].action == ACTION_NEW && app_new_answers(a)
					  ? (struct bar_key){ ACTION_NEW, "接听" }
					  : keys[i];
	if (!app_watch_is_on(a)) {
		bar_footer(&a->canvas, row, &a->keymap, may, kept);
		return;
	}
	canvas_fill(&a->canvas, (struct rect){ row, 0, 1, a->canvas.cols }, ROLE_FOOTER);
	canvas_text(&a->canvas, row, 1, a->canvas.cols - 2, ROLE_FOOTER,
	    "观摩: 键盘归演示的人; 您的三个键在上面那条横线右边");
}

/* A sentence takes the mark of what is saved away before it takes a second line; and that only until the next key, which is
 * for what stands in that line. */
static bool
is_long(const struct app *a)
{
	return !a->message.typed_on && wrap_lines(a->message.text, a->canvas.cols - 2) > 1;
}

#define WHISPERS "教员: "

/* In place of the rule, or of the keys: who says what, and the key that answers. */
static void
draw_said(
    struct canvas *c, int row, const char *who, enum role role, const char *words, const char *key)
{
	const int left = 1 + width_str(who), right = key[0] != '\0' ? width_str(key) + 2 : 0;

	canvas_fill(c, (struct rect){ row, 1, 1, c->cols - 2 }, ROLE_NORMAL);
	canvas_text(c, row, 1, left - 1, ROLE_FOCUS, who);
	canvas_cut(c, row, left, c->cols - 1 - left - right, role, words);
	canvas_right(c, row, c->cols - 1, ROLE_HINT, key);
}

/* When what is written here was kept: on the screen it was written on, and of a sheet as long as it is the one in front. */
static const char *
saved_here(const struct app *a, const struct view *v)
{
	const struct draft *sheet = a->desk.sheet;

	if (a->saved_on != v->ops ||
	    (a->saved_sheet && (sheet == NULL || strcmp(sheet->id, a->last_draft) != 0)))
		return "";
	return a->saved;
}

/* On the form one key makes it the sheet. */
static const char *
packet_key(const struct app *a, const struct view *v)
{
	if (strcmp(v->ops->name, "packet") == 0 || app_is_locked(a))
		return "";
	return strcmp(v->ops->name, "intake") == 0 && a->desk.call.active ? "Alt-J 收作本单"
									  : "Alt-J 看";
}

#define COACH "教练: "

/* Beside what the coach says, where there is room for it: how one says anything to a simulated caller at all. A novice who types
 * it writes on the sheet instead. */
static const char *
talk_key(const struct app *a, char out[32])
{
	char key[16];

	if (a->watch != NULL)
		return app_watch_keys(a);
	(void)snprintf(out, 32, "%s 开口说", keymap_first(&a->keymap, ACTION_TALK, key));
	return a->desk.call.active && key[0] != '\0' &&
		       width_str(COACH) + width_str(a->classroom.hint) + width_str(out) + 4 <=
			   a->canvas.cols
		   ? out
		   : "";
}

static void
draw_bottom(struct app *a, const struct view *v)
{
	struct canvas *c = &a->canvas;
	enum role role = a->message.level == MESSAGE_FAULT ? ROLE_ERROR : ROLE_MESSAGE;
	const char *kept = saved_here(a, v);
	const int saved = *kept != '\0' ? width_str(kept) + 2 : 0;
	const bool both = width_str(a->message.text) <= c->cols - 2 - saved;
	const bool whispered = a->classroom.whisper[0] != '\0';
	char key[32];

	bar_message(c, c->rows - 3, role, is_long(a) ? "" : a->message.text, both ? kept : "");
	canvas_hline(c, c->rows - 2, 1, c->cols - 2, ROLE_RULE);
	if (a->classroom.hint[0] != '\0') /* the coach has the rule for his line, */
		draw_said(c, c->rows - 2, a->watch != NULL ? "观摩: " : COACH, ROLE_HINT,
		    a->classroom.hint, talk_key(a, key));
	else if (whispered) /* … else the trainer, */
		draw_said(c, c->rows - 2, WHISPERS, ROLE_HINT, a->classroom.whisper, "");
	else if (a->packet.line[0] != '\0') /* … else who hands a caller over, */
		draw_said(
		    c, c->rows - 2, "转接单: ", ROLE_NEAR, app_packet_line(a), packet_key(a, v));
	else if (a->senior.line[0] != '\0' && !app_is_locked(a)) /* … else the senior */
		draw_said(c, c->rows - 2, "班长: ", ROLE_NEAR, a->senior.line,
		    a->senior.take[0] != '\0' ? "F9 转给班长"
		    : a->senior.id[0] != '\0' ? "F9 撤回"
					      : "");
	if (whispered && a->classroom.hint[0] != '\0') /* both are read: for a minute no keys */
		draw_said(c, c->rows - 1, WHISPERS, ROLE_HINT, a->classroom.whisper, "");
	else
		draw_footer(a, v);
}

/* What does not fit on the message line begins above it, over the last rows of the screen, until the next key; the rule
 * below stays. */
static void
draw_long(struct app *a)
{
	struct canvas *c = &a->canvas;
	const int lines = wrap_lines(a->message.text, c->cols - 2),
		  rows = lines > MESSAGE_ROWS ? MESSAGE_ROWS : lines;
	const struct rect at = { c->rows - 2 - rows, 1, rows, c->cols - 2 };

	if (!is_long(a))
		return;
	canvas_fill(c, (struct rect){ at.row, 0, rows, c->cols }, ROLE_NORMAL);
	wrap_draw(
	    c, at, a->message.level == MESSAGE_FAULT ? ROLE_ERROR : ROLE_MESSAGE, a->message.text);
}

/* ---- what did not change is not drawn again ---- */

static void
look_at_frame(const struct app *a, const struct view *v, struct frame_of *f)
{
	const struct desk *d = &a->desk;

	memset(f, 0, sizeof(*f)); /* compared as bytes */
	f->ops = v->ops;
	f->keys = keys_of(a, v, &f->n_keys);
	f->rows = a->canvas.rows;
	f->cols = a->canvas.cols;
	f->level = a->message.level;
	f->typed_on = a->message.typed_on;
	memcpy(&f->link, &d->link, sizeof(f->link));
	f->roles = d->me.roles;
	f->since = app_status_since(d);
	f->left = d->low_bandwidth ? 0 : app_acw_left(d);
	f->changed = a->changed_at / 60000;
	memcpy(f->call, &d->call, sizeof(f->call));
	str_copy(f->me, sizeof(f->me), d->me.user);
	str_copy(f->name, sizeof(f->name), d->me.name);
	str_copy(f->message, sizeof(f->message), a->message.text);
	str_copy(f->saved, sizeof(f->saved), saved_here(a, v));
	str_copy(f->hint, sizeof(f->hint), a->classroom.hint);
	str_copy(f->whisper, sizeof(f->whisper), a->classroom.whisper);
	f->senior = a->senior.version;
	f->packet = a->packet.version;
	f->lesson = a->classroom.under_way;
	f->watch_keys = app_watch_is_on(a) ? app_watch_keys(a) : NULL;
	f->exam_minutes = app_exam_minutes(d);
}

static void
copy_frame(struct canvas *to, const struct canvas *from)
{
	const int rows[] = { 0, to->rows - 3, to->rows - 2, to->rows - 1 };

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		size_t at = (size_t)rows[i] * (size_t)to->cols;
		memcpy(&to->cells[at], &from->cells[at], (size_t)to->cols * sizeof(*to->cells));
	}
}

static void
draw_frame(struct app *a, const struct view *v)
{
	struct frame *f = &a->frame;
	struct canvas *c = &a->canvas;
	struct frame_of now;

	look_at_frame(a, v, &now);
	if (memcmp(&now, &f->of, sizeof(now)) == 0) {
		copy_frame(c, &f->canvas);
		return;
	}
	app_draw_status(a, v);
	draw_bottom(a, v);
	f->of = (struct frame_of){ 0 };
	if ((f->canvas.rows == c->rows && f->canvas.cols == c->cols) ||
	    canvas_resize(&f->canvas, c->rows, c->cols)) {
		copy_frame(&f->canvas, c);
		memcpy(&f->of, &now, sizeof(now));
	}
}

void
app_draw(struct app *a)
{
	struct view *v = app_top(a);
	struct canvas *c = &a->canvas;
	struct rect body = { 1, 0, c->rows - 4, c->cols };

	canvas_clear(c);
	if (canvas_too_small(c) || v == NULL)
		return;
	draw_frame(a, v);
	v->ops->draw(v, c, body);
	draw_long(a);
	if (a->prompting != PROMPT_NONE) {
		a->prompt.row = c->rows - 3;
		prompt_draw(&a->prompt, c);
	}
	dialog_draw(&a->dialog, c);
}

int
app_wait_ms(const struct app *a)
{
	const struct view *v = a->depth > 0 ? &a->stack[a->depth - 1] : NULL;
	int64_t left = app_status_moves_in(&a->desk), at;

	if (v != NULL && v->ops->wake_at != NULL && (at = v->ops->wake_at(v)) > 0) {
		at = at > a->desk.now ? at - a->desk.now : 0;
		left = left < 0 || at < left ? at : left;
	}
	return left > INT_MAX ? INT_MAX : (int)left;
}
