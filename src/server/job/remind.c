/* Reminding people of what is missing in their ticket (待完善, practice.md C): the day after, and on the last day. Once a
 * day and in daylight: a message at midnight does not help. The queue itself knows who has been told, so that a centre
 * that was away a day catches up and none is told twice. In pieces: how far it has come stands in the same transaction. */
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "round_p.h"
#include "server/core/desk.h"

#define FROM_HOUR 9
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
remind_piece(
    struct core *c, int32_t today, char after[ID_SIZE], int *reminded, bool *more, struct err *e)
{
	char ids[ROUND_PIECE][ID_SIZE];
	enum err_code rc = ERR_OK;
	int n = store_incomplete(c->store, c->now, after, ids, ROUND_PIECE);

	for (int i = 0; i < n && rc == ERR_OK; i++)
		rc = remind_one(c, ids[i], today, reminded, e);
	*more = n == ROUND_PIECE;
	(void)str_copy(after, ID_SIZE, *more ? ids[n - 1] : "");
	return rc;
}

/* Behind whom today's reminding goes on: "" with the first, NULL when all have been told. */
static const char *
place_of(const char *done, const char *today)
{
	const size_t n = strlen(today);

	if (strncmp(done, today, n) != 0)
		return "";
	return done[n] == ' ' ? done + n + 1 : done[n] == '\0' ? NULL : "";
}

enum err_code
remind_round(struct core *c, int *reminded, bool *more, struct err *e)
{
	int32_t today = civil_day(c->now);
	struct str done = { 0 };
	char text[16 + ID_SIZE], after[ID_SIZE];
	const char *place;
	enum err_code rc;

	if (civil_of(c->now).hour < FROM_HOUR)
		return ERR_OK;
	snprintf(text, sizeof(text), "%d", (int)today);
	rc = store_meta_get(c->store, DONE, &done, e);
	place = rc == ERR_OK ? place_of(str_c(&done), text) : NULL;
	if (place != NULL) {
		(void)str_copy(after, sizeof(after), place);
		rc = remind_piece(c, today, after, reminded, more, e);
		if (*more)
			snprintf(text, sizeof(text), "%d %s", (int)today, after);
		if (rc == ERR_OK)
			rc = store_meta_set(c->store, DONE, text, e);
	}
	str_free(&done);
	return rc;
}
