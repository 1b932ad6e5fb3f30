/* intake_prepare.c: what a sheet says when it is sent: the fields and what follows from them, and whether the rules let
 * it go.
 *
 * A sheet about a ticket that exists shows its names and numbers masked, as every list does: a masked value is never
 * sent back. Not here: what is done about a refusal (intake_submit.c). */
#include "intake_p.h"

#include <string.h>

#include "base/str.h"
#include "model/mask.h"
#include "model/number.h"

static bool
ends_with(const char *s, const char *tail)
{
	size_t n = strlen(s), m = strlen(tail);

	return n > m && strcmp(s + n - m, tail) == 0;
}

/* 张女士 tells how to address somebody and whether it is a woman; it is no name. */
static bool
prepare_person(struct fields *f)
{
	static const struct {
		const char *tail, *gender;
	} forms[] = { { "女士", "f" }, { "先生", "m" }, { "阿姨", "f" }, { "大姐", "f" },
		{ "大爷", "m" }, { "大哥", "m" } };
	const char *name = fields_get(f, TF_NAME), *called = fields_get(f, TF_CALLED);
	bool ok = true;

	for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]) && ok; i++) {
		if (*called == '\0' && ends_with(name, forms[i].tail)) {
			ok = fields_set(f, TF_CALLED, name);
			called = fields_get(f, TF_CALLED);
		}
		if (ok && ends_with(called, forms[i].tail) && *fields_get(f, TF_GENDER) == '\0')
			ok = fields_set(f, TF_GENDER, forms[i].gender);
	}
	return ok;
}

static bool
prepare_phone(struct fields *f)
{
	static const enum ticket_field phones[] = { TF_CALLER_PHONE, TF_CONTACT_PHONE };
	char digits[24];
	bool ok = true;

	for (size_t i = 0; i < 2 && ok; i++)
		if (*fields_get(f, phones[i]) != '\0' &&
		    mask_phone_normal(fields_get(f, phones[i]), digits, sizeof(digits)) > 0)
			ok = fields_set(f, phones[i], digits);
	if (ok && *fields_get(f, TF_CONTACT_PHONE) == '\0' &&
	    *fields_get(f, TF_CALLER_PHONE) != '\0')
		ok = fields_set(f, TF_CONTACT_PHONE, fields_get(f, TF_CALLER_PHONE));
	return ok;
}

/* Of a ticket that exists the seat sees masked names and numbers: only what was typed anew is put in order. */
static bool
prepare_amended(const struct intake *s, struct fields *f)
{
	const struct fields *was = &intake_sheet(s)->base->f;
	const char *phone = fields_get(f, TF_CONTACT_PHONE);
	char digits[24];

	if (*phone == '\0' || strcmp(phone, fields_get(was, TF_CONTACT_PHONE)) == 0 ||
	    mask_phone_normal(phone, digits, sizeof(digits)) == 0)
		return true;
	return fields_set(f, TF_CONTACT_PHONE, digits);
}

/* The fields as they will be sent: the sheet, and what follows from it. */
bool
intake_prepare(const struct intake *s, struct fields *f)
{
	const struct ticket *base = intake_sheet(s)->base;
	const struct category *k;
	char title[LIMIT_TITLE_CHARS * 4 + 1];

	if (!fields_copy(f, &intake_sheet(s)->d.f))
		return false;
	if (base != NULL ? !prepare_amended(s, f)
			 : !prepare_person(f) || !prepare_phone(f) || !intake_late_prepare(s, f))
		return false;
	if (s->city == NULL || (base != NULL && !workflow_is_new(base)))
		return true;
	if (*fields_get(f, TF_URGENCY) == '\0' &&
	    !fields_set(f, TF_URGENCY, propose_urgency(s->city, f)))
		return false;
	if (*fields_get(f, TF_TITLE) != '\0')
		return true;
	k = city_category(s->city, fields_get(f, TF_CATEGORY));
	ticket_auto_title(f, k != NULL ? k->name : NULL, title, (int)sizeof(title));
	return *title == '\0' || fields_set(f, TF_TITLE, title);
}

/* What ${f} changes in the ticket; all of it when there is none yet. The number of a new one is the engine's to issue:
 * any good one stands in for it. */
static bool
changes(const struct intake *s, const struct fields *f, struct fields *set)
{
	const struct ticket *base = intake_sheet(s)->base;
	struct number_state st = { .sequence = -1 };
	char no[NUMBER_SIZE];
	bool ok = true;

	if (base == NULL || workflow_is_new(base)) {
		number_issue(&st, "0000", s->desk->now, no);
		ok = fields_set(set, TF_NO, no);
	}
	if (base == NULL)
		return fields_copy(set, f) && fields_set(set, TF_NO, no);
	for (int i = 0; i < TF_COUNT && ok; i++)
		if (f->v[i] != NULL &&
		    strcmp(f->v[i], fields_get(&base->f, (enum ticket_field)i)) != 0)
			ok = fields_set(set, (enum ticket_field)i, f->v[i]);
	return ok;
}

enum err_code
intake_prepare_check(const struct intake *s, enum event_kind k, const struct fields *f,
    const struct args *args, struct err *e)
{
	struct workflow_env env = {
		.city = s->city, .now = s->desk->now, .online = intake_submit_online(s)
	};
	struct ticket blank;
	const struct ticket *t = intake_sheet(s)->base;
	struct event ev;
	enum err_code code;

	ticket_init(&blank);
	event_init(&ev);
	ev.kind = (int)k;
	ev.at = s->desk->now;
	if (!changes(s, f, &ev.set) || (args != NULL && !args_copy(&ev.args, args)))
		code = err_set(e, ERR_NO_MEMORY, NULL);
	else
		code = workflow_check(t != NULL ? t : &blank, &ev, &s->desk->me, &env, e);
	event_free(&ev);
	ticket_free(&blank);
	return code;
}

void
intake_prepare_drop_masked(const struct intake *s, struct fields *f)
{
	const struct ticket *base = intake_sheet(s)->base;

	for (int i = 0; base != NULL && i < TF_COUNT; i++)
		if (field_info((enum ticket_field)i)->part == PART_IDENTITY &&
		    strcmp(fields_get(f, (enum ticket_field)i),
			fields_get(&base->f, (enum ticket_field)i)) == 0)
			(void)fields_set(f, (enum ticket_field)i, NULL);
}
