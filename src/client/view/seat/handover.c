/* handover.c: from one shift to the next (交接班): what is open by itself, three things to write, two signatures. The one who
 * leaves signs with his password, then the one who comes with hers; only then is it a record (RECORD_HANDOVER), kept here
 * and at the centre. Passwords are checked on this seat, so that it works with the line down.
 *
 * Invariant: nothing is a record before both have signed; until then the words are kept key by key (ticket_note_p.h), the
 * passwords never. Not here: moving tickets to another owner (移交首问责任 is a
 * step of the ticket). */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/limits.h"
#include "base/str.h"
#include "client/cache/records.h"
#include "client/ui/field.h"
#include "client/ui/textarea.h"
#include "client/ui/wrap.h"
#include "client/view/all_p.h"
#include "client/view/part_p.h"
#include "client/view/ticket_note_p.h"
#include "model/number.h"

#define WORDS_CHARS 300
#define OPEN_MOST   20
#define SINCE_MS    (36LL * 3600 * 1000) /* whose handover is still of use */

enum part { CELL_HOT, CELL_FAULTS, CELL_NOTES, CELL_MINE, CELL_NEXT, CELL_THEIRS, CELLS };
static const char *const labels[CELLS] = { "热点问题", "设备故障", "其他事项", "交班密码",
	"接班工号", "接班密码" };

static const enum ticket_field slots[CELL_NOTES + 1] = { TF_CONTENT, TF_DEMAND,
	TF_ANSWER }; /* of the draft */

enum signing { SIGN_NOT, SIGN_MINE, SIGN_THEIRS, SIGN_KEPT };

struct shift {
	struct desk *desk;
	struct cache_counts counts;
	struct ticket_row open[OPEN_MOST];
	int n_open;
	struct record last; /* what the shift before wrote; id "" nothing */
	struct textarea words[CELL_NOTES + 1];
	struct field fields[CELLS]; /* CELL_MINE and on */
	struct ticket_note note;    /* of the words, until both have signed */
	enum part at;
	bool stale;
	enum signing signing;
	uint64_t job;
	char sheet[2400];
};

/* ---- what is open ---- */

static void
read_last(struct shift *s)
{
	const struct record_query q = { .kind = RECORD_HANDOVER,
		.since_at = s->desk->now - SINCE_MS };
	struct record r[1] = { { .at = 0 } };

	record_free(&s->last);
	s->last = (struct record){ 0 };
	if (cache_records(s->desk->cache, &q, r, 1) == 1)
		s->last = r[0];
}

static void
refresh(struct shift *s)
{
	const struct ticket_query q = { .queue = QUEUE_MINE,
		.me = s->desk->me.user,
		.by_due = true,
		.limit = OPEN_MOST,
		.now = s->desk->now };
	bool partial = false;

	if (!s->stale || !part_signed_in(s->desk))
		return;
	s->stale = false;
	cache_counts(s->desk->cache, s->desk->me.user, s->desk->now, &s->counts);
	s->n_open = cache_tickets(s->desk->cache, &q, s->open, &partial, NULL);
	for (int i = 0, n = s->n_open > 0 ? s->n_open : (s->n_open = 0), kept = 0; i < n; i++) {
		if ((STATES_OPEN & 1U << s->open[i].state) != 0)
			s->open[kept++] = s->open[i];
		s->n_open = kept;
	}
	read_last(s);
}

static void
counts_words(const struct shift *s, char *out, size_t size)
{
	const struct cache_counts *n = &s->counts;

	(void)snprintf(out, size,
	    "草稿 %lld  待完善 %lld  跟进 %lld  今日到期 %lld  超期 %lld  待送 %lld",
	    (long long)n->drafts, (long long)n->incomplete, (long long)n->following,
	    (long long)n->due_today, (long long)n->overdue, (long long)n->waiting);
}

/* A private centre has no passwords. */
static bool
is_asked(const struct shift *s, enum part cell)
{
	return !s->desk->link.is_private || (cell != CELL_MINE && cell != CELL_THEIRS);
}

/* ---- opening ---- */

