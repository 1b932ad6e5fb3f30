/* Many callers about one thing, as the whole centre sees it: what of late hangs together (model/incident.h) goes to every seat
 * of the hotline as reference rows, is followed while its master is open, and goes again with it; a bulletin tied to it ends
 * then too.
 *
 * Everything is found anew from the newest open tickets, so that a round that is lost or done twice changes nothing, and only
 * what differs is written. Nothing is joined here: that is for people. Shielded tickets are in no incident: that they exist is
 * not for everybody. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/id.h"
#include "city/rows.h"
#include "model/incident.h"
#include "round_p.h"
#include "wire/ticket_json.h"

#define LATE_ROWS 300 /* newest open tickets that are looked at: seats wait behind it */
#define SINCE_MS  (24LL * 3600 * 1000)
#define WHOLE_MS  600000 /* without anything new looked at that often: bulletins begin and end */
#define MINUTE_MS 60000
#define FOUND     16
#define SEEN      "incident_seq"
#define WHOLE     "incident_at"

struct late {
	struct similar list[LATE_ROWS]; /* newest first as they come, turned then */
	struct late_row {
		char id[ID_SIZE], no[24];
	} row[LATE_ROWS];
	int n;
	struct incident found[FOUND];
	struct incident_told told[FOUND];
	int n_told;
	struct city *notices; /* the bulletins of the moment: newer than those of the city in use */
	struct similar_weights w;
};

/* ---- what there is ---- */

static bool
take_ticket(void *arg, const struct store_ticket_row *row)
{
	struct late *k = arg;
	struct ticket t;

	ticket_init(&t);
	if (ticket_json_read(row->doc, row->doc_len, &t, NULL) == ERR_OK &&
	    !similar_is_shielded(&t)) {
		struct late_row *r = &k->row[k->n];

		similar_of(&t.f, t.created_at, &k->list[k->n++]);
		similar_learn(&k->w, &k->list[k->n - 1]);
		str_copy(r->id, sizeof(r->id), row->id);
		str_copy(r->no, sizeof(r->no), fields_get(&t.f, TF_NO));
		k->list[k->n - 1].also = t.follow_count;
	}
	ticket_free(&t);
	return k->n < LATE_ROWS;
}

static void
turn(struct late *k)
{
	for (int i = 0, last = k->n - 1; i < last; i++, last--) {
		const struct similar s = k->list[i];
		const struct late_row r = k->row[i];

		k->list[i] = k->list[last];
		k->row[i] = k->row[last];
		k->list[last] = s;
		k->row[last] = r;
	}
}

static bool
take_notice(void *arg, const char *kind, const char *code, const char *text, int64_t rev)
{
	struct late *k = arg;

	(void)code;
	(void)rev;
	(void)city_rows_add(k->notices, kind, text, NULL); /* one nobody can read is none */
	return true;
}

static enum err_code
load(struct core *c, struct late *k, struct err *e)
{
	static const uint8_t first[10] = { 0 };
	char since[ID_SIZE];
	enum err_code rc;

	id_make(since, c->now - SINCE_MS, first);
	rc = store_tickets_late(c->store, since, LATE_ROWS, take_ticket, k, e);
	similar_learnt(&k->w);
	turn(k);
	if (rc == ERR_OK)
		rc = store_ref_kind(c->store, "bulletin", take_notice, k, e);
	city_finish(k->notices);
	return rc;
}

/* ---- what hangs together ---- */

static void
add_told(struct core *c, struct late *k, const struct incident *one)
{
	const struct similar *first = &k->list[one->member[0]];
	struct incident_told *t = &k->told[k->n_told++];
	const struct bulletin *b;

	*t = (struct incident_told){
		.total = one->total, .joined = first->also, .first_at = first->at
	};
	for (int i = 0; i < one->n; i++) {
		if (k->list[one->member[i]].at > t->last_at)
			t->last_at = k->list[one->member[i]].at;
		if (t->n < INCIDENT_TOLD)
			str_copy(t->member[t->n++], ID_SIZE, k->row[one->member[i]].id);
	}
	str_copy(t->category, sizeof(t->category), first->category);
	str_copy(t->area, sizeof(t->area), first->area);
	b = incident_bulletin(c->city, k->notices->bulletins, k->notices->n_bulletins, t,
	    k->row[one->member[0]].no, c->now);
	str_copy(t->bulletin, sizeof(t->bulletin), b != NULL ? b->id : "");
}

/* ---- telling it ---- */

#define GONE (4 * FOUND) /* of one round: the next one sees to more */

struct gone {
	const struct late *k;
	char code[GONE][ID_SIZE];
	int n;
};

