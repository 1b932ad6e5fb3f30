/* hotseatd's commands as somebody at a terminal meets them: what they say and the exit codes, also to nonsense. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../lib/centre.h"
#include "../lib/daemon.h"
#include "base/fs.h"
#include "db/db.h"
#include "server/store/store_p.h"

struct desk_of_commands {
	char dir[TMPDIR_SIZE];
	struct daemon d;
	struct str said;
};

static int
setup(void **state)
{
	struct desk_of_commands *t = calloc(1, sizeof(*t));

	tmpdir_make(t->dir);
	daemon_init(&t->d, t->dir, false);
	*state = t;
	return 0;
}

static int
teardown(void **state)
{
	struct desk_of_commands *t = *state;

	if (t->d.pid != 0)
		daemon_stop(&t->d);
	tmpdir_remove(t->dir);
	str_free(&t->said);
	free(t);
	return 0;
}

/* hotseatd ${line} with D and K replaced by its data directory and key; the exit code, what it said in t->said. */
static int
tell(struct desk_of_commands *t, const char *line)
{
	char bin[512], buf[4096];
	struct str cmd = { 0 };
	int status;
	size_t n;
	FILE *f;

	str_addf(&cmd, "%s ", daemon_bin("hotseatd", bin));
	for (const char *p = line; *p != '\0'; p++) {
		if (*p == 'D' && (p == line || p[-1] == ' '))
			str_addf(&cmd, "--data %s", t->d.data);
		else if (*p == 'K' && (p == line || p[-1] == ' '))
			str_addf(&cmd, "--key-file %s", t->d.key);
		else if (*p == '@')
			str_add(&cmd, t->dir);
		else
			str_add_c(&cmd, *p);
	}
	str_add(&cmd, " 2>&1 </dev/null");
	str_reset(&t->said);
	f = popen(str_c(&cmd), "r"); /* NOLINT(cert-env33-c): the tests' own words */
	assert_non_null(f);
	while ((n = fread(buf, 1, sizeof(buf), f)) > 0)
		str_add_n(&t->said, buf, n);
	status = pclose(f);
	str_free(&cmd);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

#define SAYS(code, line, words)                                                          \
	do {                                                                             \
		int rc_ = tell(t, (line));                                               \
		if (rc_ != (code) || strstr(str_c(&t->said), (words)) == NULL)           \
			fail_msg("%s: exit %d, said: %s", (line), rc_, str_c(&t->said)); \
	} while (0)

static void
the_command_line(void **state)
{
	struct desk_of_commands *t = *state;

	SAYS(0, "--version", "hotseatd 0.");
	SAYS(0, "--help", "check-city");
	SAYS(0, "run --help", "--listen");
	SAYS(0, "user add --help", "--job-no");
	SAYS(2, "", "用法");
	SAYS(2, "dance", "没有命令“dance”");
	SAYS(2, "run --colour red", "--colour");
	SAYS(2, "run --listen", "缺少内容");
	SAYS(2, "run D --io-threads many", "io_threads");
	SAYS(2, "run D --io-threads 0", "io_threads");
	SAYS(2, "verify D extra", "extra");
	SAYS(2, "user add D", "--job-no");
	SAYS(2, "backup D", "--to");
	SAYS(2, "report kpi D", "--month");
	SAYS(2, "run D --config @/none.conf", "none.conf");
}

static void
settings_from_a_file(void **state)
{
	struct desk_of_commands *t = *state;
	char path[TMPDIR_PATHS];
	static const char good[] = "window_days = 7;\nlisten = \"127.0.0.1:8012\";\n";
	static const char bad[] = "window_days = 7;\nlisten = 3;\n";
	static const char unknown[] = "windows = 7;\n";

	tmpdir_put(t->dir, "a.conf", good, sizeof(good) - 1, path);
	SAYS(0, "--show-config --config @/a.conf", "window_days = 7;");
	SAYS(0, "--show-config --config @/a.conf --window-days 9", "window_days = 9;");
	SAYS(0, "--show-config --config @/a.conf --listen 127.0.0.1:1 --listen 127.0.0.1:2",
	    "127.0.0.1:1 127.0.0.1:2");
	SAYS(0, "--show-config", "window_days = 30;");
	tmpdir_put(t->dir, "b.conf", bad, sizeof(bad) - 1, path);
	SAYS(2, "run D --config @/b.conf", "b.conf:2");
	tmpdir_put(t->dir, "c.conf", unknown, sizeof(unknown) - 1, path);
	SAYS(2, "run D --config @/c.conf", "c.conf:1");
}

static void
beginning_a_centre(void **state)
{
	struct desk_of_commands *t = *state;
	char city[512], line[1200], path[TMPDIR_PATHS];

	daemon_share("conf/city/yunjiang", city);
	snprintf(line, sizeof(line), "init D K --city %s", city);
	SAYS(1, line, "已经有一个中心");
	SAYS(1, "init --data @/n1 --city @/none --private", "错误");
	snprintf(line, sizeof(line), "init --data @/n2 --city %s", city);
	SAYS(1, line, "--key-file");
	snprintf(line, sizeof(line), "init --data @/n3 --city %s --key-file @/n3/key", city);
	SAYS(1, line, "数据目录里");
	/* whatever went wrong, there is no centre now, nor half of one */
	SAYS(1, "verify --data @/n1 K", "hotseatd init");
	assert_false(fs_exists(tmpdir_path(t->dir, "n2/centre.db", path)));
	assert_false(fs_exists(tmpdir_path(t->dir, "n3/centre.db", path)));
	snprintf(line, sizeof(line), "init --data @/n4 --city %s --private", city);
	SAYS(0, line, "30");
	SAYS(0, "verify --data @/n4", "全部相符");
	snprintf(line, sizeof(line), "check-city %s", city);
	SAYS(0, line, "没有发现错误");
	SAYS(1, "check-city @", "错误");
	SAYS(1, "run --data @/none", "hotseatd init");
	SAYS(1, "run D K --private", "真正的中心");
}

static void
figures(void **state)
{
	struct desk_of_commands *t = *state;

	SAYS(1, "report kpi D K --month 2026-13", "2026-11");
	SAYS(1, "report kpi D K --month 2026-1", "2026-11");
	SAYS(1, "report kpi D K --month 2026-11 --as-of soon", "2026-12-05");
	SAYS(1, "report kpi --data @/none K --month 2026-11", "hotseatd init");
	SAYS(0, "report kpi D K --month 2026-11", "公式版本 20");
	SAYS(0, "report kpi D K --month 2026-11", "先行联系率 10% + 解决率 45% + 满意率 45%");
	SAYS(0, "report kpi D K --month 2026-11 --kpi-weights 20,40,40 --csv",
	    "三率综合,,,--,先行联系率 20% + 解决率 40% + 满意率 40%,");
	SAYS(1, "report kpi D K --month 2026-11 --kpi-weights 20,40", "合计 100");
	SAYS(0, "report kpi D K --month 2026-11", "--         0 /       0   退回重报和复核重办");
	SAYS(0, "report kpi D K --month 2026-12 --csv", "2026-12,满意率,0,0,--,");
	SAYS(0, "report kpi D K --month 2026-11 --json",
	    "{\"name\":\"late\",\"n\":0,\"of\":0,\"percent\":\"--\"}");
}

static void
keys(void **state)
{
	struct desk_of_commands *t = *state;
	char other[TMPDIR_PATHS], bad[TMPDIR_PATHS];
	static const char hex[] =
	    "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff\n";

	SAYS(1, "verify D", "密钥");
	tmpdir_put(t->dir, "other", hex, sizeof(hex) - 1, other);
	chmod(other, 0600);
	SAYS(1, "verify D --key-file @/other", "密钥与这个中心的数据不符");
	SAYS(1, "run D --key-file @/other", "密钥与这个中心的数据不符");
	chmod(other, 0644);
	SAYS(1, "verify D --key-file @/other", "chmod 600");
	tmpdir_put(t->dir, "bad", "abc\n", 4, bad);
	chmod(bad, 0600);
	SAYS(1, "verify D --key-file @/bad", "64");
	SAYS(1, "verify D --key-file @/none", "none");
	SAYS(0, "verify D K", "全部相符");
	/* as systemd hands it over */
	assert_int_equal(rename(t->d.key, tmpdir_path(t->dir, "hotseat-key", other)), 0);
	setenv("CREDENTIALS_DIRECTORY", t->dir, 1);
	SAYS(0, "verify D", "全部相符");
	unsetenv("CREDENTIALS_DIRECTORY");
}

static void
people_and_seats_without_a_running_centre(void **state)
{
	struct desk_of_commands *t = *state;

	SAYS(0, "user add D K --job-no 2200 --name 新人 --roles agent", "2200");
	SAYS(1, "user add D K --job-no 2200 --name 新人 --roles agent", "已经是");
	SAYS(1, "user add D K --job-no 2201 --name 新人 --roles unit --unit 9",
	    "没有编码为 9 的单位");
	SAYS(0, "user list D", "2200\t新人\t话务员");
	SAYS(0, "user list D --json", "\"job_no\":\"2200\"");
	SAYS(1, "user passwd D K --job-no 2200", "--password-stdin");
	SAYS(1, "user passwd D K --job-no 2200 --password-stdin", "没有读到密码");
	SAYS(0, "device add D K --seat 1160", "登记码 ");
	SAYS(1, "device add D K --seat 9001", "9000-9999");
	SAYS(1, "device add D K --seat 12", "4 位数字");
	SAYS(2, "device add D K --seat 12345678901", "--seat");
	SAYS(1, "device revoke D K --seat 1177", "没有坐席号为 1177");
	SAYS(0, "device list D --json", "[]");
	/* needs no key, and takes what every other command is given */
	SAYS(0, "device list D --key-file none --json", "[]");
	assert_int_equal(daemon_password(&t->d, "2200", "short"), 1);
	assert_int_equal(daemon_password(&t->d, "2200", "long-enough-1"), 0);
	assert_int_equal(daemon_password(&t->d, "0000", "long-enough-1"), 1);
}

/* ---- data that is not as it was ---- */

static void
change(struct desk_of_commands *t, const char *sql)
{
	uint8_t key[SECRET_KEY_BYTES];
	struct store_args args = { .dir = t->d.data, .writer = true, .key = key };
	struct store *s;
	struct err e = { 0 };

	daemon_key(&t->d, key);
	assert_int_equal(store_open(&args, &s, &e), ERR_OK);
	if (db_exec(s->db, sql, &e) != ERR_OK)
		fail_msg("%s", e.text);
	store_close(s);
}

/* A ticket of the desk's small city, whose clocks are those of the sample city. */
static void
put_ticket(struct desk_of_commands *t)
{
	uint8_t key[SECRET_KEY_BYTES];
	struct store_args args = { .dir = t->d.data, .writer = true, .key = key };
	struct tcentre model;
	struct event *events;
	struct store *s;
	struct ticket ticket;
	char id[ID_SIZE];
	struct err e = { 0 };
	size_t n;

	daemon_key(&t->d, key);
	tcentre_open(&model, false, true);
	tcentre_filed(&model, EVENT_SUBMIT, 17, id);
	tcentre_ticket(&model, id, &ticket);
	assert_int_equal(store_events(model.store, id, 1, &events, &n, &e), ERR_OK);
	assert_int_equal(store_open(&args, &s, &e), ERR_OK);
	assert_int_equal(store_ticket_put(s, &ticket, 0, &e), ERR_OK);
	for (size_t i = 0; i < n; i++) {
		assert_int_equal(store_event_add(s, &events[i], &e), ERR_OK);
		event_free(&events[i]);
	}
	store_close(s);
	free(events);
	ticket_free(&ticket);
	tcentre_close(&model);
}

static void
a_forged_event_is_named(void **state)
{
	struct desk_of_commands *t = *state;

	put_ticket(t);
	SAYS(0, "verify D K", "工单 1 件, 环节 2 个");
	change(t, "DROP TRIGGER event_no_update;"
		  "UPDATE ticket_event SET doc = replace(doc, '三天', '两天') WHERE seq = 1");
	SAYS(1, "verify D K", "261121104231115417");
	assert_non_null(strstr(str_c(&t->said), "第 1 个环节"));
	SAYS(1, "verify D K --json", "\"number\":\"261121104231115417\",\"event\":1");
}

static void
a_forged_ticket_is_named(void **state)
{
	struct desk_of_commands *t = *state;

	put_ticket(t);
	change(t, "UPDATE ticket SET doc = replace(doc, '\"address\":\"', '\"address\":\"老')");
	SAYS(1, "verify D K", "261121104231115417");
	assert_non_null(strstr(str_c(&t->said), "的“地点”(address): 与环节不符"));
	SAYS(1, "verify D K --json", "\"event\":0,\"field\":\"address\"");
	change(t, "UPDATE ticket SET state = state + 1");
	SAYS(1, "verify D K", "1 处不符");
}

/* Not what somebody wrote, but what a disk or a copy did. */
static void
a_damaged_file_is_told(void **state)
{
	struct desk_of_commands *t = *state;

	put_ticket(t);
	change(t, "PRAGMA writable_schema = ON; DELETE FROM sqlite_schema WHERE name = "
		  "'ticket_incomplete'");
	SAYS(1, "verify D K", "数据库校验不符");
}

static void
data_of_a_newer_or_another_program(void **state)
{
	struct desk_of_commands *t = *state;

	change(t, "PRAGMA user_version = 9999");
	SAYS(1, "run D K", "更新的版本");
	SAYS(1, "verify D K", "更新的版本");
	SAYS(1, "user list D", "更新的版本");
}

static void
a_file_that_is_no_database(void **state)
{
	struct desk_of_commands *t = *state;
	char path[TMPDIR_PATHS];

	tmpdir_put(t->d.data, "centre.db", "hello, this is not a database at all", 36, path);
	SAYS(1, "run D K", "不是数据库");
	SAYS(1, "backup D --to @/x.db", "不是数据库");
	assert_false(fs_exists(tmpdir_path(t->dir, "x.db", path)));
}

static void
a_backup_goes_where_it_can(void **state)
{
	struct desk_of_commands *t = *state;
	char path[TMPDIR_PATHS];

	SAYS(1, "backup D --to @/no/such/place.db", "备份");
	SAYS(0, "backup D --to @/copy.db", "已备份");
	assert_true(fs_exists(tmpdir_path(t->dir, "copy.db", path)));
}

int
main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(the_command_line),
		T(settings_from_a_file),
		T(beginning_a_centre),
		T(figures),
		T(keys),
		T(people_and_seats_without_a_running_centre),
		T(a_forged_event_is_named),
		T(a_forged_ticket_is_named),
		T(a_damaged_file_is_told),
		T(data_of_a_newer_or_another_program),
		T(a_file_that_is_no_database),
		T(a_backup_goes_where_it_can),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
