/* What the cache must keep through accidents: fills, kills, disks that fail, other eyes, and what it must not let out. */
#include "seat.h"

#include <unistd.h>

#include "base/fs.h"
#include "client/cache/cache_p.h"
#include "client/cache/journal.h"

/* ---- fills ---- */

static struct cache_fill
begin(struct seat *s, int id, const char *cursor)
{
	struct msg_snapshot m = { .epoch = "e1", .count = 600 };
	struct cache_fill f;

	seat_id(m.id, id);
	str_copy(m.cursor, sizeof(m.cursor), cursor);
	assert_int_equal(cache_fill_begin(s->w, "centre", &m, &s->e), ERR_OK);
	assert_true(cache_fill(s->w, &f));
	return f;
}

static void
rows(struct page *p, int from, int to, int64_t rev)
{
	*p = (struct page){ .more = true };
	for (int i = from; i <= to; i++) {
		struct ticket t;
		seat_ticket(&t, i, rev);
		seat_page_ticket(p, &t);
	}
}

static int64_t
count(struct seat *s)
{
	struct ticket_query q = { .queue = QUEUE_ALL, .limit = 1, .now = SEAT_NOW };

	if (s->r == NULL)
		seat_reader(s);
	return cache_ticket_count(s->r, &q);
}

static void
test_fill_goes_on_after_a_kill(void **state)
{
	struct seat *s = *state;
	struct cache_fill f = begin(s, 800, "c100"), later;
	struct cache_place place;
	struct page p;
	size_t at = 0;

	rows(&p, 1, 600, 1);
	assert_int_equal(cache_fill_rows(s->w, &f, &p, &at, &s->e), ERR_OK);
	assert_int_equal(at, 256);
	seat_again(s);
	assert_true(cache_fill(s->w, &later));
	assert_string_equal(later.after, p.tickets[255].id);
	assert_int_equal(later.done, 256);
	while (at < p.n_tickets)
		assert_int_equal(cache_fill_rows(s->w, &f, &p, &at, &s->e), ERR_OK);
	/* The page again from where it was asked: too late. */
	at = 0;
	assert_int_equal(cache_fill_rows(s->w, &later, &p, &at, &s->e), ERR_CANCELLED);
	assert_int_equal(cache_fill_end(s->w, &f, &s->e), ERR_OK);
	assert_false(cache_fill(s->w, &later));
	cache_place(s->w, "centre", &place);
	assert_string_equal(place.cursor, "c100");
	assert_int_equal(count(s), 600);
	page_free(&p);
}

/* A second fill (new epoch): what it does not bring goes, but not what has work of ours on it. */
static void
test_fill_swaps_and_sweeps(void **state)
{
	struct seat *s = *state;
	struct cache_fill f = begin(s, 801, "c1");
	struct ticket t;
	struct page p;
	struct op op;
	size_t at = 0;
	int64_t n;

	rows(&p, 1, 200, 5);
	assert_int_equal(cache_fill_rows(s->w, &f, &p, &at, &s->e), ERR_OK);
	page_free(&p);
	assert_int_equal(cache_fill_end(s->w, &f, &s->e), ERR_OK);
	seat_op(&op, 900, 150, EVENT_NOTE, 5);
	args_set(&op.args, EA_NOTE, "便签");
	n = seat_promise(s, &op);
	f = begin(s, 802, "c2");
	rows(&p, 1, 100, 2); /* the restored centre is older: lower revisions count */
	at = 0;
	assert_int_equal(cache_fill_rows(s->w, &f, &p, &at, &s->e), ERR_OK);
	page_free(&p);
	assert_int_equal(count(s), 200); /* all is shown until the swap */
	assert_int_equal(cache_fill_end(s->w, &f, &s->e), ERR_OK);
	assert_int_equal(count(s), 101);
	assert_true(seat_shown(s, 1, &t));
	assert_int_equal(t.rev, 2);
	ticket_free(&t);
	while (cache_sweep(s->w, &s->e))
		;
	assert_int_equal(count(s), 101);
	assert_true(seat_shown(s, 150, &t));
	ticket_free(&t);
	/* Answered; a page past it says the ticket is not ours any more. */
	seat_answer(s, n, 900, 150, OP_APPLIED, ERR_OK, 6, "", "");
	seat_page_init(s, &p);
	p.last_op = n;
	assert_true(seat_apply(s, "centre", &p));
	assert_int_equal(count(s), 100);
}

