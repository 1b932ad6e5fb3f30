/* bulletins.c: what is announced (公告): outages, warnings, new rules, with the words to answer callers by.
 *
 * What holds now stands first, and of that what must be read and was not. The chosen one's words are there at once;
 * Enter says that one has read it: a desk record, for the centre counts who has (RECORD_READ). The order stays while one
 * reads: only opening the screen sorts anew. Not here: the picture (bulletins_draw.c), which of them
 * a call is about (intake_offer.c), how some are written at a seat (guidance.c). */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/str.h"
#include "client/cache/records.h"
#include "client/view/all_p.h"
#include "bulletins_p.h"

#define ROWS_MOST 99
#define HOUR_DAYS 90 /* so near an end is told with its hour */

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

bool
bulletins_is_due(const struct bulletin_row *r)
{
	return r->when == HOLDS_NOW && r->b->must_read && r->unread;
}

static int
by_need(const void *x, const void *y)
{
	const struct bulletin_row *a = x, *b = y;

	if (a->when != b->when)
		return (int)a->when - (int)b->when;
	if (bulletins_is_due(a) != bulletins_is_due(b))
		return bulletins_is_due(b) - bulletins_is_due(a);
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

/* Does it hold now for what the half-done ticket is about? */
static bool
fits_call(const struct bulletins *s, const struct bulletin_row *r)
{
	const struct desk *d = s->desk;
	const struct bulletin *b = r->b;

	return r->when == HOLDS_NOW && b->category[0] != '\0' &&
	       strcmp(b->category, d->sheet_category) == 0 &&
	       (b->area[0] == '\0' || strcmp(b->area, d->city->code) == 0 ||
		   city_area_is_under(d->city, d->sheet_area, b->area));
}

/* Time goes on under an open screen: what is over is said to be, where it stands. */
static void
look_when(struct bulletins *s)
{
	for (int i = 0; i < s->n; i++)
		s->rows[i].when = when_of(s->rows[i].b, s->desk->now);
}

void
bulletins_refresh(struct bulletins *s)
{
	const struct city *c = s->desk->city;

	look_when(s);
	if (!s->stale)
		return;
	s->stale = false;
	s->n = 0;
	for (size_t i = 0; c != NULL && i < c->n_bulletins && s->n < ROWS_MOST; i++)
		s->rows[s->n++] = (struct bulletin_row){ &c->bulletins[i],
			when_of(&c->bulletins[i], s->desk->now), false };
	look_read(s);
	qsort(s->rows, (size_t)s->n, sizeof(s->rows[0]), by_need);
	list_refresh(&s->list);
	for (int i = 0; i < s->n && s->wanted[0] != '\0'; i++)
		if (strcmp(s->rows[i].b->id, s->wanted) == 0)
			choose(s, (size_t)i);
	for (int i = s->n - 1; i >= 0 && s->for_call; i--)
		if (fits_call(s, &s->rows[i]))
			choose(s, (size_t)i);
	s->wanted[0] = '\0';
	s->for_call = s->for_call && c == NULL;
}

const struct bulletin_row *
bulletins_chosen(const struct bulletins *s)
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

/* One that ends with an hour of its own, soon enough that the day needs no year. */
static bool
has_hour(const struct bulletin *b, int64_t now)
{
	const struct civil last = civil_of(guidance_last_minute(b->ends_at));

	return (last.hour != 23 || last.minute != 59) &&
	       civil_day(b->ends_at) - civil_day(now) < HOUR_DAYS;
}

/* "11-21 08:00-18:00", "至 11-24 18:00", "至 2026-11-25", "2026-11-25 起", "已过". */
static void
time_words(const struct bulletin_row *r, int64_t now, char *out, size_t size)
{
	const struct bulletin *b = r->b;
	bool one_day = b->ends_at != 0 &&
		       civil_day(b->starts_at) == civil_day(guidance_last_minute(b->ends_at));
	char to[24] = "";

	if (b->ends_at != 0)
		(void)civil_format(guidance_last_minute(b->ends_at),
		    one_day            ? "%H:%M"
		    : has_hour(b, now) ? "%m-%d %H:%M"
				       : "%Y-%m-%d",
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
	const struct bulletin_row *r = &s->rows[row];
	const struct area *a = s->desk->city != NULL ? city_area(s->desk->city, r->b->area) : NULL;

	switch ((enum col)col) {
	case COL_MARK:
		out->text = bulletins_is_due(r)                 ? "!未读"
			    : r->when == HOLDS_NOW && r->unread ? " 未读"
								: "";
		out->role = bulletins_is_due(r) ? ROLE_NEAR : ROLE_NORMAL;
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
		time_words(r, s->desk->now, out->buf, sizeof(out->buf));
		out->text = out->buf;
		break;
	case COLS:
		break;
	}
}

/* ---- opening ---- */

/* ${arg}: id of the one to show first, "new" to write one, "new:category:area" one about that, or nothing. */
static enum err_code
bulletins_open(struct view *v, const char *arg, struct err *e)
{
	const struct input begin = input_action(ACTION_NEW);
	const bool is_new = arg != NULL && (strcmp(arg, "new") == 0 || str_starts(arg, "new:"));
	struct bulletins *s = v->state;
	enum err_code rc;

	s->desk = v->desk;
	s->stale = true;
	s->rows = calloc(ROWS_MOST, sizeof(*s->rows));
	if (s->rows == NULL)
		return err_set(e, ERR_NO_MEMORY, NULL);
	if (arg != NULL && !is_new)
		(void)str_copy(s->wanted, sizeof(s->wanted), arg);
	s->for_call = arg == NULL && v->desk->sheet != NULL;
	list_init(&s->list, (struct list_source){ s, count, cell }, cols, COLS);
	s->pager.text = "";
	rc = guidance_open(&s->guidance, v->desk, e);
	if (rc == ERR_OK && is_new)
		(void)guidance_input(&s->guidance, &begin);
	if (rc == ERR_OK && is_new && arg[3] == ':')
		guidance_form_about(&s->guidance.form, arg + 4);
	return rc;
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
	const struct bulletin_row *r = bulletins_chosen(s);
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
		if (bulletins_is_due(&s->rows[i])) {
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
	bulletins_refresh(s);
	before = list_row(&s->list);
	if (input_is(in, ACTION_ENTER))
		return acknowledge(s);
	if (input_is(in, ACTION_PAGE_DOWN) || input_is(in, ACTION_PAGE_UP)) {
		pager_input(&s->pager, in, &r);
		return VIEW_DRAW;
	}
	list_input(&s->list, in, &r);
	part_refused(s->desk, &r);
	if (list_row(&s->list) != before)
		s->pager.page = 0;
	return r.bits != 0 ? VIEW_DRAW : VIEW_IGNORED;
}

static unsigned
bulletins_event(struct view *v, const struct news *n)
{
	struct bulletins *s = v->state;
	const struct bulletin_row *r = bulletins_chosen(s);

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
	look_read(s);
	return guidance_records(&s->guidance);
}

/* ---- where it stands ---- */

static unsigned
bulletins_scopes(const struct view *v)
{
	const struct bulletins *s = v->state;

	return s->guidance.form.f.open && !s->guidance.dialog.open
		   ? admin_form_scopes(&s->guidance.form.f)
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

#define N(keys) (sizeof(keys) / sizeof((keys)[0]))

static const struct bar_key *
bulletins_keys(const struct view *v, size_t *n)
{
	const struct bulletins *s = v->state;
	const struct bar_key *own = guidance_keys(&s->guidance, n);

	if (own != NULL)
		return own;
	*n = N(footer);
	return footer;
}

/* The next that ends or begins. */
static int64_t
bulletins_wake_at(const struct view *v)
{
	const struct bulletins *s = v->state;
	int64_t next = 0;

	for (int i = 0; i < s->n; i++) {
		const struct bulletin *b = s->rows[i].b;
		/* its last moment is still its own */
		const int64_t at = b->starts_at > s->desk->now ? b->starts_at : b->ends_at + 1;

		if (at > s->desk->now && (next == 0 || at < next))
			next = at;
	}
	return next;
}

/* A pause in typing: what waits for one. */
static unsigned
bulletins_idle(struct view *v)
{
	ticket_note_save(&((struct bulletins *)v->state)->guidance.form.note, v->desk);
	return 0;
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
	.idle = bulletins_idle,
	.wake_at = bulletins_wake_at,
};
