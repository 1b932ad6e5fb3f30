/* A call as one line of text and as a desk record. The line is readable without this program, has nothing in it that is a
 * person's, and says only what is known: a value that is missing was not told by the telephone.
 *
 * Not here: when one is written (engine_phone.c), the figures (call_kpi.c). */
#include "model/call.h"

#include <inttypes.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "model/ticket.h"

#define COUNT(a) ((int)(sizeof(a) / sizeof((a)[0])))

const struct enum_item call_way_items[CALL_WAY_COUNT] = {
#define X(name, json, label) [CALL_##name] = { json, label },
	CALL_WAYS(X)
#undef X
};
static const struct enum_item refusals[] = {
	{ "writing", "上一件还没有记完" },
	{ "away", "离开座位" },
	{ "unwell", "身体不适" },
	{ "fault", "耳机或电脑故障" },
	{ "recuse", "和来电人有关, 回避" },
};
static const char *const ends[] = { "", "caller", "seat", "moved", "lost" };

const char *
call_way_json(enum call_way w)
{
	return call_way_items[w].code;
}

int
call_way_by_json(const char *json)
{
	for (int i = 0; i < CALL_WAY_COUNT; i++)
		if (strcmp(call_way_items[i].code, json) == 0)
			return i;
	return -1;
}

bool
call_way_is_in(enum call_way w)
{
	return w != CALL_CALLED && w != CALL_UNCALLED;
}

bool
call_way_is_owed(enum call_way w)
{
	return w == CALL_MISSED || w == CALL_ABANDONED;
}

const struct enum_item *
call_refusals(int *n)
{
	*n = COUNT(refusals);
	return refusals;
}

const char *
call_refusal_label(const char *code)
{
	for (int i = 0; i < COUNT(refusals); i++)
		if (strcmp(refusals[i].code, code) == 0)
			return refusals[i].label;
	return code;
}

/* ---- the line ---- */

enum value { VALUE_TEXT, VALUE_NUMBER };
static const struct member {
	const char *name;
	enum value kind;
	size_t at, size;
	int64_t least, most;
} members[] = {
#define TEXT(name, member)                                           \
	{                                                            \
		name, VALUE_TEXT, offsetof(struct call_log, member), \
		    sizeof(((struct call_log *)0)->member), 0, 0     \
	}
#define NUMBER(name, member, least, most)                               \
	{                                                               \
		name, VALUE_NUMBER, offsetof(struct call_log, member),  \
		    sizeof(((struct call_log *)0)->member), least, most \
	}
	TEXT("line", line),
	TEXT("queue", queue),
	TEXT("seat", seat),
	NUMBER("answer", answered_at, 0, INT64_MAX),
	NUMBER("over", ended_at, 0, INT64_MAX),
	NUMBER("waited", waited_ms, 0, INT64_MAX),
	NUMBER("hold", hold_ms, 0, INT64_MAX),
	NUMBER("holds", holds, 0, 10000),
	NUMBER("rated", rated, CALL_BAD_KEY, 5),
	TEXT("rec", recording),
	TEXT("ivr", ivr),
	TEXT("refused", refusal),
#undef TEXT
#undef NUMBER
};

static int64_t
number_of(const struct call_log *c, const struct member *m)
{
	const char *at = (const char *)c + m->at;
	int64_t big;
	int small;

	if (m->size == sizeof(big)) {
		memcpy(&big, at, sizeof(big));
		return big;
	}
	memcpy(&small, at, sizeof(small));
	return small;
}

static void
add_value(const char *s, struct str *out)
{
	for (; *s != '\0'; s++)
		if ((unsigned char)*s <= ' ' || *s == '%' || *s == '=')
			str_addf(out, "%%%02X", (unsigned char)*s);
		else
			str_add_c(out, *s);
}

static void
add_name(const char *name, struct str *out)
{
	if (out->len > 0)
		str_add_c(out, ' ');
	str_addf(out, "%s=", name);
}

void
call_write(const struct call_log *c, struct str *out)
{
	for (int i = 0; i < COUNT(members); i++) {
		const struct member *m = &members[i];
		const char *text = (const char *)c + m->at;

		if (m->kind == VALUE_TEXT ? *text == '\0' : number_of(c, m) == 0)
			continue;
		add_name(m->name, out);
		if (m->kind == VALUE_TEXT)
			add_value(text, out);
		else
			str_addf(out, "%" PRId64, number_of(c, m));
	}
	if (c->end != CALL_END_UNKNOWN) {
		add_name("end", out);
		str_add(out, ends[c->end]);
	}
}

