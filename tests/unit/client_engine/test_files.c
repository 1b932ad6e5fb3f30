/* Attachments at the engine: whatever is no evidence is refused in a sentence and nothing of it is kept; what is taken out is
 * audited and covers nothing; a picture is drawn by another program that may hang, lie and shout. */
#include <fcntl.h>
#include <glob.h>
#include <locale.h>
#include <poll.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include "base/clock.h"
#include "base/utf8.h"
#include "client/cache/files.h"
#include "desk.h"

#define PIECE ((size_t)BLOB_PIECE_BYTES)

static const char jpeg[] = "\xff\xd8\xff\xe0 a street lamp";

static int
setup(void **state)
{
	int rc = desk_setup_with(state, false);
	struct desk *d = *state;

	assert_int_equal(desk_sign_in(d, "1154", DESK_PASSWORD), ERR_OK);
	assert_int_equal(desk_job(d, desk_form(EVENT_SUBMIT)), ERR_OK);
	return rc;
}

/* ---- taking in ---- */

static enum err_code
add(struct desk *d, const char *path)
{
	struct job *j = job_new(JOB_FILE_ADD);

	assert_non_null(j);
	str_copy(j->ticket, sizeof(j->ticket), d->ticket);
	str_copy(j->text, sizeof(j->text), path);
	return desk_job(d, j);
}

/* A file of these bytes, taken in: its id. */
static void
take(struct desk *d, const char *name, const void *p, size_t n, char id[BLOB_ID_SIZE])
{
	char path[TMPDIR_PATHS];

	tmpdir_put(d->dir, name, p, n, path);
	assert_int_equal(add(d, path), ERR_OK);
	str_copy(id, BLOB_ID_SIZE, d->said);
}

static size_t
kept(const struct desk *d)
{
	char dir[TMPDIR_PATHS];

	tmpdir_path(d->dir, "blobs", dir);
	return fs_exists(dir) ? tmpdir_count(dir) : 0;
}

static const char *
make_empty(const struct desk *d, char path[TMPDIR_PATHS])
{
	return tmpdir_put(d->dir, "empty.jpg", "", 0, path);
}

static const char *
make_program(const struct desk *d, char path[TMPDIR_PATHS])
{
	return tmpdir_put(d->dir, "照片.jpg", "MZ\x90\0\1\2", 6, path);
}

static const char *
make_paper(const struct desk *d, char path[TMPDIR_PATHS])
{
	return tmpdir_put(d->dir, "照片.jpg", "%PDF-1.4 ...", 12, path);
}

static const char *
make_huge(const struct desk *d, char path[TMPDIR_PATHS])
{
	tmpdir_put(d->dir, "huge.jpg", jpeg, sizeof(jpeg), path);
	assert_int_equal(truncate(path, BLOB_BYTES_MAX + 1), 0);
	return path;
}

static const char *
make_fifo(const struct desk *d, char path[TMPDIR_PATHS])
{
	assert_int_equal(mkfifo(tmpdir_path(d->dir, "pipe.jpg", path), 0600), 0);
	return path;
}

static const char *
make_loop(const struct desk *d, char path[TMPDIR_PATHS])
{
	assert_int_equal(symlink("loop.jpg", tmpdir_path(d->dir, "loop.jpg", path)), 0);
	return path;
}

static const char *
the_directory(const struct desk *d, char path[TMPDIR_PATHS])
{
	return tmpdir_path(d->dir, ".", path);
}

static const char *
nothing(const struct desk *d, char path[TMPDIR_PATHS])
{
	return tmpdir_path(d->dir, "gone.jpg", path);
}

static const char *
a_device(const struct desk *d, char path[TMPDIR_PATHS])
{
	(void)d;
	str_copy(path, TMPDIR_PATHS, "/dev/zero");
	return path;
}

static const char *
no_path(const struct desk *d, char path[TMPDIR_PATHS])
{
	(void)d;
	path[0] = '\0';
	return path;
}

static void
test_what_is_no_evidence(void **state)
{
	static const struct {
		const char *(*make)(const struct desk *d, char path[TMPDIR_PATHS]);
		enum err_code code;
		const char *says;
	} rows[] = {
		{ make_empty, ERR_INVALID, "“empty.jpg”是空文件" },
		{ make_program, ERR_MEDIA, "“照片.jpg”不能作附件: 只收 jpg" },
		{ make_paper, ERR_MEDIA, "“照片.jpg”的内容是文档" },
		{ make_huge, ERR_LIMIT, "不得超过 20 MB" },
		{ make_fifo, ERR_INVALID, "“pipe.jpg”不是文件" },
		{ make_loop, ERR_IO, "文件打不开" },
		{ the_directory, ERR_INVALID, "不是文件" },
		{ nothing, ERR_NOT_FOUND, "没有这个文件" },
		{ a_device, ERR_INVALID, "“zero”不是文件" },
		{ no_path, ERR_INVALID, "路径为空" },
	};
	struct desk *d = *state;
	char path[TMPDIR_PATHS];

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		assert_int_equal(add(d, rows[i].make(d, path)), rows[i].code);
		if (strstr(d->done.text, rows[i].says) == NULL)
			fail_msg("%s: %s", path, d->done.text);
		assert_int_equal(kept(d), 0);
	}
}