static enum err_code
handover_open(struct view *v, const char *arg, struct err *e)
{
	struct shift *s = v->state;

	(void)arg;
	(void)e;
	s->desk = v->desk;
	s->stale = true;
	ticket_note_open_as(&s->note, s->desk, TICKET_NOTE_SHIFT, TICKET_NOTE_SHIFT);
	for (int i = 0; i <= CELL_NOTES; i++) {
		textarea_init(&s->words[i], WORDS_CHARS, false);
		textarea_set(&s->words[i], fields_get(&s->note.d.f, slots[i]), SIZE_MAX);
	}
	for (int i = CELL_MINE; i < CELLS; i++) {
		field_init(&s->fields[i], i == CELL_NEXT ? 15 : LIMIT_PASSWORD_BYTES - 1);
		s->fields[i].secret = i != CELL_NEXT;
	}
	return ERR_OK;
}

static void
handover_close(struct view *v)
{
	struct shift *s = v->state;

	ticket_note_save(&s->note, s->desk);
	ticket_note_free(&s->note);
	record_free(&s->last);
	for (int i = 0; i <= CELL_NOTES; i++)
		textarea_free(&s->words[i]);
	for (int i = CELL_MINE; i < CELLS; i++) {
		field_forget(&s->fields[i]);
		field_free(&s->fields[i]);
	}
}

/* ---- signing ---- */

static unsigned
refuse(struct shift *s, enum part at, const char *why)
{
	s->at = at;
	s->signing = SIGN_NOT;
	s->desk->say(s->desk->app, 1, "%s", why);
	return VIEW_DRAW;
}

static unsigned
ask_password(struct shift *s, enum signing step)
{
	struct field *f = &s->fields[step == SIGN_MINE ? CELL_MINE : CELL_THEIRS];
	struct job *j = part_job(s->desk, JOB_UNLOCK);

	if (j == NULL)
		return VIEW_DRAW;
	if (step == SIGN_THEIRS)
		str_copy(j->job_no, sizeof(j->job_no), field_text(&s->fields[CELL_NEXT]));
	str_copy(j->password, sizeof(j->password), field_text(f));
	s->signing = step;
	s->job = s->desk->job(s->desk->app, j);
	return VIEW_DRAW;
}

/* What a person reads on paper as well as on the screen. */
static void
write_sheet(struct shift *s)
{
	const struct desk *d = s->desk;
	char counts[160], when[32];
	struct str out = { 0 };

	counts_words(s, counts, sizeof(counts));
	str_addf(&out, "未办结: %s\n", counts);
	for (int i = 0; i < s->n_open && i < 10; i++)
		str_addf(&out, "  %s %s\n", s->open[i].no, s->open[i].title);
	for (int i = 0; i <= CELL_NOTES; i++)
		str_addf(&out, "%s: %s\n", labels[i],
		    textarea_text(&s->words[i])[0] != '\0' ? textarea_text(&s->words[i]) : "无");
	(void)civil_format(d->now, "%Y-%m-%d %H:%M", when, sizeof(when));
	str_addf(&out, "签字: 交班 %s %s, 接班 %s, %s", d->me.user, d->me.name,
	    field_text(&s->fields[CELL_NEXT]), when);
	str_copy(s->sheet, sizeof(s->sheet), str_c(&out));
	str_free(&out);
}

static unsigned
begin(struct shift *s)
{
	const char *next = field_text(&s->fields[CELL_NEXT]);

	if (s->signing != SIGN_NOT)
		return VIEW_DRAW;
	if (is_asked(s, CELL_MINE) && field_text(&s->fields[CELL_MINE])[0] == '\0')
		return refuse(s, CELL_MINE, "交班人先签字: 输入您的密码。");
	if (next[0] == '\0')
		return refuse(s, CELL_NEXT, "写接班人的工号。");
	if (strcmp(next, s->desk->me.user) == 0)
		return refuse(s, CELL_NEXT, "接班的要是另一个人。");
	if (is_asked(s, CELL_THEIRS) && field_text(&s->fields[CELL_THEIRS])[0] == '\0')
		return refuse(s, CELL_THEIRS, "请接班人在这里输入密码签字。");
	return ask_password(s, SIGN_MINE);
}

static unsigned
keep(struct shift *s)
{
	const char *next = field_text(&s->fields[CELL_NEXT]);

	write_sheet(s);
	s->job = part_record(s->desk, RECORD_HANDOVER, "", next, "", s->sheet);
	s->signing = s->job != 0 ? SIGN_KEPT : SIGN_NOT;
	return VIEW_DRAW;
}

