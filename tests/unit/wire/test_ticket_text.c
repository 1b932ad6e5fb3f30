/* One text of a document is what the whole of it says, whatever its texts hold and wherever it is torn. */
#include "sample.h"

#include "wire/ticket_json.h"

#define SEEDS 60

#define TICKET_ID "01890000-0000-7000-8000-000000000001"

static bool
has_control(const char *s)
{
	for (; *s != '\0'; s++)
		if ((unsigned char)*s < 0x20 && strchr("\b\f\n\r\t", *s) == NULL)
			return true;
	return false;
}

static void
texts_are_those_of(const struct ticket *t, const struct str *json)
{
	struct str text = { 0 };

	for (int i = 0; i < TF_COUNT; i++) {
		const char *want = fields_get(&t->f, (enum ticket_field)i);
		bool is = t->f.v[i] != NULL &&
			  field_info((enum ticket_field)i)->part == PART_MATTER &&
			  !has_control(want);

		str_reset(&text);
		if (ticket_json_text(json->s, json->len, (enum ticket_field)i, &text) != is)
			fail_msg("%s: \"%s\" %s", field_info((enum ticket_field)i)->json, want,
			    str_c(&text));
		if (is)
			assert_string_equal(str_c(&text), want);
	}
	str_free(&text);
}

static void
test_one_text_is_what_the_whole_document_says(void **state)
{
	struct str json = { 0 };

	(void)state;
	for (uint32_t seed = 1; seed <= SEEDS; seed++) {
		struct sample s = sample_seed(seed);
		struct ticket t;

		sample_ticket(&s, &t);
		str_reset(&json);
		ticket_json_write(&t, false, &json);
		texts_are_those_of(&t, &json);
		ticket_free(&t);
	}
	str_free(&json);
}

/* What somebody says is never a name, and a torn document has no wrong text. */
static void
test_words_of_a_text_are_no_names(void **state)
{
	static const char *const said[] = { "\"matter\":{\"content\":\"x\"}", "\\",
		"\\\"matter\\\":{\"content\":\"x", "\",\"content\":\"x", "}\"work\":{[", "\\\\\"" };
	struct str json = { 0 }, text = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof(said) / sizeof(said[0]); i++) {
		struct ticket t;

		ticket_init(&t);
		(void)str_copy(t.id, sizeof(t.id), TICKET_ID);
		(void)str_copy(t.created_by, sizeof(t.created_by), said[i]);
		assert_true(fields_set(&t.f, TF_TITLE, said[i]));
		assert_true(fields_set(&t.f, TF_ADDRESS, said[i]));
		str_reset(&json);
		ticket_json_write(&t, false, &json);
		texts_are_those_of(&t, &json); /* it has no content */
		assert_true(fields_set(&t.f, TF_CONTENT, said[(i + 1) % 6]));
		str_reset(&json);
		ticket_json_write(&t, false, &json);
		texts_are_those_of(&t, &json);
		for (size_t n = 0; n < json.len; n++) {
			char *torn = memcpy(malloc(n + 1), json.s, n);

			str_reset(&text);
			if (ticket_json_text(torn, n, TF_CONTENT, &text))
				assert_string_equal(str_c(&text), said[(i + 1) % 6]);
			free(torn);
		}
		ticket_free(&t);
	}
	str_free(&json);
	str_free(&text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_one_text_is_what_the_whole_document_says),
		cmocka_unit_test(test_words_of_a_text_are_no_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
