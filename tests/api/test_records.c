/* Desk records from end to end: written at a seat while the real centre is down, sent once it is back, killed in between,
 * and read by those who look after knowledge with hotseatd records; notices with hotseatd notices. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <sys/wait.h>

#include "../lib/daemon.h"
#include "base/fs.h"
#include "client/engine/engine.h"
#include "model/workflow.h"

#define PHONE   "13800005678"
#define WAIT_MS 60000

struct room {
	char dir[TMPDIR_SIZE], seat[TMPDIR_PATHS];
	struct daemon d;
	struct engine *g;
	uint64_t job;
	bool done;
	struct err err;
	struct str said;
};

static int
setup(void **state)
{
	struct room *r = calloc(1, sizeof(*r));

	assert_int_equal(secret_init(NULL), ERR_OK);
	tmpdir_make(r->dir);
	tmpdir_path(r->dir, "seat", r->seat);
	daemon_init(&r->d, r->dir, true);
	*state = r;
	return 0;
}

static int
teardown(void **state)
{
	struct room *r = *state;

	engine_stop(r->g);
	if (r->d.pid != 0)
		daemon_stop(&r->d);
	tmpdir_remove(r->dir);
	str_free(&r->said);
	free(r);
	return 0;
}

/* ---- the seat ---- */

static void
seat_open(struct room *r)
{
	const char *servers[] = { r->d.server };
	struct engine_config c = { .data_dir = r->seat,
		.servers = servers,
		.n_servers = 1,
		.phone = "none",
		.is_private = true };
	struct err e = { 0 };

	if (engine_open(&c, &r->g, &e) != ERR_OK)
		fail_msg("%s", e.text);
}

static bool
is_done(void *arg)
{
	struct room *r = arg;
	struct news *n;

	while ((n = engine_news(r->g)) != NULL) {
		if (n->kind == NEWS_DONE && n->job == r->job) {
			r->done = true;
			r->err = n->err;
		}
		news_free(n);
	}
	return r->done;
}

static void
must(struct room *r, struct job *j)
{
	enum job_kind kind = j->kind;

	j->id = ++r->job;
	r->done = false;
	assert_true(engine_post(r->g, j));
	if (!engine_run_until(r->g, is_done, r, WAIT_MS) || r->err.code != ERR_OK)
		fail_msg("job %d: %s at %s", (int)kind, r->err.text, r->err.where);
}

static bool
is_idle(void *arg)
{
	return engine_idle(((struct room *)arg)->g);
}

static void
sign_in(struct room *r)
{
	struct job *j = job_new(JOB_SIGN_IN);

	str_copy(j->job_no, sizeof(j->job_no), "1154");
	must(r, j);
}

static void
write_down(
    struct room *r, enum record_kind kind, const char *object, const char *code, const char *text)
{
	struct job *j = job_new(JOB_RECORD);

	j->record.kind = kind;
	str_copy(j->record.object, sizeof(j->record.object), object);
	str_copy(j->record.code, sizeof(j->record.code), code);
	if (kind == RECORD_CALL)
		str_copy(j->record.phone, sizeof(j->record.phone), PHONE);
	assert_true(record_set_text(&j->record, text));
	must(r, j);
}

static void
file_a_lamp(struct room *r)
{
	static const struct {
		enum ticket_field f;
		const char *v;
	} form[] = {
		{ TF_CHANNEL, "phone" },
		{ TF_TYPE, "help" },
		{ TF_URGENCY, "normal" },
		{ TF_CONTENT, "红山路78号门口路灯不亮三天了，晚上看不见，要求尽快修好。" },
		{ TF_DEMAND, "要求尽快修好路灯" },
		{ TF_CATEGORY, "0205" },
		{ TF_AREA, "990102" },
		{ TF_ADDRESS, "红山路78号" },
		{ TF_EVENT_TIME, "三天前" },
		{ TF_SUBJECT, "路灯" },
		{ TF_NAME, "王小明" },
		{ TF_CALLER_PHONE, PHONE },
		{ TF_SMS, "1" },
	};
	struct job *j = job_new(JOB_SUBMIT);

	j->act = EVENT_SUBMIT;
	id_new(j->draft.id);
	for (size_t i = 0; i < sizeof(form) / sizeof(form[0]); i++)
		assert_true(fields_set(&j->draft.f, form[i].f, form[i].v));
	must(r, j);
}

/* ---- the administrator ---- */

