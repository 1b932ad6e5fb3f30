/* The cache's writer: the centre's word, ours on top of it, and what becomes of both. */
#include "seat.h"

#include "base/fs.h"

/* ---- pages ---- */

static void
test_a_page_counts_once(void **state)
{
	struct seat *s = *state;
	struct cache_place before;
	struct ticket t;
	struct page p, late;
	bool applied;

	seat_centre_row(s, 1, 3);
	/* A page that moves it out, and a late copy of the one before, which still has it. */
	cache_place(s->w, "centre", &before);
	seat_page_init(s, &p);
	seat_page_out(&p, 1, 4);
	assert_true(seat_apply(s, "centre", &p));
	page_free(&p);
	assert_false(seat_shown(s, 1, &t));
	ticket_free(&t);
	seat_page_init(s, &late);
	seat_ticket(&t, 1, 3);
	seat_page_ticket(&late, &t);
	assert_int_equal(cache_page(s->w, "centre", &before, &late, &applied, &s->e), ERR_OK);
	page_free(&late);
	assert_false(applied);
	assert_false(seat_shown(s, 1, &t));
	ticket_free(&t);
}

static void
test_an_older_row_does_not_replace(void **state)
{
	struct seat *s = *state;
	struct ticket t;

	seat_centre_row(s, 1, 5);
	seat_centre_row(s, 1, 4);
	assert_true(seat_shown(s, 1, &t));
	assert_int_equal(t.rev, 5);
	assert_string_equal(fields_get(&t.f, TF_NAME), SEAT_NAME);
	ticket_free(&t);
}

static void
test_reference_rows(void **state)
{
	struct seat *s = *state;
	const struct city *c = cache_writer_city(s->w);
	struct gone_row gone = { .kind = "ref", .id = "category/0205", .rev = 2 };
	struct page p;
	size_t n;

	assert_non_null(c);
	assert_non_null(city_category(c, "0205"));
	n = c->n_categories;
	(void)cache_writer_changed(s->w);
	seat_page_init(s, &p);
	p.del = &gone;
	p.n_del = 1;
	assert_true(seat_apply(s, "reference", &p));
	assert_int_equal(cache_writer_changed(s->w), CACHE_CITY);
	c = cache_writer_city(s->w);
	assert_null(city_category(c, "0205"));
	assert_int_equal(c->n_categories, n - 1);
}

/* ---- ours on top ---- */

static void
test_a_submit_is_shown_at_once_and_stays(void **state)
{
	struct seat *s = *state;
	struct op op;
	struct ticket t;
	struct page p;
	int64_t n;

	seat_submit_op(&op, 501, 7);
	n = seat_promise(s, &op);
	assert_int_equal(n, 1);
	assert_true(seat_shown(s, 7, &t));
	assert_int_equal(t.state, STATE_PENDING);
	assert_true(t.dispatch_due > SEAT_NOW);
	ticket_free(&t);
	/* Acknowledged, the row not here yet; a page that does not reach it changes nothing. */
	seat_answer(s, n, 501, 7, OP_APPLIED, ERR_OK, 1, "", "");
	assert_int_equal(seat_waiting(s), 0);
	seat_page_init(s, &p);
	p.more = true;
	assert_true(seat_apply(s, "centre", &p));
	page_free(&p);
	assert_true(seat_shown(s, 7, &t));
	ticket_free(&t);
	seat_centre_row(s, 7, 1);
	assert_true(seat_shown(s, 7, &t));
	assert_int_equal(t.rev, 1);
	ticket_free(&t);
}

