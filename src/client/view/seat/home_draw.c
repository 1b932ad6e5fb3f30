/* home_draw.c: the picture of the first screen, after wireframes/home-80x24.txt: today and my things at the left, what
 * holds for everybody at the right, my tickets below. */
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/str.h"
#include "base/width.h"
#include "client/ui/wrap.h"
#include "client/view/classroom.h"
#include "home_p.h"
#include "text/spoken.h"

#define TOP_ROWS 10 /* of the two upper columns, at 24 lines */
#define BAR_COLS 20

void
home_notice_line(const struct bulletin *b, bool unread, int64_t now, char *out, size_t size)
{
	bool cut_off = strcmp(b->kind, "outage") == 0 || strcmp(b->kind, "emergency") == 0;
	char until[32] = "";

	if (b->ends_at != 0 && civil_day(b->ends_at) == civil_day(now))
		(void)civil_format(b->ends_at, " 至%H:%M", until, sizeof(until));
	(void)snprintf(
	    out, size, "%-2s %s%s", unread ? (cut_off ? "!!" : "!") : "", b->title, until);
}

/* ---- left: today, my things ---- */

/* Lines of tickets taken down here, of who takes no calls: only those there are. */
static int
may_wait(const struct cache_counts *n)
{
	return (n->incomplete + n->owed > 0) + (n->following > 0) + (n->drafts > 0);
}

/* Lines of 我的事 under its heading. */
static int
mine_lines(const struct home *s)
{
	const struct cache_counts *n = &s->counts;

	return (home_takes_calls(s) ? 3 : may_wait(n)) + (s->guidance_due + s->guidance_back > 0) +
	       (s->written > 0) + (s->relays > 0) + (s->n_incidents > 0) + (s->n_answers > 0) +
	       (s->zero[0] != '\0') + (n->overdue > 0) + (n->notes > 0) +
	       (n->parked + n->conflicts > 0) + (n->waiting > 0);
}

static int
draw_today(const struct home *s, struct canvas *c, struct rect at)
{
	const struct cache_counts *n = &s->counts;

	if (!home_takes_calls(s))
		return 0;
	canvas_text(c, at.row, at.col, at.cols, ROLE_HEADING, "今天");
	canvas_printf(c, at.row + 1, at.col + 2, at.cols - 2, ROLE_NORMAL,
	    "接听%lld 派单%lld 直答%lld", (long long)n->answered_today,
	    (long long)n->dispatched_today, (long long)n->direct_today);
	return at.rows - 3 > mine_lines(s) ? 3
					   : 2; /* a day with everything in it has no blank line */
}

/* One line of 我的事: mark, name, figure in a column, and a word more. */
static int
draw_thing(struct canvas *c, struct rect at, const char *mark, const char *name, int64_t n,
    const char *more)
{
	enum role role = strcmp(mark, "!!") == 0  ? ROLE_OVERDUE
			 : strcmp(mark, "!") == 0 ? ROLE_NEAR
						  : ROLE_NORMAL;

	canvas_text(c, at.row, at.col + 1, 2, role, mark);
	canvas_text(c, at.row, at.col + 4, 6, ROLE_NORMAL, name);
	canvas_printf(c, at.row, at.col + 11, 4, ROLE_VALUE, "%-3lld", (long long)n);
	canvas_cut(c, at.row, at.col + 15, at.cols - 15, ROLE_DIM, more);
	return 1;
}

static void
words_if(int64_t n, const char *before, const char *after, char *out, size_t size)
{
	out[0] = '\0';
	if (n > 0)
		(void)snprintf(out, size, "%s%lld%s", before, (long long)n, after);
}

static int
draw_unsent(const struct home *s, struct canvas *c, struct rect at)
{
	const struct cache_counts *n = &s->counts;
	char more[160] = "", age[SPOKEN_SIZE];
	int used = 0;

	if (n->parked + n->conflicts > 0) {
		(void)snprintf(more, sizeof(more), "搁置%lld 冲突%lld, 进同步",
		    (long long)n->parked, (long long)n->conflicts);
		used += draw_thing(c, at, "!", "要处理", n->parked + n->conflicts, more);
	}
	if (n->waiting > 0) {
		at.row += used;
		(void)spoken_length(s->desk->now - n->oldest_waiting_at, age, sizeof(age));
		(void)snprintf(more, sizeof(more), "最早%s前, 会自动送出", age);
		used += draw_thing(c, at, "", "待送", n->waiting, more);
	}
	return used;
}

