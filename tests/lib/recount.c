/* Counting again: see recount.h. First the limits are worked out as they stood before each event, then every figure is a
 * search of its own over the list of events. Deliberately without model/: only the wire's words. */
#include "recount.h"

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MIN   INT64_C(60000)
#define HOUR  (60 * MIN)
#define DAY   (24 * HOUR)
#define SHIFT (8 * HOUR) /* China Standard Time */
#define MOST  256

struct limits {
	int64_t promised, dispatch, signin, contact, unit, visit;
};
struct course { /* one ticket */
	size_t n;
	json_t *ev[MOST];
	struct limits before[MOST + 1]; /* [n]: as it stands now */
	char type[16], category[8], urgency[16], wanted[16];
	bool anonymous, repeat, excluded;
	int64_t paused_at, paused_until;
	struct limits at_merge;
	int64_t merged_at;
};

/* ---- the event's words ---- */

static const char *
text(const json_t *o, const char *name)
{
	const char *s = json_string_value(json_object_get(o, name));

	return s != NULL ? s : "";
}

static const char *
arg(const json_t *ev, const char *name)
{
	return text(json_object_get(ev, "args"), name);
}

static bool
is(const json_t *ev, const char *kinds)
{
	const char *at = strstr(kinds, text(ev, "kind"));
	const size_t n = strlen(text(ev, "kind"));

	for (; at != NULL; at = strstr(at + 1, text(ev, "kind")))
		if ((at == kinds || at[-1] == ' ') && (at[n] == ' ' || at[n] == '\0'))
			return true;
	return false;
}

static bool
goes(const json_t *ev, const char *from, const char *to)
{
	return (from == NULL || strcmp(text(ev, "from"), from) == 0) &&
	       (to == NULL || strcmp(text(ev, "to"), to) == 0);
}

static int64_t
number(const json_t *ev, const char *name)
{
	return json_integer_value(json_object_get(ev, name));
}

/* When the words were said, and when the deed counts as done. */
static int64_t
said(const json_t *ev)
{
	const int64_t at = number(ev, "at"), heard = number(ev, "at_server");

	return at == 0 || at > heard ? heard : at;
}

static int64_t
done(const json_t *ev)
{
	return json_is_true(json_object_get(ev, "offline")) ? said(ev) : number(ev, "at_server");
}

/* ---- working days: Monday to Friday ---- */

static bool
works(int64_t day)
{
	const int64_t weekday = (day + 4) % 7; /* 1970-01-01 was a Thursday */

	return weekday != 0 && weekday != 6;
}

static int64_t
day_of(int64_t at)
{
	return (at + SHIFT) / DAY;
}

static int64_t
end_of(int64_t day)
{
	return day * DAY - SHIFT + DAY - 1000;
}

static int64_t
workdays(int64_t from, int n)
{
	int64_t day = day_of(from);

	while (n > 0)
		n -= works(++day);
	return end_of(day);
}

/* A limit moved by so many working days keeps its time of the day. */
static int64_t
moved(int64_t due, int n)
{
	int64_t day = day_of(due);
	const int64_t was = day;

	while (due != 0 && n > 0)
		n -= works(++day);
	return due + (day - was) * DAY;
}

static int
between(int64_t from, int64_t to)
{
	int n = 0;

	for (int64_t day = day_of(from) + 1; day <= day_of(to); day++)
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
		return workdays(from, 1);
	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (strcmp(c->type, types[i].type) == 0)
			return workdays(from, types[i].days);
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
	return workdays(from, 1);
}

static int64_t
to_contact(const struct course *c, int64_t from)
{
	if (strcmp(c->category, "0304") == 0)
		return from + 2 * HOUR;
	if (urgency(c, "critical") || urgency(c, "urgent"))
		return from + (urgency(c, "critical") ? 1 : 4) * HOUR;
	return workdays(from, 1);
}