static void
test_other_eyes_see_nothing(void **state)
{
	struct seat *s = *state;
	struct cache_place place;

	assert_int_equal(cache_scope(s->w, "centre|11", &s->e), ERR_OK);
	seat_centre_row(s, 1, 1);
	assert_int_equal(count(s), 1);
	assert_int_equal(cache_scope(s->w, "centre|11", &s->e), ERR_OK);
	assert_int_equal(count(s), 1);
	assert_int_equal(cache_scope(s->w, "unit:1001|10", &s->e), ERR_OK);
	assert_int_equal(count(s), 0);
	cache_place(s->w, "centre", &place);
	assert_string_equal(place.cursor, "");
	while (cache_sweep(s->w, &s->e))
		;
	assert_int_equal(cache_scope(s->w, "centre|11", &s->e), ERR_OK);
	assert_int_equal(count(s), 0);
}

/* ---- a disk that fails ---- */

struct fault {
	int countdown; /* this write fails, and all after it when sticky */
	bool sticky, hit;
};

static int
fail_write(void *arg)
{
	struct fault *f = arg;

	if (f->countdown > 0) {
		f->countdown--;
		return 0;
	}
	if (f->hit && !f->sticky)
		return 0;
	f->hit = true;
	return 28; /* ENOSPC */
}

static bool
in_outbox(struct seat *s, const struct op *op)
{
	struct outbox_row list[64];
	int n = cache_outbox(s->r, list, 64);

	for (int i = 0; i < n; i++)
		if (strcmp(list[i].id, op->id) == 0)
			return true;
	return false;
}

/* Every nth write of a submit fails. Said kept: it is there after reopening, ticket and operation both; said not kept: neither
 * is, and it can be tried again. */
static void
submits_on_a_failing_disk(struct seat *s, bool sticky)
{
	for (int nth = 0;; nth++) {
		struct fault f = { .countdown = nth, .sticky = sticky };
		struct ticket t;
		struct op op;
		int64_t n;
		bool kept, shown;
		seat_submit_op(
		    &op, 2000 + nth + (sticky ? 500 : 0), 1000 + nth + (sticky ? 500 : 0));
		db_fault(fail_write, &f);
		kept = seat_add(s, &op, &n) == ERR_OK;
		db_fault(NULL, NULL);
		seat_again(s);
		seat_reader(s);
		ticket_init(&t);
		shown = cache_ticket_whole(s->w, op.ticket, &t, NULL) == ERR_OK;
		ticket_free(&t);
		assert_int_equal(in_outbox(s, &op), kept);
		assert_int_equal(shown, kept);
		if (!kept)
			assert_int_equal(seat_add(s, &op, &n), ERR_OK);
		op_free(&op);
		if (!f.hit) {
			assert_true(kept);
			assert_true(nth > 3);
			return;
		}
	}
}

static void
test_every_write_of_a_submit_fails(void **state)
{
	submits_on_a_failing_disk(*state, false);
}

static void
test_disk_full_for_good(void **state)
{
	submits_on_a_failing_disk(*state, true);
}

/* Rows and cursor together or not at all. */
static void
test_every_write_of_a_page_fails(void **state)
{
	struct seat *s = *state;

	seat_centre_row(s, 1, 1);
	for (int nth = 0;; nth++) {
		struct fault f = { .countdown = nth };
		struct cache_place at, now;
		struct ticket t;
		struct page p;
		bool applied, moved, shown;
		seat_page_init(s, &p);
		seat_ticket(&t, 100 + nth, 1);
		seat_page_ticket(&p, &t);
		cache_place(s->w, "centre", &at);
		db_fault(fail_write, &f);
		(void)cache_page(s->w, "centre", &at, &p, &applied, &s->e);
		db_fault(NULL, NULL);
		seat_again(s);
		cache_place(s->w, "centre", &now);
		moved = strcmp(now.cursor, p.cursor) == 0;
		page_free(&p);
		shown = seat_shown(s, 100 + nth, &t);
		ticket_free(&t);
		assert_int_equal(moved, shown);
		if (!f.hit)
			return;
	}
}

