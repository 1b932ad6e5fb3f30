/* bulletins.c: what is announced (公告): outages, warnings, new rules, with the words to answer callers by.
 *
 * What holds now stands first, and of that what must be read and was not. The chosen one's words are there at once;
 * Enter says that one has read it: a desk record, for the centre counts who has (RECORD_READ). The order stays while one
 * reads: only opening the screen sorts anew. Not here: which of them a call is about (intake_offer.c). */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "all_p.h"
#include "base/clock.h"
#include "base/str.h"
#include "client/cache/records.h"
#include "client/ui/pager.h"
#include "guidance_p.h"
#include "part_p.h"

#define ROWS_MOST 99
#define LIST_ROWS 8 /* with its head, of the smallest screen */
#define BODY_ROWS 20

enum when { HOLDS_NOW, HOLDS_LATER, IS_OVER };

struct row {
	const struct bulletin *b; /* in the city: gone with CACHE_CITY news */
	enum when when;
	bool unread;
};

struct bulletins {
	struct desk *desk;
	bool stale;       /* the city changed */
	struct row *rows; /* ROWS_MOST */
	int n;
	char wanted[40]; /* to be chosen when the rows come */
	struct list list;
	struct pager pager;
	struct guidance_desk guidance; /* written and let out here */
};

/* ---- rows ---- */

static const char *
kind_label(const char *kind)
{
	static const struct {
		const char *kind, *label;
	} labels[] = { { "hot", "热点口径" }, { "outage", "停供" }, { "weather", "预警" },
		{ "temporary", "临时口径" }, { "policy", "新政" }, { "system", "系统" },
		{ "maintenance", "维护" }, { "emergency", "应急" } };

	for (size_t i = 0; i < sizeof(labels) / sizeof(labels[0]); i++)
		if (strcmp(labels[i].kind, kind) == 0)
			return labels[i].label;
	return kind;
}

static enum when
when_of(const struct bulletin *b, int64_t now)
{
	if (b->starts_at > now)
		return HOLDS_LATER;
	return b->ends_at != 0 && b->ends_at < now ? IS_OVER : HOLDS_NOW;
}

static bool
is_due(const struct row *r)
{
	return r->when == HOLDS_NOW && r->b->must_read && r->unread;
}

static int
by_need(const void *x, const void *y)
{
	const struct row *a = x, *b = y;

	if (a->when != b->when)
		return (int)a->when - (int)b->when;
	if (is_due(a) != is_due(b))
		return is_due(b) - is_due(a);
	if (a->b->pinned != b->b->pinned)
		return b->b->pinned - a->b->pinned;
	if (a->b->starts_at != b->b->starts_at) /* what comes next, else the newest */
		return (a->b->starts_at > b->b->starts_at) == (a->when == HOLDS_LATER) ? 1 : -1;
	return strcmp(a->b->id, b->b->id);
}

static void
look_read(struct bulletins *s)
{
	for (int i = 0; i < s->n; i++)
		s->rows[i].unread =
		    part_signed_in(s->desk) &&
		    !cache_bulletin_read(s->desk->cache, s->desk->me.user, s->rows[i].b->id);
}

static void
choose(struct bulletins *s, size_t row)
{
	list_select(&s->list, row);
	s->pager.page = 0;
}

static void
refresh(struct bulletins *s)
{
	const struct city *c = s->desk->city;

	if (!s->stale)
		return;
	s->stale = false;
	s->n = 0;
	for (size_t i = 0; c != NULL && i < c->n_bulletins && s->n < ROWS_MOST; i++)
		s->rows[s->n++] = (struct row){ &c->bulletins[i],
			when_of(&c->bulletins[i], s->desk->now), false };
	look_read(s);
	qsort(s->rows, (size_t)s->n, sizeof(s->rows[0]), by_need);
	list_refresh(&s->list);
	for (int i = 0; i < s->n && s->wanted[0] != '\0'; i++)
		if (strcmp(s->rows[i].b->id, s->wanted) == 0)
			choose(s, (size_t)i);
	s->wanted[0] = '\0';
}

static const struct row *
chosen(const struct bulletins *s)
{
	size_t row = list_row(&s->list);

	return row != LIST_NONE && row < (size_t)s->n ? &s->rows[row] : NULL;
}

/* ---- columns ---- */

enum col { COL_MARK, COL_TITLE, COL_KIND, COL_PLACE, COL_TIME, COLS };

