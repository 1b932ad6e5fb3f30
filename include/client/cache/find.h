#ifndef CLIENT_CACHE_FIND_H
#define CLIENT_CACHE_FIND_H

#include "client/cache/kb.h"
#include "client/cache/read.h"

/* Tickets found by whatever is typed: words of their texts, pinyin of their titles, the place, the number, a telephone
 * number (text/route.h). Out of the seat's own index, with the line down too. A telephone number is only ever compared by
 * its keyed hash: a seat that was not given an identity finds nothing by it.
 * As kb.h of bad input: any text is words or nothing, never an error. */

/* Why a row is there, surest last. */
enum find_why {
	FIND_PIECES, /* half of the query's pairs of characters; only when nothing has it whole */
	FIND_PARTS,  /* Hanzi in the text, letters as pinyin in the title */
	FIND_SOUND,  /* the query as pinyin in the title */
	FIND_TEXT,
	FIND_PLACE,
	FIND_PHONE,
	FIND_NUMBER,
};
struct find_row {
	struct ticket_row row; /* without row.called: who called is opened nowhere in a search */
	enum find_why why;
	const char
	    *where; /* Chinese: what the query stands in: 标题 诉求内容 地点 电话 …; a constant */
	struct kb_mark mark[KB_MARKS]; /* in row.title */
	int n_marks;
	char snippet
	    [200]; /* around the first hit outside the title; "" when the title has all of it */
	struct kb_mark in_snippet[KB_MARKS];
	int n_in_snippet;
};
struct find_query {
	const char *text;
	const char *me;    /* job number, for row.mine; NULL */
	const char * not ; /* a ticket that is not wanted: the one it is asked for; NULL */
	int limit;         /* rows, FIND_ROWS at most */
	bool
	    exact; /* every hit is ranked, however many; a key ends it (cache_reader_patience), not the time */
};
#define FIND_ROWS   200
#define FIND_NEWEST 400 /* hits ranked while somebody types */

/* How much the answer is worth. */
struct find_note {
	int newest; /* only so many of the newest hits were ranked: say so (最近 400 条内排序); 0 all */
	bool cut;      /* a key or 20 ms ended it */
	bool damaged;  /* the index: ask the engine for another (JOB_FIND_AGAIN) */
	bool unready;  /* it is being made */
	int64_t since; /* tickets taken down from then on are in it; 0 none yet, or all */
};
/** cache_find(r, q, rows, note, e): best first, newer before older of equals; the count, -1 on error. */
int cache_find(struct cache_reader *r, const struct find_query *q, struct find_row *rows,
    struct find_note *note, struct err *e);

/* Where something is looked for: what one may name, X(NAME, json, Chinese). The first two have searches of their own, the
 * actions are the screen's. */
#define FIND_SCOPES(X)                      \
	X(TICKETS, "tickets", "工单")       \
	X(ARTICLES, "articles", "知识")     \
	X(CATEGORIES, "categories", "分类") \
	X(UNITS, "units", "单位")           \
	X(AREAS, "areas", "区域")           \
	X(TARGETS, "targets", "转接")       \
	X(BULLETINS, "bulletins", "公告")
enum find_scope {
#define X(name, json, label) FIND_IN_##name,
	FIND_SCOPES(X)
#undef X
	    FIND_SCOPE_COUNT
};
const char *find_scope_json(enum find_scope s);
const char *find_scope_label(enum find_scope s);
int find_scope_by_json(const char *json); /* -1 unknown */

/* A name of the city's lists. Texts are the city's: borrowed as cache_city is. */
struct find_name {
	enum find_scope scope;
	const char *code, *name;
	const char *also; /* what else it is called, when that was found and not the name; "" */
	struct kb_mark mark[KB_MARKS]; /* in name */
	int n_marks, score;
};
/** cache_find_names(r, scope, text, now, out, max): of one list, best first: Hanzi, pinyin, initials, mixed. Bulletins
 * only while they hold at ${now}. How many; 0 also for a text that says nothing. */
int cache_find_names(struct cache_reader *r, enum find_scope scope, const char *text, int64_t now,
    struct find_name *out, int max);

#endif
