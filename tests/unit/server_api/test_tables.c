/* Rosters and calendars renewed from a seat: what would change is shown first and nothing else is done; mistakes by file and
 * line; who may not, cannot; every seat hears of it. The pack itself: tests/api/test_bring.c. */
#include "people.h"

#include "wire/tables_json.h"

static const struct person *
the_admin(struct matrix *m)
{
	for (int i = 0; i < m->n; i++)
		if (m->people[i].roles == ROLE_BIT(ADMIN))
			return &m->people[i];
	fail_msg("no administrator");
	return NULL;
}

/* One request; OK: the answer is in ${out}, to be freed. */
static enum err_code
bring_by(
    struct matrix *m, const char *header, const struct tables_ask *ask, struct tables_answer *out)
{
	struct str body = { 0 };
	struct visit v = { 0 };
	struct err e = { 0 };
	struct asked a = { .what = "POST /v1/admin/tables", .authorization = header };
	enum err_code rc;

	tables_ask_write(ask, &body);
	a.body = str_c(&body);
	rc = ask_all(&m->k, &v, &a);
	if (rc == ERR_OK)
		rc = tables_answer_read(str_c(&v.body), v.body.len, out, &e);
	str_free(&body);
	str_free(&v.body);
	return rc;
}

static enum err_code
bring_one(struct matrix *m, const char *what, const char *text, const char *plan,
    struct tables_answer *out)
{
	struct tables_file f = { .name = "file.tsv", .text = (char *)(uintptr_t)text };
	struct tables_ask ask = { .files = &f, .n_files = 1 };

	str_copy(ask.what, sizeof(ask.what), what);
	str_copy(ask.plan, sizeof(ask.plan), plan);
	return bring_by(m, the_admin(m)->header, &ask, out);
}

#define HEAD "date\tunit\tname\tphone\thours\n"
#define LI   "2026-11-22\t1021\t李强\t13800000678\t\n"
#define ZHOU "2026-11-22\t1021\t周敏\t13800000679\t\n"

static void
a_roster_is_shown_first_and_then_put(void **state)
{
	struct matrix *m = *state;
	struct tables_answer seen, done;
	const int64_t head = store_feed_head(m->k.c.store);
	struct str text = { 0 };
	int64_t rev;

	assert_int_equal(bring_one(m, "roster", HEAD LI, "", &seen), ERR_OK);
	assert_int_equal(seen.added, 1);
	assert_false(seen.applied);
	assert_non_null(strstr(seen.lines, "新增 值班 2026-11-22 1021 李强 13800000678"));
	assert_int_equal(store_feed_head(m->k.c.store), head); /* nothing is done */
	assert_int_equal(bring_one(m, "roster", HEAD ZHOU, seen.plan, &done), ERR_CONFLICT);
	assert_int_equal(bring_one(m, "roster", HEAD LI, seen.plan, &done), ERR_OK);
	assert_true(done.applied);
	assert_true(store_feed_head(m->k.c.store) > head);
	assert_true(
	    store_ref_get(m->k.c.store, "duty", "2026-11-22/1021/李强/13800000678/", &text, &rev));
	tables_answer_free(&done);
	/* the day as the file says: the one who was there goes */
	assert_int_equal(bring_one(m, "roster", HEAD LI, seen.plan, &done), ERR_CONFLICT);
	tables_answer_free(&seen);
	assert_int_equal(bring_one(m, "roster", HEAD ZHOU, "", &seen), ERR_OK);
	assert_int_equal(seen.removed, 1);
	assert_non_null(strstr(seen.lines, "删去 值班 2026-11-22 1021 李强 13800000678"));
	tables_answer_free(&seen);
	str_free(&text);
}

static void
mistakes_are_told_by_line_and_change_nothing(void **state)
{
	struct matrix *m = *state;
	struct tables_answer seen;

	assert_int_equal(
	    bring_one(m, "roster", HEAD LI "2026-11-23\t77777\t某某\t13800000678\t\n", "", &seen),
	    ERR_OK);
	assert_int_equal(seen.mistakes, 1);
	assert_string_equal(seen.plan, "");
	assert_true(str_starts(seen.lines, "file.tsv:3: ")); /* not where it lies at the centre */
	tables_answer_free(&seen);
	assert_int_equal(bring_one(m, "calendar", "", "", &seen), ERR_OK);
	assert_true(seen.mistakes > 0);
	tables_answer_free(&seen);
	assert_int_equal(bring_one(m, "people", HEAD, "", &seen), ERR_UNKNOWN_CODE);
}

static void
a_name_leads_nowhere_else(void **state)
{
	static const char *const names[] = { "../key.tsv", "a/b.tsv", "x.txt", ".tsv", "" };
	struct matrix *m = *state;
	struct tables_answer seen;

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		struct tables_file f = { .text = (char *)(uintptr_t)HEAD };
		struct tables_ask ask = { .what = "roster", .files = &f, .n_files = 1 };

		str_copy(f.name, sizeof(f.name), names[i]);
		assert_int_equal(bring_by(m, the_admin(m)->header, &ask, &seen), ERR_INVALID);
	}
	for (int i = 0; i < m->n; i++) {
		struct tables_file f = { "duty.tsv", (char *)(uintptr_t)(HEAD LI) };
		struct tables_ask ask = { .what = "roster", .files = &f, .n_files = 1 };

		if (!roles_may(m->people[i].roles, RIGHT_TABLES))
			assert_int_equal(
			    bring_by(m, m->people[i].header, &ask, &seen), ERR_FORBIDDEN);
	}
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, people_setup, people_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_roster_is_shown_first_and_then_put),
		TEST(mistakes_are_told_by_line_and_change_nothing),
		TEST(a_name_leads_nowhere_else),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
