/* replay.c: 回放: a lesson's tape over the whole screen, as it was seen, with the key that was pressed and the remarks of the
 * score at their moments. Where the window has room beside or below the picture, remarks stand at the right and the
 * controls below; in a window of the lesson's own size one line of controls lies over the rule above the footer.
 *
 * The one screen that reads a file by itself: a lesson is local, small and only there in a classroom. Invariant: s->screen
 * is the picture after record s->next - 1. Not here: what a tape is (ui/tape.h), how it is made (the classroom). */
#include <stdio.h>
#include <string.h>

#include "base/str.h"
#include "client/ui/canvas_diff.h"
#include "client/ui/tape.h"
#include "client/ui/wrap.h"
#include "client/view/all_p.h"
#include "client/view/part_p.h"

struct replay {
	struct desk *desk;
	struct tape *tape;
	struct canvas screen;
	size_t next;     /* the record that comes */
	int64_t at_ms;   /* where it stood when it was last set going, or stands */
	int64_t from_at; /* when that was; 0: it stands */
	int speed;       /* of speeds */
	bool damaged;    /* a picture could not be shown: it stays there */
};

/* Times faster, in halves: the first is half as fast. 0: without waiting, one key after another. */
static const struct {
	int halves;
	const char *name;
} speeds[] = { { 1, "半速" }, { 2, "原速" }, { 4, "2倍" }, { 8, "4倍" }, { 16, "8倍" },
	{ 0, "不等" } };
#define SPEEDS ((int)(sizeof(speeds) / sizeof(speeds[0])))

static int64_t
now_ms(const struct replay *s)
{
	const int64_t length = tape_length_ms(s->tape);
	int64_t at = s->at_ms;

	if (s->from_at == 0 || speeds[s->speed].halves == 0)
		return at;
	at += (s->desk->now - s->from_at) * speeds[s->speed].halves / 2;
	return at < length ? at : length;
}

/* Shows the records before ${end}. */
static void
show_to(struct replay *s, size_t end)
{
	if (end < s->next) {
		s->next = 0;
		s->damaged = false;
	}
	while (s->next < end && !s->damaged) {
		s->damaged = !tape_show(s->tape, s->next, &s->screen);
		s->next++;
	}
}

/* Behind the next key and the pictures it made: without waiting, every key is seen for one picture. */
static size_t
next_key(const struct replay *s)
{
	const size_t n = tape_count(s->tape);
	size_t i = s->next;

	while (i < n && tape_at(s->tape, i).kind != TAPE_KEY)
		i++;
	while (i < n && tape_at(s->tape, i).kind == TAPE_KEY)
		i++;
	while (i < n && tape_at(s->tape, i).kind != TAPE_KEY)
		i++;
	return i;
}

/* The picture of now; at the end it stands. */
static void
catch_up(struct replay *s)
{
	const bool waits = speeds[s->speed].halves != 0;
	const int64_t at = now_ms(s);
	size_t end = s->next;

	if (s->from_at != 0 && !waits && s->desk->now > s->from_at)
		end = next_key(s);
	while (end < tape_count(s->tape) && tape_at(s->tape, end).ms <= at)
		end++;
	show_to(s, end);
	if (s->from_at != 0 && !waits) {
		s->at_ms = tape_at(s->tape, s->next - 1).ms;
		s->from_at = s->desk->now;
	}
	if (s->from_at != 0 && (s->damaged || end == tape_count(s->tape))) {
		s->at_ms = tape_at(s->tape, s->next - 1).ms;
		s->from_at = 0;
	}
}

static void
stand_at(struct replay *s, size_t end)
{
	show_to(s, end);
	s->from_at = 0;
	s->at_ms = end == 0 ? 0 : tape_at(s->tape, end - 1).ms;
}

/* ---- moving ---- */

static bool
is_at(const struct replay *s, size_t i, enum tape_kind kind)
{
	return tape_at(s->tape, i).kind == kind;
}

/* Behind the next record of that kind and the pictures it made. */
static void
go_next(struct replay *s, enum tape_kind kind)
{
	const size_t n = tape_count(s->tape);
	size_t i = s->next;

	while (i < n && !is_at(s, i, kind))
		i++;
	if (i < n)
		i++;
	while (i < n && is_at(s, i, TAPE_FRAME))
		i++;
	stand_at(s, i);
}

