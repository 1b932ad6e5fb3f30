/* The sync core, step by step: what it asks, and what it makes of every kind of answer. Each case is a short play: events
 * in, requests out. Whole schedules against the real centre are in tests/sync. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/secret.h"
#include "client/cache/cache_p.h"
#include "client/engine/sync.h"
#include "model/workflow.h"
#include "wire/page.h"
#include "wire/ticket_json.h"

#define CENTRE "01890000-0000-7000-8000-00000000c001"
#define DEVICE "01890000-0000-7000-8000-00000000d001"
#define FILL   "01890000-0000-7000-8000-00000000f001"

struct play {
	struct cache_writer *w;
	struct sync *s;
	struct sync_actions a; /* of the last step */
	int64_t now;
	uint8_t key[SECRET_KEY_BYTES];
	uint32_t random;
	struct err e;
};

static void
randomness(void *arg, void *out, size_t n)
{
	struct play *p = arg;

	memset(out, 0, n);
	memcpy(out, &p->random, n < sizeof(p->random) ? n : sizeof(p->random));
}

static int64_t
wall(void *arg)
{
	return 1795142522000 + ((struct play *)arg)->now;
}

static void
step(struct play *p, struct sync_event ev)
{
	sync_actions_clear(&p->a);
	sync_step(p->s, &ev, p->now, &p->a);
}

static void
pass(struct play *p, int64_t ms)
{
	p->now += ms;
	step(p, (struct sync_event){ .kind = SYNC_TIME });
}

static const struct sync_request *
sent(struct play *p, enum sync_ask ask)
{
	for (int i = 0; i < p->a.n_send; i++)
		if (p->a.send[i].ask == ask)
			return &p->a.send[i];
	return NULL;
}

static uint64_t
must_send(struct play *p, enum sync_ask ask)
{
	const struct sync_request *r = sent(p, ask);

	if (r == NULL)
		fail_msg("request %d was not sent", (int)ask);
	return r->id;
}

static void
answer(struct play *p, uint64_t id, int status, const char *body)
{
	step(p, (struct sync_event){ .kind = SYNC_ANSWER,
		    .request = id,
		    .outcome = status > 0    ? SYNC_ANSWERED
			       : status == 0 ? SYNC_UNREACHED
					     : SYNC_UNKNOWN,
		    .status = status,
		    .body = body,
		    .len = strlen(body) });
}

#define NOBODY_THERE 0
#define TORN         (-1)

static int
setup_with(void **state, bool is_private)
{
	struct cache_args cache = { .memory = true };
	struct sync_args args = { .random = randomness,
		.wall = wall,
		.name = "seat",
		.boot = "b",
		.enrol_code = "CODE" };
	struct play *p = calloc(1, sizeof(*p));

	if (p == NULL || secret_init(NULL) != ERR_OK)
		return -1;
	memset(p->key, 3, sizeof(p->key));
	cache.key = p->key;
	if (cache_writer_open(&cache, &p->w, &p->e) != ERR_OK)
		return -1;
	args.cache = p->w;
	args.is_private = is_private;
	args.arg = p;
	p->s = sync_new(&args);
	p->now = 1000;
	*state = p;
	return p->s != NULL ? 0 : -1;
}

static int
setup(void **state)
{
	return setup_with(state, false);
}

static int
setup_private(void **state)
{
	return setup_with(state, true);
}

static int
teardown(void **state)
{
	struct play *p = *state;

	sync_actions_clear(&p->a);
	sync_free(p->s);
	cache_writer_close(p->w);
	free(p);
	return 0;
}

/* ---- the usual way up ---- */

static const char *
centre(const char *epoch)
{
	static char body[256];

	snprintf(body, sizeof(body),
	    "{\"centre_id\":\"" CENTRE
	    "\",\"epoch\":\"%s\",\"name\":\"云江市12345\",\"version\":\"1\",\"schema_min\":1,"
	    "\"schema_max\":1,\"is_private\":false,\"server_ms\":1795142522000}",
	    epoch);
	return body;
}

static const char *
page_past(const char *epoch, const char *cursor, bool more, int last_op)
{
	static char body[256];

	snprintf(body, sizeof(body),
	    "{\"epoch\":\"%s\",\"cursor\":\"%s\",\"more\":%s,\"rows\":{},\"last_op\":%d,\"server_"
	    "ms\":1}",
	    epoch, cursor, more ? "true" : "false", last_op);
	return body;
}

/* As a parked poll is answered: for everybody alike. */
static const char *
page(const char *epoch, const char *cursor, bool more)
{
	return page_past(epoch, cursor, more, 0);
}

static void
come_up(struct play *p)
{
	pass(p, 0);
	answer(p, must_send(p, ASK_CENTRE), 200, centre("e1"));
	if (sent(p, ASK_ENROL) != NULL)
		answer(p, must_send(p, ASK_ENROL), 201,
		    "{\"device_id\":\"" DEVICE
		    "\",\"device_key\":\"key\",\"seat_no\":\"1154\",\"centre_id\":\"" CENTRE
		    "\",\"epoch\":\"e1\"}");
}

