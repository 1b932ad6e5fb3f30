/* Desk records and notices at the centre: once by id, once by key, and nothing of a person in the file. */
#include "room.h"

#include "base/fs.h"
#include "server/store/records.h"

#define PHONE "13912345678"

static struct store_record
made(int n, enum record_kind kind, const char *object, int64_t at)
{
	struct store_record x = { .r = { .kind = kind, .by = "1154", .at = at, .seconds = n },
		.at_server = at + 10 };

	snprintf(x.r.id, sizeof(x.r.id), "018f0000-0000-7000-8000-%012d", n);
	str_copy(x.device, sizeof(x.device), "018f0000-0000-7000-8000-00000000dddd");
	str_copy(x.r.object, sizeof(x.r.object), object);
	return x;
}

static void
add(struct room *r, struct store_record x)
{
	struct err e = { 0 };

	if (store_record_add(r->s, &x, &e) != ERR_OK)
		fail_msg("%s", e.text);
	record_free(&x.r);
}

struct seen {
	int n, most;
	struct record last;
	int64_t at[8];
};

static bool
see(void *arg, const struct store_record *x)
{
	struct seen *s = arg;

	record_free(&s->last);
	assert_true(record_copy(&s->last, &x->r));
	s->at[s->n++ % 8] = x->r.at;
	return s->n < s->most;
}

static struct seen
list(struct room *r, enum record_kind kind, int64_t since)
{
	struct seen s = { .most = 100 };
	struct err e = { 0 };

	if (store_records(r->s, kind, since, see, &s, &e) != ERR_OK)
		fail_msg("%s", e.text);
	return s;
}

static void
test_once_by_id(void **state)
{
	struct room *r = *state;
	struct store_record x = made(1, RECORD_TRANSFER, "T110", 1000);
	struct seen s;

	assert_false(store_record_known(r->s, x.r.id));
	str_copy(x.r.phone, sizeof(x.r.phone), PHONE);
	str_copy(x.r.code, sizeof(x.r.code), "blind");
	str_copy(x.r.result, sizeof(x.r.result), "busy");
	str_copy(x.r.call, sizeof(x.r.call), "call-1");
	assert_true(record_set_text(&x.r, "王女士"));
	add(r, x);
	add(r, made(1, RECORD_READ, "B3", 2000)); /* another under its id: the first stands */
	assert_true(store_record_known(r->s, x.r.id));
	assert_int_equal(store_record_count(r->s, RECORD_NONE), 1);
	s = list(r, RECORD_NONE, 0);
	assert_int_equal(s.n, 1);
	assert_int_equal(s.last.kind, RECORD_TRANSFER);
	assert_string_equal(s.last.phone, PHONE);
	assert_string_equal(record_text(&s.last), "王女士");
	assert_string_equal(s.last.result, "busy");
	assert_string_equal(s.last.call, "call-1");
	assert_int_equal(s.last.seconds, 1);
	record_free(&s.last);
}

static void
test_lists(void **state)
{
	struct room *r = *state;
	struct seen s;
	struct err e = { 0 };

	add(r, made(1, RECORD_CITE, "K1", 3000));
	add(r, made(2, RECORD_READ, "B1", 1000));
	add(r, made(3, RECORD_CITE, "K2", 2000));
	s = list(r, RECORD_CITE, 0);
	assert_int_equal(s.n, 2);
	assert_int_equal(s.at[0], 2000); /* oldest first */
	s = list(r, RECORD_NONE, 2000);
	assert_int_equal(s.n, 2);
	s = (struct seen){ .most = 1 };
	assert_int_equal(store_records(r->s, RECORD_NONE, 0, see, &s, &e), ERR_OK);
	assert_int_equal(s.n, 1);
	assert_int_equal(store_record_count(r->s, RECORD_CITE), 2);
	assert_int_not_equal(
	    db_exec(r->s->db, "UPDATE record SET object = 'K9'", &e), ERR_OK); /* append only */
}

