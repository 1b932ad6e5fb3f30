/* The small messages of /v1, each a table.
 *
 * Requests (enrol, login, feed) are read strictly, answers tolerantly. Not done here: HTTP, and what any of it means. */
#include "wire/message.h"

#include "base/limits.h"
#include "codec_p.h"
#include "rows_p.h"
#include "schema_p.h"
#include "wire/ticket_json.h"

/* A ticket and all it has been through: the longest has hundreds of events. */
#define TICKET_MOST_BYTES (2 * (size_t)LIMIT_PAGE_BYTES)
#define EVENTS_MOST       (2 * (size_t)LIMIT_PAGE_ROWS)

#define ROW(of, member, kind, flag) CODEC_ROW(#member, msg_##of, member, kind, flag)

static const struct codec_row centre_rows[] = {
	ROW(centre, centre_id, ID, CODEC_MUST),
	ROW(centre, epoch, TEXT, CODEC_MUST),
	ROW(centre, name, TEXT, 0),
	ROW(centre, version, TEXT, 0),
	ROW(centre, schema_min, INT, CODEC_ALWAYS),
	ROW(centre, schema_max, INT, CODEC_ALWAYS),
	CODEC_ROW("private", msg_centre, is_private, BOOL, CODEC_ALWAYS),
	ROW(centre, server_ms, COUNT, CODEC_ALWAYS),
};
static const struct codec_row enrol_rows[] = {
	ROW(enrol, code, TEXT, CODEC_ALWAYS),
	ROW(enrol, name, TEXT, CODEC_ALWAYS),
};
static const struct codec_row device_rows[] = {
	ROW(device, device_id, ID, CODEC_MUST),
	ROW(device, device_key, TEXT, CODEC_MUST),
	ROW(device, seat_no, TEXT, CODEC_MUST),
	ROW(device, centre_id, ID, CODEC_MUST),
	ROW(device, epoch, TEXT, CODEC_MUST),
};
static const struct codec_row login_rows[] = {
	ROW(login, job_no, TEXT, CODEC_ALWAYS),
	ROW(login, password, TEXT, CODEC_ALWAYS),
};
static const struct codec_row session_rows[] = {
	ROW(session, token, TEXT, CODEC_MUST),
	ROW(session, expires_at, COUNT, CODEC_ALWAYS),
	ROW(session, server_ms, COUNT, CODEC_ALWAYS),
	ROW(session, job_no, TEXT, CODEC_MUST),
	ROW(session, name, TEXT, 0),
	ROW(session, roles, TEXT, 0),
	ROW(session, unit, TEXT, 0),
	ROW(session, feed, TEXT, 0),
	ROW(session, seat_key, TEXT, 0),
	ROW(session, once, BOOL, 0),
};
static const struct codec_row snapshot_rows[] = {
	ROW(snapshot, id, TEXT, CODEC_MUST),
	ROW(snapshot, cursor, TEXT, CODEC_MUST),
	ROW(snapshot, epoch, TEXT, CODEC_MUST),
	ROW(snapshot, count, COUNT, CODEC_ALWAYS),
};
const struct codec_table table_centre = CODEC_TABLE(centre_rows);
const struct codec_table table_enrol = CODEC_TABLE(enrol_rows);
const struct codec_table table_device = CODEC_TABLE(device_rows);
const struct codec_table table_login = CODEC_TABLE(login_rows);
const struct codec_table table_session = CODEC_TABLE(session_rows);
const struct codec_table table_snapshot = CODEC_TABLE(snapshot_rows);

static void
write_message(const struct codec_row *rows, size_t n, const void *m, struct str *out)
{
	struct json_out o = json_open(out);

	codec_write(rows, n, m, &o);
	json_close(&o);
}

#define CODEC(name, strict)                                                             \
	void msg_##name##_write(const struct msg_##name *m, struct str *out)            \
	{                                                                               \
		write_message(name##_rows, CODEC_COUNT_OF(name##_rows), m, out);        \
	}                                                                               \
	enum err_code msg_##name##_read(                                                \
	    const char *text, size_t len, struct msg_##name *m, struct err *e)          \
	{                                                                               \
		*m = (struct msg_##name){ 0 };                                          \
		return codec_read_text(                                                 \
		    name##_rows, CODEC_COUNT_OF(name##_rows), strict, text, len, m, e); \
	}

CODEC(centre, false)
CODEC(enrol, true)
CODEC(device, false)
CODEC(login, true)
CODEC(session, false)
CODEC(snapshot, false)

/* ---- {"feed":"centre"} ---- */

struct feed {
	char feed[32];
};

static const struct codec_row feed_rows[] = { CODEC_ROW("feed", feed, feed, TEXT, CODEC_MUST) };
const struct codec_table table_feed = CODEC_TABLE(feed_rows);

enum err_code
msg_feed_read(const char *text, size_t len, char feed[32], struct err *e)
{
	struct feed m = { { 0 } };
	enum err_code rc = codec_read_text(feed_rows, 1, true, text, len, &m, e);

	(void)str_copy(feed, sizeof(m.feed), m.feed);
	return rc;
}

void
msg_feed_write(const char *feed, struct str *out)
{
	struct json_out o = json_open(out);

	json_pair(&o, "feed", feed);
	json_close(&o);
}

/* ---- {"ticket":{},"events":[]} ---- */

void
msg_ticket_write(
    const struct ticket *t, const struct event *events, size_t n, bool identity, struct str *out)
{
	struct json_out o = json_open(out);

	json_key(&o, "ticket");
	ticket_json_write(t, identity, out);
	json_key(&o, "events");
	str_add_c(out, '[');
	for (size_t i = 0; i < n; i++) {
		if (i > 0)
			str_add_c(out, ',');
		event_json_write(&events[i], identity, out);
	}
	str_add_c(out, ']');
	json_close(&o);
}

static enum err_code
read_ticket(const struct json_in *in, json_t *root, struct msg_ticket *m)
{
	const struct json_at ticket = { NULL, "ticket", 0 }, events = { NULL, "events", 0 };
	enum err_code rc = json_want_object(in, NULL, root);
	json_t *v;

	if (rc != ERR_OK)
		return rc;
	rc = rows_read_ticket(in, &ticket, json_object_get(root, "ticket"), &m->ticket);
	v = rc == ERR_OK ? json_object_get(root, "events") : NULL;
	if (v != NULL)
		rc = rows_read_events(in, &events, v, EVENTS_MOST, &m->events, &m->n_events);
	return rc;
}

enum err_code
msg_ticket_read(const char *text, size_t len, struct msg_ticket *m, struct err *e)
{
	struct json_in in = { false, e };
	json_t *root;
	enum err_code rc = json_parse(text, len, TICKET_MOST_BYTES, &root, e);

	*m = (struct msg_ticket){ 0 };
	ticket_init(&m->ticket);
	if (rc != ERR_OK)
		return rc;
	rc = read_ticket(&in, root, m);
	json_decref(root);
	if (rc != ERR_OK)
		msg_ticket_free(m);
	return rc;
}

void
msg_ticket_free(struct msg_ticket *m)
{
	ticket_free(&m->ticket);
	rows_free_events(m->events, m->n_events);
	m->events = NULL;
	m->n_events = 0;
}
