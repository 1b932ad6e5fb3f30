/* The full text of a connection: what an expression finds is what a person would find by reading, no input is syntax,
 * and the score keeps titles above bodies. */
#include "dbtest.h"

#include <math.h>

#include "text/fold.h"

static struct db *
open_index(void)
{
	struct db_open_args args = { .mode = DB_MEMORY, .application_id = TEST_APPLICATION };
	struct db *d;
	struct err e = { 0 };

	if (db_open(&args, &d, &e) != ERR_OK)
		fail_msg("%s", e.text);
	dbtest_exec(
	    d, "CREATE VIRTUAL TABLE t USING fts5(title, body, content='', tokenize='hotseat')");
	return d;
}

static void
add(struct db *d, int64_t id, const char *title, const char *body)
{
	struct sqlite3_stmt *st;
	struct err e = { 0 };

	assert_int_equal(
	    db_stmt(d, "INSERT INTO t(rowid, title, body) VALUES(?1, ?2, ?3)", &st, &e), ERR_OK);
	db_bind_int(st, 1, id);
	db_bind_text(st, 2, title);
	db_bind_text(st, 3, body);
	assert_int_equal(db_run(d, st, &e), ERR_OK);
}

struct row {
	int64_t id;
	struct db_fts_hit hit;
};

/* Rows by id; -1 on an error of any kind. */
static int
match(struct db *d, const struct db_fts_expr *x, struct row *rows, int max)
{
	struct sqlite3_stmt *st;
	struct err e = { 0 };
	int n = 0, step;

	if (x->n == 0)
		return 0;
	assert_int_equal(db_stmt(d,
			     "SELECT rowid, fts_score(t, 10, 1) FROM t WHERE t MATCH ?1"
			     " ORDER BY rowid",
			     &st, &e),
	    ERR_OK);
	db_bind_text(st, 1, str_c(&x->text));
	while ((step = db_step(d, st, &e)) == 1)
		if (n < max) {
			rows[n].id = db_int(st, 0);
			db_fts_hit(st, 1, &rows[n++].hit);
		}
	db_done(st);
	if (step < 0)
		print_error("%s: %s\n", str_c(&x->text), e.text);
	return step < 0 ? -1 : n;
}

static int
match_text(struct db *d, const char *text, bool open, struct row *rows, int max)
{
	struct db_fts_expr x = { 0 };
	int n;

	(void)db_fts_add(&x, " AND ", text, strlen(text), open);
	n = match(d, &x, rows, max);
	str_free(&x.text);
	return n;
}

static void
test_pairs(void **state)
{
	static const struct {
		const char *text, *query;
		bool open, want;
	} cases[] = {
		{ "小区停车难问题", "停车难", false, true },
		{ "小区停車難問題", "停车难", false, true },
		{ "小区停车难问题", "停車難", false, true }, { "小区停。车", "停车", false, false },
		{ "停车问题难", "停车难", false, false }, { "臺灣小吃", "台湾", false, true },
		{ "沪Ａ１２３４５挡路", "12345", false, true },
		{ "沪A12345挡路", "沪a12345", false, true },
		{ "沪A12345挡路", "a12345挡", false, true },
		{ "沪A12345挡路", "2345", false, false },
		{ "电话13812345678", "5678", false, true },
		{ "电话13812345678", "138", true, true },
		{ "电话13812345678", "138", false, false }, { "热线12110", "110", true, false },
		{ "人民路22号房屋", "人民路22号", false, true },
		{ "人民路22号房屋", "22号房", false, true },
		{ "人民路22号房屋", "路22", true, true }, { "A3区星河湾", "a3区", false, true },
		{ "𠮷野家", "𠮷野家", false, true }, { "供热8890-2080", "8890 2080", false, true },
		{ "供热8890-2080", "8890 2081", false, false }, { "难", "难", false, true },
		{ "停车难", "难", false, true },                              /* ends the run */
		{ "难得", "难", false, false }, { "难得", "难", true, true }, /* begins a pair */
	};
	struct row rows[2];

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct db *d = open_index();

		add(d, 1, "别的", cases[i].text);
		if (match_text(d, cases[i].query, cases[i].open, rows, 2) != cases[i].want)
			fail_msg("“%s” in “%s”", cases[i].query, cases[i].text);
		db_close(d);
	}
}

/* A text of few characters, so that everything meets everything. */
static void
random_text(unsigned *seed, int chars, bool signs, struct str *out)
{
	static const char *const bits[] = { "停", "车", "車", "难", "路", "。", " ", "\u200b" };

	for (int i = 0; i < chars; i++)
		str_add(out, bits[rand_r(seed) % (signs ? 8 : 5)]);
}

