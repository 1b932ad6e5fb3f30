/* The lists of those who work on tickets: what stands in which, in what order, and whose part it is. */
#include "seat.h"

#include <unistd.h>

#include "client/cache/cache_p.h"
#include "client/cache/work.h"

static struct ticket *
put(struct page *p, int n, enum ticket_state state, const char *urgency, int64_t due)
{
	struct ticket t;

	seat_ticket(&t, n, 1);
	t.state = state;
	t.unit_due = t.dispatch_due = due;
	fields_set(&t.f, TF_URGENCY, urgency);
	seat_page_ticket(p, &t);
	return &p->tickets[p->n_tickets - 1];
}

static void
give(struct ticket *t, const char *unit, enum assign_role role, enum assign_state state)
{
	struct assignment *a = &t->assign[t->n_assign++];

	str_copy(a->unit, sizeof(a->unit), unit);
	a->role = role;
	a->state = state;
	a->due = SEAT_NOW + 5;
}

static int
setup(void **state)
{
	struct seat *s;
	struct ticket *t;
	struct page p;

	if (seat_setup(state) != 0)
		return -1;
	s = *state;
	seat_page_init(s, &p);
	put(&p, 1, STATE_PENDING, "normal", SEAT_NOW + 3);
	put(&p, 2, STATE_PENDING, "urgent", SEAT_NOW + 9);
	put(&p, 3, STATE_PENDING, "normal", SEAT_NOW + 1);
	t = put(&p, 4, STATE_DISPATCHED, "normal", SEAT_NOW + 7);
	give(t, "1004", ASSIGN_LEAD, ASSIGN_IS_WAITING);
	give(t, "1001", ASSIGN_CO, ASSIGN_IS_SIGNED);
	t = put(&p, 5, STATE_WORKING, "normal", SEAT_NOW - 1);
	give(t, "1001", ASSIGN_LEAD, ASSIGN_IS_SIGNED);
	give(t, "1004", ASSIGN_CO, ASSIGN_IS_WAITING);
	t->request[REQUEST_EXTEND].at = SEAT_NOW;
	t->contact_reached = 1;
	t->supervise_level = 2;
	t->back_count = 1;
	t = put(&p, 6, STATE_WORKING, "critical", SEAT_NOW + 1000);
	give(t, "1004", ASSIGN_LEAD, ASSIGN_IS_CANCELLED);
	give(t, "1001", ASSIGN_LEAD, ASSIGN_IS_SIGNED);
	t->card = CARD_YELLOW;
	give(t, "5002", ASSIGN_DOWN, ASSIGN_IS_SIGNED);
	t->round = 2;
	t->contact_due = SEAT_NOW + 900;
	t->sensitive = true;
	t = put(&p, 7, STATE_VISITING, "normal", 0);
	t->visit_due = SEAT_NOW + 8;
	fields_set(&t->f, TF_CONTACT_PHONE, "13800000001");
	t = put(&p, 8, STATE_VISITING, "normal", 0);
	t->visit_due = SEAT_NOW + 5;
	fields_set(&t->f, TF_CONTACT_PHONE, "13800000002");
	t->visit_bands = 1;
	t->superior_stars = 4;
	t = put(&p, 9, STATE_VISITING, "normal", 0);
	t->visit_due = SEAT_NOW + 6;
	fields_set(&t->f, TF_CONTACT_PHONE, "13800000003");
	t = put(&p, 10, STATE_VISITING, "normal", 0);
	t->visit_due = SEAT_NOW + 7;
	fields_set(&t->f, TF_CONTACT_PHONE, "13800000001");
	assert_true(seat_apply(s, "centre", &p));
	page_free(&p);
	seat_reader(s);
	return 0;
}

