/* zero.c: 零报告: while a special-protection period runs, a unit says once a day that nothing happened (one key) or what
 * did; who looks after the period sees which units have not.
 *
 * It is a desk record: kept with the line down and sent later. Who owes one is model/zero_report.h's. */
#include "zero_p.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/limits.h"
#include "base/str.h"
#include "client/cache/records.h"
#include "client/ui/field.h"
#include "client/ui/wrap.h"
#include "client/view/all_p.h"
#include "client/view/part_p.h"

#define DETAIL_ROWS 3
#define DAY_RECORDS 512 /* of one day */

struct zero {
	struct desk *desk;
	struct list list;
	struct zero_due *rows; /* ZERO_ROWS; they point into the city */
	size_t n;
	bool stale, writing; /* 有情况 is being written */
	struct field words;
	char said[800]; /* what the chosen unit has said today */
	uint64_t job;
};

/* ---- what is owed ---- */

static bool
is_watching(const struct desk *d)
{
	return (d->me.roles & ROLES_ZERO_WATCH) != 0;
}

static void
read_reports(const struct desk *d, struct zero_due *out, size_t n)
{
	const struct record_query q = { .kind = RECORD_ZERO_REPORT,
		.since_at = civil_day_start(civil_day(d->now)),
		.standing = true };
	struct record *r = calloc(DAY_RECORDS, sizeof(*r));
	const int found = r != NULL ? cache_records(d->cache, &q, r, DAY_RECORDS) : 0;

	for (int i = 0; i < found; i++) {
		zero_report_take(out, n, &r[i], d->now);
		record_free(&r[i]);
	}
	free(r);
}

/* What this person has to do with today: their own unit's reports, those of all units for who looks after them,
 * none for others; with what this seat knows to be reported. */
static size_t
read_due(const struct desk *d, struct zero_due *out, size_t max)
{
	const bool owing = (d->me.roles & ROLES_UNIT) != 0 && d->me.unit[0] != '\0';
	size_t n;

	if (d->city == NULL || d->city->n_protections == 0 || !part_signed_in(d) ||
	    (!owing && !is_watching(d)))
		return 0;
	n = zero_report_due(d->city, is_watching(d) ? "" : d->me.unit, d->now, out, max);
	if (n > 0)
		read_reports(d, out, n);
	return n;
}

/* The first that is missing, else the first. */
static void
own_words(const struct zero_due *due, size_t n, char *out, size_t size)
{
	const struct zero_due *one = due;
	char when[16];

	for (size_t i = n; i-- > 0;)
		if (due[i].reported_at == 0)
			one = &due[i];
	if (one->reported_at == 0)
		(void)snprintf(out, size, "今日未报 %s", one->period->title);
	else
		(void)snprintf(out, size, "今日已报 %s %s",
		    civil_format(one->reported_at, "%H:%M", when, sizeof(when)),
		    one->period->title);
}

static void
all_words(const struct zero_due *due, size_t n, size_t missing, char *out, size_t size)
{
	size_t at;

	if (missing == 0) {
		(void)snprintf(out, size, "%zu家今日都已报", n);
		return;
	}
	(void)snprintf(out, size, "%zu家今日未报:", missing);
	for (size_t i = 0; i < n && (at = strlen(out)) + 64 < size; i++)
		if (due[i].reported_at == 0)
			(void)snprintf(out + at, size - at, " %s", due[i].unit->short_name);
}

size_t
zero_words(const struct desk *d, char *out, size_t size)
{
	struct zero_due *due = calloc(ZERO_ROWS, sizeof(*due));
	const size_t n = due != NULL ? read_due(d, due, ZERO_ROWS) : 0;
	const size_t missing = zero_report_missing(due, n);

	out[0] = '\0';
	if (n > 0 && is_watching(d))
		all_words(due, n, missing, out, size);
	else if (n > 0)
		own_words(due, n, out, size);
	free(due);
	return missing;
}

/* ---- rows ---- */

enum col { COL_PERIOD, COL_UNIT, COL_TODAY, COLS };
static const struct list_col cols[COLS] = {
	{ .head = "保障期", .cols = 0 },
	{ .head = "单位", .cols = 18 },
	{ .head = "今日零报告", .cols = 20 },
};

static size_t
count(void *ctx)
{
	return ((const struct zero *)ctx)->n;
}

static void
cell(void *ctx, size_t row, int col, struct list_cell *out)
{
	const struct zero_due *due = &((const struct zero *)ctx)->rows[row];
	char when[16];

	if (col == COL_PERIOD)
		out->text = due->period->title;
	else if (col == COL_UNIT)
		out->text = due->unit->short_name;
	else if (due->reported_at == 0) {
		out->text = "未报";
		out->role = ROLE_NEAR;
	} else {
		(void)snprintf(out->buf, sizeof(out->buf), "已报 %s%s",
		    civil_format(due->reported_at, "%H:%M", when, sizeof(when)),
		    due->some ? " 有情况" : "");
		out->text = out->buf;
		out->role = due->some ? ROLE_VALUE : ROLE_DIM;
	}
}

