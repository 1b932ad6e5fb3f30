/* Tickets read from their text itself: as by way of the tree, or not at all. */
#include "sample.h"

#include "base/limits.h"
#include "wire/json_p.h"
#include "wire/rows_p.h"
#include "wire/ticket_json.h"

#define SEEDS   200
#define DAMAGED 60 /* ways in which each is damaged */

#define TICKET_ID "01890000-0000-7000-8000-000000000001"
#define OPEN      "{\"id\":\"" TICKET_ID "\",\"state\":\"pending\",\"rev\":1"

/* By way of the tree alone. */
static enum err_code
read_tree(const char *text, size_t len, struct ticket *t)
{
	const struct json_in in = { false, NULL };
	json_t *root;
	enum err_code rc = json_parse(text, len, LIMIT_BODY_BYTES, &root, NULL);

	if (rc == ERR_OK)
		rc = rows_read_ticket(&in, NULL, root, t);
	json_decref(root);
	return rc;
}

/* What is taken is taken by both, as the same; what is not leaves nothing behind. */
static bool
is_taken(const char *text, size_t len)
{
	static struct ticket fresh, one, two;
	struct str as_one = { 0 }, as_two = { 0 };
	bool taken;

	ticket_init(&fresh);
	ticket_init(&one);
	ticket_init(&two);
	taken = rows_scan_ticket(text, len, &one);
	if (!taken)
		assert_memory_equal(&one, &fresh, sizeof(one));
	if (taken && read_tree(text, len, &two) != ERR_OK)
		fail_msg("by no tree: %.*s", (int)len, text);
	if (taken) {
		ticket_json_write(&one, true, &as_one);
		ticket_json_write(&two, true, &as_two);
		assert_string_equal(str_c(&as_one), str_c(&as_two));
	}
	ticket_free(&one);
	ticket_free(&two);
	str_free(&as_one);
	str_free(&as_two);
	return taken;
}

/* Without what is rare: escapes by number, the last planes of Unicode, numbers of 19 digits. */
static void
make_usual(struct str *json)
{
	size_t digits = 0;

	for (size_t at = 0; at < json->len; at++) {
		const char *p = json->s + at;

		if (p[0] == '\\' && p[1] == 'u')
			str_splice(json, at, strlen("\\u0001"), "x", 1);
		else if ((unsigned char)p[0] == 0xF4)
			str_splice(json, at, 4, "x", 1);
		else if (p[0] == '\\')
			at++; /* what it stands before is no backslash */
		digits = json->s[at] >= '0' && json->s[at] <= '9' ? digits + 1 : 0;
		if (digits > 18)
			json->s[at] = ' ';
	}
}

/* A worked-on ticket, as a centre writes it; every second one is quite usual. */
static void
sample_json(uint32_t seed, struct str *out)
{
	struct sample s = sample_seed(seed);
	struct ticket t;

	sample_ticket(&s, &t);
	t.n_assign = (int)(seed % ASSIGN_MAX);
	for (int i = 0; i < t.n_assign; i++)
		(void)snprintf(t.assign[i].unit, sizeof(t.assign[i].unit), "%d", 1000 + i);
	for (int i = 0; i < REQUEST_COUNT; i++)
		t.request[i].at = sample_below(&s, 2) * 1000;
	str_reset(out);
	ticket_json_write(&t, true, out);
	if (seed % 2 == 0)
		make_usual(out);
	ticket_free(&t);
}

static void
test_as_the_tree(void **state)
{
	struct str json = { 0 }, plain = { 0 };
	int taken = 0;

	(void)state;
	for (uint32_t seed = 1; seed <= SEEDS; seed++) {
		bool is;

		sample_json(seed, &json);
		is = is_taken(json.s, json.len);
		if (!is && seed % 2 == 0)
			fail_msg("seed %u: %s", seed, json.s);
		taken += is;
	}
	assert_true(taken < SEEDS); /* what is rare is left to the tree */
	str_add(&plain, OPEN
	    ",\"round\":2,\"created_offline\":true,\"created_at\":1790000000000,\"matter\":{"
	    "\"content\":\"\\\"路\\\"灯\\n不亮\\\\\\/\",\"title\":\"\",\"urgency\":\"general\"},"
	    "\"work\":{\"return_until\":-5,\"before\":\"pending\",\"assign\":[{\"unit\":\"1001\","
	    "\"role\":\"lead\",\"state\":\"waiting\",\"late_signin\":false},{\"unit\":\"1002\","
	    "\"role\":\"co\",\"state\":\"waiting\"}],\"asked\":{\"return\":{\"at\":7,\"by\":"
	    "\"6004\"}"
	    "}},\"identity\":{\"caller_phone\":\"13900000077\"}}");
	assert_true(is_taken(plain.s, plain.len));
	str_free(&json);
	str_free(&plain);
}

