/* Temporary talking points at the centre: proposed they are nothing yet, approved by another they are a bulletin with both
 * names and take back what they replace; what may not stand is refused by itself. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "../../lib/centre.h"
#include "base/clock.h"
#include "city/rows.h"
#include "model/guidance.h"
#include "server/core/desk.h"

#define ISSUER  "1106"
#define OTHER   "1108"
#define HOUR_MS (3600LL * 1000)
#define DAY_MS  (24 * HOUR_MS)

static int
setup(void **state)
{
	struct tcentre *c = calloc(1, sizeof(*c));

	tcentre_open(c, false, false);
	tcentre_person(c, ISSUER, "senior");
	tcentre_person(c, OTHER, "leader,senior");
	*state = c;
	return 0;
}

static enum err_code
step(struct tcentre *c, const char *by, const char *object, enum guidance_step s, const char *text)
{
	struct err why = { 0 }, *e = &why;
	struct record r = { .kind = RECORD_GUIDANCE, .at = c->now += 1000 };
	enum err_code rc;

	tcentre_id(c, r.id);
	str_copy(r.by, sizeof(r.by), by);
	str_copy(r.object, sizeof(r.object), object);
	str_copy(r.code, sizeof(r.code), guidance_step_items[s].code);
	assert_true(record_set_text(&r, text));
	assert_int_equal(core_begin(&c->core, c->now, e), ERR_OK);
	rc = record_check(&r, e);
	if (rc == ERR_OK)
		rc = core_desk(&c->core, c->device, &r, e);
	assert_int_equal(core_commit(&c->core, NULL), ERR_OK);
	record_free(&r);
	return rc;
}

static void
words(struct tcentre *c, struct str *out, int days, const char *area, const char *replaces)
{
	struct guidance t = { .title = "停气抢修", .points = "预计18时恢复供气。" };

	t.starts_at = c->now - c->now % 60000;
	t.ends_at = t.starts_at + days * DAY_MS + 90LL * 60000;
	str_copy(t.area, sizeof(t.area), area);
	str_copy(t.replaces, sizeof(t.replaces), replaces);
	str_reset(out);
	guidance_write(&t, out);
}

/* What seats have of it, in ${city}; NULL nothing. */
static const struct bulletin *
out_as(struct tcentre *c, const char *id, struct city *city)
{
	struct str text = { 0 };
	int64_t rev;
	const bool there = store_ref_get(c->store, "bulletin", id, &text, &rev);

	if (there)
		assert_int_equal(city_rows_add(city, "bulletin", str_c(&text), NULL), ERR_OK);
	str_free(&text);
	return there ? &city->bulletins[city->n_bulletins - 1] : NULL;
}

static void
test_let_out_and_ended(void **state)
{
	struct tcentre *c = *state;
	struct city *city = city_new();
	struct str w = { 0 };
	const struct bulletin *b;

	words(c, &w, 2, "", "");
	assert_int_equal(step(c, ISSUER, "L1", GUIDANCE_STEP_PROPOSE, str_c(&w)), ERR_OK);
	assert_null(out_as(c, "L1", city));
	assert_int_equal(step(c, ISSUER, "L1", GUIDANCE_STEP_APPROVE, str_c(&w)), ERR_FORBIDDEN);
	assert_int_equal(step(c, OTHER, "L1", GUIDANCE_STEP_APPROVE, str_c(&w)), ERR_OK);
	b = out_as(c, "L1", city);
	assert_non_null(b);
	assert_string_equal(b->kind, "temporary");
	assert_string_equal(b->issuer, ISSUER);
	assert_string_equal(b->approver, OTHER);
	assert_true(b->must_read);
	assert_int_equal(b->ends_at - b->starts_at, 2 * DAY_MS + 90LL * 60000); /* to the minute */
	assert_int_equal(step(c, OTHER, "L1", GUIDANCE_STEP_APPROVE, str_c(&w)), ERR_FORBIDDEN);
	words(c, &w, 1, "", "L1");
	assert_int_equal(step(c, ISSUER, "L2", GUIDANCE_STEP_PROPOSE, str_c(&w)), ERR_OK);
	assert_non_null(out_as(c, "L1", city)); /* until its successor is out */
	assert_int_equal(step(c, OTHER, "L2", GUIDANCE_STEP_APPROVE, str_c(&w)), ERR_OK);
	assert_null(out_as(c, "L1", city));
	assert_non_null(out_as(c, "L2", city));
	assert_int_equal(step(c, ISSUER, "L2", GUIDANCE_STEP_END, "已恢复"), ERR_OK);
	assert_null(out_as(c, "L2", city));
	str_free(&w);
	city_free(city);
}

