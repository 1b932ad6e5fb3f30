/* What the centre stores comes back; names and phones lie on the disk only sealed; what does not belong is refused in
 * words. */
#include "room.h"

#include <dirent.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/fs.h"

/* ---- tickets ---- */

static void
a_ticket_comes_back_whole(void **state)
{
	struct room *r = *state;
	struct event *events;
	struct ticket t;
	struct desk d;
	struct err e = { 0 };
	char id[ID_SIZE];
	size_t n;

	room_lamp(r, &d, 17, 2);
	ticket_init(&t);
	assert_int_equal(store_ticket_get(r->s, d.t.id, &t, &e), ERR_OK);
	assert_true(fields_equal(&t.f, &d.t.f)); /* matter and identity */
	assert_int_equal(t.state, STATE_PENDING);
	assert_string_equal(t.head_hash, d.t.head_hash);
	assert_int_equal(t.event_count, 3);
	assert_int_equal(store_ticket_by_number(r->s, "261121104231115417", id, &e), ERR_OK);
	assert_string_equal(id, d.t.id);
	assert_int_equal(store_ticket_by_number(r->s, "261121104231115499", id, &e), ERR_NOT_FOUND);
	assert_true(store_number_used(r->s, "261121104231115417", "somebody else"));
	assert_false(store_number_used(r->s, "261121104231115417", d.t.id));
	assert_int_equal(store_events(r->s, d.t.id, 1, &events, &n, &e), ERR_OK);
	assert_int_equal(n, 3);
	assert_string_equal(fields_get(&events[0].set, TF_NAME), "张春兰");
	assert_string_equal(fields_get(&events[2].set, TF_CONTACT_PHONE), "13900001111");
	assert_int_equal(store_last_event_at(r->s, d.t.id, EVENT_NOTE), events[1].at_server);
	assert_int_equal(store_last_event_at(r->s, d.t.id, EVENT_URGE), 0);
	for (size_t i = 0; i < n; i++)
		event_free(&events[i]);
	free(events);
	ticket_free(&t);
	ticket_init(&t);
	assert_int_equal(
	    store_ticket_get(r->s, "018f0000-0000-7000-8000-0000000000ff", &t, &e), ERR_NOT_FOUND);
	ticket_free(&t);
	desk_close(&d);
}

static void
number_and_feeds(void **state)
{
	struct room *r = *state;
	struct store_scopes in = { .scope = { "unit:1021", "unit:1003" }, .n = 2 }, out;
	struct desk d;
	struct err e = { 0 };

	room_lamp(r, &d, 18, 0);
	assert_int_equal(store_scopes_set(r->s, d.t.id, &in, &e), ERR_OK);
	assert_int_equal(store_scopes_get(r->s, d.t.id, &out, &e), ERR_OK);
	assert_int_equal(out.n, 2);
	assert_string_equal(out.scope[0], "unit:1003");
	assert_true(store_ticket_row(r->s, d.t.id, "centre", NULL, NULL));
	assert_true(store_ticket_row(r->s, d.t.id, "unit:1021", NULL, NULL));
	assert_false(store_ticket_row(r->s, d.t.id, "unit:1022", NULL, NULL));
	desk_close(&d);
}

/* The clock is shown each ticket until it says when to look again. */
static void
what_is_due_is_found_in_pieces(void **state)
{
	struct room *r = *state;
	char ids[2][ID_SIZE];
	struct err e = { 0 };
	int n, all = 0;

	for (int i = 0; i < 5; i++) {
		struct desk d;
		room_lamp(r, &d, i, 0);
		assert_int_equal(store_ticket_put(r->s, &d.t, i == 4 ? 0 : 1000 + i, &e), ERR_OK);
		desk_close(&d);
	}
	assert_int_equal(store_wake_due(r->s, 999, ids, 2), 0);
	assert_int_equal(store_wake_due(r->s, 1000, ids, 2), 1);
	while ((n = store_wake_due(r->s, 2000, ids, 2)) > 0) {
		all += n;
		for (int i = 0; i < n; i++)
			assert_int_equal(store_wake_put(r->s, ids[i], 3000, &e), ERR_OK);
	}
	assert_int_equal(all, 4);
	assert_int_equal(store_wake_due(r->s, 3000, ids, 2), 2);
}

