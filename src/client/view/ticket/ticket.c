/* ticket.c: one ticket (工单): what was told, how far it is, its trace, and the steps this person may take.
 *
 * Identity stands masked; Ctrl-Y shows it for a minute after the look has been recorded (ticket_look.c). Steps are
 * ticket_act.c, the words of the trace ticket_trace.c, the picture ticket_draw.c. The cache is asked again when the
 * picture is painted, never between: what a person acts on is what stands there. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/str.h"
#include "client/cache/files.h"
#include "client/cache/subject.h"
#include "client/view/all_p.h"
#include "client/view/call/intake_p.h"
#include "client/view/event_words_p.h"
#include "model/members.h"
#include "ticket_p.h"

/* ---- reading ---- */

static size_t
trace_count(void *ctx)
{
	const struct dossier *s = ctx;

	return (size_t)s->n_ev;
}

static void
drop_events(struct dossier *s)
{
	for (int i = 0; i < s->n_ev; i++)
		event_free(&s->ev[i]);
	free(s->ev);
	s->ev = NULL;
	s->n_ev = 0;
}

/* What this seat knows of its files; of one it knows nothing about, what the trace names. */
static void
count_files(struct dossier *s)
{
	const char *one;
	int n = 0;
	size_t len;

	cache_files_line(s->desk->cache, s->id, s->files, sizeof(s->files));
	for (int i = 0; i < s->n_ev && s->files[0] == '\0'; i++)
		for (one = NULL; members_next(args_get(&s->ev[i].args, EA_FILES), &one, &len);)
			n++;
	if (n > 0)
		(void)snprintf(s->files, sizeof(s->files), "附件 %d", n);
}

static void
read_events(struct dossier *s)
{
	bool at_end = s->n_ev == 0 || list_row(&s->trace) == (size_t)s->n_ev - 1;
	struct event *ev = NULL;
	int n = cache_events(s->desk->cache, s->id, &ev, NULL);

	if (n < 0)
		return;
	drop_events(s);
	s->ev = ev;
	s->n_ev = n;
	s->urged_at = 0;
	for (int i = 0; i < n; i++)
		if (ev[i].kind == EVENT_URGE && ev[i].at > s->urged_at)
			s->urged_at = ev[i].at;
	s->t.urged_at = s->urged_at; /* once a day: the rules ask the ticket */
	count_files(s);
	list_refresh(&s->trace);
	if (at_end && n > 0) /* the newest is what one came for */
		list_select(&s->trace, (size_t)n - 1);
	cache_chain_state(s->desk->cache, s->id, &s->checked, &s->total, &s->bad);
}

/* The trace is not kept of every ticket: what is missing is asked of the centre, once a visit. */
static void
fetch_missing(struct dossier *s)
{
	int chained = 0;
	struct job *j;

	for (int i = 0; i < s->n_ev; i++)
		chained += s->ev[i].seq > 0;
	if (s->fetched || !part_online(s->desk) || s->t.rev == 0 ||
	    (chained > 0 && chained >= s->t.event_count))
		return;
	s->fetched = true;
	if ((j = part_job(s->desk, JOB_FETCH)) == NULL)
		return;
	(void)str_copy(j->ticket, sizeof(j->ticket), s->id);
	(void)s->desk->job(s->desk->app, j);
}

/* Other tickets about the same party, in a few words beside its name. */
static void
count_subject(struct dossier *s)
{
	const struct subject_query q = { .name = fields_get(&s->t.f, TF_SUBJECT),
		.not_id = s->id,
		.me = s->desk->me.user,
		.roles = s->desk->me.roles,
		.now = s->desk->now };
	struct subject_past past;

	s->subject[0] = '\0';
	if (cache_subject(s->desk->cache, &q, &past))
		(void)snprintf(s->subject, sizeof(s->subject), "[F4 另有%s %d 件]",
		    past.n90 > 0 ? "近90天" : "一年", past.n90 > 0 ? past.n90 : past.n365);
}

