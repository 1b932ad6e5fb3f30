/* intake_known.c: what the seat knows already: of the caller by the number, and of the same matter told before.
 *
 * Asked of the cache when a call comes, when a field is left, and when tickets changed: never while text is typed. Not
 * here: showing it (intake_side.c), acting on it (intake_history.c). */
#include "intake_p.h"

#include <string.h>

#include "base/str.h"
#include "model/mask.h"

#define SIMILAR_DAYS 30
#define DAY_MS       (24LL * 3600 * 1000)

/* ---- the same matter ---- */

void
intake_known_near(struct intake *s)
{
	const struct sheet *p = intake_sheet(s);
	struct fields f = { 0 };
	struct similar_query q = { .f = &f,
		.id = p->d.ticket,
		.at = s->desk->now,
		.since_at = s->desk->now - SIMILAR_DAYS * DAY_MS,
		.states = STATES_OPEN,
		.me = s->desk->me.user,
		.roles = s->desk->me.roles,
		.least = SIMILAR_SHOWN,
		.now = s->desk->now };

	s->offer.n_similar = 0;
	if (s->desk->cache == NULL)
		return;
	if (fields_copy(&f, &p->d.f) &&
	    fields_set(&f, TF_CATEGORY, intake_offer_likely(s, TF_CATEGORY)) &&
	    fields_set(&f, TF_AREA, intake_offer_likely(s, TF_AREA)) &&
	    (*fields_get(&f, TF_ADDRESS) != '\0' || fields_set(&f, TF_ADDRESS, s->offer.address)))
		s->offer.n_similar =
		    cache_similar(s->desk->cache, &q, s->offer.similar, SIMILAR_LISTED);
	fields_free(&f);
}

/* ---- the caller ---- */

/* What the number says before anybody writes; on a sheet that was begun it is an entry like others. */
static void
prefill(struct intake *s, enum ticket_field f, const char *value)
{
	struct sheet *p = intake_sheet(s);

	if (*value == '\0' || fields_get(&p->d.f, f)[0] != '\0')
		return;
	if (p->begun)
		intake_draft_put(s, f, value, true);
	else
		(void)fields_set(&p->d.f, f, value);
}

/* Known from earlier calls: how to address them. */
static void
greet(struct intake *s)
{
	if (s->city != NULL)
		prefill(s, TF_HOME_AREA, city_home_area(s->city, s->who.phone));
	if (s->who.known && strchr(s->who.c.called, '*') == NULL)
		prefill(s, TF_CALLED, s->who.c.called);
}

void
intake_known_caller(struct intake *s)
{
	struct intake_caller *who = &s->who;
	struct ticket_query q = {
		.queue = QUEUE_CALLER, .limit = HISTORY_ROWS, .now = s->desk->now
	};
	char phone[24];
	bool partial = false;

	(void)mask_phone_normal(intake_value(s, TF_CALLER_PHONE), phone, sizeof(phone));
	*who = (struct intake_caller){ 0 };
	(void)str_copy(who->phone, sizeof(who->phone), phone);
	if (phone[0] == '\0' || intake_sheet(s)->base != NULL)
		return;
	greet(s);
	if (s->desk->cache == NULL)
		return;
	who->known = cache_caller(s->desk->cache, phone, s->desk->now, &who->c, NULL) == ERR_OK;
	q.phone = phone;
	who->n_rows = cache_tickets(s->desk->cache, &q, who->row, &partial, NULL);
	if (who->n_rows < 0)
		who->n_rows = 0;
	greet(s);
}
