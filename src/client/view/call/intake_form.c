/* intake_form.c: which cell of the intake form has the focus, and what a key means in it.
 *
 * Only the focused cell has a widget; the others are drawn from the sheet, which is the truth. Not here: which cells
 * there are (intake_cells.c), what a value brings with it (intake_offer.c), drawing (intake_draw.c). */
#include "intake_p.h"

#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "model/members.h"

/* ---- focus ---- */

static void
load(struct intake *s, const struct slot *c, size_t cursor)
{
	char extra[EXTRA_VALUE_BYTES];
	const char *value = intake_slot_value(s, c, extra);
	const struct picker_catalogue *list;

	switch (c->kind) {
	case CELL_TEXT:
		if (c->field == TF_CONTENT)
			break;
		s->text.ed.limit = (size_t)field_info(c->field)->max_chars;
		textarea_set(&s->text, value, cursor);
		break;
	case CELL_LINE:
		s->line.ed.limit = c->field == TF_EXTRA ? EXTRA_VALUE_CHARS
							: (size_t)field_info(c->field)->max_chars;
		editor_set(&s->line.ed, value, cursor);
		break;
	case CELL_CHOICE:
	case CELL_SET:
		s->choice = (struct choice){ .labels = s->labels };
		s->choice.n = c->field == TF_EXTRA ? intake_extra_labels(s, c)
						   : intake_pick_labels(c->field, s->labels);
		s->choice.value = c->field == TF_EXTRA ? intake_extra_chosen(s, c, s->choice.n)
						       : intake_pick_value(c->field, value);
		break;
	case CELL_PICK:
		list = intake_pick_list(s, c->field);
		intake_pick_weigh(s);
		picker_free(&s->pick);
		if (list != NULL) {
			picker_init(&s->pick, list, PICKER_ROWS);
			picker_set(&s->pick, value);
			s->pick.none = c->field == TF_AREA
					   ? "没有符合的: Enter 记到地址, 或输首字母、代码"
					   : NULL;
		}
		break;
	}
}

/* What the search for the same matter looks at. */
static bool
is_near(enum ticket_field f)
{
	return f == TF_CONTENT || f == TF_CATEGORY || f == TF_AREA || f == TF_ADDRESS;
}

void
intake_form_focus(struct intake *s, int cell)
{
	const struct slot *left = s->focus >= 0 ? intake_form_slot(s, s->focus) : NULL;

	if (s->focus == cell)
		return;
	if (left != NULL) {
		intake_extra_leave(s, left);
		intake_pick_leave(s, left);
	}
	intake_draft_save(s); /* a pause: what was typed goes to the cache too */
	if (left != NULL && left->field == TF_CALLER_PHONE)
		intake_known_caller(s);
	if (left != NULL && left->field == TF_TAKEN_AT)
		intake_late_settle(s);
	if (left != NULL && is_near(left->field))
		intake_known_near(s);
	s->focus = cell;
	intake_form_reload(s);
}

void
intake_form_reload(struct intake *s)
{
	const struct sheet *p = intake_sheet(s);
	char name[32];

	if (s->focus < 0)
		return;
	if (s->focus >= intake_form_count(s) || !intake_form_there(s, s->focus))
		s->focus = intake_form_cell(TF_CONTENT);
	intake_form_name(s, s->focus, name);
	if (p->d.cursor >= 0 && strcmp(p->d.focus, name) == 0)
		load(s, intake_form_slot(s, s->focus), (size_t)p->d.cursor);
	else
		load(s, intake_form_slot(s, s->focus), SIZE_MAX);
}

/* The next cell in the direction; ${all}: those filled from the start too. Round at the ends. */
static int
step(const struct intake *s, int from, int by, bool all)
{
	int i = from, n = intake_form_count(s);

	do {
		i = (i + by + n) % n;
		if ((all ? intake_form_there(s, i) : intake_form_shows(s, i)) &&
		    (all || !(intake_form_slot(s, i)->flags & (CELL_DEFAULT | CELL_HEAD))))
			return i;
	} while (i != from);
	return from;
}

