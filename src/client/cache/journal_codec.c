/* Journal records as bytes, and walking a file of them. A walk stops at the first record that is not whole or does not
 * open: behind a torn record there can be nothing, since the writer never leaves one behind it knows of. */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/fs.h"
#include "journal_p.h"

#define FILE_MAX_BYTES (256 << 20) /* more than a year of typing without one fold */

bool
journal_path(const char *dir, int file, char *out, size_t size)
{
	char name[16];

	snprintf(name, sizeof(name), "journal.%d", file);
	return fs_join(out, size, dir, name);
}

/* ---- numbers and texts out ---- */

static void
put_int(struct str *b, uint64_t v, int bytes)
{
	for (int i = 0; i < bytes; i++)
		str_add_c(b, (char)(v >> (8 * i)));
}

static void
put_bytes(struct str *b, const char *p, size_t n)
{
	put_int(b, n, 4);
	str_add_n(b, p, n);
}

static void
put_text(struct str *b, const char *s)
{
	put_bytes(b, s, strlen(s));
}

static void
put_field(struct str *b, int field)
{
	put_text(b, field_info((enum ticket_field)field)->json);
}

static void
put_draft(struct str *b, const struct draft *d)
{
	int n = 0;

	put_text(b, d->owner);
	put_text(b, d->ticket);
	put_text(b, d->focus);
	put_int(b, (uint64_t)d->cursor, 8);
	put_text(b, d->call);
	put_text(b, d->origin_phone);
	put_text(b, d->view_state);
	put_int(b, (uint64_t)d->created_at, 8);
	put_int(b, (uint64_t)d->changed_at, 8);
	for (int f = 0; f < TF_COUNT; f++)
		n += d->f.v[f] != NULL;
	put_int(b, (uint64_t)n, 4);
	for (int f = 0; f < TF_COUNT; f++)
		if (d->f.v[f] != NULL) {
			put_field(b, f);
			put_text(b, d->f.v[f]);
		}
	put_text(b, d->act);
}

void
journal_encode(const struct journal_record *r, struct str *b)
{
	str_add_c(b, (char)r->type);
	str_add_n(b, r->draft, ID_LEN);
	put_int(b, (uint64_t)r->at, 8);
	switch (r->type) {
	case JOURNAL_BEGIN:
		put_draft(b, &r->begin);
		break;
	case JOURNAL_EDIT:
		put_field(b, r->field);
		put_int(b, r->edit.at, 4);
		put_int(b, r->edit.del, 4);
		put_int(b, r->edit.cursor, 4);
		put_bytes(b, r->edit.ins, r->edit.ins_len);
		break;
	case JOURNAL_SET:
		put_field(b, r->field);
		str_add_c(b, r->unset ? 1 : 0);
		put_text(b, str_c(&r->text));
		break;
	case JOURNAL_FOCUS:
		put_text(b, str_c(&r->text));
		put_int(b, (uint64_t)r->cursor, 8);
		break;
	case JOURNAL_VIEW:
		put_text(b, str_c(&r->text));
		break;
	case JOURNAL_CALL:
		put_text(b, str_c(&r->text));
		put_text(b, r->phone);
		break;
	case JOURNAL_DROP:
		break;
	}
}

/* ---- and in ---- */

struct in {
	const uint8_t *p;
	size_t n;
	bool bad;
};

static uint64_t
get_int(struct in *in, size_t bytes)
{
	uint64_t v = 0;

	if (in->bad || in->n < bytes) {
		in->bad = true;
		return 0;
	}
	for (size_t i = 0; i < bytes; i++)
		v |= (uint64_t)in->p[i] << (8 * i);
	in->p += bytes;
	in->n -= bytes;
	return v;
}

/* A text: borrowed, not terminated. */
static const char *
get_bytes(struct in *in, size_t *n)
{
	const char *s;

	*n = (size_t)get_int(in, 4);
	if (in->bad || *n > in->n) {
		in->bad = true;
		*n = 0;
		return "";
	}
	s = (const char *)in->p;
	in->p += *n;
	in->n -= *n;
	return s;
}

