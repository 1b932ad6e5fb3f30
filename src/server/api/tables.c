/* Rosters, calendars and the city itself renewed while the centre runs, by an administrator at a seat: first what the files
 * would change, with every mistake by file and line; then, with the plan that was shown, one batch of the writer with its
 * lines in the reference feed, so that every seat has it within moments.
 *
 * Invariants: nothing is changed that was not shown: a plan made on older data is refused; all or nothing; the files lie
 * in a directory of their own while they are read, and never outside it. Not here: what a file means (core/bring.c). */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "api_p.h"
#include "base/fs.h"
#include "base/utf8.h"
#include "base/vec.h"
#include "city/article.h"
#include "server/core/bring.h"
#include "server/core/setup.h"
#include "wire/tables_json.h"

#define LINES_MOST 500 /* told; the counts tell the rest */
#define CELL_BYTES 60  /* of a cell in such a line */

/* A row as it shall be, or (text NULL) one that goes. */
struct change {
	char *kind, *code, *text;
};
struct tables {
	struct tables_ask ask;
	struct tables_answer answer;
	struct change *changes;
	size_t n, room;
	struct str lines;
	int told;
	struct secret_sha sha;
	struct store *st;
	struct core *core;
	struct city *newer; /* the city with the changes */
	bool bad;           /* no memory for something */
};

static void
drop(void *tables)
{
	struct tables *m = tables;

	for (size_t i = 0; i < m->n; i++) {
		free(m->changes[i].kind);
		free(m->changes[i].code);
		free(m->changes[i].text);
	}
	free(m->changes);
	str_free(&m->lines);
	tables_ask_free(&m->ask);
	tables_answer_free(&m->answer);
	city_free(m->newer);
	free(m);
}

/* ---- the plan ---- */

static void
keep(struct tables *m, const char *kind, const char *code, const char *text)
{
	struct change *x = vec_room(m->changes, &m->room, m->n + 1, sizeof(*x));

	if (x == NULL) {
		m->bad = true;
		return;
	}
	m->changes = x;
	x = &m->changes[m->n++];
	*x = (struct change){ str_dup(kind), str_dup(code), text != NULL ? str_dup(text) : NULL };
	m->bad = m->bad || x->kind == NULL || x->code == NULL || (text != NULL && x->text == NULL);
	secret_sha_add(&m->sha, kind, strlen(kind) + 1);
	secret_sha_add(&m->sha, code, strlen(code) + 1);
	secret_sha_add(&m->sha, text != NULL ? text : "", text != NULL ? strlen(text) + 1 : 0);
}

/* The next cell (of a row) or line (of settings). */
static size_t
cell_of(const char *text)
{
	return strcspn(text, "\t\n");
}

static void
add_cell(struct str *out, const char *lead, const char *cell, size_t n)
{
	str_addf(out, "%s%.*s", lead, (int)utf8_whole(cell, n < CELL_BYTES ? n : CELL_BYTES), cell);
}

/* What a row says beside its code. */
static void
say_row(struct str *out, const char *code, const char *row)
{
	for (int i = 0; i < 3 && *row != '\0';) {
		size_t n = cell_of(row);

		if (n > 0 && (strlen(code) != n || memcmp(code, row, n) != 0)) {
			add_cell(out, " ", row, n);
			i++;
		}
		row += n + (row[n] != '\0');
	}
}

/* The cells that differ: "市政管理处 -> 市政养护中心". */
static void
say_cells(struct str *out, const char *was, const char *text)
{
	int said = 0;

	while (*text != '\0' || *was != '\0') {
		size_t n = cell_of(text), k = cell_of(was);

		if ((n != k || memcmp(text, was, n) != 0) && said++ < 3) {
			add_cell(out, said > 1 ? "; " : ": ", was, k);
			add_cell(out, " -> ", text, n);
		}
		text += n + (text[n] != '\0');
		was += k + (was[k] != '\0');
	}
}

static void
tell(struct tables *m, const char *verb, const char *kind, const char *code, const char *was,
    const char *text)
{
	if (m->told++ >= LINES_MOST)
		return;
	str_addf(&m->lines, "%s %s ", verb, bring_kind_label(kind));
	for (const char *p = code; *p != '\0'; p++)
		str_add_n(&m->lines, *p == '/' ? " " : p, 1);
	if (was != NULL && text != NULL)
		say_cells(&m->lines, was, text);
	else if (strchr(code, '/') == NULL) /* else the code is what the row says */
		say_row(&m->lines, code, text != NULL ? text : was != NULL ? was : "");
	str_add_c(&m->lines, '\n');
}

