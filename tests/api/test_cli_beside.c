/* Commands beside a running seat: what only reads works, what changes is handed to it; where it does not listen, that is
 * said. */
#include "shell.h"

#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/clock.h"
#include "client/cache/write.h"
#include "client/engine/engine.h"

static void
beside_a_running_seat(void **state)
{
	struct shell *t = *state;
	struct cache_args args = { .dir = t->data };
	struct cache_writer *seat = NULL;
	struct err e = { 0 };

	SAYS(0, "ticket new --from @/lamp.txt", "已提交");
	assert_int_equal(cache_writer_open(&args, &seat, &e), ERR_OK);
	SAYS(3, "ticket new --from @/lamp.txt", "正在运行");
	SAYS(3, "sync", "正在运行");
	SAYS(0, "status", "正在运行");
	SAYS(0, "ticket list", "待签收");
	cache_writer_close(seat);
	SAYS(0, "sync", "已同步");
}

/* ---- handed to the seat that runs ---- */

static struct engine *
seat_start(const char *data)
{
	static const char *const nobody[] = {
		"unix:/nonexistent/centre.sock"
	}; /* the line is down */
	struct engine_config config = { .data_dir = data,
		.servers = nobody,
		.n_servers = 1,
		.phone = "none",
		.is_private = true };
	struct job *j = job_new(JOB_SIGN_IN);
	int64_t until = clock_mono_ms() + 20000;
	struct engine *g = NULL;
	struct err e = { 0 };
	bool in = false;

	assert_int_equal(engine_start(&config, &g, &e), ERR_OK);
	j->id = 1;
	str_copy(j->job_no, sizeof(j->job_no), "1154");
	assert_true(engine_post(g, j));
	while (!in && clock_mono_ms() < until) {
		struct pollfd p = { .fd = engine_news_fd(g), .events = POLLIN };
		struct news *n;

		(void)poll(&p, 1, 100);
		while ((n = engine_news(g)) != NULL) {
			if (n->kind == NEWS_DONE && n->err.code != ERR_OK)
				fail_msg("%s", n->err.text);
			in = in || (n->kind == NEWS_DONE && n->job == 1);
			news_free(n);
		}
	}
	assert_true(in);
	return g;
}

/* What a stranger to the protocol gets: a refusal, and the seat goes on. */
static void
knock(const char *data, const char *words, const char *says)
{
	struct sockaddr_un a = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	char got[512] = "";
	ssize_t n;

	snprintf(a.sun_path, sizeof(a.sun_path), "%.90s/seat.sock", data);
	assert_int_equal(connect(fd, (const struct sockaddr *)&a, sizeof(a)), 0);
	assert_int_equal(send(fd, words, strlen(words), MSG_NOSIGNAL), strlen(words));
	shutdown(fd, SHUT_WR);
	n = recv(fd, got, sizeof(got) - 1, MSG_WAITALL);
	got[n > 0 ? n : 0] = '\0';
	if (strstr(got, says) == NULL)
		fail_msg("%s: %s", words, got);
	close(fd);
}

