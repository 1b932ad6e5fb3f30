/* test_packet: 转接单 at both sizes: one that rings here, one that was taken, one of hers that was taken back; a long sheet; none. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "../lib/viewcache.h"
#include "../lib/viewdesk.h"
#include "base/id.h"
#include "base/str.h"
#include "client/cache/write.h"
#include "model/packet.h"

#define MINUTE INT64_C(60000)

struct scene {
	struct viewdesk d;
	struct viewcache k;
};

static void
sit(struct scene *s, bool wide)
{
	(void)memset(s, 0, sizeof(*s));
	viewdesk_init(&s->d, wide ? 36 : 24, wide ? 120 : 80);
	viewcache_open(&s->k, &s->d);
	viewcache_story(&s->k);
	s->d.desk.link.state = LINK_ONLINE;
}

static void
get_up(struct scene *s)
{
	viewdesk_free(&s->d);
	viewcache_close(&s->k);
}

static void
put(struct scene *s, struct record *r, const char *by, const char *id, int64_t ago_ms)
{
	(void)str_copy(r->id, sizeof(r->id), id);
	(void)str_copy(r->by, sizeof(r->by), by);
	r->at = s->d.desk.now - ago_ms;
	assert_int_equal(cache_record_add(s->k.w, r, NULL), ERR_OK);
	record_free(r);
}

/* ${id} of ${by} for ${to}; *p as it stands then. */
static void
offer(struct scene *s, const char *id, const char *by, const char *to, int64_t ago_ms,
    const char *content, struct packet *p)
{
	struct record r = { .at = 0 };

	*p = (struct packet){ .at = 0 };
	(void)str_copy(p->to, sizeof(p->to), to);
	(void)str_copy(p->seat, sizeof(p->seat), by);
	(void)str_copy(p->call, sizeof(p->call), "c1");
	(void)str_copy(p->phone, sizeof(p->phone), "13800005678");
	(void)str_copy(p->why, sizeof(p->why), "要问路灯改造的钱谁出");
	(void)str_copy(p->told, sizeof(p->told), "已告知先绕行");
	assert_true(fields_set(&p->f, TF_CONTENT, content));
	assert_true(fields_set(&p->f, TF_DEMAND, "尽快修好"));
	assert_true(fields_set(&p->f, TF_CATEGORY, "0205"));
	assert_true(fields_set(&p->f, TF_TYPE, "help"));
	assert_true(fields_set(&p->f, TF_ADDRESS, "红山路78号"));
	assert_true(fields_set(&p->f, TF_EVENT_TIME, "三天前"));
	assert_true(fields_set(&p->f, TF_CALLED, "张女士"));
	assert_true(packet_offer(p, &r));
	put(s, &r, by, id, ago_ms);
	(void)str_copy(p->id, sizeof(p->id), id);
	(void)str_copy(p->by, sizeof(p->by), by);
}

static void
say(struct scene *s, const struct packet *p, enum packet_code code, const char *by, const char *id,
    int64_t ago_ms)
{
	struct record r = { .at = 0 };

	assert_true(packet_say(p, code, by, code == PACKET_BACK ? "来电人又接回来了" : "", &r));
	put(s, &r, by, id, ago_ms);
}

#define ID(n) "0190a000-0000-7000-8000-00000000e00" n

static void
three(struct scene *s)
{
	struct packet p;

	offer(s, ID("1"), "1107", "1154", 40 * MINUTE, "幸福里三天没有暖气", &p);
	say(s, &p, PACKET_TAKEN, "1154", ID("2"), 38 * MINUTE);
	packet_free(&p);
	offer(s, ID("3"), "1154", "1107", 20 * MINUTE, "垃圾三天没人清", &p);
	say(s, &p, PACKET_BACK, "1154", ID("4"), 18 * MINUTE);
	packet_free(&p);
	offer(s, ID("5"), "1107", "1154", 5000, "红山路78号门前的路灯三天没亮了, 晚上回家很黑", &p);
	packet_free(&p);
}

static void
at_both_sizes(void **state)
{
	struct scene s;

	(void)state;
	for (int wide = 0; wide < 2; wide++) {
		sit(&s, wide);
		three(&s);
		s.d.desk.call.ringing = true;
		viewdesk_open(&s.d, "packet", NULL);
		viewdesk_golden(&s.d, wide ? "packet-rings-120" : "packet-rings-80");
		s.d.desk.call.ringing = false;
		viewdesk_key(&s.d, ACTION_DOWN);
		assert_true(viewdesk_shows(&s.d, "您已收回。"));
		viewdesk_key(&s.d, ACTION_DOWN);
		assert_true(viewdesk_shows(&s.d, "已收作您的工单。"));
		get_up(&s);
	}
}

/* 1,000 characters of a caller in full flow: the rest of the sheet stays to be seen. */
static void
a_long_one(void **state)
{
	struct str words = { 0 };
	struct scene s;
	struct packet p;

	(void)state;
	for (int i = 0; i < 100; i++)
		str_add(&words, "路灯不亮已经三天了, ");
	for (int wide = 0; wide < 2; wide++) {
		sit(&s, wide);
		offer(&s, ID("1"), "1107", "1154", 5000, str_c(&words), &p);
		packet_free(&p);
		viewdesk_open(&s.d, "packet", NULL);
		viewdesk_golden(&s.d, wide ? "packet-long-120" : "packet-long-80");
		get_up(&s);
	}
	str_free(&words);
}

static void
none(void **state)
{
	struct scene s;

	(void)state;
	sit(&s, true);
	viewdesk_open(&s.d, "packet", NULL);
	assert_true(viewdesk_shows(&s.d, "没有转接单"));
	get_up(&s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(at_both_sizes),
		cmocka_unit_test(a_long_one),
		cmocka_unit_test(none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
