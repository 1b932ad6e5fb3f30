/* Pages of what changed. The cursor names epoch, feed and feed number, and is signed with the centre's cursor key, so that
 * a forged or foreign one is refused instead of showing another feed. A row is sent as it is now, once a page, however
 * often it changed; a row that has left the feed is an explicit "out". An article that is not public goes to the hotline's
 * own people only: for others it is deleted, and their cursors are of a kind of their own, so that a seat where both sign
 * in reads the reference rows anew each time. */
#include "server/core/feed.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "city/article.h"
#include "city/weights.h"
#include "model/incident.h"
#include "model/role.h"
#include "model/workflow.h"

/* ---- cursors: <epoch>.<feed number>.<mac of "epoch feed number"> ---- */

static enum err_code
mac_of(
    struct store *s, const char *epoch, const char *feed, int64_t seq, char out[17], struct err *e)
{
	struct str hex = { 0 }, text = { 0 };
	uint8_t key[SECRET_KEY_BYTES], mac[SECRET_HASH_BYTES];
	enum err_code rc = store_meta_get(s, "cursor_key", &hex, e);

	if (rc == ERR_OK && (hex.len != 2 * sizeof(key) || !secret_unhex(hex.s, key, sizeof(key))))
		rc = err_set(e, ERR_CORRUPT, "中心的 cursor_key 缺失或损坏。");
	if (rc == ERR_OK) {
		str_addf(&text, "%s %s %lld", epoch, feed, (long long)seq);
		secret_hmac(key, text.s, text.len, mac);
		secret_hex(mac, 8, out);
	}
	str_free(&hex);
	str_free(&text);
	return rc;
}

enum err_code
feed_cursor(struct store *s, const char *feed, int64_t seq, char out[CURSOR_SIZE], struct err *e)
{
	struct store_centre c;
	char mac[17];
	enum err_code rc = store_centre_get(s, &c, e);

	if (rc == ERR_OK)
		rc = mac_of(s, c.epoch, feed, seq, mac, e);
	if (rc == ERR_OK)
		snprintf(out, CURSOR_SIZE, "%s.%lld.%s", c.epoch, (long long)seq, mac);
	return rc;
}

static bool
split(const char *cursor, char epoch[EPOCH_SIZE], long long *seq, char mac[17])
{
	const char *dot = strchr(cursor, '.'), *dot2 = dot != NULL ? strchr(dot + 1, '.') : NULL;
	char number[24];
	size_t n;

	if (dot2 == NULL || dot - cursor >= EPOCH_SIZE || strlen(dot2 + 1) != 16)
		return false;
	memcpy(epoch, cursor, (size_t)(dot - cursor));
	epoch[dot - cursor] = '\0';
	n = (size_t)(dot2 - dot - 1);
	if (n == 0 || n >= sizeof(number))
		return false;
	memcpy(number, dot + 1, n);
	number[n] = '\0';
	memcpy(mac, dot2 + 1, 17);
	return str_int(number, 0, INT64_MAX, seq);
}

int64_t
feed_cursor_seq(const char *cursor)
{
	char epoch[EPOCH_SIZE], mac[17];
	long long seq = 0;

	return split(cursor, epoch, &seq, mac) ? seq : 0;
}

enum err_code
feed_seq(struct store *s, const char *feed, const char *cursor, int64_t *seq, struct err *e)
{
	char epoch[EPOCH_SIZE], mac[17], want[17];
	struct store_centre c;
	long long n = 0;
	enum err_code rc;

	*seq = 0;
	if (cursor[0] == '\0')
		return ERR_OK;
	if (!split(cursor, epoch, &n, mac))
		return err_set(e, ERR_INVALID, "同步位置的格式不对。");
	rc = store_centre_get(s, &c, e);
	if (rc == ERR_OK && strcmp(c.epoch, epoch) != 0)
		return err_set(e, ERR_EPOCH, NULL);
	if (rc == ERR_OK)
		rc = mac_of(s, epoch, feed, n, want, e);
	if (rc != ERR_OK)
		return rc;
	if (!secret_equal(mac, want, 16))
		return err_set(e, ERR_CURSOR_EXPIRED, "同步位置不属于这一路数据, 需要重新同步。");
	if (n < store_feed_floor(s) && !str_starts(feed, FEED_REFERENCE))
		return err_set(e, ERR_CURSOR_EXPIRED, NULL);
	*seq = n;
	return ERR_OK;
}

