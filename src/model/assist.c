/* assist.c: requests for a senior's help and what seniors arrange, as desk records say it. Whoever reads them may have got
 * them in any order and from a program that means harm: a word that does not fit a request changes nothing in it. Not
 * here: who may write and read them (record.c), what a seat does about an order (client/engine). */
#include "model/assist.h"

#include <stdlib.h>
#include <string.h>

#include "base/secret.h"
#include "base/utf8.h"

const struct enum_item assist_items[ASSIST_CODES] = {
	[ASSIST_ASK] = { "ask", "求助" },
	[ASSIST_MORE] = { "more", "补充" },
	[ASSIST_WITHDRAW] = { "withdraw", "撤回" },
	[ASSIST_ANSWER] = { "answer", "答复" },
	[ASSIST_TAKE] = { "take", "接管通话" },
	[ASSIST_DONE] = { "done", "已处理" },
	[ASSIST_MATTER] = { "matter", "正在受理" },
};
const struct enum_item order_items[ORDER_CODES] = {
	[ORDER_REST] = { "rest", "安排小休" },
};

int
assist_code(const struct record *r)
{
	for (int i = 0; r->kind == RECORD_ASSIST && i < ASSIST_CODES; i++)
		if (strcmp(r->code, assist_items[i].code) == 0)
			return i;
	return -1;
}

bool
assist_is_seniors(enum assist_code c)
{
	return c == ASSIST_ANSWER || c == ASSIST_TAKE || c == ASSIST_DONE;
}

/* ---- writing ---- */

/* A line is one: whatever ends it is a blank. */
static void
add_line(struct str *out, const char *text, size_t chars)
{
	const size_t n = utf8_head(text, chars);

	for (size_t i = 0; i < n; i++) {
		if (text[i] == '\n' || text[i] == '\r')
			str_add_c(out, ' ');
		else
			str_add_c(out, text[i]);
	}
	str_add_c(out, '\n');
}

/* Where the last so many characters of ${text} begin. */
static const char *
tail(const char *text, size_t chars)
{
	const size_t all = utf8_count(text);

	return all <= chars ? text : text + utf8_head(text, all - chars);
}

bool
assist_ask(struct record *r, const char *wanted, const char *category, const char *words)
{
	struct str text = { 0 };
	bool ok;

	add_line(&text, wanted, ASSIST_LINE_CHARS);
	add_line(&text, category, sizeof(((struct assist *)0)->category) - 1);
	str_add(&text, tail(words, ASSIST_WORDS_CHARS));
	ok = !text.bad && record_set_text(r, str_c(&text));
	secret_str_free(&text);
	return ok;
}

bool
assist_answer(
    struct record *r, enum assist_code code, const char *to, const char *request, const char *words)
{
	struct str text = { 0 };
	bool ok;

	r->kind = RECORD_ASSIST;
	(void)str_copy(r->code, sizeof(r->code), assist_items[code].code);
	(void)str_copy(r->object, sizeof(r->object), to);
	if (request[0] != '\0')
		record_about_write(request, words, &text);
	else
		str_add(&text, words);
	ok = !text.bad && record_set_text(r, str_c(&text));
	secret_str_free(&text);
	return ok;
}

/* ---- reading ---- */

const char *
assist_said(const struct record *r)
{
	char id[ID_SIZE];
	const char *words;

	return record_about_read(record_text(r), id, &words) ? words : record_text(r);
}

bool
assist_request(const struct record *r, char id[ID_SIZE])
{
	const int code = assist_code(r);
	const char *words;

	id[0] = '\0';
	if (code < 0 || code == ASSIST_MATTER)
		return false;
	if (assist_is_seniors((enum assist_code)code))
		return record_about_read(record_text(r), id, &words);
	return str_copy(id, ID_SIZE, code == ASSIST_ASK ? r->id : r->object) && id_valid(id);
}

/* The line at *text, without its end; *text moves behind it. false when there is none. */
static bool
take_line(const char **text, char *out, size_t size)
{
	const char *end = strchr(*text, '\n');
	const size_t n = end != NULL ? (size_t)(end - *text) : 0;

	if (end == NULL || n >= size)
		return false;
	memcpy(out, *text, n);
	out[n] = '\0';
	*text = end + 1;
	return true;
}

static void
forget_words(struct assist *a)
{
	if (a->words != NULL)
		secret_wipe(a->words, strlen(a->words));
	free(a->words);
	a->words = NULL;
}

static bool
take_words(struct assist *a, const struct record *r)
{
	const char *text = record_text(r);
	char wanted[ASSIST_LINE_BYTES], category[sizeof(a->category)];

	if (!take_line(&text, wanted, sizeof(wanted)) ||
	    !take_line(&text, category, sizeof(category)))
		return false;
	(void)str_copy(a->wanted, sizeof(a->wanted), wanted);
	(void)str_copy(a->category, sizeof(a->category), category);
	forget_words(a);
	a->words = *text != '\0' ? str_dup(text) : NULL;
	return *text == '\0' || a->words != NULL;
}

bool
assist_matter(const struct record *r, char category[8], char danger[ASSIST_LINE_BYTES])
{
	const char *text = record_text(r);

	return assist_code(r) == ASSIST_MATTER && take_line(&text, danger, ASSIST_LINE_BYTES) &&
	       take_line(&text, category, 8);
}

