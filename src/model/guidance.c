/* How temporary talking points are let out, as a table (the rows of GUIDANCE_STEPS), and what they must be. The seat asks it
 * before it writes a step down, the centre before it takes one.
 *
 * Invariants: nobody lets out what he has proposed himself; what is let out is, to the byte, what was proposed; it ends. Not
 * here: whether the codes and the bulletin it replaces are there (server/core/guidance.c). */
#include "model/guidance.h"

#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/utf8.h"
#include "model/role.h"

static const struct row {
	const char *label;
	enum guidance_state from, to;
	enum role_right right;
	bool words;
} rows[GUIDANCE_STEP_COUNT] = {
#define X(name, json, label, from, to, right, words) \
	{ label, GUIDANCE_##from, GUIDANCE_##to, right, words },
	GUIDANCE_STEPS(X)
#undef X
};

const struct enum_item guidance_step_items[GUIDANCE_STEP_COUNT] = {
#define X(name, json, label, from, to, right, words) { json, label },
	GUIDANCE_STEPS(X)
#undef X
};

#define MINUTE_MS  60000LL
#define HOUR_MS    (60 * MINUTE_MS)
#define DAY_CHARS  10 /* 2026-11-22 */
#define TIME_CHARS 16 /* 2026-11-22 08:00 */

/* ---- its name ---- */

void
guidance_id(int64_t now, const char *user, char out[RECORD_OBJECT_BYTES])
{
	char at[24];

	(void)snprintf(out, RECORD_OBJECT_BYTES, "L%s-%s",
	    civil_format(now, "%m%d%H%M%S", at, sizeof(at)), user);
}

bool
guidance_is_id(const char *id)
{
	return id[0] == 'L' && id[1] >= '0' && id[1] <= '9';
}

/* ---- its words: one line each, in this order ---- */

static void
put_time(struct str *out, int64_t at)
{
	char text[24];

	str_addf(out, "%s\n", civil_format(at, "%Y-%m-%d %H:%M", text, sizeof(text)));
}

static int64_t
two_digits(const char *s)
{
	return (s[0] - '0') * 10 + s[1] - '0';
}

/* 2026-11-22 08:00 as it was written; 0 when it is not. */
static int64_t
read_time(const char *s)
{
	char text[24], day[DAY_CHARS + 1];
	int64_t at;
	int32_t n;

	if (strlen(s) != TIME_CHARS)
		return 0;
	memcpy(day, s, DAY_CHARS);
	day[DAY_CHARS] = '\0';
	n = civil_parse_day(day);
	if (n == INT32_MIN)
		return 0;
	at = civil_day_start(n) + two_digits(s + 11) * HOUR_MS + two_digits(s + 14) * MINUTE_MS;
	/* what it comes to must be what was written: no 25:61, no letters */
	return strcmp(civil_format(at, "%Y-%m-%d %H:%M", text, sizeof(text)), s) == 0 ? at : 0;
}

void
guidance_write(const struct guidance *t, struct str *out)
{
	put_time(out, t->starts_at);
	put_time(out, t->ends_at);
	str_addf(out, "%s\n%s\n%s\n%s\n%s", t->area, t->category, t->replaces, t->title, t->points);
}

/* The next line of ${at} into ${to}; false when it is too long, or not a line that can be seen. */
static bool
next_line(const char **at, char *to, size_t size)
{
	const size_t n = strcspn(*at, "\n");
	size_t left = n;

	if (n >= size)
		return false;
	for (const char *s = *at; left > 0;) {
		uint32_t cp = 0;
		const size_t len = utf8_next(s, left, &cp);

		if (len == 0 || utf8_is_hidden(cp))
			return false;
		s += len;
		left -= len;
	}
	memcpy(to, *at, n);
	to[n] = '\0';
	*at += n + ((*at)[n] == '\n');
	return true;
}

enum err_code
guidance_read(const char *text, struct guidance *t, struct err *e)
{
	char from[24] = "", to[24] = "";

	*t = (struct guidance){ .starts_at = 0 };
	if (next_line(&text, from, sizeof(from)) && next_line(&text, to, sizeof(to)) &&
	    next_line(&text, t->area, sizeof(t->area)) &&
	    next_line(&text, t->category, sizeof(t->category)) &&
	    next_line(&text, t->replaces, sizeof(t->replaces)) &&
	    next_line(&text, t->title, sizeof(t->title)) &&
	    next_line(&text, t->points, sizeof(t->points)) && *text == '\0') {
		t->starts_at = read_time(from);
		t->ends_at = read_time(to);
		if (t->starts_at != 0 && t->ends_at != 0)
			return ERR_OK;
	}
	(void)err_set(e, ERR_INVALID, "口径的内容不成样子: 日期、标题或正文有误。");
	return e != NULL ? err_at(e, "text") : ERR_INVALID;
}

enum err_code
guidance_ready(const struct guidance *t, int64_t now, struct err *e)
{
	if (t->title[0] == '\0' || t->points[0] == '\0')
		return err_set(e, ERR_GUARD, "标题和统一口径都要写。");
	if (utf8_count(t->title) > GUIDANCE_TITLE_CHARS ||
	    utf8_count(t->points) > GUIDANCE_POINTS_CHARS)
		return err_set(e, ERR_GUARD, "标题最多 %d 字, 口径最多 %d 字。",
		    GUIDANCE_TITLE_CHARS, GUIDANCE_POINTS_CHARS);
	if (t->starts_at == 0 || t->ends_at == 0)
		return err_set(e, ERR_GUARD, "起止时间都要有。");
	if (t->ends_at <= t->starts_at)
		return err_set(e, ERR_GUARD, "结束时间不晚于开始时间。");
	if (t->ends_at <= now)
		return err_set(e, ERR_GUARD, "结束时间已经过了。");
	if (civil_day(t->ends_at - 1) - civil_day(t->starts_at) > GUIDANCE_DAYS_MOST)
		return err_set(e, ERR_GUARD, "临时口径最长 %d 天。", GUIDANCE_DAYS_MOST);
	return ERR_OK;
}

/* ---- steps ---- */

int
guidance_step_of(const struct record *r)
{
	for (int i = 0; r->kind == RECORD_GUIDANCE && i < GUIDANCE_STEP_COUNT; i++)
		if (strcmp(guidance_step_items[i].code, r->code) == 0)
			return i;
	return -1;
}

enum err_code
guidance_step_check(const struct record *r, struct err *e)
{
	const int step = guidance_step_of(r);
	struct guidance t;

	if (step >= 0 && !guidance_is_id(r->object)) {
		(void)err_set(e, ERR_INVALID, "临时口径的编号要是 L 加数字。");
		return e != NULL ? err_at(e, "object") : ERR_INVALID;
	}
	return step >= 0 && rows[step].words ? guidance_read(record_text(r), &t, e) : ERR_OK;
}

void
guidance_flow_apply(struct guidance_flow *f, const struct record *r)
{
	const int step = guidance_step_of(r);

	if (step < 0 || rows[step].from != f->state)
		return;
	f->state = rows[step].to;
	if (r->at > f->last_at)
		f->last_at = r->at;
	(void)str_copy(f->by, sizeof(f->by), r->by);
	if (step == GUIDANCE_STEP_PROPOSE) {
		(void)str_copy(f->issuer, sizeof(f->issuer), r->by);
		(void)str_copy(f->words, sizeof(f->words), r->id);
	} else if (!rows[step].words) {
		(void)str_copy(f->reason, sizeof(f->reason), r->id);
	}
}

enum err_code
guidance_flow_may(const struct guidance_flow *f, enum guidance_step s, const char *user,
    uint32_t roles, struct err *e)
{
	/* who may let one out may also end it */
	const bool may = roles_may(roles, rows[s].right) ||
			 (s == GUIDANCE_STEP_END && roles_may(roles, RIGHT_GUIDANCE_APPROVE));

	if (!may)
		return err_set(e, ERR_FORBIDDEN, "您的岗位不能%s临时口径。", rows[s].label);
	if (f->state != rows[s].from)
		return err_set(e, ERR_STATE, "这条口径已有人处理过, 现在不能%s。", rows[s].label);
	if ((s == GUIDANCE_STEP_APPROVE || s == GUIDANCE_STEP_REFUSE) &&
	    strcmp(f->issuer, user) == 0)
		return err_set(e, ERR_FORBIDDEN, "自己拟的口径要由另一个人批。");
	return ERR_OK;
}

enum err_code
guidance_flow_check(const struct guidance_flow *f, const char *words, const struct record *r,
    uint32_t roles, int64_t now, struct err *e)
{
	const int step = guidance_step_of(r);
	struct guidance t;
	enum err_code rc;

	if (step < 0)
		return err_set(e, ERR_UNKNOWN_CODE, NULL);
	rc = guidance_flow_may(f, (enum guidance_step)step, r->by, roles, e);
	if (rc == ERR_OK && step == GUIDANCE_STEP_END && guidance_read(words, &t, NULL) == ERR_OK &&
	    t.ends_at <= now)
		return err_set(e, ERR_GUARD, "这条口径已经到期, 不用再结束。");
	if (rc != ERR_OK || !rows[step].words)
		return rc;
	rc = guidance_read(record_text(r), &t, e);
	if (rc == ERR_OK && strcmp(t.replaces, r->object) == 0)
		rc = err_set(e, ERR_GUARD, "不能代替自己。");
	if (rc == ERR_OK && step == GUIDANCE_STEP_APPROVE && strcmp(record_text(r), words) != 0)
		rc = err_set(e, ERR_CONFLICT, "批的和拟的不一样, 请重看一遍。");
	return rc == ERR_OK ? guidance_ready(&t, now, e) : rc;
}
