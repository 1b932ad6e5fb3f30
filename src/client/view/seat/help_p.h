#ifndef CLIENT_VIEW_HELP_P_H
#define CLIENT_VIEW_HELP_P_H

#include <stddef.h>

#include "client/ui/action.h"

/* What a key means on one screen only. */
struct help_key {
	/* "worklist": on every screen that is one; "bulletins of writers", "bulletins of deciders": on that screen, for who
	 * writes talking points, and for who writes them or lets them out */
	const char *view;
	const char *keys;   /* NULL: the key of ${action} */
	enum action action; /* ACTION_NONE with ${keys} */
	const char *label, *sentence;
};
/* What one does next on a screen. ${view} may be "home calls": the first screen, for who answers calls; "home others": for
 * who does not; "home end": where one signs out, which is not at a private centre; or a part of "bulletins" as above. */
struct help_step {
	const char *view, *words;
};

/** help_keys(n), help_steps(n): all rows, in the order they are shown; they live for ever (help_words.c). */
const struct help_key *help_keys(size_t *n);
const struct help_step *help_steps(size_t *n);

#endif