static void
sign_in(struct play *p)
{
	step(
	    p, (struct sync_event){ .kind = SYNC_SIGN_IN, .job_no = "1154", .password = "secret" });
	answer(p, must_send(p, ASK_LOGIN), 201,
	    "{\"token\":\"tok\",\"expires_at\":1,\"server_ms\":1795142522000,\"job_no\":\"1154\","
	    "\"name\":\"王芳\","
	    "\"roles\":\"agent\",\"unit\":\"\",\"feed\":\"centre\"}");
	assert_int_equal(p->a.n_notes, 1);
	assert_int_equal(p->a.notes[0].kind, NOTE_SESSION);
	assert_int_equal(p->a.notes[0].err.code, ERR_OK);
}

/* Up, signed in, filled with nothing, parked behind cursor c2. */
static uint64_t
park(struct play *p)
{
	come_up(p);
	sign_in(p);
	answer(p, must_send(p, ASK_CHANGES), 200, page("e1", "r1", false));
	answer(p, must_send(p, ASK_SNAPSHOT), 201,
	    "{\"id\":\"" FILL "\",\"cursor\":\"c1\",\"epoch\":\"e1\",\"count\":0}");
	answer(p, must_send(p, ASK_SNAPSHOT_PAGE), 200, page("e1", "c1", false));
	assert_true(p->a.again);
	pass(p, 0);
	assert_non_null(strstr(sent(p, ASK_CHANGES)->path, "cursor=c1&limit=256&wait=0"));
	answer(p, must_send(p, ASK_CHANGES), 200, page("e1", "c2", false));
	assert_non_null(
	    strstr(sent(p, ASK_CHANGES)->path, "feed=centre&cursor=c2&limit=256&wait=25"));
	assert_int_equal(sent(p, ASK_CHANGES)->park_ms, 25000);
	return must_send(p, ASK_CHANGES);
}

/* Let time go by until that is asked; the line itself answers meanwhile. */
static uint64_t
wait_for(struct play *p, enum sync_ask ask)
{
	for (int i = 0; i < 1000 && sent(p, ask) == NULL; i++) {
		if (sent(p, ASK_CENTRE) != NULL)
			answer(p, must_send(p, ASK_CENTRE), 200, centre("e1"));
		else
			pass(p, 500);
	}
	return must_send(p, ask);
}

static int64_t
promise(struct play *p, int id)
{
	struct cache_op o = { .mono_ms = p->now, .boot = "b" };
	struct op op;
	int64_t n = 0;

	op_init(&op);
	snprintf(op.id, sizeof(op.id), "01890000-0000-7000-8000-%012d", id);
	snprintf(op.ticket, sizeof(op.ticket), "01890000-0000-7000-8000-%012d", 7);
	str_copy(op.by, sizeof(op.by), "1154");
	op.kind = EVENT_NOTE;
	op.at = 1;
	args_set(&op.args, EA_NOTE, "便签");
	o.op = &op;
	assert_int_equal(cache_op_add(p->w, &o, &n, &p->e), ERR_OK);
	op_free(&op);
	return n;
}

static const char *
result(int64_t n, int id, const char *status, const char *more)
{
	static char body[512];

	snprintf(body, sizeof(body),
	    "{\"results\":[{\"n\":%d,\"id\":\"01890000-0000-7000-8000-%012d\",\"ticket\":"
	    "\"01890000-0000-7000-8000-%012d\","
	    "\"status\":\"%s\"%s}],\"last_op\":%d,\"server_ms\":1}",
	    (int)n, id, 7, status, more, (int)n);
	return body;
}

static int64_t
waiting(struct play *p)
{
	int64_t n, parked, conflicts, oldest;

	cache_waiting(p->w, &n, &parked, &conflicts, &oldest);
	return n;
}

static enum link_state
line(struct play *p)
{
	struct link_info l;

	sync_link(p->s, p->now, &l);
	return l.state;
}

/* The private centre is on its way up when its person asks: what it says at last is the answer, be it a no. */
static void
test_a_private_person_is_answered(void **state)
{
	struct play *p = *state;
	uint64_t asked_centre;

	pass(p, 0);
	asked_centre = must_send(p, ASK_CENTRE);
	step(p, (struct sync_event){ .kind = SYNC_SIGN_IN, .job_no = "9999", .password = "" });
	answer(p, asked_centre, NOBODY_THERE, "");
	assert_int_equal(p->a.n_notes, 0);
	for (int i = 0; i < 1000 && sent(p, ASK_CENTRE) == NULL; i++)
		pass(p, 500);
	answer(p, must_send(p, ASK_CENTRE), 200, centre("e1"));
	answer(p, must_send(p, ASK_ENROL), 201,
	    "{\"device_id\":\"" DEVICE
	    "\",\"device_key\":\"key\",\"seat_no\":\"9000\",\"centre_id\":\"" CENTRE
	    "\",\"epoch\":\"e1\"}");
	answer(p, must_send(p, ASK_LOGIN), 401,
	    "{\"code\":\"unauthorised\",\"detail\":\"没有 9999 这个人。\"}");
	assert_int_equal(p->a.n_notes, 1);
	assert_int_equal(p->a.notes[0].kind, NOTE_SESSION);
	assert_int_equal(p->a.notes[0].err.code, ERR_UNAUTHORISED);
}

