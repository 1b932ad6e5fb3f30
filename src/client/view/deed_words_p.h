#ifndef CLIENT_VIEW_DEED_WORDS_P_H
#define CLIENT_VIEW_DEED_WORDS_P_H

#include "client/view/view.h"
#include "model/deed.h"

/* What was said with a step, in words: codes by their names, units by theirs, limits as one reads them. */

/** deed_value_words(d, ask, value, out): one answer of a form; ${value} is not "". */
void deed_value_words(
    const struct desk *d, const struct deed_ask *ask, const char *value, struct str *out);
/** deed_words(d, ev, between, out): all that the form of ${ev} asks for and ${ev} says, in the form's order, "延长5个工作日;
 * 延期原因 等材料" with ${between} "; ". Long words that stand alone have no label. */
void deed_words(const struct desk *d, const struct event *ev, const char *between, struct str *out);

#endif
