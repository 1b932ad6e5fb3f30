#ifndef WIRE_CODEC_P_H
#define WIRE_CODEC_P_H

#include "json_p.h"

/* A message is a table: one row a member says its name, its type and where it lives in the struct. */

enum codec_type {
	CODEC_TEXT,   /* char[size] */
	CODEC_ID,     /* char[ID_SIZE], an id or "" */
	CODEC_HASH,   /* char[65], 64 hex digits or "" */
	CODEC_BYTES,  /* uint8_t[size], as hex; absent when all zero */
	CODEC_INT,    /* int, not negative */
	CODEC_COUNT,  /* int64_t, not negative */
	CODEC_NUMBER, /* int64_t */
	CODEC_BOOL,   /* bool */
	CODEC_CODE,   /* an enum that ${names} can name; 0 is empty */
	CODEC_MATTER, /* struct fields: its MATTER values, as an object */
	CODEC_VALUES, /* struct fields: all values; read strictly, their lengths and codes are checked */
	CODEC_SEEN, /* struct fields: all values, as somebody once saw them: only their names are checked */
	CODEC_SAID, /* struct args: the MATTER ones */
	CODEC_ARGS  /* struct args: all; checked like CODEC_VALUES */
};
enum {
	CODEC_ALWAYS = 1, /* written also when empty */
	CODEC_MUST = 2    /* likewise, and its absence is an error to the reader */
};

/* An enum on the wire: its codes by name. by_name answers -1 for one it does not know. */
struct codec_names {
	const char *(*name)(int code);
	int (*by_name)(const char *name);
};
struct codec_row {
	const char *name;
	enum codec_type type;
	unsigned flags;
	size_t offset, size;
	const struct codec_names *names; /* CODEC_CODE */
};

#define CODEC_ROW(json, of, member, kind, flag)                        \
	{                                                              \
		json, CODEC_##kind, flag, offsetof(struct of, member), \
		    sizeof(((struct of *)0)->member), NULL             \
	}
#define CODEC_ROW_CODE(json, of, member, flag, list)                 \
	{                                                            \
		json, CODEC_CODE, flag, offsetof(struct of, member), \
		    sizeof(((struct of *)0)->member), list           \
	}
#define CODEC_COUNT_OF(table) (sizeof(table) / sizeof((table)[0]))

/** codec_write(rows, n, from, o): the members of ${from} into an open object. */
void codec_write(const struct codec_row *rows, size_t n, const void *from, struct json_out *o);
/** codec_read(rows, n, others, in, at, v, to): the members of the object ${v} into ${to}. ${others} are names that the
 * caller reads himself (NULL-ended, may be NULL); other names are refused by a strict reader. */
enum err_code codec_read(const struct codec_row *rows, size_t n, const char *const *others,
    const struct json_in *in, const struct json_at *at, json_t *v, void *to);
/** codec_read_text: the same from the bytes of a whole message of at most LIMIT_BODY_BYTES. */
enum err_code codec_read_text(const struct codec_row *rows, size_t n, bool strict, const char *text,
    size_t len, void *to, struct err *e);

/* What both readers have in common: the one from a tree (codec_read) and the one from the text itself (codec_scan). */
struct pairs;
/** codec_find(rows, n, name, from): the row of ${name}, looked for from ${from} on: members mostly come in the order of the
 * table. n: none. codec_pairs(r): what the object of that row is made of; NULL: it is none. codec_put(r, in, at, v, to): any
 * other value. codec_check_must(rows, n, seen, in, at, to): a name that must be there is there (its bit in ${seen}), and
 * says something. */
size_t codec_find(const struct codec_row *rows, size_t n, const char *name, size_t from);
const struct pairs *codec_pairs(const struct codec_row *r);
enum err_code codec_put(const struct codec_row *r, const struct json_in *in,
    const struct json_at *at, const struct json_value *v, void *to);
enum err_code codec_check_must(const struct codec_row *rows, size_t n, uint64_t seen,
    const struct json_in *in, const struct json_at *at, const void *to);

/** codec_scan(s, rows, n, beside, to): as codec_read of a tolerant reader, an object whose bracket is not passed yet, from the
 * text itself; false: something in it is not as codec_write writes it, ${to} holds a part, and codec_read is to be asked.
 * ${beside} (NULL-ended, may be NULL): members that are read otherwise, and come behind those of the table. */
struct scan;
struct codec_beside {
	const char *name;
	bool (*scan)(struct scan *s, void *to);
};
bool codec_scan(struct scan *s, const struct codec_row *rows, size_t n,
    const struct codec_beside *beside, void *to);

extern const struct codec_names codec_states; /* enum ticket_state */
extern const struct codec_names codec_kinds;  /* enum event_kind, kept in an int */
extern const struct codec_names codec_assign_roles, codec_assign_states; /* work_json.c */
extern const struct codec_names
    codec_errors; /* enum err_code; one that is not known reads as ERR_INVALID */

#endif
