#ifndef CLIENT_CACHE_JOURNAL_P_H
#define CLIENT_CACHE_JOURNAL_P_H

#include "base/secret.h"
#include "base/str.h"
#include "client/cache/journal.h"

/* A file: the magic, then records: u32 length of what follows, u64 seq, sealed payload bound to "journal:<seq>". All
 * numbers little-endian. Payload: u8 type, draft id (36), i64 time, then by type; texts as u32 length and bytes. */
#define JOURNAL_FILES       2
#define JOURNAL_MAGIC       "HSJRNL1\n"
#define JOURNAL_MAGIC_BYTES 8
#define JOURNAL_HEAD_BYTES  12 /* of a record */
#define JOURNAL_RECORD_MAX \
	(1 << 20) /* a whole draft is below 100 KB; anything larger is a torn length */
#define JOURNAL_ROTATE_BYTES (1 << 20)

/* Numbers are permanent. */
enum journal_type {
	JOURNAL_BEGIN = 1,
	JOURNAL_EDIT = 2,
	JOURNAL_SET = 3,
	JOURNAL_FOCUS = 4,
	JOURNAL_VIEW = 5,
	JOURNAL_CALL = 6,
	JOURNAL_DROP = 7
};

struct journal_record { /* texts borrowed; each ends in a NUL of its own */
	enum journal_type type;
	char draft[ID_SIZE];
	int64_t at;
	int field;  /* EDIT, SET; -1 of a newer program */
	bool unset; /* SET to nothing */
	struct journal_edit edit;
	struct draft begin; /* BEGIN: owned by the record: journal_record_free */
	struct str text;    /* SET value, EDIT insertion, FOCUS, VIEW, CALL */
	char phone[24];     /* CALL */
	int64_t cursor;     /* FOCUS */
};

bool journal_path(const char *dir, int file, char *out, size_t size);
/** journal_encode(r, out): the payload. journal_decode: false when it is none. */
void journal_encode(const struct journal_record *r, struct str *out);
bool journal_decode(const char *p, size_t n, struct journal_record *r);
void journal_record_free(struct journal_record *r);

/* What a walk over a file finds. */
struct journal_walk {
	int64_t end;      /* offset behind the last good record */
	int64_t last_seq; /* of it; 0 none */
	bool unopened;    /* the first record is whole but does not open: another key */
	bool spoilt;      /* behind the last good record stands more than a torn one */
};
typedef bool journal_fn(void *arg, int64_t seq, const struct journal_record *r);
/** journal_walk_file(path, key, fn, arg, out, e): every good record in order; a missing file has none. */
enum err_code journal_walk_file(const char *path, const uint8_t *key, journal_fn *fn, void *arg,
    struct journal_walk *out, struct err *e);
/** journal_seal(key, seq, payload, out): append one framed record. */
void journal_seal(const uint8_t *key, int64_t seq, const struct str *payload, struct str *out);

#endif
