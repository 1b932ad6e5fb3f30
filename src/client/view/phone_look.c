/* phone_look.c: the number of whom to call, whole for a minute at one key, on the screens whose work is to ring people
 * (办理, 回访).
 *
 * The purpose is that of the screen and is written by the program; the engine writes the audit row before it answers. Of
 * a shielded ticket there is no number on this seat at all. Not here: looking with a reason of one's own
 * (ticket_look.c). */
#include "phone_look_p.h"

#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/str.h"
#include "part_p.h"

#define SHOWN_MS INT64_C(60000)
#define FRESH_MS INT64_C(600000) /* after the call its result is still what one writes down */

const char *
phone_look_number(const struct fields *f)
{
	const char *phone = fields_get(f, TF_CONTACT_PHONE);

	return *phone != '\0' ? phone : fields_get(f, TF_CALLER_PHONE);
}

const char *
phone_look_name(const struct fields *f)
{
	const char *called = fields_get(f, TF_CALLED);

	return *called != '\0' ? called : fields_get(f, TF_NAME);
}

void
phone_look_hide(struct phone_look *p)
{
	fields_drop_identity(&p->whole);
	fields_free(&p->whole);
	p->until = 0;
}

bool
phone_look_shows(const struct phone_look *p, const struct desk *d, const struct ticket *t)
{
	return p->until > d->now && strcmp(p->of, t->id) == 0;
}

const struct fields *
phone_look_of(const struct phone_look *p, const struct desk *d, const struct ticket *t)
{
	return phone_look_shows(p, d, t) ? &p->whole : &t->f;
}

void
phone_look_expire(struct phone_look *p, const struct desk *d, const struct ticket *t)
{
	if (p->until != 0 && !phone_look_shows(p, d, t))
		phone_look_hide(p);
}

unsigned
phone_look_key(struct phone_look *p, struct desk *d, const struct ticket *t, const char *purpose)
{
	struct job *j;

	if (p->until != 0) { /* the same key hides it at once */
		phone_look_hide(p);
		return VIEW_DRAW;
	}
	if (t == NULL || *phone_look_number(&t->f) == '\0') {
		d->say(d->app, 1,
		    t != NULL && ticket_is_shielded(t)
			? "信息保密, 由热线代问代答, 请用“请热线转达”。"
			: "这里没有可以看的号码。");
		return VIEW_DRAW;
	}
	if (p->job != 0 || (j = part_job(d, JOB_UNMASK)) == NULL)
		return VIEW_DRAW;
	(void)str_copy(j->ticket, sizeof(j->ticket), t->id);
	(void)str_copy(j->text, sizeof(j->text), purpose);
	p->job = d->job(d->app, j);
	return VIEW_DRAW;
}

unsigned
phone_look_dial(struct phone_look *p, struct desk *d, const struct ticket *t)
{
	const struct call_info *c = &d->call;
	const bool busy = c->active || c->ringing, ends = !busy && c->leg != LEG_NONE;
	struct job *j;

	if (!ends && (busy || t == NULL || c->phone_down ||
			 (c->caps & phone_command_cap(PHONE_DIAL)) == 0)) {
		d->say(d->app, 1,
		    busy            ? "有来电, 先接来电"
		    : t == NULL     ? "先选一件工单, 再拨号"
		    : c->phone_down ? "话务中断, 恢复后再拨"
				    : "本机的电话不能拨号: Ctrl-Y 看号码, 用话机拨");
		return VIEW_DRAW;
	}
	if (p->dial != 0 || (j = part_job(d, JOB_PHONE)) == NULL)
		return VIEW_DRAW;
	j->phone = ends ? PHONE_RECONNECT : PHONE_DIAL;
	if (!ends) {
		(void)str_copy(j->ticket, sizeof(j->ticket), t->id);
		memset(&p->talk, 0, sizeof(p->talk));
		(void)str_copy(p->talk.of, sizeof(p->talk.of), t->id);
	}
	p->dial = d->job(d->app, j);
	return VIEW_DRAW;
}

