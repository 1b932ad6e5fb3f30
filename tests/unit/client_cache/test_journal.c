/* The typing journal: what it gives back after any accident. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/secret.h"
#include "client/cache/journal_p.h"

#include "../../lib/tmpdir.h"

#define ID1 "01890000-0000-7000-8000-000000000001"
#define ID2 "01890000-0000-7000-8000-000000000002"

struct jt {
	char dir[TMPDIR_SIZE];
	uint8_t key[SECRET_KEY_BYTES];
	struct err e;
};

static int
setup(void **state)
{
	struct jt *t = calloc(1, sizeof(*t));

	if (t == NULL || secret_init(NULL) != ERR_OK)
		return -1;
	tmpdir_make(t->dir);
	memset(t->key, 7, sizeof(t->key));
	*state = t;
	return 0;
}

static int
teardown(void **state)
{
	struct jt *t = *state;

	tmpdir_remove(t->dir);
	free(t);
	return 0;
}

static struct journal *
open_at(struct jt *t, int64_t seq)
{
	struct journal *j;

	assert_int_equal(journal_open(t->dir, t->key, seq, &j, &t->e), ERR_OK);
	return j;
}

static void
begin(struct jt *t, struct journal *j, const char *id, const char *owner)
{
	struct draft d;

	draft_init(&d);
	str_copy(d.id, sizeof(d.id), id);
	str_copy(d.owner, sizeof(d.owner), owner);
	d.created_at = d.changed_at = 1000;
	assert_int_equal(journal_begin(j, &d, &t->e), ERR_OK);
	draft_free(&d);
}

static void
type(struct jt *t, struct journal *j, const char *id, size_t at, const char *text)
{
	struct journal_edit ed = {
		.at = at, .ins = text, .ins_len = strlen(text), .cursor = at + strlen(text)
	};

	assert_int_equal(journal_edit(j, id, TF_CONTENT, &ed, 2000, &t->e), ERR_OK);
}

static struct journal_drafts
replay(struct jt *t)
{
	struct journal_drafts all = { 0 };

	assert_int_equal(journal_replay(t->dir, t->key, &all, &t->e), ERR_OK);
	return all;
}

/* A beginning as the first seats wrote it ended with the fields; theirs must still be read. */
static void
test_a_beginning_says_which_step(void **state)
{
	struct journal_record r = { .type = JOURNAL_BEGIN }, back;
	struct str b = { 0 };

	(void)state;
	str_copy(r.draft, sizeof(r.draft), ID1);
	str_copy(r.begin.owner, sizeof(r.begin.owner), "1154");
	str_copy(r.begin.ticket, sizeof(r.begin.ticket), ID2);
	str_copy(r.begin.act, sizeof(r.begin.act), "urge");
	journal_encode(&r, &b);
	assert_true(journal_decode(b.s, b.len, &back));
	assert_string_equal(back.begin.act, "urge");
	assert_string_equal(back.begin.ticket, ID2);
	journal_record_free(&back);
	assert_false(journal_decode(b.s, b.len - 2, &back)); /* torn */
	journal_record_free(&back);
	assert_true(journal_decode(b.s, b.len - 8, &back)); /* 4 of length, "urge" */
	assert_string_equal(back.begin.act, "");
	assert_string_equal(back.begin.ticket, ID2);
	journal_record_free(&back);
	str_free(&b);
}

