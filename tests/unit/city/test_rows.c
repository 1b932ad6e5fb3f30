/* A city as reference rows: out and back is the same city, however the rows are ordered; rows of a newer centre are
 * read as far as they are understood; broken rows change nothing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "base/fs.h"
#include "base/str.h"
#include "city/pack.h"
#include "city/rows.h"

struct row {
	char *kind, *code, *text;
};

struct rows {
	struct row row[4000];
	size_t n, stop;
};

static bool
keep(void *arg, const char *kind, const char *code, const char *text)
{
	struct rows *r = arg;
	assert_true(r->n < 4000);
	r->row[r->n++] = (struct row){ str_dup(kind), str_dup(code), str_dup(text) };
	return r->stop == 0 || r->n < r->stop;
}

static void
drop(struct rows *r)
{
	for (size_t i = 0; i < r->n; i++) {
		free(r->row[i].kind);
		free(r->row[i].code);
		free(r->row[i].text);
	}
	free(r);
}

static struct city *
load(void)
{
	char dir[512];
	struct city *c = NULL;
	struct err e = { 0 };
	const char *share = getenv("HOTSEAT_SHARE");
	fs_join(dir, sizeof dir, share != NULL ? share : ".", "conf/city/yunjiang");
	assert_int_equal(city_pack_load(dir, &c, &e), ERR_OK);
	return c;
}

static int
row_order(const void *a, const void *b)
{
	const struct row *x = a, *y = b;
	int order = strcmp(x->kind, y->kind);
	return order ? order : strcmp(x->code, y->code);
}

static void
out_and_back_is_the_same_city(void **state)
{
	(void)state;
	struct city *c = load(), *back = city_new();
	struct rows *a = calloc(1, sizeof *a), *b = calloc(1, sizeof *b);
	struct err e = { 0 };
	assert_int_equal(city_rows_each(c, keep, a), ERR_OK);
	/* as the cache keeps them: by kind and code */
	qsort(a->row, a->n, sizeof a->row[0], row_order);
	for (size_t i = 0; i < a->n; i++) {
		if (i > 0) /* kind and code together are a key */
			assert_true(row_order(&a->row[i - 1], &a->row[i]) < 0);
		assert_true(strlen(a->row[i].code) < CITY_ROW_CODE_BYTES);
		assert_true(city_rows_is_kind(a->row[i].kind));
		assert_int_equal(city_rows_add(back, a->row[i].kind, a->row[i].text, &e), ERR_OK);
	}
	city_finish(back);
	assert_int_equal(city_rows_each(back, keep, b), ERR_OK);
	qsort(b->row, b->n, sizeof b->row[0], row_order);
	assert_int_equal(a->n, b->n);
	for (size_t i = 0; i < a->n; i++) {
		assert_string_equal(a->row[i].code, b->row[i].code);
		assert_string_equal(a->row[i].text, b->row[i].text);
	}
	/* and not only as text */
	assert_string_equal(back->name, "云江市");
	assert_string_equal(back->profile->name, c->profile->name);
	assert_memory_equal(back->profile, c->profile, sizeof *c->profile);
	assert_int_equal(back->calendar.n_days, c->calendar.n_days);
	assert_int_equal(back->bulletins[0].starts_at, c->bulletins[0].starts_at);
	assert_int_equal(back->n_rules, c->n_rules);
	for (size_t i = 0; i < c->n_rules; i++)
		assert_string_equal(back->rules[i].id, c->rules[i].id);
	/* fields keep the order of the form, which is not that of their names */
	const struct field_rule *f[CITY_FIELDS_MOST], *g[CITY_FIELDS_MOST];
	size_t n = city_fields(c, "1001", f, CITY_FIELDS_MOST);
	assert_true(n > 3);
	assert_int_equal(city_fields(back, "1001", g, CITY_FIELDS_MOST), n);
	for (size_t i = 0; i < n; i++)
		assert_string_equal(f[i]->name, g[i]->name);
	assert_string_equal(f[0]->name, "merchant");
	assert_true(f[0]->required && strcmp(f[0]->category, "1001") == 0);
	assert_string_equal(city_target(back, "U2003-1")->hours, "24h");
	assert_int_equal(city_target(back, "U2003-1")->order, 10);
	assert_string_equal(city_module(back, "jkxf")->text, city_module(c, "jkxf")->text);
	drop(a);
	drop(b);
	city_free(c);
	city_free(back);
}

