/* What the screen may know: lists, masks, look-ups, patience. */
#include "seat.h"

#include "base/clock.h"

#include "model/chain.h"

static void
city_ticket(struct page *p, int n, enum ticket_state state, const char *category, const char *phone)
{
	struct ticket t;

	seat_ticket(&t, n, 1);
	t.state = state;
	fields_set(&t.f, TF_CATEGORY, category);
	fields_set(&t.f, TF_CONTACT_PHONE, phone);
	seat_page_ticket(p, &t);
}

static void
fill(struct seat *s)
{
	struct page p;

	seat_page_init(s, &p);
	city_ticket(&p, 1, STATE_PENDING, "0205", SEAT_PHONE);
	city_ticket(&p, 2, STATE_CLOSED, "0205", SEAT_PHONE);
	city_ticket(&p, 3, STATE_WORKING, "0101", "13900000777");
	city_ticket(&p, 4, STATE_INCOMPLETE, "0101", "13700000678");
	city_ticket(&p, 5, STATE_PENDING, "0301", "13900000777");
	p.tickets[2].unit_due = SEAT_NOW - 1000; /* overdue */
	p.tickets[3].incomplete_due = SEAT_NOW + 60000;
	str_copy(p.tickets[2].first_owner, 16, "1160");
	str_copy(p.tickets[2].created_by, 16, "1160");
	fields_set(&p.tickets[4].f, TF_TITLE, "供暖不热");
	fields_set(&p.tickets[4].f, TF_CALLED, "王女士");
	fields_set(&p.tickets[4].f, TF_AREA, "990102");
	assert_true(seat_apply(s, "centre", &p));
	page_free(&p);
	seat_reader(s);
}

static int
setup(void **state)
{
	if (seat_setup(state) != 0)
		return -1;
	fill(*state);
	return 0;
}

static int
list(struct seat *s, struct ticket_query q, struct ticket_row *rows)
{
	bool partial;

	q.now = q.now != 0 ? q.now : SEAT_NOW;
	q.limit = q.limit != 0 ? q.limit : 10;
	q.me = "1154";
	return cache_tickets(s->r, &q, rows, &partial, &s->e);
}

/* "5 3 1": the numbers of the tickets listed. */
static const char *
numbers(struct seat *s, struct ticket_query q)
{
	static char out[64];
	struct ticket_row rows[10];
	int n = list(s, q, rows);

	out[0] = '\0';
	for (int i = 0; i < n; i++)
		snprintf(out + strlen(out), sizeof(out) - strlen(out), "%s%d", i > 0 ? " " : "",
		    atoi(rows[i].id + 24));
	return out;
}

static void
test_queues(void **state)
{
	static const struct {
		struct ticket_query q;
		const char *want;
	} cases[] = {
		{ { .queue = QUEUE_ALL }, "5 4 3 2 1" },
		{ { .queue = QUEUE_OPEN }, "5 4 3 1" },
		{ { .queue = QUEUE_MINE }, "5 4 2 1" },
		{ { .queue = QUEUE_INCOMPLETE }, "4" },
		{ { .queue = QUEUE_OVERDUE }, "3" },
		{ { .queue = QUEUE_DUE_TODAY }, "5 4 3 1" },
		{ { .queue = QUEUE_DUE_TODAY, .by_due = true }, "3 4 1 5" },
		{ { .queue = QUEUE_CALLER, .phone = "138 0000 0678" },
		    "5 4 3 2 1" }, /* all called from there */
		{ { .queue = QUEUE_CALLER, .phone = "13900000777" }, "5 3" },
		{ { .queue = QUEUE_CALLER, .phone = "13900000778" }, "" },
		{ { .queue = QUEUE_TODAY }, "5 4 3 2 1" },
		{ { .queue = QUEUE_TODAY, .now = SEAT_NOW + INT64_C(86400000) }, "" },
		{ { .queue = QUEUE_ALL, .category = "0205" }, "2 1" },
		{ { .queue = QUEUE_ALL, .state = STATE_PENDING }, "5 1" },
		{ { .queue = QUEUE_ALL, .area = "990101" }, "4 3 2 1" },
		{ { .queue = QUEUE_ALL, .text = "供暖" }, "5" },
		{ { .queue = QUEUE_ALL, .text = "路灯" }, "4 3 2 1" },
		{ { .queue = QUEUE_ALL, .text = "王小明" }, "" }, /* never searched by name */
		{ { .queue = QUEUE_ALL, .since_at = SEAT_NOW + 3000 }, "5 4 3" },
		{ { .queue = QUEUE_ALL, .limit = 2 }, "5 4" },
		{ { .queue = QUEUE_ALL, .limit = 2, .before_at = SEAT_NOW + 4000 }, "3 2" },
		{ { .queue = QUEUE_PENDING_SYNC }, "" },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const char *got = numbers(*state, cases[i].q);
		if (strcmp(got, cases[i].want) != 0)
			fail_msg("case %zu: want \"%s\", got \"%s\"", i, cases[i].want, got);
	}
}

