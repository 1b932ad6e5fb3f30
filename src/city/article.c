/* The article files of a directory: read in the order of their names, judged, handed on as reference rows. One file at a
 * time is in memory, beside the titles; ten thousand are read in a second or two. What is judged is article_check.c. */
#include "city/article.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "article_p.h"
#include "base/fs.h"
#include "base/limits.h"
#include "base/vec.h"
#include "pack_p.h"

#define SUFFIX       ".txt"
#define SUFFIX_BYTES 4

/* ---- the files ---- */

struct list {
	char **path;
	size_t n, room;
};

static void
list_free(struct list *l)
{
	for (size_t i = 0; i < l->n; i++)
		free(l->path[i]);
	free(l->path);
	*l = (struct list){ 0 };
}

static bool
list_add(struct list *l, const char *path)
{
	char **grown = vec_room(l->path, &l->room, l->n + 1, sizeof(*grown));

	if (grown == NULL)
		return false;
	l->path = grown;
	l->path[l->n] = str_dup(path);
	return l->path[l->n] != NULL && ++l->n > 0;
}

static bool
is_article_name(const char *name)
{
	size_t n = strlen(name);

	return n > SUFFIX_BYTES && name[0] != '.' && strcmp(name + n - SUFFIX_BYTES, SUFFIX) == 0;
}

static int
by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static enum err_code
list_dir(DIR *dir, const char *path, struct list *l, struct err *e)
{
	const struct dirent *d;
	char file[512];

	while ((d = readdir(dir)) != NULL) {
		if (!is_article_name(d->d_name))
			continue;
		if (!fs_join(file, sizeof file, path, d->d_name))
			return err_set(e, ERR_LIMIT, "路径太长: %s/%s", path, d->d_name);
		if (!list_add(l, file))
			return err_set(e, ERR_NO_MEMORY, NULL);
	}
	if (l->n > 0)
		qsort(l->path, l->n, sizeof *l->path, by_name);
	return ERR_OK;
}

/* Those of a directory, or the one file that ${path} is. */
static enum err_code
list_files(const char *path, struct list *l, struct err *e)
{
	DIR *dir = opendir(path);
	enum err_code rc;

	if (dir == NULL && errno == ENOTDIR)
		return list_add(l, path) ? ERR_OK : err_set(e, ERR_NO_MEMORY, NULL);
	if (dir == NULL)
		return err_sys(e, errno == ENOENT ? ERR_NOT_FOUND : ERR_IO, errno,
		    errno == ENOENT ? "没有 %s。" : "不能读取 %s。", path);
	rc = list_dir(dir, path, l, e);
	closedir(dir);
	return rc;
}

/* ---- one of them ---- */

/* What was saved with CR LF means the same. */
static void
drop_returns(struct str *text)
{
	size_t to = 0;

	for (size_t i = 0; i < text->len; i++)
		if (text->s[i] != '\r' || i + 1 == text->len || text->s[i + 1] != '\n')
			text->s[to++] = text->s[i];
	if (to < text->len) {
		text->s[to] = '\0';
		text->len = to;
	}
}

static enum err_code
read_file(const char *path, struct article_file *f, struct err *e)
{
	enum err_code rc;
	long long line = 1;

	*f = (struct article_file){ .path = path };
	article_init(&f->a);
	rc = fs_read_text(path, LIMIT_ARTICLE_BYTES, &f->text, e);
	if (rc != ERR_OK)
		return rc;
	drop_returns(&f->text);
	rc = article_read(str_c(&f->text), f->text.len, &f->a, e);
	if (rc == ERR_INVALID && e != NULL && str_starts(e->where, "line ") &&
	    str_int(e->where + strlen("line "), 1, INT32_MAX, &line))
		err_at_line(e, path, (int)line);
	return rc;
}

static void
close_file(struct article_file *f)
{
	str_free(&f->text);
	article_free(&f->a);
}

static void
check_name(const struct article_file *f, struct sink *s)
{
	const char *slash = strrchr(f->path, '/'), *name = slash != NULL ? slash + 1 : f->path;
	size_t n = strlen(f->a.kb_no);

	if (strncmp(name, f->a.kb_no, n) != 0 || strcmp(name + n, SUFFIX) != 0)
		article_fail(f, "kb_no", s, "kb_no 是 %s, 文件名应是 %s" SUFFIX ", 这里是 %s",
		    f->a.kb_no, f->a.kb_no, name);
}

/* ---- all of them ---- */

struct walk {
	const struct city *city; /* NULL: not judged */
	const struct number_forms *numbers;
	city_row_fn *row;
	void *arg;
	struct sink *sink;
	struct list titles; /* "title\npath" */
};

static void
tell(struct walk *w, const struct err *e)
{
	sink_add(w->sink, e);
}

static void
short_of_memory(struct walk *w)
{
	struct err e = { 0 };

	err_set(&e, ERR_NO_MEMORY, NULL);
	tell(w, &e);
}

