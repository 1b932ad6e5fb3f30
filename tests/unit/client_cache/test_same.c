/* One person with several numbers, as the seat's cache tells it: a chain is one person, a circle does no harm, an undoing
 * holds until the next merge; nothing of a number stands in the clear; what is shielded stays with its number. */
#include "seat.h"

#include "client/cache/cache_p.h"
#include "client/cache/records.h"
#include "model/same_caller.h"

#define A "13800000678"
#define B "13900000777"
#define C "13700000111"
#define D "13600000222"

static void
keep(struct seat *s, struct record *r, int id, int64_t at)
{
	seat_id(r->id, 500 + id);
	str_copy(r->by, sizeof(r->by), "1154");
	r->at = at;
	if (cache_record_add(s->w, r, &s->e) != ERR_OK)
		fail_msg("%s at %s", s->e.text, s->e.where);
	record_free(r);
}

static void
merge(struct seat *s, int id, const char *one, const char *two)
{
	struct record r = { 0 };

	assert_true(same_caller_merge(&r, one, two, "来电人自述"));
	keep(s, &r, id, SEAT_NOW + id * 1000);
}

static void
undo(struct seat *s, int id, int of, int64_t at)
{
	struct record r = { 0 };
	char what[ID_SIZE];

	seat_id(what, 500 + of);
	assert_true(same_caller_undo(&r, what, "不是同一人"));
	keep(s, &r, id, at);
}

/* "139****0777 137****0111" */
static const char *
numbers(struct seat *s, const char *of, char out[256])
{
	struct same_number n[SAME_MOST];
	size_t at = 0;
	int count;

	if (s->r != NULL)
		cache_reader_close(s->r);
	seat_reader(s);
	count = cache_same_numbers(s->r, of, n);
	out[0] = '\0';
	for (int i = 0; i < count; i++)
		at += (size_t)snprintf(out + at, 256 - at, "%s%s", i > 0 ? " " : "", n[i].phone);
	return out;
}

static void
a_chain_is_one_person(void **state)
{
	struct seat *s = *state;
	char out[256];

	assert_string_equal(numbers(s, A, out), "");
	merge(s, 1, A, B);
	assert_string_equal(numbers(s, A, out), "139****0777");
	assert_string_equal(numbers(s, "138-0000-0678", out), "139****0777");
	assert_string_equal(numbers(s, B, out), "138****0678");
	merge(s, 2, C, B);
	assert_string_equal(numbers(s, A, out), "139****0777 137****0111");
	assert_string_equal(numbers(s, C, out), "139****0777 138****0678");
	merge(s, 3, A, C); /* a circle */
	assert_string_equal(numbers(s, A, out), "137****0111 139****0777");
	assert_string_equal(numbers(s, D, out), "");
	assert_string_equal(numbers(s, "", out), "");
}

static void
from_some_moment_on(void **state)
{
	struct seat *s = *state;
	struct same_number n[SAME_MOST];

	merge(s, 1, A, B);
	merge(s, 2, C, B);
	seat_reader(s);
	cache_people_from(s->r, SEAT_NOW + 2000);
	assert_int_equal(cache_same_numbers(s->r, A, n), 0);
	assert_int_equal(cache_same_numbers(s->r, B, n), 1);
	assert_string_equal(n[0].phone, "137****0111");
	cache_people_from(s->r, 0);
	assert_int_equal(cache_same_numbers(s->r, A, n), 2);
}

static void
the_newest_says_what_holds(void **state)
{
	struct seat *s = *state;
	char out[256];

	merge(s, 1, A, B);
	undo(s, 2, 1, SEAT_NOW + 2000);
	assert_string_equal(numbers(s, A, out), "");
	assert_string_equal(numbers(s, B, out), "");
	merge(s, 3, B, A); /* again, and told the other way about */
	assert_string_equal(numbers(s, A, out), "139****0777");
	undo(s, 4, 3, SEAT_NOW + 1); /* of a seat whose clock is behind: it names this one */
	assert_string_equal(numbers(s, A, out), "");
	merge(s, 5, A, B);
	merge(s, 6, A, B); /* two people noticed it */
	undo(s, 7, 5, SEAT_NOW + 7000);
	assert_string_equal(numbers(s, A, out), ""); /* the pair is undone, not a record of it */
	merge(s, 8, A, C);
	undo(s, 9, 999, SEAT_NOW + 9000); /* of one that is not here */
	assert_string_equal(numbers(s, A, out), "137****0111");
}

static void
what_the_centre_refuses_does_not_hold(void **state)
{
	struct seat *s = *state;
	struct record_batch b;
	struct record_refused no = { 0 };
	struct record_answer a = { .refused = &no, .count = 1 };
	struct str body = { 0 };
	char out[256];

	merge(s, 1, A, B);
	assert_int_equal(cache_record_batch(s->w, 10, &body, &b, &s->e), ERR_OK);
	assert_int_equal(b.count, 1);
	seat_id(no.id, 501);
	assert_int_equal(cache_record_answered(s->w, &b, &a, SEAT_NOW, &s->e), ERR_OK);
	assert_string_equal(numbers(s, A, out), "");
	str_free(&body);
}

