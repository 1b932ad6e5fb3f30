/* A drill played in memory: its tickets brought to where it begins by the rules of the hotline, then its model solution taken
 * step by step by the same rules. So a writer learns of a step that nobody may take before a trainee stands in front of it.
 * Without a city only the marks are looked at.
 *
 * Not here: the real screens. */
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "drill_p.h"
#include "model/deed.h"
#include "model/number.h"

#define START_MS  (10LL * 3600 * 1000) /* of the first working day of its validity */
#define STEP_MS   15000
#define PROMISE   "保证三天内一定解决。"
#define LEFT_NONE (-1)

static const char *const ids[DRILL_TICKETS] = { "00000000-0000-7000-8000-000000000001",
	"00000000-0000-7000-8000-000000000002", "00000000-0000-7000-8000-000000000003",
	"00000000-0000-7000-8000-000000000004" };

struct play {
	const struct scenario *s;
	const struct drill *d;
	const struct city *c; /* NULL: no rules */
	enum rehearse kind;
	int left_out; /* a step; LEFT_NONE */
	struct ticket t[DRILL_TICKETS];
	int seq[DRILL_TICKETS], told[DRILL_TICKETS];
	bool spoken[DRILL_TICKETS]; /* where there are no rules */
	const char *
	    of_unit[DRILL_TICKETS]; /* who has done there what only its unit may; NULL nobody yet */
	struct number_state numbers;
	struct lesson *l;
	int64_t begun, now;
	int line; /* of what failed */
};

/* ---- by the rules ---- */

static const struct ticket *
other(const struct play *p, const char *id)
{
	for (int i = 0; i < p->d->n_tickets; i++)
		if (strcmp(ids[i], id) == 0)
			return &p->t[i];
	return NULL;
}

static enum err_code
apply(struct play *p, int i, struct event *ev, const struct actor *who, bool online, struct err *e)
{
	struct ticket *t = &p->t[i];
	const struct workflow_env env = { .city = p->c,
		.now = p->now,
		.online = online,
		.told_kind = args_get(&ev->args, EA_TOLD)[0] != '\0' ? EVENT_CONTACT : 0,
		.other = other(p, args_get(&ev->args, EA_OTHER)) };
	enum err_code rc;

	str_copy(ev->ticket, sizeof(ev->ticket), ids[i]);
	str_copy(ev->actor, sizeof(ev->actor), who->user);
	str_copy(ev->unit, sizeof(ev->unit), who->unit);
	ev->at = ev->at_server = p->now;
	ev->seq = ++p->seq[i];
	workflow_route(t, ev);
	rc = workflow_check(t, ev, who, &env, e);
	if (rc == ERR_OK)
		rc = ticket_apply(t, ev, p->c, e);
	if (rc == ERR_OK && (ev->kind == EVENT_CONTACT || ev->kind == EVENT_RELAY))
		p->told[i] = p->seq[i];
	return rc;
}

static enum err_code
sent_by_itself(struct play *p, int i, struct err *e)
{
	const struct actor centre = {
		.user = "system", .name = "系统", .unit = "", .roles = ROLE_BIT(SYSTEM)
	};
	struct dispatch_choice choice;
	struct event ev;
	enum err_code rc;

	if (drill_sent_by_itself(p->c, &p->t[i].f, p->now, &choice) == NULL)
		return ERR_OK;
	event_init(&ev);
	ev.kind = EVENT_DISPATCH;
	rc = args_set(&ev.args, EA_TO_UNIT, choice.unit->code) &&
		     args_set(&ev.args, EA_RULE, choice.rule->id) &&
		     args_set(&ev.args, EA_BASIS, choice.rule->basis)
		 ? apply(p, i, &ev, &centre, true, e)
		 : err_set(e, ERR_NO_MEMORY, NULL);
	event_free(&ev);
	return rc;
}

static bool
give_number(struct play *p, struct fields *f)
{
	char no[NUMBER_SIZE];

	number_issue(&p->numbers, "9001", p->now, no);
	return fields_set(f, TF_NO, no);
}

