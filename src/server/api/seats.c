/* The seats of a centre, for its administrator: the list, one-time codes for new ones, and a machine that is gone. From a
 * seat it takes the right (model/role.h); hotseatd's own commands ask the same over the socket.
 *
 * Invariants: a code is told once and kept as its SHA-256; nobody switches off the seat she sits at; every act is in the
 * audit log. */
#include <stdlib.h>
#include <string.h>

#include "api_p.h"
#include "wire/admin_json.h"
#include "wire/people_json.h"

#define CODE_MS (24LL * 3600 * 1000) /* a one-time code is good for a day */

/* ---- the list ---- */

static void
row_of(struct api *a, struct store *s, const struct store_device *d, struct admin_seat_row *r)
{
	const int64_t heard = contacts_last(a->contacts, d->id);

	*r = (struct admin_seat_row){ .enrolled_at = d->created_at,
		.seen_at = heard > d->last_seen_at ? heard : d->last_seen_at,
		.pushed_at = d->last_op > 0 ? d->last_seen_at : 0,
		.last_op = d->last_op,
		.offset_ms = d->offset_ms,
		.revoked = d->revoked };
	str_copy(r->seat_no, sizeof(r->seat_no), d->seat_no);
	str_copy(r->name, sizeof(r->name), d->name);
	store_session_on(s, d->id, api_now(a), r->job_no);
}

static enum err_code
list(struct api *a, struct store *s, const char *after, struct str *body, struct err *e)
{
	struct store_device *d = calloc(PEOPLE_ROWS + 1, sizeof(*d));
	struct admin_seat_row *r = calloc(PEOPLE_ROWS, sizeof(*r));
	int n = 0;

	if (d == NULL || r == NULL)
		body->bad = true;
	else
		n = store_devices(s, after, d, PEOPLE_ROWS + 1);
	for (int i = 0; i < n && i < PEOPLE_ROWS; i++)
		row_of(a, s, &d[i], &r[i]);
	if (!body->bad && n >= 0)
		seat_rows_write(
		    r, (size_t)(n > PEOPLE_ROWS ? PEOPLE_ROWS : n), n > PEOPLE_ROWS, body);
	free(d);
	free(r);
	return n < 0       ? err_set(e, ERR_DB, NULL)
	       : body->bad ? err_set(e, ERR_NO_MEMORY, NULL)
			   : ERR_OK;
}

void
api_seats_get(struct api *a, struct api_call *c)
{
	const char *after = c->rq.query(c, "after");
	struct str body = { 0 };
	struct err e = { 0 };
	struct store *s = api_reader_take(a, &e);

	if (s != NULL) {
		(void)list(a, s, after != NULL ? after : "", &body, &e);
		api_reader_give(a, s);
	}
	if (e.code != ERR_OK)
		api_fail(c, &e);
	else
		c->answer(c, 200, &body, 0);
	str_free(&body);
}

/* ---- one-time codes ---- */

struct seat {
	struct admin_seat ask;
	struct admin_code answer;
};

/* Twelve letters and digits that cannot be taken for each other, in three groups: 60 bits, read out or typed once. */
static void
make_code(struct core *c, char out[16])
{
	static const char letters[] = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
	uint8_t random[12];
	size_t at = 0;

	c->random(c->random_arg, random, sizeof(random));
	for (size_t i = 0; i < sizeof(random); i++) {
		if (i > 0 && i % 4 == 0)
			out[at++] = '-';
		out[at++] = letters[random[i] % (sizeof(letters) - 1)];
	}
	out[at] = '\0';
}

static enum err_code
check_seat(const char *seat, struct store *s, struct err *e)
{
	long long n;

	if (seat[0] == '\0')
		return ERR_OK;
	if (strlen(seat) != 4 || !str_int(seat, 0, 9999, &n))
		return err_set(e, ERR_INVALID, "坐席号是 4 位数字, 这里是“%s”。", seat);
	if (n >= 9000)
		return err_set(
		    e, ERR_INVALID, "坐席号 9000-9999 由中心自动分配, 请用别的号或不写 --seat。");
	if (store_seat_taken(s, seat))
		return err_set(e, ERR_CONFLICT, "坐席号 %s 已被登记。", seat);
	return ERR_OK;
}

static enum err_code
add_code(struct api_job *j, struct core *c, struct err *e)
{
	struct seat *x = j->data;
	char sha[SECRET_HEX_SIZE];

	if (check_seat(x->ask.seat_no, c->store, e) != ERR_OK)
		return e->code;
	make_code(c, x->answer.code);
	auth_code_sha(x->answer.code, sha);
	x->answer.expires_at = c->now + CODE_MS;
	str_copy(x->answer.seat_no, sizeof(x->answer.seat_no), x->ask.seat_no);
	if (store_code_add(c->store, sha, x->ask.seat_no, x->answer.expires_at, e) != ERR_OK)
		return e->code;
	return admin_audit(j, c, "seat_code", x->ask.seat_no, "", e);
}

static void
code_added(struct api_job *j)
{
	const struct seat *x = j->data;
	struct str body = { 0 };

	admin_code_write(&x->answer, &body);
	j->call->answer(j->call, 201, &body, 0);
}

/* ---- a machine that is gone ---- */

static enum err_code
revoke(struct api_job *j, struct core *c, struct err *e)
{
	const struct seat *x = j->data;
	enum err_code rc;

	if (j->call->who.has_device && strcmp(j->call->who.device.seat_no, x->ask.seat_no) == 0)
		return err_set(e, ERR_FORBIDDEN, "不能停用自己正在用的坐席机, 请在另一台上办。");
	rc = store_device_revoke(c->store, x->ask.seat_no, e);
	return rc == ERR_OK ? admin_audit(j, c, "seat_off", x->ask.seat_no, "", e) : rc;
}

static void
drop(void *seat)
{
	secret_wipe(seat, sizeof(struct seat));
	free(seat);
}

static enum err_code
read_seat(struct api *a, const struct api_call *c, void *data, struct err *e)
{
	struct seat *x = data;

	(void)a;
	return admin_seat_read(c->rq.body, c->rq.body_bytes, &x->ask, e);
}

void
api_admin_seat(struct api *a, struct api_call *c)
{
	static const struct api_act act = { sizeof(struct seat), read_seat, add_code, code_added,
		drop };

	api_act(a, c, &act);
}

void
api_admin_seat_off(struct api *a, struct api_call *c)
{
	static const struct api_act act = { sizeof(struct seat), read_seat, revoke, admin_done,
		drop };

	api_act(a, c, &act);
}
