/* Three hundred people at a private centre. */
#include "many.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/clock.h"
#include "poll.h"
#include "server/store/store.h"
#include "wire/record_json.h"

#define CENTRE_MS 30000

static void
must(bool ok, const char *what, const char *why)
{
	if (ok)
		return;
	fprintf(stderr, "many: %s: %s\n", what, why);
	abort();
}

static void
job_no_of(int who, char out[16])
{
	(void)snprintf(out, 16, "%u", (unsigned)(MANY_FIRST + who) % 10000u);
}

void
many_init(struct many *m, const char *root)
{
	struct store_user u = {
		.name = "话务员", .roles = "agent", .unit = "0001", .active = true
	};
	uint8_t key[SECRET_KEY_BYTES];
	struct store_args args = { .writer = true, .key = key };
	struct store *s = NULL;
	struct err e = { 0 };

	*m = (struct many){ .random = 88172645463325252u };
	must(secret_init(&e) == ERR_OK, "libsodium", e.text);
	daemon_init(&m->d, root, true);
	daemon_key(&m->d, key);
	args.dir = m->d.data;
	must(store_open(&args, &s, &e) == ERR_OK && store_begin(s, &e) == ERR_OK, "store", e.text);
	for (int i = 0; i < MANY_PEOPLE; i++) {
		job_no_of(i, u.job_no);
		must(store_user_put(s, &u, &e) == ERR_OK, u.job_no, e.text);
	}
	must(store_commit(s, &e) == ERR_OK, "store", e.text);
	store_close(s);
}

static bool
answers(void *arg)
{
	const struct many *m = arg;
	struct sockaddr_un to = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	bool ok;

	(void)snprintf(to.sun_path, sizeof(to.sun_path), "%.100s", m->d.server + strlen("unix:"));
	ok = connect(fd, (const struct sockaddr *)&to, sizeof(to)) == 0;
	close(fd);
	return ok;
}

static void
post(struct many *m, const struct record *rows, size_t n)
{
	struct str body = { 0 }, answer = { 0 };
	struct record_answer a = { 0 };

	record_json_write(rows, n, &body);
	must(ask(&m->seat, "POST /v1/records", m->seat.device, str_c(&body), &answer) == 200 &&
		 record_answer_read(str_c(&answer), answer.len, &a, NULL) == ERR_OK && a.count == 0,
	    "records", str_c(&answer));
	record_answer_free(&a);
	str_free(&body);
	str_free(&answer);
}

static bool
step(struct many *m, int who, struct record *r)
{
	static const enum agent_event next[AGENT_STATE_COUNT] = { [AGENT_OFFLINE] = AGENT_SIGNED_IN,
		[AGENT_IDLE] = AGENT_RINGS,
		[AGENT_RINGING] = AGENT_TALKS,
		[AGENT_TALKING] = AGENT_CLEARS,
		[AGENT_ACW] = AGENT_TIME };
	struct agent *a = &m->who[who];
	char seat[16];

	job_no_of(who, seat);
	*r = (struct record){ .at = 0 };
	if (!agent_step(a, &(struct agent_step){ .event = next[a->state],
			       .call = "X",
			       .at = a->state == AGENT_ACW ? a->acw_until : clock_now_ms() }))
		return false;
	agent_record(a, seat, r);
	id_new(r->id);
	(void)str_copy(r->by, sizeof(r->by), seat);
	return true;
}

void
many_meet(struct many *m)
{
	struct record rows[RECORD_ROWS];

	must(poll_until(answers, m, CENTRE_MS), m->d.server, "nobody answers");
	ask_enrol(&m->seat, m->d.server, "");
	for (int i = 0; i < MANY_PEOPLE; i += RECORD_ROWS) {
		for (int k = 0; k < RECORD_ROWS; k++) {
			m->who[i + k] = (struct agent){ .then = AGENT_IDLE, .acw_ms = 1 };
			must(step(m, i + k, &rows[k]), "signing in", "not possible");
		}
		post(m, rows, RECORD_ROWS);
	}
}

void
many_change(struct many *m, int n)
{
	struct record rows[RECORD_ROWS];
	int made = 0;

	while (made < n && made < RECORD_ROWS) {
		m->random ^= m->random << 13;
		m->random ^= m->random >> 7;
		m->random ^= m->random << 17;
		made += step(m, (int)(m->random % MANY_PEOPLE), &rows[made]);
	}
	post(m, rows, (size_t)made);
}
