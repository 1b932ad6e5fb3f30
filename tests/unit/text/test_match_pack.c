/* Names packed: the score of each is that of its settled label, whatever stands beside it; room; what is refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/str.h"
#include "text/match_pack.h"

static const char *const NAMES[] = { "建筑施工噪声", "0205 城市管理 > 路灯照明", "A3区星河湾", "",
	"重庆市长寿区", "红山街道(东)", "停。车难, 行人多!", "臺灣路22号", "女儿国·绿洲",
	"\xff坏\xe5字节", "张三 李四 王五", "路灯, 路灯报修, 灯杆", "𬶍鱼 𠮷野家",
	"车 车a a车 1车" };
#define N (sizeof(NAMES) / sizeof(NAMES[0]))

static int
by_label(const char *name, const struct match_query *q)
{
	struct match_label l;
	int score;

	assert_true(match_label_init(&l, name));
	match_label_settle(&l);
	score = match_find(q, &l, NULL);
	match_label_free(&l);
	return score;
}

static void
pack(struct match_pack *p)
{
	*p = (struct match_pack){ 0 };
	for (size_t i = 0; i < N; i++)
		assert_true(match_pack_add(p, NAMES[i]));
	assert_true(match_pack_end(p));
	assert_int_equal(p->n, N);
}

static uint32_t
next_random(uint64_t *seed)
{
	*seed = *seed * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)(*seed >> 33);
}

static void
same_as_labels(void **state)
{
	static const char *const pieces[] = { "z", "s", "zh", "shi", "gong", "a", "3", "q", "路",
		"灯", " ", "'", "重", "c", "u", "v", "l", "\xff", "。", "n", "e", "r", "22", "台",
		"che", "ldbx", "鱼" };
	uint64_t seed = 4711;
	struct match_pack p;
	size_t found = 0;

	(void)state;
	pack(&p);
	for (int round = 0; round < 5000; round++) {
		struct match_query q;
		char text[64] = "";

		for (uint32_t k = next_random(&seed) % 5; k < 5; k++)
			strcat(text,
			    pieces[next_random(&seed) % (sizeof(pieces) / sizeof(pieces[0]))]);
		match_query_init(&q, text);
		q.whole = round % 2 == 0;
		for (size_t i = 0; i < N; i++) {
			int score = match_pack_find(&q, &p, i);

			found += score > 1;
			if (score != by_label(NAMES[i], &q))
				fail_msg("%s in %s: %d", text, NAMES[i], score);
		}
	}
	assert_true(found > 500);
	match_pack_free(&p);
	assert_int_equal(p.n, 0);
}

static void
nothing_and_too_much(void **state)
{
	struct match_pack p = { 0 };
	struct match_query q;
	char *long_one = calloc(1, (1u << 20) + 1), paste[200] = { 0 };

	(void)state;
	assert_non_null(long_one);
	memset(long_one, 'a', 1u << 20);
	assert_false(match_pack_add(&p, long_one));
	assert_int_equal(p.n, 0);
	assert_true(match_pack_add(&p, NULL));
	long_one[9000] =
	    '\0'; /* longer than all the others, and behind them the short one is as it was */
	assert_true(match_pack_add(&p, long_one));
	assert_true(match_pack_add(&p, "停车难"));
	assert_true(match_pack_end(&p));
	match_query_init(&q, "");
	for (size_t i = 0; i < 3; i++)
		assert_int_equal(match_pack_find(&q, &p, i), 1);
	match_query_init(&q, "aaa");
	assert_int_equal(match_pack_find(&q, &p, 0), 0);
	assert_int_equal(match_pack_find(&q, &p, 1), by_label(long_one, &q));
	match_query_init(&q, "tcn");
	assert_int_equal(match_tier_of(match_pack_find(&q, &p, 2)), MATCH_EXACT);
	memset(paste, 'a', sizeof(paste) - 1);
	match_query_init(&q, paste);
	assert_int_equal(match_pack_find(&q, &p, 1), 0);
	match_pack_free(&p);
	free(long_one);
	/* given up amid the names */
	assert_true(match_pack_add(&p, "停车难"));
	match_pack_free(&p);
}