/* The row comes through the feed before the answer to the push does. */
static void
test_own_event_comes_back_first(void **state)
{
	struct seat *s = *state;
	struct event ev;
	struct ticket t;
	struct page p;
	struct op op;
	int64_t n;

	seat_centre_row(s, 1, 1);
	seat_op(&op, 502, 1, EVENT_URGE, 1);
	args_set(&op.args, EA_NOTE, "还没人来");
	n = seat_promise(s, &op);
	assert_true(seat_shown(s, 1, &t));
	assert_int_equal(t.urge_count, 1);
	ticket_free(&t);
	seat_page_init(s, &p);
	seat_ticket(&t, 1, 2);
	t.urge_count = 1;
	seat_page_ticket(&p, &t);
	event_init(&ev);
	seat_id(ev.id, 502);
	seat_id(ev.ticket, 1);
	ev.kind = EVENT_URGE;
	ev.seq = 2;
	seat_page_event(&p, &ev);
	assert_true(seat_apply(s, "centre", &p));
	page_free(&p);
	assert_true(seat_shown(s, 1, &t));
	assert_int_equal(t.urge_count, 1); /* not twice */
	ticket_free(&t);
	assert_int_equal(seat_waiting(s), 1); /* the answer is still owed */
	seat_answer(s, n, 502, 1, OP_DUPLICATE, ERR_OK, 2, "", "");
	assert_int_equal(seat_waiting(s), 0);
	assert_true(seat_shown(s, 1, &t));
	assert_int_equal(t.urge_count, 1);
	assert_int_equal(t.rev, 2);
	ticket_free(&t);
}

static void
test_amendment_over_a_moving_truth(void **state)
{
	struct seat *s = *state;
	struct ticket t;
	struct page p;
	struct op op;
	int64_t n;

	seat_centre_row(s, 1, 1);
	seat_op(&op, 503, 1, EVENT_AMEND, 1);
	fields_set(&op.set, TF_ADDRESS, "红山路80号");
	fields_set(&op.was, TF_ADDRESS, "红山路78号");
	n = seat_promise(s, &op);
	seat_page_init(s, &p);
	seat_ticket(&t, 1, 2);
	fields_set(&t.f, TF_TITLE, "派单员改的标题");
	seat_page_ticket(&p, &t);
	assert_true(seat_apply(s, "centre", &p));
	page_free(&p);
	assert_true(seat_shown(s, 1, &t));
	assert_string_equal(fields_get(&t.f, TF_TITLE), "派单员改的标题");
	assert_string_equal(fields_get(&t.f, TF_ADDRESS), "红山路80号");
	ticket_free(&t);
	seat_answer(s, n, 503, 1, OP_MERGED, ERR_OK, 3, "", "");
	assert_true(seat_shown(s, 1, &t));
	assert_string_equal(fields_get(&t.f, TF_ADDRESS), "红山路80号");
	ticket_free(&t);
}

static void
test_a_ticket_that_left_with_work_on_it(void **state)
{
	struct seat *s = *state;
	struct ticket t;
	struct page p;
	struct op op;
	int64_t n;

	seat_centre_row(s, 1, 1);
	seat_op(&op, 504, 1, EVENT_NOTE, 1);
	args_set(&op.args, EA_NOTE, "请现场核实");
	n = seat_promise(s, &op);
	seat_page_init(s, &p);
	seat_page_out(&p, 1, 2);
	assert_true(seat_apply(s, "centre", &p));
	page_free(&p);
	assert_true(seat_shown(s, 1, &t)); /* until it is answered */
	ticket_free(&t);
	seat_answer(s, n, 504, 1, OP_APPLIED, ERR_OK, 3, "", "");
	seat_page_init(s, &p);
	p.last_op = n;
	assert_true(seat_apply(s, "centre", &p));
	page_free(&p);
	assert_false(seat_shown(s, 1, &t));
	ticket_free(&t);
}

static void
test_a_number_that_was_taken(void **state)
{
	struct seat *s = *state;
	struct cache_answered a;
	struct ticket t;
	struct op op;
	int64_t n;

	seat_submit_op(&op, 505, 8);
	n = seat_promise(s, &op);
	a = seat_answer(s, n, 505, 8, OP_APPLIED, ERR_OK, 1, "261120104200115499", "");
	assert_int_equal(a.n_renumbered, 1);
	assert_string_equal(a.renumbered[0].number, "261120104200115499");
	assert_true(seat_shown(s, 8, &t));
	assert_string_equal(fields_get(&t.f, TF_NO), "261120104200115499");
	ticket_free(&t);
}

/* ---- refused, in conflict ---- */