/* hotseatd ${line} on this centre's data; what it said. */
static const char *
tell(struct room *r, int code, const char *line)
{
	char bin[512], buf[4096];
	struct str cmd = { 0 };
	int status;
	size_t n;
	FILE *f;

	str_addf(
	    &cmd, "%s %s --data %s 2>&1 </dev/null", daemon_bin("hotseatd", bin), line, r->d.data);
	str_reset(&r->said);
	f = popen(str_c(&cmd), "r"); /* NOLINT(cert-env33-c): the tests' own words */
	assert_non_null(f);
	while ((n = fread(buf, 1, sizeof(buf), f)) > 0)
		str_add_n(&r->said, buf, n);
	status = pclose(f);
	str_free(&cmd);
	if (!WIFEXITED(status) || WEXITSTATUS(status) != code)
		fail_msg("%s: %d, %s", line, status, str_c(&r->said));
	return str_c(&r->said);
}

static int
lines(const char *s)
{
	int n = 0;

	for (; *s != '\0'; s++)
		n += *s == '\n';
	return n;
}

static void
nowhere_plain(struct room *r)
{
	static const char *const files[] = { "seat/seat.db", "seat/seat.db-wal", "centre/centre.db",
		"centre/centre.db-wal" };
	char path[TMPDIR_PATHS];

	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		struct str b = { 0 };
		if (fs_read(tmpdir_path(r->dir, files[i], path), 256 << 20, &b, NULL) == ERR_OK &&
		    memmem(b.s, b.len, PHONE, strlen(PHONE)) != NULL)
			fail_msg("%s holds the phone", files[i]);
		str_free(&b);
	}
}

static void
from_a_seat_without_a_line_to_those_who_correct(void **state)
{
	struct room *r = *state;

	daemon_start(&r->d, NULL, NULL);
	seat_open(r);
	sign_in(r);
	assert_true(engine_run_until(r->g, is_idle, r, WAIT_MS));
	daemon_kill(&r->d);
	write_down(r, RECORD_CORRECT, "K0205-01", "outdated", "号码换成了\n新的");
	write_down(r, RECORD_CITE, "K0205-01", "", NULL);
	write_down(r, RECORD_CALL, "", "wrong", "问天气的");
	file_a_lamp(r);
	engine_stop(r->g); /* and the seat is switched off meanwhile */
	daemon_start(&r->d, NULL, NULL);
	seat_open(r);
	sign_in(r);
	assert_true(engine_run_until(r->g, is_idle, r, WAIT_MS));
	/* Beside the running centre. */
	assert_true(lines(tell(r, 0, "records")) >= 3); /* and when she was at the desk */
	assert_int_equal(lines(tell(r, 0, "records --kind cite")), 1);
	assert_int_equal(lines(tell(r, 0, "records --kind call")), 1);
	assert_int_equal(lines(tell(r, 0, "records --kind correct")), 1);
	assert_non_null(strstr(str_c(&r->said), "1154\tK0205-01\t过时"));
	assert_non_null(strstr(str_c(&r->said), "号码换成了 新的"));
	tell(r, 0, "records --kind call --json");
	assert_non_null(strstr(str_c(&r->said), "\"phone\":\"138****5678\""));
	assert_non_null(strstr(str_c(&r->said), "\"text\":\"问天气的\"}]"));
	assert_int_equal(lines(tell(r, 0, "records --since 2199-01-01")), 0);
	assert_string_equal(tell(r, 0, "records --since 2199-01-01 --json"), "[]\n");
	assert_int_equal(lines(tell(r, 0, "notices")), 2);
	assert_non_null(strstr(str_c(&r->said), "notice_accepted"));
	assert_non_null(strstr(str_c(&r->said), "138****5678"));
	assert_null(strstr(str_c(&r->said), "红山路"));
	tell(r, 0, "notices --json");
	assert_non_null(strstr(str_c(&r->said), "\"template\":\"notice_unit_new\""));
	assert_null(strstr(str_c(&r->said), PHONE));
	nowhere_plain(r);
}

static void
what_cannot_be_listed(void **state)
{
	struct room *r = *state;

	assert_non_null(strstr(tell(r, 1, "records --kind gossip"), "correct"));
	assert_non_null(strstr(tell(r, 1, "records --since yesterday"), "2026-11-21"));
	assert_string_equal(tell(r, 0, "records --json"), "[]\n");
	assert_string_equal(tell(r, 0, "notices"), "");
	tell(r, 2, "notices --kind call");
}

int
main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(from_a_seat_without_a_line_to_those_who_correct),
		T(what_cannot_be_listed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
