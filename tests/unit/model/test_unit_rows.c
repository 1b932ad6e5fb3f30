/* Who does it: each row of dispatching, signing in, giving back, helping and joining once as it should be and once for
 * each thing that may be wrong with it, with the code, the place and the words of the refusal. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "desk_unit.h"

static int
setup(void **state)
{
	*state = desk_city();
	return 0;
}

static int
teardown(void **state)
{
	city_free(*state);
	return 0;
}

static void
rows_pass(void **state)
{
	struct desk d, m;

	open_two(&d, &m, *state);
	for (size_t i = 0; i < N_UNIT_ROWS; i++) {
		int64_t promised;

		good(&d, unit_rows[i].kind);
		promised = d.t.promised_due;
		if (desk_do(&d) != ERR_OK)
			fail_msg("%s: %s", event_info(unit_rows[i].kind)->json, d.e.text);
		assert_int_equal(d.t.state, unit_rows[i].to);
		assert_int_equal(d.ev.to, unit_rows[i].to);
		assert_int_equal(d.t.promised_due, promised); /* practice A2 */
	}
	close_two(&d, &m);
}

static void
rows_know_state_role_and_line(void **state)
{
	struct desk d, m;

	open_two(&d, &m, *state);
	for (size_t i = 0; i < N_UNIT_ROWS; i++) {
		const struct event_info *row = event_info(unit_rows[i].kind);

		for (int s = 0; s < STATE_COUNT; s++) {
			good(&d, unit_rows[i].kind);
			d.t.state = (enum ticket_state)s;
			if (!(row->from & (1u << s)))
				assert_int_equal(desk_check(&d), ERR_STATE);
		}
		for (int r = 0; r < ROLE_NO_COUNT; r++) {
			good(&d, unit_rows[i].kind);
			d.who.roles = 1u << r;
			if (!(row->actors & (1u << r)))
				assert_int_equal(desk_check(&d), ERR_FORBIDDEN);
		}
		good(&d, unit_rows[i].kind);
		d.env.online = d.env.at_centre = false;
		assert_int_equal(
		    desk_check(&d), row->offline == OFFLINE_NO ? ERR_NEEDS_CENTRE : ERR_OK);
	}
	close_two(&d, &m);
}

/* ---- one thing wrong at a time ---- */