/* The file, opened as somebody with an editor would; made by the first ${n} migrations when it is not there. */
static struct db *
by_hand(struct seat *s, size_t n)
{
	char path[TMPDIR_PATHS];
	struct db_open_args args = { .mode = DB_WRITER, .application_id = 0x48535354u };
	struct db *db;

	cache_writer_close(s->w);
	s->w = NULL;
	args.path = tmpdir_path(s->dir, "seat.db", path);
	args.migrations = cache_migrations;
	args.n_migrations = n;
	if (n < cache_migrations_count)
		(void)unlink(path);
	assert_int_equal(db_open(&args, &db, &s->e), ERR_OK);
	return db;
}

/* ---- drafts ---- */

static void
test_drafts_and_the_journal(void **state)
{
	struct seat *s = *state;
	struct journal_edit ed = { .at = 6, .ins = "又黑了", .ins_len = 9, .cursor = 15 };
	struct journal *j;
	struct draft d, got[4];

	draft_init(&d);
	seat_id(d.id, 1);
	str_copy(d.owner, sizeof(d.owner), "1154");
	str_copy(d.origin_phone, sizeof(d.origin_phone), SEAT_PHONE);
	str_copy(d.view_state, sizeof(d.view_state), "p=1");
	d.changed_at = 5;
	fields_set(&d.f, TF_CONTENT, "路灯");
	fields_set(&d.f, TF_NAME, SEAT_NAME);
	seat_reader(s);
	assert_int_equal(journal_open(s->dir, s->key, cache_journal_next(s->r), &j, &s->e), ERR_OK);
	assert_int_equal(journal_begin(j, &d, &s->e), ERR_OK);
	assert_int_equal(cache_draft_save(s->w, &d, journal_seq(j), &s->e), ERR_OK);
	assert_int_equal(journal_edit(j, d.id, TF_CONTENT, &ed, 6, &s->e), ERR_OK);
	journal_close(j);
	/* Killed. The next start: one key behind nothing. */
	seat_again(s);
	assert_int_equal(cache_journal_fold(s->w, s->dir, &s->e), ERR_OK);
	assert_int_equal(
	    cache_journal_fold(s->w, s->dir, &s->e), ERR_OK); /* and again: no change */
	seat_reader(s);
	assert_int_equal(cache_journal_next(s->r), 3);
	assert_int_equal(cache_drafts(s->r, "1154", got, 4), 1);
	assert_string_equal(fields_get(&got[0].f, TF_CONTENT), "路灯又黑了");
	assert_string_equal(fields_get(&got[0].f, TF_NAME), SEAT_NAME);
	assert_string_equal(got[0].origin_phone, SEAT_PHONE);
	assert_string_equal(got[0].view_state, "p=1");
	assert_int_equal(got[0].cursor, 15);
	assert_int_equal(cache_draft_kept(s->r, got[0].id), 1);
	assert_int_equal(cache_draft_kept(s->r, "018f0000-0000-7000-8000-000000000000"), 0);
	draft_free(&got[0]);
	assert_int_equal(cache_drafts(s->r, "1160", got, 4), 0);
	draft_free(&d);
}

/* Killed between what the call filled in and the first key: a sheet nobody wrote on leaves no trace. */
static void
test_a_beginning_alone_is_no_draft(void **state)
{
	struct seat *s = *state;
	struct journal *j;
	struct draft d, got[2];

	draft_init(&d);
	seat_id(d.id, 1);
	str_copy(d.owner, sizeof(d.owner), "1154");
	fields_set(&d.f, TF_CHANNEL, "phone");
	seat_reader(s);
	assert_int_equal(journal_open(s->dir, s->key, cache_journal_next(s->r), &j, &s->e), ERR_OK);
	assert_int_equal(journal_begin(j, &d, &s->e), ERR_OK);
	assert_int_equal(journal_focus(j, d.id, "content", 0, &s->e), ERR_OK);
	journal_close(j);
	seat_again(s);
	assert_int_equal(cache_journal_fold(s->w, s->dir, &s->e), ERR_OK);
	seat_reader(s);
	assert_int_equal(cache_drafts(s->r, "1154", got, 2), 0);
	draft_free(&d);
}

