/* Pages of changes: there and back, the order of parts, what is refused. */
#include "sample.h"

#include "base/limits.h"
#include "wire/page.h"
#include "wire/ticket_json.h"

#define ID_A "01890000-0000-7000-8000-000000000001"

struct counts {
	int tickets, events, refs, out, del;
};

/* A random page of that many rows; each list written as ${out}. */
static void
write_page(struct sample *s, struct counts c, struct str *out)
{
	struct page_writer w;
	char id[ID_SIZE];
	struct str text = { 0 };

	page_begin(&w, out, "epoch \"1\"");
	for (int i = 0; i < c.tickets; i++) {
		struct ticket t;

		sample_ticket(s, &t);
		if (i % 2 == 0) {
			page_ticket(&w, &t, true);
		} else {
			str_reset(&text);
			ticket_json_write(&t, false, &text);
			page_ticket_text(&w, text.s, text.len);
		}
		ticket_free(&t);
	}
	for (int i = 0; i < c.events; i++) {
		struct event ev;

		sample_event(s, &ev);
		page_event(&w, &ev, i % 2 == 0);
		event_free(&ev);
	}
	for (int i = 0; i < c.refs; i++) {
		sample_text(s, 100, SIZE_MAX, &text);
		page_ref(&w, "unit", "1001", i, str_c(&text));
	}
	for (int i = 0; i < c.out; i++) {
		sample_id(s, id);
		page_out(&w, "ticket", id, i);
	}
	for (int i = 0; i < c.del; i++)
		page_del(&w, "ref", "unit/1001", INT64_MAX);
	w.reference = 41;
	page_end(&w, "c-1", true, 17, 1763692927123);
	str_free(&text);
}

/* The page that was read, written again. */
static void
write_again(const struct page *p, struct str *out)
{
	struct page_writer w;

	page_begin(&w, out, p->epoch);
	for (size_t i = 0; i < p->n_tickets; i++)
		page_ticket(&w, &p->tickets[i], true);
	for (size_t i = 0; i < p->n_events; i++)
		page_event(&w, &p->events[i], true);
	for (size_t i = 0; i < p->n_refs; i++)
		page_ref(&w, p->refs[i].kind, p->refs[i].code, p->refs[i].rev, p->refs[i].text);
	for (size_t i = 0; i < p->n_out; i++)
		page_out(&w, p->out[i].kind, p->out[i].id, p->out[i].rev);
	for (size_t i = 0; i < p->n_del; i++)
		page_del(&w, p->del[i].kind, p->del[i].id, p->del[i].rev);
	w.reference = p->reference;
	page_end(&w, p->cursor, p->more, p->last_op, p->server_ms);
}

static void
test_there_and_back(void **state)
{
	struct str json = { 0 }, again = { 0 };

	(void)state;
	/* Every mixture of empty and filled lists, and so every step from part to part. */
	for (uint32_t mix = 0; mix < 32; mix++) {
		struct sample s = sample_seed(mix + 1);
		struct counts c = { mix & 1 ? 3 : 0, mix & 2 ? 4 : 0, mix & 4 ? 2 : 0,
			mix & 8 ? 2 : 0, mix & 16 ? 1 : 0 };
		struct page p;
		struct err e = { 0 };

		str_reset(&json);
		str_reset(&again);
		write_page(&s, c, &json);
		assert_false(json.bad);
		if (page_read(json.s, json.len, &p, &e) != ERR_OK)
			fail_msg("mix %u: %s %s", mix, e.where, e.text);
		assert_int_equal(p.n_tickets, c.tickets);
		assert_int_equal(p.n_events, c.events);
		assert_int_equal(p.n_refs, c.refs);
		assert_int_equal(p.n_out, c.out);
		assert_int_equal(p.n_del, c.del);
		assert_string_equal(p.epoch, "epoch \"1\"");
		assert_string_equal(p.cursor, "c-1");
		assert_true(p.more);
		assert_int_equal(p.last_op, 17);
		assert_int_equal(p.reference, 41);
		assert_int_equal(p.server_ms, 1763692927123);
		write_again(&p, &again);
		same_json(&json, &again);
		page_free(&p);
	}
	str_free(&json);
	str_free(&again);
}

