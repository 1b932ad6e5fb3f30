/* Attachments of a seat on its disk: sealed, sent from where the centre is, fetched and checked; what is not needed any more
 * goes after its days, and nothing goes that somebody still means to send. */
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/fs.h"
#include "base/secret.h"
#include "client/cache/files.h"
#include "seat.h"

#define PIECE  ((int64_t)BLOB_PIECE_BYTES)
#define DAY_MS (24 * INT64_C(3600000))
#define TICKET "01890000-0000-7000-8000-000000000001"

/* ${bytes} of a photograph like no other. */
static void
photo(struct seat *s, int salt, int64_t bytes, struct cache_file *out)
{
	char *p = calloc(1, (size_t)bytes), path[TMPDIR_PATHS], name[32];

	assert_non_null(p);
	for (int64_t i = 4; i < bytes; i++)
		p[i] = (char)(i * 31 + salt);
	memcpy(p, "\xff\xd8\xff\xe0", 4);
	snprintf(name, sizeof(name), "照片%d.jpg", salt);
	tmpdir_put(s->dir, name, p, (size_t)bytes, path);
	free(p);
	if (cache_file_add(s->w, path, TICKET, "1154", SEAT_NOW, out, &s->e) != ERR_OK)
		fail_msg("%s", s->e.text);
	assert_int_equal(remove(path), 0); /* the original may go */
}

static const char *
copy_of(const struct seat *s, const char *id, char path[TMPDIR_PATHS])
{
	char dir[TMPDIR_PATHS];

	return tmpdir_path(tmpdir_path(s->dir, "blobs", dir), id, path);
}

static bool
is_here(const struct seat *s, const struct cache_file *f)
{
	char path[TMPDIR_PATHS];

	return fs_exists(copy_of(s, f->i.id, path));
}

static enum file_state
state_of(struct seat *s, const struct cache_file *f)
{
	struct cache_file now = { .state = FILE_REFUSED };

	assert_true(cache_file_known(s->w, f->i.id, &now));
	return now.state;
}

/* ---- on its way ---- */

static void
test_a_file_goes_piece_by_piece(void **state)
{
	struct seat *s = *state;
	struct cache_file f, due;
	struct str piece = { 0 }, disk = { 0 };
	char path[TMPDIR_PATHS];

	photo(s, 1, 2 * PIECE + 100, &f);
	assert_string_equal(f.i.name, "照片1.jpg");
	assert_int_equal(f.i.type, BLOB_JPEG);
	assert_false(cache_file_due(s->w, &due)); /* no step names it */
	assert_int_equal(cache_file_named(s->w, f.i.id, &s->e), ERR_OK);
	seat_again(s);
	assert_true(cache_file_due(s->w, &due));
	assert_string_equal(due.i.id, f.i.id);
	assert_int_equal(cache_file_piece(s->w, f.i.id, 0, &piece, &s->e), ERR_OK);
	assert_int_equal(piece.len, PIECE);
	assert_memory_equal(piece.s, "\xff\xd8\xff\xe0", 4);
	assert_int_equal(cache_file_moved(s->w, f.i.id, PIECE + 7, &s->e), ERR_OK);
	assert_true(cache_file_due(s->w, &due));
	assert_int_equal(due.i.have, PIECE + 7);
	str_reset(&piece);
	assert_int_equal(cache_file_piece(s->w, f.i.id, PIECE + 7, &piece, &s->e), ERR_OK);
	assert_int_equal(piece.len, PIECE - 7); /* to the end of its piece */
	assert_int_equal((unsigned char)piece.s[0], (unsigned char)((PIECE + 7) * 31 + 1));
	assert_int_equal(cache_file_moved(s->w, f.i.id, f.i.bytes, &s->e), ERR_OK);
	assert_false(cache_file_due(s->w, &due));
	assert_int_equal(state_of(s, &f), FILE_SENT);
	/* sealed on the disk, its name too */
	assert_int_equal(fs_read(copy_of(s, f.i.id, path), 4 << 20, &disk, &s->e), ERR_OK);
	assert_null(memmem(disk.s, disk.len, "\xff\xd8\xff\xe0", 4));
	str_reset(&disk);
	assert_int_equal(
	    fs_read(tmpdir_path(s->dir, "seat.db", path), 64 << 20, &disk, &s->e), ERR_OK);
	assert_null(memmem(disk.s, disk.len, "照片1.jpg", strlen("照片1.jpg")));
	str_free(&piece);
	str_free(&disk);
}

