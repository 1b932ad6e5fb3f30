/* replay.c: 回放: a lesson's tape, played at any speed, key by key, remark by remark.
 *
 * The one screen that reads a file by itself: a lesson is local, small and only there in a classroom. Invariant: s->screen
 * is the picture after record s->next - 1. Not here: how it looks (replay_draw.c), what a tape is (ui/tape.h), how it is
 * made (the classroom). */
#include <string.h>

#include "base/str.h"
#include "client/view/all_p.h"
#include "replay_p.h"

/* Times faster, in halves: the first is half as fast. 0: without waiting, one key after another. */
static const struct {
	int halves;
	const char *name;
} speeds[] = { { 1, "半速" }, { 2, "原速" }, { 4, "2倍" }, { 8, "4倍" }, { 16, "8倍" },
	{ 0, "不等" } };
#define PICTURE_MS 100 /* after a key its picture is drawn */
#define SPEEDS     ((int)(sizeof(speeds) / sizeof(speeds[0])))

const char *
replay_speed(const struct replay *s)
{
	return speeds[s->speed].name;
}

int64_t
replay_now_ms(const struct replay *s)
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

/* At the end it stands. */
void
replay_catch_up(struct replay *s)
{
	const bool waits = speeds[s->speed].halves != 0;
	const int64_t at = replay_now_ms(s);
	size_t end = s->next;

	if (s->from_at == 0)
		return; /* where it stands may be between two of one moment */
	if (!waits && s->desk->now > s->from_at)
		end = next_key(s);
	while (end < tape_count(s->tape) && tape_at(s->tape, end).ms <= at)
		end++;
	show_to(s, end);
	if (!waits) {
		s->at_ms = tape_at(s->tape, s->next - 1).ms;
		s->from_at = s->desk->now;
	}
	if (s->damaged || end == tape_count(s->tape)) {
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

bool
replay_is_at(const struct replay *s, size_t i, enum tape_kind kind)
{
	return tape_at(s->tape, i).kind == kind;
}

/* Behind the pictures that record ${i} - 1 made: they come with it, or right after. */
static size_t
behind_pictures(const struct replay *s, size_t i)
{
	const size_t n = tape_count(s->tape);
	const int64_t until = i > 0 ? tape_at(s->tape, i - 1).ms + PICTURE_MS : 0;

	while (i < n && replay_is_at(s, i, TAPE_FRAME) && tape_at(s->tape, i).ms <= until)
		i++;
	return i;
}

static void
go_home(struct replay *s)
{
	stand_at(s, behind_pictures(s, 1));
}

/* Behind the next key and the pictures it made. */
static void
go_next_key(struct replay *s)
{
	const size_t n = tape_count(s->tape);
	size_t i = s->next;

	while (i < n && !replay_is_at(s, i, TAPE_KEY))
		i++;
	stand_at(s, i < n ? behind_pictures(s, i + 1) : n);
}

/* Before the last key: what was seen when it came. */
static void
go_back(struct replay *s)
{
	size_t i = s->next;

	while (i > 0 && !replay_is_at(s, i - 1, TAPE_KEY))
		i--;
	if (i > 1)
		stand_at(s, i - 1);
	else
		go_home(s);
}

static void
stand_at_stop(struct replay *s, int k)
{
	stand_at(s, behind_pictures(s, s->stop[k].at + 1));
}

static void
go_down(struct replay *s)
{
	const int k = replay_came(s);

	if (k < s->n_stops)
		stand_at_stop(s, k);
	else
		stand_at(s, tape_count(s->tape));
}

/* To the remark of now, or when it stands there to the one before. */
static void
go_up(struct replay *s)
{
	int k = replay_came(s) - 1;

	if (k >= 0 && behind_pictures(s, s->stop[k].at + 1) == s->next)
		k--;
	if (k >= 0)
		stand_at_stop(s, k);
	else
		go_home(s);
}

static void
set_speed(struct replay *s, int speed)
{
	if (speed < 0 || speed >= SPEEDS)
		return;
	s->at_ms = replay_now_ms(s);
	if (s->from_at != 0)
		s->from_at = s->desk->now;
	s->speed = speed;
}

static void
start_or_stop(struct replay *s)
{
	if (s->from_at != 0) {
		replay_catch_up(s);
		s->at_ms = replay_now_ms(s);
		s->from_at = 0;
		return;
	}
	if (s->next == tape_count(s->tape))
		go_home(s);
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
	replay_catch_up(s);
	if (pan_input(&s->pan, in, &s->screen))
		return VIEW_DRAW;
	switch (in->action) {
	case ACTION_ENTER:
		start_or_stop(s);
		return VIEW_DRAW;
	case ACTION_RIGHT:
		go_next_key(s);
		return VIEW_DRAW;
	case ACTION_LEFT:
		go_back(s);
		return VIEW_DRAW;
	case ACTION_DOWN:
		go_down(s);
		return VIEW_DRAW;
	case ACTION_UP:
		go_up(s);
		return VIEW_DRAW;
	case ACTION_HOME:
		go_home(s);
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
	s->answer_ms = -1;
	for (size_t i = 0; i < tape_count(s->tape); i++)
		if (replay_is_at(s, i, TAPE_ANSWER))
			s->answer_ms = tape_at(s->tape, i).ms;
	replay_stops_open(s, arg);
	s->from_at = v->desk->now;
	replay_catch_up(s);
	return ERR_OK;
}

static void
replay_close(struct view *v)
{
	struct replay *s = v->state;

	tape_free(s->tape);
	canvas_free(&s->screen);
	replay_stops_close(s);
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
	.answers = ACT(ENTER) | ACT(LEFT) | ACT(RIGHT) | ACT(UP) | ACT(DOWN) | ACT(HOME) |
		   ACT(END) | ACT(PAGE_UP) | ACT(PAGE_DOWN),
	.roles = ROLE_BIT(COUNT), /* nobody: only on a tape */
	.roles_on = PART_ANYONE,
	.state_size = sizeof(struct replay),
	.open = replay_open,
	.input = replay_input,
	.draw = replay_draw,
	.wake_at = replay_wake_at,
	.close = replay_close,
};
