/* What units were given and gave back, for the seats: rows of kind "unit_past" (code category/unit/area, text given, returned
 * and the basis of the last return, apart by TAB). Counted anew from the rows beside the tickets, never added up, so that a
 * round that is lost or done twice changes nothing; only what changed since the last round is looked at. Tickets from before
 * there were such rows get theirs first, piece by piece. */
#include <stdio.h>
#include <string.h>

#include "round_p.h"
#include "server/store/given.h"

#define EVERY_MS 60000
#define AGAIN_MS 120000 /* looked at once more, against a clock that was set back a little */
#define PIECE    128
#define LOOK     64 /* tickets from before, a round: seats wait behind it */
#define DONE     "given_at"
#define AFTER    "given_after"

static enum err_code
fill(struct core *c, bool *more, struct err *e)
{
	struct str text = { 0 };
	char after[ID_SIZE] = "";
	enum err_code rc = store_meta_get(c->store, AFTER, &text, e);

	if (rc == ERR_OK)
		str_copy(after, sizeof(after), str_c(&text));
	str_free(&text);
	if (rc == ERR_OK)
		rc = store_given_fill(c->store, c->city, after, LOOK, more, e);
	if (rc == ERR_OK)
		rc = store_meta_set(c->store, AFTER, after, e);
	return rc == ERR_OK && !*more ? store_meta_set(c->store, STORE_GIVEN_MADE, "1", e) : rc;
}

static enum err_code
put(struct core *c, struct core_pour *pour, const struct store_past *p, struct err *e)
{
	struct str code = { 0 }, text = { 0 };
	enum err_code rc = ERR_NO_MEMORY;

	str_addf(&code, "%s/%s/%s", p->category, p->unit, p->area);
	str_addf(&text, "%lld\t%lld\t", (long long)p->given, (long long)p->returned);
	for (const char *q = p->basis; *q != '\0'; q++)
		str_add_n(&text, *q == '\n' || *q == '\t' ? " " : q, 1);
	if (!code.bad && !text.bad)
		rc = core_ref_pour(c, pour, "unit_past", str_c(&code), str_c(&text), e);
	str_free(&code);
	str_free(&text);
	return rc == ERR_NO_MEMORY ? err_set(e, rc, NULL) : rc;
}

static enum err_code
count(struct core *c, int64_t since, struct err *e)
{
	struct store_past x[PIECE], last;
	struct core_pour pour = { 0 };
	enum err_code rc = ERR_OK;
	bool first = true;
	int n;

	do {
		n = store_pasts(c->store, since, first ? NULL : &last, x, PIECE);
		if (n < 0)
			return err_set(e, ERR_DB, NULL);
		for (int i = 0; i < n && rc == ERR_OK; i++)
			if (x[i].category[0] != '\0')
				rc = put(c, &pour, &x[i], e);
		if (n > 0)
			last = x[n - 1];
		first = false;
	} while (n == PIECE && rc == ERR_OK);
	return rc;
}

enum err_code
given_round(struct core *c, bool *more, struct err *e)
{
	struct str text = { 0 };
	long long last = 0;
	char now[24];
	bool made;
	enum err_code rc = store_meta_get(c->store, STORE_GIVEN_MADE, &text, e);

	*more = false;
	made = text.len > 0;
	str_reset(&text);
	if (rc == ERR_OK && !made) {
		str_free(&text);
		return fill(c, more, e);
	}
	if (rc == ERR_OK)
		rc = store_meta_get(c->store, DONE, &text, e);
	(void)str_int(str_c(&text), 0, INT64_MAX, &last);
	str_free(&text);
	if (rc != ERR_OK || (c->now >= last && c->now - last < EVERY_MS))
		return rc;
	rc = count(c, last == 0 ? 0 : (c->now < last ? c->now : last) - AGAIN_MS, e);
	snprintf(now, sizeof(now), "%lld", (long long)c->now);
	return rc == ERR_OK ? store_meta_set(c->store, DONE, now, e) : rc;
}
