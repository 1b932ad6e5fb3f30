/* Reading a page of changes or of a snapshot.
 *
 * Read tolerantly: kinds of rows that a newer centre sends are passed over. All or nothing: a page that fails leaves
 * nothing behind, because a page is applied in one transaction with its cursor. */
#include "wire/page.h"

#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "codec_p.h"
#include "rows_p.h"

/* The last row of a page may go over the size at which a page is ended. */
#define PAGE_MOST_BYTES (2 * (size_t)LIMIT_PAGE_BYTES)
/* Rows count tickets; each brings its events. */
#define EVENTS_MOST (16 * (size_t)LIMIT_PAGE_ROWS)

static const struct codec_row page_rows[] = {
	CODEC_ROW("epoch", page, epoch, TEXT, CODEC_MUST),
	CODEC_ROW("cursor", page, cursor, TEXT, CODEC_MUST),
	CODEC_ROW("more", page, more, BOOL, CODEC_MUST),
	CODEC_ROW("last_op", page, last_op, COUNT, 0),
	CODEC_ROW("server_ms", page, server_ms, COUNT, CODEC_MUST),
};

/* ---- rows that are arrays: ["unit","1001",7,"row text"] ---- */

static enum err_code
check_tuple(
    const struct json_in *in, const struct json_at *at, const struct json_node *v, size_t width)
{
	enum err_code rc = json_want_array(in, at, v);

	if (rc == ERR_OK && json_count(v) < width)
		return json_bad(
		    in, at, ERR_SYNTAX, "应有 %zu 项, 只有 %zu 项", width, json_count(v));
	return rc;
}

static enum err_code
own_text(const struct json_in *in, const struct json_at *at, const struct json_node *v, char **out)
{
	if (!json_is(v, NODE_TEXT))
		return json_bad(in, at, ERR_SYNTAX, "这里应为文字");
	*out = str_dup(v->text);
	return *out != NULL ? ERR_OK : json_bad(in, NULL, ERR_NO_MEMORY, "内存不足");
}

static enum err_code
read_ref(const struct json_in *in, const struct json_at *at, const struct json_node *v,
    struct ref_row *r)
{
	struct json_at item[4];
	enum err_code rc = check_tuple(in, at, v, 4);

	for (size_t i = 0; i < 4; i++)
		item[i] = (struct json_at){ at, NULL, i };
	if (rc == ERR_OK)
		rc = own_text(in, &item[0], json_element(v, 0), &r->kind);
	if (rc == ERR_OK)
		rc = own_text(in, &item[1], json_element(v, 1), &r->code);
	if (rc == ERR_OK)
		rc = json_get_int(in, &item[2], json_element(v, 2), 0, INT64_MAX, &r->rev);
	if (rc == ERR_OK)
		rc = own_text(in, &item[3], json_element(v, 3), &r->text);
	return rc;
}

static enum err_code
read_refs(
    const struct json_in *in, const struct json_at *at, const struct json_node *v, struct page *p)
{
	enum err_code rc = rows_check_count(in, at, v, EVENTS_MOST);
	const struct json_node *item = NULL;
	size_t n = json_count(v);

	if (rc != ERR_OK || n == 0)
		return rc;
	p->refs = calloc(n, sizeof(*p->refs));
	if (p->refs == NULL)
		return json_bad(in, NULL, ERR_NO_MEMORY, "内存不足");
	for (size_t i = 0; i < n && rc == ERR_OK; i++) {
		struct json_at here = { at, NULL, i };

		p->n_refs = i + 1;
		item = json_next(v, item);
		rc = read_ref(in, &here, item, &p->refs[i]);
	}
	return rc;
}

static enum err_code
read_gone(const struct json_in *in, const struct json_at *at, const struct json_node *v,
    struct gone_row *g)
{
	struct json_at item[3];
	enum err_code rc = check_tuple(in, at, v, 3);

