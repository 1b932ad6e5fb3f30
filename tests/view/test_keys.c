/* test_keys: thousands of keys at random on every screen but intake: none may break it, whatever the cache, the line and
 * the engine do meanwhile. Sanitizers watch; the cursor stays on the canvas. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "../lib/viewcache.h"
#include "base/str.h"

#define KEYS 3000

static struct viewcache cache;
static uint64_t seed;

static uint32_t
next(uint32_t below)
{
	seed = seed * UINT64_C(6364136223846793005) + 1442695040888963407U;
	return (uint32_t)(seed >> 33) % below;
}

static void
one_key(struct viewdesk *d)
{
	static const char *const texts[] = { "1", "2", "5", "8", "9", "路灯", "zs", "x", "%s",
		"红山路78号" };
	static const enum action actions[] = { ACTION_ENTER, ACTION_BACK, ACTION_NEXT, ACTION_PREV,
		ACTION_UP, ACTION_DOWN, ACTION_LEFT, ACTION_RIGHT, ACTION_HOME, ACTION_END,
		ACTION_PAGE_UP, ACTION_PAGE_DOWN, ACTION_ERASE, ACTION_ERASE_HEAD, ACTION_UNMASK,
		ACTION_SUBMIT, ACTION_RETRY, ACTION_HELP, ACTION_NEWLINE, ACTION_RESTORE };

	if (next(3) == 0)
		viewdesk_input(d, input_text(texts[next(sizeof(texts) / sizeof(texts[0]))]));
	else if (next(40) == 0)
		viewdesk_input(d, input_paste("粘贴\t一段\n两行"));
	else
		viewdesk_key(d, actions[next(sizeof(actions) / sizeof(actions[0]))]);
}

/* The engine answers, well or badly; tables change; the line comes and goes. */
static void
one_news(struct viewdesk *d)
{
	static const enum news_kind kinds[] = { NEWS_DONE, NEWS_TABLES, NEWS_LINK, NEWS_IDENTITY };
	struct news n = { .kind = kinds[next(4)], .tables = next(256) };

	n.job = d->n_jobs > 0 ? d->jobs[next((uint32_t)d->n_jobs)]->id : 0;
	n.err.code = next(2) == 0 ? ERR_OK : ERR_GUARD;
	(void)str_copy(n.err.text, sizeof(n.err.text), "不满足办理条件");
	(void)snprintf(n.ticket, sizeof(n.ticket), "0190a000-0000-7000-8000-%012u", next(6));
	d->desk.link.state = (enum link_state)next(5);
	d->desk.now += next(70000);
	d->refuse = next(5) == 0;
	viewdesk_news(d, &n);
}

static void
forget_jobs(struct viewdesk *d)
{
	if (d->n_jobs < VIEWDESK_JOBS / 2)
		return;
	for (int i = 0; i < d->n_jobs; i++)
		job_free(d->jobs[i]);
	d->n_jobs = 0;
}

static void
play(const char *view, const char *arg, int rows, int cols, uint32_t roles)
{
	struct viewdesk d;

	viewdesk_init(&d, rows, cols);
	viewcache_open(&cache, &d);
	viewcache_story(&cache);
	viewcache_own(&cache, 0, EVENT_AMEND, "2026-11-21 09:40:11", TF_ADDRESS, "红山路87号");
	viewcache_answer(&cache, OP_CONFLICT, "", "address");
	viewcache_own(&cache, 1, EVENT_NOTE, "2026-11-21 09:58:20", TF_COUNT, "已联系物业");
	viewcache_answer(&cache, OP_REJECTED, "不满足办理条件", "");
	viewcache_own(&cache, 2, EVENT_SUPPLEMENT, "2026-11-21 10:41:47", TF_COUNT, "今晚又在装修");
	d.desk.me.roles = roles;
	viewdesk_open(&d, view, arg);
	for (int i = 0; i < KEYS; i++) {
		if (next(8) == 0)
			one_news(&d);
		else
			one_key(&d);
		forget_jobs(&d);
		viewdesk_draw(&d);
		assert_in_range(d.canvas.cursor_row, 0, rows - 1);
		assert_in_range(d.canvas.cursor_col, 0, cols - 1);
	}
	view_close(&d.view);
	viewcache_close(&cache);
	viewdesk_free(&d);
}

static void
test_every_screen(void **state)
{
	static const char *const plain[] = { "home", "tickets", "sync", "login", "help" };
	static const uint32_t roles[] = { ROLE_BIT(AGENT),
		ROLE_BIT(DISPATCHER) | ROLE_BIT(SENIOR) };

	(void)state;
	seed = 20261121;
	for (size_t i = 0; i < sizeof(plain) / sizeof(plain[0]); i++)
		play(plain[i], NULL, i % 2 == 0 ? 24 : 36, i % 2 == 0 ? 80 : 120, roles[i % 2]);
	for (int i = 0; i < 5; i++) {
		char id[ID_SIZE];

		(void)snprintf(id, sizeof(id), "0190a000-0000-7000-8000-%012d", i + 1);
		play("ticket", id, i % 2 == 0 ? 24 : 36, i % 2 == 0 ? 80 : 120, roles[(i + 1) % 2]);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_every_screen) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
