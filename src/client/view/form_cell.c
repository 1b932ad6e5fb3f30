/* form_cell.c: one question of a step's form: which widget asks it, what is kept of it, and what it says in the event. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "attach_p.h"
#include "form_p.h"
#include "model/members.h"
#include "model/until.h"

#define STARS       5
#define UNIT_ROWS   6
#define TICKETS_MAX 2 /* candidates of a short number: one is an answer */

/* behind their digits, which are the stars */
static const char *const star_labels[STARS] = { "很不满意", "不满意", "基本满意", "满意",
	"很满意" };

static bool
is_unit(const struct form_cell *c)
{
	return c->ask->kind == DEED_UNIT || c->ask->kind == DEED_UNITS;
}

bool
form_cell_is_choice(const struct form_cell *c)
{
	return c->ask->kind == DEED_CHOICE || c->ask->kind == DEED_STARS;
}

/* What has been taken so far is its value. */
static bool
is_list(const struct form_cell *c)
{
	return c->ask->kind == DEED_UNITS || c->ask->kind == DEED_FILES;
}

/* ---- opening ---- */

static void
open_choice(struct form_cell *c)
{
	c->pick = (struct choice){ .labels = c->labels, .value = -1 };
	if (c->ask->kind == DEED_STARS) {
		c->pick.labels = star_labels;
		c->pick.n = STARS;
		return;
	}
	for (int i = 0; i < c->ask->n_items && i < FORM_LABELS; i++)
		c->labels[c->pick.n++] = c->ask->items[i].label;
}

void
form_cell_open(struct form *f, int i, const struct deed_ask *ask)
{
	/* Fields of a draft that hold any text; the words a person is told of later stand in the first. */
	static const enum ticket_field texts[] = { TF_CONTENT, TF_DEMAND, TF_ANSWER, TF_TITLE,
		TF_ADDRESS, TF_SUBJECT };
	static const enum ticket_field lines[] = { TF_EVENT_TIME, TF_UNIT_BASIS, TF_BEST_TIME,
		TF_URGENCY_REASON, TF_HOME_AREA, TF_ORIGIN_LINE, TF_RECORDING, TF_RELATED,
		TF_KB_REFS, TF_CALL_ID, TF_NO, TF_GROUPS };
	struct form_cell *c = &f->cell[i];
	int nth = 0, n;

	*c = (struct form_cell){ .ask = ask };
	/* by its place among all questions of the step, also those that are not asked this time */
	for (const struct deed_ask *a = deed_asks(f->kind, &n); a != ask; a++)
		nth += (a->kind == DEED_TEXT) == (ask->kind == DEED_TEXT);
	c->slot = ask->kind == DEED_TEXT ? texts[nth] : lines[nth];
	if (ask->kind == DEED_TEXT)
		textarea_init(&c->words, (size_t)arg_info(ask->arg)->max_chars, false);
	else if (form_cell_is_choice(c))
		open_choice(c);
	else if (is_unit(c))
		picker_init(&c->unit, &f->units, UNIT_ROWS);
	else
		field_init(&c->line, (size_t)arg_info(ask->arg)->max_chars);
}

void
form_cell_free(struct form_cell *c)
{
	if (c->ask == NULL)
		return;
	if (c->ask->kind == DEED_TEXT)
		textarea_free(&c->words);
	else if (is_unit(c))
		picker_free(&c->unit);
	else if (!form_cell_is_choice(c))
		field_free(&c->line);
	str_free(&c->units);
	*c = (struct form_cell){ .ask = NULL };
}

/* ---- what stands in it ---- */

static const char *
choice_code(const struct form_cell *c)
{
	static const char *const stars[STARS] = { "1", "2", "3", "4", "5" };

	if (c->pick.value < 0)
		return "";
	return c->ask->kind == DEED_STARS ? stars[c->pick.value]
					  : c->ask->items[c->pick.value].code;
}

const char *
form_cell_text(const struct form_cell *c)
{
	if (c->ask->kind == DEED_TEXT)
		return textarea_text(&c->words);
	if (form_cell_is_choice(c))
		return choice_code(c);
	if (c->ask->kind == DEED_UNIT)
		return picker_code(&c->unit);
	return is_list(c) ? str_c(&c->units) : field_text(&c->line);
}

static int
choice_of(const struct form_cell *c, const char *code)
{
	if (c->ask->kind == DEED_STARS)
		return *code >= '1' && *code <= '0' + STARS && code[1] == '\0' ? *code - '1' : -1;
	for (int i = 0; i < c->pick.n; i++)
		if (strcmp(c->ask->items[i].code, code) == 0)
			return i;
	return -1;
}

void
form_cell_put(struct form_cell *c, const char *text)
{
	if (c->ask->kind == DEED_TEXT) {
		textarea_set(&c->words, text, SIZE_MAX);
	} else if (form_cell_is_choice(c)) {
		c->pick.value = choice_of(c, text);
	} else if (c->ask->kind == DEED_UNIT) {
		picker_set(&c->unit, text);
	} else if (is_list(c)) {
		str_reset(&c->units);
		str_add(&c->units, text);
	} else {
		editor_set(&c->line.ed, text, SIZE_MAX);
	}
}

