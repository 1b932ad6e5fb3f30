/* replay_draw.c: the picture of a replay: the lesson as it was seen, with the key that was pressed and the remarks of the
 * score at their moments. It says everywhere that it is one: in the first words of the first line, in the last lines, so that
 * nobody answers a telephone that does not ring. Where the window has room beside or below the picture, remarks stand at
 * the right and the controls below; in a window of the lesson's own size the controls lie over its last two lines.
 *
 * Not here: how it runs (replay.c). */
#include <stdio.h>
#include <string.h>

#include "base/str.h"
#include "base/width.h"
#include "client/ui/wrap.h"
#include "replay_p.h"

/* The last text of that kind before now; "" none. *number: which one it is. */
static const char *
last_text(const struct replay *s, enum tape_kind kind, int *number)
{
	const char *text = "";

	*number = 0;
	for (size_t i = 0; i < s->next; i++)
		if (replay_is_at(s, i, kind)) {
			text = tape_at(s->tape, i).text;
			++*number;
		}
	return text;
}

static int
count(const struct replay *s, enum tape_kind kind)
{
	int n = 0;

	for (size_t i = 0; i < tape_count(s->tape); i++)
		n += replay_is_at(s, i, kind);
	return n;
}

static void
clock_text(int64_t ms, char out[16])
{
	(void)snprintf(out, 16, "%02d:%02d", (int)(ms / 60000), (int)(ms / 1000 % 60));
}

/* Of a moment: since the call was answered, as the remarks count; before that it rang. */
static void
moment_text(const struct replay *s, int64_t ms, char out[32])
{
	const int64_t from = s->answer_ms < 0 ? 0 : ms < s->answer_ms ? 0 : s->answer_ms;
	char at[16];

	clock_text(ms - from, at);
	(void)snprintf(out, 32, "%s%s",
	    s->answer_ms < 0    ? ""
	    : ms < s->answer_ms ? "响铃 "
				: "接通 ",
	    at);
}

/* The ${k}th remark, from 0, and before it that a trainer took it back since. */
static void
say_remark(const struct replay *s, int k, const char *text, struct str *out)
{
	const struct class_review *by = reviews_eased(&s->said, &s->lesson, k);

	if (by != NULL && by->ease.left > 0)
		str_addf(out, "改扣%d分(%s: %s) ", by->ease.left, by->by, by->words);
	else if (by != NULL)
		str_addf(out, "免扣(%s: %s) ", by->by, by->words);
	str_add(out, text);
}

/* What stands behind the clock; "" nothing. */
static void
say_rest(const struct replay *s, struct str *out)
{
	int note;
	const char *said = last_text(s, TAPE_NOTE, &note);

	if (s->damaged || (tape_broken(s->tape) && s->next == tape_count(s->tape))) {
		str_add(out, "录到这里断了, 后面没有。");
	} else if (note > 0) {
		str_addf(out, "评语 %d/%d ", note, count(s, TAPE_NOTE));
		say_remark(s, note - 1, said, out);
	}
}

static void
draw_controls(const struct replay *s, struct canvas *c, int row, int cols)
{
	const int64_t spoken = tape_length_ms(s->tape) - (s->answer_ms > 0 ? s->answer_ms : 0);
	char at[32], end[16], words[256];
	struct str rest = { 0 };
	int key;

	moment_text(s, replay_now_ms(s), at);
	clock_text(spoken, end);
	canvas_fill(c, (struct rect){ row, 0, 1, cols }, ROLE_STATUS);
	(void)snprintf(words, sizeof(words), " %s %s/%s %s  键 %.30s",
	    s->from_at != 0 ? "回放" : "停在", at, end, replay_speed(s),
	    last_text(s, TAPE_KEY, &key));
	key = canvas_cut(c, row, 0, cols, ROLE_STATUS, words) + 2;
	say_rest(s, &rest);
	if (key < cols)
		canvas_cut(c, row, key, cols - key - 1, ROLE_STATUS, str_c(&rest));
	str_free(&rest);
}

/* ---- that it is a replay ---- */

#define BANNER    " 回放 - 不是来电  "
#define KEYS_LINE " 回放: 空格=放和停 左右=逐键 上下=逐条评语 Home=从头 End=最后 +-=快慢 Esc=返回"

