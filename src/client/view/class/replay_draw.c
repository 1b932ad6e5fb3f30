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

/* The last key before now; "" none. */
static const char *
last_key(const struct replay *s)
{
	size_t i = s->next;

	while (i > 0 && !replay_is_at(s, i - 1, TAPE_KEY))
		i--;
	return i > 0 ? tape_at(s->tape, i - 1).text : "";
}

static void
clock_text(int64_t ms, char out[16])
{
	(void)snprintf(out, 16, "%02d:%02d", (int)(ms / 60000), (int)(ms / 1000 % 60));
}

/* Whether the call was over by then; of a lesson whose result is not here nobody knows. */
static bool
is_after(const struct replay *s, int64_t ms)
{
	return s->lesson.at != 0 && s->lesson.talk_ms > 0 && ms > s->answer_ms + s->lesson.talk_ms;
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
	    : is_after(s, ms)   ? "话后 "
				: "接通 ",
	    at);
}

/* What stands behind the clock: which remark it is, and the remark, which may stand elsewhere; "" nothing. */
static void
say_rest(const struct replay *s, struct str *head, struct str *remark)
{
	const int came = replay_came(s);

	if (s->damaged || (tape_broken(s->tape) && s->next == tape_count(s->tape))) {
		str_add(head, "录到这里断了, 后面没有。");
	} else if (came > 0) {
		str_addf(head, "评语 %d/%d%s ", came, s->n_stops,
		    s->next == tape_count(s->tape) ? "(到头)" : ""); /* no key leads on */
		str_add(remark, s->stop[came - 1].text);
	}
}

/* Whole: in a larger window below the controls, else over the last rows of the picture. */
static void
draw_whole(struct canvas *c, int row, int cols, const char *remark)
{
	const int lines = wrap_lines(remark, cols - 2),
		  rows = lines < REMARK_ROWS ? lines : REMARK_ROWS;
	const bool below = row + BELOW_ROWS + rows <= c->rows;
	const int from = below ? row + BELOW_ROWS : row - rows;

	canvas_fill(c, (struct rect){ from, 0, rows, cols }, ROLE_STATUS);
	(void)wrap_draw(c, (struct rect){ from, 1, rows, cols - 2 }, ROLE_STATUS, remark);
}

static bool
is_new(const struct replay *s)
{
	const int came = replay_came(s);

	return came > 0 && replay_now_ms(s) - s->stop[came - 1].ms < REMARK_MS;
}

/* Behind the clock as much as there is room for; ${alone}: it stands nowhere else, so whole for a while. */
static void
draw_rest(const struct replay *s, struct canvas *c, struct rect at, bool alone)
{
	struct str head = { 0 }, remark = { 0 };
	int used;

	say_rest(s, &head, &remark);
	used = width_str(str_c(&head));
	if (alone && used + width_str(str_c(&remark)) > at.cols && is_new(s))
		draw_whole(c, at.row, at.col + at.cols + 1, str_c(&remark));
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
	int used;

	moment_text(s, replay_now_ms(s), at);
	clock_text(spoken, end);
	canvas_fill(c, (struct rect){ row, 0, 1, cols }, ROLE_STATUS);
	(void)snprintf(words, sizeof(words), " %s %s/%s %s  键 %.30s",
	    s->from_at != 0 ? "回放" : "停在", at, end, replay_speed(s), last_key(s));
	used = canvas_cut(c, row, 0, cols, ROLE_STATUS, words) + 2;
	if (used < cols)
		draw_rest(s, c, (struct rect){ row, used, 1, cols - used - 1 }, alone);
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

/* Rows of a remark beside the picture: whole while it is the last that came, before that a few. */
static int
remark_rows(const struct replay *s, int k, int came, int cols)
{
	const int rows = wrap_lines(s->stop[k].text, cols);

	return k + 1 == came || rows < 3 ? rows : 3;
}

/* The first remark that is shown beside the picture, so that the last that came is seen whole. */
static int
first_remark(const struct replay *s, int came, int rows, int cols)
{
	int first = came - 1, used = 0;

	for (int k = came - 1; k >= 0; k--) {
		used += remark_rows(s, k, came, cols);
		if (used > rows)
			break;
		first = k;
	}
	return first < 0 ? 0 : first;
}

/* Beside the picture: all remarks, those that came are said. */
static void
draw_remarks(const struct replay *s, struct canvas *c, struct rect at)
{
	const int end = at.row + at.rows, came = replay_came(s);
	int row = at.row + 3;

	canvas_cut(c, at.row, at.col, at.cols, ROLE_STATUS_WARN, BANNER);
	canvas_cut(c, at.row + 1, at.col, at.cols, ROLE_HEADING, tape_at(s->tape, 0).text);
	for (int k = first_remark(s, came, end - row, at.cols); k < s->n_stops && row < end; k++) {
		const int most = k + 1 == came || end - row < 3 ? end - row : 3;
		const bool is_to_come = k >= came;

		row += wrap_draw(c, (struct rect){ row, at.col, most, at.cols },
		    is_to_come ? ROLE_DIM : ROLE_NORMAL,
		    is_to_come ? "· 评语还没放到" : s->stop[k].text);
	}
}

/* Below the controls; and, of a picture that is too wide, how to see the rest. */
static void
draw_below(struct replay *s, struct canvas *c, int row)
{
	static const char *const words[] = { "空格 放和停   左右 逐键   上下 逐条评语",
		"Home 从头   End 到最后   + - 快慢   Esc 返回" };

	for (int i = 0; i < 2; i++)
		canvas_cut(c, row + i, 1, c->cols - 2, ROLE_HINT, words[i]);
	pan_draw(&s->pan, c, &s->screen, row + 1);
}

/* Over the last line, where nothing of the lesson's screen stands. */
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
	bool below, beside;
	int rows;

	(void)body;
	replay_catch_up(s);
	canvas_fill(c, rect_all(c), ROLE_NORMAL);
	if (s->screen.cells == NULL)
		return;
	below = c->rows >= s->screen.rows + BELOW_ROWS;
	beside = c->cols >= s->screen.cols + 20;
	rows = below ? s->screen.rows : c->rows - 2;
	pan_lay(&s->pan, c, rows, &s->screen);
	draw_banner(s, c);
	if (beside)
		draw_remarks(s, c,
		    (struct rect){ 0, s->screen.cols + 2, c->rows, c->cols - s->screen.cols - 3 });
	if (below)
		draw_below(s, c, rows + 1);
	else
		draw_keys(c);
	draw_controls(s, c, rows, below && beside ? s->screen.cols : c->cols, !beside);
}
