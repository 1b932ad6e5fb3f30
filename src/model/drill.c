/* A drill in memory: what the words of its file stand for, what must stand in a step, and how its tickets come to be where
 * the lesson begins. Pure: ids and the time are handed in. Not here: reading a file (drill_read.c), whether it can be solved
 * (drill_rehearse.c), what costs what (score_drill.c). */
#include "model/drill.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "drill_p.h"
#include "model/deed.h"
#include "model/dispatch.h"

#define LAST_TOLD "上次联系"

void
drill_free(struct drill *d)
{
	if (d == NULL)
		return;
	for (int i = 0; i < d->n_tickets; i++)
		fields_free(&d->ticket[i].f);
	free(d);
}

int
drill_ticket(const struct drill *d, const char *name, size_t len)
{
	for (int i = 0; i < d->n_tickets; i++)
		if (strlen(d->ticket[i].name) == len && memcmp(d->ticket[i].name, name, len) == 0)
			return i;
	return -1;
}

int
drill_event(const char *label, size_t len)
{
	for (int k = 0; k < EVENT_COUNT; k++) {
		const char *l = event_info((enum event_kind)k)->label;

		if (strlen(l) == len && memcmp(l, label, len) == 0)
			return k;
	}
	return -1;
}

int
drill_arg(enum event_kind k, const char *label)
{
	int n;
	const struct deed_ask *rows = deed_asks(k, &n);

	for (int i = 0; i < n; i++)
		if (strcmp(rows[i].label, label) == 0)
			return (int)rows[i].arg;
	return -1;
}

const char *
drill_label(enum event_kind k, enum event_arg a)
{
	const struct deed_ask *row = deed_ask_of(k, a);

	return row != NULL ? row->label : arg_info(a)->label;
}

bool
drill_span(const char *text, const char *after, int64_t *ms)
{
	static const struct {
		const char *unit;
		int64_t ms;
	} units[] = { { "分钟", 60000 }, { "小时", 3600000 }, { "天", 86400000 } };
	size_t digits = strspn(text, "0123456789");
	char number[8] = "";
	long long n;

	if (digits == 0 || digits >= sizeof(number))
		return false;
	memcpy(number, text, digits);
	text += digits;
	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++)
		if (str_starts(text, units[i].unit) &&
		    strcmp(text + strlen(units[i].unit), after) == 0 &&
		    str_int(number, 0, 999, &n)) {
			*ms = n * units[i].ms;
			return true;
		}
	return false;
}

/* ---- values ---- */

static const char *
code_of(const struct deed_ask *row, const char *word)
{
	for (int i = 0; i < row->n_items; i++)
		if (strcmp(row->items[i].label, word) == 0 || strcmp(row->items[i].code, word) == 0)
			return row->items[i].code;
	return NULL;
}

static enum err_code
set_choice(const struct deed_ask *row, const char *text, struct str *out, struct err *e)
{
	struct str may = { 0 };
	const char *code = code_of(row, text);

	if (code != NULL) {
		str_add(out, code);
		return ERR_OK;
	}
	for (int i = 0; i < row->n_items; i++)
		str_addf(&may, " %s", row->items[i].label);
	(void)err_set(e, ERR_INVALID, "“%s”没有“%s”, 可写:%s", row->label, text, str_c(&may));
	str_free(&may);
	return ERR_INVALID;
}

static enum err_code
set_value(enum event_kind k, const struct drill_value *v, const struct drill_names *names,
    struct str *out, struct err *e)
{
	const struct deed_ask *row = deed_ask_of(k, v->arg);
	int64_t ms;
	int at;

	if (row != NULL && row->kind == DEED_CHOICE)
		return set_choice(row, v->text, out, e);
	if (row != NULL && row->kind == DEED_TIME) {
		if (!drill_span(v->text, "后", &ms))
			return err_set(e, ERR_INVALID, "“%s”应写成 3天后、2小时后, 这里是“%s”",
			    row->label, v->text);
		str_addf(out, "%lld", (long long)(names->now + ms));
	} else if (row != NULL && row->kind == DEED_TICKET) {
		at = drill_ticket(names->drill, v->text, strlen(v->text));
		if (at < 0)
			return err_set(e, ERR_INVALID, "没有[工单 %s]这一段", v->text);
		str_add(out, names->ticket[at] != NULL ? names->ticket[at] : "");
	} else if (v->arg == EA_TOLD && strcmp(v->text, LAST_TOLD) == 0) {
		str_add(out, names->told != NULL ? names->told : "");
	} else {
		str_add(out, v->text);
	}
	return ERR_OK;
}

enum err_code
drill_args(enum event_kind k, const struct drill_values *said, const struct drill_names *names,
    struct args *out, struct err *e)
{
	struct str value = { 0 };
	enum err_code rc = ERR_OK;

	for (int i = 0; rc == ERR_OK && i < said->n; i++) {
		str_reset(&value);
		rc = set_value(k, &said->v[i], names, &value, e);
		if (rc == ERR_OK && (value.bad || !args_set(out, said->v[i].arg, str_c(&value))))
			rc = err_set(e, ERR_NO_MEMORY, NULL);
	}
	str_free(&value);
	return rc;
}

