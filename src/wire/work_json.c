/* The working half of a ticket as JSON: "work" with its counters and clocks, the assignments of units ("assign", oldest
 * first) and what waits for somebody's decision ("asked", by kind).
 *
 * Invariant: a ticket nobody has worked on writes nothing at all, so that rows of stage 1 keep their bytes. Nothing here is
 * identity: whom it concerns is said by unit codes and job numbers. */
#include "codec_p.h"
#include "scan_p.h"
#include "schema_p.h"
#include "work_p.h"

/* ---- codes ---- */

static const char *
role_name(int code)
{
	return code >= 0 && code < ASSIGN_ROLE_COUNT ? assign_role_json((enum assign_role)code)
						     : "";
}

static const char *
assign_name(int code)
{
	return code >= 0 && code < ASSIGN_STATE_COUNT ? assign_state_json((enum assign_state)code)
						      : "";
}

const struct codec_names codec_assign_roles = { role_name, assign_role_by_json };
const struct codec_names codec_assign_states = { assign_name, assign_state_by_json };

/* ---- tables ---- */

#define WORK(member, kind)   CODEC_ROW(#member, ticket, member, kind, 0)
#define ASSIGN(member, kind) CODEC_ROW(#member, assignment, member, kind, 0)
#define ASKED(member, kind)  CODEC_ROW(#member, request, member, kind, 0)

static const struct codec_row work_rows[] = {
	WORK(designated, BOOL),
	WORK(return_until, NUMBER),
	WORK(handlers, TEXT),
	WORK(paused_at, NUMBER),
	WORK(waits_for_info, BOOL),
	WORK(pause_until, NUMBER),
	WORK(pause_cause, TEXT),
	WORK(paused_days, INT),
	WORK(ext_days, INT),
	WORK(overdue_at, NUMBER),
	WORK(urged_at, NUMBER),
	WORK(contact_days, INT),
	WORK(last_contact_at, NUMBER),
	WORK(contact_bands, INT),
	WORK(contact_noticed, BOOL),
	WORK(phone_notified_at, NUMBER),
	WORK(replied_at, NUMBER),
	WORK(reply_due, NUMBER),
	WORK(back_count, INT),
	WORK(solved, TEXT),
	WORK(stars_result, INT),
	WORK(stars_manner, INT),
	WORK(superior_stars, INT),
	WORK(visit_bands, INT),
	WORK(visit_valid, BOOL),
	WORK(eval_until, NUMBER),
	CODEC_ROW_CODE("before", ticket, before, 0, &codec_states),
	WORK(follow_count, INT),
	WORK(card, INT),
	WORK(excluded, BOOL),
	WORK(sensitive, BOOL),
};
const struct codec_table table_work = CODEC_TABLE(work_rows);

static const struct codec_row assign_rows[] = {
	CODEC_ROW("unit", assignment, unit, TEXT, CODEC_MUST),
	ASSIGN(parent, TEXT),
	CODEC_ROW_CODE("role", assignment, role, CODEC_MUST, &codec_assign_roles),
	CODEC_ROW_CODE("state", assignment, state, CODEC_MUST, &codec_assign_states),
	ASSIGN(made_at, NUMBER),
	ASSIGN(signin_due, NUMBER),
	ASSIGN(due, NUMBER),
	ASSIGN(signed_at, NUMBER),
	ASSIGN(replied_at, NUMBER),
	ASSIGN(ended_at, NUMBER),
	ASSIGN(signed_by, TEXT),
	ASSIGN(late_signin, BOOL),
	ASSIGN(cards, INT),
};
const struct codec_table table_assignment = CODEC_TABLE(assign_rows);

static const struct codec_row asked_rows[] = {
	ASKED(at, NUMBER),
	ASKED(due, NUMBER),
	ASKED(by, TEXT),
	ASKED(unit, TEXT),
	ASKED(seq, COUNT),
};
const struct codec_table table_asked = CODEC_TABLE(asked_rows);

/* ---- writing ---- */

static void
write_assignments(const struct ticket *t, struct json_out *o)
{
	if (t->n_assign == 0)
		return;
	json_key(o, "assign");
	for (int i = 0; i < t->n_assign; i++) {
		struct json_out one;

		str_add_c(o->out, i == 0 ? '[' : ',');
		one = json_open(o->out);
		codec_write(assign_rows, CODEC_COUNT_OF(assign_rows), &t->assign[i], &one);
		json_close(&one);
	}
	str_add_c(o->out, ']');
}

