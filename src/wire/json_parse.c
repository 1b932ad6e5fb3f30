/* What is JSON: RFC 8259, strictly, from bytes to a flat run of nodes.
 *
 * Invariants: nothing outside the bytes given is read; nothing larger or deeper than allowed is (it recurses, and
 * threads have small stacks); what is refused is what jansson refuses, which was chosen for refusing every malformed
 * input tried (tests/unit/wire/test_parse.c compares them): text that is not UTF-8, lone surrogates, NUL in text,
 * a member named twice, an integer beyond 64 bits, anything behind the end. Text is unescaped where it lies, in a copy:
 * it never grows. Not done here: which members there should be (codec.c). */
#include <errno.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/secret.h"
#include "base/utf8.h"
#include "json_p.h"

#define DEPTH_MOST   32   /* our deepest message has 7 levels */
#define MEMBERS_MOST 1024 /* of one object: they are compared with each other; ours have 40 */
#define BYTES_A_NODE 20   /* a first guess, of our own pages */

struct parser {
	char *start, *at, *end; /* *end is NUL */
	struct json_node *nodes;
	size_t n, cap;
	uint32_t *names; /* hashes of the member names of the objects now open */
	size_t n_names, cap_names;
	int depth;
	enum err_code code;
	const char *why;
};

static bool
fail(struct parser *p, enum err_code code, const char *why)
{
	p->code = code;
	p->why = why;
	return false;
}

/* Something else than what must stand here. */
static bool
fail_here(struct parser *p)
{
	return fail(p, ERR_SYNTAX, p->at == p->end ? "内容不完整" : "格式有误");
}

static void
skip_space(struct parser *p)
{
	while (*p->at == ' ' || *p->at == '\n' || *p->at == '\r' || *p->at == '\t')
		p->at++;
}

/* ---- memory ---- */

/* The index of a new node: the run may move when it grows. */
static bool
add_node(struct parser *p, const char *name, enum node_kind kind, size_t *i)
{
	if (p->n == p->cap) {
		size_t cap =
		    p->cap > 0 ? 2 * p->cap : 16 + (size_t)(p->end - p->start) / BYTES_A_NODE;
		struct json_node *grown = realloc(p->nodes, cap * sizeof(*grown));

		if (grown == NULL)
			return fail(p, ERR_NO_MEMORY, NULL);
		p->nodes = grown;
		p->cap = cap;
	}
	*i = p->n++;
	p->nodes[*i] = (struct json_node){ .name = name, .kind = kind, .span = 1 };
	return true;
}

/* Notes that the object ${i}, whose names are kept from ${first} on, has a member ${name}. */
static bool
add_name(struct parser *p, size_t i, size_t first, const char *name)
{
	uint32_t hash = 2166136261u;

	for (const char *s = name; *s != '\0'; s++)
		hash = (hash ^ (unsigned char)*s) * 16777619u;
	for (size_t k = first; k < p->n_names; k++) {
		if (p->names[k] != hash)
			continue;
		p->nodes[i].span = (uint32_t)(p->n - i);
		if (json_member(&p->nodes[i], name) != NULL)
			return fail(p, ERR_SYNTAX, "同一成员出现了两次");
	}
	if (p->n_names - first == MEMBERS_MOST)
		return fail(p, ERR_LIMIT, "一个对象的成员太多");
	if (p->n_names == p->cap_names) {
		size_t cap = p->cap_names > 0 ? 2 * p->cap_names : 64;
		uint32_t *grown = realloc(p->names, cap * sizeof(*grown));

		if (grown == NULL)
			return fail(p, ERR_NO_MEMORY, NULL);
		p->names = grown;
		p->cap_names = cap;
	}
	p->names[p->n_names++] = hash;
	return true;
}

/* ---- text ---- */

static bool
hex4(const char *s, uint32_t *out)
{
	static const char digits[] = "0123456789abcdefABCDEF";

	*out = 0;
	for (int i = 0; i < 4; i++) {
		const char *digit = s[i] != '\0' ? strchr(digits, s[i]) : NULL;
		uint32_t v;

		if (digit == NULL)
			return false;
		v = (uint32_t)(digit - digits);
		*out = *out << 4 | (v < 16 ? v : v - 6);
	}
	return true;
}

