/* Tickets found by what is typed: the cases of research/search.md, what nobody means, and that the index follows what
 * becomes of the tickets. */
#include "marks.h"
#include "lost.h"

#include <sqlite3.h>

#include "client/cache/cache_p.h"
#include "client/cache/find.h"
#include "text/fold.h"
#include "text/tokens.h"

#define LIMIT 40

static const struct doc {
	const char *title, *content, *address, *phone;
} docs[] = {
	/* 1 */ { "小区停车难问题", "业主反映停车难, 物业不管。", "人民路22号", "13812345678" },
	/* 2 */ { "停車難投訴", "車輛亂停。", "环城路10号", "13912345678" },
	/* 3 */ { "停。车难的说法", "这里说的是另一件事。", "", "13800000001" },
	/* 4 */ { "车辆违停", "号牌沪Ａ１２３４５的车占道。", "人民路222号", "13800000002" },
	/* 5 */ { "热线难打", "12345热线打不通, 改打12110。", "", "13800000003" },
	/* 6 */ { "楼号不清", "12345号楼没有门牌。", "", "13800000004" },
	/* 7 */ { "房屋漏水", "人民路22号房屋漏水, 電話138-1234-5679。", "", "13800000005" },
	/* 8 */ { "A3区星河湾噪音", "夜里施工。", "", "13800000006" },
	/* 9 */ { "单县来电咨询", "", "", "13800000007" },
	/* 10 */ { "重庆市民反映", "银行排队。", "", "13800000008" },
	/* 11 */ { "行政审批慢", "窗口少。", "", "13800000009" },
	/* 12 */ { "西安路积水", "先锋村附近。", "", "13800000010" },
	/* 13 */ { "先锋村道路", "改造方案。", "", "13800000011" },
	/* 14 */ { "刘德华反映绿化", "女儿上学路上。", "", "13800000012" },
	/* 15 */ { "吉野家排烟", "𠮷野家餐厅油烟。", "", "13800000013" },
	/* 16 */ { "朝阳区曾家解家河", "厦门路与长沙路口。", "", "13800000014" },
	/* 17 */ { "臺灣路路燈", "音樂聲太大。", "", "13800000015" },
	/* 18 */ { "公积金提取", "提取住房公积金。", "", "13800000016" },
};
#define DOCS ((int)(sizeof(docs) / sizeof(docs[0])))

static void
doc_ticket(struct ticket *t, int n, int64_t rev, const struct doc *d)
{
	seat_ticket(t, n, rev);
	fields_set(&t->f, TF_TITLE, d->title);
	fields_set(&t->f, TF_CONTENT, d->content);
	fields_set(&t->f, TF_ADDRESS, d->address);
	fields_set(&t->f, TF_CONTACT_PHONE, d->phone);
	fields_set(&t->f, TF_CALLER_PHONE, d->phone);
}

static void
index_all(struct seat *s)
{
	while (cache_find_index(s->w, false, &s->e))
		;
	if (cache_find_waits(s->w))
		fail_msg("the index stopped: %s", s->e.text);
}

static void
put(struct seat *s, int n, int64_t rev, const struct doc *d)
{
	struct ticket t;
	struct page p;

	seat_page_init(s, &p);
	doc_ticket(&t, n, rev, d);
	seat_page_ticket(&p, &t);
	assert_true(seat_apply(s, "centre", &p));
	page_free(&p);
}

static int
setup(void **state)
{
	struct seat *s;

	if (seat_setup(state) != 0)
		return -1;
	s = *state;
	for (int i = 0; i < DOCS; i++)
		put(s, i + 1, 1, &docs[i]);
	index_all(s);
	seat_reader(s);
	return 0;
}

static int
find(struct seat *s, const char *text, bool exact, struct find_row *rows, struct find_note *note)
{
	struct find_query q = { .text = text, .exact = exact, .limit = LIMIT };
	int n = cache_find(s->r, &q, rows, note, &s->e);

	if (n < 0)
		fail_msg("“%s”: %s", text, s->e.text);
	cache_turn_end(s->r);
	for (int i = 0; i < n; i++) {
		(void)marked(rows[i].row.title, rows[i].mark, rows[i].n_marks);
		(void)marked(rows[i].snippet, rows[i].in_snippet, rows[i].n_in_snippet);
		assert_non_null(rows[i].where);
	}
	return n;
}

