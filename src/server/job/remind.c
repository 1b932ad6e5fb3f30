/* Reminding people of what is missing in their ticket (待完善, practice.md C): the day after, and on the last day. Once a
 * day and in daylight: a message at midnight does not help. The queue itself knows who has been told, so that a centre
 * that was away a day catches up and none is told twice. */
#include <stdio.h>

#include "base/clock.h"
#include "round_p.h"
#include "server/core/desk.h"

#define FROM_HOUR 9
#define PIECE     256
#define DONE      "reminded_day"

static enum err_code
remind_one(struct core *c, const char *id, int32_t today, int *reminded, struct err *e)
{
	struct ticket t;
	bool added = false;
	enum err_code rc;

	ticket_init(&t);
	rc = store_ticket_get(c->store, id, &t, e);
	if (rc == ERR_OK && t.state == STATE_INCOMPLETE) {
		if (civil_day(t.incomplete_due - 1) == today)
			rc = core_notice(c, &t, NOTICE_INCOMPLETE_LAST, &added, e);
		else if (civil_day(t.created_at) < today)
			rc = core_notice(c, &t, NOTICE_INCOMPLETE, &added, e);
	}
	*reminded += added;
	fields_drop_identity(&t.f);
	ticket_free(&t);
	return rc;
}

static enum err_code
remind_all(struct core *c, int32_t today, int *reminded, struct err *e)
{
	char ids[PIECE][ID_SIZE], after[ID_SIZE] = "";
	enum err_code rc = ERR_OK;
	int n;

	do {
		n = store_incomplete(c->store, c->now, after, ids, PIECE);
		for (int i = 0; i < n && rc == ERR_OK; i++)
			rc = remind_one(c, ids[i], today, reminded, e);
		if (n > 0)
			str_copy(after, sizeof(after), ids[n - 1]);
	} while (n == PIECE && rc == ERR_OK);
	return rc;
}

enum err_code
remind_round(struct core *c, int *reminded, struct err *e)
{
	int32_t today = civil_day(c->now);
	struct str done = { 0 };
	char text[16];
	enum err_code rc;

	if (civil_of(c->now).hour < FROM_HOUR)
		return ERR_OK;
	snprintf(text, sizeof(text), "%d", (int)today);
	rc = store_meta_get(c->store, DONE, &done, e);
	if (rc == ERR_OK && !str_same(str_c(&done), text)) {
		rc = remind_all(c, today, reminded, e);
		if (rc == ERR_OK)
			rc = store_meta_set(c->store, DONE, text, e);
	}
	str_free(&done);
	return rc;
}