static int64_t
sooner(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

/* ---- how the limits moved ---- */

static const char accepted[] = "submit complete reopen_reject reopen";
static const char sendings[] = "dispatch return_ok designate";
static const char open_states[] =
    "incomplete pending dispatched working return_req suspended replied visiting review";

static bool
in_state(const char *state, const char *states)
{
	const char *at = strstr(states, state);
	const size_t n = strlen(state);

	return at != NULL && (at == states || at[-1] == ' ') && (at[n] == ' ' || at[n] == '\0');
}

static void
learn(struct course *c, const json_t *ev)
{
	const json_t *set = json_object_get(ev, "set");
	static const struct {
		const char *name;
		size_t at, size;
	} kept[] = { { "type", offsetof(struct course, type), 16 },
		{ "category", offsetof(struct course, category), 8 },
		{ "urgency", offsetof(struct course, urgency), 16 } };

	for (size_t i = 0; i < sizeof(kept) / sizeof(kept[0]); i++)
		if (*text(set, kept[i].name) != '\0')
			snprintf(
			    (char *)c + kept[i].at, kept[i].size, "%s", text(set, kept[i].name));
	if (json_object_get(set, "anonymous") != NULL)
		c->anonymous = strcmp(text(set, "anonymous"), "1") == 0;
	if (json_object_get(set, "is_repeat") != NULL)
		c->repeat = strcmp(text(set, "is_repeat"), "1") == 0;
	if (is(ev, "reopen"))
		c->repeat = true;
	if (is(ev, "reopen appeal_no"))
		c->excluded = false;
	if (is(ev, "appeal_ok"))
		c->excluded = true;
	if (is(ev, "urgency_ask"))
		snprintf(c->wanted, sizeof(c->wanted), "%s", arg(ev, "result"));
	if (is(ev, "urgency_ok"))
		snprintf(c->urgency, sizeof(c->urgency), "%s", c->wanted);
}

static void
begin_again(struct course *c, const json_t *ev, struct limits *l)
{
	if (is(ev, "reopen"))
		l->promised = 0;
	if (l->promised == 0)
		l->promised = to_resolve(c, said(ev));
	l->dispatch = to_dispatch(c, done(ev));
}

static void
wait_or_go_on(struct course *c, const json_t *ev, struct limits *l)
{
	const int64_t until = strtoll(arg(ev, "until"), NULL, 10);

	if (is(ev, "suspend ask_info")) {
		c->paused_at = done(ev);
		c->paused_until = until != 0 ? until : end_of(day_of(done(ev)) + 3);
	} else if (is(ev, "resume")) {
		l->unit = moved(l->unit, between(c->paused_at, sooner(done(ev), c->paused_until)));
	} else if (is(ev, "merge")) {
		c->at_merge = *l;
		c->merged_at = done(ev);
	} else if (is(ev, "unmerge")) {
		const int n = between(c->merged_at, done(ev));
		*l = c->at_merge;
		l->unit = moved(l->unit, n);
		l->signin = moved(l->signin, n);
		l->contact = moved(l->contact, n);
	}
}

static void
move_limits(struct course *c, const json_t *ev, struct limits *l)
{
	const int days = atoi(arg(ev, "days")); /* NOLINT(cert-err34-c): checked by the centre */
	const int64_t until = strtoll(arg(ev, "until"), NULL, 10);

	wait_or_go_on(c, ev, l);
	if (is(ev, accepted) || (is(ev, "review_redo") && goes(ev, NULL, "pending")))
		begin_again(c, ev, l);
	else if (is(ev, sendings))
		*l = (struct limits){ l->promised, 0, to_sign(c, done(ev)), to_contact(c, done(ev)),
			to_resolve(c, done(ev)), 0 };
	else if (is(ev, "signin auto_signin return_no") && goes(ev, NULL, "working") &&
		 !goes(ev, "working", NULL))
		l->signin = 0;
	else if (is(ev, "extend_ok")) {
		l->unit = moved(l->unit, days);
		l->promised = c->anonymous ? l->promised : moved(l->promised, days);
	} else if (is(ev, "review_redo"))
		l->unit = sooner(workdays(done(ev), 5), to_resolve(c, done(ev)));
	else if (is(ev, "instruct") && until != 0 && l->unit != 0)
		l->unit = sooner(l->unit, until);
	else if (is(ev, "audit_ok"))
		l->visit = has_rule(c) ? done(ev) + 2 * DAY : workdays(done(ev), 3);
	if (!in_state(text(ev, "to"), open_states))
		*l = (struct limits){ .promised = l->promised };
}

/* ---- figures ---- */

static void
add(struct recount *r, const char *name, int64_t n, int64_t of)
{
	int i = 0;

	while (i < r->rows && strcmp(r->row[i].name, name) != 0)
		i++;
	if (i == r->rows) {
		if (r->rows++ == RECOUNT_NAMES)
			abort();
		snprintf(r->row[i].name, sizeof(r->row[i].name), "%s", name);
	}
	r->row[i].n += n;
	r->row[i].of += of;
}

void
recount_get(const struct recount *r, const char *name, int64_t *n, int64_t *of)
{
	*n = *of = 0;
	for (int i = 0; i < r->rows; i++)
		if (strcmp(r->row[i].name, name) == 0) {
			*n = r->row[i].n;
			*of = r->row[i].of;
		}
}

static const char *
state_now(const struct course *c)
{
	return text(c->ev[c->n - 1], "to");
}

/* The next event of one of the kinds from ${i} on, c->n when there is none. */
static size_t
next(const struct course *c, size_t i, const char *kinds)
{
	while (i < c->n && !is(c->ev[i], kinds))
		i++;
	return i;
}

static size_t
count(const struct course *c, const char *kinds)
{
	size_t n = 0;

	for (size_t i = next(c, 0, kinds); i < c->n; i = next(c, i + 1, kinds))
		n++;
	return n;
}

static void
ways(struct recount *r, const struct course *c)
{
	const size_t direct = next(c, 0, "submit_direct");
	const char *way =
	    direct < c->n ? text(json_object_get(c->ev[direct], "set"), "close_type") : "";
	const bool sent = next(c, 0, sendings) < c->n;
	const bool told = direct < c->n && *arg(c->ev[direct], "summary") != '\0';
	const bool three = !sent && told && strcmp(way, "tripartite") == 0;
	const bool passed = !sent && told && strcmp(way, "transfer") == 0;
	const bool answer = !sent && (strcmp(way, "direct") == 0 || strcmp(way, "guided") == 0);

	if (in_state(state_now(c), "draft incomplete rejected auto_closed"))
		return;
	add(r, "by_answer", answer, 1);
	add(r, "by_tripartite", three, 1);
	add(r, "by_transfer", passed, 1);
	add(r, "by_dispatch", sent, 1);
	add(r, "direct", answer || three || passed, 1);
}

static void
sending(struct recount *r, const struct course *c)
{
	const size_t first = next(c, 0, sendings), second = next(c, first + 1, sendings);

	for (size_t i = first; i < c->n; i = next(c, i + 1, sendings))
		if (goes(c->ev[i], "pending", NULL))
			add(r, "dispatch_timely", done(c->ev[i]) <= c->before[i].dispatch, 1);
	if (first < c->n)
		add(r, "dispatch_right",
		    second >= c->n || !goes(c->ev[second], "return_req", NULL) ||
			strcmp(arg(c->ev[first], "to_unit"), arg(c->ev[second], "to_unit")) == 0,
		    1);
	add(r, "returned", (int64_t)count(c, "return"), (int64_t)count(c, sendings));
}

static void
signing(struct recount *r, const struct course *c, int64_t as_of)
{
	for (size_t i = next(c, 0, "signin auto_signin"); i < c->n;
	     i = next(c, i + 1, "signin auto_signin"))
		if (goes(c->ev[i], "dispatched", "working"))
			add(r, "signin_timely",
			    is(c->ev[i], "signin") && done(c->ev[i]) <= c->before[i].signin, 1);
	if (strcmp(state_now(c), "dispatched") == 0 && as_of > c->before[c->n].signin)
		add(r, "signin_timely", 0, 1);
}

/* Of each sending: the first time somebody was spoken with before it was sent elsewhere or ended. */
static void
contacting(struct recount *r, const struct course *c, int64_t as_of)
{
	for (size_t i = next(c, 0, sendings); i < c->n && !c->anonymous;
	     i = next(c, i + 1, sendings)) {
		const int64_t due = c->before[i + 1].contact;
		int64_t spoken = 0, end = as_of;

		for (size_t k = i + 1; k < c->n && spoken == 0; k++) {
			const json_t *ev = c->ev[k];
			if (is(ev, "relay") ||
			    (is(ev, "contact") && (strcmp(arg(ev, "result"), "reached") == 0 ||
						      strcmp(arg(ev, "result"), "refused") == 0)))
				spoken = done(ev);
			else if (is(ev, sendings) || !in_state(text(ev, "to"), open_states)) {
				end = done(ev);
				break;
			}
		}
		if (spoken != 0 || end > due)
			add(r, "contact_timely", spoken != 0 && spoken <= due, 1);
	}
}

static size_t
reply_before(const struct course *c, size_t i)
{
	while (!is(c->ev[i], "reply"))
		i--;
	return i;
}

static void
one_due(struct recount *r, bool in_time, bool answered)
{
	add(r, "unit_timely", in_time, 1);
	add(r, "late", !in_time, 1);
	add(r, "done", answered, 1);
}

/* A request for more time that nobody has decided yet. */
static bool
asks_for_time(const struct course *c)
{
	bool open = false;

	for (size_t i = 0; i < c->n; i++)
		open =
		    is(c->ev[i], "extend_ask") || (open && !is(c->ev[i], "extend_ok extend_no") &&
						      goes(c->ev[i], NULL, "working"));
	return open;
}

static void
answering(struct recount *r, const struct course *c, int64_t as_of)
{
	const struct limits *now = &c->before[c->n];
	const bool replied = strcmp(state_now(c), "replied") == 0;
	const size_t last = replied ? reply_before(c, c->n - 1) : 0;
	const int64_t at = replied ? done(c->ev[last]) : as_of;
	const int64_t due = replied ? c->before[last].unit : now->unit;
	bool kept = false;

	for (size_t i = 0; i < c->n; i++) {
		const size_t reply = is(c->ev[i], "audit_ok") ? reply_before(c, i) : 0;
		kept = kept && !is(c->ev[i], "reopen");
		if (!is(c->ev[i], "audit_ok"))
			continue;
		one_due(r, done(c->ev[reply]) <= c->before[reply].unit, true);
		if (!kept)
			add(r, "centre_timely", done(c->ev[reply]) <= c->before[reply].promised, 1);
		kept = true;
	}
	if (in_state(state_now(c), "dispatched working return_req replied") && due != 0 &&
	    at > due && !asks_for_time(c))
		one_due(r, false, false);
	if (in_state(state_now(c), open_states) && !kept && now->promised != 0 &&
	    at > now->promised)
		add(r, "centre_timely", 0, 1);
}

static void
doing_again(struct recount *r, const struct course *c)
{
	const int64_t ok = (int64_t)count(c, "audit_ok"), back = (int64_t)count(c, "audit_back");
	int64_t redone = 0;

	for (size_t i = 0; i < c->n; i++)
		redone += is(c->ev[i], "review_redo") && goes(c->ev[i], NULL, "working");
	add(r, "rework", back + redone, ok + back);
	add(r, "redo", redone, ok);
}

static void
opinion(struct recount *r, const json_t *ev)
{
	static const char *const names[] = { "stars_1", "stars_2", "stars_3", "stars_4",
		"stars_5" };
	const int stars = atoi(arg(ev, "stars"));   /* NOLINT(cert-err34-c) */
	const int manner = atoi(arg(ev, "manner")); /* NOLINT(cert-err34-c) */

	add(r, "solved", strcmp(arg(ev, "solved"), "solved") == 0, 1);
	add(r, "satisfied", stars >= 3, 1);
	add(r, "manner", manner >= 3, 1);
	if (stars >= 1 && stars <= 5)
		add(r, names[stars - 1], 1, 0);
}

/* A round of visits begins where the reply was accepted and ends where the ticket leaves that state; what he says later in
 * the same round takes the place of what he said. */
static void
visiting(struct recount *r, const struct course *c, int64_t as_of)
{
	const char visits[] = "visit_ok visit_bad visit_fail";

	for (size_t i = 0; i < c->n; i++) {
		size_t tried = 0, heard = 0;

		if (!is(c->ev[i], "audit_ok") || !goes(c->ev[i], NULL, "visiting"))
			continue;
		for (size_t k = i + 1; k < c->n && !is(c->ev[k], "review_redo reopen"); k++) {
			tried = tried == 0 && is(c->ev[k], visits) ? k : tried;
			if (is(c->ev[k], visits) && !goes(c->ev[k], NULL, "visiting"))
				add(r, "visit_valid", !is(c->ev[k], "visit_fail"), 1);
			if (is(c->ev[k], "visit_ok visit_bad") ||
			    (heard != 0 && is(c->ev[k], "late_eval")))
				heard = k;
		}
		if (tried != 0)
			add(r, "visited", 1, 1);
		else if (strcmp(state_now(c), "visiting") == 0 && as_of > c->before[c->n].visit)
			add(r, "visited", 0, 1);
		if (heard != 0)
			opinion(r, c->ev[heard]);
	}
}

static void
plain(struct recount *r, const struct course *c)
{
	for (size_t i = next(c, 0, "card"); i < c->n; i = next(c, i + 1, "card"))
		add(r, strcmp(arg(c->ev[i], "colour"), "red") == 0 ? "red" : "yellow", 1, 0);
	add(r, "revoked", (int64_t)count(c, "card_revoke"), 0);
	add(r, "urged", (int64_t)count(c, "urge"), 0);
	add(r, "supervised", (int64_t)count(c, "supervise"), 0);
	add(r, "repeated", c->repeat, 1);
}

void
recount_ticket(struct recount *r, const char *json, int64_t as_of)
{
	json_t *root = json_loads(json, 0, NULL), *list = json_object_get(root, "events"), *ev;
	struct course c = { .n = 0 };
	size_t i;

	if (json_array_size(list) == 0 || json_array_size(list) > MOST)
		abort();
	json_array_foreach(list, i, ev)
	{
		if (number(ev, "at_server") > as_of)
			break;
		c.ev[c.n] = ev;
		learn(&c, ev);
		c.before[c.n + 1] = c.before[c.n];
		move_limits(&c, ev, &c.before[++c.n]);
	}
	if (c.n == 0 || strcmp(state_now(&c), "draft") == 0) {
		json_decref(root);
		return; /* not yet taken */
	}
	add(r, "tickets", 1, 0);
	add(r, "excluded", c.excluded, 0);
	if (!c.excluded) {
		ways(r, &c);
		sending(r, &c);
		signing(r, &c, as_of);
		contacting(r, &c, as_of);
		answering(r, &c, as_of);
		doing_again(r, &c);
		visiting(r, &c, as_of);
		plain(r, &c);
	}
	json_decref(root);
}