static bool
look_gone(void *arg, const char *kind, const char *code, const char *text, int64_t rev)
{
	struct gone *g = arg;

	(void)kind;
	(void)text;
	(void)rev;
	for (int i = 0; i < g->k->n_told; i++)
		if (strcmp(g->k->told[i].member[0], code) == 0)
			return true;
	str_copy(g->code[g->n++], ID_SIZE, code);
	return g->n < GONE;
}

static enum err_code
tell(struct core *c, const struct late *k, struct err *e)
{
	struct gone g = { .k = k };
	struct core_pour pour = { 0 };
	struct str text = { 0 };
	enum err_code rc = store_ref_kind(c->store, INCIDENT_KIND, look_gone, &g, e);

	for (int i = 0; i < g.n && rc == ERR_OK; i++)
		rc = core_ref_pour(c, &pour, INCIDENT_KIND, g.code[i], NULL, e);
	for (int i = 0; i < k->n_told && rc == ERR_OK; i++) {
		const char *master = k->told[i].member[0];

		str_reset(&text);
		incident_write(&k->told[i], &text);
		rc = text.bad ? err_set(e, ERR_NO_MEMORY, NULL)
			      : core_ref_pour(c, &pour, INCIDENT_KIND, master, str_c(&text), e);
	}
	str_free(&text);
	return rc;
}

/* ---- bulletins ---- */

static bool
is_over(struct core *c, const char *no)
{
	char id[ID_SIZE];
	struct ticket t;
	bool over = false;

	ticket_init(&t);
	if (store_ticket_by_number(c->store, no, id, NULL) == ERR_OK &&
	    store_ticket_get(c->store, id, &t, NULL) == ERR_OK)
		over = !ticket_is_open(&t);
	fields_drop_identity(&t.f);
	ticket_free(&t);
	return over;
}

struct ending {
	struct core *c;
	struct err *e;
	enum err_code rc;
};

static bool
put_notice(void *arg, const char *kind, const char *code, const char *text)
{
	struct ending *x = arg;

	if (strcmp(kind, "bulletin") == 0)
		x->rc = core_ref_put(x->c, kind, code, text, x->e);
	return x->rc == ERR_OK;
}

/* What is tied to a matter that is over is over too. Rows that say the same as before are left alone. */
static enum err_code
end_notices(struct core *c, struct late *k, struct err *e)
{
	struct ending x = { .c = c, .e = e, .rc = ERR_OK };
	bool any = false;

	for (size_t i = 0; i < k->notices->n_bulletins; i++) {
		struct bulletin *b = &k->notices->bulletins[i];

		if (b->incident[0] == '\0' || (b->ends_at != 0 && b->ends_at <= c->now) ||
		    !is_over(c, b->incident))
			continue;
		b->ends_at = c->now / MINUTE_MS * MINUTE_MS;
		any = true;
	}
	if (any && city_rows_each(k->notices, put_notice, &x) == ERR_NO_MEMORY)
		return err_set(e, ERR_NO_MEMORY, NULL);
	return x.rc;
}

/* ---- the round ---- */

static enum err_code
look(struct core *c, struct late *k, struct err *e)
{
	enum err_code rc;
	int n;

	if (k == NULL || (k->notices = city_new()) == NULL)
		return err_set(e, ERR_NO_MEMORY, NULL);
	rc = load(c, k, e);
	if (rc != ERR_OK)
		return rc;
	n = incident_find(c->city, k->list, k->n, &k->w, k->found, FOUND);
	for (int i = 0; i < n; i++)
		add_told(c, k, &k->found[i]);
	rc = tell(c, k, e);
	return rc == ERR_OK ? end_notices(c, k, e) : rc;
}

static enum err_code
look_again(struct core *c, int64_t newest, struct err *e)
{
	struct late *k = calloc(1, sizeof(*k));
	enum err_code rc = look(c, k, e);
	char text[24];

	if (k != NULL)
		city_free(k->notices);
	free(k);
	(void)snprintf(text, sizeof(text), "%lld", (long long)newest);
	return rc == ERR_OK ? store_meta_set(c->store, SEEN, text, e) : rc;
}

enum err_code
incident_round(struct core *c, struct err *e)
{
	const int64_t newest = store_feed_newest(c->store, "centre");
	struct str text = { 0 };
	long long seen = 0;
	bool due = false;
	enum err_code rc = store_meta_get(c->store, SEEN, &text, e);

	(void)str_int(str_c(&text), 0, INT64_MAX, &seen);
	str_free(&text);
	if (rc == ERR_OK)
		rc = round_is_due(c, WHOLE, WHOLE_MS, &due, e);
	return rc == ERR_OK && (newest != seen || due) ? look_again(c, newest, e) : rc;
}
