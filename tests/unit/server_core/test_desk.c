/* Beside the tickets: whose records are taken, and notices queued once, with the event or not at all. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "../../lib/centre.h"
#include "model/qa.h"
#include "server/core/desk.h"

#define DAY INT64_C(86400000)

/* ---- records ---- */

static struct record
record(struct tcentre *c, const char *by)
{
	struct record r = { .kind = RECORD_READ, .at = c->now, .object = "B3" };

	tcentre_id(c, r.id);
	str_copy(r.by, sizeof(r.by), by);
	return r;
}

static enum err_code
take(struct tcentre *c, const char *device, const struct record *r)
{
	struct err e = { 0 };
	enum err_code rc;

	assert_int_equal(core_begin(&c->core, c->now, &e), ERR_OK);
	rc = core_desk(&c->core, device, r, &e);
	assert_int_equal(core_commit(&c->core, &e), ERR_OK);
	return rc;
}

static void
whose_records_are_taken(void **state)
{
	struct tcentre *c = *state;
	char other[ID_SIZE];
	struct store_user u;
	struct err e = { 0 };
	struct record r = record(c, CENTRE_AGENT);

	assert_int_equal(take(c, c->device, &r), ERR_OK);
	assert_int_equal(take(c, c->device, &r), ERR_OK); /* it came twice */
	assert_int_equal(store_record_count(c->store, RECORD_READ), 1);
	r = record(c, CENTRE_STRANGER);
	assert_int_equal(take(c, c->device, &r), ERR_FORBIDDEN);
	r = record(c, "8888");
	assert_int_equal(take(c, c->device, &r), ERR_FORBIDDEN);
	/* on another seat it is the same person only after signing in there */
	tcentre_device(c, "1155", "k", other);
	r = record(c, CENTRE_AGENT);
	assert_int_equal(take(c, other, &r), ERR_FORBIDDEN);
	tcentre_sign_in(c, other, CENTRE_AGENT);
	assert_int_equal(take(c, other, &r), ERR_OK);
	/* the same row again through the seat that was enrolled anew */
	assert_int_equal(take(c, c->device, &r), ERR_OK);
	assert_int_equal(store_record_count(c->store, RECORD_NONE), 2);
	assert_int_equal(store_user_get(c->store, CENTRE_AGENT, &u, &e), ERR_OK);
	u.active = false;
	assert_int_equal(store_user_put(c->store, &u, &e), ERR_OK);
	r = record(c, CENTRE_AGENT);
	assert_int_equal(take(c, c->device, &r), ERR_FORBIDDEN);
}

static void
a_zero_report_is_of_ones_own_unit_and_in_time(void **state)
{
	struct tcentre *c = *state;
	struct city *city = c->city;
	struct protection *p = city_push(&city->protections, &city->n_protections, sizeof(*p));
	struct record r = record(c, CENTRE_UNIT);

	*p = (struct protection){ .id = "P01",
		.title = "国庆活动",
		.areas = "",
		.categories = "",
		.starts_at = c->now - DAY,
		.ends_at = c->now + DAY };
	tcentre_sign_in(c, c->device, CENTRE_UNIT);
	r.kind = RECORD_ZERO_REPORT;
	(void)str_copy(r.code, sizeof(r.code), "none");
	(void)str_copy(r.object, sizeof(r.object), "3001 P01");
	assert_int_equal(take(c, c->device, &r), ERR_FORBIDDEN);
	(void)str_copy(r.object, sizeof(r.object), "1021 P02");
	assert_int_equal(take(c, c->device, &r), ERR_FORBIDDEN);
	(void)str_copy(r.object, sizeof(r.object), "1021 P01");
	r.at = c->now - 3 * DAY;
	assert_int_equal(take(c, c->device, &r), ERR_FORBIDDEN);
	r.at = c->now;
	assert_int_equal(take(c, c->device, &r), ERR_OK);
	tcentre_id(c, r.id);
	(void)str_copy(r.by, sizeof(r.by), CENTRE_AGENT);
	assert_int_equal(take(c, c->device, &r), ERR_FORBIDDEN);
	assert_int_equal(store_record_count(c->store, RECORD_ZERO_REPORT), 1);
}

