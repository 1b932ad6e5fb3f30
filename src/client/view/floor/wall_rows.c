/* wall_rows.c: the people of 班长台: who asks for help first, the longest waiting before the others; then whose call is long,
 * the longest first; the rest each in one place, by number: on a floor of hundreds a row that moves with every call could
 * not be found, and would cost the line a screen a second. Not here: what is done about somebody (wall_do.c). */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "base/utf8.h"
#include "model/propose.h"
#include "wall_p.h"

#define FRESH_MS 45000              /* so long a call has just been answered */
#define LONG_MS  (10LL * 60 * 1000) /* from then on it is long */

/* ---- who ---- */

const struct wall_row *
wall_chosen(const struct wall *s)
{
	const size_t row = list_row(&s->list);

	return row != LIST_NONE && row < (size_t)s->n_rows ? &s->rows[row] : NULL;
}

const struct assist *
wall_help(const struct wall *s, const struct wall_row *r)
{
	return r->help >= 0 ? &s->helps[r->help] : NULL;
}

const char *
wall_who(const struct wall *s, const struct wall_row *r)
{
	return r->seat >= 0 ? s->seats[r->seat].job_no : s->helps[r->help].by;
}

static const struct floor_seat *
seat_of(const struct wall *s, const struct wall_row *r)
{
	return r->seat >= 0 ? &s->seats[r->seat] : NULL;
}

/* ---- order ---- */

struct ranked {
	struct wall_row row;
	int class;
	int64_t since_at;
	const char *who;
};

static int
by_rank(const void *x, const void *y)
{
	const struct ranked *a = x, *b = y;

	if (a->class != b->class)
		return a->class < b->class ? -1 : 1;
	if (a->since_at != b->since_at)
		return a->since_at < b->since_at ? -1 : 1;
	return strcmp(a->who, b->who);
}

static void
rank(const struct wall *s, const struct wall_row *row, struct ranked *out)
{
	const struct floor_seat *seat = seat_of(s, row);
	const struct assist *help = wall_help(s, row);

	*out = (struct ranked){ .row = *row, .who = wall_who(s, row) };
	if (help != NULL) {
		out->since_at = help->at;
	} else if (agent_is_on_call(seat->state) && s->desk->now - seat->since_at >= LONG_MS) {
		out->class = 1;
		out->since_at = seat->since_at;
	} else {
		out->class = 2;
	}
}

static void
order(struct wall *s)
{
	struct ranked *all = calloc((size_t)s->n_rows + 1, sizeof(*all));

	if (all == NULL) /* unordered, but there */
		return;
	for (int i = 0; i < s->n_rows; i++)
		rank(s, &s->rows[i], &all[i]);
	qsort(all, (size_t)s->n_rows, sizeof(*all), by_rank);
	for (int i = 0; i < s->n_rows; i++)
		s->rows[i] = all[i].row;
	free(all);
}

/* ---- reading ---- */

static int
row_of(const struct wall *s, const char *job_no)
{
	for (int i = 0; i < s->n_rows; i++)
		if (strcmp(wall_who(s, &s->rows[i]), job_no) == 0)
			return i;
	return -1;
}

void
wall_rows_free(struct wall *s)
{
	for (int i = 0; i < s->n_helps; i++)
		assist_free(&s->helps[i]);
	s->n_helps = 0;
}

static void
add_row(struct wall *s, struct wall_row row)
{
	const struct floor_seat *seat = seat_of(s, &row);
	char danger[ASSIST_LINE_BYTES];

	if (seat != NULL && cache_matter(s->desk->cache, seat->call, row.category, danger))
		(void)snprintf(
		    row.danger, sizeof(row.danger), "%.*s", (int)utf8_head(danger, 7), danger);
	s->rows[s->n_rows++] = row;
}

static void
put_together(struct wall *s)
{
	s->n_rows = 0;
	for (int i = 0; i < s->n; i++)
		add_row(s, (struct wall_row){ .seat = i, .help = -1 });
	for (int i = 0; i < s->n_helps; i++) {
		const int at = row_of(s, s->helps[i].by);

		if (at >= 0)
			s->rows[at].help = i;
		else
			add_row(s, (struct wall_row){ .seat = -1, .help = i });
	}
	order(s);
}

void
wall_rows_read(struct wall *s)
{
	const struct wall_row *row = wall_chosen(s);
	char chosen[sizeof(s->to)] = "";
	int at;

	if (row != NULL && (s->moved || s->focus != WALL_ON_LIST))
		(void)str_copy(chosen, sizeof(chosen), wall_who(s, row));
	s->n = cache_floor(s->desk->cache, s->desk->now, s->seats, WALL_SEATS_MOST);
	memset(s->in, 0, sizeof(s->in));
	for (int i = 0; i < s->n; i++)
		s->in[s->seats[i].state]++;
	wall_rows_free(s);
	s->n_helps =
	    cache_assists(s->desk->cache, NULL, desk_there(s->desk), s->helps, WALL_HELPS_MOST);
	put_together(s);
	list_refresh(&s->list);
	at = chosen[0] != '\0' ? row_of(s, chosen) : 0;
	if (at >= 0)
		list_select(&s->list, (size_t)at);
	if (at < 0 && s->focus != WALL_ON_LINE) /* gone: the digits were meant for her */
		s->focus = WALL_ON_LIST;
}

/* ---- cells ---- */

