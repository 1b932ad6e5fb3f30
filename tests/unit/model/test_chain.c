/* The event hash: golden values computed apart from this code (from the page in chain.c alone), every byte flipped,
 * and identities withheld or erased. These values never change. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "base/secret.h"
#include "base/str.h"
#include "model/chain.h"
#include "model/workflow.h"

static const char GOLDEN_IDENTITY[] =
    "018b62d899f1f4bc13716d46492236ae562592e5fae399a28f57767e73048667";
static const char GOLDEN_1[] = "989cd18e800031b877421f20a957d56fd23cb1c9080f03daa3156eac3a55b501";
static const char GOLDEN_2[] = "03be4f5d15494ee4d7d13a14badd7f0296fc6f2edc50a8284eaceea8897ed4e3";

static void
first(struct event *ev)
{
	event_init(ev);
	strcpy(ev->id, "018f0000-0000-7000-8000-000000000001");
	strcpy(ev->ticket, "018f0000-0000-7000-8000-0000000000aa");
	strcpy(ev->via, "018f0000-0000-7000-8000-0000000000dd");
	strcpy(ev->actor, "1154");
	strcpy(ev->actor_name, "王芳");
	ev->seq = 1;
	ev->kind = EVENT_SUBMIT;
	ev->from = STATE_NONE;
	ev->to = STATE_PENDING;
	ev->at = 1795142551000;
	ev->at_server = 1795142551500;
	for (int i = 0; i < 16; i++)
		ev->salt[i] = (uint8_t)i;
	assert_true(fields_set(&ev->set, TF_CONTENT, "红山路78号路灯坏了"));
	assert_true(fields_set(&ev->set, TF_TYPE, "help"));
	assert_true(fields_set(&ev->set, TF_DEMAND, ""));
	assert_true(fields_set(&ev->set, TF_NAME, "张三"));
	assert_true(fields_set(&ev->set, TF_CONTACT_PHONE, "13800005678"));
	assert_true(args_set(&ev->args, EA_REASON, "问不到"));
}

static void
second(struct event *ev)
{
	event_init(ev);
	strcpy(ev->id, "018f0000-0000-7000-8000-000000000002");
	strcpy(ev->ticket, "018f0000-0000-7000-8000-0000000000aa");
	strcpy(ev->via, "018f0000-0000-7000-8000-0000000000dd");
	strcpy(ev->actor, "1154");
	strcpy(ev->actor_name, "王芳");
	ev->seq = 2;
	ev->kind = EVENT_AMEND;
	ev->from = ev->to = STATE_PENDING;
	ev->at = 1795142600000;
	ev->at_server = 1795142600100;
	ev->offline = true;
	assert_true(fields_set(&ev->set, TF_ADDRESS, "红山路87号"));
	assert_true(fields_set(&ev->was, TF_ADDRESS, ""));
}

static void
golden(void **state)
{
	struct event a, b;
	char hex[SECRET_HEX_SIZE];

	(void)state;
	first(&a);
	second(&b);
	chain_seal(&a, "");
	secret_hex(a.identity_hash, 32, hex);
	assert_string_equal(hex, GOLDEN_IDENTITY);
	assert_true(a.has_identity);
	assert_string_equal(a.prev_hash, "");
	assert_string_equal(a.hash, GOLDEN_1);
	chain_seal(&b, a.hash);
	assert_false(b.has_identity);
	assert_string_equal(b.prev_hash, GOLDEN_1);
	assert_string_equal(b.hash, GOLDEN_2);
	assert_int_equal(chain_check(&a, "", NULL), ERR_OK);
	assert_int_equal(chain_check(&b, a.hash, NULL), ERR_OK);
	event_free(&a);
	event_free(&b);
}

static void
must_fail(const struct event *ev, const char *what)
{
	struct err e;

	err_clear(&e);
	if (chain_check(ev, GOLDEN_1, &e) == ERR_OK)
		fail_msg("%s was changed and nobody noticed", what);
	assert_int_equal(e.code, ERR_CORRUPT);
	assert_non_null(strstr(e.where, ev->ticket));
	assert_non_null(strstr(e.where, "/7"));
}

static void
flip_bytes(const struct event *ev, void *p, size_t n, const char *what)
{
	uint8_t *bytes = p;

	for (size_t i = 0; i < n; i++)
		for (int bit = 0; bit < 8; bit += 7) {
			bytes[i] ^= (uint8_t)(1u << bit);
			if (bytes[i] !=
			    0) /* a NUL would only shorten a text, which is tried below */
				must_fail(ev, what);
			bytes[i] ^= (uint8_t)(1u << bit);
		}
}

/* An event with every field and argument filled, sealed as the seventh of its ticket. */
static void
full(struct event *ev)
{
	first(ev);
	ev->seq = 7;
	strcpy(ev->unit, "1021");
	for (int i = 0; i < TF_COUNT; i++) {
		assert_true(fields_set(&ev->set, (enum ticket_field)i, "set"));
		assert_true(fields_set(&ev->was, (enum ticket_field)i, "was"));
	}
	for (int i = 0; i < EA_COUNT; i++)
		assert_true(args_set(&ev->args, (enum event_arg)i, "arg"));
	chain_seal(ev, GOLDEN_1);
	assert_int_equal(chain_check(ev, GOLDEN_1, NULL), ERR_OK);
}

