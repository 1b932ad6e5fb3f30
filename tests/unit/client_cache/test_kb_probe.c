/* What the index of articles loses in silence is noticed: an article is looked for by its own words, and one that is whole is
 * never taken for damaged. */
#include "lost.h"

#include "city/article.h"
#include "client/cache/kb.h"

#define TODAY  20777 /* 2026-11-20 */
#define PAGES  "article_fts_data"
#define EVERY  20   /* one article in so many of the sample city's */
#define ENOUGH 2000 /* probes */

struct some {
	struct page *p;
	int every, n;
};

static bool
take(void *arg, const char *kind, const char *code, const char *text)
{
	struct some *x = arg;

	return x->n++ % x->every != 0 || seat_ref_row(x->p, kind, code, text);
}

static void
index_all(struct seat *s)
{
	while (cache_article_index(s->w, &s->e))
		;
	assert_false(cache_article_waits(s->w));
}

static void
articles(struct seat *s, int every)
{
	struct page p;
	struct some x = { &p, every, 0 };

	seat_page_init(s, &p);
	assert_int_equal(city_articles_each("conf/city/yunjiang", take, &x, &s->e), ERR_OK);
	assert_true(seat_apply(s, "reference", &p));
	page_free(&p);
}

/* How many probes it takes; 0 all of them found what they asked for. */
static int
probes(struct seat *s, uint32_t seed, uint32_t most)
{
	for (uint32_t i = 0; i < most; i++)
		if (cache_article_probe(s->w, seed + i * 2654435761u, &s->e))
			return (int)i + 1;
	return 0;
}

static void
a_whole_index_is_left_alone(void **state)
{
	struct seat *s = *state;

	assert_int_equal(probes(s, 1, 10), 0); /* of none */
	articles(s, 1);
	assert_true(cache_article_waits(s->w));
	assert_int_equal(probes(s, 2, 100), 0); /* nor one that has something to follow */
	index_all(s);
	assert_int_equal(probes(s, 3, ENOUGH), 0);
	assert_int_equal(db_exec(s->w->db, "UPDATE article_text SET text = text || ' '", &s->e),
	    ERR_OK); /* so that they come as changed ones */
	articles(s, 1);
	index_all(s);
	assert_int_equal(probes(s, 4, 500), 0);
	assert_int_equal(s->w->kb_remade, 0);
}

/* The index anew, in pages so small that it has many. */
static void
index_in_pages(struct seat *s)
{
	s->w->kb_remade = 0;
	assert_int_equal(cache_article_again(s->w, &s->e), ERR_OK);
	assert_int_equal(
	    db_exec(
		s->w->db, "INSERT INTO article_fts(article_fts, rank) VALUES('pgsz', 256)", &s->e),
	    ERR_OK);
	index_all(s);
}

static bool
finds(struct seat *s, const char *text, const char *kb_no)
{
	struct kb_query q = { .text = text, .limit = 12, .day = TODAY };
	struct kb_row rows[12];
	bool partial, there = false;
	int n;

	cache_reader_close(s->r);
	seat_reader(s);
	n = cache_kb_search(s->r, &q, rows, &partial, &s->e);
	for (int i = 0; i < n; i++)
		there = there || strcmp(rows[i].kb_no, kb_no) == 0;
	cache_turn_end(s->r);
	return there && !partial;
}

/* Every page in turn. A probe asks for 64 words of one article: of a page with a single word of one of eight, of some 400
 * words each, one in 50 notices the loss, so that 2,000 all pass it by in no run that anybody sees. */
static void
zeros_are_noticed(void **state)
{
	struct seat *s = *state;
	char kb_no[32];
	struct sqlite3_stmt *st;
	int pages = 0;

	articles(s, EVERY);
	index_all(s);
	for (int64_t id = 1; id != 0; pages++) {
		index_in_pages(s);
		id = lost_nth(s, PAGES, pages);
		if (id == 0)
			break;
		lost_page(s, PAGES, id, pages % 2);
		seat_again(s);
		if (probes(s, 7, ENOUGH) == 0)
			fail_msg("page %d is not missed", pages);
		assert_true(cache_article_waits(s->w));
		assert_int_equal(s->w->kb_remade, 1);
	}
	assert_true(pages > 5);
	index_all(s);
	assert_int_equal(probes(s, 7, 100), 0);
	assert_int_equal(
	    db_stmt(s->w->db, "SELECT kb_no, title FROM article LIMIT 1", &st, &s->e), ERR_OK);
	assert_int_equal(db_step(s->w->db, st, &s->e), 1);
	str_copy(kb_no, sizeof(kb_no), db_text(st, 0));
	assert_true(finds(s, db_text(st, 1), kb_no));
	db_done(st);
}

/* Should a new one lose words again and again, it is not the index. */
static void
not_for_ever(void **state)
{
	struct seat *s = *state;

	articles(s, EVERY);
	for (int i = 0; i <= KB_REMADE_MOST; i++) {
		index_all(s);
		assert_int_equal(
		    db_exec(s->w->db,
			"UPDATE " PAGES " SET block = zeroblob(length(block)) WHERE id > 100",
			&s->e),
		    ERR_OK);
		assert_int_equal(probes(s, 9, 20) != 0, i < KB_REMADE_MOST);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    a_whole_index_is_left_alone, seat_setup, seat_teardown),
		cmocka_unit_test_setup_teardown(zeros_are_noticed, seat_setup, seat_teardown),
		cmocka_unit_test_setup_teardown(not_for_ever, seat_setup, seat_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
