/* Articles in the making as a seat has them: folded from the steps it holds, without what the centre would not have; what
 * was looked for in vain; what is of no use. */
#include "seat.h"

#include "client/cache/cache_p.h"
#include "client/cache/records.h"

#define NUMBER "K0205-77"

static void
add(struct seat *s, int n, enum record_kind kind, const char *by, const char *object,
    const char *code, const char *text)
{
	struct record r = { .kind = kind, .at = SEAT_NOW + n };

	seat_id(r.id, 800 + n);
	str_copy(r.by, sizeof(r.by), by);
	str_copy(r.object, sizeof(r.object), object);
	str_copy(r.code, sizeof(r.code), code);
	assert_true(record_set_text(&r, text));
	if (cache_record_add(s->w, &r, &s->e) != ERR_OK)
		fail_msg("%s at %s", s->e.text, s->e.where);
	record_free(&r);
}

static void
step(struct seat *s, int n, const char *by, const char *code, const char *title)
{
	struct str text = { 0 };

	str_addf(&text,
	    "kb_no: " NUMBER "\ntitle: %s\nkind: faq\ncategory: 0205\nsource: 1004\n"
	    "from: 2026-01-01\nuntil: 2027-12-31\nversion: 1\n\n请提供灯杆编号。\n",
	    title);
	add(s, n, RECORD_ARTICLE, by, NUMBER, code,
	    strcmp(code, "return") == 0 ? title : str_c(&text));
	str_free(&text);
}

/* All that waits is sent; the centre refuses the record of that number (0: none). */
static void
send(struct seat *s, int refused)
{
	struct record_refused no = { .code = ERR_FORBIDDEN, .detail = "编号被别人用了。" };
	struct record_answer a = { .kept = 1, .refused = &no, .count = refused > 0 };
	struct record_batch b;
	struct str body = { 0 };

	seat_id(no.id, 800 + refused);
	assert_int_equal(cache_record_batch(s->w, 100, &body, &b, &s->e), ERR_OK);
	assert_true(b.count > 0);
	assert_int_equal(cache_record_answered(s->w, &b, &a, SEAT_NOW, &s->e), ERR_OK);
	str_free(&body);
}

static void
steps_make_a_state(void **state)
{
	struct article_work w, all[4];
	struct record r[8], copy;
	struct seat *s = *state;

	assert_true(cache_article_work(s->r, NUMBER, &w));
	assert_int_equal(w.flow.copy, ARTICLE_COPY_NONE);
	assert_int_equal(cache_article_works(s->r, true, all, 4), 0);
	step(s, 1, "1106", "submit", "路灯一");
	step(s, 2, "1108", "return", "号码不对");
	step(s, 3, "1106", "submit", "路灯二");
	assert_int_equal(cache_article_works(s->r, true, all, 4), 1);
	assert_string_equal(all[0].kb_no, NUMBER);
	assert_string_equal(all[0].title, "路灯二");
	assert_string_equal(all[0].by, "1106");
	assert_int_equal(all[0].flow.copy, ARTICLE_COPY_REVIEW);
	assert_true(all[0].waits);
	assert_int_equal(cache_article_steps(s->r, NUMBER, r, 8), 3);
	assert_string_equal(record_text(&r[1]), "号码不对");
	for (int i = 0; i < 3; i++)
		record_free(&r[i]);
	assert_true(cache_record(s->r, all[0].flow.text, &copy));
	assert_non_null(strstr(record_text(&copy), "路灯二"));
	record_free(&copy);
	send(s, 0);
	assert_true(cache_article_work(s->r, NUMBER, &w));
	assert_false(w.waits);
	step(s, 4, "1108", "publish", "路灯二");
	assert_int_equal(cache_article_works(s->r, true, all, 4), 0);
	assert_int_equal(cache_article_works(s->r, false, all, 4), 1);
}

static void
what_was_refused_is_told_and_kept(void **state)
{
	struct article_work w;
	struct record r;
	struct seat *s = *state;
	struct record_batch b;
	struct str body = { 0 };

	step(s, 1, "1106", "submit", "路灯一");
	send(s, 1);
	assert_true(cache_article_work(s->r, NUMBER, &w));
	assert_int_equal(w.flow.copy, ARTICLE_COPY_NONE);
	assert_string_equal(w.why, "编号被别人用了。");
	assert_true(cache_record(s->r, w.refused, &r));
	assert_non_null(strstr(record_text(&r), "路灯一"));
	record_free(&r);
	/* it was judged then: nobody offers it again by himself */
	assert_int_equal(cache_record_offer_again(s->w, &s->e), ERR_OK);
	assert_int_equal(cache_record_batch(s->w, 100, &body, &b, &s->e), ERR_OK);
	assert_int_equal(b.count, 0);
	step(s, 2, "1106", "submit", "路灯二");
	assert_true(cache_article_work(s->r, NUMBER, &w));
	assert_string_equal(w.why, "");
	assert_string_equal(w.refused, "");
	str_free(&body);
}

static void
what_was_looked_for_in_vain(void **state)
{
	struct kb_miss m[4];
	struct seat *s = *state;

	assert_int_equal(cache_kb_misses(s->r, m, 4), 0);
	add(s, 1, RECORD_MISS, "1154", "充电桩", "", NULL);
	add(s, 2, RECORD_MISS, "1155", "养犬证", "", NULL);
	add(s, 3, RECORD_MISS, "1156", "充电桩", "", NULL);
	assert_int_equal(cache_kb_misses(s->r, m, 4), 2);
	assert_string_equal(m[0].query, "充电桩");
	assert_int_equal(m[0].count, 2);
	assert_int_equal(m[0].last_at, SEAT_NOW + 3);
}

int
main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, seat_setup_reading, seat_teardown)
	const struct CMUnitTest tests[] = {
		T(steps_make_a_state),
		T(what_was_refused_is_told_and_kept),
		T(what_was_looked_for_in_vain),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
