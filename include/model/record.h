#ifndef MODEL_RECORD_H
#define MODEL_RECORD_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/id.h"
#include "model/ticket.h"

/* Desk records 席位记录: what a person at a seat writes down that is no event of a ticket: how a call ended, a transfer,
 * an article cited or told, a correction asked for, a bulletin read, a warning to an abusive caller. A record is never
 * changed; the seat keeps it and sends it to the centre, which goes by its id.
 *
 * X(NAME, json, label, what must be there, what may be there besides, codes, results): sets of RM_…, closed lists of
 * record.c. A new kind is one line here. */
#define RECORDS(X)                                                                                 \
	X(CALL, "call", "通话结果", RM_CODE, RM_OBJECT | RM_PHONE | RM_TEXT | RM_SECONDS, call,    \
	    none)                                                                                  \
	X(TRANSFER, "transfer", "转接", RM_OBJECT | RM_CODE | RM_RESULT,                           \
	    RM_PHONE | RM_TEXT | RM_SECONDS, transfer, transferred)                                \
	X(CITE, "cite", "引用知识", RM_OBJECT, 0, none, none)                                      \
	X(TOLD, "told", "已告知", RM_OBJECT | RM_TEXT, 0, none, none)                              \
	X(CORRECT, "correct", "知识纠错", RM_OBJECT | RM_CODE | RM_TEXT, 0, correct, none)         \
	X(READ, "read", "公告已读", RM_OBJECT, 0, none, none)                                      \
	X(ABUSE, "abuse", "文明提醒", RM_CODE, RM_PHONE | RM_TEXT, abuse, none)                    \
	X(QA_SHEET, "qa_sheet", "质检评分", RM_OBJECT | RM_CODE | RM_RESULT, RM_TEXT, sheet,       \
	    grade)                                                                                 \
	X(QA_DISPUTE, "qa_dispute", "质检申诉", RM_OBJECT | RM_TEXT, 0, none, none)                \
	X(QA_AGAIN, "qa_again", "质检复评", RM_OBJECT | RM_CODE | RM_RESULT | RM_TEXT, 0, sheet,   \
	    grade)                                                                                 \
	X(QA_DRAW, "qa_draw", "双随机抽检", RM_OBJECT | RM_CODE | RM_TEXT, 0, drawn, none)         \
	X(HANDOVER, "handover", "交接班", RM_OBJECT | RM_TEXT, 0, none, none)                      \
	X(ARTICLE, "article", "知识流转", RM_OBJECT | RM_CODE | RM_TEXT, 0, article, none)         \
	X(TASK, "correct_task", "纠错交办", RM_OBJECT | RM_TEXT, 0, none, none)                    \
	X(ANSWER, "correct_answer", "纠错答复", RM_OBJECT | RM_CODE | RM_TEXT, 0, answer, none)    \
	X(MISS, "kb_miss", "查无所引", RM_OBJECT, 0, none, none)                                   \
	X(USELESS, "kb_useless", "知识没用", RM_OBJECT, 0, none, none)                             \
	X(ZERO_REPORT, "zero_report", "零报告", RM_OBJECT | RM_CODE, RM_TEXT, zero, none)          \
	X(GUIDANCE, "bulletin", "临时口径", RM_OBJECT | RM_CODE | RM_TEXT, 0, guidance, none)      \
	X(AGENT, "agent", "坐席状态", RM_CODE, RM_OBJECT | RM_RESULT, agent, reason)               \
	X(CALL_LOG, "call_log", "通话记录", RM_CODE, RM_OBJECT | RM_PHONE | RM_TEXT | RM_SECONDS,  \
	    way, none)                                                                             \
	X(SAME_CALLER, "same_caller", "同一来电人", RM_CODE | RM_TEXT, RM_OBJECT | RM_PHONE, same, \
	    none)                                                                                  \
	X(ASSIST, "assist", "求助班长", RM_CODE, RM_OBJECT | RM_TEXT, assist, none)                \
	X(ORDER, "order", "班长安排", RM_OBJECT | RM_CODE | RM_TEXT, 0, order, none)               \
	X(QUEUE, "queue", "排队", RM_OBJECT, RM_SECONDS, none, none)                               \
	X(CALLER_TAG, "caller_tag", "来电标签", RM_CODE | RM_TEXT, RM_OBJECT | RM_PHONE, tag,      \
	    none)                                                                                  \
	X(PACKET, "packet", "转接单", RM_OBJECT | RM_CODE | RM_TEXT, RM_PHONE, packet, none)       \
	X(MARK, "mark", "时间点", RM_SECONDS, RM_OBJECT | RM_TEXT, none, none)

/* Members a kind decides about. id, kind, by and at are in every record; ticket and call may be. */
enum { RM_OBJECT = 1, RM_CODE = 2, RM_RESULT = 4, RM_PHONE = 8, RM_TEXT = 16, RM_SECONDS = 32 };

