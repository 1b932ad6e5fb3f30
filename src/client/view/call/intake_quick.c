/* intake_quick.c: less typing: the same matter for another caller in a peak (快单), and text modules put in by their
 * abbreviation.
 *
 * Both only write what a person may change afterwards; neither sends anything. The same matter takes what is being
 * reported and leaves who reports it and from where: those are asked. */
#include "client/view/module_put_p.h"
#include "intake_p.h"

#include <string.h>

#include "base/clock.h"
#include "base/str.h"

/* Says why not; the input is used. */
#define REFUSE(s, ...) ((s)->desk->say((s)->desk->app, 1, __VA_ARGS__), (unsigned)VIEW_DRAW)

/* ---- the same matter once more ---- */

/* What stands in ${f}, without who reported it. */
static void
take_matter(struct intake *s, const struct fields *f)
{
	static const enum ticket_field same[] = { TF_CONTENT, TF_DEMAND, TF_TYPE, TF_CATEGORY,
		TF_EXTRA, TF_AREA, TF_UNIT, TF_UNIT_BASIS, TF_EVENT_TIME, TF_SUBJECT, TF_URGENCY,
		TF_URGENCY_REASON };

	for (size_t i = 0; i < sizeof(same) / sizeof(same[0]); i++)
		if (*fields_get(f, same[i]) != '\0')
			intake_draft_put(s, same[i], fields_get(f, same[i]), false);
	if (*fields_get(f, TF_NO) != '\0')
		intake_draft_put(s, TF_RELATED, fields_get(f, TF_NO), false);
	textarea_set(&s->content, intake_value(s, TF_CONTENT), SIZE_MAX);
	intake_offer_text(s);
	intake_offer_fields(s, TF_COUNT);
}

/* The matter this person took down last today: as the ticket says, else as it was sent. */
static bool
last_matter(const struct intake *s, struct fields *f)
{
	struct ticket_query q = { .queue = QUEUE_MINE,
		.me = s->desk->me.user,
		.since_at = civil_day_start(civil_day(s->desk->now)),
		.limit = 1,
		.now = s->desk->now };
	struct ticket_row row;
	struct ticket t;
	bool ok = false;

	ticket_init(&t);
	if (s->desk->cache != NULL && cache_tickets(s->desk->cache, &q, &row, NULL, NULL) == 1 &&
	    cache_ticket(s->desk->cache, row.id, &t, NULL) == ERR_OK)
		ok = fields_copy(f, &t.f);
	else if (s->last != NULL)
		ok = fields_copy(f, &s->last->d.f);
	ticket_free(&t);
	return ok && *fields_get(f, TF_CONTENT) != '\0';
}

unsigned
intake_quick_same(struct intake *s)
{
	struct fields f = { 0 };
	char read[256];

	if (s->mode == MODE_SENT)
		(void)intake_draft_again(s);
	if (intake_sheet(s)->base != NULL || *intake_value(s, TF_CONTENT) != '\0') {
		s->desk->say(
		    s->desk->app, 1, "本单已经有内容; 快单要在空白的新单上用: F2 后 Ctrl-T");
		return VIEW_DRAW;
	}
	if (!last_matter(s, &f)) {
		s->desk->say(s->desk->app, 1, "今天还没有登记过, 没有可以照抄的一件");
		fields_free(&f);
		return VIEW_DRAW;
	}
	take_matter(s, &f);
	fields_free(&f);
	intake_form_focus(s, intake_form_cell(TF_ADDRESS));
	aloud_script(s->city, "peak", "按同一件登记", NULL, 0, read, sizeof(read));
	s->desk->say(s->desk->app, 0, "%s", read);
	return VIEW_DRAW;
}

/* ---- text modules ---- */

static const char *
place_of(enum ticket_field f)
{
	return f == TF_CONTENT ? "content" : f == TF_DEMAND ? "demand" : "answer";
}

unsigned
intake_quick_module(struct intake *s)
{
	const struct slot *cell = s->focus >= 0 ? intake_form_slot(s, s->focus) : NULL;
	struct str whole = { 0 };
	struct textarea *t;
	size_t at = 0;

	if (cell == NULL || cell->kind != CELL_TEXT || intake_amend_locked(s, cell->field))
		return REFUSE(s, "短语放在诉求内容、诉求目的和答复里");
	t = cell->field == TF_CONTENT ? &s->content : &s->text;
	if (module_put(
		s->desk, place_of(cell->field), textarea_text(t), t->ed.cursor, &whole, &at)) {
		intake_draft_put(s, cell->field, str_c(&whole), false);
		textarea_set(t, str_c(&whole), at);
		if (cell->field == TF_CONTENT)
			intake_offer_text(s);
		else
			intake_offer_fields(s, cell->field);
	}
	str_free(&whole);
	return VIEW_DRAW;
}
