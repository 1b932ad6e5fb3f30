/* Notices: which event gives rise to which, to whom, and with what words. A sentence is read long after it was sent:
 * limits are dates, never 今天 or 明天.
 *
 * Not here: the queue and when it is filled (server/core, server/job); sending (a gateway). */
#include "model/notice.h"

#include <string.h>

#include "base/clock.h"
#include "model/deadline.h"
#include "model/inbox.h"
#include "model/mask.h"
#include "model/number.h"
#include "model/script.h"
#include "model/workflow.h"

#define MIN_MS       60000LL
#define NEAR_HOUR_MS (9LL * 60 * MIN_MS)

static const struct notice_info infos[NOTICE_COUNT] = {
#define X(name, moment, whom, channel, words) \
	[NOTICE_##name] = { moment, channel, words, NOTICE_TO_##whom },
	NOTICES(X)
#undef X
};

static const struct {
	int event;
	enum notice_kind kind;
} causes[] = {
	{ EVENT_SUBMIT, NOTICE_ACCEPTED },
	{ EVENT_COMPLETE, NOTICE_ACCEPTED },
	{ EVENT_REOPEN_REJECT, NOTICE_ACCEPTED },
	{ EVENT_SUBMIT_DIRECT, NOTICE_REPLIED },
	{ EVENT_AUDIT_OK, NOTICE_REPLIED },
	{ EVENT_EXTEND_OK, NOTICE_EXTENDED },
	{ EVENT_VISIT_OK, NOTICE_CLOSED },
	{ EVENT_VISIT_FAIL, NOTICE_CLOSED },
	{ EVENT_REVIEW_KEEP, NOTICE_CLOSED },
	{ EVENT_FORWARD, NOTICE_FORWARDED },
	{ EVENT_REOPEN, NOTICE_ACCEPTED },
	{ EVENT_DISPATCH, NOTICE_UNIT_NEW },
	{ EVENT_RETURN_OK, NOTICE_UNIT_NEW },
	{ EVENT_DESIGNATE, NOTICE_UNIT_NEW },
	{ EVENT_SUPERVISE, NOTICE_UNIT_SUPERVISED },
	{ EVENT_AUDIT_BACK, NOTICE_UNIT_BACK },
	{ EVENT_REVIEW_REDO, NOTICE_UNIT_BACK },
	{ EVENT_RETURN_NO, NOTICE_UNIT_KEPT },
	{ EVENT_MERGE, NOTICE_MERGED },
	{ EVENT_INBOX_MERGE, NOTICE_MERGED },
};

/* Of what came in writing: nobody was on the line to be told. */
static const struct {
	int event;
	enum notice_kind kind;
} written[] = {
	{ EVENT_SUBMIT_INCOMPLETE, NOTICE_ASKED },
	{ EVENT_REJECT, NOTICE_REJECTED },
};

const struct notice_info *
notice_info(enum notice_kind k)
{
	return &infos[k];
}

int
notice_of_event(const struct event *ev)
{
	if (ev->kind == EVENT_VISIT_FAIL && ev->to != STATE_CLOSED) /* it will be tried again */
		return -1;
	for (size_t i = 0; i < sizeof(causes) / sizeof(causes[0]); i++)
		if (causes[i].event == ev->kind)
			return (int)causes[i].kind;
	for (size_t i = 0; i < sizeof(written) / sizeof(written[0]); i++)
		if (written[i].event == ev->kind && ev->from == STATE_DRAFT)
			return (int)written[i].kind;
	return -1;
}

/* Who wrote and left a number wants an answer there, unless he said otherwise; who called is asked on the line. */
static bool
wants_messages(const struct ticket *t)
{
	const char *sms = fields_get(&t->f, TF_SMS);

	return strcmp(sms, "1") == 0 ||
	       (*sms == '\0' && inbox_kind(fields_get(&t->f, TF_CHANNEL)) != INBOX_NONE);
}

static bool
is_mobile(const char *phone, char *out, size_t size)
{
	return mask_phone_normal(phone, out, size) == 11 && out[0] == '1';
}

bool
notice_phone(const struct ticket *t, char *out, size_t size)
{
	const char *phone = fields_get(&t->f, TF_CONTACT_PHONE);

	if (phone[0] == '\0')
		phone = fields_get(&t->f, TF_CALLER_PHONE);
	return wants_messages(t) && is_mobile(phone, out, size);
}

bool
notice_to_followers(enum notice_kind k)
{
	return k == NOTICE_REPLIED || k == NOTICE_CLOSED || k == NOTICE_FORWARDED;
}

bool
notice_follower(const struct event *ev, char *out, size_t size)
{
	return ev->kind == EVENT_FOLLOW &&
	       strcmp(args_get(&ev->args, EA_KIND), WORKFLOW_CALLER) == 0 &&
	       strcmp(args_get(&ev->args, EA_METHOD), WORKFLOW_SMS) == 0 &&
	       is_mobile(args_get(&ev->args, EA_PHONE), out, size);
}

const char *
notice_unit(enum notice_kind k, const struct ticket *t)
{
	if (infos[k].to != NOTICE_TO_UNIT || k == NOTICE_UNIT_PART)
		return "";
	return k == NOTICE_UNIT_SUPERVISED ? t->request[REQUEST_SUPERVISE].unit : t->lead_unit;
}

const char *
notice_parts(const struct event *ev)
{
	switch (ev->kind) {
	case EVENT_DISPATCH:
	case EVENT_RETURN_OK:
	case EVENT_DESIGNATE:
		return args_get(&ev->args, EA_CO_UNITS);
	case EVENT_ADD_CO:
	case EVENT_ASSIGN_DOWN:
		return args_get(&ev->args, EA_TO_UNIT);
	default:
		return "";
	}
}

int64_t
notice_part_due(const struct ticket *t, const struct assignment *a)
{
	return a->role == ASSIGN_LEAD ? t->unit_due : a->due;
}

int64_t
notice_part_near_at(const struct ticket *t, const struct assignment *a, const struct city *c)
{
	const struct due due = { .at = notice_part_due(t, a) };
	const bool lead = a->role == ASSIGN_LEAD,
		   owed = a->state == ASSIGN_IS_WAITING || a->state == ASSIGN_IS_SIGNED;
	int32_t before, after;
	int64_t at;

	if ((!lead && !owed) || a->role == ASSIGN_CC || due.at == 0 || t->overdue_at != 0 ||
	    (t->state != STATE_DISPATCHED && t->state != STATE_WORKING))
		return 0;
	if (deadline_is_hours(due, a->made_at))
		return due.at - (due.at - a->made_at) / 4;
	deadline_card_days(&c->calendar, due.at, &before, &after);
	at = civil_day_start(before) + NEAR_HOUR_MS;
	if (at <= a->made_at)
		at = civil_day_start(civil_day(due.at)) + NEAR_HOUR_MS;
	return at > a->made_at && at < due.at ? at : 0;
}

int
notice_round(enum notice_kind k, const struct ticket *t)
{
	switch (k) {
	case NOTICE_EXTENDED:
	case NOTICE_UNIT_SUPERVISED:
	case NOTICE_UNIT_BACK:
		return (int)t->event_count;
	case NOTICE_UNIT_DUE:
		return (int)(t->unit_due / MIN_MS);
	default:
		return infos[k].to == NOTICE_TO_UNIT ? t->dispatch_count : t->round;
	}
}

/* ---- words ---- */

/* 12月4日, 12月4日15:30; a limit that is the end of a day is the day. */
static void
date_of(int64_t at, char out[32])
{
	struct civil last = civil_of(at - 1);

	if (at == 0)
		(void)str_copy(out, 32, "规定时限");
	else
		(void)civil_format(at - 1, "%m月%d日", out, 32);
	if (at != 0 && (last.hour != 23 || last.minute != 59))
		(void)civil_format(at, "%m月%d日%H:%M", out, 32);
}

struct about {
	const char *number, *last6, *state;
	char promised[32], contact[32];
};

static const char *
value_of(const void *arg, const char *word, size_t len)
{
	const struct about *a = arg;
	const struct {
		const char *word, *value;
	} known[] = {
		{ "number", a->number },
		{ "last6", a->last6 },
		{ "state", a->state },
		{ "promised_due", a->promised },
		{ "contact_due", a->contact },
	};

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (strlen(known[i].word) == len && strncmp(known[i].word, word, len) == 0)
			return known[i].value;
	return "";
}

/* The limit that the notice is about: the citizen's promise, or what the unit itself must keep. */
static int64_t
limit_of(enum notice_kind k, const struct ticket *t, const char *unit)
{
	const struct assignment *part;

	if (k == NOTICE_UNIT_PART || (k == NOTICE_UNIT_DUE && *unit != '\0'))
		return (part = ticket_assignment(t, unit)) != NULL ? part->due : t->unit_due;
	if (k == NOTICE_UNIT_SUPERVISED)
		return t->request[REQUEST_SUPERVISE].due;
	if (k == NOTICE_UNIT_DUE || k == NOTICE_UNIT_BACK)
		return t->unit_due;
	return t->state == STATE_INCOMPLETE ? t->incomplete_due : t->promised_due;
}

/* ${t}: whose notice; ${of}: what it is about, the same or what it was joined to. */
static void
write_text(enum notice_kind k, const struct ticket *t, const struct ticket *of, const char *unit,
    const struct city *c, struct str *out)
{
	const struct script_row *row = city_script(c, infos[k].template);
	struct about a = { .number = fields_get(&t->f, TF_NO) };
	struct str words = { 0 };
	char last6[24];

	ticket_public_words(t, of != t ? of : NULL, "", &words);
	a.state = str_c(&words);
	number_last6(a.number, last6);
	a.last6 = last6;
	date_of(limit_of(k, of, unit), a.promised);
	date_of(of->contact_due, a.contact);
	script_fill(row != NULL ? row->text : infos[k].words, value_of, &a, out);
	str_free(&words);
}

void
notice_text(enum notice_kind k, const struct ticket *t, const char *unit, const struct city *c,
    struct str *out)
{
	write_text(k, t, t, unit, c, out);
}

void
notice_text_joined(enum notice_kind k, const struct ticket *t, const struct ticket *master,
    const struct city *c, struct str *out)
{
	write_text(k, t, master, "", c, out);
}
