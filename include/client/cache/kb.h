#ifndef CLIENT_CACHE_KB_H
#define CLIENT_CACHE_KB_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "client/cache/read.h"
#include "model/article.h"

/* What the screen may ask of the knowledge base in the seat's cache: all articles of the reference feed, with a full
 * text index (own bigram tokenizer, exact BM25) and titles by pinyin through the matcher. Works with the line down.
 * Queries take whatever a person or a script types: operators, quotes, NUL, lone surrogates and 10,000 characters are
 * plain words or nothing, never an error. */

#define KB_MARKS 8

struct kb_mark { /* bytes [from, to) of a text that a word of the query hit */
	uint16_t from, to;
};
struct kb_row {
	char kb_no[ARTICLE_KB_NO_BYTES], title[160], source[16], category[8];
	enum article_kind kind;
	enum article_standing standing; /* on kb_query.day */
	int32_t until;                  /* day */
	bool internal;
	int used;                      /* times cited, as the centre counts; -1 unknown */
	struct kb_mark mark[KB_MARKS]; /* in title */
	int n_marks;
	char snippet[200]; /* around the first hit outside the title; "" when the title hit */
	struct kb_mark in_snippet[KB_MARKS];
	int n_in_snippet;
};
struct kb_query {
	const char *
	    text; /* as typed: Hanzi, traditional, full width, pinyin, initials, mixed, several words */
	const char *category; /* NULL any; of two digits or four */
	const char *area;     /* NULL any: else only articles that hold there */
	int32_t
	    day; /* today: decides the standing; valid articles come before expired ones of equal rank */
	int limit;
};
/** cache_kb_search(r, q, rows, partial, e): best first, up to q->limit; the count, -1 on error. An empty text lists the
 * articles most used, then newest. */
int cache_kb_search(struct cache_reader *r, const struct kb_query *q, struct kb_row *rows,
    bool *partial, struct err *e);
/** cache_kb_propose(r, category, area, text, day, rows, max): what may answer a half-done ticket: of the category if it
 * is known, ranked by the words of the text; only valid ones. For intake, within a turn's budget. */
int cache_kb_propose(struct cache_reader *r, const char *category, const char *area,
    const char *text, int32_t day, struct kb_row *rows, int max);
/** cache_article(r, kb_no, a, e): one whole. ERR_NOT_FOUND. ${a} initialised. */
enum err_code
cache_article(struct cache_reader *r, const char *kb_no, struct article *a, struct err *e);
/** kb_marks(query, text, marks, max): where words of the query stand in ${text} (of an article being read). */
int kb_marks(const char *query, const char *text, struct kb_mark *marks, int max);

#endif
