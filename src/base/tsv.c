/* Tab-separated tables: the form in which a city brings its units, areas and categories.
 *
 * The file is read whole and cut in place, so cells are borrowed from one block until tsv_close. Every failure names
 * file:line and says what was expected. Not done here: quoting (a field holds no tab), types, references between
 * tables (city/). */
#include "base/tsv.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fs.h"
#include "base/limits.h"
#include "base/str.h"
#include "base/utf8.h"
#include "base/vec.h"

struct reader {
	struct tsv *t;
	const char *const *want;
	struct err *e;
	char *at;
	size_t room; /* rows that fit */
	int line;
};

static enum err_code fail_at(const struct tsv *t, int line, struct err *e, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));

static enum err_code
fail_at(const struct tsv *t, int line, struct err *e, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	err_setv(e, ERR_CONFIG, fmt, ap);
	va_end(ap);
	err_at_line(e, t->path, line);
	return ERR_CONFIG;
}

/* Only the end of a long path is kept: that is what a person needs to find the file. */
static void
keep_path(struct tsv *t, const char *path)
{
	size_t n = strlen(path);

	while (n >= sizeof(t->path) || utf8_is_inner(*path)) {
		path++;
		n--;
	}
	memcpy(t->path, path, n + 1);
}

/* Cut the next line out of the text; NULL at the end. */
static char *
next_line(struct reader *r, size_t *len)
{
	char *line = r->at, *end;

	if (*line == '\0')
		return NULL;
	r->line++;
	end = strchr(line, '\n');
	*len = end != NULL ? (size_t)(end - line) : strlen(line);
	r->at = line + *len + (end != NULL);
	line[*len] = '\0';
	if (*len > 0 && line[*len - 1] == '\r')
		line[--*len] = '\0';
	return line;
}

static bool
is_skipped(const char *line)
{
	return *line == '#' || line[strspn(line, " \t")] == '\0';
}

/* Cut ${line} into at most ${max} cells; returns how many there are. */
static size_t
cut(char *line, const char **cell, size_t max)
{
	size_t n = 0;

	for (;;) {
		char *tab = strchr(line, '\t');

		if (tab != NULL)
			*tab = '\0';
		if (n < max)
			cell[n] = line;
		n++;
		if (tab == NULL)
			return n;
		line = tab + 1;
	}
}

static enum err_code
take_head(struct reader *r, char *line)
{
	struct tsv *t = r->t;
	size_t n = cut(line, t->head, t->columns);

	for (size_t i = 0; i < t->columns; i++) {
		if (i >= n)
			return fail_at(
			    t, r->line, r->e, "表头少了第 %zu 列“%s”", i + 1, r->want[i]);
		if (strcmp(t->head[i], r->want[i]) != 0)
			return fail_at(t, r->line, r->e, "表头第 %zu 列应是“%s”, 这里是“%s”", i + 1,
			    r->want[i], t->head[i]);
	}
	if (n > t->columns)
		return fail_at(t, r->line, r->e, "表头有 %zu 列, 应是 %zu 列", n, t->columns);
	return ERR_OK;
}

static bool
grow(struct reader *r)
{
	struct tsv *t = r->t;
	size_t room = r->room;
	const char **cell = vec_room(t->cell, &room, t->rows + 1, t->columns * sizeof(*cell));
	int *line;

	if (cell == NULL)
		return false;
	t->cell = cell;
	line = vec_room(t->line, &r->room, t->rows + 1, sizeof(*line));
	if (line == NULL)
		return false;
	t->line = line;
	return true;
}

static enum err_code
take_row(struct reader *r, char *line)
{
	struct tsv *t = r->t;
	const char **cell;
	size_t n;

	if (!grow(r))
		return err_set(r->e, ERR_NO_MEMORY, NULL);
	cell = t->cell + t->rows * t->columns;
	n = cut(line, cell, t->columns);
	if (n > t->columns)
		return fail_at(
		    t, r->line, r->e, "这一行有 %zu 个字段, 表头只有 %zu 列", n, t->columns);
	for (; n < t->columns; n++)
		cell[n] = "";
	t->line[t->rows++] = r->line;
	return ERR_OK;
}

static enum err_code
take_lines(struct reader *r)
{
	bool has_head = false;
	enum err_code rc = ERR_OK;
	char *line;
	size_t len;

	while (rc == ERR_OK && (line = next_line(r, &len)) != NULL) {
		if (len > LIMIT_TSV_LINE_BYTES)
			return fail_at(r->t, r->line, r->e, "这一行有 %zu 字节, 最多 %d 字节", len,
			    LIMIT_TSV_LINE_BYTES);
		if (is_skipped(line))
			continue;
		rc = has_head ? take_row(r, line) : take_head(r, line);
		has_head = true;
	}
	if (rc == ERR_OK && !has_head)
		return fail_at(r->t, r->line > 0 ? r->line : 1, r->e,
		    "没有表头, 应以“%s”等列名开头", r->want[0]);
	return rc;
}

enum err_code
tsv_open(const char *path, const char *const *want, size_t n, struct tsv *t, struct err *e)
{
	return tsv_open_to(path, LIMIT_CONF_BYTES, want, n, t, e);
}

enum err_code
tsv_open_to(
    const char *path, size_t most, const char *const *want, size_t n, struct tsv *t, struct err *e)
{
	struct reader r = { .t = t, .want = want, .e = e };
	struct str text = { 0 };
	enum err_code rc;

	memset(t, 0, sizeof(*t));
	keep_path(t, path);
	rc = fs_read_text(path, most, &text, e);
	if (rc != ERR_OK) {
		str_free(&text);
		return rc;
	}
	t->text = str_take(&text);
	t->columns = n;
	t->head = calloc(n, sizeof(*t->head));
	if (t->text == NULL || t->head == NULL)
		return err_set(e, ERR_NO_MEMORY, NULL);
	r.at = t->text;
	return take_lines(&r);
}

void
tsv_close(struct tsv *t)
{
	free(t->text);
	free(t->head);
	free(t->cell);
	free(t->line);
	memset(t, 0, sizeof(*t));
}

const char *
tsv_get(const struct tsv *t, size_t row, size_t column)
{
	return row < t->rows && column < t->columns ? t->cell[row * t->columns + column] : "";
}

enum err_code
tsv_fail(const struct tsv *t, size_t row, struct err *e, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	err_setv(e, ERR_CONFIG, fmt, ap);
	va_end(ap);
	err_at_line(e, t->path, row < t->rows ? t->line[row] : 1);
	return ERR_CONFIG;
}