/* ---- sealed ---- */

static bool
holds(const struct str *bytes, const char *what)
{
	return memmem(bytes->s, bytes->len, what, strlen(what)) != NULL;
}

/* Identity bytes are in no file of the centre: not in the database, its log, nor what is left of either. */
static void
no_name_lies_on_the_disk(void **state)
{
	static const char *const secrets[] = { "张春兰", "13800005678", "13900001111",
		"幸福里6号楼2单元301" };
	struct room *r = *state;
	struct dirent *entry;
	struct desk d;
	bool matter = false;
	int files = 0;
	DIR *dir;

	room_lamp(r, &d, 1, 2);
	desk_close(&d);
	dir = opendir(r->dir);
	assert_non_null(dir);
	while ((entry = readdir(dir)) != NULL) {
		char path[TMPDIR_PATHS + 256];
		struct str bytes = { 0 };
		struct err e = { 0 };
		if (entry->d_name[0] == '.')
			continue;
		snprintf(path, sizeof(path), "%s/%s", r->dir, entry->d_name);
		assert_int_equal(fs_read(path, 64 << 20, &bytes, &e), ERR_OK);
		for (size_t i = 0; i < sizeof(secrets) / sizeof(secrets[0]); i++)
			if (bytes.len > 0 && holds(&bytes, secrets[i]))
				fail_msg("%s is readable in %s", secrets[i], entry->d_name);
		matter = matter || (bytes.len > 0 && holds(&bytes, "红山路78号"));
		files++;
		str_free(&bytes);
	}
	closedir(dir);
	assert_true(files >= 2);
	assert_true(matter); /* the search itself works */
}

static void
a_seal_is_bound_to_its_row(void **state)
{
	struct room *r = *state;
	struct ticket t;
	struct desk d;
	struct err e = { 0 };

	room_lamp(r, &d, 1, 0);
	desk_close(&d);
	room_lamp(r, &d, 2, 0);
	desk_close(&d);
	assert_int_equal(
	    db_exec(r->s->db,
		"UPDATE ticket SET identity = (SELECT identity FROM ticket WHERE id LIKE "
		"'%1') WHERE id LIKE '%2'",
		&e),
	    ERR_OK);
	ticket_init(&t);
	assert_int_equal(store_ticket_get(r->s, d.t.id, &t, &e), ERR_CORRUPT);
	ticket_free(&t);
}

/* ---- people, seats, sessions, codes ---- */