static void
test_refused_is_parked_and_stays_visible(void **state)
{
	struct seat *s = *state;
	struct outbox_row rows[4];
	struct ticket t;
	struct op op, back;
	int64_t n, m;

	seat_submit_op(&op, 506, 9);
	n = seat_promise(s, &op);
	seat_centre_row(s, 1, 1);
	seat_op(&op, 507, 1, EVENT_AMEND, 1);
	fields_set(&op.set, TF_ADDRESS, "错的");
	m = seat_promise(s, &op);
	assert_int_equal(seat_answer(s, n, 506, 9, OP_REJECTED, ERR_GUARD, 0, "", "").parked, 1);
	assert_int_equal(seat_answer(s, m, 507, 1, OP_REJECTED, ERR_STATE, 0, "", "").parked, 1);
	assert_true(seat_shown(s, 9, &t)); /* its number has been told */
	ticket_free(&t);
	assert_true(seat_shown(s, 1, &t));
	assert_string_equal(
	    fields_get(&t.f, TF_ADDRESS), "红山路78号"); /* not done, not shown as done */
	ticket_free(&t);
	seat_reader(s);
	assert_int_equal(cache_outbox(s->r, rows, 4), 2);
	assert_int_equal(rows[0].state, OUTBOX_PARKED);
	assert_int_equal(rows[0].code, ERR_GUARD);
	assert_non_null(strstr(rows[0].detail, "联系成功"));
	assert_string_equal(rows[0].title, "红山路路灯不亮");
	op_init(&back);
	assert_int_equal(cache_parked(s->w, rows[0].local, &back, &s->e), ERR_OK);
	assert_string_equal(fields_get(&back.set, TF_NAME), SEAT_NAME);
	op_free(&back);
	assert_false(cache_at_centre(s->w, rows[0].ticket));
	assert_int_equal(cache_parked_note(s->w, rows[0].local, "已交班长处理", &s->e), ERR_OK);
	assert_int_equal(cache_parked_drop(s->w, rows[0].local, &s->e), ERR_OK);
	assert_false(seat_shown(s, 9, &t));
	ticket_free(&t);
	assert_int_equal(cache_parked(s->w, rows[0].local, &back, &s->e), ERR_NOT_FOUND);
	assert_int_equal(cache_outbox(s->r, rows, 4), 1);
}

/* Corrected and sent again: the old one goes when the new one is there. */
static void
test_parked_then_corrected(void **state)
{
	struct seat *s = *state;
	struct outbox_row rows[4];
	struct cache_op again = { .mono_ms = 1, .boot = "b" };
	struct ticket t;
	struct op op;
	int64_t n;

	seat_submit_op(&op, 508, 9);
	n = seat_promise(s, &op);
	seat_answer(s, n, 508, 9, OP_REJECTED, ERR_GUARD, 0, "", "");
	seat_reader(s);
	assert_int_equal(cache_outbox(s->r, rows, 4), 1);
	seat_submit_op(&op, 509, 9);
	fields_set(&op.set, TF_ADDRESS, "改正的地址");
	again.op = &op;
	again.drop_parked = rows[0].local;
	assert_int_equal(cache_op_add(s->w, &again, &n, &s->e), ERR_OK);
	op_free(&op);
	assert_int_equal(n, 2);
	assert_int_equal(cache_outbox(s->r, rows, 4), 1);
	assert_int_equal(rows[0].state, OUTBOX_WAITING);
	assert_true(seat_shown(s, 9, &t));
	assert_string_equal(fields_get(&t.f, TF_ADDRESS), "改正的地址");
	ticket_free(&t);
	assert_false(cache_at_centre(s->w, rows[0].ticket));
}

