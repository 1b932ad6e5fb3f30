/* intake_extra.c: 补充项: the cells that the category of the sheet adds to the form, after all others, two a row.
 *
 * They are made anew whenever the sheet, its category or its type changes; all of them are lines of the one field
 * TF_EXTRA, so that a key in one is journalled like a key in any other. Where there are more rows than room, those
 * around the focus show and the rule below says how many do not. What is typed is put into the form it is kept in when
 * one leaves the cell (11月3日 -> 2026-11-03); what cannot be read stays and is said. Not here: what a value may be
 * (model/extra.h), keys (intake_form.c). */
#include "intake_p.h"

#include <stdio.h>
#include <string.h>

#include "base/str.h"
#include "base/utf8.h"
#include "base/width.h"
#include "model/extra.h"

#define FIRST_LINE 20 /* of the form: behind every other cell */
#define LABEL_COLS 10
#define CELL_COLS  39

/* ---- which cells ---- */

static struct spot
spot_of(int k, const char *label)
{
	int at = 1 + k % 2 * (CELL_COLS + 1), wide = width_str(label);
	int value = at + (wide < LABEL_COLS ? LABEL_COLS : wide + 1);

	return (struct spot){ FIRST_LINE + k / 2, at, value, at + CELL_COLS - value };
}

static bool
has_values(const struct intake *s, const struct field_rule *const *rules, size_t n)
{
	char value[EXTRA_VALUE_BYTES];

	for (size_t i = 0; i < n; i++)
		if (extra_get(intake_value(s, TF_EXTRA), rules[i]->name, value))
			return true;
	return false;
}

void
intake_extra_refresh(struct intake *s)
{
	struct intake_extra *x = &s->extra;
	size_t n;

	x->n = 0;
	if (s->city == NULL || (s->mode == MODE_SENT ? s->last == NULL : s->n_sheets == 0))
		return;
	n = city_fields(s->city, intake_value(s, TF_CATEGORY), x->rule, CITY_FIELDS_MOST);
	/* nobody asks for them in a question; but what was taken down stays where one sees it */
	if (!extra_is_due(&intake_sheet(s)->d.f) && !has_values(s, x->rule, n))
		return;
	x->n = (int)n;
	for (int k = 0; k < x->n; k++) {
		const struct field_rule *r = x->rule[k];
		struct spot spot = spot_of(k, r->label);

		x->cell[k] = (struct slot){ TF_EXTRA, r->label,
			strcmp(r->type, "choice") == 0 ? CELL_CHOICE : CELL_LINE, 0, spot, spot };
	}
}

const struct field_rule *
intake_extra_rule(const struct intake *s, const struct slot *c)
{
	return c->field == TF_EXTRA ? s->extra.rule[c - s->extra.cell] : NULL;
}

const char *
intake_slot_value(const struct intake *s, const struct slot *c, char buf[EXTRA_VALUE_BYTES])
{
	if (c->field != TF_EXTRA)
		return intake_value(s, c->field);
	(void)extra_get(intake_value(s, TF_EXTRA), intake_extra_rule(s, c)->name, buf);
	return buf;
}

/* ---- choices ---- */

int
intake_extra_labels(struct intake *s, const struct slot *c)
{
	struct intake_extra *x = &s->extra;
	size_t at = 0, len;
	const char *item;
	int n = 0;

	while (n < EXTRA_OPTIONS &&
	       (item = city_each(intake_extra_rule(s, c)->options, &at, &len)) != NULL) {
		(void)str_copy(x->option[n],
		    len < sizeof(x->option[n]) ? len + 1 : sizeof(x->option[n]), item);
		s->labels[n] = x->option[n];
		n++;
	}
	return n;
}

int
intake_extra_chosen(const struct intake *s, const struct slot *c, int n)
{
	char value[EXTRA_VALUE_BYTES];

	(void)intake_slot_value(s, c, value);
	for (int i = 0; i < n; i++)
		if (strcmp(s->labels[i], value) == 0)
			return i;
	return -1;
}

/* ---- writing ---- */

/* Only what differs goes into the journal. */
void
intake_extra_put(struct intake *s, const struct slot *c, const char *value)
{
	const char *old = intake_value(s, TF_EXTRA), *now;
	size_t head = 0, tail = 0, old_len = strlen(old), len;
	struct str whole = { 0 };
	struct edit ed;

	extra_set(s->city, intake_value(s, TF_CATEGORY), old, intake_extra_rule(s, c)->name, value,
	    &whole);
	now = str_c(&whole);
	len = strlen(now);
	while (head < len && head < old_len && now[head] == old[head])
		head++;
	while (tail < len - head && tail < old_len - head &&
	       now[len - 1 - tail] == old[old_len - 1 - tail])
		tail++;
	while (head > 0 && utf8_is_inner(now[head])) /* whole characters */
		head--;
	while (tail > 0 && utf8_is_inner(now[len - tail]))
		tail--;
	ed = (struct edit){ .at = head,
		.del = old_len - head - tail,
		.ins = now + head,
		.ins_len = len - head - tail,
		.cursor = len - tail };
	if (whole.bad)
		s->desk->say(s->desk->app, 2, "内存不足, 刚才的输入没有记下, 请先提交或暂存");
	else if (ed.del > 0 || ed.ins_len > 0)
		intake_draft_edit(s, TF_EXTRA, &ed, now);
	str_free(&whole);
}

