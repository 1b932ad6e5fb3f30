/* Packets of handing over (model/packet.h) as they stand by the records this seat has. Bounded by hours, not by the
 * table: an index of its own. */
#include "client/cache/records.h"

#include <string.h>

#include "cache_record_p.h"
#include "model/mask.h"
#include "reader_p.h"

#define PACKETS                                                       \
	"SELECT " CACHE_RECORD_COLUMNS                                \
	" FROM record INDEXED BY record_packet WHERE kind = 'packet'" \
	" AND at >= ?1 AND sent <> 2 ORDER BY seq"
#define OFFER "SELECT " CACHE_RECORD_COLUMNS " FROM record WHERE id = ?1 AND kind = 'packet'"

/* Room for one more in front; the oldest leaves it. */
static struct packet *
room(struct packet *out, int *n, int max)
{
	if (*n == max)
		packet_free(&out[--*n]);
	memmove(&out[1], &out[0], (size_t)(*n)++ * sizeof(*out));
	return &out[0];
}

static void
take(struct packet *out, int *n, int max, const struct record *r, const char *me)
{
	struct packet one;

	if (packet_code(r) == PACKET_OFFER) {
		if ((strcmp(r->by, me) == 0 || strcmp(r->object, me) == 0) && packet_begin(&one, r))
			*room(out, n, max) = one;
		return;
	}
	for (int i = 0; i < *n; i++)
		packet_follow(&out[i], r);
}

int
cache_packets(struct cache_reader *r, const char *me, int64_t since_at, struct packet *out, int max)
{
	struct sqlite3_stmt *st;
	int n = 0;

	if (max <= 0 || db_stmt(r->db, PACKETS, &st, NULL) != ERR_OK)
		return 0;
	db_bind_int(st, 1, since_at);
	while (db_step(r->db, st, NULL) == 1) {
		char whole[RECORD_PHONE_BYTES];
		struct record x;

		if (cache_record_row(r->key, st, &x, NULL) == ERR_OK) {
			(void)str_copy(whole, sizeof(whole), x.phone);
			mask_phone(whole, x.phone, sizeof(x.phone));
			secret_wipe(whole, sizeof(whole));
			take(out, &n, max, &x, me);
		}
		record_free(&x);
	}
	db_done(st);
	return n;
}

bool
cache_packet(struct cache_reader *r, const char *id, struct packet *out)
{
	struct sqlite3_stmt *st;
	struct record x;
	bool found = false;

	if (db_stmt(r->db, OFFER, &st, NULL) != ERR_OK)
		return false;
	db_bind_text(st, 1, id);
	if (db_step(r->db, st, NULL) == 1) {
		found = cache_record_row(r->key, st, &x, NULL) == ERR_OK && packet_begin(out, &x);
		record_free(&x);
	}
	db_done(st);
	return found;
}