static void
test_conflict_is_kept_with_both_values(void **state)
{
	struct seat *s = *state;
	struct conflict_row rows[4];
	struct ticket_row list[4];
	struct ticket_query q = { .queue = QUEUE_ALL, .limit = 4, .now = SEAT_NOW };
	struct ticket t;
	struct page p;
	struct op op;
	char ticket[ID_SIZE], *mine;
	int64_t n;
	int field;

	seat_centre_row(s, 1, 1);
	seat_op(&op, 510, 1, EVENT_AMEND, 1);
	fields_set(&op.set, TF_ADDRESS, "红山路78号");
	fields_set(&op.set, TF_CONTACT_PHONE, "13900000777");
	n = seat_promise(s, &op);
	seat_answer(s, n, 510, 1, OP_CONFLICT, ERR_OK, 2, "", "address,contact_phone");
	/* The same answer once more changes nothing. */
	seat_answer(s, n, 510, 1, OP_CONFLICT, ERR_OK, 2, "", "address,contact_phone");
	seat_page_init(s, &p);
	seat_ticket(&t, 1, 2);
	fields_set(&t.f, TF_ADDRESS, "红山路87号");
	seat_page_ticket(&p, &t);
	assert_true(seat_apply(s, "centre", &p));
	page_free(&p);
	seat_reader(s);
	assert_int_equal(cache_conflicts(s->r, rows, 4), 2);
	assert_string_equal(rows[0].field, "address");
	assert_string_equal(rows[0].mine, "红山路78号");
	assert_string_equal(rows[0].theirs, "红山路87号");
	assert_string_equal(rows[1].field, "contact_phone");
	assert_string_equal(rows[1].mine, "139****0777"); /* masked */
	assert_string_equal(rows[1].theirs, "138****0678");
	assert_int_equal(cache_tickets(s->r, &q, list, NULL, &s->e), 1);
	assert_true(list[0].conflict);
	assert_int_equal(cache_conflict(s->w, rows[1].local, ticket, &field, &mine, &s->e), ERR_OK);
	assert_string_equal(mine, "13900000777");
	assert_int_equal(field, TF_CONTACT_PHONE);
	free(mine);
	assert_int_equal(cache_conflict_drop(s->w, rows[0].local, &s->e), ERR_OK);
	assert_int_equal(cache_conflict_drop(s->w, rows[1].local, &s->e), ERR_OK);
	assert_int_equal(cache_tickets(s->r, &q, list, NULL, &s->e), 1);
	assert_false(list[0].conflict);
	conflict_row_free(&rows[0]);
	conflict_row_free(&rows[1]);
}

/* ---- numbers of operations ---- */

static size_t
batch(struct seat *s, int64_t *first)
{
	struct cache_batch b;
	size_t n;

	assert_int_equal(
	    cache_batch(s->w, LIMIT_OPS, LIMIT_BODY_BYTES, 5000, "boot-1", &b, &s->e), ERR_OK);
	n = b.count;
	*first = n > 0 ? b.items[0].n : 0;
	for (size_t i = 1; i < n; i++)
		assert_int_equal(b.items[i].n, b.items[i - 1].n + 1);
	cache_batch_free(&b);
	return n;
}

static void
notes(struct seat *s, int from, int count)
{
	struct op op;

	seat_centre_row(s, 1, 1);
	for (int i = 0; i < count; i++) {
		seat_op(&op, from + i, 1, EVENT_NOTE, 1);
		args_set(&op.args, EA_NOTE, "便签");
		seat_promise(s, &op);
	}
}

static void
test_gap(void **state)
{
	struct seat *s = *state;
	struct cache_seat seat;
	int64_t first;

	notes(s, 600, 5);
	for (int i = 0; i < 4; i++)
		seat_answer(s, i + 1, 600 + i, 1, OP_APPLIED, ERR_OK, 2 + i, "", "");
	assert_int_equal(batch(s, &first), 1);
	assert_int_equal(first, 5);
	assert_int_equal(cache_gap(s->w, 3, &s->e), ERR_OK); /* the centre lost 3 and 4 */
	assert_int_equal(batch(s, &first), 3);
	assert_int_equal(first, 3);
	assert_int_equal(
	    cache_gap(s->w, 9, &s->e), ERR_OP_REUSE); /* it knows more than we ever sent */
	cache_seat(s->w, &seat);
	assert_true(seat.reenrol);
}