static void
test_the_way_up(void **state)
{
	struct play *p = *state;

	assert_int_equal(line(p), LINK_STARTING);
	park(p);
	assert_int_equal(line(p), LINK_ONLINE);
	assert_true(sync_idle(p->s));
	assert_string_equal(sync_session(p->s)->name, "王芳");
}

static void
test_what_stands_in_the_requests(void **state)
{
	struct play *p = *state;

	pass(p, 0);
	assert_string_equal(sent(p, ASK_CENTRE)->path, "/v1/centre");
	assert_null(sent(p, ASK_CENTRE)->auth);
	answer(p, must_send(p, ASK_CENTRE), 200, centre("e1"));
	assert_non_null(strstr(sent(p, ASK_ENROL)->body, "\"code\":\"CODE\""));
	answer(p, must_send(p, ASK_ENROL), 201,
	    "{\"device_id\":\"" DEVICE
	    "\",\"device_key\":\"key\",\"seat_no\":\"1154\",\"centre_id\":\"" CENTRE
	    "\",\"epoch\":\"e1\"}");
	step(
	    p, (struct sync_event){ .kind = SYNC_SIGN_IN, .job_no = "1154", .password = "secret" });
	assert_string_equal(sent(p, ASK_LOGIN)->auth, "Device " DEVICE ".key");
	assert_non_null(strstr(sent(p, ASK_LOGIN)->body, "secret"));
}

/* ---- nobody there ---- */

static void
test_back_off_doubles_with_jitter(void **state)
{
	struct play *p = *state;
	int64_t most = 500;

	p->random = 0x7fffffff;
	pass(p, 0);
	for (int i = 0; i < 9; i++) {
		answer(p, must_send(p, ASK_CENTRE), NOBODY_THERE, "");
		assert_int_equal(line(p), LINK_OFFLINE);
		assert_int_equal(p->a.n_send, 0);
		assert_true(p->a.wake_at > p->now && p->a.wake_at <= p->now + most + 20);
		p->now = p->a.wake_at - 1;
		step(p, (struct sync_event){ .kind = SYNC_TIME });
		assert_int_equal(p->a.n_send, 0);
		pass(p, 1);
		most = most * 2 > 60000 ? 60000 : most * 2;
	}
}

static void
test_a_person_is_answered_at_once(void **state)
{
	struct play *p = *state;

	pass(p, 0);
	step(
	    p, (struct sync_event){ .kind = SYNC_SIGN_IN, .job_no = "1154", .password = "secret" });
	answer(p, p->a.n_send > 0 ? p->a.send[0].id : 1, NOBODY_THERE, "");
	assert_int_equal(p->a.n_notes, 1);
	assert_int_equal(p->a.notes[0].kind, NOTE_SESSION);
	assert_int_equal(p->a.notes[0].err.code, ERR_NETWORK);
	/* The wish stands: when the line comes back, so does the session. */
	pass(p, 60000);
	answer(p, must_send(p, ASK_CENTRE), 200, centre("e1"));
	answer(p, must_send(p, ASK_ENROL), 201,
	    "{\"device_id\":\"" DEVICE
	    "\",\"device_key\":\"key\",\"seat_no\":\"1154\",\"centre_id\":\"" CENTRE
	    "\",\"epoch\":\"e1\"}");
	must_send(p, ASK_LOGIN);
}

static void
test_wrong_password(void **state)
{
	struct play *p = *state;

	come_up(p);
	step(p, (struct sync_event){ .kind = SYNC_SIGN_IN, .job_no = "1154", .password = "bad" });
	answer(p, must_send(p, ASK_LOGIN), 401,
	    "{\"code\":\"unauthorised\",\"status\":401,\"detail\":\"工号或密码不对。\"}");
	assert_int_equal(p->a.notes[0].err.code, ERR_UNAUTHORISED);
	assert_string_equal(p->a.notes[0].err.text, "工号或密码不对。");
	pass(p, 60000);
	assert_null(sent(p, ASK_LOGIN));
	assert_int_equal(line(p), LINK_ONLINE);
}

static void
test_wrong_centre(void **state)
{
	struct play *p = *state;
	struct link_info l;

	come_up(p);
	step(p, (struct sync_event){ .kind = SYNC_SIGN_IN, .job_no = "1154", .password = "x" });
	answer(p, must_send(p, ASK_LOGIN), TORN, "");
	p->now += 60000;
	pass(p, 0);
	answer(p, must_send(p, ASK_CENTRE), 200,
	    "{\"centre_id\":\"01890000-0000-7000-8000-00000000c002\",\"epoch\":\"e9\",\"name\":"
	    "\"别处\",\"version\":\"1\","
	    "\"schema_min\":1,\"schema_max\":1,\"server_ms\":1}");
	sync_link(p->s, p->now, &l);
	assert_int_equal(l.state, LINK_REFUSED);
	assert_non_null(strstr(l.text, "这份数据属于"));
	assert_int_equal(p->a.n_send, 0);
}

static void
test_too_old(void **state)
{
	struct play *p = *state;

	pass(p, 0);
	answer(p, must_send(p, ASK_CENTRE), 200,
	    "{\"centre_id\":\"" CENTRE "\",\"epoch\":\"e1\",\"name\":\"x\",\"version\":\"9\","
	    "\"schema_min\":5,\"schema_max\":7,"
	    "\"server_ms\":1}");
	assert_int_equal(line(p), LINK_REFUSED);
	assert_int_equal(p->a.n_send, 0);
}

