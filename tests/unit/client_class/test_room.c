/* test_room: a class in one process: a host and trainees over its real sockets. Names, orders, the watched screen, slow and
 * hostile visitors, a host that dies and comes back. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cmocka.h>

#include "../../lib/poll.h"
#include "base/fs.h"
#include "client/class/owed.h"
#include "client/class/results.h"
#include "client/class/room.h"
#include "client/ui/tape.h"
#include "client/ui/canvas_diff.h"

#define WAIT_MS 20000

static char dir[64];

static int
setup(void **state)
{
	(void)state;
	(void)snprintf(dir, sizeof(dir), "/tmp/hotseat-room-XXXXXX");
	return mkdtemp(dir) == NULL || setenv("XDG_RUNTIME_DIR", dir, 1) != 0;
}

static int
teardown(void **state)
{
	char command[128];

	(void)state;
	(void)snprintf(command, sizeof(command), "rm -rf '%s'", dir);
	return system(command);
}

/* The directory of the results of one of them. */
static const char *
kept(const char *who)
{
	static char path[128];

	(void)snprintf(path, sizeof(path), "%s/kept-%s", dir, who);
	return path;
}

static struct room *
host(const char *name, int port)
{
	struct room *r;
	struct err e = { 0 };

	if (class_room_host(name, port, kept("host"), &r, &e) != ERR_OK)
		fail_msg("%s", e.text);
	return r;
}

static struct room *
join(const char *place, const char *who)
{
	struct room *r;
	struct err e = { 0 };

	if (class_room_join(place, who, kept(who), &r, &e) != ERR_OK)
		fail_msg("%s", e.text);
	return r;
}

/* The next piece of news, which must be of that kind. */
static struct room_news *
next(struct room *r, enum room_news_kind kind)
{
	struct room_news *n;

	while ((n = class_room_news(r)) == NULL || (n->kind == ROOM_ABSENT && n->kind != kind)) {
		if (n == NULL && !poll_readable(class_room_fd(r), WAIT_MS))
			fail_msg("no news of kind %d", (int)kind);
		class_room_news_free(n);
	}
	if (n->kind != kind)
		fail_msg("news of kind %d (%s) instead of %d", (int)n->kind, n->text, (int)kind);
	return n;
}

static int
came(struct room *r, const char *name)
{
	struct room_news *n = next(r, ROOM_CAME);
	const int peer = n->peer;

	assert_string_equal(n->name, name);
	class_room_news_free(n);
	return peer;
}

static void
gone(struct room *r, const char *why)
{
	struct room_news *n = next(r, ROOM_GONE);

	if (strstr(n->text, why) == NULL)
		fail_msg("%s instead of %s", n->text, why);
	class_room_news_free(n);
}

static struct room_record *
words(enum room_kind kind, const char *text)
{
	struct room_record *r = class_room_record_new(kind);

	assert_non_null(r);
	assert_true(class_room_record_text(r, 0, text));
	return r;
}

static void
hears(struct room *r, enum room_kind kind, const char *text)
{
	struct room_news *n = next(r, ROOM_TOLD);

	assert_int_equal(n->record->kind, kind);
	if (text != NULL)
		assert_string_equal(n->record->text[0], text);
	class_room_news_free(n);
}

/* ---- a visitor who speaks bytes ---- */

static int
visit(const char *name)
{
	struct sockaddr_un a = { .sun_family = AF_UNIX };
	const int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	(void)snprintf(a.sun_path, sizeof(a.sun_path), "%.60s/hotseat-class/%.20s.sock", dir, name);
	assert_int_equal(connect(fd, (const struct sockaddr *)&a, sizeof(a)), 0);
	return fd;
}

static void
say(int fd, const struct room_record *r)
{
	struct str bytes = { 0 };

	class_room_record_write(r, &bytes);
	assert_int_equal(send(fd, bytes.s, bytes.len, MSG_NOSIGNAL), bytes.len);
	str_free(&bytes);
}

static void
greet(int fd, uint32_t version, const char *name)
{
	struct room_record *r = words(ROOM_HELLO, name);

	r->n[0] = version;
	say(fd, r);
	class_room_record_free(r);
}

