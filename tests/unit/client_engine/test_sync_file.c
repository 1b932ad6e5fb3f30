/* Attachments through the sync core: announced, sent from where the centre is, resumed after whatever cuts them; refused in
 * words; fetched and checked. Nothing that comes back makes a file count as sent that is not. */
#include "play.h"

#include "base/fs.h"
#include "client/cache/files.h"

#define PIECE  ((int64_t)BLOB_PIECE_BYTES)
#define BYTES  (2 * PIECE + 100)
#define TICKET "01890000-0000-7000-8000-000000000001"

static int
setup(void **state)
{
	return play_setup(state, true);
}

/* A photograph that a step names, and the line that is up. */
static void
photo(struct play *p, struct cache_file *f)
{
	char *bytes = calloc(1, (size_t)BYTES), path[TMPDIR_PATHS];

	assert_non_null(bytes);
	for (int64_t i = 4; i < BYTES; i++)
		bytes[i] = (char)(i / 1000);
	memcpy(bytes, "\xff\xd8\xff\xe0", 4);
	tmpdir_put(p->dir, "灯.jpg", bytes, (size_t)BYTES, path);
	free(bytes);
	if (cache_file_add(p->w, path, TICKET, "1154", wall(p), f, &p->e) != ERR_OK)
		fail_msg("%s", p->e.text);
	assert_int_equal(cache_file_named(p->w, f->i.id, &p->e), ERR_OK);
	step(p, (struct sync_event){ .kind = SYNC_KICK });
}

static const char *
header(const struct sync_request *r, const char *name)
{
	for (int i = 0; i < r->n_headers; i++)
		if (strncmp(r->headers[i], name, strlen(name)) == 0)
			return r->headers[i] + strlen(name) + 2;
	return "";
}

/* The file is announced, and that is answered. */
static void
announced(struct play *p)
{
	const struct sync_request *r = play_until(p, ASK_FILE_BEGIN);

	assert_non_null(r);
	assert_string_equal(r->method, "POST");
	assert_string_equal(r->path, "/v1/blobs");
	assert_string_equal(r->auth, "Device " DEVICE ".key");
	assert_string_equal(header(r, "Upload-Length"), "1048676");
	answer(p, r->id, 201, "");
}

/* The next piece, which begins at ${at}. */
static uint64_t
piece(struct play *p, const struct cache_file *f, int64_t at)
{
	const struct sync_request *r = play_until(p, ASK_FILE_PIECE);
	char text[100];

	assert_non_null(r);
	assert_string_equal(r->method, "PATCH");
	snprintf(text, sizeof(text), "/v1/blobs/%s", f->i.id);
	assert_string_equal(r->path, text);
	snprintf(text, sizeof(text), "%lld", (long long)at);
	assert_string_equal(header(r, "Upload-Offset"), text);
	assert_string_equal(r->type, "application/offset+octet-stream");
	assert_int_equal(r->len, BYTES - at < PIECE - at % PIECE ? BYTES - at : PIECE - at % PIECE);
	return r->id;
}

static const struct cache_file *
now(struct play *p, struct cache_file *f)
{
	assert_true(cache_file_known(p->w, f->i.id, f));
	return f;
}

static const char *
said(const struct play *p)
{
	for (int i = 0; i < p->a.n_notes; i++)
		if (p->a.notes[i].kind == NOTE_TEXT)
			return p->a.notes[i].err.text;
	return "";
}

static void
test_piece_by_piece(void **state)
{
	struct play *p = *state;
	struct cache_file f;

	photo(p, &f);
	announced(p);
	answer(p, piece(p, &f, 0), 204, "");
	assert_int_equal(now(p, &f)->i.have, PIECE);
	answer(p, piece(p, &f, PIECE), 204, "");
	assert_int_equal(now(p, &f)->state, FILE_WAITS);
	answer(p, piece(p, &f, 2 * PIECE), 204, "");
	assert_int_equal(now(p, &f)->state, FILE_SENT);
	assert_null(play_until(p, ASK_FILE_BEGIN)); /* once */
}

