/* A person at the intake form, by keys alone. The table of places is the form at 80x24: where a value stands beside its
 * label. Between two keys whose meaning depends on the first, what the first one did is awaited on the screen. */
#include "seat.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "base/str.h"
#include "base/utf8.h"
#include "poll.h"

#define FRAME_MS  20 /* of silence: a frame that was coming in is whole */
#define KEYS_MOST 40 /* presses to reach a field before something is wrong */

/* ---- where things stand ---- */

struct spot {
	const char *name;  /* as tests call it */
	const char *label; /* as the row shows it */
	int at, cols;      /* columns of the value */
	bool first;        /* the label begins its row */
};

/* In the order of Tab. */
static const struct spot spots[] = {
	{ "来电", "来电", 6, 12, true },
	{ "称呼", "称呼", 35, 11, false },
	{ "诉求内容", "诉求内容", 11, 68, true },
	{ "诉求目的", "诉求目的", 11, 68, true },
	{ "类型", "类型", 11, 18, true },
	{ "紧急程度", "紧急程度", 41, 11, false },
	{ "保密", "保密", 58, 3, false },
	{ "匿名", "匿名", 67, 3, false },
	{ "回访", "回访", 76, 4, false },
	{ "分类", "分类", 11, 68, true },
	{ "地点", "地点", 11, 19, true },
	{ "地址", "地点", 31, 48, true },
	{ "时间", "时间", 11, 18, true },
	{ "涉及对象", "涉及对象", 41, 11, false },
	{ "人数", "人数", 58, 4, false },
	{ "短信", "短信", 67, 3, false },
	{ "公开", "公开", 76, 4, false },
	{ "诉求人", "诉求人", 11, 18, true },
	{ "联系电话", "联系电话", 41, 16, false },
	{ "群体", "群体", 65, 14, false },
	{ "承办", "承办", 11, 18, true },
	{ "答复", "答复", 11, 68, true },
};
#define N_SPOTS (sizeof(spots) / sizeof(spots[0]))

static const struct spot *
spot_of(const char *name)
{
	for (size_t i = 0; i < N_SPOTS; i++)
		if (strcmp(spots[i].name, name) == 0)
			return &spots[i];
	fprintf(stderr, "no field %s\n", name);
	abort();
}

/* Every character of this form is one column or two, and the two kinds are far apart. */
static int
columns(uint32_t cp)
{
	return cp >= 0x2e80 ? 2 : 1;
}

/* The part of a row's text between two columns, blanks at both ends cut. */
static void
cut(const char *row, int from, int cols, char *out, size_t size)
{
	size_t left = strlen(row), n = 0;
	int col = 0;
	uint32_t cp = 0;

	while (left > 0 && col < from + cols) {
		size_t k = utf8_next(row, left, &cp);

		if (col >= from && n + k < size && (n > 0 || cp != ' ')) {
			memcpy(out + n, row, k);
			n += k;
		}
		col += columns(cp);
		row += k;
		left -= k;
	}
	while (n > 0 && out[n - 1] == ' ')
		n--;
	out[n] = '\0';
}

/* Row of a spot on the present screen, -1 when it is not there. */
static int
row_of(struct screen *s, const struct spot *p)
{
	char row[1024];

	for (int y = 1; y < 21; y++) {
		screen_row(s, y, row, sizeof(row));
		if (p->first ? row[0] == ' ' && str_starts(row + 1, p->label)
			     : strstr(row, p->label) != NULL)
			return y;
	}
	return -1;
}

void
seat_value(struct screen *s, const char *label, char *out, size_t size)
{
	const struct spot *p = spot_of(label);
	char row[1024];
	int y = row_of(s, p);

	out[0] = '\0';
	if (y < 0)
		return;
	screen_row(s, y, row, sizeof(row));
	cut(row, p->at, p->cols, out, size);
}

const char *
seat_at(struct screen *s)
{
	char row[1024];
	int y, x;

	screen_cursor(s, &y, &x);
	screen_row(s, y, row, sizeof(row));
	if (str_starts(row, " 建议"))
		return "建议";
	for (size_t i = 0; i < N_SPOTS; i++) {
		const struct spot *p = &spots[i];
		int top = row_of(s, p);
		bool rows = strcmp(p->name, "诉求内容") == 0; /* the only one of several rows */

		if (top >= 0 && x >= p->at && x < p->at + p->cols &&
		    (y == top ||
			(rows && y > top && y <= top + 3 && row[0] == ' ' && row[1] == ' ')))
			return p->name;
	}
	return "";
}

