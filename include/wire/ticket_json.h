#ifndef WIRE_TICKET_JSON_H
#define WIRE_TICKET_JSON_H

#include <stdbool.h>

#include "base/err.h"
#include "base/str.h"
#include "model/event.h"
#include "wire/json_write.h"

/* Tickets and events as JSON. Identity is a separate member "identity", absent where the reader may not see it. Unset
 * fields are absent. Writers append to ${out} directly (hot path: no tree); readers are tolerant of unknown members
 * (answers are read tolerantly) but not of wrong types; failures name the place as a JSON pointer in e->where.
 *
 * What is read into is initialised and empty; after a failure it is to be freed all the same. Text that is not UTF-8
 * makes ${out} bad, as want of memory does: check it once, at the end. */

/** ticket_json_write(t, identity, out): the whole projection; "identity" only when ${identity}. */
void ticket_json_write(const struct ticket *t, bool identity, struct str *out);
enum err_code ticket_json_read(const char *text, size_t len, struct ticket *t, struct err *e);
/** ticket_json_text(doc, len, f, out): append what ${f} of the matter holds in a document of ticket_json_write, the rest of
 * which is not read; false when it has none, or is not quite as that writes it: ticket_json_read tells. */
bool ticket_json_text(const char *doc, size_t len, enum ticket_field f, struct str *out);
/** ticket_json_differs(a, b): the JSON name of the first member or field that is not the same in both; NULL when all are. */
const char *ticket_json_differs(const struct ticket *a, const struct ticket *b);
/** ticket_json_matter / ticket_json_identity: only {"json name": value…} of that part: what the databases keep in their
 * plain and sealed columns. fields_json_read reads either back into ${f} (adding to it). */
void ticket_json_matter(const struct fields *f, struct str *out);
void ticket_json_identity(const struct fields *f, struct str *out);
enum err_code fields_json_read(const char *text, size_t len, struct fields *f, struct err *e);

/** event_json_write(ev, identity, out): without ${identity} neither the values nor the salt go out, only the digest and
 * "withheld":true where there is something to withhold; the chain can be checked either way. */
void event_json_write(const struct event *ev, bool identity, struct str *out);
enum err_code event_json_read(const char *text, size_t len, struct event *ev, struct err *e);
/** event_json_identity: what the databases seal: {"set":{},"was":{},"args":{}} of that part. The salt is not in it: keep
 * it beside. event_json_read_payload reads such a part back (adding to ${ev}, setting has_identity). */
void event_json_identity(const struct event *ev, struct str *out);
enum err_code
event_json_read_payload(const char *text, size_t len, struct event *ev, struct err *e);

#endif