/* Whoever is named has the role that the step needs: that a city's people have it is looked at elsewhere. */
static enum err_code
move(struct play *p, const struct drill_move *m, struct err *e)
{
	const uint32_t may = event_info(m->event)->actors & ~ROLE_BIT(SYSTEM);
	const bool unit = (may & ~(uint32_t)ROLES_UNIT) == 0 ||
			  ((may & ROLES_UNIT) != 0 && str_eq(p->of_unit[m->ticket], m->by));
	const struct actor who = { .user = m->by,
		.name = "",
		.unit = unit ? p->t[m->ticket].lead_unit : "",
		.roles = unit ? may & ROLES_UNIT : may };
	struct event ev;
	enum err_code rc = ERR_OK;

	p->now = p->begun - m->ago_ms;
	event_init(&ev);
	ev.kind = (int)m->event;
	if ((m->set != NULL && (!fields_copy(&ev.set, m->set) || !give_number(p, &ev.set))) ||
	    !args_copy(&ev.args, &m->args))
		rc = err_set(e, ERR_NO_MEMORY, NULL);
	if (rc == ERR_OK)
		rc = apply(p, m->ticket, &ev, &who, true, e);
	event_free(&ev);
	p->now = p->begun;
	if (unit)
		p->of_unit[m->ticket] = m->by;
	return rc == ERR_OK && m->event == EVENT_SUBMIT ? sent_by_itself(p, m->ticket, e) : rc;
}

static struct drill_names
names_now(const struct play *p, int ticket, char told[12])
{
	struct drill_names names = { .drill = p->d, .now = p->now };

	for (int i = 0; i < DRILL_TICKETS; i++)
		names.ticket[i] = ids[i];
	(void)snprintf(told, 12, "%d", ticket >= 0 ? p->told[ticket] : 0);
	names.told = told;
	return names;
}

static enum err_code
set_out(struct play *p, struct err *e)
{
	struct drill_move m[DRILL_MOVES];
	char told[12];
	const struct drill_names names = names_now(p, -1, told);
	int n = 0;
	enum err_code rc = drill_moves(p->c, &names, m, &n, e);

	for (int i = 0; rc == ERR_OK && p->c != NULL && i < n; i++) {
		p->line = m[i].line;
		rc = move(p, &m[i], e);
	}
	drill_moves_free(m, n);
	return rc;
}

/* ---- the trainee ---- */

static bool
spoken(const struct play *p, int ticket)
{
	return p->c != NULL
		   ? workflow_spoken(&p->t[ticket])
		   : p->spoken[ticket] ||
			 strcmp(fields_get(&p->d->ticket[ticket].f, TF_ANONYMOUS), "1") == 0;
}

static bool
promise(const struct drill_step *x, struct args *args)
{
	int n;
	const struct deed_ask *rows = deed_asks(x->event, &n);
	struct str text = { 0 };
	bool ok = false;

	for (int pass = 0; pass < 2; pass++) /* a text before a line */
		for (int i = 0; i < n && !ok; i++)
			if (rows[i].kind == (pass == 0 ? DEED_TEXT : DEED_LINE)) {
				str_addf(&text, "%s%s", args_get(args, rows[i].arg), PROMISE);
				ok = !text.bad && args_set(args, rows[i].arg, str_c(&text));
			}
	str_free(&text);
	return ok;
}

static enum err_code
take(struct play *p, const struct drill_step *x, struct event *ev, struct err *e)
{
	const struct actor who = {
		.user = p->d->job_no, .name = "", .unit = p->d->unit, .roles = 1u << p->d->role
	};
	struct lesson_deed deed = { .at_ms = p->now - p->begun,
		.ticket = x->ticket,
		.event = (int)x->event,
		.offline = x->offline != 0,
		.spoken = spoken(p, x->ticket) };
	enum err_code rc = ERR_OK;

	for (int i = 0; rc == ERR_OK && p->c != NULL && i < x->said.n; i++)
		if (!workflow_wants_arg(&p->t[x->ticket], x->event, x->said.v[i].arg, &who))
			rc = err_set(e, ERR_INVALID, "这件工单的“%s”没有“%s”这一格",
			    event_info(x->event)->label, drill_label(x->event, x->said.v[i].arg));
	if (rc == ERR_OK && p->c != NULL)
		rc = apply(p, x->ticket, ev, &who, x->offline == 0, e);
	p->spoken[x->ticket] = p->spoken[x->ticket] || x->event == EVENT_CONTACT;
	deed.args = ev->args;
	return rc == ERR_OK && !lesson_deed(p->l, &deed) ? err_set(e, ERR_NO_MEMORY, NULL) : rc;
}

