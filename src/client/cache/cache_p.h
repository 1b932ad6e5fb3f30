#ifndef CLIENT_CACHE_CACHE_P_H
#define CLIENT_CACHE_CACHE_P_H

#include "base/str.h"
#include "client/cache/write.h"
#include "db/db.h"

#define CACHE_APPLICATION_ID 0x48535354u /* "HSST" */
/* Tickets shown with pending operations belong to every generation: no fill hides or sweeps them. */
#define CACHE_GEN_PENDING (INT64_C(1) << 60)
/* A refused operation that a person has settled: no longer of any effect, kept for its number only. Follows the states of
 * enum outbox_state. */
#define CACHE_OUTBOX_SETTLED 4

struct cache_writer {
	struct db *db;
	const uint8_t *key;
	uint8_t *index_key;        /* of phone hashes; NULL without ${key} */
	bool (*wanted)(void *arg); /* does anybody wait for this thread? NULL: not known */
	void *wanted_arg;
	int depth;   /* of cache_enter */
	bool doomed; /* an inner part failed: the whole must not commit */
	uint32_t touched, changed;
	struct city *city;
	int64_t city_version;
	int64_t swept; /* rowid up to which cache_sweep has looked */
	int64_t gen; /* the generation shown, as it was looked up in this transaction; 0 not yet */
	int truths;  /* likewise: is there any row of "truth"? 1, -1 none; 0 not looked up */
	bool bulk;
	struct { /* the index of tickets (cache_find.c): how far it is, as meta says */
		bool known;
		int64_t at;
		char id[ID_SIZE];
		int debt;   /* pages to be merged */
		bool alone; /* it may go on while nobody wants anything */
		int fit;    /* tickets that are done in the time of a slice; 0 not known */
		bool whole; /* all is in it: what it was written in becomes one piece */
		int remade; /* how often it was made anew */
	} find;
	int kb_remade;  /* how often the index of articles was */
	char dir[1024]; /* "" in memory */
	char rescued[ERR_TEXT_BYTES];
	bool told_damage;
	bool weights_due, weights_asked;
	char weights_hash[SECRET_HEX_SIZE]; /* what was asked for again */
};

extern const struct db_migration cache_migrations[];
extern const size_t cache_migrations_count;

/* ---- cache_rescue.c ---- */
/** cache_rescue(dir, open, words, size, e): seat.db is damaged: a new one with what could be saved of it stands in its place,
 * the old one beside it; what became of it, in ${words} for the screen. ${open} as of the writer. cache_rescue_resume(dir):
 * what a kill left of that is ended or removed. */
enum err_code cache_rescue(
    const char *dir, const struct db_open_args *open, char *words, size_t size, struct err *e);
void cache_rescue_resume(const char *dir);
/** cache_damage_mark(dir, on): damage was met: the next writer looks at the whole file. cache_damage_marked(dir). */
void cache_damage_mark(const char *dir, bool on);
bool cache_damage_marked(const char *dir);

/* ---- cache_seal.c ---- */
/** cache_seal(key, what, id, plain, n, out): append the sealed bytes, bound to "what:id"; nothing of an empty text or an
 * empty object. cache_unseal: append the plain text; false when it does not open. */
void cache_seal(const uint8_t *key, const char *what, const char *id, const char *plain, size_t n,
    struct str *out);
bool cache_unseal(
    const uint8_t *key, const char *what, const char *id, const void *p, size_t n, struct str *out);
/** cache_index_key(key): the key of phone hashes, for secret_key_free; NULL without memory. */
uint8_t *cache_index_key(const uint8_t *key);
/** cache_phone_hash(index_key, phone): 0 when it is no number. cache_tail_hash: of its last four digits. */
int64_t cache_phone_hash(const uint8_t *index_key, const char *phone);
int64_t cache_tail_hash(const uint8_t *index_key, const char *phone);

/* ---- cache_meta.c ---- */
bool cache_meta(struct db *db, const char *name, char *out, size_t size);
int64_t cache_meta_int(struct db *db, const char *name, int64_t fallback);
enum err_code
cache_meta_put(struct cache_writer *w, const char *name, const char *value, struct err *e);
enum err_code
cache_meta_put_int(struct cache_writer *w, const char *name, int64_t value, struct err *e);