/* ---- pages ---- */

static void
test_a_late_page_is_not_applied(void **state)
{
	struct play *p = *state;
	struct cache_place place;
	uint64_t old = park(p);

	/* The request times out; the line is looked at anew and the same place asked again. */
	answer(p, old, TORN, "");
	assert_int_equal(line(p), LINK_OFFLINE);
	wait_for(p, ASK_CHANGES);
	if (strstr(sent(p, ASK_CHANGES)->path, "reference") != NULL)
		answer(p, must_send(p, ASK_CHANGES), 200, page("e1", "r2", false));
	answer(p, must_send(p, ASK_CHANGES), 200, page("e1", "c9", false));
	/* Now the first answer comes after all. */
	answer(p, old, 200, page("e1", "c3", false));
	cache_place(p->w, "centre", &place);
	assert_string_equal(place.cursor, "c9");
}

/* Somebody has published something: the poll comes back empty and says so, and the reference feed is asked before the
 * next one is left open; the same word again, or none, changes nothing. */
static void
test_news_of_the_reference_feed_is_fetched(void **state)
{
	static const char told[] = "{\"epoch\":\"e1\",\"cursor\":\"%s\",\"more\":false,\"rows\":{},"
				   "\"reference\":%d,\"server_ms\":1795142522000}";
	struct play *p = *state;
	uint64_t poll = park(p);
	char body[200];

	p->random = 300;
	for (int i = 0; i < 3; i++) {
		snprintf(body, sizeof(body), told,
		    i < 1   ? "c3"
		    : i < 2 ? "c4"
			    : "c5",
		    i < 2 ? 41 : 40);
		answer(p, poll, 200, body);
		if (i != 1) {
			assert_null(
			    sent(p, ASK_CHANGES)); /* a hall of seats does not come at once */
			step(p, (struct sync_event){ .kind = SYNC_KICK });
			assert_null(sent(p, ASK_CHANGES));
			p->now += 500;
			pass(p, 0);
			assert_non_null(strstr(sent(p, ASK_CHANGES)->path, "feed=reference"));
			answer(p, must_send(p, ASK_CHANGES), 200, page("e1", "r2", false));
		}
		assert_non_null(strstr(sent(p, ASK_CHANGES)->path, "feed=centre"));
		assert_int_equal(sent(p, ASK_CHANGES)->park_ms, 25000);
		poll = must_send(p, ASK_CHANGES);
	}
}

static void
test_cursor_expired_fills_again(void **state)
{
	struct play *p = *state;
	uint64_t poll = park(p);

	answer(p, poll, 410, "{\"code\":\"cursor_expired\",\"status\":410,\"detail\":\"x\"}");
	wait_for(p, ASK_SNAPSHOT);
}

static void
test_new_epoch_fills_again(void **state)
{
	struct play *p = *state;
	struct cache_place place;
	uint64_t poll = park(p);

	answer(p, poll, 409, "{\"code\":\"epoch_changed\",\"status\":409,\"detail\":\"x\"}");
	answer(p, wait_for(p, ASK_CENTRE), 200, centre("e2"));
	cache_place(p->w, "centre", &place);
	assert_string_equal(place.cursor, "");
	answer(p, wait_for(p, ASK_CHANGES), 200, page("e2", "r1", false));
	must_send(p, ASK_SNAPSHOT);
}

static void
test_torn_page(void **state)
{
	struct play *p = *state;
	struct cache_place place;
	uint64_t poll = park(p);

	answer(p, poll, 200, "{\"epoch\":\"e1\",\"cursor\":\"c3\",\"mo");
	cache_place(p->w, "centre", &place);
	assert_string_equal(place.cursor, "c2");
	wait_for(p, ASK_CHANGES);
	assert_non_null(strstr(sent(p, ASK_CHANGES)->path, "cursor=c2"));
}

static void
test_session_lost_is_renewed_once(void **state)
{
	struct play *p = *state;
	uint64_t poll = park(p);

	answer(
	    p, poll, 401, "{\"code\":\"unauthorised\",\"status\":401,\"detail\":\"登录已过期\"}");
	answer(p, must_send(p, ASK_LOGIN), 201,
	    "{\"token\":\"tok2\",\"expires_at\":1,\"server_ms\":1,\"job_no\":\"1154\",\"name\":"
	    "\"王芳\",\"roles\":\"agent\","
	    "\"unit\":\"\",\"feed\":\"centre\"}");
	assert_string_equal(sent(p, ASK_CHANGES)->auth, "Bearer tok2");
	answer(p, must_send(p, ASK_CHANGES), 401,
	    "{\"code\":\"unauthorised\",\"status\":401,\"detail\":\"停用\"}");
	assert_null(sent(p, ASK_LOGIN)); /* and no more: a person must */
	assert_int_equal(p->a.notes[p->a.n_notes - 1].kind, NOTE_TEXT);
}

/* ---- pushes ---- */