static bool
see_at(void *arg, const struct store_record *x)
{
	*(int64_t *)arg = x->r.at;
	return true;
}

static void
no_record_is_from_the_future(void **state)
{
	struct tcentre *c = *state;
	struct record r = record(c, CENTRE_AGENT);
	struct err e = { 0 };
	int64_t at = 0;

	r.at = c->now + 86400000;
	assert_int_equal(take(c, c->device, &r), ERR_OK);
	assert_int_equal(store_records(c->store, RECORD_NONE, 0, see_at, &at, &e), ERR_OK);
	assert_true(at == c->now);
}

/* Neither who scored nor who was scored moves the end of the days by writing another date. */
static void
a_date_written_back_moves_no_end(void **state)
{
	struct tcentre *c = *state;
	struct store_user u = { .job_no = "1301", .name = "某某", .roles = "qa", .active = true };
	struct record sheet, dispute;
	struct str text = { 0 };
	struct err e = { 0 };

	assert_int_equal(store_user_put(c->store, &u, &e), ERR_OK);
	tcentre_sign_in(c, c->device, "1301");
	sheet = (struct record){ .kind = RECORD_QA_SHEET,
		.by = "1301",
		.object = CENTRE_AGENT,
		.code = "agent",
		.result = "excellent",
		.at = c->now - 60 * DAY };
	tcentre_id(c, sheet.id);
	assert_int_equal(take(c, c->device, &sheet), ERR_OK);
	dispute = (struct record){
		.kind = RECORD_QA_DISPUTE, .by = CENTRE_AGENT, .object = CENTRE_AGENT, .at = c->now
	};
	tcentre_id(c, dispute.id);
	qa_dispute_write(sheet.id, "已经复述", &text);
	assert_true(record_set_text(&dispute, str_c(&text)));
	assert_int_equal(take(c, c->device, &dispute), ERR_OK);
	c->now += 60 * DAY;
	dispute.at = c->now - 59 * DAY;
	tcentre_id(c, dispute.id);
	assert_int_equal(take(c, c->device, &dispute), ERR_FORBIDDEN);
	record_free(&dispute);
	str_free(&text);
}

/* ---- notices ---- */

struct told {
	int n;
	char templates[200], text[512], phone[32], unit[16];
};

static bool
hear(void *arg, const struct store_notice *x)
{
	struct told *t = arg;

	t->n++;
	snprintf(t->templates + strlen(t->templates), sizeof(t->templates) - strlen(t->templates),
	    "%s/%d ", x->template, x->round);
	str_copy(t->text, sizeof(t->text), x->text);
	if (x->phone[0] != '\0')
		str_copy(t->phone, sizeof(t->phone), x->phone);
	if (x->unit[0] != '\0')
		str_copy(t->unit, sizeof(t->unit), x->unit);
	assert_string_equal(x->state, "queued");
	assert_null(strstr(x->text, "路灯"));
	assert_null(strstr(x->text, "红山路"));
	assert_null(strstr(x->text, "____"));
	return true;
}

static struct told
told(struct tcentre *c, const char *ticket)
{
	struct told t = { 0 };
	struct err e = { 0 };

	if (store_notices(c->store, ticket, hear, &t, &e) != ERR_OK)
		fail_msg("%s", e.text);
	return t;
}

static void
push(struct tcentre *c, struct op *op, enum op_status status)
{
	struct op_result r;
	struct err e = { 0 };

	if (tcentre_push(c, op, &r, &e) != ERR_OK)
		fail_msg("%s", e.text);
	if (r.status != status)
		fail_msg("status %d: %s", (int)r.status, r.detail);
}