static void
is(struct seat *s, struct work_query q, const char *want)
{
	struct work_row rows[10];
	char got[64] = "";
	bool partial;
	int n;

	q.limit = q.limit != 0 ? q.limit : 10;
	q.now = SEAT_NOW;
	n = cache_work(s->r, &q, rows, &partial, &s->e);
	if (n < 0)
		fail_msg("%s", s->e.text);
	for (int i = 0; i < n; i++)
		snprintf(got + strlen(got), sizeof(got) - strlen(got), "%s%d", i > 0 ? " " : "",
		    atoi(rows[i].row.id + 24));
	assert_false(partial);
	assert_string_equal(got, want);
	if (q.after == NULL)
		assert_true(cache_work_count(s->r, &q) >= n);
}

static void
test_lists(void **state)
{
	struct seat *s = *state;

	is(s, (struct work_query){ .states = STATE_BIT(PENDING) }, "2 3 1");
	is(s, (struct work_query){ .asked = REQUEST_BIT(EXTEND) | REQUEST_BIT(INFO) }, "5");
	is(s, (struct work_query){ .states = STATE_BIT(WORKING), .not_asked = REQUEST_BIT(EXTEND) },
	    "6");
	is(s, (struct work_query){ .part = WORK_TO_SIGN, .unit = "1004" }, "5 4");
	is(s, (struct work_query){ .part = WORK_HELD, .unit = "1001" }, "6 5 4");
	is(s, (struct work_query){ .part = WORK_LEADS, .unit = "1001" }, "6 5");
	is(s, (struct work_query){ .part = WORK_LEADS, .unit = "100" }, "");
	is(s, (struct work_query){ .states = STATE_BIT(WORKING), .not_contacted = true }, "6");
	is(s, (struct work_query){ .part = WORK_OPEN, .unit = "1004" }, "5 4");
	is(s, (struct work_query){ .part = WORK_OPEN, .unit = "100" }, "");
	is(s, (struct work_query){ .part = WORK_TO_DO, .unit = "1001" }, "6 5 4");
	is(s, (struct work_query){ .part = WORK_TO_DO, .unit = "1004" }, "5 4");
	is(s, (struct work_query){ .sent_back = true }, "6 5");
	is(s, (struct work_query){ .due_kind = "contact" }, "6");
	is(s, (struct work_query){ .due_kind = "resolve" }, "5 4");
	is(s, (struct work_query){ .carded = true }, "6");
	is(s, (struct work_query){ .supervised = true }, "5");
	is(s, (struct work_query){ .states = STATES_OPEN, .due_before = SEAT_NOW }, "5");
	is(s, (struct work_query){ .text = "%' OR 1" }, "");
	is(s, (struct work_query){ .states = STATE_BIT(PENDING), .text = "路灯不亮" }, "2 3 1");
	is(s, (struct work_query){ .states = STATE_BIT(PENDING), .text = "路灯照明" }, "2 3 1");
	is(s, (struct work_query){ .states = STATE_BIT(PENDING), .text = "115402" }, "2");
	is(s, (struct work_query){ .asked = REQUEST_BIT(EXTEND), .text = "红山路" }, "5");
	is(s,
	    (struct work_query){ .states = STATE_BIT(VISITING), .text = "红山路", .call_band = 1 },
	    "9 10 7 8");
	is(s, (struct work_query){ .sensitive = true }, "6");
	is(s, (struct work_query){ .states = STATE_BIT(VISITING), .unrated = true }, "9 10 7");
}

/* One person's tickets together, by the nearest of their limits; who was tried at this time of the day last. */
static void
test_calls(void **state)
{
	struct seat *s = *state;
	struct work_query q = {
		.states = STATE_BIT(VISITING), .call_band = 1, .limit = 10, .now = SEAT_NOW
	};
	struct work_row rows[10];
	bool partial;

	is(s, q, "9 10 7 8");
	q.call_band = 2;
	is(s, q, "8 9 10 7");
	assert_int_equal(cache_work(s->r, &q, rows, &partial, &s->e), 4);
	assert_int_equal(rows[0].visit_bands, 1);
	for (int i = 0; i < 4; i++)
		assert_int_equal(rows[i].same_person, i == 3);
}