static void
get_text(struct in *in, char *out, size_t size)
{
	size_t n;
	const char *s = get_bytes(in, &n);

	if (n >= size) {
		in->bad = true;
		n = 0;
	}
	memcpy(out, s, n);
	out[n] = '\0';
}

static void
get_str(struct in *in, struct str *out)
{
	size_t n;
	const char *s = get_bytes(in, &n);

	str_add_n(out, s, n);
	in->bad = in->bad || out->bad;
}

static int
get_field(struct in *in)
{
	char name[64];

	get_text(in, name, sizeof(name));
	return field_by_json(name);
}

static void
get_draft(struct in *in, struct draft *d)
{
	size_t count;

	get_text(in, d->owner, sizeof(d->owner));
	get_text(in, d->ticket, sizeof(d->ticket));
	get_text(in, d->focus, sizeof(d->focus));
	d->cursor = (int64_t)get_int(in, 8);
	get_text(in, d->call, sizeof(d->call));
	get_text(in, d->origin_phone, sizeof(d->origin_phone));
	get_text(in, d->view_state, sizeof(d->view_state));
	d->created_at = (int64_t)get_int(in, 8);
	d->changed_at = (int64_t)get_int(in, 8);
	count = (size_t)get_int(in, 4);
	for (size_t i = 0; i < count && !in->bad; i++) {
		struct str value = { 0 };
		int f = get_field(in);
		get_str(in, &value);
		if (f >= 0 && !fields_set(&d->f, (enum ticket_field)f, str_c(&value)))
			in->bad = true;
		str_free(&value);
	}
	if (in->n > 0) /* the first seats knew no notes and ended here */
		get_text(in, d->act, sizeof(d->act));
}

static void
get_by_type(struct in *in, struct journal_record *r)
{
	switch (r->type) {
	case JOURNAL_BEGIN:
		get_draft(in, &r->begin);
		str_copy(r->begin.id, sizeof(r->begin.id), r->draft);
		break;
	case JOURNAL_EDIT:
		r->field = get_field(in);
		r->edit.at = (size_t)get_int(in, 4);
		r->edit.del = (size_t)get_int(in, 4);
		r->edit.cursor = (size_t)get_int(in, 4);
		get_str(in, &r->text);
		r->edit.ins = str_c(&r->text);
		r->edit.ins_len = r->text.len;
		break;
	case JOURNAL_SET:
		r->field = get_field(in);
		r->unset = get_int(in, 1) != 0;
		get_str(in, &r->text);
		break;
	case JOURNAL_FOCUS:
		get_str(in, &r->text);
		r->cursor = (int64_t)get_int(in, 8);
		break;
	case JOURNAL_VIEW:
		get_str(in, &r->text);
		break;
	case JOURNAL_CALL:
		get_str(in, &r->text);
		get_text(in, r->phone, sizeof(r->phone));
		break;
	case JOURNAL_DROP:
		break;
	}
}

bool
journal_decode(const char *p, size_t n, struct journal_record *r)
{
	struct in in = { (const uint8_t *)p, n, false };
	uint64_t type = get_int(&in, 1);

	*r = (struct journal_record){ 0 };
	if (in.bad || type < JOURNAL_BEGIN || type > JOURNAL_DROP || in.n < ID_LEN)
		return false;
	r->type = (enum journal_type)type;
	memcpy(r->draft, in.p, ID_LEN);
	in.p += ID_LEN;
	in.n -= ID_LEN;
	r->at = (int64_t)get_int(&in, 8);
	get_by_type(&in, r);
	if (in.bad || !id_valid(r->draft)) {
		journal_record_free(r);
		return false;
	}
	return true;
}

void
journal_record_free(struct journal_record *r)
{
	draft_free(&r->begin);
	secret_str_free(&r->text);
}

/* ---- frames ---- */

static void
context_of(int64_t seq, char out[40])
{
	snprintf(out, 40, "journal:%" PRId64, seq);
}

