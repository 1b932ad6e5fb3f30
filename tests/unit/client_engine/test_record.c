/* JOB_RECORD: on disk before it is answered, also with the line down; nobody writes without signing in. */
#include "desk.h"

#include "base/clock.h"
#include "client/cache/records.h"
#include "client/engine/engine_p.h"
#include "client/engine/sync_p.h"
#include "model/assist.h"

static int
setup(void **state)
{
	return desk_setup_with(state, false);
}

static struct job *
job(enum record_kind kind, const char *code)
{
	struct job *j = job_new(JOB_RECORD);

	assert_non_null(j);
	j->record.kind = kind;
	str_copy(j->record.code, sizeof(j->record.code), code);
	str_copy(j->record.call, sizeof(j->record.call), "call-7");
	str_copy(j->record.phone, sizeof(j->record.phone), DESK_PHONE);
	return j;
}

static void
test_written_offline(void **state)
{
	struct desk *d = *state;
	struct record_query q = { .kind = RECORD_CALL };
	struct record got[2];
	struct cache_counts counts;
	struct link_info link;
	struct job *j;

	assert_int_equal(desk_job(d, job(RECORD_CALL, "silent")), ERR_UNAUTHORISED);
	assert_int_equal(desk_sign_in(d, "1154", DESK_PASSWORD), ERR_OK);
	j = job(RECORD_CALL, "silent");
	str_copy(j->record.by, sizeof(j->record.by), "1001"); /* never anybody else's */
	assert_int_equal(desk_job(d, j), ERR_OK);
	assert_int_equal(desk_job(d, job(RECORD_CALL, "lunch")), ERR_UNKNOWN_CODE);
	assert_non_null(strstr(d->done.where, "code"));
	assert_int_equal(desk_job(d, job(RECORD_CITE, "")), ERR_INVALID);
	desk_hear(d);
	assert_true((d->tables & CACHE_RECORDS) != 0);
	engine_link(d->g, &link);
	assert_int_equal(link.waiting, 1);
	/* As after a kill: what was answered is there. */
	engine_stop(d->g);
	desk_open(d, false);
	assert_int_equal(desk_sign_in(d, "1154", DESK_PASSWORD), ERR_OK);
	assert_int_equal(cache_reader_open(d->dir, d->key, &d->r, &d->e), ERR_OK);
	assert_int_equal(cache_records(d->r, &q, got, 2), 1);
	assert_string_equal(got[0].by, "1154");
	assert_string_equal(got[0].code, "silent");
	assert_string_equal(got[0].phone, "138****0678");
	assert_true(got[0].at > 0 && id_valid(got[0].id));
	record_free(&got[0]);
	cache_counts(d->r, "1154", got[0].at, &counts);
	assert_int_equal(counts.waiting, 1);
	assert_int_equal(counts.records, 1);
	assert_int_equal(counts.answered_today, 1);
}

static void
test_the_same_id_is_the_same_record(void **state)
{
	struct desk *d = *state;
	struct record_query q = { .kind = RECORD_ABUSE };
	char id[ID_SIZE];

	assert_int_equal(desk_sign_in(d, "1154", DESK_PASSWORD), ERR_OK);
	id_new(id);
	for (int i = 0; i < 2; i++) {
		struct job *j = job(RECORD_ABUSE, "1");
		str_copy(j->record.id, sizeof(j->record.id), id);
		assert_int_equal(desk_job(d, j), ERR_OK);
	}
	assert_int_equal(cache_reader_open(d->dir, d->key, &d->r, &d->e), ERR_OK);
	assert_int_equal(cache_record_count(d->r, &q), 1);
	assert_int_equal(cache_abuse(d->r, DESK_PHONE, 0), 1);
}

/* What two seats count the minutes of is written by the centre's clock, whatever this one's says; all else by its own. */
static void
test_by_which_clock(void **state)
{
	const int64_t hour = INT64_C(3600000), wrong[] = { -2 * hour, 2 * hour };
	struct desk *d = *state;

	assert_int_equal(desk_sign_in(d, "1154", DESK_PASSWORD), ERR_OK);
	for (int i = 0; i < 4; i++) {
		struct record_query q = { .kind = i % 2 == 0 ? RECORD_ASSIST : RECORD_CALL };
		struct record got = { 0 };
		struct job *j = job(q.kind, i % 2 == 0 ? "ask" : "silent");
		int64_t off;

		d->g->sync->offset_ms = wrong[i / 2];
		if (i % 2 == 0) {
			j->record.phone[0] = '\0';
			assert_true(assist_ask(&j->record, "要班长听一下", "", ""));
		}
		assert_int_equal(desk_job(d, j), ERR_OK);
		cache_reader_close(d->r);
		assert_int_equal(cache_reader_open(d->dir, d->key, &d->r, &d->e), ERR_OK);
		assert_true(cache_records(d->r, &q, &got, 1) > 0);
		off = got.at - clock_now_ms() - (i % 2 == 0 ? wrong[i / 2] : 0);
		assert_true(off > -hour && off < hour);
		record_free(&got);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_written_offline, setup, desk_teardown),
		cmocka_unit_test_setup_teardown(
		    test_the_same_id_is_the_same_record, setup, desk_teardown),
		cmocka_unit_test_setup_teardown(test_by_which_clock, setup, desk_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
