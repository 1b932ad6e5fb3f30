/* Temporary talking points: what they must be, who may take which step, four eyes, words that are let out as proposed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/clock.h"
#include "model/guidance.h"
#include "model/role.h"

#define DAY_MS (24LL * 3600 * 1000)
#define NOW    (20000 * DAY_MS) /* 08:00 in Yunjiang */

static struct guidance
good(void)
{
	return (struct guidance){ .title = "停气",
		.points = "抢修中, 预计18时恢复。",
		.area = "360101",
		.replaces = "B01",
		.starts_at = NOW,
		.ends_at = NOW + GUIDANCE_DAYS_MOST * DAY_MS };
}

#define FROM "2026-11-22 17:00\n"
#define REST "\n\n\n\na\nb"

static void
test_words(void **state)
{
	static const char *const wrong[] = { FROM "2026-13-01 18:00" REST, FROM "2026-11-23" REST,
		FROM "2026-11-23 24:00" REST, FROM "2026-11-23 18:60" REST,
		FROM "2026-11-23 1a:00" REST, FROM "2026-11-23T18:00" REST, FROM "" REST,
		FROM "2026-11-23 18:00\n\n\n\na\tc\nb" };
	const struct guidance t = good();
	struct guidance back;
	struct str text = { 0 };
	struct err e = { 0 };

	(void)state;
	guidance_write(&t, &text);
	assert_int_equal(guidance_read(str_c(&text), &back, &e), ERR_OK);
	assert_string_equal(back.title, t.title);
	assert_string_equal(back.points, t.points);
	assert_string_equal(back.area, t.area);
	assert_string_equal(back.category, "");
	assert_string_equal(back.replaces, t.replaces);
	assert_int_equal(back.starts_at, t.starts_at);
	assert_int_equal(back.ends_at, t.ends_at);
	str_add(&text, "\nmore");
	assert_int_equal(guidance_read(str_c(&text), &back, &e), ERR_INVALID);
	assert_int_equal(guidance_read("", &back, &e), ERR_INVALID);
	assert_int_equal(guidance_read(FROM "2026-11-23 18:30" REST, &back, &e), ERR_OK);
	assert_int_equal(back.ends_at - back.starts_at, DAY_MS + 90LL * 60 * 1000);
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		if (guidance_read(wrong[i], &back, &e) != ERR_INVALID)
			fail_msg("%s", wrong[i]);
	str_free(&text);
}

/* 7,000 characters, from whatever sent them: no word of it is taken. */
static void
test_too_long(void **state)
{
	struct guidance t;
	struct str text = { 0 };
	struct err e = { 0 };

	(void)state;
	str_add(&text, FROM "2026-11-23 18:00\n\n\n\n停气\n");
	for (int i = 0; i < 7000; i++)
		str_add(&text, "停");
	assert_int_equal(guidance_read(str_c(&text), &t, &e), ERR_INVALID);
	assert_string_equal(e.where, "text");
	t = good();
	t.points[0] = '\0';
	str_reset(&text);
	for (int i = 0; i <= GUIDANCE_POINTS_CHARS; i++)
		str_add(&text, "停");
	(void)str_copy(t.points, sizeof(t.points), str_c(&text));
	assert_int_equal(guidance_ready(&t, NOW, &e), ERR_GUARD); /* one too many */
	t.points[(size_t)GUIDANCE_POINTS_CHARS * 3] = '\0';
	assert_int_equal(guidance_ready(&t, NOW, &e), ERR_OK);
	str_free(&text);
}

static void
test_ready(void **state)
{
	struct guidance t = good();
	struct err e = { 0 };

	(void)state;
	assert_int_equal(guidance_ready(&t, NOW, &e), ERR_OK);
	t.ends_at = civil_day_start(civil_day(NOW) + GUIDANCE_DAYS_MOST + 1);
	assert_int_equal(guidance_ready(&t, NOW, &e), ERR_OK); /* to the end of that day */
	t.ends_at++;
	assert_int_equal(guidance_ready(&t, NOW, &e), ERR_GUARD); /* longer than may be */
	t = good();
	t.ends_at = t.starts_at;
	assert_int_equal(guidance_ready(&t, NOW, &e), ERR_GUARD);
	t = good();
	assert_int_equal(guidance_ready(&t, t.ends_at - 1, &e), ERR_OK);
	assert_int_equal(guidance_ready(&t, t.ends_at, &e), ERR_GUARD); /* past */
	t.ends_at = 0;
	assert_int_equal(guidance_ready(&t, NOW, &e), ERR_GUARD); /* no end */
	t = good();
	t.ends_at = t.starts_at - 1;
	assert_int_equal(guidance_ready(&t, NOW, &e), ERR_GUARD); /* to before from */
	t = good();
	t.points[0] = '\0';
	assert_int_equal(guidance_ready(&t, NOW, &e), ERR_GUARD);
}

