#ifndef WIRE_PAGE_H
#define WIRE_PAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"
#include "model/event.h"

/* Answers of GET /v1/sync/changes and of a snapshot page:
 * {"epoch":"…","cursor":"…","more":false,"rows":{"ticket":[…],"event":[…],"ref":[["unit","1001",7,"row text"],…]},
 *  "out":[["ticket","id",rev]],"del":[["ref","unit/1001",rev]],"last_op":17,"reference":41,"desk":9,
 * "server_ms":…} */

#define CURSOR_SIZE 128
#define EPOCH_SIZE  40

struct ref_row { /* one row of the city's reference data, city/rows.h gives it meaning */
	char *kind, *code, *text; /* owned */
	int64_t rev;
};
struct gone_row {
	char kind[16];
	char id[96];
	int64_t rev;
};
struct page {
	char epoch[EPOCH_SIZE];
	char cursor[CURSOR_SIZE];
	bool more;
	int64_t last_op; /* last op of the asking device that the centre has */
	int64_t
	    reference; /* feed number of the newest reference row; 0 not told: another number than
	                      before, and that feed has something new */
	int64_t desk;  /* number of the newest desk record that somebody waits for here; 0 none */
	int64_t server_ms;
	struct ticket *tickets;
	size_t n_tickets;
	struct event *events;
	size_t n_events;
	struct ref_row *refs;
	size_t n_refs;
	struct gone_row *out;
	size_t n_out; /* left this feed */
	struct gone_row *del;
	size_t n_del;
};

/** page_read(text, len, p, e): page_free it; after a failure ${p} is empty. Kinds of rows it does not know are passed
 * over. */
enum err_code page_read(const char *text, size_t len, struct page *p, struct err *e);
void page_free(struct page *p);

/* Writing goes straight into a buffer, part by part, so that a page of 2,000 rows needs no tree. */
struct page_writer {
	struct str *out;
	int part;                /* which list is open */
	int64_t reference, desk; /* to be told at the end, unless 0 */
	bool first;
};
void page_begin(struct page_writer *w, struct str *out, const char *epoch);
void page_ticket(struct page_writer *w, const struct ticket *t, bool identity);
void page_ticket_text(
    struct page_writer *w, const char *json, size_t len); /* an already written object */
void page_event(struct page_writer *w, const struct event *ev, bool identity);
void
page_ref(struct page_writer *w, const char *kind, const char *code, int64_t rev, const char *text);
void page_out(struct page_writer *w, const char *kind, const char *id, int64_t rev);
void page_del(struct page_writer *w, const char *kind, const char *id, int64_t rev);
/** page_end: parts must have come in the order ticket, event, ref, out, del, else ${out} is bad. */
void
page_end(struct page_writer *w, const char *cursor, bool more, int64_t last_op, int64_t server_ms);

#endif
