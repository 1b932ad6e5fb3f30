/* test_subject: the history of the other party: one quiet line on the form once it is named, the list of its tickets from
 * that cell and from a ticket. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "../lib/viewcache.h"
#include "client/view/call/intake_p.h"

static const struct viewcache_told TOLD = { .no = "261101083000115401",
	.at = "2026-11-01 08:30",
	.kind = EVENT_SUBMIT,
	.by = "1154",
	.name = "王芳",
	.type = "complaint",
	.category = "0205",
	.area = "990102001",
	.address = "红山路78号",
	.title = "小区路灯不亮 红山路78号",
	.content = "小区里路灯不亮",
	.caller = "张女士",
	.phone = "13800005678" };

static int
told(struct viewcache *k, const char *no, const char *at, const char *subject)
{
	struct viewcache_told t = TOLD;
	int i;

	t.no = no;
	t.at = at;
	i = viewcache_tell(k, &t);
	assert_true(fields_set(&k->tickets[i].t.f, TF_SUBJECT, subject));
	viewcache_put(k, i);
	return i;
}

static void
town(struct viewcache *k)
{
	(void)told(k, "261101083000115401", "2026-11-01 08:30", "恒达物业");
	(void)told(k, "261110083000115402", "2026-11-10 08:30", "恒达物业管理有限公司");
	(void)told(k, "260610083000115403", "2026-06-10 08:30", "恒达 物业");
	(void)told(k, "261111083000115404", "2026-11-11 08:30", "别家物业");
}

static void
the_form_says_so_quietly(void **state)
{
	struct viewdesk d;
	struct viewcache k;
	struct intake *s;

	(void)state;
	viewdesk_init(&d, 24, 80);
	viewcache_open(&k, &d);
	town(&k);
	viewdesk_call(&d, "13900000042");
	viewdesk_open(&d, "intake", NULL);
	s = d.view.state;
	viewdesk_type(&d, "物业不管路灯");
	assert_false(viewdesk_shows(&d, "此对象"));
	intake_form_focus(s, intake_form_cell(TF_SUBJECT));
	viewdesk_type(&d, "恒达物业有限公司");
	assert_true(viewdesk_shows(&d, "此对象近90天 2 件: 在办 2"));
	assert_true(viewdesk_shows(&d, "[F4 看]"));
	viewdesk_key(&d, ACTION_HISTORY);
	assert_string_equal(d.opened, "subject:恒达物业有限公司");
	intake_form_focus(s, intake_form_cell(TF_CONTENT));
	assert_true(viewdesk_shows(&d, "此对象近90天 2 件"));
	viewdesk_key(&d, ACTION_HISTORY); /* there it is the caller's */
	assert_int_equal(s->mode, MODE_HISTORY);
	viewdesk_key(&d, ACTION_BACK);
	intake_form_focus(s, intake_form_cell(TF_SUBJECT));
	viewdesk_key(&d, ACTION_ERASE_HEAD);
	(void)d.view.ops->idle(&d.view);
	assert_false(viewdesk_shows(&d, "此对象"));
	viewdesk_free(&d);
	viewcache_close(&k);
}

static void
its_tickets_are_listed(void **state)
{
	struct viewdesk d;
	struct viewcache k;

	(void)state;
	for (int wide = 0; wide < 2; wide++) {
		viewdesk_init(&d, wide ? 36 : 24, wide ? 120 : 80);
		viewcache_open(&k, &d);
		town(&k);
		viewdesk_open(&d, "subject", "恒达物业");
		viewdesk_golden(&d, wide ? "subject-120" : "subject-80");
		viewdesk_key(&d, ACTION_ENTER);
		assert_memory_equal(d.opened, "ticket:", 7);
		viewdesk_key(&d, ACTION_HISTORY);
		assert_true(d.closed);
		viewdesk_free(&d);
		viewcache_close(&k);
	}
}

static void
a_ticket_leads_to_the_others(void **state)
{
	struct viewdesk d;
	struct viewcache k;

	(void)state;
	viewdesk_init(&d, 24, 80);
	viewcache_open(&k, &d);
	town(&k);
	viewdesk_open(&d, "ticket", k.tickets[0].t.id);
	assert_true(viewdesk_shows(&d, "[F4 另有近90天 1 件]"));
	viewdesk_key(&d, ACTION_HISTORY);
	assert_memory_equal(d.opened, "subject:", 8);
	view_close(&d.view);
	viewdesk_open(&d, "subject", k.tickets[0].t.id);
	assert_true(viewdesk_shows(&d, "1110-1154-02"));
	assert_false(viewdesk_shows(&d, "1101-1154-01")); /* not itself */
	view_close(&d.view);
	viewdesk_open(&d, "subject", "没有这家");
	assert_true(viewdesk_shows(&d, "没有别的工单"));
	viewdesk_free(&d);
	viewcache_close(&k);
}

static void
a_name_is_needed(void **state)
{
	struct viewdesk d;
	struct view v;
	struct err e = { 0 };

	(void)state;
	viewdesk_init(&d, 24, 80);
	assert_int_equal(view_open(&v, view_by_name("subject"), &d.desk, NULL, &e), ERR_INVALID);
	assert_non_null(strstr(e.text, "F4"));
	viewdesk_open(&d, "home", NULL);
	viewdesk_free(&d);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_form_says_so_quietly),
		cmocka_unit_test(its_tickets_are_listed),
		cmocka_unit_test(a_ticket_leads_to_the_others),
		cmocka_unit_test(a_name_is_needed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
