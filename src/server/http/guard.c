/* The guard in front of every handler: pure functions that refuse what two HTTP readers could read differently, because
 * libmicrohttpd 0.9.75 lets much of it pass (two Content-Length, two Host, Content-Length beside chunked: measured).
 *
 * It sees header texts as C strings: a NUL has already cut them off, so nothing here decides by the absence of
 * something inside a text. It does not know routes, limits of bodies or users. */
#include "guard_p.h"

#include <string.h>
#include <strings.h>

#include "base/limits.h"
#include "base/utf8.h"

enum alphabet { ANY_VISIBLE, HOST_CHARS, DIGITS, TOKEN68, KEY_CHARS };

enum rule_id {
	HOST,
	LENGTH,
	CODING,
	CONTENT_CODING,
	AUTH,
	TYPE,
	KEY,
	MATCH,
	NONE_MATCH,
	EXPECT,
	TUS_VERSION,
	TUS_OFFSET,
	TUS_LENGTH,
	TUS_METADATA,
	TUS_CHECKSUM,
	RULES
};

/* Headers that may appear once at most, with what they may hold. Everything else is only checked for being text. */
static const struct rule {
	const char *name;
	enum alphabet alphabet;
	size_t max;
} rules[RULES] = {
	[HOST] = { "Host", HOST_CHARS, 255 },
	[LENGTH] = { "Content-Length", DIGITS, 15 },
	[CODING] = { "Transfer-Encoding", ANY_VISIBLE, 32 },
	[CONTENT_CODING] = { "Content-Encoding", ANY_VISIBLE, 32 },
	[AUTH] = { "Authorization", TOKEN68, 512 },
	[TYPE] = { "Content-Type", ANY_VISIBLE, 128 },
	[KEY] = { "Idempotency-Key", KEY_CHARS, 64 },
	[MATCH] = { "If-Match", ANY_VISIBLE, 128 },
	[NONE_MATCH] = { "If-None-Match", ANY_VISIBLE, 512 },
	[EXPECT] = { "Expect", ANY_VISIBLE, 32 },
	/* of uploads that go on where they were cut (tus 1.0) */
	[TUS_VERSION] = { "Tus-Resumable", ANY_VISIBLE, 16 },
	[TUS_OFFSET] = { "Upload-Offset", DIGITS, 15 },
	[TUS_LENGTH] = { "Upload-Length", DIGITS, 15 },
	[TUS_METADATA] = { "Upload-Metadata", ANY_VISIBLE, 1024 },
	[TUS_CHECKSUM] = { "Upload-Checksum", ANY_VISIBLE, 96 },
};