/* Those who have not reported first, then those with something to say. */
static int
order(const void *a, const void *b)
{
	const struct zero_due *x = a, *y = b;
	const int i = x->reported_at == 0 ? 0 : x->some ? 1 : 2;
	const int k = y->reported_at == 0 ? 0 : y->some ? 1 : 2;

	return i != k ? i - k : strcmp(x->unit->code, y->unit->code);
}

static void
refresh(struct zero *s)
{
	if (!s->stale)
		return;
	s->stale = false;
	s->n = read_due(s->desk, s->rows, ZERO_ROWS);
	if (s->rows != NULL && s->n > 0)
		qsort(s->rows, s->n, sizeof(*s->rows), order);
	list_refresh(&s->list);
}

static const struct zero_due *
chosen(struct zero *s)
{
	size_t row;

	refresh(s);
	row = list_row(&s->list);
	return row != LIST_NONE && row < s->n ? &s->rows[row] : NULL;
}

/* The words of today, the latest first. */
static void
read_said(struct zero *s)
{
	const struct zero_due *due = chosen(s);
	char object[RECORD_OBJECT_BYTES];
	struct record r[4] = { { .at = 0 } };
	int n = 0;

	s->said[0] = '\0';
	if (due == NULL || !due->some ||
	    !zero_report_object(due->unit->code, due->period->id, object))
		return;
	n = cache_records(s->desk->cache,
	    &(const struct record_query){ .kind = RECORD_ZERO_REPORT,
		.object = object,
		.code = "some",
		.since_at = civil_day_start(civil_day(s->desk->now)),
		.standing = true },
	    r, 4);
	for (int i = 0; i < n; i++) {
		const size_t at = strlen(s->said);
		char when[16];

		(void)snprintf(s->said + at, sizeof(s->said) - at, "%s%s %s", i > 0 ? "; " : "",
		    civil_format(r[i].at, "%H:%M", when, sizeof(when)), record_text(&r[i]));
		record_free(&r[i]);
	}
}

/* ---- reporting ---- */

static bool
may_report(const struct zero *s, const struct zero_due *due)
{
	struct record r = { .kind = RECORD_ZERO_REPORT };

	return due != NULL && record_may_write(&r, s->desk->me.roles) &&
	       strcmp(due->unit->code, s->desk->me.unit) == 0;
}

static unsigned
report(struct zero *s, const char *code, const char *text)
{
	const struct zero_due *due = chosen(s);
	char object[RECORD_OBJECT_BYTES];

	if (due == NULL || s->job != 0 ||
	    !zero_report_object(due->unit->code, due->period->id, object))
		return VIEW_DRAW;
	s->job = part_record(s->desk, RECORD_ZERO_REPORT, "", object, code, text);
	return VIEW_DRAW;
}

static unsigned
nothing_happened(struct zero *s)
{
	const struct zero_due *due = chosen(s);

	if (due != NULL && due->reported_at != 0) {
		s->desk->say(s->desk->app, 1, "今天已经报过; 又有情况按 Enter 补报。");
		return VIEW_DRAW;
	}
	return report(s, "none", NULL);
}

static unsigned
write_words(struct zero *s, const struct input *in)
{
	struct react r = { 0 };

	if (input_is(in, ACTION_BACK)) {
		s->writing = false;
		return VIEW_DRAW;
	}
	if (input_is(in, ACTION_ENTER) || input_is(in, ACTION_SUBMIT)) {
		if (field_text(&s->words)[0] != '\0')
			return report(s, "some", field_text(&s->words));
		s->desk->say(s->desk->app, 1, "写明什么情况; 没有情况按 Esc 返回, 再按 0。");
		return VIEW_DRAW;
	}
	field_input(&s->words, in, &r);
	return r.bits != 0 ? VIEW_DRAW : VIEW_IGNORED;
}

static unsigned
zero_input(struct view *v, const struct input *in)
{
	struct zero *s = v->state;
	const bool zero =
	    in->kind == INPUT_TEXT && (strcmp(in->text, "0") == 0 || strcmp(in->text, "０") == 0);
	struct react r = { 0 };

	if (!part_signed_in(s->desk))
		return VIEW_IGNORED;
	if (s->writing)
		return write_words(s, in);
	if (may_report(s, chosen(s))) {
		if (zero)
			return nothing_happened(s);
		if (input_is(in, ACTION_ENTER)) {
			s->writing = true;
			return VIEW_DRAW;
		}
	}
	list_input(&s->list, in, &r);
	return r.bits != 0 ? VIEW_DRAW : VIEW_IGNORED;
}