/* "1 7": the numbers of the tickets found, ascending. */
static const char *
found(struct seat *s, const char *text, bool exact)
{
	static char out[512];
	struct find_row rows[LIMIT];
	struct find_note note;
	bool has[1000] = { false };
	int n = find(s, text, exact, rows, &note);

	assert_false(note.damaged || note.unready || note.cut || note.newest);
	for (int i = 0; i < n; i++)
		has[atoi(rows[i].row.id + 24)] = true;
	out[0] = '\0';
	for (int i = 0; i < 1000; i++)
		if (has[i])
			snprintf(out + strlen(out), sizeof(out) - strlen(out), "%s%d",
			    out[0] != '\0' ? " " : "", i);
	return out;
}

/* ---- research/search.md §8 ---- */

static const struct {
	const char *query, *found, *why; /* the case */
} cases[] = {
	{ "停车难", "1 2", "traditional and simplified" },
	{ "停車難", "1 2", "traditional and simplified" },
	{ "停車难", "1 2", "traditional and simplified" },
	{ "台湾", "17", "traditional" },
	{ "音乐", "17", "traditional" },
	{ "停车", "1 2", "not across a stop" },
	{ "沪A12345", "4", "full width, plate" },
	{ "沪a12345", "4", "plate" },
	{ "沪A·12345", "4", "plate with its dot" },
	{ "a12345", "4", "plate without its province" },
	{ "12345", "4 5 6", "digits of a plate; the hotline" },
	{ "12345热线", "5", "not 12345号楼" },
	{ "12345号楼", "6", "not 12345热线" },
	{ "110", "", "not 12110" },
	{ "5678", "1 2", "last four of a phone" },
	{ "138****5678", "1", "masked" },
	{ "139****5678", "2", "masked" },
	{ "137****5678", "", "masked" },
	{ "13812345678", "1", "phone" },
	{ "138 1234 5678", "1", "blanks" },
	{ "+86-138-1234-5678", "1", "country" },
	{ "１３８１２３４５６７８", "1", "full width" },
	{ "13812345679", "7", "stands in a text, with hyphens" },
	{ "人民路22号", "1 7", "place; a text goes on behind it" },
	{ "人民路２２號", "1 7", "full width" },
	{ "人民路222号", "4", "another house" },
	{ "环城路10号", "2", "place" },
	{ "𠮷野家", "15", "rare ideograph" },
	{ "A3区", "8", "letters and Hanzi" },
	{ "a3q", "8", "FAIL in the prototype" },
	{ "shanxian", "9", "FAIL in the prototype" },
	{ "停che", "1 2", "FAIL in the prototype: never 停。车" },
	{ "停车n", "1 2", "mixed" },
	{ "tcnan", "1 2", "mixed" },
	{ "tcn", "1 2", "initials" },
	{ "tingche", "1 2", "syllables" },
	{ "ting c", "1 2 3 4", "as an input method shows it, and as two words" },
	{ "tingchenanwenti", "1", "more than four syllables" },
	{ "chongqing", "10", "polyphone" },
	{ "zhongqing", "10", "polyphone" },
	{ "cqs", "10", "polyphone" },
	{ "行", "11", "a single Hanzi: titles" },
	{ "难", "1 2 3 5", "a single Hanzi at the end of titles" },
	{ "难*", "1 2 3 5", "a sign is no operator" },
	{ "xingzheng", "11", "polyphone" },
	{ "xian", "5 9 12 13", "西安, 先, 线, 县" },
	{ "xi'an", "12", "never 先" },
	{ "xfc", "13", "initials" },
	{ "ldh", "14", "initials" },
	{ "liudeh", "14", "partial" },
	{ "lvhua", "14", "ü as v" },
	{ "lühua", "14", "ü" },
	{ "cyq", "16", "initials" },
	{ "zengjia", "16", "polyphone" },
	{ "xjh", "16", "polyphone" },
	{ "taiwan", "17", "pinyin of a traditional title" },
	{ "公积金 提取", "18", "two words" },
	{ "住房公积金提取", "18", "pieces" },
	{ "gjj提取", "18", "letters and Hanzi" },
	{ "停车 物业", "1", "title and text" },
	{ "tc 物业", "1", "letters in the title, Hanzi in the text" },
	{ "115401", "1", "last six of its number" },
	{ "261120104200115401", "1", "its number" },
	{ "2611-2010-4200-1154-01", "1", "its number in groups" },
};