enum col { COL_SEAT, COL_WHO, COL_STATE, COL_SINCE, COL_MATTER, COLS };
static const struct list_col narrow[] = {
	{ .head = "坐席", .cols = 5 },
	{ .head = "姓名", .cols = 0 },
	{ .head = "状态", .cols = 13 },
	{ .head = "持续", .cols = 8, .right = true },
};
static const struct list_col wide[COLS] = {
	{ .head = "坐席", .cols = 5 },
	{ .head = "姓名", .cols = 11 },
	{ .head = "状态", .cols = 13 },
	{ .head = "持续", .cols = 7, .right = true },
	{ .head = "诉求/提示", .cols = 0 },
};

void
wall_rows_columns(struct wall *s, bool is_wide)
{
	s->list.cols = is_wide ? wide : narrow;
	s->list.n_cols = is_wide ? COLS : COL_MATTER;
}

/* On a thin line whole minutes: a wall of seconds would be all that the line carries. */
static void
since_words(const struct wall *s, int64_t now, int64_t since_at, char *out, size_t size)
{
	const int64_t ms = now > since_at ? now - since_at : 0;
	const long long seconds = ms / 1000;

	if (s->desk->low_bandwidth)
		(void)snprintf(out, size, "%lld分", seconds / 60);
	else if (seconds < 3600)
		(void)snprintf(out, size, "%02lld:%02lld", seconds / 60, seconds % 60);
	else
		(void)snprintf(out, size, "%lld:%02lld:%02lld", seconds / 3600, seconds / 60 % 60,
		    seconds % 60);
}

const struct danger_row *
wall_danger(const struct wall *s, const struct assist *a, char *word, size_t size)
{
	struct danger_hit hit;

	if (s->desk->city == NULL || a->words == NULL ||
	    propose_dangers(s->desk->city, a->words, &hit, 1) < 1)
		return NULL;
	(void)snprintf(word, size, "%.*s", hit.len, a->words + hit.at);
	return hit.row;
}

static void
help_words(const struct wall *s, const struct assist *a, struct list_cell *out)
{
	const struct category *c =
	    s->desk->city != NULL ? city_category(s->desk->city, a->category) : NULL;
	char word[48] = "";
	const bool danger = wall_danger(s, a, word, sizeof(word)) != NULL;

	out->role = danger ? ROLE_OVERDUE : ROLE_NEAR;
	if (c != NULL)
		(void)snprintf(out->buf, sizeof(out->buf), "求助! %s%s%s %s", danger ? "!!" : "",
		    word, danger ? "" : a->category, c->name);
	else
		(void)snprintf(out->buf, sizeof(out->buf), "求助! %s%s%.*s", danger ? "!!" : "",
		    word, (int)utf8_head(a->words != NULL && !danger ? a->words : "", 20),
		    a->words != NULL ? a->words : "");
}

static void
call_words(const struct wall *s, const struct wall_row *r, struct list_cell *out)
{
	const struct category *c =
	    s->desk->city != NULL ? city_category(s->desk->city, r->category) : NULL;

	if (r->danger[0] != '\0')
		out->role = ROLE_OVERDUE;
	(void)snprintf(out->buf, sizeof(out->buf), "%s%s%s%s%s%s", r->danger[0] != '\0' ? "!!" : "",
	    r->danger, r->danger[0] != '\0' ? " " : "", c != NULL ? r->category : "",
	    c != NULL ? " " : "", c != NULL ? c->name : "");
}

static void
matter(const struct wall *s, const struct wall_row *r, struct list_cell *out)
{
	const struct floor_seat *seat = seat_of(s, r);
	const struct assist *a = wall_help(s, r);

	if (a != NULL)
		help_words(s, a, out);
	else if (r->category[0] != '\0' || r->danger[0] != '\0')
		call_words(s, r, out);
	else if (seat->state == AGENT_TALKING && s->desk->now - seat->since_at < FRESH_MS)
		out->text = "(刚接起)";
}

static void
state_words(const struct wall *s, const struct wall_row *r, struct list_cell *out)
{
	const struct floor_seat *seat = seat_of(s, r);
	const bool asks = r->help >= 0 && s->list.n_cols < COLS;

	if (asks || seat == NULL)
		out->role = ROLE_NEAR;
	if (seat == NULL)
		(void)str_copy(out->buf, sizeof(out->buf), "求助!");
	else
		(void)snprintf(out->buf, sizeof(out->buf), "%s%s%s%s", asks ? "求助! " : "",
		    agent_label(seat->state), seat->state == AGENT_REST ? " " : "",
		    seat->state == AGENT_REST ? agent_reason_label(seat->reason) : "");
}

static void
cell(void *ctx, size_t row, int col, struct list_cell *out)
{
	const struct wall *s = ctx;
	const struct wall_row *r = &s->rows[row];
	const struct floor_seat *seat = seat_of(s, r);
	char who[PART_PERSON_SIZE];

	out->text = out->buf;
	switch ((enum col)col) {
	case COL_SEAT:
		out->text = seat != NULL ? seat->seat : s->helps[r->help].seat;
		break;
	case COL_WHO:
		(void)str_copy(
		    out->buf, sizeof(out->buf), part_person(s->desk, wall_who(s, r), who));
		break;
	case COL_STATE:
		state_words(s, r, out);
		break;
	case COL_SINCE:
		if (seat != NULL)
			since_words(s, s->desk->now, seat->since_at, out->buf, sizeof(out->buf));
		else
			since_words(s, desk_there(s->desk), s->helps[r->help].at, out->buf,
			    sizeof(out->buf));
		break;
	case COL_MATTER:
		matter(s, r, out);
		break;
	case COLS:
		break;
	}
}

static size_t
count(void *ctx)
{
	return (size_t)((const struct wall *)ctx)->n_rows;
}

struct list_source
wall_rows_source(struct wall *s)
{
	return (struct list_source){ s, count, cell };
}