enum record_kind {
	RECORD_NONE, /* any, in a query */
#define X(name, json, label, must, may, codes, results) RECORD_##name,
	RECORDS(X)
#undef X
	    RECORD_COUNT
};

#define RECORD_CODE_BYTES   24
#define RECORD_CALL_BYTES   40
#define RECORD_OBJECT_BYTES 64
#define RECORD_PHONE_BYTES  32
#define RECORD_SECONDS_MOST 86400

struct record {
	int64_t
	    at; /* the seat's clock; of packets, requests for help and orders the centre's, as far as the seat knows it */
	int64_t seconds; /* how long it took */
	char *text;      /* owned; NULL none; sealed at rest too: people are named in it */
	enum record_kind kind;
	char id[ID_SIZE];
	char by[16];                  /* job number */
	char ticket[ID_SIZE];         /* "" none: of a half-done ticket only the call is known */
	char call[RECORD_CALL_BYTES]; /* "" none */
	char object[RECORD_OBJECT_BYTES]; /* kb_no, id of a bulletin or of a transfer target; of
	                                     quality: who is judged, or inspects (model/qa.h); of a
	                                     handover: who takes over; of a correction's task and
	                                     answer: whom they are for (model/correction.h); of a
	                                     search without a result: what was looked for; of a
	                                     zero report: unit and period (model/zero_report.h); of a
	                                     call-taker's state: the seat (model/agent.h); of a call:
	                                     the missed one it calls back (model/call.h); of a merge
	                                     undone: which (model/same_caller.h); of a decision about a
	                                     tag: which (model/caller_tag.h); of help and
	                                     orders, of a packet: whom they are for
	                                     (model/assist.h, packet.h); of who waits: how many
	                                     (model/call_queue.h); of a mark: the recording, ${seconds}
	                                     into it */
	char code[RECORD_CODE_BYTES];     /* of the kind's closed list */
	char result[RECORD_CODE_BYTES];   /* likewise */
	char phone[RECORD_PHONE_BYTES];   /* identity: sealed at rest, masked to readers */
};

/** record_free(r): the text, wiping what is a person's. record_set_text(r, s): copy; NULL or "" unsets; false without
 * memory. record_text(r): never NULL. record_copy(to, from): ${to} empty; false without memory. */
void record_free(struct record *r);
bool record_set_text(struct record *r, const char *s);
const char *record_text(const struct record *r);
bool record_copy(struct record *to, const struct record *from);

/** record_about_write(id, words, out), record_about_read(text, id, words): the text of a record that speaks of another
 * one: "=<id>", then words of its own. read: false when it is none; ${words} is borrowed from ${text}. */
void record_about_write(const char *id, const char *words, struct str *out);
bool record_about_read(const char *text, char id[ID_SIZE], const char **words);

/** record_check(r, e): the same at both ends: what the kind wants is there and nothing else is, codes are of its lists,
 * the text has at most LIMIT_NOTE_CHARS (that of an article: as many as the article may; of a packet PACKET_CHARS). ERR_INVALID, ERR_UNKNOWN_CODE, ERR_LIMIT; e->where is the member. */
enum err_code record_check(const struct record *r, struct err *e);

/** record_may_write(kind, roles): may such a person write one? record_may_read(r, user, roles): does the centre give it to
 * that person's seat? Their own, what is about them, and what their role has to see; kinds that no role has to see are not
 * given back at all (record_is_shared). Of RECORD_READ only that talking points from a seat were read, and only to those who
 * may let them out (RIGHT_GUIDANCE_APPROVE): not to who wrote them, not to the reader himself, not to another desk. */
bool record_may_write(const struct record *r, uint32_t roles);
bool record_may_read(const struct record *r, const char *user, uint32_t roles);
bool record_is_shared(enum record_kind k);
/** record_is_prompt(r): does somebody wait for such a record? record_is_awaited(r, user, roles): does this person: it is for
 * him, or his role acts on it at once? */
bool record_is_prompt(const struct record *r);
bool record_is_awaited(const struct record *r, const char *user, uint32_t roles);
/** record_is_floor(roles): sees the state and the calls of every seat, at once. */
bool record_is_floor(uint32_t roles);
/** record_brief_ms(kind): given back and kept for so long only, they are many: states, calls, who waits; 0: as the others. What a
 * seat writes of those by itself is no work that waits to be sent. */
int64_t record_brief_ms(enum record_kind k);

/** record_json(kind), record_label(kind): its names; "" of none. record_by_json: -1 unknown. */
const char *record_json(enum record_kind k);
const char *record_label(enum record_kind k);
int record_by_json(const char *json);
/** record_codes(kind, n), record_results(kind, n): the closed list, NULL when there is none: for pickers.
 * record_code_label, record_result_label: Chinese; the code itself when unknown. */
const struct enum_item *record_codes(enum record_kind k, int *n);
const struct enum_item *record_results(enum record_kind k, int *n);
const char *record_code_label(enum record_kind k, const char *code);
const char *record_result_label(enum record_kind k, const char *code);

#endif
