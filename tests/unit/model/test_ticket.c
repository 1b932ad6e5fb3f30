/* Fields, closed lists, states, roles and sets of codes: what every other room takes for granted about a ticket. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "base/utf8.h"
#include "model/event.h"
#include "model/members.h"
#include "model/role.h"
#include "model/ticket.h"

static void
json_names_are_unique_and_found(void **state)
{
	(void)state;
	for (int i = 0; i < TF_COUNT; i++) {
		const struct field_info *info = field_info((enum ticket_field)i);

		assert_int_equal(field_by_json(info->json), i);
		assert_true(info->max_chars > 0 && *info->label != '\0');
	}
	for (int i = 0; i < EA_COUNT; i++)
		assert_int_equal(arg_by_json(arg_info((enum event_arg)i)->json), i);
	for (int i = 0; i < STATE_COUNT; i++)
		assert_int_equal(state_by_json(state_json((enum ticket_state)i)), i);
	assert_int_equal(field_by_json("contents"), -1);
	assert_int_equal(field_by_json(NULL), -1);
	assert_int_equal(arg_by_json(""), -1);
	assert_int_equal(state_by_json("Closed"), -1);
	assert_string_equal(state_label(STATE_PENDING), "待派单");
	assert_string_equal(state_public(STATE_VISITING), "已答复待评价");
}

static void
unset_and_empty_differ(void **state)
{
	struct fields a = { { NULL } }, b = { { NULL } };

	(void)state;
	assert_string_equal(fields_get(&a, TF_DEMAND), "");
	assert_true(fields_set(&a, TF_DEMAND, ""));
	assert_false(fields_equal(&a, &b));
	assert_true(fields_set(&b, TF_DEMAND, ""));
	assert_true(fields_equal(&a, &b));
	assert_true(fields_set(&a, TF_CONTENT, "路灯不亮"));
	assert_true(fields_copy(&b, &a));
	assert_ptr_not_equal(a.v[TF_CONTENT], b.v[TF_CONTENT]);
	assert_true(fields_equal(&a, &b));
	assert_true(fields_set(&a, TF_CONTENT, NULL));
	assert_null(a.v[TF_CONTENT]);
	assert_true(fields_copy(&b, &a));
	assert_null(b.v[TF_CONTENT]);
	fields_free(&a);
	fields_free(&b);
}

static void
a_value_may_be_set_to_itself(void **state)
{
	struct fields f = { { NULL } };
	struct args a = { { NULL } };

	(void)state;
	assert_true(fields_set(&f, TF_NAME, "张三"));
	assert_true(fields_set(&f, TF_NAME, fields_get(&f, TF_NAME)));
	assert_string_equal(fields_get(&f, TF_NAME), "张三");
	assert_true(args_set(&a, EA_PHONE, "13800000001"));
	assert_true(args_set(&a, EA_PHONE, args_get(&a, EA_PHONE)));
	assert_string_equal(args_get(&a, EA_PHONE), "13800000001");
	fields_free(&f);
	args_free(&a);
}

static void
only_identity_is_dropped(void **state)
{
	struct event ev, copy;

	(void)state;
	event_init(&ev);
	event_init(&copy);
	for (int i = 0; i < TF_COUNT; i++) {
		assert_true(fields_set(&ev.set, (enum ticket_field)i, "x"));
		assert_true(fields_set(&ev.was, (enum ticket_field)i, "y"));
	}
	for (int i = 0; i < EA_COUNT; i++)
		assert_true(args_set(&ev.args, (enum event_arg)i, "z"));
	ev.has_identity = true;
	assert_true(event_copy(&copy, &ev));
	event_drop_identity(&ev);
	assert_true(ev.identity_withheld && !ev.has_identity);
	for (int i = 0; i < TF_COUNT; i++) {
		bool identity = field_info((enum ticket_field)i)->part == PART_IDENTITY;

		assert_int_equal(ev.set.v[i] == NULL, identity);
		assert_int_equal(ev.was.v[i] == NULL, identity);
		assert_non_null(copy.set.v[i]);
	}
	for (int i = 0; i < EA_COUNT; i++)
		assert_int_equal(
		    ev.args.v[i] == NULL, arg_info((enum event_arg)i)->part == PART_IDENTITY);
	event_free(&ev);
	event_free(&copy);
}

static void
nothing_to_withhold_is_not_withheld(void **state)
{
	struct event ev;

	(void)state;
	event_init(&ev);
	assert_true(fields_set(&ev.set, TF_CONTENT, "路灯不亮"));
	event_drop_identity(&ev);
	assert_false(ev.identity_withheld);
	assert_string_equal(fields_get(&ev.set, TF_CONTENT), "路灯不亮");
	event_free(&ev);
}

static void
lists_hold_what_their_fields_hold(void **state)
{
	(void)state;
	for (int i = 0; i < TF_COUNT; i++) {
		const struct field_info *info = field_info((enum ticket_field)i);
		int n = -1;
		const struct enum_item *items = enum_items((enum ticket_field)i, &n);

		if (info->kind == KIND_ENUM)
			assert_non_null(items);
		if (items == NULL)
			assert_int_equal(n, 0);
		for (int k = 0; k < n; k++) {
			assert_true(strlen(items[k].code) <= (size_t)info->max_chars);
			assert_string_equal(
			    enum_label((enum ticket_field)i, items[k].code), items[k].label);
			for (int m = 0; m < k; m++)
				assert_string_not_equal(items[m].code, items[k].code);
		}
	}
	assert_string_equal(enum_label(TF_TYPE, "complaint"), "投诉");
	assert_string_equal(enum_label(TF_TYPE, "nonsense"), "nonsense");
	assert_string_equal(enum_label(TF_TYPE, NULL), "");
	assert_string_equal(enum_label(TF_PUBLIC, "unasked"), "未问");
}

static void
shielded_tickets(void **state)
{
	static const struct {
		enum ticket_field field;
		const char *value;
		bool shielded;
	} cases[] = { { TF_CONFIDENTIAL, "1", true }, { TF_CONFIDENTIAL, "0", false },
		{ TF_ANONYMOUS, "1", true }, { TF_TYPE, "report", true },
		{ TF_TYPE, "complaint", false } };

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct ticket t;

		ticket_init(&t);
		assert_false(ticket_is_shielded(&t));
		assert_true(fields_set(&t.f, cases[i].field, cases[i].value));
		assert_int_equal(ticket_is_shielded(&t), cases[i].shielded);
		ticket_free(&t);
	}
}

static void
open_states(void **state)
{
	struct ticket t, copy;

	(void)state;
	ticket_init(&t);
	ticket_init(&copy);
	assert_false(ticket_is_open(&t));
	t.state = STATE_REVIEW;
	assert_true(ticket_is_open(&t));
	assert_true(fields_set(&t.f, TF_TITLE, "路灯"));
	assert_true(ticket_copy(&copy, &t));
	assert_true(ticket_copy(&copy, &copy));
	assert_int_equal(copy.state, STATE_REVIEW);
	assert_string_equal(fields_get(&copy.f, TF_TITLE), "路灯");
	ticket_free(&t);
	ticket_free(&copy);
}

static void
titles(void **state)
{
	static const struct {
		const char *address, *subject, *content, *category, *title;
	} cases[] = {
		{ "红山路78号", "市政路灯", "路灯坏了", "路灯照明",
		    "红山路78号 市政路灯 路灯照明" },
		{ "红山路78号", NULL, "路灯坏了", "路灯照明", "红山路78号 路灯照明" },
		{ NULL, NULL, "门口路灯坏了三天\n晚上很黑", NULL, "门口路灯坏了三天" },
		{ NULL, NULL, "办居住证要带什么材料去哪个窗口办理几天可以拿到", "",
		    "办居住证要带什么材料去哪个窗口办理几天可" },
		{ NULL, NULL, NULL, NULL, "" },
		{ "红山区红山街道幸福社区红山路七十八号院三号楼二单元五零一室", "市政路灯", "x",
		    "路灯照明", "红山区红山街道幸福社区红山路七十八号院三 市政路灯 路灯照明" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct fields f = { { NULL } };
		char out[256], small[8];

		assert_true(fields_set(&f, TF_ADDRESS, cases[i].address));
		assert_true(fields_set(&f, TF_SUBJECT, cases[i].subject));
		assert_true(fields_set(&f, TF_CONTENT, cases[i].content));
		ticket_auto_title(&f, cases[i].category, out, (int)sizeof(out));
		assert_string_equal(out, cases[i].title);
		assert_true(utf8_count(out) <= 40);
		ticket_auto_title(&f, cases[i].category, small, (int)sizeof(small));
		assert_true(utf8_valid(small, strlen(small)));
		fields_free(&f);
	}
}

static void
roles(void **state)
{
	uint32_t set;

	(void)state;
	assert_true(roles_parse("agent,senior", &set));
	assert_int_equal(set, ROLE_BIT(AGENT) | ROLE_BIT(SENIOR));
	assert_string_equal(roles_label(set), "班长");
	assert_string_equal(roles_label(ROLE_BIT(AGENT)), "话务员");
	assert_string_equal(roles_label(0), "");
	assert_true(roles_parse("", &set));
	assert_int_equal(set, 0);
	assert_false(roles_parse("agent,nobody", &set));
	assert_int_equal(set, ROLE_BIT(AGENT));
	assert_false(roles_parse("agent,", &set));
	assert_false(roles_parse("agent,,senior", &set));
	assert_false(roles_parse("Agent", &set));
	for (int i = 0; i < ROLE_NO_COUNT; i++) {
		assert_true(roles_parse(role_json((enum person_role)i), &set));
		assert_int_equal(set, 1u << i);
		assert_string_equal(roles_label(set), role_label((enum person_role)i));
	}
}

static void
who_may_see_identity(void **state)
{
	static const struct {
		uint32_t roles;
		bool plain, confidential, report;
	} cases[] = {
		{ ROLE_BIT(AGENT), true, true, true },
		{ ROLE_BIT(DISPATCHER), true, true, true },
		{ ROLE_BIT(SYSTEM), true, true, true },
		{ ROLE_BIT(UNIT), true, false, false },
		{ ROLE_BIT(UNIT_LEAD) | ROLE_BIT(TOWNSHIP), true, false, false },
		{ ROLE_BIT(VILLAGE), true, false, false },
		{ ROLE_BIT(OBSERVER), false, false, false },
		{ ROLE_BIT(TRAINEE), false, false, false },
		{ ROLE_BIT(ADMIN), false, false, false },
		{ 0, false, false, false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		uint32_t r = cases[i].roles;

		assert_int_equal(roles_may_see_identity(r, false, false), cases[i].plain);
		assert_int_equal(roles_may_see_identity(r, true, false), cases[i].confidential);
		assert_int_equal(roles_may_see_identity(r, false, true), cases[i].report);
	}
}

static void
sets_of_codes(void **state)
{
	static const struct {
		const char *theirs, *was, *mine, *both;
	} cases[] = {
		{ "", "", "elderly", "elderly" },
		{ NULL, NULL, "elderly", "elderly" },
		{ "a,b", "a", "a,c", "a,b,c" },
		{ "a,b", "a,b", "b", "b" },
		{ "a", "a,b", "a,b,c", "a,c" },
		{ "a,b", "a", "", "b" },
		{ "b", "", "b", "b" },
		{ "ab", "a", "", "ab" },
	};
	struct str b = { 0 };

	(void)state;
	assert_true(members_has("a,ab,c", "ab"));
	assert_false(members_has("a,abc", "ab"));
	assert_false(members_has(NULL, "a"));
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		str_reset(&b);
		members_merge(cases[i].theirs, cases[i].was, cases[i].mine, &b);
		assert_string_equal(str_c(&b), cases[i].both);
	}
	str_free(&b);
}

static void
public_words(void **state)
{
	static const struct {
		enum ticket_state state;
		const char *cause, *body;
		enum ticket_state master; /* NONE: not known */
		const char *words;
	} rows[] = {
		{ STATE_INCOMPLETE, "", "", STATE_NONE, "待补充" },
		{ STATE_PENDING, "", "", STATE_NONE, "已受理" },
		{ STATE_DISPATCHED, "", "", STATE_NONE, "办理中" },
		{ STATE_WORKING, "", "", STATE_NONE, "办理中" },
		{ STATE_RETURN_REQ, "", "", STATE_NONE, "办理中" },
		{ STATE_SUSPENDED, "await_info", "", STATE_NONE, "待补充" },
		{ STATE_SUSPENDED, "season", "", STATE_NONE, "办理中" },
		{ STATE_REPLIED, "", "", STATE_NONE, "办理中" },
		{ STATE_VISITING, "", "", STATE_NONE, "已答复待评价" },
		{ STATE_REVIEW, "", "", STATE_NONE, "办理中" },
		{ STATE_CLOSED, "", "", STATE_NONE, "已办结" },
		{ STATE_ARCHIVED, "", "", STATE_NONE, "已办结" },
		{ STATE_REJECTED, "", "", STATE_NONE, "不予受理" },
		{ STATE_AUTO_CLOSED, "", "", STATE_NONE, "已关闭" },
		{ STATE_WITHDRAWN, "", "", STATE_NONE, "已撤回" },
		{ STATE_FORWARDED, "", "市信访局", STATE_NONE, "已转市信访局" },
		{ STATE_FORWARDED, "", "", STATE_NONE, "已转其他机关" },
		{ STATE_MERGED, "", "", STATE_NONE, "已并入其他工单" },
		{ STATE_MERGED, "", "", STATE_VISITING, "并入261121104231115417, 已答复待评价" },
		{ STATE_MERGED, "", "", STATE_MERGED, "并入261121104231115417, 已并入其他工单" },
	};
	struct ticket t, master;

	(void)state;
	ticket_init(&t);
	ticket_init(&master);
	assert_true(fields_set(&master.f, TF_NO, "261121104231115417"));
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct str s = { 0 };

		t.state = rows[i].state;
		master.state = rows[i].master;
		(void)strcpy(t.pause_cause, rows[i].cause);
		ticket_public_words(
		    &t, rows[i].master == STATE_NONE ? NULL : &master, rows[i].body, &s);
		assert_string_equal(str_c(&s), rows[i].words);
		str_free(&s);
	}
	ticket_free(&t);
	ticket_free(&master);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(json_names_are_unique_and_found),
		cmocka_unit_test(unset_and_empty_differ),
		cmocka_unit_test(a_value_may_be_set_to_itself),
		cmocka_unit_test(only_identity_is_dropped),
		cmocka_unit_test(nothing_to_withhold_is_not_withheld),
		cmocka_unit_test(lists_hold_what_their_fields_hold),
		cmocka_unit_test(shielded_tickets),
		cmocka_unit_test(open_states),
		cmocka_unit_test(public_words),
		cmocka_unit_test(titles),
		cmocka_unit_test(roles),
		cmocka_unit_test(who_may_see_identity),
		cmocka_unit_test(sets_of_codes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
