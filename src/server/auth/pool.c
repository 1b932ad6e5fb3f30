/* The password pool: a few threads, a bounded queue. Argon2id runs nowhere else in the centre. */
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/queue.h"
#include "base/str.h"
#include "server/auth/auth.h"

#define POOL_THREADS_MAX 8

struct check {
	char password[256], hash[SECRET_PWHASH_SIZE];
	void (*done)(void *arg, bool fits);
	void *arg;
};

struct auth_pool {
	struct queue *queue;
	pthread_t threads[POOL_THREADS_MAX];
	int n;
	char nobody[SECRET_PWHASH_SIZE]; /* hash of a password nobody has */
};

static void
run(struct auth_pool *p, struct check *c)
{
	bool known = c->hash[0] != '\0';
	bool fits = secret_pw_check(c->password, known ? c->hash : p->nobody) && known;

	secret_wipe(c->password, sizeof(c->password));
	c->done(c->arg, fits);
	free(c);
}

static void *
pool_main(void *arg)
{
	struct auth_pool *p = arg;
	struct check *c;

	while ((c = queue_pop_wait(p->queue, -1)) != NULL)
		run(p, c);
	return NULL;
}

struct auth_pool *
auth_pool_start(int threads, int waiting)
{
	struct auth_pool *p = calloc(1, sizeof(*p));
	char nobody[SECRET_TOKEN_SIZE];

	if (p == NULL)
		return NULL;
	secret_token(nobody);
	p->queue = queue_new((size_t)waiting);
	if (p->queue == NULL || secret_pw_hash(nobody, p->nobody, NULL) != ERR_OK) {
		queue_free(p->queue);
		free(p);
		return NULL;
	}
	for (int i = 0; i < threads && i < POOL_THREADS_MAX; i++)
		if (pthread_create(&p->threads[p->n], NULL, pool_main, p) == 0)
			p->n++;
	if (p->n == 0) {
		queue_free(p->queue);
		free(p);
		return NULL;
	}
	return p;
}

void
auth_pool_stop(struct auth_pool *p)
{
	if (p == NULL)
		return;
	queue_close(p->queue);
	for (int i = 0; i < p->n; i++)
		pthread_join(p->threads[i], NULL);
	queue_free(p->queue);
	free(p);
}

bool
auth_pool_check(struct auth_pool *p, const char *password, const char *hash,
    void (*done)(void *arg, bool fits), void *arg)
{
	struct check *c = calloc(1, sizeof(*c));

	if (c == NULL)
		return false;
	str_copy(c->password, sizeof(c->password), password);
	str_copy(c->hash, sizeof(c->hash), hash);
	c->done = done;
	c->arg = arg;
	if (queue_push(p->queue, c))
		return true;
	secret_wipe(c->password, sizeof(c->password));
	free(c);
	return false;
}
