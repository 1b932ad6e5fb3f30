/* test_talk: state of the sheet and of the call -> the sentence that is due, and what follows it in the same breath. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "model/script.h"
#include "model/talk.h"

#define LAMP  "楼下的灯坏了没有人来修呢"
#define PLACE "area=990102001;address=红山路78号;"
#define TIME  "event_time=11月18日起;"
#define NAMED "appellant_called=张女士;"
#define WORDS "content=" LAMP ";"
#define WHOLE WORDS NAMED PLACE TIME "demand=尽快修好;"

struct row {
	const char *set; /* "json=value;…" */
	int at;
	struct talk more; /* what is not on the sheet */
	const char *moment, *then;
};

/* ${set} into the fields, by the names they have on the wire. */
static void
fill(struct fields *f, const char *set)
{
	while (*set != '\0') {
		char name[32], value[200];
		int used = 0, which;

		assert_int_equal(sscanf(set, "%31[^=]=%199[^;];%n", name, value, &used), 2);
		which = field_by_json(name);
		if (which < 0)
			fail_msg("no field %s", name);
		assert_true(fields_set(f, (enum ticket_field)which, value));
		set += used;
	}
}

static void
check(const struct row *rows, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const struct row *r = &rows[i];
		struct fields f = { 0 };
		struct talk t = r->more;
		const char *moment, *then;

		fill(&f, r->set);
		t.f = &f;
		t.at = r->at;
		t.elements = elements_of(&f);
		if (t.type == NULL)
			t.type = fields_get(&f, TF_TYPE);
		moment = talk_moment(&t);
		then = moment != NULL ? talk_then(&t, moment) : NULL;
		if (moment == NULL || r->moment == NULL ? moment != r->moment
							: strcmp(moment, r->moment) != 0)
			fail_msg("%zu: %s at %d: %s, not %s", i, r->set, r->at,
			    moment != NULL ? moment : "-", r->moment != NULL ? r->moment : "-");
		if (then == NULL || r->then == NULL ? then != r->then : strcmp(then, r->then) != 0)
			fail_msg("%zu: %s then %s", i, moment, then != NULL ? then : "-");
		if (moment != NULL)
			assert_non_null(script_moment(moment)); /* a city can have it */
		if (then != NULL)
			assert_non_null(script_moment(then));
		fields_free(&f);
	}
}

#define CHECK(rows) check(rows, sizeof(rows) / sizeof((rows)[0]))

static void
test_a_call_begins(void **state)
{
	static const struct row rows[] = {
		{ "", TF_CONTENT, { 0 }, "greet", NULL },
		{ "content=路灯;", TF_CONTENT, { 0 }, "greet", NULL }, /* still the greeting */
		{ "origin_line=12315;", TF_CONTENT, { 0 }, "greet_line", NULL },
		{ "origin_line=12345-ent;", TF_CONTENT, { 0 }, "greet_ent", NULL },
		{ "origin_line=12345-entry;", TF_CONTENT, { 0 }, "greet_line", NULL },
		{ "origin_line=12315;", TF_CONTENT, { .again = true }, "next_matter", NULL },
		{ NAMED, TF_CONTENT, { .again = true }, "next_matter", NULL },
		{ "", TF_CALLED, { 0 }, "called", NULL }, /* one has gone there to ask */
		{ NAMED, TF_CALLED, { 0 }, "greet", NULL },
		{ WORDS, TF_CONTENT, { 0 }, "called", NULL },
		{ "content=路灯;", TF_TYPE, { 0 }, "called", NULL }, /* gone on from it */
		{ WORDS "anonymous=1;", TF_CONTENT, { 0 }, NULL, NULL },
	};

	(void)state;
	CHECK(rows);
}

static void
test_who_tells_a_story_is_asked_for_what_is_wholly_left_out(void **state)
{
	static const struct row rows[] = {
		{ WORDS NAMED, TF_CONTENT, { 0 }, NULL, NULL }, /* what is it about? */
		{ WORDS NAMED, TF_CONTENT, { .type = "help" }, "ask_place", NULL },
		{ "content=小区门口" LAMP ";" NAMED, TF_CONTENT, { .type = "help" }, "ask_place",
		    NULL },
		{ "content=红山路" LAMP ";" NAMED, TF_CONTENT,
		    { .type = "help", .place_heard = true }, "ask_time", NULL },
		{ "content=红山路从昨晚10点起" LAMP ";" NAMED, TF_CONTENT,
		    { .type = "help", .place_heard = true }, "ask_demand", NULL },
		{ "content=红山路从昨晚10点起" LAMP "希望修好;" NAMED, TF_CONTENT,
		    { .type = "help", .place_heard = true }, NULL,
		    NULL }, /* hinted at: not interrupted for a field */
		{ WORDS NAMED, TF_CONTENT, { .type = "consult" }, NULL, NULL },
		{ WORDS NAMED "special_groups=elderly;", TF_CONTENT, { .type = "help" }, "slow",
		    NULL },
		{ WORDS NAMED "special_groups=disabled;", TF_CONTENT, { .type = "consult" }, NULL,
		    NULL },
		{ WORDS "special_groups=elderly,minor;", TF_CONTENT, { 0 }, "minor", NULL },
		{ WORDS "special_groups=minor;", TF_GROUPS, { 0 }, "minor", NULL },
		{ WORDS "special_groups=elderly;", TF_GROUPS, { 0 }, "slow", NULL },
		{ WORDS NAMED "special_groups=elderly;", TF_TYPE, { .type = "help" }, "ask_place",
		    NULL },
	};

	(void)state;
	CHECK(rows);
}

