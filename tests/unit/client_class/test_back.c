/* test_back: what trainers said of lessons comes back to who had them: once, in the trainer's order, also when it was missed,
 * was mended meanwhile, or both seats keep theirs in one place; what is damaged or of another seat is refused in words
 * and holds up nothing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "../../lib/poll.h"
#include "../../lib/sheet.h"
#include "../../lib/tmpdir.h"
#include "base/fs.h"
#include "base/str.h"
#include "client/class/back.h"
#include "client/class/results.h"

#define ENDED INT64_C(1795228800000)
#define DAY   INT64_C(86400000)

enum { MANNERS = 2, UNDERSTOOD = 4 }; /* items of the form */

static char dir[TMPDIR_SIZE], host[256], one[256];
static struct back_place place;

static int
setup(void **state)
{
	(void)state;
	tmpdir_make(dir);
	(void)snprintf(host, sizeof(host), "%s/host", dir);
	(void)snprintf(one, sizeof(one), "%s/one", dir);
	place = (struct back_place){ .line = -1 };
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	tmpdir_remove(dir);
	return 0;
}

/* A lesson that lost five points, at one seat. */
static void
keep(const char *where, int64_t at, const char *who)
{
	struct score x = sheet_fresh();
	struct class_result r = { .at = at, .mode = MODE_EXAM, .stars = -1 };

	x.mark[x.n++] = (struct score_mark){ .at_ms = 1000, .item = UNDERSTOOD };
	x.mark[0].points = x.form->items[UNDERSTOOD].ways[0].points;
	assert_true(qa_mark(x.form, &x.machine, UNDERSTOOD, 0));
	results_of(&x, &r);
	(void)str_copy(r.trainee, sizeof(r.trainee), who);
	(void)str_copy(r.scenario, sizeof(r.scenario), "S0205-01");
	assert_int_equal(results_add(where, &r, &x, NULL), ERR_OK);
}

static void
keep_both(int64_t at)
{
	keep(host, at, "小陈");
	keep(one, at, "小陈");
}

static struct class_review
review_by(const char *by, int64_t lesson, int64_t at, enum review_kind kind)
{
	struct class_review v = { .lesson_at = lesson, .at = at, .kind = kind };

	(void)str_copy(v.trainee, sizeof(v.trainee), "小陈");
	(void)str_copy(v.by, sizeof(v.by), by);
	return v;
}

static void
mark(const char *by, int64_t lesson, int64_t at, int manners)
{
	struct class_review v = review_by(by, lesson, at, REVIEW_MARK);

	for (int i = 0; i < manners; i++)
		(void)qa_mark(qa_form("agent"), &v.marks, MANNERS, 0);
	assert_int_equal(reviews_add(host, &v, NULL, NULL), ERR_OK);
}

static void
ease(const char *by, int64_t lesson, int64_t at)
{
	struct class_review v = review_by(by, lesson, at, REVIEW_EASE);

	v.ease = (struct review_ease){ 0, UNDERSTOOD, 0, 5, 0 };
	(void)str_copy(v.words, sizeof(v.words), "录音里复述了");
	assert_int_equal(reviews_add(host, &v, NULL, NULL), ERR_OK);
}

static void
dispute(const char *where, int64_t lesson, int64_t at)
{
	struct class_review v = review_by("小陈", lesson, at, REVIEW_DISPUTE);

	(void)str_copy(v.words, sizeof(v.words), "我问过了");
	assert_int_equal(reviews_add(where, &v, NULL, NULL), ERR_OK);
}

/* The next one for him; NULL: no more. */
static struct room_record *
next_at(int64_t now, char key[BACK_KEY])
{
	struct room_record *r = NULL;

	return back_next(host, "小陈", now, &place, key, &r) ? r : NULL;
}

/* It is told, kept, answered: what he reads of it. */
static const char *
goes_back(const char *to, uint32_t more)
{
	static char said[ERR_TEXT_BYTES];
	char key[BACK_KEY];
	struct room_record *r = next_at(ENDED + DAY, key);
	struct err e = { 0 };
	bool again;

	assert_non_null(r);
	assert_int_equal(r->n[0], more);
	assert_string_equal(r->text[0], key);
	if (back_take(to, "小陈", r, said, &e) != BACK_KEPT)
		fail_msg("%s", e.text);
	assert_int_equal(back_heard(host, "小陈", key, BACK_KEPT, &again, NULL), ERR_OK);
	class_room_record_free(r);
	return said;
}

static void
no_more(void)
{
	char key[BACK_KEY];

	assert_null(next_at(ENDED + DAY, key));
}

