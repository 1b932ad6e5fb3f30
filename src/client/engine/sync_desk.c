/* Desk records of others on their way here, on the lane beside the feeds: now and then, page by page, and at once when the
 * centre says with a page of the feed that there are some somebody waits for. An older centre says nothing of the kind, and
 * one that has none at all is not asked again. */
#include <string.h>

#include "model/assist.h"
#include "sync_p.h"

static void
whose(const struct sync *s, struct cache_place *place, struct cache_desk_who *who)
{
	cache_place(s->cache, s->session.feed, place);
	*who = (struct cache_desk_who){ s->session.job_no, s->session.roles, place->epoch };
}

void
desk_plan(struct sync *s)
{
	struct cache_desk_who who;
	struct cache_place place;
	struct sync_request *r;
	struct str path = { 0 };

	if (s->desk_off || !s->up || !s->has_session || !s->caught_up || s->side.id != 0 ||
	    !cache_writer_has_key(s->cache))
		return;
	if (s->desk_at > s->now) {
		sync_wake(s, s->desk_at);
		return;
	}
	if (!sync_free_at(s, &s->side) || (r = sync_send(s, &s->side, ASK_DESK, "GET")) == NULL)
		return;
	whose(s, &place, &who);
	str_copy(s->desk_for, sizeof(s->desk_for), who.job_no);
	str_addf(&path, "/v1/records?after=%lld", (long long)cache_desk_after(s->cache, &who));
	r->path = str_take(&path);
	r->auth = sync_auth_session(s);
}

int64_t
desk_heard(struct sync *s)
{
	struct cache_desk_who who;
	struct cache_place place;
	int64_t after;

	if (s->desk_off || !s->has_session || !cache_writer_has_key(s->cache))
		return -1;
	whose(s, &place, &who);
	after = cache_desk_after(s->cache, &who);
	return after > s->desk_told ? after : s->desk_told;
}

void
desk_told(struct sync *s, int64_t number)
{
	if (number <= s->desk_told)
		return;
	s->desk_told = number;
	s->desk_waits = true;
	s->desk_at = s->now;
}

void
desk_forget(struct sync *s)
{
	s->desk_told = 0;
}

/* A senior's order to who sits here, which has just come for the first time. Whether it is obeyed, the engine decides. */
static void
note_orders(struct sync *s, const struct record_page *p, const bool *is_new)
{
	for (size_t i = 0; i < p->count; i++) {
		const struct record *r = &p->rows[i];
		struct sync_note *n;

		if (r->kind != RECORD_ORDER || !is_new[i] ||
		    !str_eq(r->object, s->session.job_no) ||
		    (n = sync_note(s, NOTE_ORDER, NULL)) == NULL)
			continue;
		n->order.at = r->at;
		str_copy(n->order.code, sizeof(n->order.code), r->code);
	}
}

static void
take(struct sync *s, const struct cache_desk_who *who, const struct record_page *p)
{
	bool is_new[RECORD_ROWS] = { false };

	for (size_t i = 0; i < p->count && i < RECORD_ROWS; i++)
		is_new[i] =
		    p->rows[i].kind == RECORD_ORDER && !cache_record_known(s->cache, p->rows[i].id);
	if (cache_desk_page(s->cache, who, p, NULL) != ERR_OK)
		return;
	s->has_desk = !p->more;
	s->desk_waits = p->more;
	if (p->more)
		s->desk_at = s->now;
	if (p->count <= RECORD_ROWS)
		note_orders(s, p, is_new);
}

static bool
watches(const struct sync *s)
{
	uint32_t roles = 0;

	(void)roles_parse(s->session.roles, &roles);
	return record_is_floor(roles);
}

void
desk_answer(struct sync *s, const struct sync_event *ev)
{
	struct cache_desk_who who;
	struct cache_place place;
	struct record_page p;

	s->desk_at = s->now + (watches(s) ? SYNC_FLOOR_MS : SYNC_REFERENCE_MS);
	if (!sync_is_ok(ev)) {
		s->desk_off =
		    ev->outcome == SYNC_ANSWERED && (ev->status == 404 || ev->status == 405);
		if (s->desk_waits)
			s->desk_at = s->now + SYNC_FLOOR_MS;
		return;
	}
	if (!s->has_session || !str_eq(s->desk_for, s->session.job_no) ||
	    record_page_read(ev->body, ev->len, &p, NULL) != ERR_OK)
		return;
	whose(s, &place, &who);
	take(s, &who, &p);
	record_page_free(&p);
}