static unsigned
handover_event(struct view *v, const struct news *n)
{
	struct shift *s = v->state;
	enum signing was = s->signing;

	if (n->kind == NEWS_TABLES) {
		s->stale = true;
		return VIEW_DRAW;
	}
	if (ticket_note_event(&s->note, s->desk, n))
		return VIEW_DRAW;
	if (n->kind != NEWS_DONE || s->job == 0 || n->job != s->job)
		return 0;
	s->job = 0;
	if (n->err.code != ERR_OK && was != SIGN_KEPT) {
		enum part at = was == SIGN_MINE ? CELL_MINE : CELL_THEIRS;

		field_forget(&s->fields[at]);
		return refuse(s, at, n->err.text);
	}
	if (n->err.code != ERR_OK)
		return refuse(s, CELL_HOT, n->err.text);
	if (was == SIGN_MINE)
		return ask_password(s, SIGN_THEIRS);
	if (was == SIGN_THEIRS)
		return keep(s);
	s->signing = SIGN_NOT;
	ticket_note_drop(&s->note, s->desk);
	field_forget(&s->fields[CELL_MINE]);
	field_forget(&s->fields[CELL_THEIRS]);
	s->desk->say(
	    s->desk->app, 0, "已交班给 %s, 两人签字已记下", field_text(&s->fields[CELL_NEXT]));
	return VIEW_DRAW | VIEW_CLOSE;
}

/* ---- inputs ---- */

static unsigned
type(struct shift *s, const struct input *in)
{
	struct react r = { 0 };

	if (s->at <= CELL_NOTES)
		textarea_input(&s->words[s->at], in, &r);
	else
		field_input(&s->fields[s->at], in, &r);
	part_refused(s->desk, &r);
	if ((r.bits & REACT_EDIT) != 0 && s->at <= CELL_NOTES)
		ticket_note_edit_in(
		    &s->note, s->desk, slots[s->at], &r.edit, textarea_text(&s->words[s->at]));
	return r.bits != 0 ? VIEW_DRAW : VIEW_IGNORED;
}

static unsigned
go(struct shift *s, int by)
{
	do {
		s->at = (enum part)(((int)s->at + CELLS + by) % CELLS);
	} while (!is_asked(s, s->at));
	return VIEW_DRAW;
}

static unsigned
leave(struct shift *s)
{
	if (s->signing != SIGN_NOT)
		return VIEW_DRAW; /* a matter of a moment */
	if (ticket_note_any(&s->note))
		s->desk->say(s->desk->app, 1, "还没有签字交班, 写的已存下, 再打开交接班接着写。");
	return VIEW_DRAW | VIEW_CLOSE;
}

static unsigned
handover_input(struct view *v, const struct input *in)
{
	struct shift *s = v->state;
	unsigned bits;

	if (!part_signed_in(s->desk))
		return VIEW_IGNORED;
	if (input_is(in, ACTION_SUBMIT))
		return begin(s);
	if (input_is(in, ACTION_BACK))
		return leave(s);
	if (input_is(in, ACTION_ENTER) || input_is(in, ACTION_NEXT))
		return go(s, 1);
	if (input_is(in, ACTION_PREV))
		return go(s, -1);
	bits = s->signing == SIGN_NOT ? type(s, in) : VIEW_IGNORED;
	if (bits == VIEW_IGNORED && (input_is(in, ACTION_UP) || input_is(in, ACTION_DOWN)))
		return go(s, input_is(in, ACTION_UP) ? -1 : 1);
	return bits;
}

static unsigned
handover_scopes(const struct view *v)
{
	(void)v;
	return SCOPE_ALL | SCOPE_EDIT;
}

static unsigned
handover_idle(struct view *v)
{
	struct shift *s = v->state;

	ticket_note_save(&s->note, s->desk);
	return 0;
}

/* ---- picture ---- */

