/* A person at the intake form, by keys alone. The table of places is the form at 80x24: where a value stands beside its
 * label. Between two keys whose meaning depends on the first, what the first one did is awaited on the screen. */
#include "seat.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "base/str.h"
#include "base/utf8.h"
#include "model/ticket.h"
#include "poll.h"
#include "text/pinyin.h"
#include "tmpdir.h"

#define FRAME_MS  20 /* of silence: a frame that was coming in is whole */
#define KEYS_MOST 40 /* presses to reach a field before something is wrong */

/* ---- messages ---- */

void
seat_matters(struct tsv *t)
{
	static const char *const columns[] = { "title", "detail", "type", "category", "area",
		"address", "name", "phone", "demand" };
	const char *share = getenv("HOTSEAT_SHARE");
	char path[TMPDIR_PATHS];
	struct err e = { 0 };

	if (share == NULL || tsv_open(tmpdir_path(share, "conf/city/yunjiang/messages40.tsv", path),
				 columns, sizeof(columns) / sizeof(columns[0]), t, &e) != ERR_OK) {
		fprintf(stderr, "messages40.tsv: %s %s\n", e.where, e.text);
		abort();
	}
}

void
seat_matter(const struct tsv *t, size_t row, struct seat_matter *out)
{
	*out = (struct seat_matter){ .title = tsv_get(t, row, 0),
		.detail = tsv_get(t, row, 1),
		.type = tsv_get(t, row, 2),
		.category = tsv_get(t, row, 3),
		.area = tsv_get(t, row, 4),
		.address = tsv_get(t, row, 5),
		.name = tsv_get(t, row, 6),
		.phone = tsv_get(t, row, 7),
		.demand = tsv_get(t, row, 8) };
}

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
	{ "公开", "公开", 76, 4, false },
	{ "诉求人", "诉求人", 11, 18, true },
	{ "联系电话", "联系电话", 41, 16, false },
	{ "群体", "群体", 65, 14, false },
	{ "短信", "短信", 67, 3, false },
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

static bool
complain(struct screen *s, const char *what, const char *of)
{
	fprintf(stderr, "%s: %s (the cursor is at %s)\n", what, of, seat_at(s));
	screen_print(s);
	return false;
}

bool
seat_wait_at(struct screen *s, const char *label)
{
	struct waiting w = { .s = s, .label = label };

	return poll_until(is_at, &w, SCREEN_WAIT_MS) || complain(s, "not reached", label);
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

/* A key that leads from one field to another, until it has. */
static bool
move(struct screen *s, const char *key)
{
	struct waiting w = { .s = s, .label = seat_at(s) };

	screen_key(s, key);
	return poll_until(has_moved, &w, SCREEN_WAIT_MS) || complain(s, "nothing moved by", key);
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
	complain(s, "none of these came", texts[0]);
	return -1;
}

/* ---- going and filling ---- */

static size_t
order_of(const char *name)
{
	return (size_t)(spot_of(name) - spots);
}

static bool
answer_dangers(struct screen *s)
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
			if (!answer_dangers(s))
				return false;
		} else if (!move(s, back ? "BackTab" : "Enter")) {
			return false;
		}
	}
	return complain(s, "never reached", label);
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

static bool
wait_value(struct screen *s, const char *label, const char *text)
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
	return wait_value(s, label, text);
}

