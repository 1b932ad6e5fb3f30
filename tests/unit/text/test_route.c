/* What a query may mean, and how titles sound. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/str.h"
#include "base/utf8.h"
#include "text/fold.h"
#include "text/match.h"
#include "text/route.h"

#define LONG_RUN   5000
#define LONG_PASTE 10000

/* ---- the router ---- */

static const struct {
	const char *typed;
	unsigned ways;
	const char *what; /* the number, phone, tail, also or street=house */
} routes[] = {
	{ "", 0, NULL },
	{ "   ", 0, NULL },
	{ "%\"*？。()…——", 0, NULL },
	{ "😀🚗", 0, NULL },
	{ "停车难", ROUTE_TEXT, NULL },
	{ "停車難 物业", ROUTE_TEXT, NULL },
	{ "停", ROUTE_ONE, NULL },
	{ "的", ROUTE_ONE, NULL },
	{ "𠮷野家", ROUTE_TEXT, NULL },
	{ "NEAR", ROUTE_TEXT | ROUTE_SOUND, NULL },
	{ "停车 AND 难", ROUTE_TEXT | ROUTE_SOUND | ROUTE_PARTS, NULL },
	{ "停che", ROUTE_TEXT | ROUTE_SOUND | ROUTE_PARTS, NULL },
	{ "难*", ROUTE_ONE, NULL },
	{ "停车n", ROUTE_TEXT | ROUTE_SOUND | ROUTE_PARTS, NULL },
	{ "tcnan", ROUTE_TEXT | ROUTE_SOUND, NULL },
	{ "ting c", ROUTE_TEXT | ROUTE_SOUND, NULL },
	{ "xi'an", ROUTE_TEXT | ROUTE_SOUND, NULL },
	{ "a3q", ROUTE_TEXT | ROUTE_SOUND, NULL },
	{ "ｔｃｎ", ROUTE_TEXT | ROUTE_SOUND, NULL },
	{ "t", 0, NULL },
	{ "261120104205115417", ROUTE_TEXT | ROUTE_NUMBER, "261120104205115417" },
	{ "261120-104205-1154-17", ROUTE_TEXT | ROUTE_NUMBER, "261120104205115417" },
	{ "115417", ROUTE_TEXT | ROUTE_NUMBER | ROUTE_PHONE, "115417" },
	{ "１１５４１７", ROUTE_TEXT | ROUTE_NUMBER | ROUTE_PHONE, "115417" },
	{ "13812345678", ROUTE_TEXT | ROUTE_PHONE, "13812345678" },
	{ "138 1234 5678", ROUTE_TEXT | ROUTE_PHONE, "13812345678" },
	{ "138-1234-5678", ROUTE_TEXT | ROUTE_PHONE, "13812345678" },
	{ "+86 138 1234 5678", ROUTE_TEXT | ROUTE_PHONE, "+8613812345678" },
	{ "(0571) 8765-4321", ROUTE_TEXT | ROUTE_PHONE, "057187654321" },
	{ "138****5678", ROUTE_TEXT | ROUTE_TAIL, "138~5678" },
	{ "138＊＊＊＊5678", ROUTE_TEXT | ROUTE_TAIL, "138~5678" },
	{ "*5678", ROUTE_TEXT | ROUTE_TAIL, "~5678" },
	{ "138*", ROUTE_TEXT, NULL },
	{ "5678", ROUTE_TEXT | ROUTE_TAIL, "~5678" },
	{ "110", ROUTE_TEXT, NULL },
	{ "12345热线", ROUTE_TEXT, NULL },
	{ "沪A12345", ROUTE_TEXT | ROUTE_SOUND | ROUTE_PLATE, "沪a 12345" },
	{ "沪Ａ·12345", ROUTE_TEXT | ROUTE_SOUND | ROUTE_PLATE | ROUTE_PARTS, "沪a12345" },
	{ "人民路22号", ROUTE_TEXT | ROUTE_ADDRESS, "人民路=22" },
	{ "城东区红山街道红山路78号3栋", ROUTE_TEXT | ROUTE_ADDRESS, "红山路=78" },
	{ "环城路１０號", ROUTE_TEXT | ROUTE_ADDRESS, "环城路=10" },
	{ "建设大道5", ROUTE_TEXT | ROUTE_ADDRESS, "建设大道=5" },
	{ "路22号", ROUTE_TEXT, NULL },
	{ "人民路", ROUTE_TEXT, NULL },
	{ "人民路99999999999999999999号", ROUTE_TEXT, NULL },
};

