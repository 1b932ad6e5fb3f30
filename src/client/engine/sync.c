/* The seat's sync core: one step in, requests and notes out. Each lane has its own file; here is what they share: which
 * answer belongs to which request, waiting after failures, and what is shown of the line.
 *
 * Invariant: whatever answer comes, late, twice, torn or never, the cache is only changed by pages and results that its
 * own checks accept; a lane that failed waits (full jitter), and goes on by itself. */
#include "sync_p.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/secret.h"

/* ---- life ---- */

struct sync *
sync_new(const struct sync_args *args)
{
	struct sync *s = calloc(1, sizeof(*s));

	if (s == NULL)
		return NULL;
	s->args = *args;
	s->cache = args->cache;
	str_copy(
	    s->enrol_code, sizeof(s->enrol_code), args->enrol_code != NULL ? args->enrol_code : "");
	str_copy(s->name, sizeof(s->name), args->name != NULL ? args->name : "");
	str_copy(s->boot, sizeof(s->boot), args->boot != NULL ? args->boot : "");
	s->max_ops = LIMIT_OPS;
	s->max_records = RECORD_ROWS;
	s->look = s->look_audit = s->look_record = true;
	s->first_poll = true;
	s->since_at = args->wall(args->arg);
	return s;
}

void
sync_free(struct sync *s)
{
	if (s == NULL)
		return;
	pull_stop(s);
	question_drop(s);
	str_free(&s->ahead);
	secret_wipe(s, sizeof(*s));
	free(s);
}

void
sync_actions_clear(struct sync_actions *a)
{
	for (int i = 0; i < a->n_send; i++) {
		struct sync_request *r = &a->send[i];
		free(r->path);
		if (r->auth != NULL)
			secret_wipe(r->auth, strlen(r->auth));
		free(r->auth);
		if (r->body != NULL)
			secret_wipe(r->body, r->len);
		free(r->body);
		for (int k = 0; k < r->n_headers; k++)
			free(r->headers[k]);
	}
	for (int i = 0; i < a->n_notes; i++) {
		if (a->notes[i].answer != NULL)
			secret_wipe(a->notes[i].answer, strlen(a->notes[i].answer));
		free(a->notes[i].answer);
	}
	if (a->notes != NULL)
		secret_wipe(a->notes, (size_t)a->n_notes * sizeof(*a->notes));
	free(a->notes);
	*a = (struct sync_actions){ 0 };
}

/* ---- asking ---- */

struct sync_request *
sync_send(struct sync *s, struct lane *lane, enum sync_ask ask, const char *method)
{
	struct sync_request *r;

	if (s->out->n_send == SYNC_SENDS)
		return NULL;
	r = &s->out->send[s->out->n_send++];
	*r = (struct sync_request){
		.id = ++s->next_id, .ask = ask, .method = method, .timeout_ms = 15000
	};
	lane->id = r->id;
	lane->ask = ask;
	lane->sent_at = s->now;
	return r;
}

struct sync_note *
sync_note(struct sync *s, enum sync_note_kind kind, const struct err *e)
{
	struct sync_note *grown =
	    realloc(s->out->notes, (size_t)(s->out->n_notes + 1) * sizeof(*grown));

	if (grown == NULL)
		return NULL;
	s->out->notes = grown;
	grown = &grown[s->out->n_notes++];
	*grown = (struct sync_note){ .kind = kind };
	if (e != NULL)
		grown->err = *e;
	return grown;
}

char *
sync_auth_device(struct sync *s)
{
	struct cache_seat seat;
	struct str b = { 0 };

	cache_seat(s->cache, &seat);
	str_addf(&b, "Device %s.%s", seat.device_id, seat.device_key);
	secret_wipe(&seat, sizeof(seat));
	return str_take(&b);
}

char *
sync_auth_session(struct sync *s)
{
	struct str b = { 0 };

	str_addf(&b, "Bearer %s", s->session.token);
	return str_take(&b);
}

/* ---- waiting ---- */

void
sync_wake(struct sync *s, int64_t at)
{
	if (at < s->out->wake_at)
		s->out->wake_at = at;
}

bool
sync_free_at(struct sync *s, struct lane *lane)
{
	if (lane->id != 0)
		return false;
	if (lane->next_at <= s->now)
		return true;
	sync_wake(s, lane->next_at);
	return false;
}

bool
sync_may_send(struct sync *s, struct lane *lane)
{
	struct cache_seat seat;
	bool may;

	if (!s->up || !cache_writer_has_key(s->cache) || !sync_free_at(s, lane))
		return false;
	cache_seat(s->cache, &seat);
	may = seat.device_id[0] != '\0' && !seat.reenrol;
	secret_wipe(&seat, sizeof(seat));
	return may;
}

