#ifndef WIRE_TICKET_JSON_H
#define WIRE_TICKET_JSON_H

#include <stdbool.h>

#include "base/err.h"
#include "base/str.h"
#include "model/event.h"

/* Tickets and events as JSON. Identity is a separate member "identity", absent where the reader may not see it. Unset
 * fields are absent. Writers append to ${out} directly (hot path: no tree); readers are tolerant of unknown members
 * (answers are read tolerantly) but not of wrong types. */

/** ticket_json_write(t, identity, out): the whole projection; "identity" only when ${identity}. */
void ticket_json_write(const struct ticket *t, bool identity, struct str *out);
enum err_code ticket_json_read(const char *text, size_t len, struct ticket *t, struct err *e);
/** ticket_json_matter / ticket_json_identity: only {"json name": value…} of that part: what the databases keep in their
 * plain and sealed columns. fields_json_read reads either back into ${f} (adding to it). */
void ticket_json_matter(const struct fields *f, struct str *out);
void ticket_json_identity(const struct fields *f, struct str *out);
enum err_code fields_json_read(const char *text, size_t len, struct fields *f, struct err *e);

void event_json_write(const struct event *ev, bool identity, struct str *out);
enum err_code event_json_read(const char *text, size_t len, struct event *ev, struct err *e);
/** event_json_payload / _identity: the parts the databases keep: {"set":{},"was":{},"args":{}} of that part. */
void event_json_payload(const struct event *ev, struct str *out);
void event_json_identity(const struct event *ev, struct str *out);
enum err_code event_json_read_payload(const char *text, size_t len, struct event *ev, struct err *e);

/** json_escape(s, out): append ${s} as a JSON string with quotes. */
void json_escape(const char *s, struct str *out);

#endif