static void
the_receiver_may_stop(void **state)
{
	(void)state;
	struct city *c = load();
	struct rows *r = calloc(1, sizeof *r);
	r->stop = 7;
	assert_int_equal(city_rows_each(c, keep, r), ERR_CANCELLED);
	assert_int_equal(r->n, 7);
	drop(r);
	city_free(c);
}

static void
rows_of_a_newer_centre_are_read_as_far_as_known(void **state)
{
	(void)state;
	struct city *c = city_new();
	struct err e = { 0 };
	assert_int_equal(city_rows_add(c, "hologram", "what\never", &e), ERR_OK);
	assert_int_equal(city_rows_add(c, "unit",
			     "1001\t住建局\t住建\tdept\t\t99\t\t2020-01-01\t\tnew\tcells", &e),
	    ERR_OK);
	assert_int_equal(city_rows_add(c, "unit", "1002\t短行", &e), ERR_OK);
	assert_int_equal(
	    city_rows_add(c, "city", "name=某市\ncolour=blue\nno equals sign\nprofile=p", &e),
	    ERR_OK);
	assert_int_equal(
	    city_rows_add(c, "profile",
		"name=p\nlimits.consult=2wd\nlimits.siesta=9wd\nrules.a.resolve=3hour\n", &e),
	    ERR_OK);
	city_finish(c);
	assert_false(city_rows_is_kind("hologram"));
	assert_string_equal(city_unit(c, "1001")->active_from, "2020-01-01");
	assert_string_equal(city_unit(c, "1002")->name, "短行");
	assert_string_equal(city_unit(c, "1002")->kind, "");
	assert_string_equal(c->name, "某市");
	assert_int_equal(c->profile->limit[LIMIT_OF_CONSULT].n, 2);
	assert_int_equal(profile_rule(c->profile, "a")->resolve.n, 3);
	city_free(c);
}

static void
broken_rows_change_nothing(void **state)
{
	(void)state;
	static const struct {
		const char *kind, *text;
	} CASES[] = {
		{ "unit", "1001\t局\t局\tdept\t\t99\t\t2020-02-31\t" },
		{ "rule", "D1\t0101\t\t\t\t1001\t\t\t\t\tmany" },
		{ "category", "0101\t01\t物业\t\t\t\tperhaps" },
		{ "bulletin", "B1\thot\t题\t\t\tyesterday" },
		{ "transfer", "T1\tdept\t局\t\t8890-1000\t1001\t24h\tblind\t\t\t\tfirst" },
		{ "field", "1001\tn\t签\ttext\t\tmaybe" },
		{ "calendar", "2026-02-30\trest\t" },
		{ "profile", "name=p\nlimits.consult=soon\n" },
		{ "profile", "mode=never\n" },
		{ "profile", "day_end=12:61\n" },
		{ "profile", "name=a name that is far too long for the field it is meant for\n" },
	};
	struct city *c = city_new();
	for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
		struct err e = { 0 };
		assert_int_equal(city_rows_add(c, CASES[i].kind, CASES[i].text, &e), ERR_INVALID);
		assert_true(e.text[0] != '\0');
	}
	assert_int_equal(c->n_units + c->n_rules + c->n_categories + c->n_bulletins +
			     c->n_profiles + c->n_targets + c->n_field_rules,
	    0);
	assert_int_equal(c->calendar.n_days, 0);
	city_free(c);
}

static void
more_profiles_than_fit_are_refused(void **state)
{
	(void)state;
	struct city *c = city_new();
	struct err e = { 0 };
	for (int i = 0; i < 16; i++)
		assert_int_equal(city_rows_add(c, "profile", "name=p\n", &e), ERR_OK);
	assert_int_equal(city_rows_add(c, "profile", "name=p\n", &e), ERR_LIMIT);
	city_free(c);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(out_and_back_is_the_same_city),
		cmocka_unit_test(the_receiver_may_stop),
		cmocka_unit_test(rows_of_a_newer_centre_are_read_as_far_as_known),
		cmocka_unit_test(broken_rows_change_nothing),
		cmocka_unit_test(more_profiles_than_fit_are_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
