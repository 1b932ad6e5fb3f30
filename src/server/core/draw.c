/* Drawing tickets for inspection. A draw can be repeated by anybody from its month, count and seed, as long as the tickets
 * are the same; written down it has ids that follow from the seed, so that writing it twice is once.
 *
 * Not here: the lot itself (model/qa_draw.c). */
#include "server/core/draw.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/vec.h"
#include "core_p.h"
#include "draw_p.h"
#include "model/members.h"
#include "server/store/records.h"
#include "wire/ticket_json.h"

#define CONTACT_MS     \
	(24LL * 3600 * \
	    1000) /* withdrawn within that of a unit's call: always looked at (practice.md A14) */
#define PEOPLE_MAX 20000

struct gather {
	struct found_list closed, calls;
	struct tally seen;
	bool with_calls;
	int64_t from_at, to_at;
	struct err *e;
};

/* ---- what there is ---- */

static const char *
why_of(const struct gather *g, const struct ticket *t)
{
	if (t->closed_at < g->from_at || t->closed_at >= g->to_at)
		return NULL;
	if (t->state == STATE_WITHDRAWN)
		return t->last_contact_at > 0 && t->closed_at - t->last_contact_at <= CONTACT_MS
			   ? "withdrawn"
			   : NULL;
	if (t->state != STATE_CLOSED && t->state != STATE_ARCHIVED)
		return NULL;
	return strcmp(fields_get(&t->f, TF_CLOSE_TYPE), "direct") == 0 ? "direct" : "closed";
}

/* Everybody who had a hand in it, and every unit that worked on it. */
static void
hands_of(const struct ticket *t, struct str *users, struct str *units)
{
	const char *code = NULL;
	size_t n;

	members_add(users, t->created_by, strlen(t->created_by));
	members_add(users, t->first_owner, strlen(t->first_owner));
	while (members_next(t->handlers, &code, &n))
		members_add(users, code, n);
	for (int i = 0; i < t->n_assign; i++) {
		members_add(users, t->assign[i].signed_by, strlen(t->assign[i].signed_by));
		members_add(units, t->assign[i].unit, strlen(t->assign[i].unit));
	}
}

struct found *
found_add(struct found_list *l, const struct ticket *t)
{
	struct str users = { 0 }, units = { 0 };
	struct found *f = vec_room(l->v, &l->room, l->n + 1, sizeof(*f));

	if (f == NULL)
		return NULL;
	l->v = f;
	hands_of(t, &users, &units);
	if (users.bad || units.bad) {
		str_free(&users);
		str_free(&units);
		return NULL;
	}
	f = &l->v[l->n++];
	*f = (struct found){ .users = str_take(&users), .units = str_take(&units) };
	str_copy(f->row.id, sizeof(f->row.id), t->id);
	str_copy(f->row.no, sizeof(f->row.no), fields_get(&t->f, TF_NO));
	return f;
}

static void
free_found(struct found_list *l)
{
	for (size_t i = 0; i < l->n; i++) {
		free(l->v[i].users);
		free(l->v[i].units);
	}
	free(l->v);
}

static bool
add(struct gather *g, const struct ticket *t)
{
	const char *why = why_of(g, t);
	struct found *f;

	if (g->with_calls && !draw_call(&g->calls, &g->seen, t, g->from_at, g->to_at))
		return false;
	if (why == NULL)
		return true;
	f = found_add(&g->closed, t);
	if (f != NULL)
		f->row.why = why;
	return f != NULL;
}

static bool
look(void *arg, const struct store_ticket_row *row)
{
	struct gather *g = arg;
	struct ticket t;

	ticket_init(&t);
	if (ticket_json_read(row->doc, row->doc_len, &t, g->e) == ERR_OK && !add(g, &t))
		err_set(g->e, ERR_NO_MEMORY, NULL);
	ticket_free(&t);
	return g->e->code == ERR_OK;
}

/* ---- who may look ---- */

struct people {
	struct store_user *users;
	struct qa_person *pool;
	int n;
};

static enum err_code
read_people(struct store *s, struct people *p, struct err *e)
{
	int n;

	p->users = calloc(PEOPLE_MAX, sizeof(*p->users));
	n = p->users != NULL ? store_users(s, "", p->users, PEOPLE_MAX) : 0;
	p->pool = n >= 0 ? calloc((size_t)n + 1, sizeof(*p->pool)) : NULL;
	if (n < 0)
		return err_set(e, ERR_DB, NULL);
	if (p->users == NULL || p->pool == NULL)
		return err_set(e, ERR_NO_MEMORY, NULL);
	for (int i = 0; i < n; i++) {
		uint32_t roles;

		(void)roles_parse(p->users[i].roles, &roles);
		if (p->users[i].active && (roles & ROLE_BIT(QA)) != 0)
			p->pool[p->n++] =
			    (struct qa_person){ p->users[i].job_no, p->users[i].unit };
	}
	return p->n > 0 ? ERR_OK : err_set(e, ERR_GUARD, "还没有质检员, 请先添加(角色 qa)。");
}

/* ---- the draw ---- */

/* "2026-11": from its first day to that of the next month. */
static enum err_code
month_of(const char *month, struct gather *g, struct err *e)
{
	char text[16];
	int32_t day = INT32_MIN;
	struct civil c;

	if (strlen(month) == 7 && str_copy(text, sizeof(text), month)) {
		memcpy(text + 7, "-01", 4);
		day = civil_parse_day(text);
	}
	if (day == INT32_MIN)
		return err_set(e, ERR_INVALID, "月份要写成 2026-11 这样。");
	g->from_at = civil_day_start(day);
	c = civil_of(g->from_at);
	c.year += c.month == 12;
	c.month = c.month % 12 + 1;
	g->to_at = civil_to_ms(&c);
	return ERR_OK;
}

