/* The centre of a run: the real interface (server/api) over a store on files, called directly. A batch is a transaction
 * while which other calls may read: what they see is what is committed. Crashes lose whatever is not. */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fs.h"
#include "city/rows.h"
#include "server/core/feed.h"
#include "sim.h"
#include "wire/message.h"
#include "wire/op.h"

int64_t
sim_centre_wall(const struct sim *s)
{
	return SIM_DAWN_MS + s->now + s->centre.clock_ms;
}

static int64_t
centre_now(void *arg)
{
	return sim_centre_wall(arg);
}

/* Asked in the middle of every batch: the moment to let somebody read beside it. */
static void
centre_random(void *arg, void *out, size_t n)
{
	struct sim *s = arg;
	struct sim_message *m = s->centre.mid;

	sim_bytes(&s->rng, out, n);
	s->centre.mid = NULL;
	if (m != NULL)
		sim_centre_serve(s, m);
}

/* ---- files ---- */

static void
copy_file(const char *from, const char *to)
{
	struct str b = { 0 };
	struct err e = { 0 };
	FILE *f;

	if (fs_read(from, 64 << 20, &b, &e) != ERR_OK || (f = fopen(to, "we")) == NULL) {
		fprintf(stderr, "sim: cannot copy %s: %s\n", from, e.text);
		abort();
	}
	if (fwrite(b.s, 1, b.len, f) != b.len || fclose(f) != 0)
		abort();
	str_free(&b);
}

static void
wipe_files(const struct sim_centre *c)
{
	static const char *const names[] = { "centre.db", "centre.db-wal", "centre.db-shm" };
	char path[TMPDIR_PATHS];

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		(void)unlink(tmpdir_path(c->dir, names[i], path));
}

static void
place_file(struct sim *s, const char *from)
{
	char path[TMPDIR_PATHS];

	wipe_files(&s->centre);
	copy_file(from, tmpdir_path(s->centre.dir, "centre.db", path));
}

/* ---- life ---- */

static void
start(struct sim *s)
{
	struct sim_centre *c = &s->centre;
	struct store_args args = { .dir = c->dir, .writer = true, .key = s->world->key };
	struct api_config config = { .dir = c->dir,
		.key = s->world->key,
		.core = &c->core,
		.now = centre_now,
		.now_arg = s };
	struct store_centre now;
	struct err e = { 0 };
	char epoch[EPOCH_SIZE];
	bool changed;

	snprintf(epoch, sizeof(epoch), "e%d", ++c->epochs);
	str_copy(config.version, sizeof(config.version), "sim");
	if (store_open(&args, &c->store, &e) != ERR_OK ||
	    store_settle(c->store, epoch, &changed, &e) != ERR_OK ||
	    store_centre_get(c->store, &now, &e) != ERR_OK) {
		sim_fail(s, "the centre does not start: %s", e.text);
		return;
	}
	str_copy(c->epoch, sizeof(c->epoch), now.epoch);
	c->core = (struct core){ .store = c->store,
		.city = s->world->city[c->which_city],
		.is_private = true,
		.random = centre_random,
		.random_arg = s };
	if (api_new(&config, &c->api, &e) != ERR_OK)
		sim_fail(s, "the centre does not serve: %s", e.text);
}

static void
stop(struct sim *s)
{
	s->centre.mid = NULL;
	api_free(s->centre.api);
	store_close(s->centre.store);
	s->centre.api = NULL;
	s->centre.store = NULL;
}

void
sim_centre_open(struct sim *s)
{
	struct sim_centre *c = &s->centre;
	char path[TMPDIR_PATHS];
	struct err e = { 0 };

	c->sim = s;
	tmpdir_path(s->world->dir, "run", c->dir);
	tmpdir_path(s->world->dir, "backup.db", c->backup);
	if (fs_mkdirs(c->dir, &e) != ERR_OK)
		sim_fail(s, "%s", e.text);
	place_file(s, tmpdir_path(s->world->dir, "centre.db", path));
	c->epochs = 1;
	start(s);
}

void
sim_centre_close(struct sim *s)
{
	stop(s);
	wipe_files(&s->centre);
}

void
sim_centre_crash(struct sim *s)
{
	sim_say(s, "centre: crash");
	stop(s);
	start(s);
}

void
sim_centre_backup(struct sim *s)
{
	struct err e = { 0 };

	sim_say(s, "centre: backup");
	if (store_backup(s->centre.store, s->centre.backup, &e) != ERR_OK)
		sim_fail(s, "no backup: %s", e.text);
	s->centre.has_backup = true;
	s->centre.backup_city = s->centre.which_city;
}

