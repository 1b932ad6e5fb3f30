/* The limits of a ticket as they stood before each of its events, by the table of the sample city's default profile: see
 * recount.h. Deliberately without model/. */
#include "recount_p.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MIN   INT64_C(60000)
#define HOUR  (60 * MIN)
#define DAY   (24 * HOUR)
#define SHIFT (8 * HOUR) /* China Standard Time */

/* ---- the event's words ---- */

const char *
recount_text(const json_t *o, const char *name)
{
	const char *s = json_string_value(json_object_get(o, name));

	return s != NULL ? s : "";
}

const char *
recount_arg(const json_t *ev, const char *name)
{
	return recount_text(json_object_get(ev, "args"), name);
}

bool
recount_is(const json_t *ev, const char *kinds)
{
	const char *at = strstr(kinds, recount_text(ev, "kind"));
	const size_t n = strlen(recount_text(ev, "kind"));

	for (; at != NULL; at = strstr(at + 1, recount_text(ev, "kind")))
		if ((at == kinds || at[-1] == ' ') && (at[n] == ' ' || at[n] == '\0'))
			return true;
	return false;
}

bool
recount_goes(const json_t *ev, const char *from, const char *to)
{
	return (from == NULL || strcmp(recount_text(ev, "from"), from) == 0) &&
	       (to == NULL || strcmp(recount_text(ev, "to"), to) == 0);
}

int64_t
recount_number(const json_t *ev, const char *name)
{
	return json_integer_value(json_object_get(ev, name));
}

int64_t
recount_said(const json_t *ev)
{
	const int64_t at = recount_number(ev, "at"), heard = recount_number(ev, "at_server");

	return at == 0 || at > heard ? heard : at;
}

int64_t
recount_done(const json_t *ev)
{
	return json_is_true(json_object_get(ev, "offline")) ? recount_said(ev)
							    : recount_number(ev, "at_server");
}

/* ---- working days: Monday to Friday ---- */

static bool
works(int64_t day)
{
	const int64_t weekday = (day + 4) % 7; /* 1970-01-01 was a Thursday */

	return weekday != 0 && weekday != 6;
}

int64_t
recount_day(int64_t at)
{
	return (at + SHIFT) / DAY;
}

static int64_t
end_of(int64_t day)
{
	return day * DAY - SHIFT + DAY - 1000;
}

int64_t
recount_workdays(int64_t from, int n)
{
	int64_t day = recount_day(from);

	while (n > 0)
		n -= works(++day);
	return end_of(day);
}

/* A limit moved by so many working days keeps its time of the day. */
static int64_t
moved(int64_t due, int n)
{
	int64_t day = recount_day(due);
	const int64_t was = day;

	while (due != 0 && n > 0)
		n -= works(++day);
	return due + (day - was) * DAY;
}

static int
between(int64_t from, int64_t to)
{
	int n = 0;

	for (int64_t day = recount_day(from) + 1; day <= recount_day(to); day++)
		n += works(day);
	return n;
}

/* ---- limits, by the table of the profile ---- */

static bool
urgency(const struct course *c, const char *which)
{
	return strcmp(c->urgency, which) == 0;
}

/* 路灯, 井盖, 水电气热排水: 24 hours, whatever the type. */
static bool
has_rule(const struct course *c)
{
	static const char *const codes[] = { "0205", "0206", "0301", "0302", "0303", "0304",
		"0305" };

	for (size_t i = 0; i < sizeof(codes) / sizeof(codes[0]); i++)
		if (strcmp(c->category, codes[i]) == 0)
			return true;
	return false;
}

static int64_t
to_resolve(const struct course *c, int64_t from)
{
	static const struct {
		const char *type;
		int days;
	} types[] = { { "consult", 2 }, { "help", 10 }, { "suggest", 10 }, { "complaint", 15 },
		{ "report", 15 }, { "praise", 5 }, { "other", 5 } };

	if (has_rule(c) || urgency(c, "critical"))
		return from + DAY;
	if (urgency(c, "urgent"))
		return recount_workdays(from, 1);
	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (strcmp(c->type, types[i].type) == 0)
			return recount_workdays(from, types[i].days);
	fprintf(stderr, "recount: type %s\n", c->type);
	abort();
}

static int64_t
to_dispatch(const struct course *c, int64_t from)
{
	if (strcmp(c->category, "0205") == 0)
		return from + 2 * HOUR;
	return from + (urgency(c, "critical")    ? 5 * MIN
			  : urgency(c, "urgent") ? 15 * MIN
						 : 2 * HOUR);
}

static int64_t
to_sign(const struct course *c, int64_t from)
{
	if (urgency(c, "critical") || urgency(c, "urgent"))
		return from + (urgency(c, "critical") ? 15 : 30) * MIN;
	return recount_workdays(from, 1);
}

static int64_t
to_contact(const struct course *c, int64_t from)
{
	if (strcmp(c->category, "0304") == 0)
		return from + 2 * HOUR;
	if (urgency(c, "critical") || urgency(c, "urgent"))
		return from + (urgency(c, "critical") ? 1 : 4) * HOUR;
	return recount_workdays(from, 1);
}