/* What cannot be read is not thrown away and not hidden; what can is in the table. */
static void
test_a_spoilt_journal_is_kept(void **state)
{
	struct seat *s = *state;
	struct journal_edit ed = { .ins = "路灯", .ins_len = 6, .cursor = 6 };
	struct str file = { 0 };
	struct journal *j;
	struct draft d, got[2];
	char path[TMPDIR_PATHS];

	draft_init(&d);
	seat_id(d.id, 1);
	str_copy(d.owner, sizeof(d.owner), "1154");
	seat_reader(s);
	assert_int_equal(journal_open(s->dir, s->key, cache_journal_next(s->r), &j, &s->e), ERR_OK);
	assert_int_equal(journal_begin(j, &d, &s->e), ERR_OK);
	assert_int_equal(journal_edit(j, d.id, TF_CONTENT, &ed, 6, &s->e), ERR_OK);
	journal_close(j);
	assert_int_equal(
	    fs_read(tmpdir_path(s->dir, "journal.0", path), 1 << 20, &file, &s->e), ERR_OK);
	str_add(&file, "no record at all");
	tmpdir_put(s->dir, "journal.0", file.s, file.len, path);
	str_free(&file);
	seat_again(s);
	assert_int_equal(cache_journal_fold(s->w, s->dir, &s->e), ERR_CORRUPT);
	assert_non_null(strstr(s->e.text, "读得出的都在草稿里"));
	assert_true(fs_exists(tmpdir_path(s->dir, "journal.0.bad-2", path)));
	assert_int_equal(cache_journal_fold(s->w, s->dir, &s->e), ERR_OK);
	seat_reader(s);
	assert_int_equal(cache_drafts(s->r, "1154", got, 2), 1);
	assert_string_equal(fields_get(&got[0].f, TF_CONTENT), "路灯");
	draft_free(&got[0]);
	draft_free(&d);
}

/* Words for a step on a ticket: drafts of their own, in no list of sheets, gone with the step. */
static void
test_notes_are_no_sheets(void **state)
{
	struct seat *s = *state;
	struct journal_edit ed = { .ins = "老人发烧", .ins_len = 12, .cursor = 12 };
	struct journal_edit gone = { .del = 12 };
	struct journal_edit star = { .ins = "4", .ins_len = 1, .cursor = 1 };
	struct cache_op o = { .mono_ms = 1, .boot = "b" };
	struct cache_counts n;
	struct journal *j;
	struct draft d, got[4];
	struct op op;
	int64_t at;

	draft_init(&d);
	str_copy(d.owner, sizeof(d.owner), "1154");
	seat_id(d.ticket, 501);
	assert_int_equal(journal_open(s->dir, s->key, 1, &j, &s->e), ERR_OK);
	for (int i = 1; i <= 3; i++) {
		seat_id(d.id, i);
		str_copy(d.act, sizeof(d.act), i == 1 ? "urge" : "supplement");
		assert_int_equal(journal_begin(j, &d, &s->e), ERR_OK);
		assert_int_equal(journal_edit(j, d.id, TF_CONTENT, &ed, i, &s->e), ERR_OK);
	}
	assert_int_equal(journal_edit(j, d.id, TF_CONTENT, &gone, 9, &s->e), ERR_OK);
	seat_id(d.id, 4); /* a form whose first answer is a digit */
	str_copy(d.owner, sizeof(d.owner), "1107");
	str_copy(d.act, sizeof(d.act), "visit_ok");
	assert_int_equal(journal_begin(j, &d, &s->e), ERR_OK);
	assert_int_equal(journal_edit(j, d.id, TF_EVENT_TIME, &star, 9, &s->e), ERR_OK);
	journal_close(j); /* killed */
	assert_int_equal(cache_journal_fold(s->w, s->dir, &s->e), ERR_OK);
	seat_reader(s);
	assert_int_equal(cache_drafts(s->r, "1154", got, 4), 0);
	assert_int_equal(cache_notes(s->r, "1160", NULL, got, 4), 0);
	assert_int_equal(cache_notes(s->r, "1154", "another", got, 4), 0);
	cache_counts(s->r, "1154", SEAT_NOW, &n);
	assert_int_equal(n.drafts, 0);
	assert_int_equal(n.notes, 2); /* a note without words is none */
	assert_int_equal(cache_notes(s->r, "1107", NULL, got, 4), 1);
	assert_string_equal(fields_get(&got[0].f, TF_EVENT_TIME), "4");
	draft_free(&got[0]);
	assert_int_equal(cache_notes(s->r, "1154", NULL, got, 4), 2);
	assert_string_equal(got[0].act, "supplement"); /* the newest first */
	assert_string_equal(fields_get(&got[0].f, TF_CONTENT), "老人发烧");
	assert_int_equal(got[0].cursor, 12);
	draft_free(&got[0]);
	draft_free(&got[1]);
	/* The step takes its words along. */
	seat_submit_op(&op, 501, 7);
	seat_id(d.id, 1);
	o.op = &op;
	o.drop_draft = d.id;
	assert_int_equal(cache_op_add(s->w, &o, &at, &s->e), ERR_OK);
	op_free(&op);
	assert_int_equal(cache_notes(s->r, "1154", d.ticket, got, 4), 1);
	assert_string_equal(got[0].act, "supplement");
	draft_free(&got[0]);
	draft_free(&d);
}

