/* The history of the other party: found by its name however it is written, counted by age and by what came of it; what is
 * shielded only for those who may; kept as tickets change and go, and brought to older rows in the background. */
#include "seat.h"

#include "client/cache/cache_p.h"
#include "client/cache/subject.h"

#define DAY INT64_C(86400000)

static struct ticket *
told(struct page *p, int n, int days, const char *subject)
{
	struct ticket t;

	seat_ticket(&t, n, 1);
	t.created_at = SEAT_NOW - days * DAY;
	fields_set(&t.f, TF_SUBJECT, subject);
	seat_page_ticket(p, &t);
	return &p->tickets[p->n_tickets - 1];
}

static void
town(struct seat *s)
{
	struct page p;

	seat_page_init(s, &p);
	told(&p, 1, 5, "恒达物业")->state = STATE_CLOSED;
	(void)told(&p, 2, 20, "恒达物业管理有限公司");
	told(&p, 3, 60, "恒达 物业")->state = STATE_CLOSED;
	told(&p, 4, 200, "恒达物业(云江)")->state = STATE_CLOSED;
	(void)told(&p, 5, 400, "恒达物业");
	(void)told(&p, 6, 5, "别家物业");
	(void)told(&p, 7, 5, "物业");
	assert_true(seat_apply(s, "centre", &p));
	page_free(&p);
}

static bool
ask(struct seat *s, const char *name, uint32_t roles, const char *me, struct subject_past *past)
{
	const struct subject_query q = { .name = name, .me = me, .roles = roles, .now = SEAT_NOW };

	if (s->r != NULL)
		cache_reader_close(s->r);
	seat_reader(s);
	return cache_subject(s->r, &q, past);
}

static void
repeats_are_counted(void **state)
{
	struct seat *s = *state;
	struct subject_past past;
	struct ticket_row rows[SUBJECT_ROWS];
	struct subject_query q = { .name = "恒达物业", .me = "1999", .now = SEAT_NOW };
	struct str words = { 0 };

	town(s);
	assert_true(ask(s, "恒達物業 有限公司", 0, "1999", &past));
	assert_int_equal(past.n30, 2);
	assert_int_equal(past.n90, 3);
	assert_int_equal(past.n365, 4);
	assert_int_equal(past.open90, 1);
	assert_false(past.more);
	past.late90 = 0;
	subject_past_words(&past, &words);
	assert_string_equal(str_c(&words), "近90天 3 件: 已办结 2, 在办 1; 近30天 2 件; 一年 4 件");
	str_free(&words);
	assert_int_equal(cache_subject_rows(s->r, &q, rows, SUBJECT_ROWS), 4);
	assert_true(rows[0].created_at > rows[3].created_at);
	assert_int_equal(cache_subject_rows(s->r, &q, rows, 2), 2);
	assert_int_equal(cache_subject_rows(s->r, &q, rows, 0), 0);
	q.not_id = rows[0].id; /* the ticket in hand */
	assert_int_equal(cache_subject_rows(s->r, &q, rows, SUBJECT_ROWS), 3);
	assert_false(ask(s, "物业", 0, "1999", &past)); /* nobody's name */
	assert_false(ask(s, "", 0, "1999", &past));
	assert_false(ask(s, "没有这家", 0, "1999", &past));
}

static void
shielded_ones_are_for_those_who_may(void **state)
{
	struct seat *s = *state;
	struct subject_past past;
	struct page p;

	seat_page_init(s, &p);
	fields_set(&told(&p, 1, 1, "恒达物业")->f, TF_TYPE, "report");
	assert_true(seat_apply(s, "centre", &p));
	page_free(&p);
	assert_false(ask(s, "恒达物业", ROLE_BIT(AGENT), "1999", &past));
	assert_true(ask(s, "恒达物业", ROLE_BIT(SENIOR), "1999", &past));
	assert_true(ask(s, "恒达物业", ROLE_BIT(AGENT), "1154", &past)); /* took it down */
}

static void
it_follows_what_changes_and_goes(void **state)
{
	struct seat *s = *state;
	struct subject_past past;
	struct ticket *t;
	struct page p;

	town(s);
	seat_page_init(s, &p);
	t = told(&p, 1, 5, "别家物业");
	t->rev = 2;
	seat_page_out(&p, 2, 2);
	assert_true(seat_apply(s, "centre", &p));
	page_free(&p);
	assert_true(ask(s, "恒达物业", 0, "1999", &past));
	assert_int_equal(past.n365, 2);
	assert_true(ask(s, "别家物业", 0, "1999", &past));
	assert_int_equal(past.n90, 2);
}

/* A seat of before has no rows of it. */
static void
older_rows_follow_in_the_background(void **state)
{
	struct seat *s = *state;
	struct subject_past past;
	struct db_open_args open = { .mode = DB_WRITER,
		.application_id = CACHE_APPLICATION_ID,
		.migrations = cache_migrations,
		.n_migrations = cache_migrations_count };
	char path[TMPDIR_SIZE + 16];
	struct db *db;

	town(s);
	cache_writer_close(s->w);
	s->w = NULL;
	(void)snprintf(path, sizeof(path), "%s/seat.db", s->dir);
	open.path = path;
	if (db_open(&open, &db, &s->e) != ERR_OK)
		fail_msg("%s", s->e.text);
	assert_int_equal(db_exec(db,
			     "DELETE FROM subject; UPDATE meta SET value = '1001' WHERE "
			     "name = 'alike_made'",
			     &s->e),
	    ERR_OK);
	db_close(db);
	seat_writer(s);
	assert_false(ask(s, "恒达物业", 0, "1999", &past));
	for (int i = 0; cache_similar_waits(s->w); i++) {
		assert_true(i < 100);
		assert_true(cache_similar_index(s->w, &s->e));
	}
	assert_true(ask(s, "恒达物业", 0, "1999", &past));
	assert_int_equal(past.n365, 4);
}

/* However many there are, so many are looked at. */
static void
the_count_is_bounded(void **state)
{
	struct seat *s = *state;
	struct subject_past past;
	struct page p;
	struct str words = { 0 };

	seat_page_init(s, &p);
	for (int i = 1; i <= SUBJECT_ROWS + 20; i++)
		(void)told(&p, i, 1, "恒达物业");
	assert_true(seat_apply(s, "centre", &p));
	page_free(&p);
	assert_true(ask(s, "恒达物业", 0, "1999", &past));
	assert_int_equal(past.n90, SUBJECT_ROWS);
	assert_true(past.more);
	subject_past_words(&past, &words);
	assert_non_null(strstr(str_c(&words), "件以上"));
	str_free(&words);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(repeats_are_counted, seat_setup, seat_teardown),
		cmocka_unit_test_setup_teardown(
		    shielded_ones_are_for_those_who_may, seat_setup, seat_teardown),
		cmocka_unit_test_setup_teardown(
		    it_follows_what_changes_and_goes, seat_setup, seat_teardown),
		cmocka_unit_test_setup_teardown(
		    older_rows_follow_in_the_background, seat_setup, seat_teardown),
		cmocka_unit_test_setup_teardown(the_count_is_bounded, seat_setup, seat_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