static unsigned
zero_event(struct view *v, const struct news *n)
{
	struct zero *s = v->state;

	if (n->kind == NEWS_TABLES || n->kind == NEWS_USER)
		s->stale = true;
	if (n->kind != NEWS_DONE || n->job == 0 || n->job != s->job)
		return n->kind == NEWS_TABLES || n->kind == NEWS_USER ? VIEW_DRAW : 0;
	s->job = 0;
	if (n->err.code != ERR_OK) {
		s->desk->say(s->desk->app, 2, "%s", n->err.text);
		return VIEW_DRAW;
	}
	s->stale = true;
	s->writing = false;
	field_forget(&s->words);
	s->desk->say(s->desk->app, 0, "零报告已记下%s。",
	    part_online(s->desk) ? "" : ", 线路恢复后自动送出");
	return VIEW_DRAW;
}

/* ---- the screen ---- */

static enum err_code
zero_open(struct view *v, const char *arg, struct err *e)
{
	struct zero *s = v->state;

	(void)arg;
	s->desk = v->desk;
	s->rows = calloc(ZERO_ROWS, sizeof(*s->rows));
	if (s->rows == NULL)
		return err_set(e, ERR_NO_MEMORY, NULL);
	list_init(&s->list, (struct list_source){ s, count, cell }, cols, COLS);
	s->list.no_digits = true;
	s->list.empty = "今天没有要报的: 没有正在进行的重大活动保障期, 或不涉及本单位。";
	field_init(&s->words, LIMIT_NOTE_CHARS);
	s->stale = true;
	return ERR_OK;
}

static void
zero_close(struct view *v)
{
	struct zero *s = v->state;

	list_free(&s->list);
	field_free(&s->words);
	free(s->rows);
}

static unsigned
zero_resume(struct view *v)
{
	((struct zero *)v->state)->stale = true;
	return VIEW_DRAW;
}

static void
draw_low(struct zero *s, struct canvas *c, struct rect at)
{
	if (s->writing) {
		canvas_text(
		    c, at.row, at.col, at.cols, ROLE_HEADING, "有情况 (Enter 送出, Esc 不报):");
		s->words.at = (struct rect){ at.row + 1, at.col, 1, at.cols };
		field_draw(&s->words, c, ROLE_VALUE, true);
		return;
	}
	read_said(s);
	if (may_report(s, chosen(s)))
		canvas_text(c, at.row++, at.col, at.cols, ROLE_HINT,
		    "[0] 今日零报告(无情况)  [Enter] 有情况, 写几句");
	if (s->said[0] != '\0')
		(void)wrap_draw(
		    c, (struct rect){ at.row, at.col, 2, at.cols }, ROLE_VALUE, s->said);
}

static void
zero_draw(const struct view *v, struct canvas *c, struct rect body)
{
	struct zero *s = v->state;
	const int rule = body.row + body.rows - DETAIL_ROWS - 1;

	refresh(s);
	canvas_printf(c, body.row, body.col + 1, body.cols - 2, ROLE_HEADING,
	    "今日应报 %zu  已报 %zu  未报 %zu", s->n, s->n - zero_report_missing(s->rows, s->n),
	    zero_report_missing(s->rows, s->n));
	s->list.at = (struct rect){ body.row + 1, body.col, rule - body.row - 1, body.cols };
	list_draw(&s->list, c, !s->writing);
	canvas_hline(c, rule, body.col + 1, body.cols - 2, ROLE_RULE);
	draw_low(s, c, (struct rect){ rule + 1, body.col + 1, DETAIL_ROWS, body.cols - 2 });
}

static unsigned
zero_scopes(const struct view *v)
{
	return ((const struct zero *)v->state)->writing ? SCOPE_ALL | (unsigned)SCOPE_EDIT
							: SCOPE_ALL;
}

static const struct bar_key keys[] = { { ACTION_HELP, NULL }, { ACTION_BACK, NULL },
	{ ACTION_NONE, "0=零报告 Enter=有情况 字母=筛选" }, { ACTION_GO_TO, NULL } };

const struct view_ops zero_view = {
	.name = "zero",
	.title = "零报告",
	.aliases = "零报告 保障期 重大活动 zero",
	.footer = keys,
	.n_footer = sizeof(keys) / sizeof(keys[0]),
	.answers = ACTS_ROWS | ACTS_EDIT | ACT(SUBMIT),
	.roles = ROLES_UNIT | ROLES_ZERO_WATCH,
	.state_size = sizeof(struct zero),
	.scopes = zero_scopes,
	.open = zero_open,
	.input = zero_input,
	.event = zero_event,
	.resume = zero_resume,
	.draw = zero_draw,
	.close = zero_close,
};