static void
test_a_search_finds_names_of_units_and_categories(void **state)
{
	struct seat *s = *state;
	const struct city *c = cache_city(s->r);
	const struct category *cat = city_category(c, "0301");

	assert_non_null(cat);
	assert_string_equal(
	    numbers(s, (struct ticket_query){ .queue = QUEUE_ALL, .text = cat->name }), "5");
}

/* Who is told of a new city may still look at what it held of the old one, until the turn is over. */
static void
test_a_city_stands_until_the_turn_ends(void **state)
{
	struct seat *s = *state;
	const struct city *old, *now;
	const struct category *cat;

	seat_city(s);
	old = cache_city(s->r);
	assert_non_null(old);
	cat = city_category(old, "0301");
	assert_non_null(cat);
	seat_city_less(s, 1);
	now = cache_city(s->r);
	assert_ptr_not_equal(now, old);
	assert_string_equal(cat->code, "0301"); /* ASan is the judge */
	cache_turn_end(s->r);
	assert_ptr_equal(cache_city(s->r), now);
	assert_non_null(city_category(now, "0301"));
}

static void
test_rows_are_masked(void **state)
{
	struct seat *s = *state;
	struct ticket_row rows[10];

	assert_int_equal(list(s, (struct ticket_query){ .queue = QUEUE_ALL }, rows), 5);
	assert_string_equal(rows[0].called, "王女士");
	assert_string_equal(rows[1].called, "王**");
	assert_string_equal(rows[1].due_kind, "incomplete");
	assert_true(rows[1].mine);
	assert_false(rows[2].mine);
	assert_int_equal(rows[2].due_at, SEAT_NOW - 1000);
	assert_string_equal(rows[0].address, "红山路78号");
	assert_false(rows[0].pending);
}

static void
test_a_ticket_is_masked(void **state)
{
	struct seat *s = *state;
	struct ticket t;
	char id[ID_SIZE];

	seat_id(id, 1);
	ticket_init(&t);
	assert_int_equal(cache_ticket(s->r, id, &t, &s->e), ERR_OK);
	assert_string_equal(fields_get(&t.f, TF_CONTACT_PHONE), "138****0678");
	assert_string_equal(fields_get(&t.f, TF_NAME), "王**");
	assert_null(strstr(fields_get(&t.f, TF_HOME_ADDRESS), "87"));
	assert_string_equal(fields_get(&t.f, TF_ADDRESS), "红山路78号");
	ticket_free(&t);
	seat_id(id, 99);
	ticket_init(&t);
	assert_int_equal(cache_ticket(s->r, id, &t, &s->e), ERR_NOT_FOUND);
	ticket_free(&t);
}

