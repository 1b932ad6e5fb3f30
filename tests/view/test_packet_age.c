/* test_packet_age: the packets of handing over on the screen: which ring still, by the one clock that two seats share; what Enter
 * makes of each, and which it only explains. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "../lib/viewcache.h"
#include "../lib/viewdesk.h"
#include "base/str.h"
#include "model/packet.h"

#define MINUTE_MS INT64_C(60000)

struct scene {
	struct viewdesk d;
	struct viewcache k;
};

static void
start(struct scene *c)
{
	(void)memset(c, 0, sizeof(*c));
	viewdesk_init(&c->d, 24, 80);
	viewcache_open(&c->k, &c->d);
}

static void
stop(struct scene *c)
{
	viewdesk_free(&c->d);
	viewcache_close(&c->k);
}

/* Offered that long ago by the centre's clock; its id. */
static void
offered(struct scene *c, const char *by, const char *to, int64_t ago_ms, char id[ID_SIZE])
{
	struct packet p = { 0 };
	struct record r = { .at = VIEWDESK_NOW - ago_ms };

	id_new(id);
	(void)str_copy(r.id, sizeof(r.id), id);
	(void)str_copy(r.by, sizeof(r.by), by);
	(void)str_copy(p.to, sizeof(p.to), to);
	(void)str_copy(p.phone, sizeof(p.phone), "13800005678");
	(void)str_copy(p.why, sizeof(p.why), "他接过上一次");
	assert_true(fields_set(&p.f, TF_CONTENT, "红山路78号路灯不亮"));
	assert_true(packet_offer(&p, &r));
	assert_int_equal(cache_record_add(c->k.w, &r, NULL), ERR_OK);
	packet_free(&p);
	record_free(&r);
}

/* A clock that is wrong by a quarter of an hour lets no packet ring too long, or not at all. */
static void
how_old_it_is_the_centres_clock_says(void **state)
{
	static const int64_t wrong_ms[] = { 0, 15 * MINUTE_MS, -15 * MINUTE_MS };
	char id[ID_SIZE];

	(void)state;
	for (size_t i = 0; i < sizeof(wrong_ms) / sizeof(wrong_ms[0]); i++)
		for (int late = 0; late < 2; late++) {
			struct scene c;

			start(&c);
			offered(&c, "1107", "1154", late != 0 ? 11 * MINUTE_MS : 9 * MINUTE_MS, id);
			c.d.desk.now = VIEWDESK_NOW + wrong_ms[i];
			c.d.desk.link.offset_ms = -wrong_ms[i];
			viewdesk_open(&c.d, "packet", NULL);
			assert_true(viewdesk_shows(&c.d, late != 0 ? "没人接手" : "等接听"));
			assert_true(viewdesk_shows(&c.d, "138****5678"));
			assert_false(viewdesk_shows(&c.d, "13800005678"));
			stop(&c);
		}
}

static void
what_enter_makes_of_it(void **state)
{
	struct scene c;
	char id[ID_SIZE];

	(void)state;
	start(&c);
	offered(&c, "1107", "1154", MINUTE_MS, id);
	viewdesk_open(&c.d, "packet", NULL);
	c.d.desk.call.ringing = true;
	viewdesk_key(&c.d, ACTION_ENTER);
	assert_true(viewdesk_shows(&c.d, "先按 F2 接听"));
	assert_string_equal(c.d.desk.packet, "");
	c.d.desk.call.ringing = false;
	viewdesk_key(&c.d, ACTION_ENTER);
	assert_string_equal(c.d.desk.packet, id);
	stop(&c);
	start(&c); /* one's own is no sheet of another's */
	offered(&c, "1154", "1107", MINUTE_MS, id);
	viewdesk_open(&c.d, "packet", NULL);
	viewdesk_key(&c.d, ACTION_ENTER);
	assert_true(viewdesk_shows(&c.d, "这张是您转出的"));
	assert_string_equal(c.d.desk.packet, "");
	stop(&c);
	start(&c); /* between two others: not here at all */
	offered(&c, "1122", "1107", MINUTE_MS, id);
	viewdesk_open(&c.d, "packet", NULL);
	assert_true(viewdesk_shows(&c.d, "没有转接单"));
	stop(&c);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(how_old_it_is_the_centres_clock_says),
		cmocka_unit_test(what_enter_makes_of_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