static void
test_refused_and_named_again(void **state)
{
	struct seat *s = *state;
	struct cache_file f, due;

	photo(s, 2, 1000, &f);
	assert_int_equal(cache_file_named(s->w, f.i.id, &s->e), ERR_OK);
	assert_int_equal(cache_file_refused(s->w, f.i.id, "附件不能收", &s->e), ERR_OK);
	assert_int_equal(state_of(s, &f), FILE_REFUSED);
	assert_true(cache_file_known(s->w, f.i.id, &due));
	assert_string_equal(due.why, "附件不能收");
	assert_false(cache_file_due(s->w, &due));
	assert_int_equal(cache_file_named(s->w, f.i.id, &s->e), ERR_OK); /* the step is corrected */
	assert_true(cache_file_due(s->w, &due));
	assert_int_equal(cache_file_moved(s->w, f.i.id, 1000, &s->e), ERR_OK);
	/* in another step after the centre may have given it up: its last byte is offered */
	assert_int_equal(cache_file_named(s->w, f.i.id, &s->e), ERR_OK);
	assert_true(cache_file_due(s->w, &due));
	assert_int_equal(due.i.have, 999);
	assert_int_equal(cache_file_moved(s->w, f.i.id, 0, &s->e), ERR_OK);
	assert_true(cache_file_due(s->w, &due));
	assert_int_equal(due.i.have, 0);
}

/* From the centre by parts; what is not what its id says is not kept. */
static void
test_fetched_and_checked(void **state)
{
	struct seat *s = *state;
	size_t n = (size_t)PIECE + 500;
	char *p = calloc(1, n), id[BLOB_ID_SIZE];
	uint8_t hash[SECRET_HASH_BYTES];
	struct cache_file f = { .state = FILE_THERE, .i = { .bytes = (int64_t)n } };
	struct str plain = { 0 };

	assert_non_null(p);
	memset(p, 'p', n);
	secret_sha256(p, n, hash);
	secret_hex(hash, sizeof(hash), id);
	str_copy(f.i.id, sizeof(f.i.id), id);
	str_copy(f.ticket, sizeof(f.ticket), TICKET);
	assert_int_equal(cache_file_put(s->w, &f, 1, &s->e), ERR_OK);
	p[n - 1] = 'q';
	assert_int_equal(cache_file_take(s->w, id, 0, p, (size_t)PIECE, (int64_t)n, &s->e), ERR_OK);
	assert_int_equal(
	    cache_file_take(s->w, id, PIECE, p + PIECE, 500, (int64_t)n, &s->e), ERR_CORRUPT);
	assert_false(is_here(s, &f));
	p[n - 1] = 'p';
	assert_int_equal(cache_file_take(s->w, id, 0, p, (size_t)PIECE, (int64_t)n, &s->e), ERR_OK);
	assert_false(is_here(s, &f)); /* not before it is whole */
	assert_int_equal(
	    cache_file_take(s->w, id, PIECE, p + PIECE, 500, (int64_t)n, &s->e), ERR_OK);
	assert_true(is_here(s, &f));
	assert_true(cache_file_known(s->w, id, &f));
	assert_true(f.here);
	assert_int_equal(cache_file_plain(s->w, &f, &plain, &s->e), ERR_OK);
	assert_memory_equal(plain.s, p, n);
	assert_int_equal(
	    cache_file_take(s->w, "../../x", 0, p, 10, 10, &s->e), ERR_NOT_FOUND); /* no id */
	str_free(&plain);
	free(p);
}

/* ---- not needed any more ---- */

static int
sweep(struct seat *s, int days)
{
	int gone = -1;

	if (cache_file_sweep(s->w, clock_now_ms() + days * DAY_MS, &gone, &s->e) != ERR_OK)
		fail_msg("%s", s->e.text);
	return gone;
}

static void
draft_naming(struct seat *s, const char *ids)
{
	struct draft d;

	draft_init(&d);
	seat_id(d.id, 700);
	str_copy(d.owner, sizeof(d.owner), "1102"); /* somebody else on this seat */
	str_copy(d.act, sizeof(d.act), "reply");
	str_copy(d.origin_phone, sizeof(d.origin_phone), SEAT_PHONE); /* sealed */
	str_copy(d.ticket, sizeof(d.ticket), TICKET);
	assert_true(fields_set(&d.f, TF_HOME_AREA, ids)); /* where a form keeps them */
	assert_int_equal(cache_draft_save(s->w, &d, 1, &s->e), ERR_OK);
	draft_free(&d);
}