/* A name of two characters nobody else has, out of so many that numbers of one and two bytes are used up. */
static void
name_of(uint32_t i, char out[8])
{
	uint32_t cp[2] = { 0x4E00 + i % 20000, 0xAC00 + i % 11000 };
	size_t n = 0;

	for (int k = 0; k < 2; k++) {
		out[n++] = (char)(0xE0 | cp[k] >> 12);
		out[n++] = (char)(0x80 | (cp[k] >> 6 & 63));
		out[n++] = (char)(0x80 | (cp[k] & 63));
	}
	out[n] = '\0';
}

static void
many_characters(void **state)
{
	enum { MANY = 20000 };
	struct match_pack p = { 0 };
	struct match_query q;
	char name[8];

	(void)state;
	for (uint32_t i = 0; i < MANY; i++) {
		name_of(i, name);
		assert_true(match_pack_add(&p, name));
	}
	assert_true(match_pack_end(&p));
	assert_true(p.n_signs > 9000);
	for (uint32_t i = 0; i < MANY; i += 97) {
		name_of(i, name);
		match_query_init(&q, name);
		assert_int_equal(match_pack_find(&q, &p, i), by_label(name, &q));
		assert_int_equal(match_tier_of(match_pack_find(&q, &p, i)), MATCH_EXACT);
		assert_int_equal(match_pack_find(&q, &p, (i + 1) % MANY), 0);
	}
	match_pack_free(&p);
}

/* What it is for: ten thousand titles and their keywords in less than seventy-five bytes each. */
static void
small(void **state)
{
	struct match_pack p = { 0 };
	size_t bytes;

	(void)state;
	for (int i = 0; i < 10000; i++) {
		struct str title = { 0 };

		str_addf(&title, "%s第%d号, %s怎么办", NAMES[(size_t)i % N], i % 97,
		    NAMES[(size_t)i / N % N]);
		assert_true(match_pack_add(&p, str_c(&title)));
		str_free(&title);
	}
	assert_true(match_pack_end(&p));
	bytes = p.n_code + p.n * (32 + 4) + p.n_signs * 8 + p.longest * 8;
	assert_true(bytes < 75 * 10000);
	assert_null(p.place);
	match_pack_free(&p);
}

static void
put_character(char *to, uint32_t cp)
{
	to[0] = (char)(0xf0 | cp >> 18);
	to[1] = (char)(0x80 | (cp >> 12 & 0x3f));
	to[2] = (char)(0x80 | (cp >> 6 & 0x3f));
	to[3] = (char)(0x80 | (cp & 0x3f));
	to[4] = '\0';
}

/* Names beyond the last sign are refused; what they would have been of does not count among the commonest. */
static void
what_is_refused_takes_no_room(void **state)
{
	struct match_pack p = { 0 };
	struct match_query q;
	struct str name = { 0 };
	uint32_t cp = 0x20000;
	char one[5];
	size_t n;

	(void)state;
	for (int i = 0; i < 500; i++) { /* one byte each, and often used */
		str_reset(&name);
		for (uint32_t k = 0; k < 100; k++) {
			put_character(one, cp + k);
			str_add(&name, one);
		}
		assert_true(match_pack_add(&p, str_c(&name)));
	}
	for (bool room = true; room; cp++) { /* as the first of a name, and inside */
		assert_true(cp < 0x40000);
		put_character(one, cp + 100);
		str_reset(&name);
		str_add(&name, one);
		str_add(&name, one);
		room = match_pack_add(&p, str_c(&name));
	}
	cp += 100 - 1;
	n = p.n;
	for (uint32_t k = 1; k <= 300;
	     k++) { /* rare ones, again and again in names that are refused */
		str_reset(&name);
		put_character(one, cp - k);
		for (int i = 0; i < 1000; i++)
			str_add(&name, one);
		put_character(one, cp);
		str_add(&name, one);
		assert_false(match_pack_add(&p, str_c(&name)));
	}
	assert_int_equal(p.n, n);
	assert_true(match_pack_end(&p));
	put_character(one, 0x20000);
	match_query_init(&q, one);
	assert_true(match_pack_find(&q, &p, 0) > 1);
	put_character(one, cp - 1);
	match_query_init(&q, one);
	assert_true(match_pack_find(&q, &p, n - 1) > 1);
	match_pack_free(&p);
	str_free(&name);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(same_as_labels),
		cmocka_unit_test(nothing_and_too_much),
		cmocka_unit_test(many_characters),
		cmocka_unit_test(what_is_refused_takes_no_room),
		cmocka_unit_test(small),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