/* Everything he is told until the line is closed. */
static void
hear_out(int fd, struct str *out)
{
	char bytes[4096];
	ssize_t n;

	while (poll_readable(fd, WAIT_MS) && (n = recv(fd, bytes, sizeof(bytes), 0)) > 0)
		str_add_n(out, bytes, (size_t)n);
	close(fd);
}

/* ---- who is there, what is told ---- */

static void
names_orders_and_notes(void **state)
{
	struct room *h = host("一班", 0), *a = join("一班", "小陈"), *b;
	struct stat st;
	char path[128];
	int first, second;

	(void)state;
	assert_string_equal(class_room_place(h), "一班");
	first = came(h, "小陈");
	(void)came(a, "小陈");
	b = join("一班", "小陈");
	second = came(h, "小陈2");
	(void)came(b, "小陈2");
	assert_int_not_equal(first, second);
	(void)snprintf(path, sizeof(path), "%s/hotseat-class", dir);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0700);

	assert_true(class_room_tell(h, second, words(ROOM_WHISPER, "先复述")));
	hears(b, ROOM_WHISPER, "先复述");
	assert_true(class_room_tell(h, 0, words(ROOM_LESSON, "S0205-01")));
	hears(a, ROOM_LESSON, "S0205-01");
	hears(b, ROOM_LESSON, "S0205-01");
	assert_true(class_room_tell(a, 0, words(ROOM_NOTE, "先结束现在的通话")));
	hears(h, ROOM_NOTE, "先结束现在的通话");
	class_room_close(a);
	gone(h, "");
	class_room_close(b);
	gone(h, "");
	class_room_close(h);
	assert_int_not_equal(access(path, F_OK), -1); /* the directory stays */
	(void)snprintf(path, sizeof(path), "%s/hotseat-class/一班.sock", dir);
	assert_int_equal(access(path, F_OK), -1);
}

static void
only_one_class_of_a_name_and_only_here(void **state)
{
	static const struct {
		const char *place, *says;
	} wrong[] = {
		{ "10.0.0.5:4000", "课堂只在本机开" },
		{ "example.com:80", "课堂只在本机开" },
		{ "[::1]:4000", "课堂只在本机开" },
		{ "127.0.0.1.evil.com:80", "课堂只在本机开" },
		{ "127.0.0.1:0", "1 到 65535" },
		{ "127.0.0.1:99999", "1 到 65535" },
		{ "10.0.0.5", "课堂名" },
		{ "一 班", "课堂名" },
		{ "..", "课堂名" },
		{ "", "课堂名" },
	};
	struct room *h = host("一班", 0), *again;
	struct err e = { 0 };

	(void)state;
	assert_int_equal(class_room_host("一班", 0, "", &again, &e), ERR_LOCKED);
	assert_non_null(strstr(e.text, "已经开着"));
	assert_int_equal(class_room_host("../x", 0, "", &again, &e), ERR_CONFIG);
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		assert_int_equal(
		    class_room_join(wrong[i].place, "小陈", "", &again, &e), ERR_CONFIG);
		if (strstr(e.text, wrong[i].says) == NULL)
			fail_msg("%s: %s", wrong[i].place, e.text);
		assert_null(again);
	}
	class_room_close(h);
	h = host("一班", 0); /* what one left behind is in nobody's way */
	class_room_close(h);
}

/* A mistyped name waits for ever: who waits hears it once, and which ones are open; and so when the class has gone. */
static void
a_class_that_is_not_there_is_said(void **state)
{
	struct room *other = host("二班", 0), *third = host("三班", 0), *a = join("一班", "小陈"),
		    *h;
	struct room_news *n = next(a, ROOM_ABSENT);

	(void)state;
	assert_string_equal(n->text, "三班、二班");
	class_room_news_free(n);
	h = host("一班", 0);
	(void)came(h, "小陈");
	n = class_room_news(a);
	while (n == NULL || n->kind == ROOM_ABSENT) { /* not once with every try */
		assert_null(n);
		assert_true(poll_readable(class_room_fd(a), WAIT_MS));
		n = class_room_news(a);
	}
	assert_int_equal(n->kind, ROOM_CAME);
	class_room_news_free(n);
	class_room_close(third);
	class_room_close(h);
	gone(a, "");
	n = next(a, ROOM_ABSENT);
	assert_string_equal(n->text, "二班");
	class_room_news_free(n);
	class_room_close(a);
	class_room_close(other);
	h = join("127.0.0.1:1", "小林"); /* nobody's port */
	n = next(h, ROOM_ABSENT);
	assert_string_equal(n->text, "");
	class_room_news_free(n);
	class_room_close(h);
}