/* Behind those drawn before. */
static bool
take_picks(struct draw *d, const struct found_list *l, const struct people *p,
    const struct qa_pick *picks, int n)
{
	struct draw_row *grown = reallocarray(d->rows, (size_t)(d->n + n) + 1, sizeof(*grown));

	if (grown == NULL)
		return false;
	d->rows = grown;
	for (int i = 0; i < n; i++) {
		struct draw_row *row = &d->rows[d->n++];

		*row = l->v[picks[i].subject].row;
		if (p->pool != NULL && picks[i].person >= 0)
			str_copy(row->by, sizeof(row->by), p->pool[picks[i].person].job_no);
	}
	return true;
}

/* ${count} of them by lot, besides those that are looked at anyhow: all ${calls}, which have been chosen. */
static bool
draw_of(struct draw *d, const struct found_list *l, const struct people *p, int count, bool calls)
{
	struct qa_subject *s = calloc(l->n + 1, sizeof(*s));
	struct qa_pick *picks = calloc(l->n + 1, sizeof(*picks));
	int n = -1;

	for (size_t i = 0; s != NULL && i < l->n; i++) {
		const struct found *f = &l->v[i];

		s[i] = (struct qa_subject){ f->row.id, f->row.why, f->users != NULL ? f->users : "",
			f->units != NULL ? f->units : "",
			calls ? f->row.why != NULL : strcmp(f->row.why, "withdrawn") == 0 };
	}
	if (s != NULL && picks != NULL)
		n = qa_draw(s, l->n, p->pool, p->n, count, (uint64_t)d->seed, picks);
	if (n >= 0 && !take_picks(d, l, p, picks, n))
		n = -1;
	free(s);
	free(picks);
	return n >= 0;
}

static enum err_code
draw_all(struct draw *d, struct gather *g, const struct people *p, struct err *e)
{
	d->of = (int64_t)g->closed.n;
	if (!draw_of(d, &g->closed, p, d->count, false) ||
	    (d->calls > 0 && (!draw_calls_choose(&g->calls, d->calls, d->seed) ||
				 !draw_of(d, &g->calls, p, 0, true)))) {
		draw_free(d);
		return err_set(e, ERR_NO_MEMORY, NULL);
	}
	return ERR_OK;
}

enum err_code
draw_make(struct store *s, struct draw *d, struct err *e)
{
	struct err why = { 0 };
	struct gather g = { .e = &why, .with_calls = d->calls > 0 };
	struct people p = { 0 };
	enum err_code rc = month_of(d->month, &g, e);

	d->rows = NULL;
	d->n = 0;
	if (rc == ERR_OK)
		rc = read_people(s, &p, e);
	if (rc == ERR_OK)
		rc = store_tickets_after(s, "centre", "", 0, INT32_MAX, look, &g, &why);
	if (why.code != ERR_OK) {
		rc = why.code;
		if (e != NULL)
			*e = why;
	}
	if (rc == ERR_OK)
		rc = draw_all(d, &g, &p, e);
	free_found(&g.closed);
	free_found(&g.calls);
	free(g.seen.v);
	free(p.users);
	free(p.pool);
	return rc;
}

void
draw_free(struct draw *d)
{
	free(d->rows);
	d->rows = NULL;
	d->n = 0;
}

/* ---- writing it down ---- */

/* Of the month, the seed and the ticket, which may be drawn as a call too: the same draw has the same ids. */
static void
row_id(const struct draw *d, const struct draw_row *row, char out[ID_SIZE])
{
	static const char *const of_a_ticket[] = { "closed", "direct", "withdrawn" };
	bool call = true;

	uint8_t hash[SECRET_HASH_BYTES];
	struct str text = { 0 };

	for (size_t i = 0; i < sizeof(of_a_ticket) / sizeof(of_a_ticket[0]); i++)
		call = call && strcmp(row->why, of_a_ticket[i]) != 0;
	str_addf(&text, "hotseat draw %s %lld %s%s", d->month, (long long)d->seed, row->id,
	    call ? " call" : "");
	secret_sha256(str_c(&text), text.len, hash);
	id_make(out, civil_day_start(civil_parse_day("2026-01-01")), hash);
	str_free(&text);
}

enum err_code
core_draw(struct core *c, const struct draw *d, struct err *e)
{
	enum err_code rc = ERR_OK;
	struct str text = { 0 };

	str_addf(&text, "%s 种子%lld 抽%d件, 可抽%lld件", d->month, (long long)d->seed, d->count,
	    (long long)d->of);
	if (d->calls > 0)
		str_addf(&text, ", 来电每人%d通", d->calls);
	for (int i = 0; i < d->n && rc == ERR_OK; i++) {
		const struct draw_row *row = &d->rows[i];
		struct store_record x = {
			.r = { .kind = RECORD_QA_DRAW, .by = "system", .at = c->now },
			.at_server = c->now
		};

		row_id(d, row, x.r.id);
		str_copy(x.r.ticket, sizeof(x.r.ticket), row->id);
		str_copy(x.r.object, sizeof(x.r.object), row->by[0] != '\0' ? row->by : "-");
		str_copy(x.r.code, sizeof(x.r.code), row->why);
		if (!record_set_text(&x.r, str_c(&text)))
			rc = err_set(e, ERR_NO_MEMORY, NULL);
		if (rc == ERR_OK)
			rc = store_record_add(c->store, &x, e);
		record_free(&x.r);
	}
	str_free(&text);
	return rc;
}
