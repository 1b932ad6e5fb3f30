/* A centre inside a test: see centre.h. */
#include "centre.h"

#include <stdarg.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../unit/model/desk.h"
#include "server/auth/auth.h"

static void
must(enum err_code rc, const struct err *e, const char *what)
{
	if (rc == ERR_OK)
		return;
	fprintf(stderr, "centre: %s: %s\n", what, e->text);
	abort();
}

static void
randomness(void *arg, void *out, size_t n)
{
	struct tcentre *c = arg;
	uint8_t *p = out;

	for (size_t i = 0; i < n; i++) {
		c->x ^= c->x << 13;
		c->x ^= c->x >> 7;
		c->x ^= c->x << 17;
		p[i] = (uint8_t)(c->x >> 32);
	}
}

static void
open_store(struct tcentre *c)
{
	struct store_args args = {
		.dir = c->dir, .memory = c->dir[0] == '\0', .writer = true, .key = c->key
	};
	struct err e = { 0 };

	must(store_open(&args, &c->store, &e), &e, "open");
	c->core.store = c->store;
}

static const struct city_user people[] = {
	{ CENTRE_AGENT, "王芳", "agent", "", "", "" },
	{ CENTRE_OTHER, "陈静", "agent", "", "", "" },
	{ CENTRE_STRANGER, "高山", "agent", "", "", "" },
	{ CENTRE_SENIOR, "赵敏", "senior", "", "", "" },
	{ CENTRE_DISPATCHER, "韩立新", "dispatcher", "", "", "" },
	{ CENTRE_UNIT, "顾工", "unit", "1021", "", "" },
	{ CENTRE_SIGNER, "顾玉磊", "unit_lead", "1021", "", "" },
	{ CENTRE_HELPER, "沈立", "unit,unit_lead", "3001", "", "" },
	{ CENTRE_VISITOR, "苏晓梅", "visitor", "", "", "" },
	{ CENTRE_SUPERVISOR, "袁宏斌", "supervisor", "", "", "" },
	{ CENTRE_LEADER, "邹晓超", "leader", "", "", "" },
	{ CENTRE_ADMIN, "管理", "admin", "", "", "" },
};
#define N_PEOPLE (sizeof(people) / sizeof(people[0]))

static void
fill(struct tcentre *c, bool is_private)
{
	struct city_user users[N_PEOPLE];
	struct city_users all = { .users = users, .n_users = N_PEOPLE };
	struct setup s = { .city = c->city, .users = &all, .is_private = is_private };
	struct err e = { 0 };

	memcpy(users, people, sizeof(users));
	must(core_begin(&c->core, c->now, &e), &e, "begin");
	must(setup_centre(&c->core, &s, &e), &e, "setup");
	must(core_commit(&c->core, &e), &e, "commit");
}

void
tcentre_open(struct tcentre *c, bool files, bool is_private)
{
	struct err e = { 0 };

	*c = (struct tcentre){ .now = desk_noon(), .x = 88172645463325252u };
	must(secret_init(&e), &e, "secret");
	for (size_t i = 0; i < sizeof(c->key); i++)
		c->key[i] = (uint8_t)(i * 7 + 1);
	if (files)
		tmpdir_make(c->dir);
	c->city = desk_city();
	c->core = (struct core){
		.city = c->city, .is_private = is_private, .random = randomness, .random_arg = c
	};
	open_store(c);
	fill(c, is_private);
	snprintf(c->device_key, sizeof(c->device_key), "seat-key");
	tcentre_device(c, "1154", c->device_key, c->device);
	for (size_t i = 0; i < N_PEOPLE; i++)
		if (strcmp(people[i].job_no, CENTRE_STRANGER) != 0)
			tcentre_sign_in(c, c->device, people[i].job_no);
	c->now += 1000;
}

void
tcentre_close(struct tcentre *c)
{
	store_close(c->store);
	core_end(&c->core);
	city_free(c->city);
	if (c->dir[0] != '\0')
		tmpdir_remove(c->dir);
}

static int
set_up(void **state, bool files)
{
	struct tcentre *c = calloc(1, sizeof(*c));

	tcentre_open(c, files, false);
	*state = c;
	return 0;
}

int
tcentre_setup(void **state)
{
	return set_up(state, false);
}

int
tcentre_setup_files(void **state)
{
	return set_up(state, true);
}

int
tcentre_teardown(void **state)
{
	tcentre_close(*state);
	free(*state);
	return 0;
}

void
tcentre_reopen(struct tcentre *c)
{
	store_close(c->store);
	open_store(c);
}

struct store *
tcentre_reader(struct tcentre *c)
{
	struct store_args args = { .dir = c->dir, .key = c->key };
	struct err e = { 0 };
	struct store *s = c->store;

	if (c->dir[0] != '\0')
		must(store_open(&args, &s, &e), &e, "reader");
	return s;
}

void
tcentre_reader_done(struct tcentre *c, struct store *s)
{
	if (s != c->store)
		store_close(s);
}

void
tcentre_id(struct tcentre *c, char out[ID_SIZE])
{
	uint8_t random[10] = { 0 };

	c->made++;
	memcpy(random + 6, &c->made, sizeof(c->made));
	id_make(out, c->now, random);
}