/* The key that brings it back first, its words as far as they go: below where there is room. */
static int
draw_drafts(const struct home *s, struct canvas *c, struct rect at, bool roomy)
{
	static const char hint[] = "Ctrl-N 接着写";
	int used;

	if (!s->draft_open)
		return draw_thing(c, at, "", "草稿", s->counts.drafts, "");
	used = draw_thing(c, at, "!", "草稿", s->counts.drafts, "");
	canvas_text(c, at.row, at.col + 15, at.cols - 15, ROLE_HINT, hint);
	if (roomy) {
		canvas_cut(c, at.row + 1, at.col + 4, at.cols - 4, ROLE_DIM, s->draft);
		return used + 1;
	}
	canvas_cut(c, at.row, at.col + 16 + width_str(hint), at.cols - 16 - width_str(hint),
	    ROLE_DIM, s->draft);
	return used;
}

static int
draw_written(const struct home *s, struct canvas *c, struct rect at)
{
	char left[SPOKEN_SIZE], more[96];
	const bool late = s->written_due < s->desk->now;

	(void)snprintf(more, sizeof(more), "最急 %s, Ctrl-P 来件",
	    spoken_left(s->written_due, s->desk->now, left, sizeof(left)));
	return draw_thing(c, at, late ? "!!" : "!", "来件", s->written, more);
}

static int
draw_zero(const struct home *s, struct canvas *c, struct rect at)
{
	const enum role role = s->zero_missing > 0 ? ROLE_NEAR : ROLE_NORMAL;

	canvas_text(c, at.row, at.col + 1, 2, role, s->zero_missing > 0 ? "!" : "");
	canvas_text(c, at.row, at.col + 4, 6, ROLE_NORMAL, "零报告");
	canvas_cut(c, at.row, at.col + 11, at.cols - 11, role, s->zero);
	return 1;
}

/* What became of a correction: whole where there is room below, for it was written to be read. */
static void
draw_answer(const struct home *s, struct canvas *c, struct rect at, int bottom)
{
	const char *words = strstr(s->answer, ": ");
	char head[64];

	if (words == NULL || at.row + 1 >= bottom) {
		(void)draw_thing(c, at, "", "纠错", s->n_answers, s->answer);
		return;
	}
	(void)snprintf(head, sizeof(head), "%.*s", (int)(words - s->answer), s->answer);
	(void)draw_thing(c, at, "", "纠错", s->n_answers, head);
	(void)wrap_draw(c,
	    (struct rect){ at.row + 1, at.col + 4, bottom - at.row - 1, at.cols - 4 }, ROLE_DIM,
	    words + 2);
}

/* What becomes of the tickets taken down here. */
static int
draw_taken(const struct home *s, struct canvas *c, struct rect at)
{
	const struct cache_counts *n = &s->counts;
	const int from = at.row;
	char more[96];

	words_if(n->owed > 0 ? n->owed : n->incomplete_due_today,
	    n->owed > 0 ? "紧急件待补全 " : "今日到期关闭 ", "", more, sizeof(more));
	if (home_takes_calls(s) || n->incomplete + n->owed > 0)
		at.row += draw_thing(c, at, n->owed + n->incomplete_due_today > 0 ? "!" : "",
		    "待完善", n->incomplete + n->owed, more);
	words_if(n->due_today, "今日到期 ", "", more, sizeof(more));
	if (home_takes_calls(s) || n->following > 0)
		at.row +=
		    draw_thing(c, at, n->due_today > 0 ? "!" : "", "跟踪中", n->following, more);
	return at.row - from;
}

