/* Cards given to units, by unit and time. The events of the tickets are the truth; this is the ledger they are counted by. */
#include "server/store/records.h"
#include "store_p.h"

enum err_code
store_card_add(struct store *s, const struct store_card *x, struct err *e)
{
	struct sqlite3_stmt *st;

	if (db_stmt(s->db,
		"INSERT INTO card(ticket, unit, round, colour, at, revoked) "
		"VALUES(?1,?2,?3,?4,?5,0)"
		" ON CONFLICT DO NOTHING",
		&st, e) != ERR_OK)
		return ERR_DB;
	db_bind_text(st, 1, x->ticket);
	db_bind_text(st, 2, x->unit);
	db_bind_int(st, 3, x->round);
	db_bind_text(st, 4, x->colour);
	db_bind_int(st, 5, x->at);
	return db_run(s->db, st, e);
}

enum err_code
store_card_revoke(struct store *s, const struct store_card *x, struct err *e)
{
	struct sqlite3_stmt *st;

	if (db_stmt(s->db,
		"UPDATE card SET revoked = 1 WHERE ticket = ?1 AND unit = ?2 AND colour = ?3 AND "
		"round = (SELECT max(round) FROM card WHERE ticket = ?1 AND unit = ?2 AND colour = "
		"?3 AND revoked = 0)",
		&st, e) != ERR_OK)
		return ERR_DB;
	db_bind_text(st, 1, x->ticket);
	db_bind_text(st, 2, x->unit);
	db_bind_text(st, 3, x->colour);
	return db_run(s->db, st, e);
}

int
store_card_count(struct store *s, const char *unit, int64_t from_at, int64_t to_at)
{
	struct sqlite3_stmt *st;

	if (db_stmt(s->db,
		"SELECT count(*) FROM card WHERE unit = ?1 AND at >= ?2 AND at < ?3 AND revoked = "
		"0",
		&st, NULL) != ERR_OK)
		return -1;
	db_bind_text(st, 1, unit);
	db_bind_int(st, 2, from_at);
	db_bind_int(st, 3, to_at);
	return (int)db_take_int(s->db, st, -1);
}
