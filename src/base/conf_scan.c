/* The look at a configuration file before libconfig sees it.
 *
 * libconfig 1.5 reads 99999999999 as 1215752191 and 0205 as 205 without a word, cuts a string at \x00, and follows
 * @include into files that nobody checked. This scanner knows just enough of the grammar (comments, strings, names,
 * numbers) to refuse those with file:line, and marks integers as 64-bit. It also names two mistakes that libconfig
 * calls "syntax error" somewhere below: an unclosed quote, and full-width punctuation. Everything else is copied and
 * left to libconfig to judge. */
#include "conf_p.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

struct scan {
	const char *path;
	const char *at;
	struct str *out;
	struct err *e;
	int line;
};

/* libconfig's grammar is ASCII; <ctype.h> on a char above 7f is not defined. */
static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool
is_name(char c)
{
	return (c & 0x80) == 0 && (isalnum((unsigned char)c) || c == '_' || c == '-' || c == '*');
}

static enum err_code
fail_at(struct scan *s, int line, const char *text)
{
	err_set(s->e, ERR_CONFIG, "%s", text);
	err_at_line(s->e, s->path, line);
	return ERR_CONFIG;
}

static void
copy(struct scan *s, size_t n)
{
	for (size_t i = 0; i < n; i++)
		s->line += s->at[i] == '\n';
	str_add_n(s->out, s->at, n);
	s->at += n;
}

static enum err_code
scan_string(struct scan *s)
{
	int start = s->line;

	copy(s, 1);
	while (*s->at != '"') {
		if (*s->at == '\0' || (*s->at == '\\' && s->at[1] == '\0'))
			return fail_at(s, start, "这一行的引号没有结束");
		if (strncmp(s->at, "\\x00", 4) == 0)
			return fail_at(s, s->line, "文字里不能有 \\x00");
		copy(s, *s->at == '\\' ? 2 : 1);
	}
	copy(s, 1);
	return ERR_OK;
}

static enum err_code
scan_block_comment(struct scan *s)
{
	const char *end = strstr(s->at + 2, "*/");

	if (end == NULL)
		return fail_at(s, s->line, "从这一行开始的注释没有结束");
	copy(s, (size_t)(end - s->at) + 2);
	return ERR_OK;
}

static bool
starts_number(const char *p)
{
	if (*p == '+' || *p == '-')
		p++;
	return is_digit(*p) || (*p == '.' && is_digit(p[1]));
}

/* An integer of ${n} bytes (sign, digits, no suffix) in ${base}: copied with the 64-bit suffix. */
static enum err_code
scan_integer(struct scan *s, size_t n, int base)
{
	char text[32], *end;

	if (n >= sizeof(text))
		return fail_at(s, s->line, "整数太长, 超出 64 位; 编号和电话要加引号");
	memcpy(text, s->at, n);
	text[n] = '\0';
	errno = 0;
	(void)strtoll(text, &end, base);
	if (errno == ERANGE)
		return fail_at(s, s->line, "整数太长, 超出 64 位; 编号和电话要加引号");
	copy(s, n);
	str_add_c(s->out, 'L');
	s->at += strspn(s->at, "L");
	return ERR_OK;
}

static enum err_code
scan_number(struct scan *s)
{
	const char *p = s->at + (*s->at == '+' || *s->at == '-');
	size_t digits = strspn(p, "0123456789");
	size_t n = (size_t)(p - s->at) + digits, hex;

	if (p[0] == '0' && (p[1] == 'x' || p[1] == 'X')) {
		hex = strspn(p + 2, "0123456789abcdefABCDEF");
		return scan_integer(s, (size_t)(p - s->at) + 2 + hex, 16);
	}
	if (digits > 1 && p[0] == '0')
		return fail_at(s, s->line, "数字不能以 0 开头; 编号和电话要加引号");
	if (p[digits] != '.' && p[digits] != 'e' && p[digits] != 'E')
		return scan_integer(s, n, 10);
	n += strspn(p + digits, "0123456789.eE");
	if ((s->at[n] == '+' || s->at[n] == '-') && (s->at[n - 1] | 0x20) == 'e')
		n += 1 + strspn(s->at + n + 1, "0123456789");
	copy(s, n);
	return ERR_OK;
}

static enum err_code
scan_token(struct scan *s)
{
	const char *p = s->at;
	size_t n = 1;

	if (*p == '"')
		return scan_string(s);
	if (*p == '#' || (p[0] == '/' && p[1] == '/')) {
		copy(s, strcspn(p, "\n"));
		return ERR_OK;
	}
	if (p[0] == '/' && p[1] == '*')
		return scan_block_comment(s);
	if (starts_number(p))
		return scan_number(s);
	if (*p == '@')
		return fail_at(s, s->line, "不支持 @include, 请把内容写在同一个文件里");
	if ((*p & 0x80) != 0)
		return fail_at(s, s->line, "引号之外只能用英文字符, 请看是否用了全角标点");
	if (is_name(*p)) {
		while (is_name(p[n]))
			n++;
	}
	copy(s, n);
	return ERR_OK;
}

enum err_code
conf_scan(const char *path, const char *in, struct str *out, struct err *e)
{
	struct scan s = { path, in, out, e, 1 };
	enum err_code rc = ERR_OK;

	while (rc == ERR_OK && *s.at != '\0')
		rc = scan_token(&s);
	if (rc == ERR_OK && out->bad)
		rc = err_set(e, ERR_NO_MEMORY, NULL);
	return rc;
}