void
ticket_refresh(struct dossier *s)
{
	struct ticket t;

	if (!s->stale || !part_signed_in(s->desk))
		return;
	ticket_init(&t);
	if (cache_ticket(s->desk->cache, s->id, &t, NULL) != ERR_OK) {
		ticket_free(&t); /* busy, or gone from this seat: what is there stays */
		return;
	}
	ticket_free(&s->t);
	s->t = t;
	s->found = true;
	s->stale = false;
	s->raise_only = intake_amend_raise_only(s->desk, &s->t);
	read_events(s);
	cache_unsettled(s->desk->cache, s->id, &s->refused, &s->conflicts);
	count_subject(s);
	ticket_act_find(s);
	fetch_missing(s);
}

bool
ticket_is_shown(const struct dossier *s)
{
	return s->whole_until > s->desk->now;
}

void
ticket_hide(struct dossier *s)
{
	fields_drop_identity(&s->whole);
	fields_free(&s->whole);
	s->whole_until = 0;
}

/* ---- opening ---- */

static enum err_code
record_open(struct view *v, const char *arg, struct err *e)
{
	struct dossier *s = v->state;

	if (!part_signed_in(v->desk))
		return err_set(e, ERR_UNAUTHORISED, NULL);
	if (arg == NULL || *arg == '\0')
		return err_set(
		    e, ERR_NOT_FOUND, "请按 Ctrl-G 输单号或后六位, 或在工单列表里选一件");
	s->desk = v->desk;
	(void)str_copy(s->id, sizeof(s->id), arg);
	ticket_init(&s->t);
	textarea_init(&s->words, LIMIT_NOTE_CHARS, false);
	list_init(&s->trace, (struct list_source){ s, trace_count, ticket_trace_cell },
	    ticket_trace_cols, 5);
	s->trace.no_digits = true;
	s->stale = true;
	ticket_refresh(s);
	ticket_act_recall(s);
	if (s->found)
		return ERR_OK;
	list_free(&s->trace);
	textarea_free(&s->words);
	return err_set(e, ERR_NOT_FOUND, "本机没有这件工单, 可能已不归您看; 需要的话请班长查");
}

static void
record_close(struct view *v)
{
	struct dossier *s = v->state;

	form_free(&s->form);
	ticket_hide(s);
	drop_events(s);
	ticket_free(&s->t);
	list_free(&s->trace);
	textarea_free(&s->words);
	str_free(&s->text);
	str_free(&s->line);
}

static unsigned
record_scopes(const struct view *v)
{
	const struct dossier *s = v->state;

	if (s->mode == DOSSIER_FORM)
		return form_scopes(&s->form);
	return s->mode == DOSSIER_WHY ? SCOPE_ALL | SCOPE_EDIT : SCOPE_ALL;
}

/* ---- inputs ---- */

static unsigned
read_more(struct dossier *s, bool all)
{
	size_t row = list_row(&s->trace);
	char when[24], who[96];

	str_reset(&s->text);
	if (all) {
		ticket_trace_matter(s, &s->text);
	} else if (row != LIST_NONE) {
		const struct event *ev = &s->ev[row];

		event_words_who(s->desk->city, ev, who, sizeof(who));
		str_addf(&s->text, "%s  %s  %s\n", part_when(ev->at, s->desk->now, when),
		    event_info((enum event_kind)ev->kind)->label, who);
		event_words(s->desk, fields_get(&s->t.f, TF_CATEGORY), ev, &s->text);
	} else {
		return VIEW_DRAW;
	}
	s->pager = (struct pager){ .text = str_c(&s->text) };
	s->mode = DOSSIER_READ;
	return VIEW_DRAW;
}

static unsigned
input_read(struct dossier *s, const struct input *in)
{
	struct react r = { 0 };

	if (input_is(in, ACTION_BACK) || input_is(in, ACTION_ENTER) || input_is(in, ACTION_NEXT)) {
		s->mode = DOSSIER_LOOK;
		return VIEW_DRAW;
	}
	pager_input(&s->pager, in, &r);
	return (r.bits & REACT_USED) != 0 ? VIEW_DRAW : VIEW_IGNORED;
}

