/* server/learn: what liblinear is asked to learn, it learns; the same texts give the same bytes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "server/learn/learn.h"

static const struct {
	const char *code, *words[4];
} TAUGHT[] = {
	{ "0205", { "路灯不亮", "路灯坏了", "灯杆倾斜", "晚上没有路灯" } },
	{ "0304", { "暖气不热", "供暖温度低", "暖气片漏水", "没有供暖" } },
	{ "0303", { "燃气味重", "燃气泄漏", "燃气表坏了", "换燃气表" } },
};
#define CLASSES (sizeof(TAUGHT) / sizeof(TAUGHT[0]))

static void
teach(struct learn_set *set, size_t classes)
{
	char text[128];

	for (int i = 0; i < 200; i++) {
		size_t k = (size_t)i % classes;

		snprintf(text, sizeof(text), "来电人反映第%d号%s请尽快处理", i,
		    TAUGHT[k].words[i / (int)classes % 4]);
		assert_true(learn_add(set, TAUGHT[k].code, text, learn_fold(text) == 0));
	}
}

static void
test_learns(void **state)
{
	struct classify_figures f = { .version = 3, .trained_at = 5 };
	struct learn_set set = { 0 };
	struct classify_guess g[3];
	struct str file = { 0 };
	struct classifier c;

	(void)state;
	teach(&set, CLASSES);
	assert_int_equal(learn_weights(&set, &f, &file, NULL), ERR_OK);
	assert_int_equal(f.learned + f.held, 200);
	assert_in_range(f.held, 5, 60);
	assert_int_equal(f.right, 1000000);
	assert_int_equal(f.macro_f1, 1000000);
	assert_int_equal(classify_open(file.s, file.len, &c, NULL), ERR_OK);
	assert_int_equal(c.figures.version, 3);
	assert_int_equal(c.figures.trained_at, 5);
	assert_int_equal(c.figures.right, f.right);
	assert_int_equal(classify_text(&c, "我家供暖不行", g, 3), 3);
	assert_string_equal(g[0].code, "0304");
	assert_non_null(strstr(g[0].reason, "供暖"));
	str_free(&file);
	learn_free(&set);
}

static void
test_same_bytes(void **state)
{
	struct str file[2] = { { 0 }, { 0 } };

	(void)state;
	for (int i = 0; i < 2; i++) {
		struct classify_figures f = { .version = 1 };
		struct learn_set set = { 0 };

		teach(&set, CLASSES);
		assert_int_equal(learn_weights(&set, &f, &file[i], NULL), ERR_OK);
		learn_free(&set);
	}
	assert_int_equal(file[0].len, file[1].len);
	assert_memory_equal(file[0].s, file[1].s, file[0].len);
	str_free(&file[0]);
	str_free(&file[1]);
}

/* A file that does not know a class is wrong about it, and says so. */
static void
test_measure_unknown(void **state)
{
	struct classify_figures f = { .version = 1 }, old = { .version = 1 };
	struct learn_set two = { 0 }, three = { 0 };
	struct str file = { 0 };
	struct classifier c;

	(void)state;
	teach(&two, 2);
	teach(&three, 3);
	assert_int_equal(learn_weights(&two, &f, &file, NULL), ERR_OK);
	assert_int_equal(classify_open(file.s, file.len, &c, NULL), ERR_OK);
	learn_measure(&c, &three, &old);
	assert_in_range(old.right, 1, 900000);
	assert_true(old.macro_f1 < f.macro_f1);
	str_free(&file);
	learn_free(&two);
	learn_free(&three);
}

static void
test_too_little(void **state)
{
	struct classify_figures f = { .version = 1 };
	struct learn_set set = { 0 };
	struct str file = { 0 };
	struct err e = { 0 };

	(void)state;
	assert_int_equal(learn_weights(&set, &f, &file, &e), ERR_INVALID);
	assert_false(learn_add(&set, "", "没有分类", false));
	teach(&set, 1);
	assert_int_equal(learn_weights(&set, &f, &file, &e), ERR_INVALID);
	assert_int_equal(file.len, 0);
	assert_true(learn_add(&set, "0304", "", false)); /* an empty text is one too */
	assert_int_equal(learn_weights(&set, &f, &file, &e), ERR_OK);
	str_free(&file);
	learn_free(&set);
}

static void
test_folds(void **state)
{
	int n[LEARN_FOLDS] = { 0 };
	char key[32];

	(void)state;
	for (int i = 0; i < 10000; i++) {
		snprintf(key, sizeof(key), "01JD%d", i);
		assert_int_equal(learn_fold(key), learn_fold(key));
		n[learn_fold(key)]++;
	}
	for (int k = 0; k < LEARN_FOLDS; k++)
		assert_in_range(n[k], 800, 1200);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_learns),
		cmocka_unit_test(test_same_bytes),
		cmocka_unit_test(test_measure_unknown),
		cmocka_unit_test(test_too_little),
		cmocka_unit_test(test_folds),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
