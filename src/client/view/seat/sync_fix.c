/* sync_fix.c: what a person decides about a row: send again (corrected), keep as a note, hand to the senior, drop with a
 * reason; or which of two values holds. Each decision is one job; the row goes when the engine has done it. */
#include <string.h>

#include "base/str.h"
#include "sync_p.h"

static const char *const labels[DO_COUNT] = {
	[DO_RESEND] = "补充后再送",
	[DO_NOTE] = "转为便签",
	[DO_SENIOR] = "交班长处理",
	[DO_DISCARD] = "放弃(写原因)",
	[DO_THEIRS] = "保留中心的(已在用)",
	[DO_MINE] = "用您的",
	[DO_BOTH] = "两个都写",
	[DO_OPEN] = "打开工单",
};

const char *
sync_offer_label(enum sync_do what)
{
	return labels[what];
}

/* A ticket that never reached the centre cannot carry a note there. */
static bool
is_first(const struct outbox_row *o)
{
	return (event_info((enum event_kind)o->kind)->from & STATE_BIT(NONE)) != 0;
}

/* Codes and numbers cannot be two things at once. */
static bool
can_hold_both(const struct conflict_row *k)
{
	int f = field_by_json(k->field);

	return f >= 0 && (field_info((enum ticket_field)f)->kind == KIND_LINE ||
			     field_info((enum ticket_field)f)->kind == KIND_TEXT);
}

int
sync_offers(const struct sync *s, enum sync_do out[DO_COUNT])
{
	const struct sync_row *r = sync_chosen(s);
	int n = 0;

	if (r == NULL || r->what == SYNC_WAITING)
		return 0;
	if (r->what == SYNC_CONFLICT) {
		out[n++] = DO_THEIRS;
		out[n++] = DO_MINE;
		if (can_hold_both(&s->conflicts[r->at]))
			out[n++] = DO_BOTH;
	} else {
		out[n++] = DO_RESEND;
		if (!is_first(&s->outbox[r->at]))
			out[n++] = DO_NOTE;
		out[n++] = DO_SENIOR;
		out[n++] = DO_DISCARD;
	}
	out[n++] = DO_OPEN;
	return n;
}

void
sync_fix_close(struct sync *s)
{
	if (s->picking) {
		picker_free(&s->pick);
		picker_catalogue_free(&s->names);
		s->picking = false;
	}
	textarea_set(&s->words, "", 0);
	s->focus = SYNC_LIST;
}

/* ---- sending ---- */

static unsigned
send(struct sync *s, enum job_kind kind, int choice)
{
	struct job *j;
	bool ok = true;

	if (s->job != 0 || (j = part_job(s->desk, kind)) == NULL)
		return VIEW_DRAW;
	j->local = s->local;
	j->choice = choice;
	if (s->picking && s->pick.value >= 0)
		ok = fields_set(&j->draft.f, s->field_of[s->pick.value], textarea_text(&s->words));
	else if (kind == JOB_PARKED && choice == PARKED_RESEND && s->arg >= 0)
		ok = args_set(&j->args, (enum event_arg)s->arg, textarea_text(&s->words));
	else
		ok = str_copy(j->text, sizeof(j->text), textarea_text(&s->words));
	if (!ok) {
		job_free(j);
		s->desk->say(s->desk->app, 2, "太长了, 最多约 170 个字。");
		return VIEW_DRAW;
	}
	s->job = s->desk->job(s->desk->app, j);
	return VIEW_DRAW;
}

/* ---- sending again: which field, which words ---- */

/* Only what is typed can be corrected here; closed lists are corrected on the ticket itself. */
static bool
open_fields(struct sync *s)
{
	size_t n = 0;

	for (int f = 0; f < TF_COUNT; f++) {
		const struct field_info *info = field_info((enum ticket_field)f);
		const char *value = fields_get(&s->t.f, (enum ticket_field)f);
		bool typed =
		    info->kind == KIND_LINE || info->kind == KIND_TEXT || info->kind == KIND_INT;

		if (!typed || info->class == CLASS_FIXED || info->class == CLASS_SET)
			continue;
		s->field_of[n] = (enum ticket_field)f;
		s->fields[n++] = (struct picker_item){ .code = info->label,
			.label = *value != '\0' ? value : "(空)",
			.search = info->label };
	}
	if (picker_catalogue_init(&s->names, s->fields, n, NULL) != ERR_OK)
		return false;
	picker_init(&s->pick, &s->names, 5);
	s->picking = true;
	return true;
}

/* Where the words of a step stand; -1: it is made of fields. */
static int
words_of(int kind)
{
	static const struct {
		enum event_kind kind;
		enum event_arg arg;
	} worded[] = {
		{ EVENT_NOTE, EA_NOTE },
		{ EVENT_URGE, EA_NOTE },
		{ EVENT_SUPPLEMENT, EA_NOTE },
		{ EVENT_CONTACT, EA_SUMMARY },
		{ EVENT_REOPEN_REJECT, EA_REASON },
	};

	for (size_t i = 0; i < sizeof(worded) / sizeof(worded[0]); i++)
		if ((int)worded[i].kind == kind)
			return (int)worded[i].arg;
	return -1;
}

