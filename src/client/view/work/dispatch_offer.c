/* dispatch_offer.c: what the dispatcher's desk proposes, and what stands beside a ticket when he decides: the catalogue's
 * unit with its basis and tickets like it, why a unit gives it back, why it asks for days, what it answered, whom to call.
 *
 * Everything proposed is shown before it is sent. A basis belongs to the unit it is given for: with another unit it
 * changes or goes. Not here: which steps there are (dispatch.c), whether they are allowed (model/workflow.c). */
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/str.h"
#include "client/cache/ledger.h"
#include "client/ui/wrap.h"
#include "client/view/deed_words_p.h"
#include "model/dispatch.h"
#include "model/number.h"
#include "text/spoken.h"
#include "dispatch_p.h"

#define SIMILAR    3
#define PAST_SHOWN 3
#define SIMILAR_MS (INT64_C(30) * 24 * 3600 * 1000)

/* The newest step of that kind; NULL: none is here. */
static const struct event *
said(const struct offer *o, enum event_kind k)
{
	for (int i = o->n_ev - 1; i >= 0; i--)
		if (o->ev[i].kind == (int)k)
			return &o->ev[i];
	return NULL;
}

/* ---- whom the catalogue names ---- */

static int
options(const struct offer *o, struct dispatch_choice out[DISPATCH_OPTIONS])
{
	if (o->desk->city == NULL || o->t->id[0] == '\0')
		return 0;
	return dispatch_options(o->desk->city, &o->t->f, o->desk->now, out, DISPATCH_OPTIONS);
}

/* What the unit said that gives it back; NULL when it does not, or its words are not here. */
static const struct event *
given_back(const struct offer *o)
{
	return o->t->state == STATE_RETURN_REQ ? said(o, EVENT_RETURN) : NULL;
}

/* The basis for ${unit}: the catalogue's (its rule goes along), else what the unit that gave it back wrote, else none. */
static const char *
basis_of(const struct offer *o, const char *unit, const char **rule)
{
	struct dispatch_choice to[DISPATCH_OPTIONS];
	const struct event *back = given_back(o);
	int n = options(o, to);

	*rule = "";
	for (int i = 0; i < n; i++)
		if (to[i].rule != NULL && strcmp(to[i].unit->code, unit) == 0) {
			*rule = to[i].rule->id;
			return to[i].rule->basis;
		}
	return back != NULL && *unit != '\0' && strcmp(args_get(&back->args, EA_SUGGEST), unit) == 0
		   ? args_get(&back->args, EA_BASIS)
		   : "";
}

/* Did the program put it there? */
static bool
is_ours(const struct offer *o, const char *basis)
{
	struct dispatch_choice to[DISPATCH_OPTIONS];
	const struct event *back = given_back(o);
	int n = options(o, to);

	for (int i = 0; i < n; i++)
		if (to[i].rule != NULL && strcmp(to[i].rule->basis, basis) == 0)
			return true;
	return *basis == '\0' ||
	       (back != NULL && strcmp(args_get(&back->args, EA_BASIS), basis) == 0);
}

static void
settle_basis(const struct offer *o, struct form *f)
{
	const char *rule, *basis = basis_of(o, form_value(f, EA_TO_UNIT), &rule);

	if (is_ours(o, form_value(f, EA_BASIS)))
		form_put(f, EA_BASIS, basis);
	form_also(f, EA_RULE, rule, EA_TO_UNIT);
}

/* Those that had such tickets before, that may have this one and that the catalogue does not name; how many. */
static int
had_before(const struct offer *o, struct unit_past out[UNIT_PASTS])
{
	struct dispatch_choice to[DISPATCH_OPTIONS];
	int n = options(o, to), found = 0, kept = 0;

	if (o->desk->city != NULL && o->desk->cache != NULL)
		found = cache_unit_past(o->desk->cache, fields_get(&o->t->f, TF_CATEGORY),
		    fields_get(&o->t->f, TF_AREA), out, UNIT_PASTS);
	for (int i = 0; i < found; i++) {
		const struct unit *u = city_unit(o->desk->city, out[i].unit);
		bool named = u == NULL;

		for (int k = 0; k < n; k++)
			named = named || to[k].unit == u;
		if (!named && out[i].given > out[i].returned &&
		    dispatch_may(o->desk->city, &o->t->f, out[i].unit, o->desk->now, NULL) ==
			ERR_OK)
			out[kept++] = out[i];
	}
	return kept;
}

/* Below all that the catalogue names. */
static void
rank_by_past(const struct offer *o, struct form *f)
{
	struct unit_past past[UNIT_PASTS];
	int n = had_before(o, past);

	for (int i = 0; i < n; i++) {
		const struct unit *u = city_unit(o->desk->city, past[i].unit);

		form_rank(f, u->code, -1 - i, "以往办过此类工单");
	}
}