static void
a_directory_that_others_may_write_is_refused(void **state)
{
	char path[128];
	struct room *r;
	struct err e = { 0 };

	(void)state;
	(void)snprintf(path, sizeof(path), "%s/hotseat-class", dir);
	assert_int_equal(mkdir(path, 0700), 0);
	assert_int_equal(chmod(path, 0777), 0);
	assert_int_equal(class_room_host("一班", 0, "", &r, &e), ERR_CONFIG);
	assert_non_null(strstr(e.text, "0700"));
}

static void
by_the_loopback_address(void **state)
{
	struct room *h = NULL, *a;
	struct err e = { 0 };
	char place[32];
	int port = 20000 + (int)(getpid() % 20000);

	(void)state;
	while (class_room_host("一班", port, "", &h, &e) == ERR_LOCKED) /* somebody else's */
		port++;
	assert_non_null(h);
	assert_non_null(strstr(class_room_place(h), "一班 或 127.0.0.1:"));
	(void)snprintf(place, sizeof(place), "127.0.0.1:%d", port);
	a = join(place, "小林");
	(void)came(h, "小林");
	(void)came(a, "小林");
	class_room_close(a);
	gone(h, "");
	class_room_close(h);
}

/* ---- the watched screen ---- */

struct watching {
	struct room *host;
	struct canvas *seen;
	const struct canvas *wanted;
};

static bool
sees_it(void *arg)
{
	struct watching *w = arg;
	struct room_news *n;

	while ((n = class_room_news(w->host)) != NULL)
		class_room_news_free(n);
	(void)class_room_picture(w->host, w->seen);
	return w->seen->cells != NULL && canvas_same(w->seen, w->wanted);
}

static void
watch(struct room *h, int peer, bool on)
{
	struct room_record *r = class_room_record_new(ROOM_WATCH);

	r->n[0] = on;
	assert_true(class_room_tell(h, peer, r));
}

static void
the_watched_screen_and_no_other(void **state)
{
	struct room *h = host("一班", 0), *a = join("一班", "甲"), *b = join("一班", "乙");
	struct canvas c = { 0 }, seen = { 0 };
	struct watching w = { h, &seen, &c };
	struct room_news *n;
	int peers[2] = { 0 };

	(void)state;
	for (int i = 0; i < 2; i++) {
		n = next(h, ROOM_CAME);
		peers[strcmp(n->name, "乙") == 0] = n->peer;
		class_room_news_free(n);
	}
	(void)came(a, "甲");
	(void)came(b, "乙");
	assert_true(canvas_resize(&c, 24, 80));
	assert_false(class_room_is_watched(a));
	class_room_show(a, &c); /* nobody looks: nothing is kept */
	watch(h, peers[0], true);
	hears(a, ROOM_WATCH, NULL);
	assert_true(class_room_is_watched(a));
	for (int i = 0; i < 300; i++) { /* faster than any console: the last one counts */
		canvas_printf(&c, i % 24, 3, -1, ROLE_VALUE, "第%d次 红山路78号", i);
		canvas_cursor(&c, i % 24, i % 80);
		class_room_show(a, &c);
	}
	assert_true(poll_until(sees_it, &w, WAIT_MS));
	assert_true(canvas_resize(&c, 36, 120)); /* another size */
	canvas_text(&c, 30, 100, -1, ROLE_HINT, "变大了");
	class_room_show(a, &c);
	assert_true(poll_until(sees_it, &w, WAIT_MS));

	watch(h, peers[1], true); /* one at a time */
	hears(b, ROOM_WATCH, NULL);
	n = next(a, ROOM_TOLD);
	assert_int_equal(n->record->n[0], 0);
	class_room_news_free(n);
	assert_false(class_room_is_watched(a));
	canvas_text(&c, 0, 0, -1, ROLE_NORMAL, "乙的屏");
	class_room_show(b, &c);
	assert_true(poll_until(sees_it, &w, WAIT_MS));
	canvas_free(&c);
	canvas_free(&seen);
	class_room_close(a);
	class_room_close(b);
	class_room_close(h);
}

