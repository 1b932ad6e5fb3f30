/* A hotline over real HTTP with the test's clock: see hall.h. The server has one thread and the test waits for each
 * answer, so that the store, the clock and the core are never used by two at once. */
#include "hall.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fs.h"
#include "city/pack.h"
#include "daemon.h"
#include "server/auth/auth.h"
#include "server/job/clock.h"
#include "wire/message.h"

static void
must(bool ok, const char *what, const char *why)
{
	if (ok)
		return;
	fprintf(stderr, "hall: %s: %s\n", what, why);
	abort();
}

static void
randomness(void *arg, void *out, size_t n)
{
	struct hall *h = arg;
	uint8_t *p = out;

	for (size_t i = 0; i < n; i++) {
		h->x ^= h->x << 13;
		h->x ^= h->x >> 7;
		h->x ^= h->x << 17;
		p[i] = (uint8_t)(h->x >> 32);
	}
}

static int64_t
now_of(void *arg)
{
	return ((struct hall *)arg)->now;
}

/* ---- life ---- */

static void
choose_profile(struct city *c, const char *name)
{
	for (size_t i = 0; i < c->n_profiles; i++)
		if (name != NULL && strcmp(c->profiles[i].name, name) == 0)
			c->profile = &c->profiles[i];
	must(name == NULL || strcmp(c->profile->name, name) == 0, "no profile", name);
}

static void
begin_centre(struct hall *h)
{
	struct setup s = { .city = h->city };
	struct store_args args = { .memory = true, .writer = true, .key = h->key };
	struct err e = { 0 };

	must(store_open(&args, &h->store, &e) == ERR_OK, "store", e.text);
	h->core = (struct core){
		.store = h->store, .city = h->city, .random = randomness, .random_arg = h
	};
	must(core_begin(&h->core, h->now, &e) == ERR_OK &&
		 setup_centre(&h->core, &s, &e) == ERR_OK && core_commit(&h->core, &e) == ERR_OK,
	    "centre", e.text);
}

static void
begin_http(struct hall *h)
{
	struct api_config config = { .dir = "",
		.key = h->key,
		.memory = h->store,
		.core = &h->core,
		.now = now_of,
		.now_arg = h,
		.version = "test" };
	struct http_config http = { .handle = api_http, .threads = 1 };
	char listen[TMPDIR_PATHS + 8];
	struct err e = { 0 };

	must(api_new(&config, &h->api, &e) == ERR_OK, "api", e.text);
	tmpdir_path(h->dir, "seats.sock", h->socket);
	snprintf(listen, sizeof(listen), "unix:%s", h->socket);
	http.listen[0] = listen;
	http.arg = h->api;
	must(http_start(&http, &h->http, &e) == ERR_OK, "http", e.text);
}

void
hall_open(struct hall *h, const char *profile, int64_t now)
{
	char path[512];
	struct err e = { 0 };

	*h = (struct hall){ .now = now, .x = 88172645463325252u };
	must(secret_init(&e) == ERR_OK, "secret", e.text);
	for (size_t i = 0; i < sizeof(h->key); i++)
		h->key[i] = (uint8_t)(i * 7 + 1);
	must(secret_pw_hash(HALL_PASSWORD, h->pwhash, &e) == ERR_OK, "password", e.text);
	tmpdir_make(h->dir);
	must(city_pack_load(daemon_share("conf/city/yunjiang", path), &h->city, &e) == ERR_OK,
	    "city", e.text);
	choose_profile(h->city, profile);
	begin_centre(h);
	begin_http(h);
}

void
hall_close(struct hall *h)
{
	for (int i = 0; i < h->n_people; i++)
		raw_close(&h->people[i].line);
	http_stop(h->http);
	api_free(h->api);
	core_end(&h->core);
	store_close(h->store);
	city_free(h->city);
	tmpdir_remove(h->dir);
}

void
hall_id(struct hall *h, char out[ID_SIZE])
{
	uint8_t random[10] = { 0 };

	h->made++;
	memcpy(random + 6, &h->made, sizeof(h->made));
	id_make(out, h->now, random);
}

/* ---- HTTP ---- */

