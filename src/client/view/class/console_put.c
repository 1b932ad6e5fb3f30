/* console_put.c: what the trainer puts into the lesson of who is chosen: an event by its digit, a line whispered.
 *
 * Invariant: words that were meant for somebody's ear, or to look for him, put nothing in: a digit behind letters, and one
 * that makes an exam another than the others', is asked for once more; where nobody may be whispered to, what is typed goes
 * nowhere until Enter or Esc. Not here: what becomes of it at the trainee's seat (app_room_trainee.c). */
#include <stdio.h>
#include <string.h>

#include "client/view/part_p.h"
#include "console_p.h"

#define WORDS_CHARS 36 /* whole on one line of 80 columns, whatever they are */
#define OFFLINE_S   60

const char console_digits[] = "1辱骂 2险情 3掉线 4断网60秒 5另一人再报 6本人再打";

bool
console_is_there(const struct console *s, const struct class_seat *x)
{
	if (x == NULL)
		s->desk->say(s->desk->app, 1, "%s",
		    s->hall->n == 0 ? "还没有学员。" : "没有选中学员: Esc 取消查找, 再选。");
	else if (x->peer == 0)
		s->desk->say(s->desk->app, 1, "%s 断开了。", x->name);
	return x != NULL && x->peer != 0;
}

/* ---- events ---- */

bool
console_is_order(const struct input *in)
{
	return in->kind == INPUT_TEXT && in->text[0] >= '1' &&
	       in->text[0] <= '0' + ROOM_AGAIN_SAME && in->text[1] == '\0';
}

/* When it happens, where that is not at once. */
static const char *
when(const struct class_seat *x)
{
	return x->phase == ROOM_FREE    ? ""
	       : x->mode == MODE_STRESS ? " (压力: 整队完了才来, 报的是最后那一件)"
					: " (这一课完了就来)";
}

static bool
asked_twice(struct console *s, const struct class_seat *x, int what)
{
	const bool exam = console_in_exam(x);

	if ((s->armed == what && s->armed_peer == x->peer) || (!s->looks && !exam))
		return true;
	s->armed = what;
	s->armed_peer = x->peer;
	console_did(s, "再按 %d 给 %s: %s%s。", what, x->name, class_room_order_label(what),
	    exam ? " (正在考试: 他这一通就和别人的不一样了)" : "");
	return false;
}

unsigned
console_order(struct console *s, int what)
{
	const struct class_seat *x = console_seat(s);
	struct room_record *r;

	if (!console_is_there(s, x) || !asked_twice(s, x, what))
		return VIEW_DRAW;
	s->armed = -1;
	r = class_room_record_new(ROOM_ORDER);
	if (r != NULL) {
		r->n[0] = (uint32_t)what;
		r->n[1] = OFFLINE_S;
	}
	if (s->desk->tell(s->desk->app, x->peer, r))
		console_did(s, "已给 %s: %s%s", x->name, class_room_order_label(what),
		    what >= ROOM_AGAIN_OTHER ? when(x)
		    : !console_in_exam(x)    ? ""
		    : what == ROOM_DANGER ? "。正在考试: 用时照算; 不接转也不求助, 一票否决。"
					  : "。正在考试: 插曲本身不扣分, 用时照算; 应对由教员评。");
	return VIEW_DRAW;
}

/* ---- a line to one ---- */

unsigned
console_words(struct console *s)
{
	const struct class_seat *x = console_seat(s);

	s->unheard[0] = '\0';
	if (x == NULL)
		(void)snprintf(s->unheard, sizeof(s->unheard), "%s",
		    s->hall->n == 0 ? "还没有学员, 没有人听。" : "没有选中学员, 没有人听。");
	else if (x->peer == 0)
		(void)snprintf(s->unheard, sizeof(s->unheard), "%s 断开了, 听不到。", x->name);
	else if (console_in_exam(x))
		(void)snprintf(
		    s->unheard, sizeof(s->unheard), "%s 正在考试: 考试不提示, 不能耳语。", x->name);
	field_init(&s->words, WORDS_CHARS);
	s->whispers = true;
	return VIEW_DRAW;
}

void
console_words_close(struct console *s)
{
	if (s->whispers)
		field_free(&s->words);
	s->whispers = false;
}

static void
send_words(struct console *s)
{
	const struct class_seat *x = console_seat(s);
	const char *words = field_text(&s->words);
	struct room_record *r;

	if (words[strspn(words, " ")] == '\0' || !console_is_there(s, x))
		return;
	r = class_room_record_new(ROOM_WHISPER);
	if (r != NULL)
		(void)class_room_record_text(r, 0, words);
	if (s->desk->tell(s->desk->app, x->peer, r))
		console_did(s, "已对 %s 说: %s", x->name, words);
}

unsigned
console_words_input(struct console *s, const struct input *in)
{
	struct react r = { 0 };

	if (input_is(in, ACTION_ENTER) && s->unheard[0] == '\0')
		send_words(s);
	if (input_is(in, ACTION_ENTER) || input_is(in, ACTION_BACK)) {
		console_words_close(s);
		return VIEW_DRAW;
	}
	if (s->unheard[0] != '\0')
		return VIEW_DRAW;
	field_input(&s->words, in, &r);
	part_refused(s->desk, &r);
	return VIEW_DRAW;
}

void
console_words_draw(struct console *s, struct canvas *c, struct rect at, enum role role)
{
	const struct class_seat *x = console_seat(s);
	const bool two = at.rows > 1;
	int used;

	if (s->unheard[0] != '\0') {
		used = canvas_printf(c, at.row, at.col, at.cols, two ? ROLE_OVERDUE : role, "%s%s",
		    s->unheard, two ? "" : " 打的字不送出; Esc 返回。");
		canvas_cursor(c, at.row, at.col + used);
		if (two)
			canvas_text(c, at.row + 1, at.col, at.cols, ROLE_DIM,
			    "打的字不送出, 也不当插曲; 按 Enter 或 Esc 返回。");
		return;
	}
	used =
	    canvas_printf(c, at.row, at.col, at.cols, role, "对 %s 说: ", x != NULL ? x->name : "");
	s->words.at = (struct rect){ at.row, at.col + used, 1, at.cols - used };
	field_draw(&s->words, c, ROLE_VALUE, true);
	if (two)
		canvas_text(c, at.row + 1, at.col, at.cols, ROLE_DIM,
		    "Enter 送出, 显示在他屏底一分钟, 最多 36 个字; Esc 不说了。");
}