static void
check_what(const struct route *r, const char *typed, const char *want)
{
	char got[128] = "";

	if (r->ways & ROUTE_ADDRESS)
		snprintf(got, sizeof(got), "%s=%d", r->street, r->house);
	else if (r->ways & ROUTE_PLATE)
		str_copy(got, sizeof(got), r->also);
	else if (r->ways & ROUTE_TAIL)
		snprintf(got, sizeof(got), "%s~%s", r->head, r->tail);
	else if (r->ways & ROUTE_NUMBER)
		str_copy(got, sizeof(got), r->number);
	else
		str_copy(got, sizeof(got), r->phone);
	if (strcmp(got, want) != 0)
		fail_msg("“%s” is “%s”, not “%s”", typed, got, want);
}

static void
test_routes(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(routes) / sizeof(routes[0]); i++) {
		struct route r;

		route_read(&r, routes[i].typed, strlen(routes[i].typed));
		if (r.ways != routes[i].ways)
			fail_msg("“%s”: %#x, not %#x", routes[i].typed, r.ways, routes[i].ways);
		if (routes[i].what != NULL)
			check_what(&r, routes[i].typed, routes[i].what);
	}
}

/* What nobody types on purpose: no error, no end of memory, something sensible. */
static void
test_any_bytes(void **state)
{
	static const char surrogate[] = "停车\xed\xa0\x80难", cut[] = "停车\xe9\x9a",
			  nul[] = "停车\0难";
	char *run = malloc(LONG_PASTE * 3 + 1);
	struct route r;

	(void)state;
	assert_non_null(run);
	route_read(&r, surrogate, sizeof(surrogate) - 1);
	assert_int_equal(r.ways, ROUTE_TEXT);
	assert_int_equal(r.words.n, 2);
	route_read(&r, cut, sizeof(cut) - 1);
	assert_int_equal(r.ways, ROUTE_TEXT);
	assert_string_equal(words_text(&r.words, 0), "停车");
	route_read(&r, nul, sizeof(nul) - 1);
	assert_int_equal(r.words.n, 2);
	for (size_t i = 0; i < LONG_PASTE; i++)
		memcpy(run + 3 * i, "车", 3);
	route_read(&r, run, LONG_PASTE * 3);
	assert_int_equal(r.ways, ROUTE_TEXT);
	assert_true(r.words.cut);
	memset(run, '1', LONG_RUN);
	route_read(&r, run, LONG_RUN);
	assert_int_equal(r.ways, ROUTE_TEXT);
	memset(run, 'a', LONG_RUN);
	route_read(&r, run, LONG_RUN);
	assert_true((r.ways & ROUTE_TEXT) != 0);
	/* letters that no pinyin has: found by the fuzzer */
	route_read(&r, "\xc7\x8czhongshi", 10);
	for (int i = 0; i < r.n_keys; i++)
		assert_true(utf8_valid(r.key[i].text, strlen(r.key[i].text)));
	for (int c = 1; c < 256; c++) {
		char one = (char)c;

		route_read(&r, &one, 1);
		assert_true(r.ways == 0 || r.ways == ROUTE_ONE);
	}
	free(run);
}

