/* test_packet: what a call-taker hands over with her caller comes out at the other seat as it went in; what others say about it
 * moves it only where they may; what is no packet is refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "model/packet.h"
#include "model/role.h"

#define AT INT64_C(1764000000000)

static void
offer(struct packet *p, struct record *r)
{
	*p = (struct packet){ .to = "1101", .by = "1154", .seat = "1154", .call = "c-1" };
	(void)str_copy(p->phone, sizeof(p->phone), "13800005678");
	(void)str_copy(p->why, sizeof(p->why), "要问补贴");
	(void)str_copy(p->told, sizeof(p->told), "开窗通风");
	assert_true(fields_set(&p->f, TF_CONTENT, "第一行\n路径 C:\\n 等于=号"));
	assert_true(fields_set(&p->f, TF_CATEGORY, "0205"));
	assert_true(fields_set(&p->f, TF_CALLER_PHONE, "13800005678"));
	assert_true(fields_set(&p->f, TF_CALL_ID, "c-1"));
	*r = (struct record){ .at = AT };
	id_new(r->id);
	(void)str_copy(r->by, sizeof(r->by), "1154");
	assert_true(packet_offer(p, r));
}

static void
it_comes_out_as_it_went_in(void **state)
{
	struct packet p, q;
	struct record r;

	(void)state;
	offer(&p, &r);
	assert_int_equal(record_check(&r, NULL), ERR_OK);
	assert_true(packet_begin(&q, &r));
	assert_string_equal(q.by, "1154");
	assert_string_equal(q.to, "1101");
	assert_string_equal(q.seat, "1154");
	assert_string_equal(q.why, "要问补贴");
	assert_string_equal(q.told, "开窗通风");
	assert_string_equal(q.phone, "13800005678");
	assert_string_equal(fields_get(&q.f, TF_CONTENT), "第一行\n路径 C:\\n 等于=号");
	assert_string_equal(fields_get(&q.f, TF_CATEGORY), "0205");
	/* her own call is not the other's, and the number stands where it is masked */
	assert_null(q.f.v[TF_CALL_ID]);
	assert_null(strstr(record_text(&r), "13800005678"));
	packet_free(&q);
	packet_free(&p);
	record_free(&r);
}

static void
hears(struct packet *q, enum packet_code code, const char *by, const char *words)
{
	struct record r = { .at = AT + 1 };

	id_new(r.id);
	(void)str_copy(r.by, sizeof(r.by), by);
	assert_true(packet_say(q, code, by, words, &r));
	assert_int_equal(record_check(&r, NULL), ERR_OK);
	packet_follow(q, &r);
	record_free(&r);
}

static void
who_may_say_what(void **state)
{
	struct packet p, q;
	struct record r;

	(void)state;
	offer(&p, &r);
	assert_true(packet_begin(&q, &r));
	assert_true(packet_is_open(&q, AT + PACKET_OPEN_MS - 1));
	assert_false(packet_is_open(&q, AT + PACKET_OPEN_MS)); /* by itself */
	assert_true(packet_may_take(&q, "1101"));              /* and is kept all the same */
	assert_false(packet_may_take(&q, "1154"));
	hears(&q, PACKET_BACK, "1101", "不是她的"); /* not hers to say */
	hears(&q, PACKET_TAKEN, "1154", "");
	hears(&q, PACKET_SEEN, "1107", "");
	assert_int_equal(q.stand, PACKET_OFFER);
	hears(&q, PACKET_SEEN, "1101", "");
	assert_int_equal(q.stand, PACKET_SEEN);
	hears(&q, PACKET_BACK, "1154", "对方没接");
	assert_int_equal(q.stand, PACKET_BACK);
	assert_string_equal(q.words, "对方没接");
	assert_false(packet_may_take(&q, "1101"));
	hears(&q, PACKET_SEEN, "1101", ""); /* late on its way */
	assert_int_equal(q.stand, PACKET_BACK);
	hears(&q, PACKET_TAKEN, "1101", ""); /* she had taken it before that reached her */
	assert_int_equal(q.stand, PACKET_TAKEN);
	hears(&q, PACKET_BACK, "1154", "晚到");
	assert_int_equal(q.stand, PACKET_TAKEN);
	packet_free(&q);
	packet_free(&p);
	record_free(&r);
}

static void
what_is_no_packet_is_refused(void **state)
{
	static const char *const texts[] = { "content", "=x\n", "content=\xE5\n",
		"content=没有行尾", "seat=123456789\n",
		"urgency=一个比它的字段长得多的值一个比它的字段长得多的值\n" };
	struct packet p, q;
	struct record r;

	(void)state;
	offer(&p, &r);
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		assert_true(record_set_text(&r, texts[i]));
		if (record_check(&r, NULL) == ERR_OK)
			fail_msg("\"%s\" is a packet", texts[i]);
		assert_false(packet_begin(&q, &r));
	}
	assert_true(record_set_text(&r, "later_field=由后来的版本写的\nseat=1154\n"));
	assert_int_equal(record_check(&r, NULL), ERR_OK);
	(void)str_copy(r.object, sizeof(r.object), "1154"); /* to herself */
	assert_int_equal(record_check(&r, NULL), ERR_INVALID);
	(void)str_copy(r.object, sizeof(r.object), "1101");
	(void)str_copy(r.code, sizeof(r.code), "taken"); /* about nothing */
	r.phone[0] = '\0';
	assert_int_equal(record_check(&r, NULL), ERR_INVALID);
	packet_free(&p);
	record_free(&r);
}

static void
only_the_two_it_is_between_read_it(void **state)
{
	struct packet p;
	struct record r;

	(void)state;
	offer(&p, &r);
	assert_true(record_may_read(&r, "1101", ROLE_BIT(AGENT)));
	assert_true(record_may_read(&r, "1154", ROLE_BIT(AGENT)));
	assert_false(
	    record_may_read(&r, "1107", ROLE_BIT(AGENT) | ROLE_BIT(SENIOR) | ROLE_BIT(LEADER)));
	assert_true(record_is_awaited(&r, "1101", ROLE_BIT(AGENT)));
	assert_false(record_is_awaited(&r, "1154", ROLE_BIT(AGENT)));
	assert_false(record_may_write(&r, ROLE_BIT(DISPATCHER)));
	packet_free(&p);
	record_free(&r);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(it_comes_out_as_it_went_in),
		cmocka_unit_test(who_may_say_what),
		cmocka_unit_test(what_is_no_packet_is_refused),
		cmocka_unit_test(only_the_two_it_is_between_read_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
