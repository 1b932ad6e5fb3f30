/* said.c: what unit and citizen said of a ticket, as the screens after the reply show it: calling back, reviewing,
 * supervising. Only drawn; which steps follow from it is not decided here. */
#include "said_p.h"

#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/str.h"
#include "client/ui/wrap.h"
#include "model/visit.h"
#include "text/spoken.h"

static int
draw_words(struct canvas *c, struct rect at, const struct str *words)
{
	if (words->len == 0 || at.rows <= 0)
		return at.row;
	return at.row + wrap_draw(c, at, ROLE_VALUE, str_c(words));
}

/* The arguments of ${ev} named in ${args}, each behind its label where it has one. */
static void
join(const struct event *ev, const enum event_arg *args, size_t n, struct str *out)
{
	for (size_t i = 0; i < n; i++) {
		const char *value = args_get(&ev->args, args[i]);

		if (*value == '\0')
			continue;
		if (out->len > 0)
			str_addf(out, "  %s: ", arg_info(args[i])->label);
		str_add(out, value);
	}
}

static int
draw_all(struct canvas *c, struct rect at, const char *head, const struct str *words)
{
	canvas_cut(c, at.row++, at.col, at.cols, ROLE_HEADING, head);
	at.rows--;
	return draw_words(c, at, words);
}

int
said_reply(const struct worklist *w, struct canvas *c, struct rect at)
{
	static const enum event_arg parts[] = { EA_FACTS, EA_PLAN, EA_ACTION, EA_EFFECT, EA_BASIS };
	const struct event *ev = worklist_event_of(w, EVENT_REPLY);
	struct str words = { 0 };
	char head[320], when[24];
	int row;

	if (ev == NULL || at.rows <= 0)
		return at.row;
	(void)snprintf(head, sizeof(head), "%s %s答复: %s %s %s",
	    w->desk->city != NULL ? city_unit_name(w->desk->city, ev->unit) : ev->unit,
	    civil_format(ev->at, "%m-%d", when, sizeof(when)),
	    deed_choice_label(EVENT_REPLY, EA_IS_TRUE, args_get(&ev->args, EA_IS_TRUE)),
	    deed_choice_label(EVENT_REPLY, EA_SOLVED, args_get(&ev->args, EA_SOLVED)),
	    deed_choice_label(EVENT_REPLY, EA_UNSOLVED, args_get(&ev->args, EA_UNSOLVED)));
	join(ev, parts, sizeof(parts) / sizeof(parts[0]), &words);
	row = draw_all(c, at, head, &words);
	str_free(&words);
	return row;
}

/* The last time the citizen was asked and answered. */
static const struct event *
last_answer(const struct worklist *w)
{
	for (int i = w->n_events - 1; i >= 0; i--)
		switch (w->events[i].kind) {
		case EVENT_VISIT_OK:
		case EVENT_VISIT_BAD:
		case EVENT_LATE_EVAL:
			return &w->events[i];
		default:
			break;
		}
	return NULL;
}

int
said_citizen(const struct worklist *w, struct canvas *c, struct rect at)
{
	static const enum event_arg parts[] = { EA_SUMMARY };
	const struct event *ev = last_answer(w);
	struct str words = { 0 };
	char head[320], when[24];
	int row;

	if (ev == NULL || at.rows <= 0)
		return at.row;
	(void)snprintf(head, sizeof(head), "诉求人 %s评价: %s  结果%s星 态度%s星",
	    civil_format(ev->at, "%m-%d", when, sizeof(when)),
	    deed_choice_label(EVENT_VISIT_BAD, EA_SOLVED, args_get(&ev->args, EA_SOLVED)),
	    args_get(&ev->args, EA_STARS), args_get(&ev->args, EA_MANNER));
	join(ev, parts, 1, &words);
	row = draw_all(c, at, head, &words);
	str_free(&words);
	return row;
}

