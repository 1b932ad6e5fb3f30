/* Attachments on a lane of their own, one request at a time, so that a large file never holds up an operation: what somebody
 * waits for is fetched first, then what is to be sent goes piece by piece.
 *
 * A file is announced (again after every cut: that is harmless), and each piece is sent from where the centre is known to
 * be; if it is elsewhere it says so (409 with "expect"), and the sending goes on there. Nothing is remembered in memory
 * that the next start would miss. */
#include <stdlib.h>
#include <string.h>

#include "sync_p.h"
#include "wire/blob_json.h"
#include "wire/tus.h"

#define SPOILT_MOST 3                             /* then it is the file, not the line */
#define LIST_MOST   ((size_t)2 * BLOB_PER_TICKET) /* of a ticket: more is no list of ours */

static void
add_header(struct sync_request *r, struct str *text)
{
	if (r->n_headers < SYNC_HEADERS)
		r->headers[r->n_headers++] = str_take(text);
	str_free(text);
}

static void
say(struct sync_request *r, const char *name, const char *value)
{
	struct str h = { 0 };

	str_addf(&h, "%s: %s", name, value);
	add_header(r, &h);
}

/* ---- sending ---- */

static void
announce(struct sync *s, const struct cache_file *f)
{
	struct sync_request *r = sync_send(s, &s->file, ASK_FILE_BEGIN, "POST");
	struct tus_upload u;
	struct str meta = { 0 }, h = { 0 };

	if (r == NULL)
		return;
	str_copy(u.id, sizeof(u.id), f->i.id);
	str_copy(u.name, sizeof(u.name), f->i.name);
	str_copy(u.by, sizeof(u.by), f->i.by);
	str_copy(u.ticket, sizeof(u.ticket), f->ticket);
	tus_metadata_write(&u, &meta);
	r->path = str_dup("/v1/blobs");
	r->auth = sync_auth_device(s);
	say(r, "Tus-Resumable", TUS_VERSION);
	say(r, "Upload-Metadata", str_c(&meta));
	str_addf(&h, "Upload-Length: %lld", (long long)f->i.bytes);
	add_header(r, &h);
	str_free(&meta);
}

static void
send_piece(struct sync *s, const struct cache_file *f, struct str *piece)
{
	struct sync_request *r = sync_send(s, &s->file, ASK_FILE_PIECE, "PATCH");
	struct str path = { 0 }, sum = { 0 }, h = { 0 };

	if (r == NULL)
		return;
	str_addf(&path, "/v1/blobs/%s", f->i.id);
	tus_checksum_write(piece->s, piece->len, &sum);
	r->path = str_take(&path);
	r->auth = sync_auth_device(s);
	r->type = TUS_BODY;
	r->timeout_ms = 120000; /* half a megabyte over the slowest line that works at all */
	say(r, "Tus-Resumable", TUS_VERSION);
	say(r, "Upload-Checksum", str_c(&sum));
	str_addf(&h, "Upload-Offset: %lld", (long long)f->i.have);
	add_header(r, &h);
	s->piece_to = f->i.have + (int64_t)piece->len;
	r->len = piece->len;
	r->body = str_take(piece);
	str_free(&sum);
}

static void
refuse(struct sync *s, const char *id, const struct err *why)
{
	struct cache_file f = { .why = "" };
	struct err e;

	if (cache_file_known(s->cache, id, &f))
		err_set(&e, why->code, "附件“%s”没有传成: %s", f.i.name, why->text);
	else
		e = *why;
	if (cache_file_refused(s->cache, id, why->text, NULL) != ERR_OK)
		sync_fail(s, &s->file);
	sync_note(s, NOTE_TEXT, &e);
	s->spoilt = 0;
	s->out->link_changed = true;
}

static void
send_next(struct sync *s)
{
	struct cache_file f;
	struct str piece = { 0 };
	struct err e = { 0 };

	if (!cache_file_due(s->cache, &f)) {
		s->look_file = false;
		return;
	}
	if (strcmp(s->announced, f.i.id) != 0) {
		if (strcmp(s->sending, f.i.id) != 0)
			s->spoilt = 0;
		str_copy(s->sending, sizeof(s->sending), f.i.id);
		announce(s, &f);
	} else if (cache_file_piece(s->cache, f.i.id, f.i.have, &piece, &e) != ERR_OK) {
		refuse(s, f.i.id, &e);
	} else {
		send_piece(s, &f, &piece);
	}
	secret_str_free(&piece);
}

/* Spoilt on its way; of a piece also: another seat sends the same file, or the centre has forgotten that it was announced. */
static bool
is_passing(struct sync *s, enum err_code code)
{
	return (code == ERR_CHECKSUM && s->spoilt++ < SPOILT_MOST) ||
	       (s->file.ask == ASK_FILE_PIECE && (code == ERR_FORBIDDEN || code == ERR_NOT_FOUND));
}

static void
failed(struct sync *s, const struct sync_event *ev)
{
	struct err e;
	int64_t expect = 0;
	enum err_code code = sync_problem(ev, &e, &expect);

	if (code == ERR_CONFLICT && s->file.ask == ASK_FILE_PIECE) { /* it is elsewhere */
		if (cache_file_moved(s->cache, s->sending, expect, NULL) != ERR_OK)
			sync_fail(s, &s->file);
		s->out->link_changed = true;
		return;
	}
	s->announced[0] = '\0';
	if (is_passing(s, code)) {
		sync_fail(s, &s->file); /* announced anew, from where the centre says it is then */
	} else if (ev->outcome != SYNC_ANSWERED || err_retry_class(code) == RETRY_LATER ||
		   code == ERR_UNAUTHORISED || code == ERR_DEVICE) {
		if (code == ERR_DEVICE || code == ERR_UNAUTHORISED)
			door_lost_device(s, &e);
		sync_fail(s, &s->file);
	} else {
		if (ev->status == 404 || ev->status == 405)
			err_set(&e, ERR_NOT_FOUND, "中心版本较旧, 还不收附件。");
		refuse(s, s->sending, &e);
	}
}