/* The column behind 非真实数据, as every screen of a classroom has it in its first line; 0 it is not there. */
static int
behind_not_real(const struct canvas *c)
{
	static const uint32_t words[] = { 0x975e, 0x771f, 0x5b9e, 0x6570, 0x636e };
	const int n = (int)(sizeof(words) / sizeof(words[0]));

	for (int col = 0; col + 2 * n <= c->cols; col++) {
		int k = 0;

		while (k < n && c->cells[col + 2 * k].ch == words[k])
			k++;
		if (k == n)
			return col + 2 * n;
	}
	return 0;
}

/* In place of the screen's name and the classroom's words, of which the name follows: where the eye looks first. */
static void
draw_banner(const struct replay *s, struct canvas *c)
{
	const int end = behind_not_real(&s->screen), cols = s->screen.cols;
	int from = width_str(BANNER), col = 1;

	canvas_fill(c, (struct rect){ 0, 0, 1, end > from ? end : from }, ROLE_STATUS_WARN);
	canvas_text(c, 0, 0, cols, ROLE_STATUS_WARN, BANNER);
	for (; from < end && from < c->cols && col + 1 < end &&
	       (s->screen.cells[col].ch != ' ' || s->screen.cells[col + 1].ch != ' ');
	     col++, from++) {
		c->cells[from] = s->screen.cells[col];
		c->cells[from].role = ROLE_STATUS_WARN;
	}
}

/* Beside the picture: all remarks, those that came are marked. */
static void
draw_remarks(const struct replay *s, struct canvas *c, struct rect at)
{
	const int end = at.row + at.rows;
	int row = at.row + 3, k = 0;

	canvas_cut(c, at.row, at.col, at.cols, ROLE_STATUS_WARN, BANNER);
	canvas_cut(c, at.row + 1, at.col, at.cols, ROLE_HEADING, tape_at(s->tape, 0).text);
	for (size_t i = 0; i < tape_count(s->tape) && row < end; i++) {
		const struct tape_record r = tape_at(s->tape, i);
		const bool came = i < s->next;
		const enum role role = came ? ROLE_NORMAL : ROLE_DIM;
		struct str words = { 0 };

		if (r.kind != TAPE_NOTE)
			continue;
		say_remark(s, k++, r.text, &words);
		row += wrap_draw(c,
		    (struct rect){ row, at.col, end - row < 3 ? end - row : 3, at.cols }, role,
		    came ? str_c(&words) : "· 评语还没放到");
		str_free(&words);
	}
}

static void
draw_below(const struct replay *s, struct canvas *c)
{
	static const char *const words[] = { "空格 放和停   左右 逐键   上下 逐条评语",
		"Home 从头   End 到最后   + - 快慢   Esc 返回" };

	for (int i = 0; i < 2 && s->screen.rows + 1 + i < c->rows; i++)
		canvas_cut(c, s->screen.rows + 1 + i, 1, c->cols - 2, ROLE_HINT, words[i]);
}

/* Over the keys of the lesson's screen, none of which does anything here. */
static void
draw_keys(struct canvas *c)
{
	canvas_fill(c, (struct rect){ c->rows - 1, 0, 1, c->cols }, ROLE_STATUS);
	canvas_cut(c, c->rows - 1, 0, c->cols, ROLE_STATUS, KEYS_LINE);
}

void
replay_draw(const struct view *v, struct canvas *c, struct rect body)
{
	struct replay *s = v->state;
	const bool below = c->rows > s->screen.rows, beside = c->cols >= s->screen.cols + 20;

	(void)body;
	replay_catch_up(s);
	canvas_fill(c, rect_all(c), ROLE_NORMAL);
	if (s->screen.cells == NULL)
		return;
	canvas_lay(c, &s->screen);
	draw_banner(s, c);
	if (beside)
		draw_remarks(s, c,
		    (struct rect){ 0, s->screen.cols + 2, c->rows, c->cols - s->screen.cols - 3 });
	draw_controls(
	    s, c, below ? s->screen.rows : c->rows - 2, below && beside ? s->screen.cols : c->cols);
	if (below)
		draw_below(s, c);
	else
		draw_keys(c);
}
