/* search.c: one box over everything (查找): tickets, knowledge, categories, units, areas, transfer targets, bulletins and
 * screens, as one types. Tab goes to another kind of thing; Enter opens what is chosen.
 *
 * The focus stands in the query, where digits are text, or on the list, where they choose, as on the knowledge screen. A
 * pause in typing ranks every hit where at first only the newest were; a key ends that. Nothing is changed here. Not
 * here: rows (search_find.c), the picture (search_draw.c). */
#include "search_p.h"

#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "client/view/all_p.h"

/* ${arg}: what to look for, or nothing. */
static enum err_code
search_open(struct view *v, const char *arg, struct err *e)
{
	struct search *s = v->state;

	s->desk = v->desk;
	s->scope = SEARCH_ALL;
	s->page = 1;
	s->hit = calloc(SEARCH_ROWS, sizeof(*s->hit));
	if (s->hit == NULL)
		return err_set(e, ERR_NO_MEMORY, NULL);
	field_init(&s->query, SEARCH_QUERY_CHARS);
	if (arg != NULL)
		editor_set(&s->query.ed, arg, SIZE_MAX);
	s->stale = true;
	return ERR_OK;
}

static void
search_close(struct view *v)
{
	struct search *s = v->state;

	field_free(&s->query);
	free(s->hit);
}

static unsigned
search_scopes(const struct view *v)
{
	const struct search *s = v->state;

	return SCOPE_ALL | (s->on_list ? 0 : (unsigned)SCOPE_EDIT);
}

/* ---- what is chosen ---- */

static unsigned
choose(struct search *s, int at)
{
	if (at >= 0 && at < s->n)
		s->at = at;
	return VIEW_DRAW;
}

static unsigned
to_list(struct search *s, int at)
{
	search_settle(s);
	if (s->n == 0) {
		s->desk->say(s->desk->app, 1, "没有可选的, 请换个说法再查");
		return VIEW_DRAW;
	}
	s->on_list = true;
	return choose(s, at < s->n ? at : s->n - 1);
}

static unsigned
open_chosen(struct search *s)
{
	static const char *const screens[] = { [FIND_IN_TICKETS] = "ticket",
		[FIND_IN_ARTICLES] = "knowledge",
		[FIND_IN_CATEGORIES] = "tickets",
		[FIND_IN_UNITS] = "tickets",
		[FIND_IN_AREAS] = "tickets",
		[FIND_IN_TARGETS] = "transfer",
		[FIND_IN_BULLETINS] = "bulletins" };
	const struct search_hit *h;
	bool names;

	search_settle(s);
	if (s->n == 0) {
		s->desk->say(s->desk->app, 1, "没有查到。少输几个字, 或换个说法。");
		return VIEW_DRAW;
	}
	h = &s->hit[s->at];
	names = h->scope >= FIND_IN_CATEGORIES && h->scope <= FIND_IN_AREAS;
	if (h->scope == SEARCH_SCREENS)
		s->desk->open(s->desk->app, view_by_name(h->code), NULL);
	else /* of a category, a unit, an area: the list of its tickets */
		s->desk->open(
		    s->desk->app, view_by_name(screens[h->scope]), names ? h->title : h->code);
	return VIEW_DRAW;
}

/* ---- inputs ---- */

static unsigned
turn_scope(struct search *s, int by)
{
	const int kinds = SEARCH_LAST + 2;

	s->scope = (s->scope + 1 + by + kinds) % kinds - 1;
	s->stale = true;
	s->on_list = false;
	return VIEW_DRAW;
}

static unsigned
type(struct search *s, const struct input *in)
{
	unsigned bits = part_query(s->desk, &s->query, in, &s->stale, &s->put_off);

	if ((bits & (REACT_EDIT | REACT_MOVED)) != 0)
		s->on_list = false;
	return bits != 0 ? VIEW_DRAW : 0;
}

