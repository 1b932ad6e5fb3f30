/* field.c: the one-line text field.
 *
 * Drawing is a function of text and cursor alone (scroll.h). A password shows its length only. Not here: editing
 * (editor.c). */
#include "base/secret.h"
#include "base/utf8.h"
#include "base/width.h"
#include "client/ui/field.h"
#include "client/ui/scroll.h"

void
field_init(struct field *f, size_t limit)
{
	*f = (struct field){ 0 };
	editor_init(&f->ed, limit, false, false);
}

void
field_free(struct field *f)
{
	editor_free(&f->ed);
}

void
field_forget(struct field *f)
{
	struct editor *ed = &f->ed;

	if (ed->text.s != NULL)
		secret_wipe(ed->text.s, ed->text.cap);
	if (ed->erased.s != NULL)
		secret_wipe(ed->erased.s, ed->erased.cap);
	str_reset(&ed->erased);
	editor_set(ed, NULL, 0);
}

const char *
field_text(const struct field *f)
{
	return str_c(&f->ed.text);
}

void
field_input(struct field *f, const struct input *in, struct react *r)
{
	editor_input(&f->ed, in, r);
}

static void
draw_secret(const struct field *f, struct canvas *c, enum role role, bool focused)
{
	int stars = (int)f->ed.chars < f->at.cols - 1 ? (int)f->ed.chars : f->at.cols - 1;
	for (int i = 0; i < stars; i++)
		canvas_text(c, f->at.row, f->at.col + i, 1, role, "*");
	if (focused)
		canvas_cursor(c, f->at.row, f->at.col + stars);
}

void
field_draw(const struct field *f, struct canvas *c, enum role role, bool focused)
{
	if (f->secret) {
		draw_secret(f, c, role, focused);
		return;
	}
	const char *s = field_text(f);
	int cursor = editor_cols(&f->ed, 0, f->ed.cursor);
	int scroll = focused ? scroll_cols(cursor, f->at.cols) : 0;
	int all = editor_cols(&f->ed, 0, f->ed.text.len);
	int col = f->at.col, room = f->at.cols;
	if (scroll > 0) {
		/* the first column says that there is more; a wide character cut by it is left out */
		size_t from = width_fit(s, scroll + 1);
		int gap = scroll + 1 - editor_cols(&f->ed, 0, from);
		uint32_t cp = 0;
		size_t len = gap > 0 ? utf8_next(s + from, f->ed.text.len - from, &cp) : 0;
		canvas_text(c, f->at.row, col, 1, ROLE_DIM, "<");
		if (gap > 0) {
			from += len ? len : 1;
			gap = editor_cols(&f->ed, 0, from) - scroll - 1;
		}
		canvas_text(c, f->at.row, col + 1 + gap, room - 1 - gap, role, s + from);
	} else {
		canvas_text(c, f->at.row, col, room, role, s);
	}
	if (all - scroll > room)
		canvas_text(c, f->at.row, col + room - 1, 1, ROLE_DIM, ">");
	if (focused)
		canvas_cursor(c, f->at.row, col + cursor - scroll);
}