static void
fill_unit(const struct offer *o, struct form *f)
{
	struct dispatch_choice to[DISPATCH_OPTIONS];
	const struct event *back = given_back(o);
	const char *suggested = back != NULL ? args_get(&back->args, EA_SUGGEST) : "";
	struct str helpers = { 0 };
	int n = options(o, to);

	for (int i = 0; i < n; i++)
		form_rank(f, to[i].unit->code, n - i, to[i].rule->basis);
	rank_by_past(o, f);
	form_rank(f, suggested, n + 1, "退单单位建议");
	if (*suggested != '\0') {
		form_fill(f, EA_TO_UNIT, suggested);
	} else if (n > 0 && f->kind == EVENT_DISPATCH) {
		form_fill(f, EA_TO_UNIT, to[0].unit->code);
		if (strcmp(form_value(f, EA_TO_UNIT), to[0].unit->code) == 0)
			dispatch_helpers(o->desk->city, &o->t->f, &to[0], o->desk->now, &helpers);
		form_fill(f, EA_CO_UNITS, str_c(&helpers));
		str_free(&helpers);
	}
	settle_basis(o, f);
}

void
dispatch_offer_changed(const struct offer *o, struct form *f, enum event_arg a)
{
	if (a == EA_TO_UNIT &&
	    (f->kind == EVENT_DISPATCH || f->kind == EVENT_RETURN_OK || f->kind == EVENT_DESIGNATE))
		settle_basis(o, f);
}

/* ---- tickets like it ---- */

/* Open ones like the chosen one, the likest first; how many. */
static int
similar(const struct offer *o, struct similar_row out[SIMILAR])
{
	const struct similar_query q = { .f = &o->t->f,
		.id = o->t->id,
		.at = o->t->created_at,
		.since_at = o->desk->now - SIMILAR_MS,
		.states = STATES_OPEN,
		.me = o->desk->me.user,
		.roles = o->desk->me.roles,
		.least = SIMILAR_SHOWN,
		.now = o->desk->now };

	return cache_similar(o->desk->cache, &q, out, SIMILAR);
}

/* Into which one it may go: what somebody asked for, else the likest. */
static void
fill_master(const struct offer *o, struct form *f)
{
	const struct event *asked = said(o, EVENT_MERGE_ASK);
	struct similar_row like[SIMILAR];
	struct ticket t;

	ticket_init(&t);
	if (o->t->request[REQUEST_MERGE].at != 0 && asked != NULL &&
	    cache_ticket(o->desk->cache, args_get(&asked->args, EA_OTHER), &t, NULL) == ERR_OK) {
		form_fill(f, EA_OTHER, fields_get(&t.f, TF_NO));
		form_fill(f, EA_REASON, args_get(&asked->args, EA_REASON));
	} else if (similar(o, like) > 0) {
		form_fill(f, EA_OTHER, like[0].row.no);
	}
	ticket_free(&t);
}

/* ---- whom to call ---- */

bool
dispatch_offer_call_due(const struct ticket *t)
{
	return strcmp(fields_get(&t->f, TF_URGENCY), "critical") == 0 &&
	       t->phone_notified_at == 0 && t->lead_unit[0] != '\0' &&
	       (t->state == STATE_DISPATCHED || t->state == STATE_WORKING);
}

static void
fill_notice(const struct offer *o, struct form *f)
{
	char no[32], due[SPOKEN_SIZE] = "", words[512];

	number_short(fields_get(&o->t->f, TF_NO), no);
	(void)spoken_due(o->t->signin_due, o->desk->now, SPOKEN_WRITTEN, NULL, due, sizeof(due));
	(void)snprintf(words, sizeof(words), "%s工单%s: %s。请%s签收并马上处置。",
	    enum_label(TF_URGENCY, fields_get(&o->t->f, TF_URGENCY)), no,
	    fields_get(&o->t->f, TF_TITLE), due);
	form_fill(f, EA_NOTE, words);
}

