/* server/learn: what liblinear is asked to learn, it learns; the same texts give the same bytes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "base/secret.h"
#include "model/city.h"
#include "server/learn/learn.h"
#include "server/store/store.h"

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

/* ---- of a city ---- */

static void
put(struct store *s, int n, enum ticket_state state, const char *category, const char *content,
    bool shielded)
{
	struct ticket t;
	char no[32];

	ticket_init(&t);
	snprintf(t.id, sizeof(t.id), "01890000-0000-7000-8000-%012d", n);
	snprintf(no, sizeof(no), "2611201042%02d1154%02d", n / 100, n % 100);
	t.state = state;
	t.rev = 1;
	assert_true(fields_set(&t.f, TF_NO, no) && fields_set(&t.f, TF_CATEGORY, category) &&
		    fields_set(&t.f, TF_CONTENT, content) &&
		    fields_set(&t.f, TF_TYPE, shielded ? "report" : "help") &&
		    fields_set(&t.f, TF_NAME, "张春兰") &&
		    fields_set(&t.f, TF_CONFIDENTIAL, shielded ? "1" : "0"));
	assert_int_equal(store_ticket_put(s, &t, 0, NULL), ERR_OK);
	ticket_free(&t);
}

/* What a reader without a key finds: closed tickets of categories that the city has, nobody who is shielded, no names. */
static void
test_city(void **state)
{
	static const uint8_t key[SECRET_KEY_BYTES] = { 7 };
	struct store_args args = { .memory = true, .writer = true, .key = key };
	struct learn_set set = { 0 };
	struct err e = { 0 };
	struct city *c = city_new();
	struct category *k;
	struct store *s;
	long long tickets = 0;
	int held = 0;

	(void)state;
	k = city_push(&c->categories, &c->n_categories, sizeof(*k));
	*k = (struct category){ "02", "", "城市管理", "", "", "", "", "", false, false };
	k = city_push(&c->categories, &c->n_categories, sizeof(*k));
	*k = (struct category){ "0205", "02", "路灯照明", "路灯,街灯", "红山路的路灯三天没亮。", "",
		"", "", false, false };
	city_finish(c);
	assert_int_equal(store_open(&args, &s, &e), ERR_OK);
	for (int i = 0; i < 700; i++) /* more than a page */
		put(s, i, i % 2 ? STATE_CLOSED : STATE_ARCHIVED, "0205", "路灯不亮", false);
	put(s, 700, STATE_WORKING, "0205", "还没办完", false);
	put(s, 701, STATE_CLOSED, "0999", "没有这一类", false);
	put(s, 702, STATE_CLOSED, "02", "只到一级", false);
	put(s, 703, STATE_CLOSED, "0205", "有人举报, 保密", true);
	put(s, 704, STATE_CLOSED, "0205", "", false);
	assert_int_equal(learn_city(s, c, &set, &tickets, &e), ERR_OK);
	assert_int_equal(tickets, 700);
	assert_int_equal(set.fixed, 4); /* its name, two synonyms, an example */
	assert_int_equal(set.n, 704);
	assert_int_equal(set.n_classes, 1);
	for (size_t i = 0; i < set.n; i++) {
		held += set.texts[i].held;
		assert_null(strstr(set.texts[i].text, "张春兰"));
		assert_null(strstr(set.texts[i].text, "保密"));
	}
	assert_in_range(held, 30, 120);
	learn_free(&set);
	store_close(s);
	city_free(c);
}

static void
test_worse(void **state)
{
	const struct classify_figures a = { .right = 930000, .macro_f1 = 920000 },
				      b = { .right = 925000, .macro_f1 = 926000 },
				      c = { .right = 925000, .macro_f1 = 920000 };

	(void)state;
	assert_false(learn_is_worse(&a, &a));
	assert_false(learn_is_worse(&b, &a));
	assert_true(learn_is_worse(&c, &a));
	assert_true(learn_is_worse(&a, &b));
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
		cmocka_unit_test(test_city),
		cmocka_unit_test(test_worse),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
