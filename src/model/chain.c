/* chain.c: the hash that makes a ticket's history impossible to rewrite unseen.
 *
 * Permanent. A byte of difference here breaks every chain ever written; a new form needs a new prefix.
 *
 *   hash = SHA-256( "hotseat-event-1" (15 bytes, no NUL)
 *                || previous hash (32 bytes; zeros before the first event)
 *                || field 1 .. field 17, each as u32be length || bytes )
 *
 *    1 id            text                       10 via          text
 *    2 ticket        text                       11 at           decimal text, ms
 *    3 seq           decimal text               12 at_server    decimal text, ms
 *    4 kind          json name of the event     13 offline      "0" or "1"
 *    5 from          json name of the state     14 set          members, MATTER only
 *    6 to            json name of the state     15 was          members, MATTER only
 *    7 actor         text                       16 args         members, MATTER only
 *    8 actor_name    text                       17 identity     32 bytes, see below
 *    9 unit          text
 *
 *   members = for each value that is present, sorted by the bytes of its json name:
 *             u32be length || json name || u32be length || value
 *   identity = SHA-256( salt16 || u32be length || members of set || … of was || … of args ), IDENTITY only;
 *              32 zero bytes when the event has none
 *
 * Names instead of table positions: a field added to TICKET_FIELDS or EVENT_ARGS, or rows put in another order, leave
 * old hashes as they are. "" and absent differ. The salt is not hashed by itself: it is erased together with the
 * identity, or a phone number could be guessed back from its digest.
 *
 * Not here: where chains are kept, and the audit log, which has a chain of its own. */
#include "model/chain.h"

#include <stdio.h>
#include <string.h>

#include "base/secret.h"
#include "base/str.h"
#include "model/workflow.h"

static const char prefix[] = "hotseat-event-1";

struct member {
	const char *name, *value;
};
#define MEMBERS_MAX ((int)EA_COUNT > (int)TF_COUNT ? (int)EA_COUNT : (int)TF_COUNT)
struct members_of {
	struct member m[MEMBERS_MAX];
	size_t n;
};

static void
insert(struct members_of *ms, const char *name, const char *value)
{
	size_t i = ms->n++;

	for (; i > 0 && strcmp(ms->m[i - 1].name, name) > 0; i--)
		ms->m[i] = ms->m[i - 1];
	ms->m[i] = (struct member){ name, value };
}

static void
from_fields(struct members_of *ms, const struct fields *f, enum field_part part)
{
	ms->n = 0;
	for (int i = 0; i < TF_COUNT; i++) {
		const struct field_info *info = field_info((enum ticket_field)i);

		if (f->v[i] != NULL && info->part == part)
			insert(ms, info->json, f->v[i]);
	}
}

static void
from_args(struct members_of *ms, const struct args *a, enum field_part part)
{
	ms->n = 0;
	for (int i = 0; i < EA_COUNT; i++) {
		const struct arg_info *info = arg_info((enum event_arg)i);

		if (a->v[i] != NULL && info->part == part)
			insert(ms, info->json, a->v[i]);
	}
}

/* ---- writing into the hash ---- */

static void
put_u32(struct secret_sha *s, size_t n)
{
	const uint8_t b[4] = { (uint8_t)(n >> 24), (uint8_t)(n >> 16), (uint8_t)(n >> 8),
		(uint8_t)n };

	secret_sha_add(s, b, sizeof(b));
}

static void
put(struct secret_sha *s, const void *p, size_t n)
{
	put_u32(s, n);
	secret_sha_add(s, p, n);
}

static void
put_text(struct secret_sha *s, const char *text)
{
	put(s, text, strlen(text));
}

static void
put_int(struct secret_sha *s, int64_t v)
{
	char text[24];

	(void)snprintf(text, sizeof(text), "%lld", (long long)v);
	put_text(s, text);
}

static void
put_members(struct secret_sha *s, const struct members_of *ms)
{
	size_t total = 0;

	for (size_t i = 0; i < ms->n; i++)
		total += 8 + strlen(ms->m[i].name) + strlen(ms->m[i].value);
	put_u32(s, total);
	for (size_t i = 0; i < ms->n; i++) {
		put_text(s, ms->m[i].name);
		put_text(s, ms->m[i].value);
	}
}

