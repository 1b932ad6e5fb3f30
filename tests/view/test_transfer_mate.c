/* test_transfer_mate: a caller handed to another seat of the centre by keys: who is there, one line why, the packet that goes,
 * and what takes it back; where the other seat cannot see it that is said. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "../lib/viewcache.h"
#include "../lib/viewdesk.h"
#include "base/str.h"
#include "client/view/call/transfer_p.h"
#include "model/packet.h"

#define THERE                                                                                   \
	"{\"seats\":[{\"seat_no\":\"1107\",\"job_no\":\"1107\",\"state\":\"idle\",\"reached\":" \
	"true},"                                                                                \
	"{\"seat_no\":\"1154\",\"job_no\":\"1154\",\"state\":\"talking\",\"reached\":true},"    \
	"{\"seat_no\":\"1108\",\"job_no\":\"1108\",\"state\":\"talking\",\"reached\":true},"    \
	"{\"seat_no\":\"1109\",\"job_no\":\"1109\",\"state\":\"idle\",\"reached\":false}],"     \
	"\"more\":false}"

struct scene {
	struct viewdesk d;
	struct viewcache k;
	struct handover hand;
};

static void
start(struct scene *c)
{
	(void)memset(c, 0, sizeof(*c));
	viewdesk_init(&c->d, 24, 80);
	viewcache_open(&c->k, &c->d);
	viewdesk_call(&c->d, "13800005678");
	c->d.desk.call.caps = PHONE_CAP_CONSULT;
	assert_true(fields_set(&c->hand.f, TF_CALLER_PHONE, "13800005678"));
	assert_true(fields_set(&c->hand.f, TF_CONTACT_PHONE, "13800005678"));
	assert_true(fields_set(&c->hand.f, TF_CONTENT, "红山路78号路灯不亮"));
	(void)str_copy(c->hand.told, sizeof(c->hand.told), "已告知先绕行");
	c->d.desk.handover = &c->hand;
	viewdesk_open(&c->d, "transfer", NULL);
	viewdesk_reply(&c->d, ERR_OK, THERE);
}

static void
stop(struct scene *c)
{
	viewdesk_free(&c->d);
	viewcache_close(&c->k);
	hand_free(&c->hand);
}

static void
hear(struct scene *c, enum phone_event_kind kind, enum phone_cause cause)
{
	struct news n = { .kind = NEWS_PHONE, .phone = { .kind = kind, .cause = cause } };

	c->d.desk.call.leg = kind == PHONE_CALLING   ? LEG_CALLING
			     : kind == PHONE_REACHED ? LEG_TALKING
						     : LEG_NONE;
	viewdesk_news(&c->d, &n);
}

/* The newest record of that kind. */
static const struct record *
recorded(struct scene *c, enum record_kind kind)
{
	for (int i = c->d.n_jobs; i-- > 0;)
		if (c->d.jobs[i]->kind == JOB_RECORD && c->d.jobs[i]->record.kind == kind)
			return &c->d.jobs[i]->record;
	return NULL;
}

static void
ring_1107(struct scene *c)
{
	viewdesk_type(&c->d, "1107");
	viewdesk_key(&c->d, ACTION_ENTER);
	assert_true(viewdesk_shows(&c->d, "为什么转给同事"));
	assert_null(recorded(c, RECORD_PACKET)); /* nothing has gone yet */
	viewdesk_type(&c->d, "他接过上一次\n");
}

static void
who_is_there_and_what_goes(void **state)
{
	struct scene c;
	struct packet p;

	(void)state;
	start(&c);
	viewdesk_type(&c.d, "110");
	assert_true(viewdesk_shows(&c.d, "可接 断线"));
	assert_false(viewdesk_shows(&c.d, "坐席 1154")); /* oneself */
	viewdesk_key(&c.d, ACTION_BACK);
	ring_1107(&c);
	assert_true(packet_begin(&p, recorded(&c, RECORD_PACKET)));
	assert_string_equal(p.to, "1107");
	assert_string_equal(p.why, "他接过上一次");
	assert_string_equal(p.told, "已告知先绕行");
	assert_string_equal(p.phone, "13800005678");
	assert_string_equal(fields_get(&p.f, TF_CONTENT), "红山路78号路灯不亮");
	assert_null(p.f.v[TF_CONTACT_PHONE]); /* the same number, said once */
	packet_free(&p);
	assert_int_equal(viewdesk_last(&c.d, JOB_PHONE)->phone, PHONE_CONSULT);
	assert_string_equal(viewdesk_last(&c.d, JOB_PHONE)->job_no, "1107");
	hear(&c, PHONE_CALLING, CAUSE_NONE);
	assert_true(viewdesk_shows(&c.d, "转接单已送出, 对方还没有看到"));
	stop(&c);
}

/* Handed over it stays with the colleague, and nothing more is asked. */
static void
it_stays_with_who_has_the_caller(void **state)
{
	struct scene c;

	(void)state;
	start(&c);
	ring_1107(&c);
	hear(&c, PHONE_CALLING, CAUSE_NONE);
	hear(&c, PHONE_REACHED, CAUSE_NONE);
	viewdesk_key(&c.d, ACTION_SUBMIT);
	hear(&c, PHONE_TRANSFERRED, CAUSE_NONE);
	assert_true(c.d.closed);
	assert_int_equal(packet_code(recorded(&c, RECORD_PACKET)), PACKET_OFFER);
	assert_string_equal(recorded(&c, RECORD_TRANSFER)->object, "@1107");
	assert_string_equal(recorded(&c, RECORD_TRANSFER)->result, "connected");
	stop(&c);
}