static void
test_cases(void **state)
{
	struct seat *s = *state;
	int bad = 0;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		for (int exact = 0; exact < 2; exact++) {
			const char *got = found(s, cases[i].query, exact);

			if (strcmp(got, cases[i].found) == 0)
				continue;
			print_error("“%s” (%s) finds “%s”, not “%s”\n", cases[i].query,
			    cases[i].why, got, cases[i].found);
			bad++;
		}
	assert_int_equal(bad, 0);
}

static void
test_why(void **state)
{
	static const struct {
		const char *query, *where, *shown;
	} rows[] = {
		{ "停车难 业主", "诉求内容", "[业主]反映[停车难], 物业不管。" },
		{ "物业不管", "诉求内容", "业主反映停车难, [物业不管]。" },
		{ "车难问", "标题", "小区停[车难问]题" },
		{ "13812345678", "电话", "小区停车难问题" },
		{ "261120104200115401", "单号", "小区停车难问题" },
		{ "环城路10号", "地点", "停車難投訴" },
		{ "liudeh", "标题", "[刘德华]反映绿化" },
		{ "沪A12345", "诉求内容", "号牌[沪Ａ１２３４５]的车占道。" },
	};
	struct seat *s = *state;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct find_row row[LIMIT];
		struct find_note note;
		const char *shown;

		assert_true(find(s, rows[i].query, false, row, &note) > 0);
		shown = row[0].snippet[0] != '\0'
			    ? marked(row[0].snippet, row[0].in_snippet, row[0].n_in_snippet)
			    : marked(row[0].row.title, row[0].mark, row[0].n_marks);
		if (strcmp(shown, rows[i].shown) != 0 || strcmp(row[0].where, rows[i].where) != 0)
			fail_msg("“%s”: %s %s", rows[i].query, row[0].where, shown);
	}
}

/* ---- what nobody means ---- */

static void
test_any_text(void **state)
{
	static const char *const odd[] = { "", " ", "%", "\"", "\"\"", "*", "()", "NEAR", "AND",
		"OR NOT", "title:停车", "^停车", "停车*", "-停车", "停车 AND", "NEAR(停 车)",
		"；。，", "😀", "的", "了", "\xed\xa0\x80", "停车\xff难", "\xe5\x81", "{title}",
		"'; DROP TABLE", "\x01\x1b[31m", "\xe2\x80\xae停车", "a", "1", "vv", "iii",
		"uuuu" };
	struct seat *s = *state;
	struct find_row rows[LIMIT];
	struct find_note note;
	char *paste = malloc(30001), *run = malloc(5001);

	assert_non_null(paste);
	assert_non_null(run);
	for (size_t i = 0; i < sizeof(odd) / sizeof(odd[0]); i++)
		(void)find(s, odd[i], i % 2, rows, &note);
	for (int i = 0; i < 10000; i++)
		memcpy(paste + 3 * i, i % 7 == 6 ? "，" : "车", 3);
	paste[30000] = '\0';
	(void)find(s, paste, false, rows, &note);
	memset(run, 'x', 5000);
	run[5000] = '\0';
	assert_int_equal(find(s, run, false, rows, &note), 0);
	memset(run, '7', 5000);
	assert_int_equal(find(s, run, false, rows, &note), 0);
	assert_true(find(s, "停车*", false, rows, &note) > 0);
	assert_true(find(s, "停车\xff", false, rows, &note) > 0);
	free(paste);
	free(run);
}

/* ---- what becomes of tickets ---- */

static void
test_changes_leave_no_ghosts(void **state)
{
	static const struct doc other = { "路灯不亮", "路灯坏了。", "光明街5号", "13700000001" };
	struct seat *s = *state;
	struct page p;

	put(s, 1, 2, &other);
	assert_string_equal(found(s, "物业不管", true), ""); /* at once, not only when indexed */
	index_all(s);
	assert_string_equal(found(s, "物业不管", true), "");
	assert_string_equal(found(s, "tcn", true), "2");
	assert_string_equal(found(s, "ldbl", true), "1");
	assert_string_equal(found(s, "光明街5号", true), "1");
	assert_string_equal(found(s, "人民路22号", true), "7");
	put(s, 1, 3, &docs[0]);
	seat_page_init(s, &p);
	seat_page_out(&p, 2, 9);
	assert_true(seat_apply(s, "centre", &p));
	page_free(&p);
	assert_string_equal(found(s, "停車難", true), "");
	index_all(s);
	assert_string_equal(found(s, "停車難", true), "1");
	assert_string_equal(found(s, "路灯不亮", true), "");
	assert_int_equal(db_one_int(s->w->db, "SELECT count(*) FROM find_gone", -1), 0);
	assert_int_equal(db_one_int(s->w->db, "SELECT count(*) FROM find_doc", -1), DOCS - 1);
	/* the same words again cost nothing */
	put(s, 3, 5, &docs[2]);
	assert_false(cache_find_waits(s->w));
}