/* The disk is full in the middle of a file: no half of it stays, and it can be taken in afterwards. */
static void
test_a_full_disk(void **state)
{
	struct desk *d = *state;
	struct rlimit was, small;
	char path[TMPDIR_PATHS], *big = calloc(1, 3 * PIECE);
	struct cache_file f;

	assert_non_null(big);
	memcpy(big, jpeg, sizeof(jpeg));
	tmpdir_put(d->dir, "big.jpg", big, 3 * PIECE, path);
	free(big);
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &was), 0);
	small = (struct rlimit){ PIECE, was.rlim_max };
	assert_true(signal(SIGXFSZ, SIG_IGN) != SIG_ERR);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
	assert_int_equal(add(d, path), ERR_DISK_FULL);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &was), 0);
	assert_non_null(strstr(d->done.text, "磁盘已满"));
	assert_int_equal(kept(d), 0);
	assert_int_equal(add(d, path), ERR_OK);
	assert_int_equal(kept(d), 1);
	assert_int_equal(cache_reader_open(d->dir, d->key, &d->r, &d->e), ERR_OK);
	assert_true(cache_file(d->r, d->said, &f));
	assert_true(f.here && f.state == FILE_HELD && f.i.bytes == 3 * PIECE);
}

/* What is old and needed by nobody goes when somebody signs in. */
static void
test_swept_at_a_sign_in(void **state)
{
	struct timespec old[2] = { { .tv_sec = 1000000000 }, { .tv_sec = 1000000000 } };
	struct desk *d;
	char dir[TMPDIR_PATHS], path[TMPDIR_PATHS], name[BLOB_ID_SIZE];

	assert_int_equal(desk_setup_with(state, false), 0);
	d = *state;
	tmpdir_path(d->dir, "blobs", dir);
	assert_int_equal(mkdir(dir, 0700), 0);
	(void)snprintf(name, sizeof(name), "%064d", 7);
	tmpdir_put(dir, name, "x", 1, path);
	assert_int_equal(utimensat(AT_FDCWD, path, old, 0), 0);
	assert_int_equal(desk_sign_in(d, "1154", DESK_PASSWORD), ERR_OK);
	assert_int_equal(kept(d), 0);
}

/* ---- taking out ---- */

static enum err_code
export_to(struct desk *d, const char *id, const char *path)
{
	struct job *j = job_new(JOB_FILE_GET);

	assert_non_null(j);
	str_copy(j->ticket, sizeof(j->ticket), d->ticket);
	str_copy(j->file, sizeof(j->file), id);
	str_copy(j->text, sizeof(j->text), path);
	return desk_job(d, j);
}

static void
test_export(void **state)
{
	struct desk *d = *state;
	char id[BLOB_ID_SIZE], path[TMPDIR_PATHS], dir[TMPDIR_PATHS];
	struct str got = { 0 };
	int fd;

	take(d, "灯.jpg", jpeg, sizeof(jpeg), id);
	tmpdir_path(d->dir, "out.jpg", path);
	assert_int_equal(export_to(d, id, path), ERR_OK);
	assert_int_equal(fs_read(path, 4096, &got, &d->e), ERR_OK);
	assert_int_equal(got.len, sizeof(jpeg));
	assert_memory_equal(got.s, jpeg, sizeof(jpeg));
	str_free(&got);
	assert_int_equal(export_to(d, id, path), ERR_CONFLICT); /* covers nothing */
	assert_int_equal(export_to(d, id, tmpdir_path(d->dir, "none/x.jpg", path)), ERR_IO);
	tmpdir_path(d->dir, "to", dir);
	assert_int_equal(mkdir(dir, 0700), 0);
	assert_int_equal(export_to(d, id, dir), ERR_OK); /* under its own name */
	assert_true(fs_exists(tmpdir_path(dir, "灯.jpg", path)));
	tmpdir_path(d->dir, "blobs", dir);
	tmpdir_path(dir, id, path);
	fd = open(path, O_WRONLY);
	assert_true(fd >= 0);
	assert_int_equal(pwrite(fd, "x", 1, 30), 1); /* the disk has rotted */
	close(fd);
	assert_int_equal(export_to(d, id, tmpdir_path(d->dir, "rot.jpg", path)), ERR_CORRUPT);
	assert_false(fs_exists(path));
	assert_int_equal(export_to(d, "0", path), ERR_NEEDS_CENTRE); /* none of ours, and no line */
}

