#ifndef MODEL_ASSIST_H
#define MODEL_ASSIST_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"
#include "model/record.h"

/* What call-takers and seniors say to each other beside the tickets, as desk records that reach the other's seat at once
 * (record_is_prompt).
 *
 * RECORD_ASSIST 求助班长. ASK opens a request: object the seat, call, and the words of the half-done ticket as they stand;
 * MORE, WITHDRAW name it in object: newer words, its end. ANSWER, TAKE, DONE are a senior's: object is whom they are for, the
 * text begins with the request ("=<id>", record_about_write) where it answers one. TAKE: the senior takes the call over,
 * the words are the number the caller is to be handed to. DONE and WITHDRAW end a request; so does ASSIST_OPEN_MS without
 * a word of who asked: a seat may die with one open. MATTER is no request: what a call is about, as a code, with a word of
 * danger where one was said, and nothing else of the sheet: for the wall, which is not told of it at once.
 *
 * RECORD_ORDER 班长安排: object is whom it is for, the text is why. REST: forced rest (agent.h, reason 98): begins at once or
 * after the call. The seat obeys one that its centre gave it within ORDER_OBEYED_MS; the centre takes none but a
 * senior's or a leader's. */
enum assist_code {
	ASSIST_ASK,
	ASSIST_MORE,
	ASSIST_WITHDRAW,
	ASSIST_ANSWER,
	ASSIST_TAKE,
	ASSIST_DONE,
	ASSIST_MATTER,
	ASSIST_CODES
};
enum order_code { ORDER_REST, ORDER_CODES };
extern const struct enum_item assist_items[ASSIST_CODES];
extern const struct enum_item order_items[ORDER_CODES];

#define ASSIST_OPEN_MS      (30LL * 60 * 1000)
#define ASSIST_MORE_MS      15000 /* newer words at most that often, */
#define ASSIST_MORE_MOST    60    /* … and so often for one request */
#define ASSIST_MATTER_MOST  6     /* of one call */
#define ASSIST_WORDS_CHARS  1200  /* of the half-done ticket: its end where it is longer */
#define ASSIST_LINE_CHARS   60    /* what is wanted, why */
#define ASSIST_LINE_BYTES   (4 * ASSIST_LINE_CHARS + 1)
#define ASSIST_ANSWER_CHARS 100
#define ASSIST_ANSWER_BYTES (4 * ASSIST_ANSWER_CHARS + 1)
#define ORDER_OBEYED_MS     (10LL * 60 * 1000)

/** assist_code(r): of a RECORD_ASSIST; -1 of anything else. assist_is_seniors(code): only a senior says that. */
int assist_code(const struct record *r);
bool assist_is_seniors(enum assist_code c);
/** assist_ask(r, wanted, category, words): the text of ASK or MORE; what is too long loses its end (wanted) or its beginning
 * (words). false without memory. */
bool assist_ask(struct record *r, const char *wanted, const char *category, const char *words);
/** assist_answer(r, code, to, request, words): ANSWER, TAKE or DONE; ${request} "" none. false without memory. */
bool assist_answer(struct record *r, enum assist_code code, const char *to, const char *request,
    const char *words);
/** assist_matter(r, category, danger): what MATTER says; false of another record. */
bool assist_matter(const struct record *r, char category[8], char danger[ASSIST_LINE_BYTES]);
/** assist_said(r): the words of ANSWER, TAKE, DONE and of an order, borrowed. */
const char *assist_said(const struct record *r);
/** assist_request(r, id): which request a record is about; false of none, and of an order. */
bool assist_request(const struct record *r, char id[ID_SIZE]);

/* A request as it stands by its records. */
struct assist {
	int64_t at, heard_at; /* asked; last word of who asked */
	int64_t answered_at;
	char *words;           /* owned; NULL none */
	enum assist_code said; /* by ${senior} */
	bool open;
	char category[8], senior[16]; /* senior: who spoke last; "" nobody */
	char by[16], seat[16], id[ID_SIZE], call[RECORD_CALL_BYTES];
	char wanted[ASSIST_LINE_BYTES], answer[ASSIST_ANSWER_BYTES];
};
/** assist_begin(a, r): by its ASK; false of another record, or without memory. assist_follow(a, r): another record, in the
 * order of time; what is not about ${a} changes nothing. assist_is_open(a, now). assist_free(a). */
bool assist_begin(struct assist *a, const struct record *r);
void assist_follow(struct assist *a, const struct record *r);
bool assist_is_open(const struct assist *a, int64_t now);
void assist_free(struct assist *a);

/** assist_check(r, e): what record_check asks of both kinds; ERR_OK of others. assist_fits(r, about, e): may it stand against
 * the request it is about? ERR_FORBIDDEN in words. */
enum err_code assist_check(const struct record *r, struct err *e);
enum err_code assist_fits(const struct record *r, const struct record *about, struct err *e);

#endif
