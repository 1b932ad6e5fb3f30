#ifndef CLIENT_VIEW_EVENT_WORDS_P_H
#define CLIENT_VIEW_EVENT_WORDS_P_H

#include "base/str.h"
#include "client/view/view.h"
#include "model/event.h"

/** event_words(d, category, ev, out): what a step says, added to ${out}; ${category} of its ticket, NULL not known. */
void
event_words(const struct desk *d, const char *category, const struct event *ev, struct str *out);
/** event_words_who(c, ev, out, size): "1107 陈静", "市政 周建军", "系统". */
void event_words_who(const struct city *c, const struct event *ev, char *out, size_t size);
/** event_words_value(c, f, value, buf, size): a value as a person reads it, codes by their names; perhaps in ${buf}. */
const char *event_words_value(
    const struct city *c, enum ticket_field f, const char *value, char *buf, size_t size);

#endif