/* ---- pages ---- */

bool
feed_sees_identity(uint32_t roles, bool shielded)
{
	return roles_may_see_identity(roles, shielded, shielded);
}

bool
feed_sees_event(uint32_t roles, bool shielded, const struct event *ev)
{
	return feed_sees_identity(roles, shielded) &&
	       (ev->kind != EVENT_FOLLOW || (roles & ROLES_CENTRE) != 0);
}

bool
feed_sees_internal(uint32_t roles)
{
	return (roles & ROLES_HOTLINE) != 0;
}

/* What a reader's cursor is bound to: a cursor of those who see everything would pass over what has to be taken away. */
static const char *
bound_to(const struct feed_reader *who)
{
	return strcmp(who->feed, FEED_REFERENCE) == 0 && !feed_sees_internal(who->roles)
		   ? FEED_REFERENCE_PUBLIC
		   : who->feed;
}

struct filling { /* a page being written */
	struct store *s;
	const struct feed_reader *who;
	struct page_writer w;
	const struct store_change *changes;
	int n;
	bool failed;
};

static void
put_ticket(void *arg, const struct store_ticket_row *row)
{
	struct filling *f = arg;
	struct str json = { 0 };

	if (row->identity_len <= 2 || !feed_sees_identity(f->who->roles, row->shielded)) {
		page_ticket_text(&f->w, row->doc, row->doc_len);
	} else {
		str_add_n(&json, row->doc, row->doc_len - 1); /* without its closing brace */
		str_add(&json, ",\"identity\":");
		str_add_n(&json, row->identity, row->identity_len);
		str_add_c(&json, '}');
		f->failed = f->failed || json.bad;
		page_ticket_text(&f->w, str_c(&json), json.len);
		secret_str_free(&json);
	}
}

/* False when the page is full: what a seat reads at once has a limit (page_read allows twice as much). */
static bool
walk_ticket(void *arg, const struct store_ticket_row *row)
{
	const struct filling *f = arg;

	put_ticket(arg, row);
	return f->w.out->len < LIMIT_PAGE_BYTES;
}

static void
shield_of(void *arg, const struct store_ticket_row *row)
{
	*(bool *)arg = row->shielded;
}

/* An event goes out while its ticket is in the feed. */
static void
put_event(struct filling *f, const char *id)
{
	bool shielded = true;
	struct event ev;

	event_init(&ev);
	if (store_event_by_id(f->s, id, &ev, NULL) == ERR_OK &&
	    store_ticket_row(f->s, ev.ticket, f->who->feed, shield_of, &shielded))
		page_event(&f->w, &ev, feed_sees_event(f->who->roles, shielded, &ev));
	event_free(&ev);
}

static bool
is_public(const char *text, size_t len)
{
	struct article a;
	bool yes;

	article_init(&a);
	yes = article_read(text, len, &a, NULL) == ERR_OK && article_is_public(&a);
	article_free(&a);
	return yes;
}

/* From those outside the hotline: articles that are not public, who is behind a job number, and what only an intake desk has
 * a use for. */
static bool
is_hidden(const char *kind, const char *text, size_t len)
{
	static const char *const hidden[] = { WEIGHTS_KIND, "unit_past", STORE_PERSON_KIND,
		INCIDENT_KIND };

	if (strcmp(kind, CITY_ARTICLE_KIND) == 0)
		return !is_public(text, len);
	for (size_t i = 0; i < sizeof(hidden) / sizeof(hidden[0]); i++)
		if (strcmp(kind, hidden[i]) == 0)
			return true;
	return false;
}