/* As he comes again. */
static void
joins_again(void)
{
	place = (struct back_place){ .line = -1 };
}

static struct class_result
result_of(const char *where)
{
	struct class_results all;
	struct class_result r;

	assert_int_equal(results_read(where, &all, NULL), ERR_OK);
	assert_non_null(results_find(&all, ENDED, "小陈"));
	r = *results_find(&all, ENDED, "小陈");
	results_free(&all);
	return r;
}

/* Both have the same lines of it, and the same result. */
static void
both_agree(int lines)
{
	struct class_reviews h, o;
	const struct class_result x = result_of(host), y = result_of(one);

	assert_int_equal(reviews_read(host, &h, NULL), ERR_OK);
	assert_int_equal(reviews_read(one, &o, NULL), ERR_OK);
	assert_int_equal(h.n, lines);
	assert_int_equal(o.n, lines);
	for (int i = 0; i < lines; i++) {
		assert_int_equal(h.item[i].at, o.item[i].at);
		assert_string_equal(h.item[i].by, o.item[i].by);
		assert_string_equal(h.item[i].words, o.item[i].words);
	}
	assert_int_equal(reviews_disputed(&h, &x) != NULL, reviews_disputed(&o, &y) != NULL);
	assert_int_equal(x.machine, y.machine);
	assert_int_equal(x.trainer, y.trainer);
	assert_int_equal(x.verdict, y.verdict);
	reviews_free(&h);
	reviews_free(&o);
}

static void
it_comes_back_once_and_is_said(void **state)
{
	(void)state;
	keep_both(ENDED);
	mark("王老师", ENDED, ENDED + 1000, 1);
	assert_string_equal(goes_back(one, 0), "王老师评了 S0205-01: 教员分 19/20, 这一课合格。");
	no_more();
	both_agree(1);
	joins_again();
	no_more(); /* he has it */
	ease("王老师", ENDED, ENDED + 2000);
	assert_string_equal(goes_back(one, 0),
	    "王老师改了 S0205-01 的机评: 理解复述免扣(原扣5分), 机评 80/80, 这一课合格。");
	no_more();
	both_agree(2);
}

/* What he said last counts; an older one that comes late changes nothing. */
static void
a_trainer_who_goes_on_is_followed(void **state)
{
	char key[BACK_KEY], said[ERR_TEXT_BYTES];
	struct room_record *old;

	(void)state;
	keep_both(ENDED);
	mark("王老师", ENDED, ENDED + 1000, 1);
	old = next_at(ENDED + DAY, key);
	assert_non_null(old);
	mark("王老师", ENDED, ENDED + 2000, 5);
	assert_string_equal(goes_back(one, 0), "王老师评了 S0205-01: 教员分 15/20, 这一课不合格。");
	assert_int_equal(back_take(one, "小陈", old, said, NULL), BACK_KEPT);
	assert_int_equal(result_of(one).trainer, 15);
	no_more();
	joins_again();
	no_more();
	both_agree(1);
	class_room_record_free(old);
}

/* Behind the one that was told last, while he is in class: at once, in the order they were said; and not again. */
static void
an_earlier_lesson_that_is_mended_comes_at_once(void **state)
{
	(void)state;
	for (int i = 0; i < 3; i++) {
		keep_both(ENDED + i);
		mark("王老师", ENDED + i, ENDED + 1000 + i, 1);
	}
	for (uint32_t more = 3; more-- > 0;)
		(void)goes_back(one, more);
	no_more();
	mark("王老师", ENDED + 1, ENDED + 3000, 2);
	mark("王老师", ENDED, ENDED + 4000, 5);
	keep_both(ENDED + 3);
	mark("王老师", ENDED + 3, ENDED + 5000, 0);
	assert_string_equal(goes_back(one, 2), "王老师评了 S0205-01: 教员分 18/20, 这一课合格。");
	assert_string_equal(goes_back(one, 1), "王老师评了 S0205-01: 教员分 15/20, 这一课不合格。");
	assert_string_equal(goes_back(one, 0), "王老师评了 S0205-01: 教员分 20/20, 这一课合格。");
	no_more();
	both_agree(4);
	joins_again();
	no_more();
}

/* One that is refused while it is mended behind him is not told for ever. */
static void
a_mended_one_that_is_refused_is_told_once(void **state)
{
	char key[BACK_KEY];
	bool again;

	(void)state;
	keep(host, ENDED - 1, "小陈");
	mark("王老师", ENDED - 1, ENDED + 500, 1);
	keep_both(ENDED);
	mark("王老师", ENDED, ENDED + 1000, 1);
	for (int i = 0; i < 2; i++) {
		struct room_record *r = next_at(ENDED + DAY, key);

		assert_non_null(r);
		assert_int_equal(back_heard(host, "小陈", key, BACK_REFUSED, &again, NULL), ERR_OK);
		class_room_record_free(r);
		if (i == 0)
			(void)goes_back(one, 0);
		else
			no_more();
		mark("王老师", ENDED - 1, ENDED + 2000 + i, 2);
	}
}

