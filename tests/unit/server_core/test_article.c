/* Articles at the centre: what steps do to the reference rows, what is refused and why, versions that are kept, imports as
 * drafts; corrections and their answers. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "../../lib/centre.h"
#include "city/article.h"
#include "model/article_flow.h"
#include "server/core/article.h"
#include "server/core/desk.h"

#define EDITOR   "1106"
#define REVIEWER "1108"
#define NUMBER   "K0205-77"

static int
setup(void **state)
{
	struct tcentre *c = calloc(1, sizeof(*c));

	tcentre_open(c, false, false);
	tcentre_person(c, EDITOR, "kb_editor");
	tcentre_person(c, REVIEWER, "kb_auditor");
	*state = c;
	return 0;
}

/* ---- steps ---- */

static void
words(char out[1200], int version, const char *source, const char *answer)
{
	struct str s = { 0 };

	str_addf(&s,
	    "kb_no: " NUMBER
	    "\ntitle: 路灯夜里常亮\nkind: guide\ncategory: 0205\nbasis: 云市政8号\n"
	    "source: %s\nfrom: 2026-01-01\nuntil: 2027-12-31\nversion: %d\n\n%s\n",
	    source, version, answer);
	str_copy(out, 1200, str_c(&s));
	str_free(&s);
}

static enum err_code
write_down(struct tcentre *c, const char *by, enum record_kind kind, const char *object,
    const char *code, const char *text, char id[ID_SIZE], struct err *e)
{
	struct record r = { .kind = kind, .at = c->now += 1000 };
	enum err_code rc;

	tcentre_id(c, r.id);
	str_copy(r.by, sizeof(r.by), by);
	str_copy(r.object, sizeof(r.object), object);
	str_copy(r.code, sizeof(r.code), code);
	assert_true(record_set_text(&r, text));
	assert_int_equal(core_begin(&c->core, c->now, e), ERR_OK);
	rc = record_check(&r, e);
	if (rc == ERR_OK)
		rc = core_desk(&c->core, c->device, &r, e);
	assert_int_equal(core_commit(&c->core, NULL), ERR_OK);
	if (id != NULL)
		str_copy(id, ID_SIZE, r.id);
	record_free(&r);
	return rc;
}

static enum err_code
step(struct tcentre *c, const char *by, const char *code, const char *text)
{
	struct err e = { 0 };

	return write_down(c, by, RECORD_ARTICLE, NUMBER, code, text, NULL, &e);
}

/* What seats have of it; false nothing. */
static bool
live(struct tcentre *c, struct article *a)
{
	struct str text = { 0 };
	int64_t rev;
	bool there = store_ref_get(c->store, CITY_ARTICLE_KIND, NUMBER, &text, &rev);

	article_init(a);
	if (there)
		assert_int_equal(article_read(str_c(&text), text.len, a, NULL), ERR_OK);
	str_free(&text);
	return there;
}

static void
out_is(struct tcentre *c, int version, enum article_status status, const char *answer)
{
	struct article a;

	assert_int_equal(live(c, &a), version > 0);
	if (version > 0) {
		assert_int_equal(a.version, version);
		assert_int_equal(a.status, status);
		assert_string_equal(a.answer, answer);
	}
	article_free(&a);
}

static bool
note(void *arg, const struct store_record *x)
{
	str_addf(arg, "%s:%s ", x->r.by, x->r.code);
	return true;
}

static void
steps_are(struct tcentre *c, const char *wanted)
{
	struct str s = { 0 };

	assert_int_equal(
	    store_record_steps(c->store, RECORD_ARTICLE, NUMBER, note, &s, NULL), ERR_OK);
	assert_string_equal(str_c(&s), wanted);
	str_free(&s);
}

static void
from_draft_to_the_seats_and_back(void **state)
{
	struct tcentre *c = *state;
	char one[1200], two[1200];

	words(one, 1, "1021", "请提供灯杆编号。");
	words(two, 2, "1021", "请提供灯杆编号, 三日内处理。");
	assert_int_equal(step(c, EDITOR, "draft", one), ERR_OK);
	assert_int_equal(step(c, EDITOR, "submit", one), ERR_OK);
	out_is(c, 0, ARTICLE_DRAFT, ""); /* nothing of it is out */
	assert_int_equal(step(c, CENTRE_AGENT, "publish", one), ERR_FORBIDDEN);
	assert_int_equal(step(c, EDITOR, "publish", one), ERR_FORBIDDEN);
	assert_int_equal(step(c, REVIEWER, "publish", two), ERR_FORBIDDEN);
	out_is(c, 0, ARTICLE_DRAFT, "");
	assert_int_equal(step(c, REVIEWER, "publish", one), ERR_OK);
	out_is(c, 1, ARTICLE_PUBLISHED, "请提供灯杆编号。");
	assert_int_equal(step(c, EDITOR, "submit", two), ERR_OK);
	out_is(c, 1, ARTICLE_PUBLISHED, "请提供灯杆编号。");
	assert_int_equal(step(c, REVIEWER, "publish", two), ERR_OK);
	out_is(c, 2, ARTICLE_PUBLISHED, "请提供灯杆编号, 三日内处理。");
	assert_int_equal(step(c, REVIEWER, "withdraw", "办法废止了"), ERR_OK);
	out_is(c, 2, ARTICLE_OFFLINE, "请提供灯杆编号, 三日内处理。");
	steps_are(c, "1106:draft 1106:submit 1108:publish 1106:submit 1108:publish 1108:withdraw ");
}

