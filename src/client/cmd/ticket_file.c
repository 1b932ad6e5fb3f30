/* A ticket out of a file: JSON with the fields' own names, or lines "name: value" for people, who may write
 * the labels of the screen (ticket_words.c). Read strictly: a name nobody knows is a mistake to be told, not something to be left out in silence. */
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/fs.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "cmd_p.h"
#include "model/extra.h"
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
	const struct city *city;
	struct { /* fields of the category, which may stand further down */
		char key[40];
		int line;
		struct str value;
	} extra[EXTRA_LINES];
	int n_extra;
	struct fields *f;
	struct args *args;
};

/* Does any category have a field of that name or label? */
static bool
is_extra(const struct lines *l)
{
	for (size_t i = 0; l->city != NULL && i < l->city->n_field_rules; i++)
		if (strcmp(l->city->field_rules[i].label, l->key) == 0 ||
		    strcmp(l->city->field_rules[i].name, l->key) == 0)
			return l->n_extra < EXTRA_LINES;
	return false;
}

static void
keep_extra(struct lines *l)
{
	(void)str_copy(l->extra[l->n_extra].key, sizeof(l->extra[0].key), l->key);
	l->extra[l->n_extra].line = l->at_line;
	str_add(&l->extra[l->n_extra].value, str_c(&l->value));
	l->n_extra++;
}

/* One of them, now that the category is known; money and days as people write them. */
static enum err_code
put_extra(struct lines *l, int i, struct err *e)
{
	const char *category = fields_get(l->f, TF_CATEGORY), *key = l->extra[i].key;
	const struct field_rule *r = extra_rule(l->city, category, key);
	char value[EXTRA_VALUE_BYTES];
	struct str all = { 0 };
	enum err_code rc = ERR_OK;

	if (r == NULL)
		return err_set(e, ERR_UNKNOWN_FIELD, "分类“%s”没有叫“%s”的字段", category, key);
	if (extra_get(fields_get(l->f, TF_EXTRA), r->name, value))
		return err_set(e, ERR_INVALID, "字段“%s”写了两次", key);
	if (utf8_count(str_c(&l->extra[i].value)) > EXTRA_VALUE_CHARS ||
	    strchr(str_c(&l->extra[i].value), '\n') != NULL)
		return err_set(e, ERR_LIMIT, "%s只写一行, 最多%d字", r->label, EXTRA_VALUE_CHARS);
	if (!extra_normal(r, str_c(&l->extra[i].value), clock_now_ms(), value))
		rc = extra_check_value(r, value, e);
	extra_set(l->city, category, fields_get(l->f, TF_EXTRA), r->name, value, &all);
	if (rc == ERR_OK && (all.bad || !fields_set(l->f, TF_EXTRA, str_c(&all))))
		rc = err_set(e, ERR_NO_MEMORY, NULL);
	str_free(&all);
	return rc;
}

static enum err_code
take_extra(struct lines *l, struct err *e)
{
	/* which fields there are depends on the category, which may stand there by its name */
	if (l->n_extra > 0 && ticket_names_resolve(l->city, l->f, e) != ERR_OK)
		return e->code;
	for (int i = 0; i < l->n_extra; i++) {
		enum err_code rc = put_extra(l, i, e);

		if (rc != ERR_OK) {
			err_at_line(e, l->name, l->extra[i].line);
			return rc;
		}
	}
	return ERR_OK;
}

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
	if (field < 0 && arg < 0 && is_extra(l))
		keep_extra(l);
	else if (field < 0 && arg < 0)
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
parse_lines(const char *name, const char *text, size_t len, const struct city *city,
    struct fields *f, struct args *args, struct err *e)
{
	struct lines l = { .name = name, .city = city, .f = f, .args = args };
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
	if (rc == ERR_OK)
		rc = take_extra(&l, e);
	for (int i = 0; i < l.n_extra; i++)
		str_free(&l.extra[i].value);
	str_free(&l.value);
	return rc;
}

/* ---- either ---- */

enum err_code
ticket_file_parse(const char *name, const char *text, size_t len, const struct city *city,
    struct fields *f, struct args *args, struct err *e)
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
				: parse_lines(name, text, len, city, f, args, e);
	if (rc != ERR_OK) {
		fields_free(f);
		args_free(args);
	}
	return rc;
}

enum err_code
ticket_file_stdin(struct str *out, struct err *e)
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
ticket_file_read(
    const char *path, const struct city *city, struct fields *f, struct args *args, struct err *e)
{
	struct str text = { 0 };
	bool is_stdin = strcmp(path, "-") == 0;
	enum err_code rc =
	    is_stdin ? ticket_file_stdin(&text, e) : fs_read_text(path, LIMIT_BODY_BYTES, &text, e);

	if (rc == ERR_OK && is_stdin && !utf8_valid(str_c(&text), text.len))
		rc = err_set(e, ERR_INVALID, "标准输入不是 UTF-8 文本");
	if (rc == ERR_OK)
		rc = ticket_file_parse(
		    is_stdin ? "标准输入" : path, str_c(&text), text.len, city, f, args, e);
	str_free(&text);
	return rc;
}
