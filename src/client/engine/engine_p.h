#ifndef CLIENT_ENGINE_ENGINE_P_H
#define CLIENT_ENGINE_ENGINE_P_H

#include <pthread.h>
#include <stdatomic.h>

#include "base/queue.h"
#include "client/cache/write.h"
#include "client/engine/engine.h"
#include "client/engine/sync.h"
#include "client/net/net.h"

#define ENGINE_JOBS  64
#define ENGINE_NEWS  4096
#define ENGINE_WAITS 16 /* fetches whose answer somebody waits for */

/* Somebody waits for the answer of the centre. */
struct engine_wait {
	uint64_t job;
	char ticket[ID_SIZE];
};

struct engine {
	char data_dir[512];
	bool is_private, demo;
	struct cache_writer *cache;
	struct sync *sync;
	struct net *net;
	struct phone *phone;
	uint8_t *key; /* NULL before anybody signed in */
	char boot[ID_SIZE];
	/* who is signed in */
	struct cache_agent me; /* job_no "" nobody */
	uint32_t roles;
	uint64_t sign_job; /* a sign-in waits for the centre; 0 none */
	char sign_no[16], sign_password[256];
	/* the loop */
	int64_t wake_at;
	bool again;
	struct link_info link; /* as last told */
	struct engine_wait waits[ENGINE_WAITS];
	int n_waits;
	/* shared with the screen thread */
	pthread_mutex_t lock;
	struct job *jobs[ENGINE_JOBS];
	int n_jobs;
	struct queue *news;
	pthread_t thread;
	bool threaded;
	atomic_bool stop;
};

/* engine.c */
void engine_tell(struct engine *g, struct news *n);
struct news *engine_news_new(enum news_kind kind);
/** engine_done(g, job, e, ticket, number): NEWS_DONE. ${e} NULL: it worked. */
void engine_done(
    struct engine *g, uint64_t job, const struct err *e, const char *ticket, const char *number);
/** engine_step(g, ev): let the sync core act and do what it asks for. */
void engine_step(struct engine *g, const struct sync_event *ev);
void engine_kick(struct engine *g);

/* engine_sign.c: keys and people */
enum err_code engine_key_load(struct engine *g, struct err *e);
void engine_sign_in(struct engine *g, const struct job *j);
void engine_sign_out(struct engine *g, const struct job *j);
/** engine_session(g, note): the centre's answer to a sign-in. */
void engine_session(struct engine *g, const struct sync_note *n);

/* engine_job.c: what the screen asks for; engine_act.c: events on tickets; engine_settle.c: parked and conflicts */
void engine_job(struct engine *g, struct job *j);
enum err_code engine_submit_draft(
    struct engine *g, struct job *j, char ticket[ID_SIZE], char number[20], struct err *e);
enum err_code engine_act(struct engine *g, struct job *j, struct err *e);
/** engine_add(g, op, t, drop, e): the rules, then the outbox. ${drop}: what it settles (op, mono and boot are filled in). */
enum err_code engine_add(
    struct engine *g, struct op *op, const struct ticket *t, struct cache_op *drop, struct err *e);
/** engine_op(g, op, kind, ticket): a new operation of whoever is signed in. */
void engine_op(struct engine *g, struct op *op, int kind, const char *ticket);
enum err_code engine_parked(struct engine *g, struct job *j, struct err *e);
enum err_code engine_conflict(struct engine *g, struct job *j, struct err *e);

#endif