static void
test_every_kind_comes_back(void **state)
{
	struct jt *t = *state;
	struct journal *j = open_at(t, 1);
	struct journal_edit cut = { .at = 3, .del = 3, .ins = "灯", .ins_len = 3, .cursor = 6 };
	struct journal_drafts all;
	struct draft *d;

	begin(t, j, ID1, "1154");
	type(t, j, ID1, 0, "路打不亮");
	assert_int_equal(journal_edit(j, ID1, TF_CONTENT, &cut, 2500, &t->e), ERR_OK);
	assert_int_equal(journal_set(j, ID1, TF_TYPE, "complaint", 3000, &t->e), ERR_OK);
	assert_int_equal(journal_set(j, ID1, TF_AREA, "990101", 3000, &t->e), ERR_OK);
	assert_int_equal(journal_set(j, ID1, TF_AREA, NULL, 3000, &t->e), ERR_OK);
	assert_int_equal(journal_set(j, ID1, TF_TITLE, "", 3000, &t->e), ERR_OK);
	assert_int_equal(journal_view(j, ID1, "p=1;d=2", &t->e), ERR_OK);
	assert_int_equal(journal_call(j, ID1, "c-9", "13800000678", &t->e), ERR_OK);
	assert_int_equal(journal_focus(j, ID1, "demand", 4, &t->e), ERR_OK);
	begin(t, j, ID2, "1160");
	assert_int_equal(journal_drop(j, ID2, &t->e), ERR_OK);
	assert_int_equal(journal_seq(j), 12);
	assert_int_equal(journal_waiting(j), 0);
	journal_close(j);
	all = replay(t);
	assert_int_equal(all.n, 2);
	assert_int_equal(all.last_seq, 12);
	d = &all.v[0].d;
	assert_string_equal(d->owner, "1154");
	assert_string_equal(fields_get(&d->f, TF_CONTENT), "路灯不亮");
	assert_string_equal(fields_get(&d->f, TF_TYPE), "complaint");
	assert_null(d->f.v[TF_AREA]);
	assert_non_null(d->f.v[TF_TITLE]);
	assert_string_equal(d->view_state, "p=1;d=2");
	assert_string_equal(d->call, "c-9");
	assert_string_equal(d->origin_phone, "13800000678");
	assert_string_equal(d->focus, "demand");
	assert_int_equal(d->cursor, 4);
	assert_int_equal(d->changed_at, 3000);
	assert_false(all.v[0].gone);
	assert_true(all.v[1].gone);
	journal_drafts_free(&all);
}

static void
test_torn_at_every_byte(void **state)
{
	struct jt *t = *state;
	struct journal *j = open_at(t, 1);
	struct str whole = { 0 };
	char path[TMPDIR_PATHS];
	size_t ends[8], n_ends = 0;
	struct stat st;
	const char *const words[] = { "小", "区", "路", "灯" };
	const char *const text[] = { "", "小", "小区", "小区路", "小区路灯" };

	tmpdir_path(t->dir, "journal.0", path);
	begin(t, j, ID1, "1154");
	assert_int_equal(stat(path, &st), 0);
	ends[n_ends++] = (size_t)st.st_size;
	for (size_t i = 0; i < 4; i++) {
		type(t, j, ID1, i * 3, words[i]);
		assert_int_equal(stat(path, &st), 0);
		ends[n_ends++] = (size_t)st.st_size;
	}
	journal_close(j);
	assert_int_equal(fs_read(path, 1 << 20, &whole, &t->e), ERR_OK);
	for (size_t cut = 0; cut <= whole.len; cut++) {
		struct journal_drafts all;
		size_t records = 0;
		while (records < n_ends && ends[records] <= cut)
			records++;
		tmpdir_put(t->dir, "journal.0", whole.s, cut, path);
		all = replay(t);
		assert_int_equal(all.n, records > 0 ? 1 : 0);
		if (records > 0)
			assert_string_equal(
			    fields_get(&all.v[0].d.f, TF_CONTENT), text[records - 1]);
		journal_drafts_free(&all);
	}
	str_free(&whole);
}

/* A seat killed in the middle of a record goes on behind the last whole one. */
static void
test_goes_on_behind_a_torn_record(void **state)
{
	struct jt *t = *state;
	struct journal *j = open_at(t, 1);
	struct journal_drafts all;
	struct stat st;
	char path[TMPDIR_PATHS];

	tmpdir_path(t->dir, "journal.0", path);
	begin(t, j, ID1, "1154");
	type(t, j, ID1, 0, "一");
	type(t, j, ID1, 3, "二");
	journal_close(j);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(truncate(path, st.st_size - 5), 0);
	j = open_at(t, 1);
	assert_int_equal(journal_seq(j), 2);
	type(t, j, ID1, 3, "三");
	type(t, j, ID1, 6, "四");
	journal_close(j);
	all = replay(t);
	assert_string_equal(fields_get(&all.v[0].d.f, TF_CONTENT), "一三四");
	journal_drafts_free(&all);
}