static void
people_seats_and_sessions(void **state)
{
	struct store_user u = { .job_no = "1154",
		.name = "王芳",
		.roles = "agent",
		.active = true },
			  v;
	struct store_device d = { .seat_no = "1154", .name = "一号席", .created_at = 5 }, f;
	struct store_session s = { .job_no = "1154", .created_at = 1, .expires_at = 100 }, x;
	struct room *r = *state;
	struct err e = { 0 };
	char seat[8];

	u.failures = 3;
	u.locked_until = 77;
	assert_int_equal(store_user_put(r->s, &u, &e), ERR_OK);
	assert_int_equal(store_user_get(r->s, "1154", &v, &e), ERR_OK);
	assert_memory_equal(&u, &v, sizeof(u));
	assert_int_equal(store_user_get(r->s, "0000", &v, &e), ERR_NOT_FOUND);
	str_copy(d.id, sizeof(d.id), "018f0000-0000-7000-8000-00000000dddd");
	assert_int_equal(store_device_put(r->s, &d, &e), ERR_OK);
	assert_int_equal(store_device_get(r->s, d.id, &f, &e), ERR_OK);
	assert_memory_equal(&d, &f, sizeof(d));
	assert_true(store_seat_taken(r->s, "1154"));
	assert_false(store_seat_taken(r->s, "1155"));
	assert_int_equal(store_device_user(r->s, d.id, "1154", 50, &e), ERR_OK);
	assert_int_equal(store_device_user(r->s, d.id, "1154", 60, &e), ERR_OK);
	assert_int_equal(store_device_user_since(r->s, d.id, "1154"), 50);
	assert_int_equal(store_device_user_since(r->s, d.id, "1107"), 0);
	str_copy(s.token_sha, sizeof(s.token_sha), "aa");
	str_copy(s.device, sizeof(s.device), d.id);
	assert_int_equal(store_session_put(r->s, &s, &e), ERR_OK);
	assert_int_equal(store_session_get(r->s, "aa", &x, &e), ERR_OK);
	assert_memory_equal(&s, &x, sizeof(s));
	assert_int_equal(store_sessions_expire(r->s, 101, &e), ERR_OK);
	assert_int_equal(store_session_get(r->s, "aa", &x, &e), ERR_UNAUTHORISED);
	/* a code works once, and not too late */
	assert_int_equal(store_code_add(r->s, "c1", "1155", 100, &e), ERR_OK);
	assert_int_equal(store_code_add(r->s, "c2", "", 100, &e), ERR_OK);
	assert_int_equal(store_code_take(r->s, "c1", 50, seat, &e), ERR_OK);
	assert_string_equal(seat, "1155");
	assert_int_equal(store_code_take(r->s, "c1", 50, seat, &e), ERR_NOT_FOUND);
	assert_int_equal(store_code_take(r->s, "c2", 101, seat, &e), ERR_NOT_FOUND);
}

/* ---- reference data, operations, feed ---- */

static void
feed_numbers_and_answers(void **state)
{
	char answer[] = "{}";
	struct store_op op = { .n = 1, .fingerprint = "f", .result = answer }, seen = { 0 };
	struct room *r = *state;
	struct store_change rows[4];
	struct err e = { 0 };
	int64_t head;

	assert_int_equal(store_change_add(r->s, 1, "centre", "ticket", "a", 1, 'p', &e), ERR_OK);
	assert_int_equal(store_change_add(r->s, 1, "centre", "ticket", "a", 2, 'p', &e), ERR_OK);
	assert_int_equal(store_change_add(r->s, 2, "unit:1", "ticket", "a", 2, 'o', &e), ERR_OK);
	assert_int_equal(store_feed_next(r->s, 2, &head, &e), ERR_OK);
	assert_int_equal(head, 2);
	assert_int_equal(store_feed_head(r->s), 2);
	assert_int_equal(store_changes(r->s, "centre", 0, 4, rows, &e), 1);
	assert_int_equal(rows[0].rev, 2);
	assert_int_equal(store_changes(r->s, "unit:1", 0, 4, rows, &e), 1);
	assert_int_equal(rows[0].what, 'o');
	assert_int_equal(store_changes(r->s, "unit:1", 2, 4, rows, &e), 0);
	assert_int_equal(store_op_add(r->s, "dev", &op, &e), ERR_OK);
	assert_int_equal(store_op_get(r->s, "dev", 1, &seen, &e), ERR_OK);
	assert_string_equal(seen.result, "{}");
	free(seen.result);
	assert_int_equal(store_op_get(r->s, "dev", 2, &seen, &e), ERR_NOT_FOUND);
}

