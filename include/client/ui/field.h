#ifndef CLIENT_UI_FIELD_H
#define CLIENT_UI_FIELD_H

#include "client/ui/canvas.h"
#include "client/ui/editor.h"

/* One line of text to edit. Longer than its place it scrolls by half, '<' and '>' say that there is more. */
struct field {
	struct editor ed;
	struct rect at; /* where it stands; one row. Set by the view */
	bool secret;    /* a password: drawn as '*' */
};

/** field_init(f, limit): empty, at most ${limit} characters (0: none), refused beyond. */
void field_init(struct field *f, size_t limit);
void field_free(struct field *f);
/** field_forget(f): empty, and what stood in it is wiped from memory: of a password. */
void field_forget(struct field *f);
/** field_input(f, in, r): Enter, Tab, up and down are left to the view. */
void field_input(struct field *f, const struct input *in, struct react *r);
/** field_draw(f, c, role, focused): with the focus it also places the cursor. */
void field_draw(const struct field *f, struct canvas *c, enum role role, bool focused);
/** field_text(f): borrowed until the next input. */
const char *field_text(const struct field *f);

#endif