/* ---- waiting ---- */

struct waiting {
	struct screen *s;
	const char *label;
	const char *const *texts;
	int n, found;
};

/* In the middle of a frame the cursor is anywhere: only where it stays counts. */
static bool
is_at(void *arg)
{
	struct waiting *w = arg;

	screen_has(w->s, ""); /* read what waits */
	if (strcmp(seat_at(w->s), w->label) != 0)
		return false;
	screen_settle_ms(w->s, FRAME_MS);
	return strcmp(seat_at(w->s), w->label) == 0;
}

bool
seat_complain(struct screen *s, const char *what, const char *of)
{
	fprintf(stderr, "%s: %s (the cursor is at %s)\n", what, of, seat_at(s));
	screen_print(s);
	return false;
}

bool
seat_wait_at(struct screen *s, const char *label)
{
	struct waiting w = { .s = s, .label = label };

	return poll_until(is_at, &w, SCREEN_WAIT_MS) || seat_complain(s, "not reached", label);
}

static bool
has_moved(void *arg)
{
	struct waiting *w = arg;

	screen_has(w->s, "");
	if (strcmp(seat_at(w->s), w->label) == 0)
		return false;
	screen_settle_ms(w->s, FRAME_MS);
	return strcmp(seat_at(w->s), w->label) != 0;
}

bool
seat_move(struct screen *s, const char *key)
{
	struct waiting w = { .s = s, .label = seat_at(s) };

	screen_key(s, key);
	return poll_until(has_moved, &w, SCREEN_WAIT_MS) ||
	       seat_complain(s, "nothing moved by", key);
}

static bool
any_there(void *arg)
{
	struct waiting *w = arg;

	for (w->found = 0; w->found < w->n; w->found++)
		if (screen_has(w->s, w->texts[w->found]))
			return true;
	return false;
}

int
seat_wait_any(struct screen *s, const char *const *texts, int n)
{
	struct waiting w = { .s = s, .texts = texts, .n = n };

	if (poll_until(any_there, &w, SCREEN_WAIT_MS))
		return w.found;
	seat_complain(s, "none of these came", texts[0]);
	return -1;
}

/* ---- going and filling ---- */

static size_t
order_of(const char *name)
{
	return (size_t)(spot_of(name) - spots);
}

bool
seat_answer_dangers(struct screen *s)
{
	while (screen_has(s, "Enter=已问过, 没有急险")) {
		screen_key(s, "Enter");
		screen_settle(s);
	}
	return seat_wait_at(s, "诉求目的");
}

bool
seat_go(struct screen *s, const char *label)
{
	for (int i = 0; i < KEYS_MOST; i++) {
		const char *at = seat_at(s);
		bool back;

		if (strcmp(at, label) == 0)
			return true;
		back = at[0] != '\0' && strcmp(at, "建议") != 0 && order_of(at) > order_of(label);
		if (screen_has(s, "Enter=已问过, 没有急险")) {
			if (!seat_answer_dangers(s))
				return false;
		} else if (!seat_move(s, back ? "BackTab" : "Enter")) {
			return false;
		}
	}
	return seat_complain(s, "never reached", label);
}

struct showing {
	struct screen *s;
	const char *label, *text;
};

static bool
shows(void *arg)
{
	struct showing *w = arg;
	char now[512];

	screen_has(w->s, "");
	seat_value(w->s, w->label, now, sizeof(now));
	return strcmp(now, w->text) == 0;
}

bool
seat_wait_value(struct screen *s, const char *label, const char *text)
{
	struct showing w = { s, label, text };
	char now[512];

	if (poll_until(shows, &w, SCREEN_WAIT_MS))
		return true;
	seat_value(s, label, now, sizeof(now));
	fprintf(stderr, "%s shows \"%s\", not \"%s\"\n", label, now, text);
	screen_print(s);
	return false;
}

bool
seat_fill(struct screen *s, const char *label, const char *text)
{
	char now[512];

	if (!seat_go(s, label))
		return false;
	seat_value(s, label, now, sizeof(now));
	if (now[0] != '\0' && strcmp(now, "-") != 0 && now[strlen(now) - 1] != '?')
		screen_key(s, "Ctrl-U");
	screen_type(s, text);
	return seat_wait_value(s, label, text);
}