/* The line is cut in the middle of a piece: nobody knows whether it came. The centre does. */
static void
test_goes_on_where_the_centre_is(void **state)
{
	struct play *p = *state;
	struct cache_file f;

	photo(p, &f);
	announced(p);
	answer(p, piece(p, &f, 0), 204, "");
	answer(p, piece(p, &f, PIECE), LOST, "");
	assert_int_equal(now(p, &f)->i.have, PIECE);
	announced(p); /* anew: harmless */
	answer(p, piece(p, &f, PIECE), 409,
	    "{\"code\":\"conflict\",\"status\":409,\"detail\":\"x\",\"expect\":600000}");
	assert_int_equal(now(p, &f)->i.have, 600000);
	answer(p, piece(p, &f, 600000), 404, /* it was restored meanwhile */
	    "{\"code\":\"not_found\",\"status\":404,\"detail\":\"中心没有这个附件\"}");
	announced(p);
	answer(p, piece(p, &f, 600000), 403, /* another seat has the same file */
	    "{\"code\":\"forbidden\",\"status\":403,\"detail\":\"别的坐席机在传\"}");
	announced(p);
	answer(p, piece(p, &f, 600000), 204, ""); /* to the end of its piece */
	answer(p, piece(p, &f, 2 * PIECE), 204, "");
	assert_int_equal(now(p, &f)->state, FILE_SENT);
}

static void
test_all_there_already(void **state)
{
	struct play *p = *state;
	struct cache_file f;

	photo(p, &f);
	announced(p);
	answer(p, piece(p, &f, 0), 409,
	    "{\"code\":\"conflict\",\"status\":409,\"detail\":\"x\",\"expect\":1048676}");
	assert_int_equal(now(p, &f)->state, FILE_SENT);
}

/* Spoilt on its way: from the start, three times; then it is said. */
static void
test_spoilt_on_its_way(void **state)
{
	static const char bad[] =
	    "{\"code\":\"checksum\",\"status\":460,\"detail\":\"与它的 SHA-256 不符\"}";
	struct play *p = *state;
	struct cache_file f;

	photo(p, &f);
	for (int i = 0; i < 3; i++) {
		announced(p);
		answer(p, piece(p, &f, 0), 460, bad);
		assert_int_equal(now(p, &f)->state, FILE_WAITS);
	}
	announced(p);
	answer(p, piece(p, &f, 0), 460, bad);
	assert_int_equal(now(p, &f)->state, FILE_REFUSED);
	assert_non_null(strstr(said(p), "附件“灯.jpg”没有传成: 与它的 SHA-256 不符"));
	assert_null(play_until(p, ASK_FILE_BEGIN));
}

static void
test_what_is_refused_and_what_waits(void **state)
{
	static const struct {
		int status;
		const char *code;
		enum file_state state;
		const char *says;
	} rows[] = {
		{ 415, "media", FILE_REFUSED, "不能作附件" },
		{ 413, "limit", FILE_REFUSED, "不能作附件" },
		{ 404, "not_found", FILE_REFUSED, "中心版本较旧" }, /* knows no attachments */
		{ 503, "busy", FILE_WAITS, "" },
		{ 507, "disk_full", FILE_WAITS, "" },
		{ 429, "busy", FILE_WAITS, "" },
	};
	struct play *p = *state;
	struct cache_file f;
	char body[200];

	photo(p, &f);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct sync_request *r;

		if (f.state == FILE_REFUSED) { /* a corrected step names it again */
			assert_int_equal(cache_file_named(p->w, f.i.id, &p->e), ERR_OK);
			step(p, (struct sync_event){ .kind = SYNC_KICK });
		}
		r = play_until(p, ASK_FILE_BEGIN);
		if (r == NULL)
			fail_msg("%d %s is the end of it", rows[i].status, rows[i].code);
		snprintf(body, sizeof(body),
		    "{\"code\":\"%s\",\"status\":%d,\"detail\":\"不能作附件\"}", rows[i].code,
		    rows[i].status);
		answer(p, r->id, rows[i].status, body);
		if (now(p, &f)->state != rows[i].state)
			fail_msg("%d %s: state %d", rows[i].status, rows[i].code, (int)f.state);
		assert_true(rows[i].says[0] == '\0' || strstr(said(p), rows[i].says) != NULL);
	}
}

/* The seat's own copy is gone from its disk: said, and what comes behind it goes on. */
static void
test_a_copy_that_is_gone(void **state)
{
	struct play *p = *state;
	struct cache_file f;
	char path[TMPDIR_PATHS], dir[TMPDIR_PATHS];

	photo(p, &f);
	announced(p);
	answer(p, piece(p, &f, 0), LOST, "");
	tmpdir_path(tmpdir_path(p->dir, "blobs", dir), f.i.id, path);
	assert_int_equal(remove(path), 0);
	announced(p);
	assert_null(sent(p, ASK_FILE_PIECE));
	assert_int_equal(now(p, &f)->state, FILE_REFUSED);
	assert_non_null(strstr(said(p), "请重新添加"));
}

