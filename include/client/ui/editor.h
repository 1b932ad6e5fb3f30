#ifndef CLIENT_UI_EDITOR_H
#define CLIENT_UI_EDITOR_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"
#include "client/ui/input.h"

/* Editing a text: what the one-line field, the text area and the prompt have in common. It knows characters, not
 * lines of the screen. Every change is reported as a splice so that the journal can keep it before the next key. */

#define EDITOR_BYTES 1048576 /* any text; beyond it even a soft limit refuses */

struct editor {
	struct str text;   /* valid UTF-8 */
	size_t cursor;     /* byte offset, at a character */
	size_t chars;      /* characters of text */
	size_t limit;      /* characters; 0 = none */
	bool soft;         /* over the limit is kept and shown, not refused (editor_over) */
	bool lines;        /* line ends are allowed */
	struct str erased; /* the piece last erased at one stroke, for ACTION_RESTORE */
};

void editor_init(struct editor *ed, size_t limit, bool soft, bool lines);
void editor_free(struct editor *ed);
/** editor_set(ed, s, cursor): another text (NULL: none), cursor at that byte or at the end if beyond. Not an edit: it
 * comes from where edits are kept. */
void editor_set(struct editor *ed, const char *s, size_t cursor);
/** editor_replace(ed, s, r): the whole text gives way to ${s} as one edit (a proposal taken, a candidate completed). */
void editor_replace(struct editor *ed, const char *s, struct react *r);
/** editor_insert(ed, s, n, r): put ${n} bytes at the cursor; refused as a whole with a sentence when it goes beyond. */
void editor_insert(struct editor *ed, const char *s, size_t n, struct react *r);
/** editor_input(ed, in, r): typing, pasting, erasing, moving by characters. What is not its business leaves r->bits 0. */
void editor_input(struct editor *ed, const struct input *in, struct react *r);
/** editor_cols(ed, from, to): columns of the bytes between. */
int editor_cols(const struct editor *ed, size_t from, size_t to);
/** editor_over(ed): characters beyond a soft limit; 0 when within. */
size_t editor_over(const struct editor *ed);

#endif
