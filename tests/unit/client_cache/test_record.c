/* Desk records of a seat: written for good, sent once, read back by the desk, and nothing of a person in the open. */
#include "seat.h"

#include "base/clock.h"
#include "base/fs.h"
#include "client/cache/cache_p.h"
#include "client/cache/records.h"

#define CALL  "call-0001"
#define OTHER "call-0002"

static struct record
record(int n, enum record_kind kind, const char *object, const char *code, const char *text)
{
	struct record r = { .kind = kind, .by = "1154", .at = SEAT_NOW + n };

	seat_id(r.id, 700 + n);
	str_copy(r.call, sizeof(r.call), CALL);
	str_copy(r.object, sizeof(r.object), object);
	str_copy(r.code, sizeof(r.code), code);
	if (kind == RECORD_TRANSFER)
		str_copy(r.result, sizeof(r.result), "connected");
	assert_true(record_set_text(&r, text));
	return r;
}

static void
add(struct seat *s, struct record r)
{
	if (cache_record_add(s->w, &r, &s->e) != ERR_OK)
		fail_msg("%s at %s", s->e.text, s->e.where);
	record_free(&r);
}

static size_t
batch(struct seat *s, size_t most, struct str *body, struct record_batch *b)
{
	str_reset(body);
	if (cache_record_batch(s->w, most, body, b, &s->e) != ERR_OK)
		fail_msg("%s", s->e.text);
	return b->count;
}

static void
answered(struct seat *s, const struct record_batch *b, struct record_refused *refused, size_t n)
{
	struct record_answer a = { .kept = 1, .refused = refused, .count = n };

	if (cache_record_answered(s->w, b, &a, SEAT_NOW, &s->e) != ERR_OK)
		fail_msg("%s", s->e.text);
}

/* ---- sending ---- */

static void
test_sent_once(void **state)
{
	struct seat *s = *state;
	struct record_list l;
	struct record_batch b, none;
	struct str body = { 0 };
	struct record r = record(1, RECORD_CALL, "", "wrong", NULL);
	struct cache_counts c;

	str_copy(r.phone, sizeof(r.phone), SEAT_PHONE);
	add(s, r);
	add(s, record(2, RECORD_READ, "B3", "", NULL));
	add(s, record(2, RECORD_READ, "B3", "", NULL)); /* the same again */
	assert_int_equal(seat_waiting(s), 2);
	cache_counts(s->r, "1154", SEAT_NOW, &c);
	assert_int_equal(c.waiting, 2);
	assert_int_equal(c.records, 2);
	assert_int_equal(c.oldest_waiting_at, SEAT_NOW + 1);
	assert_int_equal(batch(s, 1, &body, &b), 1);
	assert_int_equal(batch(s, 100, &body, &b), 2);
	assert_int_equal(record_json_read(str_c(&body), body.len, &l, &s->e), ERR_OK);
	assert_int_equal(l.count, 2);
	assert_string_equal(l.rows[0].phone, SEAT_PHONE); /* whole, to the centre */
	record_list_free(&l);
	add(s, record(3, RECORD_CITE, "K1", "", NULL)); /* while they are on their way */
	answered(s, &b, NULL, 0);
	assert_int_equal(batch(s, 100, &body, &b), 1);
	answered(s, &b, NULL, 0);
	assert_int_equal(batch(s, 100, &body, &none), 0);
	assert_int_equal(seat_waiting(s), 0);
	seat_again(s); /* and a restart changes nothing */
	seat_reader(s);
	assert_int_equal(batch(s, 100, &body, &none), 0);
	str_free(&body);
}

static void
test_refused(void **state)
{
	struct seat *s = *state;
	struct record_refused no = { .code = ERR_FORBIDDEN, .detail = "没有在这台坐席机上登录过" };
	struct record_batch b;
	struct str body = { 0 };
	struct cache_counts c;

	for (int i = 1; i <= 3; i++)
		add(s, record(i, RECORD_READ, "B3", "", NULL));
	seat_id(no.id, 702);
	assert_int_equal(batch(s, 100, &body, &b), 3);
	answered(s, &b, &no, 1);
	assert_int_equal(batch(s, 100, &body, &b), 0);
	cache_counts(s->r, "1154", SEAT_NOW, &c);
	assert_int_equal(c.waiting, 0);
	assert_int_equal(c.records_refused, 1);
	assert_int_equal(cache_record_offer_again(s->w, &s->e), ERR_OK);
	assert_int_equal(batch(s, 100, &body, &b), 1);
	assert_int_equal(cache_record_refused(s->w, &b, "没有这一类记录", &s->e), ERR_OK);
	assert_int_equal(batch(s, 100, &body, &b), 0);
	assert_int_equal(cache_record_all_again(s->w, &s->e), ERR_OK); /* those the centre had */
	assert_int_equal(batch(s, 100, &body, &b), 2);
	str_free(&body);
}