static void
draw_mine(const struct home *s, struct canvas *c, struct rect at)
{
	const struct cache_counts *n = &s->counts;
	const int bottom = at.row + at.rows;

	canvas_text(c, at.row, at.col, at.cols, ROLE_HEADING, "我的事");
	at.row++;
	if (s->zero[0] != '\0')
		at.row += draw_zero(s, c, at);
	if (s->written > 0)
		at.row += draw_written(s, c, at);
	if (s->relays > 0)
		at.row += draw_thing(c, at, "!", "待转达", s->relays, "Ctrl-P 来件");
	if (s->n_incidents > 0)
		at.row += draw_thing(c, at, "!", "突发", s->n_incidents, s->incident);
	if (s->guidance_due + s->guidance_back > 0)
		at.row += draw_thing(c, at, "!", "口径", s->guidance_due + s->guidance_back,
		    s->guidance_due > 0 ? "待批, F3 F3 再按 Tab" : "退回, F3 F3 再按 Tab");
	at.row += draw_taken(s, c, at);
	if (n->overdue > 0)
		at.row += draw_thing(c, at, "!!", "超期", n->overdue, "");
	if (home_takes_calls(s) || n->drafts > 0)
		at.row += draw_drafts(s, c, at, at.rows - 1 > mine_lines(s));
	if (n->notes > 0)
		at.row += draw_thing(c, at, "", "便签", n->notes, s->note);
	at.row += draw_unsent(s, c, at);
	if (s->n_answers > 0)
		draw_answer(s, c, at, bottom);
	else if (mine_lines(s) == 0)
		canvas_text(c, at.row, at.col + 4, at.cols - 4, ROLE_DIM, "暂无");
}

/* ---- right: bulletins, what the city calls about ---- */

static void
draw_notices(struct home *s, struct canvas *c, struct rect at)
{
	canvas_text(c, at.row, at.col, 4, ROLE_HEADING, "公告");
	if (s->n_notices > 0) {
		char total[48];

		const bool must = s->n_unread > 0 && part_signed_in(s->desk);

		(void)snprintf(total, sizeof(total), must ? "%d%s 条未读%s" : "%d%s 条有效%s",
		    must ? s->n_unread : s->n_notices, s->more_notices && !must ? "+" : "",
		    s->on_notices || !part_signed_in(s->desk) ? "" : "  Tab 看");
		canvas_right(c, at.row, at.col + at.cols, must ? ROLE_NEAR : ROLE_DIM, total);
	}
	s->notice_list.at = (struct rect){ at.row + 1, at.col - 1, at.rows - 1, at.cols + 1 };
	s->notice_list.no_digits = !s->on_notices;
	s->notice_list.empty = s->desk->city == NULL ? "正在取城市资料。" : "现在没有公告。";
	if (s->on_notices) {
		list_draw(&s->notice_list, c, true);
		return;
	}
	for (int i = 0; i < s->n_notices && i < at.rows - 1; i++) {
		char line[256];

		home_notice_line(s->notices[i], s->unread[i], s->desk->now, line, sizeof(line));
		canvas_cut(c, at.row + 1 + i, at.col, at.cols,
		    strncmp(line, "!!", 2) == 0 ? ROLE_NEAR : ROLE_NORMAL, line);
	}
	if (s->n_notices == 0)
		canvas_cut(c, at.row + 1, at.col + 3, at.cols - 3, ROLE_DIM, s->notice_list.empty);
}

static void
draw_bar(struct canvas *c, int row, int col, int count, int most, int cols)
{
	int unit = most > cols ? most : cols; /* one # a ticket while they fit */
	int len = unit > 0 ? (count * cols + unit - 1) / unit : 0;

	for (int i = 0; i < len; i++)
		canvas_text(c, row, col + i, 1, ROLE_HINT, "#");
}

static void
draw_hot(const struct home *s, struct canvas *c, struct rect at)
{
	int bar = at.cols - 25 < BAR_COLS ? at.cols - 25 : BAR_COLS;

	canvas_text(c, at.row, at.col, at.cols, ROLE_HEADING, "热点(近2小时)");
	if (s->n_hot == 0)
		canvas_cut(c, at.row + 1, at.col + 2, at.cols - 2, ROLE_DIM, "近2小时还没有工单。");
	for (int i = 0; i < s->n_hot && i + 1 < at.rows; i++) {
		const struct category *k =
		    s->desk->city == NULL ? NULL : city_category(s->desk->city, s->hot[i].category);
		char count[16];

		canvas_cut(c, at.row + 1 + i, at.col + 2, 16, ROLE_NORMAL,
		    k != NULL ? k->name : s->hot[i].category);
		(void)snprintf(count, sizeof(count), "%d", s->hot[i].count);
		canvas_right(c, at.row + 1 + i, at.col + 23, ROLE_VALUE, count);
		draw_bar(c, at.row + 1 + i, at.col + 25, s->hot[i].count, s->hot[0].count, bar);
	}
}

