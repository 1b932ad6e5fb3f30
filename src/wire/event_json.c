/* An event as JSON: the members of the table below and, for those who may see it, "identity": {set, was, args} of that
 * part, with the salt of its digest.
 *
 * Invariants: without the caller's word no identity value is written, nor the salt: with it a phone number could be
 * guessed back from the digest, which always goes along so that the chain can be checked. "withheld" says that there is
 * something the reader was not sent. Not done here: the hash itself (model/chain.c). */
#include "wire/ticket_json.h"

#include <string.h>

#include "base/limits.h"
#include "codec_p.h"
#include "pairs_p.h"
#include "rows_p.h"
#include "schema_p.h"

#define ROW(member, kind, flag) CODEC_ROW(#member, event, member, kind, flag)

static const struct codec_row event_rows[] = {
	ROW(id, ID, CODEC_MUST),
	ROW(ticket, ID, CODEC_MUST),
	ROW(seq, COUNT, 0),
	CODEC_ROW_CODE("kind", event, kind, CODEC_MUST, &codec_kinds),
	CODEC_ROW_CODE("from", event, from, CODEC_ALWAYS, &codec_states),
	CODEC_ROW_CODE("to", event, to, CODEC_ALWAYS, &codec_states),
	ROW(actor, TEXT, 0),
	ROW(actor_name, TEXT, 0),
	ROW(unit, TEXT, 0),
	ROW(via, TEXT, 0),
	ROW(at, NUMBER, 0),
	ROW(at_server, NUMBER, 0),
	ROW(offline, BOOL, 0),
	ROW(set, MATTER, 0),
	ROW(was, MATTER, 0),
	ROW(args, SAID, 0),
	ROW(prev_hash, HASH, 0),
	ROW(hash, HASH, 0),
	ROW(identity_hash, BYTES, 0),
	CODEC_ROW("withheld", event, identity_withheld, BOOL, 0),
};

static const struct codec_row salt_row[] = { ROW(salt, BYTES, 0) };
const struct codec_table table_event = CODEC_TABLE(event_rows);
const struct codec_table table_salt = CODEC_TABLE(salt_row);

static bool
has_identity(const struct event *ev)
{
	return pairs_any(&pairs_fields, &ev->set, PAIRS_IDENTITY) ||
	       pairs_any(&pairs_fields, &ev->was, PAIRS_IDENTITY) ||
	       pairs_any(&pairs_args, &ev->args, PAIRS_IDENTITY);
}

/* ---- writing ---- */

static void
write_part(const struct pairs *p, const char *name, const void *of, struct json_out *o)
{
	if (!pairs_any(p, of, PAIRS_IDENTITY))
		return;
	json_key(o, name);
	pairs_write(p, of, PAIRS_IDENTITY, o->out);
}

void
event_json_identity(const struct event *ev, struct str *out)
{
	struct json_out o = json_open(out);

	write_part(&pairs_fields, "set", &ev->set, &o);
	write_part(&pairs_fields, "was", &ev->was, &o);
	write_part(&pairs_args, "args", &ev->args, &o);
	json_close(&o);
}

void
event_json_write(const struct event *ev, bool identity, struct str *out)
{
	struct json_out o = json_open(out);

	codec_write(event_rows, CODEC_COUNT_OF(event_rows), ev, &o);
	if (has_identity(ev) && identity) {
		json_key(&o, "identity");
		event_json_identity(ev, out);
		codec_write(salt_row, 1, ev, &o);
	} else if (has_identity(ev) && !ev->identity_withheld) {
		json_key(&o, "withheld");
		str_add(out, "true");
	}
	json_close(&o);
}

/* ---- reading ---- */

static enum err_code
read_parts(const struct json_in *in, const struct json_at *at, json_t *v, struct event *ev)
{
	static const struct codec_row rows[] = {
		ROW(set, SEEN, 0),
		ROW(was, SEEN, 0),
		ROW(args, ARGS, 0),
	};
	enum err_code rc = codec_read(rows, CODEC_COUNT_OF(rows), NULL, in, at, v, ev);

	ev->has_identity = has_identity(ev);
	return rc;
}

enum err_code
rows_read_event(const struct json_in *in, const struct json_at *at, json_t *v, struct event *ev)
{
	static const char *const others[] = { "identity", "salt", NULL };
	struct json_at here = { at, "identity", 0 };
	enum err_code rc =
	    codec_read(event_rows, CODEC_COUNT_OF(event_rows), others, in, at, v, ev);
	json_t *identity;

	if (rc == ERR_OK)
		rc = codec_read(salt_row, 1, NULL, &(struct json_in){ false, in->e }, at, v, ev);
	identity = rc == ERR_OK ? json_object_get(v, "identity") : NULL;
	if (identity == NULL || json_is_null(identity))
		return rc;
	return read_parts(in, &here, identity, ev);
}

enum err_code
event_json_read(const char *text, size_t len, struct event *ev, struct err *e)
{
	struct json_in in = { false, e };
	json_t *root;
	enum err_code rc = json_parse(text, len, LIMIT_BODY_BYTES, &root, e);

	if (rc != ERR_OK)
		return rc;
	rc = rows_read_event(&in, NULL, root, ev);
	json_decref(root);
	return rc;
}

enum err_code
event_json_read_payload(const char *text, size_t len, struct event *ev, struct err *e)
{
	struct json_in in = { false, e };
	json_t *root;
	enum err_code rc = json_parse(text, len, LIMIT_BODY_BYTES, &root, e);

	if (rc != ERR_OK)
		return rc;
	rc = read_parts(&in, NULL, root, ev);
	json_decref(root);
	return rc;
}
