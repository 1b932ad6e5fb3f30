/* The door: is that our centre, are we enrolled at it, who are we today. Everything else waits until it has answered. */
#include <string.h>

#include "base/secret.h"
#include "sync_p.h"

/* ---- asking ---- */

static void
ask_centre(struct sync *s)
{
	struct sync_request *r = sync_send(s, &s->door, ASK_CENTRE, "GET");

	if (r == NULL)
		return;
	r->path = str_dup("/v1/centre");
	r->timeout_ms = 5000;
}

static void
ask_enrol(struct sync *s)
{
	struct sync_request *r = sync_send(s, &s->door, ASK_ENROL, "POST");
	struct msg_enrol m = { 0 };
	struct str body = { 0 };

	if (r == NULL)
		return;
	str_copy(m.code, sizeof(m.code), s->enrol_code);
	str_copy(m.name, sizeof(m.name), s->name);
	msg_enrol_write(&m, &body);
	r->path = str_dup("/v1/devices");
	r->len = body.len;
	r->body = str_take(&body);
}

static void
ask_login(struct sync *s)
{
	struct sync_request *r = sync_send(s, &s->door, ASK_LOGIN, "POST");
	struct msg_login m = { 0 };
	struct str body = { 0 };

	if (r == NULL)
		return;
	str_copy(m.job_no, sizeof(m.job_no), s->job_no);
	str_copy(m.password, sizeof(m.password), s->password);
	msg_login_write(&m, &body);
	secret_wipe(&m, sizeof(m));
	r->path = str_dup("/v1/sessions");
	r->auth = sync_auth_device(s);
	r->len = body.len;
	r->body = str_take(&body);
	r->timeout_ms = 30000; /* the centre checks passwords a few at a time */
}

static void
ask_logout(struct sync *s)
{
	struct sync_request *r = sync_send(s, &s->door, ASK_LOGOUT, "DELETE");
	struct str auth = { 0 };

	if (r == NULL)
		return;
	str_addf(&auth, "Bearer %s", s->logout);
	secret_wipe(s->logout, sizeof(s->logout)); /* one try: it ends by itself in the end */
	r->path = str_dup("/v1/sessions");
	r->auth = str_take(&auth);
}

static void
not_enrolled(struct sync *s, const struct cache_seat *seat)
{
	struct err e;

	err_set(&e, ERR_DEVICE,
	    "%s请管理员在“管理-坐席机”里按 F2 发登记码(或在中心运行 hotseatd device add), "
	    "再这样启动: hotseat --enrol 登记码",
	    seat->reenrol ? "本机要重新登记(待送的内容都在), " : "本机还没有在中心登记, ");
	sync_refuse(s, &e);
}

void
door_plan(struct sync *s)
{
	struct cache_seat seat;

	if (!sync_free_at(s, &s->door))
		return;
	if (!s->up) {
		ask_centre(s);
		return;
	}
	cache_seat(s->cache, &seat);
	if (seat.device_id[0] == '\0' || seat.reenrol) {
		if (s->args.is_private || s->enrol_code[0] != '\0')
			ask_enrol(s);
		else
			not_enrolled(s, &seat);
	} else if (s->logout[0] != '\0') {
		ask_logout(s);
	} else if (s->wanted && !s->has_session) {
		ask_login(s);
	}
	secret_wipe(&seat, sizeof(seat));
}

/* ---- answers ---- */

static void
learn_offset(struct sync *s, int64_t server_ms)
{
	int64_t rtt = s->now - s->door.sent_at;

	if (server_ms > 0)
		s->offset_ms = server_ms + rtt / 2 - s->args.wall(s->args.arg);
}

static void
came_up(struct sync *s)
{
	s->up = s->been_up = true;
	s->refused = false;
	err_clear(&s->why);
	s->since_at = s->args.wall(s->args.arg);
	s->door.tries = 0;
	s->door.next_at =
	    0; /* the others keep their own waits: what they failed at may not be the line */
	s->look = s->look_audit = s->look_record = s->look_file = true;
	s->announced[0] = '\0';
	s->reference_at = 0;
	if (!s->holding && !cache_fill(s->cache, &s->fill)) /* a new epoch may have ended it */
		s->fill = (struct cache_fill){ 0 };
	s->out->link_changed = true;
}

static void
centre_said(struct sync *s, const struct sync_event *ev)
{
	struct cache_seat seat;
	struct msg_centre c;
	struct err e;

	cache_seat(s->cache, &seat);
	if (msg_centre_read(ev->body, ev->len, &c, &e) != ERR_OK) {
		err_set(&e, ERR_NETWORK, "那里答复的不是热线中心。");
		sync_down(s, &e);
		sync_fail(s, &s->door);
	} else if (c.schema_max > 0 && (OP_VERSION < c.schema_min || OP_VERSION > c.schema_max)) {
		err_set(&e, ERR_SCHEMA, "%s程序版本过旧(中心 %s), 请升级; 登记照常, 先存在本机。",
		    OP_VERSION < c.schema_min ? "本机" : "中心", c.version);
		sync_refuse(s, &e);
	} else if (cache_seat_centre(s->cache, &c, &e) == ERR_WRONG_CENTRE) {
		sync_refuse(s, &e);
	} else {
		if (!str_eq(seat.epoch,
			c.epoch)) /* restored: what it said before is not sure any more */
			s->push.id = s->side.id = s->file.id = 0;
		learn_offset(s, c.server_ms);
		sync_seen(s);
		came_up(s);
	}
	secret_wipe(&seat, sizeof(seat));
}