/* The three member fields of one part; how many values they held. */
static size_t
put_part(struct secret_sha *s, const struct event *ev, enum field_part part)
{
	struct members_of ms;
	size_t n;

	from_fields(&ms, &ev->set, part);
	put_members(s, &ms);
	n = ms.n;
	from_fields(&ms, &ev->was, part);
	put_members(s, &ms);
	n += ms.n;
	from_args(&ms, &ev->args, part);
	put_members(s, &ms);
	return n + ms.n;
}

/* The digest of the identity that ${ev} holds in memory; false when it holds none. */
static bool
identity_digest(const struct event *ev, uint8_t out[SECRET_HASH_BYTES])
{
	struct secret_sha s;
	size_t n;

	secret_sha_start(&s);
	secret_sha_add(&s, ev->salt, sizeof(ev->salt));
	n = put_part(&s, ev, PART_IDENTITY);
	secret_sha_end(&s, out);
	return n > 0;
}

static void
digest(const struct event *ev, const uint8_t prev[SECRET_HASH_BYTES], char out[SECRET_HEX_SIZE])
{
	const bool known = ev->kind >= 0 && ev->kind < EVENT_COUNT;
	uint8_t hash[SECRET_HASH_BYTES];
	struct secret_sha s;

	secret_sha_start(&s);
	secret_sha_add(&s, prefix, sizeof(prefix) - 1);
	secret_sha_add(&s, prev, SECRET_HASH_BYTES);
	put_text(&s, ev->id);
	put_text(&s, ev->ticket);
	put_int(&s, ev->seq);
	put_text(&s, known ? event_info((enum event_kind)ev->kind)->json : "");
	put_text(&s, state_json(ev->from));
	put_text(&s, state_json(ev->to));
	put_text(&s, ev->actor);
	put_text(&s, ev->actor_name);
	put_text(&s, ev->unit);
	put_text(&s, ev->via);
	put_int(&s, ev->at);
	put_int(&s, ev->at_server);
	put_text(&s, ev->offline ? "1" : "0");
	(void)put_part(&s, ev, PART_MATTER);
	put(&s, ev->identity_hash, sizeof(ev->identity_hash));
	secret_sha_end(&s, hash);
	secret_hex(hash, sizeof(hash), out);
}

/* ---- the contract ---- */

void
chain_identity(struct event *ev)
{
	ev->has_identity = identity_digest(ev, ev->identity_hash);
	if (!ev->has_identity)
		memset(ev->identity_hash, 0, sizeof(ev->identity_hash));
}

static bool
prev_bytes(const char *hex, uint8_t out[SECRET_HASH_BYTES])
{
	memset(out, 0, SECRET_HASH_BYTES);
	return *hex == '\0' ||
	       (strlen(hex) == SECRET_HEX_SIZE - 1 && secret_unhex(hex, out, SECRET_HASH_BYTES));
}

void
chain_seal(struct event *ev, const char *prev_hash)
{
	uint8_t prev[SECRET_HASH_BYTES];

	chain_identity(ev);
	(void)prev_bytes(prev_hash, prev);
	(void)str_copy(ev->prev_hash, sizeof(ev->prev_hash), prev_hash);
	digest(ev, prev, ev->hash);
}

static enum err_code
broken(const struct event *ev, const char *what, struct err *e)
{
	(void)err_set(e, ERR_CORRUPT, "工单 %s 第 %lld 个环节校验不符: %s", ev->ticket,
	    (long long)ev->seq, what);
	(void)err_at(e, "%s/%lld", ev->ticket, (long long)ev->seq);
	return ERR_CORRUPT;
}

enum err_code
chain_check(const struct event *ev, const char *prev_hash, struct err *e)
{
	uint8_t prev[SECRET_HASH_BYTES], identity[SECRET_HASH_BYTES];
	char hash[SECRET_HEX_SIZE];

	if (!prev_bytes(prev_hash, prev) || strcmp(ev->prev_hash, prev_hash) != 0)
		return broken(ev, "与上一环节接不上", e);
	if (identity_digest(ev, identity) &&
	    memcmp(identity, ev->identity_hash, sizeof(identity)) != 0)
		return broken(ev, "身份信息被改动", e);
	digest(ev, prev, hash);
	if (strcmp(hash, ev->hash) != 0)
		return broken(ev, "内容被改动", e);
	return ERR_OK;
}