/* Before anybody has signed in there is no key: lists work, nobody is in them. */
static void
test_without_a_key(void **state)
{
	struct seat *s = *state;
	struct ticket_row rows[10];
	struct event *events;
	struct ticket t;
	struct op op;
	char id[ID_SIZE];

	seat_submit_op(&op, 501, 7);
	seat_promise(s, &op);
	cache_reader_key(s->r, NULL);
	assert_int_equal(list(s, (struct ticket_query){ .queue = QUEUE_ALL }, rows), 6);
	assert_string_equal(rows[0].called, "");
	seat_id(id, 7);
	ticket_init(&t);
	assert_int_equal(cache_ticket(s->r, id, &t, &s->e), ERR_OK);
	assert_null(t.f.v[TF_NAME]);
	ticket_free(&t);
	assert_int_equal(cache_events(s->r, id, &events, &s->e), 0);
	assert_int_equal(
	    list(s, (struct ticket_query){ .queue = QUEUE_CALLER, .phone = SEAT_PHONE }, rows), 0);
}

static void
test_by_number(void **state)
{
	struct seat *s = *state;
	char ids[4][ID_SIZE], want[ID_SIZE];

	seat_id(want, 3);
	assert_int_equal(cache_ticket_by_number(s->r, "261120-104200-1154-03", NULL, ids, 4), 1);
	assert_string_equal(ids[0], want);
	assert_int_equal(cache_ticket_by_number(s->r, "115403", NULL, ids, 4), 1);
	assert_int_equal(cache_ticket_by_number(s->r, "１１５４０３", "0777", ids, 4), 1);
	assert_int_equal(cache_ticket_by_number(s->r, "115403", "0678", ids, 4), 0);
	assert_int_equal(cache_ticket_by_number(s->r, "115499", NULL, ids, 4), 0);
	assert_int_equal(cache_ticket_by_number(s->r, "路灯", NULL, ids, 4), 0);
}

static void
test_caller(void **state)
{
	struct seat *s = *state;
	struct caller c;
	char open[ID_SIZE];

	assert_int_equal(
	    cache_caller(s->r, "139-0000-0777", 0, SEAT_NOW + 10000, &c, &s->e), ERR_OK);
	assert_int_equal(c.tickets_30d, 2);
	assert_int_equal(c.open, 2);
	assert_string_equal(c.called, "王女士");
	assert_string_equal(c.last_area, "990102");
	seat_id(open, 5);
	assert_string_equal(c.open_id, open);
	assert_int_equal(
	    cache_caller(s->r, "13900000777", 0, SEAT_NOW + INT64_C(86400000) * 60, &c, &s->e),
	    ERR_OK);
	assert_int_equal(c.tickets_30d, 0);
	assert_int_equal(c.tickets_90d, 2);
	/* of who is to be new here nothing is known from before */
	assert_int_equal(
	    cache_caller(s->r, "13900000777", SEAT_NOW + 10000, SEAT_NOW + 10000, &c, &s->e),
	    ERR_OK);
	assert_int_equal(c.tickets_30d, 0);
	assert_string_equal(c.called, "");
	assert_string_equal(c.open_id, "");
}

static void
add_event(struct page *p, int id, int64_t seq, const char *prev, char hash[65])
{
	struct event ev;

	event_init(&ev);
	seat_id(ev.id, id);
	seat_id(ev.ticket, 1);
	ev.seq = seq;
	ev.kind = seq == 1 ? EVENT_SUBMIT : EVENT_CONTACT;
	ev.at = ev.at_server = SEAT_NOW + seq;
	str_copy(ev.actor, sizeof(ev.actor), "1154");
	str_copy(ev.actor_name, sizeof(ev.actor_name), "王芳");
	memset(ev.salt, (int)seq, sizeof(ev.salt));
	if (seq == 1)
		fields_set(&ev.set, TF_NAME, SEAT_NAME);
	else
		args_set(&ev.args, EA_PHONE, SEAT_PHONE);
	chain_seal(&ev, prev);
	str_copy(hash, 65, ev.hash);
	seat_page_event(p, &ev);
}

