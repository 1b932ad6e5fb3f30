/* A city in memory: order, derived names, look-ups, lists, and bad data that must not hang or crash. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "town.h"

static int
setup(void **state)
{
	*state = town_new();
	return 0;
}

static int
teardown(void **state)
{
	city_free(*state);
	return 0;
}

static void
areas_know_their_full_name_and_above(void **state)
{
	struct city *c = *state;
	assert_string_equal(city_area(c, "99010101")->full, "红山区 红山街道 光明社区");
	assert_string_equal(city_area(c, "99")->full, "云江市");
	assert_null(city_area(c, "12"));
	assert_null(city_area(c, ""));
	assert_null(city_area(c, NULL));
	assert_true(city_area_is_under(c, "99010101", "9901"));
	assert_true(city_area_is_under(c, "9901", "9901"));
	assert_false(city_area_is_under(c, "9902", "9901"));
}

static void
members_left_out_read_as_empty(void **state)
{
	struct city *c = *state;
	assert_string_equal(city_unit(c, "0002")->parent, "");
	assert_string_equal(city_category(c, "0206")->urgency, "");
	assert_string_equal(c->rules[0].valid_to, "");
	assert_string_equal(c->contacts[0].note, "");
}

static void
contacts_come_in_calling_order(void **state)
{
	struct city *c = *state;
	assert_string_equal(c->contacts[0].role, "duty");
	assert_string_equal(c->contacts[1].role, "liaison");
	assert_string_equal(c->contacts[2].role, "leader");
	assert_string_equal(city_contact(c, "1004", "duty")->phone, "8890-1004");
	assert_null(city_contact(c, "1003", "duty"));
}

static void
rules_are_by_category_then_priority(void **state)
{
	struct city *c = *state;
	for (size_t i = 1; i < c->n_rules; i++) {
		int order = strcmp(c->rules[i - 1].category, c->rules[i].category);
		assert_true(order <= 0);
		if (order == 0)
			assert_true(c->rules[i - 1].priority >= c->rules[i].priority);
	}
}

static void
names_and_paths(void **state)
{
	struct city *c = *state;
	char path[64], tiny[8];
	city_category_path(c, "0205", path, sizeof path);
	assert_string_equal(path, "城市管理 > 路灯照明");
	city_category_path(c, "02", path, sizeof path);
	assert_string_equal(path, "城市管理");
	city_category_path(c, "7777", path, sizeof path);
	assert_string_equal(path, "7777");
	city_category_path(c, "0205", tiny, sizeof tiny);
	assert_string_equal(tiny, "城市"); /* never half a character */
	assert_string_equal(city_unit_name(c, "1004"), "市政管理处");
	assert_string_equal(city_unit_name(c, "9"), "9");
	assert_string_equal(city_unit_name(c, ""), "");
	assert_string_equal(city_unit_name(c, NULL), "");
}

static void
units_above_and_around(void **state)
{
	struct city *c = *state;
	assert_true(city_unit_is_under(c, "1004", "1003"));
	assert_true(city_unit_is_under(c, "1004", "0002"));
	assert_true(city_unit_is_under(c, "1004", "1004"));
	assert_false(city_unit_is_under(c, "1003", "1004"));
	assert_false(city_unit_is_under(c, "nobody", "1004"));
	assert_string_equal(city_unit_for_area(c, "99010101", "town")->code, "4001");
	assert_string_equal(city_unit_for_area(c, "99010201", "town")->code, "4002");
	assert_string_equal(city_unit_for_area(c, "99010101", "district")->code, "3001");
	assert_null(city_unit_for_area(c, "99020101", "town"));
	assert_null(city_unit_for_area(c, "", "town"));
}

static void
home_area_by_the_longest_prefix(void **state)
{
	struct city *c = *state;
	assert_string_equal(city_home_area(c, "13800001234"), "云江");
	assert_string_equal(city_home_area(c, "13811112222"), "松泽");
	assert_string_equal(city_home_area(c, "15900000000"), "未知");
	assert_string_equal(city_home_area(c, ""), "未知");
	assert_string_equal(city_home_area(c, NULL), "未知");
}

static void
circles_end(void **state)
{
	(void)state;
	struct city *c = city_new();
	struct unit *u = city_push(&c->units, &c->n_units, sizeof *u);
	*u = (struct unit){ .code = "a", .parent = "b" };
	u = city_push(&c->units, &c->n_units, sizeof *u);
	*u = (struct unit){ .code = "b", .parent = "a" };
	struct area *a = city_push(&c->areas, &c->n_areas, sizeof *a);
	*a = (struct area){ .code = "x", .parent = "x", .name = "圈", .kind = "town" };
	city_finish(c);
	assert_false(city_unit_is_under(c, "a", "z"));
	assert_false(city_area_is_under(c, "x", "z"));
	assert_null(city_unit_for_area(c, "x", "town"));
	city_free(c);
}

static void
an_empty_city_answers(void **state)
{
	(void)state;
	struct city *c = city_new();
	city_finish(c);
	assert_null(c->profile);
	assert_null(city_area(c, "1"));
	assert_null(city_script(c, "greet"));
	assert_null(city_reject(c, "01"));
	assert_string_equal(c->name, "");
	city_free(c);
	city_free(NULL);
}

static void
put_field(struct city *c, const char *category, const char *name, int order)
{
	struct field_rule *f = city_push(&c->field_rules, &c->n_field_rules, sizeof *f);
	*f = (struct field_rule){ .category = category, .name = name, .order = order };
}

