/* The knowledge base of a seat: what is found with the sample city's articles, in which order and with which marks; what
 * nobody typed on purpose; and that articles come and go with the reference feed. */
#include "marks.h"
#include "seat.h"

#include "base/clock.h"
#include "base/tsv.h"
#include "base/utf8.h"
#include "city/article.h"
#include "client/cache/cache_p.h"
#include "client/cache/kb.h"

#define TODAY 20777 /* 2026-11-20 */
#define ROWS  12

static void
articles(struct seat *s)
{
	struct page p;

	seat_page_init(s, &p);
	if (city_articles_each("conf/city/yunjiang", seat_ref_row, &p, &s->e) != ERR_OK)
		fail_msg("%s", s->e.text);
	assert_true(p.n_refs >= 160);
	assert_true(seat_apply(s, "reference", &p));
	page_free(&p);
	while (cache_article_index(s->w, &s->e))
		;
}

static int
setup(void **state)
{
	struct seat *s;

	if (seat_setup(state) != 0)
		return -1;
	s = *state;
	articles(s);
	seat_reader(s);
	return 0;
}

static int
search(struct seat *s, struct kb_query q, struct kb_row *rows)
{
	bool partial;
	int n;

	q.limit = q.limit != 0 ? q.limit : ROWS;
	q.day = q.day != 0 ? q.day : TODAY;
	n = cache_kb_search(s->r, &q, rows, &partial, &s->e);
	if (n < 0)
		fail_msg("“%s”: %s", q.text, s->e.text);
	assert_false(partial);
	cache_turn_end(s->r);
	return n;
}

static void
check_marks(const struct kb_row *row)
{
	(void)marked(row->title, row->mark, row->n_marks);
	(void)marked(row->snippet, row->in_snippet, row->n_in_snippet);
	if (row->n_marks > 0)
		assert_string_equal(row->snippet, "");
}

/* ---- the table of queries ---- */

static const char *const columns[] = { "query", "first", "title" };

static void
test_table_of_queries(void **state)
{
	struct seat *s = *state;
	struct kb_row rows[ROWS];
	struct tsv t;
	int bad = 0;

	if (tsv_open("tests/data/kb_queries.tsv", columns, 3, &t, &s->e) != ERR_OK)
		fail_msg("%s: %s", s->e.where, s->e.text);
	assert_true(t.rows >= 60);
	for (size_t i = 0; i < t.rows; i++) {
		struct kb_query q = { .text = tsv_get(&t, i, 0) };
		const char *want = tsv_get(&t, i, 1), *title = tsv_get(&t, i, 2);
		int n = search(s, q, rows);
		const char *got = n > 0 ? rows[0].kb_no : "-";
		const char *shown =
		    n > 0 ? marked(rows[0].title, rows[0].mark, rows[0].n_marks) : "";

		for (int k = 0; k < n; k++)
			check_marks(&rows[k]);
		/* several first hits are as good: "K0108-01 K0108-02" */
		if (n > 0 ? strstr(want, got) == NULL : strcmp(want, "-") != 0) {
			print_error("line %d: “%s” finds %s %s\n", t.line[i], q.text, got, shown);
			bad++;
		} else if (title[0] != '\0' && strcmp(title, marked(rows[0].title, rows[0].mark,
								 rows[0].n_marks)) != 0) {
			print_error("line %d: “%s” marks %s\n", t.line[i], q.text,
			    marked(rows[0].title, rows[0].mark, rows[0].n_marks));
			bad++;
		}
	}
	tsv_close(&t);
	assert_int_equal(bad, 0);
}

/* ---- what nobody means ---- */

/* Everything of a list of results that must not change. */
static void
print_rows(const struct kb_row *rows, int n, struct str *out)
{
	for (int i = 0; i < n; i++) {
		str_addf(out, "%s %s", rows[i].kb_no,
		    marked(rows[i].title, rows[i].mark, rows[i].n_marks));
		str_addf(out, " %s\n",
		    marked(rows[i].snippet, rows[i].in_snippet, rows[i].n_in_snippet));
	}
}

