/* replay_draw.c: the picture of a replay: the lesson as it was seen, with the key that was pressed and the remarks of the
 * score at their moments. It says everywhere that it is one: in the first words of the first line, in the last lines, so that
 * nobody answers a telephone that does not ring. Where the window has room beside or below the picture, remarks stand at
 * the right and the controls below; in a window of the lesson's own size the controls lie over its last two lines, and a
 * remark that has no room behind the clock lies whole above them while its moment lasts.
 *
 * Not here: how it runs (replay.c). */
#include <stdio.h>
#include <string.h>

#include "base/str.h"
#include "base/width.h"
#include "client/ui/wrap.h"
#include "replay_p.h"

#define REMARK_MS   15000 /* of the tape: so long a remark may lie over the picture */
#define REMARK_ROWS 5
#define BELOW_ROWS  3 /* the controls and what the keys do */

/* The last record of that kind before now; without text: none. *number: which one it is. */
static struct tape_record
last_of(const struct replay *s, enum tape_kind kind, int *number)
{
	struct tape_record last = { .text = "" };

	*number = 0;
	for (size_t i = 0; i < s->next; i++)
		if (replay_is_at(s, i, kind)) {
			last = tape_at(s->tape, i);
			++*number;
		}
	return last;
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

/* What stands behind the clock: which remark it is, and the remark, which may stand elsewhere; before the first one, that the
 * window is smaller than the lesson's; "" nothing. */
static void
say_rest(const struct replay *s, int rows, int cols, struct str *head, struct str *remark)
{
	int note;
	const struct tape_record said = last_of(s, TAPE_NOTE, &note);

	if (s->damaged || (tape_broken(s->tape) && s->next == tape_count(s->tape))) {
		str_add(head, "录到这里断了, 后面没有。");
	} else if (note > 0) {
		str_addf(head, "评语 %d/%d ", note, count(s, TAPE_NOTE));
		say_remark(s, note - 1, said.text, remark);
	} else if (s->screen.cols > cols || s->screen.rows > rows) {
		str_addf(head, "在 %dx%d 的窗口里录的, 拉大看全", s->screen.cols, s->screen.rows);
	}
}

/* Whole: in a larger window below the controls, else over the last rows of the picture. */
static void
draw_whole(const struct replay *s, struct canvas *c, int row, int cols, const char *remark)
{
	const int lines = wrap_lines(remark, cols - 2),
		  rows = lines < REMARK_ROWS ? lines : REMARK_ROWS;
	const int from = row == s->screen.rows ? row + BELOW_ROWS : row - rows;

	canvas_fill(c, (struct rect){ from, 0, rows, cols }, ROLE_STATUS);
	(void)wrap_draw(c, (struct rect){ from, 1, rows, cols - 2 }, ROLE_STATUS, remark);
}

static bool
is_new(const struct replay *s)
{
	int note;
	const struct tape_record said = last_of(s, TAPE_NOTE, &note);

	return note > 0 && replay_now_ms(s) - said.ms < REMARK_MS;
}

/* Behind the clock as much as there is room for; ${alone}: it stands nowhere else, so whole for a while. */
static void
draw_rest(const struct replay *s, struct canvas *c, struct rect at, bool alone)
{
	struct str head = { 0 }, remark = { 0 };
	int used;

	say_rest(s, c->rows, c->cols, &head, &remark);
	used = width_str(str_c(&head));
	if (alone && used + width_str(str_c(&remark)) > at.cols && is_new(s))
		draw_whole(s, c, at.row, at.col + at.cols + 1, str_c(&remark));
	else
		str_add(&head, str_c(&remark));
	canvas_cut(c, at.row, at.col, at.cols, ROLE_STATUS, str_c(&head));
	str_free(&head);
	str_free(&remark);
}

static void
draw_controls(const struct replay *s, struct canvas *c, int row, int cols, bool alone)
{
	const int64_t spoken = tape_length_ms(s->tape) - (s->answer_ms > 0 ? s->answer_ms : 0);
	char at[32], end[16], words[256];
	int key;

	moment_text(s, replay_now_ms(s), at);
	clock_text(spoken, end);
	canvas_fill(c, (struct rect){ row, 0, 1, cols }, ROLE_STATUS);
	(void)snprintf(words, sizeof(words), " %s %s/%s %s  键 %.30s",
	    s->from_at != 0 ? "回放" : "停在", at, end, replay_speed(s),
	    last_of(s, TAPE_KEY, &key).text);
	key = canvas_cut(c, row, 0, cols, ROLE_STATUS, words) + 2;
	if (key < cols)
		draw_rest(s, c, (struct rect){ row, key, 1, cols - key - 1 }, alone);
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

/* Rows of the ${k}th remark beside the picture: whole while it is the last that came, before and after that a few. */
static int
remark_rows(const struct replay *s, int k, const char *text, bool is_last, int cols)
{
	struct str words = { 0 };
	int rows;

	say_remark(s, k, text, &words);
	rows = wrap_lines(str_c(&words), cols);
	str_free(&words);
	return is_last || rows < 3 ? rows : 3;
}

/* The first remark that is shown beside the picture, so that the last that came is seen whole. */
static int
first_remark(const struct replay *s, int n, int rows, int cols)
{
	int first = 0, used = 0, k = 0;

	for (size_t i = 0; i < s->next && k < n; i++)
		if (replay_is_at(s, i, TAPE_NOTE)) {
			used += remark_rows(s, k, tape_at(s->tape, i).text, k + 1 == n, cols);
			k++;
		}
	k = 0;
	for (size_t i = 0; i < s->next && used > rows && first + 1 < n; i++)
		if (replay_is_at(s, i, TAPE_NOTE)) {
			used -= remark_rows(s, k++, tape_at(s->tape, i).text, false, cols);
			first++;
		}
	return first;
}

/* Beside the picture: all remarks, those that came are marked. */
static void
draw_remarks(const struct replay *s, struct canvas *c, struct rect at)
{
	const int end = at.row + at.rows;
	int row = at.row + 3, k = 0, came, first;

	(void)last_of(s, TAPE_NOTE, &came);
	first = first_remark(s, came, end - row, at.cols);
	canvas_cut(c, at.row, at.col, at.cols, ROLE_STATUS_WARN, BANNER);
	canvas_cut(c, at.row + 1, at.col, at.cols, ROLE_HEADING, tape_at(s->tape, 0).text);
	for (size_t i = 0; i < tape_count(s->tape) && row < end; i++) {
		struct str words = { 0 };
		int most;

		if (!replay_is_at(s, i, TAPE_NOTE) || k++ < first)
			continue;
		if (k > came)
			str_add(&words, "· 评语还没放到");
		else
			say_remark(s, k - 1, tape_at(s->tape, i).text, &words);
		most = k == came || end - row < 3 ? end - row : 3;
		row += wrap_draw(c, (struct rect){ row, at.col, most, at.cols },
		    k > came ? ROLE_DIM : ROLE_NORMAL, str_c(&words));
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
	if (below)
		draw_below(s, c);
	else
		draw_keys(c);
	draw_controls(s, c, below ? s->screen.rows : c->rows - 2,
	    below && beside ? s->screen.cols : c->cols, !beside);
}
