/* Plays a day of the hotline: see script.h. The file's words are those of the forms on the screen: labels of deed.c,
 * of the fields and of the arguments, names of units and people, codes nowhere. */
#include "script.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "daemon.h"
#include "model/deed.h"
#include "model/propose.h"
#include "model/workflow.h"
#include "script_p.h"

enum { AT, WHO, WHICH, STEP, WORDS, OUTCOME, COLUMNS };

#define YEAR         2026
#define COPY_MS      INT64_C(97000) /* one copy begins so long after the other */
#define TICK_MS      INT64_C(600000)
#define IDLE_TICK_MS INT64_C(3600000)

struct act {
	int64_t at;
	size_t row;
	int copy;
};

static const char *
cell(const struct script *s, size_t row, int column)
{
	return tsv_get(&s->file, row, (size_t)column);
}

static void
broken(const struct script *s, size_t row, const char *what, const char *word)
{
	fprintf(stderr, "%s:%d: %s: %s\n", s->file.path, s->file.line[row], what, word);
	abort();
}

static int
label_of(const struct script *s, const char *name)
{
	for (int i = 0; i < s->n_labels; i++)
		if (strcmp(s->label[i].name, name) == 0)
			return i;
	return -1;
}

static struct script_ticket *
ticket_of(struct script *s, const struct act *a, const char *name)
{
	int label = label_of(s, name);

	if (label < 0)
		broken(s, a->row, "没有登记这件工单", name);
	return &s->ticket[s->first[label] + a->copy % s->label[label].copies];
}

static void
failed(struct script *s, const struct act *a, const char *what, const char *words)
{
	struct script_ticket *t = ticket_of(s, a, cell(s, a->row, WHICH));

	s->failures++;
	if (!t->failed && !s->label[t->label].failed)
		fprintf(stderr, "%s:%d: 第%d份 %s %s: %s: %s\n", s->file.path, s->file.line[a->row],
		    a->copy + 1, cell(s, a->row, WHICH), cell(s, a->row, STEP), what, words);
	t->failed = s->label[t->label].failed = true;
}

/* ---- reading ---- */

static void
hire(struct script *s, size_t row)
{
	struct str roles = { 0 };
	const struct unit *u = NULL;
	const char *unit = cell(s, row, WORDS);

	for (int i = 0; i < ROLE_NO_COUNT; i++)
		if (strstr(cell(s, row, STEP), role_label((enum person_role)i)) != NULL)
			str_addf(&roles, "%s%s", roles.len > 0 ? "," : "",
			    role_json((enum person_role)i));
	if (unit[0] != '\0' && (u = script_unit(s->h->city, unit)) == NULL)
		broken(s, row, "没有这个单位", unit);
	if (roles.len == 0)
		broken(s, row, "没有这个角色", cell(s, row, STEP));
	hall_hire(
	    s->h, cell(s, row, WHICH), cell(s, row, WHO), str_c(&roles), u != NULL ? u->code : "");
	str_free(&roles);
}

static void
name_label(struct script *s, size_t row)
{
	struct script_label *l = &s->label[s->n_labels++];

	if (s->n_labels >= SCRIPT_LABELS)
		broken(s, row, "工单太多", "");
	l->name = cell(s, row, WHICH);
	l->form = cell(s, row, WORDS);
	l->copies = atoi(cell(s, row, WHO)); /* NOLINT(cert-err34-c): "17份" */
	if (l->copies <= 0)
		broken(s, row, "份数", cell(s, row, WHO));
}

static void
make_tickets(struct script *s)
{
	int n = 0;

	for (int i = 0; i < s->n_labels; i++)
		n += s->label[i].copies;
	s->ticket = calloc((size_t)n + 1, sizeof(*s->ticket));
	for (int i = 0; i < s->n_labels; i++) {
		s->first[i] = s->n_tickets;
		for (int k = 0; k < s->label[i].copies; k++) {
			struct script_ticket *t = &s->ticket[s->n_tickets++];
			*t = (struct script_ticket){ .label = i, .copy = k };
			snprintf(t->phone, sizeof(t->phone), "1%02d00000%03d", 30 + i, k);
		}
	}
}

