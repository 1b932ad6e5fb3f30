/* A disk that fails: the typing journal, the seat's cache and the centre's store, with the n-th write, truncation or sync
 * of the file system failing (no space, or an I/O error), once or from then on, for n all over a small workload.
 *
 * What was acknowledged before is there afterwards; what was refused was refused with a code that says so; nothing is
 * there by half. The workload runs in a child process that dies without closing anything; what it acknowledged is kept
 * in shared memory. The system calls of the whole process are replaced, so that fsync can fail too. */
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "../lib/deed.h"
#include "base/clock.h"
#include "city/rows.h"
#include "client/cache/journal.h"
#include "client/cache/write.h"
#include "base/fs.h"
#include "model/workflow.h"
#include "server/core/setup.h"
#include "../lib/tmpdir.h"

#define OPS        10
#define EDITS      24
#define WORD_BYTES 24 /* of the longest number, too */
#define POINTS     90 /* calls tried of a longer workload; SOAK=1: all */

/* ---- the disk ---- */

struct disk {
	bool armed;
	int calls, fail_at; /* counted from 1; fail_at 0: never */
	bool sticky;
	bool
	    wrote; /* the call that failed first was a write: then a full disk is to be called one */
	int sys;
	/* what the workload acknowledged, and the first refusal */
	int acked, tried, refused;
	enum err_code first;
	char why[ERR_TEXT_BYTES];
};
static struct disk *disk; /* shared between test and child */

static bool
failing(bool writes)
{
	if (disk == NULL || !disk->armed)
		return false;
	disk->calls++;
	if (disk->fail_at == 0 || disk->calls < disk->fail_at ||
	    (disk->calls > disk->fail_at && !disk->sticky))
		return false;
	if (disk->calls == disk->fail_at)
		disk->wrote = writes;
	errno = disk->sys;
	return true;
}

ssize_t
write(int fd, const void *p, size_t n)
{
	return failing(true) ? -1 : syscall(SYS_write, fd, p, n);
}

ssize_t
pwrite64(int fd, const void *p, size_t n, off64_t at)
{
	return failing(true) ? -1 : syscall(SYS_pwrite64, fd, p, n, at);
}

ssize_t
pwrite(int fd, const void *p, size_t n, off_t at)
{
	return pwrite64(fd, p, n, at);
}

int
ftruncate64(int fd, off64_t size)
{
	return failing(false) ? -1 : (int)syscall(SYS_ftruncate, fd, size);
}

int
ftruncate(int fd, off_t size)
{
	return ftruncate64(fd, size);
}

int
fsync(int fd)
{
	return failing(false) ? -1 : (int)syscall(SYS_fsync, fd);
}

int
fdatasync(int fd)
{
	return failing(false) ? -1 : (int)syscall(SYS_fdatasync, fd);
}

static void
note(enum err_code rc, const struct err *e)
{
	disk->tried++;
	if (rc == ERR_OK) {
		disk->acked = disk->tried;
	} else if (disk->refused++ == 0) {
		disk->first = rc;
		str_copy(disk->why, sizeof(disk->why), e->text);
	}
}

/* ---- a workload and its check ---- */

struct plan {
	void (*prepare)(const char *dir);
	void (*work)(const char *dir);  /* in the child */
	void (*check)(const char *dir); /* on a whole disk */
};

/* The directory as it was prepared, quickly. */
static void
copy_dir(const char *from, const char *to)
{
	char line[600];

	if (fs_exists(to))
		tmpdir_remove(to);
	snprintf(line, sizeof(line), "cp -r '%.250s' '%.250s'", from, to);
	assert_int_equal(system(line), 0);
}