/* What the row says of the asking unit's part. */
static void
test_part(void **state)
{
	struct seat *s = *state;
	struct work_query q = { .part = WORK_TO_SIGN, .unit = "1004", .limit = 2, .now = SEAT_NOW };
	struct work_row rows[2];
	bool partial;

	assert_int_equal(cache_work(s->r, &q, rows, &partial, &s->e), 2);
	assert_true(rows[0].held);
	assert_int_equal(rows[0].role, ASSIGN_CO);
	assert_int_equal(rows[0].part, ASSIGN_IS_WAITING);
	assert_int_equal(rows[0].asked, REQUEST_BIT(EXTEND));
	assert_true(rows[0].contacted);
	assert_int_equal(rows[1].role, ASSIGN_LEAD);
	assert_int_equal(rows[1].part_due, SEAT_NOW + 5);
	assert_string_equal(rows[0].down, "");
	assert_int_equal(cache_work_count(s->r, &q), 2);
	q = (struct work_query){ .part = WORK_LEADS, .unit = "1001", .limit = 2, .now = SEAT_NOW };
	assert_int_equal(cache_work(s->r, &q, rows, &partial, &s->e), 2);
	assert_string_equal(rows[0].down, "5002");
	assert_false(rows[0].spoken);
	assert_true(rows[1].spoken);
}

/* A helping unit's own step waits to be sent: it is shown as that unit's, and the lead still has its own to do. */
static void
a_step_that_waits_is_its_units(void **state)
{
	struct seat *s = *state;
	struct cache_agent a = { .last_at = SEAT_NOW };
	struct ticket t;
	struct op op;

	str_copy(a.job_no, sizeof(a.job_no), "6006");
	str_copy(a.name, sizeof(a.name), "叶文斌");
	str_copy(a.roles, sizeof(a.roles), "unit");
	str_copy(a.unit, sizeof(a.unit), "1004");
	assert_int_equal(cache_agent_put(s->w, &a, &s->e), ERR_OK);
	seat_op(&op, 700, 5, EVENT_SIGNIN, 1);
	str_copy(op.by, sizeof(op.by), "6006");
	(void)seat_promise(s, &op);
	op_free(&op);
	ticket_init(&t);
	assert_int_equal(
	    cache_ticket_whole(s->w, "01890000-0000-7000-8000-000000000005", &t, &s->e), ERR_OK);
	assert_int_equal(t.state, STATE_WORKING);
	assert_int_equal(ticket_assignment(&t, "1004")->state, ASSIGN_IS_SIGNED);
	assert_string_equal(ticket_assignment(&t, "1004")->signed_by, "6006");
	assert_string_equal(ticket_assignment(&t, "1001")->signed_by, "");
	ticket_free(&t);
}

/* What a person sees who goes down ${limit} rows at a time; after the first piece ticket ${leaves} is not in the list any
 * more (0: all stay). */
static void
go_down(struct seat *s, struct work_query q, int limit, int leaves, const char *want)
{
	struct work_place place;
	struct work_row rows[10];
	char got[64] = "";
	struct page p;
	int n;

	q.limit = limit;
	q.now = SEAT_NOW;
	for (int piece = 0; (n = cache_work(s->r, &q, rows, NULL, &s->e)) > 0; piece++) {
		for (int i = 0; i < n; i++)
			snprintf(got + strlen(got), sizeof(got) - strlen(got), "%s%d%s",
			    got[0] != '\0' ? " " : "", atoi(rows[i].row.id + 24),
			    rows[i].same_person ? "=" : "");
		if (piece == 0 && leaves > 0) {
			seat_page_init(s, &p);
			put(&p, leaves, STATE_CLOSED, "normal", 0)->rev = 2;
			assert_true(seat_apply(s, "centre", &p));
			page_free(&p);
		}
		place = rows[n - 1].place;
		q.after = &place;
		assert_true(cache_work_count(s->r, &q) >= n);
	}
	assert_int_equal(n, 0);
	assert_string_equal(got, want);
}