enum sim_fate
sim_centre_fate(struct sim *s, const struct sim_op *op)
{
	enum sim_fate fate = FATE_OPEN;
	struct op_results r = { 0 };
	struct store_op seen = { 0 };

	if (store_op_get(s->centre.store, op->device, op->n, &seen, NULL) == ERR_OK &&
	    op_results_read(seen.result, strlen(seen.result), &r, NULL) == ERR_OK && r.count == 1 &&
	    strcmp(r.r[0].id, op->id) == 0)
		fate = r.r[0].status == OP_REJECTED ? FATE_REFUSED : FATE_APPLIED;
	op_results_free(&r);
	free(seen.result);
	return fate;
}

/* What the copy does not know is, for the centre, as if it had never been; the seats will say it again. */
static void
reopen_fates(struct sim *s)
{
	for (int i = 0; i < s->n_ops; i++) {
		enum sim_fate fate = sim_centre_fate(s, &s->op[i]);
		if (s->op[i].fate == FATE_SETTLED)
			continue;
		if (fate == FATE_OPEN && s->op[i].fate == FATE_APPLIED)
			fate = FATE_AGAIN;
		s->op[i].fate = fate;
	}
}

/* A connection does not outlive the hours that a restore takes: what its seat has given up is gone, asked or answered. */
static void
lose_old_talk(struct sim *s)
{
	for (int i = 0; i < SIM_MESSAGES; i++)
		if (s->message[i].leg != LEG_FREE && s->message[i].told)
			s->message[i].leg = LEG_LOST;
}

void
sim_centre_restore(struct sim *s)
{
	sim_say(s, "centre: restored from its backup");
	stop(s);
	lose_old_talk(s);
	place_file(s, s->centre.backup);
	s->centre.which_city = s->centre.backup_city;
	start(s);
	if (!s->failed)
		reopen_fates(s);
	s->centre.commits++;
}

/* ---- other superiors ---- */

struct rows {
	struct core *core;
	struct err e;
};

static bool
put_row(void *arg, const char *kind, const char *code, const char *text)
{
	struct rows *r = arg;

	return core_ref_put(r->core, kind, code, text, &r->e) == ERR_OK;
}

void
sim_centre_reorganise(struct sim *s)
{
	struct sim_centre *c = &s->centre;
	struct rows r = { .core = &c->core };

	c->which_city = !c->which_city;
	sim_say(s, "centre: units reorganised (%d)", c->which_city);
	if (core_begin(&c->core, sim_centre_wall(s), &r.e) != ERR_OK ||
	    city_rows_each(s->world->city[c->which_city], put_row, &r) != ERR_OK ||
	    core_commit(&c->core, &r.e) != ERR_OK)
		sim_fail(s, "no reorganisation: %s", r.e.text);
	c->core.city = s->world->city[c->which_city];
	c->commits++;
}

/* ---- the transport ---- */

struct serve {                /* one call */
	struct api_call call; /* first */
	struct sim *sim;
	struct sim_message *m;
	char path[256];
	struct {
		const char *name;
		char value[CURSOR_SIZE + 64];
	} query[8];
	int n_query;
	char query_text[512];
};

static void
decode(const char *from, char *out, size_t size)
{
	size_t n = 0;
	unsigned byte;

	while (*from != '\0' && n + 1 < size) {
		if (from[0] == '%' && isxdigit((unsigned char)from[1]) &&
		    isxdigit((unsigned char)from[2]) && sscanf(from + 1, "%2x", &byte) == 1) {
			out[n++] = (char)byte;
			from += 3;
		} else {
			out[n++] = *from++;
		}
	}
	out[n] = '\0';
}

static void
split_path(struct serve *v, const char *path)
{
	const char *mark = strchr(path, '?');
	char *at;

	snprintf(v->path, sizeof(v->path), "%.*s",
	    mark != NULL ? (int)(mark - path) : (int)strlen(path), path);
	snprintf(v->query_text, sizeof(v->query_text), "%s", mark != NULL ? mark + 1 : "");
	at = v->query_text;
	while (*at != '\0' && v->n_query < 8) {
		char *end = at + strcspn(at, "&"), *equals;
		bool last = *end == '\0';
		*end = '\0';
		equals = strchr(at, '=');
		if (equals != NULL) {
			*equals = '\0';
			v->query[v->n_query].name = at;
			decode(equals + 1, v->query[v->n_query].value, sizeof(v->query[0].value));
			v->n_query++;
		}
		at = last ? end : end + 1;
	}
}