static void
request(const char *what, const char *authorization, const char *body, struct str *out)
{
	str_addf(out, "%s HTTP/1.1\r\nHost: centre\r\nAuthorization: %s\r\n", what, authorization);
	if (body != NULL)
		str_addf(out, "Content-Type: application/json\r\nContent-Length: %zu\r\n\r\n%s",
		    strlen(body), body);
	else
		str_add(out, "\r\n");
}

static int
exchange(struct hall_person *p, const char *what, const char *authorization, const char *body)
{
	struct str out = { 0 };

	request(what, authorization, body, &out);
	raw_send(&p->line, str_c(&out));
	str_free(&out);
	return raw_answer(&p->line);
}

static const char *
device_header(const struct hall_person *p)
{
	static char header[96];

	snprintf(header, sizeof(header), "Device %s.key-%s", p->device, p->job_no);
	return header;
}

void
hall_sign_in(struct hall *h, struct hall_person *p, char token[SECRET_TOKEN_SIZE])
{
	struct msg_session s;
	struct err e = { 0 };
	char body[128];

	(void)h;
	snprintf(body, sizeof(body), "{\"job_no\":\"%s\",\"password\":\"%s\"}", p->job_no,
	    HALL_PASSWORD);
	must(exchange(p, "POST /v1/sessions", device_header(p), body) == 201, p->name,
	    str_c(&p->line.body));
	must(msg_session_read(str_c(&p->line.body), p->line.body.len, &s, &e) == ERR_OK, "session",
	    e.text);
	str_copy(token, SECRET_TOKEN_SIZE, s.token);
}

int
hall_get(
    struct hall *h, struct hall_person *p, const char *token, const char *path, struct str *out)
{
	char what[256], header[32 + SECRET_TOKEN_SIZE];
	int status;

	(void)h;
	snprintf(what, sizeof(what), "GET %s", path);
	snprintf(header, sizeof(header), "Bearer %s", token);
	status = exchange(p, what, header, NULL);
	str_reset(out);
	str_add_n(out, str_c(&p->line.body), p->line.body.len);
	return status;
}

int
hall_post(struct hall *h, struct hall_person *p, const char *path, const char *body)
{
	char what[128];

	(void)h;
	snprintf(what, sizeof(what), "POST %s", path);
	return exchange(p, what, device_header(p), body);
}

/* ---- people ---- */

static void
connect_line(struct hall *h, struct hall_person *p)
{
	struct room room = { .server = h->http };

	str_copy(room.path, sizeof(room.path), h->socket);
	p->line = raw_unix(&room);
}

static void
enrol(struct hall *h, struct hall_person *p)
{
	struct store_device d = { .created_at = h->now, .last_seen_at = h->now };
	char secret[32];
	struct err e = { 0 };

	hall_id(h, p->device);
	snprintf(secret, sizeof(secret), "key-%s", p->job_no);
	str_copy(d.id, sizeof(d.id), p->device);
	str_copy(d.seat_no, sizeof(d.seat_no), p->job_no);
	auth_sha(secret, d.key_sha);
	must(store_device_put(h->store, &d, &e) == ERR_OK, "device", e.text);
	connect_line(h, p);
}

struct hall_person *
hall_hire(struct hall *h, const char *job_no, const char *name, const char *roles, const char *unit)
{
	struct store_user u = { .active = true };
	char token[SECRET_TOKEN_SIZE];
	struct hall_person *p;
	struct err e = { 0 };

	must(h->n_people < HALL_PEOPLE, "people", "too many");
	p = &h->people[h->n_people++];
	str_copy(p->job_no, sizeof(p->job_no), job_no);
	str_copy(p->name, sizeof(p->name), name);
	str_copy(p->roles, sizeof(p->roles), roles);
	str_copy(p->unit, sizeof(p->unit), unit);
	str_copy(u.job_no, sizeof(u.job_no), job_no);
	str_copy(u.name, sizeof(u.name), name);
	str_copy(u.roles, sizeof(u.roles), roles);
	str_copy(u.unit, sizeof(u.unit), unit);
	str_copy(u.pwhash, sizeof(u.pwhash), h->pwhash);
	must(store_user_put(h->store, &u, &e) == ERR_OK, "user", e.text);
	enrol(h, p);
	hall_sign_in(h, p, token);
	return p;
}

