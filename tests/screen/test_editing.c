/* Knowledge that stays true, by keys on ptys against a real centre: an editor drafts an article, killed while he writes;
 * another person publishes it; the call-taker finds and cites it, says that it is wrong, and reads on her first screen
 * what became of that. And a revision written with the line down. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../lib/poll.h"
#include "../lib/seat.h"
#include "../lib/site.h"
#include "city/article.h"
#include "server/store/records.h"

#define PASSWORD "lamp-post-78"
#define SENT_MS \
	90000 /* a seat that has found no centre waits longer and longer before it tries again */
#define TITLE  "共享单车占道找谁"
#define ANSWER "共享单车占道由城管局处理，请说清位置。"

static struct site site;
static struct screen *now;

static int
setup(void **state)
{
	(void)state;
	site_real(&site);
	if (daemon_password(&site.centre, "1106", PASSWORD) != 0 ||
	    daemon_password(&site.centre, "1108", PASSWORD) != 0)
		return 1;
	return daemon_password(&site.centre, "1154", PASSWORD);
}

static int
teardown(void **state)
{
	(void)state;
	screen_leave(&now);
	site_close(&site);
	return 0;
}

/* A person sits down: at a seat of her own, enrolled the first time. What others did is there from the start. */
static void
sit(const char *seat_no, const char *job_no, const char *name, bool first)
{
	screen_leave(&now);
	now = first ? site_enrolled(&site, seat_no, seat_no, 24, 80)
		    : site_seat(&site, seat_no, 24, 80, NULL);
	assert_true(first || screen_wait(now, "登录"));
	assert_true(seat_sign_in(now, job_no, name, PASSWORD));
	assert_true(screen_wait(now, "线路正常"));
	assert_true(screen_wait_gone(now, "正在取城市资料"));
}

static void
open_desk(const char *expect)
{
	assert_true(seat_command(now, "知识维护", "[待审"));
	assert_true(screen_wait(now, expect));
}

/* To the list of that name, from the first. */
static void
to_list(int steps, const char *name)
{
	for (int i = 0; i < steps; i++)
		screen_key(now, "Right");
	assert_true(screen_wait(now, name));
}

static void
next_cells(int n)
{
	for (int i = 0; i < n; i++)
		screen_key(now, "Enter");
	screen_settle_ms(now, 50);
}

/* ---- at the centre ---- */

struct wanted {
	enum record_kind kind;
	int64_t n;
};

static bool
are_kept(void *arg)
{
	const struct wanted *w = arg;
	struct store *store = site_store(&site);
	bool all = store != NULL && store_record_count(store, w->kind) == w->n;

	store_close(store);
	return all;
}

static void
kept(enum record_kind kind, int64_t n)
{
	struct wanted w = { kind, n };

	if (!poll_until(are_kept, &w, SENT_MS))
		fail_msg("%s: not %lld at the centre", record_json(kind), (long long)n);
}

/* ---- drafting ---- */

static void
write_article(void)
{
	static const char *const either[] = { "第1版", "城市资料还没有到" };

	open_desk("没有等审核的稿子");
	screen_key(now, "F2");
	for (int i = 0; i < 100 && seat_wait_any(now, either, 2) == 1; i++) {
		screen_settle_ms(now, 50); /* the city is still on its way */
		screen_key(now, "F2");
	}
	assert_true(screen_wait(now, "第1版"));
	screen_type(now, TITLE);
	assert_true(screen_wait(now, TITLE));
	next_cells(4);
	screen_type(now, "spzl");
	assert_true(screen_wait(now, "没有符合的"));
	screen_key(now, "Tab"); /* left with words that name nothing: their list goes */
	assert_true(screen_wait_gone(now, "没有符合的"));
	screen_type(now, "\033[Z"); /* Shift-Tab */
	assert_true(screen_wait(now, "没有符合的"));
	screen_key(now, "Ctrl-U");
	screen_type(now, "0205");
	assert_true(screen_wait(now, "路灯照明"));
	next_cells(1);
	screen_type(now, "1004");
	assert_true(screen_wait(now, "1004"));
	next_cells(6);
	screen_type(now, ANSWER);
	assert_true(screen_wait(now, ANSWER));
	next_cells(1);
	screen_type(now, "城管队员到场后两小时内清走");
	assert_true(screen_wait(now, "两小时内清走"));
}

static void
an_editor_drafts_and_is_killed(void)
{
	sit("2106", "1106", "蒋书宁", true);
	write_article();
	screen_kill(now, SIGKILL);
	(void)screen_wait_exit(now, SCREEN_WAIT_MS);
	sit("2106", "1106", "蒋书宁", false);
	assert_true(screen_wait(now, "知识稿 K"));
	open_desk("没有等审核的稿子");
	to_list(1, "[在改 1]");
	assert_true(screen_wait(now, "没写完"));
	assert_true(screen_wait(now, TITLE));
	screen_key(now, "Enter");
	assert_true(screen_wait(now, "两小时内清走"));
	assert_true(screen_wait(now, ANSWER));
	screen_key(now, "PgDn");
	assert_true(screen_wait(now, "话务员看到的样子"));
	assert_true(screen_wait(now, "读给来电人 ("));
	screen_key(now, "F10");
	assert_true(screen_wait(now, "已送审"));
	kept(RECORD_ARTICLE, 1); /* before the next one looks for it */
}

