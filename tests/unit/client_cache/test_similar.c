/* Which tickets of the seat are about the same matter: found at once when a row comes, after a fill and on an older seat in
 * the background; only what may be shown; nothing left of what is gone. */
#include "seat.h"

#include "client/cache/cache_p.h"
#include "client/cache/similar.h"

#define MINUTE      INT64_C(60000)
#define DAY         (1440 * MINUTE)
#define DEVICE_NONE "01890000-0000-7000-8000-999999999999"
#define LAMP        "红山路78号门口路灯不亮三天了, 晚上老人出行很黑"

static struct ticket *
told(struct page *p, int n, const char *category, const char *address, const char *words)
{
	struct ticket t;

	seat_ticket(&t, n, 1);
	t.created_at = SEAT_NOW - n * 10 * MINUTE;
	fields_set(&t.f, TF_CATEGORY, category);
	fields_set(&t.f, TF_ADDRESS, address);
	fields_set(&t.f, TF_CONTENT, words);
	fields_set(&t.f, TF_TITLE, "");
	seat_page_ticket(p, &t);
	return &p->tickets[p->n_tickets - 1];
}

static void
town(struct page *p)
{
	(void)told(p, 1, "0205", "红山路78号", LAMP);
	(void)told(p, 2, "0205", "松涛路12号", "松涛路12号路灯不亮");
	(void)told(p, 3, "0206", "红山路78号", "井盖丢了, 车轮陷进去");
	told(p, 4, "0205", "红山路80号", "红山路80号这边路灯也不亮, 很黑")->state = STATE_CLOSED;
	(void)told(p, 5, "0803", "", "咨询医保缴费截止时间");
}

static int
ask(struct seat *s, struct similar_query q, struct similar_row *rows, int max)
{
	struct fields f = { 0 };
	int n;

	assert_true(fields_set(&f, TF_CONTENT, "红山路78号路灯不亮") &&
		    fields_set(&f, TF_CATEGORY, "0205") && fields_set(&f, TF_AREA, "990101001") &&
		    fields_set(&f, TF_ADDRESS, "红山路78号"));
	if (s->r != NULL)
		cache_reader_close(s->r);
	seat_reader(s);
	q.f = &f;
	q.at = q.now = SEAT_NOW;
	q.since_at = SEAT_NOW - 30 * DAY;
	q.me = q.me != NULL ? q.me : "1999";
	q.least = q.least != 0 ? q.least : SIMILAR_SHOWN;
	n = cache_similar(s->r, &q, rows, max);
	fields_free(&f);
	return n;
}

static void
open_town(struct seat *s)
{
	struct page p;

	seat_page_init(s, &p);
	town(&p);
	assert_true(seat_apply(s, "centre", &p));
	page_free(&p);
}

static void
the_likest_come_first_with_their_reasons(void **state)
{
	struct seat *s = *state;
	struct similar_row rows[5];

	open_town(s);
	assert_int_equal(ask(s, (struct similar_query){ 0 }, rows, 5), 2);
	assert_string_equal(rows[0].row.address, "红山路78号");
	assert_true(rows[0].percent > rows[1].percent);
	assert_non_null(strstr(rows[0].reason, "同一地点 红山路78号, 同类, 10分前, 文字相近"));
	assert_non_null(strstr(rows[1].reason, "红山路80号 相距2号"));
	assert_int_equal(ask(s, (struct similar_query){ .states = STATES_OPEN }, rows, 5), 1);
	assert_int_equal(ask(s, (struct similar_query){ 0 }, rows, 1), 1);
	assert_int_equal(ask(s, (struct similar_query){ 0 }, rows, 0), 0);
	assert_int_equal(
	    ask(s, (struct similar_query){ .id = rows[0].row.id }, rows, 5), 1); /* not itself */
}