/* A row the reader may not have is deleted: a seat may have it from when it was public. ${del}: which list is written. */
static void
put_ref(struct filling *f, const char *id, bool del)
{
	const char *slash = strchr(id, '/');
	struct str text = { 0 };
	char kind[24];
	int64_t rev;

	if (slash == NULL || (size_t)(slash - id) >= sizeof(kind))
		return;
	memcpy(kind, id, (size_t)(slash - id));
	kind[slash - id] = '\0';
	if (store_ref_get(f->s, kind, slash + 1, &text, &rev)) {
		bool hidden =
		    !feed_sees_internal(f->who->roles) && is_hidden(kind, str_c(&text), text.len);

		if (hidden && del)
			page_del(&f->w, "ref", id, rev);
		else if (!hidden && !del)
			page_ref(&f->w, kind, slash + 1, rev, str_c(&text));
	}
	str_free(&text);
}

static bool
is_last_of(const struct filling *f, int i)
{
	for (int j = i + 1; j < f->n; j++)
		if (strcmp(f->changes[i].id, f->changes[j].id) == 0 &&
		    strcmp(f->changes[i].kind, f->changes[j].kind) == 0)
			return false;
	return true;
}

/* The lists of a page come one after the other, so the changes are walked once a list. */
static void
put_kind(struct filling *f, const char *kind, char what)
{
	for (int i = 0; i < f->n; i++) {
		const struct store_change *c = &f->changes[i];
		if (strcmp(c->kind, kind) != 0 || !is_last_of(f, i))
			continue;
		if (what == 'd' && c->what == 'p')
			put_ref(f, c->id, true);
		if (c->what != what)
			continue;
		if (what == 'o')
			page_out(&f->w, kind, c->id, c->rev);
		else if (what == 'd')
			page_del(&f->w, kind, c->id, c->rev);
		else if (strcmp(kind, "ticket") == 0)
			store_ticket_row(f->s, c->id, f->who->feed, put_ticket, f);
		else if (strcmp(kind, "event") == 0)
			put_event(f, c->id);
		else
			put_ref(f, c->id, false);
	}
}

static int64_t
last_op_of(struct store *s, const char *device)
{
	struct store_device d;

	return device[0] != '\0' && store_device_get(s, device, &d, NULL) == ERR_OK ? d.last_op : 0;
}

/* How many of the ${n} rows bear the first one's number. */
static int
first_op(const struct store_change *rows, int n)
{
	int k = 0;

	while (k < n && rows[k].seq == rows[0].seq)
		k++;
	return k;
}

/* Rows of one operation bear one number: a page must not end in the middle of it, or the rest would be skipped. When the
 * limit cuts one, the page ends before it; one that is larger than a page is read whole, alone. */
static int
whole_ops(struct store *s, const char *feed, int64_t after, int limit, struct store_change **out,
    bool *more, struct err *e)
{
	for (int cap = limit + 1;; cap *= 2) {
		struct store_change *grown = realloc(*out, (size_t)cap * sizeof(**out));
		int n, k;

		if (grown == NULL) {
			err_set(e, ERR_NO_MEMORY, NULL);
			return -1;
		}
		*out = grown;
		n = store_changes(s, feed, after, cap, *out, e);
		*more = n == cap;
		if (n <= limit)
			return n;
		k = first_op(*out, n);
		if (k < limit)
			for (k = limit; (*out)[k - 1].seq == (*out)[k].seq;)
				k--;
		if (k < n || !*more) {
			*more = k < n;
			return k;
		}
	}
}

static void
fill_rows(struct filling *f)
{
	put_kind(f, "ticket", 'p');
	put_kind(f, "event", 'p');
	put_kind(f, "ref", 'p');
	put_kind(f, "ticket", 'o');
	put_kind(f, "ref", 'd');
}

