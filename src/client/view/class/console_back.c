/* console_back.c: a lesson that was handed out by mistake is taken back from the console: of one, or of all who have one on
 * their hands. Who has an exam of five keeps it: that is broken off by its own digit.
 *
 * Not here: what becomes of the lesson at the trainee's seat (app_room_trainee.c). */
#include "base/str.h"
#include "console_p.h"

int
console_meant(const struct console *s, struct class_seat *out[ROOM_MOST])
{
	const struct class_seat *one = console_seat(s);
	int n = 0;

	for (int i = 0; i < s->hall->n; i++)
		if (s->hall->seat[i].peer != 0 && (!s->to_one || &s->hall->seat[i] == one))
			out[n++] = &s->hall->seat[i];
	return n;
}

/* Who of them has a lesson; *exams: how many have an exam of five instead. */
static int
with_lesson(struct class_seat *x[ROOM_MOST], int n, int *exams)
{
	int left = 0;

	*exams = 0;
	for (int i = 0; i < n; i++) {
		*exams += x[i]->exam > 0;
		if (x[i]->exam == 0 && x[i]->phase != ROOM_FREE)
			x[left++] = x[i];
	}
	return left;
}

static void
ask(struct console *s, struct class_seat *const *x, int n, const char *but)
{
	s->armed = CONSOLE_BACK;
	if (s->to_one)
		s->desk->say(s->desk->app, 1, "再按 %d 收回 %s 手上的课: 电话断开, 不计成绩。",
		    CONSOLE_BACK, x[0]->name);
	else
		s->desk->say(s->desk->app, 1,
		    "再按 %d 收回全班手上的课(%d 人): 电话断开, 不计成绩%s。", CONSOLE_BACK, n,
		    but);
}

static void
take(struct console *s, struct class_seat *const *x, int n, const char *but)
{
	int told = 0;

	for (int i = 0; i < n; i++) {
		struct room_record *r = class_room_record_new(ROOM_ORDER);

		if (r != NULL)
			r->n[0] = ROOM_TAKE_BACK;
		told += s->desk->tell(s->desk->app, x[i]->peer, r);
	}
	if (told == 0)
		return; /* it was said why */
	if (s->to_one)
		console_did(s, "已收回 %s 手上的课, 不计成绩。", x[0]->name);
	else
		console_did(s, "已收回 %d 人手上的课, 不计成绩%s。", told, but);
}

unsigned
console_back_input(struct console *s)
{
	struct class_seat *x[ROOM_MOST] = { 0 };
	struct str but = { 0 };
	int exams;
	const int n = with_lesson(x, console_meant(s, x), &exams);

	if (exams > 0)
		str_addf(&but, "; 整场考试的 %d 人不动(按 %d 中止)", exams, CONSOLE_STOP);
	if (n == 0) {
		s->armed = -1;
		s->desk->say(s->desk->app, 1, "没有可收回的课%s。",
		    but.len > 0 ? str_c(&but)
		    : s->to_one ? ": 他手上没有课"
				: ": 谁手上都没有课");
	} else if (s->armed != CONSOLE_BACK) {
		ask(s, x, n, str_c(&but));
	} else {
		take(s, x, n, str_c(&but));
		console_hand_close(s);
	}
	str_free(&but);
	return VIEW_DRAW;
}
