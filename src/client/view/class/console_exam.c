/* console_exam.c: the exam of five from the console: one draw for all of a class, or a new one for each; and its end before
 * its end. It goes to those who are free: of whoever has a lesson on his hands it is said that he has none.
 *
 * Not here: what is drawn (client/class/paper.h), what becomes of it at the trainee's seat (app_room_exam.c). */
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/str.h"
#include "client/class/paper.h"
#include "console_p.h"

static bool
send(
    struct console *s, const struct class_seat *x, uint32_t what, const char *id, const char *paper)
{
	struct room_record *r = class_room_record_new(ROOM_EXAM);

	if (r != NULL) {
		r->n[0] = what;
		(void)class_room_record_text(r, 0, id);
		(void)class_room_record_text(r, 1, paper);
	}
	return s->desk->tell(s->desk->app, x->peer, r);
}

static enum err_code
draw(const struct console *s, struct class_seat *const *x, int n, const char *id, struct str *out,
    struct err *e)
{
	const char *who[ROOM_MOST];
	char lot[ROOM_NAME + 64];

	for (int i = 0; i < n; i++)
		who[i] = x[i]->name;
	(void)snprintf(lot, sizeof(lot), "%s %s", id, n == 1 ? who[0] : s->hall->name);
	str_reset(out);
	return paper_draw(&s->shelf, s->desk->classroom->results, who, n,
	    exam_seed(s->desk->classroom->class_seed, lot, 0), out, e);
}

/* Who has his hands full, by name; how many of ${x} are left, which then are the free ones. */
static int
leave_out(struct class_seat *x[ROOM_MOST], int n, struct str *busy)
{
	int left = 0;

	for (int i = 0; i < n; i++) {
		if (x[i]->phase == ROOM_FREE && x[i]->exam == 0)
			x[left++] = x[i];
		else
			str_addf(busy, "%s%s", busy->len > 0 ? "、" : "", x[i]->name);
	}
	return left;
}

static void
hand(struct console *s, struct class_seat **x, int n, bool same, const struct str *busy)
{
	struct str paper = { 0 };
	struct err e = { 0 };
	char id[32];
	int sent = 0;
	enum err_code rc = ERR_OK;

	civil_format(s->desk->now, "%Y%m%d-%H%M%S", id, sizeof(id));
	if (same)
		rc = draw(s, x, n, id, &paper, &e);
	for (int i = 0; i < n && rc == ERR_OK; i++) {
		if (!same)
			rc = draw(s, &x[i], 1, id, &paper, &e);
		if (rc == ERR_OK)
			sent += send(s, x[i], ROOM_EXAM_BEGIN, id, str_c(&paper));
	}
	str_free(&paper);
	if (rc != ERR_OK) {
		s->desk->say(s->desk->app, 2, "没有发%s: %s", sent > 0 ? "全" : "出", e.text);
		return;
	}
	console_did(s, "整场考试已发给 %d 人(%s)%s%s", sent,
	    n == 1 ? x[0]->name
	    : same ? "同一套题"
		   : "各抽各的",
	    busy->len > 0 ? "; 手上有课没有发: " : "", str_c(busy));
}

static void
stop(struct console *s, struct class_seat *const *x, int n)
{
	int on = 0;
	bool told = false;

	for (int i = 0; i < n; i++) {
		told |= send(s, x[i], s->to_one ? ROOM_EXAM_STOP : ROOM_EXAM_STOP_ANY, "", "");
		on += x[i]->exam > 0;
	}
	if (told && s->to_one)
		console_did(s, "已中止 %s 的整场考试: 没考完的算没考完。", x[0]->name);
	else if (told)
		console_did(s, "已中止全班的整场考试: 在考的 %d 人, 没考完的算没考完。", on);
}

/* Who is hit by it stands in the question: all are more than those who are seen, when somebody is looked for. */
static void
ask_stop(struct console *s, struct class_seat *const *x, int n)
{
	int on = 0;

	for (int i = 0; i < n; i++)
		on += x[i]->exam > 0;
	if (s->to_one)
		s->desk->say(s->desk->app, 1,
		    "再按 %d 中止 %s 的整场考试: 手上这一通作废, 考过的几通成绩都留着。",
		    CONSOLE_STOP, x[0]->name);
	else if (on > 0)
		s->desk->say(s->desk->app, 2,
		    "再按 %d 中止全班 %d 人的整场考试: 手上这一通作废, 考过的成绩留着。",
		    CONSOLE_STOP, on);
	else
		s->desk->say(s->desk->app, 1,
		    "全班 %d 人都不在考; 再按 %d, 断在半路没考完的也都作罢。", n, CONSOLE_STOP);
}

unsigned
console_exam_input(struct console *s, int digit)
{
	struct class_seat *x[ROOM_MOST];
	struct str busy = { 0 };
	int n = console_meant(s, x);

	if (n == 0) {
		s->desk->say(s->desk->app, 1, "还没有学员在, 发不了整场考试。");
		return VIEW_DRAW;
	}
	if (digit == CONSOLE_STOP && s->to_one && x[0]->exam == 0 && x[0]->phase != ROOM_FREE) {
		s->desk->say(s->desk->app, 1, "%s 手上不是整场考试: 按 %d 收回这一课。", x[0]->name,
		    CONSOLE_BACK);
		return VIEW_DRAW;
	}
	if (digit == CONSOLE_STOP && s->armed != digit) {
		s->armed = digit;
		ask_stop(s, x, n);
		return VIEW_DRAW;
	}
	s->armed = -1;
	if (digit == CONSOLE_STOP) {
		stop(s, x, n);
	} else if ((n = leave_out(x, n, &busy)) > 0) {
		hand(s, x, n, digit == CONSOLE_SAME, &busy);
	} else {
		s->desk->say(s->desk->app, 1, "没有发: %s 手上有课, 做完再发。", str_c(&busy));
	}
	str_free(&busy);
	console_hand_close(s);
	return VIEW_DRAW;
}
