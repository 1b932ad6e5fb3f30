/* 补充项 on the intake form: they come with the category, are written by keys like any other cell, and nothing that was
 * written in one is lost. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <locale.h>
#include <stdio.h>
#include <string.h>

#include "../lib/viewdesk.h"
#include "client/view/call/intake_p.h"

#define FRIDGE "在城东路好家电城买的冰箱三天就不制冷了, 商家不给退, 要求退款"

static struct intake *
state_of(const struct viewdesk *d)
{
	return d->view.state;
}

static const char *
value(const struct viewdesk *d, enum ticket_field f)
{
	return fields_get(&intake_sheet(state_of(d))->d.f, f);
}

/* The name of the further field in hand; "" another cell. */
static const char *
at(const struct viewdesk *d)
{
	const struct intake *s = state_of(d);
	const struct field_rule *r =
	    s->focus >= 0 ? intake_extra_rule(s, intake_form_slot(s, s->focus)) : NULL;

	return r != NULL ? r->name : "";
}

static void
go(struct viewdesk *d, const char *name)
{
	char whole[32];

	(void)snprintf(whole, sizeof(whole), "extra:%s", name);
	intake_form_focus(state_of(d), intake_form_named(state_of(d), whole));
	assert_string_equal(at(d), name);
}

/* As a choice in its cell would: the next picture is a new one. */
static void
change(struct viewdesk *d, enum ticket_field f, const char *now)
{
	intake_draft_put(state_of(d), f, now, false);
	intake_offer_fields(state_of(d), f);
	state_of(d)->dirty = true;
}

static void
start(struct viewdesk *d, int rows, int cols, const char *category)
{
	viewdesk_init(d, rows, cols);
	viewdesk_open(d, "intake", NULL);
	viewdesk_call(d, "13800005678");
	viewdesk_type(d, FRIDGE);
	change(d, TF_TYPE, "complaint");
	change(d, TF_CATEGORY, category);
	d->bits = d->view.ops->idle(&d->view);
}

static void
test_they_stand_below_the_form_at_either_size(void **state)
{
	struct viewdesk d;

	(void)state;
	start(&d, 24, 80, "1001");
	go(&d, "merchant");
	viewdesk_golden(&d, "intake-extra-80");
	assert_true(viewdesk_shows(&d, "五要素"));
	assert_false(viewdesk_shows(&d, "付款方式")); /* the third row waits for the cursor */
	go(&d, "pay");
	assert_true(viewdesk_shows(&d, "付款方式"));
	assert_true(viewdesk_shows(&d, "1微信"));
	assert_true(viewdesk_shows(&d, "五要素"));
	viewdesk_free(&d);
	start(&d, 36, 120, "1001");
	go(&d, "bought");
	viewdesk_golden(&d, "intake-extra-120");
	assert_true(viewdesk_shows(&d, "付款方式"));
	viewdesk_free(&d);
}

static void
test_they_are_written_by_keys(void **state)
{
	struct viewdesk d;

	(void)state;
	start(&d, 24, 80, "1001");
	intake_form_focus(state_of(&d), intake_form_cell(TF_UNIT));
	viewdesk_key(&d, ACTION_ENTER);
	assert_string_equal(at(&d), "merchant");
	viewdesk_type(&d, "好家电城");
	/* each key is in the journal at once */
	assert_string_equal(fields_get(d.journal, TF_EXTRA), "merchant=好家电城");
	viewdesk_key(&d, ACTION_ERASE);
	assert_string_equal(fields_get(d.journal, TF_EXTRA), "merchant=好家电");
	viewdesk_type(&d, "\n11月3日\n");
	assert_string_equal(at(&d), "amount");
	viewdesk_type(&d, "1.2万\t");
	assert_string_equal(at(&d), "order_no");
	assert_string_equal(
	    value(&d, TF_EXTRA), "merchant=好家电\nbought=2026-11-03\namount=12000");
	assert_true(viewdesk_shows(&d, "12000元"));
	viewdesk_key(&d, ACTION_DOWN);
	assert_string_equal(at(&d), "evidence");
	viewdesk_key(&d, ACTION_PREV);
	assert_string_equal(at(&d), "pay");
	viewdesk_type(&d, "z"); /* 支付宝 by its initial */
	assert_non_null(strstr(value(&d, TF_EXTRA), "pay=支付宝"));
	viewdesk_type(&d, "9"); /* there is no ninth */
	assert_non_null(strstr(value(&d, TF_EXTRA), "pay=支付宝"));
	viewdesk_key(&d, ACTION_ERASE);
	assert_null(strstr(value(&d, TF_EXTRA), "pay="));
	viewdesk_type(&d, "5");
	assert_non_null(strstr(value(&d, TF_EXTRA), "pay=预付卡"));
	assert_string_equal(at(&d), "evidence"); /* a digit goes on */
	viewdesk_key(&d, ACTION_UP);
	assert_string_equal(at(&d), "order_no");
	assert_string_equal(fields_get(d.journal, TF_EXTRA), value(&d, TF_EXTRA));
	viewdesk_free(&d);
}

