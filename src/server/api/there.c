/* /v1/seats/there: who takes calls now, and what each does, for who hands a caller to a colleague. Names are not in it: every seat
 * has them. The floor as seniors watch it is made of records (model/agent.h), which are too many for everybody. */
#include <stdlib.h>
#include <string.h>

#include "api_p.h"
#include "server/store/calls.h"
#include "wire/people_json.h"

#define HEARD_MS \
	60000 /* a seat with a line is heard of at least so often: its poll lasts LIMIT_WAIT_S */

/* To who takes no calls nobody is there. */
static void
list(struct api *a, struct store *s, bool takes_calls, struct str *body)
{
	struct store_there *t = calloc(SEATS_THERE + 1, sizeof(*t));
	struct seat_there *rows = calloc(SEATS_THERE, sizeof(*rows));
	const int room = takes_calls ? SEATS_THERE + 1 : 0;
	int n = t != NULL && rows != NULL ? store_there(s, api_now(a), t, room) : -1;
	const bool more = n > SEATS_THERE;

	n = more ? SEATS_THERE : n;
	for (int i = 0; i < n; i++) {
		str_copy(rows[i].job_no, sizeof(rows[i].job_no), t[i].job_no);
		str_copy(rows[i].seat_no, sizeof(rows[i].seat_no), t[i].seat);
		str_copy(rows[i].state, sizeof(rows[i].state), agent_json(t[i].state));
		rows[i].reached = api_now(a) - contacts_last(a->contacts, t[i].device) < HEARD_MS;
	}
	if (n >= 0)
		seats_there_write(rows, (size_t)n, more, body);
	else
		body->bad = true;
	free(t);
	free(rows);
}

void
api_there_get(struct api *a, struct api_call *c)
{
	struct str body = { 0 };
	struct err e = { 0 };
	struct store *s = api_reader_take(a, &e);

	if (s != NULL) {
		list(a, s, (c->who.roles & (ROLE_BIT(AGENT) | ROLE_BIT(SENIOR))) != 0, &body);
		api_reader_give(a, s);
		if (body.bad)
			err_set(&e, ERR_DB, NULL);
	}
	if (e.code != ERR_OK)
		api_fail(c, &e);
	else
		c->answer(c, 200, &body, 0);
	str_free(&body);
}