/* Before the last record of that kind: what was seen when it came. */
static void
go_back(struct replay *s, enum tape_kind kind)
{
	size_t i = s->next;

	while (i > 1 && !is_at(s, i - 1, kind))
		i--;
	stand_at(s, i > 1 ? i - 1 : 1);
}

static void
set_speed(struct replay *s, int speed)
{
	if (speed < 0 || speed >= SPEEDS)
		return;
	s->at_ms = now_ms(s);
	if (s->from_at != 0)
		s->from_at = s->desk->now;
	s->speed = speed;
}

static void
start_or_stop(struct replay *s)
{
	if (s->from_at != 0) {
		catch_up(s);
		s->at_ms = now_ms(s);
		s->from_at = 0;
		return;
	}
	if (s->next == tape_count(s->tape))
		stand_at(s, 1);
	s->from_at = s->desk->now;
}

static unsigned
typed(struct replay *s, const char *text)
{
	if (strcmp(text, " ") == 0 || strcmp(text, "　") == 0)
		start_or_stop(s);
	else if (strcmp(text, "+") == 0 || strcmp(text, "=") == 0)
		set_speed(s, s->speed + 1);
	else if (strcmp(text, "-") == 0)
		set_speed(s, s->speed - 1);
	else
		return 0;
	return VIEW_DRAW;
}

static unsigned
replay_input(struct view *v, const struct input *in)
{
	struct replay *s = v->state;

	if (in->kind == INPUT_TEXT)
		return typed(s, in->text);
	if (in->kind != INPUT_ACTION)
		return VIEW_IGNORED;
	catch_up(s);
	switch (in->action) {
	case ACTION_ENTER:
		start_or_stop(s);
		return VIEW_DRAW;
	case ACTION_RIGHT:
		go_next(s, TAPE_KEY);
		return VIEW_DRAW;
	case ACTION_LEFT:
		go_back(s, TAPE_KEY);
		return VIEW_DRAW;
	case ACTION_DOWN:
		go_next(s, TAPE_NOTE);
		return VIEW_DRAW;
	case ACTION_UP:
		go_back(s, TAPE_NOTE);
		return VIEW_DRAW;
	case ACTION_HOME:
		stand_at(s, 1);
		return VIEW_DRAW;
	case ACTION_END:
		stand_at(s, tape_count(s->tape));
		return VIEW_DRAW;
	case ACTION_BACK:
		return VIEW_DRAW | VIEW_CLOSE;
	default:
		return VIEW_IGNORED;
	}
}

/* ---- drawing ---- */

