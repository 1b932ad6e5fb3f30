/* The form of the administrator's screen: lines, words of several lines, passwords, one or several of a catalogue. Enter goes on and at the end sends,
 * as in every form. What is typed stays while the screen is open; passwords are wiped when the form closes. */
#include <stdio.h>
#include <string.h>

#include "admin_p.h"
#include "base/limits.h"
#include "base/str.h"
#include "base/width.h"
#include "model/members.h"

#define PICK_ROWS  6
#define LABEL_COLS 12
#define TEXT_ROWS  4 /* wished for */
#define TEXT_MOST  8

static struct admin_cell *
here(struct admin_form *f)
{
	return &f->cell[f->focus];
}

static bool
is_pick(const struct admin_cell *c)
{
	return c->spec->kind == ADMIN_ONE || c->spec->kind == ADMIN_SOME;
}

void
admin_form_open(struct admin_form *f, const struct desk *d, const char *title,
    const struct admin_spec *specs, int n)
{
	*f = (struct admin_form){ .desk = d, .open = true, .n = n };
	f->keys = "Enter=下一项 F10=送出 Esc=返回";
	(void)str_copy(f->title, sizeof(f->title), title);
	for (int i = 0; i < n; i++) {
		struct admin_cell *c = &f->cell[i];

		c->spec = &specs[i];
		if (is_pick(c))
			continue;
		if (c->spec->kind == ADMIN_TEXT) {
			textarea_init(&c->words, c->spec->limit, false);
			continue;
		}
		field_init(&c->line,
		    c->spec->kind == ADMIN_SECRET ? LIMIT_PASSWORD_BYTES - 1 : c->spec->limit);
		c->line.secret = c->spec->kind == ADMIN_SECRET;
	}
}

void
admin_form_catalogue(struct admin_form *f, int i, const struct picker_catalogue *k)
{
	picker_init(&f->cell[i].pick, k, PICK_ROWS);
}

void
admin_form_close(struct admin_form *f)
{
	for (int i = 0; i < f->n; i++) {
		struct admin_cell *c = &f->cell[i];

		if (is_pick(c)) {
			picker_free(&c->pick);
		} else if (c->spec->kind == ADMIN_TEXT) {
			textarea_free(&c->words);
		} else {
			if (c->line.secret)
				field_forget(&c->line);
			field_free(&c->line);
		}
		str_free(&c->codes);
	}
	*f = (struct admin_form){ .open = false };
}

void
admin_form_put(struct admin_form *f, int i, const char *text)
{
	struct admin_cell *c = &f->cell[i];

	if (c->spec->kind == ADMIN_ONE) {
		picker_set(&c->pick, text);
	} else if (c->spec->kind == ADMIN_SOME) {
		str_reset(&c->codes);
		str_add(&c->codes, text);
	} else if (c->spec->kind == ADMIN_TEXT) {
		textarea_set(&c->words, text, SIZE_MAX);
	} else {
		editor_set(&c->line.ed, text, SIZE_MAX);
	}
}

const char *
admin_form_text(const struct admin_form *f, int i)
{
	const struct admin_cell *c = &f->cell[i];

	if (c->spec->kind == ADMIN_ONE)
		return picker_code(&c->pick);
	if (c->spec->kind == ADMIN_TEXT)
		return textarea_text(&c->words);
	return c->spec->kind == ADMIN_SOME ? str_c(&c->codes) : field_text(&c->line);
}

/* ---- inputs ---- */

static enum admin_form_end
send(struct admin_form *f)
{
	for (int i = 0; i < f->n; i++) {
		if (!f->cell[i].spec->must || *admin_form_text(f, i) != '\0')
			continue;
		f->focus = i;
		f->desk->say(f->desk->app, 1, "请填写%s。", f->cell[i].spec->label);
		return ADMIN_FORM_STAYS;
	}
	return ADMIN_FORM_SEND;
}

