/* No byte of a stored event can be changed without verify naming the ticket and the event; nor can one be taken out. */
#include "room.h"

struct found {
	const char *ticket; /* looked for */
	int64_t seq;
	int reports;
	bool named;
	int of_row;     /* reports about the row of that ticket */
	char field[32]; /* the last one's member */
};

static void
bad(void *arg, const struct store_verify_bad *b)
{
	struct found *f = arg;

	f->reports++;
	if (strcmp(b->ticket, f->ticket) == 0 && b->seq == f->seq && b->why[0] != '\0')
		f->named = true;
	if (strcmp(b->ticket, f->ticket) == 0 && b->seq == 0) {
		f->of_row++;
		str_copy(f->field, sizeof(f->field), b->field);
	}
}

static struct found
verify(struct room *r, const char *ticket, int64_t seq)
{
	struct found f = { .ticket = ticket, .seq = seq };
	struct store_verify v = { .city = r->city, .bad = bad, .arg = &f };
	struct err e = { 0 };

	assert_int_equal(store_verify(r->s, &v, &e), ERR_OK);
	return f;
}

static void
sql(struct room *r, const char *text)
{
	struct err e = { 0 };

	if (db_exec(r->s->db, text, &e) != ERR_OK)
		fail_msg("%s: %s", text, e.text);
}

/* What the triggers forbid is what a forger does first. */
static void
unlock(struct room *r)
{
	sql(r, "DROP TRIGGER event_no_update; DROP TRIGGER event_no_delete;");
}

static void
two_lamps(struct room *r, char ticket[2][ID_SIZE])
{
	for (int i = 0; i < 2; i++) {
		struct desk d;
		room_lamp(r, &d, i + 1, 2);
		str_copy(ticket[i], ID_SIZE, d.t.id);
		desk_close(&d);
	}
}

static void
what_is_right_is_right(void **state)
{
	struct room *r = *state;
	char t[2][ID_SIZE];
	struct found f = { .ticket = "" };
	struct store_verify v = { .city = r->city, .bad = bad, .arg = &f };
	struct err e = { 0 };

	two_lamps(r, t);
	assert_int_equal(store_verify(r->s, &v, &e), ERR_OK);
	assert_int_equal(f.reports, 0);
	assert_int_equal(v.tickets, 2);
	assert_int_equal(v.events, 6);
	assert_int_equal(v.old_clocks, 0);
}

static void
the_tables_refuse_by_themselves(void **state)
{
	struct room *r = *state;
	struct err e = { 0 };
	char t[2][ID_SIZE];

	two_lamps(r, t);
	assert_int_not_equal(db_exec(r->s->db, "UPDATE ticket_event SET doc = 'x'", &e), ERR_OK);
	assert_int_not_equal(db_exec(r->s->db, "DELETE FROM ticket_event", &e), ERR_OK);
}

/* ---- every byte ---- */

enum column {
	COLUMN_DOC,
	COLUMN_IDENTITY,
	COLUMN_SALT,
	COLUMN_ID,
	COLUMN_ROW_DOC, /* of the ticket itself: seq 0 */
	COLUMN_ROW_IDENTITY,
	COLUMNS
};

static const char *const reads[COLUMNS] = {
	"SELECT doc FROM ticket_event WHERE ticket = ?1 AND seq = ?2",
	"SELECT identity FROM ticket_event WHERE ticket = ?1 AND seq = ?2",
	"SELECT salt FROM ticket_event WHERE ticket = ?1 AND seq = ?2",
	"SELECT id FROM ticket_event WHERE ticket = ?1 AND seq = ?2",
	"SELECT doc FROM ticket WHERE id = ?1 AND ?2 = 0",
	"SELECT identity FROM ticket WHERE id = ?1 AND ?2 = 0",
};
static const char *const writes[COLUMNS] = {
	"UPDATE ticket_event SET doc = ?3 WHERE ticket = ?1 AND seq = ?2",
	"UPDATE ticket_event SET identity = ?3 WHERE ticket = ?1 AND seq = ?2",
	"UPDATE ticket_event SET salt = ?3 WHERE ticket = ?1 AND seq = ?2",
	"UPDATE ticket_event SET id = ?3 WHERE ticket = ?1 AND seq = ?2",
	"UPDATE ticket SET doc = ?3 WHERE id = ?1 AND ?2 = 0",
	"UPDATE ticket SET identity = ?3 WHERE id = ?1 AND ?2 = 0",
};

