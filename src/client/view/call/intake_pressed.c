/* intake_pressed.c: what the caller chose in the voice menu (咨询, 求助, 投诉), proposed as the type of the matter. It stands
 * with the proposals, beside what an old line that was dialled proposes, and is taken by the same key.
 *
 * Invariants: it is the weakest of all: it gives way to any word that proposes a category or names a type, and is never
 * put over what a person chose. Not here: which types such a key names (model/propose.h), the line of proposals
 * (intake_offer.c). */
#include "intake_p.h"

#include <string.h>

#include "base/str.h"

static bool
names_a_type(const char *text)
{
	const char *why;

	(void)propose_type_why(text, &why);
	return *why != '\0';
}

/* What this sheet's caller pressed; of a ticket that is there it says nothing any more. */
static const char *
pressed_type(const struct intake *s)
{
	return intake_draft_same_call(s) && intake_sheet(s)->base == NULL
		   ? propose_type_pressed(s->desk->call.ivr)
		   : "";
}

void
intake_pressed_find(struct intake *s, const char *text, int n)
{
	const char *type = n == 0 && !names_a_type(text) ? pressed_type(s) : "";

	if (strcmp(type, s->offer.pressed) == 0)
		return;
	(void)str_copy(s->offer.pressed, sizeof(s->offer.pressed), type);
	s->dirty = true;
}

bool
intake_pressed_is_open(const struct intake *s)
{
	return s->offer.pressed[0] != '\0' && *intake_value(s, TF_TYPE) == '\0';
}

void
intake_pressed_take(struct intake *s)
{
	if (!intake_pressed_is_open(s))
		return;
	intake_draft_put(s, TF_TYPE, s->offer.pressed, true);
	intake_offer_fields(s, TF_TYPE);
}

bool
intake_pressed_stays(const struct intake *s)
{
	const char *type = pressed_type(s);

	return *type != '\0' && intake_is(s, TF_TYPE, type) &&
	       !names_a_type(intake_value(s, TF_CONTENT));
}

void
intake_pressed_draw(const struct intake *s, struct canvas *c, int row, int col, int end)
{
	struct str words = { 0 };

	intake_said_words(s, &words);
	canvas_printf(c, row, col, end - col, ROLE_HINT, "类型 %s(来电人按键所选)%s%s",
	    enum_label(TF_TYPE, s->offer.pressed), words.len > 0 ? "; " : "", str_c(&words));
	str_free(&words);
}
