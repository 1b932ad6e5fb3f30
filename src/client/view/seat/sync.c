/* sync.c: what this seat has not yet settled with the centre (同步): what waits, what the centre did not accept, and
 * values that two people wrote differently.
 *
 * What needs a decision stands first. Waiting needs nothing of a person and says so. Digits choose a row; on a row that
 * asks something they choose the answer, and only there are they shown. Not here: sending (client/engine), what the
 * answers do to the ticket (the engine again), the forms (sync_fix.c), the picture (sync_draw.c). */
#include "sync_p.h"

#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/str.h"
#include "client/view/all_p.h"
#include "client/view/event_words_p.h"
#include "model/extra.h"
#include "model/number.h"

/* ---- rows ---- */

static size_t
count(void *ctx)
{
	const struct sync *s = ctx;

	return (size_t)s->n_rows;
}

static void
say_outbox(struct sync *s, const struct outbox_row *o, int col, struct list_cell *out)
{
	char number[24];

	switch (col) {
	case 0:
		out->text = part_when(o->at, s->desk->now, out->buf);
		break;
	case 1:
		out->text = event_info((enum event_kind)o->kind)->label;
		break;
	case 2:
		number_groups(o->no, number);
		str_addf(&s->line, "%s %s", number, o->title);
		if (strcmp(o->by, s->desk->me.user) != 0) /* of the shift before */
			str_addf(&s->line, " (%s 办)", o->by);
		out->text = str_c(&s->line);
		break;
	default:
		out->text = o->state == OUTBOX_PARKED ? "! 搁置"
			    : o->state == OUTBOX_SENT ? "正在送"
						      : "待送";
		out->role = o->state == OUTBOX_PARKED ? ROLE_NEAR : ROLE_NORMAL;
		break;
	}
}

/* The further fields by their labels; any other value as it is. */
const char *
sync_value(const struct sync *s, int field, const char *value, struct str *words)
{
	if (field != TF_EXTRA)
		return value;
	extra_change_words(s->desk->city, NULL, value, words);
	return str_c(words);
}

static void
say_conflict(struct sync *s, const struct conflict_row *k, int col, struct list_cell *out)
{
	int f = field_by_json(k->field);
	struct str mine = { 0 }, theirs = { 0 };
	char number[24];

	switch (col) {
	case 0:
		out->text = part_when(k->my_at, s->desk->now, out->buf);
		break;
	case 1:
		out->text = "修改";
		break;
	case 2:
		number_groups(k->no, number);
		str_addf(&s->line, "%s %s: %s / %s", number,
		    f >= 0 ? field_info((enum ticket_field)f)->label : k->field,
		    sync_value(s, f, k->mine, &mine), sync_value(s, f, k->theirs, &theirs));
		out->text = str_c(&s->line);
		str_free(&mine);
		str_free(&theirs);
		break;
	default:
		out->text = "! 冲突";
		out->role = ROLE_NEAR;
		break;
	}
}

static void
cell(void *ctx, size_t row, int col, struct list_cell *out)
{
	struct sync *s = ctx;
	const struct sync_row *r = &s->rows[row];

	str_reset(&s->line);
	if (r->what == SYNC_CONFLICT)
		say_conflict(s, &s->conflicts[r->at], col, out);
	else
		say_outbox(s, &s->outbox[r->at], col, out);
}

static const struct list_col cols[] = {
	{ .head = "时间", .cols = 11 },
	{ .head = "操作", .cols = 10 },
	{ .head = "单号 / 内容", .cols = 0 },
	{ .head = "状态", .cols = 6 },
};

static int64_t
local_of(const struct sync *s, const struct sync_row *r)
{
	return r->what == SYNC_CONFLICT ? -s->conflicts[r->at].local : s->outbox[r->at].local;
}

const struct sync_row *
sync_chosen(const struct sync *s)
{
	size_t row = list_row(&s->list);

	return row != LIST_NONE && row < (size_t)s->n_rows ? &s->rows[row] : NULL;
}

/* ---- reading ---- */

static void
drop_conflicts(struct sync *s)
{
	for (int i = 0; i < s->n_conflicts; i++)
		conflict_row_free(&s->conflicts[i]);
	s->n_conflicts = 0;
}