/* Pieces of any size make the same list; what leaves it meanwhile makes nobody miss a row behind it. */
static void
pieces_follow_each_other(void **state)
{
	struct seat *s = *state;
	const struct work_query open = { .states = STATES_OPEN },
				calls = { .states = STATE_BIT(VISITING), .call_band = 1 };

	for (int limit = 1; limit < 10; limit++) {
		go_down(s, open, limit, 0, "6 2 5 3 1 8 9 4 10 7");
		go_down(s, calls, limit, 0, "9 10 7= 8");
	}
	go_down(s, open, 2, 6, "6 2 5 3 1 8 9 4 10 7");
	go_down(s, calls, 2, 9, "9 10 7= 8");
}

/* A seat that was there before the marks were: what its tickets say is found without the centre's help. */
static void
marks_of_rows_from_before(void **state)
{
	static const char row[] =
	    "INSERT INTO ticket(id, gen, rev, state, no, title, unit, "
	    "category, type, area, urgency,"
	    " address, created_at, updated_at, due_at, due_kind, owner, "
	    "author, pending, conflict, doc,"
	    " hurry) SELECT substr(doc, 8, 36), 1, 1, %d, '', '', '', '', "
	    "'', '', '', '', 1, 1, 0, '', '',"
	    " '', 0, 0, doc, 2 FROM (SELECT "
	    "'{\"id\":\"01890000-0000-7000-8000-%012d\",\"state\":\"working\",\"rev\":1%s}' AS"
	    " doc)";
	static const struct {
		int state;
		const char *says;
	} rows[] = { { STATE_WORKING, "" }, { STATE_WORKING, ",\"back_count\":1" },
		{ STATE_WORKING, ",\"round\":2,\"matter\":{}" },
		{ STATE_WORKING, ",\"round\":1,\"matter\":{\"anonymous\":\"1\"}" },
		{ STATE_CLOSED, ",\"superior_stars\":4" }, { STATE_CLOSED, ",\"sensitive\":true" },
		{ STATE_WORKING, ",\"phone_notified_at\":5" } };
	struct seat *s = *state;
	struct db_open_args args = { .mode = DB_WRITER,
		.application_id = CACHE_APPLICATION_ID,
		.migrations = cache_migrations,
		.n_migrations = 9 };
	char path[TMPDIR_PATHS], sql[1024];
	struct db *db;

	cache_writer_close(s->w);
	s->w = NULL;
	args.path = tmpdir_path(s->dir, "seat.db", path);
	(void)unlink(path);
	assert_int_equal(db_open(&args, &db, &s->e), ERR_OK);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		snprintf(sql, sizeof(sql), row, rows[i].state, (int)i + 1, rows[i].says);
		assert_int_equal(db_exec(db, sql, &s->e), ERR_OK);
	}
	db_close(db);
	seat_writer(s);
	seat_reader(s);
	is(s, (struct work_query){ .sent_back = true }, "2 3");
	is(s, (struct work_query){ .states = STATE_BIT(WORKING), .not_contacted = true },
	    "1 2 3 7");
	is(s, (struct work_query){ .states = STATE_BIT(CLOSED), .unrated = true }, "6");
	is(s, (struct work_query){ .sensitive = true }, "6");
	is(s, (struct work_query){ .states = STATE_BIT(WORKING), .to_notify = true }, "1 2 3 4");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    a_step_that_waits_is_its_units, setup, seat_teardown),
		cmocka_unit_test_setup_teardown(test_lists, setup, seat_teardown),
		cmocka_unit_test_setup_teardown(test_calls, setup, seat_teardown),
		cmocka_unit_test_setup_teardown(test_part, setup, seat_teardown),
		cmocka_unit_test_setup_teardown(pieces_follow_each_other, setup, seat_teardown),
		cmocka_unit_test_setup_teardown(
		    marks_of_rows_from_before, seat_setup, seat_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
