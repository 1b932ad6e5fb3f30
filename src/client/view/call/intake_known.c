/* intake_known.c: what the seat knows already: of the caller by the number, and of the same matter told before.
 *
 * Asked of the cache when a call comes, when a field is left, and when tickets changed: never while text is typed. Not
 * here: showing it (intake_side.c), acting on it (intake_history.c). */
#include "intake_p.h"

#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/str.h"
#include "client/cache/records.h"
#include "client/view/classroom.h"
#include "model/mask.h"
#include "text/grams.h"

#define SIMILAR_DAYS 30
#define DAY_MS       (24LL * 3600 * 1000)
#define MINUTE_MS    60000LL

/* From when on the seat knows of callers and matters: a lesson begins with neither. */
static int64_t
known_from(const struct intake *s, int64_t at)
{
	const struct class_info *c = s->desk->classroom;
	const int64_t from = c == NULL              ? 0
			     : c->told_from_at != 0 ? c->told_from_at
						    : c->known_from_at;

	return from > at ? from : at;
}

/* Of who told something before his lesson began, that alone: what earlier lessons left is not his. */
static void
leave_out(struct intake *s)
{
	const struct class_info *c = s->desk->classroom;
	struct intake_caller *who = &s->who;
	int n = 0;

	if (c == NULL || c->told_from_at == 0 || c->run == NULL)
		return;
	for (int i = 0; i < who->n_rows; i++)
		if (who->row[i].created_at >= c->known_from_at ||
		    class_run_is_his(c->run, who->row[i].id))
			who->row[n++] = who->row[i];
	who->n_rows = n;
}

bool
intake_known_sheet(const struct intake *s, const struct draft *d)
{
	const struct class_info *c = s->desk->classroom;

	return c == NULL || !c->under_way || d == &intake_sheet(s)->d ||
	       d->created_at >= c->known_from_at;
}

/* ---- the same matter ---- */

/* The sheet with what is proposed where nothing is entered. */
static bool
likely(const struct intake *s, struct fields *f)
{
	return fields_copy(f, &intake_sheet(s)->d.f) &&
	       fields_set(f, TF_CATEGORY, intake_offer_likely(s, TF_CATEGORY)) &&
	       fields_set(f, TF_AREA, intake_offer_likely(s, TF_AREA)) &&
	       (*fields_get(f, TF_ADDRESS) != '\0' || fields_set(f, TF_ADDRESS, s->offer.address));
}

/* A number for what is asked: the same words and place, the same answer. */
static uint32_t
question(const struct fields *f)
{
	static const enum ticket_field parts[] = { TF_CONTENT, TF_CATEGORY, TF_AREA, TF_ADDRESS };
	uint32_t hash = GRAMS_SEED;

	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		hash =
		    grams_mix(hash, fields_get(f, parts[i]), strlen(fields_get(f, parts[i])) + 1);
	return hash;
}

/* Who rings again within a day most likely means what he told then: that open ticket stands first; but behind what his
 * words say, when they say that it is another matter. */
static void
put_own(struct intake *s)
{
	struct intake_offer *o = &s->offer;
	const struct ticket_row *own = NULL;
	struct similar_row first = { 0 };
	struct str reason = { 0 };
	int at = 0;

	for (int i = 0; i < s->who.n_rows && own == NULL; i++)
		if (strcmp(s->who.row[i].id, s->who.c.open_id) == 0 &&
		    s->desk->now - s->who.row[i].created_at < DAY_MS)
			own = &s->who.row[i];
	if (own == NULL || strcmp(own->id, intake_sheet(s)->d.ticket) == 0)
		return;
	while (at < o->n_similar && strcmp(o->similar[at].row.id, own->id) != 0)
		at++;
	if (at < o->n_similar)
		first = o->similar[at];
	first.row = *own;
	str_add(&reason, "本人24小时内反映");
	if (first.percent > 0)
		str_addf(&reason, ", %s", first.reason);
	(void)str_copy(first.reason, sizeof(first.reason), str_c(&reason));
	str_free(&reason);
	if (at == o->n_similar && o->n_similar < SIMILAR_LISTED)
		o->n_similar++;
	at = at < SIMILAR_LISTED ? at : SIMILAR_LISTED - 1;
	for (; at > 0 && first.percent > 0; at--)
		o->similar[at] = o->similar[at - 1];
	o->similar[at] = first;
}

/* ---- the same thing told by many ---- */

static bool
incident_of(const struct intake *s, const struct fields *f, struct incident_told *t)
{
	const struct intake_offer *o = &s->offer;
	const char *category = fields_get(f, TF_CATEGORY);
	struct incident_rule rule;

	for (int i = 0; i < o->n_similar; i++)
		if (cache_incident_of(s->desk->cache, o->similar[i].row.id, "", "", 0, t))
			return true;
	incident_rule_of(s->city, category, &rule);
	return *category != '\0' &&
	       cache_incident_of(s->desk->cache, NULL, category, fields_get(f, TF_AREA),
		   known_from(s, s->desk->now - rule.minutes * MINUTE_MS), t);
}

