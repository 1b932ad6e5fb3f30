/* Parked polls: woken by what concerns them, answered with one body, given back at their end, never missed. */
#include "counter.h"

#include <pthread.h>

#include "../../lib/poll.h"
#include "server/api/api_p.h"
#include "server/http/http_p.h"

#define WAIT_MS 20000

struct lot { /* a transport that can wait */
	struct tcentre c;
	struct api *api;
	pthread_mutex_t lock;
	int answered;
};

struct parked {
	struct api_call call; /* first */
	struct lot *lot;
	char cursor[CURSOR_SIZE];
	bool answered, shared;
	int status;
	struct http_body *body;
	enum err_code code;
	void (*expired)(struct api_call *c, enum api_end why);
};

static void
finish(struct parked *p, int status, struct http_body *body, enum err_code code)
{
	pthread_mutex_lock(&p->lot->lock);
	assert_false(p->answered);
	p->answered = true;
	p->status = status;
	p->body = body;
	p->code = code;
	p->lot->answered++;
	pthread_mutex_unlock(&p->lot->lock);
}

static void
parked_answer(struct api_call *c, int status, struct str *body, int64_t etag)
{
	size_t n = body->len;

	(void)etag;
	finish((struct parked *)(void *)c, status, n > 0 ? http_body_take(str_take(body), n) : NULL,
	    ERR_OK);
}

static void
parked_shared(struct api_call *c, struct http_body *body)
{
	((struct parked *)(void *)c)->shared = true;
	finish((struct parked *)(void *)c, 200, body, ERR_OK);
}

static void
parked_problem(struct api_call *c, const struct err *e, const char *members)
{
	(void)members;
	finish((struct parked *)(void *)c, err_http(e->code), NULL, e->code);
}

static void
parked_defer(struct api_call *c, int64_t ms, void (*expired)(struct api_call *c, enum api_end why))
{
	(void)ms;
	((struct parked *)(void *)c)->expired = expired;
}

static const char *
no_query(const struct api_call *c, const char *name)
{
	(void)c;
	(void)name;
	return NULL;
}

static int
setup(void **state)
{
	struct lot *l = calloc(1, sizeof(*l));
	struct api_config config = { .version = "test" };
	struct err e = { 0 };

	tcentre_open(&l->c, true, false);
	pthread_mutex_init(&l->lock, NULL);
	config.dir = l->c.dir;
	config.key = l->c.key;
	config.core = &l->c.core;
	assert_int_equal(api_new(&config, &l->api, &e), ERR_OK);
	*state = l;
	return 0;
}

static int
teardown(void **state)
{
	struct lot *l = *state;

	api_free(l->api);
	tcentre_close(&l->c);
	pthread_mutex_destroy(&l->lock);
	free(l);
	return 0;
}

/* Somebody polls ${feed}, up to date: parked. */
static void
park_one(struct lot *l, struct parked *p, const char *feed, uint32_t roles, uint64_t generation)
{
	struct poll poll = { .feed = feed, .cursor = p->cursor, .limit = 500, .wait_ms = 25000 };
	struct err e = { 0 };

	poll.generation = generation;
	*p = (struct parked){ .lot = l };
	assert_int_equal(
	    feed_cursor(l->c.store, feed, store_feed_head(l->c.store), p->cursor, &e), ERR_OK);
	p->call = (struct api_call){ .rq = { .query = no_query },
		.answer = parked_answer,
		.answer_shared = parked_shared,
		.problem = parked_problem,
		.defer = parked_defer,
		.api = l->api };
	p->call.who.roles = roles;
	park_add(l->api->park, &p->call, &poll);
}

static void
park(struct lot *l, struct parked *p, const char *feed, uint32_t roles)
{
	park_one(l, p, feed, roles, park_generation(l->api->park));
}

/* Of ${who}, who has heard of desk records up to ${desk}. */
static void
park_who(struct lot *l, struct parked *p, const char *who, int64_t desk)
{
	struct poll poll = { .feed = "centre",
		.cursor = p->cursor,
		.limit = 500,
		.wait_ms = 25000,
		.desk = desk,
		.generation = park_generation(l->api->park) };

	*p = (struct parked){ .lot = l };
	assert_int_equal(
	    feed_cursor(l->c.store, "centre", store_feed_head(l->c.store), p->cursor, NULL),
	    ERR_OK);
	p->call = (struct api_call){ .answer = parked_answer,
		.answer_shared = parked_shared,
		.problem = parked_problem,
		.defer = parked_defer,
		.api = l->api };
	p->call.who.roles = ROLE_BIT(AGENT);
	str_copy(p->call.who.user.job_no, sizeof(p->call.who.user.job_no), who);
	park_add(l->api->park, &p->call, &poll);
}

