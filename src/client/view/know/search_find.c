/* search_find.c: what the search over everything finds: each list asked on its own, the surest lists first.
 *
 * Not here: how each is searched (cache/find.h, kb.h), the picture. */
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/str.h"
#include "client/view/all_p.h"
#include "model/number.h"
#include "text/match.h"
#include "search_p.h"

/* How many of each are shown when all are asked at once. */
static const int shares[] = { [FIND_IN_TICKETS] = 9,
	[FIND_IN_ARTICLES] = 6,
	[FIND_IN_CATEGORIES] = 4,
	[FIND_IN_UNITS] = 4,
	[FIND_IN_AREAS] = 4,
	[FIND_IN_TARGETS] = 4,
	[FIND_IN_BULLETINS] = 3,
	[SEARCH_SCREENS] = 4 };

const char *
search_scope_label(int scope)
{
	if (scope == SEARCH_ALL)
		return "全部";
	return scope == SEARCH_SCREENS ? "功能" : find_scope_label((enum find_scope)scope);
}

static struct search_hit *
next_hit(struct search *s, int scope)
{
	struct search_hit *h = s->n < SEARCH_ROWS ? &s->hit[s->n++] : NULL;

	if (h != NULL)
		*h = (struct search_hit){ .scope = scope, .where = "", .of = "" };
	return h;
}

static void
put_marks(struct kb_mark *to, int *n_to, const struct kb_mark *from, int n)
{
	memcpy(to, from, sizeof(*to) * KB_MARKS);
	*n_to = n;
}

/* ---- tickets ---- */

static void
tickets(struct search *s, const char *text, int most, bool exact)
{
	struct find_row rows[SEARCH_ROWS];
	struct find_query q = {
		.text = text, .me = s->desk->me.user, .limit = most, .exact = exact
	};
	int n = cache_find(s->desk->cache, &q, rows, &s->note, NULL);

	for (int i = 0; i < n; i++) {
		struct search_hit *h = next_hit(s, FIND_IN_TICKETS);
		char no[24];

		if (h == NULL)
			return;
		(void)str_copy(h->code, sizeof(h->code), rows[i].row.id);
		number_last6(rows[i].row.no, no);
		(void)str_copy(h->no, sizeof(h->no), no);
		(void)str_copy(h->title, sizeof(h->title), rows[i].row.title);
		(void)str_copy(h->state, sizeof(h->state), state_label(rows[i].row.state));
		h->where = rows[i].where;
		h->of = rows[i].snippet[0] != '\0' ? rows[i].where : "地点";
		put_marks(h->mark, &h->n_marks, rows[i].mark, rows[i].n_marks);
		(void)str_copy(h->piece, sizeof(h->piece),
		    rows[i].snippet[0] != '\0' ? rows[i].snippet : rows[i].row.address);
		put_marks(h->in_piece, &h->n_in_piece, rows[i].in_snippet, rows[i].n_in_snippet);
	}
}

/* ---- articles ---- */

static void
articles(struct search *s, const char *text, int most)
{
	struct kb_row rows[SEARCH_ROWS];
	struct kb_query q = {
		.text = text, .day = (int32_t)civil_day(s->desk->now), .limit = most
	};
	struct err e = { 0 };
	int n = cache_kb_search(s->desk->cache, &q, rows, &s->partial, &e);

	s->kb_damaged = n < 0 && e.code == ERR_CORRUPT;
	for (int i = 0; i < n; i++) {
		struct search_hit *h = next_hit(s, FIND_IN_ARTICLES);

		if (h == NULL)
			return;
		(void)str_copy(h->code, sizeof(h->code), rows[i].kb_no);
		(void)str_copy(h->title, sizeof(h->title), rows[i].title);
		(void)str_copy(h->state, sizeof(h->state),
		    rows[i].standing != ARTICLE_VALID ? "勿读"
		    : rows[i].internal                ? "仅内部"
						      : "");
		h->where = h->of = rows[i].snippet[0] != '\0' ? "内容" : "标题";
		put_marks(h->mark, &h->n_marks, rows[i].mark, rows[i].n_marks);
		(void)str_copy(h->piece, sizeof(h->piece), rows[i].snippet);
		put_marks(h->in_piece, &h->n_in_piece, rows[i].in_snippet, rows[i].n_in_snippet);
	}
}

/* ---- names ---- */