/* A place is found wherever a text names it, whatever stands in front, and by the beginning of its number when there is
 * room; 3栋 behind it is text again. */
static void
test_places(void **state)
{
	static const struct doc at[] = {
		{ "噪声", "我家在光明街7号三楼。", "", "13700000001" },
		{ "光明街 7号的井盖", "坏了。", "红山路1号", "13700000002" },
		{ "油烟", "在楼下。", "云江市城东区光明街7号", "13700000003" },
		{ "污水", "光明街77号3栋门口。", "", "13700000004" },
		{ "占道", "阳光明街7号。", "", "13700000005" },
	};
	struct seat *s = *state;
	struct find_row rows[LIMIT];
	struct find_note note;

	for (int i = 0; i < 5; i++)
		put(s, 30 + i, 1, &at[i]);
	index_all(s);
	assert_string_equal(found(s, "光明街7号", false), "30 31 32 34");
	assert_int_equal(find(s, "光明街7号", false, rows, &note), 4);
	assert_string_equal(rows[0].where, "地点");
	assert_string_equal(rows[1].where, "诉求内容");
	assert_string_equal(found(s, "明街7", false), "30 31 32 34");
	assert_string_equal(found(s, "光明街77号", false), "33");
	assert_string_equal(found(s, "光明街77号3栋", false), "33");
	put(s, 30, 2, &at[3]);
	put(s, 33, 2, &at[0]);
	index_all(s);
	assert_string_equal(found(s, "光明街7号", false), "31 32 33 34");
	assert_int_equal(db_one_int(s->w->db,
			     "SELECT count(*) FROM find_place WHERE doc NOT IN (SELECT doc FROM"
			     " find_doc)",
			     -1),
	    0);
	assert_int_equal(
	    db_one_int(s->w->db, "SELECT count(*) FROM find_place WHERE house = 77", -1), 1);
}

/* Own operations on top are found as they are shown. */
static void
test_own_ticket(void **state)
{
	struct seat *s = *state;
	struct op op;
	int64_t n;

	seat_submit_op(&op, 9001, 500);
	fields_set(&op.set, TF_TITLE, "井盖缺失");
	assert_int_equal(seat_add(s, &op, &n), ERR_OK);
	op_free(&op);
	index_all(s);
	assert_string_equal(found(s, "jgqs", false), "500");
}

/* Nothing that was given to other eyes is found, not even for a moment; and not by a phone that was not sent. */
static void
test_other_eyes(void **state)
{
	struct seat *s = *state;
	struct find_row rows[LIMIT];
	struct find_note note;
	struct ticket t;
	struct page p;

	assert_int_equal(cache_scope(s->w, "unit 1004 plain", &s->e), ERR_OK);
	assert_int_equal(find(s, "5678", true, rows, &note), 0);
	assert_int_equal(find(s, "停车难", true, rows, &note), 0);
	assert_int_equal(db_one_int(s->w->db, "SELECT count(*) FROM find_doc", -1), 0);
	while (cache_sweep(s->w, &s->e))
		;
	index_all(s);
	assert_string_equal(found(s, "停车难", true), "");
	seat_page_init(s, &p);
	doc_ticket(&t, 1, 3, &docs[0]);
	fields_drop_identity(&t.f);
	seat_page_ticket(&p, &t);
	assert_true(seat_apply(s, "unit", &p));
	page_free(&p);
	index_all(s);
	assert_string_equal(found(s, "停车难", true), "1");
	assert_string_equal(found(s, "13812345678", true), "");
	assert_string_equal(found(s, "138****5678", true), "");
	assert_string_equal(found(s, "5678", true), "");
}