static void
shielded_ones_are_for_those_who_may(void **state)
{
	struct seat *s = *state;
	struct similar_row rows[5];
	struct ticket *t;
	struct page p;

	seat_page_init(s, &p);
	t = told(&p, 1, "0205", "红山路78号", LAMP);
	t->sensitive = true;
	fields_set(&told(&p, 2, "0205", "红山路78号", LAMP)->f, TF_TYPE, "report");
	assert_true(seat_apply(s, "centre", &p));
	page_free(&p);
	assert_int_equal(ask(s, (struct similar_query){ .roles = ROLE_BIT(AGENT) }, rows, 5), 0);
	assert_int_equal(ask(s, (struct similar_query){ .roles = ROLE_BIT(SENIOR) }, rows, 5), 2);
	assert_int_equal(
	    ask(s, (struct similar_query){ .roles = ROLE_BIT(AGENT), .me = "1154" }, rows, 5), 2);
}

static int64_t
count(struct seat *s, const char *sql)
{
	struct err e = { 0 };
	struct db_open_args open = { .mode = DB_READER,
		.application_id = CACHE_APPLICATION_ID,
		.migrations = cache_migrations,
		.n_migrations = cache_migrations_count };
	char path[TMPDIR_SIZE + 16];
	struct db *db;
	int64_t n;

	(void)snprintf(path, sizeof(path), "%s/seat.db", s->dir);
	open.path = path;
	if (db_open(&open, &db, &e) != ERR_OK)
		fail_msg("%s", e.text);
	n = db_one_int(db, sql, -1);
	db_close(db);
	return n;
}

static void
what_changes_or_goes_leaves_nothing(void **state)
{
	struct seat *s = *state;
	struct similar_row rows[5];
	struct ticket *t;
	struct page p;

	open_town(s);
	seat_page_init(s, &p);
	t = told(&p, 1, "0205", "光明路9号", "光明路9号路灯不亮");
	t->rev = 2;
	seat_page_out(&p, 4, 2);
	assert_true(seat_apply(s, "centre", &p));
	page_free(&p);
	assert_int_equal(ask(s, (struct similar_query){ 0 }, rows, 5), 0);
	assert_int_equal(count(s, "SELECT count(*) FROM alike"), 4);
	assert_int_equal(count(s, "SELECT count(*) FROM alike_place p WHERE NOT EXISTS(SELECT 1 "
				  "FROM alike a WHERE a.id = p.id AND a.at = p.at)"),
	    0);
}

static void
walk(struct seat *s)
{
	for (int i = 0; cache_similar_waits(s->w); i++) {
		assert_true(i < 100);
		assert_true(cache_similar_index(s->w, &s->e));
	}
	assert_false(cache_similar_index(s->w, &s->e));
}

static void
a_fill_is_followed_in_the_background(void **state)
{
	struct seat *s = *state;
	struct msg_snapshot snapshot = { .count = 300 };
	struct similar_row rows[5];
	struct cache_fill fill;
	struct page p;
	size_t at = 0;

	walk(s);
	str_copy(snapshot.id, sizeof(snapshot.id), "snap");
	str_copy(snapshot.cursor, sizeof(snapshot.cursor), "c9");
	str_copy(snapshot.epoch, sizeof(snapshot.epoch), "e1");
	assert_int_equal(cache_fill_begin(s->w, "centre", &snapshot, &s->e), ERR_OK);
	seat_page_init(s, &p);
	(void)told(&p, 1, "0205", "红山路78号", LAMP);
	for (int i = 2; i <= 300; i++)
		(void)told(&p, i, "0803", "", "咨询医保缴费截止时间");
	assert_true(cache_fill(s->w, &fill));
	while (at < p.n_tickets)
		assert_int_equal(cache_fill_rows(s->w, &fill, &p, &at, &s->e), ERR_OK);
	page_free(&p);
	assert_int_equal(count(s, "SELECT count(*) FROM alike"), 0);
	assert_int_equal(cache_fill_end(s->w, &fill, &s->e), ERR_OK);
	assert_true(cache_similar_waits(s->w));
	assert_true(cache_similar_index(s->w, &s->e));
	assert_in_range(count(s, "SELECT count(*) FROM alike"), 1, 256);   /* a slice */
	assert_int_equal(ask(s, (struct similar_query){ 0 }, rows, 5), 1); /* newest first */
	assert_false(cache_similar_ready(s->r));
	seat_again(s); /* a kill: it goes on where it stood */
	walk(s);
	assert_int_equal(count(s, "SELECT count(*) FROM alike"), 300);
	assert_int_equal(ask(s, (struct similar_query){ 0 }, rows, 5), 1);
	assert_true(cache_similar_ready(s->r));
}

