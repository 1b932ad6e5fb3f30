/* Enrolling a seat: a one-time code becomes a device id, its key and a seat number that is its alone. A private centre
 * enrols the user it runs as without a code. Numbers 9000-9999 are the centre's own to give. */
#include <stdio.h>
#include <stdlib.h>

#include "api_p.h"

struct enrolment {
	struct msg_enrol ask;
	struct msg_device answer;
	bool trusted;
};

static enum err_code
free_seat(struct store *s, char seat[8], struct err *e)
{
	for (int n = 9000; n <= 9999; n++) {
		snprintf(seat, 8, "%04u", (unsigned)n % 10000);
		if (!store_seat_taken(s, seat))
			return ERR_OK;
	}
	return err_set(
	    e, ERR_LIMIT, "坐席号 9000-9999 已用完, 请用 hotseatd device add --seat 指定。");
}

static enum err_code
enrol(struct api_job *j, struct core *c, struct err *e)
{
	struct enrolment *x = j->data;
	struct store_device d = { .created_at = c->now, .last_seen_at = c->now };
	uint8_t random[10];
	char sha[SECRET_HEX_SIZE];
	enum err_code rc = ERR_OK;

	x->answer.seat_no[0] = '\0';
	if (!x->trusted) {
		auth_code_sha(x->ask.code, sha);
		rc = store_code_take(c->store, sha, c->now, x->answer.seat_no, e);
	}
	if (rc == ERR_OK && x->answer.seat_no[0] == '\0')
		rc = free_seat(c->store, x->answer.seat_no, e);
	else if (rc == ERR_OK && store_seat_taken(c->store, x->answer.seat_no))
		rc = err_set(e, ERR_CONFLICT, "坐席号 %s 已被别的坐席机登记。", x->answer.seat_no);
	if (rc != ERR_OK)
		return rc;
	c->random(c->random_arg, random, sizeof(random));
	id_make(x->answer.device_id, c->now, random);
	secret_token(x->answer.device_key);
	str_copy(d.id, sizeof(d.id), x->answer.device_id);
	auth_sha(x->answer.device_key, d.key_sha);
	str_copy(d.seat_no, sizeof(d.seat_no), x->answer.seat_no);
	str_copy(d.name, sizeof(d.name), x->ask.name);
	return store_device_put(c->store, &d, e);
}

static void
enrolled(struct api_job *j)
{
	struct enrolment *x = j->data;
	struct str body = { 0 };

	str_copy(x->answer.centre_id, sizeof(x->answer.centre_id), j->call->api->centre.centre_id);
	str_copy(x->answer.epoch, sizeof(x->answer.epoch), j->call->api->centre.epoch);
	msg_device_write(&x->answer, &body);
	j->call->answer(j->call, 201, &body, 0);
}

static void
drop(void *enrolment)
{
	secret_wipe(enrolment, sizeof(struct enrolment));
	free(enrolment);
}

static enum err_code
read_enrolment(struct api *a, const struct api_call *c, void *data, struct err *e)
{
	struct enrolment *x = data;
	enum err_code rc = msg_enrol_read(c->rq.body, c->rq.body_bytes, &x->ask, e);

	if (rc != ERR_OK || x->ask.code[0] != '\0')
		return rc;
	x->trusted = a->centre.is_private && c->rq.same_user;
	return x->trusted ? ERR_OK
			  : err_set(e, ERR_FORBIDDEN,
				"登记坐席机要有登记码: 请管理员运行 hotseatd device add。");
}

void
api_device_post(struct api *a, struct api_call *c)
{
	static const struct api_act act = { sizeof(struct enrolment), read_enrolment, enrol,
		enrolled, drop };

	api_act(a, c, &act);
}
