#ifndef MODEL_PACKET_H
#define MODEL_PACKET_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"
#include "model/record.h"
#include "model/ticket.h"

/* 转接单: what a call-taker who hands her caller to another seat of the centre has of the matter so far, as desk records
 * (RECORD_PACKET) that reach the other seat at once (record_is_prompt), so that nothing is asked or typed twice.
 *
 * OFFER begins one when it rings there: object whom it is for, call hers, phone the caller's, text the half-done sheet with
 * who sits where, why and what the caller was told (packet_offer). All others bear its id ("=<id>", record_about_write) and
 * are for the other of the two (object): SEEN it stands on the screen there; TAKEN it has become a sheet there, call that
 * seat's own; BACK she has the caller again, or has filed the matter herself, in words. An offer that nobody answers ends by
 * itself after PACKET_OPEN_MS; it can be read, and taken, for as long as the record is kept (record_brief_ms): the line may
 * have dropped, her seat may have died. */
enum packet_code { PACKET_OFFER, PACKET_SEEN, PACKET_TAKEN, PACKET_BACK, PACKET_CODES };
extern const struct enum_item packet_items[PACKET_CODES];

#define PACKET_OPEN_MS     (10LL * 60 * 1000)
#define PACKET_CHARS       16000 /* of the text: every field of a sheet at its longest */
#define PACKET_WHY_CHARS   60
#define PACKET_WORDS_BYTES (4 * PACKET_WHY_CHARS + 1)

struct packet {
	int64_t at, said_at;    /* offered; the last word about it */
	struct fields f;        /* the sheet, without the caller's number */
	enum packet_code stand; /* the last that happened to it */
	char id[ID_SIZE], by[16], to[16], seat[8];
	char ticket[ID_SIZE];         /* it is about that one, and no half-done sheet; "" */
	char call[RECORD_CALL_BYTES]; /* hers */
	char phone
	    [RECORD_PHONE_BYTES]; /* the caller's; "" unknown. As the record has it: masked where that is */
	char why[PACKET_WORDS_BYTES], words[PACKET_WORDS_BYTES]; /* words: of BACK */
	char told[512], basis[128];
};
void packet_free(struct packet *p); /* wiping what is a person's; ready for use again */

/** packet_offer(p, r): to, seat, call, ticket, phone, why, told, basis and the sheet as an OFFER; why is cut to its length. false
 * without memory. packet_say(p, code, by, words, r): SEEN, TAKEN, BACK of ${p} by one of the two; ${words} "" none. */
bool packet_offer(const struct packet *p, struct record *r);
bool packet_say(const struct packet *p, enum packet_code code, const char *by, const char *words,
    struct record *r);
/** packet_code(r): of a RECORD_PACKET; -1 of anything else. packet_about(r, id): which offer a record is about, an OFFER itself;
 * false of none. */
int packet_code(const struct record *r);
bool packet_about(const struct record *r, char id[ID_SIZE]);
/** packet_begin(p, r): by its OFFER; false of another record, or without memory. packet_follow(p, r): a later word; what is not
 * about it, or not that person's to say, changes nothing. */
bool packet_begin(struct packet *p, const struct record *r);
void packet_follow(struct packet *p, const struct record *r);
/** packet_is_open(p, now): it may ring there. packet_may_take(p, user): may that person make it a sheet? */
bool packet_is_open(const struct packet *p, int64_t now);
bool packet_may_take(const struct packet *p, const char *user);

/** packet_check(r, e): what record_check asks of the kind; ERR_OK of others. packet_fits(r, offer, e): may it stand
 * against that record? ERR_FORBIDDEN in words. */
enum err_code packet_check(const struct record *r, struct err *e);
enum err_code packet_fits(const struct record *r, const struct record *offer, struct err *e);

#endif