/* A seat of the first days: its table knows no notes, its sheets are sheets. */
static void
test_the_first_seats_draft_table(void **state)
{
	struct seat *s = *state;
	struct draft got[2];
	struct db *db = by_hand(s, 1);

	assert_int_equal(
	    db_exec(db,
		"INSERT INTO draft VALUES('01890000-0000-7000-8000-000000000001', '1154', '', '', "
		"0, '', 1, 2, 3, '{\"content\":\"路灯\"}', NULL, NULL, NULL)",
		&s->e),
	    ERR_OK);
	db_close(db);
	seat_writer(s);
	seat_reader(s);
	assert_int_equal(cache_drafts(s->r, "1154", got, 2), 1);
	assert_string_equal(fields_get(&got[0].f, TF_CONTENT), "路灯");
	assert_string_equal(got[0].act, "");
	draft_free(&got[0]);
}

/* What was submitted does not come back out of the journal. */
static void
test_a_submitted_draft_is_done(void **state)
{
	struct seat *s = *state;
	struct cache_op o = { .mono_ms = 1, .boot = "b" };
	struct journal *j;
	struct draft d, got[4];
	struct op op;
	int64_t n;

	draft_init(&d);
	seat_id(d.id, 1);
	str_copy(d.owner, sizeof(d.owner), "1154");
	assert_int_equal(journal_open(s->dir, s->key, 1, &j, &s->e), ERR_OK);
	assert_int_equal(journal_begin(j, &d, &s->e), ERR_OK);
	journal_close(j);
	seat_submit_op(&op, 501, 7);
	o.op = &op;
	o.drop_draft = d.id;
	assert_int_equal(cache_op_add(s->w, &o, &n, &s->e), ERR_OK);
	op_free(&op);
	assert_int_equal(
	    cache_draft_save(s->w, &d, 1, &s->e), ERR_OK); /* a save that was overtaken */
	assert_int_equal(cache_journal_fold(s->w, s->dir, &s->e), ERR_OK);
	seat_reader(s);
	assert_int_equal(cache_drafts(s->r, "1154", got, 4), 0);
	draft_free(&d);
}

/* ---- what may not be found ---- */

static bool
found_in(const char *dir, const char *needle)
{
	static const char *const names[] = { "seat.db", "seat.db-wal", "journal.0", "journal.1" };
	bool found = false;

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		char path[TMPDIR_PATHS];
		struct str s = { 0 };
		tmpdir_path(dir, names[i], path);
		if (fs_exists(path) && fs_read(path, 1 << 26, &s, NULL) == ERR_OK && s.len > 0)
			found = found || memmem(s.s, s.len, needle, strlen(needle)) != NULL;
		str_free(&s);
	}
	return found;
}