static unsigned
input_look(struct dossier *s, const struct input *in)
{
	struct react r = { 0 };
	int digit = input_digit(in);

	if (digit > 0)
		return ticket_act_open(s, digit);
	if (in->kind == INPUT_TEXT && strcmp(in->text, "0") == 0 && s->n_steps > TICKET_KEYS)
		return ticket_act_more(s);
	if (in->kind != INPUT_ACTION)
		return VIEW_IGNORED;
	if (in->action == ACTION_UNMASK)
		return ticket_look_open(s);
	if (in->action == ACTION_TRANSFER && s->found) {
		s->desk->open(s->desk->app, view_by_name("transfer"), s->id);
		return VIEW_DRAW;
	}
	if (in->action == ACTION_HISTORY && s->found) {
		s->desk->open(s->desk->app, view_by_name("subject"), s->id);
		return VIEW_DRAW;
	}
	if (in->action == ACTION_FILES && s->found) {
		s->desk->open(s->desk->app, view_by_name("files"), s->id);
		return VIEW_DRAW;
	}
	if (in->action == ACTION_PRINT && s->found) {
		s->desk->open(s->desk->app, view_by_name("print"), s->id);
		return VIEW_DRAW;
	}
	if (in->action == ACTION_NEXT)
		return read_more(s, true);
	if (in->action == ACTION_ENTER)
		return read_more(s, false);
	list_input(&s->trace, in, &r);
	return r.bits != 0 ? VIEW_DRAW : VIEW_IGNORED;
}

static unsigned
record_input(struct view *v, const struct input *in)
{
	struct dossier *s = v->state;

	switch (s->mode) {
	case DOSSIER_READ:
		return input_read(s, in);
	case DOSSIER_FORM:
		return ticket_act_input(s, in);
	case DOSSIER_WHY:
		return ticket_look_input(s, in);
	case DOSSIER_LOOK:
		break;
	}
	return input_look(s, in);
}

static unsigned
record_event(struct view *v, const struct news *n)
{
	struct dossier *s = v->state;

	const bool ours = ticket_act_news(s, n);

	if (n->kind == NEWS_TABLES) {
		if ((n->tables & CACHE_CITY) != 0)
			ticket_act_close(s); /* its units stood in the city that is gone */
		if ((n->tables & CACHE_DRAFTS) != 0)
			ticket_act_recall(s);
		s->stale = true;
		return VIEW_DRAW;
	}
	if (ours)
		return VIEW_DRAW;
	return ticket_look_news(s, n);
}

static unsigned
record_resume(struct view *v)
{
	struct dossier *s = v->state;

	s->stale = true;
	ticket_act_recall(s);
	return VIEW_DRAW;
}

static unsigned
record_idle(struct view *v)
{
	form_save(&((struct dossier *)v->state)->form);
	return 0;
}

static int64_t
record_wake(const struct view *v)
{
	const struct dossier *s = v->state;

	return s->whole_until;
}

static const struct bar_key footer[] = {
	{ ACTION_HELP, NULL },
	{ ACTION_BACK, NULL },
	{ ACTION_NONE, "数字=操作 上下=流转 Enter=详情 Tab=全文" },
	{ ACTION_GO_TO, NULL },
};

static const struct bar_key *
record_keys(const struct view *v, size_t *n)
{
	return form_keys(&((const struct dossier *)v->state)->form, v, n);
}

const struct view_ops ticket_view = {
	.name = "ticket",
	.title = "工单",
	.aliases = "单号 查单 show",
	.footer = footer,
	.n_footer = sizeof(footer) / sizeof(footer[0]),
	.keys = record_keys,
	.answers = ACTS_ROWS | ACTS_EDIT | ACT(NEXT) | ACT(UNMASK) | ACT(PRINT) | ACT(FILES) |
		   ACT(HISTORY) | ACT(NEWLINE) | ACT(MODULE),
	.roles = ROLES_CENTRE | ROLES_UNIT,
	.state_size = sizeof(struct dossier),
	.open = record_open,
	.scopes = record_scopes,
	.input = record_input,
	.event = record_event,
	.resume = record_resume,
	.draw = ticket_draw,
	.wake_at = record_wake,
	.close = record_close,
	.idle = record_idle,
};