/* ---- visitors ---- */

static void
other_versions_are_told(void **state)
{
	struct room *h = host("一班", 0);
	struct str told = { 0 };
	struct room_record *no;
	size_t used;
	int fd = visit("一班");

	(void)state;
	greet(fd, ROOM_VERSION + 1, "新版");
	hear_out(fd, &told);
	assert_int_equal(class_room_record_read(told.s, told.len, &no, &used), 1);
	assert_int_equal(no->kind, ROOM_REFUSED);
	assert_non_null(strstr(no->text[0], "版本不同"));
	class_room_record_free(no);
	str_free(&told);
	assert_null(class_room_news(h)); /* he was never there */
	class_room_close(h);
}

static void
hostile_ones_go_and_disturb_nobody(void **state)
{
	static const struct {
		const char *bytes;
		size_t n;
	} before[] = {
		{ "GET / HTTP/1.1\r\n\r\n", 18 }, { "\377\377\377\377\5aaaa", 9 },
		{ "\0\0\0\3\4\1\1", 7 }, /* who watches has said who he is */
	};
	struct room *h = host("一班", 0), *a = join("一班", "小陈");
	struct str told = { 0 };
	struct room_record *frame = words(ROOM_FRAME, "\1\1\1"),
			   *watched = class_room_record_new(ROOM_WATCH);
	int fd, peer;

	(void)state;
	(void)came(h, "小陈");
	(void)came(a, "小陈");
	for (size_t i = 0; i < sizeof(before) / sizeof(before[0]); i++) {
		fd = visit("一班");
		assert_int_equal(send(fd, before[i].bytes, before[i].n, MSG_NOSIGNAL), before[i].n);
		str_reset(&told);
		hear_out(fd, &told);
		assert_int_equal(told.len, 0);
	}
	fd = visit("一班"); /* in class, and then says what only a trainer says */
	greet(fd, ROOM_VERSION, "小陈");
	(void)came(h, "小陈2");
	say(fd, watched);
	gone(h, "看不懂");
	close(fd);
	fd = visit("一班"); /* a damaged picture */
	greet(fd, ROOM_VERSION, "黑客");
	peer = came(h, "黑客");
	watch(h, peer, true);
	assert_true(poll_readable(fd, WAIT_MS));
	say(fd, frame);
	gone(h, "看不懂");
	close(fd);
	assert_true(class_room_tell(a, 0, words(ROOM_NOTE, "还在")));
	hears(h, ROOM_NOTE, "还在");
	class_room_record_free(frame);
	class_room_record_free(watched);
	str_free(&told);
	class_room_close(a);
	class_room_close(h);
}

/* One who is in class, is watched, and reads nothing: the trainer's words to others still get there. */
static void
who_does_not_listen_holds_up_nobody(void **state)
{
	struct room *h = host("一班", 0), *a = join("一班", "小陈");
	struct room_news *n;
	int fd = visit("一班");

	(void)state;
	greet(fd, ROOM_VERSION, "聋");
	for (int i = 0; i < 2; i++)
		class_room_news_free(next(h, ROOM_CAME));
	(void)came(a, "小陈");
	for (int i = 0; i < 400; i++) {
		struct room_record *r = words(ROOM_LESSON, "S0205-01");
		char *file = calloc(1, 30001);

		memset(file, 'x', 30000);
		assert_true(class_room_record_text(r, 1, file));
		free(file);
		while (
		    !class_room_tell(h, 0, r)) { /* taken: made anew, as the app would say "busy" */
			r = words(ROOM_LESSON, "S0205-01");
			poll(NULL, 0, 1);
		}
		n = next(a, ROOM_TOLD);
		assert_int_equal(n->record->kind, ROOM_LESSON);
		class_room_news_free(n);
	}
	gone(h, ""); /* twelve megabytes behind */
	close(fd);
	class_room_close(a);
	class_room_close(h);
}