bool
assist_begin(struct assist *a, const struct record *r)
{
	*a = (struct assist){ .at = r->at, .heard_at = r->at, .open = true };
	if (assist_code(r) != ASSIST_ASK || !take_words(a, r)) {
		assist_free(a);
		return false;
	}
	(void)str_copy(a->id, sizeof(a->id), r->id);
	(void)str_copy(a->by, sizeof(a->by), r->by);
	(void)str_copy(a->seat, sizeof(a->seat), r->object);
	(void)str_copy(a->call, sizeof(a->call), r->call);
	return true;
}

static void
senior_says(struct assist *a, const struct record *r, enum assist_code code)
{
	const char *said = assist_said(r);

	if (strcmp(r->object, a->by) != 0)
		return;
	(void)str_copy(a->senior, sizeof(a->senior), r->by);
	a->answered_at = r->at;
	a->said = code;
	(void)str_copy(a->answer, sizeof(a->answer), said);
	if (code == ASSIST_DONE)
		a->open = false;
}

void
assist_follow(struct assist *a, const struct record *r)
{
	const int code = assist_code(r);
	char id[ID_SIZE];

	if (!assist_request(r, id) || strcmp(id, a->id) != 0)
		return;
	if (assist_is_seniors((enum assist_code)code)) {
		senior_says(a, r, (enum assist_code)code);
		return;
	}
	if (strcmp(r->by, a->by) != 0)
		return;
	a->heard_at = r->at > a->heard_at ? r->at : a->heard_at;
	if (code == ASSIST_MORE)
		(void)take_words(a, r);
	else if (code == ASSIST_WITHDRAW)
		a->open = false;
}

bool
assist_is_open(const struct assist *a, int64_t now)
{
	return a->open && now - a->heard_at < ASSIST_OPEN_MS;
}

void
assist_free(struct assist *a)
{
	forget_words(a);
}

/* ---- checking ---- */

static enum err_code
bad(struct err *e, const char *member, enum err_code code, const char *why)
{
	(void)err_set(e, code, "%s", why);
	return e != NULL ? err_at(e, "%s", member) : code;
}

static enum err_code
check_words(const struct record *r, struct err *e)
{
	struct assist a = { 0 };
	const bool ok = take_words(&a, r);

	assist_free(&a);
	return ok ? ERR_OK : bad(e, "text", ERR_INVALID, "求助的内容不完整");
}

static bool
is_number(const char *s)
{
	const size_t n = strspn(s, "0123456789");

	return n > 0 && n < RECORD_PHONE_BYTES && s[n] == '\0';
}

static enum err_code
check_senior(const struct record *r, enum assist_code code, struct err *e)
{
	const char *said = assist_said(r);

	if (r->object[0] == '\0')
		return bad(e, "object", ERR_INVALID, "要写明给谁");
	if (said[0] == '\0')
		return bad(e, "text", ERR_INVALID, "缺少要说的话");
	if (utf8_count(said) > ASSIST_ANSWER_CHARS)
		return bad(e, "text", ERR_LIMIT, "一句话说不下, 请删减");
	if (code == ASSIST_TAKE && !is_number(said))
		return bad(e, "text", ERR_INVALID, "接管要写明转到哪个号码");
	return ERR_OK;
}

static enum err_code
check_order(const struct record *r, struct err *e)
{
	if (r->text == NULL)
		return bad(e, "text", ERR_INVALID, "要写明原因");
	return utf8_count(record_text(r)) <= ASSIST_LINE_CHARS
		   ? ERR_OK
		   : bad(e, "text", ERR_LIMIT, "原因太长, 请删减");
}

enum err_code
assist_check(const struct record *r, struct err *e)
{
	const int code = assist_code(r);

	if (r->kind == RECORD_ORDER)
		return check_order(r, e);
	if (code < 0)
		return ERR_OK;
	if (assist_is_seniors((enum assist_code)code))
		return check_senior(r, (enum assist_code)code, e);
	if (code == ASSIST_MATTER && r->call[0] == '\0')
		return bad(e, "call", ERR_INVALID, "要写明是哪一次通话");
	if (code != ASSIST_ASK && code != ASSIST_MATTER && !id_valid(r->object))
		return bad(e, "object", ERR_INVALID, "要写明是哪一次求助");
	if (code == ASSIST_WITHDRAW)
		return r->text == NULL ? ERR_OK : bad(e, "text", ERR_INVALID, "撤回不写内容");
	return check_words(r, e);
}

enum err_code
assist_fits(const struct record *r, const struct record *about, struct err *e)
{
	const int code = assist_code(r);

	if (assist_code(about) != ASSIST_ASK)
		return err_set(e, ERR_FORBIDDEN, "这不是一次求助。");
	if (assist_is_seniors((enum assist_code)code))
		return strcmp(r->object, about->by) == 0
			   ? ERR_OK
			   : err_set(e, ERR_FORBIDDEN, "这次求助是别人的。");
	return strcmp(r->by, about->by) == 0 ? ERR_OK
					     : err_set(e, ERR_FORBIDDEN, "这次求助是别人的。");
}