static unsigned
go_next(struct intake *s, bool all)
{
	int content = intake_form_cell(TF_CONTENT);

	if (s->focus == content && !all && s->offer.danger != NULL)
		intake_form_focus(s, FOCUS_DANGER);
	else if (intake_form_slot(s, s->focus)->flags & CELL_HEAD)
		intake_form_focus(s, step(s, s->focus, 1, true)); /* they stand before the words */
	else
		intake_form_focus(s, step(s, s->focus, 1, all));
	return VIEW_DRAW;
}

/* Up and down by lines of the form: the cell of the nearest line whose value begins nearest. */
static unsigned
go_line(struct intake *s, int by)
{
	const struct slot *from = intake_form_slot(s, s->focus);
	int content = intake_form_cell(TF_CONTENT), best = -1, best_far = 0;

	if (s->focus == content || (from->flags & CELL_HEAD)) {
		if (by < 0 && s->focus == content)
			best = intake_form_cell(TF_CALLED);
		else
			best = s->focus == content ? intake_form_cell(TF_DEMAND) : content;
		intake_form_focus(s, best);
		return VIEW_DRAW;
	}
	for (int i = 0; i < intake_form_count(s); i++) {
		const struct slot *to = intake_form_slot(s, i);
		const struct spot *a = s->wide ? &from->wide : &from->narrow;
		const struct spot *b = s->wide ? &to->wide : &to->narrow;
		int lines = (b->line - a->line) * by, far = lines * 200 + abs(b->at - a->at);

		if (i == content || (to->flags & CELL_HEAD) || !intake_form_there(s, i) ||
		    lines <= 0)
			continue;
		if (best < 0 || far < best_far) {
			best = i;
			best_far = far;
		}
	}
	if (best >= 0 || by < 0)
		intake_form_focus(s, best >= 0 ? best : content);
	return VIEW_DRAW;
}

void
intake_form_needed(struct intake *s)
{
	enum ticket_field missing[TF_COUNT];
	int cell = intake_form_cell(TF_DEMAND);
	struct fields f = { 0 };

	if (intake_prepare(s, &f) && workflow_missing(&f, missing) > 0) {
		cell = intake_form_cell(missing[0]);
	} else if (fields_get(&f, TF_DEMAND)[0] != '\0' && extra_missing(s->city, &f, NULL) > 0) {
		cell = intake_extra_wanting(s);
	} else if (fields_get(&f, TF_DEMAND)[0] != '\0') {
		cell = s->offer.elements.mark[ELEMENT_PEOPLE] == ELEMENT_THERE
			   ? intake_form_cell(TF_SUBJECT)
			   : intake_form_cell(TF_NAME);
	}
	fields_free(&f);
	intake_form_focus(s, cell >= 0 ? cell : intake_form_cell(TF_CONTENT));
}

/* ---- keys in a cell ---- */

static unsigned
refused(struct intake *s, const struct react *r)
{
	s->desk->say(s->desk->app, 1, "%s", r->note);
	return VIEW_DRAW;
}

static void
text_input(struct intake *s, const struct slot *c, const struct input *in, struct react *r)
{
	struct textarea *t = c->field == TF_CONTENT ? &s->content : &s->text;

	if (c->kind == CELL_LINE)
		field_input(&s->line, in, r);
	else
		textarea_input(t, in, r);
	s->quiet = c->field == TF_CONTENT && (r->bits & (REACT_EDIT | REACT_MOVED)) != 0 &&
		   !(r->bits & REACT_REFUSED);
	if (!(r->bits & REACT_EDIT))
		return;
	if (c->field == TF_EXTRA) {
		intake_extra_put(s, c, field_text(&s->line));
		return;
	}
	intake_draft_edit(
	    s, c->field, &r->edit, c->kind == CELL_LINE ? field_text(&s->line) : textarea_text(t));
	if (c->kind == CELL_TEXT && editor_over(&t->ed) > 0)
		s->desk->say(s->desk->app, 1, "%s超出 %d 字上限 %zu 字: 都记着, 提交前请删减",
		    field_info(c->field)->label, field_info(c->field)->max_chars,
		    editor_over(&t->ed));
	if (c->field == TF_CONTENT)
		intake_offer_typed(s, &r->edit);
	else
		intake_offer_fields(s, c->field);
}

