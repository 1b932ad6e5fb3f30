/* What the engine says, turned into what every screen sees: who is signed in, the line, the call. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app.h"
#include "base/clock.h"
#include "base/utf8.h"
#include "client/cache/records.h"
#include "text/spoken.h"

#define CENTRE_STARTS_MS 15000 /* a private centre: its first start reads the whole city */

uint64_t
app_job(void *app, struct job *j)
{
	struct app *a = app;
	uint64_t id = ++a->next_job;

	if (j == NULL) {
		app_say(a, 2, "内存不足, 这一步没有做。已输入的内容都在。");
		return 0;
	}
	j->id = id;
	app_class_job(a, j);
	if (j->kind == JOB_DRAFT_SAVE && a->journal != NULL) {
		j->local = journal_seq(a->journal);
		app_draft_sent(a, id, j->draft.id, j->local);
	}
	if (j->kind == JOB_DRAFT_DROP && a->journal != NULL)
		journal_drop(a->journal, j->draft.id, NULL);
	/* Submitted or dropped for good: none of its records is needed any more, and the file can be used again. */
	if ((j->kind == JOB_DRAFT_DROP || j->kind == JOB_SUBMIT || j->kind == JOB_ACT) &&
	    j->draft.id[0] != '\0' && a->journal != NULL)
		app_draft_sent(a, id, j->draft.id, INT64_MAX);
	if (engine_post(a->engine, j))
		return id;
	job_free(j);
	app_say(a, 2, "本机正忙, 这一步没有做, 请再按一次。已输入的内容都在。");
	return 0;
}

static bool
is_clock_off(const struct link_info *l)
{
	return l->offset_ms >= LINK_CLOCK_OFF_MS || l->offset_ms <= -LINK_CLOCK_OFF_MS;
}

/* Every day and hour that is read to a caller is of this clock. */
static void
say_clock(struct app *a)
{
	const int64_t off = a->desk.link.offset_ms;
	char age[SPOKEN_SIZE];

	if (is_clock_off(&a->desk.link))
		app_say(a, 2,
		    "本机时钟比中心%s %s: 报给来电人的日期、时限会错, 请先告诉系统管理员改正。",
		    off < 0 ? "快" : "慢", spoken_length(off < 0 ? -off : off, age, sizeof(age)));
}

static void
signed_in(struct app *a, const struct news *n)
{
	struct desk *d = &a->desk;
	static const struct actor nobody = { .user = "", .name = "", .unit = "", .roles = 0 };
	bool was = d->me.user[0] != '\0';

	d->me = nobody;
	if (n->job_no[0] != '\0') {
		str_copy(a->me_user, sizeof(a->me_user), n->job_no);
		str_copy(a->me_name, sizeof(a->me_name), n->name);
		str_copy(a->me_unit, sizeof(a->me_unit), n->unit);
		d->me = (struct actor){ .user = a->me_user,
			.name = a->me_name,
			.unit = a->me_unit,
			.roles = n->roles };
		app_journal_open(a, n->key);
	}
	if (was && n->job_no[0] == '\0' && a->centre == NULL)
		app_login(a);
	else if (!was || n->job_no[0] == '\0')
		app_home(a);
	if (!was)
		app_room_home(a);
	if (!was && n->job_no[0] != '\0') {
		say_clock(a);
		app_unfinished(a);
	}
	if (n->once && n->job_no[0] != '\0')
		app_open(a, view_by_name("password"), "once");
	a->draw = true;
}

static void
heard(struct call_info *c, const char *text)
{
	size_t have = strlen(c->heard), more = strlen(text);

	if (have + more >= sizeof(c->heard)) { /* keep the newest half */
		size_t cut = have / 2;
		while (cut < have && utf8_is_inner(c->heard[cut]))
			cut++;
		memmove(c->heard, c->heard + cut, have - cut + 1);
		have -= cut;
	}
	if (have + more < sizeof(c->heard))
		memcpy(c->heard + have, text, more + 1);
}

/* A call of one's own, without a caller. */
static void
own_news(struct call_info *c, const struct phone_event *p)
{
	if (c->active || c->ringing)
		return;
	if (p->kind == PHONE_CALLING) {
		str_copy(c->own, sizeof(c->own), p->call);
		str_copy(c->own_phone, sizeof(c->own_phone), p->call[0] != '\0' ? p->target : "");
		c->own_over_at = 0;
	} else if (p->kind == PHONE_NOT_REACHED) {
		c->own[0] = c->own_phone[0] = '\0'; /* nobody has spoken */
	} else if (p->kind == PHONE_PARTED) {
		c->own_over_at = p->at;
	}
}

