#ifndef CLIENT_VIEW_ATTACH_P_H
#define CLIENT_VIEW_ATTACH_P_H

#include "client/cache/files.h"
#include "form_p.h"

/* Attachments in the form of a step: a path is typed (Tab completes it), the engine takes a sealed copy of the file, and
 * the cell keeps its id. What has been taken in stands before the line; Backspace in an empty line takes the last away. */

/** attach_busy(c): a path stands in the cell's line, or is being taken in: Enter and Tab are the cell's. */
bool attach_busy(const struct form_cell *c);
/** attach_owes_photo(f, c): the step comes with a photograph, and among what was taken in there is none: what to say of
 * it; NULL otherwise. */
const char *attach_owes_photo(const struct form *f, const struct form_cell *c);
/** attach_no_picture(d, ids): are the files of that list all known to this seat, and none of them a picture? */
bool attach_no_picture(const struct desk *d, const char *ids);
void attach_input(struct form *f, struct form_cell *c, const struct input *in, struct react *r);
/** attach_before(c), attach_after(f, c): around a key: what was said of a path goes with its text, or with the focus. */
void attach_before(struct form_cell *c);
void attach_after(struct form *f, struct form_cell *c);
/** attach_event(f, n, c): was it about a file being taken in, or a path being completed? *c: the cell whose value changed, as one edit in ${r}. */
bool attach_event(struct form *f, const struct news *n, struct form_cell **c, struct react *r);
void attach_draw(
    const struct form *f, struct form_cell *c, struct canvas *cv, struct rect at, bool here);

#endif