void
form_cell_go(struct form_cell *c, size_t cursor)
{
	struct str text = { 0 };

	str_add(&text, form_cell_text(c));
	if (c->ask->kind == DEED_TEXT)
		textarea_set(&c->words, str_c(&text), cursor);
	else if (!form_cell_is_choice(c) && !is_unit(c))
		editor_set(&c->line.ed, str_c(&text), cursor);
	str_free(&text);
}

size_t
form_cell_cursor(const struct form_cell *c)
{
	if (c->ask->kind == DEED_TEXT)
		return c->words.ed.cursor;
	return form_cell_is_choice(c) || is_unit(c) ? 0 : c->line.ed.cursor;
}

/* ---- what it says ---- */

static enum err_code
say_time(const struct form *f, const char *text, struct str *out, struct err *e)
{
	const struct city *city = f->desk->city;
	int64_t at = 0;
	enum err_code rc =
	    until_read(text, city != NULL ? &city->calendar : NULL, f->desk->now, &at, e);

	if (rc == ERR_OK)
		str_addf(out, "%lld", (long long)at);
	return rc;
}

static enum err_code
say_ticket(const struct form *f, const char *text, struct str *out, struct err *e)
{
	char ids[TICKETS_MAX][ID_SIZE];
	int n = cache_ticket_by_number(f->desk->cache, text, NULL, ids, TICKETS_MAX);

	if (n == 0)
		return err_set(e, ERR_NOT_FOUND, "本机没有编号“%s”的工单, 请核对", text);
	if (n > 1)
		return err_set(e, ERR_INVALID, "后六位“%s”不止一件, 请输完整的18位编号", text);
	str_add(out, ids[0]);
	return ERR_OK;
}

enum err_code
form_cell_value(const struct form *f, int i, struct str *out, struct err *e)
{
	const struct form_cell *c = &f->cell[i];
	const char *text = form_cell_text(c);
	enum err_code rc = ERR_OK;

	str_reset(out);
	if (*text == '\0')
		return ERR_OK;
	if (c->ask->kind == DEED_TIME)
		rc = say_time(f, text, out, e);
	else if (c->ask->kind == DEED_TICKET)
		rc = say_ticket(f, text, out, e);
	else
		str_add(out, text);
	if (rc != ERR_OK)
		(void)err_at(e, "%s", arg_info(c->ask->arg)->json);
	return rc;
}

/* ---- input ---- */

bool
form_cell_takes_all(const struct form_cell *c)
{
	return (is_unit(c) && c->unit.open) || attach_busy(c);
}

/* The whole value gave way to another: as one edit. */
static void
whole_edit(const struct form_cell *c, size_t before, struct react *r)
{
	const char *now = form_cell_text(c);

	r->bits |= REACT_EDIT;
	r->edit = (struct edit){
		.at = 0, .del = before, .ins = now, .ins_len = strlen(now), .cursor = strlen(now)
	};
}

static void
drop_last_unit(struct str *units)
{
	const char *comma = strrchr(str_c(units), ',');
	char kept[256];

	(void)snprintf(kept, sizeof(kept), "%.*s", comma != NULL ? (int)(comma - str_c(units)) : 0,
	    str_c(units));
	str_reset(units);
	str_add(units, kept);
}

static void
input_units(struct form_cell *c, const struct input *in, struct react *r)
{
	if (!c->unit.open && input_is(in, ACTION_ERASE) && c->units.len > 0) {
		drop_last_unit(&c->units);
		r->bits |= REACT_USED;
		return;
	}
	picker_input(&c->unit, in, r);
	if ((r->bits & REACT_TAKE) == 0)
		return;
	members_add(&c->units, picker_code(&c->unit), strlen(picker_code(&c->unit)));
	picker_set(&c->unit, NULL);
	r->bits &= ~(unsigned)REACT_TAKE; /* there may be another */
}

void
form_cell_input(struct form *f, int i, const struct input *in, struct react *r)
{
	struct form_cell *c = &f->cell[i];
	struct str before = { 0 };

	str_add(&before, form_cell_text(c));
	if (c->ask->kind == DEED_TEXT)
		textarea_input(&c->words, in, r);
	else if (form_cell_is_choice(c))
		choice_input(&c->pick, in, r);
	else if (c->ask->kind == DEED_UNIT)
		picker_input(&c->unit, in, r);
	else if (c->ask->kind == DEED_UNITS)
		input_units(c, in, r);
	else if (c->ask->kind == DEED_FILES)
		attach_input(f, c, in, r);
	else
		field_input(&c->line, in, r);
	if ((r->bits & REACT_EDIT) == 0 && strcmp(str_c(&before), form_cell_text(c)) != 0)
		whole_edit(c, before.len, r);
	str_free(&before);
}