static void
a_running_seat_takes_the_form(void **state)
{
	struct shell *t = *state;
	char path[TMPDIR_PATHS], no[20], line[128];
	struct engine *seat;
	struct stat st;

	SAYS(0, "ticket new --from @/lamp.txt", "已提交");
	seat = seat_start(t->data);
	assert_int_equal(stat(tmpdir_path(t->data, "seat.sock", path), &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	SAYS(0, "ticket new --from @/lamp.txt", "由正在运行的坐席程序送出");
	assert_int_equal(t->out.len, 19);
	snprintf(no, sizeof(no), "%.18s", str_c(&t->out));
	SAYS(0, "ticket list", no); /* kept before the number was said */
	SAYS(0, "ticket new --from @/lamp.txt --json", "\"sent\":false");
	tmpdir_put(t->dir, "poor.txt", "content: 有事\nchannel: phone\n",
	    strlen("content: 有事\nchannel: phone\n"), path);
	SAYS(1, "ticket new --from @/poor.txt", "还缺");
	knock(t->data, "", "\n");
	knock(t->data, "1154\n\n{", "syntax");
	knock(t->data, "4711\n\n{\"kind\":\"submit\",\"set\":{},\"was\":{},\"args\":{},\"at\":1}",
	    "不是 4711");
	knock(t->data, "\n\n{\"kind\":\"urge\",\"set\":{},\"was\":{},\"args\":{},\"at\":1}",
	    "只能是提交新单");
	knock(t->data, "1154 ../etc\n\n{}", "syntax");
	knock(t->data,
	    "1154 "
	    "01a20272-e09d-7ea4-bb88-4a66a47da902\n\n{\"kind\":\"urge\",\"set\":{},\"was\":{},"
	    "\"args\":{},\"at\":1}",
	    "not_found");
	snprintf(line, sizeof(line), "ticket do %s 催办 --set 内容=还没亮", no);
	SAYS(0, line, "由正在运行的坐席程序送出");
	SAYS(1, line, "一天"); /* its rules, not a second set */
	snprintf(line, sizeof(line), "ticket do %s note --set 内容=x --as 1107", no);
	SAYS(1, line, "登录的是 1154");
	engine_stop(seat);
	assert_int_equal(stat(tmpdir_path(t->data, "seat.sock", path), &st), -1);
	SAYS(0, "sync", "已同步");
	SAYS(0, "status --json", "\"tickets\":3");
	snprintf(line, sizeof(line), "ticket show %s", no);
	SAYS(0, line, "还没亮");
}

/* Evidence and paper beside a running seat: it does it, and tells the names that no command can unseal. */
static void
a_running_seat_takes_files_and_prints(void **state)
{
	static const char id[] = "aa11aa11aa11aa11aa11aa11aa11aa11"
				 "aa11aa11aa11aa11aa11aa11aa11aa11";
	struct shell *t = *state;
	char path[TMPDIR_PATHS], no[20], line[256], words[256];
	struct str text = { 0 };
	struct engine *seat;
	struct err e = { 0 };

	SAYS(0, "ticket new --from @/lamp.txt", "已提交");
	snprintf(no, sizeof(no), "%.18s", str_c(&t->out));
	tmpdir_put(t->dir, "灯.jpg", "\xff\xd8\xff\xe0 a lamp", 11, path);
	tmpdir_put(t->dir, "bad.jpg", "MZ\x90\0\1\2", 6, path);
	seat = seat_start(t->data);
	snprintf(line, sizeof(line), "ticket attach %s @/bad.jpg", no);
	SAYS(1, line, "只收 jpg");
	snprintf(line, sizeof(line), "ticket attach %s @/灯.jpg @/bad.jpg", no);
	SAYS(1, line, "只收 jpg");
	snprintf(line, sizeof(line), "ticket files %s", no);
	SAYS(0, line, "连不上中心"); /* none of them: all, or nothing */
	assert_null(strstr(str_c(&t->out), "灯.jpg"));
	snprintf(line, sizeof(line), "ticket attach %s @/灯.jpg", no);
	SAYS(0, line, "灯.jpg  照片  11 字节  待传");
	snprintf(line, sizeof(line), "ticket files %s --json", no);
	SAYS(0, line,
	    "\"name\":\"灯.jpg\",\"type\":\"jpeg\",\"bytes\":11,\"have\":0,\"state\":"
	    "\"waiting\"");
	snprintf(line, sizeof(line), "ticket files %s --export @/out.jpg", no);
	SAYS(0, line, "灯.jpg");
	assert_int_equal(fs_read(tmpdir_path(t->dir, "out.jpg", path), 1 << 20, &text, &e), ERR_OK);
	assert_int_equal(text.len, 11);
	str_free(&text);
	SAYS(1, line, "没有覆盖");
	snprintf(line, sizeof(line), "ticket print %s --sheet receipt --out @/r.txt", no);
	SAYS(0, line, "受理回执已写到");
	assert_int_equal(fs_read(tmpdir_path(t->dir, "r.txt", path), 1 << 20, &text, &e), ERR_OK);
	assert_non_null(strstr(text.s, "受 理 回 执"));
	str_free(&text);
	snprintf(line, sizeof(line), "ticket files %s --as 1107", no);
	SAYS(1, line, "登录的是 1154");
	snprintf(words, sizeof(words), "1154 %.36s burn\n\n\n0\n\n",
	    "01a20272-e09d-7ea4-bb88-4a66a47da902");
	knock(t->data, words, "syntax"); /* no such thing to ask */
	knock(t->data, "1154  print\n\n\n0\n\n", "syntax");
	snprintf(words, sizeof(words), "1154 %.36s export\n\n%s\n0\n\n/tmp/x",
	    "01a20272-e09d-7ea4-bb88-4a66a47da902", id);
	knock(t->data, words, "needs_centre");
	snprintf(words, sizeof(words), "1154 %.36s export\n\n../../key\n0\n\n/tmp/x",
	    "01a20272-e09d-7ea4-bb88-4a66a47da902");
	knock(t->data, words, "syntax");
	SAYS(0, "ticket list", "待签收"); /* it goes on */
	engine_stop(seat);
	SAYS(0, "sync", "已同步");
	snprintf(line, sizeof(line), "ticket files %s", no);
	SAYS(0, line, "灯.jpg  照片  11 字节  已传");
}

int
main(void)
{
	struct err e = { 0 };
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(beside_a_running_seat, shell_setup, shell_teardown),
		cmocka_unit_test_setup_teardown(
		    a_running_seat_takes_the_form, shell_setup, shell_teardown),
		cmocka_unit_test_setup_teardown(
		    a_running_seat_takes_files_and_prints, shell_setup, shell_teardown),
	};

	if (secret_init(&e) != ERR_OK)
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