	for (size_t i = 0; i < 3; i++)
		item[i] = (struct json_at){ at, NULL, i };
	if (rc == ERR_OK)
		rc = json_get_text(in, &item[0], json_element(v, 0), g->kind, sizeof(g->kind));
	if (rc == ERR_OK)
		rc = json_get_text(in, &item[1], json_element(v, 1), g->id, sizeof(g->id));
	if (rc == ERR_OK)
		rc = json_get_int(in, &item[2], json_element(v, 2), 0, INT64_MAX, &g->rev);
	return rc;
}

/* "out" and "del"; absent is none. */
static enum err_code
read_gone_list(const struct json_in *in, const char *name, const struct json_node *root,
    struct gone_row **out, size_t *count)
{
	struct json_at at = { NULL, name, 0 };
	const struct json_node *v = json_member(root, name);
	enum err_code rc = v != NULL ? rows_check_count(in, &at, v, EVENTS_MOST) : ERR_OK;
	const struct json_node *item = NULL;
	size_t n = json_count(v);

	if (rc != ERR_OK || n == 0)
		return rc;
	*out = calloc(n, sizeof(**out));
	if (*out == NULL)
		return json_bad(in, NULL, ERR_NO_MEMORY, "内存不足");
	*count = n;
	for (size_t i = 0; i < n && rc == ERR_OK; i++) {
		struct json_at here = { &at, NULL, i };

		item = json_next(v, item);
		rc = read_gone(in, &here, item, &(*out)[i]);
	}
	return rc;
}

/* ---- the page ---- */

static enum err_code
read_rows(const struct json_in *in, const struct json_node *rows, struct page *p)
{
	const struct json_at at = { NULL, "rows", 0 };
	const struct json_at ticket = { &at, "ticket", 0 }, event = { &at, "event", 0 },
			     ref = { &at, "ref", 0 };
	enum err_code rc = json_want_object(in, &at, rows);
	const struct json_node *v;

	if (rc == ERR_OK && (v = json_member(rows, "ticket")) != NULL)
		rc = rows_read_tickets(in, &ticket, v, LIMIT_PAGE_ROWS, &p->tickets, &p->n_tickets);
	if (rc == ERR_OK && (v = json_member(rows, "event")) != NULL)
		rc = rows_read_events(in, &event, v, EVENTS_MOST, &p->events, &p->n_events);
	if (rc == ERR_OK && (v = json_member(rows, "ref")) != NULL)
		rc = read_refs(in, &ref, v, p);
	return rc;
}

static enum err_code
read_page(const struct json_in *in, const struct json_node *root, struct page *p)
{
	enum err_code rc =
	    codec_read(page_rows, CODEC_COUNT_OF(page_rows), NULL, in, NULL, root, p);
	const struct json_node *rows = rc == ERR_OK ? json_member(root, "rows") : NULL;

	if (rows != NULL)
		rc = read_rows(in, rows, p);
	if (rc == ERR_OK)
		rc = read_gone_list(in, "out", root, &p->out, &p->n_out);
	if (rc == ERR_OK)
		rc = read_gone_list(in, "del", root, &p->del, &p->n_del);
	return rc;
}

enum err_code
page_read(const char *text, size_t len, struct page *p, struct err *e)
{
	struct json_in in = { false, e };
	struct json_tree tree;
	enum err_code rc = json_parse(&in, text, len, PAGE_MOST_BYTES, &tree);

	*p = (struct page){ 0 };
	if (rc != ERR_OK)
		return rc;
	rc = read_page(&in, tree.root, p);
	json_done(&tree);
	if (rc != ERR_OK)
		page_free(p);
	return rc;
}

void
page_free(struct page *p)
{
	rows_free_tickets(p->tickets, p->n_tickets);
	rows_free_events(p->events, p->n_events);
	for (size_t i = 0; i < p->n_refs; i++) {
		free(p->refs[i].kind);
		free(p->refs[i].code);
		free(p->refs[i].text);
	}
	free(p->refs);
	free(p->out);
	free(p->del);
	*p = (struct page){ 0 };
}