/* Every beginning of a name is a query too, and what is typed back to nothing asks nothing. */
static void
test_backspace(void **state)
{
	static const char typed[] = "沪A12345 停che";
	struct route r;

	(void)state;
	for (size_t n = sizeof(typed) - 1; n > 0; n--)
		route_read(&r, typed, n);
	route_read(&r, typed, 0);
	assert_int_equal(r.ways, 0);
}

/* ---- sounds ---- */

struct tokens {
	struct str all;
};

static bool
keep(void *arg, const char *token, size_t n)
{
	struct tokens *t = arg;

	assert_true(n > 0 && n <= SOUNDS_BYTES);
	str_add_c(&t->all, ' ');
	str_add_n(&t->all, token, n);
	return true;
}

static void
tokens_of(const char *title, struct tokens *t)
{
	t->all = (struct str){ 0 };
	assert_true(sounds_each(title, strlen(title), keep, t));
	str_add_c(&t->all, ' ');
	assert_false(t->all.bad);
}

static bool
key_fits(const struct sound_key *k, const struct tokens *t)
{
	char want[SOUNDS_BYTES + 2];

	snprintf(want, sizeof(want), " %s", k->text);
	if (strstr(str_c(&t->all), want) == NULL)
		return false;
	for (int i = 0; i < k->n_han; i++) {
		snprintf(want, sizeof(want), " %s ", k->han[i]);
		if (strstr(str_c(&t->all), want) == NULL)
			return false;
	}
	return true;
}

static bool
offered(const char *query, const char *title)
{
	struct tokens t;
	struct route r;
	bool found = false;

	route_read(&r, query, strlen(query));
	tokens_of(title, &t);
	for (int i = 0; i < r.n_keys; i++)
		found = found || key_fits(&r.key[i], &t);
	str_free(&t.all);
	return found;
}

static const struct {
	const char *query, *title;
} found[] = {
	{ "tcn", "小区停车难问题" },
	{ "tingche", "小区停车难问题" },
	{ "tingchenanw", "小区停车难问题" },
	{ "tingchenanwenti", "小区停车难问题" },
	{ "tingchen", "小区停车难问题" },
	{ "tcnan", "小区停车难问题" },
	{ "tchenan", "小区停车难问题" },
	{ "ting c", "小区停车难问题" },
	{ "停che", "小区停车难问题" },
	{ "停车n", "小区停车难问题" },
	{ "停cn", "小区停车难问题" },
	{ "chongqing", "重庆市" },
	{ "zhongqing", "重庆市" },
	{ "cqs", "重庆市" },
	{ "yinhang", "银行排队" },
	{ "yinyue", "音乐声" },
	{ "xian", "西安路积水" },
	{ "xi'an", "西安路积水" },
	{ "xian", "先锋村" },
	{ "fangan", "改造方案" },
	{ "nver", "女儿上学" },
	{ "nuer", "女儿上学" },
	{ "lvhua", "绿化带" },
	{ "lühua", "绿化带" },
	{ "changsha", "长沙路" },
	{ "zengjia", "曾家" },
	{ "xiamen", "厦门路" },
	{ "shanxian", "单县来电" },
	{ "cyq", "朝阳区" },
	{ "xjh", "解家河" },
	{ "a3q", "A3区星河湾" },
	{ "a3qu", "A3区星河湾" },
	{ "3qxh", "A3区星河湾" },
	{ "ldh", "刘德华反映" },
	{ "liudeh", "刘德华反映" },
	{ "shigongzs", "夜间施工噪声扰民" },
	{ "gdsgongzs", "建设工地施工（噪声）" },
};

static const struct {
	const char *query, *title;
} never[] = {
	{ "停che", "停。车难" },
	{ "tcn", "停。车难" },
	{ "tcn", "停车" },
	{ "hang", "行" }, /* has it; see below */
	{ "yinhang", "行政" },
};

static void
test_sounds(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(found) / sizeof(found[0]); i++)
		if (!offered(found[i].query, found[i].title))
			fail_msg("“%s” does not offer %s", found[i].query, found[i].title);
	for (size_t i = 0; i < sizeof(never) / sizeof(never[0]); i++)
		if (offered(never[i].query, never[i].title) !=
		    (strcmp(never[i].query, "hang") == 0))
			fail_msg("“%s”: %s", never[i].query, never[i].title);
}

