/* Desk records through the sync core: written with the line down, sent when it is up, the same again until answered, and
 * nothing lost or doubled by whatever comes back. */
#include "play.h"

static int
setup(void **state)
{
	return play_setup(state, false);
}

static const struct sync_request *
records_asked(struct play *p)
{
	return play_until(p, ASK_RECORDS);
}

static void
write_down(struct play *p, int n)
{
	for (int i = 0; i < n; i++) {
		struct record r = { .kind = RECORD_CALL,
			.by = "1154",
			.at = wall(p),
			.code = "wrong",
			.phone = "13800000678" };
		snprintf(r.id, sizeof(r.id), "01890000-0000-7000-8000-%012d", ++p->made);
		assert_int_equal(cache_record_add(p->w, &r, &p->e), ERR_OK);
	}
	step(p, (struct sync_event){ .kind = SYNC_KICK });
}

static int
waiting(struct play *p)
{
	int64_t n, parked, conflicts, oldest;

	cache_waiting(p->w, &n, &parked, &conflicts, &oldest);
	return (int)n;
}

static size_t
rows_of(const struct sync_request *r)
{
	struct record_list l;
	struct err e;
	size_t n;

	assert_non_null(r);
	assert_string_equal(r->path, "/v1/records");
	assert_string_equal(r->auth, "Device " DEVICE ".key");
	if (record_json_read(r->body, r->len, &l, &e) != ERR_OK)
		fail_msg("%s at %s", e.text, e.where);
	n = l.count;
	record_list_free(&l);
	return n;
}

static void
test_hours_offline(void **state)
{
	struct play *p = *state;
	char *first;

	write_down(p, 3);
	for (int i = 0; i < 20; i++) { /* nobody there */
		if (sent(p, ASK_CENTRE) != NULL)
			answer(p, sent(p, ASK_CENTRE)->id, LOST, "");
		assert_null(sent(p, ASK_RECORDS));
		p->now += 3600000;
		step(p, (struct sync_event){ .kind = SYNC_TIME });
	}
	assert_int_equal(waiting(p), 3);
	assert_false(sync_idle(p->s));
	assert_int_equal(rows_of(records_asked(p)), 3);
	first = str_dup(sent(p, ASK_RECORDS)->body);
	answer(p, sent(p, ASK_RECORDS)->id, LOST, ""); /* it may have come through */
	assert_int_equal(waiting(p), 3);
	assert_non_null(records_asked(p));
	assert_string_equal(sent(p, ASK_RECORDS)->body, first);         /* the very same */
	answer(p, sent(p, ASK_RECORDS)->id, 200, "{\"kept\":3,\"refu"); /* torn */
	assert_non_null(records_asked(p));
	assert_string_equal(sent(p, ASK_RECORDS)->body, first);
	answer(p, sent(p, ASK_RECORDS)->id, 503, "");
	assert_non_null(records_asked(p));
	answer(p, sent(p, ASK_RECORDS)->id, 200, "{\"kept\":3,\"refused\":[]}");
	assert_int_equal(waiting(p), 0);
	assert_null(records_asked(p)); /* once */
	free(first);
}

static void
test_a_late_answer_of_another_epoch(void **state)
{
	struct play *p = *state;
	uint64_t late, again;

	write_down(p, 2);
	late = records_asked(p)->id;
	/* Meanwhile the centre is restored from an older copy, and says so. */
	p->epoch = "e2";
	for (int i = 0; i < 400 && sent(p, ASK_CENTRE) == NULL; i++) {
		step(p,
		    (struct sync_event){ .kind = SYNC_SIGN_IN, .job_no = "1154", .password = "x" });
		if (sent(p, ASK_LOGIN) != NULL)
			answer(p, sent(p, ASK_LOGIN)->id, LOST, "");
	}
	assert_non_null(sent(p, ASK_CENTRE));
	centre_answers(p);
	assert_int_equal(
	    rows_of(sent(p, ASK_RECORDS)), 2); /* at once, to the one that may lack them */
	again = sent(p, ASK_RECORDS)->id;
	answer(p, late, 200, "{\"kept\":2,\"refused\":[]}");
	assert_int_equal(waiting(p), 2);
	answer(p, again, 200, "{\"kept\":2,\"refused\":[]}");
	assert_int_equal(waiting(p), 0);
}

static void
test_one_is_refused(void **state)
{
	struct play *p = *state;

	write_down(p, 3);
	assert_int_equal(rows_of(records_asked(p)), 3);
	answer(p, sent(p, ASK_RECORDS)->id, 200,
	    "{\"kept\":2,\"refused\":[{\"id\":\"01890000-0000-7000-8000-000000000002\","
	    "\"code\":\"forbidden\",\"detail\":\"没有登录过\"}]}");
	assert_int_equal(p->a.n_notes, 1); /* a person hears of it */
	assert_non_null(strstr(p->a.notes[0].err.text, "没有登录过"));
	assert_int_equal(waiting(p), 0);
	assert_null(records_asked(p));
	/* The next who signs in has it offered once more. */
	step(p, (struct sync_event){ .kind = SYNC_SIGN_IN, .job_no = "1154", .password = "x" });
	assert_int_equal(rows_of(records_asked(p)), 1);
}

static void
test_halved_until_the_bad_one_stands_alone(void **state)
{
	static const char no[] =
	    "{\"code\":\"unknown_code\",\"status\":422,\"detail\":\"没有这一类\"}";
	struct play *p = *state;
	size_t kept = 0;
	int asked = 0;

	write_down(p, 20);
	while (waiting(p) > 0 && asked++ < 60) {
		const struct sync_request *r = records_asked(p);
		size_t n = rows_of(r);
		if (strstr(r->body, "000000000013\"") != NULL) {
			answer(p, r->id, 422, no);
			continue;
		}
		kept += n;
		answer(p, r->id, 200, "{\"kept\":1,\"refused\":[]}");
	}
	assert_int_equal(waiting(p), 0);
	assert_int_equal(kept, 19);
	assert_true(asked < 25);
}

static void
test_an_older_centre(void **state)
{
	struct play *p = *state;

	write_down(p, 1);
	answer(p, records_asked(p)->id, 404, "{\"code\":\"not_found\",\"status\":404}");
	assert_int_equal(waiting(p), 1); /* it stays here */
	assert_null(records_asked(p));
}

static void
test_nobody_has_signed_in_yet(void **state)
{
	struct play *p = *state;

	write_down(p, 1);
	cache_writer_key(p->w, NULL);
	assert_null(records_asked(p));
	cache_writer_key(p->w, p->key);
	step(p, (struct sync_event){ .kind = SYNC_KICK });
	assert_int_equal(rows_of(records_asked(p)), 1);
}

int
main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, setup, play_teardown)
	const struct CMUnitTest tests[] = {
		T(test_hours_offline),
		T(test_a_late_answer_of_another_epoch),
		T(test_one_is_refused),
		T(test_halved_until_the_bad_one_stands_alone),
		T(test_an_older_centre),
		T(test_nobody_has_signed_in_yet),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