/* Full jitter: anything from nothing to 0.5 s doubled each time, so that a hall of seats does not come back as one. */
void
sync_fail(struct sync *s, struct lane *lane)
{
	int64_t most = s->args.is_private        ? SYNC_PRIVATE_MAX
		       : s->now < s->hurry_until ? SYNC_HURRIED_MAX
						 : SYNC_BACKOFF_MAX;
	int64_t range = SYNC_BACKOFF_MS;
	uint32_t random;

	for (int i = 0; i < lane->tries && range < most; i++)
		range *= 2;
	if (range > most)
		range = most;
	s->args.random(s->args.arg, &random, sizeof(random));
	lane->next_at = s->now + 20 + (int64_t)(random % (uint32_t)range);
	if (lane->tries < 30)
		lane->tries++;
}

static void
tell_waiting(struct sync *s, const struct err *e)
{
	if (!s->person_waits)
		return;
	s->person_waits = false;
	sync_note(s, NOTE_SESSION, e);
}

void
sync_down(struct sync *s, const struct err *e)
{
	if (s->up || s->why.code == ERR_OK)
		s->since_at = s->args.wall(s->args.arg);
	s->up = false;
	s->caught_up = false;
	s->first_poll = true;
	desk_forget(s);
	s->why = *e;
	s->out->link_changed = true;
	if (!s->args
		 .is_private) /* our own is on its way up: its person waits for the answer itself */
		tell_waiting(s, e);
}

void
sync_refuse(struct sync *s, const struct err *e)
{
	sync_down(s, e);
	tell_waiting(s, e);
	s->refused = true;
	s->door.tries = 30; /* nothing will change in seconds: slowly, unless a person asks */
	sync_fail(s, &s->door);
}

/* An idle line says so every 25 s; the disk is told once a minute. */
void
sync_seen(struct sync *s)
{
	int64_t at = s->args.wall(s->args.arg);

	s->seen_at = at;
	if (at - s->kept_at < SYNC_KEEP_MS && at >= s->kept_at)
		return;
	if (cache_seat_seen(s->cache, at, NULL) == ERR_OK)
		s->kept_at = at;
}

/* ---- what came ---- */

bool
sync_is_ok(const struct sync_event *ev)
{
	return ev->outcome == SYNC_ANSWERED && ev->status >= 200 && ev->status < 300;
}

enum err_code
sync_problem(const struct sync_event *ev, struct err *e, int64_t *expect)
{
	struct msg_problem p;

	if (expect != NULL)
		*expect = 0;
	if (ev->outcome != SYNC_ANSWERED)
		return err_set(e, ERR_NETWORK, NULL);
	if (ev->len > 0 && msg_problem_read(ev->body, ev->len, &p, NULL) == ERR_OK &&
	    p.code != ERR_OK) {
		if (expect != NULL)
			*expect = p.expect;
		return err_set(e, p.code, "%s", p.detail[0] != '\0' ? p.detail : err_hint(p.code));
	}
	/* Not our centre's words: a proxy's page, a torn body. */
	if (ev->status == 401)
		return err_set(e, ERR_UNAUTHORISED, NULL);
	if (ev->status == 404)
		return err_set(e, ERR_NOT_FOUND, NULL);
	if (ev->status == 413)
		return err_set(e, ERR_LIMIT, NULL);
	if (ev->status == 426)
		return err_set(e, ERR_SCHEMA, NULL);
	return err_set(e, ERR_NETWORK, "中心的答复看不懂(HTTP %d)。", ev->status);
}

/* An overloaded centre says for how long it wants to be left alone (Retry-After); jitter comes on top of it. Our own on the
 * same machine is waited for by its one person. */
static void
wait_as_asked(struct sync *s, struct lane *lane, int retry_after_s)
{
	const int64_t asked = INT64_C(1000) * retry_after_s;

	if (asked > 0 && lane->next_at > s->now && !s->args.is_private)
		lane->next_at += asked < SYNC_ASKED_MAX ? asked : SYNC_ASKED_MAX;
}

static void
answer(struct sync *s, const struct sync_event *ev)
{
	static void (*const lanes[])(struct sync *, const struct sync_event *) = { door_answer,
		pull_answer, push_answer, side_answer, file_answer };
	struct lane *const all[] = { &s->door, &s->pull, &s->push, &s->side, &s->file };

	for (int i = 0; i < 5; i++)
		if (ev->request != 0 && all[i]->id == ev->request) {
			all[i]->id = 0;
			if (ev->outcome == SYNC_ANSWERED)
				s->server = ev->server;
			lanes[i](s, ev);
			wait_as_asked(s, all[i], ev->retry_after_s);
			return;
		}
	/* Of a request nobody waits for any more: an old one, or a second copy. */
}