static void
test_bytes(void **state)
{
	struct page_writer w;
	struct str out = { 0 };

	(void)state;
	page_begin(&w, &out, "e");
	page_end(&w, "c", false, 0, 9);
	assert_string_equal(str_c(&out),
	    "{\"epoch\":\"e\",\"rows\":{},\"cursor\":\"c\",\"more\":false,"
	    "\"last_op\":0,\"server_ms\":9}");
	str_reset(&out);
	page_begin(&w, &out, "e");
	page_ref(&w, "unit", "1001", 7, "a\tb");
	page_ref(&w, "unit", "1002", 8, "");
	page_del(&w, "ref", "unit/1003", 9);
	page_end(&w, "c", true, 0, 9);
	assert_string_equal(str_c(&out),
	    "{\"epoch\":\"e\",\"rows\":{\"ref\":[[\"unit\",\"1001\",7,\"a\\tb\"],[\"unit\","
	    "\"1002\",8,\"\"]]},"
	    "\"del\":[[\"ref\",\"unit/"
	    "1003\",9]],\"cursor\":\"c\",\"more\":true,\"last_op\":0,\"server_ms\":9}");
	str_free(&out);
}

/* A writer used in the wrong order makes no page at all. */
static void
test_wrong_order(void **state)
{
	struct page_writer w;
	struct str out = { 0 };
	struct ticket t;

	(void)state;
	ticket_init(&t);
	page_begin(&w, &out, "e");
	page_out(&w, "ticket", ID_A, 1);
	page_ticket(&w, &t, false);
	page_end(&w, "c", false, 0, 9);
	assert_true(out.bad);
	str_free(&out);
}

#define PAGE(inside) "{\"epoch\":\"e\",\"cursor\":\"c\",\"more\":false,\"server_ms\":1" inside "}"