/* ---- the host dies ---- */

/* ---- what is owed ---- */

#define TAPE  "20261121-103000-小陈.tape"
#define ENDED 1795228800000

/* A tape of some pieces at that seat. */
static void
record(const char *who)
{
	struct tape_maker *m;
	struct canvas c = { 0 };
	char path[256];

	(void)snprintf(path, sizeof(path), "%s/" TAPE, kept(who));
	assert_int_equal(fs_mkdirs(kept(who), NULL), ERR_OK);
	assert_int_equal(tape_make(path, "路灯", 0, &m, NULL), ERR_OK);
	assert_true(canvas_resize(&c, 24, 80));
	for (int i = 0; i < 1500; i++) {
		for (int row = 0; row < 24; row++)
			canvas_printf(&c, row, i % 20, -1, ROLE_VALUE, "第%d次 %d", i, i * row);
		tape_key(m, INT64_C(10) * i, "F2");
		tape_frame(m, INT64_C(10) * i, &c);
	}
	assert_int_equal(tape_close(m, NULL), ERR_OK);
	canvas_free(&c);
}

static struct owed
owed_lesson(const char *who, int64_t at)
{
	struct owed o = { .kind = OWED_LESSON, .class_name = "一班" };

	(void)str_copy(o.name, sizeof(o.name), who);
	(void)str_copy(o.trainee, sizeof(o.trainee), who);
	(void)snprintf(o.key, sizeof(o.key), "%lld", (long long)at);
	return o;
}

static void
owe_one(const char *who, const char *tape, int64_t at)
{
	struct class_result r = { .at = at, .machine = 70, .machine_of = 80, .stars = -1 };
	const struct owed o = owed_lesson(who, at);
	struct err e = { 0 };

	(void)str_copy(r.trainee, sizeof(r.trainee), who);
	(void)str_copy(r.scenario, sizeof(r.scenario), "S0205-01");
	(void)str_copy(r.tape, sizeof(r.tape), tape);
	if (results_add(kept(who), &r, &(struct score){ .form = score_form(MODE_EXAM) }, &e) !=
		ERR_OK ||
	    owed_add(kept(who), &o, &e) != ERR_OK || owed_add(kept(who), &o, &e) != ERR_OK)
		fail_msg("%s", e.text);
}

static void
owe(const char *who, const char *tape)
{
	owe_one(who, tape, ENDED);
}

static void
tell_kept_of(struct room *h, int peer, const char *key, enum owed_kind kind, uint32_t good)
{
	struct room_record *r = words(ROOM_KEPT, key);

	r->n[0] = kind;
	r->n[1] = good;
	assert_true(class_room_tell(h, peer, r));
}

static void
tell_kept(struct room *h, int peer, uint32_t good)
{
	char key[32];

	(void)snprintf(key, sizeof(key), "%lld", (long long)ENDED);
	tell_kept_of(h, peer, key, OWED_LESSON, good);
}

static void
hears_lesson_of(struct room *h, const char *tape, int64_t at)
{
	struct room_news *n = next(h, ROOM_TOLD);
	struct class_result r;
	struct score x;

	assert_int_equal(n->record->kind, ROOM_RESULT);
	assert_true(results_unpack(n->record->text[0], &r, &x));
	assert_int_equal(r.at, at);
	assert_string_equal(r.tape, tape);
	class_room_news_free(n);
}

static void
hears_lesson(struct room *h, const char *tape)
{
	hears_lesson_of(h, tape, ENDED);
}

static void
fetches(struct room *h, int peer, const char *tape, const char *says)
{
	struct room_news *n;

	assert_true(class_room_tell(h, peer, words(ROOM_WANT, tape)));
	n = next(h, ROOM_TAPE);
	assert_string_equal(n->record->text[0], tape);
	if (says[0] == '\0' ? n->text[0] != '\0' : strstr(n->text, says) == NULL)
		fail_msg("%s instead of %s", n->text, says);
	class_room_news_free(n);
}