static void
test_junk_is_words_or_nothing(void **state)
{
	static const char *const junk[] = { "\"", "\"\"", "'", "*", "停车*", "\"停车", "停车\"",
		"AND", "OR", "NOT", "NEAR", "NEAR(停车 难, 2)", "停车 AND", "AND 停车", "NOT 停车",
		"(", ")", "((停车)", "title:停车", "{title keywords}: 停车", "^停车", "-停车",
		"停车 + 难", "--", "; DROP TABLE article", "%", "_", "\\", "\x01\x02", "\x7f",
		"\xff\xfe", "\xed\xa0\x80", "\xed\xb0\x80停车", "\xe5\x81", "停\xe8",
		"\xf8\x88\x80\x80\x80", "，。！？", "……", "　", " \t\n", "\u200b", "\u202e停车",
		"\ufeff停车", "😀", "😀停车😀", "的", "了", "a", "1", "é", "ß", "カラオケ", "ㄅ",
		"𠮷野家", "fts_score(article_fts)", "NULL", "?1", "停车/**/难", "88902020 停车",
		"\"\"\"\"\"停\"\"车\"\"\"" };
	struct seat *s = *state;
	struct kb_row rows[ROWS];
	struct kb_mark marks[4];

	for (size_t i = 0; i < sizeof(junk) / sizeof(junk[0]); i++) {
		struct kb_query q = { .text = junk[i] };
		int n = search(s, q, rows);

		for (int k = 0; k < n; k++)
			check_marks(&rows[k]);
		(void)kb_marks(junk[i], "停车难怎么办, 请拨12345", marks, 4);
		(void)kb_marks("停车难", junk[i], marks, 4);
		(void)cache_kb_propose(s->r, NULL, NULL, junk[i], TODAY, rows, ROWS);
		(void)cache_kb_propose(s->r, junk[i], junk[i], junk[i], TODAY, rows, ROWS);
		cache_turn_end(s->r);
	}
	assert_true(search(s, (struct kb_query){ .text = "\"停车\" (\"难\")" }, rows) > 0);
	assert_string_equal(rows[0].kb_no, "K0308-02");
}

static void
test_a_paste_is_capped(void **state)
{
	static const char *const units[] = { "停车难", "停 ", "a ", "gjj ", "\"", "12345", "\xff" };
	struct seat *s = *state;
	struct kb_row rows[ROWS];

	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
		struct str text = { 0 };

		for (int k = 0; k < 10000; k++)
			str_add(&text, units[i]);
		(void)search(s, (struct kb_query){ .text = str_c(&text) }, rows);
		(void)cache_kb_propose(s->r, NULL, NULL, str_c(&text), TODAY, rows, ROWS);
		str_free(&text);
	}
	assert_int_equal(cache_kb_propose(s->r, NULL, NULL, NULL, TODAY, rows, 0), 0);
	assert_int_equal(search(s, (struct kb_query){ .text = NULL }, rows), ROWS);
}

static void
test_results_depend_on_nothing_else(void **state)
{
	static const char *const other[] = { "公积金", "tcn", "gjj 提取", "的", "" };
	static const char *const asked[] = { "停车难", "暖气 不热", "ldbl", "停che" };
	struct seat *s = *state;
	struct kb_row rows[ROWS];

	for (size_t i = 0; i < sizeof(asked) / sizeof(asked[0]); i++) {
		struct str before = { 0 }, after = { 0 };

		print_rows(rows, search(s, (struct kb_query){ .text = asked[i] }, rows), &before);
		for (size_t k = 0; k < sizeof(other) / sizeof(other[0]); k++)
			(void)search(s, (struct kb_query){ .text = other[k] }, rows);
		(void)cache_kb_propose(s->r, NULL, NULL, "楼上漏水", TODAY, rows, ROWS);
		cache_reader_close(s->r);
		seat_reader(s);
		print_rows(rows, search(s, (struct kb_query){ .text = asked[i] }, rows), &after);
		assert_true(before.len > 0);
		assert_string_equal(str_c(&before), str_c(&after));
		str_free(&before);
		str_free(&after);
	}
}

/* ---- narrowing, standing, use ---- */