/* Fewer operations, if there is more than one: half of them. */
static bool
halve(struct filling *f)
{
	int n = f->n / 2;

	while (n > 0 && f->changes[n - 1].seq == f->changes[n].seq)
		n--;
	if (n == 0)
		for (n = 1; n < f->n && f->changes[n].seq == f->changes[0].seq; n++)
			;
	if (n >= f->n)
		return false;
	f->n = n;
	return true;
}

/* The page's rows, as many operations as keep it below its size. */
static void
fill_to_size(struct filling *f, const char *epoch, bool *more)
{
	struct str *out = f->w.out;
	size_t start = out->len;

	for (;;) {
		page_begin(&f->w, out, epoch);
		fill_rows(f);
		if (out->len - start <= LIMIT_PAGE_BYTES || !halve(f))
			return;
		*more = true;
		if (out->s != NULL)
			secret_wipe(out->s + start, out->len - start);
		out->len = start;
	}
}

/* Where the reader stands after this page. ${head} was read before the rows, so every row up to it is among them; with
 * nothing more to come that is the place, also when no row was ours. */
static int64_t
scanned(const struct filling *f, int64_t seq, int64_t head, bool more)
{
	int64_t last = f->n > 0 ? f->changes[f->n - 1].seq : seq;

#ifdef BREAK_COMMIT_ORDER
	return more ? last : head + 1; /* trusts a number whose rows are not committed */
#else
	return more || last > head ? last : head;
#endif
}

enum err_code
feed_page(struct store *s, const struct feed_reader *who, const char *cursor, int limit,
    int64_t now, struct str *out, bool *empty, struct err *e)
{
	struct store_change *changes = NULL;
	struct filling f = { .s = s, .who = who };
	char next[CURSOR_SIZE];
	struct store_centre c;
	int64_t seq, head;
	bool more = false;
	enum err_code rc = feed_seq(s, bound_to(who), cursor, &seq, e);

	if (rc == ERR_OK)
		rc = store_centre_get(s, &c, e);
	if (rc != ERR_OK)
		return rc;
	head = store_feed_head(s);
	f.n = whole_ops(s, who->feed, seq, limit, &changes, &more, e);
	if (f.n < 0) {
		free(changes);
		return e != NULL ? e->code : ERR_DB;
	}
	f.changes = changes;
	*empty = f.n == 0;
	f.w.out = out;
	fill_to_size(&f, c.epoch, &more);
	f.w.reference =
	    strcmp(who->feed, FEED_REFERENCE) != 0 ? store_feed_newest(s, FEED_REFERENCE) : 0;
	f.w.desk = who->desk;
	rc = feed_cursor(s, bound_to(who), scanned(&f, seq, head, more), next, e);
	page_end(&f.w, next, more, last_op_of(s, who->device), now);
	free(changes);
	return rc == ERR_OK && (out->bad || f.failed) ? err_set(e, ERR_NO_MEMORY, NULL) : rc;
}

enum err_code
feed_snapshot_page(struct store *s, const struct feed_reader *who, const struct feed_fill *fill,
    int64_t now, struct str *out, struct err *e)
{
	struct filling f = { .s = s, .who = who };
	struct store_centre c;
	size_t before;
	enum err_code rc = store_centre_get(s, &c, e);

	if (rc != ERR_OK)
		return rc;
	page_begin(&f.w, out, c.epoch);
	before = out->len;
	rc = store_tickets_after(
	    s, who->feed, fill->after, fill->since_at, fill->limit, walk_ticket, &f, e);
	/* an empty page is the last one: counts may lie */
	page_end(&f.w, fill->cursor, out->len > before, last_op_of(s, who->device), now);
	return rc == ERR_OK && (out->bad || f.failed) ? err_set(e, ERR_NO_MEMORY, NULL) : rc;
}