static void
test_then_each_element_is_asked_for(void **state)
{
	static const struct row rows[] = {
		{ "content=红山路昨晚10点起" LAMP ";" NAMED, TF_TYPE, { 0 }, "ask_place", NULL },
		{ WORDS NAMED "area=990102001;", TF_TYPE, { 0 }, "ask_place", NULL },
		{ WORDS NAMED, TF_TYPE, { .place_offered = true }, "ask_time", NULL },
		{ WORDS NAMED, TF_TYPE, { .place_offered = true, .time_offered = true },
		    "ask_demand", NULL },
		{ WORDS NAMED PLACE, TF_TYPE, { 0 }, "ask_time", NULL },
		{ WORDS NAMED PLACE TIME, TF_TYPE, { 0 }, "ask_demand", NULL },
		{ WORDS NAMED PLACE TIME, -1, { 0 }, "ask_demand", NULL }, /* on the proposals */
		/* where the cursor is, is asked first */
		{ WORDS NAMED, TF_DEMAND, { 0 }, "ask_demand", NULL },
		{ WORDS NAMED, TF_EVENT_TIME, { 0 }, "ask_time", NULL },
		{ WORDS PLACE, TF_ADDRESS, { 0 }, "called", NULL },
		{ WORDS, TF_ADDRESS, { 0 }, "ask_place", NULL },
		{ WORDS, TF_SUBJECT, { 0 }, "ask_people", NULL },
		{ WORDS, TF_PEOPLE, { 0 }, "ask_people", NULL },
		{ WORDS, TF_NAME, { 0 }, "called", NULL },
		{ WORDS, TF_CONTACT_PHONE, { 0 }, "ask_phone", NULL },
		{ WORDS, TF_CONFIDENTIAL, { 0 }, "confidential", NULL },
		{ WORDS "type=report;", TF_CONFIDENTIAL, { 0 }, "report_secret", NULL },
		{ WORDS, TF_ANONYMOUS, { 0 }, "anonymous", NULL },
		{ WORDS "public_ok=unasked;", TF_PUBLIC, { 0 }, "ask_public", NULL },
		{ WORDS "public_ok=no;" NAMED, TF_PUBLIC, { 0 }, "ask_place", NULL },
	};

	(void)state;
	CHECK(rows);
}

static void
test_before_f10_it_is_said_again(void **state)
{
	static const struct row rows[] = {
		{ WHOLE, TF_TYPE, { 0 }, "restate", "confidential" },
		{ WHOLE, TF_CONTENT, { .type = "help" }, "restate", "confidential" },
		{ WHOLE, TF_DEMAND, { 0 }, "restate", "confidential" }, /* filled now */
		{ WHOLE "confidential=1;", TF_TYPE, { 0 }, "restate", NULL },
		{ WHOLE "anonymous=1;", TF_TYPE, { 0 }, "restate", NULL },
		{ WHOLE "type=report;confidential=1;", TF_TYPE, { 0 }, "restate", "report_secret" },
		{ WHOLE "type=suggest;", TF_TYPE, { 0 }, "suggest", NULL },
		{ WORDS "type=praise;appellant_called=李先生;", TF_TYPE, { 0 }, "praise", NULL },
	};

	(void)state;
	CHECK(rows);
}

static void
test_a_question_wants_an_answer(void **state)
{
#define QUESTION "content=公积金提取需要带什么材料;type=consult;"
	static const struct row rows[] = {
		{ QUESTION, TF_TYPE, { 0 }, "called", NULL },
		{ QUESTION NAMED, TF_CONTENT, { 0 }, NULL, NULL },
		{ QUESTION NAMED, TF_TYPE, { 0 }, "hold", NULL },
		{ QUESTION NAMED, TF_DEMAND, { 0 }, "hold", NULL }, /* the question is the demand */
		{ QUESTION NAMED, TF_ANSWER, { 0 }, "hold", NULL },
		{ QUESTION NAMED, TF_TYPE, { .answer_shown = true }, NULL, NULL },
		{ QUESTION NAMED "answer=带身份证;", TF_ANSWER, { 0 }, "answered", NULL },
		{ WHOLE "type=help;answer=今晚修好;", TF_TYPE, { .stage = TALK_CONSENT }, "consent",
		    NULL },
	};

	(void)state;
	CHECK(rows);
}

static void
test_it_ends_and_danger_wins(void **state)
{
	static const struct row rows[] = {
		{ WHOLE, TF_TYPE, { .stage = TALK_SENT }, "evaluate", "close" },
		{ WHOLE, TF_TYPE, { .stage = TALK_DIRECT }, "close", NULL },
		{ WHOLE, TF_TYPE, { .danger = true }, NULL, NULL },
		{ "", TF_CONTENT, { .danger = true }, NULL, NULL },
	};

	(void)state;
	CHECK(rows);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_call_begins),
		cmocka_unit_test(test_who_tells_a_story_is_asked_for_what_is_wholly_left_out),
		cmocka_unit_test(test_then_each_element_is_asked_for),
		cmocka_unit_test(test_before_f10_it_is_said_again),
		cmocka_unit_test(test_a_question_wants_an_answer),
		cmocka_unit_test(test_it_ends_and_danger_wins),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