static void
test_a_restored_centre_gets_all_again(void **state)
{
	struct seat *s = *state;
	struct msg_centre c = { .epoch = "e1", .name = "云江市12345" };
	struct record_batch b;
	struct str body = { 0 };

	seat_id(c.centre_id, 1);
	assert_int_equal(cache_seat_centre(s->w, &c, &s->e), ERR_OK);
	add(s, record(1, RECORD_READ, "B3", "", NULL));
	assert_int_equal(batch(s, 100, &body, &b), 1);
	answered(s, &b, NULL, 0);
	str_copy(c.epoch, sizeof(c.epoch), "e2");
	assert_int_equal(cache_seat_centre(s->w, &c, &s->e), ERR_OK);
	assert_int_equal(batch(s, 100, &body, &b), 1);
	str_free(&body);
}

static void
test_long_ones_share_requests(void **state)
{
	struct seat *s = *state;
	struct str text = { 0 }, body = { 0 };
	struct record_batch b;
	size_t sum = 0;

	for (int i = 0; i < LIMIT_NOTE_CHARS; i++)
		str_add(&text, "\x01");
	for (int i = 0; i < RECORD_ROWS + 20; i++)
		add(s, record(i, RECORD_TOLD, "K1", "", str_c(&text)));
	while (batch(s, 100, &body, &b) > 0) {
		struct record_list l;
		assert_true(body.len <= LIMIT_BODY_BYTES);
		assert_int_equal(record_json_read(str_c(&body), body.len, &l, &s->e), ERR_OK);
		sum += l.count;
		record_list_free(&l);
		answered(s, &b, NULL, 0);
	}
	assert_int_equal(sum, RECORD_ROWS + 20);
	str_free(&text);
	str_free(&body);
}

static void
test_a_broken_one_does_not_hold_up_the_others(void **state)
{
	struct seat *s = *state;
	struct db_open_args open = { .mode = DB_WRITER,
		.application_id = CACHE_APPLICATION_ID,
		.migrations = cache_migrations,
		.n_migrations = cache_migrations_count };
	struct record_batch b;
	struct str body = { 0 };
	struct db *db;
	char path[TMPDIR_PATHS];

	for (int i = 1; i <= 3; i++)
		add(s, record(i, RECORD_TOLD, "K1", "", "说过"));
	cache_reader_close(s->r);
	s->r = NULL;
	cache_writer_close(s->w);
	open.path = tmpdir_path(s->dir, CACHE_FILE, path);
	if (db_open(&open, &db, &s->e) != ERR_OK)
		fail_msg("%s", s->e.text);
	assert_int_equal(
	    db_exec(db, "UPDATE record SET sealed = x'00112233' WHERE seq = 1", &s->e), ERR_OK);
	db_close(db);
	seat_writer(s);
	assert_int_equal(batch(s, 100, &body, &b), 2);
	str_free(&body);
}

static void
test_what_is_no_record(void **state)
{
	struct seat *s = *state;
	struct record r = record(1, RECORD_CALL, "", "lunch", NULL);

	assert_int_equal(cache_record_add(s->w, &r, &s->e), ERR_UNKNOWN_CODE);
	str_copy(r.code, sizeof(r.code), "test");
	cache_writer_key(s->w, NULL);
	assert_int_equal(cache_record_add(s->w, &r, &s->e), ERR_UNAUTHORISED);
	assert_int_equal(seat_waiting(s), 0);
}

static void
test_old_ones_go(void **state)
{
	struct seat *s = *state;
	struct record_answer a = { .kept = 2 };
	struct record_query all = { .kind = RECORD_NONE };
	struct record_batch b;
	struct str body = { 0 };

	add(s, record(1, RECORD_READ, "B3", "", NULL));
	add(s, record(2, RECORD_CITE, "K1", "", NULL));
	assert_int_equal(batch(s, 100, &body, &b), 2);
	add(s, record(3, RECORD_CITE, "K2", "", NULL)); /* not sent: stays, however old */
	assert_int_equal(
	    cache_record_answered(s->w, &b, &a, SEAT_NOW + INT64_C(91) * 86400000, &s->e), ERR_OK);
	assert_int_equal(cache_record_count(s->r, &all), 2);
	assert_true(cache_bulletin_read(s->r, "1154", "B3"));
	str_free(&body);
}

/* ---- what the desk asks ---- */