/* A person asks, or something new is there: try now, whatever the back-off says. */
static void
hurry(struct sync *s)
{
	s->hurry_until = s->now + SYNC_HURRY_MS;
	if (s->desk_at > s->now + SYNC_HURRIED_MAX)
		s->desk_at = s->now + SYNC_HURRIED_MAX;
	s->look = s->look_audit = s->look_record = s->look_file = true;
	s->door.next_at = s->push.next_at = s->pull.next_at = s->side.next_at = s->file.next_at = 0;
	if (s->door.tries > 3)
		s->door.tries = 3;
}

void
sync_step(struct sync *s, const struct sync_event *ev, int64_t now, struct sync_actions *out)
{
	s->now = now;
	if (s->begun_at == 0)
		s->begun_at = now;
	s->out = out;
	out->wake_at = INT64_MAX;
	switch (ev->kind) {
	case SYNC_TIME:
		break;
	case SYNC_ANSWER:
		answer(s, ev);
		break;
	case SYNC_SIGN_IN:
		hurry(s);
		s->record_offer = true;
		door_sign_in(s, ev);
		break;
	case SYNC_SIGN_OUT:
		door_sign_out(s);
		break;
	case SYNC_KICK:
		hurry(s);
		break;
	case SYNC_FETCH:
		side_fetch(s, ev->ticket);
		break;
	case SYNC_ASK:
		question_take(s, ev);
		break;
	case SYNC_FILE:
		file_want(s, ev->ticket, ev->file);
		break;
	}
	if (ev->kind == SYNC_TIME)
		(void)pull_work(s);
	door_plan(s);
	push_plan(s);
	pull_plan(s);
	side_plan(s);
	file_plan(s);
	s->out = NULL;
}

/* ---- what is shown ---- */

static enum link_state
link_state(const struct sync *s, int64_t now)
{
	if (s->refused)
		return LINK_REFUSED;
	if (s->up)
		return s->fill.id[0] != '\0' ? LINK_FILLING : LINK_ONLINE;
	/* A centre of our own is started beside us, and the first time it makes a city first. */
	if (s->why.code == ERR_OK ||
	    (s->args.is_private && !s->been_up && now - s->begun_at < SYNC_STARTING_MS))
		return LINK_STARTING;
	return LINK_OFFLINE;
}

void
sync_link(struct sync *s, int64_t now, struct link_info *out)
{
	struct cache_seat seat;

	*out = (struct link_info){ .state = link_state(s, now), .since_at = s->since_at };
	if (!s->up && s->door.next_at > now)
		out->next_try_at = s->args.wall(s->args.arg) + s->door.next_at - now;
	cache_seat(s->cache, &seat);
	out->data_as_of = s->seen_at > seat.data_as_of ? s->seen_at : seat.data_as_of;
	str_copy(out->seat_no, sizeof(out->seat_no), seat.seat_no);
	cache_waiting(
	    s->cache, &out->waiting, &out->parked, &out->conflicts, &out->oldest_waiting_at);
	out->fill_done = s->fill.done;
	out->fill_total = s->fill.total;
	out->offset_ms = s->offset_ms;
	out->is_private = s->args.is_private;
	if (!s->up)
		str_copy(out->text, sizeof(out->text), s->why.text);
	secret_wipe(&seat, sizeof(seat));
}

int
sync_server(const struct sync *s)
{
	return s->server;
}

bool
sync_is_online(const struct sync *s)
{
	return s->up;
}

bool
sync_idle(struct sync *s)
{
	return s->up && !s->holding && s->fill.id[0] == '\0' && s->n_fetch == 0 &&
	       s->push.id == 0 && s->door.id == 0 && s->file.id == 0 && s->n_wants == 0 &&
	       (s->side.id == 0 || s->side.ask == ASK_DESK) &&
	       (!s->has_session ||
		   (s->caught_up && !s->feed_more && !pull_owes(s) && !s->reference_told)) &&
	       !cache_owes(s->cache) &&        /* the cache is asked last */
	       !cache_article_waits(s->cache); /* what is alike follows in the background */
}

bool
sync_asks(const struct sync *s)
{
	return s->door.id != 0 || s->push.id != 0 || s->file.id != 0 ||
	       (s->side.id != 0 && s->side.ask != ASK_DESK) ||
	       (s->pull.id != 0 &&
		   (s->pull.ask != ASK_CHANGES || !s->asked_parked || s->feed_more));
}

bool
sync_has_desk(const struct sync *s)
{
	return s->has_desk || s->desk_off;
}

const struct msg_session *
sync_session(const struct sync *s)
{
	return s->has_session ? &s->session : NULL;
}

int64_t
sync_offset_ms(const struct sync *s)
{
	return s->offset_ms;
}