static void
every_byte_counts(void **state)
{
	struct event ev;

	(void)state;
	full(&ev);
	flip_bytes(&ev, ev.id, strlen(ev.id), "id");
	flip_bytes(&ev, ev.actor, strlen(ev.actor), "actor");
	flip_bytes(&ev, ev.actor_name, strlen(ev.actor_name), "actor_name");
	flip_bytes(&ev, ev.unit, strlen(ev.unit), "unit");
	flip_bytes(&ev, ev.via, strlen(ev.via), "via");
	flip_bytes(&ev, ev.prev_hash, strlen(ev.prev_hash), "prev_hash");
	flip_bytes(&ev, ev.hash, strlen(ev.hash), "hash");
	flip_bytes(&ev, ev.salt, sizeof(ev.salt), "salt");
	flip_bytes(&ev, ev.identity_hash, sizeof(ev.identity_hash), "identity_hash");
	for (int i = 0; i < TF_COUNT; i++) {
		const char *name = field_info((enum ticket_field)i)->json;

		flip_bytes(&ev, ev.set.v[i], 3, name);
		flip_bytes(&ev, ev.was.v[i], 3, name);
	}
	for (int i = 0; i < EA_COUNT; i++)
		flip_bytes(&ev, ev.args.v[i], 3, arg_info((enum event_arg)i)->json);
	assert_int_equal(chain_check(&ev, GOLDEN_1, NULL), ERR_OK);
	event_free(&ev);
}

#define CHANGED(member, value)                       \
	do {                                         \
		struct event copy;                   \
		event_init(&copy);                   \
		assert_true(event_copy(&copy, &ev)); \
		copy.member = (value);               \
		must_fail(&copy, #member);           \
		event_free(&copy);                   \
	} while (0)

static void
every_number_counts(void **state)
{
	struct event ev;

	(void)state;
	full(&ev);
	CHANGED(kind, EVENT_AMEND);
	CHANGED(kind, -1);
	CHANGED(from, STATE_DRAFT);
	CHANGED(to, STATE_CLOSED);
	CHANGED(at, ev.at + 1);
	CHANGED(at_server, ev.at_server - 1);
	CHANGED(offline, !ev.offline);
	ev.ticket[5] ^= 1;
	must_fail(&ev, "ticket");
	ev.ticket[5] ^= 1;
	ev.seq = 77;
	must_fail(&ev, "seq");
	event_free(&ev);
}

static void
presence_counts(void **state)
{
	struct event ev;

	(void)state;
	for (int i = 0; i < TF_COUNT; i++) {
		const enum ticket_field f = (enum ticket_field)i;

		full(&ev);
		assert_true(fields_set(&ev.set, f, ""));
		must_fail(&ev, field_info(f)->json);
		assert_true(fields_set(&ev.set, f, NULL));
		must_fail(&ev, field_info(f)->json);
		event_free(&ev);
	}
	/* Moving text from one value to its neighbour changes no byte in a row, only the lengths. */
	full(&ev);
	assert_true(fields_set(&ev.set, TF_CONTENT, "setset"));
	assert_true(fields_set(&ev.set, TF_DEMAND, ""));
	must_fail(&ev, "content and demand");
	event_free(&ev);
}

static void
order_counts(void **state)
{
	struct event a, b;

	(void)state;
	first(&a);
	second(&b);
	chain_seal(&a, "");
	chain_seal(&b, a.hash);
	assert_int_equal(chain_check(&b, "", NULL), ERR_CORRUPT);
	assert_int_equal(chain_check(&a, b.hash, NULL), ERR_CORRUPT);
	assert_int_equal(chain_check(&b, "not a hash", NULL), ERR_CORRUPT);
	strcpy(b.prev_hash, "not a hash");
	assert_int_equal(chain_check(&b, "not a hash", NULL), ERR_CORRUPT);
	event_free(&a);
	event_free(&b);
}

static void
withheld_and_erased_still_verify(void **state)
{
	struct event ev;

	(void)state;
	full(&ev);
	event_drop_identity(&ev);
	assert_int_equal(chain_check(&ev, GOLDEN_1, NULL), ERR_OK);
	ev.identity_withheld = false; /* erased for good, with its salt */
	memset(ev.salt, 0, sizeof(ev.salt));
	assert_int_equal(chain_check(&ev, GOLDEN_1, NULL), ERR_OK);
	ev.identity_hash[3] ^= 1;
	must_fail(&ev, "digest of an erased identity");
	ev.identity_hash[3] ^= 1;
	assert_true(fields_set(&ev.set, TF_NAME, "李四"));
	must_fail(&ev, "an identity put back");
	event_free(&ev);
}

static void
no_identity_is_zeros(void **state)
{
	static const uint8_t zeros[32];
	struct event ev;

	(void)state;
	second(&ev);
	memset(ev.salt, 9, sizeof(ev.salt));
	memset(ev.identity_hash, 9, sizeof(ev.identity_hash));
	ev.has_identity = true;
	chain_identity(&ev);
	assert_false(ev.has_identity);
	assert_memory_equal(ev.identity_hash, zeros, sizeof(zeros));
	event_free(&ev);
}

static int
setup(void **state)
{
	(void)state;
	return secret_init(NULL) == ERR_OK ? 0 : -1;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(golden),
		cmocka_unit_test(every_byte_counts),
		cmocka_unit_test(every_number_counts),
		cmocka_unit_test(presence_counts),
		cmocka_unit_test(order_counts),
		cmocka_unit_test(withheld_and_erased_still_verify),
		cmocka_unit_test(no_identity_is_zeros),
	};

	return cmocka_run_group_tests(tests, setup, NULL);
}