/* One digit chooses and goes on; a letter goes round the choices that begin with it. */
static unsigned
choice_input_in(struct intake *s, const struct slot *c, const struct input *in)
{
	struct react r = { 0 };
	int letter = in->kind == INPUT_TEXT && input_digit(in) == 0
			 ? intake_pick_letter(&s->choice, in->text)
			 : -1;

	if (letter >= 0) {
		s->choice.value = letter;
		r.bits = REACT_USED | REACT_TAKE;
	} else {
		choice_input(&s->choice, in, &r);
	}
	if (r.bits & REACT_REFUSED)
		return refused(s, &r);
	if (!(r.bits & REACT_USED))
		return 0;
	if (c->field == TF_TYPE && s->choice.value == s->choice.n - 1) {
		s->choice.value = intake_pick_value(TF_TYPE, intake_value(s, TF_TYPE));
		return intake_reject_open(s);
	}
	if (s->choice.value >= 0 && c->field == TF_EXTRA) {
		intake_extra_put(s, c, s->labels[s->choice.value]);
	} else if (s->choice.value >= 0) {
		intake_draft_put(s, c->field, intake_pick_code(c->field, s->choice.value), false);
		intake_offer_fields(s, c->field);
	}
	if (input_digit(in) > 0)
		intake_form_focus(s, step(s, s->focus, 1, (c->flags & CELL_DEFAULT) != 0));
	return VIEW_DRAW;
}

/* Digits put members in and take them out. */
static unsigned
set_input(struct intake *s, const struct slot *c, const struct input *in)
{
	int digit = input_digit(in);
	const char *now = intake_value(s, c->field), *code = NULL;
	struct str out = { 0 };
	size_t n = 0;

	if (in->kind == INPUT_TEXT && (digit == 0 || digit > s->choice.n)) {
		s->desk->say(s->desk->app, 1, "这里按数字选: 1 至 %d, 再按一次取消", s->choice.n);
		return VIEW_DRAW;
	}
	if (digit == 0)
		return 0;
	code = intake_pick_code(c->field, digit - 1);
	if (!members_has(now, code)) {
		str_add(&out, now);
		members_add(&out, code, strlen(code));
	} else {
		const char *skip = code;

		for (code = NULL; members_next(now, &code, &n);)
			if (strlen(skip) != n || strncmp(skip, code, n) != 0)
				members_add(&out, code, n);
	}
	intake_draft_put(s, c->field, str_c(&out), false);
	str_free(&out);
	return VIEW_DRAW;
}

static unsigned
pick_input(struct intake *s, const struct slot *c, const struct input *in)
{
	struct react r = { 0 };

	if (input_is(in, ACTION_DOWN) && !s->pick.open)
		return 0; /* down goes to the next line of the form everywhere; a blank lists all */
	if (intake_pick_list(s, c->field) == NULL) {
		if (in->kind != INPUT_TEXT && in->kind != INPUT_PASTE)
			return 0;
		s->desk->say(
		    s->desk->app, 2, "分类、区划和单位还没有从中心取到, 先记内容, 稍后再选");
		s->city_is_missed = true;
		return VIEW_DRAW;
	}
	if (intake_pick_strays(s, c) && (input_is(in, ACTION_ENTER) || input_is(in, ACTION_NEXT) ||
					    input_is(in, ACTION_DOWN))) {
		intake_form_focus(s, intake_form_cell(TF_ADDRESS));
		return VIEW_DRAW;
	}
	picker_input(&s->pick, in, &r);
	if (r.bits & REACT_REFUSED)
		return refused(s, &r);
	if (r.bits & REACT_TAKE) {
		intake_draft_put(s, c->field, picker_code(&s->pick), false);
		intake_offer_fields(s, c->field);
		if (picker_code(&s->pick)[0] != '\0')
			return go_next(s, input_is(in, ACTION_NEXT));
	}
	return r.bits != 0 ? VIEW_DRAW : 0;
}

