/* Desk records of others on their way here, on the lane beside the feeds: now and then, page by page. Nothing waits for them,
 * and an older centre that has none is not asked again. */
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
		return;
	}
	if (!s->has_session || !str_eq(s->desk_for, s->session.job_no) ||
	    record_page_read(ev->body, ev->len, &p, NULL) != ERR_OK)
		return;
	whose(s, &place, &who);
	if (cache_desk_page(s->cache, &who, &p, NULL) == ERR_OK) {
		s->has_desk = !p.more;
		if (p.more)
			s->desk_at = s->now;
	}
	record_page_free(&p);
}