static bool
is_text(enum column c)
{
	return c == COLUMN_DOC || c == COLUMN_ID || c == COLUMN_ROW_DOC;
}

static struct str
read_column(struct room *r, enum column c, const char *ticket, int64_t seq)
{
	struct sqlite3_stmt *st;
	struct str out = { 0 };
	struct err e = { 0 };
	const void *p;
	size_t n;

	assert_int_equal(db_stmt(r->s->db, reads[c], &st, &e), ERR_OK);
	db_bind_text(st, 1, ticket);
	db_bind_int(st, 2, seq);
	assert_int_equal(db_step(r->s->db, st, &e), 1);
	p = db_blob(st, 0, &n);
	if (n > 0)
		str_add_n(&out, p, n);
	db_done(st);
	return out;
}

static void
write_column(struct room *r, enum column c, const char *ticket, int64_t seq, const struct str *v)
{
	struct sqlite3_stmt *st;
	struct err e = { 0 };

	assert_int_equal(db_stmt(r->s->db, writes[c], &st, &e), ERR_OK);
	db_bind_text(st, 1, ticket);
	db_bind_int(st, 2, seq);
	if (is_text(c))
		db_bind_text(st, 3, v->s);
	else
		db_bind_blob(st, 3, v->s, v->len);
	if (db_run(r->s->db, st, &e) != ERR_OK)
		fail_msg("%s", e.text);
}

static size_t
flip_all(struct room *r, enum column c, const char *ticket, int64_t seq)
{
	struct str v = read_column(r, c, ticket, seq);
	size_t n = v.len;

	for (size_t i = 0; i < n; i++) {
		char was = v.s[i];
		struct found f;
		/* an id's last digit changed by one would be the next event's, which the table refuses */
		v.s[i] = (char)(was ^ (c == COLUMN_ID ? 8 : was == 1 ? 2 : 1));
		write_column(r, c, ticket, seq, &v);
		f = verify(r, ticket, seq);
		/* A row whose chain seems to end elsewhere is reported at that event. */
		if (seq == 0 ? f.reports != 1 : !f.named)
			fail_msg("event %lld, column %d, byte %zu of %zu: '%c' instead of '%c' is "
				 "not seen",
			    (long long)seq, (int)c, i, v.len, v.s[i], was);
		v.s[i] = was;
	}
	write_column(r, c, ticket, seq, &v);
	str_free(&v);
	return n;
}

static void
every_byte_counts(void **state)
{
	struct room *r = *state;
	char t[2][ID_SIZE];

	two_lamps(r, t);
	unlock(r);
	sql(r, "BEGIN"); /* one transaction: nothing here is about the disk */
	for (int64_t seq = 1; seq <= 3; seq++)
		for (enum column c = 0; c <= COLUMN_ID; c++)
			flip_all(r, c, t[1], seq);
	assert_int_equal(verify(r, t[1], 1).reports, 0); /* put back as it was */
	sql(r, "COMMIT");
}

/* ---- numbers, places, whole events ---- */

