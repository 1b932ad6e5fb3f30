/* How much there is: plain counts, read now and then by whoever watches the centre. What cannot be counted is 0. */
#include "store_p.h"

void
store_figures(struct store *s, int64_t now, struct store_figures *out)
{
	struct sqlite3_stmt *st;

	*out = (struct store_figures){ .feed_head = store_feed_head(s) };
	out->tickets = db_one_int(s->db, "SELECT count(*) FROM ticket", 0);
	out->devices = db_one_int(s->db, "SELECT count(*) FROM device WHERE revoked = 0", 0);
	out->bytes = db_one_int(
	    s->db, "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()", 0);
	if (db_stmt(s->db, "SELECT count(*) FROM session WHERE expires_at > ?1", &st, NULL) !=
	    ERR_OK)
		return;
	db_bind_int(st, 1, now);
	out->sessions = db_take_int(s->db, st, 0);
}
