/* Attachments that no ticket names go after their days, those that one names never; and a centre that was restored from a
 * backup has no more of a file than its disk. */
#include "blobs.h"

#include <unistd.h>

#include "server/core/attach.h"
#include "server/job/clock.h"

#define DAY_MS (24 * INT64_C(3600000))

/* The centre's clock, ${days} later; how many have gone. */
static int
sweep(struct counter *k, int days)
{
	struct clock_done done;
	struct err e = { 0 };
	int gone = 0;

	k->c.now += days * DAY_MS;
	do {
		assert_int_equal(core_begin(&k->c.core, k->c.now, &e), ERR_OK);
		if (clock_round(&k->c.core, &done, &e) != ERR_OK)
			fail_msg("round: %s", e.text);
		assert_int_equal(core_commit(&k->c.core, &e), ERR_OK);
		gone += done.swept;
	} while (done.more);
	return gone;
}

static bool
is_there(const struct counter *k, const struct file *f)
{
	return blob_file_bytes(k->dir, f->id, true) > 0 ||
	       blob_file_bytes(k->dir, f->id, false) > 0;
}

static int64_t
have(struct counter *k, struct visit *v, struct file *f)
{
	return head(k, v, f) == ERR_OK ? v->call.head.upload.offset : -1;
}

static void
what_no_ticket_names_goes(void **state)
{
	enum { NAMED, LOOSE, HALF, YOUNG, FILES };
	struct counter *k = *state;
	struct visit v = { 0 };
	struct file f[FILES];
	char ticket[ID_SIZE];

	for (int i = 0; i < FILES; i++)
		jpeg(&f[i], 20 + i);
	tcentre_filed(&k->c, EVENT_SUBMIT, 7, ticket);
	attach(k, CENTRE_AGENT, ticket, f[NAMED].id, ERR_OK);
	send_all(k, &v, &f[NAMED]);
	send_all(k, &v, &f[LOOSE]);
	assert_int_equal(begin(k, &v, &f[HALF], "1800"), ERR_OK);
	assert_int_equal(piece(k, &v, &f[HALF], 0, PIECE), ERR_OK);
	assert_int_equal(sweep(k, BLOB_UNUSED_DAYS - 1), 0);
	send_all(k, &v, &f[YOUNG]);
	assert_int_equal(sweep(k, 2), 0); /* given up, and on the disk yet */
	assert_int_equal(have(k, &v, &f[LOOSE]), 0);
	assert_true(is_there(k, &f[LOOSE]));
	assert_int_equal(begin(k, &v, &f[HALF], "1800"), ERR_OK); /* its seat is back */
	assert_int_equal(sweep(k, 1), 1);
	assert_int_equal(have(k, &v, &f[LOOSE]), -1);
	assert_false(is_there(k, &f[LOOSE]));
	assert_int_equal(have(k, &v, &f[YOUNG]), WHOLE);
	assert_int_equal(have(k, &v, &f[NAMED]), WHOLE);
	assert_null(blob_file_check(k->dir, f[NAMED].id, WHOLE));
	send_all(k, &v, &f[HALF]); /* over what was left of it */
	assert_null(blob_file_check(k->dir, f[HALF].id, WHOLE));
	attach(k, CENTRE_AGENT, ticket, f[HALF].id, ERR_OK);
	assert_int_equal(sweep(k, 5 * BLOB_UNUSED_DAYS), 0);
	assert_int_equal(sweep(k, 1), 1); /* the young one is not so any more */
	assert_int_equal(have(k, &v, &f[HALF]), WHOLE);
	assert_int_equal(have(k, &v, &f[NAMED]), WHOLE);
	send_all(k, &v, &f[LOOSE]); /* as if it had never been */
	assert_int_equal(have(k, &v, &f[LOOSE]), WHOLE);
	str_free(&v.body);
}

/* More than one round looks at, and each is looked at once a day. */
static void
many_go_in_pieces(void **state)
{
	struct counter *k = *state;
	struct err e = { 0 };
	int gone = 0;

	assert_int_equal(core_begin(&k->c.core, k->c.now, &e), ERR_OK);
	for (int i = 0; i < 600; i++) {
		struct store_blob b = { .i = { .bytes = 100, .at = k->c.now } };

		snprintf(b.i.id, sizeof(b.i.id), "%064x", i * 7919 + 1);
		assert_int_equal(store_blob_put(k->c.store, &b, &e), ERR_OK);
	}
	assert_int_equal(core_commit(&k->c.core, &e), ERR_OK);
	gone = sweep(k, BLOB_UNUSED_DAYS + 1);
	assert_in_range(gone, 1, 599);
	for (int i = 0; i < 3; i++)
		gone += sweep(k, 0);
	assert_int_equal(gone, 600);
	assert_int_equal(sweep(k, 0), 0);
}

static void
a_restored_centre_goes_by_its_disk(void **state)
{
	struct counter *k = *state;
	struct visit v = { 0 };
	struct file whole, half;
	char path[300];

	jpeg(&whole, 30);
	jpeg(&half, 31);
	send_all(k, &v, &whole);
	assert_int_equal(begin(k, &v, &half, "1800"), ERR_OK);
	assert_int_equal(piece(k, &v, &half, 0, PIECE), ERR_OK);
	snprintf(
	    path, sizeof(path), "%s/blobs/%.2s/%.2s/%s", k->dir, whole.id, whole.id + 2, whole.id);
	assert_int_equal(remove(path), 0); /* no backup has what no ticket names */
	snprintf(path, sizeof(path), "%s/blobs/%.2s/%.2s/%s.part", k->dir, half.id, half.id + 2,
	    half.id);
	assert_int_equal(truncate(path, 100), 0);
	assert_int_equal(begin(k, &v, &whole, "1800"), ERR_OK);
	assert_int_equal(v.call.head.upload.offset, 0);
	assert_int_equal(begin(k, &v, &half, "1800"), ERR_OK);
	assert_int_equal(v.call.head.upload.offset, 100);
	assert_int_equal(piece(k, &v, &half, PIECE, PIECE), ERR_CONFLICT);
	assert_string_equal(v.members, "\"expect\":100");
	assert_int_equal(piece(k, &v, &half, 100, WHOLE - 100), ERR_OK);
	assert_null(blob_file_check(k->dir, half.id, WHOLE));
	send_all(k, &v, &whole);
	assert_null(blob_file_check(k->dir, whole.id, WHOLE));
	str_free(&v.body);
}

int
main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, counter_setup, counter_teardown)
	const struct CMUnitTest tests[] = {
		T(what_no_ticket_names_goes),
		T(many_go_in_pieces),
		T(a_restored_centre_goes_by_its_disk),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