static void
enrolled(struct sync *s, const struct sync_event *ev)
{
	struct msg_device d;
	struct cache_seat seat;
	struct err e;

	cache_seat(s->cache, &seat);
	if (msg_device_read(ev->body, ev->len, &d, &e) == ERR_OK &&
	    (seat.centre_id[0] == '\0' || str_eq(d.centre_id, seat.centre_id)) &&
	    cache_seat_enrolled(s->cache, &d, &e) == ERR_OK) {
		s->enrol_code[0] = '\0'; /* used up */
		/* A session of the device we were: its pages would tell that one's numbers (last_op). */
		s->has_session = false;
		pull_stop(s);
		s->door.tries = 0;
		s->look = true;
		sync_note(s, NOTE_ENROLLED, NULL);
		s->out->link_changed = true;
	} else {
		sync_fail(s, &s->door);
	}
	secret_wipe(&d, sizeof(d));
	secret_wipe(&seat, sizeof(seat));
}

static void
signed_in(struct sync *s, const struct sync_event *ev)
{
	struct sync_note *note;
	char scope[64];
	struct err e;

	if (msg_session_read(ev->body, ev->len, &s->session, &e) != ERR_OK) {
		sync_fail(s, &s->door);
		return;
	}
	/* another answer than the last person's means another copy of everything */
	cache_scope_of(s->session.feed, s->session.roles, scope, sizeof(scope));
	if (cache_scope(s->cache, scope, &e) != ERR_OK) {
		sync_fail(s, &s->door);
		return;
	}
	learn_offset(s, s->session.server_ms);
	s->has_session = true;
	s->desk_at = s->now + SYNC_DESK_MS;
	s->has_desk = false;
	s->reference_at = 0; /* who sits down begins with what holds now */
	s->person_waits = false;
	s->door.tries = 0;
	s->first_poll = true;
	s->caught_up = false;
	s->pull.next_at = 0;
	if (!cache_fill(s->cache, &s->fill))
		s->fill = (struct cache_fill){ 0 };
	note = sync_note(s, NOTE_SESSION, NULL);
	if (note != NULL)
		note->session = s->session;
	s->out->link_changed = true;
}

static void
login_failed(struct sync *s, const struct err *e)
{
	s->wanted = false;
	secret_wipe(s->password, sizeof(s->password));
	if (s->person_waits) {
		s->person_waits = false;
		sync_note(s, NOTE_SESSION, e);
	} else {
		struct err told;
		err_set(&told, ERR_UNAUTHORISED,
		    "登录已失效, 请重新登录; 登记照常, 先存在本机。(%s)", e->text);
		sync_note(s, NOTE_TEXT, &told);
	}
}

static void
refused(struct sync *s, enum sync_ask ask, const struct sync_event *ev)
{
	struct err e;
	enum err_code code = sync_problem(ev, &e, NULL);

	if (ask == ASK_LOGOUT)
		return;
	if (ask == ASK_CENTRE || ev->status >= 500 || err_retry_class(code) == RETRY_LATER) {
		/* A locked job number (429) is told to the person who tries; an automatic sign-in tries again later. */
		if (ask == ASK_LOGIN && code == ERR_BUSY && s->person_waits) {
			login_failed(s, &e);
			return;
		}
		if (code != ERR_BUSY)
			sync_down(s, &e);
		sync_fail(s, &s->door);
	} else if (code == ERR_DEVICE) {
		door_lost_device(s, &e);
	} else if (ask == ASK_LOGIN) {
		login_failed(s, &e);
	} else {
		s->enrol_code[0] = '\0';
		sync_refuse(s, &e);
	}
}

void
door_answer(struct sync *s, const struct sync_event *ev)
{
	enum sync_ask ask = s->door.ask;

	if (ev->outcome != SYNC_ANSWERED && ask != ASK_LOGOUT) {
		struct err e;
		sync_problem(ev, &e, NULL);
		sync_down(s, &e);
		sync_fail(s, &s->door);
	} else if (!sync_is_ok(ev)) {
		refused(s, ask, ev);
	} else if (ask == ASK_CENTRE) {
		centre_said(s, ev);
	} else if (ask == ASK_ENROL) {
		enrolled(s, ev);
	} else if (ask == ASK_LOGIN && s->wanted) {
		signed_in(s, ev);
	}
}

/* ---- people ---- */

void
door_sign_in(struct sync *s, const struct sync_event *ev)
{
	if (s->has_session)
		door_sign_out(s);
	str_copy(s->job_no, sizeof(s->job_no), ev->job_no);
	str_copy(s->password, sizeof(s->password), ev->password != NULL ? ev->password : "");
	s->wanted = s->person_waits = true;
	s->renewed = false;
	if (s->door.ask == ASK_LOGIN)
		s->door.id = 0; /* of somebody else */
}

void
sync_password(struct sync *s, const char *password)
{
	if (s->wanted || s->has_session)
		str_copy(s->password, sizeof(s->password), password);
}

void
door_sign_out(struct sync *s)
{
	if (s->has_session)
		str_copy(s->logout, sizeof(s->logout), s->session.token);
	s->has_session = s->wanted = s->person_waits = false;
	secret_wipe(&s->session, sizeof(s->session));
	secret_wipe(s->password, sizeof(s->password));
	pull_stop(s);
	s->out->link_changed = true;
}

void
door_lost_session(struct sync *s, const struct err *e)
{
	s->has_session = false;
	s->door.next_at = 0;
	if (s->renewed)
		login_failed(s, e);
	s->renewed = true;
}

void
door_lost_device(struct sync *s, const struct err *e)
{
	if (s->args
		.is_private) { /* our own centre was made anew around us: enrol again, nobody need be asked */
		(void)cache_reuse(s->cache, NULL);
		sync_fail(s, &s->door);
		return;
	}
	sync_refuse(s, e);
}