static bool
is_alnum(unsigned char c)
{
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

static bool
is_one_of(unsigned char c, const char *set)
{
	return c != 0 && strchr(set, c) != NULL;
}

static bool
is_token(const char *s, size_t n)
{
	if (n == 0 || n > LIMIT_NAME_BYTES)
		return false;
	for (size_t i = 0; i < n; i++)
		if (!is_alnum((unsigned char)s[i]) &&
		    !is_one_of((unsigned char)s[i], "!#$%&'*+-.^_`|~"))
			return false;
	return true;
}

static bool
fits(enum alphabet a, const char *s, size_t n)
{
	bool scheme = a == TOKEN68; /* "Bearer " first, then the token */
	for (size_t i = 0; i < n; i++) {
		unsigned char c = (unsigned char)s[i];
		bool ok = is_alnum(c);
		switch (a) {
		case ANY_VISIBLE:
			ok = c >= 0x20 && c < 0x7f;
			break;
		case HOST_CHARS:
			ok = ok || is_one_of(c, ".-_:[]");
			break;
		case DIGITS:
			ok = c >= '0' && c <= '9';
			break;
		case TOKEN68:
			if (scheme && c == ' ' && i > 0 && i + 1 < n) {
				scheme = false;
				ok = true;
			} else {
				ok = ok || (!scheme && is_one_of(c, "-._~+/="));
			}
			break;
		case KEY_CHARS:
			ok = ok || is_one_of(c, "._:-");
			break;
		}
		if (!ok)
			return false;
	}
	return n > 0 && !(a == TOKEN68 && scheme);
}

static enum rule_id
rule_of(const struct guard_field *f)
{
	for (int i = 0; i < RULES; i++)
		if (strlen(rules[i].name) == f->name_len &&
		    strncasecmp(rules[i].name, f->name, f->name_len) == 0)
			return (enum rule_id)i;
	return RULES;
}

static enum err_code
check_field(const struct guard_field *f, const struct guard_field **seen, struct err *e)
{
	if (!is_token(f->name, f->name_len))
		return err_set(e, ERR_SYNTAX, "请求头的名称不合规范");
	if (f->value_len > GUARD_VALUE_BYTES)
		return err_set(e, ERR_LIMIT, "请求头过长: 每项不得超过 %d 字节", GUARD_VALUE_BYTES);
	for (size_t i = 0; i < f->value_len; i++) {
		unsigned char c = (unsigned char)f->value[i];
		if ((c < 0x20 && c != '\t') || c == 0x7f)
			return err_set(e, ERR_SYNTAX, "请求头中有控制字符");
	}
	enum rule_id id = rule_of(f);
	if (id == RULES)
		return ERR_OK;
	const struct rule *r = &rules[id];
	if (seen[id])
		return err_set(e, ERR_SYNTAX, "请求头 %s 只能有一个", r->name);
	seen[id] = f;
	if (id == HOST && f->value_len == 0)
		return ERR_OK;
	if (f->value_len > r->max || !fits(r->alphabet, f->value, f->value_len))
		return err_set(e, ERR_SYNTAX, "请求头 %s 的内容不合规范", r->name);
	return ERR_OK;
}

/* Where does this request end? There must be one answer. */
static enum err_code
check_framing(const struct guard_head *h, const struct guard_field *const *seen,
    struct guard_facts *out, struct err *e)
{
	bool old = strcmp(h->version, "HTTP/1.0") == 0;
	if (!old && strcmp(h->version, "HTTP/1.1") != 0)
		return err_set(e, ERR_SYNTAX, "只支持 HTTP/1.1");
	if (!seen[HOST] && !old)
		return err_set(e, ERR_SYNTAX, "缺少请求头 Host");
	if (seen[CODING]) {
		if (seen[LENGTH])
			return err_set(
			    e, ERR_SYNTAX, "Content-Length 与 Transfer-Encoding 不能同时出现");
		if (old || strcasecmp(seen[CODING]->value, "chunked") != 0)
			return err_set(e, ERR_SYNTAX, "Transfer-Encoding 只支持 chunked");
		out->chunked = true;
	}
	if (seen[CONTENT_CODING] && strcasecmp(seen[CONTENT_CODING]->value, "identity") != 0)
		return err_set(e, ERR_SYNTAX, "请求内容不要压缩");
	if (seen[EXPECT] && strcasecmp(seen[EXPECT]->value, "100-continue") != 0)
		return err_set(e, ERR_SYNTAX, "请求头 Expect 只支持 100-continue");
	if (seen[LENGTH]) {
		out->has_length = true;
		for (size_t i = 0; i < seen[LENGTH]->value_len; i++)
			out->length = out->length * 10 + (uint64_t)(seen[LENGTH]->value[i] - '0');
	}
	return ERR_OK;
}

/* Is ${name} offered by this Accept-Encoding, and not with q=0? */
static bool
offers(const char *value, const char *name)
{
	size_t n = strlen(name);
	for (const char *p = value; *p;) {
		p += strspn(p, " \t,");
		size_t item = strcspn(p, ",");
		if (item >= n && strncasecmp(p, name, n) == 0 && strcspn(p, " \t;,") == n) {
			const char *q = memchr(p, '=', item);
			/* q=0, q=0.0, q=0.000 refuse; any other digit accepts */
			return !q || strcspn(q, "123456789") < (size_t)(p + item - q);
		}
		p += item;
	}
	return false;
}

static const char *
text_of(const struct guard_field *f)
{
	return f ? f->value : NULL;
}

enum err_code
guard_check(const struct guard_head *h, struct guard_facts *facts, struct err *e)
{
	const struct guard_field *seen[RULES] = { NULL };
	size_t total = 0, letters = strspn(h->method, "ABCDEFGHIJKLMNOPQRSTUVWXYZ");
	*facts = (struct guard_facts){ 0 };
	if (letters == 0 || letters > 16 || h->method[letters] != '\0')
		return err_set(e, ERR_SYNTAX, "请求方法不合规范");
	if (h->n > GUARD_FIELDS)
		return err_set(e, ERR_LIMIT, "请求头过多: 最多 %d 项", GUARD_FIELDS);
	for (size_t i = 0; i < h->n; i++) {
		const struct guard_field *f = &h->field[i];
		enum err_code rc = check_field(f, seen, e);
		if (rc != ERR_OK)
			return rc;
		total += f->name_len + f->value_len + 4;
		if (total > LIMIT_HEADER_BYTES)
			return err_set(
			    e, ERR_LIMIT, "请求头过长: 总计不得超过 %d 字节", LIMIT_HEADER_BYTES);
		if (f->name_len == 15 && strncasecmp(f->name, "Accept-Encoding", 15) == 0) {
			facts->zstd = facts->zstd || offers(f->value, "zstd");
			facts->gzip = facts->gzip || offers(f->value, "gzip");
		}
	}
	facts->authorization = text_of(seen[AUTH]);
	facts->content_type = text_of(seen[TYPE]);
	facts->idempotency_key = text_of(seen[KEY]);
	facts->if_match = text_of(seen[MATCH]);
	facts->if_none_match = text_of(seen[NONE_MATCH]);
	facts->tus = (struct http_tus){ text_of(seen[TUS_VERSION]), text_of(seen[TUS_OFFSET]),
		text_of(seen[TUS_LENGTH]), text_of(seen[TUS_METADATA]),
		text_of(seen[TUS_CHECKSUM]) };
	return check_framing(h, seen, facts, e);
}

/* ---- the target ---- */

static int
hex(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return -1;
}

/* Decode %XX (and '+' in a query) in place. False for broken escapes, control characters, bad UTF-8. */
static bool
decode(char *s, bool query)
{
	char *out = s;
	for (const char *p = s; *p; p++) {
		int c = (unsigned char)*p;
		if (c == '%') {
			int hi = hex(p[1]), lo = hi < 0 ? -1 : hex(p[2]);
			if (lo < 0)
				return false;
			c = hi * 16 + lo;
			p += 2;
			if (c < 0x20 || c == 0x7f || (!query && (c == '/' || c == '\\')))
				return false;
		} else if (query && c == '+') {
			c = ' ';
		}
		*out++ = (char)c;
	}
	*out = '\0';
	return utf8_valid(s, (size_t)(out - s));
}

static bool
has_dot_segment(const char *path)
{
	for (const char *p = path; *p; p += strcspn(p, "/")) {
		p++;
		size_t n = strcspn(p, "/");
		if ((n == 1 && p[0] == '.') || (n == 2 && p[0] == '.' && p[1] == '.'))
			return true;
	}
	return false;
}

static enum err_code
split_query(char *text, struct http_param *query, size_t *n, struct err *e)
{
	for (char *next, *p = text; p; p = next) {
		next = strchr(p, '&');
		if (next)
			*next++ = '\0';
		if (*p == '\0')
			continue;
		char *value = strchr(p, '=');
		if (value)
			*value++ = '\0';
		if (*n == HTTP_PARAMS)
			return err_set(e, ERR_SYNTAX, "网址参数过多: 最多 %d 个", HTTP_PARAMS);
		if (!decode(p, true) || (value && !decode(value, true)))
			return err_set(e, ERR_SYNTAX, "网址参数的编码有误");
		for (size_t i = 0; i < *n; i++)
			if (strcmp(query[i].name, p) == 0)
				return err_set(e, ERR_SYNTAX, "网址参数重复: %s", p);
		query[(*n)++] = (struct http_param){ p, value ? value : "" };
	}
	return ERR_OK;
}

enum err_code
guard_target(char *text, const char **path, struct http_param *query, size_t *n, struct err *e)
{
	size_t len = strlen(text);
	*path = text;
	*n = 0;
	if (len > GUARD_TARGET_BYTES)
		return err_set(e, ERR_LIMIT, "网址过长: 不得超过 %d 字节", GUARD_TARGET_BYTES);
	if (text[0] != '/')
		return err_set(e, ERR_SYNTAX, "网址要以 / 开头");
	for (size_t i = 0; i < len; i++) {
		unsigned char c = (unsigned char)text[i];
		if (c <= 0x20 || c >= 0x7f || is_one_of(c, "\"<>\\^`{|}#"))
			return err_set(e, ERR_SYNTAX, "网址中有未编码的字符");
	}
	char *mark = strchr(text, '?');
	if (mark)
		*mark++ = '\0';
	if (!decode(text, false) || has_dot_segment(text))
		return err_set(e, ERR_SYNTAX, "网址的编码有误");
	return mark ? split_query(mark, query, n, e) : ERR_OK;
}