void
script_open(struct script *s, struct hall *h, const char *path)
{
	static const char *const head[COLUMNS] = { "时间", "谁", "工单", "步骤", "填写", "结果" };
	struct err e = { 0 };
	char full[512];

	*s = (struct script){ .h = h, .numbers = { .sequence = -1 } };
	if (tsv_open(daemon_share(path, full), head, COLUMNS, &s->file, &e) != ERR_OK) {
		fprintf(stderr, "%s: %s\n", e.where, e.text);
		abort();
	}
	for (size_t row = 0; row < s->file.rows; row++)
		if (strcmp(cell(s, row, AT), "人员") == 0)
			hire(s, row);
		else if (strcmp(cell(s, row, AT), "工单") == 0)
			name_label(s, row);
	make_tickets(s);
}

void
script_close(struct script *s)
{
	free(s->ticket);
	tsv_close(&s->file);
}

/* ---- one step ---- */

static int
kind_of(const char *label)
{
	for (int k = 0; k < EVENT_COUNT; k++)
		if (strcmp(event_info((enum event_kind)k)->label, label) == 0)
			return k;
	return -1;
}

/* Copies differ: {电话} {号} {份}, and {甲|乙|丙} by turns. */
static void
expand(const struct script_ticket *t, const char *from, struct str *out)
{
	for (const char *p = from, *end; *p != '\0';) {
		if (*p != '{' || (end = strchr(p, '}')) == NULL) {
			str_add_c(out, *p++);
			continue;
		}
		if (str_starts(p, "{电话}"))
			str_add(out, t->phone);
		else if (str_starts(p, "{号}"))
			str_addf(out, "%d", 3 + 2 * t->copy);
		else
			script_choose(p + 1, (size_t)(end - p - 1), t->copy, out);
		p = end + 1;
	}
}

/* "名=值；名=值" into the operation. */
static void
say(struct script *s, const struct act *a, const struct script_ticket *t, const char *words,
    struct op *op)
{
	struct script_words w = { .city = s->h->city, .hall = s->h, .op = op, .told = t->told };
	struct str text = { 0 };
	char *at, *next;

	expand(t, words, &text);
	for (at = text.s; at != NULL && *at != '\0'; at = next) {
		char *eq;

		next = strstr(at, "；");
		if (next != NULL) {
			*next = '\0';
			next += strlen("；");
		}
		if ((eq = strchr(at, '=')) == NULL)
			broken(s, a->row, "要写成 名=值", at);
		*eq = '\0';
		if (label_of(s, eq + 1) >= 0 && strcmp(at, "并入工单") == 0)
			args_set(&op->args, EA_OTHER, ticket_of(s, a, eq + 1)->id);
		else if (!script_say(&w, at, eq + 1))
			broken(s, a->row, at, eq + 1);
	}
	str_free(&text);
}

static void
take_down(struct script *s, const struct act *a, struct script_ticket *t,
    const struct hall_person *p, struct op *op)
{
	struct hall *h = s->h;

	struct ticket seen;

	if (t->id[0] == '\0') {
		hall_id(h, t->id);
		number_issue(&s->numbers, p->job_no, h->now, t->no);
	}
	t->rev = 0;
	if (hall_ticket(h, t->id, &seen)) {
		op->base = t->rev = seen.rev;
		ticket_free(&seen);
	} else { /* also when it was refused before: the form is still on the screen */
		fields_set(&op->set, TF_CHANNEL, "phone");
		fields_set(&op->set, TF_NO, t->no);
		fields_set(&op->set, TF_CALLER_PHONE, t->phone);
		fields_set(&op->set, TF_CONTACT_PHONE, t->phone);
		args_set(&op->args, EA_REASON, "来电人说不清更多情况");
		say(s, a, t, s->label[t->label].form, op);
		if (op->set.v[TF_URGENCY] == NULL)
			fields_set(&op->set, TF_URGENCY, propose_urgency(h->city, &op->set));
	}
	str_copy(op->ticket, sizeof(op->ticket), t->id);
}

static int64_t
rev_of(const struct script *s, const struct script_ticket *t)
{
	struct ticket now;
	int64_t rev = 0;

	if (hall_ticket(s->h, t->id, &now)) {
		rev = now.rev;
		ticket_free(&now);
	}
	return rev;
}