static const struct {
	int kind;
	enum event_arg arg;
	const char *value;
	enum err_code code;
	const char *where, *words;
} spoils[] = {
	{ EVENT_DISPATCH, EA_TO_UNIT, NULL, ERR_GUARD, "to_unit", "请选承办单位" },
	{ EVENT_DISPATCH, EA_TO_UNIT, "7777", ERR_UNKNOWN_CODE, "to_unit", "7777" },
	{ EVENT_DISPATCH, EA_TO_UNIT, "1022", ERR_GUARD, "to_unit", "停用" },
	{ EVENT_DISPATCH, EA_TO_UNIT, "4001", ERR_GUARD, "to_unit", "街道乡镇" },
	{ EVENT_DISPATCH, EA_TO_UNIT, "4101", ERR_GUARD, "to_unit", "街道乡镇" },
	{ EVENT_DISPATCH, EA_TO_UNIT, "3001", ERR_OK, "", "" },
	{ EVENT_DISPATCH, EA_BASIS, " ", ERR_GUARD, "basis", "依据" },
	{ EVENT_DISPATCH, EA_RULE, "D0205", ERR_OK, "", "" },
	{ EVENT_DISPATCH, EA_RULE, "D0301", ERR_GUARD, "rule", "目录" },
	{ EVENT_DISPATCH, EA_CO_UNITS, "3001,1121", ERR_OK, "", "" },
	{ EVENT_DISPATCH, EA_CO_UNITS, "3001,7777", ERR_UNKNOWN_CODE, "co_units", "7777" },
	{ EVENT_DISPATCH, EA_CO_UNITS, "1021", ERR_GUARD, "co_units", "主办单位" },
	{ EVENT_DISPATCH, EA_CO_UNITS, "4001", ERR_GUARD, "co_units", "街道乡镇" },
	{ EVENT_DISPATCH, EA_CO_UNITS, "1022", ERR_GUARD, "co_units", "停用" },
	{ EVENT_RETURN_OK, EA_TO_UNIT, "1021", ERR_GUARD, "to_unit", "驳回退单" },
	{ EVENT_RETURN_OK, EA_TO_UNIT, "4001", ERR_GUARD, "to_unit", "街道乡镇" },
	{ EVENT_RETURN_OK, EA_BASIS, NULL, ERR_GUARD, "basis", "依据" },
	{ EVENT_RETURN_NO, EA_REASON, " ", ERR_GUARD, "reason", "原因" },
	{ EVENT_DESIGNATE, EA_BASIS, NULL, ERR_GUARD, "basis", "编办" },
	{ EVENT_DESIGNATE, EA_TO_UNIT, "1021", ERR_OK, "", "" }, /* no, it is yours */
	{ EVENT_RETURN, EA_REASON_CODE, NULL, ERR_GUARD, "reason_code", "退单理由" },
	{ EVENT_RETURN, EA_REASON_CODE, "lazy", ERR_UNKNOWN_CODE, "reason_code", "lazy" },
	{ EVENT_RETURN, EA_REASON, NULL, ERR_GUARD, "reason", "原因" },
	{ EVENT_RETURN, EA_BASIS, "", ERR_GUARD, "basis", "文号" },
	{ EVENT_RETURN, EA_SUGGEST, NULL, ERR_GUARD, "suggest", "建议" },
	{ EVENT_RETURN, EA_SUGGEST, "市里", ERR_UNKNOWN_CODE, "suggest", "市里" },
	{ EVENT_RETURN, EA_SUGGEST, "1021", ERR_GUARD, "suggest", "下派" },
	{ EVENT_RETURN, EA_SUGGEST, "1121", ERR_GUARD, "suggest", "下派" },
	{ EVENT_ADD_CO, EA_TO_UNIT, NULL, ERR_GUARD, "to_unit", "协办单位" },
	{ EVENT_ADD_CO, EA_TO_UNIT, "1021", ERR_GUARD, "to_unit", "已经在办" },
	{ EVENT_ADD_CO, EA_TO_UNIT, "4001", ERR_GUARD, "to_unit", "街道乡镇" },
	{ EVENT_ADD_CO, EA_NOTE, "", ERR_GUARD, "note", "内容" },
	{ EVENT_ADD_CO, EA_DAYS, "0", ERR_INVALID, "days", "0" },
	{ EVENT_ADD_CO, EA_DAYS, "三", ERR_INVALID, "days", "三" },
	{ EVENT_ADD_CO, EA_DAYS, "1", ERR_GUARD, "days", "不足1个工作日" }, /* 24 h on a Saturday */
	{ EVENT_ASSIGN_DOWN, EA_TO_UNIT, NULL, ERR_GUARD, "to_unit", "科室" },
	{ EVENT_ASSIGN_DOWN, EA_TO_UNIT, "1021", ERR_GUARD, "to_unit", "所辖" },
	{ EVENT_ASSIGN_DOWN, EA_TO_UNIT, "3001", ERR_GUARD, "to_unit", "所辖" },
	{ EVENT_ASSIGN_DOWN, EA_DAYS, "1", ERR_GUARD, "days", "不足1个工作日" },
	{ EVENT_CO_REPLY, EA_NOTE, " ", ERR_GUARD, "note", "内容" },
	{ EVENT_PHONE_NOTIFY, EA_ANSWERED_BY, NULL, ERR_GUARD, "answered_by", "谁接" },
	{ EVENT_PHONE_NOTIFY, EA_NOTE, NULL, ERR_GUARD, "note", "内容" },
	{ EVENT_MERGE, EA_OTHER, NULL, ERR_GUARD, "other_ticket", "后六位" },
	{ EVENT_MERGE, EA_OTHER, "018f0000-0000-7000-8000-0000000000aa", ERR_GUARD, "other_ticket",
	    "自己" },
	{ EVENT_UNMERGE, EA_REASON, NULL, ERR_GUARD, "reason", "原因" },
	{ EVENT_MERGE_ASK, EA_OTHER, "", ERR_GUARD, "other_ticket", "后六位" },
	{ EVENT_FOLLOW, EA_OTHER, NULL, ERR_GUARD, "other_ticket", "哪一张" },
};

static void
each_thing_wrong(void **state)
{
	struct desk d, m;

	open_two(&d, &m, *state);
	for (size_t i = 0; i < sizeof(spoils) / sizeof(spoils[0]); i++) {
		good(&d, spoils[i].kind);
		desk_arg(&d, spoils[i].arg, spoils[i].value);
		if (desk_check(&d) != spoils[i].code || strcmp(d.e.where, spoils[i].where) != 0 ||
		    strstr(d.e.text, spoils[i].words) == NULL)
			fail_msg("case %zu, %s %s: got %s at '%s': %s", i,
			    event_info(spoils[i].kind)->json, arg_info(spoils[i].arg)->json,
			    err_json(d.e.code), d.e.where, d.e.text);
	}
	close_two(&d, &m);
}

/* ---- sent ---- */

static void
a_dispatch_makes_assignments(void **state)
{
	struct desk d, m;

	open_two(&d, &m, *state);
	good(&d, EVENT_DISPATCH);
	desk_arg(&d, EA_CO_UNITS, "3001,1121");
	desk_must(&d);
	assert_int_equal(d.t.n_assign, 3);
	assert_string_equal(d.t.lead_unit, "1021");
	assert_string_equal(ticket_lead(&d.t)->unit, "1021");
	assert_int_equal(ticket_lead(&d.t)->state, ASSIGN_IS_WAITING);
	assert_int_equal(ticket_lead(&d.t)->due, d.t.unit_due);
	assert_int_equal(ticket_lead(&d.t)->signin_due, d.t.signin_due);
	assert_int_equal(ticket_assignment(&d.t, "3001")->role, ASSIGN_CO);
	assert_int_equal(ticket_assignment(&d.t, "1121")->due, d.t.unit_due);
	assert_null(ticket_assignment(&d.t, "4001"));
	assert_string_equal(d.t.handlers, DESK_DISPATCHER);
	/* One working day from a Saturday. */
	assert_int_equal(d.t.return_until, civil_day_start(civil_parse_day("2026-11-24")) - 1000);
	close_two(&d, &m);
}

