/* Tags of a caller as the seat's cache tells them: by any number of the person, none that is over, taken away or refused; one
 * that asks for a senior counts once another one than its author has agreed; no number stands in the clear. */
#include "seat.h"

#include "client/cache/cache_p.h"
#include "client/cache/records.h"
#include "model/same_caller.h"

#define A   "13800000678"
#define B   "13900000777"
#define DAY INT64_C(86400000)

static void
keep(struct seat *s, struct record *r, int id, const char *by, int64_t at)
{
	seat_id(r->id, 700 + id);
	str_copy(r->by, sizeof(r->by), by);
	r->at = at;
	if (cache_record_add(s->w, r, &s->e) != ERR_OK)
		fail_msg("%s at %s", s->e.text, s->e.where);
	record_free(r);
}

static void
put(struct seat *s, int id, enum caller_tag_code code, const char *phone)
{
	struct record r = { 0 };

	assert_true(caller_tag_put(&r, code, phone, SEAT_NOW, "来电人自己说的"));
	keep(s, &r, id, "1154", SEAT_NOW + id);
}

static void
decide(struct seat *s, int id, enum caller_tag_code what, int of, const char *by)
{
	struct record r = { 0 };
	char tag[ID_SIZE];

	seat_id(tag, 700 + of);
	assert_true(caller_tag_decide(&r, what, tag, "依据"));
	keep(s, &r, id, by, SEAT_NOW + id);
}

/* "老年人 骚扰?": what stands; "?" waits. */
static const char *
tags(struct seat *s, const char *phone, int64_t now, char out[256])
{
	struct caller_tag t[CALLER_TAG_COUNT];
	size_t at = 0;
	int n;

	if (s->r != NULL)
		cache_reader_close(s->r);
	seat_reader(s);
	n = cache_caller_tags(s->r, phone, now, t);
	out[0] = '\0';
	for (int i = 0; i < n; i++)
		at += (size_t)snprintf(out + at, 256 - at, "%s%s%s", i > 0 ? " " : "",
		    caller_tag_label(t[i].code), t[i].counts ? "" : "?");
	return out;
}

static void
until_it_is_over_or_taken_away(void **state)
{
	struct seat *s = *state;
	struct caller_tag all[4];
	char out[256];

	assert_string_equal(tags(s, A, SEAT_NOW, out), "");
	put(s, 1, CALLER_TAG_ELDERLY, A);
	put(s, 2, CALLER_TAG_HEARING, A);
	put(s, 3, CALLER_TAG_ELDERLY, A); /* again: one of a kind */
	assert_string_equal(tags(s, "138-0000-0678", SEAT_NOW, out), "老年人 听障");
	assert_string_equal(tags(s, B, SEAT_NOW, out), "");
	assert_string_equal(tags(s, "", SEAT_NOW, out), "");
	assert_string_equal(tags(s, A, SEAT_NOW + 367 * DAY, out), "");
	decide(s, 4, CALLER_TAG_REMOVED, 2, "1001");
	assert_string_equal(tags(s, A, SEAT_NOW, out), "老年人");
	assert_int_equal(cache_tags(s->r, SEAT_NOW, all, 4), 2);
	assert_string_equal(all[0].phone, "138****0678");
	assert_string_equal(all[0].reason, "来电人自己说的");
	assert_string_equal(all[0].by, "1154");
}

static void
a_nuisance_needs_another_senior(void **state)
{
	struct seat *s = *state;
	struct caller_tag all[4];
	char out[256];

	put(s, 1, CALLER_TAG_NUISANCE, A);
	put(s, 2, CALLER_TAG_MEDIA, B);
	assert_string_equal(tags(s, A, SEAT_NOW, out), "骚扰?");
	decide(s, 3, CALLER_TAG_AGREED, 1, "1154"); /* his own */
	assert_string_equal(tags(s, A, SEAT_NOW, out), "骚扰?");
	assert_int_equal(cache_tags(s->r, SEAT_NOW, all, 4), 2);
	assert_int_equal(all[0].code, CALLER_TAG_NUISANCE); /* who waits stands first */
	decide(s, 4, CALLER_TAG_AGREED, 1, "1101");
	assert_string_equal(tags(s, A, SEAT_NOW, out), "骚扰");
	assert_string_equal(tags(s, A, SEAT_NOW + 32 * DAY, out), "");
	put(s, 5, CALLER_TAG_NUISANCE, A); /* again: the first one counts meanwhile */
	assert_string_equal(tags(s, A, SEAT_NOW, out), "骚扰");
	decide(s, 6, CALLER_TAG_REFUSED, 5, "1101");
	assert_string_equal(tags(s, A, SEAT_NOW, out), "骚扰");
}

/* A lesson begins: what earlier ones said of its caller is not his, and what is said in it is. */
static void
from_some_moment_on(void **state)
{
	struct seat *s = *state;
	struct caller_tag t[CALLER_TAG_COUNT];
	struct record r = { 0 };

	put(s, 1, CALLER_TAG_ELDERLY, A);
	put(s, 2, CALLER_TAG_NUISANCE, A);
	decide(s, 3, CALLER_TAG_AGREED, 2, "1101");
	put(s, 8, CALLER_TAG_NUISANCE, A); /* the one that counts is of before */
	assert_true(same_caller_merge(&r, A, B, "来电人自述"));
	keep(s, &r, 4, "1154", SEAT_NOW + 4);
	put(s, 9, CALLER_TAG_DIALECT, B);
	seat_reader(s);
	assert_int_equal(cache_caller_tags(s->r, A, SEAT_NOW, t), 3);
	cache_people_from(s->r, SEAT_NOW + 5);
	assert_int_equal(cache_caller_tags(s->r, A, SEAT_NOW, t), 1);
	assert_int_equal(t[0].code, CALLER_TAG_NUISANCE);
	assert_false(t[0].counts);
	assert_int_equal(cache_caller_tags(s->r, B, SEAT_NOW, t), 1);
	cache_people_from(s->r, 0);
	assert_int_equal(cache_caller_tags(s->r, A, SEAT_NOW, t), 3);
}

static void
of_the_person_not_of_the_number(void **state)
{
	struct seat *s = *state;
	struct record r = { 0 };
	char out[256];

	put(s, 1, CALLER_TAG_DIALECT, A);
	assert_true(same_caller_merge(&r, A, B, "来电人自述"));
	keep(s, &r, 2, "1154", SEAT_NOW);
	assert_string_equal(tags(s, B, SEAT_NOW, out), "惯用方言");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    until_it_is_over_or_taken_away, seat_setup, seat_teardown),
		cmocka_unit_test_setup_teardown(from_some_moment_on, seat_setup, seat_teardown),
		cmocka_unit_test_setup_teardown(
		    a_nuisance_needs_another_senior, seat_setup, seat_teardown),
		cmocka_unit_test_setup_teardown(
		    of_the_person_not_of_the_number, seat_setup, seat_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