static void
test_refused(void **state)
{
	struct tcentre *c = *state;
	struct city *city = city_new();
	struct str w = { 0 };

	words(c, &w, 2, "", "nothing");
	assert_int_equal(step(c, ISSUER, "L3", GUIDANCE_STEP_PROPOSE, str_c(&w)), ERR_FORBIDDEN);
	words(c, &w, 2, "999999", "");
	assert_int_equal(step(c, ISSUER, "L3", GUIDANCE_STEP_PROPOSE, str_c(&w)), ERR_FORBIDDEN);
	words(c, &w, GUIDANCE_DAYS_MOST + 1, "", "");
	assert_int_equal(step(c, ISSUER, "L3", GUIDANCE_STEP_PROPOSE, str_c(&w)), ERR_FORBIDDEN);
	words(c, &w, -1, "", "");
	assert_int_equal(step(c, ISSUER, "L3", GUIDANCE_STEP_PROPOSE, str_c(&w)), ERR_FORBIDDEN);
	words(c, &w, 1, "", "");
	assert_int_equal(step(c, ISSUER, "L3", GUIDANCE_STEP_PROPOSE, str_c(&w)), ERR_OK);
	assert_int_equal(step(c, OTHER, "L3", GUIDANCE_STEP_APPROVE, "other"), ERR_INVALID);
	assert_int_equal(step(c, OTHER, "L3", GUIDANCE_STEP_REFUSE, "口径不对"), ERR_OK);
	assert_int_equal(step(c, OTHER, "L3", GUIDANCE_STEP_APPROVE, str_c(&w)), ERR_FORBIDDEN);
	assert_null(out_as(c, "L3", city));
	str_free(&w);
	city_free(city);
}

/* Written with the line down, approved too late, ended twice: each is refused in words, and nothing is half done. */
static void
test_late(void **state)
{
	struct tcentre *c = *state;
	struct city *city = city_new();
	struct str w = { 0 };

	words(c, &w, 0, "", ""); /* for an hour and a half */
	c->now += 2 * HOUR_MS;   /* the line was down */
	assert_int_equal(step(c, ISSUER, "L4", GUIDANCE_STEP_PROPOSE, str_c(&w)), ERR_FORBIDDEN);
	words(c, &w, 0, "", "");
	assert_int_equal(step(c, ISSUER, "L4", GUIDANCE_STEP_PROPOSE, str_c(&w)), ERR_OK);
	c->now += 2 * HOUR_MS;
	assert_int_equal(step(c, OTHER, "L4", GUIDANCE_STEP_APPROVE, str_c(&w)), ERR_FORBIDDEN);
	assert_null(out_as(c, "L4", city));
	words(c, &w, 0, "", "");
	assert_int_equal(step(c, ISSUER, "L5", GUIDANCE_STEP_PROPOSE, str_c(&w)), ERR_OK);
	assert_int_equal(step(c, OTHER, "L5", GUIDANCE_STEP_APPROVE, str_c(&w)), ERR_OK);
	assert_true(out_as(c, "L5", city)->must_read);
	assert_int_equal(step(c, ISSUER, "L5", GUIDANCE_STEP_END, "已恢复"), ERR_OK);
	assert_int_equal(step(c, OTHER, "L5", GUIDANCE_STEP_END, "已恢复"), ERR_FORBIDDEN);
	assert_null(out_as(c, "L5", city));
	words(c, &w, 0, "", "");
	assert_int_equal(step(c, ISSUER, "L6", GUIDANCE_STEP_PROPOSE, str_c(&w)), ERR_OK);
	assert_int_equal(step(c, OTHER, "L6", GUIDANCE_STEP_APPROVE, str_c(&w)), ERR_OK);
	c->now += 2 * HOUR_MS;
	assert_int_equal(step(c, OTHER, "L6", GUIDANCE_STEP_END, "已恢复"), ERR_FORBIDDEN);
	str_free(&w);
	city_free(city);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_let_out_and_ended, setup, tcentre_teardown),
		cmocka_unit_test_setup_teardown(test_refused, setup, tcentre_teardown),
		cmocka_unit_test_setup_teardown(test_late, setup, tcentre_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
