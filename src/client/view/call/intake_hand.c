/* intake_hand.c: F6, F7 and F8 out of the form: the matter as it stands is lent to the transfer screen, and what came of it
 * is taken into the sheet: closed on the spot when the target said what became of it (practice A7), else the tries wait
 * for the ticket that the sheet becomes.
 *
 * Not here: whom and how (transfer.c), whether it may be closed like that (the rules). */
#include "intake_p.h"

#include <stdio.h>
#include <string.h>

#include "base/str.h"
#include "client/cache/records.h"
#include "model/members.h"
#include "model/number.h"
#include "model/refer.h"

static void
add_told(struct str *told, const char *words)
{
	if (*words != '\0')
		str_addf(told, "%s%s", told->len > 0 ? "; " : "", words);
}

/* Of a danger prompt what the caller was told to do; its keys, questions and reports are the call-taker's. */
static void
add_advice(struct str *told, const char *prompt)
{
	static const char *const TOLD[] = { "让", "人到", "请" };
	char clause[160];

	for (size_t len; *prompt != '\0'; prompt += len + strspn(prompt + len, "; ")) {
		len = strcspn(prompt, ";");
		(void)snprintf(clause, sizeof(clause), "%.*s", (int)len, prompt);
		for (size_t i = 0; i < sizeof(TOLD) / sizeof(TOLD[0]); i++)
			if (str_starts(clause, TOLD[i]))
				add_told(told, clause);
	}
}

/* The words without which version of the article they are of: that is for the record, not for the ear. */
static const char *
words_told(const char *text)
{
	const char *at = str_starts(text, "第") ? strstr(text, "版: ") : NULL;

	return at != NULL ? at + strlen("版: ") : text;
}

#define TOLD_MOST 4

/* Of the second matter of a call it is not said what was told about the first: the time from which on it counts. */
static int64_t
matter_since(const struct intake *s)
{
	const struct sheet *p = intake_sheet(s);

	if (s->last == NULL || p->d.call[0] == '\0' || strcmp(s->last->d.call, p->d.call) != 0)
		return 0;
	return p->begun ? p->d.created_at : INT64_MAX;
}

/* What the caller was told in this call of this matter: knowledge read out, the danger prompts gone through, the answer. */
static void
put_told(const struct intake *s, struct handover *h)
{
	const struct draft *d = &intake_sheet(s)->d;
	struct record records[TOLD_MOST];
	struct str told = { 0 };
	int n = s->desk->cache != NULL && d->call[0] != '\0'
		    ? cache_told(s->desk->cache, d->call, "", records, TOLD_MOST)
		    : 0;

	for (int i = 0; i < n; i++) {
		if (records[i].at >= matter_since(s))
			add_told(&told, words_told(record_text(&records[i])));
		record_free(&records[i]);
	}
	for (size_t i = 0; s->city != NULL && i < s->city->n_dangers; i++)
		if (members_has(intake_sheet(s)->asked, s->city->dangers[i].id))
			add_advice(&told, s->city->dangers[i].prompt);
	add_told(&told, intake_value(s, TF_ANSWER));
	(void)str_copy(h->told, sizeof(h->told), str_c(&told));
	(void)str_copy(h->basis, sizeof(h->basis), intake_value(s, TF_KB_REFS));
	str_free(&told);
}

/* The sheet, with what would be taken where nothing was chosen yet: the directory must know what it is about. */
static bool
put_fields(struct intake *s, struct handover *h)
{
	static const enum ticket_field likely[] = { TF_CATEGORY, TF_UNIT, TF_AREA, TF_ADDRESS };

	intake_offer_settle(s);
	fields_free(&h->f);
	if (!intake_prepare(s, &h->f))
		return false;
	for (size_t i = 0; i < sizeof(likely) / sizeof(likely[0]); i++)
		if (*fields_get(&h->f, likely[i]) == '\0' &&
		    !fields_set(&h->f, likely[i], intake_offer_likely(s, likely[i])))
			return false;
	return true;
}

static void
put_ticket(struct handover *h, const char *id, const char *no)
{
	(void)str_copy(h->ticket, sizeof(h->ticket), id);
	number_short(no, h->no);
	number_last6(no, h->last6);
}

/* Another matter begins: what is still owed to the one before cannot be told apart from it any more. */
static bool
begin(struct intake *s)
{
	struct handover *h = &s->hand;
	const struct sheet *p = intake_sheet(s);
	char no[NUMBER_SIZE];

	if (strcmp(h->draft, p->d.id) != 0) {
		hand_free(h);
		(void)str_copy(h->draft, sizeof(h->draft), p->d.id);
	}
	(void)str_copy(h->call, sizeof(h->call), p->d.call);
	h->start[0] = h->danger[0] = '\0';
	h->at_once = h->conference = h->inform = h->urgent = false;
	h->wish = WISH_NONE;
	if (!put_fields(s, h)) {
		s->desk->say(s->desk->app, 2, "%s", err_hint(ERR_NO_MEMORY));
		return false;
	}
	put_told(s, h);
	if (s->offer.danger != NULL)
		(void)str_copy(h->danger, sizeof(h->danger), s->offer.danger_word);
	if (s->mode == MODE_SENT && number_normalise(s->sent.number, no))
		put_ticket(h, s->sent.ticket, no);
	if (p->base != NULL)
		put_ticket(h, p->base->id, fields_get(&p->base->f, TF_NO));
	return true;
}