/* The second line: whom the caller is handed to. */
static void
leg_news(struct call_info *c, const struct phone_event *p)
{
	c->leg = LEG_NONE;
	if (p->kind == PHONE_CALLING || p->kind == PHONE_REACHED) {
		c->leg = p->kind == PHONE_CALLING ? LEG_CALLING : LEG_TALKING;
		str_copy(c->target, sizeof(c->target), p->target);
	} else if (p->kind == PHONE_JOINED) {
		str_copy(c->joined, sizeof(c->joined), p->target);
	} else if (p->kind == PHONE_PARTED && strcmp(p->target, c->joined) == 0) {
		c->joined[0] = '\0';
	}
}

/* What whoever answers should know before he does. */
static void
look_at_tags(struct app *a, const struct phone_event *p)
{
	struct call_info *c = &a->desk.call;
	struct caller_tag tag[CALLER_TAG_COUNT];
	int n =
	    a->desk.cache != NULL ? cache_caller_tags(a->desk.cache, p->peer, a->desk.now, tag) : 0;
	size_t at = 0;

	for (int i = 0; i < n && at < sizeof(c->tags); i++) {
		if (!tag[i].counts)
			continue;
		at += (size_t)snprintf(c->tags + at, sizeof(c->tags) - at, "%s%s",
		    at > 0 ? "、" : "", caller_tag_label(tag[i].code));
		app_say(
		    a, 1, "%s: %s", caller_tag_label(tag[i].code), caller_tag_advice(tag[i].code));
	}
}

/* Another call: of the one before only the seat's own state stays. */
static void
offered(struct app *a, const struct phone_event *p)
{
	struct call_info *c = &a->desk.call;

	*c = (struct call_info){ .ringing = true,
		.since_at = p->at,
		.queue = c->queue,
		.agent = c->agent,
		.agent_reason = c->agent_reason,
		.agent_since_at = c->agent_since_at,
		.caps = c->caps };
	str_copy(c->id, sizeof(c->id), p->call);
	str_copy(c->peer, sizeof(c->peer), p->peer);
	str_copy(c->line, sizeof(c->line), p->line);
	str_copy(c->ivr, sizeof(c->ivr), p->ivr);
	if (a->desk.city != NULL)
		str_copy(c->home_area, sizeof(c->home_area), city_home_area(a->desk.city, p->peer));
	look_at_tags(a, p);
	term_bell(a->term);
}

static void
muted(struct app *a, bool on)
{
	char key[16];

	a->desk.call.muted = on;
	if (on)
		app_say(a, 1, "已静音, 来电人听不到您; %s 取消",
		    keymap_first(&a->keymap, ACTION_MUTE, key));
	else
		app_say(a, 0, "已取消静音");
}

/* Of the telephone itself, and of who hears whom. */
static bool
line_news(struct app *a, const struct phone_event *p)
{
	struct call_info *c = &a->desk.call;

	switch ((int)p->kind) {
	case PHONE_LINK_UP:
		if (c->phone_down)
			app_say(a, 0, "电话恢复了。");
		c->phone_down = false;
		c->caps = p->caps;
		break;
	case PHONE_LINK_DOWN:
		c->phone_down = true;
		c->queue.n = -1;
		app_say(a, 2, "话务中断: 电话系统断了。登记照常, 通话由话机保持, 恢复后自动接上。");
		break;
	case PHONE_MUTED:
	case PHONE_UNMUTED:
		muted(a, p->kind == PHONE_MUTED);
		break;
	case PHONE_TONES:
		app_say(a, 0, "已按 %s", p->text);
		break;
	case PHONE_QUEUE:
		c->queue = (struct call_queue){
			.n = p->queue, .since_at = p->at - p->waited_ms, .at = p->at
		};
		break;
	case PHONE_AWAY:
	case PHONE_BACK:
		c->away = p->kind == PHONE_AWAY;
		app_say(a, 0, "%s", c->away ? "来电人已挂起转, 完成后自动回来" : p->text);
		break;
	default:
		return false;
	}
	return true;
}

static void
phone_news(struct app *a, const struct phone_event *p)
{
	struct call_info *c = &a->desk.call;
	bool talked;

	app_class_phone(a, p);
	switch (p->kind) {
	case PHONE_OFFERED:
		offered(a, p);
		break;
	case PHONE_ESTABLISHED:
		if (a->message.level ==
		    MESSAGE_FAULT) /* what was wrong was wrong of another call */
			app_unsay(a);
		app_phone_over(a);
		c->ringing = c->answering = false;
		c->active = true;
		c->since_at = p->at;
		str_copy(c->recording, sizeof(c->recording), p->recording);
		break;
	case PHONE_SAYS:
		heard(c, p->text);
		break;
	case PHONE_HELD:
	case PHONE_RETRIEVED:
		c->held = p->kind == PHONE_HELD;
		break;
	case PHONE_CLEARED:
		talked = c->active;
		c->ringing = c->answering = c->active = c->held = c->muted = c->away = false;
		c->leg = LEG_NONE;
		c->joined[0] = '\0';
		app_phone_over(a);
		if (p->text[0] != '\0' ||
		    talked) /* of a broken line also who is typing must know */
			app_say(a, talked && p->cause == CAUSE_BROKEN ? 2 : 0, "%s",
			    p->text[0] != '\0' ? p->text : "通话已结束");
		break;
	case PHONE_AGENT_STATE:
		c->agent = p->agent;
		c->agent_reason = p->reason;
		c->agent_until_at = p->until_at;
		c->agent_since_at = p->at;
		break;
	case PHONE_FAILED:
		c->answering = false;
		app_say(a, 2, "%s", p->text);
		break;
	default:
		if (!line_news(a, p)) {
			leg_news(c, p);
			own_news(c, p);
		}
		break;
	}
	a->draw = true;
}