static void
damage(struct sample *s, struct str *text)
{
	static const char with[] = "{}[]\",:0195-+. etfnu\\/\n\x01\x7f\xe4\xff";
	const size_t at = (size_t)sample_below(s, (int)text->len);
	const char c = with[sample_below(s, (int)sizeof(with))];

	switch (sample_below(s, 4)) {
	case 0:
		text->s[at] = c;
		break;
	case 1:
		str_splice(text, at, 1, "", 0);
		break;
	case 2:
		str_splice(text, at, 0, &c, 1);
		break;
	default:
		str_splice(text, at, text->len - at, "", 0);
	}
}

static void
test_damaged(void **state)
{
	struct str json = { 0 }, torn = { 0 };
	int taken = 0;

	(void)state;
	for (uint32_t seed = 1; seed <= SEEDS; seed++) {
		struct sample s = sample_seed(seed);

		sample_json(seed, &json);
		for (int i = 0; i < DAMAGED; i++) {
			str_reset(&torn);
			str_add_n(&torn, json.s, json.len);
			damage(&s, &torn);
			taken += is_taken(torn.s, torn.len);
		}
	}
	assert_true(taken > 0); /* some of it is no damage */
	str_free(&json);
	str_free(&torn);
}

/* Not as we write it: the tree decides, and has the words. */
static void
test_left_to_the_tree(void **state)
{
	static const char *const texts[] = {
		"",
		" ",
		"[]",
		"{}",
		OPEN,
		OPEN "}x",
		OPEN ",}",
		OPEN ",\"rev\":2}",
		OPEN ",\"colour\":1}",
		OPEN ",\"round\":null}",
		OPEN ",\"round\":1.0}",
		OPEN ",\"round\":01}",
		OPEN ",\"round\":-1}",
		OPEN ",\"round\":2147483648}",
		OPEN ",\"created_at\":1234567890123456789}",
		OPEN ",\"created_offline\":1}",
		OPEN ",\"created_by\":7}",
		OPEN ",\"created_by\":\"12345678901234567\"}",
		OPEN ",\"merged_into\":\"7\"}",
		OPEN ",\"matter\":{\"title\":\"a\",\"title\":\"b\"}}",
		OPEN ",\"matter\":{\"title\":\"a\"},\"matter\":{}}",
		OPEN ",\"matter\":{\"shoe_size\":\"41\"}}",
		OPEN ",\"matter\":{\"title\":\"\\u0041\"}}",
		OPEN ",\"matter\":{\"title\":\"\xed\xa0\x80\"}}",
		OPEN ",\"identity\":{\"title\":\"a\"},\"matter\":{\"title\":\"b\"}}",
		OPEN ",\"identity\":null}",
		OPEN ",\"identity\":{},\"work\":{}}",
		OPEN ",\"work\":{},\"work\":{}}",
		OPEN ",\"work\":{\"asked\":{\"return\":{},\"return\":{}}}}",
		OPEN ",\"work\":{\"asked\":{\"dance\":{}}}}",
		OPEN
		",\"work\":{\"assign\":[{\"unit\":\"\",\"role\":\"co\",\"state\":\"waiting\"}]}}",
		OPEN ",\"work\":{\"assign\":[{\"unit\":\"1001\",\"role\":\"co\"}]}}",
		"{\"state\":\"pending\",\"rev\":1}",
		"{\"id\":\"" TICKET_ID "\",\"state\":\"gone\",\"rev\":1}",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		if (is_taken(texts[i], strlen(texts[i])))
			fail_msg("%s", texts[i]);
	assert_true(is_taken(OPEN " } \n", strlen(OPEN " } \n")));
}

/* As many assignments as a ticket holds, and one more. */
static void
test_assignments(void **state)
{
	(void)state;
	for (int n = ASSIGN_MAX; n <= ASSIGN_MAX + 1; n++) {
		struct str json = { 0 };

		str_add(&json, OPEN ",\"work\":{\"assign\":[");
		for (int i = 0; i < n; i++)
			str_addf(&json, "%s{\"unit\":\"%d\",\"role\":\"co\",\"state\":\"waiting\"}",
			    i > 0 ? "," : "", 1000 + i);
		str_add(&json, "]}}");
		assert_int_equal(is_taken(json.s, json.len), n == ASSIGN_MAX);
		str_free(&json);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_as_the_tree),
		cmocka_unit_test(test_damaged),
		cmocka_unit_test(test_left_to_the_tree),
		cmocka_unit_test(test_assignments),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
