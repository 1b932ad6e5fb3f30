/* The files of the tables: read whole, written whole. Not here: what a line says. */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/fs.h"
#include "results_p.h"

#define TABLE_BYTES (8 << 20) /* some ten thousand lessons */

void
results_text(struct str *out, const char *s)
{
	for (; *s != '\0'; s++)
		str_add_c(out, (char)(*s == '\t' || *s == '\n' || *s == '\r' ? ' ' : *s));
}

int
results_cut(char *line, char **cell, int most)
{
	int n = 0;

	for (char *p = line; n < most; p++) {
		cell[n++] = p;
		p = strchr(p, '\t');
		if (p == NULL)
			return n;
		*p = '\0';
	}
	return most + 1;
}

char *
results_line(char **rest)
{
	char *line = *rest, *end;

	if (line == NULL || *line == '\0')
		return NULL;
	end = line + strcspn(line, "\n");
	if (*end != '\0')
		*end++ = '\0';
	*rest = end;
	return line;
}

int
results_lock(const char *dir)
{
	char path[1024];
	const int fd = fs_join(path, sizeof(path), dir, "results.lock")
			   ? open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600)
			   : -1;

	if (fd >= 0)
		(void)flock(
		    fd, LOCK_EX); /* held for one small write; without it a result is still kept */
	return fd;
}

void
results_unlock(int held)
{
	if (held >= 0)
		close(held);
}

static enum err_code
path_of(const char *dir, const char *name, char out[1024], struct err *e)
{
	return fs_join(out, 1024, dir, name) ? ERR_OK
					     : err_set(e, ERR_LIMIT, "成绩目录的路径太长: %s", dir);
}

enum err_code
results_load(const char *dir, const char *name, struct str *out, struct err *e)
{
	char path[1024];
	enum err_code rc = path_of(dir, name, path, e);

	return rc != ERR_OK || !fs_exists(path) ? rc : fs_read_text(path, TABLE_BYTES, out, e);
}

enum err_code
results_each(const char *dir, const char *name, bool (*take)(void *out, char *line), void *out,
    struct err *e)
{
	struct str text = { 0 };
	enum err_code rc = results_load(dir, name, &text, e);
	char *rest = text.s;

	for (char *line; rc == ERR_OK && (line = results_line(&rest)) != NULL;)
		if (!take(out, line))
			rc = err_set(e, ERR_NO_MEMORY, NULL);
	str_free(&text);
	return rc;
}

void *
results_more(void *item, int n, size_t size)
{
	return realloc(item, ((size_t)n + 1) * size);
}

bool
results_keep(void *items, int *n, const void *one, size_t size)
{
	char *grown;

	memcpy(&grown, items, sizeof(grown));
	grown = results_more(grown, *n, size);
	if (grown == NULL)
		return false;
	memcpy(grown + (size_t)(*n)++ * size, one, size);
	memcpy(items, &grown, sizeof(grown));
	return true;
}

enum err_code
results_store(const char *dir, const char *name, const struct str *text, struct err *e)
{
	char path[1024];
	enum err_code rc = path_of(dir, name, path, e);

	if (rc == ERR_OK && text->bad)
		rc = err_set(e, ERR_NO_MEMORY, NULL);
	return rc != ERR_OK ? rc : fs_write(path, str_c(text), text->len, 0600, e);
}

enum err_code
results_append(const char *dir, const char *name, const struct str *lines, struct err *e)
{
	struct str text = { 0 };
	enum err_code rc;

	if (lines->len == 0 && !lines->bad)
		return ERR_OK;
	rc = results_load(dir, name, &text, e);
	if (text.len > 0 && text.s[text.len - 1] != '\n')
		str_add_c(&text, '\n'); /* somebody edited it */
	str_add_n(&text, str_c(lines), lines->len);
	text.bad |= lines->bad;
	if (rc == ERR_OK)
		rc = results_store(dir, name, &text, e);
	str_free(&text);
	return rc;
}

enum err_code
results_change(const char *dir, const char *name,
    bool (*change)(void *arg, char *line, struct str *out), void *arg, struct err *e)
{
	struct str text = { 0 }, out = { 0 };
	enum err_code rc = results_load(dir, name, &text, e);
	bool any = false;

	for (const char *line = str_c(&text), *end; rc == ERR_OK && *line != '\0'; line = end) {
		char *own;
		struct str other = { 0 };

		end = line + strcspn(line, "\n");
		own = str_dup_n(line, (size_t)(end - line));
		end += *end != '\0';
		if (own == NULL)
			rc = err_set(e, ERR_NO_MEMORY, NULL);
		else if (change(arg, own, &other)) {
			str_add_n(&out, str_c(&other), other.len);
			any = true;
		} else
			str_add_n(&out, line, (size_t)(end - line));
		out.bad |= other.bad;
		str_free(&other);
		free(own);
	}
	if (rc == ERR_OK && any)
		rc = results_store(dir, name, &out, e);
	str_free(&text);
	str_free(&out);
	return rc;
}

/* From the beginning of a line on: the end of another one's may read the same. */
long
results_has(const struct str *all, const struct str *lines)
{
	const char *whole = str_c(all), *at = whole;

	while ((at = strstr(at, str_c(lines))) != NULL) {
		if (at == whole || at[-1] == '\n')
			return at - whole;
		at++;
	}
	return -1;
}