static void
targets_and_modules_are_found(void **state)
{
	(void)state;
	struct city *c = city_new();
	static const char *const IDS[] = { "T20", "T03", "T11" };
	for (size_t i = 0; i < 3; i++) {
		struct transfer_target *t = city_push(&c->targets, &c->n_targets, sizeof *t);
		t->id = IDS[i];
		struct text_module *m = city_push(&c->modules, &c->n_modules, sizeof *m);
		*m = (struct text_module){ .abbr = i == 1 ? "gs" : IDS[i], .text = "已告知" };
	}
	city_finish(c);
	assert_string_equal(c->targets[0].id, "T03");
	assert_string_equal(city_target(c, "T20")->id, "T20");
	assert_string_equal(city_target(c, "T20")->note, "");
	assert_null(city_target(c, "T99"));
	assert_null(city_target(c, NULL));
	assert_string_equal(city_module(c, "gs")->text, "已告知");
	assert_string_equal(city_module(c, "GS")->text, "已告知");
	assert_null(city_module(c, "gsx"));
	assert_null(city_module(c, ""));
	assert_null(city_module(c, NULL));
	assert_null(city_module(c, "a-very-long-abbreviation-indeed"));
	city_free(c);
}

static void
fields_come_from_the_parent_and_the_category(void **state)
{
	struct city *c = *state; /* it has 02 with 0205 and 0206 */
	const struct field_rule *f[CITY_FIELDS_MOST];
	put_field(c, "0205", "pole", 20);
	put_field(c, "02", "width", 20);
	put_field(c, "02", "depth", 10);
	put_field(c, "0205", "depth", 30);
	put_field(c, "0205", "lamps", 10);
	put_field(c, "0206", "lid", 10);
	city_finish(c);
	assert_int_equal(city_fields(c, "0205", f, CITY_FIELDS_MOST), 4);
	assert_string_equal(f[0]->name, "lamps");
	assert_string_equal(f[1]->name, "width"); /* the parent's first among equals */
	assert_string_equal(f[2]->name, "pole");
	assert_string_equal(f[3]->name, "depth");
	assert_string_equal(f[3]->category, "0205"); /* its own, not the parent's */
	assert_int_equal(city_fields(c, "0206", f, CITY_FIELDS_MOST), 3);
	assert_string_equal(f[1]->name, "lid");
	assert_int_equal(city_fields(c, "02", f, CITY_FIELDS_MOST), 2);
	assert_int_equal(city_fields(c, "0205", f, 2), 2);
	assert_string_equal(f[1]->category, "0205");
	assert_int_equal(city_fields(c, "0205", f, 0), 0);
	assert_int_equal(city_fields(c, "7777", f, CITY_FIELDS_MOST), 0);
	assert_int_equal(city_fields(c, NULL, f, CITY_FIELDS_MOST), 0);
}

static void
the_named_profile_is_active_else_the_first(void **state)
{
	(void)state;
	struct city *c = city_new();
	strcpy(c->profiles[0].name, "one");
	strcpy(c->profiles[1].name, "two");
	c->n_profiles = 2;
	c->profile_name = "two";
	city_finish(c);
	assert_string_equal(c->profile->name, "two");
	c->profile_name = "nowhere";
	city_finish(c);
	assert_string_equal(c->profile->name, "one");
	city_free(c);
}

static void
strings_of_any_length_are_kept(void **state)
{
	(void)state;
	struct city *c = city_new();
	char *big = malloc(200001);
	memset(big, 'x', 200000);
	big[200000] = '\0';
	const char *small = city_dup(c, "小"), *kept = city_dup(c, big);
	assert_string_equal(kept, big);
	for (int i = 0; i < 20000; i++)
		city_dup(c, "又一行");
	assert_string_equal(small, "小");
	assert_string_equal(city_dup(c, NULL), "");
	free(big);
	city_free(c);
}

static void
lists_take_every_separator(void **state)
{
	(void)state;
	static const char *const WANT[] = { "一", "二", "三", "四", "五", "六" };
	size_t at = 0, len, n = 0;
	const char *p;
	while ((p = city_each("，一|二,三;四；五、 六　", &at, &len)) != NULL) {
		assert_int_equal(strncmp(p, WANT[n], 3), 0);
		assert_int_equal(len, 3);
		n++;
	}
	assert_int_equal(n, 6);
	assert_true(city_list_has("990102,99010201", "99010201"));
	assert_false(city_list_has("990102,99010201", "9901"));
	assert_false(city_list_has("", "9901"));
	at = 0;
	assert_null(city_each(NULL, &at, &len));
	assert_null(city_each(" , 、", &at, &len));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    areas_know_their_full_name_and_above, setup, teardown),
		cmocka_unit_test_setup_teardown(members_left_out_read_as_empty, setup, teardown),
		cmocka_unit_test_setup_teardown(contacts_come_in_calling_order, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    rules_are_by_category_then_priority, setup, teardown),
		cmocka_unit_test_setup_teardown(names_and_paths, setup, teardown),
		cmocka_unit_test_setup_teardown(units_above_and_around, setup, teardown),
		cmocka_unit_test_setup_teardown(home_area_by_the_longest_prefix, setup, teardown),
		cmocka_unit_test(circles_end),
		cmocka_unit_test(an_empty_city_answers),
		cmocka_unit_test(targets_and_modules_are_found),
		cmocka_unit_test_setup_teardown(
		    fields_come_from_the_parent_and_the_category, setup, teardown),
		cmocka_unit_test(the_named_profile_is_active_else_the_first),
		cmocka_unit_test(strings_of_any_length_are_kept),
		cmocka_unit_test(lists_take_every_separator),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
