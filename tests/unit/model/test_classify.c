/* model/classify.h: a file written here and read back; what damage, strangers and odd texts do to it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "model/classify.h"

#define CLASSES 3

static const char CODES[CLASSES][CLASSIFY_CODE_SIZE] = { "0205", "0304", "0303" };

/* Every bucket of ${text} speaks for ${class}. */
static void
teach(float *w, uint32_t class, const char *text, float weight)
{
	struct classify_feature f[CLASSIFY_FEATURES];
	size_t n = classify_features(text, NULL, f);

	for (size_t i = 0; i < n; i++)
		w[f[i].bucket * CLASSES + class] += weight;
}

static void
make_file(struct str *file)
{
	static uint8_t worth[CLASSIFY_BUCKETS];
	static const float bias[CLASSES] = { 0.1f, 0, -0.1f };
	struct classify_figures f = { .version = 7,
		.learned = 90,
		.held = 10,
		.right = 900000,
		.macro_f1 = 880000,
		.top3 = 990000,
		.trained_at = 1795305600123 };
	float *w = calloc((size_t)CLASSIFY_BUCKETS * CLASSES, sizeof(*w));
	struct classify_weights x = { CLASSES, CODES, worth, w, bias, 3 };

	assert_non_null(w);
	memset(worth, 1, sizeof(worth));
	teach(w, 0, "路灯不亮", 1);
	teach(w, 1, "暖气不热", 1);
	teach(w, 2, "燃气味", 1);
	teach(w, 0, "请问", 0.1f);
	assert_int_equal(classify_write(&x, &f, file, NULL), ERR_OK);
	free(w);
}

static void
test_round(void **state)
{
	struct str file = { 0 };
	struct classifier c;
	struct classify_guess g[CLASSES + 1];

	(void)state;
	make_file(&file);
	assert_true(file.len <= CLASSIFY_MAX_BYTES);
	assert_int_equal(classify_open(file.s, file.len, &c, NULL), ERR_OK);
	assert_int_equal(c.n_classes, CLASSES);
	assert_int_equal(c.figures.version, 7);
	assert_int_equal(c.figures.macro_f1, 880000);
	assert_int_equal(c.figures.trained_at, 1795305600123);
	assert_string_equal(classify_code(&c, 1), "0304");
	assert_int_equal(classify_text(&c, "请问小区的暖气还是不热", g, CLASSES + 1), CLASSES);
	assert_string_equal(g[0].code, "0304");
	assert_true(g[0].share > g[1].share && g[1].share >= g[2].share);
	assert_true(g[0].share + g[1].share + g[2].share > 0.999f &&
		    g[0].share + g[1].share + g[2].share < 1.001f);
	assert_string_equal(g[0].reason, "暖气 不热");
	assert_int_equal(classify_text(&c, "楼道燃气味很重", g, 1), 1);
	assert_string_equal(g[0].code, "0303");
	assert_string_equal(g[0].reason, "燃气味");
	assert_int_equal(classify_text(&c, "路燈不亮", g, 1), 1); /* folded */
	assert_string_equal(g[0].code, "0205");
	assert_string_equal(g[0].reason, "路燈不亮"); /* as it was written */
	str_free(&file);
}

static void
test_stamp(void **state)
{
	struct classify_figures f = { .version = 8, .held = 11 };
	struct str file = { 0 };
	struct classifier c;

	(void)state;
	make_file(&file);
	classify_stamp(&file, &f);
	assert_int_equal(classify_open(file.s, file.len, &c, NULL), ERR_OK);
	assert_int_equal(c.figures.version, 8);
	assert_int_equal(c.figures.held, 11);
	str_free(&file);
	classify_stamp(&file, &f); /* of nothing: nothing */
	assert_int_equal(file.len, 0);
}

/* Any byte that is another, any length that is another. */
static void
test_damage(void **state)
{
	struct str file = { 0 };
	struct classifier c;
	struct err e = { 0 };

	(void)state;
	make_file(&file);
	for (size_t at = 0; at < file.len; at += at < 512 ? 1 : 7919) {
		file.s[at] ^= 0x20;
		assert_int_equal(classify_open(file.s, file.len, &c, &e), ERR_CORRUPT);
		file.s[at] ^= 0x20;
	}
	for (size_t n = 0; n < file.len; n += n < 512 ? 1 : 7919)
		assert_int_equal(classify_open(file.s, n, &c, &e), ERR_CORRUPT);
	assert_int_equal(classify_open(file.s, file.len, &c, &e), ERR_OK);
	str_free(&file);
}