static void
test_bad_input(void **state)
{
	static const struct {
		const char *json;
		enum err_code code;
		const char *where;
	} cases[] = {
		{ "", ERR_SYNTAX, "" },
		{ "<html>", ERR_SYNTAX, "" },
		{ "{}", ERR_INVALID, "/epoch" },
		{ PAGE(",\"more\":true"), ERR_SYNTAX, "" },
		{ "{\"epoch\":\"e\",\"cursor\":\"c\",\"more\":\"no\",\"server_ms\":1}", ERR_SYNTAX,
		    "/more" },
		{ "{\"epoch\":\"\",\"cursor\":\"c\",\"more\":false,\"server_ms\":1}", ERR_INVALID,
		    "/epoch" },
		{ PAGE(",\"last_op\":-1"), ERR_INVALID, "/last_op" },
		{ PAGE(",\"rows\":[]"), ERR_SYNTAX, "/rows" },
		{ PAGE(",\"rows\":{\"ticket\":{}}"), ERR_SYNTAX, "/rows/ticket" },
		{ PAGE(",\"rows\":{\"ticket\":[{\"id\":\"" ID_A "\",\"state\":\"pending\"},{}]}"),
		    ERR_INVALID, "/rows/ticket/1/id" },
		{ PAGE(",\"rows\":{\"event\":[null]}"), ERR_SYNTAX, "/rows/event/0" },
		{ PAGE(",\"rows\":{\"ref\":[[\"unit\",\"1001\",7]]}"), ERR_SYNTAX, "/rows/ref/0" },
		{ PAGE(",\"rows\":{\"ref\":[[\"unit\",1001,7,\"\"]]}"), ERR_SYNTAX,
		    "/rows/ref/0/1" },
		{ PAGE(",\"rows\":{\"ref\":[[\"unit\",\"1001\",\"7\",\"\"]]}"), ERR_SYNTAX,
		    "/rows/ref/0/2" },
		{ PAGE(",\"rows\":{\"ref\":[[\"unit\",\"1001\",7,null]]}"), ERR_SYNTAX,
		    "/rows/ref/0/3" },
		{ PAGE(",\"rows\":{\"ref\":[,]}"), ERR_SYNTAX, "/rows/ref/0" },
		{ PAGE(",\"rows\":{\"ref\":[[\"u\",\"1\",7,\"\"],]}"), ERR_SYNTAX, "/rows/ref/1" },
		{ PAGE(",\"rows\":{\"ref\":[[\"u\",\"1\",7,\"\"] [\"u\",\"2\",7,\"\"]]}"),
		    ERR_SYNTAX, "/rows/ref/0" },
		{ PAGE(",\"rows\":{\"ref\":[[\"u\",\"1\",7,\"\"}]}"), ERR_SYNTAX, "/rows/ref/0" },
		{ PAGE(",\"rows\":{\"ref\":[],\"ref\":[[\"u\",\"1\",7,\"\"]]}"), ERR_SYNTAX, "" },
		/* a name written as no centre writes it: its rows are not passed over in silence */
		{ PAGE(",\"rows\":{\"\\u0072ef\":[[\"u\",\"1\",7,\"\"]]}"), ERR_LIMIT,
		    "/rows/ref" },
		{ PAGE(",\"rows\":[\"ref\",[[\"u\",\"1\",7,\"\"]]]"), ERR_SYNTAX, "/rows" },
		{ PAGE(",\"out\":[[\"ticket\"]]"), ERR_SYNTAX, "/out/0" },
		{ PAGE(",\"out\":[[\"a kind that is too long\",\"x\",1]]"), ERR_LIMIT, "/out/0/0" },
		{ PAGE(",\"del\":[[\"ref\",\"unit/1\",-1]]"), ERR_INVALID, "/del/0/2" },
		{ PAGE(",\"del\":{}"), ERR_SYNTAX, "/del" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct page p;
		struct err e = { 0 };

		if (page_read(cases[i].json, strlen(cases[i].json), &p, &e) != cases[i].code ||
		    strcmp(e.where, cases[i].where) != 0)
			fail_msg(
			    "%s: %s at '%s': %s", cases[i].json, err_json(e.code), e.where, e.text);
		assert_true(e.text[0] != '\0');
		assert_int_equal(p.n_tickets + p.n_events + p.n_refs + p.n_out + p.n_del, 0);
	}
}

static void
test_tolerance(void **state)
{
	static const char json[] =
	    PAGE(",\"rows\":{\"article\":[{\"id\":1}],\"ref\":[[\"unit\",\"1\",1,\"x\",\"?\"]]},"
		 "\"directives\":[\"later\"]");
	struct page p;

	(void)state;
	assert_int_equal(page_read(json, strlen(json), &p, NULL), ERR_OK);
	assert_int_equal(p.n_refs, 1);
	assert_string_equal(p.refs[0].text, "x");
	page_free(&p);
}

static void
test_blanks_between(void **state)
{
	static const char json[] =
	    PAGE(" , \"rows\" : { \"ref\" : [ ], \"ticket\":[\n], \"event\" : [\t] } ");
	static const char two[] = PAGE(
	    ",\"rows\" : { \"ref\" : [ [\"a\",\"],[\",1,\"\\\"]\"] ,\n[\"b\",\"2\",2,\"y\"] ] }");
	struct page p;

	(void)state;
	assert_int_equal(page_read(json, strlen(json), &p, NULL), ERR_OK);
	assert_int_equal(p.n_refs + p.n_tickets + p.n_events, 0);
	page_free(&p);
	assert_int_equal(page_read(two, strlen(two), &p, NULL), ERR_OK);
	assert_int_equal(p.n_refs, 2);
	assert_string_equal(p.refs[0].code, "],[");
	assert_string_equal(p.refs[0].text, "\"]");
	assert_string_equal(p.refs[1].text, "y");
	page_free(&p);
}

/* A page torn anywhere is refused whole. */
static void
test_cut_anywhere(void **state)
{
	struct sample s = sample_seed(3);
	struct counts c = { 1, 1, 1, 1, 1 };
	struct str json = { 0 };
	struct page p;

	(void)state;
	write_page(&s, c, &json);
	for (size_t n = 0; n < json.len; n++) {
		char *cut = str_dup_n(json.s, n);

		assert_int_equal(page_read(cut, n, &p, NULL), ERR_SYNTAX);
		free(cut);
	}
	assert_int_equal(page_read(json.s, json.len, &p, NULL), ERR_OK);
	page_free(&p);
	str_free(&json);
}

static void
test_limits(void **state)
{
	struct str json = { 0 };
	struct page p;
	struct err e = { 0 };

	(void)state;
	str_add(&json, "{\"epoch\":\"e\",\"cursor\":\"c\",\"more\":false,\"server_ms\":1,\"rows\":{"
		       "\"ticket\":[0");
	for (int i = 0; i < LIMIT_PAGE_ROWS; i++)
		str_add(&json, ",0");
	str_add(&json, "]}}");
	assert_int_equal(page_read(json.s, json.len, &p, &e), ERR_LIMIT);
	assert_string_equal(e.where, "/rows/ticket");
	assert_non_null(strstr(e.text, "超出 1 条"));
	str_reset(&json);
	while (json.len <= 2 * LIMIT_PAGE_BYTES)
		str_add(&json, "                                                                ");
	assert_int_equal(page_read(json.s, json.len, &p, &e), ERR_LIMIT);
	str_free(&json);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_there_and_back),
		cmocka_unit_test(test_bytes),
		cmocka_unit_test(test_wrong_order),
		cmocka_unit_test(test_bad_input),
		cmocka_unit_test(test_tolerance),
		cmocka_unit_test(test_blanks_between),
		cmocka_unit_test(test_cut_anywhere),
		cmocka_unit_test(test_limits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
