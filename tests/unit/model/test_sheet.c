/* A ticket on paper: what stands on it and what does not, for whom; every page marked; nothing wider than the paper. */
#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "model/sheet.h"
#include "text/paper.h"
#include "working.h"

#define NAME  "王小明"
#define PHONE "13800000678"

struct printed {
	struct desk d;
	struct event ev[2];
	struct actor who;
	struct str out;
};

static void
begin_with(struct printed *p, void **state)
{
	*p = (struct printed){ .who = { "5001", "李强", "1021", ROLE_BIT(UNIT) } };
	p->d.city = *state;
	p->d.city->centre_name = "云江市12345政务服务便民热线";
	p->d.city->hotline = "12345";
	working(&p->d);
	field(&p->d, TF_NO, "261121104231115417");
	field(&p->d, TF_NAME, NAME);
	field(&p->d, TF_CALLED, "");
	field(&p->d, TF_CONTACT_PHONE, PHONE);
	field(&p->d, TF_CALLER_PHONE, PHONE);
	field(&p->d, TF_CONFIDENTIAL, "");
	field(&p->d, TF_ANONYMOUS, "");
	field(&p->d, TF_TYPE, "help");
	field(&p->d, TF_TITLE, "红山路78号门口占道经营");
	field(&p->d, TF_CONTENT,
	    "红山路78号门口每天晚上有两个烧烤摊, 油烟大, 一直到半夜。\n保安管不了。");
	field(&p->d, TF_ADDRESS, "红山路78号");
	event_init(&p->ev[0]);
	event_init(&p->ev[1]);
}

static void
end(struct printed *p)
{
	str_free(&p->out);
	event_free(&p->ev[0]);
	event_free(&p->ev[1]);
	ticket_free(&p->d.t);
	event_free(&p->d.ev);
}

/* The sheet; every line of every page fits its paper. The number of pages. */
static int
print(struct printed *p, enum sheet_kind k)
{
	const struct sheet s = { p->d.city, &p->d.t, p->ev, 2, &p->who, when("2026-11-22", 9) };
	const struct sheet_info *info = sheet_info(k);
	int pages = 0, rows = 0;

	str_reset(&p->out);
	sheet_write(k, &s, &p->out);
	assert_false(p->out.bad);
	for (const char *at = p->out.s; *at != '\0';) {
		size_t n = strcspn(at, "\n\f");
		char one[400];

		assert_true(n < sizeof(one));
		memcpy(one, at, n);
		one[n] = '\0';
		if (paper_cols(one) > info->cols)
			fail_msg("%s: %d columns: %s", info->code, paper_cols(one), one);
		rows += at[n] == '\n';
		if (rows == 1 && at[n] == '\n')
			assert_non_null(strstr(one, "2026-11-22 09:00 打印"));
		if (at[n] == '\f') {
			assert_in_range(rows, 5, info->rows);
			rows = 0;
			pages++;
		}
		at += n + 1;
	}
	assert_int_equal(rows, 0);
	return pages;
}

static bool
says(const struct printed *p, const char *words)
{
	return strstr(p->out.s, words) != NULL;
}

static void
supervised(struct printed *p)
{
	struct request *r = &p->d.t.request[REQUEST_SUPERVISE];

	*r = (struct request){ .at = when("2026-11-22", 8), .due = when("2026-11-25", 17) };
	(void)strcpy(r->unit, "1021");
	p->ev[0].kind = p->ev[1].kind = EVENT_SUPERVISE;
	assert_true(args_set(&p->ev[0].args, EA_REASON, "上一次的要求"));
	assert_true(args_set(&p->ev[1].args, EA_REASON, "三日内现场取缔并书面说明"));
	(void)strcpy(p->ev[1].actor_name, "陈督办");
}

static void
test_every_sheet_says_what_it_is_for(void **state)
{
	struct printed p;

	begin_with(&p, state);
	supervised(&p);
	assert_int_equal(print(&p, SHEET_UNIT), 1);
	assert_true(says(&p, "工单交办单"));
	assert_true(says(&p, "261121-104231-1154-17"));
	assert_true(says(&p, "市政管理处"));
	assert_true(says(&p, "反馈期限"));
	assert_true(says(&p, "烧烤摊"));
	assert_true(says(&p, "审签人"));
	assert_int_equal(print(&p, SHEET_VILLAGE), 1);
	assert_true(says(&p, "□不满意"));
	assert_int_equal(print(&p, SHEET_SUPERVISION), 1);
	assert_true(says(&p, "三日内现场取缔并书面说明"));
	assert_false(says(&p, "上一次的要求"));
	assert_true(says(&p, "陈督办"));
	assert_true(says(&p, "2026-11-25 17:00"));
	assert_int_equal(print(&p, SHEET_RECEIPT), 1);
	assert_true(says(&p, "12345"));
	assert_true(says(&p, "办理中"));
	end(&p);
}