/* The reason is told to who wrote it; it is a refusal of this row, never of the others. */
static void
what_the_city_does_not_have(void **state)
{
	struct tcentre *c = *state;
	char one[1200];
	struct err e = { 0 };

	words(one, 1, "9999", "请提供灯杆编号。");
	assert_int_equal(
	    write_down(c, EDITOR, RECORD_ARTICLE, NUMBER, "submit", one, NULL, &e), ERR_FORBIDDEN);
	assert_string_equal(e.text, "没有这个单位: 9999");
	steps_are(c, "");
}

static enum err_code
pour(struct tcentre *c, const char *text, const char *status)
{
	struct core_pour p = { 0 };
	struct str row = { 0 };
	struct err e = { 0 };
	enum err_code rc;

	str_addf(&row, "%.*sstatus: %s\n%s", (int)(strstr(text, "version") - text), text, status,
	    strstr(text, "version"));
	assert_int_equal(core_begin(&c->core, c->now += 1000, &e), ERR_OK);
	rc = core_article_pour(&c->core, &p, NUMBER, str_c(&row), &e);
	if (rc == ERR_OK)
		assert_int_equal(core_commit(&c->core, &e), ERR_OK);
	else
		core_abort(&c->core);
	str_free(&row);
	return rc;
}

static void
what_was_imported_is_a_version_too(void **state)
{
	struct tcentre *c = *state;
	char three[1200], four[1200];

	words(three, 3, "1021", "旧的说法。");
	words(four, 4, "1021", "新的说法。");
	assert_int_equal(pour(c, three, "published"), ERR_OK);
	out_is(c, 3, ARTICLE_PUBLISHED, "旧的说法。");
	steps_are(c, "");
	assert_int_equal(step(c, EDITOR, "submit", four), ERR_OK);
	assert_int_equal(step(c, REVIEWER, "publish", four), ERR_OK);
	out_is(c, 4, ARTICLE_PUBLISHED, "新的说法。");
	steps_are(
	    c, "1106:submit system:import 1108:publish "); /* kept at the moment it was replaced */
	words(three, 5, "1021", "又一个说法。");
	assert_int_equal(pour(c, three, "published"), ERR_OK); /* version 4 is kept already */
	steps_are(c, "1106:submit system:import 1108:publish ");
}

static void
imported_as_drafts(void **state)
{
	struct tcentre *c = *state;
	char one[1200], other[1200];

	words(one, 7, "1021", "请提供灯杆编号。");
	words(other, 1, "1021", "请提供灯杆编号和位置。");
	for (int i = 0; i < 2; i++) { /* the same file twice */
		assert_int_equal(pour(c, one, "draft"), ERR_OK);
		out_is(c, 0, ARTICLE_DRAFT, "");
		steps_are(c, "system:draft ");
	}
	assert_int_equal(pour(c, other, "draft"), ERR_CONFLICT);
	assert_int_equal(step(c, EDITOR, "submit", other), ERR_OK); /* version 1: none is out */
	assert_int_equal(step(c, REVIEWER, "publish", other), ERR_OK);
	out_is(c, 1, ARTICLE_PUBLISHED, "请提供灯杆编号和位置。");
}

/* ---- corrections ---- */

static void
a_correction_is_answered(void **state)
{
	struct tcentre *c = *state;
	struct err e = { 0 };
	char asked[ID_SIZE], text[200];

	assert_int_equal(write_down(c, CENTRE_AGENT, RECORD_CORRECT, "K0205-01", "outdated",
			     "号码换了", asked, &e),
	    ERR_OK);
	(void)snprintf(text, sizeof(text), "=%s\n2026-11-25 问市政局", asked);
	assert_int_equal(write_down(c, EDITOR, RECORD_TASK, EDITOR, "", text, NULL, &e), ERR_OK);
	(void)snprintf(text, sizeof(text), "=%s\n已换成新号码", asked);
	assert_int_equal(
	    write_down(c, CENTRE_AGENT, RECORD_ANSWER, CENTRE_AGENT, "fixed", text, NULL, &e),
	    ERR_FORBIDDEN); /* an agent answers none */
	assert_int_equal(
	    write_down(c, EDITOR, RECORD_ANSWER, CENTRE_OTHER, "fixed", text, NULL, &e),
	    ERR_FORBIDDEN); /* to somebody else */
	assert_int_equal(
	    write_down(c, EDITOR, RECORD_ANSWER, CENTRE_AGENT, "fixed", text, NULL, &e), ERR_OK);
	str_copy(text, sizeof(text), "=01890000-0000-7000-8000-00000000000a\n没有的");
	assert_int_equal(
	    write_down(c, EDITOR, RECORD_ANSWER, CENTRE_AGENT, "fixed", text, NULL, &e),
	    ERR_FORBIDDEN);
}

static bool
nobody(void *arg, const struct store_record *x)
{
	assert_string_equal(x->r.by, "-");
	assert_string_equal(x->device, "");
	*(int *)arg += 1;
	return true;
}

static void
who_looked_in_vain_is_not_kept(void **state)
{
	struct tcentre *c = *state;
	struct err e = { 0 };
	int n = 0;

	assert_int_equal(
	    write_down(c, CENTRE_AGENT, RECORD_MISS, "充电桩安装", "", NULL, NULL, &e), ERR_OK);
	assert_int_equal(store_records(c->store, RECORD_MISS, 0, nobody, &n, &e), ERR_OK);
	assert_int_equal(n, 1);
}

int
main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, setup, tcentre_teardown)
	const struct CMUnitTest tests[] = {
		T(from_draft_to_the_seats_and_back),
		T(what_the_city_does_not_have),
		T(what_was_imported_is_a_version_too),
		T(imported_as_drafts),
		T(a_correction_is_answered),
		T(who_looked_in_vain_is_not_kept),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