/* The trainer's clock goes back between two of his lines, or stands still: what he said last counts. */
static void
a_clock_set_back_loses_nothing(void **state)
{
	(void)state;
	keep_both(ENDED);
	mark("王老师", ENDED, ENDED + 9000, 1);
	(void)goes_back(one, 0);
	mark("王老师", ENDED, ENDED + 1000, 5);
	assert_string_equal(goes_back(one, 0), "王老师评了 S0205-01: 教员分 15/20, 这一课不合格。");
	both_agree(1);
	mark("王老师", ENDED, ENDED + 9001, 0);
	assert_string_equal(goes_back(one, 0), "王老师评了 S0205-01: 教员分 20/20, 这一课合格。");
	both_agree(1);
	joins_again();
	no_more();
}

/* Somebody took a line out of the table: nobody waits for what nobody can tell. */
static void
a_lesson_that_is_gone_is_not_counted(void **state)
{
	char path[300];

	(void)state;
	keep_both(ENDED);
	mark("王老师", ENDED, ENDED + 1000, 1);
	keep(host, ENDED + 1, "小陈");
	mark("王老师", ENDED + 1, ENDED + 2000, 1);
	(void)snprintf(path, sizeof(path), "%s/results.tsv", host);
	assert_int_equal(remove(path), 0);
	keep(host, ENDED, "小陈");
	(void)goes_back(one, 0);
	no_more();
}

/* Items that are still open are kept, and not said. */
static void
half_a_mark_is_not_said(void **state)
{
	struct class_review v = review_by("王老师", ENDED, ENDED + 1000, REVIEW_MARK);

	(void)state;
	keep_both(ENDED);
	v.open = 1u << MANNERS;
	assert_int_equal(reviews_add(host, &v, NULL, NULL), ERR_OK);
	assert_string_equal(goes_back(one, 0), "");
	both_agree(1);
	v.marks.fatal = 1;
	v.at++;
	assert_int_equal(reviews_add(host, &v, NULL, NULL), ERR_OK);
	assert_string_equal(goes_back(one, 0), "王老师评了 S0205-01: 这一课一票否决。");
	both_agree(1);
}

/* While he was away: a mark, his dispute that comes after it, another trainer's answer. One that he made here before the mark
 * came stands behind it, as at the trainer's. */
static void
what_was_missed_comes_in_the_trainers_order(void **state)
{
	struct class_reviews all;
	struct class_result r;

	(void)state;
	keep_both(ENDED);
	dispute(one, ENDED, ENDED + 500);
	mark("王老师", ENDED, ENDED + 1000, 3);
	dispute(host, ENDED, ENDED + 500); /* brought when he joined */
	assert_string_equal(goes_back(one, 0), "王老师评了 S0205-01: 教员分 17/20, 这一课合格。");
	both_agree(2);
	mark("李老师", ENDED, ENDED + 3000, 0);
	joins_again();
	assert_string_equal(goes_back(one, 0), "李老师复评了 S0205-01: 教员分 20/20, 这一课合格。");
	no_more();
	both_agree(3);
	r = result_of(one);
	assert_int_equal(reviews_read(one, &all, NULL), ERR_OK);
	assert_string_equal(reviews_answer(&all, &r, reviews_dispute(&all, &r, -1))->by, "李老师");
	reviews_free(&all);
}

static void
one_place_for_both_is_no_second_line(void **state)
{
	(void)state;
	keep(host, ENDED, "小陈");
	mark("王老师", ENDED, ENDED + 1000, 1);
	assert_string_equal(goes_back(host, 0), "王老师评了 S0205-01: 教员分 19/20, 这一课合格。");
	(void)str_copy(one, sizeof(one), host);
	both_agree(1);
}

/* Here he goes by another name than in the class. */
static void
his_name_here_may_be_another(void **state)
{
	struct class_reviews all;

	(void)state;
	keep(host, ENDED, "小陈");
	keep(one, ENDED, "陈静");
	mark("王老师", ENDED, ENDED + 1000, 1);
	(void)goes_back(one, 0);
	assert_int_equal(reviews_read(one, &all, NULL), ERR_OK);
	assert_int_equal(all.n, 1);
	assert_string_equal(all.item[0].trainee, "陈静");
	reviews_free(&all);
}