static unsigned
show(struct intake *s)
{
	const struct view_ops *transfer = view_by_name("transfer");

	s->looking = s->mode == MODE_SENT || s->hand.urgent; /* the strip comes back */
	s->desk->handover = &s->hand;
	s->desk->open(s->desk->app, transfer, NULL);
	return VIEW_DRAW;
}

unsigned
intake_hand_open(struct intake *s, bool conference)
{
	if (!begin(s))
		return VIEW_DRAW;
	s->hand.conference = conference;
	intake_draft_save(s);
	return show(s);
}

void
intake_hand_urgent(struct intake *s, const char *number)
{
	const struct transfer_target *t = s->city != NULL ? refer_service(s->city, number) : NULL;

	if (t == NULL || !begin(s))
		return; /* who to dial stands on the message line */
	(void)str_copy(s->hand.start, sizeof(s->hand.start), t->id);
	s->hand.urgent = s->hand.conference = s->hand.at_once = true;
	(void)show(s);
}

void
intake_hand_repair(struct intake *s)
{
	const struct transfer_target *t;

	if (s->city == NULL || !begin(s) || (t = refer_repair(s->city, &s->hand.f)) == NULL)
		return;
	(void)str_copy(s->hand.start, sizeof(s->hand.start), t->id);
	s->hand.inform = s->hand.at_once = s->hand.urgent = true;
	(void)show(s);
}

const struct transfer_target *
intake_hand_repair_due(const struct intake *s)
{
	const struct transfer_target *t;

	if (s->mode != MODE_SENT || s->city == NULL || s->hand.n_tries == 0 ||
	    strcmp(s->hand.draft, intake_sheet(s)->d.id) != 0 ||
	    (t = refer_repair(s->city, &s->hand.f)) == NULL || hand_did(&s->hand, t->id))
		return NULL;
	return intake_is(s, TF_URGENCY, "critical") ? t : NULL;
}

/* ---- what came of it ---- */

bool
intake_hand_after(const struct intake *s, char *out, size_t size)
{
	const struct handover *h = &s->hand;
	const struct hand_try *t = hand_ending(h);
	const struct say_word words[] = { { "body", t != NULL ? t->name : "" },
		{ "last6", s->sent.last6 } };

	if (t == NULL || !h->urgent || s->mode != MODE_SENT ||
	    strcmp(h->draft, intake_sheet(s)->d.id) != 0 || !hand_reached(t->mode, t->result))
		return false;
	aloud_script(s->city, "emergency_after", "{body}已经接手, 请听他们的安排, 手机保持畅通。",
	    words, sizeof(words) / sizeof(words[0]), out, size);
	return true;
}

static const struct hand_try *
answered(const struct intake *s)
{
	struct intake *own = (struct intake *)(uintptr_t)s; /* looked at, not changed */

	if (strcmp(s->hand.draft, intake_sheet(s)->d.id) != 0)
		return NULL;
	return hand_answered(&own->hand);
}

const char *
intake_hand_way(const struct intake *s)
{
	const struct hand_try *t = answered(s);

	return t == NULL                            ? "direct"
	       : strcmp(t->mode, "tripartite") == 0 ? "tripartite"
						    : "transfer";
}

const char *
intake_hand_done(const struct intake *s)
{
	const struct hand_try *t = answered(s);

	return t == NULL                            ? "已直接答复办结"
	       : strcmp(t->mode, "tripartite") == 0 ? "已三方办结"
						    : "已转接办结";
}

bool
intake_hand_args(const struct intake *s, struct args *args)
{
	const struct hand_try *t = answered(s);

	return t == NULL || hand_args(t, args);
}

bool
intake_hand_closes(const struct intake *s)
{
	return answered(s) != NULL && intake_sheet(s)->base == NULL;
}

void
intake_hand_sent(struct intake *s, const char *draft, const struct news *n, enum event_kind k)
{
	struct handover *h = &s->hand;

	if (strcmp(h->draft, draft) != 0)
		return;
	put_ticket(h, n->ticket, n->number);
	if (k == EVENT_SUBMIT_DIRECT || k == EVENT_REJECT) /* its first event says it all */
		for (int i = 0; i < h->n_tries; i++)
			h->tries[i].sent = true;
	hand_flush(h, s->desk);
}

unsigned
intake_hand_back(struct intake *s)
{
	enum hand_wish wish = s->hand.wish;

	if (s->desk->handover != &s->hand)
		return 0;
	s->desk->handover = NULL;
	s->hand.wish = WISH_NONE;
	if (s->mode != MODE_FORM)
		return 0;
	if (wish == WISH_URGENT)
		return intake_urgent_open(s);
	if (wish == WISH_DIRECT)
		return intake_submit_press(s);
	return intake_end_offer(s);
}
