/* editing_cells.c: the cells of an article's form: which widget asks each, what stands in it, where it is kept in the note.
 *
 * Not here: moving between them, keeping and sending (editing_form.c). */
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/str.h"
#include "editing_p.h"

#define LABEL_COLS 10
#define DAY_CHARS  10
#define LIST_ROWS  6

enum cell_is { IS_LINE, IS_CHOICE, IS_CODE, IS_TEXT };

static const char *const kinds[] = { "政策", "办事指南", "问答", "职责", "通知", "话术", "电话" };
static const char *const openness[] = { "可对外", "仅内部" };

/* The note keeps each in a field of its draft that holds any text. */
static const struct cell_row {
	const char *label;
	enum cell_is is;
	enum ticket_field slot;
	size_t chars;
	const char *const *labels; /* of a choice */
	int n;
	enum editing_codes codes; /* of a code */
} cells[EDITING_CELLS] = {
	[CELL_TITLE] = { "标题", IS_LINE, TF_TITLE, LIMIT_ARTICLE_TITLE_CHARS, NULL, 0, 0 },
	[CELL_QUESTION] = { "问题", IS_LINE, TF_DEMAND, LIMIT_ARTICLE_LINE_CHARS, NULL, 0, 0 },
	[CELL_KIND] = { "类型", IS_CHOICE, TF_BEST_TIME, 0, kinds, 7, 0 },
	[CELL_OPEN] = { "公开", IS_CHOICE, TF_HOME_AREA, 0, openness, 2, 0 },
	[CELL_CATEGORY] = { "分类", IS_CODE, TF_ORIGIN_LINE, 0, NULL, 0, CODES_CATEGORY },
	[CELL_SOURCE] = { "来源单位", IS_CODE, TF_RECORDING, 0, NULL, 0, CODES_UNIT },
	[CELL_AREA] = { "适用区域", IS_CODE, TF_RELATED, 0, NULL, 0, CODES_AREA },
	[CELL_BASIS] = { "依据", IS_LINE, TF_UNIT_BASIS, LIMIT_ARTICLE_LINE_CHARS, NULL, 0, 0 },
	[CELL_KEYWORDS] = { "关键词", IS_LINE, TF_SUBJECT, LIMIT_ARTICLE_LINE_CHARS, NULL, 0, 0 },
	[CELL_FROM] = { "有效期自", IS_LINE, TF_EVENT_TIME, DAY_CHARS, NULL, 0, 0 },
	[CELL_UNTIL] = { "有效期至", IS_LINE, TF_URGENCY_REASON, DAY_CHARS, NULL, 0, 0 },
	[CELL_ANSWER] = { "读给来电人", IS_TEXT, TF_ANSWER, ARTICLE_ANSWER_CHARS, NULL, 0, 0 },
	[CELL_BODY] = { "正文", IS_TEXT, TF_CONTENT, LIMIT_ARTICLE_BODY_CHARS, NULL, 0, 0 },
};

_Static_assert(ARTICLE_CONTACT == 6, "as kinds says");

const char *
editing_cell_label(int cell)
{
	return cells[cell].label;
}

enum ticket_field
editing_cell_slot(int cell)
{
	return cells[cell].slot;
}

bool
editing_cell_is_text(int cell)
{
	return cells[cell].is == IS_LINE || cells[cell].is == IS_TEXT;
}

/* ---- life ---- */

void
editing_cells_init(struct editing_form *f)
{
	for (int i = 0; i < EDITING_CELLS; i++) {
		const struct cell_row *k = &cells[i];

		if (k->is == IS_LINE)
			field_init(&f->line[i], k->chars);
		else if (k->is == IS_TEXT)
			textarea_init(&f->text[i], k->chars, false);
		else if (k->is == IS_CHOICE)
			f->pick[i] = (struct choice){ .labels = k->labels, .n = k->n };
		else
			picker_init(&f->code[i], &f->codes[k->codes], LIST_ROWS);
	}
}

static void
drop_codes(struct editing_form *f)
{
	for (int i = 0; i < CODES_COUNT; i++) {
		if (f->items[i] != NULL)
			picker_catalogue_free(&f->codes[i]);
		free(f->items[i]);
		f->items[i] = NULL;
	}
	free(f->labels);
	f->labels = NULL;
}

void
editing_cells_free(struct editing_form *f)
{
	for (int i = 0; i < EDITING_CELLS; i++) {
		if (cells[i].is == IS_LINE)
			field_free(&f->line[i]);
		else if (cells[i].is == IS_TEXT)
			textarea_free(&f->text[i]);
		else if (cells[i].is == IS_CODE)
			picker_free(&f->code[i]);
	}
	drop_codes(f);
}

/* ---- the city's codes ---- */