static void
sent(struct sync *s, const struct sync_event *ev)
{
	if (!sync_is_ok(ev)) {
		failed(s, ev);
		return;
	}
	s->file.tries = 0;
	if (s->file.ask == ASK_FILE_BEGIN) {
		str_copy(s->announced, sizeof(s->announced), s->sending);
		return;
	}
	if (cache_file_moved(s->cache, s->sending, s->piece_to, NULL) != ERR_OK)
		sync_fail(s, &s->file);
	s->out->link_changed = true;
}

/* ---- fetching ---- */

static void
fetched(struct sync *s, const struct err *e)
{
	struct sync_note *note = sync_note(s, NOTE_FILE, e);

	if (note != NULL) {
		str_copy(note->ticket, sizeof(note->ticket), s->wants[0].ticket);
		str_copy(note->file, sizeof(note->file), s->wants[0].id);
	}
	memmove(s->wants, s->wants + 1, (size_t)(s->n_wants - 1) * sizeof(*s->wants));
	s->n_wants--;
	s->got = 0;
}

void
file_want(struct sync *s, const char *ticket, const char *id)
{
	struct err e;

	if (s->n_wants == SYNC_WANTS) {
		struct sync_note *note;

		err_set(&e, ERR_BUSY, NULL);
		note = sync_note(s, NOTE_FILE, &e);
		if (note != NULL) {
			str_copy(note->ticket, sizeof(note->ticket), ticket);
			str_copy(note->file, sizeof(note->file), id);
		}
		return;
	}
	str_copy(s->wants[s->n_wants].ticket, ID_SIZE, ticket);
	str_copy(s->wants[s->n_wants++].id, BLOB_ID_SIZE, id);
}

static void
ask_for(struct sync *s)
{
	const char *id = s->wants[0].id;
	struct sync_request *r =
	    sync_send(s, &s->file, id[0] == '\0' ? ASK_FILES : ASK_FILE_GET, "GET");
	struct str path = { 0 };

	if (r == NULL)
		return;
	if (id[0] == '\0')
		str_addf(&path, "/v1/blobs?ticket=%s", s->wants[0].ticket);
	else
		str_addf(&path, "/v1/blobs/%s?offset=%lld", id, (long long)s->got);
	r->path = str_take(&path);
	r->auth = sync_auth_session(s);
	r->timeout_ms = 120000;
}

static enum err_code
take_list(struct sync *s, const struct sync_event *ev, struct err *e)
{
	struct blob_info list[LIST_MOST];
	struct cache_file rows[LIST_MOST];
	size_t n = 0;
	enum err_code rc = blob_json_read(ev->body, ev->len, list, LIST_MOST, &n, e);

	for (size_t i = 0; rc == ERR_OK && i < n; i++) {
		rows[i] = (struct cache_file){ .i = list[i], .state = FILE_THERE };
		str_copy(rows[i].ticket, ID_SIZE, s->wants[0].ticket);
	}
	return rc == ERR_OK ? cache_file_put(s->cache, rows, n, e) : rc;
}

/* A part; true when the file is here, or it went wrong. */
static bool
take_part(struct sync *s, const struct sync_event *ev, struct err *e)
{
	struct cache_file f;

	if (!cache_file_known(s->cache, s->wants[0].id, &f)) {
		err_set(e, ERR_NOT_FOUND, "没有这个附件。");
		return true;
	}
	if (ev->len == 0 || s->got + (int64_t)ev->len > f.i.bytes) {
		err_set(e, ERR_CORRUPT, "中心给的附件长度不对。");
		return true;
	}
	if (cache_file_take(s->cache, f.i.id, s->got, ev->body, ev->len, f.i.bytes, e) != ERR_OK)
		return true;
	s->got += (int64_t)ev->len;
	return s->got >= f.i.bytes;
}

static void
came(struct sync *s, const struct sync_event *ev)
{
	struct err e = { 0 };
	bool whole = true;

	if (s->n_wants == 0)
		return;
	if (!sync_is_ok(ev)) {
		if (sync_problem(ev, &e, NULL) == ERR_UNAUTHORISED)
			door_lost_session(s, &e);
	} else if (s->file.ask == ASK_FILES) {
		(void)take_list(s, ev, &e);
	} else {
		whole = take_part(s, ev, &e);
	}
	if (whole)
		fetched(s, &e);
}

/* ---- both ---- */

void
file_plan(struct sync *s)
{
	struct err e;

	while (s->n_wants > 0 && s->file.id == 0 &&
	       (!s->up || !s->has_session || !cache_writer_has_key(s->cache))) {
		err_set(&e, ERR_NEEDS_CENTRE, "附件在中心, 连上中心后才能取。");
		fetched(s, &e);
	}
	if (s->n_wants > 0 && s->file.id == 0)
		ask_for(s);
	else if (s->look_file && sync_may_send(s, &s->file))
		send_next(s);
}

void
file_answer(struct sync *s, const struct sync_event *ev)
{
	s->look_file = true;
	if (s->file.ask == ASK_FILES || s->file.ask == ASK_FILE_GET)
		came(s, ev);
	else
		sent(s, ev);
}