static enum err_code
take_steps(struct play *p, struct err *e)
{
	enum err_code rc = ERR_OK;

	for (int i = 0; rc == ERR_OK && i < p->d->n_steps; i++) {
		const struct drill_step *x = &p->d->step[i];
		struct drill_names names;
		struct event ev;
		char told[12];

		if (i == p->left_out || p->kind == REHEARSE_IDLE ||
		    (p->kind == REHEARSE_NOT_RESTATING && x->event == EVENT_CONTACT))
			continue;
		p->line = x->line;
		event_init(&ev);
		ev.kind = (int)x->event;
		names = names_now(p, x->ticket, told);
		rc = drill_args(x->event, &x->said, &names, &ev.args, e);
		if (p->kind == REHEARSE_PROMISING)
			(void)promise(x, &ev.args);
		p->now += STEP_MS / p->d->n_steps;
		if (rc == ERR_OK)
			rc = take(p, x, &ev, e);
		event_free(&ev);
	}
	return rc;
}

static int64_t
first_morning(const struct scenario *s, const struct city *c)
{
	const int32_t day = c != NULL ? calendar_next_work(&c->calendar, s->from) : s->from + 1;

	return civil_day_start(day) + START_MS;
}

/* ${c} NULL or ${left_out}: what the rules say to the rest of it is not asked. */
static enum err_code
play(const struct scenario *s, enum rehearse kind, int left_out, const struct city *c,
    struct rehearsal *out, int *line, struct err *e)
{
	struct play p = { .s = s,
		.d = s->drill,
		.c = kind == REHEARSE_NOT_RESTATING || left_out != LEFT_NONE ? NULL : c,
		.kind = kind,
		.left_out = left_out,
		.numbers = { .sequence = -1 },
		.l = &out->lesson };
	enum err_code rc;

	*out = (struct rehearsal){ 0 };
	lesson_init(&out->lesson);
	p.begun = p.now = first_morning(s, c);
	for (int i = 0; i < DRILL_TICKETS; i++) {
		ticket_init(&p.t[i]);
		str_copy(out->lesson.ticket_id[i], sizeof(out->lesson.ticket_id[i]), ids[i]);
		str_copy(p.t[i].id, sizeof(p.t[i].id), ids[i]);
	}
	rc = set_out(&p, e);
	if (rc == ERR_OK)
		rc = take_steps(&p, e);
	for (int i = 0; i < DRILL_TICKETS; i++)
		ticket_free(&p.t[i]);
	out->lesson.talk_ms = p.now - p.begun;
	if (line != NULL)
		*line = p.line;
	if (rc == ERR_OK)
		score_lesson(&out->lesson, s, c, &out->score);
	return rc;
}

enum err_code
drill_rehearse(const struct scenario *s, enum rehearse kind, const struct city *c,
    struct rehearsal *out, struct err *e)
{
	return play(s, kind, LEFT_NONE, c, out, NULL, e);
}

/* ---- what stands before a call ---- */

bool
drill_judge_before(const struct scenario *s, const struct city *c, int *line, struct str *out)
{
	struct play p = {
		.s = s, .d = s->before, .c = c, .left_out = LEFT_NONE, .numbers = { .sequence = -1 }
	};
	struct err e = { 0 };
	enum err_code rc;

	p.begun = p.now = first_morning(s, c);
	for (int i = 0; i < DRILL_TICKETS; i++) {
		ticket_init(&p.t[i]);
		str_copy(p.t[i].id, sizeof(p.t[i].id), ids[i]);
	}
	rc = set_out(&p, &e);
	for (int i = 0; rc == ERR_OK && c != NULL && i < p.d->n_tickets; i++)
		if (!ticket_is_open(&p.t[i])) {
			p.line = p.d->ticket[i].line;
			rc = err_set(&e, ERR_STATE, "这件已经办完了, 不能再催办、补充");
		}
	for (int i = 0; i < DRILL_TICKETS; i++)
		ticket_free(&p.t[i]);
	if (rc == ERR_OK)
		return false;
	*line = p.line > 0 ? p.line : p.d->ticket[0].line;
	str_addf(out, "旧单照写的布置不了: %s", e.text);
	return true;
}

