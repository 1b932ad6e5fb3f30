/* handling_read.c: what stands beside the chosen ticket: why it came back, how the last one of its kind there ended, which
 * contact an extension can point to; and how long the most urgent one waits to be signed for.
 *
 * Read once for a ticket, and again when the cache changed. Not here: the ticket itself (worklist.c). */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/str.h"
#include "client/cache/similar.h"
#include "handling_p.h"

#define YEAR_MS      (INT64_C(365) * 86400000)
#define SIMILAR_MOST 12
#define SIMILAR_FROM 45 /* percent: the same kind of thing thereabouts, however long ago */
#define STARS_GOOD   4
#define STARS_FAIR   3

/* ---- why it came back ---- */

/* What a person said against it; NULL when ${kind} is nothing of the sort. */
static const char *
refusal(int kind)
{
	static const struct {
		int kind;
		const char *words;
	} rows[] = {
		{ EVENT_AUDIT_BACK, "审核退回重报" },
		{ EVENT_REVIEW_REDO, "复核重办" },
		{ EVENT_REPLY_BACK, "审签退回" },
		{ EVENT_RETURN_NO, "退单被驳回" },
		{ EVENT_EXTEND_NO, "延期没有同意" },
		{ EVENT_SUSPEND_NO, "挂起没有同意" },
		{ EVENT_INFO_NO, "要求补充没有同意" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (rows[i].kind == kind)
			return rows[i].words;
	return NULL;
}

/* What was said before is settled by it. */
static bool
settles(int kind)
{
	return kind == EVENT_REPLY || kind == EVENT_REPLY_ASK || kind == EVENT_DISPATCH ||
	       kind == EVENT_RETURN_OK || kind == EVENT_DESIGNATE;
}

static void
read_back(struct handling *s, const struct event *events, int n)
{
	for (int i = n - 1; i >= 0 && !settles(events[i].kind); i--) {
		const struct event *ev = &events[i];
		const char *what = refusal(ev->kind), *code;

		if (what == NULL)
			continue;
		code = args_get(&ev->args, EA_REASON_CODE);
		(void)snprintf(s->back, sizeof(s->back), "%s: %s%s%s", what,
		    *code != '\0'
			? deed_choice_label((enum event_kind)ev->kind, EA_REASON_CODE, code)
			: "",
		    *code != '\0' ? ", " : "", args_get(&ev->args, EA_REASON));
		return;
	}
}

/* What the citizen said at the end: an appeal is about that. */
static void
read_verdict(struct handling *s, const struct event *events, int n)
{
	const struct ticket *t = &s->w.t;
	const char *words = "";

	for (int i = 0; i < n; i++)
		if (events[i].kind == EVENT_VISIT_OK || events[i].kind == EVENT_VISIT_BAD ||
		    events[i].kind == EVENT_LATE_EVAL)
			words = args_get(&events[i].args, EA_SUMMARY);
	if (t->excluded)
		(void)str_copy(s->back, sizeof(s->back), "已剔除, 不计入考核");
	else if (t->stars_result == 0)
		(void)str_copy(s->back, sizeof(s->back), "没有回访评价");
	else
		(void)snprintf(s->back, sizeof(s->back), "回访评价: 结果%d星 态度%d星%s%s",
		    t->stars_result, t->stars_manner, *words != '\0' ? ", " : "", words);
}

static void
read_told(struct handling *s, const struct event *events, int n)
{
	for (int i = n - 1; i >= 0 && s->told_seq == 0; i--) {
		const char *result = args_get(&events[i].args, EA_RESULT);

		if (events[i].kind == EVENT_RELAY ||
		    (events[i].kind == EVENT_CONTACT &&
			(strcmp(result, "reached") == 0 || strcmp(result, "noticed") == 0)))
			s->told_seq = events[i].seq;
	}
}

static void
read_events(struct handling *s)
{
	struct event *events = NULL;
	int n = cache_events(s->w.desk->cache, s->w.t.id, &events, NULL);

	if (s->w.t.state == STATE_CLOSED)
		read_verdict(s, events, n);
	else
		read_back(s, events, n);
	read_told(s, events, n);
	for (int i = 0; i < n; i++)
		event_free(&events[i]);
	free(events);
}

/* ---- the last one of its kind ---- */

static const char *
satisfaction(const struct ticket *t)
{
	const int stars = t->stars_result;

	return stars == 0            ? ""
	       : stars >= STARS_GOOD ? " 满意"
	       : stars == STARS_FAIR ? " 基本满意"
				     : " 不满意";
}

static void
say_similar(const struct desk *d, const struct ticket *t, char *out, size_t size)
{
	const struct area *a =
	    d->city != NULL ? city_area(d->city, fields_get(&t->f, TF_AREA)) : NULL;
	const int days = (int)(civil_day(t->closed_at) - civil_day(t->created_at));
	char when[24], took[32] = "当天办结";

	(void)civil_format(t->created_at, "%m月%d日", when, sizeof(when));
	if (days > 0)
		(void)snprintf(took, sizeof(took), "%d天办结", days);
	(void)snprintf(out, size, "%s %s %s %s%s", when, a != NULL ? a->name : "",
	    fields_get(&t->f, TF_TITLE), took, satisfaction(t));
}

static void
read_similar(struct handling *s)
{
	const struct desk *d = s->w.desk;
	const struct similar_query q = { .f = &s->w.t.f,
		.id = s->w.t.id,
		.at = s->w.t.created_at,
		.since_at = d->now - YEAR_MS,
		.states = STATE_BIT(CLOSED) | STATE_BIT(ARCHIVED),
		.me = d->me.user,
		.roles = d->me.roles,
		.least = SIMILAR_FROM,
		.now = d->now };
	struct similar_row *rows = calloc(SIMILAR_MOST, sizeof(*rows));
	int n = rows == NULL ? 0 : cache_similar(d->cache, &q, rows, SIMILAR_MOST);

	for (int i = 0; i < n && s->similar[0] == '\0'; i++) {
		struct ticket t;

		ticket_init(&t);
		if (cache_ticket(d->cache, rows[i].row.id, &t, NULL) == ERR_OK)
			say_similar(d, &t, s->similar, sizeof(s->similar));
		ticket_free(&t);
	}
	free(rows);
}

/* ---- all ---- */

static void
read_soonest(struct handling *s)
{
	const struct desk *d = s->w.desk;
	struct work_query q = { .limit = 1, .now = d->now };
	struct work_row row;
	bool partial;

	s->sign_due = 0;
	s->w.kind->lists[HANDLING_TO_SIGN].ask(d, &q);
	if (cache_work(d->cache, &q, &row, &partial, NULL) == 1)
		s->sign_due = row.row.due_at;
}

void
handling_read(struct handling *s)
{
	const struct ticket *t = &s->w.t;

	if (!part_signed_in(s->w.desk))
		return;
	if (s->stale)
		read_soonest(s);
	if (!s->w.found) {
		s->about[0] = '\0';
		return;
	}
	if (!s->stale && strcmp(s->about, t->id) == 0)
		return;
	s->stale = false;
	(void)str_copy(s->about, sizeof(s->about), t->id);
	s->back[0] = s->similar[0] = '\0';
	s->told_seq = 0;
	read_events(s);
	read_similar(s);
}