/* Before sign-in no number is known; the texts are. */
static void
test_without_key(void **state)
{
	struct seat *s = *state;

	cache_reader_key(s->r, NULL);
	assert_string_equal(found(s, "13812345678", true), "");
	assert_string_equal(found(s, "138****5678", true), "");
	assert_string_equal(found(s, "停车难", true), "1 2");
	cache_reader_key(s->r, s->key);
}

/* ---- the index itself ---- */

static void
test_newest_first(void **state)
{
	static const struct doc many = { "路灯不亮", "路灯坏了。", "", "13700000001" };
	struct seat *s = *state;
	struct find_row rows[LIMIT];
	struct find_note note;
	int last = 0;

	for (int i = 100; i < 700; i++)
		put(s, i, 1, &many);
	while (cache_find_index(s->w, false, &s->e) && last < 3)
		last++;
	assert_true(find(s, "路灯不亮", false, rows, &note) > 0);
	assert_int_equal(atoi(rows[0].row.id + 24), 699);
	index_all(s);
	assert_int_equal(find(s, "路灯不亮", false, rows, &note), LIMIT);
	assert_int_equal(note.newest, FIND_NEWEST);
	assert_int_equal(atoi(rows[0].row.id + 24), 699);
	assert_int_equal(atoi(rows[1].row.id + 24), 698);
	assert_int_equal(find(s, "路灯不亮", true, rows, &note), LIMIT);
	assert_false(note.newest);
	assert_int_equal(find(s, "ldbl", false, rows, &note), LIMIT);
}

struct patience {
	int asked, wanted_after;
};

static bool
is_wanted(void *arg)
{
	struct patience *p = arg;

	return ++p->asked > p->wanted_after;
}

/* However long it may go on at a time, the same is found in the end, and each time something is done. */
static void
test_patience(void **state)
{
	static const struct doc many = { "路灯不亮", "路灯坏了。", "", "13700000001" };
	struct seat *s = *state;
	struct find_row rows[LIMIT];
	struct find_note note;
	int calls[3] = { 0 };

	for (int round = 0; round < 3; round++) {
		struct patience p = { 0, round == 1 ? 0 : 1000000 };

		for (int i = 100; i < 700; i++)
			put(s, i, round + 1, &many);
		assert_int_equal(cache_find_again(s->w, &s->e), ERR_OK);
		cache_writer_patience(s->w, round > 0 ? is_wanted : NULL, &p);
		while (cache_find_index(s->w, round > 0, &s->e))
			calls[round]++;
		assert_false(cache_find_waits(s->w));
		assert_int_equal(find(s, "路灯不亮", false, rows, &note), LIMIT);
		assert_int_equal(atoi(rows[0].row.id + 24), 699);
		assert_int_equal(atoi(rows[LIMIT - 1].row.id + 24), 700 - LIMIT);
		assert_string_equal(found(s, "停车难", false), "1 2");
	}
	cache_writer_patience(s->w, NULL, NULL);
	if (calls[2] >= calls[0])
		fail_msg("%d transactions, %d when nobody waits", calls[0], calls[2]);
}

/* 没有 and 没用 are one as far as lists of beginnings go: the one is found behind any number of the other. */
static void
test_long_keys(void **state)
{
	static const struct doc have = { "没有路灯", "天黑。", "", "13700000001" },
				use = { "没用电梯", "爬楼。", "", "13700000001" };
	struct seat *s = *state;
	struct find_row rows[LIMIT];
	struct find_note note;

	for (int i = 0; i < 600; i++)
		put(s, 100 + i, 1, i % 300 < 150 ? &have : &use);
	index_all(s);
	assert_int_equal(find(s, "meiyou", false, rows, &note), LIMIT);
	for (int i = 0; i < LIMIT; i++)
		assert_string_equal(rows[i].row.title, have.title);
	assert_int_equal(atoi(rows[0].row.id + 24), 549);
	assert_int_equal(find(s, "meiyong", false, rows, &note), LIMIT);
	assert_int_equal(atoi(rows[0].row.id + 24), 699);
	assert_int_equal(find(s, "meiyo", false, rows, &note), LIMIT);
	assert_int_equal(atoi(rows[0].row.id + 24), 699);
	assert_int_equal(find(s, "meiyouludeng", false, rows, &note), LIMIT);
	assert_string_equal(rows[0].row.title, have.title);
	assert_int_equal(find(s, "meiyoudianti", false, rows, &note), 0);
}

