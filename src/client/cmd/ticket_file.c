/* A ticket out of a file: JSON with the fields' own names, or lines "name: value" for people, who may write
 * the labels of the screen (ticket_words.c). Read strictly: a name nobody knows is a mistake to be told, not something to be left out in silence. */
#include <stdlib.h>
#include <string.h>

#include "base/fs.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "cmd_p.h"
#include "wire/op.h"
#include "wire/ticket_json.h"

/* ---- JSON ---- */

/* The fields are read as an operation's "set" would be: that reader knows every name, length and closed list. */
static enum err_code
parse_json(const char *name, const char *text, size_t len, struct fields *f, struct err *e)
{
	struct fields loose = { 0 };
	struct str body = { 0 };
	struct op op;
	char id[ID_SIZE];
	enum err_code rc = fields_json_read(text, len, &loose, e);

	op_init(&op);
	if (rc == ERR_OK) {
		id_new(id);
		str_addf(&body,
		    "{\"id\":\"%s\",\"by\":\"0\",\"kind\":\"submit\",\"ticket\":\"%s\",\"base\":0,"
		    "\"set\":",
		    id, id);
		str_add_n(&body, text, len);
		str_addf(&body, ",\"was\":{},\"args\":{},\"at\":1,\"v\":%d}", OP_VERSION);
		rc = body.bad ? err_set(e, ERR_NO_MEMORY, NULL)
			      : op_read_body(body.s, body.len, &op, e);
	}
	if (rc == ERR_OK && !fields_copy(f, &op.set))
		rc = err_set(e, ERR_NO_MEMORY, NULL);
	if (rc != ERR_OK && e != NULL) {
		char where[sizeof(e->where)];
		str_copy(
		    where, sizeof(where), str_starts(e->where, "/set") ? e->where + 4 : e->where);
		err_at(e, "%s%s%s", name, where[0] != '\0' ? " " : "", where);
	}
	op_free(&op);
	fields_free(&loose);
	str_free(&body);
	return rc;
}

/* ---- lines ---- */

struct lines {
	const char *name; /* of the file */
	int line;         /* now being read */
	int at_line;      /* where the value began */
	char key[40];
	struct str value;
	struct fields *f;
	struct args *args;
};

static enum err_code
put_field(struct lines *l, enum ticket_field field, struct err *e)
{
	struct str value = { 0 };
	enum err_code rc = ticket_words_value(field, str_c(&l->value), &value, e);

	if (rc == ERR_OK && !fields_set(l->f, field, str_c(&value)))
		rc = err_set(e, ERR_NO_MEMORY, NULL);
	str_free(&value);
	return rc;
}

static enum err_code
finish(struct lines *l, struct err *e)
{
	int field = ticket_words_field(l->key), arg = ticket_words_arg(l->key);
	enum err_code rc = ERR_OK;

	while (l->value.len > 0 &&
	       (l->value.s[l->value.len - 1] == '\n' || l->value.s[l->value.len - 1] == ' '))
		l->value.s[--l->value.len] = '\0';
	if (l->key[0] == '\0')
		return ERR_OK;
	if (field < 0 && arg < 0)
		rc = err_set(e, ERR_UNKNOWN_FIELD,
		    "没有叫“%s”的字段, 有哪些看 hotseat ticket new --help", l->key);
	else if (field >= 0 && l->f->v[field] != NULL)
		rc = err_set(e, ERR_INVALID, "字段“%s”写了两次", l->key);
	else if (l->value.bad ||
		 (field < 0 && !args_set(l->args, (enum event_arg)arg, str_c(&l->value))))
		rc = err_set(e, ERR_NO_MEMORY, NULL);
	else if (field >= 0)
		rc = put_field(l, (enum ticket_field)field, e);
	if (rc != ERR_OK)
		err_at_line(e, l->name, l->at_line);
	l->key[0] = '\0';
	str_reset(&l->value);
	return rc;
}