/* A handful is a person; who merges more has made a mistake. */
static void
it_is_bounded(void **state)
{
	struct seat *s = *state;
	struct same_number n[SAME_MOST];

	for (int i = 0; i < 20; i++) {
		char one[24], two[24];

		(void)snprintf(one, sizeof(one), "1350000%04d", i);
		(void)snprintf(two, sizeof(two), "1350000%04d", i + 1);
		merge(s, i + 1, one, two);
	}
	seat_reader(s);
	assert_int_equal(cache_same_numbers(s->r, "13500000000", n), SAME_MOST);
}

static void
told(struct page *p, int n, const char *phone, bool confidential)
{
	struct ticket t;

	seat_ticket(&t, n, 1);
	t.created_at = SEAT_NOW - n * 1000;
	fields_set(&t.f, TF_CONTACT_PHONE, phone);
	fields_set(&t.f, TF_CALLER_PHONE, phone);
	if (confidential)
		fields_set(&t.f, TF_CONFIDENTIAL, "1");
	seat_page_ticket(p, &t);
}

static void
the_tickets_of_all_numbers(void **state)
{
	struct seat *s = *state;
	struct ticket_query q = { .queue = QUEUE_PERSON, .phone = A, .limit = 9, .now = SEAT_NOW };
	struct ticket_row rows[9];
	struct caller c;
	struct page p;
	bool partial;

	seat_page_init(s, &p);
	told(&p, 1, A, false);
	told(&p, 2, B, false);
	told(&p, 3, B, true);
	told(&p, 4, A, true);
	told(&p, 5, D, false);
	assert_true(seat_apply(s, "centre", &p));
	page_free(&p);
	seat_reader(s);
	assert_int_equal(cache_tickets(s->r, &q, rows, &partial, &s->e), 2);
	cache_reader_close(s->r);
	merge(s, 1, A, B);
	seat_reader(s);
	/* what is shielded is found by its own number only */
	assert_int_equal(cache_tickets(s->r, &q, rows, &partial, &s->e), 3);
	assert_int_equal(cache_ticket_count(s->r, &q), 3);
	assert_int_equal(cache_caller(s->r, A, 0, SEAT_NOW, &c, &s->e), ERR_OK);
	assert_int_equal(c.numbers, 1);
	assert_int_equal(c.others, 1);
	assert_int_equal(c.tickets_30d, 3);
	q.phone = B;
	assert_int_equal(cache_tickets(s->r, &q, rows, &partial, &s->e), 3);
	q.queue = QUEUE_CALLER; /* the number alone: whose call it is */
	assert_int_equal(cache_tickets(s->r, &q, rows, &partial, &s->e), 2);
}

/* Neither number in the clear in the file or in what a screen reads. */
static void
no_number_lies_open(void **state)
{
	static const char *const digits[] = { A, B };
	struct seat *s = *state;
	struct record r[4];
	char path[TMPDIR_SIZE + 16];
	int n;

	merge(s, 1, A, B);
	seat_reader(s);
	n = cache_records(s->r, &(struct record_query){ .kind = RECORD_SAME_CALLER }, r, 4);
	assert_int_equal(n, 1);
	assert_string_equal(r[0].phone, "138****0678");
	assert_string_equal(record_text(&r[0]), "139****0777\n来电人自述");
	record_free(&r[0]);
	for (int wal = 0; wal < 2; wal++) {
		static char file[8 << 20];
		FILE *f;
		size_t len;

		(void)snprintf(path, sizeof(path), "%s/seat.db%s", s->dir, wal ? "-wal" : "");
		f = fopen(path, "rb");
		if (f == NULL)
			continue;
		len = fread(file, 1, sizeof(file), f);
		(void)fclose(f);
		for (int i = 0; i < 2; i++)
			assert_null(memmem(file, len, digits[i], strlen(digits[i])));
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_chain_is_one_person, seat_setup, seat_teardown),
		cmocka_unit_test_setup_teardown(from_some_moment_on, seat_setup, seat_teardown),
		cmocka_unit_test_setup_teardown(
		    the_newest_says_what_holds, seat_setup, seat_teardown),
		cmocka_unit_test_setup_teardown(
		    what_the_centre_refuses_does_not_hold, seat_setup, seat_teardown),
		cmocka_unit_test_setup_teardown(it_is_bounded, seat_setup, seat_teardown),
		cmocka_unit_test_setup_teardown(
		    the_tickets_of_all_numbers, seat_setup, seat_teardown),
		cmocka_unit_test_setup_teardown(no_number_lies_open, seat_setup, seat_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