static void
test_push_same_bytes_until_answered(void **state)
{
	struct play *p = *state;
	uint64_t id;
	char *first;
	int64_t n;

	park(p);
	n = promise(p, 501);
	step(p, (struct sync_event){ .kind = SYNC_KICK });
	id = must_send(p, ASK_OPS);
	assert_string_equal(sent(p, ASK_OPS)->auth, "Device " DEVICE ".key");
	first = str_dup(strstr(sent(p, ASK_OPS)->body, "\"body\""));
	step(p, (struct sync_event){ .kind = SYNC_KICK });
	assert_null(sent(p, ASK_OPS)); /* one in flight */
	answer(p, id, TORN, "");
	wait_for(p, ASK_OPS);
	assert_string_equal(strstr(sent(p, ASK_OPS)->body, "\"body\""), first);
	free(first);
	answer(p, must_send(p, ASK_OPS), 200, result(n, 501, "applied", ",\"rev\":1"));
	assert_int_equal(waiting(p), 0);
}

/* An answered operation whose ticket comes in no page: one page that is not parked tells that it was passed. */
static void
test_what_left_the_feed_is_asked_past(void **state)
{
	struct play *p = *state;
	uint64_t parked = park(p);
	int64_t n = promise(p, 501);

	step(p, (struct sync_event){ .kind = SYNC_KICK });
	answer(p, must_send(p, ASK_OPS), 200, result(n, 501, "applied", ",\"rev\":1"));
	assert_true(cache_lingers(p->w));
	assert_false(sync_idle(p->s)); /* sent, and what became of it is not here */
	answer(p, parked, 200, page("e1", "c3", false));
	assert_true(cache_lingers(p->w));
	assert_false(sync_idle(p->s));
	assert_non_null(strstr(sent(p, ASK_CHANGES)->path, "cursor=c3&limit=256&wait=0"));
	answer(p, must_send(p, ASK_CHANGES), 200, page_past("e1", "c3", false, (int)n));
	assert_false(cache_lingers(p->w));
	assert_true(sync_idle(p->s));
	assert_non_null(strstr(sent(p, ASK_CHANGES)->path, "wait=25"));
}

/* A centre that has lost it says so elsewhere (op_gap): nobody asks for ever. */
static void
test_it_is_asked_once(void **state)
{
	struct play *p = *state;
	uint64_t parked = park(p);
	int64_t n = promise(p, 501);

	step(p, (struct sync_event){ .kind = SYNC_KICK });
	answer(p, must_send(p, ASK_OPS), 200, result(n, 501, "applied", ",\"rev\":1"));
	answer(p, parked, 200, page("e1", "c3", false));
	answer(p, must_send(p, ASK_CHANGES), 200, page("e1", "c4", false));
	assert_true(cache_lingers(p->w));
	assert_true(sync_idle(p->s)); /* nor is it waited for */
	assert_non_null(strstr(sent(p, ASK_CHANGES)->path, "wait=25"));
}

static uint64_t
push_two(struct play *p)
{
	park(p);
	promise(p, 501);
	promise(p, 502);
	step(p, (struct sync_event){ .kind = SYNC_KICK });
	return must_send(p, ASK_OPS);
}

static void
test_rejected_does_not_hold_up_the_next(void **state)
{
	struct play *p = *state;
	uint64_t id = push_two(p);

	answer(p, id, 200,
	    result(1, 501, "rejected", ",\"code\":\"guard\",\"detail\":\"不满足办理条件\""));
	assert_int_equal(waiting(p), 1);
	assert_non_null(strstr(sent(p, ASK_OPS)->body, "\"n\":2"));
	assert_null(strstr(sent(p, ASK_OPS)->body, "\"n\":1,"));
}

static void
test_gap_sends_from_there(void **state)
{
	struct play *p = *state;
	uint64_t id = push_two(p);

	answer(p, id, 200, result(1, 501, "applied", ",\"rev\":1"));
	answer(p, must_send(p, ASK_OPS), 409,
	    "{\"code\":\"op_gap\",\"status\":409,\"detail\":\"x\",\"expect\":1}");
	assert_non_null(strstr(sent(p, ASK_OPS)->body, "\"n\":1"));
	assert_non_null(strstr(sent(p, ASK_OPS)->body, "\"n\":2"));
}

static void
test_reuse_enrols_again(void **state)
{
	struct play *p = *state;
	uint64_t id = push_two(p);
	struct cache_seat seat;

	answer(p, id, 422, "{\"code\":\"op_reuse\",\"status\":422,\"detail\":\"x\"}");
	cache_seat(p->w, &seat);
	assert_true(seat.reenrol);
	pass(p, 1000);
	assert_null(sent(p, ASK_OPS));
	assert_int_equal(
	    line(p), LINK_REFUSED); /* the code is used up: a person must bring a new one */
	assert_int_equal(waiting(p), 2);
}

static void
test_a_malformed_one_is_found_by_halving(void **state)
{
	struct play *p = *state;
	uint64_t id = push_two(p);
	const char *bad = "{\"code\":\"invalid\",\"status\":422,\"detail\":\"第 1 件格式不对\"}";
	int64_t n, parked, conflicts, oldest;

	answer(p, id, 422, bad);
	assert_non_null(strstr(sent(p, ASK_OPS)->body, "000501"));
	assert_null(strstr(sent(p, ASK_OPS)->body, "000502"));
	answer(p, must_send(p, ASK_OPS), 422, bad);
	cache_waiting(p->w, &n, &parked, &conflicts, &oldest);
	assert_int_equal(parked, 1);
	assert_non_null(strstr(sent(p, ASK_OPS)->body, "000502"));
	assert_non_null(strstr(sent(p, ASK_OPS)->body, "\"n\":1")); /* the number was not used up */
}

