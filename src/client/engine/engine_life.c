/* The engine's beginning and end: what it holds, opened in the order that a failure can be told in, and given back in the
 * order that nothing is used after it is gone. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "engine_p.h"

static int64_t
wall(void *arg)
{
	(void)arg;
	return clock_now_ms();
}

static void
randomness(void *arg, void *out, size_t n)
{
	(void)arg;
	secret_random(out, n);
}

static void
read_boot(struct engine *g)
{
	struct str text = { 0 };

	if (fs_read("/proc/sys/kernel/random/boot_id", 256, &text, NULL) == ERR_OK &&
	    text.len >= ID_LEN) {
		text.s[ID_LEN] = '\0';
		str_copy(g->boot, sizeof(g->boot), text.s);
	} else {
		id_new(g->boot); /* without one, ages do not outlive this run */
	}
	str_free(&text);
}

static enum err_code
open_net(struct engine *g, const struct engine_config *c, struct err *e)
{
	struct net_options options = { .ca_file = c->ca_file, .agent = "hotseat" };
	struct net_servers list;
	struct str all = { 0 };
	enum err_code rc;

	for (int i = 0; i < c->n_servers; i++)
		str_addf(&all, "%s%s", i > 0 ? "," : "", c->servers[i]);
	rc = net_servers_parse(str_c(&all), &list, e);
	str_free(&all);
	return rc == ERR_OK ? net_new(&list, &options, &g->net, e) : rc;
}

static enum err_code
open_sync(struct engine *g, const struct engine_config *c, struct err *e)
{
	char host[64] = "";
	struct sync_args args = { .cache = g->cache,
		.is_private = c->is_private,
		.brief = c->brief,
		.enrol_code = c->enrol_code,
		.name = c->seat_name,
		.boot = g->boot,
		.random = randomness,
		.wall = wall };

	if (args.name == NULL) {
		(void)gethostname(host, sizeof(host) - 1);
		args.name = host;
	}
	g->sync = sync_new(&args);
	return g->sync != NULL ? ERR_OK : err_set(e, ERR_NO_MEMORY, NULL);
}

static enum err_code
open_all(struct engine *g, const struct engine_config *c, struct err *e)
{
	struct cache_args cache = { .dir = c->data_dir };
	enum err_code rc;

	pthread_mutex_init(&g->lock, NULL);
	g->is_private = c->is_private;
	g->demo = c->demo;
	g->call.agent.acw_ms = c->acw_ms;
	g->call.agent.then = AGENT_IDLE;
	g->call.told = AGENT_IDLE; /* until the first turn: nobody sits here yet */
	read_boot(g);
	if (!str_copy(g->dir, sizeof(g->dir), c->data_dir))
		return err_set(e, ERR_LIMIT, "数据目录的路径太长: %s", c->data_dir);
	g->jobs = queue_new(ENGINE_JOBS);
	g->news = queue_new(ENGINE_NEWS);
	if (g->jobs == NULL || g->news == NULL)
		return err_set(e, ERR_NO_MEMORY, NULL);
	rc = cache_writer_open(&cache, &g->cache, e);
	if (rc == ERR_OK && g->is_private)
		rc = engine_private_key(g, e);
	if (rc == ERR_OK)
		rc = open_net(g, c, e);
	if (rc == ERR_OK)
		rc = open_sync(g, c, e);
	if (rc == ERR_OK)
		rc = phone_open(c->phone != NULL ? c->phone : "none", engine_phone_heard, g,
		    clock_now_ms(), &g->phone, e);
	if (rc != ERR_OK)
		return rc;
	if (*cache_writer_rescued(g->cache) != '\0')
		engine_warn(g, cache_writer_rescued(g->cache));
	engine_phone_settle(g); /* nobody sits here yet: nothing may ring */
	cache_writer_patience(g->cache, engine_is_wanted, g);
	return rc;
}

enum err_code
engine_open(const struct engine_config *c, struct engine **out, struct err *e)
{
	struct engine *g = calloc(1, sizeof(*g));
	enum err_code rc;

	*out = NULL;
	if (g == NULL)
		return err_set(e, ERR_NO_MEMORY, NULL);
	g->wake_at = 0; /* the first step is due */
	rc = open_all(g, c, e);
	if (rc != ERR_OK) {
		engine_stop(g);
		return rc;
	}
	*out = g;
	return ERR_OK;
}

static void *
run_thread(void *arg)
{
	struct engine *g = arg;

	while (!queue_done(g->jobs))
		engine_turn(g, 60000);
	engine_run_jobs(g);
	return NULL;
}

enum err_code
engine_start(const struct engine_config *c, struct engine **out, struct err *e)
{
	struct engine *g;
	enum err_code rc = engine_open(c, &g, e);

	*out = NULL;
	if (rc != ERR_OK || g == NULL)
		return rc;
	g->threaded = true;
	engine_door_open(g);
	if (pthread_create(&g->thread, NULL, run_thread, g) == 0) {
		*out = g;
		return ERR_OK;
	}
	g->threaded = false;
	engine_stop(g);
	return err_set(e, ERR_NO_MEMORY, "起不了后台线程。");
}

static void
drain(struct engine *g)
{
	struct news *n;
	struct job *job;

	while (g->news != NULL && (n = queue_pop(g->news)) != NULL)
		news_free(n);
	while (g->jobs != NULL && (job = queue_pop(g->jobs)) != NULL)
		if ((void *)job != g)
			job_free(job);
	while ((job = engine_take_draft(g)) != NULL)
		job_free(job);
}

void
engine_stop(struct engine *g)
{
	if (g == NULL)
		return;
	if (g->jobs != NULL)
		queue_close(g->jobs);
	if (g->threaded) {
		/* News nobody reads any more must not hold up the last jobs. */
		queue_close(g->news);
		pthread_join(g->thread, NULL);
		g->threaded = false;
	}
	if (g->phone != NULL)
		engine_phone_leaves(g);
	engine_look_close(g);
	engine_door_close(g);
	net_free(g->net); /* answers what is under way as cancelled */
	phone_close(g->phone);
	sync_free(g->sync);
	cache_writer_close(g->cache);
	drain(g);
	job_free(g->signing);
	job_free(g->changing);
	queue_free(g->jobs);
	queue_free(g->news);
	secret_key_free(g->key);
	pthread_mutex_destroy(&g->lock);
	free(g);
}