static const struct list_col cols[COLS] = {
	[COL_MARK] = { .head = "", .cols = 5 },
	[COL_TITLE] = { .head = "公告", .cols = 0 },
	[COL_KIND] = { .head = "种类", .cols = 8 },
	[COL_PLACE] = { .head = "地区", .cols = 10 },
	[COL_TIME] = { .head = "起止", .cols = 17 },
};

static size_t
count(void *ctx)
{
	const struct bulletins *s = ctx;

	return (size_t)s->n;
}

/* "11-21 08:00-18:00", "至 2026-11-25", "2026-11-25 起", "已过". */
static void
time_words(const struct row *r, char *out, size_t size)
{
	const struct bulletin *b = r->b;
	bool one_day = b->ends_at != 0 &&
		       civil_day(b->starts_at) == civil_day(guidance_last_minute(b->ends_at));
	char to[24] = "";

	if (b->ends_at != 0)
		(void)civil_format(guidance_last_minute(b->ends_at), one_day ? "%H:%M" : "%Y-%m-%d",
		    to, sizeof(to));
	if (r->when == IS_OVER)
		(void)snprintf(out, size, "已过");
	else if (one_day) {
		char from[24];

		(void)civil_format(b->starts_at, "%m-%d %H:%M", from, sizeof(from));
		(void)snprintf(out, size, "%s-%s", from, to);
	} else if (r->when == HOLDS_LATER)
		(void)civil_format(b->starts_at, "%Y-%m-%d 起", out, size);
	else
		(void)snprintf(out, size, b->ends_at != 0 ? "至 %s" : "长期", to);
}

static void
cell(void *ctx, size_t row, int col, struct list_cell *out)
{
	const struct bulletins *s = ctx;
	const struct row *r = &s->rows[row];
	const struct area *a = s->desk->city != NULL ? city_area(s->desk->city, r->b->area) : NULL;

	switch ((enum col)col) {
	case COL_MARK:
		out->text = is_due(r) ? "!未读" : r->when == HOLDS_NOW && r->unread ? " 未读" : "";
		out->role = is_due(r) ? ROLE_NEAR : ROLE_NORMAL;
		break;
	case COL_TITLE:
		out->text = r->b->title;
		break;
	case COL_KIND:
		out->text = kind_label(r->b->kind);
		break;
	case COL_PLACE:
		out->text =
		    a != NULL && strcmp(a->code, s->desk->city->code) != 0 ? a->name : "全市";
		break;
	case COL_TIME:
		time_words(r, out->buf, sizeof(out->buf));
		out->text = out->buf;
		break;
	case COLS:
		break;
	}
}

/* ---- opening ---- */

/* ${arg}: id of the one to show first, or nothing. */
static enum err_code
bulletins_open(struct view *v, const char *arg, struct err *e)
{
	struct bulletins *s = v->state;

	s->desk = v->desk;
	s->stale = true;
	s->rows = calloc(ROWS_MOST, sizeof(*s->rows));
	if (s->rows == NULL)
		return err_set(e, ERR_NO_MEMORY, NULL);
	if (arg != NULL)
		(void)str_copy(s->wanted, sizeof(s->wanted), arg);
	list_init(&s->list, (struct list_source){ s, count, cell }, cols, COLS);
	s->pager.text = "";
	return guidance_open(&s->guidance, v->desk, e);
}

static void
bulletins_close(struct view *v)
{
	struct bulletins *s = v->state;

	guidance_close(&s->guidance);
	list_free(&s->list);
	free(s->rows);
}

/* ---- inputs ---- */

/* Read: and on to the next one that must be. */
static unsigned
acknowledge(struct bulletins *s)
{
	const struct row *r = chosen(s);
	size_t at = list_row(&s->list);

	if (r == NULL)
		return VIEW_DRAW;
	if (!r->unread) {
		s->desk->say(s->desk->app, 0, "这条已经记过已阅");
		return VIEW_DRAW;
	}
	if (part_record(s->desk, RECORD_READ, "", r->b->id, "", NULL) == 0)
		return VIEW_DRAW;
	s->desk->say(s->desk->app, 0, "已阅: %s", r->b->title);
	s->rows[at].unread = false;
	for (int i = 0; i < s->n; i++)
		if (is_due(&s->rows[i])) {
			choose(s, (size_t)i);
			break;
		}
	return VIEW_DRAW;
}