static void
test_upgrade_first(void **state)
{
	struct play *p = *state;
	uint64_t id = push_two(p);

	answer(p, id, 426, "{\"code\":\"schema_too_old\",\"status\":426,\"detail\":\"x\"}");
	assert_int_equal(waiting(p), 2);
	assert_int_equal(p->a.notes[0].kind, NOTE_TEXT);
	assert_null(sent(p, ASK_OPS));
}

static void
test_retry_stops_the_batch(void **state)
{
	struct play *p = *state;
	uint64_t id = push_two(p);

	p->random = 0x7fffffff;
	answer(p, id, 200, result(1, 501, "retry", ",\"code\":\"busy\""));
	assert_int_equal(waiting(p), 2);
	assert_null(sent(p, ASK_OPS));
	assert_true(p->a.wake_at > p->now);
}

/* Retry-After: no sooner than it says, however short the back-off is; a word of a broken proxy silences nobody for a day. */
static void
test_waits_as_long_as_the_centre_asks(void **state)
{
	static const struct {
		int asked_s;
		int64_t least_ms, most_ms;
	} cases[] = { { 0, 1, 520 }, { 7, 7000, 7520 }, { 86400, 300000, 300520 } };

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct play *p = *state;
		struct sync_event busy = { .kind = SYNC_ANSWER,
			.outcome = SYNC_ANSWERED,
			.status = 503,
			.retry_after_s = cases[i].asked_s,
			.body = "",
			.request = 0 };

		p->random = 0x7fffffff;
		busy.request = i == 0 ? push_two(p) : must_send(p, ASK_OPS);
		step(p, busy);
		assert_null(sent(p, ASK_OPS));
		for (const int64_t from = p->now; sent(p, ASK_OPS) == NULL;) {
			assert_true(p->now - from <= cases[i].most_ms << i);
			if (sent(p, ASK_CENTRE) != NULL)
				answer(p, must_send(p, ASK_CENTRE), 200, centre("e1"));
			else
				pass(p, 20);
			if (sent(p, ASK_OPS) != NULL)
				assert_true(p->now - from >= cases[i].least_ms);
		}
	}
}

static void
test_outbox_drains_after_sign_out(void **state)
{
	struct play *p = *state;

	park(p);
	promise(p, 501);
	step(p, (struct sync_event){ .kind = SYNC_SIGN_OUT });
	assert_string_equal(sent(p, ASK_LOGOUT)->auth, "Bearer tok");
	step(p, (struct sync_event){ .kind = SYNC_KICK });
	answer(p, must_send(p, ASK_OPS), 200, result(1, 501, "applied", ",\"rev\":1"));
	assert_int_equal(waiting(p), 0);
	pass(p, 1000);
	assert_null(sent(p, ASK_CHANGES)); /* nobody may read */
}

static void
test_no_push_without_a_key(void **state)
{
	struct play *p = *state;

	park(p);
	promise(p, 501);
	cache_writer_key(p->w, NULL);
	step(p, (struct sync_event){ .kind = SYNC_KICK });
	assert_null(sent(p, ASK_OPS));
	cache_writer_key(p->w, p->key);
	step(p, (struct sync_event){ .kind = SYNC_KICK });
	must_send(p, ASK_OPS);
}

/* ---- aside ---- */

static void
test_fetch(void **state)
{
	struct play *p = *state;

	come_up(p);
	step(p, (struct sync_event){ .kind = SYNC_FETCH, .ticket = FILL });
	assert_int_equal(p->a.notes[0].kind, NOTE_FETCHED);
	assert_int_equal(p->a.notes[0].err.code, ERR_NEEDS_CENTRE);
	sign_in(p);
	step(p, (struct sync_event){ .kind = SYNC_FETCH, .ticket = FILL });
	answer(p, must_send(p, ASK_TICKET), 200,
	    "{\"ticket\":{\"id\":\"" FILL "\",\"state\":\"pending\",\"rev\":3},\"events\":[]}");
	assert_int_equal(p->a.notes[0].err.code, ERR_OK);
	step(p, (struct sync_event){ .kind = SYNC_FETCH, .ticket = DEVICE });
	answer(p, must_send(p, ASK_TICKET), 404,
	    "{\"code\":\"not_found\",\"status\":404,\"detail\":\"没有\"}");
	assert_int_equal(p->a.notes[0].err.code, ERR_NOT_FOUND);
	assert_string_equal(p->a.notes[0].ticket, DEVICE);
}

static void
test_audit_is_sent(void **state)
{
	struct play *p = *state;
	struct str body = { 0 };
	int64_t last;

	park(p);
	assert_int_equal(cache_audit_add(p->w, 1, "1154", "unmask", FILL, "核对", &p->e), ERR_OK);
	step(p, (struct sync_event){ .kind = SYNC_KICK });
	assert_non_null(strstr(sent(p, ASK_AUDIT)->body, "unmask"));
	answer(p, must_send(p, ASK_AUDIT), 204, "");
	assert_int_equal(cache_audit_batch(p->w, &body, &last, &p->e), ERR_OK);
	assert_int_equal(last, 0);
	str_free(&body);
}