/* ---- cache_row.c: a ticket as a row ---- */
/** cache_doc_read(key, id, doc, sealed, n, t, e): a ticket from its two halves; without ${key} only the matter. */
enum err_code cache_doc_read(const uint8_t *key, const char *id, const char *doc,
    const void *sealed, size_t n, struct ticket *t, struct err *e);

/* ticket.marks: what lists of work ask besides, so that none looks into a document. Permanent: they stand in files. */
#define CACHE_MARK_AGAIN     1 /* sent back, or done once more */
#define CACHE_MARK_SENSITIVE 2
#define CACHE_MARK_RATED     4 /* 上级评价 is given, in this round */
#define CACHE_MARK_TOLD      8 /* by telephone, since it was sent */
#define CACHE_MARK_ANONYMOUS 16
#define CACHE_SQL(x)         CACHE_SQL_(x)
#define CACHE_SQL_(x)        #x

/** cache_row_put: the row shown; left alone when an older revision of the same generation would replace a newer. */
enum err_code cache_row_put(
    struct cache_writer *w, const struct ticket *t, int64_t gen, int pending, struct err *e);
/** cache_ledger_put(w, t, gen, is_new, e): what its units were given, in the place of what stood there of it
 * (cache_ledger.c): nothing when its row ${is_new}. */
enum err_code cache_ledger_put(
    struct cache_writer *w, const struct ticket *t, int64_t gen, bool is_new, struct err *e);
/** cache_similar_put(w, t, gen, e): what it is compared by, unless a fill brings it; cache_similar_drop: gone.
 * cache_similar_again: a fill has brought many: they are looked through in the background (cache_similar.c). */
enum err_code
cache_similar_put(struct cache_writer *w, const struct ticket *t, int64_t gen, struct err *e);
enum err_code cache_similar_drop(struct cache_writer *w, const char *ticket, struct err *e);
enum err_code cache_similar_again(struct cache_writer *w, struct err *e);
/** cache_subject_put(w, id, t, e): whom it is about, under the row's number; cache_subject_forget: no more. Of
 * cache_similar.c, which also walks over older rows. */
enum err_code
cache_subject_put(struct cache_writer *w, int64_t id, const struct ticket *t, struct err *e);
enum err_code cache_subject_forget(struct cache_writer *w, int64_t id, struct err *e);
/** cache_row_get(db, key, id, t, e): as shown, whole. */
enum err_code
cache_row_get(struct db *db, const uint8_t *key, const char *id, struct ticket *t, struct err *e);
enum err_code cache_row_drop(struct cache_writer *w, const char *id, struct err *e);
/** cache_row_flag_conflict: the conflict mark of the row, from the conflict table. */
enum err_code cache_row_flag_conflict(struct cache_writer *w, const char *id, struct err *e);
/** cache_doc_seal(w, t, doc, sealed, e): its two halves. */
enum err_code cache_doc_seal(struct cache_writer *w, const struct ticket *t, struct str *doc,
    struct str *sealed, struct err *e);

/* ---- cache_truth.c: the centre's word and ours on top ---- */
int64_t cache_gen(struct cache_writer *w); /* the generation shown */
enum err_code cache_truth_keep(struct cache_writer *w, const char *id, struct err *e);
enum err_code
cache_truth_put(struct cache_writer *w, const struct ticket *t, int64_t gen, struct err *e);
enum err_code cache_truth_out(struct cache_writer *w, const char *id, int64_t rev, struct err *e);
enum err_code cache_truth_show(struct cache_writer *w, const char *id, struct err *e);
/** cache_truth_get(db, key, id, t): what the centre last said; false when only this seat knows the ticket. */
bool cache_truth_get(struct db *db, const uint8_t *key, const char *id, struct ticket *t);

/* ---- cache_event.c ---- */
enum err_code cache_event_put(struct cache_writer *w, const struct event *ev, struct err *e);
enum err_code cache_event_read(const uint8_t *key, const char *id, const char *doc,
    const void *sealed, size_t n, struct event *ev, struct err *e);

/* ---- cache_outbox.c ---- */
/* What waits to be sent, operations and desk records; since when, 0 nothing. */
/* Not what the seat writes by itself (record_brief_ms): nobody waits for that. */
#define CACHE_WORK " AND kind NOT IN ('agent', 'call_log', 'queue')"
#define CACHE_WAITING                                                   \
	"SELECT (SELECT count(*) FROM outbox WHERE state IN (0, 1))"    \
	" + (SELECT count(*) FROM record WHERE sent = 0" CACHE_WORK ")" \
	" + (SELECT count(DISTINCT id) FROM file WHERE state = 1)"
