/* Rows of an older program, made again. How far it has come stands in the same transaction as the rows. The events are
 * not touched: nothing happened to the tickets; so no feed hears of it, and the seats are told by the epoch that what
 * they hold is of another making. Not here: which rows differ (store_remake). */
#include "server/core/remake.h"

#include <stdio.h>

#include "base/log.h"
#include "core_p.h"

#define PIECE 500
#define MADE  "projection" /* meta: the TICKET_PROJECTION that all rows are of */
#define PLACE "remaking"   /* meta: "<projection> <last ticket>", of one under way */

struct making {
	struct core *c;
	int64_t n;
};

static enum err_code
put_row(void *arg, const struct ticket *t, struct err *e)
{
	struct making *m = arg;

	m->n++;
	return core_put(m->c, t, e);
}

/* ---- how far ---- */

static bool
is_made(struct store *s)
{
	struct str text = { 0 };
	long long made = 0;

	if (store_meta_get(s, MADE, &text, NULL) == ERR_OK)
		(void)str_int(str_c(&text), 0, INT64_MAX, &made);
	str_free(&text);
	return made >= TICKET_PROJECTION;
}

static void
read_place(struct store *s, char after[ID_SIZE])
{
	struct str text = { 0 };
	int of = 0;

	if (store_meta_get(s, PLACE, &text, NULL) != ERR_OK || text.len == 0 ||
	    sscanf(text.s, "%d %36s", /* NOLINT(cert-err34-c): our own words */
		&of, after) != 2 ||
	    of != TICKET_PROJECTION)
		after[0] = '\0';
	str_free(&text);
}

static enum err_code
note_place(struct store *s, const struct store_remake *r, struct err *e)
{
	char text[64];

	if (!r->more)
		return remake_note(s, e);
	(void)snprintf(text, sizeof(text), "%d %s", TICKET_PROJECTION, r->after);
	return store_meta_set(s, PLACE, text, e);
}

enum err_code
remake_note(struct store *s, struct err *e)
{
	char text[16];
	enum err_code rc;

	(void)snprintf(text, sizeof(text), "%d", TICKET_PROJECTION);
	rc = store_meta_set(s, MADE, text, e);
	return rc == ERR_OK ? store_meta_set(s, PLACE, "", e) : rc;
}

/* ---- all of them ---- */

static enum err_code
new_epoch(struct core *c, struct err *e)
{
	uint8_t random[8];
	char epoch[EPOCH_SIZE];

	c->random(c->random_arg, random, sizeof(random));
	secret_hex(random, sizeof(random), epoch);
	return store_meta_set(c->store, "epoch", epoch, e);
}

static enum err_code
piece(struct core *c, int64_t now, struct store_remake *r, struct err *e)
{
	const struct making *m = r->arg;
	const int64_t before = m->n;
	enum err_code rc = core_begin(c, now, e);

	if (rc != ERR_OK)
		return rc;
	rc = store_remake(c->store, c->city, r, e);
	if (rc == ERR_OK && m->n > before)
		rc = new_epoch(c, e);
	if (rc == ERR_OK)
		rc = note_place(c->store, r, e);
	if (rc == ERR_OK)
		return core_commit(c, e);
	core_abort(c);
	return rc;
}

enum err_code
remake_all(struct core *c, int64_t now, int64_t *n, struct err *e)
{
	struct making m = { .c = c };
	struct store_remake r = { .look = PIECE, .fn = put_row, .arg = &m, .more = true };
	enum err_code rc = ERR_OK;

	*n = 0;
	if (is_made(c->store))
		return ERR_OK;
	read_place(c->store, r.after);
	while (r.more && rc == ERR_OK)
		rc = piece(c, now, &r, e);
	*n = m.n;
	if (m.n > 0)
		log_warn("%lld tickets were made again for this version: every seat fills again",
		    (long long)m.n);
	return rc;
}