static enum back_took
refuses(const char *key, const char *scenario, const char *line, const char *why)
{
	struct room_record *r = class_room_record_new(ROOM_REVIEW);
	char said[ERR_TEXT_BYTES];
	struct err e = { 0 };
	enum back_took took;

	assert_true(class_room_record_text(r, 0, key));
	assert_true(class_room_record_text(r, 1, scenario));
	assert_true(class_room_record_text(r, 2, line));
	took = back_take(one, "小陈", r, said, &e);
	if (strstr(e.text, why) == NULL)
		fail_msg("%s: %s", line, e.text);
	assert_string_equal(said, "");
	class_room_record_free(r);
	return took;
}

#define K  "1795228800000 0 1795228801000"
#define L  "1795228800000\t小陈\t1795228801000\t"
#define S1 "S0205-01"

static void
what_is_damaged_or_foreign_is_refused(void **state)
{
	static const struct {
		const char *key, *scenario, *line, *why;
	} bad[] = {
		{ "", S1, L "王老师\tmark\t0\t\t\n", "损坏" },
		{ "1795228800000 0", S1, L "王老师\tmark\t0\t\t\n", "损坏" },
		{ K " 4", S1, L "王老师\tmark\t0\t\t\n", "损坏" },
		{ "1795228800000 0 99", S1, L "王老师\tmark\t0\t\t\n", "损坏" },
		{ K, S1, "", "损坏" },
		{ K, S1, L "王老师\tmercy\t0\t\t\n", "损坏" },
		{ K, S1, L "王老师\tmark\t0\t99.9\t\n", "损坏" },
		{ K, S1, L "王老师\tmark\t0\t\t\n" L "王老师\tmark\t0\t\t\n", "损坏" },
		{ K, S1, L "小陈\tmark\t0\t\t\n", "不是教员" },
		{ K, S1, L "王老师\tdispute\t0\t\t我\n", "不是教员" },
		{ K, "S0901-01", L "王老师\tmark\t0\t\t\n", "没有这一课" },
		{ "1795228800001 0 1795228801000", S1,
		    "1795228800001\t小陈\t1795228801000\t王老师\tmark\t0\t\t\n", "没有这一课" },
		{ K, S1, L "王老师\tease\t0\t3 5 1 5 0\t为什么\n", "没有这条扣分" },
		{ K, S1, L "王老师\tease\t0\t0 5 1 5 0\t\n", "理由" },
	};
	struct class_reviews all;

	(void)state;
	keep(one, ENDED, "小陈");
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_int_equal(
		    refuses(bad[i].key, bad[i].scenario, bad[i].line, bad[i].why), BACK_REFUSED);
	assert_int_equal(reviews_read(one, &all, NULL), ERR_OK);
	assert_int_equal(all.n, 0);
	reviews_free(&all);
	assert_int_equal(result_of(one).trainer, -1);
}

/* He sits at another seat today: it is told there at every join, said once, given up after a month; what stands behind it comes. */
static void
a_refused_one_holds_up_nothing(void **state)
{
	char key[BACK_KEY];
	struct room_record *r;
	bool again;

	(void)state;
	keep(host, ENDED - 1000, "小陈");
	mark("王老师", ENDED - 1000, ENDED + 1000, 1);
	keep_both(ENDED);
	mark("王老师", ENDED, ENDED + 2000, 1);
	r = next_at(ENDED + DAY, key);
	assert_non_null(r);
	assert_int_equal(r->n[0], 1);
	assert_int_equal(back_heard(host, "小陈", key, BACK_REFUSED, &again, NULL), ERR_OK);
	assert_false(again);
	class_room_record_free(r);
	(void)goes_back(one, 0);
	no_more();
	assert_int_equal(result_of(one).trainer, 19);
}

static void
a_refused_one_is_tried_for_a_month(void **state)
{
	char key[BACK_KEY];
	bool again;

	(void)state;
	keep(host, ENDED, "小陈");
	mark("王老师", ENDED, ENDED + 1000, 1);
	for (int i = 0; i < 2; i++) {
		struct room_record *r = next_at(ENDED + DAY, key);

		assert_non_null(r);
		class_room_record_free(r);
		assert_int_equal(back_heard(host, "小陈", key, BACK_REFUSED, &again, NULL), ERR_OK);
		assert_int_equal(again, i > 0);
		joins_again();
	}
	assert_null(next_at(ENDED + (BACK_DAYS + 1) * DAY, key));
	keep(one, ENDED, "小陈"); /* at his own again */
	joins_again();
	(void)goes_back(one, 0);
	joins_again();
	no_more();
}

