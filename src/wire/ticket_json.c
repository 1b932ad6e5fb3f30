/* A ticket as JSON: the members of the table below, "matter", "work" (work_json.c) and, for those who may see it,
 * "identity".
 *
 * Invariant: without the caller's word not one identity value is written. Not done here: who may see it (server/auth). */
#include "wire/ticket_json.h"

#include "base/limits.h"
#include "codec_p.h"
#include "pairs_p.h"
#include "rows_p.h"
#include "scan_p.h"
#include "schema_p.h"
#include "work_p.h"

#define ROW(member, kind, flag) CODEC_ROW(#member, ticket, member, kind, flag)

static const struct codec_row ticket_rows[] = {
	ROW(id, ID, CODEC_MUST),
	CODEC_ROW_CODE("state", ticket, state, CODEC_MUST, &codec_states),
	ROW(rev, COUNT, CODEC_ALWAYS),
	ROW(round, INT, 0),
	ROW(created_by, TEXT, 0),
	ROW(first_owner, TEXT, 0),
	ROW(seat_no, TEXT, 0),
	ROW(created_offline, BOOL, 0),
	ROW(lead_unit, TEXT, 0),
	ROW(created_at, NUMBER, 0),
	ROW(accepted_at, NUMBER, 0),
	ROW(dispatched_at, NUMBER, 0),
	ROW(promised_due, NUMBER, 0),
	ROW(dispatch_due, NUMBER, 0),
	ROW(signin_due, NUMBER, 0),
	ROW(contact_due, NUMBER, 0),
	ROW(unit_due, NUMBER, 0),
	ROW(visit_due, NUMBER, 0),
	ROW(incomplete_due, NUMBER, 0),
	ROW(due_provisional, BOOL, 0),
	ROW(first_contact_at, NUMBER, 0),
	ROW(closed_at, NUMBER, 0),
	ROW(updated_at, NUMBER, 0),
	ROW(contact_count, INT, 0),
	ROW(contact_reached, INT, 0),
	ROW(dispatch_count, INT, 0),
	ROW(return_count, INT, 0),
	ROW(ext_count, INT, 0),
	ROW(urge_count, INT, 0),
	ROW(visit_count, INT, 0),
	ROW(supplement_count, INT, 0),
	ROW(supervise_level, INT, 0),
	ROW(merged_into, ID, 0),
	ROW(event_count, COUNT, 0),
	ROW(head_hash, HASH, 0),
	CODEC_ROW("matter", ticket, f, MATTER, 0),
};
const struct codec_table table_ticket = CODEC_TABLE(ticket_rows);
_Static_assert(CODEC_COUNT_OF(ticket_rows) <= 64, "codec_read counts members in 64 bits");

void
ticket_json_write(const struct ticket *t, bool identity, struct str *out)
{
	struct json_out o = json_open(out);

	codec_write(ticket_rows, CODEC_COUNT_OF(ticket_rows), t, &o);
	work_write(t, &o);
	if (identity && pairs_any(&pairs_fields, &t->f, PAIRS_IDENTITY)) {
		json_key(&o, "identity");
		ticket_json_identity(&t->f, out);
	}
	json_close(&o);
}

enum err_code
rows_read_ticket(const struct json_in *in, const struct json_at *at, json_t *v, struct ticket *t)
{
	static const char *const others[] = { "identity", "work", NULL };
	struct json_at here = { at, "identity", 0 }, there = { at, "work", 0 };
	enum err_code rc =
	    codec_read(ticket_rows, CODEC_COUNT_OF(ticket_rows), others, in, at, v, t);
	json_t *work = rc == ERR_OK ? json_object_get(v, "work") : NULL, *identity;

	if (work != NULL)
		rc = work_read(in, &there, work, t);
	identity = rc == ERR_OK ? json_object_get(v, "identity") : NULL;
	if (identity == NULL || json_is_null(identity))
		return rc;
	return pairs_read(&pairs_fields, in, &here, identity, false, &t->f);
}

static bool
scan_identity(struct scan *s, void *arg)
{
	struct ticket *t = arg;

	return pairs_scan(&pairs_fields, s, &t->f);
}

bool
rows_scan_ticket(const char *text, size_t len, struct ticket *t)
{
	static const struct codec_beside beside[] = {
		{ "work", work_scan },
		{ "identity", scan_identity },
		{ NULL, NULL },
	};
	struct scan s = scan_open(text, len);
	const bool good =
	    codec_scan(&s, ticket_rows, CODEC_COUNT_OF(ticket_rows), beside, t) && scan_at_end(&s);

	scan_close(&s);
	if (good)
		return true;
	ticket_free(t); /* a part of it */
	ticket_init(t);
	return false;
}

enum err_code
ticket_json_read(const char *text, size_t len, struct ticket *t, struct err *e)
{
	struct json_in in = { false, e };
	json_t *root;
	enum err_code rc;

	if (len <= LIMIT_BODY_BYTES && rows_scan_ticket(text, len, t))
		return ERR_OK;
	rc = json_parse(text, len, LIMIT_BODY_BYTES, &root, e);
	if (rc != ERR_OK)
		return rc;
	rc = rows_read_ticket(&in, NULL, root, t);
	json_decref(root);
	return rc;
}

/* ---- which member ---- */

/* One member as it is written, empty ones too. */
static void
write_one(const struct codec_row *row, const struct ticket *t, struct str *out)
{
	struct json_out o = { .out = out };

	str_reset(out);
	codec_write(row, 1, t, &o);
}

/* The working half as one member: what of it differs is seen in the events. */
static bool
same_work(const struct ticket *a, const struct ticket *b)
{
	struct str one = { 0 }, two = { 0 };
	struct json_out o = { .out = &one };
	bool same;

	work_write(a, &o);
	o = (struct json_out){ .out = &two };
	work_write(b, &o);
	same = str_eq(str_c(&one), str_c(&two));
	str_free(&one);
	str_free(&two);
	return same;
}

static const char *
other_field(const struct fields *a, const struct fields *b)
{
	for (int f = 0; f < TF_COUNT; f++)
		if (!str_eq(a->v[f], b->v[f]))
			return field_info((enum ticket_field)f)->json;
	return NULL;
}

const char *
ticket_json_differs(const struct ticket *a, const struct ticket *b)
{
	struct str one = { 0 }, two = { 0 };
	const char *name = other_field(&a->f, &b->f);

	for (size_t i = 0; i < CODEC_COUNT_OF(ticket_rows) && name == NULL; i++) {
		write_one(&ticket_rows[i], a, &one);
		write_one(&ticket_rows[i], b, &two);
		if (!str_eq(str_c(&one), str_c(&two)))
			name = ticket_rows[i].name;
	}
	str_free(&one);
	str_free(&two);
	return name == NULL && !same_work(a, b) ? "work" : name;
}

/* ---- the parts that databases keep ---- */

void
ticket_json_matter(const struct fields *f, struct str *out)
{
	pairs_write(&pairs_fields, f, PAIRS_MATTER, out);
}

void
ticket_json_identity(const struct fields *f, struct str *out)
{
	pairs_write(&pairs_fields, f, PAIRS_IDENTITY, out);
}

enum err_code
fields_json_read(const char *text, size_t len, struct fields *f, struct err *e)
{
	struct json_in in = { false, e };
	json_t *root;
	enum err_code rc = json_parse(text, len, LIMIT_BODY_BYTES, &root, e);

	if (rc != ERR_OK)
		return rc;
	rc = pairs_read(&pairs_fields, &in, NULL, root, false, f);
	json_decref(root);
	return rc;
}
