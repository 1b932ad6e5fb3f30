/* Operations: both ends agree on the bytes, requests are strict, results come back. */
#include "sample.h"

#include "base/limits.h"

#define SEEDS 60

#define ID_A "01890000-0000-7000-8000-000000000001"
#define ID_B "01890000-0000-7000-8000-000000000002"

static void
test_body_there_and_back(void **state)
{
	struct str body = { 0 }, again = { 0 };

	(void)state;
	for (uint32_t seed = 1; seed <= SEEDS; seed++) {
		struct sample s = sample_seed(seed);
		struct op op, back;
		struct err e = { 0 };

		sample_op(&s, &op);
		op_init(&back);
		str_reset(&body);
		str_reset(&again);
		if (op_body(&op, &body, &e) != ERR_OK)
			fail_msg("seed %u: %s %s", seed, e.where, e.text);
		if (op_read_body(body.s, body.len, &back, &e) != ERR_OK)
			fail_msg("seed %u: %s %s", seed, e.where, e.text);
		same_fields(&op.set, &back.set);
		same_fields(&op.was, &back.was);
		same_args(&op.args, &back.args);
		assert_int_equal(op_body(&back, &again, &e), ERR_OK);
		same_json(&body, &again);
		assert_int_equal(back.n, 0);
		op_free(&op);
		op_free(&back);
	}
	str_free(&body);
	str_free(&again);
}