/* Does the chosen row of the open list have that code? */
static bool
chosen_is(struct screen *s, const char *code)
{
	char mark[40], row[1024];

	for (int y = 0; y < 24; y++) {
		const char *at;

		screen_row(s, y, row, sizeof(row));
		for (char digit = '1'; digit <= '9'; digit++) {
			(void)snprintf(mark, sizeof(mark), ">%c %s ", digit, code);
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
		return complain(s, "the query does not show", query);
	screen_settle(s);
	for (int i = 0; i < 9 && !chosen_is(s, code); i++) {
		screen_key(s, "Down");
		screen_settle(s);
	}
	if (!chosen_is(s, code))
		return complain(s, "not in the list", code);
	return move(s, "Enter");
}

/* ---- filing ---- */

bool
seat_ready(struct screen *s)
{
	return screen_wait(s, "1154 王芳") && screen_wait(s, "线路正常");
}

bool
seat_sign_in(struct screen *s, const char *job_no, const char *name, const char *password)
{
	char who[64];

	(void)snprintf(who, sizeof(who), "%s %s", job_no, name);
	if (!screen_wait(s, "Enter 登录") || !screen_wait(s, "> "))
		return false;
	if (screen_has(s, "> 口令")) { /* it remembers who was here last */
		screen_key(s, "BackTab");
		if (!screen_wait(s, "> 工号"))
			return false;
	}
	screen_key(s, "Ctrl-U");
	screen_type(s, job_no);
	screen_key(s, "Enter");
	if (!screen_wait(s, "> 口令"))
		return false;
	screen_type(s, password);
	screen_key(s, "Enter");
	return screen_wait(s, "首页") && screen_wait(s, who);
}

bool
seat_open_form(struct screen *s)
{
	char words[256];

	if (screen_has(s, "已提交 ")) {
		screen_key(s, "Enter");
		if (!screen_wait(s, "首页"))
			return false;
	}
	screen_key(s, "F2");
	if (!screen_wait(s, "诉求内容"))
		return false;
	screen_settle(s);
	seat_value(s, "诉求内容", words, sizeof(words));
	if (words[0] != '\0') { /* what is half done comes back first: it is put aside */
		screen_key(s, "F5");
		if (!screen_wait(s, "已暂存"))
			return false;
	}
	return seat_wait_at(s, "诉求内容");
}

static bool
ends_with(const char *s, const char *tail)
{
	size_t n = strlen(s), m = strlen(tail);

	return n >= m && strcmp(s + n - m, tail) == 0;
}

static bool
is_called(const char *name)
{
	return ends_with(name, "先生") || ends_with(name, "女士");
}

/* In the first ten seconds: number and form of address (practice B5). */
static bool
ask_caller(struct screen *s, const struct seat_matter *m)
{
	if (!move(s, "BackTab") || !seat_wait_at(s, "称呼") || !move(s, "BackTab") ||
	    !seat_wait_at(s, "来电"))
		return false;
	screen_type(s, m->phone);
	screen_key(s, "Enter");
	if (!seat_wait_at(s, "称呼"))
		return false;
	if (is_called(m->name))
		screen_type(s, m->name);
	screen_key(s, "Enter");
	return seat_wait_at(s, "诉求内容");
}

/* A telephone brought the number; how to address them is known from before, or asked now. */
static bool
greet_caller(struct screen *s, const struct seat_matter *m)
{
	char now[64];

	if (!screen_wait(s, "  通话 ")) /* answered: what the telephone brought stands there */
		return false;
	screen_settle(s);
	seat_value(s, "称呼", now, sizeof(now));
	if (strcmp(now, "-") != 0 && now[0] != '\0')
		return true;
	if (!move(s, "BackTab") || !seat_wait_at(s, "称呼"))
		return false;
	screen_type(s, m->name);
	screen_key(s, "Enter");
	return seat_wait_at(s, "诉求内容");
}

static bool
write_words(struct screen *s, const struct seat_matter *m, unsigned how)
{
	size_t typed = (how & SEAT_TYPED) ? utf8_head(m->detail, 12) : 0;

	if (typed > 0)
		screen_send(s, m->detail, typed);
	if (m->detail[typed] != '\0')
		screen_paste(s, m->detail + typed);
	return true;
}

/* Dangers are asked first, then what the seat proposes is taken: Tab Enter. */
static bool
take_offer(struct screen *s)
{
	static const char *const either[] = { "[Enter 采纳]", "这些话还对不上分类" };

	screen_settle(s);
	if (screen_has(s, " 提醒! ")) {
		screen_key(s, "Enter");
		if (!screen_wait(s, "Enter=已问过, 没有急险") || !answer_dangers(s) ||
		    !seat_go(s, "诉求内容"))
			return false;
	}
	screen_key(s, "Tab");
	switch (seat_wait_any(s, either, 2)) {
	case 0:
		screen_key(s, "Enter");
		return screen_wait_gone(s, "[Enter 采纳]");
	case 1:
		return true;
	default:
		return false;
	}
}

static bool
set_type(struct screen *s, const struct seat_matter *m)
{
	int n = 0;
	const struct enum_item *items = enum_items(TF_TYPE, &n);
	char now[64], digit[2] = "1";

	seat_value(s, "类型", now, sizeof(now));
	if (strcmp(now, enum_label(TF_TYPE, m->type)) == 0)
		return true;
	for (int i = 0; i < n; i++)
		if (strcmp(items[i].code, m->type) == 0)
			digit[0] = (char)('1' + i);
	if (!seat_go(s, "类型"))
		return false;
	screen_key(s, digit);
	return wait_value(s, "类型", enum_label(TF_TYPE, m->type));
}

static bool
pick_code(struct screen *s, const char *label, const char *name, const char *code, unsigned how)
{
	struct str initials = { 0 };
	bool ok;

	if (how & SEAT_INITIALS)
		pinyin_initials(name, &initials);
	ok = seat_pick(s, label, initials.len > 1 ? str_c(&initials) : code, code);
	str_free(&initials);
	return ok;
}

static bool
set_category(struct screen *s, const struct city *c, const struct seat_matter *m, unsigned how)
{
	char now[256];

	seat_value(s, "分类", now, sizeof(now));
	if (str_starts(now, m->category) && now[strlen(now) - 1] != '?')
		return true;
	return pick_code(s, "分类", city_category(c, m->category)->name, m->category, how);
}

static bool
set_area(struct screen *s, const struct city *c, const struct seat_matter *m, unsigned how)
{
	const struct area *a = city_area(c, m->area);
	char now[128];

	seat_value(s, "地点", now, sizeof(now));
	if (now[0] != '\0' && now[strlen(now) - 1] != '?' && ends_with(a->full, now))
		return true;
	return pick_code(s, "地点", a->name, m->area, how);
}

/* *last: the keys pressed when the last word was typed. */
static bool
write_line(struct screen *s, const char *label, const char *text, int *last)
{
	bool ok = seat_fill(s, label, text);

	*last = screen_keys(s);
	return ok;
}

static bool
set_address(struct screen *s, const struct seat_matter *m, int *last)
{
	char now[256];

	seat_value(s, "地址", now, sizeof(now));
	return strcmp(now, m->address) == 0 || write_line(s, "地址", m->address, last);
}

static bool
set_name(struct screen *s, const struct seat_matter *m, unsigned how, int *last)
{
	if (m->name[0] == '\0') {
		if (!seat_go(s, "匿名"))
			return false;
		screen_key(s, "2");
		return wait_value(s, "匿名", "是");
	}
	return (how & SEAT_BY_CALL) || is_called(m->name) || write_line(s, "诉求人", m->name, last);
}

/* "261121-104231-1154-17" after 已提交: the digits. */
static bool
read_number(struct screen *s, char no[20])
{
	char row[1024];
	const char *at;
	int n = 0, y = screen_find(s, " 已提交 ", NULL);

	no[0] = '\0';
	if (y < 0)
		return false;
	screen_row(s, y, row, sizeof(row));
	for (at = strstr(row, "已提交"); *at != '\0' && n < 18; at++)
		if (*at >= '0' && *at <= '9')
			no[n++] = *at;
		else if (n > 0 && *at != '-')
			break;
	no[n] = '\0';
	return n == 18;
}

bool
seat_submit(struct screen *s, char no[20])
{
	static const char *const after[] = { " 已提交 ", "再按 F10 选原因", "再按 F10 提交", "还缺",
		"没有提交" };

	screen_key(s, "F10");
	for (int i = 0; i < 4; i++) {
		switch (seat_wait_any(s, after, 5)) {
		case 0:
			return read_number(s, no);
		case 1:
			screen_key(s, "F10");
			if (!screen_wait(s, "来电人说不清楚"))
				return false;
			screen_key(s, "Enter");
			if (!screen_wait_gone(s, "来电人说不清楚"))
				return false;
			break;
		case 2:
			screen_key(s, "F10");
			if (!screen_wait_gone(s, "再按 F10 提交"))
				return false;
			break;
		default:
			return complain(s, "not submitted", "F10");
		}
	}
	return complain(s, "F10 asks too often", "");
}

/* The wish is asked where the proposals leave the cursor; then what was proposed wrongly is put right on the way down. */
static bool
complete(
    struct screen *s, const struct city *c, const struct seat_matter *m, unsigned how, int *last)
{
	bool asked = strcmp(seat_at(s), "诉求目的") == 0;

	*last = screen_keys(s);
	if (asked)
		screen_type(s, m->demand);
	if (!set_type(s, m) || !set_category(s, c, m, how) || !set_area(s, c, m, how) ||
	    !set_address(s, m, last) || !set_name(s, m, how, last))
		return false;
	return asked || write_line(s, "诉求目的", m->demand, last);
}

bool
seat_file(struct screen *s, const struct city *c, const struct seat_matter *m, unsigned how,
    struct seat_filed *out)
{
	int before = screen_keys(s), last;

	if (!seat_open_form(s) || !(how & SEAT_BY_CALL ? greet_caller(s, m) : ask_caller(s, m)) ||
	    !write_words(s, m, how) || !take_offer(s) || !complete(s, c, m, how, &last) ||
	    !seat_submit(s, out->no))
		return false;
	out->keys = screen_keys(s) - before;
	out->last_keys = screen_keys(s) - last;
	return true;
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

int
seat_quit(struct screen *s)
{
	int status = -1;

	screen_key(s, "Ctrl-P");
	if (screen_wait(s, " 命令")) {
		screen_type(s, "退出");
		screen_settle(s);
		screen_key(s, "Enter");
		status = screen_wait_exit(s, 1000);
		if (status < 0 && screen_has(s, "退出前看一下")) {
			screen_key(s, "1");
			status = screen_wait_exit(s, SCREEN_WAIT_MS);
		}
	}
	if (status < 0)
		complain(s, "does not end", "退出");
	screen_stop(s);
	return status < 0 ? -1 : WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