static enum admin_form_end
go(struct admin_form *f, int by)
{
	if (by > 0 && f->focus == f->n - 1)
		return send(f);
	f->focus = (f->focus + by + f->n) % f->n;
	return ADMIN_FORM_STAYS;
}

static void
drop_last(struct str *codes)
{
	char *comma = codes->len > 0 ? strrchr(codes->s, ',') : NULL;
	struct str rest = { 0 };

	if (comma != NULL)
		str_add_n(&rest, codes->s, (size_t)(comma - codes->s));
	str_free(codes);
	*codes = rest;
}

/* A code taken goes to the others, and the place is empty for the next. */
static void
take_some(struct admin_cell *c)
{
	const char *code = picker_code(&c->pick);

	if (*code == '\0')
		return;
	members_add(&c->codes, code, strlen(code));
	picker_set(&c->pick, "");
}

static enum admin_form_end
pick_input(struct admin_form *f, const struct input *in, unsigned *bits)
{
	struct admin_cell *c = here(f);
	const bool was_open = c->pick.open;
	struct react r = { 0 };

	if (!was_open && c->spec->kind == ADMIN_SOME && input_is(in, ACTION_ERASE)) {
		drop_last(&c->codes);
		*bits = VIEW_DRAW;
		return ADMIN_FORM_STAYS;
	}
	if (was_open || !input_is(in, ACTION_DOWN) || c->spec->kind == ADMIN_ONE)
		picker_input(&c->pick, in, &r);
	part_refused(f->desk, &r);
	if ((r.bits & REACT_TAKE) != 0 && c->spec->kind == ADMIN_SOME) {
		take_some(c);
		r.bits |= REACT_USED;
	} else if ((r.bits & REACT_TAKE) != 0 && was_open) {
		*bits = VIEW_DRAW;
		return input_is(in, ACTION_PREV) ? go(f, -1)
		       : f->focus < f->n - 1     ? go(f, 1)
						 : ADMIN_FORM_STAYS;
	}
	*bits = r.bits != 0 ? VIEW_DRAW : VIEW_IGNORED;
	return ADMIN_FORM_STAYS;
}

static enum admin_form_end
key(struct admin_form *f, const struct input *in, bool *used)
{
	*used = true;
	if (in->kind == INPUT_ACTION && !here(f)->pick.open)
		switch ((int)in->action) {
		case ACTION_ENTER:
		case ACTION_NEXT:
			return go(f, 1);
		case ACTION_PREV:
		case ACTION_UP:
			return go(f, -1);
		case ACTION_DOWN:
			return f->focus < f->n - 1 ? go(f, 1) : ADMIN_FORM_STAYS;
		case ACTION_SUBMIT:
			return send(f);
		case ACTION_BACK:
			return ADMIN_FORM_LEFT;
		default:
			break;
		}
	*used = false;
	return ADMIN_FORM_STAYS;
}

enum admin_form_end
admin_form_input(struct admin_form *f, const struct input *in, unsigned *bits)
{
	struct react r = { 0 };
	bool used;
	enum admin_form_end end;

	*bits = VIEW_DRAW;
	if (here(f)->spec->kind == ADMIN_TEXT &&
	    (input_is(in, ACTION_UP) || input_is(in, ACTION_DOWN))) {
		textarea_input(&here(f)->words, in, &r);
		if (r.bits != 0)
			return ADMIN_FORM_STAYS;
	}
	end = key(f, in, &used);
	if (used)
		return end;
	if (is_pick(here(f)))
		return pick_input(f, in, bits);
	if (here(f)->spec->kind == ADMIN_TEXT)
		textarea_input(&here(f)->words, in, &r);
	else
		field_input(&here(f)->line, in, &r);
	part_refused(f->desk, &r);
	*bits = r.bits != 0 ? VIEW_DRAW : VIEW_IGNORED;
	return ADMIN_FORM_STAYS;
}

unsigned
admin_form_scopes(const struct admin_form *f)
{
	return SCOPE_ALL | (is_pick(&f->cell[f->focus]) ? 0 : (unsigned)SCOPE_EDIT);
}