/* ---- looking ---- */

static struct job *
look_job(const struct desk *d, const char *id, int rows, int cols)
{
	struct job *j = job_new(JOB_FILE_LOOK);

	assert_non_null(j);
	str_copy(j->ticket, sizeof(j->ticket), d->ticket);
	str_copy(j->file, sizeof(j->file), id);
	j->rows = rows;
	j->cols = cols;
	return j;
}

/* A chafa of the test's own, the only program there is. */
static void
play(struct desk *d, const char *script)
{
	char path[TMPDIR_PATHS];
	struct str text = { 0 };

	str_addf(&text, "#!/bin/sh\n%s\n", script);
	tmpdir_path(d->dir, "chafa", path);
	assert_int_equal(fs_write(path, text.s, text.len, 0700, &d->e), ERR_OK);
	str_free(&text);
	setenv("PATH", d->dir, 1);
}

static void
test_a_program_that_shouts(void **state)
{
	struct desk *d = *state;
	char id[BLOB_ID_SIZE];

	take(d, "-x; 'a \"b\n.jpg", jpeg, sizeof(jpeg), id);
	play(d, "printf '##\\n\\033[31m\\033]0;t\\007@\\t\\r\\377\\n汉\\342\\200\\256\\n'");
	assert_int_equal(desk_job(d, look_job(d, id, 10, 40)), ERR_OK);
	assert_string_equal(d->more, "##\n [31m ]0;t @   \n  \n");
	assert_string_equal(d->said, id);
	/* its bytes, and nothing it is called by; nothing of this machine */
	play(d, "echo \"$*\"; /usr/bin/wc -c; echo \"$HOME\"; "
		"(: >/dev/tty) && echo tty || echo none");
	assert_int_equal(desk_job(d, look_job(d, id, 10, 40)), ERR_OK);
	assert_non_null(strstr(d->more, "--size=40x10 -\n19\n/nonexistent\nnone\n"));
	assert_null(strstr(d->more, ".jpg"));
}

static void
test_a_program_that_fails(void **state)
{
	struct desk *d = *state;
	char id[BLOB_ID_SIZE], paper[BLOB_ID_SIZE], path[TMPDIR_PATHS];

	take(d, "灯.jpg", jpeg, sizeof(jpeg), id);
	take(d, "paper.pdf", "%PDF-1.4 ...", 12, paper);
	play(d, "exit 2");
	assert_int_equal(desk_job(d, look_job(d, id, 10, 40)), ERR_MEDIA);
	assert_non_null(strstr(d->done.text, "导出"));
	play(d, "while :; do echo xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx; done");
	assert_int_equal(desk_job(d, look_job(d, id, 10, 40)), ERR_MEDIA); /* never ends */
	assert_int_equal(desk_job(d, look_job(d, paper, 10, 40)), ERR_MEDIA);
	assert_non_null(strstr(d->done.text, "不是图片"));
	assert_int_equal(desk_job(d, look_job(d, id, 10, 100000)), ERR_INVALID);
	assert_int_equal(desk_job(d, look_job(d, "0", 10, 40)), ERR_NEEDS_CENTRE);
	assert_int_equal(remove(tmpdir_path(d->dir, "chafa", path)), 0);
	assert_int_equal(desk_job(d, look_job(d, id, 10, 40)), ERR_NOT_FOUND);
	assert_non_null(strstr(d->done.text, "没有装 chafa"));
}

static bool
has_begun(void *arg)
{
	struct desk *d = arg;
	char path[TMPDIR_PATHS];

	return fs_exists(tmpdir_path(d->dir, "begun", path));
}

/* A limit of no bytes is on it, so that it can write nothing: it names its child by a directory. */
static pid_t
child_of(const struct desk *d)
{
	char pattern[TMPDIR_PATHS];
	long long pid = 0;
	glob_t g;

	assert_int_equal(glob(tmpdir_path(d->dir, "pid.*", pattern), 0, NULL, &g), 0);
	assert_true(str_int(strrchr(g.gl_pathv[0], '.') + 1, 2, INT32_MAX, &pid));
	globfree(&g);
	return (pid_t)pid;
}