static int
draw_open(const struct shift *s, struct canvas *c, struct rect at)
{
	char line[160];
	int row = at.row, most = at.rows - 3;

	counts_words(s, line, sizeof(line));
	canvas_printf(c, row++, at.col + 1, at.cols - 2, ROLE_HEADING, "交班 %s %s  %s",
	    s->desk->me.user, s->desk->me.name, line);
	if (s->n_open == 0)
		canvas_text(
		    c, row++, at.col + 3, at.cols - 4, ROLE_DIM, "没有未办结的工单要交代。");
	for (int i = 0; i < s->n_open && i < most; i++) {
		char due[PART_DUE_SIZE], no[24];
		enum role role = part_due(s->desk->city, s->open[i].due_at, s->open[i].created_at,
		    s->open[i].due_kind, s->desk->now, due);

		number_last6(s->open[i].no, no);
		canvas_printf(c, row, at.col + 3, 44, ROLE_NORMAL, "%s %s", no, s->open[i].title);
		canvas_text(c, row, at.col + 48, 14, role, due);
		canvas_text(c, row++, at.col + 63, at.cols - 64, ROLE_NORMAL,
		    state_label(s->open[i].state));
	}
	return row;
}

static void
draw_last(const struct shift *s, struct canvas *c, struct rect at)
{
	char when[32];
	struct str text = { 0 };

	if (s->last.id[0] == '\0' || at.rows <= 0)
		return;
	(void)civil_format(s->last.at, "%m-%d %H:%M", when, sizeof(when));
	str_addf(&text, "上一班 %s %s: %s", s->last.by, when, record_text(&s->last));
	for (char *p = text.s; p != NULL && *p != '\0'; p++)
		if (*p == '\n')
			*p = ' ';
	(void)wrap_draw(c, at, ROLE_DIM, str_c(&text));
	str_free(&text);
}

static int
draw_cells(struct shift *s, struct canvas *c, struct rect at)
{
	int row = at.row;

	for (int i = 0; i < CELLS; i++) {
		bool here = i == (int)s->at;
		int rows = i <= CELL_NOTES ? 2 : 1;
		struct rect cell = { row, at.col + 11, rows, at.cols - 13 };

		if (!is_asked(s, (enum part)i))
			continue;
		canvas_text(c, row, at.col + 1, 9, here ? ROLE_FOCUS : ROLE_LABEL, labels[i]);
		if (i <= CELL_NOTES) {
			textarea_place(&s->words[i], cell);
			textarea_draw(&s->words[i], c, ROLE_VALUE, here);
		} else {
			cell.cols = 24;
			s->fields[i].at = cell;
			field_draw(&s->fields[i], c, ROLE_VALUE, here);
		}
		row += rows;
	}
	return row;
}

static void
handover_draw(const struct view *v, struct canvas *c, struct rect body)
{
	struct shift *s = v->state;
	int cells = 2 * (CELL_NOTES + 1) + CELLS - CELL_MINE;
	int top = body.row + body.rows - cells, row;

	if (canvas_too_small(c))
		return;
	refresh(s);
	row = draw_open(
	    s, c, (struct rect){ body.row, body.col, (top - body.row) * 2 / 3 + 1, body.cols });
	draw_last(s, c, (struct rect){ row, body.col + 1, top - 1 - row, body.cols - 2 });
	canvas_hline(c, top - 1, body.col + 1, body.cols - 2, ROLE_RULE);
	(void)draw_cells(s, c, (struct rect){ top, body.col, cells, body.cols });
}

static const struct bar_key footer[] = { { ACTION_HELP, NULL }, { ACTION_BACK, NULL },
	{ ACTION_ENTER, "下一栏" }, { ACTION_SUBMIT, "签字交班" } };

const struct view_ops handover_view = {
	.name = "handover",
	.title = "交接班",
	.aliases = "交接班 交班 接班 jiaojieban handover shift",
	.footer = footer,
	.n_footer = sizeof(footer) / sizeof(footer[0]),
	.answers = ACTS_EDIT | ACT(UP) | ACT(DOWN) | ACT(HOME) | ACT(END) | ACT(ENTER) | ACT(NEXT) |
		   ACT(PREV) | ACT(SUBMIT) | ACT(NEWLINE),
	.roles = ROLE_BIT(AGENT) | ROLE_BIT(SENIOR) | ROLE_BIT(LEADER),
	.state_size = sizeof(struct shift),
	.open = handover_open,
	.scopes = handover_scopes,
	.input = handover_input,
	.event = handover_event,
	.draw = handover_draw,
	.idle = handover_idle,
	.close = handover_close,
};