static bool
note_title(struct walk *w, const struct article_file *f)
{
	struct str s = { 0 };
	bool kept;

	str_addf(&s, "%s\n%s", f->a.title, f->path);
	kept = !s.bad && list_add(&w->titles, str_c(&s));
	str_free(&s);
	return kept;
}

/* The same title twice cannot be told apart in a list. */
static void
check_titles(struct walk *w)
{
	struct err e = { 0 };

	if (w->titles.n > 0)
		qsort(w->titles.path, w->titles.n, sizeof *w->titles.path, by_name);
	for (size_t i = 1; i < w->titles.n && !sink_stopped(w->sink); i++) {
		const char *a = w->titles.path[i - 1], *b = w->titles.path[i];
		size_t n = strcspn(a, "\n");

		if (strncmp(a, b, n + 1) != 0)
			continue;
		err_set(&e, ERR_CONFIG, "标题与 %s 重复: %.*s", a + n + 1, (int)n, a);
		err_at_line(&e, b + n + 1, 1);
		tell(w, &e);
	}
}

static enum err_code
hand_on(struct walk *w, const struct article_file *f)
{
	struct str text = { 0 };
	enum err_code rc = ERR_OK;

	if (w->row == NULL)
		return ERR_OK;
	article_write(&f->a, &text);
	if (text.bad)
		short_of_memory(w);
	else if (!w->row(w->arg, CITY_ARTICLE_KIND, f->a.kb_no, str_c(&text)))
		rc = ERR_CANCELLED;
	str_free(&text);
	return rc;
}

static enum err_code
walk_file(struct walk *w, const char *path)
{
	struct article_file f;
	struct err e = { 0 };
	int before = w->sink->n;
	enum err_code rc = read_file(path, &f, &e);

	if (rc != ERR_OK) {
		tell(w, &e);
		rc = ERR_OK;
	} else {
		check_name(&f, w->sink);
		if (w->city != NULL && !note_title(w, &f))
			short_of_memory(w);
		if (w->city != NULL)
			article_judge(w->city, w->numbers, &f, w->sink);
		if (w->sink->n == before)
			rc = hand_on(w, &f);
	}
	close_file(&f);
	return rc;
}

static enum err_code
walk(struct walk *w, const char *path, bool may_lack)
{
	struct list files = { 0 };
	struct err e = { 0 };
	enum err_code rc = list_files(path, &files, &e);

	if (rc != ERR_OK && !(may_lack && rc == ERR_NOT_FOUND))
		tell(w, &e);
	rc = ERR_OK;
	for (size_t i = 0; i < files.n && rc == ERR_OK && !sink_stopped(w->sink); i++)
		rc = walk_file(w, files.path[i]);
	if (rc == ERR_OK)
		check_titles(w);
	list_free(&files);
	list_free(&w->titles);
	return rc;
}

static bool
pack_dir(const char *pack, char *out, size_t size, struct sink *s)
{
	struct err e = { 0 };

	if (fs_join(out, size, pack, CITY_ARTICLE_DIR))
		return true;
	err_set(&e, ERR_LIMIT, "路径太长: %s", pack);
	sink_add(s, &e);
	return false;
}

enum err_code
city_articles_each(const char *pack, city_row_fn *row, void *arg, struct err *e)
{
	struct err mine = { 0 };
	struct sink s = { .first = e != NULL ? e : &mine };
	struct walk w = { .row = row, .arg = arg, .sink = &s };
	char dir[512];
	enum err_code rc = ERR_OK;

	if (pack_dir(pack, dir, sizeof dir, &s))
		rc = walk(&w, dir, true);
	return s.n > 0 ? s.first->code : rc;
}

int
city_articles_check(
    const char *path, const struct city *c, city_row_fn *row, void *arg, struct str *report)
{
	struct sink s = { .report = report };
	struct walk w = { .city = c, .row = row, .arg = arg, .sink = &s };

	(void)walk(&w, path, false);
	return s.n;
}

int
city_article_judge(const char *name, const char *text, const struct city *c, struct str *report)
{
	struct article_file f = { .path = name };
	struct sink s = { .report = report };
	struct err e = { 0 };

	article_init(&f.a);
	str_add(&f.text, text);
	if (f.text.bad)
		(void)err_set(&e, ERR_NO_MEMORY, NULL);
	else
		(void)article_read(text, strlen(text), &f.a, &e);
	if (e.code == ERR_OK)
		article_judge(c, NULL, &f, &s);
	else
		(void)sink_add(&s, &e);
	close_file(&f);
	return s.n;
}

void
check_articles(
    const char *pack, const struct city *c, const struct number_forms *numbers, struct sink *s)
{
	struct walk w = { .city = c, .numbers = numbers, .sink = s };
	char dir[512];

	if (pack_dir(pack, dir, sizeof dir, s))
		(void)walk(&w, dir, true);
}