/* At "\u": two of them when the first is half a character. */
static bool
unescape_unicode(struct parser *p, char **to)
{
	uint32_t cp, low;

	if (!hex4(p->at + 2, &cp))
		return fail(p, ERR_SYNTAX, "格式有误");
	p->at += 6;
	if (cp == 0)
		return fail(p, ERR_SYNTAX, "文字里有空字符(\\u0000)");
	if (cp >= 0xd800 && cp < 0xdc00 && p->at[0] == '\\' && p->at[1] == 'u' &&
	    hex4(p->at + 2, &low) && low >= 0xdc00 && low < 0xe000) {
		cp = 0x10000 + ((cp - 0xd800) << 10) + (low - 0xdc00);
		p->at += 6;
	}
	low = (uint32_t)utf8_put(*to, cp);
	*to += low;
	return low > 0 || fail(p, ERR_SYNTAX, "格式有误");
}

static bool
unescape(struct parser *p, char **to)
{
	static const char letters[] = "\"\\/bfnrt", meant[] = "\"\\/\b\f\n\r\t";
	const char *letter;

	if (p->at[1] == 'u')
		return unescape_unicode(p, to);
	letter = p->at[1] != '\0' ? strchr(letters, p->at[1]) : NULL;
	if (letter == NULL)
		return fail(p, ERR_SYNTAX, p->at + 1 == p->end ? "内容不完整" : "格式有误");
	*(*to)++ = meant[letter - letters];
	p->at += 2;
	return true;
}

/* Behind the opening quote; leaves the text ended by NUL, at the latest where the closing quote stood. */
static bool
read_text(struct parser *p, const char **text, uint32_t *bytes)
{
	char *start = p->at, *to = start;

	while (*p->at != '"') {
		unsigned char c = (unsigned char)*p->at;
		uint32_t cp;
		size_t n = 1;

		if (c == '\\') {
			if (!unescape(p, &to))
				return false;
			continue;
		}
		if (c < 0x20)
			return fail_here(p);
		if (c >= 0x80 && (n = utf8_next(p->at, (size_t)(p->end - p->at), &cp)) == 0)
			return fail(p, ERR_SYNTAX, "有不是 UTF-8 的字节");
		if (to != p->at)
			memmove(to, p->at, n);
		to += n;
		p->at += n;
	}
	p->at++;
	*to = '\0';
	*text = start;
	*bytes = (uint32_t)(to - start);
	return true;
}

/* ---- values ---- */

static bool
read_digits(struct parser *p)
{
	if (*p->at < '0' || *p->at > '9')
		return fail_here(p);
	while (*p->at >= '0' && *p->at <= '9')
		p->at++;
	return true;
}

/* Of an integer the value, of any other number only that it is one. */
static bool
read_number(struct parser *p, size_t i)
{
	const char *start = p->at;

	if (*p->at == '-')
		p->at++;
	if (*p->at == '0')
		p->at++;
	else if (!read_digits(p))
		return false;
	if (*p->at != '.' && *p->at != 'e' && *p->at != 'E') {
		errno = 0;
		p->nodes[i].kind = NODE_INTEGER;
		p->nodes[i].number = strtoll(start, NULL, 10);
		return errno == 0 || fail(p, ERR_SYNTAX, "数字太大");
	}
	if (*p->at == '.') {
		p->at++;
		if (!read_digits(p))
			return false;
	}
	if (*p->at == 'e' || *p->at == 'E') {
		p->at++;
		if (*p->at == '+' || *p->at == '-')
			p->at++;
		if (!read_digits(p))
			return false;
	}
	return true;
}

static bool
read_word(struct parser *p, size_t i)
{
	static const struct {
		const char *word;
		size_t len;
		enum node_kind kind;
	} words[] = {
		{ "true", 4, NODE_TRUE },
		{ "false", 5, NODE_FALSE },
		{ "null", 4, NODE_NULL },
	};

	for (size_t k = 0; k < sizeof(words) / sizeof(words[0]); k++) {
		if (strncmp(p->at, words[k].word, words[k].len) == 0) {
			p->nodes[i].kind = words[k].kind;
			p->at += words[k].len;
			return true;
		}
	}
	return fail_here(p);
}

static bool read_value(struct parser *p, const char *name);

static bool
read_member(struct parser *p, size_t object, size_t first_name)
{
	const char *name;
	uint32_t bytes;

	skip_space(p);
	if (*p->at != '"')
		return fail_here(p);
	p->at++;
	if (!read_text(p, &name, &bytes) || !add_name(p, object, first_name, name))
		return false;
	skip_space(p);
	if (*p->at != ':')
		return fail_here(p);
	p->at++;
	return read_value(p, name);
}