static void
what_takes_it_back(void **state)
{
	struct scene c;
	char of[ID_SIZE];

	(void)state;
	start(&c); /* nobody answers */
	ring_1107(&c);
	hear(&c, PHONE_CALLING, CAUSE_NONE);
	hear(&c, PHONE_NOT_REACHED, CAUSE_NO_ANSWER);
	assert_int_equal(packet_code(recorded(&c, RECORD_PACKET)), PACKET_BACK);
	assert_true(packet_about(recorded(&c, RECORD_PACKET), of));
	assert_string_equal(recorded(&c, RECORD_PACKET)->object, "1107");
	stop(&c);
	start(
	    &c); /* they have spoken, and she keeps the caller: nothing is asked of how it ended */
	ring_1107(&c);
	hear(&c, PHONE_CALLING, CAUSE_NONE);
	hear(&c, PHONE_REACHED, CAUSE_NONE);
	viewdesk_key(&c.d, ACTION_BACK);
	assert_int_equal(packet_code(recorded(&c, RECORD_PACKET)), PACKET_BACK);
	assert_false(viewdesk_shows(&c.d, "对方告知的结果"));
	stop(&c);
	start(&c); /* the caller has gone meanwhile: whom it was for has what is known */
	ring_1107(&c);
	hear(&c, PHONE_CALLING, CAUSE_NONE);
	c.d.desk.call.active = false;
	hear(&c, PHONE_CLEARED, CAUSE_NONE);
	assert_int_equal(packet_code(recorded(&c, RECORD_PACKET)), PACKET_OFFER);
	stop(&c);
}

static void
who_is_busy_is_not_called(void **state)
{
	struct scene c;

	(void)state;
	start(&c);
	viewdesk_type(&c.d, "1108");
	viewdesk_key(&c.d, ACTION_ENTER);
	assert_true(viewdesk_shows(&c.d, "现在通话, 不能转"));
	assert_null(recorded(&c, RECORD_PACKET));
	stop(&c);
}

static void
who_cannot_see_it_is_named(void **state)
{
	struct scene c;

	(void)state;
	start(&c);
	viewdesk_type(&c.d, "1109");
	viewdesk_key(&c.d, ACTION_ENTER);
	viewdesk_type(&c.d, "\n");
	hear(&c, PHONE_CALLING, CAUSE_NONE);
	assert_true(viewdesk_shows(&c.d, "对方坐席和中心断线, 看不到转接单: 请口头说清。"));
	c.d.desk.link.state = LINK_OFFLINE;
	assert_true(viewdesk_shows(&c.d, "和中心的线路断着, 对方看不到转接单"));
	stop(&c);
}

/* The seat could not write it down: nothing has gone, and nothing is taken back. */
static void
what_did_not_go_is_said(void **state)
{
	struct scene c;
	struct news n = { .kind = NEWS_DONE };
	int jobs;

	(void)state;
	start(&c);
	ring_1107(&c);
	for (int i = 0; i < c.d.n_jobs; i++)
		if (c.d.jobs[i]->kind == JOB_RECORD && c.d.jobs[i]->record.kind == RECORD_PACKET)
			n.job = c.d.jobs[i]->id;
	hear(&c, PHONE_CALLING, CAUSE_NONE);
	err_set(&n.err, ERR_DISK_FULL, "磁盘已满。");
	viewdesk_news(&c.d, &n);
	assert_true(viewdesk_shows(&c.d, "转接单没有送出, 请口头说清: 磁盘已满。"));
	assert_false(viewdesk_shows(&c.d, "转接单已送出"));
	jobs = c.d.n_jobs;
	hear(&c, PHONE_NOT_REACHED, CAUSE_NO_ANSWER);
	for (int i = jobs; i < c.d.n_jobs; i++)
		assert_int_not_equal(c.d.jobs[i]->record.kind, RECORD_PACKET);
	stop(&c);
}

/* An answer that is none leaves the directory as it is. */
static void
an_answer_that_is_none(void **state)
{
	struct scene c;

	(void)state;
	start(&c);
	stop(&c);
	(void)memset(&c, 0, sizeof(c));
	viewdesk_init(&c.d, 24, 80);
	viewcache_open(&c.k, &c.d);
	viewdesk_open(&c.d, "transfer", NULL);
	viewdesk_reply(&c.d, ERR_OK, "{\"seats\":[{\"seat_no\":7}]}");
	viewdesk_type(&c.d, "110");
	assert_false(viewdesk_shows(&c.d, "坐席 "));
	assert_true(viewdesk_shows(&c.d, "110 报警"));
	stop(&c);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(who_is_there_and_what_goes),
		cmocka_unit_test(it_stays_with_who_has_the_caller),
		cmocka_unit_test(what_takes_it_back),
		cmocka_unit_test(who_is_busy_is_not_called),
		cmocka_unit_test(who_cannot_see_it_is_named),
		cmocka_unit_test(what_did_not_go_is_said),
		cmocka_unit_test(an_answer_that_is_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