/* "name: value", the colon also full width; a line that begins with a blank goes on with the value before. */
static enum err_code
take_line(struct lines *l, const char *p, size_t n, struct err *e)
{
	const char *colon = memchr(p, ':', n), *wide = memmem(p, n, "：", strlen("："));
	size_t skip = 1, key;
	enum err_code rc;

	if (n == 0 || p[0] == ' ' || p[0] == '\t') {
		while (n > 0 && (*p == ' ' || *p == '\t')) {
			p++;
			n--;
		}
		str_add_c(&l->value, '\n');
		str_add_n(&l->value, p, n);
		return ERR_OK;
	}
	if (p[0] == '#')
		return ERR_OK;
	rc = finish(l, e);
	if (rc != ERR_OK)
		return rc;
	if (wide != NULL && (colon == NULL || wide < colon)) {
		colon = wide;
		skip = strlen("：");
	}
	key = colon != NULL ? (size_t)(colon - p) : 0;
	if (key == 0 || key >= sizeof(l->key)) {
		(void)err_set(e, ERR_SYNTAX, "这一行应写成“字段: 内容”");
		err_at_line(e, l->name, l->line);
		return ERR_SYNTAX;
	}
	memcpy(l->key, p, key);
	l->key[key] = '\0';
	while (l->key[strlen(l->key) - 1] == ' ')
		l->key[strlen(l->key) - 1] = '\0';
	l->at_line = l->line;
	p = colon + skip;
	n -= key + skip;
	while (n > 0 && (*p == ' ' || *p == '\t')) {
		p++;
		n--;
	}
	str_add_n(&l->value, p, n);
	return ERR_OK;
}

static enum err_code
parse_lines(const char *name, const char *text, size_t len, struct fields *f, struct args *args,
    struct err *e)
{
	struct lines l = { .name = name, .f = f, .args = args };
	enum err_code rc = ERR_OK;

	while (len > 0 && rc == ERR_OK) {
		const char *end = memchr(text, '\n', len);
		size_t n = end != NULL ? (size_t)(end - text) : len, step = end != NULL ? n + 1 : n;
		l.line++;
		if (n > 0 && text[n - 1] == '\r')
			n--;
		rc = take_line(&l, text, n, e);
		text += step;
		len -= step;
	}
	if (rc == ERR_OK)
		rc = finish(&l, e);
	str_free(&l.value);
	return rc;
}

/* ---- either ---- */

enum err_code
ticket_file_parse(const char *name, const char *text, size_t len, struct fields *f,
    struct args *args, struct err *e)
{
	size_t blank = 0;
	enum err_code rc;

	while (blank < len && strchr(" \t\r\n", text[blank]) != NULL)
		blank++;
	if (blank == len) {
		(void)err_set(e, ERR_INVALID, "文件是空的");
		(void)err_at(e, "%s", name);
		return ERR_INVALID;
	}
	rc = text[blank] == '{' ? parse_json(name, text + blank, len - blank, f, e)
				: parse_lines(name, text, len, f, args, e);
	if (rc != ERR_OK) {
		fields_free(f);
		args_free(args);
	}
	return rc;
}

static enum err_code
read_stdin(struct str *out, struct err *e)
{
	char part[4096];
	size_t n;

	while ((n = fread(part, 1, sizeof(part), stdin)) > 0) {
		str_add_n(out, part, n);
		if (out->len > LIMIT_BODY_BYTES)
			return err_set(e, ERR_LIMIT, "标准输入超过 %d 字节", LIMIT_BODY_BYTES);
	}
	return out->bad ? err_set(e, ERR_NO_MEMORY, NULL) : ERR_OK;
}

enum err_code
ticket_file_read(const char *path, struct fields *f, struct args *args, struct err *e)
{
	struct str text = { 0 };
	bool is_stdin = strcmp(path, "-") == 0;
	enum err_code rc =
	    is_stdin ? read_stdin(&text, e) : fs_read_text(path, LIMIT_BODY_BYTES, &text, e);

	if (rc == ERR_OK && is_stdin && !utf8_valid(str_c(&text), text.len))
		rc = err_set(e, ERR_INVALID, "标准输入不是 UTF-8 文本");
	if (rc == ERR_OK)
		rc = ticket_file_parse(
		    is_stdin ? "标准输入" : path, str_c(&text), text.len, f, args, e);
	str_free(&text);
	return rc;
}