void
said_tries(const struct worklist *w, char *out, size_t size)
{
	struct str all = { 0 };
	char when[24];
	int first = w->n_events;

	while (first > 0 && w->events[first - 1].kind != EVENT_REPLY)
		first--;
	for (int i = first; i < w->n_events; i++) {
		const struct event *ev = &w->events[i];

		if (ev->kind != EVENT_VISIT_FAIL)
			continue;
		str_addf(&all, "%s%s%s %s", all.len > 0 ? "; " : "",
		    civil_day(ev->at) == civil_day(w->desk->now)
			? "今天"
			: civil_format(ev->at, "%m-%d", when, sizeof(when)),
		    visit_hour_label(visit_hour(ev->at)),
		    deed_choice_label(EVENT_VISIT_FAIL, EA_RESULT, args_get(&ev->args, EA_RESULT)));
	}
	(void)str_copy(out, size, str_c(&all));
	str_free(&all);
}

/* What was asked for or ordered beside the words: why by the list, how many days, until when. */
static void
add_terms(const struct event *ev, struct str *out)
{
	const enum event_kind k = (enum event_kind)ev->kind;
	const char *code = args_get(&ev->args, EA_REASON_CODE),
		   *days = args_get(&ev->args, EA_DAYS), *colour = args_get(&ev->args, EA_COLOUR);
	char day[24];
	long long until;

	if (*colour != '\0')
		str_addf(out, "  %s", deed_choice_label(k, EA_COLOUR, colour));
	if (*code != '\0')
		str_addf(out, "  %s", deed_choice_label(k, EA_REASON_CODE, code));
	if (*days != '\0')
		str_addf(out, "  %s个工作日", days);
	if (str_int(args_get(&ev->args, EA_UNTIL), 1, INT64_MAX, &until))
		str_addf(out, "  到%s", civil_format(until, "%m-%d %H:%M", day, sizeof(day)));
}

int
said_event(const struct worklist *w, const struct event *ev, const char *label, struct canvas *c,
    struct rect at)
{
	static const enum event_arg parts[] = { EA_NOTE, EA_REASON, EA_BASIS, EA_SUMMARY };
	struct str words = { 0 }, head = { 0 };
	char when[24];
	int row;

	if (ev == NULL || at.rows <= 0)
		return at.row;
	str_addf(&head, "%s  %s %s", label, civil_format(ev->at, "%m-%d %H:%M", when, sizeof(when)),
	    ev->actor_name[0] != '\0' ? ev->actor_name : "自动");
	if (ev->unit[0] != '\0')
		str_addf(&head, " %s",
		    w->desk->city != NULL ? city_unit_name(w->desk->city, ev->unit) : ev->unit);
	add_terms(ev, &head);
	join(ev, parts, sizeof(parts) / sizeof(parts[0]), &words);
	row = draw_all(c, at, str_c(&head), &words);
	str_free(&words);
	str_free(&head);
	return row;
}

struct rect
said_rest(struct rect at, int from, int keep)
{
	return (struct rect){ from, at.col, at.row + at.rows - from - keep, at.cols };
}

const char *
said_unit(const struct worklist *w)
{
	const struct assignment *lead = ticket_lead(&w->t);

	for (int i = w->t.n_assign - 1; lead == NULL && i >= 0; i--)
		if (w->t.assign[i].role == ASSIGN_LEAD &&
		    w->t.assign[i].state != ASSIGN_IS_CANCELLED)
			lead = &w->t.assign[i];
	return lead != NULL ? lead->unit : "";
}

void
said_propose_supervise(const struct worklist *w, struct form *f)
{
	const int64_t due = w->t.unit_due, now = w->desk->now;
	char text[160], late[SPOKEN_SIZE];

	form_fill(f, EA_KIND, "supervise");
	form_fill(f, EA_TO_UNIT, said_unit(w));
	form_fill(f, EA_UNTIL, "2个工作日");
	if (due == 0 || due > now || w->t.state == STATE_REVIEW || w->t.state == STATE_CLOSED)
		return;
	(void)snprintf(text, sizeof(text), "已超期 %s, 请说明原因, 尽快办结并反馈。",
	    spoken_length(now - due, late, sizeof(late)));
	form_fill(f, EA_REASON, text);
}
