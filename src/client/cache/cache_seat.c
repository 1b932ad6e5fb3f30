/* Whose data this is: one centre for good, its epoch, and the device this seat is at it. */
#include "cache_p.h"

#include <string.h>

static void
meta_text(struct cache_writer *w, const char *name, char *out, size_t size)
{
	(void)cache_meta(w->db, name, out, size);
}

void
cache_seat(struct cache_writer *w, struct cache_seat *out)
{
	*out = (struct cache_seat){ .reenrol = cache_meta_int(w->db, "reenrol", 0) != 0,
		.data_as_of = cache_meta_int(w->db, "data_as_of", 0) };
	meta_text(w, "centre_id", out->centre_id, sizeof(out->centre_id));
	meta_text(w, "epoch", out->epoch, sizeof(out->epoch));
	meta_text(w, "centre_name", out->centre_name, sizeof(out->centre_name));
	meta_text(w, "device_id", out->device_id, sizeof(out->device_id));
	meta_text(w, "device_key", out->device_key, sizeof(out->device_key));
	meta_text(w, "seat_no", out->seat_no, sizeof(out->seat_no));
}

/* The centre was restored from a backup: all cursors are void, and it may have lost answered operations. The last of them
 * is sent again: it is a duplicate, or the centre says (op_gap) from where on it wants them. Audit rows and desk records go
 * again whole: the centre knows each by its id. */
static enum err_code
new_epoch(struct cache_writer *w, struct err *e)
{
	enum err_code rc = db_exec(w->db, "DELETE FROM place", e);

	if (rc == ERR_OK)
		rc = cache_ref_gen_next(w, e);
	if (rc == ERR_OK)
		rc = cache_fill_drop(w, e);
	if (rc == ERR_OK)
		rc = db_exec(w->db,
		    "UPDATE outbox SET state = 0 WHERE n = (SELECT max(n) FROM outbox WHERE state "
		    "= 3)",
		    e);
	if (rc == ERR_OK)
		rc = cache_meta_put_int(w, "audit_sent", 0, e);
#ifndef BREAK_RECORD_AGAIN
	if (rc == ERR_OK)
		rc = cache_record_all_again(w, e);
#endif
	if (rc == ERR_OK)
		rc = cache_file_all_again(w, e);
	return rc;
}

/* The end of an id: its beginning is a time, the same for centres made in the same minute. */
static const char *
tail(const char *id)
{
	size_t n = strlen(id);

	return n > 8 ? id + n - 8 : id;
}

enum err_code
cache_seat_centre(struct cache_writer *w, const struct msg_centre *c, struct err *e)
{
	struct cache_seat seat;
	enum err_code rc;

	cache_seat(w, &seat);
	if (seat.centre_id[0] != '\0' && strcmp(seat.centre_id, c->centre_id) != 0)
		return err_set(e, ERR_WRONG_CENTRE,
		    "这份数据属于%s(%s), 连上的是%s(%s)。请检查 --server, 或换一个数据目录。",
		    seat.centre_name, tail(seat.centre_id), c->name, tail(c->centre_id));
	if (str_eq(seat.epoch, c->epoch) && str_eq(seat.centre_name, c->name))
		return ERR_OK;
	rc = cache_enter(w, true, e);
	if (rc != ERR_OK)
		return rc;
	rc = cache_meta_put(w, "centre_id", c->centre_id, e);
	if (rc == ERR_OK)
		rc = cache_meta_put(w, "centre_name", c->name, e);
	if (rc == ERR_OK && seat.epoch[0] != '\0' && !str_eq(seat.epoch, c->epoch))
		rc = new_epoch(w, e);
	if (rc == ERR_OK)
		rc = cache_meta_put(w, "epoch", c->epoch, e);
	w->touched |= CACHE_META;
	return cache_leave(w, rc, e);
}

enum err_code
cache_seat_seen(struct cache_writer *w, int64_t at, struct err *e)
{
	enum err_code rc = cache_enter(w, false, e);

	if (rc != ERR_OK)
		return rc;
	rc = cache_meta_put_int(w, "data_as_of", at, e);
	w->touched |= CACHE_META;
	return cache_leave(w, rc, e);
}

/* Is ${epoch} one in which the centre has confirmed what it had acknowledged? If not, it was restored since. */
static bool
is_sure(struct cache_writer *w, const char *epoch)
{
	char sure[EPOCH_SIZE] = "";

	(void)cache_meta(w->db, "sure_epoch", sure, sizeof(sure));
	return str_eq(epoch, sure);
}

/* A new device counts its operations from 1, the answered ones included: the centre knows those by id, and if it ever
 * loses them (op_gap after a restore) they must have a number under which it can ask for them. They go on top of what is
 * shown only when it may have lost them already. */
static enum err_code
renumber(struct cache_writer *w, const char *epoch, struct err *e)
{
	bool sure = is_sure(w, epoch);
	enum err_code rc = db_exec(w->db, "UPDATE outbox SET n = NULL", e);

	if (rc == ERR_OK && !sure)
		rc = db_exec(w->db, "UPDATE outbox SET retired = 0, seen = 0 WHERE state = 3", e);
	if (rc == ERR_OK)
		rc = db_exec(w->db, "UPDATE outbox SET state = 0 WHERE state = 3", e);
	if (rc == ERR_OK)
		rc = db_exec(w->db,
		    "UPDATE outbox SET state = 0, n = (SELECT count(*) FROM outbox o WHERE o.state "
		    "IN (0, 1) AND o.local <="
		    " outbox.local) WHERE state IN (0, 1)",
		    e);
	if (rc == ERR_OK)
		rc = cache_meta_put_int(w, "next_n",
		    1 + db_one_int(w->db, "SELECT count(*) FROM outbox WHERE n IS NOT NULL", 0), e);
	/* Before anybody has signed in nothing can be read: what is sent again comes back with its answer. */
	return rc == ERR_OK && !sure && w->key != NULL ? cache_outbox_show(w, 1, e) : rc;
}

enum err_code
cache_seat_enrolled(struct cache_writer *w, const struct msg_device *d, struct err *e)
{
	enum err_code rc = cache_enter(w, true, e);

	if (rc != ERR_OK)
		return rc;
	rc = cache_meta_put(w, "device_id", d->device_id, e);
	/* In the open: it must speak for the seat before anybody has typed a password. Alone it reads nothing; the centre
	 * can stop it (device revoke). */
	if (rc == ERR_OK)
		rc = cache_meta_put(w, "device_key", d->device_key, e);
	if (rc == ERR_OK)
		rc = cache_meta_put(w, "seat_no", d->seat_no, e);
	if (rc == ERR_OK)
		rc = cache_meta_put(w, "reenrol", "0", e);
	if (rc == ERR_OK)
		rc = renumber(w, d->epoch, e);
	w->touched |= CACHE_META | CACHE_OUTBOX;
	return cache_leave(w, rc, e);
}
