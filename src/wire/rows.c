/* Arrays of tickets and of events inside larger messages.
 *
 * Invariant: the count is checked before anything is allocated for it. */
#include "rows_p.h"

#include <stdlib.h>

#include "base/limits.h"
#include "codec_p.h"

enum err_code
rows_check_most(const struct json_in *in, const struct json_at *at, size_t n, size_t most)
{
	if (n > most)
		return json_bad(
		    in, at, ERR_LIMIT, "有 %zu 条, 最多 %zu 条, 超出 %zu 条", n, most, n - most);
	return ERR_OK;
}

enum err_code
rows_check_count(const struct json_in *in, const struct json_at *at, const json_t *v, size_t most)
{
	enum err_code rc = json_want_array(in, at, v);

	return rc == ERR_OK ? rows_check_most(in, at, json_array_size(v), most) : rc;
}

static enum err_code
read_event(const struct json_in *in, const struct json_at *at, json_t *v, void *to)
{
	event_init(to);
	return rows_read_event(in, at, v, to);
}

/* ${n} counts also the one that failed: it may hold something. */
static enum err_code
read_all(const struct json_in *in, const struct json_at *at, json_t *v, rows_read_one *read,
    char *rows, size_t size, size_t *n)
{
	enum err_code rc = ERR_OK;

	while (*n < json_array_size(v) && rc == ERR_OK) {
		struct json_at here = { at, NULL, *n };

		rc = read(in, &here, json_array_get(v, *n), rows + *n * size);
		++*n;
	}
	return rc;
}

enum err_code
rows_read_events(const struct json_in *in, const struct json_at *at, json_t *v, size_t most,
    struct event **out, size_t *n)
{
	enum err_code rc = rows_check_count(in, at, v, most);

	if (rc != ERR_OK || json_array_size(v) == 0)
		return rc;
	*out = calloc(json_array_size(v), sizeof(**out));
	if (*out == NULL)
		return json_bad(in, NULL, ERR_NO_MEMORY, "内存不足");
	return read_all(in, at, v, read_event, (char *)*out, sizeof(**out), n);
}

/* ---- a request of rows ---- */

enum err_code
rows_read_request(const char *text, size_t len, size_t most, size_t size, rows_read_one *read,
    void **out, size_t *n, struct err *e)
{
	static const char *const others[] = { "rows", NULL };
	struct json_in in = { true, e };
	struct json_at at = { NULL, "rows", 0 };
	json_t *root, *v = NULL;
	enum err_code rc = json_parse(text, len, LIMIT_BODY_BYTES, &root, e);

	*out = NULL;
	*n = 0;
	if (rc != ERR_OK)
		return rc;
	rc = codec_read(NULL, 0, others, &in, NULL, root, NULL);
	if (rc == ERR_OK && (v = json_object_get(root, "rows")) == NULL)
		rc = json_bad(&in, &at, ERR_INVALID, "缺少这一项");
	if (rc == ERR_OK)
		rc = rows_check_count(&in, &at, v, most);
	if (rc == ERR_OK && json_array_size(v) > 0) {
		*out = calloc(json_array_size(v), size);
		rc = *out != NULL ? read_all(&in, &at, v, read, *out, size, n)
				  : err_set(e, ERR_NO_MEMORY, NULL);
	}
	json_decref(root);
	return rc;
}

/* ---- not parsed yet ---- */

enum err_code
rows_parse(
    const struct json_in *in, const struct json_at *at, const struct split_span *span, json_t **out)
{
	struct err e = { 0 };
	enum err_code rc = json_parse_checked(span->s, span->n, out, &e);

	return rc == ERR_OK ? rc : json_bad(in, at, rc, "%s", e.text);
}

/* As read_all: ${n} counts also the one that failed. */
static enum err_code
parse_all(const struct json_in *in, const struct json_at *at, const struct split_part *part,
    rows_read_one *read, char *rows, size_t size, size_t *n)
{
	enum err_code rc = ERR_OK;

	while (*n < part->count && rc == ERR_OK) {
		struct json_at here = { at, NULL, *n };
		json_t *v;

		rc = rows_parse(in, &here, &part->span[*n], &v);
		if (rc != ERR_OK)
			break;
		rc = read(in, &here, v, rows + *n * size);
		json_decref(v);
		++*n;
	}
	return rc;
}

static enum err_code
parse_ticket(const struct json_in *in, const struct json_at *at, const struct split_part *part,
    size_t i, struct ticket *t)
{
	const struct json_at here = { at, NULL, i };
	enum err_code rc;
	json_t *v;

	ticket_init(t);
	if (rows_scan_ticket(part->span[i].s, part->span[i].n, t))
		return ERR_OK;
	rc = rows_parse(in, &here, &part->span[i], &v);
	if (rc != ERR_OK)
		return rc;
	rc = rows_read_ticket(in, &here, v, t);
	json_decref(v);
	return rc;
}

enum err_code
rows_parse_tickets(const struct json_in *in, const struct json_at *at,
    const struct split_part *part, struct ticket **out, size_t *n)
{
	enum err_code rc = rows_check_most(in, at, part->count, part->most);

	if (rc != ERR_OK || part->count == 0)
		return rc;
	*out = malloc(part->count * sizeof(**out)); /* each begins with nothing in it */
	if (*out == NULL)
		return json_bad(in, NULL, ERR_NO_MEMORY, "内存不足");
	while (*n < part->count && rc == ERR_OK) {
		rc = parse_ticket(in, at, part, *n, &(*out)[*n]);
		++*n;
	}
	return rc;
}

enum err_code
rows_parse_events(const struct json_in *in, const struct json_at *at, const struct split_part *part,
    struct event **out, size_t *n)
{
	enum err_code rc = rows_check_most(in, at, part->count, part->most);

	if (rc != ERR_OK || part->count == 0)
		return rc;
	*out = calloc(part->count, sizeof(**out));
	if (*out == NULL)
		return json_bad(in, NULL, ERR_NO_MEMORY, "内存不足");
	return parse_all(in, at, part, read_event, (char *)*out, sizeof(**out), n);
}

void
rows_free_tickets(struct ticket *t, size_t n)
{
	for (size_t i = 0; i < n; i++)
		ticket_free(&t[i]);
	free(t);
}

void
rows_free_events(struct event *ev, size_t n)
{
	for (size_t i = 0; i < n; i++)
		event_free(&ev[i]);
	free(ev);
}