/* ---- picture ---- */

int
admin_form_rows(const struct admin_form *f)
{
	int rows = f->n + 1;

	for (int i = 0; i < f->n; i++)
		rows += f->cell[i].spec->kind == ADMIN_TEXT ? TEXT_ROWS - 1 : 0;
	return rows;
}

/* Of a place of ${rows}: what the other cells leave to the words. */
static int
cell_rows(const struct admin_form *f, int i, int rows)
{
	const int left = rows - f->n;

	if (f->cell[i].spec->kind != ADMIN_TEXT || left < 1)
		return 1;
	return left < TEXT_MOST ? left : TEXT_MOST;
}

/* What has been taken, in words, and behind it the place for the next. */
static void
draw_some(struct admin_cell *c, struct canvas *cv, struct rect at, bool focused)
{
	const char *code = NULL;
	char one[32];
	size_t n = 0;
	int col = at.col;

	while (members_next(str_c(&c->codes), &code, &n)) {
		long i;

		(void)snprintf(one, sizeof(one), "%.*s", (int)n, code);
		i = picker_catalogue_find(c->pick.from, one);
		col += canvas_cut(cv, at.row, col, at.col + at.cols - col, ROLE_VALUE,
			   i >= 0 ? c->pick.from->item[i].label : one) +
		       1;
	}
	if (at.col + at.cols - col < 8)
		col = at.col + at.cols - 8;
	c->pick.at = (struct rect){ at.row, col, 1, at.col + at.cols - col };
	if (focused)
		picker_draw(&c->pick, cv, ROLE_VALUE, true);
}

static void
draw_cell(struct admin_form *f, int i, struct canvas *cv, struct rect at)
{
	struct admin_cell *c = &f->cell[i];
	const bool focused = i == f->focus;

	if (c->spec->kind == ADMIN_SOME) {
		draw_some(c, cv, at, focused);
	} else if (c->spec->kind == ADMIN_ONE) {
		c->pick.at = at;
		picker_draw(&c->pick, cv, ROLE_VALUE, focused);
	} else if (c->spec->kind == ADMIN_TEXT) {
		textarea_place(&c->words, at);
		textarea_draw(&c->words, cv, ROLE_VALUE, focused);
	} else {
		c->line.at = at;
		field_draw(&c->line, cv, ROLE_VALUE, focused);
	}
	if (*admin_form_text(f, i) == '\0' && c->spec->hint != NULL && !c->pick.open)
		canvas_cut(cv, at.row, at.col + 2, at.cols - 2, ROLE_HINT, c->spec->hint);
}

void
admin_form_draw(struct admin_form *f, struct canvas *c, struct rect at)
{
	canvas_fill(c, at, ROLE_NORMAL);
	canvas_text(c, at.row, at.col, -1, ROLE_HEADING, f->title);
	canvas_right(c, at.row, at.col + at.cols, ROLE_HINT, f->keys);
	for (int k = 0; k < f->n; k++) {
		const int i = (f->focus + 1 + k) % f->n; /* the one with the cursor last */
		const int high = cell_rows(f, i, at.rows);
		int row = at.row + 1;

		for (int j = 0; j < i; j++)
			row += cell_rows(f, j, at.rows);
		if (row + high > at.row + at.rows)
			continue;
		canvas_text(c, row, at.col, 1, ROLE_KEY, i == f->focus ? ">" : " ");
		canvas_cut(c, row, at.col + 2, LABEL_COLS - 2,
		    i == f->focus           ? ROLE_FOCUS
		    : f->cell[i].spec->must ? ROLE_LABEL
					    : ROLE_DIM,
		    f->cell[i].spec->label);
		draw_cell(f, i, c,
		    (struct rect){ row, at.col + LABEL_COLS + 2, high, at.cols - LABEL_COLS - 2 });
	}
	if (is_pick(here(f)) && here(f)->pick.open)
		picker_draw_list(&here(f)->pick, c);
}