static void
put(struct page *p, const char *no, const char *category, const char *area, const char *title,
    const char *until)
{
	struct str text = { 0 };

	str_addf(&text,
	    "kb_no: %s\ntitle: %s\nkind: faq\ncategory: %s\nsource: 1004\nfrom: 2026-01-01\nuntil: "
	    "%s\n"
	    "version: 1\nupdated: 2026-10-20\n%s%s%s\n答复。\n--\n正文。\n",
	    no, title, category, until, area[0] != '\0' ? "area: " : "", area,
	    area[0] != '\0' ? "\n" : "");
	assert_true(seat_ref_row(p, "article", no, str_c(&text)));
	str_free(&text);
}

static void
apply(struct seat *s, struct page *p)
{
	assert_true(seat_apply(s, "reference", p));
	page_free(p);
}

static const char *
found(struct seat *s, struct kb_query q)
{
	static char out[256];
	struct kb_row rows[ROWS];
	int n = search(s, q, rows);

	out[0] = '\0';
	for (int i = 0; i < n; i++)
		snprintf(out + strlen(out), sizeof(out) - strlen(out), "%s%s", i > 0 ? " " : "",
		    rows[i].kb_no);
	return out;
}

/* Few articles about a word nothing else has. */
static void
few(struct seat *s)
{
	struct page p;

	seat_page_init(s, &p);
	put(&p, "Z1", "0205", "", "灯笼一", "2026-11-19"); /* over since yesterday */
	put(&p, "Z2", "0205", "990102", "灯笼二", "2027-12-31");
	put(&p, "Z3", "0301", "990103", "灯笼三", "2027-12-31");
	put(&p, "Z4", "02", "", "灯笼四", "2027-12-31");
	apply(s, &p);
}

static void
test_narrowing_and_standing(void **state)
{
	static const struct {
		struct kb_query q;
		const char *want;
	} cases[] = {
		{ { .text = "灯笼" }, "Z2 Z3 Z4 Z1" },
		{ { .text = "denglong" }, "Z2 Z3 Z4 Z1" },
		{ { .text = "灯笼", .category = "0205" }, "Z2 Z4 Z1" },
		{ { .text = "灯笼", .category = "02" }, "Z2 Z4 Z1" },
		{ { .text = "灯笼", .category = "03" }, "Z3" },
		{ { .text = "灯笼", .category = "09" }, "" },
		{ { .text = "灯笼", .area = "990102001" }, "Z2 Z4 Z1" },
		{ { .text = "灯笼", .area = "990103" }, "Z3 Z4 Z1" },
		{ { .text = "灯笼", .area = "999999" }, "Z4 Z1" },
		{ { .text = "灯笼", .limit = 2 }, "Z2 Z3" },
		{ { .text = "灯笼", .day = TODAY - 1 }, "Z1 Z2 Z3 Z4" }, /* then it still held */
		{ { .text = "Z3" }, "Z3" },
	};
	struct seat *s = *state;
	struct kb_row rows[ROWS];

	few(s);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		if (strcmp(found(s, cases[i].q), cases[i].want) != 0)
			fail_msg("case %zu: want \"%s\", got \"%s\"", i, cases[i].want,
			    found(s, cases[i].q));
	assert_int_equal(search(s, (struct kb_query){ .text = "灯笼一" }, rows), 4);
	assert_string_equal(rows[0].kb_no, "Z1");
	assert_int_equal(rows[0].standing, ARTICLE_EXPIRED);
	assert_int_equal(rows[0].until, TODAY - 1);
	assert_int_equal(rows[0].used, -1);
	/* what is expired, or of elsewhere, is not proposed */
	assert_int_equal(
	    cache_kb_propose(s->r, NULL, "990103", "来电人问灯笼", TODAY, rows, ROWS), 2);
	assert_string_equal(rows[0].kb_no, "Z3");
	assert_string_equal(rows[1].kb_no, "Z4");
}

static void
used(struct page *p, const char *no, const char *count)
{
	assert_true(seat_ref_row(p, "used", no, count));
}

static void
test_what_is_used_comes_first(void **state)
{
	struct seat *s = *state;
	struct kb_row rows[ROWS];
	struct page p;

	seat_page_init(s, &p);
	used(&p, "Z9", "70"); /* before its article */
	used(&p, "Z4", "many");
	used(&p, "Z3", "12");
	apply(s, &p);
	few(s);
	assert_string_equal(found(s, (struct kb_query){ .text = "灯笼" }), "Z3 Z2 Z4 Z1");
	assert_int_equal(search(s, (struct kb_query){ .text = " " }, rows), ROWS);
	assert_string_equal(rows[0].kb_no, "Z3");
	assert_int_equal(rows[0].used, 12);
	seat_page_init(s, &p);
	put(&p, "Z9", "0205", "", "灯笼九", "2027-12-31");
	apply(s, &p);
	assert_string_equal(found(s, (struct kb_query){ .text = "灯笼" }), "Z9 Z3 Z2 Z4 Z1");
}