/* domain.md §9 (b): never to the unit it is about, as lead or helper; its superior may have it. */
static void
never_to_whom_it_is_about(void **state)
{
	static const struct {
		const char *type, *subject, *to, *co;
		enum err_code code;
	} cases[] = {
		{ "report", "红山街道办事处", "4001", "", ERR_GUARD },
		{ "report", "红山街道办事处", "4101", "", ERR_GUARD },
		{ "report", "红山街道办事处", "3001", "", ERR_OK },
		{ "report", "红山街道办事处", "3001", "4001", ERR_GUARD },
		{ "complaint", "红山街道", "4001", "", ERR_GUARD },
		{ "complaint", "路灯所", "1121", "", ERR_GUARD },
		{ "complaint", "路灯所", "1021", "", ERR_OK },
		{ "help", "红山街道办事处", "4001", "", ERR_OK },
	};
	struct desk d, m;

	open_two(&d, &m, *state);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		good(&d, EVENT_DISPATCH);
		assert_true(fields_set(&d.t.f, TF_CATEGORY, "0301"));
		assert_true(fields_set(&d.t.f, TF_TYPE, cases[i].type));
		assert_true(fields_set(&d.t.f, TF_SUBJECT, cases[i].subject));
		desk_arg(&d, EA_TO_UNIT, cases[i].to);
		desk_arg(&d, EA_CO_UNITS, cases[i].co);
		if (desk_check(&d) != cases[i].code)
			fail_msg("case %zu: %s", i, d.e.text);
		if (cases[i].code == ERR_OK)
			continue;
		assert_string_equal(d.e.where, *cases[i].co != '\0' ? "co_units" : "to_unit");
		assert_non_null(strstr(d.e.text, "上级"));
	}
	close_two(&d, &m);
}

/* domain.md §9, rows of the calendar that a dispatch of two working days touches, and the return window of one. */
static void
limits_follow_the_calendar(void **state)
{
	static const struct {
		const char *start, *due, *window;
		bool provisional;
	} cases[] = {
		{ "2026-02-27", "2026-03-02", "2026-02-28", false },
		{ "2026-04-30", "2026-05-07", "2026-05-06", false },
		{ "2026-05-08", "2026-05-11", "2026-05-09", false },
		{ "2026-10-03", "2026-10-09", "2026-10-08", false },
		{ "2026-12-31", "2027-01-04", "2027-01-01", true },
	};
	struct desk d, m;

	open_two(&d, &m, *state);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		good(&d, EVENT_DISPATCH);
		assert_true(fields_set(&d.t.f, TF_TYPE, "consult"));
		assert_true(fields_set(&d.t.f, TF_CATEGORY, "0301"));
		desk_arg(&d, EA_TO_UNIT, "3001");
		d.env.now = civil_day_start(civil_parse_day(cases[i].start)) + 36000000;
		d.ev.at = d.ev.at_server = d.env.now;
		desk_must(&d);
		assert_int_equal(civil_day(d.t.unit_due), civil_parse_day(cases[i].due));
		assert_int_equal(civil_day(d.t.return_until), civil_parse_day(cases[i].window));
		assert_int_equal(d.t.due_provisional, cases[i].provisional);
	}
	close_two(&d, &m);
}

static void
a_critical_dispatch_is_told_by_telephone(void **state)
{
	struct desk d, m;

	open_two(&d, &m, *state);
	good(&d, EVENT_PHONE_NOTIFY);
	desk_must(&d);
	assert_int_equal(d.t.phone_notified_at, d.env.now);
	/* Each dispatch anew: the next unit was told nothing. */
	desk_return(&d);
	desk_must(&d);
	by_dispatcher(&d, EVENT_RETURN_OK, "3001");
	desk_must(&d);
	assert_int_equal(d.t.phone_notified_at, 0);
	desk_ticket(&d, STATE_PENDING);
	step(&d, EVENT_PHONE_NOTIFY);
	assert_int_equal(desk_check(&d), ERR_GUARD);
	assert_non_null(strstr(d.e.text, "派单以后"));
	close_two(&d, &m);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rows_pass),
		cmocka_unit_test(rows_know_state_role_and_line),
		cmocka_unit_test(each_thing_wrong),
		cmocka_unit_test(a_dispatch_makes_assignments),
		cmocka_unit_test(never_to_whom_it_is_about),
		cmocka_unit_test(limits_follow_the_calendar),
		cmocka_unit_test(a_critical_dispatch_is_told_by_telephone),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