static void
arrange(struct sync *s)
{
	s->n_rows = 0;
	for (int i = 0; i < s->n_conflicts; i++)
		s->rows[s->n_rows++] = (struct sync_row){ SYNC_CONFLICT, i };
	for (int waiting = 0; waiting < 2; waiting++)
		for (int i = 0; i < s->n_outbox; i++)
			if ((s->outbox[i].state != OUTBOX_PARKED) == (waiting == 1))
				s->rows[s->n_rows++] =
				    (struct sync_row){ waiting == 1 ? SYNC_WAITING : SYNC_PARKED,
					    i };
}

void
sync_refresh(struct sync *s)
{
	const struct sync_row *was = sync_chosen(s);
	int64_t kept = was != NULL ? local_of(s, was) : 0;
	bool there = false;
	int n;

	if (!s->stale || !part_signed_in(s->desk))
		return;
	n = cache_outbox(s->desk->cache, s->outbox, SYNC_ROWS);
	if (n < 0)
		return;
	s->stale = false;
	s->told_of = 0;
	s->n_outbox = n;
	drop_conflicts(s);
	n = cache_conflicts(s->desk->cache, s->conflicts, SYNC_CONFLICTS);
	s->n_conflicts = n > 0 ? n : 0;
	cache_counts(s->desk->cache, s->desk->me.user, s->desk->now, &s->counts);
	arrange(s);
	list_refresh(&s->list);
	for (int i = 0; i < s->n_rows; i++)
		if (local_of(s, &s->rows[i]) == kept) {
			list_select(&s->list, (size_t)i);
			there = true;
		}
	if (!there && s->focus != SYNC_LIST) /* settled meanwhile */
		sync_fix_close(s);
}

const char *
sync_told(struct sync *s, const struct outbox_row *o)
{
	struct event ev;

	if (s->told_of == o->local)
		return str_c(&s->told);
	s->told_of = o->local;
	str_reset(&s->told);
	event_init(&ev);
	if (cache_outbox_event(s->desk->cache, o->local, &ev, NULL) == ERR_OK)
		event_words(s->desk, ev.set.v[TF_CATEGORY], &ev, &s->told);
	event_free(&ev);
	return str_c(&s->told);
}

/* ---- opening ---- */

static enum err_code
sync_open(struct view *v, const char *arg, struct err *e)
{
	struct sync *s = v->state;

	(void)arg;
	s->desk = v->desk;
	s->outbox = calloc(SYNC_ROWS, sizeof(*s->outbox));
	s->conflicts = calloc(SYNC_CONFLICTS, sizeof(*s->conflicts));
	if (s->outbox == NULL || s->conflicts == NULL) {
		free(s->outbox);
		free(s->conflicts);
		return err_set(e, ERR_NO_MEMORY, NULL);
	}
	ticket_init(&s->t);
	textarea_init(&s->words, LIMIT_NOTE_CHARS, false);
	list_init(&s->list, (struct list_source){ s, count, cell }, cols, 4);
	s->list.empty = "都已送到中心, 没有要处理的。";
	s->stale = true;
	return ERR_OK;
}

static void
sync_close(struct view *v)
{
	struct sync *s = v->state;

	sync_fix_close(s);
	drop_conflicts(s);
	free(s->conflicts);
	free(s->outbox);
	list_free(&s->list);
	textarea_free(&s->words);
	ticket_free(&s->t);
	str_free(&s->line);
	str_free(&s->told);
}

static unsigned
sync_scopes(const struct view *v)
{
	const struct sync *s = v->state;

	return SCOPE_ALL | SCOPE_SYNC | (s->focus == SYNC_WORDS ? (unsigned)SCOPE_EDIT : 0);
}

/* ---- inputs ---- */

static unsigned
retry(struct sync *s)
{
	struct job *j = part_job(s->desk, JOB_SYNC_NOW);

	if (j != NULL && s->desk->job(s->desk->app, j) != 0)
		s->desk->say(s->desk->app, 0, "正在和中心核对。");
	return VIEW_DRAW;
}