static void
test_what_was_cited(void **state)
{
	struct room *r = *state;
	struct store_cited c[8];

	for (int i = 0; i < 5; i++)
		add(r, made(i, RECORD_CITE, i < 3 ? "K1" : "K2", 1000 + i));
	add(r, made(7, RECORD_TOLD, "K3", 1000));
	assert_int_equal(store_cited(r->s, 0, "", c, 8), 2);
	assert_string_equal(c[0].kb_no, "K1");
	assert_int_equal(c[0].count, 3);
	assert_int_equal(store_cited(r->s, 1013, "", c, 8), 1); /* came in at 1013 and 1014 */
	assert_string_equal(c[0].kb_no, "K2");
	assert_int_equal(c[0].count, 2);
	assert_int_equal(store_cited(r->s, 0, "", c, 1), 1);
	assert_int_equal(store_cited(r->s, 0, "K1", c, 8), 1);
	assert_int_equal(store_cited(r->s, 1015, "", c, 8), 0);
}

/* ---- notices ---- */

struct told {
	int n;
	struct store_notice last;
};

static bool
hear(void *arg, const struct store_notice *x)
{
	struct told *t = arg;

	t->last = *x;
	t->n++;
	return true;
}

static void
test_told_once(void **state)
{
	struct room *r = *state;
	struct store_notice x = { .ticket = "018f0000-0000-7000-8000-000000000001",
		.template = "notice_accepted",
		.round = 1,
		.channel = "sms",
		.phone = PHONE,
		.text = "已受理",
		.state = "queued",
		.at = 5 };
	struct told t = { 0 };
	struct err e = { 0 };
	bool added;

	assert_int_equal(store_notice_add(r->s, &x, &added, &e), ERR_OK);
	assert_true(added);
	x.at = 6;
	assert_int_equal(store_notice_add(r->s, &x, &added, &e), ERR_OK);
	assert_false(added);
	x.round = 2;
	assert_int_equal(store_notice_add(r->s, &x, &added, &e), ERR_OK);
	assert_true(added);
	str_copy(x.template, sizeof(x.template), "notice_unit_new");
	str_copy(x.unit, sizeof(x.unit), "1021");
	x.phone[0] = '\0';
	x.at = 7;
	assert_int_equal(store_notice_add(r->s, &x, &added, &e), ERR_OK);
	assert_true(added);
	assert_int_equal(store_notices(r->s, x.ticket, hear, &t, &e), ERR_OK);
	assert_int_equal(t.n, 3);
	assert_string_equal(t.last.unit, "1021");
	assert_string_equal(t.last.phone, "");
	t.n = 0;
	assert_int_equal(store_notices(r->s, "018f", hear, &t, &e), ERR_OK);
	assert_int_equal(t.n, 0);
	assert_int_equal(store_notices(r->s, NULL, hear, &t, &e), ERR_OK);
	assert_int_equal(t.n, 3);
}

/* ---- privacy ---- */

static void
nowhere(struct room *r, const char *needle)
{
	static const char *const files[] = { "centre.db", "centre.db-wal" };
	char path[TMPDIR_PATHS];

	for (size_t i = 0; i < 2; i++) {
		struct str b = { 0 };
		if (fs_read(tmpdir_path(r->dir, files[i], path), 64 << 20, &b, NULL) == ERR_OK &&
		    memmem(b.s, b.len, needle, strlen(needle)) != NULL)
			fail_msg("%s holds %s", files[i], needle);
		str_free(&b);
	}
}

static void
test_nothing_of_a_person_on_disk(void **state)
{
	struct room *r = *state;
	struct store_record x = made(1, RECORD_CALL, "", 1000);
	struct store_notice n = { .ticket = "018f0000-0000-7000-8000-000000000001",
		.template = "notice_accepted",
		.phone = PHONE,
		.state = "queued" };
	struct err e = { 0 };
	struct store *other;
	struct told t = { 0 };
	struct seen s = { .most = 9 };
	uint8_t wrong[SECRET_KEY_BYTES] = { 1 };
	bool added;

	str_copy(x.r.phone, sizeof(x.r.phone), PHONE);
	assert_true(record_set_text(&x.r, "欧阳春兰"));
	add(r, x);
	assert_int_equal(store_notice_add(r->s, &n, &added, &e), ERR_OK);
	for (int i = 0; i < 2; i++) {
		nowhere(r, PHONE);
		nowhere(r, "欧阳春兰");
		store_checkpoint(r->s);
	}
	other = room_open_as(r, false, wrong);
	assert_int_equal(store_records(other, RECORD_NONE, 0, see, &s, &e), ERR_CORRUPT);
	assert_int_equal(store_notices(other, NULL, hear, &t, &e), ERR_CORRUPT);
	store_close(other);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		T(test_once_by_id),
		T(test_lists),
		T(test_what_was_cited),
		T(test_told_once),
		T(test_nothing_of_a_person_on_disk),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
