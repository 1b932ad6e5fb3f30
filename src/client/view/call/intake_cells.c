/* intake_cells.c: the cells of the intake form: their order, where they stand at either size, which of them are there.
 *
 * One row of the table is one cell that every form has: a new field on the form is one line here. Those that a category
 * adds come behind them (intake_extra.c). Not here: focus and keys (intake_form.c). */
#include "intake_p.h"

#include <stdio.h>
#include <string.h>

#define NARROW(line, label, at, cols) \
	{                             \
		line, label, at, cols \
	}
#define WIDE(line, label, at, cols)   \
	{                             \
		line, label, at, cols \
	}

static const struct slot cells[] = {
	{ TF_TAKEN_AT, "补录", CELL_LINE, CELL_HEAD | CELL_LATE, NARROW(0, 47, 52, 11),
	    WIDE(0, 47, 52, 11) },
	{ TF_PAPER_NO, "纸单", CELL_LINE, CELL_HEAD | CELL_LATE, NARROW(1, 1, 6, 14),
	    WIDE(1, 1, 6, 14) },
	{ TF_CALLER_PHONE, "来电", CELL_LINE, CELL_HEAD | CELL_MANUAL, NARROW(0, 1, 6, 12),
	    WIDE(0, 1, 6, 12) },
	{ TF_CALLED, "称呼", CELL_LINE, CELL_HEAD, NARROW(0, 30, 35, 11), WIDE(0, 30, 35, 11) },
	{ TF_CONTENT, "诉求内容", CELL_TEXT, 0, NARROW(0, 1, 11, 68), WIDE(0, 1, 11, 68) },
	{ TF_DEMAND, "诉求目的", CELL_TEXT, 0, NARROW(0, 1, 11, 68), WIDE(0, 1, 11, 68) },
	{ TF_TYPE, "类型", CELL_CHOICE, 0, NARROW(1, 1, 11, 18), WIDE(2, 1, 11, 18) },
	{ TF_URGENCY, "紧急程度", CELL_CHOICE, CELL_DEFAULT, NARROW(1, 31, 41, 11),
	    WIDE(2, 31, 41, 22) },
	{ TF_CONFIDENTIAL, "保密", CELL_CHOICE, CELL_DEFAULT, NARROW(1, 53, 58, 3),
	    WIDE(7, 31, 36, 4) },
	{ TF_ANONYMOUS, "匿名", CELL_CHOICE, CELL_DEFAULT, NARROW(1, 62, 67, 3),
	    WIDE(7, 41, 46, 4) },
	{ TF_VISIT, "回访", CELL_CHOICE, CELL_DEFAULT, NARROW(1, 71, 76, 4), WIDE(7, 51, 56, 6) },
	{ TF_CATEGORY, "分类", CELL_PICK, 0, NARROW(2, 1, 11, 68), WIDE(3, 1, 11, 68) },
	{ TF_AREA, "地点", CELL_PICK, 0, NARROW(3, 1, 11, 19), WIDE(4, 1, 11, 19) },
	{ TF_ADDRESS, NULL, CELL_LINE, 0, NARROW(3, 31, 31, 48), WIDE(4, 31, 31, 48) },
	{ TF_EVENT_TIME, "时间", CELL_LINE, 0, NARROW(4, 1, 11, 18), WIDE(5, 1, 11, 18) },
	{ TF_SUBJECT, "涉及对象", CELL_LINE, 0, NARROW(4, 31, 41, 11), WIDE(5, 31, 41, 22) },
	{ TF_PEOPLE, "人数", CELL_LINE, CELL_DEFAULT, NARROW(4, 53, 58, 4), WIDE(5, 66, 71, 6) },
	{ TF_SMS, "短信", CELL_CHOICE, CELL_DEFAULT, NARROW(4, 62, 67, 3), WIDE(6, 66, 71, 4) },
	{ TF_PUBLIC, "公开", CELL_CHOICE, CELL_DEFAULT, NARROW(4, 71, 76, 4), WIDE(7, 66, 71, 6) },
	{ TF_NAME, "诉求人", CELL_LINE, 0, NARROW(5, 1, 11, 18), WIDE(6, 1, 11, 18) },
	{ TF_CONTACT_PHONE, "联系电话", CELL_LINE, 0, NARROW(5, 31, 41, 16), WIDE(6, 31, 41, 22) },
	{ TF_GROUPS, "群体", CELL_SET, CELL_DEFAULT, NARROW(5, 60, 65, 14), WIDE(7, 1, 11, 18) },
	{ TF_UNIT, "承办", CELL_PICK, 0, NARROW(6, 1, 11, 18), WIDE(8, 1, 11, 18) },
	{ TF_ANSWER, "答复", CELL_TEXT, CELL_ANSWER, NARROW(7, 1, 11, 68), WIDE(10, 1, 11, 68) },
};
#define N_CELLS ((int)(sizeof(cells) / sizeof(cells[0])))

int
intake_form_count(const struct intake *s)
{
	return N_CELLS + s->extra.n;
}

const struct slot *
intake_form_slot(const struct intake *s, int cell)
{
	return cell < N_CELLS ? &cells[cell] : &s->extra.cell[cell - N_CELLS];
}

int
intake_form_cell(enum ticket_field f)
{
	for (int i = 0; i < N_CELLS; i++)
		if (cells[i].field == f)
			return i;
	return f == TF_EXTRA ? N_CELLS : -1;
}

void
intake_form_name(const struct intake *s, int cell, char out[32])
{
	const struct slot *c = intake_form_slot(s, cell);
	const struct field_rule *r = intake_extra_rule(s, c);

	(void)snprintf(out, 32, "%s%s%s", field_info(c->field)->json, r != NULL ? ":" : "",
	    r != NULL ? r->name : "");
}

int
intake_form_named(const struct intake *s, const char *name)
{
	char one[32];

	for (int i = 0; i < intake_form_count(s); i++) {
		intake_form_name(s, i, one);
		if (strcmp(one, name) == 0)
			return i;
	}
	return -1;
}

bool
intake_form_there(const struct intake *s, int cell)
{
	const struct draft *d = &intake_sheet(s)->d;
	const unsigned flags = intake_form_slot(s, cell)->flags;

	if ((flags & CELL_MANUAL) && (d->call[0] != '\0' || d->ticket[0] != '\0'))
		return false;
	if ((flags & CELL_LATE) && !intake_late_is(s))
		return false;
	return !(flags & CELL_ANSWER) || intake_is(s, TF_TYPE, "consult") ||
	       intake_is(s, TF_TYPE, "help") ||
	       (intake_is(s, TF_TYPE, "suggest") && *intake_value(s, TF_KB_REFS) != '\0');
}

/* The answer to a call for help is the rare one: its line takes room only once somebody goes there. */
bool
intake_form_shows(const struct intake *s, int cell)
{
	const struct slot *c = intake_form_slot(s, cell);

	return intake_form_there(s, cell) &&
	       (!(c->flags & CELL_ANSWER) || intake_is(s, TF_TYPE, "consult") || s->focus == cell ||
		   *intake_value(s, c->field) != '\0');
}