static void
file_and_wake(struct lot *l, int last2)
{
	char id[ID_SIZE];

	tcentre_filed(&l->c, EVENT_SUBMIT, last2, id);
	api_wake(l->api, &l->c.core.touched);
}

static bool
has_answer(void *arg)
{
	struct parked *p = arg;
	bool yes;

	pthread_mutex_lock(&p->lot->lock);
	yes = p->answered;
	pthread_mutex_unlock(&p->lot->lock);
	return yes;
}

static void
wait_answer(struct parked *p)
{
	assert_true(poll_until(has_answer, p, WAIT_MS));
}

static bool
shows(const struct parked *p, const char *what)
{
	enum body_coding coding;
	size_t n;
	const char *bytes = http_body_bytes(p->body, BODY_PLAIN, &coding, &n);

	return memmem(bytes, n, what, strlen(what)) != NULL;
}

/* ---- */

static void
a_commit_wakes_whom_it_concerns(void **state)
{
	struct lot *l = *state;
	struct parked centre, unit, other;

	park(l, &centre, "centre", ROLE_BIT(AGENT));
	park(l, &unit, "unit:1021", ROLE_BIT(UNIT));
	park(l, &other, "unit:3001", ROLE_BIT(UNIT));
	assert_int_equal(park_count(l->api->park), 3);
	file_and_wake(l, 1);
	wait_answer(&centre);
	wait_answer(&unit);
	assert_true(shows(&centre, "红山路78号"));
	assert_true(shows(&unit, "红山路78号"));
	assert_false(has_answer(&other));
	assert_int_equal(park_count(l->api->park), 1);
	/* its time is over: the empty page, with the cursor moved on */
	other.expired(&other.call, API_DEADLINE);
	wait_answer(&other);
	assert_int_equal(other.status, 200);
	assert_true(shows(&other, "\"rows\":{}"));
	http_body_unref(centre.body);
	http_body_unref(unit.body);
	http_body_unref(other.body);
}

/* A bulletin: every call is answered, with nothing of its feed and the word that there is something to fetch; figures that
 * move all day wake nobody. */
static void
reference_rows_are_told_to_all(void **state)
{
	struct lot *l = *state;
	struct err e = { 0 };
	struct parked centre, unit, late;
	const uint64_t before = park_generation(l->api->park);

	park(l, &centre, "centre", ROLE_BIT(AGENT));
	park(l, &unit, "unit:3001", ROLE_BIT(UNIT));
	for (int i = 0; i < 2; i++) {
		assert_int_equal(core_begin(&l->c.core, l->c.now, &e), ERR_OK);
		assert_int_equal(core_ref_put(&l->c.core, i == 0 ? "used" : "bulletin", "B1",
				     i == 0 ? "7" : "停水", &e),
		    ERR_OK);
		assert_int_equal(core_commit(&l->c.core, &e), ERR_OK);
		assert_int_equal(l->c.core.touched.reference, i == 1);
		api_wake(l->api, &l->c.core.touched);
		if (i == 0)
			assert_false(has_answer(&centre));
	}
	wait_answer(&centre);
	wait_answer(&unit);
	assert_true(shows(&centre, "\"rows\":{}"));
	assert_true(shows(&unit, "\"reference\":"));
	park_one(
	    l, &late, "centre", ROLE_BIT(AGENT), before); /* it came between reading and parking */
	wait_answer(&late);
	http_body_unref(centre.body);
	http_body_unref(unit.body);
	http_body_unref(late.body);
}

/* A senior's order to one person: her poll alone ends, and says how far there is something; a poll that met it in between
 * ends at once, and one that has heard of it goes on waiting. */