/* A row that asks something takes the digits; one that only waits opens its ticket. */
static unsigned
enter_row(struct sync *s)
{
	const struct sync_row *r = sync_chosen(s);

	if (r == NULL)
		return VIEW_DRAW;
	if (r->what == SYNC_WAITING) {
		s->desk->open(s->desk->app, view_by_name("ticket"), s->outbox[r->at].ticket);
		return VIEW_DRAW;
	}
	s->focus = SYNC_CHOICES;
	return VIEW_DRAW;
}

static unsigned
input_list(struct sync *s, const struct input *in)
{
	struct react r = { 0 };

	if (input_is(in, ACTION_NEXT))
		return enter_row(s);
	list_input(&s->list, in, &r);
	part_refused(s->desk, &r);
	if ((r.bits & REACT_TAKE) != 0)
		return enter_row(s);
	return r.bits != 0 ? VIEW_DRAW : VIEW_IGNORED;
}

static unsigned
input_choices(struct sync *s, const struct input *in)
{
	struct react r = { 0 };
	int digit = input_digit(in);

	if (digit > 0)
		return sync_fix_take(s, digit);
	if (input_is(in, ACTION_BACK) || input_is(in, ACTION_NEXT) || input_is(in, ACTION_PREV)) {
		s->focus = SYNC_LIST;
		return VIEW_DRAW;
	}
	if (in->kind != INPUT_ACTION)
		return VIEW_IGNORED;
	if (in->action == ACTION_ENTER) {
		s->desk->say(s->desk->app, 0, "请按数字选一种办法, Esc 返回列表。");
		return VIEW_DRAW;
	}
	list_input(&s->list, in, &r); /* to the next row without going back first */
	if (sync_chosen(s) == NULL || sync_chosen(s)->what == SYNC_WAITING)
		s->focus = SYNC_LIST;
	return r.bits != 0 ? VIEW_DRAW : VIEW_IGNORED;
}

static unsigned
sync_input(struct view *v, const struct input *in)
{
	struct sync *s = v->state;

	if (input_is(in, ACTION_RETRY))
		return retry(s);
	if (s->focus == SYNC_FIELD || s->focus == SYNC_WORDS)
		return sync_fix_input(s, in);
	return s->focus == SYNC_CHOICES ? input_choices(s, in) : input_list(s, in);
}

static unsigned
sync_event(struct view *v, const struct news *n)
{
	struct sync *s = v->state;

	if (n->kind == NEWS_LINK)
		return VIEW_DRAW;
	if (n->kind == NEWS_TABLES) {
		s->stale = true;
		return VIEW_DRAW;
	}
	if (n->kind != NEWS_DONE || n->job == 0 || n->job != s->job)
		return 0;
	s->job = 0;
	s->stale = true;
	if (n->err.code != ERR_OK) {
		s->desk->say(s->desk->app, 2, "没有办成: %s", n->err.text);
		return VIEW_DRAW;
	}
	s->desk->say(s->desk->app, 0, "已处理: %s。", sync_offer_label(s->doing));
	sync_fix_close(s);
	return VIEW_DRAW;
}

static unsigned
sync_resume(struct view *v)
{
	struct sync *s = v->state;

	s->stale = true;
	return VIEW_DRAW;
}

static const struct bar_key footer[] = {
	{ ACTION_HELP, NULL },
	{ ACTION_RETRY, NULL },
	{ ACTION_NONE, "数字=选择 Tab=办法" },
	{ ACTION_BACK, NULL },
};

const struct view_ops sync_view = {
	.name = "sync",
	.title = "同步",
	.aliases = "待送 搁置 冲突 线路",
	.footer = footer,
	.n_footer = sizeof(footer) / sizeof(footer[0]),
	.answers = ACTS_ROWS | ACTS_EDIT | ACT(NEXT) | ACT(PREV) | ACT(RETRY),
	.roles = PART_ANYONE,
	.state_size = sizeof(struct sync),
	.open = sync_open,
	.scopes = sync_scopes,
	.input = sync_input,
	.event = sync_event,
	.resume = sync_resume,
	.draw = sync_draw,
	.close = sync_close,
};
