#ifndef CLIENT_UI_TEXTAREA_H
#define CLIENT_UI_TEXTAREA_H

#include "client/ui/canvas.h"
#include "client/ui/editor.h"

/* Text of many lines, wrapped to its place (wrap.h); the last column stays free for the cursor. Up and down go by lines
 * of the screen. Enter is left to the view (next field); a new line is ACTION_NEWLINE. */
struct textarea {
	struct editor ed;
	struct rect at;  /* set with textarea_place */
	size_t *line_at; /* where each line of the screen begins */
	size_t n_lines, cap_lines;
	int goal; /* column that up and down aim at; -1: the cursor's */
};

/** textarea_init(t, limit, soft): soft: more than ${limit} characters are kept (editor_over says by how many). */
void textarea_init(struct textarea *t, size_t limit, bool soft);
void textarea_free(struct textarea *t);
/** textarea_set: editor_set and wrap. textarea_place: where it stands; wraps again when the width changed. */
void textarea_set(struct textarea *t, const char *s, size_t cursor);
void textarea_place(struct textarea *t, struct rect at);
/** textarea_input(t, in, r): up in the first line, down in the last one are not used: the view goes to another field. */
void textarea_input(struct textarea *t, const struct input *in, struct react *r);
void textarea_draw(const struct textarea *t, struct canvas *c, enum role role, bool focused);
/** textarea_rows(t): lines of the screen the text takes, at least 1, so that a view may give it more room. */
int textarea_rows(const struct textarea *t);
const char *textarea_text(const struct textarea *t);

#endif