/* 值班 -> 联络员 -> 分管领导, each with the number to dial; before them who is on the roster at this hour. */
static int
draw_chain(const struct offer *o, struct canvas *c, struct rect at)
{
	static const struct {
		const char *role, *label;
	} chain[] = { { "duty", "值班" }, { "liaison", "联络员" }, { "leader", "分管领导" } };
	const struct city *city = o->desk->city;
	const char *unit = o->t->lead_unit;
	struct duty_person duty;
	char line[320];
	int row = at.row;

	if (city == NULL || at.rows <= 0)
		return row;
	(void)snprintf(
	    line, sizeof(line), "电话通知 %s, 打不通往下打:", city_unit_name(city, unit));
	canvas_cut(c, row++, at.col, at.cols, ROLE_HEADING, line);
	if (city_duty(city, unit, o->desk->now, &duty) && duty.from_roster) {
		canvas_cut(c, row, at.col, 8, ROLE_LABEL, "今日值班");
		canvas_cut(c, row, at.col + 9, 11, ROLE_VALUE, duty.phone);
		(void)snprintf(line, sizeof(line), "%s %s", duty.name, duty.hours);
		canvas_cut(c, row++, at.col + 21, at.cols - 21, ROLE_NORMAL, line);
	}
	for (size_t k = 0; k < sizeof(chain) / sizeof(chain[0]); k++)
		for (size_t i = 0; i < city->n_contacts && row < at.row + at.rows; i++) {
			const struct contact *p = &city->contacts[i];

			if (strcmp(p->unit, unit) != 0 || strcmp(p->role, chain[k].role) != 0)
				continue;
			canvas_cut(c, row, at.col, 8, ROLE_LABEL, chain[k].label);
			canvas_cut(c, row, at.col + 9, 11, ROLE_VALUE, p->phone);
			(void)snprintf(line, sizeof(line), "%s %s", p->name, p->note);
			canvas_cut(c, row++, at.col + 21, at.cols - 21, ROLE_NORMAL, line);
		}
	return row;
}

/* ---- a form just opened ---- */

static void
fill_from(const struct offer *o, struct form *f, enum event_kind k, enum event_arg a)
{
	const struct event *ev = said(o, k);

	if (ev != NULL)
		form_fill(f, a, args_get(&ev->args, a));
}

void
dispatch_offer_fill(const struct offer *o, struct form *f)
{
	switch ((int)f->kind) {
	case EVENT_DISPATCH:
	case EVENT_RETURN_OK:
	case EVENT_DESIGNATE:
		fill_unit(o, f);
		break;
	case EVENT_EXTEND_OK:
		fill_from(o, f, EVENT_EXTEND_ASK, EA_DAYS);
		break;
	case EVENT_ASK_INFO:
		fill_from(o, f, EVENT_INFO_ASK, EA_NOTE);
		break;
	case EVENT_MERGE:
	case EVENT_INBOX_MERGE:
		fill_master(o, f);
		break;
	case EVENT_PHONE_NOTIFY:
		fill_notice(o, f);
		break;
	default:
		break;
	}
}

/* ---- what a decision rests on ---- */

static struct rect
below(struct rect at, int row)
{
	return (struct rect){ row, at.col, at.row + at.rows - row, at.cols };
}

/* What the proposed unit did with such tickets; where none is proposed, who had them. */
static void
add_past(const struct offer *o, const struct unit *proposed, struct str *out)
{
	struct unit_past past[UNIT_PASTS];
	const struct fields *f = &o->t->f;
	int n;

	if (proposed != NULL) {
		if (o->desk->cache != NULL &&
		    cache_past_of(o->desk->cache, fields_get(f, TF_CATEGORY),
			fields_get(f, TF_AREA), proposed->code, past))
			(void)unit_past_words(past, out);
		return;
	}
	n = had_before(o, past);
	for (int i = 0; i < n && i < PAST_SHOWN; i++)
		str_addf(out, "%s%s %lld 件(退回 %lld 件)", i == 0 ? "以往此类工单: " : ", ",
		    city_unit_name(o->desk->city, past[i].unit), (long long)past[i].given,
		    (long long)past[i].returned);
}

static int
draw_past(const struct offer *o, const struct unit *proposed, struct canvas *c, struct rect at)
{
	struct str line = { 0 };
	int rows = 0;

	add_past(o, proposed, &line);
	if (line.len > 0 && at.rows > 0)
		rows = wrap_draw(c,
		    (struct rect){ at.row, at.col, at.rows > 2 ? 2 : at.rows, at.cols }, ROLE_NEAR,
		    str_c(&line));
	str_free(&line);
	return rows;
}