static void
numbers_count_too(void **state)
{
	static const char *const changes[][2] = {
		{ "UPDATE ticket_event SET kind = kind + 1 WHERE seq = 2",
		    "UPDATE ticket_event SET kind = kind - 1 WHERE seq = 2" },
		{ "UPDATE ticket_event SET at_server = at_server + 1 WHERE seq = 2",
		    "UPDATE ticket_event SET at_server = at_server - 1 WHERE seq = 2" },
	};
	struct room *r = *state;
	char t[2][ID_SIZE];

	two_lamps(r, t);
	unlock(r);
	for (size_t i = 0; i < sizeof(changes) / sizeof(changes[0]); i++) {
		sql(r, changes[i][0]);
		assert_true(verify(r, t[0], 2).named);
		assert_true(verify(r, t[1], 2).named);
		sql(r, changes[i][1]);
		assert_int_equal(verify(r, t[0], 2).reports, 0);
	}
}

static void
an_event_taken_out_is_missed(void **state)
{
	struct room *r = *state;
	char t[2][ID_SIZE];

	two_lamps(r, t);
	unlock(r);
	sql(r, "DELETE FROM ticket_event WHERE seq = 3 AND ticket LIKE '%1'");
	assert_true(verify(r, t[0], 3).named); /* the last */
	sql(r, "DELETE FROM ticket_event WHERE seq = 1 AND ticket LIKE '%2'");
	assert_true(verify(r, t[1], 2).named); /* what follows the gap */
	sql(r, "DELETE FROM ticket_event WHERE ticket LIKE '%2'");
	assert_true(verify(r, t[1], 0).named); /* all of them */
}

static void
an_event_moved_elsewhere_is_missed(void **state)
{
	struct room *r = *state;
	char t[2][ID_SIZE];

	two_lamps(r, t);
	unlock(r);
	sql(r, "UPDATE ticket_event SET ticket = '018f0000-0000-7000-8000-000000000009'"
	       " WHERE seq = 2 AND ticket LIKE '%2'");
	assert_true(verify(r, t[1], 3).named);
	assert_true(verify(r, "018f0000-0000-7000-8000-000000000009", 2).named);
	sql(r, "UPDATE ticket_event SET seq = 4 WHERE seq = 3 AND ticket LIKE '%1'");
	assert_true(verify(r, t[0], 4).named);
}

/* Erasing a person is lawful and leaves the chain whole: salt and sealed member go together. */
static void
an_erased_identity_still_adds_up(void **state)
{
	struct room *r = *state;
	char t[2][ID_SIZE];

	two_lamps(r, t);
	unlock(r);
	sql(r, "UPDATE ticket_event SET identity = NULL, salt = NULL WHERE ticket LIKE '%1'");
	assert_int_equal(verify(r, t[0], 1).reports, 0);
}

static void
another_key_opens_nothing(void **state)
{
	uint8_t other[SECRET_KEY_BYTES] = { 1 };
	struct room *r = *state;
	struct store *s;
	char t[2][ID_SIZE];
	struct found f = { .ticket = t[0], .seq = 1 };
	struct store_verify v = { .city = r->city, .bad = bad, .arg = &f };
	struct err e = { 0 };

	two_lamps(r, t);
	s = room_open_as(r, false, other);
	assert_int_equal(store_key_check(s, &e), ERR_CORRUPT);
	assert_int_equal(store_verify(s, &v, &e), ERR_OK);
	assert_true(f.named);
	store_close(s);
}

/* ---- the row of a ticket ---- */