static unsigned
bulletins_input(struct view *v, const struct input *in)
{
	struct bulletins *s = v->state;
	struct react r = { 0 };
	size_t before;
	unsigned bits;

	if (!part_signed_in(s->desk))
		return VIEW_IGNORED;
	bits = guidance_input(&s->guidance, in);
	if (bits != VIEW_IGNORED || guidance_busy(&s->guidance))
		return bits;
	refresh(s);
	before = list_row(&s->list);
	if (input_is(in, ACTION_ENTER))
		return acknowledge(s);
	if (input_is(in, ACTION_PAGE_DOWN) || input_is(in, ACTION_PAGE_UP)) {
		pager_input(&s->pager, in, &r);
		return VIEW_DRAW;
	}
	list_input(&s->list, in, &r);
	if ((r.bits & REACT_REFUSED) != 0)
		s->desk->say(s->desk->app, 0, "%s", r.note);
	if (list_row(&s->list) != before)
		s->pager.page = 0;
	return r.bits != 0 ? VIEW_DRAW : VIEW_IGNORED;
}

static unsigned
bulletins_event(struct view *v, const struct news *n)
{
	struct bulletins *s = v->state;
	const struct row *r = chosen(s);

	if (n->kind != NEWS_TABLES)
		return guidance_event(&s->guidance, n);
	if ((n->tables & CACHE_CITY) != 0) { /* they pointed into the one that is gone */
		if (r != NULL && !s->stale)
			(void)str_copy(s->wanted, sizeof(s->wanted), r->b->id);
		s->n = 0;
		s->stale = true;
		s->pager.text = "";
		return VIEW_DRAW;
	}
	if ((n->tables & CACHE_RECORDS) == 0)
		return 0;
	guidance_look(&s->guidance);
	look_read(s);
	return VIEW_DRAW;
}

/* ---- picture ---- */

static void
draw_head(const struct bulletins *s, struct canvas *c, struct rect at)
{
	int now = 0, due = 0, col = at.col + 1;

	for (int i = 0; i < s->n; i++) {
		now += s->rows[i].when == HOLDS_NOW;
		due += is_due(&s->rows[i]);
	}
	col += canvas_printf(c, at.row, col, at.cols - 2, ROLE_HEADING, "现在有效 %d 条", now);
	if (due > 0)
		canvas_printf(
		    c, at.row, col + 2, at.cols - col - 3, ROLE_NEAR, "! 必读未读 %d 条", due);
	if (s->guidance.n_due > 0)
		canvas_printf(
		    c, at.row, at.col + 38, 17, ROLE_NEAR, "! 待批 %d 条 Tab", s->guidance.n_due);
	canvas_right(c, at.row, at.col + at.cols - 1, ROLE_DIM, "Enter=已阅, 到下一条未读");
}

static void
draw_one(struct bulletins *s, struct canvas *c, struct rect at)
{
	const struct row *r = chosen(s);
	char from[32], to[32] = "长期", line[512];
	const struct category *k;
	int row = at.row;

	if (r == NULL)
		return;
	k = s->desk->city != NULL ? city_category(s->desk->city, r->b->category) : NULL;
	(void)civil_format(r->b->starts_at, "%Y-%m-%d %H:%M", from, sizeof(from));
	if (r->b->ends_at != 0)
		(void)civil_format(
		    guidance_last_minute(r->b->ends_at), "%Y-%m-%d %H:%M", to, sizeof(to));
	canvas_cut(c, row++, at.col + 1, at.cols - 2, ROLE_HEADING, r->b->title);
	(void)snprintf(line, sizeof(line), "%s 至 %s  %s%s", from, to, k != NULL ? k->name : "",
	    r->when == HOLDS_NOW     ? ""
	    : r->when == HOLDS_LATER ? "  ! 还没有开始, 勿读"
				     : "  ! 已经过去, 勿读");
	canvas_cut(c, row++, at.col + 1, at.cols - 2,
	    r->when == HOLDS_NOW ? ROLE_NORMAL : ROLE_NEAR, line);
	if (r->b->approver[0] != '\0') {
		(void)snprintf(line, sizeof(line), "签发 %s  批准 %s%s%s", r->b->issuer,
		    r->b->approver, r->b->replaces[0] != '\0' ? "  代替 " : "", r->b->replaces);
		canvas_cut(c, row++, at.col + 1, at.cols - 2, ROLE_DIM, line);
		guidance_readers(&s->guidance, r->b, line, sizeof(line));
		if (line[0] != '\0')
			canvas_cut(c, row++, at.col + 1, at.cols - 2, ROLE_DIM, line);
	}
	canvas_text(c, row++, at.col + 1, at.cols - 2, ROLE_LABEL,
	    r->when == HOLDS_NOW ? "统一口径, 可以照读:" : "统一口径:");
	s->pager.text = r->b->points;
	s->pager.at = (struct rect){ row, at.col + 3, at.row + at.rows - row, at.cols - 5 };
	pager_draw(&s->pager, c, r->when == HOLDS_NOW ? ROLE_SPEAK : ROLE_NORMAL, false);
}