static void
test_what_cannot_be_read_stays_and_is_said(void **state)
{
	struct viewdesk d;

	(void)state;
	start(&d, 24, 80, "1001");
	go(&d, "bought");
	viewdesk_type(&d, "去年秋天\n");
	assert_non_null(strstr(d.said, "购买日期“去年秋天”不是日期"));
	assert_non_null(strstr(value(&d, TF_EXTRA), "bought=去年秋天"));
	go(&d, "merchant");
	for (int i = 0; i < 70; i++)
		viewdesk_type(&d, "店");
	assert_int_equal(
	    strlen(value(&d, TF_EXTRA)), strlen("merchant=\nbought=去年秋天") + 60 * strlen("店"));
	viewdesk_free(&d);
}

static void
test_f10_names_what_is_missing_and_goes_there(void **state)
{
	struct viewdesk d;

	(void)state;
	start(&d, 24, 80, "1001");
	intake_draft_put(state_of(&d), TF_AREA, "990102001", false);
	intake_draft_put(state_of(&d), TF_ADDRESS, "城东路12号", false);
	intake_draft_put(state_of(&d), TF_EVENT_TIME, "11月3日", false);
	intake_draft_put(state_of(&d), TF_SUBJECT, "好家电城", false);
	intake_draft_put(state_of(&d), TF_CALLED, "刘女士", false);
	intake_draft_put(state_of(&d), TF_DEMAND, "退款", false);
	viewdesk_key(&d, ACTION_SUBMIT);
	assert_null(viewdesk_last(&d, JOB_SUBMIT));
	assert_non_null(strstr(d.said, "还缺商家全称、购买日期、涉及金额; "));
	assert_non_null(strstr(d.said, "再按 F10 按待完善提交"));
	assert_string_equal(at(&d), "merchant");
	viewdesk_type(&d, "好家电城");
	viewdesk_key(&d, ACTION_SUBMIT);
	assert_non_null(strstr(d.said, "还缺购买日期、涉及金额; "));
	assert_string_equal(at(&d), "bought");
	viewdesk_type(&d, "昨天");
	viewdesk_key(&d, ACTION_SUBMIT);
	viewdesk_type(&d, "很多");
	viewdesk_key(&d, ACTION_SUBMIT);
	assert_null(viewdesk_last(&d, JOB_SUBMIT));
	assert_string_equal(at(&d), "amount");
	assert_non_null(strstr(d.said, "涉及金额“很多”不是金额"));
	viewdesk_key(&d, ACTION_ERASE_HEAD);
	viewdesk_type(&d, "三百"); /* still in hand: it counts as it will be kept */
	viewdesk_key(&d, ACTION_SUBMIT);
	assert_non_null(viewdesk_last(&d, JOB_SUBMIT));
	assert_int_equal(viewdesk_last(&d, JOB_SUBMIT)->act, EVENT_SUBMIT);
	assert_non_null(
	    strstr(fields_get(&viewdesk_last(&d, JOB_SUBMIT)->draft.f, TF_EXTRA), "\namount=300"));
	viewdesk_free(&d);
}

static void
test_another_category_loses_no_word(void **state)
{
	struct viewdesk d;

	(void)state;
	start(&d, 24, 80, "1001");
	go(&d, "merchant");
	viewdesk_type(&d, "好家电城");
	intake_form_focus(state_of(&d), intake_form_cell(TF_CATEGORY));
	change(&d, TF_CATEGORY, "0205");
	assert_true(viewdesk_shows(&d, "灯杆号"));
	assert_false(viewdesk_shows(&d, "商家全称"));
	go(&d, "pole");
	viewdesk_type(&d, "H-0378");
	assert_string_equal(value(&d, TF_EXTRA), "pole=H-0378\nmerchant=好家电城");
	change(&d, TF_CATEGORY, "1001");
	go(&d, "merchant");
	assert_true(viewdesk_shows(&d, "好家电城"));
	viewdesk_free(&d);
}

/* Nobody asks for them in a question; what was taken down stays in sight. */
static void
test_a_question_has_none(void **state)
{
	struct viewdesk d;

	(void)state;
	start(&d, 24, 80, "0302");
	assert_true(viewdesk_shows(&d, "停电范围"));
	change(&d, TF_TYPE, "consult");
	assert_false(viewdesk_shows(&d, "停电范围"));
	change(&d, TF_EXTRA, "account=8801");
	change(&d, TF_TYPE, "consult");
	assert_true(viewdesk_shows(&d, "8801"));
	viewdesk_free(&d);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_they_stand_below_the_form_at_either_size),
		cmocka_unit_test(test_they_are_written_by_keys),
		cmocka_unit_test(test_what_cannot_be_read_stays_and_is_said),
		cmocka_unit_test(test_f10_names_what_is_missing_and_goes_there),
		cmocka_unit_test(test_another_category_loses_no_word),
		cmocka_unit_test(test_a_question_has_none),
	};

	(void)setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