/* Thrown away is thrown away, also for a centre that has lost its refusal; those behind it move up. */
static void
test_gap_leaves_out_what_is_settled(void **state)
{
	struct seat *s = *state;
	struct outbox_row rows[8];
	struct cache_batch b;
	struct op op;
	int64_t first;
	int n;

	notes(s, 620, 5);
	for (int i = 0; i < 4; i++)
		seat_answer(s, i + 1, 620 + i, 1, i == 1 || i == 2 ? OP_REJECTED : OP_APPLIED,
		    i == 1 || i == 2 ? ERR_GUARD : ERR_OK, 2 + i, "", "");
	seat_reader(s);
	n = cache_outbox(s->r, rows, 8);
	for (int i = 0; i < n; i++)
		if (rows[i].state == OUTBOX_PARKED)
			assert_int_equal(cache_parked_drop(s->w, rows[i].local, &s->e), ERR_OK);
	assert_int_equal(cache_gap(s->w, 1, &s->e), ERR_OK); /* the centre lost all of it */
	assert_int_equal(batch(s, &first), 3);
	assert_int_equal(first, 1);
	assert_int_equal(cache_batch(s->w, 10, 100000, 0, "b", &b, &s->e), ERR_OK);
	for (size_t i = 0; i < b.count; i++) {
		static const int kept[] = { 620, 623, 624 };
		char id[ID_SIZE];

		assert_int_equal(b.items[i].n, (int64_t)i + 1);
		op_init(&op);
		assert_int_equal(op_read_body(b.items[i].body, b.items[i].len, &op, &s->e), ERR_OK);
		seat_id(id, kept[i]);
		assert_string_equal(op.id, id);
		op_free(&op);
	}
	cache_batch_free(&b);
	seat_op(&op, 630, 1, EVENT_NOTE, 1);
	args_set(&op.args, EA_NOTE, "便签");
	assert_int_equal(seat_promise(s, &op), 4);
	/* The centre goes on from there, and loses it once more. */
	for (int i = 0; i < 2; i++)
		seat_answer(s, i + 1, i == 0 ? 620 : 623, 1, OP_APPLIED, ERR_OK, 2 + i, "", "");
	assert_int_equal(cache_gap(s->w, 2, &s->e), ERR_OK);
	assert_int_equal(batch(s, &first), 3);
	assert_int_equal(first, 2);
}

static void
test_enrolled_anew_counts_from_one(void **state)
{
	struct seat *s = *state;
	struct msg_device d = { .device_key = "k", .seat_no = "9002" };
	struct cache_seat seat;
	struct op op;
	int64_t first;

	notes(s, 610, 4);
	seat_answer(s, 1, 610, 1, OP_APPLIED, ERR_OK, 2, "", "");
	assert_int_equal(cache_reuse(s->w, &s->e), ERR_OK);
	seat_id(d.device_id, 900);
	assert_int_equal(cache_seat_enrolled(s->w, &d, &s->e), ERR_OK);
	/* The answered one too: a centre restored from a backup must be able to ask for it (op_gap). */
	assert_int_equal(batch(s, &first), 4);
	assert_int_equal(first, 1);
	cache_seat(s->w, &seat);
	assert_false(seat.reenrol);
	assert_string_equal(seat.seat_no, "9002");
	seat_op(&op, 620, 1, EVENT_NOTE, 1);
	args_set(&op.args, EA_NOTE, "便签");
	assert_int_equal(seat_promise(s, &op), 5);
}

static void
test_one_that_is_not_even_numbered(void **state)
{
	struct seat *s = *state;
	int64_t first;

	notes(s, 630, 3);
	assert_int_equal(cache_refused(s->w, 2, ERR_LIMIT, "太大", &s->e), ERR_OK);
	assert_int_equal(batch(s, &first), 2);
	assert_int_equal(first, 1);
	notes(s, 640, 1);
	assert_int_equal(batch(s, &first), 3);
}