static void
load(const char *who, const char *tail, struct str *out)
{
	char path[256];

	str_reset(out);
	(void)snprintf(path, sizeof(path), "%s/" TAPE "%s", kept(who), tail);
	assert_int_equal(fs_read(path, 64 << 20, out, NULL), ERR_OK);
}

static bool
is_there(const char *who, const char *tail)
{
	char path[256];

	(void)snprintf(path, sizeof(path), "%s/" TAPE "%s", kept(who), tail);
	return fs_exists(path);
}

static void
put_file(const char *who, const char *tail, const char *p, size_t n)
{
	char path[256];

	(void)snprintf(path, sizeof(path), "%s/" TAPE "%s", kept(who), tail);
	assert_int_equal(fs_mkdirs(kept(who), NULL), ERR_OK);
	assert_int_equal(fs_write(path, p, n, 0600, NULL), ERR_OK);
}

static bool
owes_nothing(void *arg)
{
	struct owed o;

	(void)arg;
	return !owed_get(kept("小陈"), "一班", "小陈", 0, &o);
}

static void
a_class_that_dies_is_found_again_with_what_it_missed(void **state)
{
	struct room *h = host("一班", 0), *a = join("一班", "小陈");
	int peer;

	(void)state;
	(void)came(h, "小陈");
	(void)came(a, "小陈");
	class_room_close(h);
	gone(a, "");
	assert_true(class_room_tell(a, 0, words(ROOM_NOTE, "没人听见")));
	owe("小陈", "");
	assert_true(class_room_tell(a, 0, class_room_record_new(ROOM_RESULT)));
	h = host("一班", 0);
	(void)came(a, "小陈");
	(void)came(h, "小陈");
	hears_lesson(h, "");
	class_room_close(h); /* dies before it has it */
	gone(a, "");
	class_room_close(a); /* and the trainee too */
	h = host("一班", 0);
	a = join("一班", "小陈");
	peer = came(h, "小陈");
	(void)came(a, "小陈");
	hears_lesson(h, "");
	tell_kept(h, peer, 0); /* a full disk */
	assert_true(class_room_tell(h, peer, words(ROOM_WHISPER, "满了")));
	hears(a, ROOM_WHISPER, "满了");
	assert_true(class_room_tell(a, 0, class_room_record_new(ROOM_RESULT)));
	hears_lesson(h, "");
	tell_kept(h, peer, 1);
	assert_true(poll_until(owes_nothing, NULL, WAIT_MS));
	assert_true(class_room_tell(a, 0, class_room_record_new(ROOM_RESULT)));
	assert_true(class_room_tell(a, 0, words(ROOM_NOTE, "没有了")));
	hears(h, ROOM_NOTE, "没有了");
	class_room_close(h);
	gone(a, "");
	class_room_close(a);
	a = join("一班", "早到"); /* before the trainer */
	h = host("一班", 0);
	(void)came(h, "早到");
	class_room_close(a);
	class_room_close(h);
}

/* No file grows meanwhile: as on a full disk. */
static void
fill_disk(struct rlimit *was)
{
	struct rlimit none;

	assert_int_equal(getrlimit(RLIMIT_FSIZE, was), 0);
	none = (struct rlimit){ 0, was->rlim_max };
	(void)signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &none), 0);
}

/* What the trainee cannot strike out is owed still, and holds up neither what comes behind it nor the room. */
static void
a_full_disk_holds_up_nobody(void **state)
{
	struct owed o = owed_lesson("小陈", ENDED - 1);
	struct room *h = host("一班", 0), *a;
	struct rlimit was;
	int peer;

	(void)state;
	assert_int_equal(fs_mkdirs(kept("小陈"), NULL), ERR_OK);
	assert_int_equal(owed_add(kept("小陈"), &o, NULL), ERR_OK); /* not in the table any more */
	owe("小陈", "");
	owe_one("小陈", "", ENDED + 1);
	fill_disk(&was);
	a = join("一班", "小陈");
	peer = came(h, "小陈");
	(void)came(a, "小陈");
	hears_lesson(h, "");
	tell_kept(h, peer, 1);
	hears_lesson_of(h, "", ENDED + 1);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &was), 0);
	class_room_close(a);
	gone(h, "");
	a = join("一班", "小陈");
	peer = came(h, "小陈");
	hears_lesson(h, "");
	assert_true(owed_get(kept("小陈"), "一班", "小陈", 0, &o));
	assert_string_not_equal(o.key, owed_lesson("小陈", ENDED - 1).key);
	class_room_close(a);
	class_room_close(h);
}

