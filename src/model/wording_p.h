#ifndef MODEL_WORDING_P_H
#define MODEL_WORDING_P_H

#include <stdbool.h>
#include <stddef.h>

/** wording_is_other(text, at, except): inside one of the list ${except} it is another word (保证金). */
bool wording_is_other(const char *text, const char *at, const char *except);
/** wording_is_denied(text, at): does 不, 未, 无法 … stand right before? */
bool wording_is_denied(const char *text, const char *at);

/** wording_day(s, len): "11月20日" at ${s}: month * 100 + day as written, and how long it is; 0 none. */
int wording_day(const char *s, size_t *len);
/** wording_span(text, len): where a span of days stands that ends before it begins; NULL none. */
const char *wording_span(const char *text, size_t *len);

#endif
