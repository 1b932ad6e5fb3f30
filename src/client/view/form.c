/* form.c: the form of a step: opening, closing, sending.
 *
 * Invariants: what stands in a cell is in the journal before the next key; nothing typed is gone after Esc, sign-out or a
 * kill; what was sent is gone from the drafts in the transaction that promised it. Not here: what a step asks
 * (model/deed.c), whether it is allowed (model/workflow.c), the keys (form_input.c), the cells (form_cell.c),
 * the picture (form_draw.c). */
#include "attach_p.h"
#include "form_p.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "part_p.h"

/* ---- opening ---- */

static bool
asks_for_unit(const struct deed_ask *asks, int n)
{
	for (int i = 0; i < n; i++)
		if (asks[i].kind == DEED_UNIT || asks[i].kind == DEED_UNITS)
			return true;
	return false;
}

static bool
open_units(struct form *f)
{
	const struct city *c = f->desk->city;
	size_t n = c != NULL ? c->n_units : 0;

	f->unit_items = calloc(n + 1, sizeof(*f->unit_items));
	if (f->unit_items == NULL)
		return false;
	for (size_t i = 0; i < n; i++)
		f->unit_items[i] = (struct picker_item){ .code = c->units[i].code,
			.label = c->units[i].name,
			.search = c->units[i].short_name };
	return picker_catalogue_init(&f->units, f->unit_items, n, NULL) == ERR_OK;
}

/* What is kept of each cell, the cursor where it was. A cell of which nothing is kept stays as it is. */
static void
recall(struct form *f)
{
	for (int i = 0; i < f->n; i++) {
		struct form_cell *c = &f->cell[i];
		const char *kept = fields_get(&f->note.d.f, c->slot);
		const bool here = strcmp(field_info(c->slot)->json, f->note.d.focus) == 0;

		if (*kept == '\0' || strcmp(kept, form_cell_text(c)) == 0)
			continue;
		form_cell_put(c, kept);
		c->proposed = false;
		if (here)
			form_cell_go(c, ticket_note_cursor(&f->note));
	}
}

/* What was written for the step: just left, and perhaps not in the table yet, else what the table has. */
static void
open_note(struct form *f)
{
	const struct draft *last = &f->last.d;

	if (ticket_note_any(&f->last) && strcmp(last->act, event_info(f->kind)->json) == 0 &&
	    strcmp(last->ticket, f->t->id) == 0) {
		f->note = f->last;
		f->last = (struct ticket_note){ 0 };
	} else {
		ticket_note_open(&f->note, f->desk, f->t->id, f->kind);
	}
}

bool
form_open(struct form *f, struct desk *d, const struct ticket *t, enum event_kind k)
{
	int n;
	const struct deed_ask *asks = deed_asks(k, &n);

	*f = (struct form){
		.desk = d, .t = t, .kind = k, .open = true, .last = f->last, .also = { .cell = -1 }
	};
	if (asks_for_unit(asks, n) && !open_units(f)) {
		form_close(f);
		d->say(d->app, 2, "%s, 请再试", err_hint(ERR_NO_MEMORY));
		return false;
	}
	for (int i = 0; i < n && f->n < FORM_CELLS; i++) {
		if (workflow_wants_arg(t, k, asks[i].arg, &d->me))
			form_cell_open(f, f->n++, &asks[i]);
	}
	open_note(f);
	recall(f);
	f->focus = form_first(f);
	return true;
}

const char *
form_value(const struct form *f, enum event_arg a)
{
	int i = form_cell_of(f, a);

	return i >= 0 ? form_cell_text(&f->cell[i]) : "";
}

/* ---- closing ---- */

void
form_save(struct form *f)
{
	const struct form_cell *c = &f->cell[f->focus];

	if (!f->open)
		return;
	if (f->n > 0 && strcmp(field_info(c->slot)->json, f->note.d.focus) == 0)
		ticket_note_mark(&f->note, form_cell_cursor(c), "");
	ticket_note_save(&f->note, f->desk);
}

void
form_close(struct form *f)
{
	form_save(f);
	for (int i = 0; i < f->n; i++)
		form_cell_free(&f->cell[i]);
	if (ticket_note_any(&f->note) && !ticket_note_settled(&f->note)) {
		ticket_note_free(&f->last);
		f->last = f->note; /* the table does not have it yet */
	} else {
		ticket_note_free(&f->note);
	}
	picker_catalogue_free(&f->units);
	free(f->unit_items);
	*f = (struct form){ .desk = f->desk, .last = f->last };
}