/* ---- coming and going ---- */

static void
gone(struct page *p, const char *id)
{
	struct gone_row *grown = realloc(p->del, (p->n_del + 1) * sizeof(*grown));

	assert_non_null(grown);
	p->del = grown;
	p->del[p->n_del] = (struct gone_row){ .kind = "ref", .rev = 2 };
	str_copy(p->del[p->n_del].id, sizeof(p->del[p->n_del].id), id);
	p->n_del++;
}

/* The index says of itself whether it holds exactly what it should. */
static void
check_index(struct seat *s)
{
	int64_t all = db_one_int(s->w->db, "SELECT count(*) FROM article", -1);

	assert_int_equal(
	    db_exec(
		s->w->db, "INSERT INTO article_fts(article_fts) VALUES('integrity-check')", &s->e),
	    ERR_OK);
	assert_int_equal(
	    db_one_int(s->w->db, "SELECT count(*) FROM article WHERE indexed = 1", -1), all);
	assert_int_equal(db_one_int(s->w->db, "SELECT count(*) FROM article_text", -1), all);
	assert_int_equal(db_one_int(s->w->db, "SELECT count(*) FROM article_fts_docsize", -1), all);
}

static void
test_articles_come_and_go(void **state)
{
	struct seat *s = *state;
	struct article a;
	struct page p;
	int64_t city = cache_meta_int(s->w->db, "city", -1);

	few(s);
	check_index(s);
	seat_page_init(s, &p);
	put(&p, "Z2", "0205", "", "风筝二", "2027-12-31");       /* another title */
	put(&p, "Z3", "0301", "990103", "灯笼三", "2027-12-31"); /* as it was */
	assert_true(seat_ref_row(&p, "article", "Z4", "kb_no: Z4\nshape: new\n")); /* unreadable */
	assert_true(seat_ref_row(&p, "article", "Z5", "nonsense"));
	gone(&p, "article/Z1");
	gone(&p, "article/Z8");
	gone(&p, "used/Z8");
	apply(s, &p);
	check_index(s);
	assert_string_equal(found(s, (struct kb_query){ .text = "灯笼" }), "Z3");
	assert_string_equal(found(s, (struct kb_query){ .text = "denglong" }), "Z3");
	assert_string_equal(found(s, (struct kb_query){ .text = "风筝" }), "Z2");
	article_init(&a);
	assert_int_equal(cache_article(s->r, "Z1", &a, &s->e), ERR_NOT_FOUND);
	assert_int_equal(cache_article(s->r, "Z2", &a, &s->e), ERR_OK);
	assert_string_equal(a.title, "风筝二");
	article_free(&a);
	/* none of it is the city's: it was built once and has not read a text */
	assert_int_equal(
	    db_one_int(s->w->db, "SELECT count(*) FROM ref WHERE kind IN ('article', 'used')", -1),
	    0);
	assert_true(cache_meta_int(s->w->db, "city", -1) <= city + 1); /* the deletions */
}

static void
test_a_whole_pull_drops_what_it_did_not_bring(void **state)
{
	struct seat *s = *state;
	struct page p;

	few(s);
	assert_int_equal(cache_place_forget(s->w, "reference", &s->e), ERR_OK);
	seat_page_init(s, &p);
	p.more = true;
	put(&p, "Z2", "0205", "", "灯笼二", "2027-12-31");
	apply(s, &p);
	assert_string_equal(found(s, (struct kb_query){ .text = "灯笼" }), "Z2 Z3 Z4 Z1");
	seat_page_init(s, &p);
	put(&p, "Z7", "0205", "", "灯笼七", "2027-12-31");
	apply(s, &p);
	check_index(s);
	assert_string_equal(found(s, (struct kb_query){ .text = "灯笼" }), "Z2 Z7");
	assert_string_equal(found(s, (struct kb_query){ .text = "停车难" }), "");
}

