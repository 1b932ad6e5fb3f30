/* The lines every screen has: status on top, the message and the footer at the bottom. No clock ticks here: while nothing
 * happens not a byte goes out. Only a call's duration moves, every ten seconds, and not on a slow line. */
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "app.h"
#include "base/clock.h"
#include "base/width.h"
#include "client/ui/wrap.h"
#include "model/mask.h"

#define CALL_STEP_MS 10000
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
	str_copy(a->message, sizeof(a->message), text);
	a->level = level;
	a->said = a->draw = true;
}

void
app_unsay(struct app *a)
{
	a->message[0] = '\0';
	a->draw = true;
}

/* What is left of after-call work, in whole steps; 0 when none is running out. */
static int64_t
acw_left(const struct desk *d)
{
	const struct call_info *c = &d->call;

	if (c->agent != AGENT_ACW || c->active || c->ringing || c->agent_until_at <= d->now)
		return 0;
	return (c->agent_until_at - d->now + CALL_STEP_MS - 1) / CALL_STEP_MS * CALL_STEP_MS;
}

static void
agent_text(const struct desk *d, char *out, size_t size)
{
	const struct call_info *c = &d->call;

	if (acw_left(d) != 0 && !d->low_bandwidth)
		snprintf(out, size, "%s 余%lld秒", agent_label(c->agent),
		    (long long)(acw_left(d) / 1000));
	else if (c->agent == AGENT_REST)
		snprintf(out, size, "%s", agent_reason_label(c->agent_reason));
	else
		snprintf(out, size, "%s", agent_label(c->agent));
}

/* Of the two on her lines the caller hears her now, the other one waits (切换). */
static bool
is_with_caller(const struct call_info *c)
{
	return c->active && c->leg == LEG_TALKING && !c->held && c->joined[0] == '\0';
}

/* Whom a person calls of her own is a citizen as a rule: masked. */
static void
leg_text(const struct desk *d, char *out, size_t size)
{
	const struct call_info *c = &d->call;
	const bool own = !c->active && !c->ringing;
	char number[32];

	if (own && strlen(c->target) >= 7)
		mask_phone(c->target, number, sizeof(number));
	else
		(void)str_copy(number, sizeof(number), c->target);
	snprintf(out, size, "%s %s%s",
	    c->leg == LEG_CALLING ? "正在拨"
	    : own                 ? "外呼"
	    : is_with_caller(c)   ? "来电人在线,"
				  : "咨询",
	    number, is_with_caller(c) ? " 在等" : "");
}

/* Muted: said first whatever else there is: who forgets it talks to nobody. */
static bool
is_muted(const struct desk *d)
{
	return d->call.active && d->call.muted && !d->call.phone_down;
}

static void
talk_text(const struct desk *d, char *out, size_t size)
{
	const struct call_info *c = &d->call;
	const struct class_info *lesson = d->classroom;
	const int pace = lesson != NULL && lesson->under_way ? lesson->pace : 1;
	const int64_t s = (d->now - c->since_at) / CALL_STEP_MS * (CALL_STEP_MS / 1000) * pace;
	const char *how = c->held ? "保持" : c->muted ? "" : "通话";

	if (d->low_bandwidth)
		snprintf(out, size, "%s", how);
	else
		snprintf(out, size, "%s%s%02lld:%02lld", how, *how != '\0' ? " " : "",
		    (long long)s / 60, (long long)s % 60);
}

static void
call_text(const struct desk *d, char *out, size_t size)
{
	char peer[32];

	mask_phone(d->call.peer, peer, sizeof(peer));
	if (is_muted(d)) {
		const int n = snprintf(out, size, "静音 ");

		out += n;
		size -= (size_t)n;
	}
	if (d->call.phone_down)
		snprintf(out, size, "话务中断");
	else if (d->call.ringing)
		snprintf(out, size, "来电 %s%s%s 按 F2 接听", peer,
		    d->call.tags[0] != '\0' ? " " : "", d->call.tags);
	else if (d->call.away)
		snprintf(out, size, "挂起转");
	else if (d->call.leg != LEG_NONE)
		leg_text(d, out, size);
	else if (d->call.active && d->call.joined[0] != '\0')
		snprintf(out, size, "三方 %s", d->call.joined);
	else if (d->call.active)
		talk_text(d, out, size);
	else if (view_may_act(d->me.roles, ACTION_STATE) && d->call.agent != AGENT_OFFLINE)
		agent_text(d, out, size);
	else /* who takes no calls is neither free nor away */
		out[0] = '\0';
}