static void
tables_changed(struct app *a, uint32_t tables)
{
	if ((tables & CACHE_CITY) != 0)
		a->desk.city = cache_city(a->desk.cache);
	if ((tables & (CACHE_TICKETS | CACHE_EVENTS | CACHE_CITY)) != 0)
		a->changed_at = a->desk.now;
}

void
app_sign_in(struct app *a)
{
	struct job *j;

	if (a->signing != 0)
		return;
	j = job_new(JOB_SIGN_IN);
	if (j != NULL)
		str_copy(j->job_no, sizeof(j->job_no), app_drill_person(a));
	a->signing = app_job(a, j);
}

/* There is no screen behind this sign-in: who is not known at a private centre can do nothing there but leave. */
static void
sign_in_done(struct app *a, const struct err *e)
{
	a->signing = 0;
	if (e->code == ERR_OK || a->desk.me.user[0] != '\0')
		return;
	if (app_drill_is_on(a)) {
		app_drill_refused(a, e);
	} else if (e->code == ERR_UNAUTHORISED) {
		a->refused = *e;
		a->quit = true;
	} else {
		app_say(a, 2, "%s", e->text);
	}
}

static void
link_news(struct app *a, const struct link_info *l)
{
	const bool clock_off = is_clock_off(l) && !is_clock_off(&a->desk.link);
	bool came_up = l->state == LINK_ONLINE && a->desk.link.state != LINK_ONLINE;
	struct link_info now = *l;

	/* Our own centre is on its way up: nothing is wrong with the line yet. */
	if (a->centre != NULL && l->state == LINK_OFFLINE && a->desk.link.state == LINK_STARTING &&
	    a->desk.now - a->started_at < CENTRE_STARTS_MS)
		now.state = LINK_STARTING;
	l = &now;
	if (memcmp(&a->desk.link, l, sizeof(*l)) != 0)
		a->draw = true;
	if (l->state != a->desk.link.state && l->state == LINK_OFFLINE &&
	    a->desk.link.state == LINK_ONLINE)
		app_say(a, 1, "和中心的线路断了。照常登记: 编号有效, 恢复后自动送出。");
	if (l->state == LINK_REFUSED && l->text[0] != '\0' &&
	    strcmp(l->text, a->desk.link.text) != 0)
		app_say(a, 2, "%s", l->text);
	a->desk.link = *l;
	if (clock_off)
		say_clock(a);
	/* On its first start the private centre was not there yet when its person was to sign in. */
	if (came_up && a->centre != NULL && a->desk.me.user[0] == '\0')
		app_sign_in(a);
}

void
app_tell_views(struct app *a, const struct news *n)
{
	for (int i = 0; i < a->depth; i++)
		if (a->stack[i].ops->event != NULL) {
			unsigned bits = a->stack[i].ops->event(&a->stack[i], n);
			app_react(a, i == a->depth - 1 ? bits : bits & VIEW_DRAW);
		}
}

void
app_news(struct app *a, const struct news *n)
{
	a->message.outcome = n->kind == NEWS_DONE;
	switch (n->kind) {
	case NEWS_TABLES:
		tables_changed(a, n->tables);
		break;
	case NEWS_LINK:
		link_news(a, &n->link);
		break;
	case NEWS_PHONE:
		phone_news(a, &n->phone);
		break;
	case NEWS_USER:
		signed_in(a, n);
		break;
	case NEWS_NUMBER:
		app_say(a, 2, "单号已改为 %s (原 %s), 请告知来电人。", n->number, n->old_number);
		break;
	case NEWS_NOTICE:
		app_say(a, n->err.code != ERR_OK ? 2 : 1, "%s", n->text);
		break;
	case NEWS_DONE:
		if (n->job != 0 && n->job == a->signing)
			sign_in_done(a, &n->err);
		app_drill_done(a, n);
		app_phone_done(a, n);
		app_draft_done(a, n);
		break;
	case NEWS_IDENTITY:
		break;
	}
	app_senior_news(a, n);
	app_packet_news(a, n);
	app_tell_views(a, n);
	a->message.outcome = false;
}

void
app_heard(struct app *a, const char *text)
{
	struct news n = { .kind = NEWS_PHONE,
		.phone = { .kind = PHONE_SAYS, .queue = -1, .at = a->desk.now } };

	str_copy(n.phone.text, sizeof(n.phone.text), text);
	app_news(a, &n);
}