/* Whatever the matcher finds without a gap is offered: random pieces of a title, typed in random ways. */
static void
test_offers_what_matches(void **state)
{
	static const char title[] = "红山街道重庆路长乐小区A3栋停车难银行门口绿化被占";
	unsigned seed = 7;
	struct match_label l;

	(void)state;
	assert_true(match_label_init(&l, title));
	for (int round = 0; round < 3000; round++) {
		static const char *const pieces[] = { "hong", "h", "shan", "s", "jie", "j", "dao",
			"d", "chong", "zhong", "c", "qing", "q", "lu", "l", "chang", "zhang", "le",
			"yue", "xiao", "x", "qu", "a", "3", "dong", "ting", "t", "che", "nan", "n",
			"yin", "y", "hang", "xing", "men", "m", "kou", "k", "lv", "hua", "bei",
			"zhan", "停", "车", "银" };
		char query[64] = "";
		struct match_query q;

		for (int i = rand_r(&seed) % 4 + 2; i > 0; i--)
			strcat(query,
			    pieces[(size_t)rand_r(&seed) % (sizeof(pieces) / sizeof(pieces[0]))]);
		match_query_init(&q, query);
		q.whole = true;
		if (strpbrk(query, "abcdefghijklmnopqrstuvwxyz") != NULL &&
		    match_find(&q, &l, NULL) > 0 && !offered(query, title))
			fail_msg("“%s” is in %s and not offered", query, title);
	}
	match_label_free(&l);
}

struct named {
	char all[512];
	int most;
};

static bool
keep_place(void *arg, const char *backwards, int house)
{
	struct named *n = arg;
	size_t at = strlen(n->all);

	snprintf(n->all + at, sizeof(n->all) - at, "%s%d ", backwards, house);
	return --n->most > 0;
}

/* Wherever a text names a street with a number. */
static void
test_places(void **state)
{
	static const struct {
		const char *text, *named;
	} cases[] = {
		{ "我在人民路22号, 对面是红山路 7号3栋", "路民人在我22 路山红是面对7 " },
		{ "人民路２２號", "路民人22 " },
		{ "人民路，22号", "路民人22 " }, /* the index of texts steps over signs too */
		{ "环城东路6", "路东城环6 " },
		{ "来了3次, 12345热线, 第5条, 路0号, 人民路999999号", "" },
		{ "人民路a22", "" },
		{ "路22号", "" },
		{ "\xff\xe8路人民路\xe4 22", "路民人路22 " },
		{ "", "" },
		{ "0123456789", "" },
	};
	struct named n;
	char street[ROUTE_STREET], backwards[ROUTE_STREET], longer[80] = "";
	int house;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		n = (struct named){ .most = 100 };
		assert_true(route_places(cases[i].text, keep_place, &n));
		assert_string_equal(n.all, cases[i].named);
	}
	n = (struct named){ .most = 1 };
	assert_false(route_places("人民路1号红山路2号", keep_place, &n));
	/* what an address says stands backwards at the beginning of what a text says, however much is in front */
	for (int i = 0; i < 20; i++)
		strcat(longer, "里");
	strcat(longer, "人民路8");
	assert_true(route_place("云江市城东区人民路8号", street, &house));
	route_backwards(street, strlen(street), backwards);
	assert_string_equal(backwards, "路民人");
	n = (struct named){ .most = 100 };
	assert_true(route_places(longer, keep_place, &n));
	assert_true(str_starts(n.all, backwards));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_routes),
		cmocka_unit_test(test_any_bytes),
		cmocka_unit_test(test_backspace),
		cmocka_unit_test(test_sounds),
		cmocka_unit_test(test_offers_what_matches),
		cmocka_unit_test(test_places),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
