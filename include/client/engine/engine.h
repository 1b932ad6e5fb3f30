#ifndef CLIENT_ENGINE_ENGINE_H
#define CLIENT_ENGINE_ENGINE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "client/engine/job.h"

/* The engine: the only writer of the cache, the network and the telephone, in one poll loop. With a thread of its own
 * under the screen (engine_start), or without one for commands (engine_open, engine_run_until). */

struct engine;

#define ENGINE_SERVERS 8
struct engine_config {
	const char *data_dir;
	const char *const *servers; /* "unix:PATH" or "https://host:port", in order of preference */
	int n_servers;
	const char *ca_file;    /* NULL: the system's */
	const char *phone;      /* "sim:…" or "none" */
	int64_t acw_ms;         /* how long after-call work may take; 0: none is waited for */
	const char *enrol_code; /* NULL none */
	const char *seat_name;  /* NULL: the host's name */
	bool is_private;        /* key in <data>/key, empty passwords; the centre is ours */
	bool demo;
	bool brief; /* for one command: no poll is held for long, so that it never waits for one */
};

/** engine_home(dir, servers, size, e): the centre that the data of ${dir} belongs to, as "ADDRESS[,…]"; "" where there are none
 * yet, or those of a private one. ERR_CONFIG: a real one's, and nobody knows where it is. */
enum err_code engine_home(const char *dir, char *servers, size_t size, struct err *e);
/** engine_open: the cache is opened (lock taken), nothing runs yet: engine_post and engine_run_until. ERR_LOCKED when
 * another hotseat has this data. engine_start: the same, with its thread. */
enum err_code engine_open(const struct engine_config *c, struct engine **out, struct err *e);
enum err_code engine_start(const struct engine_config *c, struct engine **out, struct err *e);
/** engine_stop(g): finishes the jobs it has, closes everything. NULL is fine. Frees the data key: close journal and
 * reader first. */
void engine_stop(struct engine *g);

/** engine_post(g, job): takes ${job}; false when the queue is full: the caller keeps it and says so. Never waits. A
 * JOB_DRAFT_SAVE replaces one of the same draft that has not been begun: that one is answered ERR_CANCELLED. */
bool engine_post(struct engine *g, struct job *job);
/** engine_is_behind(g): is its queue half full? Who presses keys faster than any hand (a player of the classroom) waits then. */
bool engine_is_behind(const struct engine *g);
/** engine_ask(dir, job, done, e): a command beside a running seat: hands a JOB_SUBMIT of a new form, a JOB_ACT, a
 * JOB_FILE_ADD, JOB_FILES, JOB_FILE_GET or JOB_PRINT (job_no "" whoever sits there, password of a real centre's seat; whole
 * paths) to the seat that has the data of ${dir} and waits for its answer: number, ticket and op in ${done}, and in
 * done->more what its text said, of JOB_FILES "<id> <name>" a line, also when the centre could not be asked; free it.
 * ERR_LOCKED: nobody listens there. */
enum err_code engine_ask(const char *dir, const struct job *job, struct news *done, struct err *e);
/** engine_news(g): the next piece of news or NULL; news_free it. engine_news_fd: readable while there is some. */
struct news *engine_news(struct engine *g);
int engine_news_fd(struct engine *g);
/** engine_run_until(g, done, arg, timeout_ms): without a thread: run the loop until ${done} (asked after every turn)
 * returns true. false when the time was up. */
bool engine_run_until(struct engine *g, bool (*done)(void *arg), void *arg, int timeout_ms);
/** engine_idle(g): without a thread: online and nothing left to send or to fetch. engine_link: as NEWS_LINK says it. */
bool engine_idle(struct engine *g);
/** engine_has_desk(g): what others wrote for who is signed in (desk records) has come. */
bool engine_has_desk(struct engine *g);
void engine_link(struct engine *g, struct link_info *out);
/** engine_key(g): the data key, NULL before anybody signed in; borrowed until engine_stop. Own thread only. */
const uint8_t *engine_key(struct engine *g);

#endif
