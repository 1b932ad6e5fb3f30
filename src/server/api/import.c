/* hotseatd import, in the centre: many reference rows at once, all of them or none. They are read and looked at here, on
 * the caller's thread, since there may be a great many; the writer only puts what has changed, in one transaction, and
 * takes the city that results. Whether codes exist and files make sense was judged by the command, which can name lines. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api_p.h"
#include "base/fs.h"
#include "base/limits.h"
#include "base/vec.h"
#include "city/article.h"
#include "city/weights.h"
#include "server/core/article.h"
#include "server/core/setup.h"
#include "wire/admin_json.h"
#include "wire/page.h"

struct import {
	struct page *pages;
	size_t n, room;
	bool of_city;       /* some row is of the city itself, not an article or weights */
	struct core *core;  /* the writer's, once it has run */
	struct city *newer; /* the city with these rows */
	int64_t changed;
};

static void
drop(void *import)
{
	struct import *m = import;

	for (size_t i = 0; i < m->n; i++)
		page_free(&m->pages[i]);
	free(m->pages);
	city_free(m->newer);
	free(m);
}

/* ---- what came ---- */

static enum err_code
check_row(const struct ref_row *r, struct import *m, struct err *e)
{
	struct article a;
	enum err_code rc = ERR_OK;

	if (strlen(r->code) == 0 || strlen(r->code) >= CITY_ROW_CODE_BYTES)
		rc = err_set(e, ERR_INVALID, "代码不能空, 最多 %d 字节。", CITY_ROW_CODE_BYTES - 1);
	if (rc == ERR_OK && strcmp(r->kind, CITY_ARTICLE_KIND) == 0) {
		article_init(&a);
		rc = article_read(r->text, strlen(r->text), &a, e);
		if (rc == ERR_OK && strcmp(a.kb_no, r->code) != 0)
			rc = err_set(e, ERR_INVALID, "知识的编号与内容里的 %s 不同。", a.kb_no);
		article_free(&a);
	} else if (rc == ERR_OK && strcmp(r->kind, WEIGHTS_KIND) != 0) {
		m->of_city = true;
		if (!city_rows_is_kind(r->kind))
			rc = err_set(e, ERR_UNKNOWN_CODE, "没有这种资料。");
	}
	return rc == ERR_OK ? rc : err_at(e, "%s/%s", r->kind, r->code);
}

static enum err_code
check_page(const struct page *p, const char *epoch, struct import *m, struct err *e)
{
	enum err_code rc = ERR_OK;

	if (strcmp(p->epoch, epoch) != 0)
		return err_set(e, ERR_EPOCH, NULL);
	for (size_t i = 0; rc == ERR_OK && i < p->n_refs; i++)
		rc = check_row(&p->refs[i], m, e);
	for (size_t i = 0; rc == ERR_OK && i < p->n_del; i++) {
		bool beside = str_starts(p->del[i].id, CITY_ARTICLE_KIND "/") ||
			      str_starts(p->del[i].id, WEIGHTS_KIND "/");

		m->of_city = m->of_city || !beside;
		if (strcmp(p->del[i].kind, "ref") != 0 || strchr(p->del[i].id, '/') == NULL)
			rc = err_set(e, ERR_INVALID, "要删除的不是资料: %s", p->del[i].id);
	}
	return rc;
}

static struct page *
one_more(struct import *m)
{
	struct page *grown = vec_room(m->pages, &m->room, m->n + 1, sizeof(*grown));

	if (grown == NULL)
		return NULL;
	m->pages = grown;
	return &m->pages[m->n];
}

static enum err_code
read_pages(const struct api *a, const struct str *text, struct import *m, struct err *e)
{
	const char *at = str_c(text), *end = at + text->len;
	enum err_code rc = ERR_OK;

	while (rc == ERR_OK && at < end) {
		const char *stop = memchr(at, '\n', (size_t)(end - at));
		size_t n = (size_t)((stop != NULL ? stop : end) - at);
		struct page *p = one_more(m);

		if (p == NULL)
			return err_set(e, ERR_NO_MEMORY, NULL);
		rc = page_read(at, n, p, e);
		if (rc != ERR_OK)
			break;
		m->n++;
		rc = check_page(p, a->centre.epoch, m, e);
		at += n + 1;
	}
	return rc;
}

/* A name of our own making, in our own directory. */
static bool
is_spool(const char *file)
{
	static const char head[] = "import-";
	size_t n = strlen(head);

	return str_starts(file, head) && id_valid(file + n);
}

static enum err_code
read_import(struct api *a, const struct api_call *c, void *data, struct err *e)
{
	struct import *m = data;
	struct admin_import ask;
	struct str text = { 0 };
	char path[700];
	enum err_code rc = admin_import_read(c->rq.body, c->rq.body_bytes, &ask, e);

	if (rc == ERR_OK && !is_spool(ask.file))
		rc = err_set(e, ERR_INVALID, "文件名不对。");
	if (rc == ERR_OK && !fs_join(path, sizeof(path), a->config.dir, ask.file))
		rc = err_set(e, ERR_LIMIT, "数据目录的路径太长。");
	if (rc == ERR_OK)
		rc = fs_read(path, LIMIT_SPOOL_BYTES, &text, e);
	if (rc == ERR_OK)
		rc = read_pages(a, &text, m, e);
	str_free(&text);
	return rc;
}

/* ---- putting it ---- */

static enum err_code
put_page(struct core *c, struct core_pour *pour, const struct page *p, struct err *e)
{
	enum err_code rc = ERR_OK;
	char kind[24];

	for (size_t i = 0; rc == ERR_OK && i < p->n_refs; i++) {
		const struct ref_row *r = &p->refs[i];

		rc = strcmp(r->kind, CITY_ARTICLE_KIND) == 0
			 ? core_article_pour(c, pour, r->code, r->text, e)
			 : core_ref_pour(c, pour, r->kind, r->code, r->text, e);
	}
	for (size_t i = 0; rc == ERR_OK && i < p->n_del; i++) {
		const char *code = strchr(p->del[i].id, '/');

		snprintf(kind, sizeof(kind), "%.*s", (int)(code - p->del[i].id), p->del[i].id);
		rc = core_ref_pour(c, pour, kind, code + 1, NULL, e);
	}
	return rc;
}

/* A city that cannot be read back must not be left behind, so it is read before the commit. */
static enum err_code
put_import(struct api_job *j, struct core *c, struct err *e)
{
	struct import *m = j->data;
	struct core_pour pour = { 0 };
	enum err_code rc = ERR_OK;

	city_free(m->newer); /* of an earlier try */
	m->newer = NULL;
	m->core = c;
	for (size_t i = 0; rc == ERR_OK && i < m->n; i++)
		rc = put_page(c, &pour, &m->pages[i], e);
	m->changed = pour.changed;
	if (rc == ERR_OK && m->of_city && m->changed > 0)
		rc = setup_city(c->store, &m->newer, e);
	return rc;
}

static void
imported(struct api_job *j)
{
	struct import *m = j->data;
	struct admin_imported answer = { .changed = m->changed };
	struct str body = { 0 };

	if (m->newer != NULL)
		core_city(m->core, m->newer);
	m->newer = NULL;
	admin_imported_write(&answer, &body);
	j->call->answer(j->call, 200, &body, 0);
}

void
api_admin_import(struct api *a, struct api_call *c)
{
	static const struct api_act act = { sizeof(struct import), read_import, put_import,
		imported, drop };

	api_act(a, c, &act);
}