static bool
is_out(void *arg)
{
	struct store *store = site_store(&site);
	struct article *a = arg;
	struct str text = { 0 };
	char no[ARTICLE_KB_NO_BYTES];
	int64_t rev;
	bool there;

	(void)str_copy(no, sizeof(no), a->kb_no);
	there = store != NULL && store_ref_get(store, CITY_ARTICLE_KIND, no, &text, &rev);
	if (there) {
		article_free(a);
		there = article_read(str_c(&text), text.len, a, NULL) == ERR_OK;
	}
	store_close(store);
	str_free(&text);
	return there;
}

static void
another_one_publishes(char kb_no[ARTICLE_KB_NO_BYTES])
{
	struct article a;
	char row[1024];
	int col, y;

	sit("2108", "1108", "陆景云", true);
	open_desk("[待审 1]");
	assert_true(screen_wait(now, ANSWER));
	y = screen_find(now, TITLE, &col);
	assert_true(y >= 0);
	screen_row(now, y, row, sizeof(row));
	assert_non_null(strstr(row, "K2"));
	assert_non_null(strstr(row, "蒋书宁")); /* whose it is, by name */
	(void)snprintf(kb_no, ARTICLE_KB_NO_BYTES, "%.10s", strstr(row, "K2"));
	screen_type(now, "1");
	assert_true(screen_wait(now, "发布前请确认"));
	screen_settle(now);
	screen_type(now, "1");
	assert_true(screen_wait(now, "到各坐席"));
	article_init(&a);
	(void)str_copy(a.kb_no, sizeof(a.kb_no), kb_no);
	assert_true(poll_until(is_out, &a, SITE_WAIT_MS));
	assert_string_equal(a.answer, ANSWER);
	assert_int_equal(a.version, 1);
	article_free(&a);
	screen_key(now, "F3"); /* and her own knowledge has it at once */
	assert_true(screen_wait(now, "查询 "));
	screen_type(now, "单车占道");
	assert_true(screen_wait(now, ">  " TITLE));
}

/* ---- the call-taker ---- */

static void
she_cites_it_and_says_what_is_wrong(const char *kb_no)
{
	char done[64];

	sit("1154", "1154", "王芳", true);
	assert_true(seat_open_form(now));
	screen_key(now, "F3");
	assert_true(screen_wait(now, "查询 "));
	screen_type(now, "单车占道");
	assert_true(screen_wait(now, ">  " TITLE));
	assert_true(screen_wait(now, ANSWER));
	screen_key(now, "F5");
	assert_true(screen_wait(now, "没帮上忙"));
	screen_key(now, "Ctrl-E");
	assert_true(screen_wait(now, "2 过时"));
	screen_type(now, "2");
	assert_true(screen_wait(now, "写一句哪里不对"));
	screen_type(now, "现在归交通局管");
	screen_key(now, "Enter");
	(void)snprintf(done, sizeof(done), "已报采编: %s", kb_no);
	assert_true(screen_wait(now, done));
	screen_key(now, "Enter");
	assert_true(screen_wait(now, "受理"));
	kept(RECORD_CITE, 1);
	kept(RECORD_CORRECT, 1);
	kept(RECORD_USELESS, 1);
	kept(RECORD_MISS, 0); /* something was taken of it */
}

static void
the_loop_closes(const char *kb_no)
{
	char line[128];

	sit("2106", "1106", "蒋书宁", false);
	open_desk("没有等审核的稿子");
	to_list(2, "[更正 1]");
	assert_true(screen_wait(now, "现在归交通局管"));
	assert_true(screen_wait(now, kb_no));
	screen_type(now, "2");
	assert_true(screen_wait(now, "告诉报错的人改了什么"));
	screen_type(now, "已改成交通局");
	screen_key(now, "Enter");
	assert_true(screen_wait(now, "[更正 0]"));
	kept(RECORD_ANSWER, 1);
	sit("1154", "1154", "王芳", false);
	(void)snprintf(line, sizeof(line), "%s 已改", kb_no);
	assert_true(screen_wait(now, line));
	assert_true(screen_wait(now, "已改成交通局"));
}

static void
from_a_draft_to_the_first_screen_of_who_found_it_wrong(void **state)
{
	char kb_no[ARTICLE_KB_NO_BYTES];

	(void)state;
	site_start(&site);
	an_editor_drafts_and_is_killed();
	another_one_publishes(kb_no);
	she_cites_it_and_says_what_is_wrong(kb_no);
	the_loop_closes(kb_no);
}

/* ---- the line is down ---- */

static void
a_revision_written_with_the_line_down(void **state)
{
	(void)state;
	site_start(&site);
	sit("2106", "1106", "蒋书宁", true);
	open_desk("没有等审核的稿子");
	to_list(3, "[到期 6]");
	assert_true(screen_wait(now, "!!过期"));
	assert_int_equal(daemon_stop(&site.centre), 0);
	assert_true(screen_wait(now, "离线"));
	screen_key(now, "Enter");
	assert_true(screen_wait(now, "版"));
	next_cells(10);
	screen_key(now, "Ctrl-U");
	screen_type(now, "2031-12-31");
	assert_true(screen_wait(now, "2031-12-31"));
	screen_key(now, "F10");
	assert_true(screen_wait(now, "已存本机, 恢复后自动送出"));
	for (int i = 0; i < 3; i++)
		screen_key(now, "Left");
	assert_true(screen_wait(now, "等人审核 待送"));
	/* nobody lets out his own, with the line or without */
	screen_type(now, "1");
	assert_true(screen_wait(now, "不能发布"));
	site_start(&site);
	kept(RECORD_ARTICLE, 2); /* and the version it comes after */
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    from_a_draft_to_the_first_screen_of_who_found_it_wrong, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    a_revision_written_with_the_line_down, setup, teardown),
	};

	(void)setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