void
intake_extra_leave(struct intake *s, const struct slot *c)
{
	const struct field_rule *r = intake_extra_rule(s, c);
	char value[EXTRA_VALUE_BYTES], kept[EXTRA_VALUE_BYTES];
	struct err e = { 0 };

	if (r == NULL || intake_amend_locked(s, TF_EXTRA))
		return;
	(void)intake_slot_value(s, c, value);
	if (value[0] == '\0')
		return;
	if (extra_normal(r, value, s->desk->now, kept))
		intake_extra_put(s, c, kept);
	else if (extra_check_value(r, kept, &e) != ERR_OK)
		s->desk->say(s->desk->app, 1, "%s", e.text);
}

/* ---- what is wanting ---- */

int
intake_extra_wanting(const struct intake *s)
{
	char value[EXTRA_VALUE_BYTES];
	int empty = -1;

	for (int k = 0; k < s->extra.n; k++) {
		const struct field_rule *r = s->extra.rule[k];
		const char *v = intake_slot_value(s, &s->extra.cell[k], value);

		if (*v != '\0' && extra_check_value(r, v, NULL) != ERR_OK)
			return intake_form_cell(TF_EXTRA) + k;
		if (empty < 0 && *v == '\0' && r->required)
			empty = intake_form_cell(TF_EXTRA) + k;
	}
	return empty;
}

/* ---- the picture ---- */

int
intake_extra_rows(const struct intake *s, int room)
{
	int all = (s->extra.n + 1) / 2;

	if (all == 0)
		return 0;
	return all < room ? all : room > 1 ? room : 1;
}

int
intake_extra_top(const struct intake *s, int rows)
{
	int first = intake_form_cell(TF_EXTRA), row, all = (s->extra.n + 1) / 2, top;

	if (first < 0 || s->focus < first)
		return 0;
	row = (s->focus - first) / 2;
	top = row - rows + (row + 1 < all ? 2 : 1); /* the row after the one in hand shows too */
	if (top > row)
		top = row;
	return top > 0 ? top : 0;
}

int
intake_extra_row(const struct slot *c)
{
	return c->narrow.line - FIRST_LINE;
}

const char *
intake_extra_hint(const struct intake *s, const struct slot *c, char *buf, size_t size)
{
	const struct field_rule *r = intake_extra_rule(s, c);

	if (!r->required && r->hint[0] == '\0')
		return "-";
	(void)snprintf(buf, size, "%s%s%s", r->required ? "应填" : "",
	    r->required && r->hint[0] != '\0' ? " " : "", r->hint);
	return buf;
}

void
intake_extra_draw_rule(const struct intake *s, struct canvas *c, struct rect line, int rows)
{
	int all = (s->extra.n + 1) / 2, hidden = all - rows, filled = 0, wanting = 0;
	char value[EXTRA_VALUE_BYTES];
	struct str text = { 0 };

	for (int k = 0; k < s->extra.n; k++) {
		const char *v = intake_slot_value(s, &s->extra.cell[k], value);
		bool there = *v != '\0' && extra_check_value(s->extra.rule[k], v, NULL) == ERR_OK;

		filled += there;
		wanting += !there && s->extra.rule[k]->required;
	}
	str_addf(&text, " 补充项 %d/%d", filled, s->extra.n);
	if (wanting > 0)
		str_addf(&text, "  应填未填%d", wanting);
	if (hidden > 0)
		str_addf(&text, "  另有%d行 %s", hidden,
		    intake_extra_top(s, rows) == 0        ? "↓"
		    : intake_extra_top(s, rows) == hidden ? "↑"
							  : "↑↓");
	str_add_c(&text, ' ');
	/* flush with the line between the halves; no stub of the rule is left over */
	canvas_right(
	    c, line.row, line.col + line.cols - (s->wide ? 0 : 1), ROLE_LABEL, str_c(&text));
	str_free(&text);
}

/* In the line of what may be done: what the cell is for and how it may be written. */
void
intake_extra_draw_help(
    const struct intake *s, struct canvas *c, struct rect line, const struct slot *cell)
{
	static const struct {
		const char *type, *how;
	} ways[] = {
		{ "money", "写数字, 如 3000、1.2万" },
		{ "day", "写如 11月3日、昨天、2025年10月" },
		{ "number", "写数字" },
	};
	const struct field_rule *r = intake_extra_rule(s, cell);
	struct str text = { 0 };

	str_addf(&text, "%s%s", r->label, r->required ? "(应填)" : "");
	for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++)
		if (strcmp(ways[i].type, r->type) == 0)
			str_addf(&text, "  %s", ways[i].how);
	if (r->hint[0] != '\0')
		str_addf(&text, "  %s", r->hint);
	str_add(&text, "  Enter=下一项");
	canvas_text(c, line.row, line.col + 1, 5, ROLE_LABEL, "补充");
	canvas_cut(c, line.row, line.col + 11, line.cols - 12, ROLE_NORMAL, str_c(&text));
	str_free(&text);
}
