/* The row of a ticket against what its events make of it: every byte of its text, its identity, its columns. Equal bytes
 * are the usual case and cost no reading; only what differs is read, to say which member it is.
 *
 * Not judged are due times and titles the centre made by calendars and categories that have changed since (they cannot
 * be worked out again), and the identity of a person that was erased from the events. */
#include <string.h>

#include "store_p.h"
#include "wire/ticket_json.h"

/* Row: doc, identity, no, rev, state, created_at, updated_at, incomplete_due, shielded. */
static const char row_sql[] =
    "SELECT doc, identity, no, rev, state, created_at, updated_at, incomplete_due, shielded"
    " FROM ticket WHERE id = ?1";

static bool
same_identity(struct store *s, struct sqlite3_stmt *st, const struct ticket *t)
{
	struct str want = { 0 }, have = { 0 };
	size_t n;
	const void *sealed = db_blob(st, 1, &n);
	bool same;

	ticket_json_identity(&t->f, &want);
	if (want.len <= 2) /* "{}": nobody in it, nothing is stored */
		same = n == 0;
	else
		same = store_unseal(s, "ticket", t->id, sealed, n, &have, NULL) == ERR_OK &&
		       have.len == want.len && memcmp(have.s, want.s, want.len) == 0;
	same = same && !want.bad;
	secret_str_free(&want);
	secret_str_free(&have);
	return same;
}

static bool
same_text(struct sqlite3_stmt *st, const struct ticket *t)
{
	struct str want = { 0 };
	bool same;

	ticket_json_write(t, false, &want);
	same = !want.bad && strcmp(str_c(&want), db_text(st, 0)) == 0;
	str_free(&want);
	return same;
}

/* The column that does not say what the ticket says; NULL when all do. */
static const char *
other_column(struct sqlite3_stmt *st, const struct ticket *t)
{
	const struct {
		const char *name;
		int64_t value;
	} columns[] = {
		{ "rev", t->rev },
		{ "state", (int64_t)t->state },
		{ "created_at", t->created_at },
		{ "updated_at", t->updated_at },
		{ "incomplete_due", t->state == STATE_INCOMPLETE ? t->incomplete_due : 0 },
		{ "shielded", ticket_is_shielded(t) },
	};

	if (strcmp(db_text(st, 2), fields_get(&t->f, TF_NO)) != 0)
		return "no";
	for (int i = 0; i < (int)(sizeof(columns) / sizeof(columns[0])); i++)
		if (db_int(st, 3 + i) != columns[i].value)
			return columns[i].name;
	return NULL;
}

/* ---- what differs ---- */

static const char *
read_row(struct store *s, struct sqlite3_stmt *st, const char *id, struct store_differs *d)
{
	const char *doc = db_text(st, 0), *why = NULL;
	struct str plain = { 0 };
	size_t n;
	const void *sealed = db_blob(st, 1, &n);

	if (ticket_json_read(doc, strlen(doc), &d->row, NULL) != ERR_OK)
		return "工单行读不出来";
	d->row_read = true;
	if (store_unseal(s, "ticket", id, sealed, n, &plain, NULL) != ERR_OK)
		why = "工单行的身份信息打不开";
	else if (plain.len > 0 && fields_json_read(plain.s, plain.len, &d->row.f, NULL) != ERR_OK)
		why = "工单行的身份信息读不出来";
	secret_str_free(&plain);
	return why;
}

static bool
take_field(struct ticket *to, const struct ticket *from, enum ticket_field f)
{
	return fields_set(&to->f, f, from->f.v[f]);
}

static bool
same_units(const struct ticket *a, const struct ticket *b)
{
	bool same = a->n_assign == b->n_assign;

	for (int i = 0; same && i < a->n_assign; i++)
		same = strcmp(a->assign[i].unit, b->assign[i].unit) == 0;
	return same;
}

/* The limits of those who work on it, and what was judged by them. A row without the units that the events name says
 * nothing of these: its lead's limits are the ticket's. */
static void
give_way_of_units(struct ticket *t, const struct ticket *row)
{
	struct assignment *a = t->assign;

	if (!same_units(t, row)) {
		for (int i = 0; i < t->n_assign; i++)
			if (a[i].role == ASSIGN_LEAD && assignment_is_open(&a[i])) {
				a[i].due = t->unit_due;
				if (a[i].state == ASSIGN_IS_WAITING)
					a[i].signin_due = t->signin_due;
			}
		return;
	}
	for (int i = 0; i < t->n_assign; i++) {
		a[i].signin_due = row->assign[i].signin_due;
		a[i].due = row->assign[i].due;
		a[i].late_signin = row->assign[i].late_signin;
	}
	for (int i = 0; i < REQUEST_COUNT; i++)
		if (t->request[i].at != 0)
			t->request[i].due = row->request[i].due;
	t->return_until = row->return_until;
	t->pause_until = row->pause_until;
	t->paused_days = row->paused_days;
	t->overdue_at = row->overdue_at;
	t->reply_due = row->reply_due;
}

/* What cannot be judged is taken as it stands in the row. False without memory. */
static bool
give_way(struct store_made *m, const struct ticket *row)
{
	struct ticket *t = &m->t;
	bool ok = true;

	if (m->old_clocks) {
		t->promised_due = row->promised_due;
		t->dispatch_due = row->dispatch_due;
		t->signin_due = row->signin_due;
		t->contact_due = row->contact_due;
		t->unit_due = row->unit_due;
		t->visit_due = row->visit_due;
		t->incomplete_due = row->incomplete_due;
		t->due_provisional = row->due_provisional;
		give_way_of_units(t, row);
		ok = m->titled || take_field(t, row, TF_TITLE);
	}
	for (int f = 0; f < TF_COUNT && m->erased && ok; f++)
		if (field_info((enum ticket_field)f)->part == PART_IDENTITY)
			ok = take_field(t, row, (enum ticket_field)f);
	return ok;
}

static void
compare(struct store *s, struct sqlite3_stmt *st, struct store_made *m, struct store_differs *d)
{
	const char *column;

	if (!give_way(m, &d->row)) {
		d->why = "内存不足, 没有核对";
		d->judged = false;
	} else if ((d->field = ticket_json_differs(&m->t, &d->row)) != NULL)
		d->why = "与环节不符";
	else if (!same_text(st, &m->t) || (!m->erased && !same_identity(s, st, &m->t)))
		d->why = "工单行的文本被改动";
	else if ((column = other_column(st, &m->t)) != NULL) {
		d->why = "工单行的列与环节不符";
		d->field = column;
	}
	if (d->field == NULL)
		d->field = "";
}

void
store_projection_check(
    struct store *s, const char *id, struct store_made *m, bool row_only, struct store_differs *d)
{
	struct sqlite3_stmt *st;

	*d = (struct store_differs){ .field = "" };
	ticket_init(&d->row);
	if (db_stmt(s->db, row_sql, &st, NULL) != ERR_OK) {
		d->why = "工单行读不出来";
		return;
	}
	db_bind_text(st, 1, id);
	if (db_step(s->db, st, NULL) != 1)
		d->why = "工单行不存在";
	else if (row_only || !same_text(st, &m->t) || other_column(st, &m->t) != NULL ||
		 !same_identity(s, st, &m->t)) {
		d->why = read_row(s, st, id, d);
		d->judged = d->why == NULL && !row_only;
		if (d->judged)
			compare(s, st, m, d);
	}
	db_done(st);
}
