/* What every call goes through: its line of the route table (routes.c), who asks, the handler; and the jobs that handlers
 * give to the writer. */
#include "server/api/api.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "route_p.h"

/* ---- readers ---- */

struct store *
api_reader_take(struct api *a, struct err *e)
{
	struct store_args args = { .dir = a->config.dir, .key = a->config.key };
	struct store *s = NULL;

	if (a->config.memory != NULL)
		return a->config.memory;
	pthread_mutex_lock(&a->lock);
	if (a->n_readers > 0)
		s = a->readers[--a->n_readers];
	pthread_mutex_unlock(&a->lock);
	if (s == NULL && store_open(&args, &s, e) != ERR_OK)
		return NULL;
	return s;
}

void
api_reader_give(struct api *a, struct store *s)
{
	if (s == NULL || s == a->config.memory)
		return;
	pthread_mutex_lock(&a->lock);
	if (a->n_readers < API_READERS) {
		a->readers[a->n_readers++] = s;
		s = NULL;
	}
	pthread_mutex_unlock(&a->lock);
	store_close(s);
}

int64_t
api_now(const struct api *a)
{
	return a->config.now != NULL ? a->config.now(a->config.now_arg) : clock_now_ms();
}

void
api_fail(struct api_call *c, const struct err *e)
{
	c->problem(c, e, NULL);
}

static void
no_memory(struct api_call *c)
{
	struct err e = { 0 };

	err_set(&e, ERR_NO_MEMORY, NULL);
	api_fail(c, &e);
}

void *
api_calloc(struct api_call *c, size_t n)
{
	void *p = calloc(1, n);

	if (p == NULL)
		no_memory(c);
	return p;
}

enum err_code
api_query_int(const struct api_call *c, const char *name, long long fallback, long long lo,
    long long hi, long long *out, struct err *e)
{
	const char *text = c->rq.query(c, name);

	*out = fallback;
	if (text != NULL && !str_int(text, lo, hi, out)) {
		err_set(e, ERR_INVALID, "参数 %s 应为 %lld 到 %lld 的整数。", name, lo, hi);
		return err_at(e, "%s", name);
	}
	return ERR_OK;
}

/* ---- jobs for the writer ---- */

static enum err_code
job_run(struct core *c, struct writer_job *j, struct err *e)
{
	struct api_job *job = (struct api_job *)(void *)j;

	str_reset(&job->members);
	return job->work(job, c, e);
}

static void
job_done(struct writer_job *j, const struct err *e)
{
	struct api_job *job = (struct api_job *)(void *)j;

	if (e->code == ERR_OK)
		job->reply(job);
	else
		job->call->problem(
		    job->call, e, job->members.len > 0 ? str_c(&job->members) : NULL);
	if (job->drop != NULL)
		job->drop(job->data);
	str_free(&job->members);
	free(job);
}

static void
job_refuse(struct api_job *job, enum err_code code)
{
	struct err e = { 0 };

	err_set(&e, code, NULL);
	job_done(&job->job, &e);
}

/* The call leaves this thread for good; the writer answers within moments, so there is nothing to do if the client goes. */
static void
gone(struct api_call *c, enum api_end why)
{
	(void)c;
	(void)why;
}

void
api_write(struct api_call *c,
    enum err_code (*work)(struct api_job *j, struct core *c, struct err *e),
    void (*reply)(struct api_job *j), void (*drop)(void *data), void *data)
{
	struct api *a = c->api;
	struct api_job *job = calloc(1, sizeof(*job));

	if (job == NULL) {
		if (drop != NULL)
			drop(data);
		no_memory(c);
		return;
	}
	*job = (struct api_job){ .job = { .run = job_run, .done = job_done },
		.call = c,
		.work = work,
		.reply = reply,
		.drop = drop,
		.data = data };
	if (a->config.writer == NULL) {
		struct writer_job *one = &job->job;
		writer_batch(a->config.core, &one, 1, api_now(a));
		return;
	}
	if (c->defer != NULL)
		c->defer(c, 15000, gone);
	if (!writer_submit(a->config.writer, &job->job))
		job_refuse(job, ERR_BUSY);
}

