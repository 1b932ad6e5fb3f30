/* The administrator's requests, to whoever may write: the running centre, or, with none running, the same handlers in
 * this process on the locked store. */
#include "admin.h"

#include <string.h>

#include "base/clock.h"
#include "command.h"
#include "control.h"
#include "place.h"
#include "serve.h"
#include "server/api/api.h"
#include "server/core/remake.h"
#include "server/core/setup.h"
#include "wire/message.h"

/* ---- the running centre ---- */

/* *none: nobody listens there. Its answers may say ERR_NOT_FOUND too, so the code alone does not tell. */
static enum err_code
ask_running(const char *socket, const char *path, const struct str *body, struct str *answer,
    bool *none, struct err *e)
{
	struct msg_problem problem;
	struct str text = { 0 };
	int status = 0;
	enum err_code rc = control_post(socket, path, body, &status, &text, e);

	*none = rc == ERR_NOT_FOUND;
	if (rc == ERR_OK && status >= 200 && status < 300)
		str_add_n(answer, str_c(&text), text.len);
	else if (rc == ERR_OK && msg_problem_read(str_c(&text), text.len, &problem, NULL) == ERR_OK)
		rc = err_set(e, problem.code, "%s", problem.detail);
	else if (rc == ERR_OK)
		rc = err_set(e, ERR_IO, "中心的答复读不懂 (HTTP %d)。", status);
	str_free(&text);
	return rc;
}

/* ---- or this process ---- */

struct own_call {
	struct api_call call; /* first */
	struct str *text;
	struct err *e;
};

static const char *
no_query(const struct api_call *c, const char *name)
{
	(void)c;
	(void)name;
	return NULL;
}

static void
answered(struct api_call *c, int status, struct str *body, int64_t etag)
{
	(void)status;
	(void)etag;
	str_add_n(((struct own_call *)(void *)c)->text, str_c(body), body->len);
	str_free(body);
}

static void
refused(struct api_call *c, const struct err *e, const char *members)
{
	(void)members;
	*((struct own_call *)(void *)c)->e = *e;
}

static enum err_code
serve_one(struct store *st, const char *dir, const char *path, const struct str *body,
    struct str *answer, struct err *e)
{
	struct core core = { .store = st, .random = serve_random };
	struct api_config config = { .dir = dir, .memory = st, .core = &core };
	struct own_call x = { .call = { .rq = { .method = "POST",
					    .path = path,
					    .query = no_query,
					    .body = str_c(body),
					    .body_bytes = body->len,
					    .same_user = true },
				  .answer = answered,
				  .problem = refused },
		.text = answer,
		.e = e };
	struct city *city = NULL;
	struct api *api = NULL;
	int64_t remade;
	enum err_code rc = setup_city(st, &city, e);

	core.city = city;
	if (rc == ERR_OK)
		rc = remake_all(&core, clock_now_ms(), &remade, e);
	if (rc == ERR_OK)
		rc = api_new(&config, &api, e);
	if (rc == ERR_OK) {
		api_serve(api, &x.call);
		rc = e->code;
	}
	api_free(api);
	core_end(&core);
	city_free(city);
	return rc;
}

static enum err_code
ask_ourselves(const struct settings *s, const char *path, const struct str *body,
    struct str *answer, struct err *e)
{
	struct store *st = NULL;
	uint8_t *key = NULL;
	enum err_code rc;

	err_clear(e);
	rc = place_key(s, &key, e);
	if (rc == ERR_OK)
		rc = place_open(s, true, key, &st, e);
	if (rc == ERR_OK)
		rc = serve_one(st, s->data, path, body, answer, e);
	store_close(st);
	secret_key_free(key);
	return rc;
}

enum err_code
admin_ask(const struct settings *s, const char *path, const struct str *body, struct str *answer,
    struct err *e)
{
	char socket[700];
	bool none = true;
	enum err_code rc = place_ready(s, e);

	if (rc == ERR_OK && body->bad)
		rc = err_set(e, ERR_NO_MEMORY, NULL);
	if (rc != ERR_OK)
		return rc;
	if (place_control(s, socket, sizeof(socket)))
		rc = ask_running(socket, path, body, answer, &none, e);
	return none ? ask_ourselves(s, path, body, answer, e) : rc;
}