static void
test_no_identity_in_any_file(void **state)
{
	struct seat *s = *state;
	struct journal *j;
	struct event ev;
	struct page p;
	struct draft d;
	struct op op;
	int64_t n;

	seat_centre_row(s, 1, 1);
	seat_page_init(s, &p);
	event_init(&ev);
	seat_id(ev.id, 77);
	seat_id(ev.ticket, 1);
	ev.seq = 1;
	ev.kind = EVENT_SUBMIT;
	fields_set(&ev.set, TF_NAME, SEAT_NAME);
	fields_set(&ev.set, TF_CONTACT_PHONE, SEAT_PHONE);
	ev.has_identity = true;
	seat_page_event(&p, &ev);
	assert_true(seat_apply(s, "centre", &p));
	page_free(&p);
	seat_submit_op(&op, 501, 7);
	seat_promise(s, &op);
	seat_op(&op, 502, 1, EVENT_AMEND, 1);
	fields_set(&op.set, TF_NAME, SEAT_NAME);
	fields_set(&op.set, TF_HOME_ADDRESS, SEAT_HOME);
	n = seat_promise(s, &op);
	seat_answer(s, n, 502, 1, OP_CONFLICT, ERR_OK, 2, "", "appellant_name,home_address");
	draft_init(&d);
	seat_id(d.id, 3);
	str_copy(d.owner, sizeof(d.owner), "1154");
	str_copy(d.origin_phone, sizeof(d.origin_phone), SEAT_PHONE);
	fields_set(&d.f, TF_NAME, SEAT_NAME);
	fields_set(&d.f, TF_HOME_ADDRESS, SEAT_HOME);
	assert_int_equal(cache_draft_save(s->w, &d, 1, &s->e), ERR_OK);
	assert_int_equal(journal_open(s->dir, s->key, 2, &j, &s->e), ERR_OK);
	assert_int_equal(journal_begin(j, &d, &s->e), ERR_OK);
	journal_close(j);
	draft_free(&d);
	assert_false(found_in(s->dir, SEAT_PHONE));
	assert_false(found_in(s->dir, SEAT_NAME));
	assert_false(found_in(s->dir, SEAT_HOME));
	assert_true(found_in(s->dir, "路灯不亮三天了")); /* the search itself works */
}

static void
test_without_a_key_nothing_of_a_person_is_taken(void **state)
{
	struct seat *s = *state;
	struct cache_place at;
	struct ticket t;
	struct page p;
	struct op op;
	int64_t n;
	bool applied;

	cache_writer_key(s->w, NULL);
	seat_page_init(s, &p);
	seat_ticket(&t, 1, 1);
	seat_page_ticket(&p, &t);
	cache_place(s->w, "centre", &at);
	assert_int_equal(cache_page(s->w, "centre", &at, &p, &applied, &s->e), ERR_UNAUTHORISED);
	page_free(&p);
	seat_submit_op(&op, 1, 1);
	assert_int_equal(seat_add(s, &op, &n), ERR_UNAUTHORISED);
	op_free(&op);
}

/* An operation whose bytes are spoilt: it is told and parked; what the centre says, and what stands behind it, goes on. */
static void
test_a_spoilt_operation_holds_up_nothing(void **state)
{
	struct seat *s = *state;
	struct cache_batch b;
	struct ticket t;
	struct db *db;
	struct op op;

	seat_centre_row(s, 1, 1);
	for (int i = 0; i < 2; i++) {
		seat_op(&op, 700 + i, 1, EVENT_NOTE, 1);
		args_set(&op.args, EA_NOTE, "便签");
		seat_promise(s, &op);
	}
	db = by_hand(s, cache_migrations_count);
	assert_int_equal(
	    db_exec(db, "UPDATE outbox SET body = zeroblob(80) WHERE n = 1", &s->e), ERR_OK);
	db_close(db);
	seat_writer(s);
	seat_centre_row(s, 1, 2);
	assert_true(seat_shown(s, 1, &t));
	assert_int_equal(t.rev, 2);
	ticket_free(&t);
	assert_int_equal(
	    cache_batch(s->w, LIMIT_OPS, LIMIT_BODY_BYTES, 1, "b", &b, &s->e), ERR_CORRUPT);
	assert_int_equal(s->e.sys, 1);
	assert_int_equal(cache_refused(s->w, 1, ERR_CORRUPT, "损坏", &s->e), ERR_OK);
	assert_int_equal(cache_batch(s->w, LIMIT_OPS, LIMIT_BODY_BYTES, 1, "b", &b, &s->e), ERR_OK);
	assert_int_equal(b.count, 1);
	assert_int_equal(b.items[0].n, 1);
	cache_batch_free(&b);
}