/* A seat that was filled before there was an index, or with another cut of texts. */
static void
test_fills_behind(void **state)
{
	struct seat *s = *state;
	struct find_row rows[LIMIT];
	struct find_note note;

	assert_int_equal(
	    db_exec(s->w->db, "UPDATE meta SET value = '1' WHERE name = 'find_version'", &s->e),
	    ERR_OK);
	seat_again(s);
	seat_reader(s);
	assert_int_equal(find(s, "停车难", false, rows, &note), 0);
	assert_true(note.unready);
	assert_true(cache_find_waits(s->w));
	assert_string_equal(s->e.text, "");
	assert_true(find(s, "13812345678", false, rows, &note) == 1); /* needs no index */
	index_all(s);
	assert_string_equal(found(s, "停车难", false), "1 2");
	/* and a change made while nothing is running is not lost */
	put(s, 1, 2, &docs[17]);
	seat_again(s);
	seat_reader(s);
	assert_true(cache_find_waits(s->w));
	index_all(s);
	assert_string_equal(found(s, "停车难", false), "2");
	assert_string_equal(found(s, "公积金", false), "1 18");
}

/* A new seat had nothing to index; what its first fill brings is walked back through, newest first, and not noted row by
 * row: until then the search says that it does not know them. */
static void
test_first_fill(void **state)
{
	struct seat *s = *state;
	struct msg_snapshot snapshot = {
		.id = "snap", .cursor = "c9", .epoch = "e1", .count = 600
	};
	struct find_row rows[LIMIT];
	struct find_note note;
	struct cache_fill fill;
	struct patience patience = { 0, 0 };
	struct page p;
	size_t at = 0;

	index_all(s);
	assert_int_equal(cache_fill_begin(s->w, "centre", &snapshot, &s->e), ERR_OK);
	seat_page_init(s, &p);
	for (int i = 1; i <= 600; i++) {
		struct ticket t;

		doc_ticket(&t, i, 1, &docs[0]);
		seat_page_ticket(&p, &t);
	}
	assert_true(cache_fill(s->w, &fill));
	/* a transaction ends when somebody waits, and not before the page does when nobody does */
	cache_writer_patience(s->w, is_wanted, &patience);
	assert_int_equal(cache_fill_rows(s->w, &fill, &p, &at, &s->e), ERR_OK);
	assert_int_equal(at, 256);
	patience.wanted_after = 1000000;
	assert_int_equal(cache_fill_rows(s->w, &fill, &p, &at, &s->e), ERR_OK);
	assert_int_equal(at, p.n_tickets);
	assert_int_equal(fill.done, 600);
	cache_writer_patience(s->w, NULL, NULL);
	page_free(&p);
	assert_int_equal(db_one_int(s->w->db, "SELECT count(*) FROM find_wait", -1), 0);
	assert_int_equal(cache_fill_end(s->w, &fill, &s->e), ERR_OK);
	seat_reader(s);
	assert_int_equal(find(s, "停车难", false, rows, &note), 0);
	assert_true(note.unready);
	assert_true(cache_find_index(s->w, false, &s->e));
	assert_true(find(s, "停车难", false, rows, &note) > 0);
	assert_true(note.unready && note.since > 0);
	index_all(s);
	assert_int_equal(find(s, "停车难", false, rows, &note), LIMIT);
	assert_false(note.unready);
}

/* A seat from before rows were found by where they lie. */
static void
test_an_older_seat_finds_the_same(void **state)
{
	struct seat *s = *state;

	assert_int_equal(
	    db_exec(s->w->db, "ALTER TABLE find_doc DROP COLUMN place", &s->e), ERR_OK);
	for (size_t i = 0; i < cache_migrations_count; i++)
		if (strstr(cache_migrations[i].sql, "COLUMN place") != NULL)
			assert_int_equal(db_exec(s->w->db, cache_migrations[i].sql, &s->e), ERR_OK);
	seat_again(s);
	seat_reader(s);
	assert_string_equal(found(s, "停车难", false), "1 2");
	assert_string_equal(found(s, "tcn", false), "1 2");
	assert_false(cache_find_waits(s->w)); /* without indexing anything anew */
}

