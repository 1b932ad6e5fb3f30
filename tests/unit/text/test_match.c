/* The matcher: what is found, what is not, in which order, and the promises of match.h over random queries. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/utf8.h"
#include "text/match.h"
#include "text/pinyin.h"

static int
score(const char *label, const char *query, struct match_hit *hit)
{
	struct match_label l;
	struct match_query q;

	assert_true(match_label_init(&l, label));
	match_query_init(&q, query);
	int s = match_find(&q, &l, hit);
	assert_int_equal(match_find(&q, &l, NULL), s);
	q.whole = true;
	int whole = match_find(&q, &l, NULL);
	match_label_settle(&l); /* finds the same */
	assert_int_equal(match_find(&q, &l, NULL), whole);
	q.whole = false;
	assert_int_equal(match_find(&q, &l, NULL), s);
	match_label_free(&l);
	return s;
}

static void
tiers(void **state)
{
	static const struct {
		const char *label, *query;
		enum match_tier want;
	} cases[] = {
		/* the category of screens.md */
		{ "建筑施工噪声", "sgzs", MATCH_ENDING },
		{ "建筑施工噪声", "jzsgzs", MATCH_EXACT },
		{ "建筑施工噪声", "jzsg", MATCH_PREFIX },
		{ "建筑施工噪声", "j", MATCH_PREFIX },
		{ "建筑施工噪声", "sg", MATCH_INSIDE },
		{ "建筑施工噪声", "zs", MATCH_ENDING },
		{ "建筑施工噪声", "jzzs", MATCH_SCATTERED },
		{ "建筑施工噪声", "jianzhushigongzaosheng", MATCH_EXACT },
		{ "建筑施工噪声", "shigong", MATCH_INSIDE },
		{ "建筑施工噪声", "zaosh", MATCH_ENDING },
		{ "建筑施工噪声", "施工zs", MATCH_ENDING },
		{ "建筑施工噪声", "建筑施工噪声", MATCH_EXACT },
		{ "建筑施工噪声", "建築施工噪聲", MATCH_EXACT },
		{ "建筑施工噪声", "ＪＺＳＧ", MATCH_PREFIX },
		{ "建筑施工噪声", "zj", MATCH_NONE },
		{ "建筑施工噪声", "jzsgzsx", MATCH_NONE },
		{ "建筑施工噪声", "早", MATCH_NONE }, /* a homophone is another word */
		{ "0402 建筑施工噪声", "0402", MATCH_PREFIX },
		{ "0402 建筑施工噪声", "０４０２", MATCH_PREFIX },
		{ "0402 建筑施工噪声", "jzsg", MATCH_WORD },
		{ "0402 建筑施工噪声", "0402jz", MATCH_PREFIX },
		{ "0402 建筑施工噪声", "402", MATCH_ENDING },
		{ "0402 建筑施工噪声", "05", MATCH_NONE },
		{ "0205 城市管理 > 路灯照明", "ldzm", MATCH_WORD },
		{ "0205 城市管理 > 路灯照明", "csgl", MATCH_WORD },
		{ "0205 城市管理 > 路灯照明", "csglld", MATCH_WORD },
		{ "0205 城市管理 > 路灯照明", "csld", MATCH_SCATTERED },
		{ "0205 城市管理 > 路灯照明", "ludeng", MATCH_WORD },
		/* research/search.md §8 */
		{ "停车难", "tcn", MATCH_EXACT },
		{ "停车难", "tingche", MATCH_PREFIX },
		{ "停车难", "停che", MATCH_PREFIX },
		{ "停车难", "tcnan", MATCH_EXACT },
		{ "停车难", "停车n", MATCH_EXACT },
		{ "停车难", "ting c", MATCH_PREFIX },
		{ "停。车难", "停che", MATCH_NONE },
		{ "停。车难", "tc", MATCH_NONE },
		{ "重庆市", "chongqing", MATCH_PREFIX },
		{ "重庆市", "zhongqing", MATCH_PREFIX },
		{ "重庆市", "cqs", MATCH_EXACT },
		{ "重庆市", "zqs", MATCH_EXACT },
		{ "中国银行", "yinhang", MATCH_ENDING },
		{ "行政审批局", "xz", MATCH_PREFIX },
		{ "行政审批局", "hangz", MATCH_PREFIX },
		{ "音乐喷泉", "yinyue", MATCH_PREFIX },
		{ "西安路", "xian", MATCH_PREFIX },
		{ "先锋村", "xian", MATCH_PREFIX },
		{ "西安路", "xi'an", MATCH_PREFIX },
		{ "先锋村", "xi'an", MATCH_NONE },
		{ "西安路", "xi’an", MATCH_PREFIX },
		{ "应急方案", "fangan", MATCH_ENDING },
		{ "女儿", "nver", MATCH_EXACT },
		{ "女儿", "nuer", MATCH_EXACT },
		{ "女儿", "nüer", MATCH_EXACT },
		{ "绿化", "lvhua", MATCH_EXACT },
		{ "绿化", "luhua", MATCH_EXACT },
		{ "长沙", "changsha", MATCH_EXACT },
		{ "曾家", "zengjia", MATCH_EXACT },
		{ "厦门", "xiamen", MATCH_EXACT },
		{ "朝阳区", "cyq", MATCH_EXACT },
		{ "朝阳区", "zyq", MATCH_EXACT },
		{ "解家河", "xjh", MATCH_EXACT },
		{ "单县", "shanxian", MATCH_EXACT },
		{ "六安", "luan", MATCH_EXACT },
		{ "A3区星河湾", "a3q", MATCH_PREFIX },
		{ "A3区星河湾", "xhw", MATCH_ENDING },
		{ "A3区星河湾", "qxhw", MATCH_WORD },
		{ "刘德华", "ldh", MATCH_EXACT },
		{ "刘德华", "liudeh", MATCH_EXACT },
		{ "臺灣路", "twl", MATCH_EXACT },
		{ "臺灣路", "台湾", MATCH_PREFIX },
		{ "乾隆街", "qianl", MATCH_PREFIX },
		{ "乾隆街", "干", MATCH_PREFIX },
		/* codes, numbers, names of places and units */
		{ "261121-104231-1154-17", "115417", MATCH_WORD },
		{ "261121-104231-1154-17", "1154-17", MATCH_WORD },
		{ "沪A12345", "a12345", MATCH_WORD },
		{ "沪A12345", "2345", MATCH_ENDING },
		{ "红山街道(东)", "hsjdd", MATCH_EXACT },
		{ "红山街道(东)", "红山街道东", MATCH_EXACT },
		{ "市政管理处", "szglc", MATCH_EXACT },
		{ "12345热线", "rx", MATCH_WORD },
		{ "张三 李四", "李四 张三", MATCH_WORD },
		{ "城市管理 > 路灯照明", "ld cs", MATCH_WORD },
		{ "城市管理 > 路灯照明", "ld xx", MATCH_NONE },
		{ "𬶍鱼", "tuoyu", MATCH_EXACT },
		{ "", "a", MATCH_NONE },
		{ "\xff\xfe", "a", MATCH_NONE },
		{ "\xff停\xfe车", "tc", MATCH_EXACT },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		enum match_tier got = match_tier_of(score(cases[i].label, cases[i].query, NULL));
		if (got != cases[i].want)
			fail_msg("%s in %s: tier %d, not %d", cases[i].query, cases[i].label, got,
			    cases[i].want);
	}
}