/* What cannot be kept now is told again when he comes again. */
static void
what_cannot_be_kept_now_comes_again(void **state)
{
	char key[BACK_KEY], said[ERR_TEXT_BYTES], path[300], aside[320];
	struct room_record *r;
	struct err e = { 0 };
	bool again;

	(void)state;
	keep_both(ENDED);
	mark("王老师", ENDED, ENDED + 1000, 1);
	(void)snprintf(path, sizeof(path), "%s/reviews.tsv", one);
	(void)snprintf(aside, sizeof(aside), "%s/aside", path);
	assert_int_equal(fs_mkdirs(aside, NULL), ERR_OK); /* a directory in its place */
	r = next_at(ENDED + DAY, key);
	assert_non_null(r);
	assert_int_equal(back_take(one, "小陈", r, said, &e), BACK_LATER);
	assert_string_equal(said, "");
	assert_int_equal(back_heard(host, "小陈", key, BACK_LATER, &again, NULL), ERR_OK);
	no_more();
	class_room_record_free(r);
	assert_int_equal(remove(aside), 0);
	assert_int_equal(remove(path), 0);
	joins_again();
	(void)goes_back(one, 0);
	both_agree(1);
}

/* ---- over the room ---- */

/* The next that the other one said. */
static struct room_news *
hears(struct room *r, enum room_news_kind kind)
{
	struct room_news *n;

	while ((n = class_room_news(r)) == NULL || n->kind != kind) {
		class_room_news_free(n);
		assert_true(poll_readable(class_room_fd(r), 20000));
	}
	return n;
}

static void
answers(struct room *h, enum back_took took, const char *key, const char *why)
{
	struct room_news *n = hears(h, ROOM_TOLD);

	assert_int_equal(n->record->kind, ROOM_HEARD);
	assert_int_equal(n->record->n[0], took);
	assert_string_equal(n->record->text[0], key);
	assert_string_equal(n->record->text[1], why);
	class_room_news_free(n);
}

static void
tell_next(struct room *h, char key[BACK_KEY])
{
	struct room_record *r = next_at(ENDED + DAY, key);

	assert_non_null(r);
	assert_true(class_room_tell(h, 0, r));
}

/* The room's thread keeps it and answers; the screen's hears it when it is kept, and in words once. */
static void
the_room_keeps_it_and_answers(void **state)
{
	struct room *h, *t;
	struct room_news *n;
	char key[BACK_KEY];

	(void)state;
	keep_both(ENDED);
	keep(host, ENDED + 1, "小陈");
	mark("王老师", ENDED + 1, ENDED + 900, 1);
	mark("王老师", ENDED, ENDED + 1000, 1);
	assert_int_equal(setenv("XDG_RUNTIME_DIR", dir, 1), 0);
	assert_int_equal(class_room_host("一班", 0, host, &h, NULL), ERR_OK);
	assert_int_equal(class_room_join("一班", "小陈", one, &t, NULL), ERR_OK);
	class_room_news_free(hears(h, ROOM_CAME));
	tell_next(h, key);
	answers(h, BACK_REFUSED, key, "那一台上没有这一课");
	n = hears(t, ROOM_TOLD);
	assert_string_equal(n->text, "");
	class_room_news_free(n);
	for (int i = 0; i < 2; i++) { /* his answer was lost */
		tell_next(h, key);
		answers(h, BACK_KEPT, key, "");
		n = hears(t, ROOM_TOLD);
		assert_string_equal(
		    n->text, i == 0 ? "王老师评了 S0205-01: 教员分 19/20, 这一课合格。" : "");
		class_room_news_free(n);
		assert_int_equal(result_of(one).trainer, 19);
		place.at = 0;
	}
	class_room_close(t);
	class_room_close(h);
}

int
main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(it_comes_back_once_and_is_said),
		T(a_trainer_who_goes_on_is_followed),
		T(an_earlier_lesson_that_is_mended_comes_at_once),
		T(a_mended_one_that_is_refused_is_told_once),
		T(a_clock_set_back_loses_nothing),
		T(a_lesson_that_is_gone_is_not_counted),
		T(half_a_mark_is_not_said),
		T(what_was_missed_comes_in_the_trainers_order),
		T(one_place_for_both_is_no_second_line),
		T(his_name_here_may_be_another),
		T(what_is_damaged_or_foreign_is_refused),
		T(a_refused_one_holds_up_nothing),
		T(a_refused_one_is_tried_for_a_month),
		T(what_cannot_be_kept_now_comes_again),
		T(the_room_keeps_it_and_answers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