static void
bulletins_draw(const struct view *v, struct canvas *c, struct rect body)
{
	struct bulletins *s = v->state;
	int more = body.rows > BODY_ROWS ? (body.rows - BODY_ROWS) * 2 / 3 : 0;
	int high = LIST_ROWS + more, rule;

	if (s->guidance.form.open && body.rows - 2 - high < admin_form_rows(&s->guidance.form))
		high = body.rows - 2 - admin_form_rows(&s->guidance.form);
	rule = body.row + 1 + high;
	refresh(s);
	draw_head(s, c, body);
	s->list.at = (struct rect){ body.row + 1, body.col, high, body.cols };
	s->list.empty = s->desk->city == NULL ? "正在取城市资料。" : "现在没有公告。";
	canvas_hline(c, rule, body.col + 1, body.cols - 2, ROLE_RULE);
	list_draw(&s->list, c, !guidance_busy(&s->guidance));
	if (s->guidance.form.open)
		admin_form_draw(&s->guidance.form, c,
		    (struct rect){
			rule + 1, body.col + 1, body.row + body.rows - rule - 1, body.cols - 2 });
	else
		draw_one(s, c,
		    (struct rect){
			rule + 1, body.col, body.row + body.rows - rule - 1, body.cols });
	dialog_draw(&s->guidance.dialog, c);
}

static unsigned
bulletins_scopes(const struct view *v)
{
	const struct bulletins *s = v->state;

	return s->guidance.form.open && !s->guidance.dialog.open
		   ? admin_form_scopes(&s->guidance.form)
		   : SCOPE_ALL | (unsigned)SCOPE_SYNC;
}

static const struct bar_key footer[] = {
	{ ACTION_HELP, NULL },
	{ ACTION_BACK, NULL },
	{ ACTION_NONE, "数字=选择 字母=筛选" },
	{ ACTION_ENTER, "已阅" },
	{ ACTION_PAGE_DOWN, "翻页" },
	{ ACTION_KNOWLEDGE, NULL },
};

static const struct bar_key footer_guidance[] = {
	{ ACTION_HELP, NULL },
	{ ACTION_BACK, NULL },
	{ ACTION_NONE, "数字=选择 字母=筛选" },
	{ ACTION_ENTER, "已阅" },
	{ ACTION_NEW, "拟口径" },
	{ ACTION_NEXT, "待批" },
	{ ACTION_PAGE_DOWN, "翻页" },
};

static const struct bar_key footer_approver[] = {
	{ ACTION_HELP, NULL },
	{ ACTION_BACK, NULL },
	{ ACTION_NONE, "数字=选择 字母=筛选" },
	{ ACTION_ENTER, "已阅" },
	{ ACTION_NEXT, "待批" },
	{ ACTION_PAGE_DOWN, "翻页" },
};

#define N(keys) (sizeof(keys) / sizeof((keys)[0]))

static const struct bar_key *
bulletins_keys(const struct view *v, size_t *n)
{
	const struct bulletins *s = v->state;
	const uint32_t roles = s->desk->me.roles;
	const struct bar_key *own = guidance_keys(&s->guidance, n);

	if (own != NULL)
		return own;
	if (part_signed_in(s->desk) && roles_may(roles, RIGHT_GUIDANCE_WRITE)) {
		*n = N(footer_guidance);
		return footer_guidance;
	}
	if (part_signed_in(s->desk) && roles_may(roles, RIGHT_GUIDANCE_APPROVE)) {
		*n = N(footer_approver);
		return footer_approver;
	}
	*n = N(footer);
	return footer;
}

const struct view_ops bulletins_view = {
	.name = "bulletins",
	.title = "公告",
	.aliases = "停水停电 预警 口径 必读 bulletins notices",
	.footer = footer,
	.n_footer = N(footer),
	.keys = bulletins_keys,
	.answers = ACTS_ROWS | ACT(ERASE),
	.roles = PART_ANYONE,
	.state_size = sizeof(struct bulletins),
	.open = bulletins_open,
	.scopes = bulletins_scopes,
	.input = bulletins_input,
	.event = bulletins_event,
	.draw = bulletins_draw,
	.close = bulletins_close,
};