static void
test_trace(void **state)
{
	struct seat *s = *state;
	struct event *events;
	struct page p;
	struct op op;
	char id[ID_SIZE], one[65], two[65];
	int checked, total;
	int64_t bad;

	seat_page_init(s, &p);
	add_event(&p, 71, 1, "", one);
	add_event(&p, 72, 2, one, two);
	assert_true(seat_apply(s, "centre", &p));
	page_free(&p);
	seat_op(&op, 73, 1, EVENT_NOTE, 1);
	args_set(&op.args, EA_NOTE, "已核实");
	seat_promise(s, &op);
	seat_id(id, 1);
	assert_int_equal(cache_events(s->r, id, &events, &s->e), 3);
	assert_string_equal(fields_get(&events[0].set, TF_NAME), "王**");
	assert_string_equal(args_get(&events[1].args, EA_PHONE), "138****0678");
	assert_int_equal(events[2].seq, 0);
	assert_string_equal(args_get(&events[2].args, EA_NOTE), "已核实");
	for (int i = 0; i < 3; i++)
		event_free(&events[i]);
	free(events);
	cache_chain_state(s->r, id, &checked, &total, &bad);
	assert_int_equal(checked, 2);
	assert_int_equal(total, 2);
	assert_int_equal(bad, 0);
	/* One whose predecessor was changed. */
	seat_page_init(s, &p);
	add_event(&p, 74, 3, one, two);
	assert_true(seat_apply(s, "centre", &p));
	page_free(&p);
	cache_chain_state(s->r, id, &checked, &total, &bad);
	assert_int_equal(bad, 3);
	assert_int_equal(checked, 2);
}

static void
test_counts(void **state)
{
	struct seat *s = *state;
	struct cache_counts c;
	struct hot_row hot[4];
	struct op op;

	seat_submit_op(&op, 501, 7);
	seat_promise(s, &op);
	cache_counts(s->r, "1154", SEAT_NOW, &c);
	assert_int_equal(c.waiting, 1);
	assert_int_equal(c.oldest_waiting_at, SEAT_NOW);
	assert_int_equal(c.parked, 0);
	assert_int_equal(c.tickets, 6);
	assert_true(c.bytes > 0);
	assert_int_equal(c.answered_today, 5); /* calls without one: test_record.c */
	assert_int_equal(c.direct_today, 1);
	assert_int_equal(c.incomplete, 1);
	assert_int_equal(c.following, 4);
	assert_int_equal(c.overdue, 0);
	cache_counts(s->r, "1160", SEAT_NOW, &c);
	assert_int_equal(c.overdue, 1);
	assert_int_equal(cache_hot(s->r, SEAT_NOW, hot, 4), 3);
	assert_string_equal(hot[0].category, "0205");
	assert_int_equal(hot[0].count, 3);
}

/* A paper that is typed in is today's ticket and no call answered today; the list says which it is. */
static void
test_a_back_entry(void **state)
{
	struct seat *s = *state;
	struct cache_counts before, after;
	struct ticket_query q = { .queue = QUEUE_ALL, .me = "1154", .limit = 20, .now = SEAT_NOW };
	struct ticket_row rows[20];
	int n, late = 0;
	struct op op;

	cache_counts(s->r, "1154", SEAT_NOW, &before);
	seat_submit_op(&op, 502, 8);
	assert_true(fields_set(&op.set, TF_ENTERED_LATE, "1"));
	assert_true(fields_set(&op.set, TF_TAKEN_AT, "2026-11-20 21:10"));
	seat_promise(s, &op);
	cache_counts(s->r, "1154", SEAT_NOW, &after);
	assert_int_equal(after.tickets, before.tickets + 1);
	assert_int_equal(after.answered_today, before.answered_today);
	assert_int_equal(after.dispatched_today, before.dispatched_today + 1);
	n = cache_tickets(s->r, &q, rows, NULL, NULL);
	assert_true(n > 1);
	for (int i = 0; i < n; i++)
		late += rows[i].late;
	assert_int_equal(late, 1);
}

static bool
key_waits(void *arg)
{
	(void)arg;
	return true;
}

