/* A whole call at the intake form: the caller, the words, what the seat proposes, what was proposed wrongly, the wish,
 * and F10 with whatever it still asks. */
#include "seat.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "base/width.h"
#include "base/utf8.h"
#include "model/ticket.h"
#include "text/pinyin.h"
#include "tmpdir.h"

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

/* ---- a call ---- */

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
	if (!seat_move(s, "BackTab") || !seat_wait_at(s, "称呼") || !seat_move(s, "BackTab") ||
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
	if (!seat_move(s, "BackTab") || !seat_wait_at(s, "称呼"))
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
		if (!screen_wait(s, "Enter=已问过, 没有急险") || !seat_answer_dangers(s) ||
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
	return seat_wait_value(s, "类型", enum_label(TF_TYPE, m->type));
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
		return seat_wait_value(s, "匿名", "是");
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

/* The further field the cursor is in, by its label: two stand in a row. */
static const struct field_rule *
extra_at(struct screen *s, const struct city *c, const struct seat_matter *m)
{
	const struct field_rule *rules[CITY_FIELDS_MOST];
	size_t n = city_fields(c, m->category, rules, CITY_FIELDS_MOST);
	char row[1024];
	int y, x;

	screen_cursor(s, &y, &x);
	screen_row(s, y, row, sizeof(row));
	for (size_t i = 0; i < n; i++) {
		const char *at = strstr(row, rules[i]->label);
		char before[1024];

		if (at == NULL)
			continue;
		(void)snprintf(before, sizeof(before), "%.*s", (int)(at - row), row);
		if ((width_str(before) >= 40) == (x >= 40))
			return rules[i];
	}
	return NULL;
}

/* What a caller would say to it. */
static bool
answer_extra(struct screen *s, const struct city *c, const struct seat_matter *m)
{
	static const struct {
		const char *type, *said;
	} answers[] = { { "text", "说不全" }, { "money", "1.2万" }, { "day", "11月3日" },
		{ "number", "2" } };
	const struct field_rule *r = extra_at(s, c, m);

	if (r == NULL)
		return seat_complain(s, "not submitted", "F10");
	if (strcmp(r->type, "choice") == 0)
		screen_key(s, "1");
	for (size_t i = 0; i < sizeof(answers) / sizeof(answers[0]); i++)
		if (strcmp(r->type, answers[i].type) == 0)
			screen_type(s, answers[i].said);
	return screen_wait_gone(s, "还缺");
}

bool
seat_submit(struct screen *s, const struct city *c, const struct seat_matter *m, char no[20])
{
	static const char *const after[] = { " 已提交 ", "再按 F10 选原因", "再按 F10 提交", "还缺",
		"没有提交" };

	screen_key(s, "F10");
	for (int i = 0; i < 4 + CITY_FIELDS_MOST; i++) {
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
		case 3:
			screen_settle_ms(s, 50);
			if (!answer_extra(s, c, m))
				return false;
			screen_key(s, "F10");
			break;
		default:
			return seat_complain(s, "not submitted", "F10");
		}
	}
	return seat_complain(s, "F10 asks too often", "");
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
seat_write(struct screen *s, const struct city *c, const struct seat_matter *m, unsigned how)
{
	int last;

	return write_words(s, m, how) && take_offer(s) && complete(s, c, m, how, &last);
}

bool
seat_file(struct screen *s, const struct city *c, const struct seat_matter *m, unsigned how,
    struct seat_filed *out)
{
	int before = screen_keys(s), last;

	if (!seat_open_form(s) || !(how & SEAT_BY_CALL ? greet_caller(s, m) : ask_caller(s, m)) ||
	    !write_words(s, m, how) || !take_offer(s) || !complete(s, c, m, how, &last) ||
	    !seat_submit(s, c, m, out->no))
		return false;
	out->keys = screen_keys(s) - before;
	out->last_keys = screen_keys(s) - last;
	return true;
}