/* One of what stands apart by |, of ${len} bytes, as the rules take it. */
static bool
is_one(enum event_kind k, enum event_arg a, const char *word, size_t len, const char *value,
    const struct drill_names *names)
{
	char text[64];
	struct drill_value v = { a, text };
	struct str code = { 0 };
	bool is;

	if (len >= sizeof(text))
		return false;
	memcpy(text, word, len);
	text[len] = '\0';
	is = set_value(k, &v, names, &code, NULL) == ERR_OK && strcmp(str_c(&code), value) == 0;
	str_free(&code);
	return is;
}

bool
drill_fits(enum event_kind k, const struct drill_value *want, const struct args *args,
    const struct drill_names *names)
{
	const struct deed_ask *row = deed_ask_of(k, want->arg);
	const char *value = args_get(args, want->arg), *at = want->text;

	if (row == NULL ||
	    (row->kind != DEED_CHOICE && row->kind != DEED_UNIT && row->kind != DEED_PERSON &&
		row->kind != DEED_TICKET && row->kind != DEED_DAYS))
		return value[0] != '\0' && scenario_words(want->text, value);
	for (;;) {
		size_t n = strcspn(at, "|");

		if (is_one(k, want->arg, at, n, value, names))
			return true;
		if (at[n] == '\0')
			return false;
		at += n + 1;
	}
}

/* ---- where it begins ---- */

const struct unit *
drill_sent_by_itself(
    const struct city *c, const struct fields *f, int64_t now, struct dispatch_choice *choice)
{
	if (strcmp(fields_get(f, TF_URGENCY), "critical") == 0)
		return NULL;
	dispatch_choose(c, f, now, choice);
	return choice->rule != NULL && choice->unique && choice->why_not == NULL ? choice->unit
										 : NULL;
}

struct moving {
	const struct drill_names *names;
	struct drill_move *out;
	int *n;
	struct err *e;
};

static struct drill_move *
add(struct moving *m, int ticket, enum event_kind event, const char *by, int line)
{
	struct drill_move *x = &m->out[(*m->n)++];

	*x = (struct drill_move){
		.ticket = ticket, .event = event, .by = by, .last6 = "", .line = line
	};
	return x;
}

static enum err_code
send(struct moving *m, int i, const struct city *c)
{
	const struct drill *d = m->names->drill;
	const struct drill_ticket *t = &d->ticket[i];
	struct dispatch_choice choice;
	const struct unit *itself =
	    c != NULL ? drill_sent_by_itself(c, &t->f, m->names->now, &choice) : NULL;
	const bool nowhere = strcmp(t->unit, DRILL_NOWHERE) == 0;
	struct drill_move *x;

	if (c == NULL || (nowhere && itself == NULL))
		return ERR_OK;
	if (itself != NULL && (t->unit[0] == '\0' || strcmp(t->unit, itself->code) == 0))
		return ERR_OK;
	if (itself != NULL)
		return plain_fail(m->e, t->line, "[工单 %s]会按派单目录自动派给 %s(%s)", t->name,
		    itself->code, itself->name);
	if (t->unit[0] == '\0')
		return plain_fail(m->e, t->line,
		    "[工单 %s]按派单目录不会自动派出, 要写“派给: 单位编码”或“派给: 无”", t->name);
	x = add(m, i, EVENT_DISPATCH, t->dispatcher[0] != '\0' ? t->dispatcher : d->dispatcher,
	    t->line);
	x->ago_ms = d->of_call ? t->taken_ago : 0;
	return args_set(&x->args, EA_TO_UNIT, t->unit) && args_set(&x->args, EA_BASIS, "演练派单")
		   ? ERR_OK
		   : err_set(m->e, ERR_NO_MEMORY, NULL);
}

/* In a drill as it begins. Of an older ticket one after the other between its taking down and today. */
static int64_t
past_ago(const struct drill *d, int at)
{
	const struct drill_ticket *t = &d->ticket[d->past[at].ticket];
	int before = 0, all = 0;

	for (int i = 0; i < d->n_pasts; i++) {
		all += d->past[i].ticket == d->past[at].ticket;
		before += i <= at && d->past[i].ticket == d->past[at].ticket;
	}
	return d->of_call ? t->taken_ago * (all + 1 - before) / (all + 1) : 0;
}

enum err_code
drill_moves(const struct city *c, const struct drill_names *names, struct drill_move *out, int *n,
    struct err *e)
{
	const struct drill *d = names->drill;
	struct moving m = { names, out, n, e };
	enum err_code rc = ERR_OK;

	*n = 0;
	for (int i = 0; rc == ERR_OK && i < d->n_tickets; i++) {
		const struct drill_ticket *t = &d->ticket[i];
		struct drill_move *x =
		    add(&m, i, EVENT_SUBMIT, t->agent[0] != '\0' ? t->agent : d->agent, t->line);

		x->set = &t->f;
		x->last6 = t->last6;
		x->ago_ms = t->taken_ago;
		rc = send(&m, i, c);
	}
	for (int i = 0; rc == ERR_OK && i < d->n_pasts; i++) {
		const struct drill_past *p = &d->past[i];
		struct drill_move *x = add(&m, p->ticket, p->event, p->by, p->line);

		x->ago_ms = past_ago(d, i);
		rc = drill_args(p->event, &p->said, names, &x->args, e);
	}
	return rc;
}

void
drill_moves_free(struct drill_move *m, int n)
{
	for (int i = 0; i < n; i++)
		args_free(&m[i].args);
}
