/* handling_phone.c: the number of whom to call, whole for a minute at one key.
 *
 * The purpose is always the same and is written by the program: this unit has to speak with the citizen. The engine writes
 * it down before it answers. Of a shielded ticket there is no number on this seat at all. */
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/str.h"
#include "handling_p.h"

#define SHOWN_MS INT64_C(60000)
#define PURPOSE  "承办单位联系诉求人"

static const char *
number_of(const struct fields *f)
{
	const char *phone = fields_get(f, TF_CONTACT_PHONE);

	return *phone != '\0' ? phone : fields_get(f, TF_CALLER_PHONE);
}

void
handling_phone_hide(struct handling *s)
{
	memset(s->shown, 0, sizeof(s->shown));
	s->shown_until = 0;
}

unsigned
handling_phone_look(struct handling *s)
{
	struct desk *d = s->w.desk;
	struct job *j;

	if (s->shown_until != 0) { /* the same key hides it at once */
		handling_phone_hide(s);
		return VIEW_DRAW;
	}
	if (!s->w.found || *number_of(&s->w.t.f) == '\0') {
		d->say(d->app, 1,
		    s->w.found && ticket_is_shielded(&s->w.t)
			? "信息保密, 由热线代问代答, 请用“请热线转达”。"
			: "这里没有可以看的号码。");
		return VIEW_DRAW;
	}
	if (s->look_job != 0 || (j = part_job(d, JOB_UNMASK)) == NULL)
		return VIEW_DRAW;
	(void)str_copy(j->ticket, sizeof(j->ticket), s->w.t.id);
	(void)str_copy(j->text, sizeof(j->text), PURPOSE);
	s->look_job = d->job(d->app, j);
	return VIEW_DRAW;
}

unsigned
handling_phone_news(struct handling *s, const struct news *n)
{
	const char *called;

	if (n->kind == NEWS_DONE && n->job != 0 && n->job == s->look_job) {
		s->look_job = 0;
		if (n->err.code != ERR_OK)
			s->w.desk->say(s->w.desk->app, 2, "没有打开: %s", n->err.text);
		return VIEW_DRAW;
	}
	if (n->kind != NEWS_IDENTITY || s->look_job == 0 || !s->w.found ||
	    strcmp(n->ticket, s->w.t.id) != 0)
		return 0;
	called = fields_get(&n->identity, TF_CALLED);
	if (*called == '\0')
		called = fields_get(&n->identity, TF_NAME);
	(void)snprintf(s->shown, sizeof(s->shown), "%s %s", called, number_of(&n->identity));
	(void)str_copy(s->shown_of, sizeof(s->shown_of), n->ticket);
	s->shown_until = s->w.desk->now + SHOWN_MS;
	return VIEW_DRAW;
}

void
handling_phone(const struct handling *s, char *out, size_t size)
{
	const char *masked = number_of(&s->w.t.f);
	const bool whole = s->shown_until > s->w.desk->now && strcmp(s->shown_of, s->w.t.id) == 0;
	char until[64] = "";

	out[0] = '\0';
	if (whole) {
		(void)civil_format(s->shown_until, " [%H:%M:%S 自动遮蔽]", until, sizeof(until));
		(void)snprintf(out, size, "电话 %s%s", s->shown, until);
	} else if (*masked != '\0') {
		(void)snprintf(out, size, "电话 %s [Ctrl-Y 看全号]", masked);
	}
}