static size_t
fill_categories(struct editing_form *f, const struct city *c)
{
	size_t n = 0;

	for (size_t i = 0; i < c->n_categories; i++) {
		const struct category *k = &c->categories[i];

		if (k->parent[0] == '\0')
			continue;
		city_category_path(c, k->code, f->labels[n], sizeof(f->labels[n]));
		f->items[CODES_CATEGORY][n] = (struct picker_item){
			.code = k->code, .label = f->labels[n], .search = k->synonyms
		};
		n++;
	}
	return n;
}

static size_t
fill_units(struct editing_form *f, const struct city *c)
{
	for (size_t i = 0; i < c->n_units; i++)
		f->items[CODES_UNIT][i] = (struct picker_item){ .code = c->units[i].code,
			.label = c->units[i].name,
			.search = c->units[i].short_name };
	return c->n_units;
}

static size_t
fill_areas(struct editing_form *f, const struct city *c)
{
	for (size_t i = 0; i < c->n_areas; i++)
		f->items[CODES_AREA][i] = (struct picker_item){ .code = c->areas[i].code,
			.label = c->areas[i].full,
			.search = c->areas[i].aliases };
	return c->n_areas;
}

bool
editing_cells_codes(struct editing_form *f)
{
	static size_t (*const fill[CODES_COUNT])(
	    struct editing_form *, const struct city *) = { [CODES_CATEGORY] = fill_categories,
		[CODES_UNIT] = fill_units,
		[CODES_AREA] = fill_areas };
	const struct city *c = f->desk->city;
	bool ok = c != NULL;

	drop_codes(f);
	for (int i = 0; i < EDITING_CELLS; i++)
		if (cells[i].is == IS_CODE)
			f->code[i].value = -1;
	if (ok)
		f->labels = calloc(c->n_categories + 1, sizeof(*f->labels));
	ok = ok && f->labels != NULL;
	for (int i = 0; ok && i < CODES_COUNT; i++) {
		const size_t most[CODES_COUNT] = { c->n_categories, c->n_units, c->n_areas };

		f->items[i] = calloc(most[i] + 1, sizeof(*f->items[i]));
		ok = f->items[i] != NULL && picker_catalogue_init(&f->codes[i], f->items[i],
						fill[i](f, c), NULL) == ERR_OK;
		if (!ok) {
			free(f->items[i]);
			f->items[i] = NULL;
		}
	}
	return ok;
}

/* ---- what stands in it ---- */

const char *
editing_cell_text(const struct editing_form *f, int cell)
{
	static const char *const digits[] = { "", "1", "2", "3", "4", "5", "6", "7", "8", "9" };

	switch (cells[cell].is) {
	case IS_LINE:
		return field_text(&f->line[cell]);
	case IS_TEXT:
		return textarea_text(&f->text[cell]);
	case IS_CHOICE:
		return digits[f->pick[cell].value + 1];
	case IS_CODE:
		return picker_code(&f->code[cell]);
	}
	return "";
}

void
editing_cell_put(struct editing_form *f, int cell, const char *text)
{
	switch (cells[cell].is) {
	case IS_LINE:
		editor_set(&f->line[cell].ed, text, SIZE_MAX);
		break;
	case IS_TEXT:
		textarea_set(&f->text[cell], text, 0);
		break;
	case IS_CHOICE:
		f->pick[cell].value =
		    *text >= '1' && *text <= '0' + f->pick[cell].n ? *text - '1' : 0;
		break;
	case IS_CODE:
		picker_set(&f->code[cell], text);
		break;
	}
}

void
editing_cell_input(struct editing_form *f, const struct input *in, struct react *r)
{
	switch (cells[f->at].is) {
	case IS_LINE:
		field_input(&f->line[f->at], in, r);
		break;
	case IS_TEXT:
		textarea_input(&f->text[f->at], in, r);
		break;
	case IS_CHOICE:
		choice_input(&f->pick[f->at], in, r);
		break;
	case IS_CODE:
		picker_input(&f->code[f->at], in, r);
		break;
	}
}

bool
editing_cell_takes_all(const struct editing_form *f, int cell)
{
	return cells[cell].is == IS_CODE && f->code[cell].open;
}

void
editing_cell_draw(struct editing_form *f, int cell, struct canvas *c, struct rect at)
{
	const bool here = cell == f->at;
	struct rect value = { at.row, at.col + LABEL_COLS + 1, at.rows, at.cols - LABEL_COLS - 1 };

	canvas_text(
	    c, at.row, at.col, LABEL_COLS, here ? ROLE_FOCUS : ROLE_LABEL, cells[cell].label);
	switch (cells[cell].is) {
	case IS_LINE:
		f->line[cell].at = value;
		field_draw(&f->line[cell], c, ROLE_VALUE, here);
		break;
	case IS_TEXT:
		textarea_place(&f->text[cell], value);
		textarea_draw(&f->text[cell], c, ROLE_VALUE, here);
		break;
	case IS_CHOICE:
		f->pick[cell].at = value;
		choice_draw(&f->pick[cell], c, ROLE_VALUE, here);
		break;
	case IS_CODE:
		f->code[cell].at = value;
		picker_draw(&f->code[cell], c, ROLE_VALUE, here);
		break;
	}
}
