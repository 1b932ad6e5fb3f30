/* Arrays of tickets and of events inside larger messages.
 *
 * Invariant: the count is checked before anything is allocated for it. */
#include "rows_p.h"

#include <stdlib.h>

enum err_code
rows_check_count(
    const struct json_in *in, const struct json_at *at, const struct json_node *v, size_t most)
{
	enum err_code rc = json_want_array(in, at, v);
	size_t n = json_count(v);

	if (rc == ERR_OK && n > most)
		return json_bad(
		    in, at, ERR_LIMIT, "有 %zu 条, 最多 %zu 条, 超出 %zu 条", n, most, n - most);
	return rc;
}

/* One element into zeroed memory. */
typedef enum err_code
read_one(const struct json_in *in, const struct json_at *at, const struct json_node *v, void *to);

static enum err_code
read_ticket(const struct json_in *in, const struct json_at *at, const struct json_node *v, void *to)
{
	ticket_init(to);
	return rows_read_ticket(in, at, v, to);
}

static enum err_code
read_event(const struct json_in *in, const struct json_at *at, const struct json_node *v, void *to)
{
	event_init(to);
	return rows_read_event(in, at, v, to);
}

/* ${n} counts also the one that failed: it may hold something. */
static enum err_code
read_all(const struct json_in *in, const struct json_at *at, const struct json_node *v,
    read_one *read, char *rows, size_t size, size_t *n)
{
	const struct json_node *item = json_next(v, NULL);
	enum err_code rc = ERR_OK;

	for (; item != NULL && rc == ERR_OK; item = json_next(v, item)) {
		struct json_at here = { at, NULL, *n };

		rc = read(in, &here, item, rows + *n * size);
		++*n;
	}
	return rc;
}

enum err_code
rows_read_tickets(const struct json_in *in, const struct json_at *at, const struct json_node *v,
    size_t most, struct ticket **out, size_t *n)
{
	enum err_code rc = rows_check_count(in, at, v, most);

	if (rc != ERR_OK || json_count(v) == 0)
		return rc;
	*out = calloc(json_count(v), sizeof(**out));
	if (*out == NULL)
		return json_bad(in, NULL, ERR_NO_MEMORY, "内存不足");
	return read_all(in, at, v, read_ticket, (char *)*out, sizeof(**out), n);
}

enum err_code
rows_read_events(const struct json_in *in, const struct json_at *at, const struct json_node *v,
    size_t most, struct event **out, size_t *n)
{
	enum err_code rc = rows_check_count(in, at, v, most);

	if (rc != ERR_OK || json_count(v) == 0)
		return rc;
	*out = calloc(json_count(v), sizeof(**out));
	if (*out == NULL)
		return json_bad(in, NULL, ERR_NO_MEMORY, "内存不足");
	return read_all(in, at, v, read_event, (char *)*out, sizeof(**out), n);
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