static bool
put(void *arg, const char *kind, const char *code, const char *text)
{
	struct tables *m = arg;
	struct str have = { 0 };
	int64_t rev = 0;
	bool there = store_ref_get(m->st, kind, code, &have, &rev);

	if (there && str_eq(str_c(&have), text)) {
		m->answer.same++;
	} else {
		*(there ? &m->answer.changed : &m->answer.added) += 1;
		keep(m, kind, code, text);
		tell(m, there ? "修改" : "新增", kind, code, there ? str_c(&have) : NULL, text);
	}
	str_free(&have);
	return !m->bad;
}

static void
del(void *arg, const char *kind, const char *code)
{
	struct tables *m = arg;
	struct str have = { 0 };
	int64_t rev = 0;

	(void)store_ref_get(m->st, kind, code, &have, &rev);
	m->answer.removed++;
	keep(m, kind, code, NULL);
	tell(m, "删去", kind, code, str_c(&have), NULL);
	str_free(&have);
}

/* ---- the files, for as long as they are read ---- */

static bool
is_plain(const char *name)
{
	size_t n = strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-"),
	       len = strlen(name);

	return n > 0 && (strcmp(name + n, ".tsv") == 0 || strcmp(name + n, ".conf") == 0) &&
	       len < TABLES_NAME_SIZE;
}

static enum err_code
lay_out(const struct tables_ask *ask, const char *dir, struct err *e)
{
	char path[800];
	enum err_code rc = ERR_OK;

	for (size_t i = 0; rc == ERR_OK && i < ask->n_files; i++) {
		const struct tables_file *f = &ask->files[i];

		if (!is_plain(f->name) || !fs_join(path, sizeof(path), dir, f->name))
			return err_set(
			    e, ERR_INVALID, "文件名“%s”不对: 应是 .tsv 或 .conf 文件。", f->name);
		rc = fs_write(path, f->text, strlen(f->text), 0600, e);
	}
	/* articles are renewed by themselves: none beside the tables is no mistake */
	if (rc == ERR_OK && fs_join(path, sizeof(path), dir, CITY_ARTICLE_DIR))
		rc = fs_mkdirs(path, e);
	return rc;
}

static void
take_away(const struct tables_ask *ask, const char *dir)
{
	char path[800];

	for (size_t i = 0; i < ask->n_files; i++)
		if (is_plain(ask->files[i].name) &&
		    fs_join(path, sizeof(path), dir, ask->files[i].name))
			(void)unlink(path);
	if (fs_join(path, sizeof(path), dir, CITY_ARTICLE_DIR))
		(void)rmdir(path);
	(void)rmdir(dir);
}

/* Mistakes are told by the names the files came under, not by where they lie here: a path is cut off up to the directory's
 * own name, which stands nowhere else; the path itself may have been shortened at its head. */
static void
told_mistakes(struct tables *m, const struct str *report, const char *dir)
{
	const char *own = strrchr(dir, '/') + 1, *at = str_c(report), *hit;
	const size_t n = strlen(own);

	str_reset(&m->lines);
	for (; (hit = strstr(at, own)) != NULL; at = hit + n + (hit[n] == '/')) {
		const char *head = hit;

		while (head > at && strchr("\n ", head[-1]) == NULL)
			head--;
		str_add_n(&m->lines, at, (size_t)(head - at));
	}
	str_add(&m->lines, at);
}

static enum err_code
read_there(struct tables *m, enum bring_what what, const char *dir, struct err *e)
{
	struct str report = { 0 };
	struct city *city = NULL;
	struct bring b = { .st = m->st, .put = put, .del = del, .arg = m, .report = &report };
	char path[800];
	const char *from = dir;
	enum err_code rc = setup_city(m->st, &city, e);

	b.city = city;
	if (what != BRING_CITY && fs_join(path, sizeof(path), dir, m->ask.files[0].name))
		from = path;
	if (rc == ERR_OK)
		rc = bring(what, &b, from, e);
	m->answer.mistakes = b.bad;
	if (b.bad > 0)
		told_mistakes(m, &report, dir);
	if (rc == ERR_OK && (m->bad || report.bad || m->lines.bad))
		rc = err_set(e, ERR_NO_MEMORY, NULL);
	str_free(&report);
	city_free(city);
	return rc;
}