static void
requests_are_remembered_for_a_while(void **state)
{
	struct room *r = *state;
	struct store_request x = { .fingerprint = "f", .result = (char[]){ "{}" } }, seen;
	struct err e = { 0 };

	assert_int_equal(store_request_get(r->s, "dev", "k1", &seen, &e), ERR_NOT_FOUND);
	assert_int_equal(store_request_add(r->s, "dev", "k1", &x, 1000, &e), ERR_OK);
	assert_int_equal(store_request_get(r->s, "dev", "k1", &seen, &e), ERR_OK);
	assert_string_equal(seen.result, "{}");
	assert_string_equal(seen.fingerprint, "f");
	free(seen.result);
	assert_int_equal(store_request_get(r->s, "other", "k1", &seen, &e), ERR_NOT_FOUND);
	assert_int_not_equal(store_request_add(r->s, "dev", "k1", &x, 1000, &e), ERR_OK);
	assert_int_equal(
	    store_request_add(r->s, "dev", "k2", &x, 1000 + STORE_REQUEST_MS, &e), ERR_OK);
	assert_int_equal(store_request_get(r->s, "dev", "k1", &seen, &e), ERR_OK);
	free(seen.result);
	assert_int_equal(
	    store_request_add(r->s, "dev", "k3", &x, 1001 + STORE_REQUEST_MS, &e), ERR_OK);
	assert_int_equal(store_request_get(r->s, "dev", "k1", &seen, &e), ERR_NOT_FOUND);
}

static void
figures_count_what_is_there(void **state)
{
	struct room *r = *state;
	struct store_device d = { .id = "018f0000-0000-7000-9000-0000000000d1", .seat_no = "1154" };
	struct store_session open = { "a", "1154", "d", 1, 100 },
			     over = { "b", "1154", "d", 1, 10 };
	struct store_figures f;
	struct err e = { 0 };

	store_figures(r->s, 50, &f);
	assert_int_equal(f.sessions + f.devices + f.tickets, 0);
	assert_true(f.bytes >= 4096);
	assert_int_equal(store_device_put(r->s, &d, &e), ERR_OK);
	assert_int_equal(store_session_put(r->s, &open, &e), ERR_OK);
	assert_int_equal(store_session_put(r->s, &over, &e), ERR_OK);
	store_figures(r->s, 50, &f);
	assert_int_equal(f.devices, 1);
	assert_int_equal(f.sessions, 1);
}

/* A database of the first version: what its answers say of operations without an event is found again. */
static void
quiet_operations_of_an_older_database(void **state)
{
	static const char id[] = "018f0000-0000-7000-9000-0000000000f1";
	struct room *r = *state;
	struct err e = { 0 };

	assert_int_equal(
	    db_exec(r->s->db,
		"DROP TABLE agent_state; DROP TABLE call_log; DROP INDEX desk_feed_until;"
		"DROP INDEX person_unit; ALTER TABLE person DROP COLUMN deputy_by;"
		"ALTER TABLE person DROP COLUMN deputy_from; ALTER TABLE person DROP COLUMN "
		"deputy_to;"
		"DROP TABLE given; DROP INDEX change_reference; DROP INDEX session_person; DROP "
		"INDEX session_device;"
		"ALTER TABLE person DROP COLUMN skills; ALTER TABLE person DROP COLUMN company;"
		"ALTER TABLE person DROP COLUMN once; ALTER TABLE person DROP COLUMN rev;"
		"ALTER TABLE person DROP COLUMN last_at;"
		"DROP TABLE blob; DROP TABLE blob_use;"
		"ALTER TABLE device DROP COLUMN offset_ms;"
		"DROP TABLE desk_feed; DROP TABLE card; DROP INDEX ticket_wake; ALTER TABLE ticket "
		"DROP COLUMN wake_at;"
		"DROP TABLE record; DROP TABLE notice;"
		"DROP TABLE request_seen; DROP INDEX op_seen_quiet; ALTER TABLE op_seen DROP "
		"COLUMN quiet;"
		"INSERT INTO op_seen VALUES('dev', 1, 'f', '{\"results\":[{\"n\":1,\"id\":"
		"\"018f0000-0000-7000-9000-0000000000f1\",\"status\":\"merged\"}]}'),"
		"('dev', 2, 'g', '{\"results\":[{\"n\":2,\"id\":"
		"\"018f0000-0000-7000-9000-0000000000f2\",\"status\":\"rejected\"}]}');"
		"PRAGMA user_version = 1",
		&e),
	    ERR_OK);
	store_close(r->s);
	r->s = room_open_as(r, true, r->key);
	assert_true(store_op_known(r->s, id));
	assert_false(store_op_known(r->s, "018f0000-0000-7000-9000-0000000000f2"));
	assert_false(store_op_known(r->s, ""));
}