/* ---- what the telephone said of it ---- */

static void
over(struct phone_look *p, struct desk *d, const struct phone_event *ev)
{
	p->talk.over_at = ev->at;
	p->talk.busy = ev->cause == CAUSE_BUSY;
	if (p->talk.answered_at != 0)
		d->say(d->app, 0, "通话%lld秒; 记结果时已替您填好时间和结果",
		    (long long)(ev->at - p->talk.answered_at) / 1000);
	else
		d->say(d->app, 1, "%s; 记结果时已替您填好", p->talk.busy ? "对方忙" : "无人接听");
}

static void
hear(struct phone_look *p, struct desk *d, const struct phone_event *ev)
{
	const size_t n = strlen(ev->target);

	if (p->talk.of[0] == '\0' || p->talk.over_at != 0 || d->call.active)
		return;
	switch ((int)ev->kind) {
	case PHONE_CALLING:
		p->talk.at = ev->at;
		if (n >= 7)
			(void)str_copy(p->talk.tail, sizeof(p->talk.tail), ev->target + n - 4);
		break;
	case PHONE_REACHED:
		p->talk.answered_at = ev->at;
		break;
	case PHONE_NOT_REACHED:
	case PHONE_PARTED:
		over(p, d, ev);
		break;
	default:
		break;
	}
}

const char *
phone_look_talked(const struct phone_look *p, const struct desk *d, const struct ticket *t,
    char words[PHONE_LOOK_WORDS])
{
	const bool over = p->talk.over_at != 0, reached = p->talk.answered_at != 0;
	const int64_t end = over ? p->talk.over_at : d->now;
	char when[16];
	int n;

	words[0] = '\0';
	if (t == NULL || strcmp(p->talk.of, t->id) != 0 || p->talk.at == 0 || (!over && !reached) ||
	    d->now - end > FRESH_MS)
		return "";
	n = snprintf(words, PHONE_LOOK_WORDS, "%s拨打%s%s, ",
	    civil_format(p->talk.at, "%H:%M", when, sizeof(when)),
	    p->talk.tail[0] != '\0' ? "尾号" : "", p->talk.tail);
	if (reached)
		(void)snprintf(words + n, PHONE_LOOK_WORDS - (size_t)n, "通话%lld秒。",
		    (long long)(end - p->talk.answered_at) / 1000);
	else
		(void)snprintf(words + n, PHONE_LOOK_WORDS - (size_t)n, "%s。",
		    p->talk.busy ? "对方忙" : "无人接听");
	return reached ? "reached" : "no_answer";
}

/* ---- news ---- */

/* Dialled, or not; what becomes of the call is in the status line. */
static unsigned
dialled(struct phone_look *p, struct desk *d, const struct news *n)
{
	p->dial = 0;
	if (n->err.code != ERR_OK)
		d->say(d->app, 2, "没有拨出: %s", n->err.text);
	return VIEW_DRAW;
}

unsigned
phone_look_event(struct phone_look *p, struct desk *d, const struct news *n)
{
	if (n->kind == NEWS_PHONE) {
		hear(p, d, &n->phone);
		return 0;
	}
	if (n->kind == NEWS_DONE && n->job != 0 && n->job == p->dial)
		return dialled(p, d, n);
	if (n->job == 0 || n->job != p->job)
		return 0;
	if (n->kind == NEWS_DONE) {
		p->job = 0;
		if (n->err.code != ERR_OK)
			d->say(d->app, 2, "没有打开: %s", n->err.text);
		return VIEW_DRAW;
	}
	if (n->kind != NEWS_IDENTITY)
		return 0;
	phone_look_hide(p);
	if (fields_copy(&p->whole, &n->identity)) {
		(void)str_copy(p->of, sizeof(p->of), n->ticket);
		p->until = d->now + SHOWN_MS;
	}
	return VIEW_DRAW;
}