static void
test_another_cut_is_indexed_anew(void **state)
{
	struct seat *s = *state;
	struct kb_row rows[ROWS];
	bool partial;
	struct kb_query q = { .text = "停车难", .limit = ROWS, .day = TODAY };
	int slices = 0;

	/* as an older program would have left it: other tokens, under an older version */
	assert_int_equal(db_exec(s->w->db,
			     "INSERT INTO article_fts(article_fts) VALUES('delete-all');"
			     "UPDATE meta SET value = '0' WHERE name = 'kb_tokens'",
			     &s->e),
	    ERR_OK);
	assert_true(cache_article_index(s->w, &s->e));
	assert_true(cache_kb_search(s->r, &q, rows, &partial, &s->e) >= 0);
	assert_true(partial); /* not all are in it yet */
	while (cache_article_index(s->w, &s->e))
		slices++;
	assert_true(slices > 1);
	check_index(s);
	assert_int_equal(search(s, q, rows), ROWS);
	assert_string_equal(rows[0].kb_no, "K0308-02");
	assert_false(cache_article_index(s->w, &s->e));
}

static void
test_a_changed_text_before_the_new_cut(void **state)
{
	struct seat *s = *state;
	struct page p;

	few(s);
	assert_int_equal(
	    db_exec(s->w->db, "UPDATE meta SET value = '0' WHERE name = 'kb_tokens'", &s->e),
	    ERR_OK);
	seat_page_init(s, &p);
	put(&p, "Z2", "0205", "", "风筝二", "2027-12-31");
	gone(&p, "article/Z3");
	apply(s, &p);
	while (cache_article_index(s->w, &s->e))
		;
	check_index(s);
	assert_string_equal(found(s, (struct kb_query){ .text = "灯笼" }), "Z4 Z1");
}

/* ---- proposals ---- */

/* Every article comes with other words, at most twice: a page that meets the damage is asked for again. */
static void
change_all(struct seat *s)
{
	struct cache_place at;
	struct page p;
	bool applied = false;

	assert_int_equal(
	    db_exec(s->w->db, "UPDATE article_text SET text = text || ' '", &s->e), ERR_OK);
	seat_page_init(s, &p);
	assert_int_equal(city_articles_each("conf/city/yunjiang", seat_ref_row, &p, &s->e), ERR_OK);
	for (int i = 0; i < 2 && !applied; i++) {
		cache_place(s->w, "reference", &at);
		(void)cache_page(s->w, "reference", &at, &p, &applied, &s->e);
	}
	assert_true(applied);
	page_free(&p);
}

/* A damaged index: who searches is told, it is made anew, and everything is found again. Whoever writes to it meets the damage
 * by himself. */
static void
test_damage(void **state)
{
	static const char *const spoil[] = {
		"UPDATE article_fts_data SET block = x'00ff00ff00' WHERE id > 100",
		"DELETE FROM article_fts_data WHERE id > 100",
		"UPDATE article_fts_data SET block = x'ffffffff' WHERE id = 10",
	};
	struct seat *s = *state;
	struct kb_row rows[ROWS];
	const struct kb_query q = { .text = "停车难", .limit = ROWS, .day = TODAY };
	int noticed = 0;

	for (size_t i = 0; i < 2 * sizeof(spoil) / sizeof(spoil[0]); i++) {
		struct err e = { 0 };
		bool partial;

		assert_int_equal(db_exec(s->w->db, spoil[i / 2], &s->e), ERR_OK);
		seat_again(s);
		seat_reader(s);
		if (cache_kb_search(s->r, &q, rows, &partial, &e) < 0) {
			assert_int_equal(e.code, ERR_CORRUPT);
			noticed++;
		}
		cache_turn_end(s->r);
		if (i % 2 == 0)
			assert_int_equal(cache_article_again(s->w, &s->e), ERR_OK);
		else
			change_all(s);
		while (cache_article_index(s->w, &s->e))
			;
		assert_true(search(s, q, rows) > 0);
		assert_string_equal(rows[0].kb_no, "K0308-02");
	}
	assert_true(noticed >= 2);
}

