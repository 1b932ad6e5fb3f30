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
#include "schema_p.h"

/* The last row of a page may go over the size at which a page is ended. */
#define PAGE_MOST_BYTES (2 * (size_t)LIMIT_PAGE_BYTES)
/* Rows count tickets; each brings its events. */
#define EVENTS_MOST (16 * (size_t)LIMIT_PAGE_ROWS)

static const struct codec_row page_rows[] = {
	CODEC_ROW("epoch", page, epoch, TEXT, CODEC_MUST),
	CODEC_ROW("cursor", page, cursor, TEXT, CODEC_MUST),
	CODEC_ROW("more", page, more, BOOL, CODEC_MUST),
	CODEC_ROW("last_op", page, last_op, COUNT, 0),
	CODEC_ROW("reference", page, reference, COUNT, 0),
	CODEC_ROW("desk", page, desk, COUNT, 0),
	CODEC_ROW("server_ms", page, server_ms, COUNT, CODEC_MUST),
};
const struct codec_table table_page = CODEC_TABLE(page_rows);

/* ---- rows that are arrays: ["unit","1001",7,"row text"] ---- */

static enum err_code
check_tuple(const struct json_in *in, const struct json_at *at, const json_t *v, size_t width)
{
	enum err_code rc = json_want_array(in, at, v);

	if (rc == ERR_OK && json_array_size(v) < width)
		return json_bad(
		    in, at, ERR_SYNTAX, "应有 %zu 项, 只有 %zu 项", width, json_array_size(v));
	return rc;
}

static enum err_code
own_text(const struct json_in *in, const struct json_at *at, const json_t *v, char **out)
{
	if (!json_is_string(v))
		return json_bad(in, at, ERR_SYNTAX, "这里应为文字");
	*out = str_dup(json_string_value(v));
	return *out != NULL ? ERR_OK : json_bad(in, NULL, ERR_NO_MEMORY, "内存不足");
}

static enum err_code
read_ref(const struct json_in *in, const struct json_at *at, json_t *v, struct ref_row *r)
{
	struct json_at item[4];
	enum err_code rc = check_tuple(in, at, v, 4);

	for (size_t i = 0; i < 4; i++)
		item[i] = (struct json_at){ at, NULL, i };
	if (rc == ERR_OK)
		rc = own_text(in, &item[0], json_array_get(v, 0), &r->kind);
	if (rc == ERR_OK)
		rc = own_text(in, &item[1], json_array_get(v, 1), &r->code);
	if (rc == ERR_OK)
		rc = json_get_int(in, &item[2], json_array_get(v, 2), 0, INT64_MAX, &r->rev);
	if (rc == ERR_OK)
		rc = own_text(in, &item[3], json_array_get(v, 3), &r->text);
	return rc;
}

static enum err_code
read_refs(const struct json_in *in, const struct json_at *at, const struct split_part *part,
    struct page *p)
{
	enum err_code rc = rows_check_most(in, at, part->count, part->most);

	if (rc != ERR_OK || part->count == 0)
		return rc;
	p->refs = calloc(part->count, sizeof(*p->refs));
	if (p->refs == NULL)
		return json_bad(in, NULL, ERR_NO_MEMORY, "内存不足");
	for (size_t i = 0; i < part->count && rc == ERR_OK; i++) {
		struct json_at here = { at, NULL, i };
		json_t *v;

		rc = rows_parse(in, &here, &part->span[i], &v);
		if (rc != ERR_OK)
			break;
		p->n_refs = i + 1;
		rc = read_ref(in, &here, v, &p->refs[i]);
		json_decref(v);
	}
	return rc;
}

static enum err_code
read_gone(const struct json_in *in, const struct json_at *at, json_t *v, struct gone_row *g)
{
	struct json_at item[3];
	enum err_code rc = check_tuple(in, at, v, 3);

	for (size_t i = 0; i < 3; i++)
		item[i] = (struct json_at){ at, NULL, i };
	if (rc == ERR_OK)
		rc = json_get_text(in, &item[0], json_array_get(v, 0), g->kind, sizeof(g->kind));
	if (rc == ERR_OK)
		rc = json_get_text(in, &item[1], json_array_get(v, 1), g->id, sizeof(g->id));
	if (rc == ERR_OK)
		rc = json_get_int(in, &item[2], json_array_get(v, 2), 0, INT64_MAX, &g->rev);
	return rc;
}

