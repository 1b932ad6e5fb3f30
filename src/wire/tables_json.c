/* Files of a city on their way to the centre, and what they change. */
#include "wire/tables_json.h"

#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "codec_p.h"
#include "rows_p.h"
#include "schema_p.h"

static const struct codec_row file_rows[] = {
	CODEC_ROW("name", tables_file, name, TEXT, CODEC_MUST),
};
static const struct codec_row ask_rows[] = {
	CODEC_ROW("what", tables_ask, what, TEXT, CODEC_MUST),
	CODEC_ROW("plan", tables_ask, plan, TEXT, CODEC_ALWAYS),
};
static const struct codec_row answer_rows[] = {
	CODEC_ROW("plan", tables_answer, plan, TEXT, CODEC_ALWAYS),
	CODEC_ROW("added", tables_answer, added, COUNT, CODEC_ALWAYS),
	CODEC_ROW("changed", tables_answer, changed, COUNT, CODEC_ALWAYS),
	CODEC_ROW("removed", tables_answer, removed, COUNT, CODEC_ALWAYS),
	CODEC_ROW("same", tables_answer, same, COUNT, CODEC_ALWAYS),
	CODEC_ROW("mistakes", tables_answer, mistakes, COUNT, CODEC_ALWAYS),
	CODEC_ROW("applied", tables_answer, applied, BOOL, CODEC_ALWAYS),
};
const struct codec_table table_tables_file = CODEC_TABLE(file_rows);
const struct codec_table table_tables_ask = CODEC_TABLE(ask_rows);
const struct codec_table table_tables_answer = CODEC_TABLE(answer_rows);

/* ---- the request ---- */

void
tables_ask_write(const struct tables_ask *m, struct str *out)
{
	struct json_out o = json_open(out);

	codec_write(ask_rows, CODEC_COUNT_OF(ask_rows), m, &o);
	json_key(&o, "files");
	str_add_c(out, '[');
	for (size_t i = 0; i < m->n_files; i++) {
		struct json_out one;

		if (i > 0)
			str_add_c(out, ',');
		one = json_open(out);
		codec_write(file_rows, CODEC_COUNT_OF(file_rows), &m->files[i], &one);
		json_pair(&one, "text", m->files[i].text);
		json_close(&one);
	}
	str_add_c(out, ']');
	json_close(&o);
}

static enum err_code
read_file(const struct json_in *in, const struct json_at *at, json_t *v, struct tables_file *f)
{
	static const char *const others[] = { "text", NULL };
	const struct json_at here = { at, "text", 0 };
	const json_t *text;
	enum err_code rc = codec_read(file_rows, CODEC_COUNT_OF(file_rows), others, in, at, v, f);

	if (rc != ERR_OK)
		return rc;
	text = json_object_get(v, "text");
	if (!json_is_string(text))
		return json_bad(in, &here, ERR_SYNTAX, "这里应为文字");
	f->text = str_dup(json_string_value(text));
	return f->text != NULL ? ERR_OK : json_bad(in, NULL, ERR_NO_MEMORY, "内存不足");
}

static enum err_code
read_files(const struct json_in *in, json_t *root, struct tables_ask *m)
{
	const struct json_at at = { NULL, "files", 0 };
	json_t *files = json_object_get(root, "files");
	enum err_code rc = rows_check_count(in, &at, files, TABLES_FILES);

	if (rc == ERR_OK) {
		m->files = calloc(json_array_size(files) + 1, sizeof(*m->files));
		if (m->files == NULL)
			return json_bad(in, NULL, ERR_NO_MEMORY, "内存不足");
	}
	for (size_t i = 0; rc == ERR_OK && i < json_array_size(files); i++) {
		const struct json_at here = { &at, NULL, i };

		m->n_files = i + 1;
		rc = read_file(in, &here, json_array_get(files, i), &m->files[i]);
	}
	return rc;
}

enum err_code
tables_ask_read(const char *text, size_t len, struct tables_ask *m, struct err *e)
{
	static const char *const others[] = { "files", NULL };
	const struct json_in in = { true, e };
	json_t *root;
	enum err_code rc = json_parse(text, len, LIMIT_BODY_BYTES, &root, e);

	*m = (struct tables_ask){ .what = "" };
	if (rc != ERR_OK)
		return rc;
	rc = codec_read(ask_rows, CODEC_COUNT_OF(ask_rows), others, &in, NULL, root, m);
	if (rc == ERR_OK)
		rc = read_files(&in, root, m);
	json_decref(root);
	return rc;
}

void
tables_ask_free(struct tables_ask *m)
{
	for (size_t i = 0; i < m->n_files; i++)
		free(m->files[i].text);
	free(m->files);
	*m = (struct tables_ask){ .what = "" };
}

/* ---- the answer ---- */

void
tables_answer_write(const struct tables_answer *m, struct str *out)
{
	struct json_out o = json_open(out);

	codec_write(answer_rows, CODEC_COUNT_OF(answer_rows), m, &o);
	json_pair(&o, "lines", m->lines != NULL ? m->lines : "");
	json_close(&o);
}

enum err_code
tables_answer_read(const char *text, size_t len, struct tables_answer *m, struct err *e)
{
	const struct json_in in = { false, e };
	json_t *root;
	const char *lines;
	enum err_code rc = json_parse(text, len, LIMIT_PAGE_BYTES, &root, e);

	*m = (struct tables_answer){ .plan = "" };
	if (rc != ERR_OK)
		return rc;
	rc = codec_read(answer_rows, CODEC_COUNT_OF(answer_rows), NULL, &in, NULL, root, m);
	lines = json_string_value(json_object_get(root, "lines"));
	if (rc == ERR_OK && (m->lines = str_dup(lines != NULL ? lines : "")) == NULL)
		rc = err_set(e, ERR_NO_MEMORY, NULL);
	json_decref(root);
	return rc;
}

void
tables_answer_free(struct tables_answer *m)
{
	free(m->lines);
	*m = (struct tables_answer){ .plan = "" };
}