static int
draw_choice(const struct offer *o, struct canvas *c, struct rect at)
{
	struct dispatch_choice best = { 0 };
	struct str line = { 0 }, helpers = { 0 };
	int row = at.row;

	if (o->desk->city == NULL || at.rows <= 0)
		return row;
	dispatch_choose(o->desk->city, &o->t->f, o->desk->now, &best);
	if (best.why_not != NULL || best.rule == NULL || best.unit == NULL) {
		str_addf(&line, "没有建议: %s",
		    best.why_not != NULL ? best.why_not : "目录里没有这一类, 请选单位并写依据");
	} else {
		str_addf(
		    &line, "%s %s", given_back(o) != NULL ? "目录建议" : "建议", best.unit->name);
		dispatch_helpers(o->desk->city, &o->t->f, &best, o->desk->now, &helpers);
		if (helpers.len > 0) {
			str_add(&line, "  协办 ");
			deed_value_words(o->desk, deed_ask_of(EVENT_DISPATCH, EA_CO_UNITS),
			    str_c(&helpers), &line);
		}
		if (best.rule->lead_unit[0] != '@' &&
		    strcmp(best.rule->lead_unit, best.unit->code) != 0)
			str_add(&line, " (反映的就是承办单位, 交其上级)");
		str_addf(&line, "  依据 %s", best.rule->basis);
	}
	row += wrap_draw(c, (struct rect){ row, at.col, at.rows > 4 ? 4 : at.rows, at.cols },
	    ROLE_HEADING, str_c(&line));
	row += draw_past(o, best.why_not == NULL ? best.unit : NULL, c, below(at, row));
	str_free(&line);
	str_free(&helpers);
	return row;
}

/* The newest request of these that waits for a dispatcher: what was said with it. */
static const struct event *
waiting(const struct offer *o)
{
	static const struct {
		enum ticket_request request;
		enum event_kind said;
	} all[] = { { REQUEST_EXTEND, EVENT_EXTEND_ASK }, { REQUEST_INFO, EVENT_INFO_ASK },
		{ REQUEST_MERGE, EVENT_MERGE_ASK }, { REQUEST_URGENCY, EVENT_URGENCY_ASK } };

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		if (o->t->request[all[i].request].at != 0)
			return said(o, all[i].said);
	if (o->t->state == STATE_REPLIED)
		return said(o, EVENT_REPLY);
	return given_back(o);
}

/* How often what happened, and by when: what words alone do not say. */
static int
draw_counts(const struct offer *o, struct canvas *c, struct rect at)
{
	const struct ticket *t = o->t;
	char due[SPOKEN_SIZE], line[320];

	if (at.rows <= 0)
		return at.row;
	(void)spoken_due(t->state == STATE_REPLIED ? t->reply_due : t->unit_due, o->desk->now,
	    SPOKEN_WRITTEN, NULL, due, sizeof(due));
	(void)snprintf(line, sizeof(line), "第%d轮 派单%d 退单%d 延期%d 联系%d(接通%d)  %s%s",
	    t->round, t->dispatch_count, t->return_count, t->ext_count, t->contact_count,
	    t->contact_reached, *due != '\0' ? "承办期限 " : "", due);
	(void)wrap_draw(
	    c, (struct rect){ at.row, at.col, at.rows > 2 ? 2 : at.rows, at.cols }, ROLE_DIM, line);
	return at.row + (at.rows > 1 ? 2 : 1);
}

int
dispatch_offer_draw(const struct worklist *w, struct canvas *c, struct rect at)
{
	const struct offer o = { w->desk, &w->t, w->events, w->n_events };
	const struct event *words = waiting(&o);
	const enum ticket_state state = w->t.state;
	int row = at.row;

	if (dispatch_offer_call_due(&w->t) || (w->form.open && w->form.kind == EVENT_PHONE_NOTIFY))
		row = draw_chain(&o, c, at);
	else if (words != NULL)
		row = worklist_draw_said(w, words, c, at);
	if (state == STATE_PENDING || state == STATE_RETURN_REQ)
		row = draw_choice(&o, c, below(at, row));
	if (state == STATE_PENDING || (w->form.open && w->form.kind == EVENT_MERGE))
		row = dispatch_alike_draw(
		    (const struct dispatching *)(const void *)w, c, below(at, row));
	if (w->t.dispatch_count > 0)
		row = draw_counts(&o, c, below(at, row));
	if (state != STATE_PENDING && words == NULL)
		row = worklist_draw_trace(w, c, below(at, row));
	return row;
}

int
dispatch_offer_like(const struct worklist *w, struct canvas *c, struct rect at)
{
	struct similar_row like[SIMILAR];
	int n = at.rows > 0
		    ? similar(&(const struct offer){ w->desk, &w->t, w->events, w->n_events }, like)
		    : 0,
	    row = at.row;

	if (n == 0 && at.rows > 0)
		canvas_cut(c, row++, at.col, at.cols, ROLE_DIM, "没有发现在办的同一件");
	for (int i = 0; i < n && row < at.row + at.rows; i++) {
		char line[512], no[32];

		number_short(like[i].row.no, no);
		(void)snprintf(line, sizeof(line), "%s %s %s %s  %s",
		    i == 0 ? "可能同一件:" : "           ", no, state_label(like[i].row.state),
		    like[i].row.title, like[i].reason);
		canvas_cut(c, row++, at.col, at.cols, ROLE_NEAR, line);
	}
	return row;
}