void
journal_seal(const uint8_t *key, int64_t seq, const struct str *payload, struct str *out)
{
	char context[40];
	size_t at = out->len, n;

	context_of(seq, context);
	put_int(out, 0, 4);
	put_int(out, (uint64_t)seq, 8);
	secret_seal(key, context, payload->s, payload->len, out);
	if (out->bad)
		return;
	n = out->len - at - 4;
	for (size_t i = 0; i < 4; i++)
		out->s[at + i] = (char)(n >> (8 * i));
}

/* A power cut leaves a file longer than what was written. */
static bool
is_blank(const struct in *in)
{
	for (size_t i = 0; i < in->n; i++)
		if (in->p[i] != 0)
			return false;
	return true;
}

enum found {
	FOUND_NONE,     /* the end, or a record that was torn */
	FOUND_NONSENSE, /* no length that was ever written */
	FOUND_CLOSED,   /* a whole one that does not open */
	FOUND_GOOD
};

/* One record at ${in}. */
static enum found
next_record(struct in *in, const uint8_t *key, int64_t *seq, struct journal_record *r)
{
	struct str plain = { 0 };
	char context[40];
	size_t n = (size_t)get_int(in, 4);
	bool ok;

	if (!in->bad && (n <= 8 || n > JOURNAL_RECORD_MAX) && (n > 0 || !is_blank(in)))
		return FOUND_NONSENSE;
	if (in->bad || n <= 8 || n > in->n)
		return FOUND_NONE;
	*seq = (int64_t)get_int(in, 8);
	context_of(*seq, context);
	ok = secret_open(key, context, in->p, n - 8, &plain) &&
	     journal_decode(str_c(&plain), plain.len, r);
	secret_str_free(&plain);
	in->p += n - 8;
	in->n -= n - 8;
	return ok ? FOUND_GOOD : FOUND_CLOSED;
}

/* Does any that follows open? Then the key is the right one. */
static bool
any_opens(struct in in, const uint8_t *key)
{
	enum found f = FOUND_CLOSED;
	struct journal_record r;
	int64_t seq;

	while (f == FOUND_CLOSED && in.n > 0)
		f = next_record(&in, key, &seq, &r);
	if (f == FOUND_GOOD)
		journal_record_free(&r);
	return f == FOUND_GOOD;
}

static void
walk(
    const struct str *file, const uint8_t *key, journal_fn *fn, void *arg, struct journal_walk *out)
{
	struct in in = { (const uint8_t *)file->s, file->len, false };
	bool more = true;
	int64_t seq = 0;

	in.p += JOURNAL_MAGIC_BYTES;
	in.n -= JOURNAL_MAGIC_BYTES;
	out->end = JOURNAL_MAGIC_BYTES;
	while (more && in.n > 0) {
		struct journal_record r;
		const enum found f = next_record(&in, key, &seq, &r);

		if (f != FOUND_GOOD) {
			out->unopened =
			    f == FOUND_CLOSED && out->last_seq == 0 && !any_opens(in, key);
			out->spoilt = f != FOUND_NONE && !out->unopened;
			return;
		}
		more = fn == NULL || fn(arg, seq, &r);
		journal_record_free(&r);
		out->last_seq = seq;
		out->end = (int64_t)(file->len - in.n);
	}
}

enum err_code
journal_walk_file(const char *path, const uint8_t *key, journal_fn *fn, void *arg,
    struct journal_walk *out, struct err *e)
{
	struct str file = { 0 };
	enum err_code rc;

	*out = (struct journal_walk){ 0 };
	if (!fs_exists(path))
		return ERR_OK;
	rc = fs_read(path, FILE_MAX_BYTES, &file, e);
	if (rc == ERR_OK && file.len > 0)
		out->spoilt =
		    memcmp(file.s, JOURNAL_MAGIC,
			file.len < JOURNAL_MAGIC_BYTES ? file.len : JOURNAL_MAGIC_BYTES) != 0;
	if (rc == ERR_OK && file.len >= JOURNAL_MAGIC_BYTES && !out->spoilt)
		walk(&file, key, fn, arg, out);
	str_free(&file);
	return rc;
}