void
api_act(struct api *a, struct api_call *c, const struct api_act *act)
{
	void *data = api_calloc(c, act->bytes);
	struct err e = { 0 };

	if (data == NULL)
		return;
	if (act->read(a, c, data, &e) == ERR_OK) {
		api_write(c, act->work, act->reply, act->drop, data);
		return;
	}
	act->drop(data);
	api_fail(c, &e);
}

/* ---- routing ---- */

static enum err_code
known(struct api *a, struct api_call *c, enum auth_need need, struct err *e)
{
	struct store *s = api_reader_take(a, e);
	enum err_code rc;

	if (s == NULL)
		return e->code;
	rc = auth_check(s, need, c->rq.authorization, api_now(a), &c->who, e);
	api_reader_give(a, s);
	if (rc == ERR_OK)
		c->contact_since = contacts_heard(a->contacts, c->who.device.id, api_now(a));
	return rc;
}

/* Who says who he is, is that: also at the machine itself he has no more rights than his roles. */
static enum err_code
steward(struct api *a, struct api_call *c, const struct route *r, struct err *e)
{
	if (c->rq.authorization == NULL && c->rq.same_user)
		return ERR_OK;
	if (known(a, c, AUTH_SESSION, e) != ERR_OK)
		return e->code;
	return roles_may(c->who.roles, r->right)
		   ? ERR_OK
		   : err_set(e, ERR_FORBIDDEN, "您的角色不能%s, 请找管理员。",
			 role_right_label(r->right));
}

static enum err_code
identify(struct api *a, struct api_call *c, const struct route *r, struct err *e)
{
	switch (r->need) {
	case AUTH_NOBODY:
		return ERR_OK;
	case AUTH_MACHINE:
		return c->rq.near ? ERR_OK : err_set(e, ERR_FORBIDDEN, "这里只给本机看。");
	case AUTH_ADMIN:
		return c->rq.same_user
			   ? ERR_OK
			   : err_set(e, ERR_FORBIDDEN, "只有中心运行所用的用户能在本机管理中心。");
	case AUTH_STEWARD:
		return steward(a, c, r, e);
	default:
		return known(a, c, r->need, e);
	}
}

void
api_serve(struct api *a, struct api_call *c)
{
	struct err e = { 0 };

	c->api = a;
	c->began_us = clock_mono_us();
	c->route = route_find(c->rq.method, c->rq.path, c->id);
	if (c->route < 0) {
		route_allow(c->rq.path, c->head.allow, sizeof(c->head.allow));
		if (c->head.allow[0] != '\0')
			err_set(&e, ERR_METHOD, NULL);
		else
			err_set(&e, ERR_NOT_FOUND, "没有这个地址。");
		api_fail(c, &e);
	} else if (identify(a, c, &api_routes[c->route], &e) != ERR_OK) {
		api_fail(c, &e);
	} else {
		api_routes[c->route].handle(a, c);
	}
}

/* ---- life ---- */

enum err_code
api_new(const struct api_config *config, struct api **out, struct err *e)
{
	struct api *a = calloc(1, sizeof(*a));
	struct store *s;
	enum err_code rc;

	*out = NULL;
	if (a == NULL)
		return err_set(e, ERR_NO_MEMORY, NULL);
	a->config = *config;
	pthread_mutex_init(&a->lock, NULL);
	pthread_mutex_init(&a->door, NULL);
	s = api_reader_take(a, e);
	rc = s == NULL ? e->code : store_centre_get(s, &a->centre, e);
	api_reader_give(a, s);
	if (rc == ERR_OK &&
	    ((a->snapshots = snapshots_new()) == NULL || (a->contacts = contacts_new()) == NULL ||
		(a->park = park_new(a)) == NULL || (a->metrics = metrics_new()) == NULL))
		rc = err_set(e, ERR_NO_MEMORY, NULL);
	if (rc != ERR_OK) {
		api_free(a);
		return rc;
	}
	*out = a;
	return ERR_OK;
}

void
api_free(struct api *a)
{
	if (a == NULL)
		return;
	park_free(a->park);
	snapshots_free(a->snapshots);
	contacts_free(a->contacts);
	metrics_free(a->metrics);
	str_free(&a->document);
	while (a->n_readers > 0)
		store_close(a->readers[--a->n_readers]);
	pthread_mutex_destroy(&a->lock);
	pthread_mutex_destroy(&a->door);
	free(a);
}

void
api_wake(void *api, const struct core_touched *touched)
{
	park_wake(((struct api *)api)->park, touched);
}