static void
test_a_changed_byte_ends_it(void **state)
{
	struct jt *t = *state;
	struct journal *j = open_at(t, 1);
	struct str whole = { 0 };
	char path[TMPDIR_PATHS];

	tmpdir_path(t->dir, "journal.0", path);
	begin(t, j, ID1, "1154");
	type(t, j, ID1, 0, "一");
	journal_close(j);
	assert_int_equal(fs_read(path, 1 << 20, &whole, &t->e), ERR_OK);
	for (size_t i = whole.len - 30; i < whole.len; i++) {
		struct journal_drafts all;
		whole.s[i] ^= 1;
		tmpdir_put(t->dir, "journal.0", whole.s, whole.len, path);
		whole.s[i] ^= 1;
		all = replay(t);
		assert_int_equal(all.n, 1);
		assert_string_equal(fields_get(&all.v[0].d.f, TF_CONTENT), "");
		journal_drafts_free(&all);
	}
	str_free(&whole);
}

/* What no kill leaves behind: a byte changed before others, a length that was never written, another version. It is told, and
 * what was readable is there. */
static void
test_damage_is_told(void **state)
{
	struct jt *t = *state;
	struct journal *j = open_at(t, 1);
	struct str whole = { 0 }, bad = { 0 };
	char path[TMPDIR_PATHS];
	struct stat st;
	size_t first;

	tmpdir_path(t->dir, "journal.0", path);
	begin(t, j, ID1, "1154");
	assert_int_equal(stat(path, &st), 0);
	first = (size_t)st.st_size;
	type(t, j, ID1, 0, "一");
	type(t, j, ID1, 3, "二");
	journal_close(j);
	assert_int_equal(fs_read(path, 1 << 20, &whole, &t->e), ERR_OK);
	for (int way = 0; way < 6; way++) {
		static const struct {
			bool spoilt;
			size_t drafts;
		} want[] = { { false, 1 }, { true, 1 }, { true, 0 }, { true, 1 }, { true, 0 },
			{ false, 1 } };
		struct journal_drafts all;

		str_reset(&bad);
		str_add_n(
		    &bad, whole.s, whole.len - (way == 0 ? 3 : 0)); /* torn: nothing to tell */
		if (way == 1)
			bad.s[first + 20] ^= 1;
		else if (way == 2)
			bad.s[40] ^= 1; /* the first record */
		else if (way == 3)
			memset(bad.s + first, 0xff, 4);
		else if (way == 4)
			bad.s[6] = '2'; /* HSJRNL2 */
		else if (way == 5)
			for (int i = 0; i < 100; i++)
				str_add_c(&bad, '\0'); /* a power cut */
		tmpdir_put(t->dir, "journal.0", bad.s, bad.len, path);
		all = replay(t);
		assert_int_equal(all.spoilt, want[way].spoilt);
		assert_int_equal(all.n, want[way].drafts);
		journal_drafts_free(&all);
	}
	str_free(&whole);
	str_free(&bad);
}

static void
test_another_key_is_told(void **state)
{
	struct jt *t = *state;
	struct journal *j = open_at(t, 1), *other;
	struct journal_drafts all = { 0 };

	begin(t, j, ID1, "1154");
	journal_close(j);
	t->key[0] ^= 1;
	assert_int_equal(journal_replay(t->dir, t->key, &all, &t->e), ERR_UNAUTHORISED);
	assert_int_equal(journal_open(t->dir, t->key, 1, &other, &t->e), ERR_UNAUTHORISED);
	assert_null(other);
	t->key[0] ^= 1;
	all = replay(t);
	assert_int_equal(all.n, 1);
	journal_drafts_free(&all);
}

/* What the table has already is not applied again. */
static void
test_replay_is_idempotent(void **state)
{
	struct jt *t = *state;
	struct journal *j = open_at(t, 1);
	struct journal_drafts all;

	begin(t, j, ID1, "1154");
	type(t, j, ID1, 0, "一");
	type(t, j, ID1, 3, "二");
	journal_close(j);
	all = replay(t);
	assert_int_equal(journal_replay(t->dir, t->key, &all, &t->e), ERR_OK);
	assert_string_equal(fields_get(&all.v[0].d.f, TF_CONTENT), "一二");
	journal_drafts_free(&all);
}

