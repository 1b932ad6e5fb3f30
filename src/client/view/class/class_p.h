#ifndef CLIENT_VIEW_CLASS_P_H
#define CLIENT_VIEW_CLASS_P_H

#include "client/class/results.h"
#include "client/ui/prompt.h"
#include "client/view/classroom.h"
#include "client/view/part_p.h"

/* What the screens of a classroom say in the same words, and the line in which they ask for a name or a reason. */

#define CLASS_HALF_SIZE 48
/** class_half(got, of, out): "66/80(82%)": as marked, and of a hundred; "未评" for a half that is open (got < 0). */
const char *class_half(int got, int of, char out[CLASS_HALF_SIZE]);
enum role class_verdict_role(enum score_verdict v);

#define CLASS_LESSON_SIZE 64
/** class_lesson(r, out): names a lesson for the marks' screen. class_lesson_read: false: it names none. */
const char *class_lesson(const struct class_result *r, char out[CLASS_LESSON_SIZE]);
bool class_lesson_read(const char *arg, int64_t *at, const char **trainee);

/** class_dispute_draw(v, r, c, at): the last dispute of that lesson and what came of it; false: there was none. */
bool class_dispute_draw(
    const struct class_reviews *v, const struct class_result *r, struct canvas *c, struct rect at);

/** class_replay(d, r): plays its tape, or says that there is none. */
void class_replay(const struct desk *d, const struct class_result *r);

/** class_leaves(d, in, name, asked, bits): ${bits} of a page that the class ${name} is had on, "" none: Esc that would leave it is
 * asked about once; *asked, the page's, is false again before any other key. */
unsigned class_leaves(
    const struct desk *d, const struct input *in, const char *name, bool *asked, unsigned bits);

/* One line to answer; the list above it waits. */
struct class_ask {
	bool open, name;
	int what; /* the view's own */
	struct prompt prompt;
};
void
class_ask_begin(struct class_ask *a, int what, const char *label, const char *begun, size_t limit);
/** class_ask_name(a, what, label, begun): of a person, as long as results keep one. */
void class_ask_name(struct class_ask *a, int what, const char *label, const char *begun);
/** class_ask_input(d, a, in, out): what was answered is *out, borrowed until the next; NULL: nothing yet, or it was left. */
unsigned class_ask_input(
    const struct desk *d, struct class_ask *a, const struct input *in, const char **out);
void class_ask_draw(struct class_ask *a, struct canvas *c, int row);
void class_ask_free(struct class_ask *a);
unsigned class_ask_scopes(const struct class_ask *a);

#endif