static void
test_of_a_call(void **state)
{
	struct seat *s = *state;
	struct record out[8], r;

	add(s, record(1, RECORD_CITE, "K0205-01", "", NULL));
	add(s, record(2, RECORD_TOLD, "K0205-01", "", "24小时内修复"));
	add(s, record(3, RECORD_CITE, "K0205-02", "", NULL));
	add(s, record(4, RECORD_CITE, "K0205-01", "", NULL));
	r = record(5, RECORD_TOLD, "K0901-01", "", "另一件事");
	str_copy(r.call, sizeof(r.call), OTHER);
	seat_id(r.ticket, 7);
	add(s, r);
	r = record(6, RECORD_CITE, "K0901-01", "", NULL);
	r.call[0] = '\0';
	add(s, r);
	assert_int_equal(cache_told(s->r, CALL, "", out, 8), 1);
	assert_string_equal(record_text(&out[0]), "24小时内修复");
	record_free(&out[0]);
	seat_id(r.ticket, 7);
	assert_int_equal(cache_told(s->r, CALL, r.ticket, out, 8), 2);
	assert_string_equal(out[1].object, "K0901-01");
	record_free(&out[0]);
	record_free(&out[1]);
	assert_int_equal(cache_told(s->r, OTHER, r.ticket, out, 8), 1); /* once */
	record_free(&out[0]);
	assert_int_equal(cache_told(s->r, "", "", out, 8), 0);
}

static void
test_lists(void **state)
{
	struct seat *s = *state;
	struct record out[8], r = record(1, RECORD_TRANSFER, "T110", "blind", "王小明, 红山路");
	struct record_query q = { .kind = RECORD_NONE };

	str_copy(r.phone, sizeof(r.phone), SEAT_PHONE);
	add(s, r);
	add(s, record(2, RECORD_CORRECT, "K1", "outdated", "号码换了"));
	r = record(3, RECORD_CALL, "", "silent", NULL);
	str_copy(r.by, sizeof(r.by), "1160");
	str_copy(r.call, sizeof(r.call), OTHER);
	add(s, r);
	assert_int_equal(cache_records(s->r, &q, out, 8), 3); /* newest first */
	assert_int_equal(out[0].kind, RECORD_CALL);
	assert_string_equal(out[2].phone, "138****0678");
	assert_string_equal(record_text(&out[2]), "王小明, 红山路");
	for (int i = 0; i < 3; i++)
		record_free(&out[i]);
	q = (struct record_query){ .kind = RECORD_CORRECT, .object = "K1", .code = "outdated" };
	assert_int_equal(cache_record_count(s->r, &q), 1);
	q.code = "wrong";
	assert_int_equal(cache_record_count(s->r, &q), 0);
	q = (struct record_query){ .by = "1160", .since_at = SEAT_NOW + 3 };
	assert_int_equal(cache_record_count(s->r, &q), 1);
	q.since_at = SEAT_NOW + 4;
	assert_int_equal(cache_records(s->r, &q, out, 8), 0);
	q = (struct record_query){ .call = OTHER };
	assert_int_equal(cache_records(s->r, &q, out, 8), 1);
	record_free(&out[0]);
	q.call = "";
	assert_int_equal(cache_records(s->r, &q, out, 8), 0);
	assert_int_equal(cache_record_count(s->r, &q), 0);
	cache_reader_key(s->r, NULL); /* signed out: nothing sealed is shown */
	q = (struct record_query){ .kind = RECORD_TRANSFER };
	assert_int_equal(cache_records(s->r, &q, out, 8), 1);
	assert_string_equal(record_text(&out[0]), "");
	assert_string_equal(out[0].phone, "");
	record_free(&out[0]);
}

static void
test_bulletins(void **state)
{
	struct seat *s = *state;

	assert_false(cache_bulletin_read(s->r, "1154", "B3"));
	add(s, record(1, RECORD_READ, "B3", "", NULL));
	assert_true(cache_bulletin_read(s->r, "1154", "B3"));
	assert_false(cache_bulletin_read(s->r, "1154", "B4"));
	assert_false(cache_bulletin_read(s->r, "1160", "B3"));
}

static void
test_warned_callers(void **state)
{
	struct seat *s = *state;
	static const char *const calls[] = { CALL, CALL, OTHER };

	for (int i = 0; i < 3; i++) {
		char code[2] = { (char)('1' + i), '\0' };
		struct record r = record(i, RECORD_ABUSE, "", code, NULL);
		str_copy(r.call, sizeof(r.call), calls[i]);
		str_copy(r.phone, sizeof(r.phone), SEAT_PHONE);
		add(s, r);
	}
	assert_int_equal(cache_abuse(s->r, "138 0000 0678", SEAT_NOW), 2); /* calls, not warnings */
	assert_int_equal(cache_abuse(s->r, SEAT_PHONE, SEAT_NOW + 2), 1);
	cache_people_from(s->r, SEAT_NOW + 2); /* a lesson began */
	assert_int_equal(cache_abuse(s->r, SEAT_PHONE, 0), 1);
	cache_people_from(s->r, 0);
	assert_int_equal(cache_abuse(s->r, "13800000679", 0), 0);
	assert_int_equal(cache_abuse(s->r, "", 0), 0);
}