/* An edit that cannot be of this text stops the draft there and is told; a later whole state heals it. */
static void
test_an_edit_that_does_not_fit(void **state)
{
	struct jt *t = *state;
	struct journal *j = open_at(t, 1);
	struct journal_edit wild = { .at = 100, .del = 5, .ins = "x", .ins_len = 1 };
	struct journal_drafts all;

	begin(t, j, ID1, "1154");
	type(t, j, ID1, 0, "一");
	assert_int_equal(journal_edit(j, ID1, TF_CONTENT, &wild, 2000, &t->e), ERR_OK);
	type(t, j, ID1, 0, "不");
	all = replay(t);
	assert_true(all.v[0].damaged);
	assert_string_equal(fields_get(&all.v[0].d.f, TF_CONTENT), "一");
	journal_drafts_free(&all);
	begin(t, j, ID1, "1154");
	type(t, j, ID1, 0, "好");
	all = replay(t);
	assert_false(all.v[0].damaged);
	assert_string_equal(fields_get(&all.v[0].d.f, TF_CONTENT), "好");
	journal_drafts_free(&all);
	journal_close(j);
}

/* Two files take turns; neither is used again before the table has all that stands in it. */
static void
test_files_take_turns(void **state)
{
	struct jt *t = *state;
	struct journal *j = open_at(t, 1);
	struct journal_drafts all;
	struct stat st;
	char path[TMPDIR_PATHS], *big = calloc(1, 60001);

	assert_non_null(big);
	memset(big, 'x', 60000);
	begin(t, j, ID1, "1154");
	for (int i = 0; i < 20; i++) /* 1.2 MB */
		assert_int_equal(journal_set(j, ID1, TF_CONTENT, big, 2000, &t->e), ERR_OK);
	tmpdir_path(t->dir, "journal.1", path);
	assert_int_equal(stat(path, &st), 0);
	assert_true(st.st_size > 60000); /* turned over: the other file had nothing unsaved */
	for (int i = 0; i < 30; i++)     /* and not back: ID1 is not saved */
		assert_int_equal(journal_set(j, ID1, TF_CONTENT, big, 2000, &t->e), ERR_OK);
	assert_int_equal(stat(path, &st), 0);
	assert_true(st.st_size > 1500000);
	journal_saved(j, ID1, journal_seq(j));
	assert_int_equal(journal_set(j, ID1, TF_CONTENT, "末", 2000, &t->e), ERR_OK);
	tmpdir_path(t->dir, "journal.0", path);
	assert_int_equal(stat(path, &st), 0);
	assert_true(st.st_size < 1000);
	journal_close(j);
	all = replay(t);
	assert_string_equal(fields_get(&all.v[0].d.f, TF_CONTENT), "末");
	journal_drafts_free(&all);
	free(big);
}

/* A full disk: the error is told, the words wait in memory, and are all there once there is room. */
static void
test_full_disk(void **state)
{
	struct jt *t = *state;
	struct journal *j = open_at(t, 1);
	struct rlimit was, small;
	struct journal_edit ed = { .at = 3, .ins = "二", .ins_len = 3, .cursor = 6 };
	struct journal_drafts all;
	struct stat st;
	char path[TMPDIR_PATHS];

	begin(t, j, ID1, "1154");
	type(t, j, ID1, 0, "一");
	tmpdir_path(t->dir, "journal.0", path);
	assert_int_equal(stat(path, &st), 0);
	signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &was), 0);
	small = was;
	small.rlim_cur = (rlim_t)st.st_size + 20; /* half a record fits */
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
	assert_int_equal(journal_edit(j, ID1, TF_CONTENT, &ed, 1, &t->e), ERR_DISK_FULL);
	assert_non_null(strstr(t->e.text, "磁盘已满"));
	ed.at = 6;
	ed.ins = "三";
	assert_int_equal(journal_edit(j, ID1, TF_CONTENT, &ed, 1, &t->e), ERR_DISK_FULL);
	assert_int_equal(journal_waiting(j), 2);
	all = replay(t);
	assert_string_equal(fields_get(&all.v[0].d.f, TF_CONTENT), "一");
	journal_drafts_free(&all);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &was), 0);
	assert_int_equal(journal_retry(j, &t->e), ERR_OK);
	assert_int_equal(journal_waiting(j), 0);
	all = replay(t);
	assert_string_equal(fields_get(&all.v[0].d.f, TF_CONTENT), "一二三");
	journal_drafts_free(&all);
	journal_close(j);
}