/* Whoever edits what the desk shows, and leaves the events alone. */
static void
a_forged_row_is_named_with_its_field(void **state)
{
	static const struct {
		const char *sql, *field;
	} cases[] = {
		{ "UPDATE ticket SET doc = replace(doc, '\"address\":\"', '\"address\":\"老')",
		    "address" },
		{ "UPDATE ticket SET doc = replace(doc, '\"type\":\"help\"', "
		  "'\"type\":\"consult\"')",
		    "type" },
		{ "UPDATE ticket SET doc = replace(doc, '\"round\":1', '\"round\":2')", "round" },
		{ "UPDATE ticket SET doc = replace(doc, '\"promised_due\":1', "
		  "'\"promised_due\":2')",
		    "promised_due" },
		{ "UPDATE ticket SET doc = replace(doc, '\"first_owner\":\"1154\",', '')",
		    "first_owner" },
		{ "UPDATE ticket SET doc = replace(doc, '\"round\"', '\"urge_count\":3,\"round\"')",
		    "urge_count" },
		{ "UPDATE ticket SET doc = replace(doc, '\"round\"', '\"extra\":3,\"round\"')",
		    "" },
		{ "UPDATE ticket SET doc = replace(doc, '{', '{ ')", "" },
		{ "UPDATE ticket SET doc = '{'", "" },
		{ "UPDATE ticket SET rev = rev + 1", "rev" },
		{ "UPDATE ticket SET state = state + 1", "state" },
		{ "UPDATE ticket SET no = '9' || substr(no, 2)", "no" },
		{ "UPDATE ticket SET updated_at = updated_at - 1", "updated_at" },
		{ "UPDATE ticket SET shielded = 1", "shielded" },
		{ "UPDATE ticket SET identity = NULL", "appellant_name" },
		{ "UPDATE ticket SET identity = zeroblob(60)", "" },
		{ "DELETE FROM ticket", "" },
	};
	struct room *r = *state;
	char t[2][ID_SIZE], text[300];

	two_lamps(r, t);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct found f;

		sql(r, "SAVEPOINT forged");
		snprintf(text, sizeof(text), "%s WHERE id LIKE '%%2'", cases[i].sql);
		sql(r, text);
		assert_int_equal(db_changes(r->s->db), 1);
		f = verify(r, t[1], 0);
		if (f.of_row != 1 || f.reports != 1 || strcmp(f.field, cases[i].field) != 0)
			fail_msg("%s: %d reports, '%s'", cases[i].sql, f.reports, f.field);
		sql(r, "ROLLBACK TO forged; RELEASE forged");
	}
	assert_int_equal(verify(r, t[1], 0).reports, 0);
}

/* A name that was changed under its own seal: only the events know better. */
static void
a_name_sealed_anew_is_seen(void **state)
{
	struct room *r = *state;
	char t[2][ID_SIZE];
	struct ticket whole;
	struct found f;
	struct err e = { 0 };

	two_lamps(r, t);
	ticket_init(&whole);
	assert_int_equal(store_ticket_get(r->s, t[0], &whole, &e), ERR_OK);
	assert_true(fields_set(&whole.f, TF_CONTACT_PHONE, "13900002222"));
	assert_int_equal(store_ticket_put(r->s, &whole, 0, &e), ERR_OK);
	f = verify(r, t[0], 0);
	assert_int_equal(f.of_row, 1);
	assert_string_equal(f.field, "contact_phone");
	assert_true(fields_set(&whole.f, TF_CONTACT_PHONE, "13900001111"));
	assert_int_equal(store_ticket_put(r->s, &whole, 0, &e), ERR_OK);
	assert_int_equal(verify(r, t[0], 0).reports, 0);
	ticket_free(&whole);
}

static void
every_byte_of_a_row_counts(void **state)
{
	struct room *r = *state;
	char t[2][ID_SIZE];

	two_lamps(r, t);
	sql(r, "BEGIN");
	assert_true(flip_all(r, COLUMN_ROW_DOC, t[1], 0) > 300);
	assert_true(flip_all(r, COLUMN_ROW_IDENTITY, t[1], 0) > 60);
	assert_int_equal(verify(r, t[1], 0).reports, 0);
	sql(r, "COMMIT");
}