/* Made by another program, or spoilt: found less until it is made anew, never an error. */
static void
a_spoilt_index_is_made_anew(void **state)
{
	struct seat *s = *state;
	struct similar_row rows[5];
	struct db_open_args open = { .mode = DB_WRITER,
		.application_id = CACHE_APPLICATION_ID,
		.migrations = cache_migrations,
		.n_migrations = cache_migrations_count };
	char path[TMPDIR_SIZE + 16];
	struct db *db;

	open_town(s);
	walk(s);
	cache_writer_close(s->w);
	s->w = NULL;
	(void)snprintf(path, sizeof(path), "%s/seat.db", s->dir);
	open.path = path;
	if (db_open(&open, &db, &s->e) != ERR_OK)
		fail_msg("%s", s->e.text);
	assert_int_equal(db_exec(db,
			     "UPDATE alike SET sign = x'00'; UPDATE meta SET value = '1' WHERE "
			     "name = 'alike_made'",
			     &s->e),
	    ERR_OK);
	db_close(db);
	seat_writer(s);
	assert_int_equal(ask(s, (struct similar_query){ 0 }, rows, 5), 0);
	walk(s);
	assert_int_equal(ask(s, (struct similar_query){ 0 }, rows, 5), 2);
}

/* Three houses without water within the city's half hour; one of them is a confidential matter. */
static void
an_incident_is_found(void **state)
{
	static struct incident_row rows[3];
	struct seat *s = *state;
	struct ticket *t;
	struct page p;

	seat_page_init(s, &p);
	(void)told(&p, 1, "0301", "学府里2号楼", "学府里2号楼从早上起停水了");
	t = told(&p, 2, "0301", "学府里5号楼", "学府里5号楼从早上起停水了");
	fields_set(&t->f, TF_CONFIDENTIAL, "1");
	(void)told(&p, 3, "0301", "学府里7号楼", "学府里7号楼从早上起停水了");
	told(&p, 4, "0301", "学府里8号楼", "学府里8号楼从早上起停水了")->state = STATE_CLOSED;
	assert_true(seat_apply(s, "centre", &p));
	page_free(&p);
	seat_reader(s);
	assert_int_equal(
	    cache_incidents(s->r, SEAT_NOW - DAY, "1102", ROLE_BIT(DISPATCHER), rows, 3), 1);
	assert_int_equal(rows[0].total, 3);
	assert_int_equal(rows[0].n, 3);
	assert_string_equal(rows[0].row[0].address, "学府里7号楼"); /* the oldest carries it */
	assert_int_equal(rows[0].rule.minutes, 30);
	assert_int_equal(
	    cache_incidents(s->r, SEAT_NOW - DAY, "1999", ROLE_BIT(AGENT), rows, 3), 0);
	assert_int_equal(cache_incidents(s->r, SEAT_NOW, "1102", ROLE_BIT(DISPATCHER), rows, 3), 0);
	assert_int_equal(
	    cache_incidents(s->r, SEAT_NOW - DAY, "1102", ROLE_BIT(DISPATCHER), rows, 0), 0);
}

/* What the centre tells of the whole city stands before what the seat finds; what was joined here meanwhile is left out, and
 * one that is on its way to its end is shown to nobody. */