/* ---- below: my tickets, or where my work is ---- */

static void
draw_tickets(struct home *s, struct canvas *c, struct rect at)
{
	struct list *l = home_rows(s);

	l->at = at;
	l->no_digits = s->on_notices;
	l->empty = home_takes_calls(s)
		       ? "还没有您的工单。按 F2 受理; 要查别人登记的, 按 Ctrl-P 输 工单列表, 或按 "
			 "Ctrl-G 输单号。"
		       : "您的岗位不登记工单。要办的事按 Ctrl-P 输名称打开。";
	list_draw(l, c, !s->on_notices);
	if (s->partial)
		canvas_right(c, at.row, at.col + at.cols - 1, ROLE_NEAR, " 未完 ");
}

static void
draw_signed_out(const struct home *s, struct canvas *c, struct rect at)
{
	const char *words =
	    s->desk->link.is_private && s->desk->link.state == LINK_OFFLINE
		? "本机的中心还没有答复。一直这样时按 Ctrl-P 输 退出, 再启动一次。"
	    : s->desk->link.is_private
		? "正在启动本机的中心, 马上就好。"
		: "还没有登录。按 Enter 登录; 线路断开时, 在本机登录过的人也能登录。";

	(void)wrap_draw(
	    c, (struct rect){ at.row + 1, at.col + 4, 2, at.cols - 8 }, ROLE_NORMAL, words);
	canvas_cursor(c, at.row + 1, at.col + 4);
}

/* In a classroom, over the rule: that it is one and where it is, or in which class one sits. */
static void
draw_classroom(const struct home *s, struct canvas *c, struct rect at)
{
	const struct class_info *k = s->desk->classroom;
	char words[400];

	if (k == NULL || !s->desk->demo)
		return;
	if (k->hall != NULL)
		(void)snprintf(
		    words, sizeof(words), " 这一台是课堂 %s 的教员: Ctrl-P 课堂 ", k->hall->name);
	else if (k->in_class[0] != '\0')
		(void)snprintf(words, sizeof(words), " 课堂 %s, 您叫 %s: %s ", k->in_class,
		    k->trainee, k->under_way ? "正在上课" : "等教员发题");
	else if (k->waits_for[0] != '\0')
		(void)snprintf(words, sizeof(words), " 课堂 %s 没有开: 开了自动加入%s%s ",
		    k->waits_for, k->open_now[0] != '\0' ? "; 开着的有: " : "", k->open_now);
	else
		(void)snprintf(words, sizeof(words),
		    " 演示: Ctrl-P 培训 有案例、观摩、考试; 带班: hotseat --demo --class 班名 ");
	canvas_cut(c, at.row, at.col + 2, at.cols - 4, ROLE_HINT, words);
}

void
home_draw(const struct view *v, struct canvas *c, struct rect body)
{
	struct home *s = v->state;
	bool mine = part_signed_in(s->desk);
	int extra = body.rows >= 30 ? 4 : 0, top = TOP_ROWS + extra;
	int left = body.cols >= 110 ? 48 : 35, notices = 5 + extra;
	struct rect l = { body.row + 1, body.col + 1, top, left - 1 };
	struct rect r = { body.row + 1, body.col + left + 3, notices, body.cols - left - 4 };
	struct rect low = { body.row + top + 2, body.col, body.rows - top - 2, body.cols };

	home_refresh(s);
	canvas_hline(c, body.row, body.col + 1, body.cols - 2, ROLE_RULE);
	draw_classroom(s, c, (struct rect){ body.row, body.col, 1, body.cols });
	canvas_vline(c, body.row + 1, body.col + left, top, ROLE_RULE);
	if (mine) {
		int used = draw_today(s, c, l);

		draw_mine(s, c, (struct rect){ l.row + used, l.col, top - used, l.cols });
		draw_hot(
		    s, c, (struct rect){ r.row + notices + 1, r.col, top - notices - 1, r.cols });
	}
	draw_notices(s, c, r);
	canvas_hline(c, low.row - 1, body.col + 1, body.cols - 2, ROLE_RULE);
	if (mine)
		draw_tickets(s, c, low);
	else
		draw_signed_out(s, c, low);
}