/* Whatever journal_edit has returned OK for is there after kill -9. */
static void
test_killed(void **state)
{
	struct jt *t = *state;

	for (int round = 0; round < 20; round++) {
		struct journal_drafts all;
		size_t done = 0, got;
		int fds[2], status;
		char c;
		pid_t pid;
		assert_int_equal(pipe(fds), 0);
		journal_forget(t->dir);
		pid = fork();
		if (pid == 0) {
			struct journal *j;
			struct draft d;
			struct journal_edit ed = { .ins = "x", .ins_len = 1 };
			draft_init(&d);
			str_copy(d.id, sizeof(d.id), ID1);
			str_copy(d.owner, sizeof(d.owner), "1154");
			if (journal_open(t->dir, t->key, 1, &j, NULL) != ERR_OK ||
			    journal_begin(j, &d, NULL) != ERR_OK)
				_exit(1);
			for (;; ed.at++)
				if (journal_edit(j, ID1, TF_CONTENT, &ed, 1, NULL) != ERR_OK ||
				    write(fds[1], "k", 1) != 1)
					_exit(1);
		}
		close(fds[1]);
		while (done < (size_t)(50 + round * 37) && read(fds[0], &c, 1) == 1)
			done++;
		kill(pid, SIGKILL);
		waitpid(pid, &status, 0);
		assert_true(WIFSIGNALED(status));
		while (read(fds[0], &c, 1) == 1)
			done++;
		close(fds[0]);
		all = replay(t);
		got = strlen(fields_get(&all.v[0].d.f, TF_CONTENT));
		assert_true(got >= done && got <= done + 1);
		journal_drafts_free(&all);
	}
}

static bool
holds(const char *path, const char *needle)
{
	struct str s = { 0 };
	bool found;

	assert_int_equal(fs_read(path, 1 << 24, &s, NULL), ERR_OK);
	found = s.len > 0 && memmem(s.s, s.len, needle, strlen(needle)) != NULL;
	str_free(&s);
	return found;
}

static void
test_nothing_plain_in_the_file(void **state)
{
	struct jt *t = *state;
	struct journal *j = open_at(t, 1);
	char path[TMPDIR_PATHS];

	begin(t, j, ID1, "1154");
	type(t, j, ID1, 0, "王小明反映路灯");
	assert_int_equal(journal_call(j, ID1, "c-9", "13800000678", &t->e), ERR_OK);
	assert_int_equal(journal_set(j, ID1, TF_NAME, "王小明", 1, &t->e), ERR_OK);
	journal_close(j);
	tmpdir_path(t->dir, "journal.0", path);
	assert_false(holds(path, "王小明"));
	assert_false(holds(path, "13800000678"));
	assert_false(holds(path, ID1));
	assert_true(holds(path, "HSJRNL1"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_a_beginning_says_which_step, setup, teardown),
		cmocka_unit_test_setup_teardown(test_every_kind_comes_back, setup, teardown),
		cmocka_unit_test_setup_teardown(test_torn_at_every_byte, setup, teardown),
		cmocka_unit_test_setup_teardown(test_goes_on_behind_a_torn_record, setup, teardown),
		cmocka_unit_test_setup_teardown(test_damage_is_told, setup, teardown),
		cmocka_unit_test_setup_teardown(test_a_changed_byte_ends_it, setup, teardown),
		cmocka_unit_test_setup_teardown(test_another_key_is_told, setup, teardown),
		cmocka_unit_test_setup_teardown(test_replay_is_idempotent, setup, teardown),
		cmocka_unit_test_setup_teardown(test_an_edit_that_does_not_fit, setup, teardown),
		cmocka_unit_test_setup_teardown(test_files_take_turns, setup, teardown),
		cmocka_unit_test_setup_teardown(test_full_disk, setup, teardown),
		cmocka_unit_test_setup_teardown(test_killed, setup, teardown),
		cmocka_unit_test_setup_teardown(test_nothing_plain_in_the_file, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