/* Whole only where somebody goes to see the citizen, and only printed by who may see it. */
static void
test_who_is_named_on_which(void **state)
{
	struct printed p;

	begin_with(&p, state);
	supervised(&p);
	for (int k = 0; k < SHEET_COUNT; k++) {
		(void)print(&p, (enum sheet_kind)k);
		assert_int_equal(says(&p, NAME), k == SHEET_UNIT || k == SHEET_VILLAGE);
		assert_int_equal(says(&p, PHONE), k == SHEET_UNIT || k == SHEET_VILLAGE);
	}
	(void)print(&p, SHEET_RECEIPT);
	assert_true(says(&p, "王**") && says(&p, "138****0678"));
	p.who.roles = ROLE_BIT(OBSERVER);
	(void)print(&p, SHEET_UNIT);
	assert_false(says(&p, NAME) || says(&p, PHONE));
	assert_true(says(&p, "王**"));
	end(&p);
}

/* A shielded ticket on no sheet, whoever prints it: it goes to the unit on paper all the same. */
static void
test_a_shielded_one_names_nobody(void **state)
{
	static const struct {
		enum ticket_field f;
		const char *v;
	} shields[] = { { TF_CONFIDENTIAL, "1" }, { TF_ANONYMOUS, "1" }, { TF_TYPE, "report" } };
	static const uint32_t roles[] = { ROLE_BIT(UNIT), ROLE_BIT(TOWNSHIP), ROLE_BIT(DISPATCHER),
		ROLE_BIT(LEADER), ROLE_BIT(OBSERVER) };
	struct printed p;

	for (size_t i = 0; i < sizeof(shields) / sizeof(shields[0]); i++) {
		begin_with(&p, state);
		supervised(&p);
		field(&p.d, shields[i].f, shields[i].v);
		for (size_t r = 0; r < sizeof(roles) / sizeof(roles[0]); r++)
			for (int k = 0; k < SHEET_COUNT; k++) {
				p.who.roles = roles[r];
				(void)print(&p, (enum sheet_kind)k);
				assert_false(says(&p, NAME));
				assert_false(says(&p, PHONE));
				if (k == SHEET_UNIT || k == SHEET_VILLAGE)
					assert_true(says(&p, "请热线转达"));
			}
		end(&p);
	}
}

static void
test_what_cannot_be_printed(void **state)
{
	struct printed p;
	struct err e = { 0 };

	begin_with(&p, state);
	assert_int_equal(sheet_check(SHEET_UNIT, &p.d.t, &e), ERR_OK);
	assert_int_equal(sheet_check(SHEET_RECEIPT, &p.d.t, &e), ERR_OK);
	assert_int_equal(sheet_check(SHEET_SUPERVISION, &p.d.t, &e), ERR_GUARD);
	assert_non_null(strstr(e.text, "督办"));
	p.d.t.lead_unit[0] = '\0';
	assert_int_equal(sheet_check(SHEET_UNIT, &p.d.t, &e), ERR_GUARD);
	assert_int_equal(sheet_check(SHEET_VILLAGE, &p.d.t, &e), ERR_GUARD);
	field(&p.d, TF_NO, "");
	assert_int_equal(sheet_check(SHEET_RECEIPT, &p.d.t, &e), ERR_GUARD);
	assert_int_equal(sheet_by_code("village"), SHEET_VILLAGE);
	assert_int_equal(sheet_by_code("A5"), -1);
	assert_int_equal(sheet_by_code(""), -1);
	end(&p);
}

/* The longest matter goes over several pages, all of them marked (print looks), and nothing of it is lost. */
static void
test_a_long_matter_takes_more_pages(void **state)
{
	struct printed p;
	struct str text = { 0 };

	begin_with(&p, state);
	for (int i = 0; i < 1990; i++)
		str_add(&text, "噪声扰民");
	str_add(&text, "到此为止");
	field(&p.d, TF_CONTENT, str_c(&text));
	assert_int_equal(print(&p, SHEET_UNIT), 5);
	assert_true(says(&p, "到此为止"));
	assert_true(says(&p, "第5页"));
	str_free(&text);
	end(&p);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    test_every_sheet_says_what_it_is_for, setup, teardown),
		cmocka_unit_test_setup_teardown(test_who_is_named_on_which, setup, teardown),
		cmocka_unit_test_setup_teardown(test_a_shielded_one_names_nobody, setup, teardown),
		cmocka_unit_test_setup_teardown(test_what_cannot_be_printed, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    test_a_long_matter_takes_more_pages, setup, teardown),
	};

	setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
