#ifndef WIRE_ROWS_P_H
#define WIRE_ROWS_P_H

#include "json_p.h"
#include "model/event.h"
#include "split_p.h"

/* Tickets and events as parts of a larger message. Both are read tolerantly. */

/** rows_read_ticket(in, at, v, t): ${t} initialised; after a failure too it is to be freed. rows_read_event: likewise. */
enum err_code
rows_read_ticket(const struct json_in *in, const struct json_at *at, json_t *v, struct ticket *t);
enum err_code
rows_read_event(const struct json_in *in, const struct json_at *at, json_t *v, struct event *ev);
/** rows_scan_ticket(text, len, t): a ticket as ticket_json_write writes it, from the text itself, at half of what it costs by way
 * of a tree. false: it is not quite like that, or damaged; ${t} is as ticket_init leaves it, and rows_read_ticket tells. */
bool rows_scan_ticket(const char *text, size_t len, struct ticket *t);
/** rows_read_events(in, at, v, most, out, n): an array into allocated rows; ${out} and ${n} hold what was read also after
 * a failure. rows_parse_tickets, rows_parse_events: likewise, from elements that are not parsed yet. rows_free_…: the rows
 * and their array. */
enum err_code rows_read_events(const struct json_in *in, const struct json_at *at, json_t *v,
    size_t most, struct event **out, size_t *n);
enum err_code rows_parse_tickets(const struct json_in *in, const struct json_at *at,
    const struct split_part *part, struct ticket **out, size_t *n);
enum err_code rows_parse_events(const struct json_in *in, const struct json_at *at,
    const struct split_part *part, struct event **out, size_t *n);
/** rows_parse(in, at, span, out): the tree of one element; json_decref it. */
enum err_code rows_parse(const struct json_in *in, const struct json_at *at,
    const struct split_span *span, json_t **out);
void rows_free_tickets(struct ticket *t, size_t n);
void rows_free_events(struct event *ev, size_t n);
/** rows_check_count(in, at, v, most): an array of at most ${most} elements. rows_check_most: that many are too many. */
enum err_code
rows_check_count(const struct json_in *in, const struct json_at *at, const json_t *v, size_t most);
enum err_code
rows_check_most(const struct json_in *in, const struct json_at *at, size_t n, size_t most);

/** rows_read_request(text, len, most, size, read, out, n, e): a strict request {"rows":[…]} of at most ${most} elements, each
 * read into ${size} zeroed bytes. ${out} (free()) and ${n} hold what was begun also after a failure. */
typedef enum err_code
rows_read_one(const struct json_in *in, const struct json_at *at, json_t *v, void *to);
enum err_code rows_read_request(const char *text, size_t len, size_t most, size_t size,
    rows_read_one *read, void **out, size_t *n, struct err *e);

#endif