static bool
count_row(void *arg, const char *kind, const char *code, const char *text, int64_t rev)
{
	(void)kind;
	(void)code;
	(void)text;
	(void)rev;
	return ++*(int *)arg < 2;
}

static bool
name_row(void *arg, const char *kind, const char *code, const char *text, int64_t rev)
{
	(void)text;
	(void)rev;
	str_addf(arg, "%s/%s ", kind, code);
	return true;
}

static void
reference_rows(void **state)
{
	struct room *r = *state;
	struct str text = { 0 }, names = { 0 };
	struct err e = { 0 };
	int64_t rev = 0;
	int n = 0;

	assert_int_equal(store_ref_put(r->s, "unit", "1021", "市政", 1, &e), ERR_OK);
	assert_int_equal(store_ref_put(r->s, "unit", "1021", "市政管理处", 2, &e), ERR_OK);
	assert_int_equal(store_ref_put(r->s, "area", "990101", "红山区", 1, &e), ERR_OK);
	assert_int_equal(store_ref_put(r->s, "unit", "1022", "城管局", 1, &e), ERR_OK);
	assert_true(store_ref_get(r->s, "unit", "1021", &text, &rev));
	assert_string_equal(str_c(&text), "市政管理处");
	assert_int_equal(rev, 2);
	str_free(&text);
	assert_int_equal(store_ref_put(r->s, "article", "K1", "路灯", 1, &e), ERR_OK);
	assert_int_equal(store_ref_put(r->s, "article", "K2", "井盖", 1, &e), ERR_OK);
	assert_int_equal(store_ref_but(r->s, "bulletin", count_row, &n, &e), ERR_OK);
	assert_int_equal(n, 2); /* it stopped when told */
	assert_int_equal(store_ref_but(r->s, "article", name_row, &names, &e), ERR_OK);
	assert_string_equal(str_c(&names), "area/990101 unit/1021 unit/1022 ");
	str_reset(&names);
	assert_int_equal(store_ref_but(r->s, "", name_row, &names, &e), ERR_OK);
	assert_string_equal(
	    str_c(&names), "area/990101 article/K1 article/K2 unit/1021 unit/1022 ");
	str_reset(&names);
	assert_int_equal(store_ref_kind(r->s, "article", name_row, &names, &e), ERR_OK);
	assert_string_equal(str_c(&names), "article/K1 article/K2 ");
	str_free(&names);
	assert_int_equal(store_ref_del(r->s, "unit", "1021", 3, &e), ERR_OK);
	assert_false(store_ref_get(r->s, "unit", "1021", &text, &rev));
}

/* ---- batches ---- */

static void
half_a_batch_is_nothing(void **state)
{
	struct room *r = *state;
	struct str v = { 0 };
	struct err e = { 0 };

	assert_int_equal(store_begin(r->s, &e), ERR_OK);
	assert_int_equal(store_meta_set(r->s, "a", "1", &e), ERR_OK);
	assert_int_equal(store_mark(r->s, &e), ERR_OK);
	assert_int_equal(store_meta_set(r->s, "b", "1", &e), ERR_OK);
	store_undo(r->s);
	assert_int_equal(store_commit(r->s, &e), ERR_OK);
	assert_int_equal(store_meta_get(r->s, "a", &v, &e), ERR_OK);
	assert_string_equal(str_c(&v), "1");
	str_reset(&v);
	assert_int_equal(store_meta_get(r->s, "b", &v, &e), ERR_OK);
	assert_int_equal(v.len, 0);
	str_free(&v);
}

/* ---- copies ---- */