static void
a_record_is_told_to_whom_it_is_for(void **state)
{
	struct lot *l = *state;
	struct core_touched t = { .n_told = 1,
		.told = { { .head = { .kind = RECORD_ORDER, .by = "1101", .object = "1154" },
		    .seq = 9 } } };
	struct parked hers, other, late, heard;

	park(l, &hers, "centre", ROLE_BIT(AGENT));
	str_copy(hers.call.who.user.job_no, sizeof(hers.call.who.user.job_no), "1154");
	park(l, &other, "centre", ROLE_BIT(AGENT));
	str_copy(other.call.who.user.job_no, sizeof(other.call.who.user.job_no), "1107");
	api_wake(l->api, &t);
	wait_answer(&hers);
	assert_true(shows(&hers, "\"rows\":{}"));
	assert_true(shows(&hers, "\"desk\":9"));
	assert_false(has_answer(&other));
	assert_int_equal(park_told(l->api->park, &hers.call, 8), 9);
	assert_int_equal(park_told(l->api->park, &hers.call, 9), 0);
	assert_int_equal(park_told(l->api->park, &hers.call, -1), 0);
	assert_int_equal(park_told(l->api->park, &other.call, 0), 0);
	park_who(l, &late, "1154", 8);
	wait_answer(&late);
	park_who(l, &heard, "1154", 9);
	/* A request for help: who answers on the floor, and not who asked. */
	t.told[0] =
	    (struct core_told){ .head = { .kind = RECORD_ASSIST, .by = "1154", .code = "ask" },
		    .seq = 10 };
	other.call.who.roles = ROLE_BIT(SENIOR);
	api_wake(l->api, &t);
	wait_answer(&other);
	assert_true(shows(&other, "\"desk\":10"));
	assert_false(has_answer(&heard));
	heard.expired(&heard.call, API_DEADLINE);
	wait_answer(&heard);
	assert_false(shows(&heard, "\"desk\""));
	http_body_unref(hers.body);
	http_body_unref(other.body);
	http_body_unref(late.body);
	http_body_unref(heard.body);
}

/* More than a batch names, more than is remembered: who may have missed one is told. */
static void
none_is_forgotten(void **state)
{
	struct lot *l = *state;
	struct core_touched t = { .n_told = 1 };
	struct parked p;

	park(l, &p, "centre", ROLE_BIT(AGENT));
	for (int i = 1; i <= 300; i++) {
		t.told[0] =
		    (struct core_told){ .head = { .kind = RECORD_ORDER, .by = "1101" }, .seq = i };
		str_copy(t.told[0].head.object, RECORD_OBJECT_BYTES, i == 3 ? "1154" : "1107");
		api_wake(l->api, &t);
	}
	assert_false(has_answer(&p));
	str_copy(p.call.who.user.job_no, sizeof(p.call.who.user.job_no), "1154");
	assert_int_equal(park_told(l->api->park, &p.call, 2), 300);
	assert_int_equal(park_told(l->api->park, &p.call, 200), 0);
	t.told[0] = (struct core_told){ .seq = 301, .all = true };
	api_wake(l->api, &t);
	wait_answer(&p);
	http_body_unref(p.body);
}

#define CROWD 60

static void
one_body_for_many(void **state)
{
	struct lot *l = *state;
	struct parked *p = calloc(CROWD, sizeof(*p));
	struct parked observer;

	for (int i = 0; i < CROWD; i++)
		park(l, &p[i], "centre", ROLE_BIT(AGENT));
	park(l, &observer, "centre", ROLE_BIT(OBSERVER));
	file_and_wake(l, 2);
	for (int i = 0; i < CROWD; i++) {
		wait_answer(&p[i]);
		assert_true(p[i].shared);
		assert_ptr_equal(p[i].body, p[0].body);
	}
	wait_answer(&observer); /* may not see who called: a body of its own */
	assert_ptr_not_equal(observer.body, p[0].body);
	assert_true(shows(&p[0], "13800005678"));
	assert_false(shows(&observer, "13800005678"));
	assert_true(shows(&observer, "红山路78号"));
	for (int i = 0; i < CROWD; i++)
		http_body_unref(p[i].body);
	http_body_unref(observer.body);
	free(p);
}

/* The commit came after the poll had read its feed and before it was parked: it was in no list to be woken from. */
static void
a_commit_in_between_is_not_missed(void **state)
{
	struct lot *l = *state;
	uint64_t before = park_generation(l->api->park);
	char cursor[CURSOR_SIZE];
	struct poll poll = { .feed = "centre",
		.cursor = cursor,
		.limit = 500,
		.wait_ms = 25000,
		.generation = before };
	struct parked p = { .lot = l };
	struct err e = { 0 };

	assert_int_equal(
	    feed_cursor(l->c.store, "centre", store_feed_head(l->c.store), cursor, &e), ERR_OK);
	file_and_wake(l, 3);
	p.call = (struct api_call){ .answer = parked_answer,
		.answer_shared = parked_shared,
		.problem = parked_problem,
		.defer = parked_defer,
		.api = l->api };
	p.call.who.roles = ROLE_BIT(AGENT);
	park_add(l->api->park, &p.call, &poll);
	wait_answer(&p);
	assert_true(shows(&p, "红山路78号"));
	http_body_unref(p.body);
}

