/* creates ROOT CONNECTIONS SECONDS [PEER]: durable tickets a second at the private centre of ROOT/centre: wrk, with as
 * many threads as connections, so that each connection is one seat whose operations have their own numbers (creates.lua).
 * What counts is how many tickets the store has more; and beside it what one sync of this disk costs. PEER: a Node
 * program (peer/peer.js) that then gets the same requests from the same wrk, its file in ROOT. Prints name<TAB>value
 * lines. */
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../lib/bench.h"
#include "../lib/daemon.h"
#include "../lib/deed.h"
#include "../lib/meter.h"
#include "base/clock.h"
#include "client/net/net.h"
#include "server/store/store.h"
#include "wire/message.h"

#define SYNCS 200

static double
sync_ms(const char *root)
{
	char path[TMPDIR_PATHS], block[4096] = { 1 };
	double ms[SYNCS];
	int fd = open(
	    tmpdir_path(root, "sync.tmp", path), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

	bench_must(fd >= 0, "no file to sync", NULL);
	for (int i = 0; i < SYNCS; i++) {
		double at = meter_now_ms();
		bench_must(
		    write(fd, block, sizeof(block)) == (ssize_t)sizeof(block) && fdatasync(fd) == 0,
		    "no sync", NULL);
		ms[i] = meter_now_ms() - at;
	}
	close(fd);
	unlink(path);
	return meter_rank(ms, SYNCS, 50);
}

/* ---- what wrk is told: a line a seat, then the push with holes in it ---- */

static void
write_seat(FILE *f, struct net *net)
{
	struct msg_enrol ask = { .name = "bench" };
	struct net_answer a = { 0 };
	struct str body = { 0 };
	struct msg_device d;

	msg_enrol_write(&ask, &body);
	net_call_wait(net,
	    &(struct net_request){
		.method = "POST", .path = "/v1/devices", .body = body.s, .body_bytes = body.len },
	    &a);
	bench_must(a.status == 201 && msg_device_read(a.body.s, a.body.len, &d, NULL) == ERR_OK,
	    "no enrolment", NULL);
	fprintf(f, "Device %s.%s\t%s\n", d.device_id, d.device_key, d.seat_no);
	net_answer_free(&a);
	str_free(&body);
}

#define HOLE_OP     "00000000-0000-7000-8000-00000000000a"
#define HOLE_TICKET "00000000-0000-7000-8000-00000000000b"
#define HOLE_NO     "261121000000999900"
#define HOLE_N      777777

static void
write_push(FILE *f)
{
	struct str body = { 0 }, push = { 0 };
	struct deeds deeds;
	struct op_item item;
	struct op op;
	struct err e = { 0 };

	deeds_open(&deeds, 1);
	deeds_submit(&deeds, 1, 0, HOLE_NO, clock_now_ms(), &op);
	str_copy(op.id, sizeof(op.id), HOLE_OP);
	str_copy(op.ticket, sizeof(op.ticket), HOLE_TICKET);
	bench_must(op_body(&op, &body, &e) == ERR_OK, e.text, NULL);
	item = (struct op_item){ .n = HOLE_N, .age_ms = 0, .body = body.s, .len = body.len };
	bench_must(ops_write(&item, 1, &push, &e) == ERR_OK, e.text, NULL);
	fprintf(f, "%s\n", str_c(&push));
	op_free(&op);
	str_free(&body);
	str_free(&push);
	deeds_close(&deeds);
}

static void
write_plan(const char *path, const struct daemon *d, int seats)
{
	struct net_servers servers;
	struct net *net = NULL;
	struct err e = { 0 };
	FILE *f = fopen(path, "we");

	bench_must(f != NULL && net_servers_parse(d->server, &servers, &e) == ERR_OK &&
		       net_new(&servers, NULL, &net, &e) == ERR_OK,
	    "no plan", NULL);
	write_push(f);
	for (int i = 0; i < seats; i++)
		write_seat(f, net);
	net_free(net);
	fclose(f);
}

static int64_t
tickets(const struct daemon *d)
{
	uint8_t key[SECRET_KEY_BYTES];
	struct store_args args = { .dir = d->data, .key = key };
	struct store *s = NULL;
	int64_t n;

	daemon_key(d, key);
	bench_must(store_open(&args, &s, NULL) == ERR_OK, "no store", NULL);
	n = store_ticket_count(s, "centre", 0);
	store_close(s);
	return n;
}

/* ---- wrk ---- */

static double
load(const char *plan, int connections, int seconds, int port)
{
	char lua[512], line[1200];
	double at = meter_now_ms();

	snprintf(line, sizeof(line),
	    "PLAN='%s' wrk -t%d -c%d -d%ds --latency -s '%s' http://127.0.0.1:%d/v1/sync/ops 1>&2",
	    plan, connections, connections, seconds, daemon_share("tests/bench/creates.lua", lua),
	    port);
	bench_must(system(line) == 0, "wrk failed", NULL);
	return (meter_now_ms() - at) / 1e3;
}

/* ---- the peer ---- */

static pid_t
start_peer(const char *script, const char *root, int port, FILE **says)
{
	char file[TMPDIR_PATHS], number[16], line[64] = "";
	int fd[2];
	pid_t pid;

	tmpdir_path(root, "peer.db", file);
	snprintf(number, sizeof(number), "%d", port);
	bench_must(pipe2(fd, O_CLOEXEC) == 0 && (pid = fork()) >= 0, "no peer", NULL);
	if (pid == 0) {
		dup2(fd[1], 1);
		execlp("node", "node", script, number, file, (char *)NULL);
		_exit(127);
	}
	close(fd[1]);
	*says = fdopen(fd[0], "re");
	bench_must(*says != NULL && fgets(line, sizeof(line), *says) != NULL &&
		       strcmp(line, "ready\n") == 0,
	    "the peer does not start", NULL);
	return pid;
}

static double
peer(const char *script, const char *root, const char *plan, int connections, int seconds)
{
	int port = daemon_free_port();
	FILE *says;
	pid_t pid = start_peer(script, root, port, &says);
	double took = load(plan, connections, seconds, port), cpu = meter_cpu_ms(pid),
	       rss = (double)meter_kb(pid, "Rss") / 1024;
	long long created = 0;

	kill(pid, SIGTERM);
	bench_must(fscanf(says, "tickets %lld", &created) == 1 && created > 0,
	    "the peer kept nothing", NULL);
	fclose(says);
	waitpid(pid, NULL, 0);
	printf("peer_creates_per_s\t%.0f\npeer_cpu_ms_per_create\t%.3f\npeer_rss_MB\t%.1f\n",
	    (double)created / took, cpu / (double)created, rss);
	return (double)created / took;
}

/** centre(d, root, plan, seats, seconds): creates a second. The plan is left for the peer. */
static double
centre(struct daemon *d, const char *root, const char *plan, int seats, int seconds)
{
	char listen[64];
	int port = daemon_free_port();
	int64_t before, created;
	double took;

	snprintf(listen, sizeof(listen), "127.0.0.1:%d", port);
	daemon_start(d, "--listen", listen);
	write_plan(plan, d, seats);
	printf("sync_p50_ms\t%.2f\n", sync_ms(root));
	fflush(stdout);
	before = tickets(d);
	took = load(plan, seats, seconds, port);
	created = tickets(d) - before;
	bench_must(created > 0, "the centre kept nothing", NULL);
	printf("connections\t%d\ncreates_per_s\t%.0f\ncentre_cpu_ms_per_create\t%.3f\n"
	       "centre_rss_MB\t%.1f\n",
	    seats, (double)created / took, meter_cpu_ms(d->pid) / (double)created,
	    (double)meter_kb(d->pid, "Rss") / 1024);
	daemon_stop(d);
	bench_must(daemon_verify(d) == 0, "the chains do not verify", NULL);
	return (double)created / took;
}

int
main(int argc, char **argv)
{
	struct daemon d = { .is_private = true };
	char plan[TMPDIR_PATHS];
	int seats = argc >= 4 ? atoi(argv[2]) : 0, seconds = argc >= 4 ? atoi(argv[3]) : 0;
	double own;
	struct err e = { 0 };

	bench_must(argc <= 5 && seats > 0 && seconds > 0 && secret_init(&e) == ERR_OK,
	    "usage: creates ROOT CONNECTIONS SECONDS [PEER]", NULL);
	tmpdir_path(argv[1], "centre", d.data);
	tmpdir_path(argv[1], "centre/key", d.key);
	snprintf(d.server, sizeof(d.server), "unix:%s/centre.sock", d.data);
	own = centre(&d, argv[1], tmpdir_path(argv[1], "wrk.plan", plan), seats, seconds);
	if (argc == 5)
		printf(
		    "times_the_peer\t%.1f\n", own / peer(argv[4], argv[1], plan, seats, seconds));
	unlink(plan);
	return 0;
}