/* 0: not its own. */
static unsigned
list_key(struct search *s, const struct input *in)
{
	int row = part_digit(s->desk, in, s->at - s->at % s->page, s->page, s->n);

	if (row >= 0)
		return row < s->n ? choose(s, row) : VIEW_DRAW;
	if (in->kind != INPUT_ACTION)
		return 0;
	switch ((int)in->action) {
	case ACTION_UP:
		s->on_list = s->at > 0;
		return choose(s, s->at - 1);
	case ACTION_DOWN:
		return choose(s, s->at + 1);
	case ACTION_HOME:
		return choose(s, 0);
	case ACTION_END:
		return choose(s, s->n - 1);
	case ACTION_ERASE:
		return type(s, in);
	default:
		return 0;
	}
}

static unsigned
common_key(struct search *s, const struct input *in)
{
	switch ((int)in->action) {
	case ACTION_ENTER:
		return open_chosen(s);
	case ACTION_NEXT:
		return turn_scope(s, 1);
	case ACTION_PREV:
		return turn_scope(s, -1);
	case ACTION_PAGE_DOWN:
		return to_list(s, s->at - s->at % s->page + s->page);
	case ACTION_PAGE_UP:
		return to_list(s, s->at >= s->page ? s->at - s->at % s->page - s->page : 0);
	default:
		return 0;
	}
}

static unsigned
search_input(struct view *v, const struct input *in)
{
	struct search *s = v->state;
	unsigned bits = 0;

	if (!part_signed_in(s->desk))
		return VIEW_IGNORED;
	if (in->kind == INPUT_ACTION)
		bits = common_key(s, in);
	if (bits == 0 && s->on_list)
		bits = list_key(s, in);
	else if (bits == 0 && input_is(in, ACTION_DOWN))
		bits = to_list(s, 1); /* the first one is chosen already */
	if (bits == 0 && (!s->on_list || in->kind != INPUT_ACTION))
		bits = type(s, in);
	return bits != 0 ? bits : VIEW_IGNORED;
}

/* Rows that change under the eyes of who reads them help nobody: while a slice of the index comes every moment they are
 * asked again at the next pause. */
static unsigned
search_event(struct view *v, const struct news *n)
{
	struct search *s = v->state;

	if (n->kind == NEWS_DONE && n->job == s->mending)
		s->mending = 0;
	if (n->kind != NEWS_TABLES ||
	    (n->tables & (CACHE_TICKETS | CACHE_ARTICLES | CACHE_CITY | CACHE_INDEX)) == 0)
		return 0;
	if ((n->tables & ~(uint32_t)CACHE_INDEX) == 0 && s->n > 0)
		return 0;
	s->stale = true;
	return VIEW_DRAW;
}

/* What a slow line put off; every hit instead of the newest; a new index instead of a damaged one. */
static unsigned
search_idle(struct view *v)
{
	struct search *s = v->state;
	struct job *j;

	if ((s->note.damaged || s->kb_damaged) && s->mending == 0 &&
	    (j = part_job(s->desk, s->note.damaged ? JOB_FIND_AGAIN : JOB_KB_AGAIN)) != NULL)
		s->mending = s->desk->job(s->desk->app, j);
	if (!s->put_off && !s->partial && !s->note.newest && !s->note.cut)
		return 0;
	s->put_off = false;
	s->stale = true;
	search_refresh(s, true);
	return VIEW_DRAW;
}

static unsigned
search_resume(struct view *v)
{
	((struct search *)v->state)->stale = true;
	return VIEW_DRAW;
}

static const struct bar_key footer[] = {
	{ ACTION_HELP, NULL },
	{ ACTION_BACK, NULL },
	{ ACTION_NEXT, "换范围" },
	{ ACTION_DOWN, "到列表" },
	{ ACTION_NONE, "列表里数字=选择" },
	{ ACTION_ENTER, "打开" },
};

const struct view_ops search_view = {
	.name = "search",
	.title = "查找",
	.aliases = "查找 搜索 查工单 chazhao sousuo find",
	.footer = footer,
	.n_footer = sizeof(footer) / sizeof(footer[0]),
	.answers = ACTS_ROWS | ACTS_EDIT | ACT(NEXT) | ACT(PREV),
	.roles = PART_ANYONE,
	.state_size = sizeof(struct search),
	.open = search_open,
	.scopes = search_scopes,
	.input = search_input,
	.event = search_event,
	.resume = search_resume,
	.draw = search_draw,
	.close = search_close,
	.idle = search_idle,
};