/* Desk records of others: after everything else, page by page, and an older centre is asked once. */
static void
test_desk_records_come_back(void **state)
{
	struct play *p = *state;
	uint64_t first;

	park(p);
	assert_null(sent(p, ASK_DESK));
	first = wait_for(p, ASK_DESK);
	assert_string_equal(sent(p, ASK_DESK)->path, "/v1/records?after=0");
	answer(p, first, 200,
	    "{\"rows\":[{\"id\":\"" FILL "\",\"kind\":\"of_tomorrow\"}],\"next\":9,\"more\":true}");
	assert_string_equal(sent(p, ASK_DESK)->path, "/v1/records?after=9"); /* at once */
	answer(p, must_send(p, ASK_DESK), 200, "{\"rows\":[],\"ne"); /* torn: another time */
	assert_null(sent(p, ASK_DESK));
	answer(p, wait_for(p, ASK_DESK), 404, "{\"code\":\"not_found\",\"status\":404}");
	for (int i = 0; i < 300; i++) {
		pass(p, 1000);
		assert_null(sent(p, ASK_DESK));
	}
}

#define ORDERED "01890000-0000-7000-8000-00000000a0de"

/* The centre says with a parked poll that there is something for who sits here: asked for in the same step, once, and the
 * next poll says that it is known, so that the same word is not said again. */
static void
test_what_somebody_waits_for_comes_at_once(void **state)
{
	static const char told[] = "{\"epoch\":\"e1\",\"cursor\":\"c3\",\"more\":false,\"rows\":{},"
				   "\"desk\":%d,\"server_ms\":1}";
	struct play *p = *state;
	uint64_t poll = park(p);
	char body[200], rows[400];

	(void)snprintf(body, sizeof(body), told, 7);
	answer(p, poll, 200, body);
	assert_string_equal(sent(p, ASK_DESK)->path, "/v1/records?after=0");
	assert_non_null(strstr(sent(p, ASK_CHANGES)->path, "&wait=25&desk=7"));
	poll = must_send(p, ASK_CHANGES);
	(void)snprintf(rows, sizeof(rows),
	    "{\"rows\":[{\"id\":\"" ORDERED "\",\"kind\":\"order\",\"by\":\"1101\",\"at\":%lld,"
	    "\"object\":\"1154\",\"code\":\"rest\",\"text\":\"累了\"}],\"next\":7,\"more\":false}",
	    (long long)wall(p));
	answer(p, must_send(p, ASK_DESK), 200, rows);
	assert_int_equal(p->a.n_notes, 1);
	assert_int_equal(p->a.notes[0].kind, NOTE_ORDER);
	assert_string_equal(p->a.notes[0].order.code, "rest");
	answer(p, poll, 200, body); /* the same word once more: nothing is asked */
	assert_null(sent(p, ASK_DESK));
	/* Lost on the way: asked again within seconds, and what has come twice is no second order. */
	(void)snprintf(body, sizeof(body), told, 8);
	answer(p, must_send(p, ASK_CHANGES), 200, body);
	answer(p, must_send(p, ASK_DESK), TORN, "");
	poll = 0;
	for (int64_t until = p->now + 5000; poll == 0 && p->now < until;) {
		if (sent(p, ASK_CENTRE) != NULL)
			answer(p, must_send(p, ASK_CENTRE), 200, centre("e1"));
		else
			pass(p, 500);
		poll = sent(p, ASK_DESK) != NULL ? sent(p, ASK_DESK)->id : 0;
	}
	answer(p, poll, 200, rows);
	assert_int_equal(p->a.n_notes, 0);
}

/* Page after page, as long as they come at once; a line that takes its time is time to index. */
static void
test_rows_come_before_their_index(void **state)
{
	struct play *p = *state;
	uint64_t poll = park(p);

	for (int i = 0; i < 1000 && p->a.again; i++)
		pass(p, 0);
	assert_false(cache_find_waits(p->w));
	assert_true(sync_idle(p->s));
	assert_false(sync_asks(p->s));
	assert_int_equal(cache_find_again(p->w, &p->e), ERR_OK);
	for (int i = 3; i < 6; i++) {
		char cursor[16];

		snprintf(cursor, sizeof(cursor), "c%d", i);
		answer(p, poll, 200, page("e1", cursor, true));
		poll = must_send(p, ASK_CHANGES);
		assert_true(sync_asks(p->s));
		pass(p, 50);
		assert_false(p->a.again);
		assert_true(p->a.wake_at - p->now <= 150);
		assert_true(cache_find_waits(p->w));
		assert_false(sync_idle(p->s));
	}
	pass(p, 150);
	for (int i = 0; i < 1000 && p->a.again; i++)
		pass(p, 0);
	assert_false(cache_find_waits(p->w));
	assert_false(sync_idle(p->s));
	assert_int_equal(cache_find_again(p->w, &p->e), ERR_OK);
	answer(p, poll, 200, page("e1", "c9", false));
	assert_true(p->a.again);
	assert_false(sync_asks(p->s)); /* what is parked is no answer on its way */
	for (int i = 0; i < 1000 && p->a.again; i++)
		pass(p, 0);
	assert_false(cache_find_waits(p->w));
	assert_true(sync_idle(p->s));
}