/* "out" and "del"; absent is none. */
static enum err_code
read_gone_list(const struct json_in *in, const char *name, const json_t *root,
    struct gone_row **out, size_t *count)
{
	struct json_at at = { NULL, name, 0 };
	json_t *v = json_object_get(root, name);
	enum err_code rc = v != NULL ? rows_check_count(in, &at, v, EVENTS_MOST) : ERR_OK;
	size_t n = json_array_size(v);

	if (rc != ERR_OK || n == 0)
		return rc;
	*out = calloc(n, sizeof(**out));
	if (*out == NULL)
		return json_bad(in, NULL, ERR_NO_MEMORY, "内存不足");
	*count = n;
	for (size_t i = 0; i < n && rc == ERR_OK; i++) {
		struct json_at here = { &at, NULL, i };

		rc = read_gone(in, &here, json_array_get(v, i), &(*out)[i]);
	}
	return rc;
}

/* ---- the page ---- */

enum { PART_TICKET, PART_EVENT, PART_REF, PARTS };

/* What was not parted from the page is of a shape no centre writes; passing over it would lose rows in silence. */
static enum err_code
check_left(const struct json_in *in, const struct json_at *at, const json_t *rows, const char *name)
{
	const struct json_at here = { at, name, 0 };
	const json_t *v = json_object_get(rows, name);

	return v != NULL ? rows_check_count(in, &here, v, 0) : ERR_OK;
}

static enum err_code
read_rows(
    const struct json_in *in, const json_t *rows, const struct split_part *part, struct page *p)
{
	const struct json_at at = { NULL, "rows", 0 };
	struct json_at here[PARTS];
	enum err_code rc = json_want_object(in, &at, rows);

	for (int i = 0; i < PARTS; i++) {
		here[i] = (struct json_at){ &at, part[i].name, 0 };
		if (rc == ERR_OK)
			rc = check_left(in, &at, rows, part[i].name);
	}
	if (rc == ERR_OK)
		rc = rows_parse_tickets(
		    in, &here[PART_TICKET], &part[PART_TICKET], &p->tickets, &p->n_tickets);
	if (rc == ERR_OK)
		rc = rows_parse_events(
		    in, &here[PART_EVENT], &part[PART_EVENT], &p->events, &p->n_events);
	if (rc == ERR_OK)
		rc = read_refs(in, &here[PART_REF], &part[PART_REF], p);
	return rc;
}

static enum err_code
read_page(const struct json_in *in, json_t *root, const struct split_part *part, struct page *p)
{
	enum err_code rc =
	    codec_read(page_rows, CODEC_COUNT_OF(page_rows), NULL, in, NULL, root, p);
	const json_t *rows = rc == ERR_OK ? json_object_get(root, "rows") : NULL;

	if (rows != NULL)
		rc = read_rows(in, rows, part, p);
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
	struct split_part part[PARTS] = { [PART_TICKET] = { .name = "ticket",
					      .most = LIMIT_PAGE_ROWS },
		[PART_EVENT] = { .name = "event", .most = EVENTS_MOST },
		[PART_REF] = { .name = "ref", .most = EVENTS_MOST } };
	struct str rest = { 0 };
	json_t *root = NULL;
	int deepest = 0;
	enum err_code rc = json_check(len, 0, PAGE_MOST_BYTES, e);

	*p = (struct page){ 0 };
	if (rc == ERR_OK && !split_rows(text, len, part, PARTS, &rest, &deepest))
		rc = err_set(e, ERR_NO_MEMORY, NULL);
	if (rc == ERR_OK)
		rc = json_check(len, deepest, PAGE_MOST_BYTES, e);
	if (rc == ERR_OK)
		rc = json_parse_checked(str_c(&rest), rest.len, &root, e);
	if (rc == ERR_OK)
		rc = read_page(&in, root, part, p);
	json_decref(root);
	str_free(&rest);
	for (int i = 0; i < PARTS; i++)
		free(part[i].span);
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