static void
test_finds_what_reading_finds(void **state)
{
	struct db *d = open_index();
	struct str docs[200] = { 0 }, folded[200] = { 0 };
	unsigned seed = 3;
	struct row rows[200];

	(void)state;
	for (int i = 0; i < 200; i++) {
		random_text(&seed, 12, true, &docs[i]);
		add(d, i, "", str_c(&docs[i]));
		fold_add(&folded[i], str_c(&docs[i]));
	}
	for (int round = 0; round < 300; round++) {
		struct str query = { 0 }, plain = { 0 };
		int n, k = 0;

		random_text(&seed, 2 + rand_r(&seed) % 4, false, &query);
		fold_add(&plain, str_c(&query));
		n = match_text(d, str_c(&query), false, rows, 200);
		for (int i = 0; i < 200; i++) {
			bool there = strstr(str_c(&folded[i]), str_c(&plain)) != NULL;

			if (there != (k < n && rows[k].id == i))
				fail_msg("“%s” in “%s”: %d", str_c(&query), str_c(&docs[i]), there);
			k += there;
		}
		assert_int_equal(k, n);
		str_free(&query);
		str_free(&plain);
	}
	for (int i = 0; i < 200; i++) {
		str_free(&docs[i]);
		str_free(&folded[i]);
	}
	db_close(d);
}

static void
test_nothing_typed_is_syntax(void **state)
{
	static const char *const bits[] = { "停车", "\"", "*", "AND", "OR", "NOT", "NEAR(", ")",
		"(", "title:", "^", "+", "-", "{", "}", " ", "'", "\\", ",", "\xff", "\xed\xa0\x80",
		"a", "12", "\x01" };
	struct db *d = open_index();
	struct row rows[4];
	unsigned seed = 11;

	(void)state;
	add(d, 1, "停车难", "a 12");
	for (int round = 0; round < 3000; round++) {
		struct db_fts_expr x = { 0 };

		for (int i = 0; i < 3; i++) {
			char text[128] = "";

			for (int k = 0; k < 6; k++)
				strcat(text,
				    bits[(size_t)rand_r(&seed) % (sizeof(bits) / sizeof(bits[0]))]);
			(void)db_fts_add(&x, i % 2 ? " AND " : " OR ", text, strlen(text), i == 1);
		}
		assert_true(match(d, &x, rows, 4) >= 0);
		str_free(&x.text);
	}
	for (int i = 0; i < 2; i++) { /* a NUL ends no quotes */
		struct db_fts_expr x = { 0 };

		assert_true(db_fts_add(&x, "", "停车\0难\0\" OR", 14, false));
		assert_int_equal(match(d, &x, rows, 4), 0);
		str_free(&x.text);
	}
	db_close(d);
}

static void
test_expressions_are_bounded(void **state)
{
	struct db_fts_expr x = { 0 };
	int added = 0;

	(void)state;
	assert_false(db_fts_add(&x, " OR ", "", 0, false));
	assert_false(db_fts_add(&x, " OR ", "，。\"*", strlen("，。\"*"), true));
	for (int i = 0; i < 100; i++)
		added += db_fts_add(&x, " OR ", "停车", strlen("停车"), false);
	assert_int_equal(added, DB_FTS_PHRASES);
	assert_int_equal(x.n, DB_FTS_PHRASES);
	str_free(&x.text);
}

static void
test_score(void **state)
{
	struct db *d = open_index();
	struct db_fts_expr x = { 0 };
	struct row r[8];

	(void)state;
	add(d, 1, "路灯怎么修", "打电话");
	add(d, 2, "别的事", "路灯路灯, 路灯的路灯, 路灯又路灯");
	add(d, 3, "别的事很长很长很长", "路灯");
	add(d, 4, "别的事", "什么都没有的一段");
	add(d, 5, "路灯和井盖和道路和树木和其他设施", "打电话");
	assert_int_equal(match_text(d, "路灯", false, r, 8), 4);
	assert_true(r[0].hit.score > r[1].hit.score); /* the title outweighs any number in a body */
	assert_true(r[1].hit.score > r[2].hit.score); /* six say more than one */
	assert_true(r[0].hit.score > r[3].hit.score); /* a short title is more about it */
	assert_int_equal(r[0].hit.phrases, 1);
	(void)db_fts_add(&x, " OR ", "路灯", strlen("路灯"), false);
	(void)db_fts_add(&x, " OR ", "怎么修", strlen("怎么修"), false);
	(void)db_fts_add(&x, " OR ", "没有", strlen("没有"), false);
	assert_int_equal(match(d, &x, r, 8), 5);
	assert_int_equal(r[0].hit.phrases, 3);
	assert_int_equal(r[1].hit.phrases, 1);
	assert_int_equal(r[3].hit.phrases, 4);
	assert_true(r[3].hit.score > r[2].hit.score); /* a rare word says more than a common one */
	str_free(&x.text);
	db_close(d);
}

/* By the formula, on numbers that can be worked out by hand. */
static void
test_score_is_bm25(void **state)
{
	struct db *d = open_index();
	struct row r[2];
	double norm = 1.2 * (0.25 + 0.75 * 2 / 2.0);

	(void)state;
	add(d, 1, "停车", "位置"); /* two tokens a column in each row: all of average length */
	add(d, 2, "位置", "停车");
	assert_int_equal(match_text(d, "停车", false, r, 2), 2);
	assert_true(fabs(r[0].hit.score - 10 * 2.2 / (1 + norm)) < 1e-9);
	assert_true(fabs(r[1].hit.score - 2.2 / (1 + norm)) < 1e-9);
	db_close(d);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_pairs),
		cmocka_unit_test(test_finds_what_reading_finds),
		cmocka_unit_test(test_nothing_typed_is_syntax),
		cmocka_unit_test(test_expressions_are_bounded),
		cmocka_unit_test(test_score),
		cmocka_unit_test(test_score_is_bm25),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