/* ---- audit ---- */

static void
test_audit_chain(void **state)
{
	struct seat *s = *state;
	struct str body = { 0 };
	struct db *db;
	int64_t last, rows;

	for (int i = 0; i < 3; i++)
		assert_int_equal(
		    cache_audit_add(s->w, SEAT_NOW + i, "1154", "unmask", "t", "核对来电", &s->e),
		    ERR_OK);
	if (s->r == NULL)
		seat_reader(s);
	assert_int_equal(cache_audit_verify(s->r, &rows), 0);
	assert_int_equal(rows, 3);
	assert_int_equal(cache_audit_batch(s->w, &body, &last, &s->e), ERR_OK);
	assert_int_equal(last, 3);
	assert_non_null(strstr(body.s, "\"action\":\"unmask\""));
	str_free(&body);
	assert_int_equal(cache_audit_sent(s->w, 3, &s->e), ERR_OK);
	assert_int_equal(cache_audit_batch(s->w, &body, &last, &s->e), ERR_OK);
	assert_int_equal(last, 0);
	str_free(&body);
	/* Somebody edits the file. */
	db = by_hand(s, cache_migrations_count);
	assert_int_not_equal(
	    db_exec(db, "UPDATE audit SET user = '1160' WHERE seq = 2", NULL), ERR_OK);
	assert_int_equal(
	    db_exec(db,
		"DROP TRIGGER audit_no_update; UPDATE audit SET user = '1160' WHERE seq = 2",
		&s->e),
	    ERR_OK);
	db_close(db);
	seat_writer(s);
	cache_reader_close(s->r);
	seat_reader(s);
	assert_int_equal(cache_audit_verify(s->r, &rows), 2);
}

static void
test_one_writer(void **state)
{
	struct seat *s = *state;
	struct cache_args args = { .dir = s->dir, .key = s->key };
	struct cache_writer *second;

	assert_int_equal(cache_writer_open(&args, &second, &s->e), ERR_LOCKED);
	assert_null(second);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    test_fill_goes_on_after_a_kill, seat_setup, seat_teardown),
		cmocka_unit_test_setup_teardown(
		    test_fill_swaps_and_sweeps, seat_setup, seat_teardown),
		cmocka_unit_test_setup_teardown(
		    test_other_eyes_see_nothing, seat_setup, seat_teardown),
		cmocka_unit_test_setup_teardown(
		    test_every_write_of_a_submit_fails, seat_setup, seat_teardown),
		cmocka_unit_test_setup_teardown(
		    test_a_beginning_alone_is_no_draft, seat_setup, seat_teardown),
		cmocka_unit_test_setup_teardown(
		    test_a_spoilt_journal_is_kept, seat_setup, seat_teardown),
		cmocka_unit_test_setup_teardown(test_disk_full_for_good, seat_setup, seat_teardown),
		cmocka_unit_test_setup_teardown(
		    test_every_write_of_a_page_fails, seat_setup, seat_teardown),
		cmocka_unit_test_setup_teardown(
		    test_drafts_and_the_journal, seat_setup, seat_teardown),
		cmocka_unit_test_setup_teardown(
		    test_notes_are_no_sheets, seat_setup, seat_teardown),
		cmocka_unit_test_setup_teardown(
		    test_the_first_seats_draft_table, seat_setup, seat_teardown),
		cmocka_unit_test_setup_teardown(
		    test_a_submitted_draft_is_done, seat_setup, seat_teardown),
		cmocka_unit_test_setup_teardown(
		    test_no_identity_in_any_file, seat_setup, seat_teardown),
		cmocka_unit_test_setup_teardown(
		    test_without_a_key_nothing_of_a_person_is_taken, seat_setup, seat_teardown),
		cmocka_unit_test_setup_teardown(
		    test_a_spoilt_operation_holds_up_nothing, seat_setup, seat_teardown),
		cmocka_unit_test_setup_teardown(test_audit_chain, seat_setup, seat_teardown),
		cmocka_unit_test_setup_teardown(test_one_writer, seat_setup, seat_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