static void
test_what_nobody_means_to_send_goes(void **state)
{
	enum { HELD, DRAFTED, WAITS, PARKED, SENT, FILES };
	struct seat *s = *state;
	struct cache_file f[FILES], now;
	char path[TMPDIR_PATHS], dir[TMPDIR_PATHS], part[80];
	struct str ids = { 0 };
	struct op op;
	int64_t n;

	for (int i = 0; i < FILES; i++)
		photo(s, 10 + i, 1000, &f[i]);
	for (int i = 0; i < 8; i++) /* as many as a ticket may have */
		str_addf(&ids, "%064d,", i);
	str_add(&ids, f[DRAFTED].i.id);
	draft_naming(s, str_c(&ids));
	str_free(&ids);
	seat_centre_row(s, 1, 1);
	seat_op(&op, 801, 1, EVENT_ATTACH, 1);
	assert_true(args_set(&op.args, EA_FILES, f[PARKED].i.id));
	for (int i = WAITS; i < FILES; i++)
		assert_int_equal(cache_file_named(s->w, f[i].i.id, &s->e), ERR_OK);
	n = seat_promise(s, &op);
	seat_answer(s, n, 801, 1, OP_REJECTED, ERR_GUARD, 1, "", "");
	assert_int_equal(cache_file_moved(s->w, f[PARKED].i.id, 1000, &s->e), ERR_OK);
	assert_int_equal(cache_file_moved(s->w, f[SENT].i.id, 1000, &s->e), ERR_OK);
	tmpdir_path(s->dir, "blobs", dir);
	tmpdir_put(dir, "readme", "x", 1, path); /* not ours */
	snprintf(part, sizeof(part), "%064d.part", 9);
	tmpdir_put(dir, part, "x", 1, path);
	assert_int_equal(sweep(s, BLOB_UNUSED_DAYS - 1), 0);
	assert_int_equal(sweep(s, BLOB_UNUSED_DAYS + 1), 3); /* held, sent, the cut download */
	assert_false(is_here(s, &f[HELD]));
	assert_false(cache_file_known(s->w, f[HELD].i.id, &now));
	assert_false(is_here(s, &f[SENT]));
	assert_int_equal(state_of(s, &f[SENT]), FILE_THERE); /* the centre has it: fetched again */
	assert_true(cache_file_known(s->w, f[SENT].i.id, &now) && !now.here && now.i.complete);
	assert_true(is_here(s, &f[DRAFTED]));
	assert_true(is_here(s, &f[WAITS]));
	assert_true(is_here(s, &f[PARKED]));
	assert_int_equal(state_of(s, &f[WAITS]), FILE_WAITS);
	assert_true(fs_exists(tmpdir_path(dir, "readme", path)));
	assert_int_equal(sweep(s, BLOB_UNUSED_DAYS + 1), 0); /* once a day */
	seat_again(s);
	assert_int_equal(cache_draft_drop(s->w, "01890000-0000-7000-8000-000000000700", &s->e),
	    ERR_OK); /* it was discarded */
	assert_int_equal(sweep(s, BLOB_UNUSED_DAYS + 2), 1);
	assert_false(is_here(s, &f[DRAFTED]));
	photo(s, 10 + HELD, 1000, &f[HELD]); /* taken in once more */
	assert_true(is_here(s, &f[HELD]));
}

/* Taken in once more, an old copy is young again; what cannot be read may name anything. */
static void
test_when_in_doubt_it_stays(void **state)
{
	struct timespec old[2] = { { .tv_sec = 1000000000 }, { .tv_sec = 1000000000 } };
	struct seat *s = *state;
	struct cache_file f, other;
	char path[TMPDIR_PATHS];

	photo(s, 30, 1000, &f);
	photo(s, 31, 1000, &other);
	assert_int_equal(utimensat(AT_FDCWD, copy_of(s, f.i.id, path), old, 0), 0);
	assert_int_equal(utimensat(AT_FDCWD, copy_of(s, other.i.id, path), old, 0), 0);
	photo(s, 30, 1000, &f);
	draft_naming(s, "");
	cache_writer_close(s->w);
	s->key[0] ^= 1; /* another key: the draft does not open */
	seat_writer(s);
	assert_int_equal(sweep(s, 0), 0);
	assert_true(is_here(s, &other));
	cache_writer_close(s->w);
	s->key[0] ^= 1;
	seat_writer(s);
	assert_int_equal(sweep(s, 1), 1);
	assert_true(is_here(s, &f));
	assert_false(is_here(s, &other));
}

int
main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, seat_setup, seat_teardown)
	const struct CMUnitTest tests[] = {
		T(test_a_file_goes_piece_by_piece),
		T(test_refused_and_named_again),
		T(test_fetched_and_checked),
		T(test_what_nobody_means_to_send_goes),
		T(test_when_in_doubt_it_stays),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