static void
test_body_bytes(void **state)
{
	static const char expected[] =
	    "{\"id\":\"" ID_A "\",\"by\":\"1154\",\"kind\":\"note\",\"ticket\":\"" ID_B
	    "\",\"base\":3,\"set\":{\"content\":\"路灯\",\"caller_phone\":\"13800000001\"},"
	    "\"args\":{\"note\":\"a\\nb\"},\"at\":1763692927123,\"v\":1}";
	struct op op;
	struct str body = { 0 };
	char fp[SECRET_HEX_SIZE], other[SECRET_HEX_SIZE];

	(void)state;
	op_init(&op);
	op.n = 17;
	op.age_ms = 5;
	op.kind = EVENT_NOTE;
	op.base = 3;
	op.at = INT64_C(1763692927123);
	(void)str_copy(op.id, sizeof(op.id), ID_A);
	(void)str_copy(op.ticket, sizeof(op.ticket), ID_B);
	(void)str_copy(op.by, sizeof(op.by), "1154");
	assert_true(fields_set(&op.set, TF_CALLER_PHONE, "13800000001"));
	assert_true(fields_set(&op.set, TF_CONTENT, "路灯"));
	assert_true(args_set(&op.args, EA_NOTE, "a\nb"));
	assert_int_equal(op_body(&op, &body, NULL), ERR_OK);
	assert_string_equal(str_c(&body), expected);
	/* SHA-256 of exactly these bytes. */
	op_fingerprint(body.s, body.len, fp);
	assert_int_equal(strlen(fp), 64);
	op_fingerprint(body.s, body.len - 1, other);
	assert_string_not_equal(fp, other);
	op_fingerprint("abc", 3, fp);
	assert_string_equal(fp, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
	str_free(&body);
	op_free(&op);
}

/* What the other end would refuse is refused before it is stored. */
static void
test_body_refuses(void **state)
{
	struct op op;
	struct str body = { 0 };
	struct err e = { 0 };
	char *longer = malloc(8001 * 3 + 1);
	struct sample s = sample_seed(7);

	(void)state;
	assert_non_null(longer);
	for (size_t i = 0; i < 8001; i++)
		memcpy(longer + 3 * i, "灯", 4);
	sample_op(&s, &op);
	assert_true(fields_set(&op.set, TF_CONTENT, longer));
	assert_int_equal(op_body(&op, &body, &e), ERR_LIMIT);
	assert_string_equal(e.where, "/set/content");
	assert_non_null(strstr(e.text, "超出 1 字"));
	assert_true(fields_set(&op.set, TF_CONTENT, longer + 3));
	assert_int_equal(op_body(&op, &body, &e), ERR_OK);
	assert_true(fields_set(&op.set, TF_CONTENT, "\xff"));
	assert_int_equal(op_body(&op, &body, &e), ERR_INVALID);
	assert_string_equal(e.where, "/set/content");
	assert_true(fields_set(&op.set, TF_CONTENT, NULL));
	assert_true(fields_set(&op.set, TF_TYPE, "shout"));
	assert_int_equal(op_body(&op, &body, &e), ERR_UNKNOWN_CODE);
	assert_string_equal(e.where, "/set/type");
	assert_true(fields_set(&op.set, TF_TYPE, ""));
	assert_true(args_set(&op.args, EA_REASON_CODE, "1234567890123456789012345"));
	assert_int_equal(op_body(&op, &body, &e), ERR_LIMIT);
	assert_string_equal(e.where, "/args/reason_code");
	assert_true(args_set(&op.args, EA_REASON_CODE, NULL));
	op.kind = -1;
	assert_int_equal(op_body(&op, &body, &e), ERR_UNKNOWN_CODE);
	op.kind = EVENT_NOTE;
	op.id[0] = '\0';
	assert_int_equal(op_body(&op, &body, &e), ERR_INVALID);
	op_free(&op);
	str_free(&body);
	free(longer);
}

static void
test_copy_and_event(void **state)
{
	(void)state;
	for (uint32_t seed = 1; seed <= 10; seed++) {
		struct sample s = sample_seed(seed);
		struct op op, copy;
		struct event ev;
		struct str a = { 0 }, b = { 0 };

		sample_op(&s, &op);
		assert_true(fields_set(&op.set, TF_NAME, "吴无名"));
		sample_op(&s, &copy); /* holds something to be freed */
		assert_true(op_copy(&copy, &op));
		assert_true(op_copy(&copy, &copy));
		assert_int_equal(op_body(&op, &a, NULL), ERR_OK);
		event_init(&ev);
		assert_true(op_event(&op, &ev));
		op_free(&op);
		assert_int_equal(op_body(&copy, &b, NULL), ERR_OK);
		same_json(&a, &b);
		assert_int_equal(copy.n, op.n);
		assert_string_equal(ev.id, copy.id);
		assert_string_equal(ev.ticket, copy.ticket);
		assert_string_equal(ev.actor, copy.by);
		assert_int_equal(ev.kind, copy.kind);
		assert_int_equal(ev.at, copy.at);
		assert_true(ev.has_identity);
		same_fields(&ev.set, &copy.set);
		same_fields(&ev.was, &copy.was);
		same_args(&ev.args, &copy.args);
		event_free(&ev);
		op_free(&copy);
		str_free(&a);
		str_free(&b);
	}
}

/* ---- pushes ---- */

#define MANY 12

static void
test_push_there_and_back(void **state)
{
	(void)state;
	for (uint32_t seed = 1; seed <= 20; seed++) {
		struct sample s = sample_seed(seed);
		struct op ops[MANY];
		struct str bodies[MANY] = { { 0 } }, push = { 0 };
		struct op_item items[MANY];
		struct op_list list;
		struct err e = { 0 };
		char fp[SECRET_HEX_SIZE];

		for (int i = 0; i < MANY; i++) {
			sample_op(&s, &ops[i]);
			assert_int_equal(op_body(&ops[i], &bodies[i], &e), ERR_OK);
			items[i] =
			    (struct op_item){ ops[i].n, ops[i].age_ms, bodies[i].s, bodies[i].len };
		}
		assert_int_equal(ops_write(items, MANY, &push, &e), ERR_OK);
		if (ops_read(push.s, push.len, &list, &e) != ERR_OK)
			fail_msg("seed %u: %s %s", seed, e.where, e.text);
		assert_int_equal(list.count, MANY);
		for (int i = 0; i < MANY; i++) {
			assert_int_equal(list.ops[i].n, ops[i].n);
			assert_int_equal(list.ops[i].age_ms, ops[i].age_ms);
			same_fields(&list.ops[i].set, &ops[i].set);
			op_fingerprint(bodies[i].s, bodies[i].len, fp);
			assert_string_equal(list.fingerprint[i], fp);
			op_free(&ops[i]);
			str_free(&bodies[i]);
		}
		op_list_free(&list);
		str_free(&push);
	}
}

#define BODY(extra)                                                                 \
	"{\"id\":\"" ID_A "\",\"by\":\"1154\",\"kind\":\"note\",\"ticket\":\"" ID_B \
	"\",\"base\":0," extra "\"at\":5,\"v\":1}"
#define PUSH(extra) "{\"ops\":[{\"n\":1,\"age\":0,\"body\":" BODY(extra) "}]}"

/* White space, escapes and the order of members are the sender's business: it is the same operation. */
static void
test_fingerprint_is_of_the_meaning(void **state)
{
	static const char plain[] = PUSH("\"set\":{\"title\":\"灯\",\"demand\":\"修\"},");
	static const char other[] =
	    "\n{ \"ops\" : [ { \"body\" : { \"v\":1, \"at\" : 5, \"set\": {\"demand\":\"\\u4fee\", "
	    "\"title\":\"\\u706f\"}, \"args\":{}, \"base\":0,\"ticket\":\"" ID_B
	    "\",\"kind\":\"note\",\"by\":\"1154\",\"id\":\"" ID_A
	    "\"}, \"age\": 9, \"n\": 1 } ] }\n";
	static const char different[] = PUSH("\"set\":{\"title\":\"灯\",\"demand\":\"\"},");
	struct op_list a, b, c;

	(void)state;
	assert_int_equal(ops_read(plain, strlen(plain), &a, NULL), ERR_OK);
	assert_int_equal(ops_read(other, strlen(other), &b, NULL), ERR_OK);
	assert_int_equal(ops_read(different, strlen(different), &c, NULL), ERR_OK);
	assert_string_equal(a.fingerprint[0], b.fingerprint[0]);
	assert_string_not_equal(a.fingerprint[0], c.fingerprint[0]);
	op_list_free(&a);
	op_list_free(&b);
	op_list_free(&c);
}

static void
test_push_bad_input(void **state)
{
	static const struct {
		const char *json;
		enum err_code code;
		const char *where, *says;
	} cases[] = {
		{ "", ERR_SYNTAX, "", "为空" },
		{ "{\"ops\":[", ERR_SYNTAX, "", "不完整" },
		{ "[]", ERR_SYNTAX, "", "对象" },
		{ "{}", ERR_INVALID, "/ops", "缺少" },
		{ "{\"ops\":{}}", ERR_SYNTAX, "/ops", "数组" },
		{ "{\"ops\":[],\"more\":1}", ERR_UNKNOWN_FIELD, "/more", "" },
		{ "{\"ops\":[],\"ops\":[]}", ERR_SYNTAX, "", "两次" },
		{ "{\"ops\":[7]}", ERR_SYNTAX, "/ops/0", "" },
		{ "{\"ops\":[{\"n\":1}]}", ERR_INVALID, "/ops/0/body", "缺少" },
		{ "{\"ops\":[{\"body\":{}}]}", ERR_INVALID, "/ops/0/n", "缺少" },
		{ "{\"ops\":[{\"n\":-1,\"body\":{}}]}", ERR_INVALID, "/ops/0/n", "" },
		{ "{\"ops\":[{\"n\":1,\"body\":{},\"x/y~z\":1}]}", ERR_UNKNOWN_FIELD,
		    "/ops/0/x~1y~0z", "" },
		{ "{\"ops\":[{\"n\":1,\"body\":{}}]}", ERR_INVALID, "/ops/0/body/id", "缺少" },
		{ PUSH("\"colour\":1,"), ERR_UNKNOWN_FIELD, "/ops/0/body/colour", "" },
		{ PUSH("\"set\":{\"colour\":\"red\"},"), ERR_UNKNOWN_FIELD,
		    "/ops/0/body/set/colour", "" },
		{ PUSH("\"set\":{\"title\":1},"), ERR_SYNTAX, "/ops/0/body/set/title", "文字" },
		{ PUSH("\"set\":{\"title\":null},"), ERR_SYNTAX, "/ops/0/body/set/title", "文字" },
		{ PUSH("\"set\":null,"), ERR_SYNTAX, "/ops/0/body/set", "对象" },
		{ PUSH("\"set\":{\"type\":\"shout\"},"), ERR_UNKNOWN_CODE, "/ops/0/body/set/type",
		    "shout" },
		{ PUSH("\"set\":{\"special_groups\":\"elderly,robots\"},"), ERR_UNKNOWN_CODE,
		    "/ops/0/body/set/special_groups", "" },
		{ PUSH("\"set\":{\"confidential\":\"10\"},"), ERR_LIMIT,
		    "/ops/0/body/set/confidential", "超出 1 字" },
		{ PUSH("\"args\":{\"script_read\":\"yes\"},"), ERR_LIMIT,
		    "/ops/0/body/args/script_read", "超出 2 字" },
		{ PUSH("\"args\":{\"weather\":\"red\"},"), ERR_UNKNOWN_FIELD,
		    "/ops/0/body/args/weather", "" },
		{ PUSH("\"was\":{\"colour\":\"red\"},"), ERR_UNKNOWN_FIELD,
		    "/ops/0/body/was/colour", "" },
		{ "{\"ops\":[{\"n\":1,\"body\":{\"v\":2,\"smell\":\"?\"}}]}", ERR_NEWER,
		    "/ops/0/body/v", "更新的版本" },
		{ "{\"ops\":[{\"n\":1,\"body\":{\"id\":\"" ID_A
		  "\",\"by\":\"\",\"kind\":\"note\",\"ticket\":\"" ID_B
		  "\",\"base\":0,\"at\":5,\"v\":1}}]}",
		    ERR_INVALID, "/ops/0/body/by", "不能为空" },
		{ "{\"ops\":[{\"n\":1,\"body\":{\"id\":\"" ID_A
		  "\",\"by\":\"1154\",\"kind\":\"fly\",\"ticket\":\"" ID_B
		  "\",\"base\":0,\"at\":5,\"v\":1}}]}",
		    ERR_UNKNOWN_CODE, "/ops/0/body/kind", "fly" },
		{ "{\"ops\":[{\"n\":9007199254740993.0,\"body\":{}}]}", ERR_SYNTAX, "/ops/0/n",
		    "整数" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct op_list list;
		struct err e = { 0 };

		if (ops_read(cases[i].json, strlen(cases[i].json), &list, &e) != cases[i].code ||
		    strcmp(e.where, cases[i].where) != 0 || strstr(e.text, cases[i].says) == NULL)
			fail_msg(
			    "%s: %s at '%s': %s", cases[i].json, err_json(e.code), e.where, e.text);
		assert_int_equal(list.count, 0);
		assert_null(list.ops);
	}
}

/* Old values that would not pass today may still be what somebody saw. */
static void
test_was_is_not_judged(void **state)
{
	static const char json[] = PUSH("\"was\":{\"type\":\"shout\",\"title\":"
					"\"12345678901234567890123456789012345678901\"},");
	struct op_list list;

	(void)state;
	assert_int_equal(ops_read(json, strlen(json), &list, NULL), ERR_OK);
	op_list_free(&list);
}

/* A push that breaks off anywhere is refused, with nothing left behind (asan looks). */
static void
test_push_cut_anywhere(void **state)
{
	static const char json[] =
	    PUSH("\"set\":{\"title\":\"灯\"},\"args\":{\"note\":\"\\u706f\"},");
	struct op_list list;

	(void)state;
	for (size_t n = 0; n < strlen(json); n++) {
		char *cut = str_dup_n(json, n);

		assert_int_equal(ops_read(cut, n, &list, NULL), ERR_SYNTAX);
		free(cut);
	}
	assert_int_equal(ops_read(json, strlen(json), &list, NULL), ERR_OK);
	op_list_free(&list);
}

static void
test_push_limits(void **state)
{
	static const char body[] = BODY("");
	struct op_item items[LIMIT_OPS + 1];
	struct str push = { 0 };
	struct op_list list;
	struct err e = { 0 };

	(void)state;
	for (size_t i = 0; i <= LIMIT_OPS; i++)
		items[i] = (struct op_item){ (int64_t)i + 1, 0, body, strlen(body) };
	assert_int_equal(ops_write(items, LIMIT_OPS, &push, &e), ERR_OK);
	assert_int_equal(ops_read(push.s, push.len, &list, &e), ERR_OK);
	assert_int_equal(list.count, LIMIT_OPS);
	op_list_free(&list);
	str_reset(&push);
	assert_int_equal(ops_write(items, LIMIT_OPS + 1, &push, &e), ERR_LIMIT);
	str_reset(&push);
	str_add(&push, "{\"ops\":[");
	for (int i = 0; i <= LIMIT_OPS; i++)
		str_add(&push, i > 0 ? ",{}" : "{}");
	str_add(&push, "]}");
	assert_int_equal(ops_read(push.s, push.len, &list, &e), ERR_LIMIT);
	assert_string_equal(e.where, "/ops");
	assert_non_null(strstr(e.text, "超出 1 条"));
	str_reset(&push);
	assert_int_equal(ops_write(NULL, 0, &push, &e), ERR_OK);
	assert_int_equal(ops_read(push.s, push.len, &list, &e), ERR_OK);
	assert_int_equal(list.count, 0);
	str_reset(&push);
	while (push.len <= LIMIT_BODY_BYTES)
		str_add(&push, "          ");
	assert_int_equal(ops_read(push.s, push.len, &list, &e), ERR_LIMIT);
	str_free(&push);
}

/* ---- results ---- */

static void
test_results_there_and_back(void **state)
{
	struct op_result r[6] = { { 0 } };
	struct op_results results = { .r = r, .count = 6, .last_op = 17, .server_ms = 5 }, back;
	struct str json = { 0 }, again = { 0 };
	struct err e = { 0 };

	(void)state;
	for (int i = 0; i < 6; i++) {
		r[i].n = i + 1;
		r[i].status = (enum op_status)i;
		(void)str_copy(r[i].id, sizeof(r[i].id), ID_A);
		(void)str_copy(r[i].ticket, sizeof(r[i].ticket), ID_B);
		r[i].rev = INT64_MAX;
		r[i].seq = 3;
	}
	r[3].code = ERR_OK;
	(void)str_copy(r[3].lost, sizeof(r[3].lost), "title,content");
	r[4].code = ERR_GUARD;
	(void)str_copy(r[4].detail, sizeof(r[4].detail), "还缺“区域”");
	(void)str_copy(r[4].where, sizeof(r[4].where), "area");
	r[5].code = ERR_BUSY;
	(void)str_copy(r[0].number, sizeof(r[0].number), "261121104231115417");
	assert_int_equal(op_results_write(&results, &json), ERR_OK);
	assert_non_null(strstr(json.s, "\"status\":\"rejected\",\"code\":\"guard\""));
	assert_int_equal(op_results_read(json.s, json.len, &back, &e), ERR_OK);
	assert_int_equal(back.count, 6);
	assert_int_equal(back.last_op, 17);
	assert_int_equal(back.server_ms, 5);
	for (int i = 0; i < 6; i++) {
		assert_int_equal(back.r[i].status, i);
		assert_int_equal(back.r[i].code, r[i].code);
		assert_true(back.r[i].rev == INT64_MAX);
	}
	assert_string_equal(back.r[4].detail, "还缺“区域”");
	assert_int_equal(op_results_write(&back, &again), ERR_OK);
	same_json(&json, &again);
	op_results_free(&back);
	str_free(&json);
	str_free(&again);
}

static void
test_results_bad_input(void **state)
{
	static const struct {
		const char *json;
		enum err_code code;
		const char *where;
	} cases[] = {
		{ "{}", ERR_INVALID, "/last_op" },
		{ "{\"last_op\":1,\"server_ms\":1}", ERR_SYNTAX, "/results" },
		{ "{\"last_op\":1,\"server_ms\":1,\"results\":[{}]}", ERR_INVALID, "/results/0/n" },
		{ "{\"last_op\":1,\"server_ms\":1,\"results\":[{\"n\":1,\"status\":\"perhaps\"}]}",
		    ERR_UNKNOWN_CODE, "/results/0/status" },
		{ "<html>502</html>", ERR_SYNTAX, "" },
	};
	static const char newer[] =
	    "{\"last_op\":1,\"server_ms\":1,\"results\":[{\"n\":1,\"status\":"
	    "\"rejected\",\"code\":\"too_purple\",\"hint\":{}}],\"x\":[]}";
	struct op_results r;
	struct err e = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		if (op_results_read(cases[i].json, strlen(cases[i].json), &r, &e) !=
			cases[i].code ||
		    strcmp(e.where, cases[i].where) != 0)
			fail_msg("%s: %s at '%s'", cases[i].json, err_json(e.code), e.where);
		assert_null(r.r);
	}
	/* A newer centre may say more, and refuse for reasons we do not know: it stays a refusal. */
	assert_int_equal(op_results_read(newer, strlen(newer), &r, &e), ERR_OK);
	assert_int_equal(r.r[0].status, OP_REJECTED);
	assert_int_equal(r.r[0].code, ERR_INVALID);
	op_results_free(&r);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_body_there_and_back),
		cmocka_unit_test(test_body_bytes),
		cmocka_unit_test(test_body_refuses),
		cmocka_unit_test(test_copy_and_event),
		cmocka_unit_test(test_push_there_and_back),
		cmocka_unit_test(test_fingerprint_is_of_the_meaning),
		cmocka_unit_test(test_push_bad_input),
		cmocka_unit_test(test_was_is_not_judged),
		cmocka_unit_test(test_push_cut_anywhere),
		cmocka_unit_test(test_push_limits),
		cmocka_unit_test(test_results_there_and_back),
		cmocka_unit_test(test_results_bad_input),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