/* A page with one ticket. */
static void
bring_ticket(struct play *p, uint64_t poll)
{
	struct str doc = { 0 }, body = { 0 };
	struct page_writer w = { 0 };
	struct ticket t;

	ticket_init(&t);
	str_copy(t.id, sizeof(t.id), "01890000-0000-7000-8000-000000000007");
	t.rev = 1;
	t.state = STATE_PENDING;
	t.created_at = t.updated_at = 1795142522000;
	fields_set(&t.f, TF_TITLE, "小区停车难");
	fields_set(&t.f, TF_CONTENT, "业主反映停车难, 物业不管。");
	ticket_json_write(&t, false, &doc);
	page_begin(&w, &body, "e1");
	page_ticket_text(&w, doc.s, doc.len);
	page_end(&w, "c3", false, 0, 1);
	answer(p, poll, 200, str_c(&body));
	ticket_free(&t);
	str_free(&doc);
	str_free(&body);
}

/* Zeros in the index are no error to whoever reads it: they are looked for while nobody waits, and with time. */
static void
test_what_the_index_lost_is_noticed(void **state)
{
	struct play *p = *state;
	const char *parts = "SELECT count(*) FROM ticket_fts_data WHERE id > 100";

	bring_ticket(p, park(p));
	for (int i = 0; i < 1000 && p->a.again; i++)
		pass(p, 0);
	assert_false(cache_find_waits(p->w));
	assert_true(db_one_int(p->w->db, parts, 0) > 0);
	assert_int_equal(db_exec(p->w->db,
			     "UPDATE ticket_fts_data SET block = zeroblob(length(block)) WHERE id >"
			     " 100",
			     &p->e),
	    ERR_OK);
	assert_true(p->a.wake_at <= p->now + 2000);
	pass(p, 0); /* not yet: a key, a job come first */
	assert_false(cache_find_waits(p->w));
	for (int i = 0; i < 5 && !cache_find_waits(p->w); i++)
		pass(p, 1000);
	assert_true(cache_find_waits(p->w));
	assert_true(p->a.again); /* and made anew at once */
	for (int i = 0; i < 1000 && p->a.again; i++)
		pass(p, 0);
	assert_false(cache_find_waits(p->w));
	for (int i = 0; i < 40; i++) /* and left alone from then on */
		pass(p, 1000);
	assert_int_equal(p->w->find.remade, 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_the_way_up, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    test_a_private_person_is_answered, setup_private, teardown),
		cmocka_unit_test_setup_teardown(test_what_stands_in_the_requests, setup, teardown),
		cmocka_unit_test_setup_teardown(test_back_off_doubles_with_jitter, setup, teardown),
		cmocka_unit_test_setup_teardown(test_a_person_is_answered_at_once, setup, teardown),
		cmocka_unit_test_setup_teardown(test_wrong_password, setup, teardown),
		cmocka_unit_test_setup_teardown(test_wrong_centre, setup, teardown),
		cmocka_unit_test_setup_teardown(test_too_old, setup, teardown),
		cmocka_unit_test_setup_teardown(test_a_late_page_is_not_applied, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    test_news_of_the_reference_feed_is_fetched, setup, teardown),
		cmocka_unit_test_setup_teardown(test_cursor_expired_fills_again, setup, teardown),
		cmocka_unit_test_setup_teardown(test_new_epoch_fills_again, setup, teardown),
		cmocka_unit_test_setup_teardown(test_torn_page, setup, teardown),
		cmocka_unit_test_setup_teardown(test_session_lost_is_renewed_once, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    test_push_same_bytes_until_answered, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    test_what_left_the_feed_is_asked_past, setup, teardown),
		cmocka_unit_test_setup_teardown(test_it_is_asked_once, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    test_rejected_does_not_hold_up_the_next, setup, teardown),
		cmocka_unit_test_setup_teardown(test_gap_sends_from_there, setup, teardown),
		cmocka_unit_test_setup_teardown(test_reuse_enrols_again, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    test_a_malformed_one_is_found_by_halving, setup, teardown),
		cmocka_unit_test_setup_teardown(test_upgrade_first, setup, teardown),
		cmocka_unit_test_setup_teardown(test_retry_stops_the_batch, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    test_waits_as_long_as_the_centre_asks, setup, teardown),
		cmocka_unit_test_setup_teardown(test_outbox_drains_after_sign_out, setup, teardown),
		cmocka_unit_test_setup_teardown(test_no_push_without_a_key, setup, teardown),
		cmocka_unit_test_setup_teardown(test_fetch, setup, teardown),
		cmocka_unit_test_setup_teardown(test_desk_records_come_back, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    test_what_somebody_waits_for_comes_at_once, setup, teardown),
		cmocka_unit_test_setup_teardown(test_audit_is_sent, setup, teardown),
		cmocka_unit_test_setup_teardown(test_rows_come_before_their_index, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    test_what_the_index_lost_is_noticed, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