void
tcentre_device(struct tcentre *c, const char *seat, const char *key, char id[ID_SIZE])
{
	struct store_device d = { .created_at = c->now, .last_seen_at = c->now };
	struct err e = { 0 };

	tcentre_id(c, id);
	str_copy(d.id, sizeof(d.id), id);
	str_copy(d.seat_no, sizeof(d.seat_no), seat);
	auth_sha(key, d.key_sha);
	must(store_device_put(c->store, &d, &e), &e, "device");
}

void
tcentre_sign_in(struct tcentre *c, const char *device, const char *job_no)
{
	struct err e = { 0 };

	must(store_device_user(c->store, device, job_no, c->now, &e), &e, "sign in");
}

/* ---- operations ---- */

void
tcentre_op(struct tcentre *c, struct op *op, const char *by, int kind, const char *ticket)
{
	op_init(op);
	op->n = c->n + 1;
	tcentre_id(c, op->id);
	str_copy(op->by, sizeof(op->by), by);
	op->kind = kind;
	if (ticket != NULL)
		str_copy(op->ticket, sizeof(op->ticket), ticket);
	else
		tcentre_id(c, op->ticket);
	op->at = c->now;
	op->age_ms = 0;
}

void
tcentre_set(struct op *op, enum ticket_field f, const char *value, const char *was)
{
	if (!fields_set(&op->set, f, value) || !fields_set(&op->was, f, was))
		abort();
}

void
tcentre_lamp(struct tcentre *c, struct op *op, int kind, int last2)
{
	struct desk d;
	char no[32];

	tcentre_op(c, op, CENTRE_AGENT, kind, NULL);
	desk_open(&d, c->city);
	desk_lamp(&d, kind);
	snprintf(no, sizeof(no), "26112110423%d1154%02d", (1 + last2 / 100) % 10, last2 % 100);
	desk_set(&d, TF_NO, no);
	if (kind == EVENT_SUBMIT_INCOMPLETE)
		desk_set(&d, TF_ADDRESS, NULL);
	if (!fields_copy(&op->set, &d.ev.set))
		abort();
	desk_close(&d);
}

enum err_code
tcentre_push_from(
    struct tcentre *c, const char *device, const struct op *op, struct op_result *r, struct err *e)
{
	char fingerprint[SECRET_HEX_SIZE];
	struct str body = { 0 };
	enum err_code rc;

	err_clear(e);
	must(op_body(op, &body, e), e, "body");
	op_fingerprint(body.s, body.len, fingerprint);
	str_free(&body);
	must(core_begin(&c->core, c->now, e), e, "begin");
	rc = core_op(&c->core, device, op, fingerprint, r, e);
	if (rc == ERR_OK)
		return core_commit(&c->core, e);
	core_abort(&c->core);
	return rc;
}

enum err_code
tcentre_push(struct tcentre *c, const struct op *op, struct op_result *r, struct err *e)
{
	enum err_code rc = tcentre_push_from(c, c->device, op, r, e);

	if (rc == ERR_OK && op->n > c->n)
		c->n = op->n;
	return rc;
}

enum op_status
tcentre_do(
    struct tcentre *c, const char *by, int kind, const char *ticket, struct op_result *r, ...)
{
	struct op_result mine;
	struct err e = { 0 };
	struct op op;
	va_list ap;

	r = r != NULL ? r : &mine;
	tcentre_op(c, &op, by, kind, ticket);
	op.age_ms = 0;
	va_start(ap, r);
	for (int arg = va_arg(ap, int); arg >= 0; arg = va_arg(ap, int))
		if (!args_set(&op.args, (enum event_arg)arg, va_arg(ap, const char *)))
			must(ERR_NO_MEMORY, &e, "op");
	va_end(ap);
	must(tcentre_push(c, &op, r, &e), &e, "push");
	op_free(&op);
	return r->status;
}

void
tcentre_filed(struct tcentre *c, int kind, int last2, char ticket[ID_SIZE])
{
	struct op_result r;
	struct err e = { 0 };
	struct op op;

	tcentre_lamp(c, &op, kind, last2);
	str_copy(ticket, ID_SIZE, op.ticket);
	must(tcentre_push(c, &op, &r, &e), &e, "push");
	if (r.status != OP_APPLIED) {
		fprintf(stderr, "centre: the lamp is refused: %s\n", r.detail);
		abort();
	}
	op_free(&op);
}

void
tcentre_ticket(struct tcentre *c, const char *id, struct ticket *t)
{
	struct err e = { 0 };

	ticket_init(t);
	must(store_ticket_get(c->store, id, t, &e), &e, "ticket");
}

void
tcentre_person(struct tcentre *c, const char *job_no, const char *roles)
{
	struct store_user u = { .active = true };
	struct err e = { 0 };

	str_copy(u.job_no, sizeof(u.job_no), job_no);
	str_copy(u.name, sizeof(u.name), "某某");
	str_copy(u.roles, sizeof(u.roles), roles);
	must(store_user_put(c->store, &u, &e), &e, "person");
	tcentre_sign_in(c, c->device, job_no);
}