static unsigned
resend(struct sync *s, const struct outbox_row *o)
{
	struct event ev;

	s->focus = SYNC_WORDS;
	s->arg = words_of(o->kind);
	if (s->arg >= 0) {
		event_init(&ev);
		if (cache_outbox_event(s->desk->cache, o->local, &ev, NULL) == ERR_OK)
			textarea_set(
			    &s->words, args_get(&ev.args, (enum event_arg)s->arg), SIZE_MAX);
		event_free(&ev);
		return VIEW_DRAW;
	}
	ticket_free(&s->t);
	ticket_init(&s->t);
	if (cache_ticket(s->desk->cache, o->ticket, &s->t, NULL) == ERR_OK && open_fields(s))
		s->focus = SYNC_FIELD;
	return VIEW_DRAW;
}

static unsigned
take_field(struct sync *s)
{
	const char *value = "";

	if (s->pick.value < 0) /* none: as it was */
		return send(s, JOB_PARKED, PARKED_RESEND);
	if (field_info(s->field_of[s->pick.value])->part ==
	    PART_MATTER) /* identity is masked here */
		value = fields_get(&s->t.f, s->field_of[s->pick.value]);
	textarea_set(&s->words, value, strlen(value));
	s->focus = SYNC_WORDS;
	return VIEW_DRAW;
}

static unsigned
input_field(struct sync *s, const struct input *in)
{
	struct react r = { 0 };

	if (!s->pick.open && (input_is(in, ACTION_ENTER) || input_is(in, ACTION_SUBMIT)))
		return take_field(s);
	if (!s->pick.open && input_is(in, ACTION_BACK)) {
		sync_fix_close(s);
		s->focus = SYNC_CHOICES;
		return VIEW_DRAW;
	}
	picker_input(&s->pick, in, &r);
	part_refused(s->desk, &r);
	if ((r.bits & REACT_TAKE) != 0 && s->pick.value >= 0)
		return take_field(s);
	return r.bits != 0 ? VIEW_DRAW : VIEW_IGNORED;
}

/* ---- words ---- */

static unsigned
done_words(struct sync *s)
{
	static const int choices[] = { [DO_RESEND] = PARKED_RESEND,
		[DO_NOTE] = PARKED_NOTE,
		[DO_SENIOR] = PARKED_SENIOR,
		[DO_DISCARD] = PARKED_DISCARD };

	if (s->doing == DO_DISCARD && s->words.ed.chars < 2) {
		s->desk->say(s->desk->app, 1, "放弃要写一句原因, 记在本机日志里。");
		return VIEW_DRAW;
	}
	return send(s, JOB_PARKED, choices[s->doing]);
}

static unsigned
input_words(struct sync *s, const struct input *in)
{
	struct react r = { 0 };

	if (input_is(in, ACTION_ENTER) || input_is(in, ACTION_SUBMIT))
		return done_words(s);
	if (input_is(in, ACTION_BACK)) {
		sync_fix_close(s);
		s->focus = SYNC_CHOICES;
		return VIEW_DRAW;
	}
	textarea_input(&s->words, in, &r);
	return part_react(s->desk, &r);
}

unsigned
sync_fix_input(struct sync *s, const struct input *in)
{
	return s->focus == SYNC_FIELD ? input_field(s, in) : input_words(s, in);
}

/* ---- the choice ---- */

unsigned
sync_fix_take(struct sync *s, int digit)
{
	const struct sync_row *r = sync_chosen(s);
	enum sync_do offers[DO_COUNT];
	int n = sync_offers(s, offers);

	if (r == NULL || digit > n || s->job != 0)
		return VIEW_DRAW;
	s->doing = offers[digit - 1];
	s->local = r->what == SYNC_CONFLICT ? s->conflicts[r->at].local : s->outbox[r->at].local;
	textarea_set(&s->words, "", 0);
	switch (s->doing) {
	case DO_THEIRS:
		return send(s, JOB_CONFLICT, CONFLICT_THEIRS);
	case DO_MINE:
		return send(s, JOB_CONFLICT, CONFLICT_MINE);
	case DO_BOTH:
		return send(s, JOB_CONFLICT, CONFLICT_BOTH);
	case DO_NOTE:
		return send(s, JOB_PARKED, PARKED_NOTE);
	case DO_RESEND:
		return resend(s, &s->outbox[r->at]);
	case DO_OPEN:
		s->desk->open(s->desk->app, view_by_name("ticket"),
		    r->what == SYNC_CONFLICT ? s->conflicts[r->at].ticket
					     : s->outbox[r->at].ticket);
		return VIEW_DRAW;
	case DO_SENIOR:
	case DO_DISCARD:
	case DO_COUNT:
		break;
	}
	s->focus = SYNC_WORDS;
	return VIEW_DRAW;
}