static enum err_code
make_plan(struct api *a, struct tables *m, enum bring_what what, struct err *e)
{
	char id[ID_SIZE], name[64], dir[700];
	uint8_t hash[SECRET_HASH_BYTES];
	enum err_code rc;

	id_new(id);
	(void)snprintf(name, sizeof(name), "tables-%s", id);
	if (!fs_join(dir, sizeof(dir), a->config.dir, name))
		return err_set(e, ERR_LIMIT, "数据目录的路径太长。");
	m->st = api_reader_take(a, e);
	if (m->st == NULL)
		return e->code;
	secret_sha_start(&m->sha);
	secret_sha_add(&m->sha, m->ask.what, strlen(m->ask.what) + 1);
	rc = fs_mkdirs(dir, e);
	if (rc == ERR_OK)
		rc = lay_out(&m->ask, dir, e);
	if (rc == ERR_OK)
		rc = read_there(m, what, dir, e);
	take_away(&m->ask, dir);
	api_reader_give(a, m->st);
	m->st = NULL;
	secret_sha_end(&m->sha, hash);
	if (rc == ERR_OK && m->answer.mistakes == 0)
		secret_hex(hash, sizeof(hash), m->answer.plan);
	return rc;
}

/* ---- carrying it out ---- */

/* A city that cannot be read back must not be left behind, so it is read before the commit. */
static enum err_code
carry_out(struct api_job *j, struct core *c, struct err *e)
{
	struct tables *m = j->data;
	struct core_pour pour = { 0 };
	char words[160];
	enum err_code rc = ERR_OK;

	city_free(m->newer); /* of an earlier try */
	m->newer = NULL;
	m->core = c;
	for (size_t i = 0; rc == ERR_OK && i < m->n; i++)
		rc = core_ref_pour(
		    c, &pour, m->changes[i].kind, m->changes[i].code, m->changes[i].text, e);
	if (rc == ERR_OK)
		rc = setup_city(c->store, &m->newer, e);
	(void)snprintf(words, sizeof(words), "新增 %lld, 修改 %lld, 删去 %lld",
	    (long long)m->answer.added, (long long)m->answer.changed, (long long)m->answer.removed);
	return rc == ERR_OK ? admin_audit(j, c, "tables", m->ask.what, words, e) : rc;
}

static void
say(struct api_call *c, struct tables *m)
{
	struct str body = { 0 };

	m->answer.lines = str_take(&m->lines);
	tables_answer_write(&m->answer, &body);
	c->answer(c, 200, &body, 0);
	str_free(&body);
}

static void
carried_out(struct api_job *j)
{
	struct tables *m = j->data;

	core_city(m->core, m->newer);
	m->newer = NULL;
	m->answer.applied = true;
	say(j->call, m);
}

/* ---- the request ---- */

static enum err_code
read_tables(struct api *a, struct api_call *c, struct tables *m, struct err *e)
{
	enum bring_what what;
	enum err_code rc = tables_ask_read(c->rq.body, c->rq.body_bytes, &m->ask, e);

	if (rc != ERR_OK)
		return rc;
	what = bring_by_json(m->ask.what);
	if (what == BRING_COUNT)
		return err_set(e, ERR_UNKNOWN_CODE, "没有“%s”这种资料。", m->ask.what);
	if (m->ask.n_files == 0 || (what != BRING_CITY && m->ask.n_files != 1))
		return err_set(
		    e, ERR_INVALID, "值班表和日历是一个文件, 城市资料是目录里的全部文件。");
	rc = make_plan(a, m, what, e);
	if (rc == ERR_OK && m->ask.plan[0] != '\0' && m->answer.mistakes > 0)
		rc = err_set(e, ERR_CONFLICT, "核对之后资料变了, 现在有错误, 请重新核对。");
	else if (rc == ERR_OK && m->ask.plan[0] != '\0' && strcmp(m->ask.plan, m->answer.plan) != 0)
		rc = err_set(e, ERR_CONFLICT, "核对之后文件或中心的资料变了, 请重新核对。");
	return rc;
}

void
api_admin_tables(struct api *a, struct api_call *c)
{
	struct tables *m = api_calloc(c, sizeof(*m));
	struct err e = { 0 };

	if (m == NULL)
		return;
	if (read_tables(a, c, m, &e) != ERR_OK) {
		drop(m);
		api_fail(c, &e);
	} else if (m->ask.plan[0] == '\0' || m->n == 0) {
		say(c, m);
		drop(m);
	} else {
		api_write(c, carry_out, carried_out, drop, m);
	}
}