struct hall_person *
hall_person(struct hall *h, const char *who)
{
	for (int i = 0; i < h->n_people; i++)
		if (strcmp(h->people[i].name, who) == 0 || strcmp(h->people[i].job_no, who) == 0)
			return &h->people[i];
	return NULL;
}

/* ---- work ---- */

static void
read_answer(struct hall_person *p, struct op_result *r)
{
	struct op_results list = { 0 };
	struct err e = { 0 };

	must(op_results_read(str_c(&p->line.body), p->line.body.len, &list, &e) == ERR_OK &&
		 list.count == 1,
	    "answer", str_c(&p->line.body));
	*r = list.r[0];
	op_results_free(&list);
}

/* The centre dies with all it had in memory; what it had committed is there when it comes back. */
static void
centre_again(struct hall *h)
{
	for (int i = 0; i < h->n_people; i++)
		raw_close(&h->people[i].line);
	http_stop(h->http);
	api_free(h->api);
	core_end(&h->core);
	h->core = (struct core){
		.store = h->store, .city = h->city, .random = randomness, .random_arg = h
	};
	begin_http(h);
	for (int i = 0; i < h->n_people; i++)
		connect_line(h, &h->people[i]);
}

/* The push goes, and its answer does not come: whoever made it does not know what became of it. True: the centre had
 * answered, ${r}. */
static bool
drop_the_line(struct hall *h, struct hall_person *p, const char *push, struct op_result *r)
{
	struct str out = { 0 };
	const unsigned n = h->dropped++;
	const bool heard = n % 3 == 2;

	request("POST /v1/sync/ops", device_header(p), push, &out);
	(void)raw_send_n(&p->line, str_c(&out), n % 3 == 0 ? out.len / 2 : out.len);
	str_free(&out);
	if (heard) {
		must(raw_answer(&p->line) == 200, p->name, str_c(&p->line.body));
		read_answer(p, r);
	}
	if (h->dropped % h->drops == 0) {
		centre_again(h);
	} else {
		raw_close(&p->line);
		connect_line(h, p);
	}
	return heard;
}

void
hall_do(struct hall *h, struct hall_person *p, struct op *op, struct op_result *r)
{
	struct str body = { 0 }, push = { 0 };
	struct op_result lost;
	struct op_item item;
	struct err e = { 0 };
	bool heard;

	op->n = p->n + 1;
	op->v = OP_VERSION;
	if (op->id[0] == '\0')
		hall_id(h, op->id);
	if (op->by[0] == '\0')
		str_copy(op->by, sizeof(op->by), p->job_no);
	if (op->at == 0)
		op->at = h->now;
	*r = (struct op_result){ .status = OP_REJECTED };
	if (op_body(op, &body, &e) != ERR_OK) { /* the seat says no before it sends */
		str_copy(r->detail, sizeof(r->detail), e.text);
		r->code = e.code;
		return;
	}
	item = (struct op_item){ op->n, h->now - op->at, body.s, body.len };
	must(ops_write(&item, 1, &push, &e) == ERR_OK, "push", e.text);
	heard = h->drops != 0 && drop_the_line(h, p, str_c(&push), &lost);
	must(exchange(p, "POST /v1/sync/ops", device_header(p), str_c(&push)) == 200, p->name,
	    str_c(&p->line.body));
	read_answer(p, r);
	must(!heard ||
		 (lost.rev == r->rev && lost.code == r->code &&
		     strcmp(lost.number, r->number) == 0 && strcmp(lost.detail, r->detail) == 0),
	    "the same answer again", r->detail);
	p->n++;
	str_free(&body);
	str_free(&push);
}

void
hall_tick(struct hall *h)
{
	struct clock_done done;
	struct err e = { 0 };

	do {
		must(core_begin(&h->core, h->now, &e) == ERR_OK &&
			 clock_round(&h->core, &done, &e) == ERR_OK &&
			 core_commit(&h->core, &e) == ERR_OK,
		    "clock", e.text);
	} while (done.more);
}

bool
hall_ticket(struct hall *h, const char *id, struct ticket *t)
{
	ticket_init(t);
	return store_ticket_get(h->store, id, t, NULL) == ERR_OK;
}