static void
test_new_epoch(void **state)
{
	struct seat *s = *state;
	struct msg_centre c = { .epoch = "e1", .name = "云江市12345" };
	struct cache_place place;
	struct str looks = { 0 };
	int64_t first, last;

	seat_id(c.centre_id, 1);
	assert_int_equal(cache_seat_centre(s->w, &c, &s->e), ERR_OK);
	notes(s, 650, 2);
	seat_answer(s, 1, 650, 1, OP_APPLIED, ERR_OK, 2, "", "");
	seat_answer(s, 2, 651, 1, OP_APPLIED, ERR_OK, 3, "", "");
	assert_int_equal(batch(s, &first), 0);
	assert_int_equal(
	    cache_audit_add(s->w, SEAT_NOW, "1154", "unmask", "t", "核对来电", &s->e), ERR_OK);
	assert_int_equal(cache_audit_sent(s->w, 1, &s->e), ERR_OK);
	str_copy(c.epoch, sizeof(c.epoch), "e2");
	assert_int_equal(cache_seat_centre(s->w, &c, &s->e), ERR_OK);
	cache_place(s->w, "centre", &place);
	assert_string_equal(place.cursor, "");
	assert_int_equal(batch(s, &first), 1); /* does it still know the last one? */
	assert_int_equal(first, 2);
	assert_int_equal(cache_audit_batch(s->w, &looks, &last, &s->e), ERR_OK);
	assert_int_equal(last, 1); /* who looked at what is told once more too */
	str_free(&looks);
	seat_id(c.centre_id, 2);
	assert_int_equal(cache_seat_centre(s->w, &c, &s->e), ERR_WRONG_CENTRE);
	assert_non_null(strstr(s->e.text, "属于"));
}

static void
test_ages_count_within_one_boot(void **state)
{
	struct seat *s = *state;
	struct cache_batch b;

	notes(s, 660, 1);
	assert_int_equal(cache_batch(s->w, 1, 1000, 3500, "boot-1", &b, &s->e), ERR_OK);
	assert_int_equal(b.items[0].age_ms, 2500);
	cache_batch_free(&b);
	assert_int_equal(cache_batch(s->w, 1, 1000, 3500, "boot-2", &b, &s->e), ERR_OK);
	assert_int_equal(b.items[0].age_ms, -1);
	cache_batch_free(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_a_page_counts_once, seat_setup, seat_teardown),
		cmocka_unit_test_setup_teardown(
		    test_an_older_row_does_not_replace, seat_setup, seat_teardown),
		cmocka_unit_test_setup_teardown(test_reference_rows, seat_setup, seat_teardown),
		cmocka_unit_test_setup_teardown(
		    test_a_submit_is_shown_at_once_and_stays, seat_setup, seat_teardown),
		cmocka_unit_test_setup_teardown(
		    test_own_event_comes_back_first, seat_setup, seat_teardown),
		cmocka_unit_test_setup_teardown(
		    test_amendment_over_a_moving_truth, seat_setup, seat_teardown),
		cmocka_unit_test_setup_teardown(
		    test_a_ticket_that_left_with_work_on_it, seat_setup, seat_teardown),
		cmocka_unit_test_setup_teardown(
		    test_a_number_that_was_taken, seat_setup, seat_teardown),
		cmocka_unit_test_setup_teardown(
		    test_refused_is_parked_and_stays_visible, seat_setup, seat_teardown),
		cmocka_unit_test_setup_teardown(
		    test_parked_then_corrected, seat_setup, seat_teardown),
		cmocka_unit_test_setup_teardown(
		    test_conflict_is_kept_with_both_values, seat_setup, seat_teardown),
		cmocka_unit_test_setup_teardown(test_gap, seat_setup, seat_teardown),
		cmocka_unit_test_setup_teardown(
		    test_gap_leaves_out_what_is_settled, seat_setup, seat_teardown),
		cmocka_unit_test_setup_teardown(
		    test_enrolled_anew_counts_from_one, seat_setup, seat_teardown),
		cmocka_unit_test_setup_teardown(
		    test_one_that_is_not_even_numbered, seat_setup, seat_teardown),
		cmocka_unit_test_setup_teardown(test_new_epoch, seat_setup, seat_teardown),
		cmocka_unit_test_setup_teardown(
		    test_ages_count_within_one_boot, seat_setup, seat_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