static void
test_damage(void **state)
{
	/* the last one reads as an index with nothing in it: only who writes to it meets the rest of the old one */
	static const char *const spoil[] = {
		"UPDATE ticket_fts_data SET block = x'00ff00ff00' WHERE id > 100",
		"DELETE FROM ticket_fts_data WHERE id > 100",
		"UPDATE ticket_sound_data SET block = substr(block, 1, length(block) / 2) WHERE id"
		" > 100",
		"UPDATE ticket_fts_data SET block = x'ffffffff' WHERE id = 10",
	};
	struct seat *s = *state;

	for (size_t i = 0; i < sizeof(spoil) / sizeof(spoil[0]); i++) {
		struct find_row rows[LIMIT];
		struct find_note note = { 0 };
		bool noticed = false;

		assert_int_equal(db_exec(s->w->db, spoil[i], &s->e), ERR_OK);
		seat_again(s);
		seat_reader(s);
		(void)find(s, "停车难", true, rows, &note);
		noticed = note.damaged;
		(void)find(s, "tcn", true, rows, &note);
		noticed = noticed || note.damaged;
		if (!noticed && i + 1 < sizeof(spoil) / sizeof(spoil[0]))
			fail_msg("%s: nothing is noticed", spoil[i]);
		assert_int_equal(cache_find_again(s->w, &s->e), ERR_OK);
		index_all(s);
		assert_string_equal(found(s, "停车难", false), "1 2");
		assert_string_equal(found(s, "tcn", false), "1 2");
		/* and the writer sees it by itself */
		assert_int_equal(db_exec(s->w->db, spoil[i], &s->e), ERR_OK);
		seat_again(s);
		seat_reader(s);
		put(s, 1, 100 + (int64_t)i * 2, &docs[17]);
		put(s, 1, 101 + (int64_t)i * 2, &docs[0]);
		index_all(s);
		if (i + 1 == sizeof(spoil) / sizeof(spoil[0]))
			assert_string_equal(found(s, "停车难", false), "1 2");
	}
}

/* ---- lost in silence ---- */

#define ENOUGH 100 /* probes of a whole index */

/* How many probes it takes; 0 all of them found what they asked for. */
static int
probes(struct seat *s, uint32_t seed, uint32_t most)
{
	for (uint32_t i = 0; i < most; i++)
		if (cache_find_probe(s->w, seed + i * 2654435761u, &s->e))
			return (int)i + 1;
	return 0;
}

static void
test_a_whole_index_is_left_alone(void **state)
{
	struct seat *s = *state;

	assert_int_equal(probes(s, 1, ENOUGH), 0);
	put(s, 1, 2, &docs[17]); /* nor one that has something to follow */
	assert_int_equal(probes(s, 2, ENOUGH), 0);
	assert_true(cache_find_waits(s->w));
	index_all(s);
	assert_int_equal(probes(s, 3, ENOUGH), 0);
	put(s, 1, 3, &docs[0]);
	index_all(s);
	assert_int_equal(s->w->find.remade, 0);
}

/* The index anew, in pages so small that it has many. */
static void
index_in_pages(struct seat *s)
{
	s->w->find.remade = 0;
	assert_int_equal(cache_find_again(s->w, &s->e), ERR_OK);
	assert_int_equal(db_exec(s->w->db,
			     "INSERT INTO ticket_fts(ticket_fts, rank) VALUES('pgsz', 256);"
			     "INSERT INTO ticket_sound(ticket_sound, rank) VALUES('pgsz', 256)",
			     &s->e),
	    ERR_OK);
	index_all(s);
}

/* Every page of both indexes in turn. Here a ticket has so few words that a probe asks for all of them: a page of texts is
 * missed as soon as a ticket is drawn that has a word there. By sound a word is asked for in one of its five lists: a page
 * of a single word is met by every eighth draw, at the least, of its ticket, so that of 1,000 draws of 18 tickets all pass
 * it by once in a thousand such pages; a page has a dozen words. */
static void
test_zeros_are_noticed(void **state)
{
	static const char *const tables[] = { "ticket_fts_data", "ticket_sound_data" };
	struct seat *s = *state;

	for (int sound = 0; sound < 2; sound++) {
		int pages = 0;

		for (int64_t id = 1; id != 0; pages++) {
			index_in_pages(s);
			id = lost_nth(s, tables[sound], pages);
			if (id == 0)
				break;
			lost_page(s, tables[sound], id, pages % 2);
			seat_again(s);
			if (probes(s, 7, 1000) == 0)
				fail_msg("%d: page %d is not missed", sound, pages);
			assert_true(cache_find_waits(s->w));
			index_all(s);
		}
		assert_true(pages > 5);
	}
	assert_int_equal(probes(s, 7, ENOUGH), 0);
	seat_reader(s);
	assert_string_equal(found(s, "停车难", false), "1 2");
	assert_string_equal(found(s, "tcn", false), "1 2");
}