static void
link_text(const struct app *a, char *out, size_t size)
{
	const struct link_info *l = &a->desk.link;
	char at[16] = "";
	long long minutes = (a->desk.now - l->since_at) / 60000;

	if (l->state == LINK_ONLINE && a->changed_at != 0)
		civil_format(a->changed_at, " 同步 %H:%M", at, sizeof(at));
	/* who takes calls needs the room for the call */
	if (l->state == LINK_OFFLINE && l->data_as_of != 0 && (a->desk.me.roles & ROLES_UNIT) != 0)
		civil_format(l->data_as_of, " 数据 %H:%M", at, sizeof(at));
	switch (l->state) {
	case LINK_ONLINE:
		snprintf(out, size, "线路正常%s", at);
		break;
	case LINK_FILLING:
		snprintf(out, size, "正在取数据 %lld/%lld", (long long)l->fill_done,
		    (long long)l->fill_total);
		break;
	case LINK_OFFLINE:
		if (minutes < 60)
			snprintf(out, size, "离线 %lld分 待送 %lld%s", minutes,
			    (long long)l->waiting, at);
		else
			snprintf(out, size, "离线 %lld小时%lld分 待送 %lld%s", minutes / 60,
			    minutes % 60, (long long)l->waiting, at);
		break;
	case LINK_REFUSED:
		snprintf(out, size, "中心拒绝 待送 %lld", (long long)l->waiting);
		break;
	case LINK_STARTING:
		snprintf(out, size, "正在连接中心");
		break;
	}
}

/* Minutes that the exam here still has, by its clock; -1 none is on. */
static int
exam_minutes(const struct desk *d)
{
	const struct class_info *c = d->classroom;
	int64_t left;

	if (c == NULL || c->exam[0] == '\0' || c->exam_until_at == 0)
		return -1;
	left = (c->exam_until_at - d->now) * c->pace;
	return left > 0 ? (int)((left + 59999) / 60000) : 0;
}

/* What a classroom says on every screen. */
static void
class_text(const struct app *a, char *out, size_t size)
{
	const int minutes = exam_minutes(&a->desk);
	const int n = snprintf(out, size, "%s",
	    a->classroom.under_way ? "培训 - 非真实数据"
	    : a->desk.demo         ? "演示 - 非真实数据"
				   : "");

	if (minutes >= 0)
		(void)snprintf(out + n, size - (size_t)n, " 余%d分", minutes);
}

static void
draw_status(struct app *a, const struct view *v)
{
	char me[96], call[160], queue[32] = "", link[96], room[80];
	const struct desk *d = &a->desk;
	bool warn = d->link.state != LINK_ONLINE && d->link.state != LINK_FILLING;

	snprintf(me, sizeof(me), "%s %s", d->me.user, d->me.name);
	call_text(d, call, sizeof(call));
	if (d->city != NULL && d->me.unit[0] != '\0' && !d->call.ringing && !d->call.active &&
	    (d->me.roles & ROLES_UNIT) != 0 && (d->me.roles & ROLES_HOTLINE) == 0)
		str_copy(
		    call, sizeof(call), city_unit_name(d->city, d->me.unit)); /* no telephone */
	if (d->call.queue.n > 0)
		snprintf(queue, sizeof(queue), "排队 %d", d->call.queue.n);
	link_text(a, link, sizeof(link));
	class_text(a, room, sizeof(room));
	struct bar_item left[] = {
		{ v->ops->title, ROLE_NORMAL, 0 },
		{ room, ROLE_STATUS_WARN, 1 },
		{ d->me.user[0] != '\0' ? me : "", ROLE_NORMAL, 3 },
		{ d->me.user[0] != '\0' ? roles_label(d->me.roles) : "", ROLE_NORMAL, 6 },
		{ d->me.user[0] != '\0' ? call : "",
		    d->call.ringing || is_muted(d) ? ROLE_STATUS_WARN : ROLE_NORMAL, 2 },
		{ queue, ROLE_NORMAL, 5 },
	};
	struct bar_item right[] = { { link, warn ? ROLE_STATUS_WARN : ROLE_NORMAL, 4 } };

	bar_status(&a->canvas, 0, left, sizeof(left) / sizeof(left[0]), right, 1);
}

/* While a line is asked for all keys are its own. */
static const struct bar_key asked[] = { { ACTION_ENTER, NULL }, { ACTION_NONE, "上下=选" },
	{ ACTION_NEXT, "补全" }, { ACTION_BACK, "取消" } };

