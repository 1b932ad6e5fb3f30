#ifndef CLIENT_VIEW_MODULE_PUT_P_H
#define CLIENT_VIEW_MODULE_PUT_P_H

#include "client/view/view.h"

/** module_put(d, places, text, cursor, whole, at): Ctrl-X in a text: the abbreviation before ${cursor} gives way to its
 * words, or the next blank (__) after it is taken out. ${places}: blank-separated, of struct text_module, that fit here;
 * modules for any place always do. True: ${whole} (empty before) is the text as it shall be, the cursor at byte ${at}.
 * False: nothing changes and the message line says why. */
bool module_put(const struct desk *d, const char *places, const char *text, size_t cursor,
    struct str *whole, size_t *at);
/** module_put_edit(text, whole, at): the same as one edit for the journal; ${whole} borrowed. */
struct edit module_put_edit(const char *text, const struct str *whole, size_t at);

#endif