void
form_free(struct form *f)
{
	if (f->open)
		form_close(f);
	ticket_note_free(&f->last);
}

const char *
form_label(const struct form *f)
{
	return f->label != NULL ? f->label : event_info(f->kind)->label;
}

unsigned
form_leave(struct form *f)
{
	const struct desk *d = f->desk;

	if (ticket_note_any(&f->note))
		d->say(
		    d->app, 1, "“%s”还没有送出, 写的话已存下, 再办这一步时接着写", form_label(f));
	form_close(f);
	return VIEW_DRAW;
}

/* ---- sending ---- */

static enum err_code
collect(const struct form *f, struct args *a, struct err *e)
{
	const struct desk *d = f->desk;
	struct str value = { 0 };
	enum err_code rc = ERR_OK;

	for (int i = 0; i < f->n_fixed && rc == ERR_OK; i++)
		if (f->fixed[i].value[0] != '\0' &&
		    !args_set(a, f->fixed[i].arg, f->fixed[i].value))
			rc = err_set(e, ERR_NO_MEMORY, NULL);
	if (rc == ERR_OK && d->call.active && !args_set(a, EA_CALL_ID, d->call.id))
		rc = err_set(e, ERR_NO_MEMORY, NULL);
	for (int i = 0; i < f->n && rc == ERR_OK; i++) {
		rc = form_cell_value(f, i, &value, e);
		if (rc == ERR_OK && value.len > 0 &&
		    !args_set(a, f->cell[i].ask->arg, str_c(&value)))
			rc = err_set(e, ERR_NO_MEMORY, NULL);
	}
	str_free(&value);
	if (rc == ERR_OK && f->also.cell >= 0 &&
	    strcmp(form_cell_text(&f->cell[f->also.cell]), f->also.said) == 0 &&
	    !args_set(a, f->also.arg, f->also.value))
		rc = err_set(e, ERR_NO_MEMORY, NULL);
	return rc;
}

/* ${a} NULL: nothing was written yet. */
static enum err_code
check(const struct desk *d, const struct ticket *t, enum event_kind k, const struct args *a,
    struct err *e)
{
	const struct workflow_env env = { .city = d->city,
		.now = d->now,
		.online = part_online(d),
		.last_urge_at = t->urged_at,
		.no_picture = a != NULL && attach_no_picture(d, args_get(a, EA_FILES)) };
	struct event ev;
	enum err_code rc = ERR_NO_MEMORY;

	event_init(&ev);
	ev.kind = (int)k;
	ev.at = d->now;
	(void)str_copy(ev.ticket, sizeof(ev.ticket), t->id);
	if (a == NULL || args_copy(&ev.args, a))
		rc = workflow_check(t, &ev, &d->me, &env, e);
	else
		(void)err_set(e, ERR_NO_MEMORY, NULL);
	event_free(&ev);
	return rc;
}

enum err_code
form_may(const struct desk *d, const struct ticket *t, enum event_kind k, struct err *e)
{
	struct err why = { 0 };
	enum err_code rc = check(d, t, k, NULL, &why);

	if (rc == ERR_OK || why.where[0] != '\0') /* a cell is to blame: it can still be filled */
		return ERR_OK;
	*e = why;
	return rc;
}

static unsigned
refuse(struct form *f, const struct err *e)
{
	for (int i = 0; i < f->n; i++)
		if (strcmp(arg_info(f->cell[i].ask->arg)->json, e->where) == 0)
			f->focus = i;
	f->desk->say(f->desk->app, 2, "%s。", e->text);
	return VIEW_DRAW;
}

/* What it comes to as it stands, and whether the rules take it. */
static enum err_code
weigh(struct form *f, struct args *a, struct err *e)
{
	enum err_code rc;

	if (f->becomes != NULL)
		f->kind = f->becomes(f);
	rc = collect(f, a, e);
	return rc == ERR_OK ? check(f->desk, f->t, f->kind, a, e) : rc;
}

