/* Leaving: the program or the seat. What is not finished is said first, and asked about once; nothing of it is lost either
 * way, it lies on this seat. */
#include <stdio.h>

#include "client/cache/records.h"
#include "app.h"

#define SHIFT_MS (12LL * 3600 * 1000)

struct owed {
	const char *what;
	int64_t n;
};

/* What is not finished, in words, behind it ${after}. */
static void
say_owed(struct app *a, const struct owed *owed, size_t n, const char *after)
{
	struct str text = { 0 };

	for (size_t i = 0; i < n; i++)
		if (owed[i].n > 0)
			str_addf(&text, "%s%s %lld", text.len > 0 ? ", " : "", owed[i].what,
			    (long long)owed[i].n);
	str_addf(&text, "。%s", after);
	str_copy(a->question, sizeof(a->question), str_c(&text));
	str_free(&text);
}

static void
read_counts(const struct app *a, struct cache_counts *n)
{
	*n = (struct cache_counts){ 0 };
	if (a->desk.cache != NULL)
		cache_counts(a->desk.cache, a->desk.me.user, a->desk.now, n);
}

void
app_unfinished(struct app *a)
{
	const bool calls = view_may_act(a->desk.me.roles, ACTION_NEW);
	struct cache_counts n;
	char next[16], blank[16];

	read_counts(a, &n);
	if (n.drafts == 0 || a->message.text[0] != '\0' || app_drill_is_on(a))
		return;
	app_say(a, 1, "您有 %lld 件草稿没写完, 都在: 按 %s 接着写%s%s%s。", (long long)n.drafts,
	    keymap_first(&a->keymap, ACTION_NEXT_DRAFT, next), calls ? "; " : "",
	    calls ? keymap_first(&a->keymap, ACTION_NEW, blank) : "", calls ? " 是另起新单" : "");
}

static void
ask_leave(struct app *a, const char *title, const char *const *answers, enum app_asking what)
{
	dialog_ask(&a->dialog, title, a->question, answers, 1, -1);
	a->asking = what;
	a->draw = true;
}

void
app_quit(struct app *a)
{
	static const char *const answers[] = { "退出" };
	struct cache_counts n;

	read_counts(a, &n);
	if (n.drafts + n.notes + n.waiting + n.parked == 0) {
		a->quit = true;
		return;
	}
	say_owed(a,
	    (struct owed[]){ { "草稿", n.drafts }, { "待送的便签", n.notes }, { "待送", n.waiting },
		{ "要处理", n.parked } },
	    4,
	    a->desk.demo ? "演示里的都不保留; 培训成绩和回放留着。" : "都存在本机, 下次打开还在。");
	ask_leave(a, "退出前看一下", answers, ASK_QUIT);
}

/* A shift leader hands over with two signatures before leaving (view/seat/handover.c). */
static bool
owes_handover(const struct app *a)
{
	const struct record_query q = {
		.kind = RECORD_HANDOVER, .by = a->desk.me.user, .since_at = a->desk.now - SHIFT_MS
	};

	return (a->desk.me.roles & ROLE_BIT(SENIOR)) != 0 && a->desk.cache != NULL &&
	       cache_record_count(a->desk.cache, &q) == 0;
}

/* What waits in the outbox goes by itself after sign-out: only what this person must still finish is asked about. */
void
app_sign_out(struct app *a)
{
	static const char *const answers[] = { "注销" };
	struct cache_counts n;
	bool shift;

	if (a->centre != NULL) { /* its one person is signed in by being here */
		app_say(a, 1, "本机的中心只有您一人, 不用注销; 要离开请用 Ctrl-P 退出。");
		return;
	}
	read_counts(a, &n);
	shift = owes_handover(a);
	if (n.drafts + n.notes == 0 && !shift) {
		app_job(a, job_new(JOB_SIGN_OUT));
		return;
	}
	say_owed(a,
	    (struct owed[]){
		{ "未交接班", shift }, { "草稿", n.drafts }, { "待送的便签", n.notes } },
	    3,
	    shift ? "班长离岗前请先交接班(Ctrl-P 交接班)。"
		  : "都存在本机, 您下次在这台机器登录时还在。");
	ask_leave(a, "注销前看一下", answers, ASK_SIGN_OUT);
}