/* The first of each row must come before the second. */
static void
order(void **state)
{
	static const struct {
		const char *query, *better, *worse;
	} cases[] = {
		{ "zs", "噪声", "噪声扰民" },             /* the whole name */
		{ "zs", "噪声扰民", "建筑施工噪声" },     /* the beginning */
		{ "zs", "社会生活噪声", "餐饮噪声扰民" }, /* the end before the middle */
		{ "zs", "0401 噪声扰民", "0401 生活噪声" },
		{ "an", "安全生产", "爱女小区" }, /* a syllable before two initials */
		{ "zs", "ZS中心路", "噪声扰民" }, /* as typed before initials */
		{ "ld", "路灯", "0205 城市管理 > 路灯照明" },
		{ "ld", "路灯照明", "路灯照明设施维护管理" }, /* the shorter */
		{ "jzsg", "建筑施工噪声", "建设单位在施工" },
		{ "0402", "0402 建筑施工噪声", "0400 第402号" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		int a = score(cases[i].better, cases[i].query, NULL),
		    b = score(cases[i].worse, cases[i].query, NULL);
		if (a <= b)
			fail_msg("%s: %s %d, %s %d", cases[i].query, cases[i].better, a,
			    cases[i].worse, b);
	}
}

/* Ranges, as the label with [] around what matched. */
static void
ranges(void **state)
{
	static const struct {
		const char *label, *query, *want;
	} cases[] = {
		{ "建筑施工噪声", "sgzs", "建筑[施工噪声]" },
		{ "建筑施工噪声", "jzzs", "[建筑]施工[噪声]" },
		{ "停车难", "ting c", "[停车]难" },
		{ "城市管理 > 路灯照明", "ld cs", "[城市]管理 > [路灯]照明" },
		{ "红山街道(东)", "jdd", "红山[街道(东])" },
		{ "沪Ａ１２３４５", "a123", "沪[Ａ１２３]４５" },
		{ "張三", "张三", "[張三]" },
		{ "停\xe2\x80\x8b车", "tc", "[停\xe2\x80\x8b车]" },
		{ "路灯路灯", "路灯 灯", "[路灯]路[灯]" },
		{ "停车难", "", "停车难" },
		{ "停车难", "zz", "停车难" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct match_hit hit;
		struct str s = { 0 };
		size_t at = 0;
		score(cases[i].label, cases[i].query, &hit);
		for (size_t r = 0; r < hit.n; r++) {
			str_add_n(&s, cases[i].label + at, hit.range[r].at - at);
			str_add_c(&s, '[');
			str_add_n(&s, cases[i].label + hit.range[r].at, hit.range[r].len);
			str_add_c(&s, ']');
			at = hit.range[r].at + hit.range[r].len;
		}
		str_add(&s, cases[i].label + at);
		assert_string_equal(str_c(&s), cases[i].want);
		str_free(&s);
	}
}

static void
empty_and_too_long(void **state)
{
	static const char *const nothing[] = { "", " ", "　", "- /", "\xe2\x80\x8b", "\xff" };
	struct match_query q;
	char text[400];

	(void)state;
	for (size_t i = 0; i < sizeof nothing / sizeof nothing[0]; i++) {
		match_query_init(&q, nothing[i]);
		assert_true(match_query_empty(&q));
		assert_int_equal(score("停车难", nothing[i], NULL), 1);
		assert_int_equal(score("", nothing[i], NULL), 1);
	}
	match_query_init(&q, NULL);
	assert_true(match_query_empty(&q));
	memset(text, 'a', sizeof text);
	text[MATCH_QUERY_CHARS] = 0;
	assert_int_equal(match_tier_of(score(text, text, NULL)), MATCH_EXACT);
	text[MATCH_QUERY_CHARS] = 'a';
	text[MATCH_QUERY_CHARS + 1] = 0;
	match_query_init(&q, text);
	assert_false(match_query_empty(&q));
	assert_int_equal(score(text, text, NULL), 0);
	/* a fifth word goes on with the fourth */
	assert_true(score("甲 乙 丙 丁 戊", "戊 甲 乙 丙丁", NULL) > 0);
	assert_true(score("甲 乙 丙 丁 戊", "乙 甲 丙 丁 戊", NULL) > 0);
	assert_int_equal(match_tier_of(1), MATCH_NONE);
}

/* The query of many equal letters on the label of many polyphones: a recursive matcher would not come back. */
static void
hostile(void **state)
{
	struct str label = { 0 }, query = { 0 };

	(void)state;
	for (int i = 0; i < 2000; i++)
		str_add(&label, "中重朝");
	for (int i = 0; i < MATCH_QUERY_CHARS - 1; i++)
		str_add_c(&query, "zzch"[i % 4]);
	str_add_c(&query, '0');
	assert_int_equal(score(str_c(&label), str_c(&query), NULL), 0);
	str_add(&label, "0");
	score(str_c(&label), str_c(&query), NULL);
	str_free(&label);
	str_free(&query);
}

static const char *const LABELS[] = { "建筑施工噪声", "0205 城市管理 > 路灯照明", "A3区星河湾",
	"重庆市长寿区", "红山街道(东)", "停。车难, 行人多!", "臺灣路22号", "女儿国·绿洲",
	"\xff坏\xe5字节", "张三 李四 王五" };

static uint32_t
next_random(uint64_t *seed)
{
	*seed = *seed * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)(*seed >> 33);
}

static void
check_hit(const char *label, const struct match_hit *hit)
{
	size_t end = 0, n = strlen(label);

	for (size_t i = 0; i < hit->n; i++) {
		assert_true(hit->range[i].len > 0);
		assert_true(i == 0 || hit->range[i].at > end);
		end = hit->range[i].at + hit->range[i].len;
		assert_true(end <= n);
		assert_true(((unsigned char)label[hit->range[i].at] & 0xC0) != 0x80);
		assert_true(end == n || ((unsigned char)label[end] & 0xC0) != 0x80);
	}
	assert_true(hit->score >= 0 && hit->score < (MATCH_EXACT + 1) * MATCH_STEP);
	assert_true((hit->score > 1) == (hit->n > 0));
}

static void
ranges_stay_inside(void **state)
{
	static const char *const pieces[] = { "z", "s", "zh", "shi", "gong", "a", "3", "q", "路",
		"灯", " ", "'", "重", "c", "u", "v", "l", "\xff", "。", "n", "e", "r", "22" };
	uint64_t seed = 12345;
	size_t found = 0;

	(void)state;
	for (int round = 0; round < 20000; round++) {
		const char *label = LABELS[next_random(&seed) % (sizeof LABELS / sizeof LABELS[0])];
		char query[64] = "";
		for (uint32_t i = next_random(&seed) % 5; i < 5; i++)
			strcat(
			    query, pieces[next_random(&seed) % (sizeof pieces / sizeof pieces[0])]);
		struct match_hit hit;
		found += score(label, query, &hit) > 1;
		check_hit(label, &hit);
	}
	assert_true(found > 200);
}

/* Any part of a name finds it: as it is, by the initials and by the syllables of any first reading. */
static void
every_part_is_found(void **state)
{
	(void)state;
	for (size_t k = 0; k < sizeof LABELS / sizeof LABELS[0]; k++) {
		const char *label = LABELS[k];
		size_t n = strlen(label);
		if (!utf8_valid(label, n))
			continue;
		for (size_t from = 0; from < n; from += utf8_head(label + from, 1)) {
			for (size_t chars = 1, len; chars <= 6; chars++) {
				char part[128];
				len = utf8_head(label + from, chars);
				memcpy(part, label + from, len);
				part[len] = 0;
				struct str initials = { 0 }, full = { 0 };
				pinyin_initials(part, &initials);
				pinyin_spell(part, &full);
				assert_true(score(label, part, NULL) > 0);
				if (!strpbrk(part, ",.!") && !strstr(part, "。")) {
					assert_true(score(label, str_c(&initials), NULL) > 0);
					assert_true(score(label, str_c(&full), NULL) > 0);
				}
				str_free(&initials);
				str_free(&full);
			}
		}
	}
}

/* What is settled refuses at a glance what does not stand side by side; the other is all of a million bytes. */
static void
settled_and_too_long(void **state)
{
	struct match_label l;
	struct match_query q;
	char *long_one = calloc(1, (1u << 20) + 1);

	(void)state;
	assert_true(match_label_init(&l, "建筑施工噪声"));
	match_query_init(&q, "jzj");
	match_label_settle(&l);
	assert_int_equal(q.needs & ~l.has, 0);
	assert_true((q.beside[0] & ~l.beside[0]) != 0 || (q.beside[1] & ~l.beside[1]) != 0 ||
		    (q.beside[2] & ~l.beside[2]) != 0 || (q.beside[3] & ~l.beside[3]) != 0);
	match_label_free(&l);
	assert_non_null(long_one);
	memset(long_one, 'a', 1u << 20);
	assert_false(match_label_init(&l, long_one));
	match_query_init(&q, "a");
	assert_int_equal(match_find(&q, &l, NULL), 0);
	match_label_settle(&l);
	assert_int_equal(match_find(&q, &l, NULL), 0);
	match_label_free(&l);
	free(long_one);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tiers),
		cmocka_unit_test(order),
		cmocka_unit_test(ranges),
		cmocka_unit_test(empty_and_too_long),
		cmocka_unit_test(hostile),
		cmocka_unit_test(settled_and_too_long),
		cmocka_unit_test(ranges_stay_inside),
		cmocka_unit_test(every_part_is_found),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
