#ifndef CLIENT_CACHE_KB_P_H
#define CLIENT_CACHE_KB_P_H

#include "client/cache/kb.h"
#include "reader_p.h"
#include "text/match_pack.h"
#include "text/words.h"

/* What a reader keeps of all articles between two changes of them: enough to narrow and to rank without touching a
 * text, and (from the first query with a letter on) their titles and keywords compiled for the matcher. */
struct kb_head {
	int64_t id;
	int32_t since, until, updated;
	int32_t used;            /* -1 unknown */
	uint16_t category, area; /* places in shelf->code */
	uint8_t status;
};
struct kb_code {
	char text[16];
};
struct kb_shelf {
	int64_t version; /* meta "kb" */
	struct kb_head *head;
	size_t n;             /* ascending by id */
	struct kb_code *code; /* of categories and areas, each once */
	size_t n_codes;
	struct match_pack *labels; /* NULL until wanted: kb_title, kb_keywords */
};

/** kb_shelf(r, e): up to date; NULL on failure. kb_shelf_labels(r, s, e): with title and keywords, amid a search:
 * the rest of it is in a hurry again. kb_shelf_free. */
const struct kb_shelf *kb_shelf(struct cache_reader *r, struct err *e);
enum err_code kb_shelf_labels(struct cache_reader *r, struct err *e);
void kb_shelf_free(struct kb_shelf *s);
/** kb_title(q, s, at), kb_keywords(q, s, at): what the matcher finds there, once there are labels. */
int kb_title(const struct match_query *q, const struct kb_shelf *s, size_t at);
int kb_keywords(const struct match_query *q, const struct kb_shelf *s, size_t at);
/** kb_category(s, h), kb_area(s, h): the codes of a head. */
const char *kb_category(const struct kb_shelf *s, const struct kb_head *h);
const char *kb_area(const struct kb_shelf *s, const struct kb_head *h);
/** kb_shelf_find(s, id): its place, s->n when there is none. */
size_t kb_shelf_find(const struct kb_shelf *s, int64_t id);

/* How an article was found, best last; within one group the score counts. */
enum kb_group {
	KB_NOT,
	KB_LETTERS,  /* letters scattered over the title: when nothing better is found */
	KB_SOME,     /* half of the query's words or pieces */
	KB_PARTS,    /* every word, some as pinyin of title or keywords */
	KB_KEYWORDS, /* the query as pinyin in the keywords */
	KB_ALL,      /* every word stands in the text */
	KB_JOINED,   /* and they stand together, typed apart */
	KB_TITLE,    /* the query as pinyin in the title */
	KB_NUMBER    /* its own number was typed */
};
struct kb_found {
	float score;
	float beside; /* the score of those of ${words} that do as text */
	uint8_t group;
	uint8_t words;   /* bit i: word i of the words apart stands in it */
	uint8_t allowed; /* 0 not asked yet, 1 inside the query's category and area, 2 not */
};

/* What is marked of a query, made ready once for all its rows. */
struct kb_marker {
	struct words plain;       /* whole words, wherever they stand */
	struct words joined;      /* what was typed apart; n 0: nothing */
	struct words apart;       /* Hanzi and letters, for names */
	struct match_query match; /* only with ${letters} */
	bool letters;             /* may be pinyin in a name */
};
/** kb_marker(m, query) */
void kb_marker(struct kb_marker *m, const char *query);

/* One search under way. */
struct kb_search {
	struct cache_reader *r;
	const struct kb_query *q;
	const struct kb_shelf *shelf;
	const struct city *city;
	struct words words;
	struct words asked; /* those of more than one character: one alone is in everything */
	struct kb_marker marker;
	struct match_query match;
	bool pinyin; /* letters, or one Hanzi alone: titles are asked through the matcher */
	struct kb_found *found; /* one an article, as shelf->head */
	size_t hits;            /* articles of KB_PARTS and better */
	bool cut;               /* a key or 20 ms ended it */
	struct err *e;
};
/** kb_search_open(r, q, s, e): ready to find, nothing found yet; kb_search_close also after a failure. */
enum err_code kb_search_open(
    struct cache_reader *r, const struct kb_query *q, struct kb_search *s, struct err *e);
void kb_search_close(struct kb_search *s);
/** kb_find(s): everything the query finds. kb_find_offered(s, x, least): what has at least ${least} phrases of ${x}, as
 * KB_SOME. */
struct db_fts_expr;
enum err_code kb_find(struct kb_search *s);
enum err_code kb_find_some(struct kb_search *s, const struct db_fts_expr *x, int least);
bool kb_allowed(struct kb_search *s, size_t at);
/** kb_waits(r): articles that are not in the index yet: what is found is not all. */
bool kb_waits(struct cache_reader *r);
/** kb_standing(h, day) */
enum article_standing kb_standing(const struct kb_head *h, int32_t day);
/* The piece of a text around what a query has in it. */
struct kb_piece {
	char text[200];
	struct kb_mark mark[KB_MARKS];
	int n;
};
/** kb_piece(m, text, piece): false when it has nothing of it. kb_mark(m, text, marks, max): as kb_marks. */
bool kb_piece(const struct kb_marker *m, const char *text, struct kb_piece *piece);
int kb_mark(const struct kb_marker *m, const char *text, struct kb_mark *marks, int max);
/** kb_row(s, at, row, e): what is shown of one that was found. */
enum err_code kb_row(struct kb_search *s, size_t at, struct kb_row *row, struct err *e);

#endif