static void
a_submit_is_told_once(void **state)
{
	struct tcentre *c = *state;
	struct op_result r;
	struct err e = { 0 };
	struct told t;
	struct op op, again;

	tcentre_lamp(c, &op, EVENT_SUBMIT, 17);
	assert_true(fields_set(&op.set, TF_SMS, "1"));
	push(c, &op, OP_APPLIED);
	t = told(c, op.ticket); /* accepted, and dispatched by the catalogue */
	assert_string_equal(t.templates, "notice_accepted/1 notice_unit_new/1 ");
	assert_string_equal(t.phone, "13800005678");
	assert_string_equal(t.unit, "1021");
	assert_non_null(strstr(t.text, "261121104231115417"));
	/* The device sends it again, and once more after it was enrolled anew: nobody is told twice. */
	assert_int_equal(tcentre_push(c, &op, &r, &e), ERR_OK);
	again = op;
	again.n = c->n + 1;
	push(c, &again, OP_DUPLICATE);
	assert_int_equal(told(c, NULL).n, 2);
	op_free(&op);
}

static void
who_does_not_want_it_is_not_told(void **state)
{
	struct tcentre *c = *state;
	struct op op;

	tcentre_lamp(c, &op, EVENT_SUBMIT, 18);
	assert_true(fields_set(&op.set, TF_SMS, "0"));
	push(c, &op, OP_APPLIED);
	assert_string_equal(told(c, op.ticket).templates, "notice_unit_new/1 ");
	op_free(&op);
}

static void
what_is_refused_is_told_to_nobody(void **state)
{
	struct tcentre *c = *state;
	struct op op;

	tcentre_lamp(c, &op, EVENT_SUBMIT, 19);
	assert_true(fields_set(&op.set, TF_SMS, "1"));
	assert_true(fields_set(&op.set, TF_CONTENT, "灯"));
	assert_true(fields_set(&op.set, TF_CATEGORY, ""));
	push(c, &op, OP_REJECTED);
	assert_int_equal(told(c, NULL).n, 0);
	op_free(&op);
}

static void
a_direct_answer_is_told_as_done(void **state)
{
	struct tcentre *c = *state;
	struct told t;
	struct op op;

	tcentre_lamp(c, &op, EVENT_SUBMIT_DIRECT, 20);
	assert_true(fields_set(&op.set, TF_TYPE, "consult"));
	assert_true(fields_set(&op.set, TF_ANSWER, "路灯由市政管理处维护, 24小时内到场。"));
	assert_true(fields_set(&op.set, TF_CLOSE_TYPE, "direct"));
	assert_true(fields_set(&op.set, TF_SMS, "1"));
	push(c, &op, OP_APPLIED);
	t = told(c, op.ticket);
	assert_string_equal(t.templates, "notice_replied/1 ");
	assert_non_null(strstr(t.text, "已办结"));
	op_free(&op);
}

/* Once a round and once a dispatch: the queue itself knows. */
static void
the_same_notice_once_a_round(void **state)
{
	struct tcentre *c = *state;
	struct err e = { 0 };
	struct ticket t;
	bool added;
	char id[ID_SIZE];

	tcentre_filed(c, EVENT_SUBMIT, 21, id);
	tcentre_ticket(c, id, &t);
	assert_int_equal(core_begin(&c->core, c->now, &e), ERR_OK);
	assert_int_equal(core_notice(&c->core, &t, NOTICE_UNIT_NEW, &added, &e), ERR_OK);
	assert_false(added);
	t.dispatch_count++;
	assert_int_equal(core_notice(&c->core, &t, NOTICE_UNIT_NEW, &added, &e), ERR_OK);
	assert_true(added);
	assert_int_equal(core_notice(&c->core, &t, NOTICE_UNIT_NEW, &added, &e), ERR_OK);
	assert_false(added);
	assert_int_equal(core_commit(&c->core, &e), ERR_OK);
	assert_string_equal(told(c, id).templates, "notice_unit_new/1 notice_unit_new/2 ");
	ticket_free(&t);
}

int
main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, tcentre_setup, tcentre_teardown)
	const struct CMUnitTest tests[] = {
		T(a_zero_report_is_of_ones_own_unit_and_in_time),
		T(whose_records_are_taken),
		T(no_record_is_from_the_future),
		T(a_date_written_back_moves_no_end),
		T(a_submit_is_told_once),
		T(who_does_not_want_it_is_not_told),
		T(what_is_refused_is_told_to_nobody),
		T(a_direct_answer_is_told_as_done),
		T(the_same_notice_once_a_round),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