static void
test_a_program_that_hangs(void **state)
{
	struct desk *d = *state;
	char id[BLOB_ID_SIZE];
	struct job *j;
	int64_t until;
	pid_t child;

	take(d, "灯.jpg", jpeg, sizeof(jpeg), id);
	play(d, "echo '#'; /bin/sleep 1000 & /bin/mkdir \"${0%/*}/pid.$!\"; /bin/mkdir "
		"\"${0%/*}/begun\"; wait");
	j = look_job(d, id, 10, 40);
	j->id = ++d->job;
	d->has_done = false;
	assert_true(engine_post(d->g, j));
	assert_true(engine_run_until(d->g, has_begun, d, 20000));
	child = child_of(d);
	assert_int_equal(kill(child, 0), 0);
	assert_true(engine_run_until(d->g, desk_done, d, 20000));
	assert_int_equal(d->done.code, ERR_TIMEOUT);
	until = clock_mono_ms() + 20000;
	while (kill(child, 0) == 0 && clock_mono_ms() < until)
		(void)poll(NULL, 0, 10);
	assert_int_not_equal(kill(child, 0), 0); /* what it had started too */
}

/* ---- the real one ---- */

static void
put_chunk(struct str *out, const char *kind, const void *p, size_t n)
{
	uint8_t word[4];
	struct str body = { 0 };
	uLong crc;

	str_add_n(&body, kind, 4);
	str_add_n(&body, p, n);
	crc = crc32(0, (const Bytef *)body.s, (uInt)body.len);
	for (int i = 0; i < 4; i++)
		word[i] = (uint8_t)(n >> (24 - 8 * i));
	str_add_n(out, (const char *)word, 4);
	str_add_n(out, body.s, body.len);
	for (int i = 0; i < 4; i++)
		word[i] = (uint8_t)(crc >> (24 - 8 * i));
	str_add_n(out, (const char *)word, 4);
	str_free(&body);
}

/* A black and white square of ${side} dots, half and half. */
static void
make_png(size_t side, struct str *out)
{
	uint8_t head[13] = { 0, 0, (uint8_t)(side >> 8), (uint8_t)side, 0, 0, (uint8_t)(side >> 8),
		(uint8_t)side, 1, 0, 0, 0, 0 };
	size_t line = 1 + (side + 7) / 8;
	uLongf n = compressBound((uLong)(line * side));
	uint8_t *plain = calloc(side, line), *packed = malloc(n);

	assert_non_null(plain);
	assert_non_null(packed);
	for (size_t y = 0; y < side; y++)
		memset(plain + y * line + 1, 0xff, (line - 1) / 2);
	assert_int_equal(compress2(packed, &n, plain, (uLong)(line * side), 1), Z_OK);
	str_add_n(out, "\x89PNG\r\n\x1a\n", 8);
	put_chunk(out, "IHDR", head, sizeof(head));
	put_chunk(out, "IDAT", packed, n);
	put_chunk(out, "IEND", "", 0);
	free(plain);
	free(packed);
}

static void
test_a_picture(void **state)
{
	struct desk *d = *state;
	char id[BLOB_ID_SIZE], chafa[256];
	struct str png = { 0 };
	int lines = 0;

	if (!fs_program("chafa", chafa, sizeof(chafa)))
		skip();
	make_png(64, &png);
	take(d, "黑白.png", png.s, png.len, id);
	str_reset(&png);
	assert_int_equal(desk_job(d, look_job(d, id, 10, 40)), ERR_OK);
	for (const char *at = d->more; *at != '\0'; lines++) {
		size_t n = strcspn(at, "\n");

		assert_in_range(utf8_count(at) > 0 ? n : 0, 1, 4 * 40);
		at += n + (at[n] == '\n');
	}
	assert_in_range(lines, 5, 10);
	make_png(20000, &png); /* fifty kilobytes that would be gigabytes */
	assert_in_range(png.len, 1, 1 << 20);
	take(d, "炸弹.png", png.s, png.len, id);
	str_free(&png);
	assert_int_equal(desk_job(d, look_job(d, id, 10, 40)), ERR_MEDIA);
	take(d, "坏.jpg", jpeg, sizeof(jpeg), id);
	assert_int_equal(desk_job(d, look_job(d, id, 10, 40)), ERR_MEDIA);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_what_is_no_evidence, setup, desk_teardown),
		cmocka_unit_test_setup_teardown(test_a_full_disk, setup, desk_teardown),
		cmocka_unit_test_teardown(test_swept_at_a_sign_in, desk_teardown),
		cmocka_unit_test_setup_teardown(test_export, setup, desk_teardown),
		cmocka_unit_test_setup_teardown(test_a_picture, setup, desk_teardown),
		cmocka_unit_test_setup_teardown(test_a_program_that_shouts, setup, desk_teardown),
		cmocka_unit_test_setup_teardown(test_a_program_that_fails, setup, desk_teardown),
		cmocka_unit_test_setup_teardown(test_a_program_that_hangs, setup, desk_teardown),
	};

	(void)setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