/* ---- what a writer is told ---- */

static bool
judge_good(const struct scenario *s, const struct rehearsal *r, int *line, struct str *out)
{
	const struct score *x = &r->score;

	*line = s->drill->line;
	if (score_machine(x).percent >= REHEARSE_SOLVED && score_verdict(x) == SCORE_OPEN)
		return false;
	str_addf(
	    out, "照写的步骤做只得 %d 分, 应有 %d 分", score_machine(x).percent, REHEARSE_SOLVED);
	for (int i = 0; i < x->n; i++) {
		str_add(out, "; ");
		score_mark_say(x, &x->mark[i], out);
	}
	return true;
}

/* The first way of writing of each condition. */
static enum err_code
as_forbidden(const struct scenario *s, const struct drill_never *x, struct args *out)
{
	const struct drill_names names = { .drill = s->drill,
		.ticket = { ids[0], ids[1], ids[2], ids[3] } };
	struct drill_values said = { .n = x->wants.n };
	char first[DRILL_VALUES][200];

	for (int i = 0; i < x->wants.n; i++) {
		(void)snprintf(first[i], sizeof(first[i]), "%.*s",
		    (int)strcspn(x->wants.v[i].text, "|,"), x->wants.v[i].text);
		said.v[i] = (struct drill_value){ x->wants.v[i].arg, first[i] };
	}
	return drill_args(x->event, &said, &names, out, NULL);
}

static bool
judge_never(const struct scenario *s, const struct drill_never *x, struct rehearsal *good,
    int *line, struct str *out)
{
	struct lesson_deed deed = {
		.at_ms = 1000, .ticket = x->ticket, .event = (int)x->event, .spoken = true
	};
	struct score score;
	bool is = as_forbidden(s, x, &deed.args) == ERR_OK && lesson_deed(&good->lesson, &deed);

	args_free(&deed.args);
	if (is)
		score_lesson(&good->lesson, s, NULL, &score);
	if (is && score_verdict(&score) == SCORE_FATAL)
		return false;
	*line = x->line;
	str_add(out, "照“要是”做也没有一票否决, 请看写法");
	return true;
}

static bool
judge_others(const struct scenario *s, const struct rehearsal *good, int *line, struct str *out)
{
	static const struct {
		enum rehearse kind;
		const char *says;
	} rows[] = { { REHEARSE_IDLE, "什么都不做也合格" },
		{ REHEARSE_PROMISING, "承诺结果没有一票否决" } };
	struct rehearsal r;

	*line = s->drill->line;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		enum score_verdict v = SCORE_OPEN;

		if (play(s, rows[i].kind, LEFT_NONE, NULL, &r, NULL, NULL) == ERR_OK)
			v = score_verdict(&r.score);
		rehearsal_free(&r);
		if (v == SCORE_FATAL || (v == SCORE_FAILED && rows[i].kind == REHEARSE_IDLE))
			continue;
		str_add(out, rows[i].says);
		return true;
	}
	for (int i = 0; i < s->drill->n_steps; i++) {
		bool free_of_charge =
		    play(s, REHEARSE_GOOD, i, NULL, &r, NULL, NULL) != ERR_OK ||
		    score_machine(&r.score).got >= score_machine(&good->score).got;

		rehearsal_free(&r);
		if (!free_of_charge)
			continue;
		*line = s->drill->step[i].line;
		str_add(out, "这一步不办也不扣分");
		return true;
	}
	return false;
}

bool
drill_judge(const struct scenario *s, const struct city *c, int *line, struct str *out)
{
	struct rehearsal good;
	struct err e = { 0 };
	bool found = false;

	if (play(s, REHEARSE_GOOD, LEFT_NONE, c, &good, line, &e) != ERR_OK) {
		str_addf(out, "照写的做不下去: %s", e.text);
		found = true;
	}
	found = found || judge_good(s, &good, line, out) || judge_others(s, &good, line, out);
	for (int i = 0; !found && i < s->drill->n_nevers; i++)
		found = judge_never(s, &s->drill->never[i], &good, line, out);
	rehearsal_free(&good);
	return found;
}