/* What may be pressed where this screen stands now. */
static const struct bar_key *
keys_of(const struct app *a, const struct view *v, size_t *n)
{
	if (a->prompting == PROMPT_COMMAND || a->prompting == PROMPT_GOTO) {
		*n = sizeof(asked) / sizeof(asked[0]);
		return asked;
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

/* A sentence takes the mark of what is saved away before it takes a second line. */
static bool
is_long(const struct app *a)
{
	return wrap_lines(a->message, a->canvas.cols - 2) > 1;
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

static void
draw_bottom(struct app *a, const struct view *v)
{
	struct canvas *c = &a->canvas;
	enum role role = a->level == 2 ? ROLE_ERROR : ROLE_MESSAGE;
	const char *kept = saved_here(a, v);
	const int saved = *kept != '\0' ? width_str(kept) + 2 : 0;
	const bool both = width_str(a->message) <= c->cols - 2 - saved;
	const bool whispered = a->classroom.whisper[0] != '\0';

	bar_message(c, c->rows - 3, role, is_long(a) ? "" : a->message, both ? kept : "");
	canvas_hline(c, c->rows - 2, 1, c->cols - 2, ROLE_RULE);
	if (a->classroom.hint[0] != '\0') /* the coach has the rule for his line, */
		draw_said(c, c->rows - 2, a->watch != NULL ? "观摩: " : "教练: ", ROLE_HINT,
		    a->classroom.hint, a->watch != NULL ? app_watch_keys(a) : "");
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
	const int lines = wrap_lines(a->message, c->cols - 2),
		  rows = lines > MESSAGE_ROWS ? MESSAGE_ROWS : lines;
	const struct rect at = { c->rows - 2 - rows, 1, rows, c->cols - 2 };

	if (!is_long(a))
		return;
	canvas_fill(c, (struct rect){ at.row, 0, rows, c->cols }, ROLE_NORMAL);
	wrap_draw(c, at, a->level == 2 ? ROLE_ERROR : ROLE_MESSAGE, a->message);
}

/* ---- what did not change is not drawn again ---- */

static void
look_at_frame(const struct app *a, const struct view *v, struct frame_of *f)
{
	const struct desk *d = &a->desk;
	int64_t step = d->call.active ? CALL_STEP_MS : 60000;
	int64_t since = d->call.active ? d->call.since_at : d->link.since_at;

	memset(f, 0, sizeof(*f)); /* compared as bytes */
	f->ops = v->ops;
	f->keys = keys_of(a, v, &f->n_keys);
	f->rows = a->canvas.rows;
	f->cols = a->canvas.cols;
	f->level = a->level;
	memcpy(&f->link, &d->link, sizeof(f->link));
	f->roles = d->me.roles;
	if (d->call.active || d->link.state == LINK_OFFLINE)
		f->since = (d->now - since) / step;
	f->left = d->low_bandwidth ? 0 : acw_left(d);
	f->changed = a->changed_at / 60000;
	memcpy(f->call, &d->call, sizeof(f->call));
	str_copy(f->me, sizeof(f->me), d->me.user);
	str_copy(f->name, sizeof(f->name), d->me.name);
	str_copy(f->message, sizeof(f->message), a->message);
	str_copy(f->saved, sizeof(f->saved), saved_here(a, v));
	str_copy(f->hint, sizeof(f->hint), a->classroom.hint);
	str_copy(f->whisper, sizeof(f->whisper), a->classroom.whisper);
	f->senior = a->senior.version;
	f->packet = a->packet.version;
	f->lesson = a->classroom.under_way;
	f->watch_keys = app_watch_is_on(a) ? app_watch_keys(a) : NULL;
	f->exam_minutes = exam_minutes(d);
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
	draw_status(a, v);
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

/* Until the minutes of the exam change; -1 never. */
static int64_t
exam_moves_in(const struct desk *d)
{
	const int pace = d->classroom != NULL ? d->classroom->pace : 1;

	if (exam_minutes(d) <= 0)
		return -1;
	return (d->classroom->exam_until_at - d->now) % (60000 / pace) + 1;
}

static int64_t
line_moves_in(const struct desk *d)
{
	if (d->link.state == LINK_OFFLINE) /* minutes offline */
		return 60000 - (d->now - d->link.since_at) % 60000 + 1;
	if (d->low_bandwidth)
		return -1;
	if (acw_left(d) != 0)
		return (d->call.agent_until_at - d->now - 1) % CALL_STEP_MS + 1;
	if (!d->call.active)
		return -1;
	return CALL_STEP_MS - (d->now - d->call.since_at) % CALL_STEP_MS + 1;
}

static int64_t
status_moves_in(const struct desk *d)
{
	const int64_t line = line_moves_in(d), exam = exam_moves_in(d);

	return exam >= 0 && (line < 0 || exam < line) ? exam : line;
}

int
app_wait_ms(const struct app *a)
{
	const struct view *v = a->depth > 0 ? &a->stack[a->depth - 1] : NULL;
	int64_t left = status_moves_in(&a->desk), at;

	if (v != NULL && v->ops->wake_at != NULL && (at = v->ops->wake_at(v)) > 0) {
		at = at > a->desk.now ? at - a->desk.now : 0;
		left = left < 0 || at < left ? at : left;
	}
	return left > INT_MAX ? INT_MAX : (int)left;
}