static void
test_calls_of_the_day(void **state)
{
	struct seat *s = *state;
	struct cache_counts c;
	struct record r;
	struct op op;

	seat_submit_op(&op, 501, 7);
	seat_promise(s, &op);
	r = record(1, RECORD_CALL, "", "ticket", NULL); /* ended in that ticket */
	seat_id(r.ticket, 7);
	add(s, r);
	r = record(2, RECORD_CALL, "", "wrong", NULL);
	str_copy(r.call, sizeof(r.call), OTHER);
	add(s, r);
	r.call[0] = '\0'; /* no call system: each is one of its own */
	seat_id(r.id, 801);
	add(s, r);
	r.at -= 86400000;
	seat_id(r.id, 802);
	add(s, r);
	cache_counts(s->r, "1154", SEAT_NOW, &c);
	assert_int_equal(c.answered_today, 3);
	cache_counts(s->r, "1160", SEAT_NOW, &c);
	assert_int_equal(c.answered_today, 0);
}

/* ---- privacy ---- */

static void
nowhere(struct seat *s, const char *file, const char *needle)
{
	struct str b = { 0 };
	char path[TMPDIR_PATHS];
	size_t n = strlen(needle);

	if (fs_read(tmpdir_path(s->dir, file, path), 64 << 20, &b, NULL) != ERR_OK)
		return;
	for (size_t i = 0; i + n <= b.len; i++)
		if (memcmp(b.s + i, needle, n) == 0)
			fail_msg("%s holds %s", file, needle);
	str_free(&b);
}

static void
test_nothing_of_a_person_on_disk(void **state)
{
	static const char *const files[] = { "seat.db", "seat.db-wal", "seat.db-shm" };
	struct seat *s = *state;
	struct record r = record(1, RECORD_TRANSFER, "T110", "consult", "王小明的妻子要生了");
	struct str b = { 0 };
	char path[TMPDIR_PATHS];

	str_copy(r.phone, sizeof(r.phone), SEAT_PHONE);
	add(s, r);
	for (int checkpointed = 0; checkpointed < 2; checkpointed++) {
		for (size_t i = 0; i < 3; i++) {
			nowhere(s, files[i], SEAT_PHONE);
			nowhere(s, files[i], "王小明");
		}
		cache_writer_checkpoint(s->w);
	}
	/* it is there at all */
	assert_int_equal(fs_read(tmpdir_path(s->dir, "seat.db", path), 64 << 20, &b, NULL), ERR_OK);
	assert_non_null(memmem(b.s, b.len, "consult", 7));
	str_free(&b);
}

/* ---- of others ---- */

static void
test_what_others_wrote(void **state)
{
	struct seat *s = *state;
	struct record sheet = { .kind = RECORD_QA_SHEET,
		.by = "1301",
		.at = SEAT_NOW,
		.object = "1154",
		.code = "agent",
		.result = "excellent" };
	const struct cache_desk_who who = { "1154", "agent", "e1" },
				    other = { "1154", "agent,qa", "e1" };
	const struct record_page page = { &sheet, 1, 17, false };
	struct record_query q = { .kind = RECORD_QA_SHEET, .object = "1154" };
	struct record out[3];
	struct record_batch b;
	struct str body = { 0 };

	seat_id(sheet.id, 900);
	assert_int_equal(cache_desk_after(s->w, &who), 0);
	for (int i = 0; i < 2; i++) /* a page twice changes nothing */
		assert_int_equal(cache_desk_page(s->w, &who, &page, &s->e), ERR_OK);
	assert_int_equal(cache_desk_after(s->w, &who), 17);
	assert_int_equal(cache_desk_after(s->w, &other), 0); /* another role: everything anew */
	assert_int_equal(cache_records(s->r, &q, out, 3), 1);
	assert_string_equal(out[0].by, "1301");
	record_free(&out[0]);
	assert_int_equal(batch(s, 10, &body, &b), 0); /* never sent, also to a restored centre */
	assert_int_equal(cache_record_all_again(s->w, &s->e), ERR_OK);
	assert_int_equal(batch(s, 10, &body, &b), 0);
	str_free(&body);
}

int
main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, seat_setup_reading, seat_teardown)
	const struct CMUnitTest tests[] = {
		T(test_sent_once),
		T(test_refused),
		T(test_a_restored_centre_gets_all_again),
		T(test_long_ones_share_requests),
		T(test_a_broken_one_does_not_hold_up_the_others),
		T(test_what_is_no_record),
		T(test_old_ones_go),
		T(test_of_a_call),
		T(test_lists),
		T(test_bulletins),
		T(test_warned_callers),
		T(test_calls_of_the_day),
		T(test_nothing_of_a_person_on_disk),
		T(test_what_others_wrote),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
