/* intake_said.c: what stands in the caller's words as it goes into a field: place, time, what is asked for. How it is read
 * out of them is model/propose.h; when it may replace what a field has is intake_offer.c. */
#include "intake_p.h"

#include <stddef.h>
#include <string.h>

#include "base/str.h"

/* ---- read out of the words ---- */

static void
find_place(struct intake *s, const char *text)
{
	struct intake_offer *o = &s->offer;
	struct place_hit place = { 0 };
	const char *area = "";

	if (!propose_place(s->city, text, &place))
		place = (struct place_hit){ 0 };
	if (place.area != NULL)
		area = place.area->code;
	s->dirty = s->dirty || strcmp(area, o->area) != 0 || strcmp(place.address, o->address) != 0;
	(void)str_copy(o->area, sizeof(o->area), area);
	(void)str_copy(o->address, sizeof(o->address), place.address);
}

/* 希望今天修好 says when it shall be done, not when it happened: the wish is left out. */
static void
find_time(struct intake *s, const char *text)
{
	const char *wish = s->offer.demand[0] != '\0' ? strstr(text, s->offer.demand) : NULL;
	char time[sizeof(s->offer.time)] = "";
	struct str rest = { 0 };

	str_add(&rest, text);
	if (wish != NULL)
		str_splice(&rest, (size_t)(wish - text), strlen(s->offer.demand), "", 0);
	if (!propose_time(str_c(&rest), intake_late_said_at(s), time, sizeof(time)))
		time[0] = '\0';
	str_free(&rest);
	s->dirty = s->dirty || strcmp(time, s->offer.time) != 0;
	(void)str_copy(s->offer.time, sizeof(s->offer.time), time);
}

static void
find_demand(struct intake *s, const char *text)
{
	char demand[sizeof(s->offer.demand)];

	(void)propose_demand(text, demand, sizeof(demand));
	s->dirty = s->dirty || strcmp(demand, s->offer.demand) != 0;
	(void)str_copy(s->offer.demand, sizeof(s->offer.demand), demand);
}

void
intake_said_find(struct intake *s, const char *text, unsigned what)
{
	if (what & STALE_DEMAND)
		find_demand(s, text);
	if (s->city != NULL && (what & STALE_PLACE) != 0)
		find_place(s, text);
	if (s->city != NULL && (what & STALE_TIME) != 0) /* behind the wish, which it leaves out */
		find_time(s, text);
}

/* ---- field by field ---- */

static const struct said {
	enum ticket_field field;
	size_t at; /* in struct intake_offer */
} SAID[] = {
	{ TF_AREA, offsetof(struct intake_offer, area) },
	{ TF_ADDRESS, offsetof(struct intake_offer, address) },
	{ TF_EVENT_TIME, offsetof(struct intake_offer, time) },
	{ TF_DEMAND, offsetof(struct intake_offer, demand) },
};
#define N_SAID (sizeof(SAID) / sizeof(SAID[0]))

static const char *
said(const struct intake *s, size_t i)
{
	return (const char *)&s->offer + SAID[i].at;
}

bool
intake_said_any(const struct intake *s)
{
	for (size_t i = 0; i < N_SAID; i++)
		if (*said(s, i) != '\0')
			return true;
	return false;
}

bool
intake_said_is_open(const struct intake *s)
{
	for (size_t i = 0; i < N_SAID; i++)
		if (*said(s, i) != '\0' && *intake_value(s, SAID[i].field) == '\0')
			return true;
	return false;
}

void
intake_said_fill(struct intake *s)
{
	for (size_t i = 0; i < N_SAID; i++)
		intake_offer_fill(s, SAID[i].field, said(s, i));
}

void
intake_said_words(const struct intake *s, struct str *out)
{
	static const char *const names[N_SAID] = { "地点", "地点", "时间", "诉求目的" };

	for (size_t i = 0; i < N_SAID; i++)
		if (*said(s, i) != '\0' && *intake_value(s, SAID[i].field) == '\0' &&
		    strstr(str_c(out), names[i]) == NULL)
			str_addf(out, "%s%s", out->len > 0 ? "、" : "", names[i]);
	if (out->len > 0)
		str_add(out, "可采纳");
}