static void
run_child(const struct plan *p, const char *dir)
{
	pid_t pid = fork();
	int status = 0;

	assert_true(pid >= 0);
	if (pid == 0) {
		disk->armed = true;
		p->work(dir);
		disk->armed = false;
		_exit(0);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	disk->armed = false;
	if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
		fail_msg("call %d of %d (errno %d%s): the program ended with %d", disk->fail_at,
		    disk->calls, disk->sys, disk->sticky ? ", from then on" : "", status);
}

static bool
is_said(enum err_code code, int sys)
{
	return code == ERR_DISK_FULL || code == ERR_IO ||
	       (sys == EIO && (code == ERR_DB || code == ERR_CORRUPT));
}

static void
one_run(const struct plan *p, const char *root, int fail_at, int sys, bool sticky)
{
	char clean[TMPDIR_PATHS], dir[TMPDIR_PATHS];

	copy_dir(tmpdir_path(root, "clean", clean), tmpdir_path(root, "run", dir));
	*disk = (struct disk){ .fail_at = fail_at, .sys = sys, .sticky = sticky };
	run_child(p, dir);
	if (disk->refused > 0 && !is_said(disk->first, sys))
		fail_msg("call %d, errno %d: refused with %s: %s", fail_at, sys,
		    err_json(disk->first), disk->why);
	if (sys == ENOSPC && disk->wrote && disk->refused > 0 && disk->first != ERR_DISK_FULL)
		fail_msg("call %d: a full disk was called %s: %s", fail_at, err_json(disk->first),
		    disk->why);
	p->check(dir);
}

static void
all_runs(const struct plan *p)
{
	static const int errors[] = { ENOSPC, EIO };
	char root[TMPDIR_SIZE], clean[TMPDIR_PATHS];
	int calls, step, refused = 0, runs = 0;

	tmpdir_make(root);
	p->prepare(tmpdir_path(root, "clean", clean));
	one_run(p, root, 0, 0, false);
	calls = disk->calls;
	assert_int_equal(disk->refused, 0);
	assert_true(disk->tried > 0 && calls > disk->tried / 2);
	step = getenv("SOAK") != NULL ? 1 : calls / POINTS + 1;
	for (size_t i = 0; i < sizeof(errors) / sizeof(errors[0]); i++)
		for (int n = 1; n <= calls; n += step) {
			one_run(p, root, n, errors[i], false);
			one_run(p, root, n, errors[i], true);
			refused += disk->refused > 0;
			runs += 2;
		}
	print_message("%d calls of the disk, %d runs: %d of %d that failed for good were refused\n",
	    calls, runs, refused, runs / 2);
	assert_true(refused > 0);
	tmpdir_remove(root);
}

/* ---- the journal ---- */

static const uint8_t key[SECRET_KEY_BYTES] = { 7, 1, 8 };
#define DRAFT "01900000-0000-7000-8000-0000000000d1"

static void
journal_prepare(const char *dir)
{
	assert_int_equal(fs_mkdirs(dir, NULL), ERR_OK);
}

static void
word(int i, char out[WORD_BYTES])
{
	(void)snprintf(out, WORD_BYTES, "第%d字", i);
}

/* A person goes on typing while the disk refuses: everything is there again when it does not. */
static void
journal_work(const char *dir)
{
	struct journal *j;
	struct draft d;
	struct err e = { 0 };
	size_t at = 0;
	enum err_code rc = journal_open(dir, key, 1, &j, &e);

	note(rc, &e);
	if (rc != ERR_OK)
		return;
	draft_init(&d);
	str_copy(d.id, sizeof(d.id), DRAFT);
	str_copy(d.owner, sizeof(d.owner), DEEDS_AUTHOR);
	note(journal_begin(j, &d, &e), &e);
	for (int i = 0; i < EDITS; i++) {
		struct journal_edit edit = { .at = at };
		char w[WORD_BYTES];

		word(i, w);
		edit.ins = w;
		edit.ins_len = strlen(w);
		edit.cursor = at += edit.ins_len;
		rc = journal_edit(j, DRAFT, TF_CONTENT, &edit, 1000 + i, &e);
		note(rc, &e);
		if ((rc == ERR_OK) != (journal_waiting(j) == 0))
			_exit(3); /* it says 已存 and means memory, or the other way round */
	}
}

static void
journal_check(const char *dir)
{
	struct journal_drafts all = { 0 };
	const struct journal_draft *d;
	struct str want = { 0 };
	struct err e = { 0 };
	const char *has;
	int words = 0;

	assert_int_equal(journal_replay(dir, key, &all, &e), ERR_OK);
	d = journal_draft_of(&all, DRAFT, false);
	has = d != NULL ? fields_get(&d->d.f, TF_CONTENT) : "";
	while (words < EDITS && strcmp(has, str_c(&want)) != 0) {
		char w[WORD_BYTES];
		word(words++, w);
		str_add(&want, w);
	}
	assert_string_equal(has, str_c(&want)); /* so many words, none by half */
	if (words + 2 < disk->acked)            /* opening and beginning count too */
		fail_msg(
		    "call %d: %d acknowledged, %d words there", disk->fail_at, disk->acked, words);
	if (disk->refused > 0 && !disk->sticky && disk->acked == disk->tried)
		assert_int_equal(words, EDITS); /* what waited went out with the next key */
	str_free(&want);
	journal_drafts_free(&all);
}

static void
test_journal(void **state)
{
	static const struct plan p = { journal_prepare, journal_work, journal_check };

	(void)state;
	all_runs(&p);
}

/* ---- the seat's cache ---- */

static struct deeds deeds;

static bool
add_ref(void *arg, const char *kind, const char *code, const char *text)
{
	struct page *p = arg;

	p->refs = realloc(p->refs, (p->n_refs + 1) * sizeof(*p->refs));
	assert_non_null(p->refs);
	p->refs[p->n_refs++] = (struct ref_row){ str_dup(kind), str_dup(code), str_dup(text), 1 };
	return true;
}

static struct cache_writer *
open_cache(const char *dir, struct err *e)
{
	struct cache_args args = { .dir = dir, .key = key };
	struct cache_writer *w = NULL;

	return cache_writer_open(&args, &w, e) == ERR_OK ? w : NULL;
}

static void
cache_prepare(const char *dir)
{
	struct msg_centre centre = {
		.centre_id = "01900000-0000-7000-8000-000000000001", .epoch = "e1", .name = "云江"
	};
	struct msg_device device = { .device_id = "01900000-0000-7000-8000-0000000000aa",
		.device_key = "k",
		.seat_no = "1154",
		.centre_id = "01900000-0000-7000-8000-000000000001",
		.epoch = "e1" };
	struct page page = { .epoch = "e1", .cursor = "c1" };
	struct cache_place from;
	struct err e = { 0 };
	struct cache_writer *w = open_cache(dir, &e);
	bool applied = false;

	assert_non_null(w);
	assert_int_equal(cache_seat_centre(w, &centre, &e), ERR_OK);
	assert_int_equal(cache_seat_enrolled(w, &device, &e), ERR_OK);
	assert_int_equal(city_rows_each(deeds.city, add_ref, &page), ERR_OK);
	cache_place(w, "reference", &from);
	if (cache_page(w, "reference", &from, &page, &applied, &e) != ERR_OK || !applied)
		fail_msg("no city in the cache: %s", e.text);
	page_free(&page);
	cache_writer_close(w);
}

static void
cache_op(int i, struct op *op, struct number_state *numbers)
{
	char no[NUMBER_SIZE], ticket[ID_SIZE];
	int64_t at = 1795230000000 + i * 1000;

	if (i % 2 == 0) {
		number_issue(numbers, "1154", at, no);
		deeds_submit(&deeds, 1, i, no, at, op);
	} else {
		deeds_id(&deeds, 1, i - 1, ticket);
		deeds_note(&deeds, 1, i, ticket, at, op);
	}
}

/* Until one is refused: what follows would build on it. */
static void
cache_work(const char *dir)
{
	struct err e = { 0 };
	struct cache_writer *w = open_cache(dir, &e);
	struct number_state numbers = { .sequence = -1 };
	enum err_code rc = w != NULL ? ERR_OK : e.code;

	if (w == NULL) {
		note(rc, &e);
		return;
	}
	for (int i = 0; i < OPS; i++) {
		struct op op;
		struct cache_op o = { .op = &op, .number = &numbers, .boot = "b" };
		int64_t n = 0;

		cache_op(i, &op, &numbers);
		disk->tried = i;
		rc = cache_op_add(w, &o, &n, &e);
		note(rc, &e);
		op_free(&op);
		if (rc != ERR_OK)
			return;
	}
	cache_writer_checkpoint(w);
}

static void
cache_check(const char *dir)
{
	struct err e = { 0 };
	struct cache_writer *w = open_cache(dir, &e);
	struct cache_batch b = { 0 };

	if (w == NULL)
		fail_msg("call %d: the cache does not open: %s", disk->fail_at, e.text);
	assert_int_equal(cache_batch(w, LIMIT_OPS, LIMIT_BODY_BYTES, 0, "b", &b, &e), ERR_OK);
	if ((int)b.count < disk->acked)
		fail_msg(
		    "call %d: %d acknowledged, %zu there", disk->fail_at, disk->acked, b.count);
	assert_true(
	    (int)b.count <= disk->acked + 1); /* the outcome of the last may have been unknown */
	for (size_t i = 0; i < b.count; i++) {
		struct ticket t;
		struct op op;

		assert_int_equal(b.items[i].n, (int64_t)i + 1);
		op_init(&op);
		assert_int_equal(op_read_body(b.items[i].body, b.items[i].len, &op, &e), ERR_OK);
		ticket_init(&t); /* and what it shows stands beside it */
		assert_int_equal(cache_ticket_whole(w, op.ticket, &t, &e), ERR_OK);
		assert_int_equal(t.state, STATE_PENDING);
		ticket_free(&t);
		op_free(&op);
	}
	cache_batch_free(&b);
	cache_writer_close(w);
}

static void
test_cache(void **state)
{
	static const struct plan p = { cache_prepare, cache_work, cache_check };

	(void)state;
	all_runs(&p);
}

/* ---- the centre's store ---- */

#define DEVICE "01900000-0000-7000-8000-0000000000bb"

static void
random_bytes(void *arg, void *out, size_t n)
{
	(void)arg;
	secret_random(out, n);
}

static struct store *
open_store(const char *dir, struct err *e)
{
	struct store_args args = { .dir = dir, .writer = true, .key = key };
	struct store *s = NULL;

	return store_open(&args, &s, e) == ERR_OK ? s : NULL;
}

static struct core
core_of(struct store *s)
{
	return (struct core){
		.store = s, .city = deeds.city, .is_private = true, .random = random_bytes
	};
}

static void
store_prepare(const char *dir)
{
	struct store_device d = { .id = DEVICE, .seat_no = "1154", .created_at = 1 };
	struct store_user u = { .job_no = DEEDS_AUTHOR,
		.name = "王芳",
		.roles = "agent",
		.unit = "0001",
		.active = true };
	struct setup setup = { .city = deeds.city, .is_private = true };
	struct err e = { 0 };
	struct store *s;
	struct core c;

	assert_int_equal(fs_mkdirs(dir, &e), ERR_OK);
	s = open_store(dir, &e);
	assert_non_null(s);
	c = core_of(s);
	assert_int_equal(core_begin(&c, 1795230000000, &e), ERR_OK);
	assert_int_equal(setup_centre(&c, &setup, &e), ERR_OK);
	assert_int_equal(store_device_put(s, &d, &e), ERR_OK);
	assert_int_equal(store_user_put(s, &u, &e), ERR_OK);
	assert_int_equal(core_commit(&c, &e), ERR_OK);
	store_close(s);
}

static enum err_code
push(struct core *c, int i, struct err *e)
{
	struct number_state numbers = { .sequence = -1 };
	struct str body = { 0 };
	struct op_result r;
	struct op op;
	char fingerprint[SECRET_HEX_SIZE];
	enum err_code rc;

	for (int k = 0; k <= i; k++) { /* the same operation each time it is asked for */
		cache_op(k, &op, &numbers);
		if (k < i)
			op_free(&op);
	}
	op.n = i + 1;
	op_body(&op, &body, e);
	op_fingerprint(body.s, body.len, fingerprint);
	rc = core_begin(c, 1795230000000 + i * 1000, e);
	if (rc == ERR_OK)
		rc = core_op(c, DEVICE, &op, fingerprint, &r, e);
	if (rc == ERR_OK && r.status != OP_APPLIED)
		_exit(4);
	if (rc == ERR_OK)
		rc = core_commit(c, e);
	else
		core_abort(c);
	str_free(&body);
	op_free(&op);
	return rc;
}

/* One batch an operation; a refused one is asked for once more, as its seat would. */
static void
store_work(const char *dir)
{
	struct err e = { 0 };
	struct store *s = open_store(dir, &e);
	struct core c;

	if (s == NULL) {
		note(e.code, &e);
		return;
	}
	c = core_of(s);
	for (int i = 0; i < OPS; i++) {
		enum err_code rc;

		disk->tried = i;
		rc = push(&c, i, &e);
		note(rc, &e);
		if (rc != ERR_OK && push(&c, i, &e) != ERR_OK)
			return;
		disk->acked = disk->tried = i + 1;
	}
	store_checkpoint(s);
}

static void
bad_event(void *arg, const struct store_verify_bad *b)
{
	(void)arg;
	fail_msg("call %d: ticket %s event %lld: %s", disk->fail_at, b->ticket, (long long)b->seq,
	    b->why);
}

/* Everything acknowledged is there; the rest can be pushed again, and then all of it is there exactly once. */
static void
store_check(const char *dir)
{
	struct err e = { 0 };
	struct store *s = open_store(dir, &e);
	struct store_device d;
	struct store_verify v = { .city = deeds.city, .bad = bad_event };
	struct core c;

	if (s == NULL)
		fail_msg("call %d: the store does not open: %s", disk->fail_at, e.text);
	c = core_of(s);
	assert_int_equal(store_device_get(s, DEVICE, &d, &e), ERR_OK);
	if (d.last_op < disk->acked)
		fail_msg("call %d: %d acknowledged, %lld there", disk->fail_at, disk->acked,
		    (long long)d.last_op);
	for (int i = 0; i < OPS; i++)
		assert_int_equal(push(&c, i, &e), ERR_OK);
	assert_int_equal(store_verify(s, &v, &e), ERR_OK);
	assert_int_equal(v.tickets, OPS / 2);
	assert_int_equal(store_ticket_count(s, "centre", 0), OPS / 2);
	for (int i = 0; i < OPS; i++) {
		char id[ID_SIZE];
		deeds_id(&deeds, 1, i, id);
		if (i % 2 == 0)
			assert_true(store_ticket_row(s, id, "centre", NULL, NULL));
	}
	store_close(s);
}

static void
test_store(void **state)
{
	static const struct plan p = { store_prepare, store_work, store_check };

	(void)state;
	all_runs(&p);
}

int
main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_journal),
		cmocka_unit_test(test_cache), cmocka_unit_test(test_store) };
	struct err e = { 0 };
	int rc;

	if (access("/dev/shm", W_OK) == 0)
		setenv("TMPDIR", "/dev/shm",
		    0); /* what fails is ours to say, so the true disk need not sync */
	disk = mmap(NULL, sizeof(*disk), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (disk == MAP_FAILED || secret_init(&e) != ERR_OK)
		return 1;
	deeds_open(&deeds, 5);
	rc = cmocka_run_group_tests(tests, NULL, NULL);
	deeds_close(&deeds);
	return rc;
}
