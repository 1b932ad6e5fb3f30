/* intake_words.c: what a cell of the intake form says: its value in words, or, empty, what would be taken or counts meanwhile.
 * Not here: where and how it is drawn (intake_draw.c). */
#include "intake_words_p.h"

#include <stdio.h>
#include <string.h>

#include "base/str.h"
#include "base/width.h"
#include "intake_p.h"
#include "model/mask.h"
#include "model/members.h"

/* The last parts of "红山区 建水街道 幸福里社区" that fit. */
static const char *
area_tail(const char *full, int cols)
{
	while (width_str(full) > cols && strchr(full, ' ') != NULL)
		full = strchr(full, ' ') + 1;
	return full;
}

static const char *
code_words(const struct intake *s, enum ticket_field f, const char *code, int cols,
    char buf[INTAKE_WORDS_BYTES])
{
	const struct area *a;

	if (*code == '\0' || s->city == NULL)
		return code;
	if (f == TF_CATEGORY) {
		char path[128];

		city_category_path(s->city, code, path, sizeof(path));
		(void)snprintf(buf, INTAKE_WORDS_BYTES, "%s %s", code, path);
		return buf;
	}
	if (f == TF_UNIT)
		return city_unit_name(s->city, code);
	a = city_area(s->city, code);
	return a != NULL ? area_tail(a->full, cols) : code;
}

static const char *
set_words(enum ticket_field f, const char *set, char buf[INTAKE_WORDS_BYTES])
{
	const char *code = NULL;
	size_t n = 0, at = 0;

	buf[0] = '\0';
	while (members_next(set, &code, &n) && at < 120) {
		char one[24];

		(void)snprintf(one, sizeof(one), "%.*s", (int)n, code);
		at += (size_t)snprintf(
		    buf + at, 160 - at, "%s%s", at > 0 ? " " : "", enum_label(f, one));
	}
	return buf;
}

const char *
intake_value_words(
    const struct intake *s, const struct slot *c, int cols, char buf[INTAKE_WORDS_BYTES])
{
	char extra[EXTRA_VALUE_BYTES];
	const char *v = intake_slot_value(s, c, extra);

	if (*v == '\0')
		return "";
	if (c->field == TF_EXTRA) {
		extra_shown(intake_extra_rule(s, c), v, buf);
		return buf;
	}
	switch (c->kind) {
	case CELL_PICK:
		return code_words(s, c->field, v, cols, buf);
	case CELL_SET:
		return set_words(c->field, v, buf);
	case CELL_CHOICE:
		return field_info(c->field)->kind == KIND_BOOL ? strcmp(v, "1") == 0 ? "是" : "否"
							       : enum_label(c->field, v);
	case CELL_TEXT:
	case CELL_LINE:
		break;
	}
	return v;
}

const char *
intake_hint_words(
    const struct intake *s, const struct slot *c, int cols, char buf[INTAKE_WORDS_BYTES])
{
	const struct intake_offer *o = &s->offer;
	const struct proposal *p = o->n > 0 ? &o->p[o->chosen] : NULL;
	const char *v = "";
	char tail[8], code[INTAKE_WORDS_BYTES];

	switch ((int)c->field) {
	case TF_EXTRA:
		return intake_extra_hint(s, c, buf, INTAKE_WORDS_BYTES);
	case TF_TYPE:
		v = p != NULL ? enum_label(TF_TYPE, p->type) : "";
		break;
	case TF_CATEGORY:
		v = p != NULL ? code_words(s, TF_CATEGORY, p->category->code, cols, code) : "";
		break;
	case TF_UNIT:
		v = p != NULL ? code_words(s, TF_UNIT, p->unit, cols, code) : "";
		break;
	case TF_AREA:
		v = code_words(s, TF_AREA, o->area, cols - 1, code);
		break;
	case TF_TAKEN_AT:
		return "几点来电";
	case TF_ADDRESS:
		v = o->address;
		break;
	case TF_EVENT_TIME:
		v = o->time;
		break;
	case TF_DEMAND:
		v = o->demand;
		break;
	case TF_URGENCY:
		return o->urgency != NULL ? enum_label(TF_URGENCY, o->urgency) : "";
	case TF_NAME:
		return intake_value(s, TF_CALLED);
	case TF_CALLED:
		return *intake_value(s, TF_NAME) != '\0' ? intake_value(s, TF_NAME) : "-";
	case TF_CONTACT_PHONE:
		mask_tail(intake_value(s, TF_CALLER_PHONE), tail);
		if (tail[0] == '\0')
			return "";
		(void)snprintf(buf, INTAKE_WORDS_BYTES, "同来电 尾号%s", tail);
		return buf;
	default:
		return c->kind == CELL_TEXT ? "" : "-";
	}
	if (*v == '\0')
		return "";
	(void)snprintf(
	    buf, INTAKE_WORDS_BYTES, "%.*s?", (int)width_fit(v, cols > 1 ? cols - 1 : 1), v);
	return buf;
}