/* 6人反映, 09:20起, 公告: 学府里片区水管抢修停水 */
static void
incident_words(const struct intake *s, const struct incident_told *t, char *out, size_t size)
{
	char since[24];

	(void)snprintf(out, size, "已有%d人反映, %s起", t->total,
	    civil_format(t->first_at, "%H:%M", since, sizeof(since)));
	for (size_t i = 0; s->city != NULL && i < s->city->n_bulletins; i++) {
		const size_t n = strlen(out);

		if (strcmp(s->city->bulletins[i].id, t->bulletin) == 0)
			(void)snprintf(
			    out + n, size - n, ", 公告: %.120s", s->city->bulletins[i].title);
	}
}

/* Its master stands for all of them: one key, and this caller is one more. */
static void
put_incident(struct intake *s, const struct fields *f)
{
	struct intake_offer *o = &s->offer;
	struct similar_row one = { .percent = SIMILAR_SURE };
	struct incident_told t;
	int kept = 0;

	if (!incident_of(s, f, &t) || strcmp(t.member[0], intake_sheet(s)->d.ticket) == 0 ||
	    !cache_ticket_line(s->desk->cache, t.member[0], s->desk->me.user, &one.row) ||
	    (STATES_OPEN >> one.row.state & 1) == 0)
		return;
	one.incident = t.total;
	(void)str_copy(one.bulletin, sizeof(one.bulletin), t.bulletin);
	incident_words(s, &t, one.reason, sizeof(one.reason));
	for (int i = 0; i < o->n_similar; i++)
		if (!incident_names(&t, o->similar[i].row.id))
			o->similar[kept++] = o->similar[i];
	if (kept == SIMILAR_LISTED)
		kept--;
	memmove(&o->similar[1], &o->similar[0], (size_t)kept * sizeof(one));
	o->similar[0] = one;
	o->n_similar = kept + 1;
}

/* The one he was joined to stays in sight, whatever the words have come to be. */
static void
put_chosen(struct intake *s)
{
	struct intake_offer *o = &s->offer;
	const char *id = intake_sheet(s)->joins;
	struct similar_row one = { .reason = "已选并入这件" };

	for (int i = 0; i < o->n_similar; i++)
		if (strcmp(o->similar[i].row.id, id) == 0)
			return;
	if (*id == '\0' || !cache_ticket_line(s->desk->cache, id, s->desk->me.user, &one.row))
		return;
	if (o->n_similar < SIMILAR_LISTED)
		o->n_similar++;
	o->similar[o->n_similar - 1] = one;
}

static void
find(struct intake *s, const struct fields *f)
{
	const struct similar_query q = { .f = f,
		.id = intake_sheet(s)->d.ticket,
		.at = s->desk->now,
		.since_at = known_from(s, s->desk->now - SIMILAR_DAYS * DAY_MS),
		.states = STATES_OPEN,
		.me = s->desk->me.user,
		.roles = s->desk->me.roles,
		.least = SIMILAR_SHOWN,
		.now = s->desk->now };

	s->offer.near_asked = question(f);
	s->offer.n_similar = cache_similar(s->desk->cache, &q, s->offer.similar, SIMILAR_LISTED);
	put_incident(s, f);
	put_own(s);
	put_chosen(s);
}

void
intake_known_near(struct intake *s)
{
	struct fields f = { 0 };

	s->offer.n_similar = 0;
	if (s->desk->cache != NULL && likely(s, &f))
		find(s, &f);
	fields_free(&f);
}

void
intake_known_settle(struct intake *s)
{
	char before[ID_SIZE];
	struct fields f = { 0 };
	int n = s->offer.n_similar;

	(void)str_copy(before, sizeof(before), n > 0 ? s->offer.similar[0].row.id : "");
	if (s->desk->cache != NULL && likely(s, &f) && question(&f) != s->offer.near_asked) {
		find(s, &f);
		s->dirty = s->dirty || n != s->offer.n_similar ||
			   (n > 0 && strcmp(before, s->offer.similar[0].row.id) != 0);
	}
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

/* Whose tickets stand among these. */
static void
name_others(struct intake *s)
{
	struct intake_caller *who = &s->who;
	struct same_number of[SAME_MOST];
	const int n = cache_same_numbers(s->desk->cache, who->phone, of);

	if (n > 0)
		(void)snprintf(who->others, sizeof(who->others),
		    "含另外 %d 个号码 %s%s%s%s 的 %d 件", n, of[0].phone, n > 1 ? "、" : "",
		    n > 1 ? of[1].phone : "", n > 2 ? "等" : "", who->c.others);
}

void
intake_known_caller(struct intake *s)
{
	struct intake_caller *who = &s->who;
	struct ticket_query q = { .queue = QUEUE_PERSON,
		.limit = HISTORY_ROWS,
		.since_at = known_from(s, 0),
		.now = s->desk->now };
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
	intake_tag_find(s);
	who->known = cache_caller(s->desk->cache, phone, known_from(s, 0), s->desk->now, &who->c,
			 NULL) == ERR_OK;
	if (who->known)
		name_others(s);
	q.phone = phone;
	who->n_rows = cache_tickets(s->desk->cache, &q, who->row, &partial, NULL);
	if (who->n_rows < 0)
		who->n_rows = 0;
	leave_out(s);
	greet(s);
}