static void
test_proposals(void **state)
{
	static const struct {
		const char *category, *text, *first;
	} cases[] = {
		{ NULL, "我家住红山路87号三单元，暖气一直不热，家里只有十五度", "K0304-01" },
		{ NULL, "您好我想问一下公积金怎么提取，我离职了三个月", "K0108-03" },
		{ NULL, "健身房关门了，卡里还有三千块钱，老板电话打不通", "K0907-01" },
		{ NULL, "楼上天天半夜跺脚，吵得睡不着", "K0402-02" },
		{ "0205", "门口路灯坏了好几天", "K0205-01" },
		{ "0205", "没有装路灯", "K0205-03" },
		{ NULL, "呃", NULL },
		{ NULL, "", NULL },
	};
	struct seat *s = *state;
	struct kb_row rows[5];

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		int n =
		    cache_kb_propose(s->r, cases[i].category, NULL, cases[i].text, TODAY, rows, 5);

		cache_turn_end(s->r);
		if (cases[i].first == NULL ? n != 0
					   : n == 0 || strcmp(rows[0].kb_no, cases[i].first) != 0)
			fail_msg(
			    "“%s” proposes %s", cases[i].text, n > 0 ? rows[0].kb_no : "nothing");
		for (int k = 0; k < n; k++) {
			assert_int_equal(rows[k].standing, ARTICLE_VALID);
			if (cases[i].category != NULL)
				assert_string_equal(rows[k].category, cases[i].category);
		}
	}
	/* nothing said yet: what there is of the category */
	assert_true(cache_kb_propose(s->r, "0304", NULL, "", TODAY, rows, 5) == 5);
}

/* ---- patience ---- */

static bool
key_pressed(void *arg)
{
	++*(int *)arg;
	return true;
}

static void
test_a_key_ends_a_search(void **state)
{
	struct seat *s = *state;
	struct kb_query q = { .text = "怎么 电话 投诉", .limit = ROWS, .day = TODAY };
	struct kb_row rows[ROWS];
	bool partial = false;
	int asked = 0;

	(void)search(s, q, rows);
	cache_reader_patience(s->r, key_pressed, &asked);
	for (int i = 0; i < 200 && !partial; i++) /* SQLite asks every thousand steps or so */
		assert_true(cache_kb_search(s->r, &q, rows, &partial, &s->e) >= 0);
	assert_true(asked > 0 && partial);
	cache_reader_patience(s->r, NULL, NULL);
	assert_int_equal(search(s, q, rows), ROWS);
}

/* What is made once for all searches is made whole, whoever types meanwhile. */
static void
test_a_key_does_not_end_what_is_kept(void **state)
{
	struct seat *s = *state;
	struct kb_query q = { .text = "ceshiwenti", .limit = ROWS, .day = TODAY };
	struct kb_row rows[ROWS];
	bool partial;
	int asked = 0;

	assert_int_equal(
	    db_exec(s->w->db,
		"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 900)"
		" INSERT INTO article SELECT 10000 + i, printf('T%d', i), gen, 1, '测试问题', '',"
		" kind, status, internal, category, area, source, since, until, updated"
		" FROM n, (SELECT * FROM article LIMIT 1);"
		"UPDATE meta SET value = value + 1 WHERE name = 'kb'",
		&s->e),
	    ERR_OK);
	cache_reader_close(s->r);
	seat_reader(s);
	cache_reader_patience(s->r, key_pressed, &asked);
	for (int i = 0; i < 3; i++)
		assert_int_equal(cache_kb_search(s->r, &q, rows, &partial, &s->e), ROWS);
	cache_reader_patience(s->r, NULL, NULL);
	assert_string_equal(rows[0].title, "测试问题");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, seat_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_table_of_queries),
		TEST(test_junk_is_words_or_nothing),
		TEST(test_a_paste_is_capped),
		TEST(test_results_depend_on_nothing_else),
		TEST(test_narrowing_and_standing),
		TEST(test_what_is_used_comes_first),
		TEST(test_articles_come_and_go),
		TEST(test_a_whole_pull_drops_what_it_did_not_bring),
		TEST(test_another_cut_is_indexed_anew),
		TEST(test_a_changed_text_before_the_new_cut),
		TEST(test_damage),
		TEST(test_proposals),
		TEST(test_a_key_ends_a_search),
		TEST(test_a_key_does_not_end_what_is_kept),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