/* What was worked out by calendars that are no more cannot be worked out again; everything else can. */
static void
other_calendars_since(void **state)
{
	struct room *r = *state;
	char t[2][ID_SIZE];
	struct found f = { .ticket = "" };
	struct store_verify v = { .city = r->city, .bad = bad, .arg = &f };
	struct err e = { 0 };

	two_lamps(r, t);
	assert_int_equal(store_meta_set(r->s, STORE_MADE_SEQ, "7", &e), ERR_OK);
	assert_int_equal(
	    store_change_add(r->s, 7, "reference", "ref", "calendar/2026-01-01", 1, 'p', &e),
	    ERR_OK);
	assert_int_equal(
	    store_change_add(r->s, 9, "reference", "ref", "contact/1", 1, 'p', &e), ERR_OK);
	sql(r, "UPDATE ticket SET doc = replace(doc, '\"promised_due\":1', '\"promised_due\":2')");
	assert_int_equal(verify(r, t[0], 0).reports, 2); /* no clock of ours has changed */
	assert_int_equal(
	    store_change_add(r->s, 9, "reference", "ref", "calendar/2026-01-02", 1, 'p', &e),
	    ERR_OK);
	assert_int_equal(store_verify(r->s, &v, &e), ERR_OK);
	assert_int_equal(f.reports, 0);
	assert_int_equal(v.old_clocks, 2);
	sql(r, "UPDATE ticket SET doc = replace(doc, '\"address\":\"', '\"address\":\"老') WHERE "
	       "id LIKE '%1'");
	f = verify(r, t[0], 0);
	assert_int_equal(f.reports, 1);
	assert_string_equal(f.field, "address");
	/* The day after the change new tickets count again. */
	sql(r, "INSERT INTO feed_day VALUES(1, 8), (2, 9)");
	assert_int_equal(store_verify(r->s, &v, &e), ERR_OK);
	assert_int_equal(v.old_clocks, 0);
}

/* ---- the audit log ---- */

static void
look(struct room *r, int n)
{
	struct store_audit a = { .at = 1000 + n };
	struct err e = { 0 };

	snprintf(a.id, sizeof(a.id), "018f0000-0000-7000-a000-%012d", n);
	str_copy(a.user, sizeof(a.user), "1154");
	str_copy(a.device, sizeof(a.device), "018f0000-0000-7000-8000-00000000dddd");
	str_copy(a.action, sizeof(a.action), "unmask");
	str_copy(a.object, sizeof(a.object), "018f0000-0000-7000-8000-000000000001");
	str_copy(a.reason, sizeof(a.reason), "回拨核实地点");
	assert_int_equal(store_audit_add(r->s, &a, &e), ERR_OK);
}

static void
looks_are_a_chain_of_their_own(void **state)
{
	static const char *const columns[] = { "at", "job_no", "device", "action", "object",
		"reason", "id", "hash" };
	struct room *r = *state;
	char text[160];

	for (int i = 1; i <= 4; i++)
		look(r, i);
	look(r, 2); /* sent twice */
	assert_int_equal(store_audit_count(r->s), 4);
	assert_int_equal(store_audit_verify(r->s), 0);
	sql(r, "DROP TRIGGER audit_no_update; DROP TRIGGER audit_no_delete;");
	for (size_t i = 0; i < sizeof(columns) / sizeof(columns[0]); i++) {
		sql(r, "SAVEPOINT forged");
		snprintf(text, sizeof(text), "UPDATE audit SET %s = %s WHERE seq = 3", columns[i],
		    strcmp(columns[i], "at") == 0 ? "at + 1" : "'x'");
		sql(r, text);
		assert_int_equal(store_audit_verify(r->s), 3);
		sql(r, "ROLLBACK TO forged; RELEASE forged");
	}
	sql(r, "DELETE FROM audit WHERE seq = 2");
	assert_int_equal(store_audit_verify(r->s), 3);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		T(what_is_right_is_right),
		T(the_tables_refuse_by_themselves),
		T(every_byte_counts),
		T(numbers_count_too),
		T(an_event_taken_out_is_missed),
		T(an_event_moved_elsewhere_is_missed),
		T(an_erased_identity_still_adds_up),
		T(another_key_opens_nothing),
		T(a_forged_row_is_named_with_its_field),
		T(a_name_sealed_anew_is_seen),
		T(every_byte_of_a_row_counts),
		T(other_calendars_since),
		T(looks_are_a_chain_of_their_own),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