unsigned
form_ready(struct form *f)
{
	struct args a = { 0 };
	struct err e = { 0 };
	enum err_code rc = weigh(f, &a, &e);

	args_free(&a);
	if (rc != ERR_OK)
		return refuse(f, &e);
	f->desk->say(f->desk->app, 0, "都填好了: F10 送出");
	return VIEW_DRAW;
}

/* What somebody else found, and is not what stands there now: said once before it goes out under another name. */
static bool
says_changed(struct form *f)
{
	struct str out = { 0 };
	bool any;

	for (int i = f->n - 1; i >= 0; i--) {
		const struct form_cell *c = &f->cell[i];
		const enum event_arg a = c->ask->arg;

		if (c->was[0] == '\0' || strcmp(c->was, form_cell_text(c)) == 0)
			continue;
		f->focus = i;
		str_addf(&out, "“%s”由“%s”改成了“%s”; ", c->ask->label,
		    deed_choice_label(f->kind, a, c->was),
		    deed_choice_label(f->kind, a, form_cell_text(c)));
	}
	any = out.len > 0 && !f->told;
	if (any)
		f->desk->say(f->desk->app, 1, "%s确实要改, 再按一次 F10 送出", str_c(&out));
	f->told = f->told || any;
	str_free(&out);
	return any;
}

unsigned
form_send(struct form *f)
{
	struct desk *d = f->desk;
	struct err e = { 0 };
	struct job *j;

	if (f->job != 0 || (j = part_job(d, JOB_ACT)) == NULL)
		return VIEW_DRAW;
	(void)str_copy(j->ticket, sizeof(j->ticket), f->t->id);
	ticket_note_with(&f->note, j);
	if (weigh(f, &j->args, &e) != ERR_OK) {
		job_free(j);
		return refuse(f, &e);
	}
	if (says_changed(f)) {
		job_free(j);
		return VIEW_DRAW;
	}
	j->act = (int)f->kind;
	f->job = d->job(d->app, j);
	return VIEW_DRAW;
}

/* A label may say 记 itself; what is asked for is somebody else's to grant. */
static void
say_done(const struct desk *d, const char *label)
{
	if (str_starts(label, "申请"))
		d->say(d->app, 0, "已%s, 等审核。", label);
	else
		d->say(d->app, 0, "已%s%s。", str_starts(label, "记") ? "" : "记", label);
}

/* The step is on disk, or was not to be: then the words stay where they are. */
static bool
sent(struct form *f, const struct news *n)
{
	const struct desk *d = f->desk;
	const char *label =
	    f->becomes != NULL ? event_info(f->kind)->label : form_label(f); /* what it was */

	f->job = 0;
	if (n->err.code != ERR_OK) {
		d->say(d->app, 2, "%s没有办成: %s", label, n->err.text);
		return false;
	}
	if (part_online(d))
		say_done(d, label);
	else if (event_info(f->kind)->offline == OFFLINE_REQUEST)
		d->say(d->app, 1, "%s已存为申请, 恢复后送出, 按现在的时间算; 由中心决定。", label);
	else
		d->say(d->app, 1, "%s已存本机, 线路恢复后自动送出。", label);
	ticket_note_done(&f->note);
	form_close(f);
	return true;
}

/* Words for this step came into the table from elsewhere; what is not saved yet is newer. */
static void
reread(struct form *f)
{
	if (f->job != 0 || !ticket_note_settled(&f->note))
		return;
	ticket_note_open(&f->note, f->desk, f->t->id, f->kind);
	recall(f);
}

bool
form_event(struct form *f, const struct news *n, bool *done)
{
	struct form_cell *c;
	struct react r = { 0 };

	*done = false;
	if (ticket_note_event(&f->last, f->desk, n)) {
		if (ticket_note_settled(&f->last))
			ticket_note_free(&f->last);
		return true;
	}
	if (!f->open)
		return false;
	if (n->kind == NEWS_DONE && n->job != 0 && n->job == f->job) {
		*done = sent(f, n);
		return true;
	}
	if (n->kind == NEWS_TABLES && (n->tables & CACHE_DRAFTS) != 0)
		reread(f);
	if (attach_event(f, n, &c, &r)) {
		if ((r.bits & REACT_EDIT) != 0)
			form_keep(f, c, r.edit);
		return true;
	}
	return ticket_note_event(&f->note, f->desk, n);
}