/* Whom to ring at a unit. */
static void
put_contact(const struct search *s, const char *unit, struct search_hit *h)
{
	const struct contact *c =
	    s->desk->city != NULL ? city_contact(s->desk->city, unit, "duty") : NULL;

	if (c != NULL)
		(void)snprintf(h->piece, sizeof(h->piece), "%.60s %.40s", c->name, c->phone);
	h->of = c != NULL ? "值班" : h->of;
}

static void
put_name(const struct search *s, const struct find_name *row, struct search_hit *h)
{
	const struct transfer_target *t = row->scope == FIND_IN_TARGETS && s->desk->city != NULL
					      ? city_target(s->desk->city, row->code)
					      : NULL;

	(void)str_copy(h->code, sizeof(h->code), row->code);
	(void)str_copy(h->title, sizeof(h->title), row->name);
	h->where = row->also[0] != '\0' ? "别名" : "名称";
	h->of = "也叫";
	put_marks(h->mark, &h->n_marks, row->mark, row->n_marks);
	(void)str_copy(h->piece, sizeof(h->piece), row->also);
	if (row->scope == FIND_IN_UNITS)
		put_contact(s, row->code, h);
	else if (row->scope == FIND_IN_CATEGORIES && s->desk->city != NULL) {
		city_category_path(s->desk->city, row->code, h->piece, sizeof(h->piece));
		h->of = "类别";
	} else if (t != NULL) {
		(void)str_copy(h->piece, sizeof(h->piece), t->number);
		h->of = "号码";
	}
}

static void
names(struct search *s, enum find_scope scope, const char *text, int most)
{
	struct find_name rows[SEARCH_ROWS];
	int n = cache_find_names(s->desk->cache, scope, text, s->desk->now, rows, most);

	for (int i = 0; i < n; i++) {
		struct search_hit *h = next_hit(s, (int)scope);

		if (h != NULL)
			put_name(s, &rows[i], h);
	}
}

/* ---- screens ---- */

static int
score_of(const struct match_query *q, const struct view_ops *v)
{
	struct match_label label;
	char text[256];
	int score = 0;

	(void)snprintf(text, sizeof(text), "%s %s", v->title, v->aliases);
	if (match_label_init(&label, text)) {
		score = match_find(q, &label, NULL);
		match_label_free(&label);
	}
	return match_tier_of(score) >= MATCH_WORD ? score : 0;
}

static void
screens(struct search *s, const char *text, int most)
{
	struct match_query q;
	size_t n;
	const struct view_ops *const *views = views_all(&n);

	match_query_init(&q, text);
	for (size_t i = 0; i < n && most > 0; i++) {
		struct search_hit *h;

		if (views[i] == &search_view || !view_may_open(views[i], s->desk->me.roles, NULL) ||
		    score_of(&q, views[i]) == 0 || (h = next_hit(s, SEARCH_SCREENS)) == NULL)
			continue;
		(void)str_copy(h->code, sizeof(h->code), views[i]->name);
		(void)str_copy(h->title, sizeof(h->title), views[i]->title);
		h->where = "打开";
		most--;
	}
}

/* ---- all of it ---- */

static void
ask(struct search *s, int scope, const char *text, bool exact)
{
	int most = s->scope == SEARCH_ALL ? shares[scope] : SEARCH_ROWS;

	if (scope == FIND_IN_TICKETS)
		tickets(s, text, most, exact);
	else if (scope == FIND_IN_ARTICLES)
		articles(s, text, most);
	else if (scope == SEARCH_SCREENS)
		screens(s, text, most);
	else
		names(s, (enum find_scope)scope, text, most);
}

void
search_refresh(struct search *s, bool exact)
{
	const char *text = field_text(&s->query);
	const struct search_hit *hit = s->hit;
	char chosen[40] = "";

	if (!s->stale || s->desk->cache == NULL || hit == NULL)
		return;
	if (s->on_list && s->at < s->n)
		(void)str_copy(chosen, sizeof(chosen), hit[s->at].code);
	s->stale = s->partial = s->kb_damaged = false;
	s->n = s->at = 0;
	s->note = (struct find_note){ 0 };
	for (int i = 0; i <= SEARCH_LAST && text[strspn(text, " ")] != '\0'; i++)
		if (s->scope == SEARCH_ALL || s->scope == i)
			ask(s, i, text, exact);
	for (int i = 0; chosen[0] != '\0' && i < s->n; i++)
		if (strcmp(hit[i].code, chosen) == 0)
			s->at = i;
}

void
search_settle(struct search *s)
{
	s->stale = s->stale || s->put_off;
	s->put_off = false;
	search_refresh(s, false);
}