/* Sealed anew by somebody, so that only the places in it tell: classify_stamp does that. */
static void
test_places(void **state)
{
	static const size_t AT[] = { 8, 12, 48, 64, 88, 64 + CLASSES * 32 + CLASSIFY_BUCKETS };
	const struct classify_figures f = { 0 };
	struct classifier c;

	(void)state;
	for (size_t i = 0; i < sizeof(AT) / sizeof(AT[0]); i++) {
		struct str file = { 0 };

		make_file(&file);
		memset(file.s + AT[i], i == 3 ? 0 : 0xff, 4); /* a code that is empty; huge; NaN */
		classify_stamp(&file, &f);
		assert_int_equal(classify_open(file.s, file.len, &c, NULL), ERR_CORRUPT);
		str_free(&file);
	}
}

static void
try_text(const struct classifier *c, const char *text, int most)
{
	struct classify_guess g[3];
	int n = classify_text(c, text, g, 3);

	assert_in_range(n, 0, most);
	for (int i = 0; i < n; i++) {
		assert_true(strlen(g[i].reason) < sizeof(g[i].reason));
		assert_true(utf8_valid(g[i].reason, strlen(g[i].reason)));
		assert_true(g[i].share >= 0 && g[i].share <= 1);
	}
}

static void
test_odd_texts(void **state)
{
	struct str file = { 0 }, text = { 0 };
	struct classifier c;

	(void)state;
	make_file(&file);
	assert_int_equal(classify_open(file.s, file.len, &c, NULL), ERR_OK);
	try_text(&c, "", 0);
	try_text(&c, "，。！?  \t\n", 0);
	try_text(&c, "abc 123", 0); /* nothing known */
	try_text(&c, "\xff路\x80灯\xe8\xb7", 3);
	try_text(&c, "\xed\xa0\x80路灯", 3);
	try_text(&c, "😀路灯😀𠀀不亮", 3);
	for (int i = 0; i < 5000; i++)
		str_add(&text, "路");
	try_text(&c, str_c(&text), 3);
	for (uint32_t cp = 0x4e00; cp < 0x4e00 + 20000;
	     cp++) { /* more buckets than are looked at */
		char one[4];
		str_add_n(&text, one, utf8_put(one, cp));
	}
	try_text(&c, str_c(&text), 3);
	str_free(&text);
	str_free(&file);
}

/* A file that would be too large leaves its smallest weights out, and still decides by the large ones. */
static void
test_too_large(void **state)
{
	enum { MANY = 120 };
	static char codes[MANY][CLASSIFY_CODE_SIZE];
	static uint8_t worth[CLASSIFY_BUCKETS];
	static float bias[MANY];
	float *w = calloc((size_t)CLASSIFY_BUCKETS * MANY, sizeof(*w));
	struct classify_weights x = { MANY, (const char(*)[CLASSIFY_CODE_SIZE])codes, worth, w,
		bias, 3 };
	struct classify_figures f = { .version = 1 };
	struct classify_feature known[CLASSIFY_FEATURES];
	struct classify_guess g[1];
	struct str file = { 0 };
	struct classifier c;
	uint32_t random = 1;
	size_t n;

	(void)state;
	assert_non_null(w);
	memset(worth, 1, sizeof(worth));
	for (int k = 0; k < MANY; k++)
		memcpy(codes[k],
		    (char[]){ 'c', (char)('0' + k / 100), (char)('0' + k / 10 % 10),
			(char)('0' + k % 10), '\0' },
		    5);
	for (size_t i = 0; i < (size_t)CLASSIFY_BUCKETS * MANY; i++) {
		random = random * 1103515245 + 12345;
		w[i] = (float)(random >> 16) / 65536 / 2 - 0.25f;
	}
	n = classify_features("路灯不亮", NULL, known);
	for (size_t i = 0; i < n; i++)
		w[known[i].bucket * MANY + 77] = 1;
	assert_int_equal(classify_write(&x, &f, &file, NULL), ERR_OK);
	assert_true(file.len <= CLASSIFY_MAX_BYTES);
	assert_int_equal(classify_open(file.s, file.len, &c, NULL), ERR_OK);
	assert_int_equal(classify_text(&c, "路灯不亮", g, 1), 1);
	assert_string_equal(g[0].code, "c077");
	x.n_classes = CLASSIFY_CLASSES + 1;
	assert_int_equal(classify_write(&x, &f, &file, NULL), ERR_LIMIT);
	str_free(&file);
	free(w);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_round),
		cmocka_unit_test(test_stamp),
		cmocka_unit_test(test_damage),
		cmocka_unit_test(test_places),
		cmocka_unit_test(test_odd_texts),
		cmocka_unit_test(test_too_large),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