static void
a_copy_is_another_history(void **state)
{
	struct room *r = *state;
	struct room copy = { .city = r->city };
	char path[TMPDIR_PATHS], to[TMPDIR_PATHS];
	struct store *reader = room_open_as(r, false, r->key);
	struct store_centre self;
	bool changed = false;
	struct desk d;
	struct stat st;
	struct err e = { 0 };

	room_lamp(r, &d, 1, 1);
	tmpdir_path(r->dir, "copy.db", path);
	assert_int_equal(store_backup(reader, path, &e), ERR_OK); /* beside the writer */
	store_close(reader);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	tmpdir_make(copy.dir);
	assert_int_equal(rename(path, tmpdir_path(copy.dir, "centre.db", to)), 0);
	assert_int_equal(tmpdir_count(copy.dir), 1); /* one plain file */
	copy.s = room_open_as(&copy, true, r->key);
	assert_int_equal(store_ticket_count(copy.s, "centre", 0), 1);
	assert_int_equal(store_settle(copy.s, "e2", &changed, &e), ERR_OK);
	assert_true(changed);
	assert_int_equal(store_centre_get(copy.s, &self, &e), ERR_OK);
	assert_string_equal(self.epoch, "e2");
	assert_int_equal(store_settle(copy.s, "e3", &changed, &e), ERR_OK); /* once */
	assert_false(changed);
	assert_int_equal(store_settle(r->s, "e4", &changed, &e), ERR_OK); /* the original is none */
	assert_false(changed);
	store_close(copy.s);
	tmpdir_remove(copy.dir);
	desk_close(&d);
}

/* ---- refusals ---- */

static enum err_code
open_fails(const char *dir, bool writer, struct err *e)
{
	static const uint8_t key[SECRET_KEY_BYTES];
	struct store_args args = { .dir = dir, .writer = writer, .key = key };
	struct store *s;
	enum err_code rc = store_open(&args, &s, e);

	store_close(s);
	return rc;
}

static void
a_second_writer_is_refused(void **state)
{
	struct room *r = *state;
	struct err e = { 0 };

	assert_int_equal(open_fails(r->dir, true, &e), ERR_LOCKED);
	assert_true(strlen(e.text) > 0);
	assert_int_equal(open_fails(r->dir, false, &e), ERR_OK);
}

static void
what_is_not_ours_is_refused(void **state)
{
	struct room *r = *state;
	struct err e = { 0 };
	char path[TMPDIR_PATHS], dir[TMPDIR_SIZE];

	tmpdir_make(dir);
	assert_int_equal(open_fails(dir, false, &e), ERR_NOT_FOUND);
	tmpdir_put(dir, "centre.db", "this is no database at all, it is a text", 40, path);
	assert_int_equal(open_fails(dir, true, &e), ERR_CORRUPT);
	tmpdir_remove(dir);
	assert_int_equal(db_exec(r->s->db, "PRAGMA user_version = 9999", &e), ERR_OK);
	store_close(r->s);
	assert_int_equal(open_fails(r->dir, true, &e), ERR_NEWER);
	assert_true(strlen(e.text) > 0);
	r->s = NULL;
}

static void
a_centre_begins_once(void **state)
{
	struct room *r = *state;
	struct store_centre self = { .epoch = "e9" };
	struct err e = { 0 };

	assert_int_equal(store_init_centre(r->s, &self, &e), ERR_CONFLICT);
	assert_int_equal(store_key_check(r->s, &e), ERR_OK);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		T(a_ticket_comes_back_whole),
		T(number_and_feeds),
		T(what_is_due_is_found_in_pieces),
		T(no_name_lies_on_the_disk),
		T(a_seal_is_bound_to_its_row),
		T(people_seats_and_sessions),
		T(feed_numbers_and_answers),
		T(quiet_operations_of_an_older_database),
		T(requests_are_remembered_for_a_while),
		T(figures_count_what_is_there),
		T(reference_rows),
		T(half_a_batch_is_nothing),
		T(a_copy_is_another_history),
		T(a_second_writer_is_refused),
		T(what_is_not_ours_is_refused),
		T(a_centre_begins_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