static void
outcome(struct script *s, const struct act *a, struct script_ticket *t, const struct op_result *r)
{
	const char *want = cell(s, a->row, OUTCOME), *refused = "不准：";
	struct ticket now;

	if (str_starts(want, refused)) {
		if (r->status != OP_REJECTED || strstr(r->detail, want + strlen(refused)) == NULL)
			failed(s, a, "应当不准", r->detail[0] != '\0' ? r->detail : "办成了");
		if (rev_of(s, t) != t->rev)
			failed(s, a, "不准, 工单却变了", r->detail);
		s->done[1]++;
		return;
	}
	if (r->status == OP_REJECTED) {
		failed(s, a, r->where, r->detail);
		return;
	}
	hall_ticket(s->h, t->id, &now);
	if (strcmp(state_label(now.state), want) != 0)
		failed(s, a, "状态", state_label(now.state));
	if (strcmp(cell(s, a->row, STEP), event_info(EVENT_CONTACT)->label) == 0 ||
	    strcmp(cell(s, a->row, STEP), event_info(EVENT_RELAY)->label) == 0)
		t->told = now.event_count;
	ticket_free(&now);
	s->done[0]++;
}

/* What the centre did by itself: it must stand in the trace. */
static void
by_itself(struct script *s, const struct act *a, const struct script_ticket *t, int kind)
{
	struct op_result r = { .status = OP_REJECTED, .detail = "中心没有这样做" };
	struct event *list = NULL;
	size_t n = 0;

	if (store_events(s->h->store, t->id, 1, &list, &n, NULL) != ERR_OK)
		n = 0;
	for (size_t i = 0; i < n; i++) {
		if (list[i].kind == kind && strcmp(list[i].actor, "system") == 0)
			r.status = OP_APPLIED;
		event_free(&list[i]);
	}
	free(list);
	outcome(s, a, ticket_of(s, a, cell(s, a->row, WHICH)), &r);
}

static void
act(struct script *s, const struct act *a)
{
	struct script_ticket *t = ticket_of(s, a, cell(s, a->row, WHICH));
	const int kind = kind_of(cell(s, a->row, STEP));
	const bool system = strcmp(cell(s, a->row, WHO), "系统") == 0;
	struct hall_person *p = hall_person(s->h, cell(s, a->row, WHO));
	struct op_result r;
	struct op op;

	if (kind < 0)
		broken(s, a->row, "没有这个步骤", cell(s, a->row, STEP));
	if (system) {
		by_itself(s, a, t, kind);
		return;
	}
	if (p == NULL)
		broken(s, a->row, "没有这个人", cell(s, a->row, WHO));
	op_init(&op);
	op.kind = kind;
	take_down(s, a, t, p, &op);
	say(s, a, t, cell(s, a->row, WORDS), &op);
	hall_do(s->h, p, &op, &r);
	op_free(&op);
	outcome(s, a, t, &r);
}

/* ---- all of them ---- */

void
script_run_until(struct script *s, int64_t at)
{
	while (s->h->now < at) {
		const int64_t step = at - s->h->now > IDLE_TICK_MS ? IDLE_TICK_MS : TICK_MS;
		const int64_t next = s->h->now + step;

		s->h->now = next < at ? next : at;
		if (s->h->now == next)
			hall_tick(s->h);
	}
}

static int
by_time(const void *x, const void *y)
{
	const struct act *a = x, *b = y;

	if (a->at != b->at)
		return a->at < b->at ? -1 : 1;
	if (a->copy != b->copy)
		return a->copy - b->copy;
	return a->row < b->row ? -1 : 1;
}

void
script_play(struct script *s)
{
	struct act *list = NULL;
	size_t n = 0;

	for (size_t row = 0; row < s->file.rows; row++) {
		const int64_t at = script_time(cell(s, row, AT), YEAR);
		int label = label_of(s, cell(s, row, WHICH));

		if (at == 0)
			continue;
		if (label < 0)
			broken(s, row, "没有登记这件工单", cell(s, row, WHICH));
		list = realloc(list, (n + (size_t)s->label[label].copies) * sizeof(*list));
		for (int k = 0; k < s->label[label].copies; k++)
			list[n++] = (struct act){ at + k * COPY_MS, row, k };
	}
	if (n > 0)
		qsort(list, n, sizeof(*list), by_time);
	for (size_t i = 0; i < n; i++) {
		script_run_until(s, list[i].at);
		if (strcmp(cell(s, list[i].row, WHO), "系统") == 0)
			hall_tick(s->h);
		act(s, &list[i]);
	}
	free(list);
}