/* ---- fetching ---- */

static const struct sync_note *
noted(const struct play *p)
{
	for (int i = 0; i < p->a.n_notes; i++)
		if (p->a.notes[i].kind == NOTE_FILE)
			return &p->a.notes[i];
	return NULL;
}

static void
sign_in(struct play *p)
{
	assert_null(play_until(p, ASK_LOGIN));
	step(p, (struct sync_event){ .kind = SYNC_SIGN_IN, .job_no = "1154", .password = "s" });
	answer(p, play_until(p, ASK_LOGIN)->id, 201,
	    "{\"token\":\"tok\",\"expires_at\":1,\"server_ms\":1795142522000,\"job_no\":\"1154\","
	    "\"name\":\"王芳\",\"roles\":\"agent\",\"unit\":\"\",\"feed\":\"centre\"}");
}

static void
want(struct play *p, const char *id)
{
	step(p, (struct sync_event){ .kind = SYNC_FILE, .ticket = TICKET, .file = id });
}

static void
test_fetched(void **state)
{
	struct play *p = *state;
	struct cache_file f = { .ticket = "" };
	char body[400], text[] = "说明一二三";
	uint8_t hash[SECRET_HASH_BYTES];
	const struct sync_request *r;

	secret_sha256(text, strlen(text), hash);
	secret_hex(hash, sizeof(hash), f.i.id);
	want(p, ""); /* nobody has signed in, no line */
	assert_int_equal(noted(p)->err.code, ERR_NEEDS_CENTRE);
	sign_in(p);
	want(p, "");
	r = sent(p, ASK_FILES);
	assert_non_null(r);
	assert_string_equal(r->path, "/v1/blobs?ticket=" TICKET);
	assert_string_equal(r->auth, "Bearer tok");
	snprintf(body, sizeof(body),
	    "{\"files\":[{\"id\":\"%s\",\"name\":\"说明.txt\",\"type\":\"txt\",\"bytes\":%zu,"
	    "\"have\":%zu,\"by\":\"6004\",\"at\":1,\"complete\":true}]}",
	    f.i.id, strlen(text), strlen(text));
	answer(p, r->id, 200, body);
	assert_int_equal(noted(p)->err.code, ERR_OK);
	assert_int_equal(now(p, &f)->state, FILE_THERE);
	assert_string_equal(f.i.name, "说明.txt");
	want(p, f.i.id);
	answer(p, sent(p, ASK_FILE_GET)->id, 200, "说明一二四"); /* not what its id says */
	assert_int_equal(noted(p)->err.code, ERR_CORRUPT);
	want(p, f.i.id);
	answer(p, sent(p, ASK_FILE_GET)->id, 200, ""); /* would never end */
	assert_int_equal(noted(p)->err.code, ERR_CORRUPT);
	want(p, f.i.id);
	answer(p, sent(p, ASK_FILE_GET)->id, 200, "说明一二三四"); /* more than it said */
	assert_int_equal(noted(p)->err.code, ERR_CORRUPT);
	assert_false(now(p, &f)->here);
	want(p, f.i.id);
	answer(p, sent(p, ASK_FILE_GET)->id, 404,
	    "{\"code\":\"not_found\",\"status\":404,\"detail\":\"不在您的办理范围内\"}");
	assert_non_null(strstr(noted(p)->err.text, "办理范围"));
	want(p, f.i.id);
	answer(p, sent(p, ASK_FILE_GET)->id, 200, text);
	assert_int_equal(noted(p)->err.code, ERR_OK);
	assert_true(now(p, &f)->here);
	want(p, "");
	answer(p, sent(p, ASK_FILES)->id, 200, "{\"files\":[{\"id\":\"../../x\"}]}");
	assert_int_not_equal(noted(p)->err.code, ERR_OK);
}

int
main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, setup, play_teardown)
	const struct CMUnitTest tests[] = {
		T(test_piece_by_piece),
		T(test_goes_on_where_the_centre_is),
		T(test_all_there_already),
		T(test_spoilt_on_its_way),
		T(test_what_is_refused_and_what_waits),
		T(test_a_copy_that_is_gone),
		T(test_fetched),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