static void
an_incident_is_told_by_the_centre(void **state)
{
	static struct incident_row rows[3];
	struct seat *s = *state;
	struct incident_told t = { .total = 9,
		.joined = 5,
		.first_at = SEAT_NOW - 40 * MINUTE,
		.last_at = SEAT_NOW,
		.category = "0301",
		.area = "990102001",
		.bulletin = "B01",
		.n = 3 };
	struct incident_told of;
	struct ticket_row line;
	struct str text = { 0 };
	struct page p;

	seat_page_init(s, &p);
	(void)told(&p, 1, "0301", "学府里2号楼", "学府里2号楼从早上起停水了");
	(void)told(&p, 3, "0301", "北苑小区", "自来水全没有");
	told(&p, 4, "0301", "学府里8号楼", "也没有水")->state = STATE_MERGED;
	assert_true(seat_apply(s, "centre", &p));
	page_free(&p);
	seat_id(t.member[0], 3);
	seat_id(t.member[1], 1);
	seat_id(t.member[2], 4);
	incident_write(&t, &text);
	seat_page_init(s, &p);
	seat_ref_row(&p, INCIDENT_KIND, t.member[0], str_c(&text));
	seat_ref_row(&p, INCIDENT_KIND, t.member[1], "nonsense");
	p.more = true; /* the city stays */
	assert_true(seat_apply(s, "reference", &p));
	page_free(&p);
	seat_reader(s);
	assert_int_equal(
	    cache_incidents(s->r, SEAT_NOW - DAY, "1102", ROLE_BIT(DISPATCHER), rows, 3), 1);
	assert_int_equal(rows[0].total, 9);
	assert_int_equal(rows[0].n, 2);
	assert_string_equal(rows[0].row[0].address, "北苑小区");
	assert_string_equal(rows[0].bulletin, "B01");
	assert_int_equal(
	    cache_incidents(s->r, SEAT_NOW + 1, "1102", ROLE_BIT(DISPATCHER), rows, 3), 0);
	assert_true(cache_incident_of(s->r, t.member[1], "", "", 0, &of));
	assert_string_equal(of.member[0], t.member[0]);
	assert_false(cache_incident_of(s->r, DEVICE_NONE, "", "", 0, &of));
	assert_true(cache_incident_of(s->r, NULL, "0301", "990102001003", SEAT_NOW - DAY, &of));
	assert_false(cache_incident_of(s->r, NULL, "0301", "990101001", SEAT_NOW - DAY, &of));
	assert_false(cache_incident_of(s->r, NULL, "0302", "990102001", SEAT_NOW - DAY, &of));
	assert_false(cache_incident_of(s->r, NULL, "0301", "990102001", SEAT_NOW + 1, &of));
	assert_true(cache_ticket_line(s->r, t.member[0], "1102", &line));
	assert_false(cache_ticket_line(s->r, DEVICE_NONE, "1102", &line));
	str_free(&text);
}

static bool
now(void *arg)
{
	(void)arg;
	return true;
}

static void
a_key_ends_it(void **state)
{
	struct seat *s = *state;
	struct similar_row rows[5];
	struct fields f = { 0 };
	struct similar_query q = { .f = &f, .at = SEAT_NOW, .now = SEAT_NOW, .least = 1 };

	open_town(s);
	seat_reader(s);
	fields_set(&f, TF_CATEGORY, "0205");
	fields_set(&f, TF_CONTENT, LAMP);
	assert_true(cache_similar(s->r, &q, rows, 5) > 0);
	cache_reader_patience(s->r, now, NULL);
	(void)cache_similar(s->r, &q, rows, 5); /* few rows may be done before it is asked */
	cache_turn_end(s->r);
	fields_free(&f);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    the_likest_come_first_with_their_reasons, seat_setup, seat_teardown),
		cmocka_unit_test_setup_teardown(
		    shielded_ones_are_for_those_who_may, seat_setup, seat_teardown),
		cmocka_unit_test_setup_teardown(
		    what_changes_or_goes_leaves_nothing, seat_setup, seat_teardown),
		cmocka_unit_test_setup_teardown(
		    a_fill_is_followed_in_the_background, seat_setup, seat_teardown),
		cmocka_unit_test_setup_teardown(
		    a_spoilt_index_is_made_anew, seat_setup, seat_teardown),
		cmocka_unit_test_setup_teardown(an_incident_is_found, seat_setup, seat_teardown),
		cmocka_unit_test_setup_teardown(a_key_ends_it, seat_setup, seat_teardown),
		cmocka_unit_test_setup_teardown(
		    an_incident_is_told_by_the_centre, seat_setup, seat_teardown),
		cmocka_unit_test_setup_teardown(a_key_ends_it, seat_setup, seat_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