/* The class cannot say which it was. It comes again at the next join. */
static void
what_the_class_cannot_read_holds_up_nobody(void **state)
{
	struct room *h = host("一班", 0), *a;
	struct owed o;
	int peer;

	(void)state;
	owe("小陈", "");
	owe_one("小陈", "", ENDED + 1);
	a = join("一班", "小陈");
	peer = came(h, "小陈");
	(void)came(a, "小陈");
	hears_lesson(h, "");
	tell_kept_of(h, peer, "", OWED_EXAM, 1); /* of nothing that was brought */
	tell_kept_of(h, peer, "", OWED_LESSON, 1);
	hears_lesson_of(h, "", ENDED + 1);
	assert_true(owed_get(kept("小陈"), "一班", "小陈", 0, &o));
	assert_string_equal(o.key, owed_lesson("小陈", ENDED).key);
	class_room_close(a);
	gone(h, "");
	a = join("一班", "小陈");
	(void)came(h, "小陈");
	hears_lesson(h, "");
	class_room_close(a);
	class_room_close(h);
}

/* A table that cannot be read now has it still. */
static void
what_cannot_be_read_now_stays_owed(void **state)
{
	struct room *h, *a;
	struct owed o;
	char path[256], aside[256];

	(void)state;
	owe("小陈", "");
	(void)snprintf(path, sizeof(path), "%s/results.tsv", kept("小陈"));
	(void)snprintf(aside, sizeof(aside), "%s/aside", kept("小陈"));
	assert_int_equal(rename(path, aside), 0);
	assert_int_equal(mkdir(path, 0700), 0);
	h = host("一班", 0);
	a = join("一班", "小陈");
	(void)came(h, "小陈");
	(void)came(a, "小陈");
	assert_true(class_room_tell(a, 0, words(ROOM_NOTE, "读不了")));
	hears(h, ROOM_NOTE, "读不了");
	assert_true(owed_get(kept("小陈"), "一班", "小陈", 0, &o));
	assert_int_equal(remove(path), 0);
	assert_int_equal(rename(aside, path), 0);
	assert_true(class_room_tell(a, 0, class_room_record_new(ROOM_RESULT)));
	hears_lesson(h, "");
	class_room_close(a);
	class_room_close(h);
}

/* Two classes of which one's name ends like the other's. */
static void
a_line_of_another_class_is_another_line(void **state)
{
	struct owed one = owed_lesson("小陈", ENDED), other = one, o;

	(void)state;
	(void)str_copy(other.class_name, sizeof(other.class_name), "班");
	assert_int_equal(fs_mkdirs(kept("小陈"), NULL), ERR_OK);
	assert_int_equal(owed_add(kept("小陈"), &one, NULL), ERR_OK);
	assert_int_equal(owed_add(kept("小陈"), &other, NULL), ERR_OK);
	assert_true(owed_get(kept("小陈"), "班", "小陈", 0, &o));
	assert_true(owed_done(kept("小陈"), &other));
	assert_true(owed_get(kept("小陈"), "一班", "小陈", 0, &o));
	assert_false(owed_get(kept("小陈"), "班", "小陈", 0, &o));
}