/* Pages of a few rows, so that the few tickets of a run make many pages. */
static const char *
query(const struct api_call *c, const char *name)
{
	const struct serve *v = (const struct serve *)(const void *)c;

	if (strcmp(name, "limit") == 0)
		return "4";
	for (int i = 0; i < v->n_query; i++)
		if (strcmp(v->query[i].name, name) == 0)
			return v->query[i].value;
	return NULL;
}

static void
answer(struct api_call *c, int status, struct str *body, int64_t etag)
{
	struct serve *v = (struct serve *)(void *)c;

	(void)etag;
	v->m->status = status;
	str_reset(&v->m->answer);
	str_add_n(&v->m->answer, str_c(body), body->len);
	str_free(body);
}

static void
problem(struct api_call *c, const struct err *e, const char *members)
{
	struct serve *v = (struct serve *)(void *)c;
	struct msg_problem p = { 0 };
	long long expect;

	msg_problem_of(e, c->rq.trace, &p);
	if (members != NULL && sscanf(members, "\"expect\":%lld", &expect) == 1)
		p.expect = expect;
	v->m->status = p.status;
	str_reset(&v->m->answer);
	msg_problem_write(&p, &v->m->answer);
}

static void
device_of(const struct sim_message *m, char out[ID_SIZE])
{
	const char *auth = m->rq.auth != NULL ? m->rq.auth : "";

	snprintf(out, ID_SIZE, "%.36s", str_starts(auth, "Device ") ? auth + 7 : "");
}

/* What the centre decided, as it decided it: whether or not the seat ever hears. */
static void
note_fates(struct sim *s, const struct sim_message *m)
{
	struct op_results r = { 0 };

	if (op_results_read(m->answer.s, m->answer.len, &r, NULL) != ERR_OK)
		return;
	for (size_t i = 0; i < r.count; i++) {
		struct sim_op *op = sim_op_of(s, r.r[i].id);
		if (op == NULL || op->fate == FATE_SETTLED)
			continue;
		if (r.r[i].status == OP_REJECTED)
			op->fate = FATE_REFUSED;
		else if (r.r[i].status != OP_RETRY)
			op->fate = FATE_APPLIED;
		device_of(m, op->device);
		op->n = r.r[i].n;
	}
	op_results_free(&r);
}

/* One body for many devices cannot say what any one of them has sent. */
static void
as_for_many(struct sim_message *m)
{
	static const char name[] = "\"last_op\":";
	const char *at = m->answer.len > 0 ? strstr(m->answer.s, name) : NULL;

	if (at == NULL)
		return;
	at += strlen(name);
	str_splice(&m->answer, (size_t)(at - m->answer.s), strspn(at, "0123456789"), "0", 1);
}

void
sim_centre_serve(struct sim *s, struct sim_message *m)
{
	struct serve v = { .sim = s, .m = m };
	struct api_request *rq = &v.call.rq;

	split_path(&v, m->rq.path);
	*rq = (struct api_request){ .method = m->rq.method,
		.path = v.path,
		.query = query,
		.authorization = m->rq.auth,
		.body = m->rq.body != NULL ? m->rq.body : "",
		.body_bytes = m->rq.len,
		.same_user = true };
	v.call.answer = answer;
	v.call.problem = problem;
	m->status = 0;
	m->outcome = SYNC_ANSWERED;
	m->leg = LEG_ANSWERED;
	api_serve(s->centre.api, &v.call);
	if (m->status == 0)
		sim_fail(s, "%s %s was not answered", m->rq.method, m->rq.path);
	if (m->rq.ask == ASK_OPS && m->status == 200)
		note_fates(s, m);
	if (m->parked_until != 0)
		as_for_many(m);
	if (strcmp(m->rq.method, "GET") != 0)
		s->centre.commits++;
}

void
sim_centre_half(struct sim *s, struct sim_message *m)
{
	struct core *c = &s->centre.core;
	struct op_list list = { 0 };
	struct op_result r;
	struct err e = { 0 };
	char device[ID_SIZE];

	device_of(m, device);
	if (m->rq.ask == ASK_OPS && ops_read(m->rq.body, m->rq.len, &list, &e) == ERR_OK &&
	    core_begin(c, sim_centre_wall(s), &e) == ERR_OK)
		for (size_t i = 0; i < list.count; i++)
			if (core_op(c, device, &list.ops[i], list.fingerprint[i], &r, &e) != ERR_OK)
				break;
	op_list_free(&list);
	sim_centre_crash(s);
}
