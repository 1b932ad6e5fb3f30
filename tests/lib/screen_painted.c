/* A row of the screen with its colours and attributes as text, so that two of them can be compared and the difference be
 * read. */
#include "screen.h"

#include <stdio.h>
#include <string.h>
#include <vterm.h>

#include "base/str.h"
#include "base/utf8.h"

static void
put_colour(struct str *out, const VTermColor *c, bool is_default)
{
	if (is_default)
		str_add_c(out, '-');
	else if (VTERM_COLOR_IS_INDEXED(c))
		str_addf(out, "%d", c->indexed.idx);
	else
		str_addf(out, "#%02x%02x%02x", c->rgb.red, c->rgb.green, c->rgb.blue);
}

static void
put_paint(struct str *out, const VTermScreenCell *cell)
{
	const bool blank = cell->chars[0] == 0 || cell->chars[0] == ' ';

	str_add_c(out, '{');
	str_add(out, cell->attrs.bold && !blank ? "bold " : "");
	str_add(out, cell->attrs.italic && !blank ? "italic " : "");
	str_add(out, cell->attrs.blink && !blank ? "blink " : "");
	str_add(out, cell->attrs.underline ? "underline " : "");
	str_add(out, cell->attrs.reverse ? "reverse " : "");
	/* the background of what is reversed is its foreground */
	put_colour(out, &cell->fg,
	    (blank && !cell->attrs.reverse) || VTERM_COLOR_IS_DEFAULT_FG(&cell->fg));
	str_add_c(out, '/');
	put_colour(out, &cell->bg, VTERM_COLOR_IS_DEFAULT_BG(&cell->bg));
	str_add_c(out, '}');
}

void
screen_painted(struct screen *s, int y, int from, int to, char *out, size_t size)
{
	struct str all = { 0 }, paint = { 0 }, before = { 0 };

	for (int x = from; x < to;) {
		VTermScreenCell cell = { 0 }; /* libvterm sets it up to the first 0 only */
		const VTermPos pos = { y, x };

		vterm_screen_get_cell(screen_vterm(s), pos, &cell);
		str_reset(&paint);
		put_paint(&paint, &cell);
		if (strcmp(str_c(&paint), str_c(&before)) != 0) {
			str_add(&all, str_c(&paint));
			str_reset(&before);
			str_add(&before, str_c(&paint));
		}
		for (int i = 0; i < VTERM_MAX_CHARS_PER_CELL && (i == 0 || cell.chars[i] != 0);
		     i++) {
			char put[4];

			str_add_n(
			    &all, put, utf8_put(put, cell.chars[i] != 0 ? cell.chars[i] : ' '));
		}
		x += cell.width > 0 ? cell.width : 1;
	}
	(void)snprintf(out, size, "%s", str_c(&all));
	str_free(&all);
	str_free(&paint);
	str_free(&before);
}