/* Byte by byte as it was, in pieces; from where a part of it ends; anew where that was of another one. */
static void
a_tape_comes_whole(void **state)
{
	struct room *h = host("一班", 0), *a = join("一班", "小陈");
	struct str his = { 0 }, here = { 0 };
	const int peer = came(h, "小陈");

	(void)state;
	record("小陈");
	owe("小陈", TAPE);
	assert_true(class_room_tell(a, 0, class_room_record_new(ROOM_RESULT)));
	hears_lesson(h, TAPE);
	load("小陈", "", &his);
	assert_true(his.len / ROOM_PIECE_BYTES > 3);
	put_file("host", ".part", his.s, his.len / 2);
	for (int i = 0; i < 3; i++) {
		fetches(h, peer, TAPE, "");
		load("host", "", &here);
		assert_int_equal(here.len, his.len);
		assert_memory_equal(here.s, his.s, his.len);
		assert_false(is_there("host", ".part"));
		put_file("host", ".part", i == 0 ? "another one" : his.s, i == 0 ? 11 : his.len);
	}
	str_free(&his);
	str_free(&here);
	class_room_close(a);
	class_room_close(h);
}

/* What is damaged, cut, gone, too large, or no tape at all is said, and nothing of it has a tape's name but what plays. */
static void
bad_tapes_are_said(void **state)
{
	struct room *h = host("一班", 0), *a = join("一班", "小陈");
	struct str his = { 0 };
	const int peer = came(h, "小陈");
	char path[256];

	(void)state;
	assert_int_equal(fs_mkdirs(kept("host"), NULL), ERR_OK);
	fetches(h, peer, TAPE, "没有这份回放");
	fetches(h, peer, "../x.tape", "文件名不能用");
	fetches(h, peer, "results.tsv", "文件名不能用");
	put_file("小陈", "", "no tape at all", 14);
	fetches(h, peer, TAPE, "已损坏, 放不了");
	assert_false(is_there("host", "") || is_there("host", ".part"));
	record("小陈");
	load("小陈", "", &his);
	put_file("小陈", "", his.s, his.len * 2 / 3);
	fetches(h, peer, TAPE, "只能放到断处");
	assert_true(is_there("host", ""));
	put_file("小陈", "", "", 0);
	(void)snprintf(path, sizeof(path), "%s/" TAPE, kept("小陈"));
	assert_int_equal(truncate(path, ROOM_TAPE_MOST + 1), 0);
	fetches(h, peer, TAPE, "最多送 16 MB");
	assert_false(is_there("host", ".part"));
	str_free(&his);
	class_room_close(a);
	class_room_close(h);
}

/* Nobody writes at the trainer's what was not asked of him. */
static void
a_tape_nobody_asked_for(void **state)
{
	struct room *h = host("一班", 0);
	struct room_record *piece = class_room_record_new(ROOM_PIECE);
	const int fd = visit("一班");

	(void)state;
	greet(fd, ROOM_VERSION, "黑客");
	(void)came(h, "黑客");
	piece->n[1] = 4;
	assert_true(class_room_record_text(piece, 0, TAPE));
	assert_true(class_room_record_text(piece, 1, "tape"));
	say(fd, piece);
	gone(h, "看不懂");
	assert_false(is_there("host", "") || is_there("host", ".part"));
	class_room_record_free(piece);
	close(fd);
	class_room_close(h);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(names_orders_and_notes, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    only_one_class_of_a_name_and_only_here, setup, teardown),
		cmocka_unit_test_setup_teardown(a_class_that_is_not_there_is_said, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    a_directory_that_others_may_write_is_refused, setup, teardown),
		cmocka_unit_test_setup_teardown(by_the_loopback_address, setup, teardown),
		cmocka_unit_test_setup_teardown(the_watched_screen_and_no_other, setup, teardown),
		cmocka_unit_test_setup_teardown(other_versions_are_told, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    hostile_ones_go_and_disturb_nobody, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    who_does_not_listen_holds_up_nobody, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    a_class_that_dies_is_found_again_with_what_it_missed, setup, teardown),
		cmocka_unit_test_setup_teardown(a_full_disk_holds_up_nobody, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    what_the_class_cannot_read_holds_up_nobody, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    what_cannot_be_read_now_stays_owed, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    a_line_of_another_class_is_another_line, setup, teardown),
		cmocka_unit_test_setup_teardown(a_tape_comes_whole, setup, teardown),
		cmocka_unit_test_setup_teardown(bad_tapes_are_said, setup, teardown),
		cmocka_unit_test_setup_teardown(a_tape_nobody_asked_for, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