/* Something was committed in between, but not for this feed: it goes on waiting, and is woken later. */
static void
a_false_alarm_goes_back_to_waiting(void **state)
{
	struct lot *l = *state;
	uint64_t before = park_generation(l->api->park);
	struct parked unit, centre;

	file_and_wake(l, 4);
	park_one(l, &unit, "unit:3001", ROLE_BIT(UNIT), before);
	park(l, &centre, "centre", ROLE_BIT(AGENT));
	file_and_wake(l, 5);
	wait_answer(&centre); /* the thread has been round */
	assert_false(has_answer(&unit));
	unit.expired(&unit.call, API_DEADLINE);
	wait_answer(&unit);
	http_body_unref(unit.body);
	http_body_unref(centre.body);
}

static void
who_has_gone_is_let_go(void **state)
{
	struct lot *l = *state;
	struct parked p;

	park(l, &p, "centre", ROLE_BIT(AGENT));
	p.expired(&p.call, API_GONE);
	wait_answer(&p);
	assert_int_equal(p.status, 204);
	assert_null(p.body);
	assert_int_equal(park_count(l->api->park), 0);
}

static void
more_feeds_than_can_be_named_wake_all(void **state)
{
	struct lot *l = *state;
	struct core_touched all = { .all = true };
	struct parked p;
	char id[ID_SIZE];

	park(l, &p, "centre", ROLE_BIT(AGENT));
	tcentre_filed(&l->c, EVENT_SUBMIT, 6, id);
	api_wake(l->api, &all);
	wait_answer(&p);
	assert_true(shows(&p, id));
	http_body_unref(p.body);
}

static void
a_new_epoch_is_said_to_those_who_wait(void **state)
{
	struct lot *l = *state;
	struct core_touched all = { .all = true };
	struct err e = { 0 };
	struct parked p;

	park(l, &p, "centre", ROLE_BIT(AGENT));
	assert_int_equal(store_meta_set(l->c.store, "epoch", "another", &e), ERR_OK);
	api_wake(l->api, &all);
	wait_answer(&p);
	assert_int_equal(p.code, ERR_EPOCH);
}

static void
the_end_answers_everybody(void **state)
{
	struct lot *l = *state;
	struct parked p[3];

	park(l, &p[0], "centre", ROLE_BIT(AGENT));
	park(l, &p[1], "unit:1021", ROLE_BIT(UNIT));
	park(l, &p[2], "reference", ROLE_BIT(AGENT));
	api_free(l->api);
	l->api = NULL;
	for (int i = 0; i < 3; i++) {
		assert_true(p[i].answered);
		assert_int_equal(p[i].code, ERR_BUSY);
	}
}

/* Polls, commits and deadlines at once: every poll is answered exactly once. */
#define BUSY_POLLS 200

static void
all_at_once(void **state)
{
	struct lot *l = *state;
	struct parked *p = calloc(BUSY_POLLS, sizeof(*p));

	for (int i = 0; i < BUSY_POLLS; i++) {
		park(l, &p[i], i % 3 == 0 ? "unit:1021" : "centre", ROLE_BIT(AGENT));
		if (i % 40 == 39)
			file_and_wake(l, i % 100);
		if (i % 7 == 0) {
			/* the transport keeps a call alive while it tells it off */
			pthread_mutex_lock(&l->lock);
			bool alive = !p[i].answered;
			pthread_mutex_unlock(&l->lock);
			if (alive)
				p[i].expired(&p[i].call, i % 2 == 0 ? API_DEADLINE : API_GONE);
		}
	}
	file_and_wake(l, 99);
	for (int i = 0; i < BUSY_POLLS; i++) {
		wait_answer(&p[i]);
		http_body_unref(p[i].body);
	}
	assert_int_equal(l->answered, BUSY_POLLS);
	assert_int_equal(park_count(l->api->park), 0);
	free(p);
}

int
main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(a_commit_wakes_whom_it_concerns),
		T(reference_rows_are_told_to_all),
		T(a_record_is_told_to_whom_it_is_for),
		T(none_is_forgotten),
		T(one_body_for_many),
		T(a_commit_in_between_is_not_missed),
		T(a_false_alarm_goes_back_to_waiting),
		T(who_has_gone_is_let_go),
		T(more_feeds_than_can_be_named_wake_all),
		T(a_new_epoch_is_said_to_those_who_wait),
		T(the_end_answers_everybody),
		T(all_at_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