static void
write_asked(const struct ticket *t, struct json_out *o)
{
	struct json_out all = { 0 };

	for (int i = 0; i < REQUEST_COUNT; i++) {
		struct json_out one;

		if (t->request[i].at == 0)
			continue;
		if (all.out == NULL) {
			json_key(o, "asked");
			all = json_open(o->out);
		}
		json_key(&all, request_json((enum ticket_request)i));
		one = json_open(o->out);
		codec_write(asked_rows, CODEC_COUNT_OF(asked_rows), &t->request[i], &one);
		json_close(&one);
	}
	if (all.out != NULL)
		json_close(&all);
}

void
work_write(const struct ticket *t, struct json_out *o)
{
	struct str text = { 0 };
	struct json_out work = json_open(&text);

	codec_write(work_rows, CODEC_COUNT_OF(work_rows), t, &work);
	write_assignments(t, &work);
	write_asked(t, &work);
	json_close(&work);
	if (work.any) {
		json_key(o, "work");
		str_add_n(o->out, str_c(&text), text.len);
	}
	o->out->bad = o->out->bad || text.bad;
	str_free(&text);
}

/* ---- reading ---- */

static enum err_code
read_assignments(
    const struct json_in *in, const struct json_at *at, const json_t *v, struct ticket *t)
{
	enum err_code rc = v == NULL ? ERR_OK : rows_check_count(in, at, v, ASSIGN_MAX);

	t->n_assign = 0;
	for (size_t i = 0; v != NULL && rc == ERR_OK && i < json_array_size(v); i++) {
		struct json_at here = { at, NULL, i };

		rc = codec_read(assign_rows, CODEC_COUNT_OF(assign_rows), NULL, in, &here,
		    json_array_get(v, i), &t->assign[i]);
		t->n_assign = (int)i + 1;
	}
	return rc;
}

/* A kind this program does not know yet is passed over: it is the centre's word, read tolerantly. */
static enum err_code
read_asked(const struct json_in *in, const struct json_at *at, json_t *v, struct ticket *t)
{
	enum err_code rc = v == NULL ? ERR_OK : json_want_object(in, at, v);
	const char *name;
	json_t *value;

	if (v == NULL || rc != ERR_OK)
		return rc;
	json_object_foreach(v, name, value)
	{
		struct json_at here = { at, name, 0 };
		int i = request_by_json(name);

		if (i < 0)
			continue;
		rc = codec_read(
		    asked_rows, CODEC_COUNT_OF(asked_rows), NULL, in, &here, value, &t->request[i]);
		if (rc != ERR_OK)
			return rc;
	}
	return ERR_OK;
}

enum err_code
work_read(const struct json_in *in, const struct json_at *at, json_t *v, struct ticket *t)
{
	static const char *const others[] = { "assign", "asked", NULL };
	struct json_at assign = { at, "assign", 0 }, asked = { at, "asked", 0 };
	enum err_code rc = codec_read(work_rows, CODEC_COUNT_OF(work_rows), others, in, at, v, t);

	if (rc == ERR_OK)
		rc = read_assignments(in, &assign, json_object_get(v, "assign"), t);
	if (rc == ERR_OK)
		rc = read_asked(in, &asked, json_object_get(v, "asked"), t);
	return rc;
}

/* ---- without a tree ---- */

static bool
scan_assignment(struct scan *s, void *arg)
{
	struct ticket *t = arg;

	return t->n_assign < ASSIGN_MAX && codec_scan(s, assign_rows, CODEC_COUNT_OF(assign_rows),
					       NULL, &t->assign[t->n_assign++]);
}

static bool
scan_assignments(struct scan *s, void *t)
{
	scan_blank(s);
	return scan_take(s, '[') && scan_all(s, ']', scan_assignment, t);
}

struct asked {
	struct ticket *t;
	unsigned seen;
};

static bool
scan_request(struct scan *s, void *arg)
{
	struct asked *a = arg;
	char name[SCAN_NAME];
	int i;

	if (!scan_name(s, name) || (i = request_by_json(name)) < 0 || (a->seen >> i & 1) != 0)
		return false;
	a->seen |= 1u << i;
	return codec_scan(s, asked_rows, CODEC_COUNT_OF(asked_rows), NULL, &a->t->request[i]);
}

static bool
scan_asked(struct scan *s, void *t)
{
	struct asked a = { .t = t };

	scan_blank(s);
	return scan_take(s, '{') && scan_all(s, '}', scan_request, &a);
}

bool
work_scan(struct scan *s, void *t)
{
	static const struct codec_beside beside[] = {
		{ "assign", scan_assignments },
		{ "asked", scan_asked },
		{ NULL, NULL },
	};

	return codec_scan(s, work_rows, CODEC_COUNT_OF(work_rows), beside, t);
}