#define CACHE_OLDEST                                                             \
	"SELECT coalesce(min(at), 0) FROM (SELECT at FROM outbox WHERE state IN" \
	" (0, 1) UNION ALL SELECT at FROM record WHERE sent = 0" CACHE_WORK      \
	" UNION ALL SELECT at FROM"                                              \
	" file WHERE state = 1)"
/** cache_op_read(key, id, body, n, op, e): a sealed body as an operation. */
enum err_code cache_op_read(
    const uint8_t *key, const char *id, const void *body, size_t n, struct op *op, struct err *e);
/** cache_op_load(w, local, op, e): the one with that local number; ERR_NOT_FOUND. */
enum err_code cache_op_load(struct cache_writer *w, int64_t local, struct op *op, struct err *e);
/** cache_creates(kind): does it make a ticket where there was none? */
bool cache_creates(int kind);

/* ---- cache_answer.c ---- */
/** cache_outbox_show(w, n, e): the tickets of operations from number ${n} on, with those on top again. */
enum err_code cache_outbox_show(struct cache_writer *w, int64_t n, struct err *e);

/* ---- cache_feed.c ---- */
enum err_code cache_place_put(
    struct cache_writer *w, const char *feed, const char *epoch, const char *cursor, struct err *e);
/** cache_ref_gen_next: reference rows not sent again from now on go with the next whole pull. */
enum err_code cache_ref_gen_next(struct cache_writer *w, struct err *e);

/* ---- cache_article.c: reference rows that are no part of the city ---- */
#define KB_REMADE_MOST 8 /* should a new index fail too, so often, it is not the index */
/** cache_article_is_kind(kind): does it go here? cache_article_put(w, row, gen, e), cache_article_drop. After each page
 * cache_article_settle(w, gen, last, e): on the ${last} one what is of an older generation goes; and some are indexed. */
bool cache_article_is_kind(const char *kind);
/** cache_article_mend(w, rc): what was written failed with ${rc} and was rolled back: begin the index anew if that may be
 * why; true when it was, and trying again is worth while. */
bool cache_article_mend(struct cache_writer *w, enum err_code rc);
enum err_code
cache_article_put(struct cache_writer *w, const struct ref_row *r, int64_t gen, struct err *e);
enum err_code
cache_article_drop(struct cache_writer *w, const char *kind, const char *code, struct err *e);
enum err_code cache_article_settle(struct cache_writer *w, int64_t gen, bool last, struct err *e);

/* ---- cache_find.c: the index of tickets ---- */
/** cache_find_note(w, t, e): before ${t} is put in the place of what stands there. cache_find_forget(w, e): nothing that
 * was indexed may be found any more. */
enum err_code cache_find_note(struct cache_writer *w, const struct ticket *t, struct err *e);
enum err_code cache_find_forget(struct cache_writer *w, struct err *e);

/* ---- cache_fill.c ---- */
int64_t cache_fill_gen(struct cache_writer *w); /* into which generation rows go now */

/* ---- cache_city.c ---- */
/** cache_city_load(db): a city from the reference rows, NULL when there are none or no memory. */
struct city *cache_city_load(struct db *db);

/* ---- cache_weights.c ---- */
#define CACHE_WEIGHTS_FILE "weights.bin"
#define CACHE_WEIGHTS_META "weights" /* counts the files there were */
/** cache_weights_is_kind(kind): rows of the weights. */
bool cache_weights_is_kind(const char *kind);
/** cache_is_beside(kind): these, and what the centre says of units' past (reader_past.c), of people (reader_person.c) and of
 * incidents: rows among the city's that are no part of it. */
bool cache_is_beside(const char *kind);

/* ---- cache_draft.c ---- */
enum err_code
cache_draft_row(const uint8_t *key, struct sqlite3_stmt *st, struct draft *d, int64_t *seq);
#define CACHE_DRAFT_COLUMNS                                                                       \
	"id, owner, ticket, focus, cursor, call, created_at, changed_at, seq, matter, identity, " \
	"phone, view, act"

#endif