/* Does the chosen row of the open list have that code? */
static bool
chosen_is(struct screen *s, const char *code)
{
	char mark[40], row[1024];

	for (int y = 0; y < 24; y++) {
		const char *at;

		screen_row(s, y, row, sizeof(row));
		for (int digit = 1; digit <= 9; digit++) {
			(void)snprintf(mark, sizeof(mark), ">%d %s ", digit, code);
			at = strstr(row, mark);
			if (at != NULL)
				return true;
		}
	}
	return false;
}

static bool
has_query(void *arg)
{
	struct showing *w = arg;
	char now[512];

	screen_has(w->s, "");
	seat_value(w->s, w->label, now, sizeof(now));
	return str_starts(now, w->text);
}

bool
seat_pick(struct screen *s, const char *label, const char *query, const char *code)
{
	struct showing w = { s, label, query };
	char one[2] = "";

	if (!seat_go(s, label))
		return false;
	for (const char *c = query; *c != '\0'; c++) {
		one[0] = *c;
		screen_key(s, one);
	}
	if (!poll_until(has_query, &w, SCREEN_WAIT_MS))
		return seat_complain(s, "the query does not show", query);
	screen_settle(s);
	for (int i = 0; i < 9 && !chosen_is(s, code); i++) {
		screen_key(s, "Down");
		screen_settle(s);
	}
	if (!chosen_is(s, code))
		return seat_complain(s, "not in the list", code);
	return seat_move(s, "Enter");
}

/* ---- signing in ---- */

bool
seat_ready(struct screen *s)
{
	/* on a slow machine the line is there before the city is, and no list can be picked from */
	return screen_wait(s, "1154 王芳") && screen_wait(s, "线路正常") &&
	       screen_wait_gone(s, "正在取城市资料");
}

bool
seat_sign_in(struct screen *s, const char *job_no, const char *name, const char *password)
{
	static const char *const firsts[] = { " 首页 ", " 办理 " }; /* of the hotline, of a unit */
	char who[64];

	(void)snprintf(who, sizeof(who), "%s %s", job_no, name);
	if (!screen_wait(s, "Enter 登录") || !screen_wait(s, "> "))
		return false;
	if (screen_has(s, "> 密码")) { /* it remembers who was here last */
		screen_key(s, "BackTab");
		if (!screen_wait(s, "> 工号"))
			return false;
	}
	screen_key(s, "Ctrl-U");
	screen_type(s, job_no);
	screen_key(s, "Enter");
	if (!screen_wait(s, "> 密码"))
		return false;
	screen_type(s, password);
	screen_key(s, "Enter");
	return seat_wait_any(s, firsts, 2) >= 0 && screen_wait(s, who) &&
	       screen_wait_gone(s, "正在取城市资料");
}

/* ---- other screens ---- */

bool
seat_command(struct screen *s, const char *words, const char *expect)
{
	screen_key(s, "Ctrl-P");
	if (!screen_wait(s, " 命令"))
		return false;
	screen_type(s, words);
	screen_settle(s);
	screen_key(s, "Enter");
	return screen_wait(s, expect);
}

bool
seat_answer(struct screen *s)
{
	if (!screen_wait(s, " 按 F2 接听"))
		return false;
	screen_key(s, "F2");
	return screen_wait(s, "  通话 ") && seat_wait_at(s, "诉求内容");
}

static bool
has_answered(void *arg)
{
	struct screen *s = arg;

	return screen_wait_exit(s, 0) >= 0 || screen_has(s, "退出前看一下");
}

int
seat_quit(struct screen *s)
{
	int status = -1;

	screen_key(s, "Ctrl-P");
	if (screen_wait(s, " 命令")) {
		screen_type(s, "退出");
		screen_settle(s);
		screen_key(s, "Enter");
		(void)poll_until(has_answered, s, SCREEN_WAIT_MS);
		status = screen_wait_exit(s, 0);
		if (status < 0 && screen_has(s, "退出前看一下")) {
			screen_key(s, "1");
			status = screen_wait_exit(s, SCREEN_WAIT_MS);
		}
	}
	if (status < 0)
		seat_complain(s, "does not end", "退出");
	screen_stop(s);
	return status < 0 ? -1 : WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
