/* app_status.c: the first row of every screen: who sits here, the call, the line, the class. No clock ticks in it: while
 * nothing happens not a byte goes out. Only a call's duration moves, every ten seconds, and not on a slow line; and what is
 * left of after-call work or of an exam, in whole steps. */
#include <stdio.h>
#include <string.h>

#include "app.h"
#include "base/clock.h"
#include "base/width.h"
#include "model/mask.h"

#define CALL_STEP_MS 10000

/* What is left of after-call work, in whole steps; 0 when none is running out. */
int64_t
app_acw_left(const struct desk *d)
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

	if (app_acw_left(d) != 0 && !d->low_bandwidth)
		snprintf(out, size, "%s 余%lld秒", agent_label(c->agent),
		    (long long)(app_acw_left(d) / 1000));
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
int
app_exam_minutes(const struct desk *d)
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
	const int minutes = app_exam_minutes(&a->desk);
	const int n = snprintf(out, size, "%s",
	    a->classroom.under_way ? "培训 - 非真实数据"
	    : a->desk.demo         ? "演示 - 非真实数据"
				   : "");

	if (minutes >= 0)
		(void)snprintf(out + n, size - (size_t)n, " 余%d分", minutes);
}

void
app_draw_status(struct app *a, const struct view *v)
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

/* How long the call or the break of the line has lasted, in the steps it is shown in. */
int64_t
app_status_since(const struct desk *d)
{
	if (d->call.active)
		return (d->now - d->call.since_at) / CALL_STEP_MS;
	return d->link.state == LINK_OFFLINE ? (d->now - d->link.since_at) / 60000 : 0;
}

/* Until the minutes of the exam change; -1 never. */
static int64_t
exam_moves_in(const struct desk *d)
{
	const int pace = d->classroom != NULL ? d->classroom->pace : 1;

	if (app_exam_minutes(d) <= 0)
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
	if (app_acw_left(d) != 0)
		return (d->call.agent_until_at - d->now - 1) % CALL_STEP_MS + 1;
	if (!d->call.active)
		return -1;
	return CALL_STEP_MS - (d->now - d->call.since_at) % CALL_STEP_MS + 1;
}

int64_t
app_status_moves_in(const struct desk *d)
{
	const int64_t line = line_moves_in(d), exam = exam_moves_in(d);

	return exam >= 0 && (line < 0 || exam < line) ? exam : line;
}