static int64_t
sooner(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

/* ---- how the limits moved ---- */

static const char accepted[] = "submit complete reopen_reject reopen";
const char recount_sendings[] = "dispatch return_ok designate";
const char recount_open_states[] =
    "incomplete pending dispatched working return_req suspended replied visiting review";

bool
recount_in_state(const char *state, const char *states)
{
	const char *at = strstr(states, state);
	const size_t n = strlen(state);

	return at != NULL && (at == states || at[-1] == ' ') && (at[n] == ' ' || at[n] == '\0');
}

void
recount_learn(struct course *c, const json_t *ev)
{
	const json_t *set = json_object_get(ev, "set");
	static const struct {
		const char *name;
		size_t at, size;
	} kept[] = { { "type", offsetof(struct course, type), 16 },
		{ "category", offsetof(struct course, category), 8 },
		{ "urgency", offsetof(struct course, urgency), 16 } };

	for (size_t i = 0; i < sizeof(kept) / sizeof(kept[0]); i++)
		if (*recount_text(set, kept[i].name) != '\0')
			snprintf((char *)c + kept[i].at, kept[i].size, "%s",
			    recount_text(set, kept[i].name));
	if (json_object_get(set, "anonymous") != NULL)
		c->anonymous = strcmp(recount_text(set, "anonymous"), "1") == 0;
	if (json_object_get(set, "is_repeat") != NULL)
		c->repeat = strcmp(recount_text(set, "is_repeat"), "1") == 0;
	if (recount_is(ev, "reopen"))
		c->repeat = true;
	if (recount_is(ev, "reopen appeal_no"))
		c->excluded = false;
	if (recount_is(ev, "appeal_ok"))
		c->excluded = true;
	if (recount_is(ev, "urgency_ask"))
		snprintf(c->wanted, sizeof(c->wanted), "%s", recount_arg(ev, "result"));
	if (recount_is(ev, "urgency_ok"))
		snprintf(c->urgency, sizeof(c->urgency), "%s", c->wanted);
}

static void
begin_again(struct course *c, const json_t *ev, struct limits *l)
{
	if (recount_is(ev, "reopen"))
		l->promised = 0;
	if (l->promised == 0)
		l->promised = to_resolve(c, recount_said(ev));
	l->dispatch = to_dispatch(c, recount_done(ev));
}

static void
wait_or_go_on(struct course *c, const json_t *ev, struct limits *l)
{
	const int64_t until = strtoll(recount_arg(ev, "until"), NULL, 10);

	if (recount_is(ev, "suspend ask_info")) {
		c->paused_at = recount_done(ev);
		c->paused_until = until != 0 ? until : end_of(recount_day(recount_done(ev)) + 3);
	} else if (recount_is(ev, "resume")) {
		l->unit = moved(
		    l->unit, between(c->paused_at, sooner(recount_done(ev), c->paused_until)));
	} else if (recount_is(ev, "merge")) {
		c->at_merge = *l;
		c->merged_at = recount_done(ev);
	} else if (recount_is(ev, "unmerge")) {
		const int n = between(c->merged_at, recount_done(ev));
		*l = c->at_merge;
		l->unit = moved(l->unit, n);
		l->signin = moved(l->signin, n);
		l->contact = moved(l->contact, n);
	}
}

void
recount_move_limits(struct course *c, const json_t *ev, struct limits *l)
{
	const int days =
	    atoi(recount_arg(ev, "days")); /* NOLINT(cert-err34-c): checked by the centre */
	const int64_t until = strtoll(recount_arg(ev, "until"), NULL, 10);

	wait_or_go_on(c, ev, l);
	if (recount_is(ev, accepted) ||
	    (recount_is(ev, "review_redo") && recount_goes(ev, NULL, "pending")))
		begin_again(c, ev, l);
	else if (recount_is(ev, recount_sendings))
		*l = (struct limits){ l->promised, 0, to_sign(c, recount_done(ev)),
			to_contact(c, recount_done(ev)), to_resolve(c, recount_done(ev)), 0 };
	else if (recount_is(ev, "signin auto_signin return_no") &&
		 recount_goes(ev, NULL, "working") && !recount_goes(ev, "working", NULL))
		l->signin = 0;
	else if (recount_is(ev, "extend_ok")) {
		l->unit = moved(l->unit, days);
		l->promised = c->anonymous ? l->promised : moved(l->promised, days);
	} else if (recount_is(ev, "review_redo"))
		l->unit =
		    sooner(recount_workdays(recount_done(ev), 5), to_resolve(c, recount_done(ev)));
	else if (recount_is(ev, "instruct") && until != 0 && l->unit != 0)
		l->unit = sooner(l->unit, until);
	else if (recount_is(ev, "audit_ok"))
		l->visit = has_rule(c) ? recount_done(ev) + 2 * DAY
				       : recount_workdays(recount_done(ev), 3);
	if (!recount_in_state(recount_text(ev, "to"), recount_open_states))
		*l = (struct limits){ .promised = l->promised };
}