static unsigned
cell_input(struct intake *s, const struct slot *c, const struct input *in)
{
	struct react r = { 0 };

	if (c->field == TF_TAKEN_AT && intake_late_strays(s, in))
		return VIEW_DRAW;
	if (intake_amend_locked(s, c->field))
		return intake_amend_input(s, c->field, in);
	if (c->field == TF_EXTRA && c->kind == CELL_CHOICE && input_is(in, ACTION_ERASE)) {
		intake_extra_put(s, c, ""); /* nobody has to have an answer to it */
		s->choice.value = -1;
		return VIEW_DRAW;
	}
	switch (c->kind) {
	case CELL_CHOICE:
		return choice_input_in(s, c, in);
	case CELL_SET:
		return set_input(s, c, in);
	case CELL_PICK:
		return pick_input(s, c, in);
	case CELL_TEXT:
	case CELL_LINE:
		break;
	}
	text_input(s, c, in, &r);
	if (r.bits & REACT_REFUSED)
		return refused(s, &r);
	return r.bits != 0 ? VIEW_DRAW : 0;
}

/* ---- keys between cells ---- */

static unsigned
danger_input(struct intake *s, const struct input *in)
{
	if (input_is(in, ACTION_ENTER) && s->offer.danger != NULL && !in->ahead) {
		intake_draft_asked(s, s->offer.danger->id);
		intake_offer_text(s);
		intake_form_focus(
		    s, s->offer.danger != NULL ? FOCUS_DANGER : intake_form_cell(TF_DEMAND));
		return VIEW_DRAW;
	}
	if (input_is(in, ACTION_NEXT) || input_is(in, ACTION_DOWN) || input_is(in, ACTION_ENTER)) {
		if (!input_is(in, ACTION_ENTER))
			intake_form_focus(s, intake_form_cell(TF_DEMAND));
		return VIEW_DRAW;
	}
	if (input_is(in, ACTION_PREV) || input_is(in, ACTION_UP) || input_is(in, ACTION_BACK)) {
		intake_form_focus(s, intake_form_cell(TF_CONTENT));
		return VIEW_DRAW;
	}
	if (in->kind == INPUT_TEXT || in->kind == INPUT_PASTE) {
		/* more words: they belong to the text above */
		intake_form_focus(s, intake_form_cell(TF_CONTENT));
		return cell_input(s, intake_form_slot(s, s->focus), in);
	}
	return VIEW_IGNORED;
}

static unsigned
tab(struct intake *s)
{
	if (s->focus != intake_form_cell(TF_CONTENT) || intake_amend_locked(s, TF_CONTENT))
		return go_next(s, true);
	if (!intake_offer_any(s)) {
		s->desk->say(s->desk->app, 1, "这些话还对不上分类, 请按首字母或代码选");
		intake_form_focus(s, intake_form_cell(TF_CATEGORY));
		return VIEW_DRAW;
	}
	s->offer.chosen = 0;
	intake_form_focus(s, FOCUS_OFFER);
	return VIEW_DRAW;
}

static unsigned
back(struct intake *s)
{
	if (s->focus != intake_form_cell(TF_CONTENT)) {
		intake_form_focus(s, intake_form_cell(TF_CONTENT));
		return VIEW_DRAW;
	}
	if (s->desk->call.active) {
		s->desk->say(s->desk->app, 1, "通话中不离开受理; F5 暂存, Ctrl-P 去别的画面");
		return VIEW_DRAW;
	}
	return VIEW_CLOSE;
}

static unsigned
prev(struct intake *s)
{
	if (s->focus == intake_form_cell(TF_CONTENT))
		intake_form_focus(s, intake_form_cell(TF_CALLED));
	else
		intake_form_focus(s, step(s, s->focus, -1, true));
	return VIEW_DRAW;
}

unsigned
intake_form_input(struct intake *s, const struct input *in)
{
	unsigned bits;

	if (s->focus == FOCUS_OFFER)
		return intake_offer_input(s, in);
	if (s->focus == FOCUS_DANGER)
		return danger_input(s, in);
	bits = cell_input(s, intake_form_slot(s, s->focus), in);
	if (bits != 0)
		return bits;
	if (in->kind != INPUT_ACTION)
		return VIEW_IGNORED;
	switch ((int)in->action) {
	case ACTION_ENTER:
		return go_next(s, false);
	case ACTION_NEXT:
		return tab(s);
	case ACTION_PREV:
		return prev(s);
	case ACTION_UP:
		return go_line(s, -1);
	case ACTION_DOWN:
		return go_line(s, 1);
	case ACTION_BACK:
		return back(s);
	default:
		return VIEW_IGNORED;
	}
}
