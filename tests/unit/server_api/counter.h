#ifndef TESTS_UNIT_SERVER_API_COUNTER_H
#define TESTS_UNIT_SERVER_API_COUNTER_H

/* The API behind a counter of a test: calls without a network, answered before they return. */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../lib/centre.h"
#include "../../lib/contract.h"
#include "server/api/api.h"
#include "wire/message.h"

struct counter {
	struct tcentre c;
	char dir[TMPDIR_SIZE]; /* where files go; the store is in memory */
	struct api *api;
	struct contract *contract;            /* what every exchange is held against */
	char device[96], agent[96], unit[96]; /* Authorization headers */
};

struct visit {
	struct api_call call; /* first */
	const char *query;    /* "a=1&b=2" */
	char value[6][128];   /* parameters looked at */
	int values;
	int answers, status;
	int64_t etag;
	struct str body;
	struct err e;
	char members[4096];
};

/* All that a request may say. */
struct asked {
	const char *what, *query, *authorization, *body, *key, *match;
	size_t body_bytes; /* 0: as long as it is */
	const char *type, *tus, *offset, *length, *metadata, *checksum;
	bool near, same_user;
};

static inline const char *
visit_query(const struct api_call *c, const char *name)
{
	struct visit *v = (struct visit *)(uintptr_t)c;
	const char *q = v->query;
	size_t n = strlen(name);

	while (q != NULL && *q != '\0') {
		size_t len = strcspn(q, "&");
		if (strncmp(q, name, n) == 0 && q[n] == '=') {
			char *value = v->value[v->values++ % 4];
			snprintf(value, sizeof(v->value[0]), "%.*s", (int)(len - n - 1), q + n + 1);
			return value;
		}
		q += len + (q[len] == '&' ? 1 : 0);
	}
	return NULL;
}

static inline void
visit_answer(struct api_call *c, int status, struct str *body, int64_t etag)
{
	struct visit *v = (struct visit *)(void *)c;

	v->answers++;
	v->status = status;
	v->etag = etag;
	str_add_n(&v->body, str_c(body), body->len);
	str_free(body);
}

static inline void
visit_problem(struct api_call *c, const struct err *e, const char *members)
{
	struct visit *v = (struct visit *)(void *)c;

	v->answers++;
	v->status = err_http(e->code);
	v->e = *e;
	snprintf(v->members, sizeof(v->members), "%s", members != NULL ? members : "");
}

/* Whatever is asked and answered here keeps to the document. */
static inline void
counter_hold(const struct counter *k, const struct asked *a, const struct visit *v)
{
	const struct exchange x = { .method = v->call.rq.method,
		.path = v->call.rq.path,
		.request = a->body,
		.status = v->status,
		.code = v->e.code != ERR_OK ? err_json(v->e.code) : NULL,
		.answer = v->e.code == ERR_OK ? str_c(&v->body) : NULL,
		.answer_bytes = v->body.len };
	char why[300];

	if (k->contract != NULL && !contract_fits(k->contract, &x, why, sizeof(why)))
		fail_msg("%s: %s", a->what, why);
}

/** ask_all(k, v, a): one call; ${v} is freed with str_free(&v->body). ask: (k, v, "GET /v1/centre", query,
 * authorization, body). */
static inline enum err_code
ask_all(struct counter *k, struct visit *v, const struct asked *a)
{
	char method[12];
	const char *path = strchr(a->what, ' ') + 1;

	str_free(&v->body);
	snprintf(method, sizeof(method), "%.*s", (int)(path - 1 - a->what), a->what);
	*v = (struct visit){ .query = a->query };
	v->call = (struct api_call){
		.rq = { .method = method,
		    .path = path,
		    .query = visit_query,
		    .authorization = a->authorization,
		    .if_match = a->match,
		    .idempotency_key = a->key,
		    .body = a->body != NULL ? a->body : "",
		    .content_type = a->type,
		    .upload = { a->tus, a->offset, a->length, a->metadata, a->checksum },
		    .body_bytes = a->body_bytes > 0 ? a->body_bytes
				  : a->body != NULL ? strlen(a->body)
						    : 0,
		    .same_user = a->same_user,
		    .near = a->near },
		.answer = visit_answer,
		.problem = visit_problem
	};
	api_serve(k->api, &v->call);
	assert_int_equal(v->answers, 1);
	counter_hold(k, a, v);
	return v->e.code;
}