/* ---- any documents ---- */

static const char *const pieces[] = { "停", "车", "难", "路", "灯", "不", "亮", "物", "业", "，",
	" ", "车", "停", "12", "7", "a", "號", "号", "Ａ", "臺", "台", "\n", "𠮷", "。" };
#define PIECES (sizeof(pieces) / sizeof(pieces[0]))

static void
any_text(unsigned *seed, int most, bool han, char *out)
{
	out[0] = '\0';
	for (int i = rand_r(seed) % most + 1; i > 0; i--) {
		const char *piece = pieces[(size_t)rand_r(seed) % PIECES];
		bool is_han = (unsigned char)piece[0] >= 0xE4 && strcmp(piece, "，") != 0 &&
			      strcmp(piece, "。") != 0 && strcmp(piece, "Ａ") != 0;

		if (!han || is_han)
			strcat(out, piece);
	}
}

static bool
holds(const char *text, const char *word)
{
	struct str a = { 0 }, b = { 0 };
	bool in;

	fold_add(&a, text);
	fold_add(&b, word);
	in = strstr(str_c(&a), str_c(&b)) != NULL;
	str_free(&a);
	str_free(&b);
	return in;
}

/* The set found is exactly the set of texts that have the word, folded. */
static void
test_any_documents(void **state)
{
	enum { MANY = 30 };
	static char title[MANY][64], content[MANY][160];
	bool there[MANY] = { false };
	struct seat *s = *state;
	unsigned seed = 5;

	for (int round = 0; round < 60; round++) {
		for (int k = 0; k < 5; k++) {
			int i = rand_r(&seed) % MANY;
			struct doc d = { title[i], content[i], "", "13700000001" };
			struct page p;

			any_text(&seed, 8, false, title[i]);
			any_text(&seed, 24, false, content[i]);
			there[i] = rand_r(&seed) % 4 > 0;
			if (there[i]) {
				put(s, 300 + i, round + 2, &d);
				continue;
			}
			seat_page_init(s, &p);
			seat_page_out(&p, 300 + i, round + 2);
			assert_true(seat_apply(s, "centre", &p));
			page_free(&p);
		}
		index_all(s);
		for (int k = 0; k < 12; k++) {
			struct find_row rows[FIND_ROWS];
			struct find_note note;
			struct find_query q = { .exact = true, .limit = FIND_ROWS };
			bool got[MANY] = { false };
			char word[64];
			int n;

			any_text(&seed, 4, true, word);
			if (utf8_count(word) < 2)
				continue;
			q.text = word;
			n = cache_find(s->r, &q, rows, &note, &s->e);
			assert_true(n >= 0);
			cache_turn_end(s->r);
			for (int i = 0; i < n; i++) {
				int id = atoi(rows[i].row.id + 24);

				if (id >= 300 && rows[i].why != FIND_PIECES)
					got[id - 300] = true;
			}
			for (int i = 0; i < MANY; i++) {
				bool want =
				    there[i] && (holds(title[i], word) || holds(content[i], word));

				if (want != got[i])
					fail_msg("round %d: “%s” %s “%s” “%s”", round, word,
					    want ? "misses" : "finds", title[i], content[i]);
			}
		}
	}
}

int
main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, seat_teardown)
	const struct CMUnitTest tests[] = {
		TEST(test_cases),
		TEST(test_why),
		TEST(test_any_text),
		TEST(test_changes_leave_no_ghosts),
		TEST(test_places),
		TEST(test_own_ticket),
		TEST(test_other_eyes),
		TEST(test_without_key),
		TEST(test_newest_first),
		TEST(test_patience),
		TEST(test_long_keys),
		TEST(test_fills_behind),
		cmocka_unit_test_setup_teardown(test_first_fill, seat_setup, seat_teardown),
		TEST(test_an_older_seat_finds_the_same),
		TEST(test_damage),
		TEST(test_a_whole_index_is_left_alone),
		TEST(test_zeros_are_noticed),
		TEST(test_any_documents),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