/* The last text of that kind before now; "" none. *number: which one it is. */
static const char *
last_text(const struct replay *s, enum tape_kind kind, int *number)
{
	const char *text = "";

	*number = 0;
	for (size_t i = 0; i < s->next; i++)
		if (is_at(s, i, kind)) {
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
		n += is_at(s, i, kind);
	return n;
}

static void
clock_text(int64_t ms, char out[16])
{
	(void)snprintf(out, 16, "%02d:%02d", (int)(ms / 60000), (int)(ms / 1000 % 60));
}

static void
draw_controls(const struct replay *s, struct canvas *c, int row, int cols)
{
	char at[16], end[16], words[256];
	int key, note;
	const char *pressed = last_text(s, TAPE_KEY, &key), *said = last_text(s, TAPE_NOTE, &note);
	const int notes = count(s, TAPE_NOTE);

	clock_text(now_ms(s), at);
	clock_text(tape_length_ms(s->tape), end);
	canvas_fill(c, (struct rect){ row, 0, 1, cols }, ROLE_STATUS);
	(void)snprintf(words, sizeof(words), " %s %s/%s %s  键 %.30s",
	    s->from_at != 0 ? "回放" : "停在", at, end, speeds[s->speed].name, pressed);
	key = canvas_cut(c, row, 0, cols, ROLE_STATUS, words) + 2;
	if (s->damaged || (tape_broken(s->tape) && s->next == tape_count(s->tape)))
		(void)snprintf(words, sizeof(words), "录到这里断了, 后面没有。");
	else if (note > 0)
		(void)snprintf(words, sizeof(words), "评语 %d/%d %s", note, notes, said);
	else if (s->from_at == 0)
		(void)snprintf(
		    words, sizeof(words), "空格=放 左右=逐键 上下=逐条评语 +-=快慢 Esc=返回");
	else
		words[0] = '\0';
	if (key < cols)
		canvas_cut(c, row, key, cols - key - 1, ROLE_STATUS, words);
}

/* Beside the picture: all remarks, those that came are marked. */
static void
draw_remarks(const struct replay *s, struct canvas *c, struct rect at)
{
	const int end = at.row + at.rows;
	int row = at.row + 2;

	canvas_cut(c, at.row, at.col, at.cols, ROLE_HEADING, tape_at(s->tape, 0).text);
	for (size_t i = 0; i < tape_count(s->tape) && row < end; i++) {
		struct tape_record r = tape_at(s->tape, i);
		enum role role = i < s->next ? ROLE_NORMAL : ROLE_DIM;
		char when[16];

		if (r.kind != TAPE_NOTE)
			continue;
		clock_text(r.ms, when);
		canvas_text(c, row, at.col, 8, role, i < s->next ? when : "  :  ");
		row += wrap_draw(c,
		    (struct rect){ row, at.col + 6, end - row < 3 ? end - row : 3, at.cols - 6 },
		    role, i < s->next ? r.text : "..");
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

static void
replay_draw(const struct view *v, struct canvas *c, struct rect body)
{
	struct replay *s = v->state;
	const bool below = c->rows > s->screen.rows, beside = c->cols >= s->screen.cols + 20;

	(void)body;
	catch_up(s);
	canvas_fill(c, rect_all(c), ROLE_NORMAL);
	if (s->screen.cells == NULL)
		return;
	canvas_lay(c, &s->screen);
	if (beside)
		draw_remarks(s, c,
		    (struct rect){ 0, s->screen.cols + 2, c->rows, c->cols - s->screen.cols - 3 });
	draw_controls(
	    s, c, below ? s->screen.rows : c->rows - 2, below && beside ? s->screen.cols : c->cols);
	if (below)
		draw_below(s, c);
}

/* ---- the table ---- */

static enum err_code
replay_open(struct view *v, const char *arg, struct err *e)
{
	struct replay *s = v->state;
	enum err_code rc;

	if (arg == NULL)
		return err_set(e, ERR_NOT_FOUND, "没有说回放哪一课。");
	rc = tape_open(arg, &s->tape, e);
	if (rc != ERR_OK)
		return rc;
	s->desk = v->desk;
	s->speed = 1;
	s->from_at = v->desk->now;
	catch_up(s);
	return ERR_OK;
}

static void
replay_close(struct view *v)
{
	struct replay *s = v->state;

	tape_free(s->tape);
	canvas_free(&s->screen);
}

static int64_t
replay_wake_at(const struct view *v)
{
	const struct replay *s = v->state;
	const int halves = speeds[s->speed].halves;
	int64_t wait, tick;

	if (s->from_at == 0 || s->next >= tape_count(s->tape))
		return 0;
	if (halves == 0)
		return s->desk->now + 1;
	wait = (tape_at(s->tape, s->next).ms - s->at_ms) * 2 / halves - (s->desk->now - s->from_at);
	tick = 1000; /* the clock in the line of controls */
	return s->desk->now + (wait < 1 ? 1 : wait < tick ? wait : tick);
}

static const struct bar_key keys[] = { { ACTION_ENTER, "放和停" }, { ACTION_BACK, NULL } };

const struct view_ops replay_view = {
	.name = "replay",
	.title = "回放",
	.aliases = "回放 huifang replay",
	.footer = keys,
	.n_footer = sizeof(keys) / sizeof(keys[0]),
	.answers = ACT(ENTER) | ACT(LEFT) | ACT(RIGHT) | ACT(UP) | ACT(DOWN) | ACT(HOME) | ACT(END),
	.roles = ROLE_BIT(COUNT), /* nobody: only on a tape */
	.roles_on = PART_ANYONE,
	.state_size = sizeof(struct replay),
	.open = replay_open,
	.input = replay_input,
	.draw = replay_draw,
	.wake_at = replay_wake_at,
	.close = replay_close,
};