static inline enum err_code
ask(struct counter *k, struct visit *v, const char *what, const char *query,
    const char *authorization, const char *body)
{
	const struct asked a = {
		.what = what, .query = query, .authorization = authorization, .body = body
	};

	return ask_all(k, v, &a);
}

static inline int64_t
counter_now(void *arg)
{
	return ((struct counter *)arg)->c.now;
}

/* The document, read once a program. */
static inline struct contract *
counter_contract(struct counter *k)
{
	static struct contract *held;
	struct visit v = { 0 };

	if (held == NULL) {
		assert_int_equal(ask(k, &v, "GET /v1/openapi.json", NULL, NULL, NULL), ERR_OK);
		held = contract_open(str_c(&v.body), v.body.len);
		str_free(&v.body);
	}
	return held;
}

static inline void
counter_password(struct counter *k, const char *job_no)
{
	struct store_user u;
	struct err e = { 0 };

	assert_int_equal(store_user_get(k->c.store, job_no, &u, &e), ERR_OK);
	assert_int_equal(secret_pw_hash(CENTRE_PASSWORD, u.pwhash, &e), ERR_OK);
	assert_int_equal(store_user_put(k->c.store, &u, &e), ERR_OK);
}

static inline enum err_code
counter_sign_in(struct counter *k, const char *job_no, const char *password, char header[96])
{
	struct msg_session s;
	char body[128];
	struct visit v = { 0 };
	struct err e = { 0 };
	enum err_code rc;

	snprintf(body, sizeof(body), "{\"job_no\":\"%s\",\"password\":\"%s\"}", job_no, password);
	rc = ask(k, &v, "POST /v1/sessions", NULL, k->device, body);
	if (rc == ERR_OK) {
		assert_int_equal(v.status, 201);
		assert_int_equal(msg_session_read(str_c(&v.body), v.body.len, &s, &e), ERR_OK);
		snprintf(header, 96, "Bearer %s", s.token);
	}
	str_free(&v.body);
	return rc;
}

static inline void
counter_open(struct counter *k, bool is_private)
{
	struct api_config config = {
		.core = &k->c.core, .now = counter_now, .now_arg = k, .version = "test"
	};
	struct err e = { 0 };

	*k = (struct counter){ .device = "" };
	tmpdir_make(k->dir);
	config.dir = k->dir;
	tcentre_open(&k->c, false, is_private);
	k->c.core.dir = k->dir;
	config.memory = k->c.store;
	config.key = k->c.key;
	if (api_new(&config, &k->api, &e) != ERR_OK)
		fail_msg("api: %s", e.text);
	snprintf(k->device, sizeof(k->device), "Device %s.%s", k->c.device, k->c.device_key);
	k->contract = counter_contract(k);
	counter_password(k, CENTRE_AGENT);
	counter_password(k, CENTRE_UNIT);
	assert_int_equal(counter_sign_in(k, CENTRE_AGENT, CENTRE_PASSWORD, k->agent), ERR_OK);
	assert_int_equal(counter_sign_in(k, CENTRE_UNIT, CENTRE_PASSWORD, k->unit), ERR_OK);
}

static inline int
counter_setup(void **state)
{
	struct counter *k = calloc(1, sizeof(*k));

	counter_open(k, false);
	*state = k;
	return 0;
}

static inline int
counter_teardown(void **state)
{
	struct counter *k = *state;

	api_free(k->api);
	tcentre_close(&k->c);
	tmpdir_remove(k->dir);
	free(k);
	return 0;
}

#endif