static bool
read_value(const char *s, size_t n, char *out, size_t size)
{
	size_t at = 0;

	for (size_t i = 0; i < n; i++) {
		char hex[3] = "", *end;
		int c = (unsigned char)s[i];

		if (c == '%') {
			if (i + 2 >= n)
				return false;
			memcpy(hex, s + i + 1, 2);
			c = (int)strtol(hex, &end, 16);
			if (*end != '\0' || c == 0)
				return false;
			i += 2;
		}
		if (at + 1 >= size)
			return false;
		out[at++] = (char)c;
	}
	out[at] = '\0';
	return utf8_valid(out, at);
}

static bool
set_number(const struct member *m, const char *s, struct call_log *c)
{
	char *at = (char *)c + m->at;
	long long v;
	int small;

	if (!str_int(s, m->least, m->most, &v))
		return false;
	if (m->size == sizeof(int64_t)) {
		memcpy(at, &(int64_t){ v }, sizeof(int64_t));
	} else {
		small = (int)v;
		memcpy(at, &small, sizeof(small));
	}
	return true;
}

static bool
set_end(const char *s, struct call_log *c)
{
	for (int i = 1; i < COUNT(ends); i++)
		if (strcmp(ends[i], s) == 0) {
			c->end = (enum call_end)i;
			return true;
		}
	return false;
}

/* "name=value": false for a value that does not fit. A name of a later version is passed over. */
static bool
set(const char *s, size_t n, struct call_log *c)
{
	const char *eq = memchr(s, '=', n);
	char value[128];

	if (eq == NULL || !read_value(eq + 1, n - (size_t)(eq + 1 - s), value, sizeof(value)))
		return false;
	for (int i = 0; i < COUNT(members); i++) {
		const struct member *m = &members[i];

		if (strlen(m->name) != (size_t)(eq - s) ||
		    memcmp(m->name, s, (size_t)(eq - s)) != 0)
			continue;
		return m->kind == VALUE_TEXT ? str_copy((char *)c + m->at, m->size, value)
					     : set_number(m, value, c);
	}
	return eq - s != 3 || memcmp(s, "end", 3) != 0 || set_end(value, c);
}

enum err_code
call_read(const char *code, const char *text, struct call_log *c, struct err *e)
{
	const int way = call_way_by_json(code);

	if (way < 0)
		return err_set(e, ERR_INVALID, "没有这种通话");
	c->way = (enum call_way)way;
	for (size_t n; *text != '\0'; text += n + (text[n] == ' ')) {
		n = strcspn(text, " ");
		if (n == 0 || !set(text, n, c))
			return err_set(e, ERR_INVALID, "通话记录的写法不对");
	}
	return ERR_OK;
}

/* ---- lengths ---- */

static int64_t
between(int64_t from, int64_t to)
{
	return from != 0 && to > from ? to - from : 0;
}

int64_t
call_talk_ms(const struct call_log *c)
{
	return between(c->answered_at, c->ended_at);
}

int64_t
call_wait_ms(const struct call_log *c)
{
	return c->waited_ms +
	       between(c->began_at, c->answered_at != 0 ? c->answered_at : c->ended_at);
}

/* ---- as a record ---- */

bool
call_record(const struct call_log *c, const char *id, struct record *r)
{
	struct str text = { 0 };
	bool ok;

	r->kind = RECORD_CALL_LOG;
	r->at = c->began_at;
	r->seconds = call_talk_ms(c) / 1000;
	if (r->seconds > RECORD_SECONDS_MOST)
		r->seconds = RECORD_SECONDS_MOST;
	(void)str_copy(r->call, sizeof(r->call), id);
	(void)str_copy(r->code, sizeof(r->code), call_way_json(c->way));
	(void)str_copy(r->phone, sizeof(r->phone), strlen(c->peer) >= 3 ? c->peer : "");
	call_write(c, &text);
	ok = !text.bad && record_set_text(r, str_c(&text));
	str_free(&text);
	return ok;
}

enum err_code
call_log_of(const struct record *r, struct call_log *c, struct err *e)
{
	*c = (struct call_log){ .began_at = r->at };
	(void)str_copy(c->peer, sizeof(c->peer), r->phone);
	return call_read(r->code, record_text(r), c, e);
}

enum err_code
call_record_check(const struct record *r, struct err *e)
{
	struct call_log c;

	if (r->kind != RECORD_CALL_LOG)
		return ERR_OK;
	if (r->call[0] == '\0') {
		(void)err_set(e, ERR_INVALID, "缺少通话编号");
		return e != NULL ? err_at(e, "call") : ERR_INVALID;
	}
	if (call_log_of(r, &c, e) == ERR_OK)
		return ERR_OK;
	return e != NULL ? err_at(e, "text") : ERR_INVALID;
}