static void
test_a_key_ends_a_query(void **state)
{
	struct seat *s = *state;
	struct ticket_query q = {
		.queue = QUEUE_ALL, .limit = 10, .now = SEAT_NOW, .text = "找不到的字"
	};
	struct ticket_row rows[10];
	struct page p;
	bool partial;

	seat_page_init(s, &p);
	for (int i = 100; i < 600; i++)
		city_ticket(&p, i, STATE_PENDING, "0205", SEAT_PHONE);
	assert_true(seat_apply(s, "centre", &p));
	page_free(&p);
	assert_int_equal(cache_tickets(s->r, &q, rows, &partial, &s->e), 0);
	assert_false(partial);
	assert_int_equal(cache_reader_cut(s->r), CACHE_WHOLE);
	cache_reader_patience(s->r, key_waits, NULL);
	assert_int_equal(cache_tickets(s->r, &q, rows, &partial, &s->e), 0);
	assert_true(partial);
	assert_int_equal(cache_reader_cut(s->r), CACHE_CUT_BY_KEY);
	assert_int_equal(cache_reader_cut(s->r), CACHE_WHOLE); /* said once */
	cache_reader_rest(s->r, true);
	assert_int_equal(cache_tickets(s->r, &q, rows, &partial, &s->e), 0);
	assert_true(partial);
	cache_reader_rest(s->r, false);
	cache_reader_patience(s->r, NULL, NULL);
	cache_turn_end(s->r);
}

static bool
time_goes_by(void *arg)
{
	int64_t until = clock_mono_ms() + 25;

	(void)arg;
	while (clock_mono_ms() < until)
		;
	return false;
}

/* No key, but each thousand steps take longer than a query is given. */
static void
test_time_ends_a_query_unless_nobody_types(void **state)
{
	struct seat *s = *state;
	struct ticket_query q = {
		.queue = QUEUE_ALL, .limit = 10, .now = SEAT_NOW, .text = "找不到的字"
	};
	struct ticket_row rows[10];
	struct page p;
	bool partial;

	seat_page_init(s, &p);
	for (int i = 100; i < 600; i++)
		city_ticket(&p, i, STATE_PENDING, "0205", SEAT_PHONE);
	assert_true(seat_apply(s, "centre", &p));
	page_free(&p);
	cache_reader_patience(s->r, time_goes_by, NULL);
	assert_int_equal(cache_tickets(s->r, &q, rows, &partial, &s->e), 0);
	assert_true(partial);
	assert_int_equal(cache_reader_cut(s->r), CACHE_CUT_BY_TIME);
	cache_reader_rest(s->r, true);
	assert_int_equal(cache_tickets(s->r, &q, rows, &partial, &s->e), 0);
	assert_false(partial);
	assert_int_equal(cache_reader_cut(s->r), CACHE_WHOLE);
	cache_reader_patience(s->r, NULL, NULL);
	cache_turn_end(s->r);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_queues, setup, seat_teardown),
		cmocka_unit_test_setup_teardown(
		    test_a_search_finds_names_of_units_and_categories, setup, seat_teardown),
		cmocka_unit_test_setup_teardown(
		    test_a_city_stands_until_the_turn_ends, setup, seat_teardown),
		cmocka_unit_test_setup_teardown(test_rows_are_masked, setup, seat_teardown),
		cmocka_unit_test_setup_teardown(test_a_ticket_is_masked, setup, seat_teardown),
		cmocka_unit_test_setup_teardown(test_without_a_key, setup, seat_teardown),
		cmocka_unit_test_setup_teardown(test_by_number, setup, seat_teardown),
		cmocka_unit_test_setup_teardown(test_caller, setup, seat_teardown),
		cmocka_unit_test_setup_teardown(test_trace, setup, seat_teardown),
		cmocka_unit_test_setup_teardown(test_counts, setup, seat_teardown),
		cmocka_unit_test_setup_teardown(test_a_back_entry, setup, seat_teardown),
		cmocka_unit_test_setup_teardown(test_a_key_ends_a_query, setup, seat_teardown),
		cmocka_unit_test_setup_teardown(
		    test_time_ends_a_query_unless_nobody_types, setup, seat_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