/* Behind the opening bracket of node ${i}. */
static bool
read_inside(struct parser *p, size_t i, char close)
{
	size_t first_name = p->n_names;

	if (++p->depth > DEPTH_MOST)
		return fail(p, ERR_LIMIT, NULL);
	skip_space(p);
	if (*p->at != close) {
		for (;;) {
			if (close == '}' ? !read_member(p, i, first_name) : !read_value(p, NULL))
				return false;
			p->nodes[i].count++;
			skip_space(p);
			if (*p->at != ',')
				break;
			p->at++;
		}
	}
	if (*p->at != close)
		return fail_here(p);
	p->at++;
	p->depth--;
	p->n_names = first_name;
	p->nodes[i].span = (uint32_t)(p->n - i);
	return true;
}

static bool
read_value(struct parser *p, const char *name)
{
	size_t i;

	if (!add_node(p, name, NODE_REAL, &i))
		return false;
	skip_space(p);
	switch (*p->at) {
	case '"':
		p->at++;
		p->nodes[i].kind = NODE_TEXT;
		return read_text(p, &p->nodes[i].text, &p->nodes[i].count);
	case '{':
		p->at++;
		p->nodes[i].kind = NODE_OBJECT;
		return read_inside(p, i, '}');
	case '[':
		p->at++;
		p->nodes[i].kind = NODE_ARRAY;
		return read_inside(p, i, ']');
	default:
		if (*p->at == '-' || (*p->at >= '0' && *p->at <= '9'))
			return read_number(p, i);
		return read_word(p, i);
	}
}

static bool
read_message(struct parser *p)
{
	skip_space(p);
	if (*p->at != '{' && *p->at != '[')
		return fail_here(p);
	if (!read_value(p, NULL))
		return false;
	skip_space(p);
	return p->at == p->end || fail(p, ERR_SYNTAX, "结尾之后还有内容");
}

/* ---- the message ---- */

static enum err_code
report(const struct parser *p, const char *text, struct err *e)
{
	int line = 1, column = 1;

	if (p->code == ERR_NO_MEMORY)
		return err_set(e, ERR_NO_MEMORY, NULL);
	if (p->code == ERR_LIMIT && p->why == NULL)
		return err_set(e, ERR_LIMIT, "JSON 嵌套太深, 最多 %d 层", DEPTH_MOST);
	for (const char *s = text; s < text + (p->at - p->start); s++) {
		if (*s == '\n') {
			line++;
			column = 1;
		} else if (((unsigned char)*s & 0xc0) != 0x80) {
			column++;
		}
	}
	return err_set(e, p->code, "JSON 第 %d 行第 %d 列: %s", line, column, p->why);
}

/* The second opinion on what strangers send. */
static bool
jansson_agrees(const char *text, size_t len)
{
	json_t *tree = json_loadb(text, len, JSON_REJECT_DUPLICATES, NULL);

	json_decref(tree);
	return tree != NULL;
}

enum err_code
json_parse(
    const struct json_in *in, const char *text, size_t len, size_t most, struct json_tree *out)
{
	struct parser p = { .code = ERR_OK };
	enum err_code rc = ERR_OK;

	*out = (struct json_tree){ 0 };
	if (len > most)
		return err_set(in->e, ERR_LIMIT, "内容有 %zu 字节, 最多 %zu 字节, 超出 %zu 字节",
		    len, most, len - most);
	if (len == 0)
		return err_set(in->e, ERR_SYNTAX, "内容为空, 应为 JSON");
	p.start = p.at = malloc(len + 1);
	if (p.start == NULL)
		return err_set(in->e, ERR_NO_MEMORY, NULL);
	memcpy(p.start, text, len);
	p.end = p.start + len;
	*p.end = '\0';
	if (!read_message(&p))
		rc = report(&p, text, in->e);
	else if (in->strict && !jansson_agrees(text, len))
		rc = err_set(in->e, ERR_SYNTAX, "JSON 格式有误");
	free(p.names);
	*out = (struct json_tree){ .root = p.nodes, .nodes = p.nodes, .text = p.start, .len = len };
	if (rc != ERR_OK)
		json_done(out);
	return rc;
}

void
json_done(struct json_tree *t)
{
	if (t->text != NULL)
		secret_wipe(t->text, t->len); /* people are in it */
	free(t->text);
	free(t->nodes);
	*t = (struct json_tree){ 0 };
}