static enum err_code
step(struct guidance_flow *f, enum guidance_step s, const char *by, uint32_t roles,
    const char *text, const char *words)
{
	struct record r = { .kind = RECORD_GUIDANCE, .at = f->last_at + 1 };
	struct err e = { 0 };
	enum err_code rc;

	(void)str_copy(r.by, sizeof(r.by), by);
	(void)str_copy(r.id, sizeof(r.id), "01");
	(void)str_copy(r.object, sizeof(r.object), "L1");
	(void)str_copy(r.code, sizeof(r.code), guidance_step_items[s].code);
	assert_true(record_set_text(&r, text));
	rc = guidance_flow_check(f, words, &r, roles, NOW, &e);
	if (rc == ERR_OK)
		guidance_flow_apply(f, &r);
	record_free(&r);
	return rc;
}

static void
test_steps(void **state)
{
	const uint32_t senior = ROLE_BIT(SENIOR), leader = ROLE_BIT(LEADER);
	struct guidance t = good();
	struct guidance_flow f = { 0 }, over;
	struct str text = { 0 };
	const char *w;

	(void)state;
	guidance_write(&t, &text);
	w = str_c(&text);
	assert_int_equal(step(&f, GUIDANCE_STEP_APPROVE, "2", senior, w, ""), ERR_STATE);
	assert_int_equal(
	    step(&f, GUIDANCE_STEP_PROPOSE, "1", ROLE_BIT(AGENT), w, ""), ERR_FORBIDDEN);
	assert_int_equal(step(&f, GUIDANCE_STEP_PROPOSE, "1", leader, w, ""), ERR_FORBIDDEN);
	assert_int_equal(step(&f, GUIDANCE_STEP_PROPOSE, "1", senior, w, ""), ERR_OK);
	assert_int_equal(step(&f, GUIDANCE_STEP_PROPOSE, "1", senior, w, ""), ERR_STATE);
	assert_int_equal(step(&f, GUIDANCE_STEP_APPROVE, "1", senior, w, w), ERR_FORBIDDEN);
	assert_int_equal(
	    step(&f, GUIDANCE_STEP_REFUSE, "1", senior | leader, "不", w), ERR_FORBIDDEN);
	assert_int_equal(
	    step(&f, GUIDANCE_STEP_APPROVE, "2", ROLE_BIT(KB_EDITOR), w, w), ERR_FORBIDDEN);
	assert_int_equal(step(&f, GUIDANCE_STEP_APPROVE, "2", leader, w, "other"), ERR_CONFLICT);
	assert_int_equal(step(&f, GUIDANCE_STEP_APPROVE, "2", leader, w, w), ERR_OK);
	assert_int_equal(f.state, GUIDANCE_OUT);
	assert_string_equal(f.issuer, "1");
	assert_int_equal(step(&f, GUIDANCE_STEP_REFUSE, "3", leader, "晚了", w), ERR_STATE);
	over = f;
	assert_int_equal(
	    step(&f, GUIDANCE_STEP_END, "3", ROLE_BIT(AGENT), "已恢复", w), ERR_FORBIDDEN);
	assert_int_equal(step(&f, GUIDANCE_STEP_END, "3", leader, "已恢复", w), ERR_OK);
	assert_int_equal(f.state, GUIDANCE_ENDED);
	assert_int_equal(step(&f, GUIDANCE_STEP_END, "3", leader, "已恢复", w), ERR_STATE);
	t.starts_at -= 2 * DAY_MS;
	t.ends_at = NOW;
	str_reset(&text);
	guidance_write(&t, &text); /* over by its date: there is nothing to end */
	assert_int_equal(
	    step(&over, GUIDANCE_STEP_END, "3", leader, "已恢复", str_c(&text)), ERR_GUARD);
	str_free(&text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_words),
		cmocka_unit_test(test_too_long),
		cmocka_unit_test(test_ready),
		cmocka_unit_test(test_steps),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
